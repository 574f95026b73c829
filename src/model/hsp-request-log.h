/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program's own requests, in memory only and not many: a GListModel of HspRequest, newest first. */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_REQUEST_LOG_SIZE 200

#define HSP_TYPE_REQUEST_LOG (hsp_request_log_get_type ())
G_DECLARE_FINAL_TYPE (HspRequestLog, hsp_request_log, HSP, REQUEST_LOG, GObject)

HspRequestLog *hsp_request_log_new       (HspClient     *client);
GListModel    *hsp_request_log_get_model (HspRequestLog *self);

G_END_DECLS
