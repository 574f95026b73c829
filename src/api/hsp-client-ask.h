/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests by hand: whatever the answer is, it is kept, as text that is safe to be shown. */
#pragma once

#include "hsp-client.h"
#include "hsp-exchange.h"

G_BEGIN_DECLS

void         hsp_client_ask_async  (HspClient            *self,
                                    const char           *action,
                                    GHashTable           *params,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
HspExchange *hsp_client_ask_finish (HspClient            *self,
                                    GAsyncResult         *result,
                                    GError              **error);
/* (transfer full): a line for a shell that asks the same. @names: (element-type utf8): in their order */
char        *hsp_client_dup_curl   (HspClient            *self,
                                    const char           *action,
                                    GPtrArray            *names,
                                    GHashTable           *params);

G_END_DECLS
