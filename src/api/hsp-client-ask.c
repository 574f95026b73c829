/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-client"

#include "config.h"

#include "hsp-client-ask.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-client-parts.h"
#include "hsp-reply.h"

/* A shop's no is a short answer; a longer one is not made into a tree only to look for it. */
#define MAX_LOOKED_INTO (4 * 1024 * 1024)

/* HspDecodeFunc: the value is of no use, the exchange has everything. */
static gpointer
look_into (GBytes  *body,
           GError **error)
{
  g_autoptr(JsonNode) root = NULL;

  if (g_bytes_get_size (body) > MAX_LOOKED_INTO)
    return g_bytes_ref (body);
  root = hsp_reply_parse (body, error);
  return root != NULL ? g_bytes_ref (body) : NULL;
}

/**
 * hsp_client_ask_async:
 * @self: a client
 * @action: as the wire has it; one that the table does not have is sent as it is
 * @params: (nullable) (element-type utf8 utf8): parameters by name; only read during the call
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * What a person sends by hand: once, whatever comes of it, so that they see what happened. An action
 * that spends, in whatever spelling, ends with %HSP_ERROR_USAGE: there is one way to spend. Main thread.
 */
void
hsp_client_ask_async (HspClient           *self,
                      const char          *action,
                      GHashTable          *params,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  const HspAction *known;
  HspQuestion question = { .once = TRUE, .keep = TRUE };
  GError *error = NULL;

  g_return_if_fail (HSP_IS_CLIENT (self));
  g_return_if_fail (action != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_client_ask_async);
  /* an answer that has arrived is shown */
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;

  known = hsp_action_find (action);
  if (!hsp_client_check_endpoint (self->endpoint, &error) ||
      !hsp_client_check_key (self->key, &error) ||
      !(known != NULL ? hsp_action_check_reading (known, params, &error)
                      : hsp_action_check_free (action, &error) &&
                        hsp_client_check_names (params, &error)))
    {
      g_task_return_error (task, error);
      return;
    }

  question.action = known != NULL ? known : hsp_client_get_unknown ();
  question.decode = look_into;
  question.value_free = (GDestroyNotify) g_bytes_unref;
  hsp_client_start_call (task, &question, known != NULL ? NULL : action, params, cancellable);
}

/**
 * hsp_client_ask_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location: why there is no usable answer; also with an exchange
 *
 * Returns: (transfer full) (nullable): what happened; %NULL when nothing was begun
 */
HspExchange *
hsp_client_ask_finish (HspClient     *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  HspExchange *exchange;
  g_autoptr(GBytes) body = NULL;

  g_return_val_if_fail (HSP_IS_CLIENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  exchange = hsp_client_get_exchange (G_TASK (result));
  body = g_task_propagate_pointer (G_TASK (result), error);
  return exchange != NULL ? hsp_exchange_ref (exchange) : NULL;
}

/* Within single quotation marks a shell takes everything as it is, but for the mark itself. Where the
 * key stands, its variable does. */
static void
append_quoted (GString            *line,
               const HspRedaction *redaction,
               const char         *text)
{
  const char *end = text + strlen (text);
  gsize length = 0;

  while (text < end)
    {
      const char *key = hsp_redact_find_key (redaction, text, end, &length);
      const char *stop = key != NULL ? key : end;

      g_string_append_c (line, '\'');
      for (; text < stop; text++)
        {
          if (*text == '\'')
            g_string_append (line, "'\\''");
          else
            g_string_append_c (line, *text);
        }
      g_string_append_c (line, '\'');
      if (key != NULL)
        {
          g_string_append (line, "\"$HSTOCKPLUS_KEY\"");
          text += length;
        }
    }
}

static void
append_field (GString            *line,
              const HspRedaction *redaction,
              const char         *name,
              const char         *value)
{
  const HspAction *action = hsp_action_find (redaction->action);
  const HspParam *param = action != NULL ? hsp_action_find_param (action, name) : NULL;
  g_autofree char *field = g_strconcat (name, "=", value, NULL);
  g_autofree char *upper = NULL;

  g_string_append (line, " \\\n  --data-urlencode ");
  if (param != NULL ? param->secret : hsp_redact_is_secret (name))
    {
      upper = g_strcanon (g_ascii_strup (name, -1), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", '_');
      g_string_append_printf (line, "\"%s=$HSTOCKPLUS_%s\"", name, upper);
    }
  else
    append_quoted (line, redaction, field);
}

/**
 * hsp_client_dup_curl:
 * @self: a client
 * @action: as the wire has it
 * @names: (element-type utf8): of @params, in the order of the line
 * @params: (element-type utf8 utf8): those that are "" are left out, as they are when it is sent
 *
 * Neither the key nor a phone number is in it: a shell reads them from variables.
 *
 * Returns: (transfer full)
 */
char *
hsp_client_dup_curl (HspClient  *self,
                     const char *action,
                     GPtrArray  *names,
                     GHashTable *params)
{
  const HspRedaction redaction = { action, self->key };
  GString *line = g_string_new ("curl ");

  g_return_val_if_fail (HSP_IS_CLIENT (self), NULL);
  g_return_val_if_fail (action != NULL && names != NULL && params != NULL, NULL);

  append_quoted (line, &redaction, self->endpoint);
  g_string_append (line, " \\\n  --data-urlencode \"key=$HSTOCKPLUS_KEY\"");
  append_field (line, &redaction, "action", action);
  for (guint i = 0; i < names->len; i++)
    {
      const char *value = g_hash_table_lookup (params, names->pdata[i]);

      if (value != NULL && *value != '\0')
        append_field (line, &redaction, names->pdata[i], value);
    }
  return g_string_free (line, FALSE);
}
