/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-shop-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-country.h"
#include "hsp-fold.h"
#include "hsp-sms-common.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-offer-row.h"
#include "hsp-text.h"
#include "hsp-toast.h"
#include "hsp-wallet.h"

#define SPINNER_DELAY_MS 250

enum
{
  BOUGHT,
  SEARCH_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspSmsShop, hsp_sms_shop, ADW_TYPE_BIN)

static HspSmsDesk *
get_desk (HspSmsShop *self)
{
  return hsp_account_get_sms_desk (self->account);
}

/* The list of offers */

static void
set_status (HspSmsShop *self,
            const char *title,
            const char *text,
            const char *button)
{
  gtk_label_set_text (self->status_title, title);
  gtk_label_set_text (self->status_text, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status_text), text != NULL);
  gtk_button_set_label (self->status_button, button ? button : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status_button), button != NULL);
  gtk_stack_set_visible_child_name (self->list_stack, "status");
}

static void
show_failure (HspSmsShop *self)
{
  const GError *error = hsp_sms_desk_get_error (get_desk (self));
  g_autofree char *why = error ? hsp_text_error (error) : NULL;
  g_autofree char *text = why ? g_strdup_printf ("%s\n%s", why, _("Nothing was bought."))
                              : g_strdup (_("Nothing was bought."));

  set_status (self, _("Could not load the projects"), text, _("Try Again"));
}

static void
show_nothing (HspSmsShop *self)
{
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  if (self->words[0] != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->offers)) > 0)
    {
      /* Translators: what was typed into the search entry */
      g_autofree char *title = g_strdup_printf (_("No project matches “%s”"), search);

      set_status (self, title, NULL, _("Clear Search"));
    }
  else if (hsp_sms_offers_get_country (self->offers) != NULL)
    set_status (self, _("Nothing offered for this country"), NULL, _("All Countries"));
  else
    set_status (self, _("The shop offers no projects"), NULL, _("Try Again"));
}

/* What could not be read is not in the list, and the list says so. */
static void
update_skipped (HspSmsShop *self)
{
  guint n_skipped = hsp_sms_desk_get_n_skipped (get_desk (self));
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u entry of the shop could not be read",
                               "%u entries of the shop could not be read", n_skipped), n_skipped);

  gtk_label_set_text (self->skipped_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->skipped_label), n_skipped > 0);
}

static gboolean
has_key (HspSmsShop *self)
{
  return hsp_account_get_key_place (self->account) != HSP_KEY_NONE;
}

/* What the system says of the network may be wrong: who asks all the same is told what comes of it. */
static gboolean
is_reachable (HspSmsShop *self)
{
  return hsp_account_get_online (self->account) || self->tried;
}

/* Why nothing is asked, and so nothing loads. */
static gboolean
show_waiting (HspSmsShop *self)
{
  if (!has_key (self))
    set_status (self, _("No key yet"), _("The projects are read when the key is there."), NULL);
  else if (!is_reachable (self))
    set_status (self, _("You are offline"), _("The projects are read when you are back."), _("Try Again"));
  else
    return FALSE;
  return TRUE;
}

static gboolean
on_spinner_due_cb (gpointer user_data);

/* Chooses what stands in the place of the list: the one function that does. */
static void
update_list (HspSmsShop *self)
{
  HspLoadState state = hsp_sms_desk_get_projects_state (get_desk (self));
  gboolean loading = state == HSP_LOAD_NONE || state == HSP_LOAD_LOADING;

  if (!loading)
    {
      g_clear_handle_id (&self->spinner_source, g_source_remove);
      self->spinner_due = FALSE;
    }
  else if (self->spinner_source == 0 && !self->spinner_due && self->wanted)
    self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, on_spinner_due_cb, self);
  gtk_spinner_set_spinning (self->spinner, loading && self->spinner_due && has_key (self) &&
                                           is_reachable (self));

  if (loading && self->spinner_due && show_waiting (self))
    return;
  if (loading)
    gtk_stack_set_visible_child_name (self->list_stack, self->spinner_due ? "loading" : "blank");
  else if (state == HSP_LOAD_FAILED && is_reachable (self))
    show_failure (self);
  else if (state == HSP_LOAD_FAILED)
    show_waiting (self);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    show_nothing (self);
  else
    gtk_stack_set_visible_child_name (self->list_stack, "list");
}

static gboolean
on_spinner_due_cb (gpointer user_data)
{
  HspSmsShop *self = HSP_SMS_SHOP (user_data);

  self->spinner_source = 0;
  self->spinner_due = TRUE;
  update_list (self);

  return G_SOURCE_REMOVE;
}

static void
on_status_clicked_cb (HspSmsShop *self)
{
  if (hsp_sms_desk_get_projects_state (get_desk (self)) != HSP_LOAD_READY)
    {
      self->tried = TRUE;
      hsp_sms_shop_load (self);
      update_list (self);
    }
  else if (self->words[0] != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->offers)) > 0)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
      gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
    }
  else if (hsp_sms_offers_get_country (self->offers) != NULL)
    {
      gtk_drop_down_set_selected (self->country_drop_down, 0);
      gtk_widget_grab_focus (GTK_WIDGET (self->country_drop_down));
    }
  else
    hsp_sms_shop_load (self);
}

static gboolean
match_offer (gpointer item,
             gpointer user_data)
{
  HspSmsShop *self = HSP_SMS_SHOP (user_data);

  return self->words[0] == NULL || hsp_sms_offers_match (item, self->words);
}

static gboolean
is_chosen (HspSmsShop    *self,
           HspSmsProject *project)
{
  return self->chosen != NULL &&
         g_strcmp0 (hsp_sms_project_get_name (project),
                    hsp_sms_project_get_name (self->chosen)) == 0;
}

/* The offer of the chosen project among @model. (transfer full) (nullable) */
static HspSmsProject *
find_chosen (HspSmsShop *self,
             GListModel *model,
             guint      *position)
{
  guint n = g_list_model_get_n_items (model);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspSmsProject) project = g_list_model_get_item (model, i);

      if (is_chosen (self, project))
        {
          *position = i;
          return g_steal_pointer (&project);
        }
    }

  *position = GTK_INVALID_LIST_POSITION;
  return NULL;
}

/* After the offers changed: another country keeps the project, a refresh its new price, a search
 * that hides the row keeps what was chosen before. */
void
hsp_sms_shop_restore_chosen (HspSmsShop *self)
{
  g_autoptr(HspSmsProject) offer = NULL;
  g_autoptr(HspSmsProject) shown = NULL;
  guint position;

  offer = find_chosen (self, G_LIST_MODEL (self->offers), &position);
  if (hsp_sms_desk_get_projects_state (get_desk (self)) == HSP_LOAD_READY)
    g_set_object (&self->chosen, offer);

  shown = find_chosen (self, G_LIST_MODEL (self->selection), &position);
  self->updating_offers = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->updating_offers = FALSE;
  update_list (self);
  hsp_sms_shop_update_order (self);
}

static void
on_selected_cb (HspSmsShop *self)
{
  HspSmsProject *project = gtk_single_selection_get_selected_item (self->selection);

  /* Nothing selected: the row was filtered or refreshed away, which is not a choice */
  if (self->updating_offers || project == NULL)
    return;

  if (g_set_object (&self->chosen, project))
    hsp_sms_shop_set_sentence (self, NULL, FALSE);
  hsp_sms_shop_update_order (self);
}

/* Enter and double click lead to the button, and never buy. */
static void
on_list_activated_cb (HspSmsShop *self,
                      guint       position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_grab_focus (GTK_WIDGET (self->get_button));
}

static void
on_offer_setup_cb (GtkListItemFactory *factory,
                   GtkListItem        *item)
{
  gtk_list_item_set_child (item, hsp_sms_offer_row_new ());
}

static void
on_offer_bind_cb (HspSmsShop  *self,
                  GtkListItem *item)
{
  HspSmsProject *project = gtk_list_item_get_item (item);
  const char *name = hsp_sms_project_get_name (project);
  g_autofree char *price = hsp_sms_money_text (self->account, hsp_sms_project_get_price (project));
  /* Translators: the lowest price of a project over all countries */
  g_autofree char *shown = hsp_sms_offers_get_country (self->offers)
                             ? g_strdup (price) : g_strdup_printf (_("from %s"), price);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", name, shown);

  hsp_sms_offer_row_show (HSP_SMS_OFFER_ROW (gtk_list_item_get_child (item)), name, shown);
  hsp_list_item_set_accessible_label (item, spoken);
}

static GtkListItemFactory *
create_offer_factory (HspSmsShop *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_offer_setup_cb), NULL);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_offer_bind_cb), self);

  return factory;
}

/* The search */

static void
on_search_changed_cb (HspSmsShop *self)
{
  if (self->account == NULL)
    return;

  g_strfreev (self->words);
  self->words = hsp_fold_words (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  hsp_sms_shop_restore_chosen (self);
}

static void
on_search_started_cb (HspSmsShop *self)
{
  g_signal_emit (self, signals[SEARCH_WANTED], 0);
}

static void
on_search_stopped_cb (HspSmsShop *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static void
on_search_activated_cb (HspSmsShop *self)
{
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static gboolean
on_search_key_cb (HspSmsShop      *self,
                  guint            keyval,
                  guint            keycode,
                  GdkModifierType  state)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));

  return GDK_EVENT_STOP;
}

static void
on_currency_changed_cb (HspSmsShop *self)
{
  g_autoptr(GtkListItemFactory) factory = create_offer_factory (self);

  /* Another factory binds every row again */
  gtk_list_view_set_factory (self->list_view, factory);
  hsp_sms_shop_update_order (self);
}

/* The network is back, the key is there, or another one: what could not be read before is asked
 * for again. */
static void
on_reach_changed_cb (HspSmsShop *self)
{
  HspLoadState state = hsp_sms_desk_get_projects_state (get_desk (self));

  if (self->wanted && hsp_account_get_online (self->account) &&
      !hsp_account_get_key_refused (self->account) &&
      (state == HSP_LOAD_NONE || state == HSP_LOAD_FAILED))
    hsp_sms_shop_load (self);
  update_list (self);
  hsp_sms_shop_update_order (self);
}

static void
on_online_cb (HspSmsShop *self)
{
  self->tried = FALSE;
  on_reach_changed_cb (self);
}

static void
hsp_sms_shop_dispose (GObject *object)
{
  HspSmsShop *self = HSP_SMS_SHOP (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);

  G_OBJECT_CLASS (hsp_sms_shop_parent_class)->dispose (object);
}

static void
hsp_sms_shop_finalize (GObject *object)
{
  HspSmsShop *self = HSP_SMS_SHOP (object);

  g_clear_object (&self->account);
  g_clear_object (&self->countries);
  g_clear_object (&self->offers);
  g_clear_object (&self->filter);
  g_clear_object (&self->selection);
  g_clear_object (&self->chosen);
  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->sentence, g_free);

  G_OBJECT_CLASS (hsp_sms_shop_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/sms/hsp-sms-shop.ui");
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, country_drop_down);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, list_stack);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, spinner);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, list_view);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, status_title);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, status_text);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, status_button);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, skipped_label);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_started_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_status_clicked_cb);
  hsp_sms_shop_bind_order (widget_class);
}

static void
hsp_sms_shop_class_init (HspSmsShopClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hsp_sms_shop_dispose;
  object_class->finalize = hsp_sms_shop_finalize;

  signals[BOUGHT] = g_signal_new ("bought", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SEARCH_WANTED] = g_signal_new ("search-wanted", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (HSP_TYPE_SMS_QUANTITY);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
hsp_sms_shop_init (HspSmsShop *self)
{
  self->words = g_new0 (char *, 1);
  self->countries = g_list_store_new (HSP_TYPE_COUNTRY);
  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_toast_clear (self->order_box, "above-order");
  hsp_list_view_leave_by_tab (self->list_view);
}

static void
set_up_list (HspSmsShop *self)
{
  g_autoptr(GtkListItemFactory) factory = create_offer_factory (self);
  GtkFilterListModel *found;

  self->offers = hsp_sms_offers_new (hsp_sms_desk_get_projects (get_desk (self)));
  self->filter = GTK_FILTER (gtk_custom_filter_new (match_offer, self, NULL));
  found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->offers)),
                                     g_object_ref (self->filter));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (found));
  g_object_unref (found);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->offers, "items-changed", G_CALLBACK (hsp_sms_shop_restore_chosen), self,
                           G_CONNECT_SWAPPED);
}

void
hsp_sms_shop_set_account (HspSmsShop *self,
                          HspAccount *account)
{
  HspWallet *wallet = hsp_account_get_wallet (account);

  g_return_if_fail (HSP_IS_SMS_SHOP (self) && self->account == NULL);

  self->account = g_object_ref (account);
  set_up_list (self);
  hsp_sms_shop_set_up_countries (self);
  hsp_sms_shop_restore_chosen (self);
  update_skipped (self);

  g_signal_connect_object (get_desk (self), "notify::projects-state", G_CALLBACK (hsp_sms_shop_restore_chosen),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "notify::balance", G_CALLBACK (hsp_sms_shop_update_order), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "notify::currency", G_CALLBACK (on_currency_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_desk (self), "notify::n-skipped", G_CALLBACK (update_skipped), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::online", G_CALLBACK (on_online_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::key-place", G_CALLBACK (on_reach_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::key-refused", G_CALLBACK (on_reach_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::journal-error", G_CALLBACK (hsp_sms_shop_update_order), self,
                           G_CONNECT_SWAPPED);
}

void
hsp_sms_shop_load (HspSmsShop *self)
{
  self->wanted = TRUE;
  if (has_key (self))
    hsp_sms_desk_load (get_desk (self));
  else
    update_list (self);
}

GtkWidget *
hsp_sms_shop_get_search_entry (HspSmsShop *self)
{
  return GTK_WIDGET (self->search_entry);
}

void
hsp_sms_shop_end_search (HspSmsShop *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}

/* Shows the offer as if it had been chosen by hand; nothing is bought. */
void
hsp_sms_shop_choose (HspSmsShop    *self,
                     HspSmsProject *project)
{
  guint position;
  g_autoptr(HspSmsProject) shown = NULL;

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  hsp_sms_shop_select_country (self, hsp_sms_project_get_country (project));
  g_set_object (&self->chosen, project);
  shown = find_chosen (self, G_LIST_MODEL (self->selection), &position);
  gtk_single_selection_set_selected (self->selection, position);
  hsp_sms_shop_update_order (self);
}
