/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For tests: a time limit that they can wait for, and a proxy of their own. */
#pragma once

#include "hsp-client.h"

G_BEGIN_DECLS

void hsp_client_set_time_limit (HspClient      *self,
                                guint           milliseconds);
void hsp_client_set_proxy      (HspClient      *self,
                                GProxyResolver *resolver);

G_END_DECLS
