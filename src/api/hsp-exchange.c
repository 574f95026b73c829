/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-client"

#include "config.h"

#include "hsp-exchange.h"

#include <string.h>

#include "hsp-clock.h"

/* Characters of one parameter; a longer one ends in "…". */
#define MAX_VALUE 2000

G_DEFINE_BOXED_TYPE (HspExchange, hsp_exchange, hsp_exchange_ref, hsp_exchange_unref)

static void
append_param (GStrvBuilder       *list,
              const HspRedaction *redaction,
              const char         *name,
              const char         *value)
{
  g_autofree char *safe = NULL;
  g_autofree char *cut = NULL;
  g_autofree char *text = NULL;

  if (value == NULL || *value == '\0')
    return;
  safe = hsp_redact_param (redaction, name, value);
  if (g_utf8_strlen (safe, -1) > MAX_VALUE)
    {
      cut = g_utf8_substring (safe, 0, MAX_VALUE);
      text = g_strconcat (name, "=", cut, "…", NULL);
    }
  else
    text = g_strconcat (name, "=", safe, NULL);
  g_strv_builder_add (list, text);
}

/* (transfer full): parameters in the table's order, or by the alphabet */
static char **
list_params (const HspRedaction *redaction,
             GHashTable         *params)
{
  const HspAction *action = hsp_action_find (redaction->action);
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();
  g_autoptr(GList) names = NULL;

  for (guint i = 0; params != NULL && action != NULL && i < action->n_params; i++)
    append_param (list, redaction, action->params[i].name,
                  g_hash_table_lookup (params, action->params[i].name));
  if (params != NULL && action == NULL)
    {
      names = g_list_sort (g_hash_table_get_keys (params), (GCompareFunc) strcmp);
      for (GList *l = names; l != NULL; l = l->next)
        append_param (list, redaction, l->data, g_hash_table_lookup (params, l->data));
    }
  return g_strv_builder_end (list);
}

/**
 * hsp_exchange_new:
 * @redaction: whose request
 * @params: (nullable) (element-type utf8 utf8): what is sent
 *
 * Returns: (transfer full): before anything was sent
 */
HspExchange *
hsp_exchange_new (const HspRedaction *redaction,
                  GHashTable         *params)
{
  HspExchange *self = g_atomic_rc_box_new0 (HspExchange);

  self->action = g_strdup (redaction->action);
  self->params = list_params (redaction, params);
  self->time = hsp_get_now ();
  return self;
}

/** hsp_exchange_ref: Returns: (transfer full) */
HspExchange *
hsp_exchange_ref (HspExchange *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
exchange_clear (gpointer data)
{
  HspExchange *self = data;

  g_free (self->action);
  g_strfreev (self->params);
  g_free (self->reason);
  g_free (self->headers);
  g_free (self->message);
  g_free (self->server_text);
  g_clear_pointer (&self->text, hsp_answer_text_unref);
}

/** hsp_exchange_unref: @self: (transfer full) */
void
hsp_exchange_unref (HspExchange *self)
{
  g_atomic_rc_box_release_full (self, exchange_clear);
}

/** hsp_exchange_begin: one more attempt; what an earlier one brought is forgotten */
void
hsp_exchange_begin (HspExchange *self)
{
  self->n_attempts++;
  self->begun = g_get_monotonic_time ();
  self->answered = 0;
  self->status = 0;
  self->size = 0;
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->headers, g_free);
  g_clear_pointer (&self->text, hsp_answer_text_unref);
}

/** hsp_exchange_fail: @error: as the caller gets it */
void
hsp_exchange_fail (HspExchange        *self,
                   const HspRedaction *redaction,
                   const GError       *error)
{
  self->failed = TRUE;
  self->cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (error->domain != HSP_ERROR)
    return;
  self->code = error->code;
  self->delivery = hsp_error_get_delivery (error);
  self->message = hsp_redact_text (redaction, error->message);
  if (hsp_error_get_server_text (error) != NULL)
    self->server_text = hsp_redact_text (redaction, hsp_error_get_server_text (error));
}
