/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "hsp-sandbox-answer.h"
#include "hsp-sandbox-drawn.h"
#include "hsp-sandbox-fault.h"
#include "hsp-sandbox-record.h"
#include "hsp-sandbox-wire.h"

#define PATH            "/api/v2"
#define DEFAULT_KEY     "sandbox"
#define MAX_BODY        (64 * 1024)
#define MAX_STATE_SIZE  (8 * 1024 * 1024)
#define SLOW_SECONDS    2
#define MAX_SLOW_SECONDS 3600

struct _HspSandbox
{
  GObject        parent_instance;

  guint          port;
  guint          n_services;
  guint          seed;
  guint          slow_seconds;
  HspDialect     dialect;
  char          *key;          /* (owned) */
  char          *state_path;   /* (owned) (nullable) */
  char          *endpoint;     /* (owned) (nullable) */

  GThread       *thread;       /* (owned) (nullable) */
  GMainContext  *context;      /* (owned) (nullable) */
  GMainLoop     *loop;         /* (owned) (nullable) */
  GSocket       *socket;       /* (owned) (nullable) listens */

  /* of the thread alone */
  HspShelf      *shelf;        /* (owned) (nullable) */
  HspWire       *wire;         /* (owned) (nullable) */

  GMutex         lock;         /* guards what follows */
  GCond          loaded;
  gboolean       loading;      /* the books are not there yet */
  HspTill       *till;         /* (owned) */
  GHashTable    *faults;       /* (owned) those that have not happened yet */
  GPtrArray     *requests;     /* (owned) (element-type HspSandboxRequest) */
  HspMoney       charged;
};

G_DEFINE_FINAL_TYPE (HspSandbox, hsp_sandbox, G_TYPE_OBJECT)

/* --- the books on disk --- */

static void
load_books (HspSandbox *self)
{
  g_autofree char *text = NULL;
  GStatBuf info;

  if (self->state_path == NULL || g_stat (self->state_path, &info) != 0 ||
      info.st_size > MAX_STATE_SIZE)
    return;
  if (g_file_get_contents (self->state_path, &text, NULL, NULL))
    hsp_till_from_text (self->till, text);
}

/* Whole or not at all, for the user's eyes alone. The shop goes on when it cannot. */
static void
save_books (HspSandbox *self)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (self->state_path == NULL)
    return;

  g_mutex_lock (&self->lock);
  text = hsp_till_to_text (self->till);
  g_mutex_unlock (&self->lock);
  if (!g_file_set_contents_full (self->state_path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    g_message ("The sandbox's books were not written: %s", error->message);
}

/* --- requests --- */

/* With the lock held: what is asked is done, unless the key or the action is wrong. */
static char *
act (HspSandbox        *self,
     GHashTable        *params,
     HspSandboxRequest *request)
{
  HspAnswerShop shop = { self->shelf, self->till, self->dialect, self->seed };
  const HspAction *action = hsp_action_find (request->action);
  HspAnswer answer = { NULL };

  if (g_strcmp0 (g_hash_table_lookup (params, "key"), self->key) != 0)
    return hsp_answer_error ("Invalid API key");
  if (action == NULL)
    return hsp_answer_error ("Invalid action");

  hsp_answer_make (&shop, action, params, &answer);
  request->acted = answer.acted;
  request->charge = answer.charge;
  self->charged += answer.charge;

  return answer.text;
}

static void
on_api_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  HspSandbox *self = user_data;
  SoupMessageBody *form_body = soup_server_message_get_request_body (message);
  g_autofree char *form = NULL;
  g_autofree char *answer = NULL;
  g_autoptr(GHashTable) params = NULL;
  g_autoptr(GBytes) body = NULL;
  HspSandboxRequest *request;
  const char *action;
  HspFault fault;
  gboolean bought;

  if (soup_server_message_get_method (message) != SOUP_METHOD_POST || form_body->length > MAX_BODY)
    {
      soup_server_message_set_status (message, form_body->length > MAX_BODY ? 413 : 405, NULL);
      return;
    }

  form = g_strndup (form_body->data != NULL ? form_body->data : "", form_body->length);
  params = soup_form_decode (form);
  action = g_hash_table_lookup (params, "action");

  g_mutex_lock (&self->lock);
  request = hsp_record_add (self->requests, action != NULL ? action : "", form);
  fault = hsp_faults_take (self->faults, request->action);
  answer = hsp_fault_get_kind (fault)->acts ? act (self, params, request) : g_strdup ("");
  bought = request->charge > 0;
  g_mutex_unlock (&self->lock);

  if (bought)
    save_books (self);
  body = hsp_fault_spoil (fault, g_steal_pointer (&answer));
  hsp_wire_send (self->wire, message, fault, body);
}

/* Any other path is recorded by its name: nobody has business there. */
static void
on_other_cb (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           user_data)
{
  HspSandbox *self = user_data;
  static const char page[] = "<html><body><h1>404 Not Found</h1></body></html>";
  g_autoptr(GBytes) body = g_bytes_new_static (page, sizeof page - 1);

  g_mutex_lock (&self->lock);
  hsp_record_add (self->requests, path, "");
  g_mutex_unlock (&self->lock);
  hsp_wire_send_body (message, 404, "text/html; charset=utf-8", body);
}

/* --- the thread --- */

static void
open_shop (HspSandbox *self)
{
  g_mutex_lock (&self->lock);
  load_books (self);
  self->loading = FALSE;
  g_cond_broadcast (&self->loaded);
  g_mutex_unlock (&self->lock);

  self->shelf = hsp_shelf_new (self->seed, self->n_services);
}

static void
close_shop (HspSandbox *self,
            SoupServer *server)
{
  g_socket_close (self->socket, NULL);
  save_books (self);
  hsp_wire_close (self->wire);
  soup_server_disconnect (server);
  /* what the connections left to do */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_clear_pointer (&self->wire, hsp_wire_free);
  g_clear_pointer (&self->shelf, hsp_shelf_free);
}

static gpointer
run_thread (gpointer user_data)
{
  HspSandbox *self = user_data;
  g_autoptr(SoupServer) server = NULL;

  g_main_context_push_thread_default (self->context);
  open_shop (self);
  server = soup_server_new ("server-header", "hstockplus-sandbox ", NULL);
  soup_server_add_handler (server, PATH, on_api_cb, self, NULL);
  soup_server_add_handler (server, "/", on_other_cb, self, NULL);
  self->wire = hsp_wire_new (self->context, self->slow_seconds);
  hsp_wire_listen (self->wire, self->socket, server);

  g_main_loop_run (self->loop);

  close_shop (self, server);
  g_clear_object (&server);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/* The books are read in the thread: whoever looks at them before waits for that, a moment. */
static void
lock_books (HspSandbox *self)
{
  g_mutex_lock (&self->lock);
  while (self->loading)
    g_cond_wait (&self->loaded, &self->lock);
}

/* --- the object --- */

static void
hsp_sandbox_dispose (GObject *object)
{
  hsp_sandbox_stop (HSP_SANDBOX (object));

  G_OBJECT_CLASS (hsp_sandbox_parent_class)->dispose (object);
}

static void
hsp_sandbox_finalize (GObject *object)
{
  HspSandbox *self = HSP_SANDBOX (object);

  g_free (self->key);
  g_free (self->state_path);
  g_free (self->endpoint);
  g_clear_pointer (&self->till, hsp_till_free);
  g_hash_table_unref (self->faults);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->loaded);

  G_OBJECT_CLASS (hsp_sandbox_parent_class)->finalize (object);
}

static void
hsp_sandbox_class_init (HspSandboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hsp_sandbox_dispose;
  object_class->finalize = hsp_sandbox_finalize;
}

static void
hsp_sandbox_init (HspSandbox *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->loaded);
  self->faults = hsp_faults_new ();
  self->requests = hsp_record_new ();
}

/**
 * hsp_sandbox_new:
 * @options: (nullable): copied; what is 0 or %NULL has its default
 *
 * Returns: (transfer full): a shop that is not open yet
 */
HspSandbox *
hsp_sandbox_new (const HspSandboxOptions *options)
{
  static const HspSandboxOptions defaults = { 0 };
  HspSandbox *self = g_object_new (HSP_TYPE_SANDBOX, NULL);

  if (options == NULL)
    options = &defaults;
  self->port = options->port;
  self->n_services = options->n_services > 0 ? options->n_services : 2000;
  self->seed = options->seed > 0 ? options->seed : 1;
  self->slow_seconds = options->slow_seconds > 0 ? MIN (options->slow_seconds, MAX_SLOW_SECONDS)
                                                 : SLOW_SECONDS;
  self->dialect = options->dialect;
  self->key = g_strdup (options->key != NULL ? options->key : DEFAULT_KEY);
  hsp_drawn_tell ("key", self->key);
  self->state_path = g_strdup (options->state_path);
  self->till = hsp_till_new (self->seed, options->speed > 0 ? CLAMP (options->speed, 0.01, 1000) : 1,
                             options->balance > 0 ? options->balance : 100 * HSP_MONEY_UNIT);

  return self;
}

/**
 * hsp_sandbox_start:
 *
 * Opens the shop: binds its port and starts its thread, and does not wait for either the books or
 * the rows; requests that come before wait for them. Once for an object.
 *
 * Returns: %FALSE when the port cannot be had (a %G_IO_ERROR)
 */
gboolean
hsp_sandbox_start (HspSandbox *self,
                   GError    **error)
{
  g_return_val_if_fail (HSP_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (self->thread == NULL && self->endpoint == NULL, FALSE);

  self->socket = hsp_wire_bind (self->port, &self->port, error);
  if (self->socket == NULL)
    return FALSE;

  self->endpoint = g_strdup_printf ("http://127.0.0.1:%u" PATH, self->port);
  self->loading = TRUE;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("hsp-sandbox", run_thread, self);

  return TRUE;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * hsp_sandbox_stop:
 *
 * Closes the shop: drops its connections, those that hang too, writes its books and waits for its
 * thread to end. The record and the books can still be read. Nothing when it is not open.
 */
void
hsp_sandbox_stop (HspSandbox *self)
{
  GSource *source;

  g_return_if_fail (HSP_IS_SANDBOX (self));

  if (self->thread == NULL)
    return;

  /* a source, not g_main_loop_quit(): it holds also when the loop does not run yet */
  source = g_idle_source_new ();
  g_source_set_callback (source, quit_cb, self->loop, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->socket);
}

/** hsp_sandbox_get_endpoint: Returns: (transfer none) (nullable): NULL before it was started */
const char *
hsp_sandbox_get_endpoint (HspSandbox *self)
{
  g_return_val_if_fail (HSP_IS_SANDBOX (self), NULL);

  return self->endpoint;
}

/** hsp_sandbox_get_key: Returns: (transfer none): the one key it accepts */
const char *
hsp_sandbox_get_key (HspSandbox *self)
{
  g_return_val_if_fail (HSP_IS_SANDBOX (self), NULL);

  return self->key;
}

/**
 * hsp_sandbox_push_fault:
 * @action: (nullable): %NULL for whatever is asked next
 *
 * Lets the next request of @action go wrong; faults of one action happen in the order they were
 * pushed, one a request, and before those for any action. Any thread.
 */
void
hsp_sandbox_push_fault (HspSandbox *self,
                        const char *action,
                        HspFault    fault)
{
  g_return_if_fail (HSP_IS_SANDBOX (self));
  g_return_if_fail ((guint) fault < HSP_N_FAULTS);

  g_mutex_lock (&self->lock);
  hsp_faults_push (self->faults, action, fault);
  g_mutex_unlock (&self->lock);
}

/** hsp_sandbox_clear_faults: What was pushed and has not happened yet does not happen. Any thread. */
void
hsp_sandbox_clear_faults (HspSandbox *self)
{
  g_return_if_fail (HSP_IS_SANDBOX (self));

  g_mutex_lock (&self->lock);
  g_hash_table_remove_all (self->faults);
  g_mutex_unlock (&self->lock);
}

/**
 * hsp_sandbox_get_requests:
 *
 * Returns: (transfer full) (element-type HspSandboxRequest): a copy of the record, oldest first; at
 * most the last 20,000. Requests to another path have the path for an action. Any thread.
 */
GPtrArray *
hsp_sandbox_get_requests (HspSandbox *self)
{
  GPtrArray *copy;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), NULL);

  g_mutex_lock (&self->lock);
  copy = hsp_record_copy (self->requests);
  g_mutex_unlock (&self->lock);

  return copy;
}

/**
 * hsp_sandbox_count:
 * @action: (nullable): %NULL for all
 *
 * Returns: how many requests of @action came. Any thread.
 */
guint
hsp_sandbox_count (HspSandbox *self,
                   const char *action)
{
  guint n_requests;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), 0);

  g_mutex_lock (&self->lock);
  n_requests = hsp_record_count (self->requests, action);
  g_mutex_unlock (&self->lock);

  return n_requests;
}

/** hsp_sandbox_get_charged: Returns: what all purchases cost since the start, before anything was
 * paid back. Any thread. */
HspMoney
hsp_sandbox_get_charged (HspSandbox *self)
{
  HspMoney charged;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), 0);

  g_mutex_lock (&self->lock);
  charged = self->charged;
  g_mutex_unlock (&self->lock);

  return charged;
}

/** hsp_sandbox_get_balance: Returns: the balance now, with what was paid back. Any thread. */
HspMoney
hsp_sandbox_get_balance (HspSandbox *self)
{
  HspMoney balance;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), 0);

  lock_books (self);
  balance = hsp_till_get_balance (self->till);
  g_mutex_unlock (&self->lock);

  return balance;
}

/**
 * hsp_sandbox_advance:
 *
 * Moves the shop's clock on: orders progress, codes arrive, numbers expire. Any thread.
 */
void
hsp_sandbox_advance (HspSandbox *self,
                     guint       seconds)
{
  g_return_if_fail (HSP_IS_SANDBOX (self));

  lock_books (self);
  hsp_till_advance (self->till, seconds);
  g_mutex_unlock (&self->lock);
}

/**
 * hsp_sandbox_set_rate:
 * @service: its number
 * @rate: per 1,000
 *
 * A price that moves, as prices of the live service do between two readings. Any thread.
 *
 * Returns: %FALSE when there is no such service
 */
gboolean
hsp_sandbox_set_rate (HspSandbox *self,
                      const char *service,
                      HspMoney    rate)
{
  HspShelfService *found;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (service != NULL, FALSE);

  lock_books (self);
  found = hsp_shelf_find_service (self->shelf, service);
  if (found != NULL)
    hsp_shelf_set_rate (found, rate);
  g_mutex_unlock (&self->lock);

  return found != NULL;
}

/**
 * hsp_sandbox_set_stock:
 * @service: its number
 * @stock: from 0
 *
 * Something that runs out, or is brought in again. Any thread.
 *
 * Returns: %FALSE when there is no such service
 */
gboolean
hsp_sandbox_set_stock (HspSandbox *self,
                       const char *service,
                       gint64      stock)
{
  HspShelfService *found;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (service != NULL && stock >= 0, FALSE);

  lock_books (self);
  found = hsp_shelf_find_service (self->shelf, service);
  if (found != NULL)
    hsp_shelf_set_stock (found, stock);
  g_mutex_unlock (&self->lock);

  return found != NULL;
}
