/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-page-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-text.h"

/* Milliseconds until it is said that there is no key. */
#define WAITING_AFTER 500

/* Whether it is said to load, over whatever else is there. */
gboolean
hsp_catalogue_page_is_covered (HspCataloguePage *self)
{
  return self->loading_page != NULL && gtk_widget_get_visible (self->loading_page);
}

static void
retry (HspCataloguePage *self)
{
  hsp_catalogue_refresh (hsp_catalogue_page_get_catalogue (self));
}

static GtkWidget *
create_retry_button (HspCataloguePage *self)
{
  GtkWidget *button = gtk_button_new_with_label (_("Try Again"));

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  g_signal_connect_object (button, "clicked", G_CALLBACK (retry), self, G_CONNECT_SWAPPED);
  return button;
}

/* Over all else. A start with a kept catalogue does without it. */
static void
add_loading_page (HspCataloguePage *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  g_object_ref (self->stack);
  adw_toast_overlay_set_child (self->toasts, NULL);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->stack));
  g_object_unref (self->stack);
  gtk_widget_hide (self->loading_page);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->loading_page);
  adw_toast_overlay_set_child (self->toasts, overlay);
}

static void
ensure_loading_page (HspCataloguePage *self)
{
  AdwStatusPage *page;

  if (self->loading_page != NULL)
    return;

  self->loading_page = adw_status_page_new ();
  page = ADW_STATUS_PAGE (self->loading_page);
  adw_status_page_set_title (page, _("Loading the Catalogue"));
  adw_status_page_set_description (page, _("The first time can take a minute. Rows appear as they "
                                           "arrive."));
  self->loading_spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->loading_spinner), 32, 32);
  gtk_widget_set_halign (GTK_WIDGET (self->loading_spinner), GTK_ALIGN_CENTER);
  adw_status_page_set_child (page, GTK_WIDGET (self->loading_spinner));
  add_loading_page (self);
}

/* The stack hands the keyboard on to the page that comes, which nobody sees yet: from a button that tries
 * again, to the lists. What is typed to search for is typed on. */
static void
leave_stack (HspCataloguePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);

  if (focus != NULL && shown != NULL && shown != GTK_WIDGET (self->outer) && gtk_widget_is_ancestor (focus, shown))
    gtk_root_set_focus (root, NULL);
}

/* While it is loading, what will show the services is there already and has its place, with empty rows:
 * that is made and laid out while one waits for the answer, whose first rows then are the only thing new.
 * Not before the loading itself is seen. Nobody sees it there. */
void
hsp_catalogue_page_prepare_content (HspCataloguePage *self)
{
  if (!self->drawn || !hsp_catalogue_page_is_covered (self))
    return;

  leave_stack (self);
  gtk_widget_show (GTK_WIDGET (self->outer));
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->outer));
  hsp_service_browser_prepare (self->browser);
}

void
hsp_catalogue_page_update_heard (HspCataloguePage *self)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->stack), GTK_ACCESSIBLE_STATE_HIDDEN,
                               hsp_catalogue_page_is_covered (self), -1);
}

static void
set_covered (HspCataloguePage *self,
             gboolean          covered)
{
  if (covered)
    ensure_loading_page (self);
  if (hsp_catalogue_page_is_covered (self) == covered)
    return;

  gtk_widget_set_opacity (GTK_WIDGET (self->stack), covered ? 0 : 1);
  gtk_widget_set_visible (GTK_WIDGET (self->outer), !covered || self->drawn);
  gtk_widget_set_visible (self->loading_page, covered);
  hsp_catalogue_page_update_heard (self);
  gtk_spinner_set_spinning (self->loading_spinner, covered);
  hsp_catalogue_page_prepare_content (self);
}

static void
ensure_failed_page (HspCataloguePage *self)
{
  if (self->failed_page != NULL)
    return;

  self->failed_page = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->failed_page, "dialog-warning-symbolic");
  adw_status_page_set_title (self->failed_page, _("The Catalogue Did Not Load"));
  adw_status_page_set_child (self->failed_page, create_retry_button (self));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->failed_page), "failed");
}

static void
show_failed (HspCataloguePage *self)
{
  const GError *error = hsp_catalogue_get_error (hsp_catalogue_page_get_catalogue (self));
  g_autofree char *reason = error != NULL ? hsp_text_error (error) : g_strdup ("");
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  ensure_failed_page (self);
  text = g_strdup_printf ("%s\n%s", _("Nothing was bought or changed."), reason);
  /* a status page reads its description as markup */
  escaped = g_markup_escape_text (g_strstrip (text), -1);
  adw_status_page_set_description (self->failed_page, escaped);
  set_covered (self, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static AdwStatusPage *
ensure_waiting_page (HspCataloguePage *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, "waiting");

  if (page == NULL)
    {
      page = adw_status_page_new ();
      adw_status_page_set_child (ADW_STATUS_PAGE (page), create_retry_button (self));
      gtk_stack_add_named (self->stack, page, "waiting");
    }
  return ADW_STATUS_PAGE (page);
}

/* What must come before anything can be read: a key, then a network. */
static gboolean
is_waiting (HspCataloguePage *self)
{
  HspAccount *account = hsp_page_get_account (HSP_PAGE (self));

  return hsp_catalogue_get_state (hsp_catalogue_page_get_catalogue (self)) == HSP_LOAD_NONE &&
         (hsp_account_get_key_place (account) == HSP_KEY_NONE || !hsp_account_get_online (account));
}

/* What the system says of the network may be wrong, and so one may ask all the same. */
static void
show_waiting (HspCataloguePage *self)
{
  AdwStatusPage *page = ensure_waiting_page (self);
  gboolean keyless = hsp_account_get_key_place (hsp_page_get_account (HSP_PAGE (self))) == HSP_KEY_NONE;

  adw_status_page_set_icon_name (page, keyless ? "channel-secure-symbolic" : "network-offline-symbolic");
  adw_status_page_set_title (page, keyless ? _("No Key Yet") : _("You Are Offline"));
  adw_status_page_set_description (page, keyless ? _("The catalogue is read when the key is there.")
                                                 : _("The catalogue is read when you are back."));
  gtk_widget_set_visible (adw_status_page_get_child (page), !keyless);
  set_covered (self, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
}

static gboolean
on_waiting_cb (gpointer user_data)
{
  HspCataloguePage *self = HSP_CATALOGUE_PAGE (user_data);

  self->waiting_source = 0;
  show_waiting (self);
  return G_SOURCE_REMOVE;
}

/* Nothing is asked without a key or a network, so nothing loads; the keyring has a moment to give the
 * key, and the disk the rows of last time. Where it says already what it waits for, it goes on saying so. */
static void
show_loading (HspCataloguePage *self)
{
  if (is_waiting (self) && !hsp_catalogue_page_is_covered (self) &&
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "waiting") == 0)
    {
      show_waiting (self);
      return;
    }
  if (is_waiting (self))
    self->waiting_source = g_timeout_add (WAITING_AFTER, on_waiting_cb, self);
  set_covered (self, TRUE);
}

void
hsp_catalogue_page_show_state (HspCataloguePage *self)
{
  g_clear_handle_id (&self->waiting_source, g_source_remove);
  switch (hsp_catalogue_get_state (hsp_catalogue_page_get_catalogue (self)))
    {
    case HSP_LOAD_NONE:
    case HSP_LOAD_LOADING:
      show_loading (self);
      break;
    case HSP_LOAD_READY:
      set_covered (self, FALSE);
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->outer));
      break;
    case HSP_LOAD_FAILED:
      show_failed (self);
      break;
    }
}

void
hsp_catalogue_page_tell_refresh_failed (HspCataloguePage *self)
{
  AdwToast *toast;

  /* one such toast at a time, however often a refresh fails */
  if (self->failed_toast != NULL)
    return;

  /* there is no room for more beside the button */
  toast = adw_toast_new (hsp_page_get_narrow (HSP_PAGE (self)) ? _("Could not refresh")
                                                               : _("Could not refresh the catalogue"));
  adw_toast_set_button_label (toast, _("Try Again"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (retry), self, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->failed_toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}
