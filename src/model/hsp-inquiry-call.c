/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-inquiry.h"

#include <glib/gi18n-lib.h>

#include "hsp-client.h"
#include "hsp-error.h"
#include "hsp-reply.h"

/* HspDecodeFunc: nothing but what every answer must be: JSON, and not an error of the shop. */
static gpointer
keep_answer (GBytes  *body,
             GError **error)
{
  g_autoptr(JsonNode) root = hsp_reply_parse (body, error);

  return root != NULL ? g_bytes_ref (body) : NULL;
}

/**
 * hsp_inquiry_call_async:
 * @action: as the wire has it; one that the table of actions does not have is sent as it is, once
 * @params: (nullable) (element-type utf8 utf8): parameters by name
 *
 * Gives back the answer as it came. An action that spends is refused: HSP_ERROR_USAGE; there is one
 * way to spend.
 */
void
hsp_inquiry_call_async (HspAccount          *account,
                        const char          *action,
                        GHashTable          *params,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  const HspAction *known;

  g_return_if_fail (HSP_IS_ACCOUNT (account));
  g_return_if_fail (action != NULL);

  known = hsp_action_find (action);
  if (known == NULL)
    hsp_client_call_free_async (hsp_account_get_client (account), action, params, keep_answer,
                                (GDestroyNotify) g_bytes_unref, cancellable, callback, user_data);
  else if (known->spends)
    g_task_report_error (account, callback, user_data, hsp_inquiry_call_async,
                         hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                        _("This action spends money: it goes through the journal.")));
  else
    hsp_client_call_async (hsp_account_get_client (account), known->id, params, keep_answer,
                           (GDestroyNotify) g_bytes_unref, cancellable, callback, user_data);
}

/**
 * hsp_inquiry_call_finish:
 *
 * Returns: (transfer full) (nullable): the bytes of an answer that is JSON and no error
 */
GBytes *
hsp_inquiry_call_finish (HspAccount    *account,
                         GAsyncResult  *result,
                         GError       **error)
{
  if (g_task_is_valid (result, account))
    return g_task_propagate_pointer (G_TASK (result), error);
  return hsp_client_call_finish (hsp_account_get_client (account), result, error);
}
