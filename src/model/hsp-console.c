/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-console-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-client-ask.h"
#include "hsp-error.h"

enum
{
  PROP_BUSY = 1,
  PROP_SPENDING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspConsole, hsp_console, G_TYPE_OBJECT)

/* The list */

/* (transfer full) (element-type HspHistoryRow) */
static GPtrArray *
dup_kept_rows (HspConsole *self)
{
  GListModel *requests = G_LIST_MODEL (self->requests);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_history_row_free);

  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr(HspRequest) request = g_list_model_get_item (requests, i);

      /* what was sent while nothing was to be kept is listed until the program ends, no longer */
      if (hsp_request_is_kept (request))
        g_ptr_array_add (rows, hsp_request_to_row (request));
    }
  return rows;
}

static void
write_history (HspConsole *self)
{
  g_autoptr(GPtrArray) rows = NULL;

  /* not before it was read, or what it holds would be lost */
  if (!self->loaded || self->closed)
    return;
  rows = dup_kept_rows (self);
  hsp_history_write (self->history, rows);
}

void
hsp_console_add (HspConsole *self,
                 HspRequest *request)
{
  guint n_requests = g_list_model_get_n_items (G_LIST_MODEL (self->requests));
  g_autoptr(HspRequest) last = g_list_model_get_item (G_LIST_MODEL (self->requests), 0);

  if (self->closed)
    return;
  if (last != NULL)
    hsp_request_drop_answer (last);
  if (n_requests >= HSP_HISTORY_MAX_ROWS)
    g_list_store_remove (self->requests, n_requests - 1);
  /* both when it was sent and when it is listed: switching it back on does not bring back what was
   * sent before, and switching it off holds for what is under way */
  hsp_request_set_kept (request, self->keep_sent && self->keep);
  g_list_store_insert (self->requests, 0, request);
  if (hsp_request_is_kept (request))
    write_history (self);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(HspConsole) self = user_data;
  g_autoptr(GPtrArray) rows = hsp_history_load_finish (HSP_HISTORY (object), result, NULL);
  g_autoptr(GPtrArray) requests = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_new = g_list_model_get_n_items (G_LIST_MODEL (self->requests));
  gboolean unwritten = FALSE;

  self->loaded = TRUE;
  if (self->closed)
    return;
  for (guint i = 0; i < n_new; i++)
    {
      g_autoptr(HspRequest) request = g_list_model_get_item (G_LIST_MODEL (self->requests), i);

      unwritten = unwritten || hsp_request_is_kept (request);
    }
  for (guint i = 0; rows != NULL && i < rows->len && n_new + i < HSP_HISTORY_MAX_ROWS; i++)
    g_ptr_array_add (requests, hsp_request_new_row (rows->pdata[i]));
  g_list_store_splice (self->requests, n_new, 0, requests->pdata, requests->len);
  if (unwritten)
    write_history (self);
}

/* Object */

static void
on_client_exchanged_cb (HspConsole  *self,
                        HspExchange *exchange)
{
  if (self->buying == NULL || exchange->by_hand || !g_str_equal (exchange->action, self->buying))
    return;
  g_clear_pointer (&self->bought, hsp_exchange_unref);
  self->bought = hsp_exchange_ref (exchange);
}

static void
hsp_console_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  HspConsole *self = HSP_CONSOLE (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_SPENDING:
      g_value_set_boolean (value, self->spending);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_console_dispose (GObject *object)
{
  HspConsole *self = HSP_CONSOLE (object);

  hsp_console_close (self);
  g_clear_weak_pointer (&self->account);
  g_clear_object (&self->client);
  g_clear_object (&self->history);
  g_clear_object (&self->requests);
  g_clear_pointer (&self->bought, hsp_exchange_unref);

  G_OBJECT_CLASS (hsp_console_parent_class)->dispose (object);
}

static void
hsp_console_class_init (HspConsoleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hsp_console_get_property;
  object_class->dispose = hsp_console_dispose;

  /* Something is being sent. */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  /* And it cannot be stopped. */
  properties[PROP_SPENDING] = g_param_spec_boolean ("spending", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_console_init (HspConsole *self)
{
  self->requests = g_list_store_new (HSP_TYPE_REQUEST);
  self->keep = TRUE;
}

/**
 * hsp_console_new:
 * @account: what it buys with; not kept
 * @client: what it asks with
 * @history_path: the file of what was sent
 *
 * Reads the file behind. Main thread.
 *
 * Returns: (transfer full)
 */
HspConsole *
hsp_console_new (HspAccount *account,
                 HspClient  *client,
                 const char *history_path)
{
  HspConsole *self = g_object_new (HSP_TYPE_CONSOLE, NULL);

  g_set_weak_pointer (&self->account, account);
  self->client = g_object_ref (client);
  self->history = hsp_history_new (history_path);
  g_signal_connect_object (client, "exchanged", G_CALLBACK (on_client_exchanged_cb), self,
                           G_CONNECT_SWAPPED);
  hsp_history_load_async (self->history, NULL, loaded_cb, g_object_ref (self));
  return self;
}

/** hsp_console_close: writes what is left to write; nothing is listed after it */
void
hsp_console_close (HspConsole *self)
{
  g_autoptr(GPtrArray) rows = NULL;

  g_return_if_fail (HSP_IS_CONSOLE (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  rows = self->loaded ? NULL : dup_kept_rows (self);
  if (rows != NULL && rows->len > 0)
    hsp_history_close_with (self->history, rows);
  else
    hsp_history_close (self->history);
}

void
hsp_console_set_busy (HspConsole *self,
                      gboolean    busy,
                      gboolean    spending)
{
  if (self->spending != spending)
    {
      self->spending = spending;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPENDING]);
    }
  if (self->busy != busy)
    {
      self->busy = busy;
      if (busy)
        self->keep_sent = self->keep;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
    }
}

gboolean
hsp_console_get_busy (HspConsole *self)
{
  return self->busy;
}

gboolean
hsp_console_get_spending (HspConsole *self)
{
  return self->spending;
}

/** hsp_console_get_endpoint: Returns: (transfer none): where it sends */
const char *
hsp_console_get_endpoint (HspConsole *self)
{
  return hsp_client_get_endpoint (self->client);
}

gboolean
hsp_console_has_key (HspConsole *self)
{
  return hsp_client_has_key (self->client);
}

GListModel *
hsp_console_get_requests (HspConsole *self)
{
  g_return_val_if_fail (HSP_IS_CONSOLE (self), NULL);

  return G_LIST_MODEL (self->requests);
}

/**
 * hsp_console_set_keep:
 * @keep: whether what is sent from now on is written down; what is written stays until it is cleared
 */
void
hsp_console_set_keep (HspConsole *self,
                      gboolean    keep)
{
  g_return_if_fail (HSP_IS_CONSOLE (self));

  self->keep = keep;
}

/** hsp_console_delete: takes one out of the list and of the file */
void
hsp_console_delete (HspConsole *self,
                    HspRequest *request)
{
  guint position;

  g_return_if_fail (HSP_IS_CONSOLE (self));

  if (!g_list_store_find (self->requests, request, &position))
    return;
  g_list_store_remove (self->requests, position);
  write_history (self);
}

/** hsp_console_clear: forgets all of them, in the file too */
void
hsp_console_clear (HspConsole *self)
{
  g_return_if_fail (HSP_IS_CONSOLE (self));

  g_list_store_remove_all (self->requests);
  write_history (self);
}

/* Before sending */

/**
 * hsp_console_examine:
 * @action: as a person wrote it
 * @known: (out) (optional) (nullable): the action of the table that is meant, whatever its spelling
 *
 * Returns: what sending it may do
 */
HspAsks
hsp_console_examine (const char       *action,
                     const HspAction **known)
{
  const HspAction *meant = hsp_action_find_meant (action);

  if (known != NULL)
    *known = meant;
  if (meant == NULL)
    return HSP_ASKS_UNKNOWN;
  return meant->spends ? HSP_ASKS_SPENDING : HSP_ASKS_READING;
}

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_propagate_error (error, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL, message));
  return FALSE;
}

/* Of what the table does not have, the names: "Action" might be read as the one that is sent. */
static gboolean
check_free_params (GHashTable  *params,
                   GError     **error)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, params);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      const char *p = name;

      while (g_ascii_isalnum (*p) || *p == '_')
        p++;
      if (p == name || *p != '\0')
        return refuse (error, _("The name of a parameter has letters, digits and “_” only."));
      if (g_ascii_strcasecmp (name, "key") == 0 || g_ascii_strcasecmp (name, "action") == 0)
        return refuse (error, _("Key and action are sent by themselves."));
    }
  return TRUE;
}

/**
 * hsp_console_check:
 * @action: as a person wrote it
 * @params: (element-type utf8 utf8): by name, without key and action
 *
 * Returns: whether it can be sent; else a sentence for the person, HSP_ERROR_USAGE
 */
gboolean
hsp_console_check (HspConsole  *self,
                   const char  *action,
                   GHashTable  *params,
                   GError     **error)
{
  const HspAction *known;

  g_return_val_if_fail (HSP_IS_CONSOLE (self), FALSE);

  hsp_console_examine (action, &known);
  if (known != NULL)
    return hsp_action_check (known, params, error);
  return hsp_action_check_free (action, error) && check_free_params (params, error);
}

/** hsp_console_dup_curl: Returns: (transfer full): a line for a shell that asks the same, without secrets */
char *
hsp_console_dup_curl (HspConsole *self,
                      const char *action,
                      GPtrArray  *names,
                      GHashTable *params)
{
  const HspAction *known;

  g_return_val_if_fail (HSP_IS_CONSOLE (self), NULL);

  hsp_console_examine (action, &known);
  return hsp_client_dup_curl (self->client, known != NULL ? known->name : action, names, params);
}

/* Sending */

static void
asked_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspConsole *self = g_task_get_source_object (task);
  g_autoptr(HspExchange) exchange = NULL;
  g_autoptr(GError) error = NULL;
  HspRequest *request;

  exchange = hsp_client_ask_finish (HSP_CLIENT (object), result, &error);
  hsp_console_set_busy (self, FALSE, FALSE);
  if (exchange == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  request = hsp_request_new_exchange (exchange);
  hsp_console_add (self, request);
  g_task_return_pointer (task, request, g_object_unref);
}

void
hsp_console_send_async (HspConsole          *self,
                        const char          *action,
                        GHashTable          *params,
                        gboolean             asked,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  const HspAction *known;
  GError *error = NULL;
  HspAsks asks;

  g_return_if_fail (HSP_IS_CONSOLE (self));
  g_return_if_fail (action != NULL && params != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_console_send_async);
  g_task_set_check_cancellable (task, FALSE);
  asks = hsp_console_examine (action, &known);
  if (self->busy)
    refuse (&error, _("Something is being sent already."));
  else if (asks == HSP_ASKS_SPENDING)
    refuse (&error, _("This action spends money: it goes through the journal."));
  else if (asks == HSP_ASKS_UNKNOWN && !asked)
    refuse (&error, _("Nobody knows whether this action spends money: it is asked about first."));
  else
    hsp_console_check (self, action, params, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  hsp_console_set_busy (self, TRUE, FALSE);
  hsp_client_ask_async (self->client, known != NULL ? known->name : action, params, cancellable,
                        asked_cb, g_steal_pointer (&task));
}

/** hsp_console_send_finish: Returns: (transfer full) (nullable): what became of it */
HspRequest *
hsp_console_send_finish (HspConsole    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
