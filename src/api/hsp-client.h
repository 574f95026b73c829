/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-action.h"
#include "hsp-intake.h"

G_BEGIN_DECLS

#define HSP_DEFAULT_ENDPOINT "https://hstockplus.com/api/v2"

#define HSP_TYPE_CLIENT (hsp_client_get_type ())
G_DECLARE_FINAL_TYPE (HspClient, hsp_client, HSP, CLIENT, GObject)

/**
 * HspDecodeFunc:
 * @body: the whole answer, any HTTP status already dealt with
 *
 * Turns an answer into a value. Runs in a worker thread. Returns: (transfer full).
 */
typedef gpointer (*HspDecodeFunc) (GBytes  *body,
                                   GError **error);

gboolean    hsp_client_check_endpoint (const char           *endpoint,
                                       GError              **error);

/* Whether it is on this computer */
gboolean    hsp_client_is_loopback    (const char           *endpoint);

HspClient  *hsp_client_new            (const char           *endpoint,
                                       HspPacer             *pacer);
const char *hsp_client_get_endpoint   (HspClient            *self);
void        hsp_client_set_key        (HspClient            *self,
                                       const char           *key);
gboolean    hsp_client_has_key        (HspClient            *self);

void        hsp_client_call_async     (HspClient            *self,
                                       HspActionId           action,
                                       GHashTable           *params,
                                       HspDecodeFunc         decode,
                                       GDestroyNotify        value_free,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
void        hsp_client_stream_async   (HspClient            *self,
                                       HspActionId           action,
                                       GHashTable           *params,
                                       const HspSink        *sink,
                                       gpointer              sink_data,
                                       HspDecodeFunc         decode,
                                       GDestroyNotify        value_free,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
void        hsp_client_call_free_async (HspClient           *self,
                                        const char          *action,
                                        GHashTable          *params,
                                        HspDecodeFunc        decode,
                                        GDestroyNotify       value_free,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
gpointer    hsp_client_call_finish    (HspClient            *self,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
