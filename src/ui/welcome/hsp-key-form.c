/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-key-form"

#include "config.h"

#include "hsp-key-form.h"

#include "hsp-error.h"
#include "hsp-keyring.h"
#include "hsp-lifetime.h"
#include "hsp-text.h"

#include <glib/gi18n-lib.h>

/* An account that never is: looking it up only tells whether there is a keyring. */
#define PROBE_ACCOUNT "none"

typedef enum
{
  STATE_READY,
  STATE_CHECKING,
  STATE_REFUSED,      /* by the shop: the key itself is at fault */
  STATE_FAILED,       /* for another reason */
  STATE_LOCKED,       /* the button unlocks the keyring, then connects */
} FormState;

struct _HspKeyForm
{
  AdwBin               parent_instance;

  HspSession          *session;       /* (owned) (nullable) */
  GCancellable        *cancellable;   /* (owned) (nullable) of the check or unlocking under way */
  GCancellable        *probing;       /* (owned) of the look at the keyring */
  FormState            state;
  gboolean             no_keyring;

  AdwPasswordEntryRow *row;
  GtkImage            *lock;
  GtkLabel            *line;
  GtkButton           *button;
  GtkLabel            *button_label;
  GtkSpinner          *spinner;
};

enum
{
  PROP_0,
  PROP_CHECKING,
  N_PROPS
};

enum
{
  CONNECTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspKeyForm, hsp_key_form, ADW_TYPE_BIN)

/* Without the spaces that copying a key brings along. Freed with hsp_keyring_key_free(). */
static char *
dup_key (HspKeyForm *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->row))));
}

static void
update_button (HspKeyForm *self)
{
  char *key = dup_key (self);
  gboolean is_checking = self->state == STATE_CHECKING;
  const char *label = is_checking ? _("Checking…")
                      : self->state == STATE_LOCKED ? _("Unlock and Connect") : _("Connect");

  gtk_widget_set_sensitive (GTK_WIDGET (self->row), !is_checking);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !is_checking && *key != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_checking);
  gtk_spinner_set_spinning (self->spinner, is_checking);
  gtk_label_set_label (self->button_label, label);
  hsp_widget_set_accessible_label (GTK_WIDGET (self->button), label);
  hsp_keyring_key_free (key);
}

static void
say (HspKeyForm *self,
     const char *words)
{
  gboolean is_failure = self->state == STATE_REFUSED || self->state == STATE_FAILED;

  gtk_label_set_label (self->line, words);
  hsp_widget_set_tooltip (GTK_WIDGET (self->line), is_failure ? words : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->lock), !is_failure);
  if (is_failure)
    gtk_widget_add_css_class (GTK_WIDGET (self->line), "gone");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->line), "gone");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void
say_where_it_goes (HspKeyForm *self)
{
  g_autofree char *host = hsp_session_dup_host (self->session);
  g_autofree char *words = NULL;

  if (self->no_keyring)
    words = g_strdup (_("No keyring here: the key is kept until the program ends."));
  else
    /* Translators: %s is a host name */
    words = g_strdup_printf (_("Kept in your keyring, sent only to %s."), host);

  say (self, words);
}

static void
set_state (HspKeyForm *self,
           FormState   state,
           const char *words)
{
  gboolean was_checking = self->state == STATE_CHECKING;

  self->state = state;
  update_button (self);
  if (state == STATE_REFUSED)
    gtk_widget_add_css_class (GTK_WIDGET (self->row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->row), "error");

  if (words != NULL)
    say (self, words);
  else
    say_where_it_goes (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "key-form.cancel", state == STATE_CHECKING);
  if (was_checking != (state == STATE_CHECKING))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKING]);
}

/* What the line says of a key that was not accepted. (transfer full) */
static char *
describe_failure (const GError *error)
{
  const char *server_text;

  if (error->domain != HSP_ERROR)
    return g_strdup (_("Something unexpected went wrong. Nothing was stored."));

  switch ((HspError) error->code)
    {
    case HSP_ERROR_KEY_REFUSED:
      return g_strdup (_("The shop did not accept this key. Nothing was stored."));
    case HSP_ERROR_NOT_SENT:
      return g_strdup (_("No connection. The key was not checked and not stored."));
    case HSP_ERROR_NO_ANSWER:
      return g_strdup (_("The shop did not answer. Nothing was stored; try again."));
    case HSP_ERROR_SERVER:
      return g_strdup (_("The shop is out of order. Nothing was stored; try again."));
    case HSP_ERROR_UNREADABLE:
      return g_strdup (_("This is not an answer of the shop. Nothing was stored."));
    case HSP_ERROR_RATE_LIMITED:
      return g_strdup (_("Too many requests. Nothing was stored; try again in a moment."));
    case HSP_ERROR_KEYRING_LOCKED:
      return g_strdup (_("The keyring is locked. Unlock it to keep the key."));
    case HSP_ERROR_KEYRING:
      return g_strdup (_("The keyring did not answer. Nothing was stored; try again."));
    case HSP_ERROR_USAGE:
    case HSP_ERROR_NO_KEY:
    case HSP_ERROR_REJECTED:
    case HSP_ERROR_INSUFFICIENT_BALANCE:
    case HSP_ERROR_ORDER_NOT_FOUND:
    case HSP_ERROR_SERVICE_NOT_FOUND:
    case HSP_ERROR_STORE:
    case HSP_ERROR_LIMIT:
    case HSP_ERROR_MISMATCH:
      break;
    }

  server_text = hsp_error_get_server_text (error);
  if (server_text != NULL && *server_text != '\0')
    /* Translators: %s are the shop's own words */
    return g_strdup_printf (_("Nothing was stored. The shop said: “%s”"), server_text);

  return hsp_text_error (error);
}

static void
on_connect_done_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(HspKeyForm) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;
  FormState state;
  gboolean connected = hsp_session_connect_finish (HSP_SESSION (object), result, &error);

  if (self == NULL)
    return;

  g_clear_object (&self->cancellable);
  if (connected)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->row), "");
      set_state (self, STATE_READY, NULL);
      g_signal_emit (self, signals[CONNECTED], 0);
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    state = STATE_READY;
  else if (g_error_matches (error, HSP_ERROR, HSP_ERROR_KEY_REFUSED))
    state = STATE_REFUSED;
  else if (g_error_matches (error, HSP_ERROR, HSP_ERROR_KEYRING_LOCKED))
    state = STATE_LOCKED;
  else
    state = STATE_FAILED;

  if (state != STATE_READY)
    words = describe_failure (error);
  set_state (self, state, words);
  gtk_widget_grab_focus (GTK_WIDGET (self->row));
}

static void
start_connecting (HspKeyForm *self)
{
  char *key = dup_key (self);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_state (self, STATE_CHECKING, NULL);
  hsp_session_connect_async (self->session, key, self->cancellable, on_connect_done_cb,
                             hsp_weak_new (self));
  hsp_keyring_key_free (key);
}

static void
on_unlock_done_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(HspKeyForm) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  gboolean unlocked = hsp_session_unlock_finish (HSP_SESSION (object), result, &error);

  if (self == NULL)
    return;

  g_clear_object (&self->cancellable);
  if (unlocked)
    start_connecting (self);
  else
    set_state (self, STATE_LOCKED, _("The keyring is locked. Unlock it to keep the key."));
}

static void
start_unlocking (HspKeyForm *self)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_state (self, STATE_CHECKING, NULL);
  hsp_session_unlock_async (self->session, self->cancellable, on_unlock_done_cb,
                            hsp_weak_new (self));
}

static void
on_button_clicked_cb (HspKeyForm *self)
{
  if (self->state == STATE_LOCKED)
    start_unlocking (self);
  else
    start_connecting (self);
}

static void
on_row_activated_cb (HspKeyForm *self)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    on_button_clicked_cb (self);
}

static void
on_row_changed_cb (HspKeyForm *self)
{
  if (self->state == STATE_CHECKING || self->session == NULL)
    return;

  /* what was said was said of another key */
  set_state (self, STATE_READY, NULL);
}

static void
on_session_endpoint_cb (HspKeyForm *self)
{
  if (self->state != STATE_CHECKING)
    set_state (self, STATE_READY, NULL);
}

static void
cancel_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  HspKeyForm *self = HSP_KEY_FORM (widget);

  g_cancellable_cancel (self->cancellable);
}

static void
on_probe_done_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(HspKeyForm) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;

  hsp_keyring_key_free (hsp_keyring_lookup_finish (HSP_KEYRING (object), result, &error));
  if (self == NULL || !g_error_matches (error, HSP_ERROR, HSP_ERROR_KEYRING))
    return;

  self->no_keyring = TRUE;
  if (self->state == STATE_READY)
    say_where_it_goes (self);
}

static void
hsp_key_form_map (GtkWidget *widget)
{
  HspKeyForm *self = HSP_KEY_FORM (widget);

  GTK_WIDGET_CLASS (hsp_key_form_parent_class)->map (widget);

  if (self->session != NULL && self->probing == NULL)
    {
      self->probing = g_cancellable_new ();
      hsp_keyring_lookup_async (hsp_session_get_keyring (self->session), PROBE_ACCOUNT,
                                self->probing, on_probe_done_cb, hsp_weak_new (self));
    }
}

static gboolean
hsp_key_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (HSP_KEY_FORM (widget)->row));
}

static void
hsp_key_form_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  HspKeyForm *self = HSP_KEY_FORM (object);

  switch (property_id)
    {
    case PROP_CHECKING:
      g_value_set_boolean (value, self->state == STATE_CHECKING);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_key_form_dispose (GObject *object)
{
  HspKeyForm *self = HSP_KEY_FORM (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->probing);
  g_clear_object (&self->probing);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (hsp_key_form_parent_class)->dispose (object);
}

static void
hsp_key_form_class_init (HspKeyFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hsp_key_form_dispose;
  object_class->get_property = hsp_key_form_get_property;
  widget_class->map = hsp_key_form_map;
  widget_class->grab_focus = hsp_key_form_grab_focus;

  properties[PROP_CHECKING] =
    g_param_spec_boolean ("checking", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CONNECTED] =
    g_signal_new ("connected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "key-form.cancel", NULL, cancel_action);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/welcome/hsp-key-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HspKeyForm, row);
  gtk_widget_class_bind_template_child (widget_class, HspKeyForm, lock);
  gtk_widget_class_bind_template_child (widget_class, HspKeyForm, line);
  gtk_widget_class_bind_template_child (widget_class, HspKeyForm, button);
  gtk_widget_class_bind_template_child (widget_class, HspKeyForm, button_label);
  gtk_widget_class_bind_template_child (widget_class, HspKeyForm, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_row_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked_cb);
}

static void
hsp_key_form_init (HspKeyForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hsp_key_form_set_session (HspKeyForm *self,
                          HspSession *session)
{
  g_return_if_fail (HSP_IS_KEY_FORM (self));
  g_return_if_fail (HSP_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::endpoint", G_CALLBACK (on_session_endpoint_cb), self,
                           G_CONNECT_SWAPPED);
  set_state (self, STATE_READY, NULL);
}
