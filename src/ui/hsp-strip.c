/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-strip"

#include "config.h"

#include "hsp-strip.h"

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-error.h"
#include "hsp-order-book.h"
#include "hsp-text.h"

#include <glib/gi18n-lib.h>

struct _HspStrip
{
  AdwBin       parent_instance;

  HspSession  *session;     /* (owned) (nullable) */
  HspAccount  *account;     /* (owned) (nullable) the one listened to */
  HspPage     *page;        /* (owned) (nullable) */
  gboolean     narrow;

  GtkRevealer *revealer;
  GtkBox      *box;
  GtkImage    *image;
  GtkLabel    *label;
  GtkButton   *button;
};

G_DEFINE_FINAL_TYPE (HspStrip, hsp_strip, ADW_TYPE_BIN)

static void
show_strip (HspStrip   *self,
            const char *tint,
            const char *icon,
            const char *words,
            const char *button,
            const char *action)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->box), "accent");
  gtk_widget_remove_css_class (GTK_WIDGET (self->box), "warning");
  gtk_widget_add_css_class (GTK_WIDGET (self->box), tint);
  gtk_image_set_from_icon_name (self->image, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->image), icon != NULL);
  gtk_label_set_label (self->label, words);
  hsp_widget_set_tooltip (GTK_WIDGET (self->label), words);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button != NULL)
    gtk_button_set_label (self->button, button);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

static void
show_warning (HspStrip   *self,
              const char *words,
              const char *button,
              const char *action)
{
  show_strip (self, "warning", "dialog-warning-symbolic", words, button, action);
}

/* Its reason is a sentence or two: too long for a line, and on the Orders page in full. */
static void
show_journal_error (HspStrip     *self,
                    const GError *error)
{
  const char *words = _("Your orders cannot be read, so nothing can be bought.");
  g_autofree char *all = g_strdup_printf ("%s\n%s", words, error->message);

  show_warning (self, words, _("Try Again"), "app.reopen");
  hsp_widget_set_tooltip (GTK_WIDGET (self->label), all);
}

static void
show_recovered (HspStrip *self)
{
  guint n_purchases = hsp_account_get_recovery (self->account)->n_purchases;
  g_autofree char *all = hsp_account_dup_recovery_text (self->account);
  g_autofree char *words =
    g_strdup_printf (ngettext ("Your orders were damaged: %u purchase was recovered",
                               "Your orders were damaged: %u purchases were recovered", n_purchases),
                     n_purchases);

  show_warning (self, words, _("Details"), "app.recovery");
  hsp_widget_set_tooltip (GTK_WIDGET (self->label), all);
}

static void
show_key_error (HspStrip     *self,
                const GError *error)
{
  if (g_error_matches (error, HSP_ERROR, HSP_ERROR_KEYRING_LOCKED))
    show_warning (self,
                  self->narrow
                  ? _("The keyring is locked.")
                  : _("The keyring is locked. Without the key nothing can be asked or bought."),
                  _("Unlock"), "app.unlock");
  else if (g_error_matches (error, HSP_ERROR, HSP_ERROR_NO_KEY))
    show_warning (self, _("The keyring no longer has the key of this account."),
                  _("Enter Key…"), "app.change-key");
  else
    show_warning (self,
                  self->narrow
                  ? _("The keyring did not answer.")
                  : _("The keyring did not answer. Without the key nothing can be asked or bought."),
                  _("Enter Key…"), "app.change-key");
}

static gboolean
is_offline (HspStrip *self)
{
  return !hsp_account_get_online (self->account) && !hsp_account_is_sandbox (self->account);
}

static void
show_unconfirmed (HspStrip *self,
                  guint     n_unconfirmed)
{
  g_autofree char *words =
    g_strdup_printf (ngettext ("%u purchase is unconfirmed", "%u purchases are unconfirmed",
                               n_unconfirmed),
                     n_unconfirmed);
  /* Translators: "1 purchase is unconfirmed", and that there is no network */
  g_autofree char *both = g_strdup_printf (_("Offline. %s"), words);

  show_warning (self, is_offline (self) ? both : words, _("Review"), "win.review");
}

/* Of prices and stock, which the catalogue shows. */
static char *
describe_offline (HspStrip *self)
{
  gint64 time = hsp_catalogue_get_refreshed_at (hsp_account_get_catalogue (self->account));
  g_autofree char *clock = time > 0 ? hsp_text_clock (time) : NULL;

  if (clock == NULL)
    return NULL;

  /* Translators: %s is a time, "14:06" or "21 Nov, 14:06" */
  return g_strdup_printf (_("Offline. Prices and stock are from %s."), clock);
}

static void
show_offline (HspStrip *self)
{
  gboolean page_knows = self->page != NULL &&
                        HSP_PAGE_GET_CLASS (self->page)->describe_offline != NULL;
  g_autofree char *words = page_knows ? HSP_PAGE_GET_CLASS (self->page)->describe_offline (self->page)
                                      : describe_offline (self);

  if (words == NULL)
    words = g_strdup (_("Offline. Nothing can be asked or bought."));
  show_strip (self, "warning", "network-offline-symbolic", words, NULL, NULL);
}

static void
show_sandbox (HspStrip *self)
{
  show_strip (self, "accent", NULL,
              self->narrow
              ? _("Sandbox: pretend money")
              : _("Sandbox: a pretend shop on this computer. No account, no money."),
              _("Leave Sandbox"), "app.leave-sandbox");
}

/* The one place that decides what is most urgent. */
static void
update_strip (HspStrip *self)
{
  HspOrderBook *book;
  guint n_unconfirmed;

  if (self->account == NULL)
    {
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      return;
    }

  book = hsp_account_get_order_book (self->account);
  n_unconfirmed = hsp_order_book_get_n_unconfirmed (book);

  if (hsp_account_get_key_refused (self->account))
    show_warning (self, _("The shop no longer accepts this key."), _("Change Key…"),
                  "app.change-key");
  else if (hsp_session_get_key_error (self->session) != NULL)
    show_key_error (self, hsp_session_get_key_error (self->session));
  else if (hsp_account_get_journal_error (self->account) != NULL)
    show_journal_error (self, hsp_account_get_journal_error (self->account));
  else if (hsp_account_get_recovery (self->account) != NULL)
    show_recovered (self);
  else if (n_unconfirmed > 0)
    show_unconfirmed (self, n_unconfirmed);
  else if (is_offline (self))
    show_offline (self);
  else if (hsp_account_is_sandbox (self->account))
    show_sandbox (self);
  else if (hsp_account_get_key_place (self->account) == HSP_KEY_THIS_RUN)
    show_strip (self, "accent", "dialog-information-symbolic",
                _("The key is kept until the program ends."), NULL, NULL);
  else
    gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
drop_account (HspStrip *self)
{
  if (self->account == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self->account, update_strip, self);
  g_signal_handlers_disconnect_by_func (hsp_account_get_order_book (self->account),
                                        update_strip, self);
  g_clear_object (&self->account);
}

static void
on_session_account_cb (HspStrip *self)
{
  drop_account (self);
  g_set_object (&self->account, hsp_session_get_account (self->session));
  if (self->account != NULL)
    {
      g_signal_connect_object (self->account, "notify", G_CALLBACK (update_strip), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (hsp_account_get_order_book (self->account), "notify::n-unconfirmed",
                               G_CALLBACK (update_strip), self, G_CONNECT_SWAPPED);
    }
  update_strip (self);
}

static void
hsp_strip_dispose (GObject *object)
{
  HspStrip *self = HSP_STRIP (object);

  drop_account (self);
  g_clear_object (&self->page);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (hsp_strip_parent_class)->dispose (object);
}

static void
hsp_strip_class_init (HspStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_strip_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/hsp-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, HspStrip, revealer);
  gtk_widget_class_bind_template_child (widget_class, HspStrip, box);
  gtk_widget_class_bind_template_child (widget_class, HspStrip, image);
  gtk_widget_class_bind_template_child (widget_class, HspStrip, label);
  gtk_widget_class_bind_template_child (widget_class, HspStrip, button);
}

static void
hsp_strip_init (HspStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hsp_strip_set_session (HspStrip   *self,
                       HspSession *session)
{
  g_return_if_fail (HSP_IS_STRIP (self));
  g_return_if_fail (HSP_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::account", G_CALLBACK (on_session_account_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::key-error", G_CALLBACK (update_strip), self,
                           G_CONNECT_SWAPPED);
  on_session_account_cb (self);
}

void
hsp_strip_set_page (HspStrip *self,
                    HspPage  *page)
{
  g_return_if_fail (HSP_IS_STRIP (self));
  g_return_if_fail (page == NULL || HSP_IS_PAGE (page));

  if (g_set_object (&self->page, page))
    update_strip (self);
}

void
hsp_strip_set_narrow (HspStrip *self,
                      gboolean  narrow)
{
  g_return_if_fail (HSP_IS_STRIP (self));

  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  update_strip (self);
}
