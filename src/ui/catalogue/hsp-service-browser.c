/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-service-browser.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-lifetime.h"
#include "hsp-money.h"
#include "hsp-service-list.h"
#include "hsp-service-row.h"
#include "hsp-service-slot.h"
#include "hsp-service.h"
#include "hsp-text.h"
#include "hsp-wallet.h"

struct _HspServiceBrowser
{
  AdwBin parent_instance;

  HspAccount         *account;          /* (owned) (nullable) until set */
  HspServiceList     *list;             /* (owned) (nullable) until set */
  GtkSingleSelection *selection;        /* (owned) (nullable) until set */
  GHashTable         *rows;             /* (owned) set of bound HspServiceRow */
  HspServiceRowStyle  style;
  char               *chosen;           /* (owned) (nullable) id */
  gboolean            changing;         /* the rows change: nobody chose what is selected */
  gboolean            narrow;

  GtkSearchBar    *search_bar;
  GtkSearchEntry  *search_entry;
  GtkWidget       *chips_box;
  GtkToggleButton *stock_chip;
  GtkToggleButton *refill_chip;
  GtkToggleButton *cancel_chip;
  GtkMenuButton   *sort_button;
  GtkLabel        *count_label;
  GtkButton       *skipped_button;
  GtkLabel        *unit_label;
  GtkStack        *stack;
  GtkScrolledWindow *scroller;
  GtkListView     *list_view;
  AdwStatusPage   *empty_page;          /* (unowned) (nullable) made when first needed */
  GtkWidget       *empty_button;        /* (unowned) (nullable) */
};

enum
{
  PROP_0,
  PROP_SORT,
  N_PROPS
};

enum
{
  SIGNAL_SERVICE_CHOSEN,
  SIGNAL_OPENED,
  SIGNAL_SEARCH_STARTED,
  SIGNAL_SEARCH_ENDED,
  SIGNAL_QUERY_CHANGED,
  SIGNAL_ALL_WANTED,
  N_SIGNALS
};

/* In the order of HspSort. */
static const struct
{
  const char *nick;
  const char *name;
} sorts[] = {
  { "best", N_("Best match") },
  { "name", N_("Name") },
  { "price-up", N_("Price, low first") },
  { "price-down", N_("Price, high first") },
  { "stock", N_("Stock") },
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspServiceBrowser, hsp_service_browser, ADW_TYPE_BIN)

static gboolean
is_searching (HspServiceBrowser *self)
{
  return *hsp_service_list_get_query (self->list) != '\0';
}

/* The order */

/* Without words to match, the best match is the name: one of the two is offered. */
static HspSort
get_shown_sort (HspServiceBrowser *self)
{
  HspSort sort = hsp_service_list_get_sort (self->list);

  return sort == HSP_SORT_BEST && !is_searching (self) ? HSP_SORT_NAME : sort;
}

static void
update_sort_button (HspServiceBrowser *self)
{
  const char *name = _(sorts[get_shown_sort (self)].name);
  g_autofree char *label = NULL;

  if (self->narrow)
    gtk_menu_button_set_icon_name (self->sort_button, "view-sort-descending-symbolic");
  /* with each key: a button that is told the same is laid out anew all the same */
  else if (g_strcmp0 (gtk_menu_button_get_label (self->sort_button), name) != 0)
    gtk_menu_button_set_label (self->sort_button, name);

  /* Translators: %s is how the list is sorted: "Name", "Price, low first" */
  label = g_strdup_printf (_("Sorted by: %s"), name);
  hsp_widget_set_accessible_label (GTK_WIDGET (self->sort_button), label);
}

static void
create_sort_menu_cb (GtkMenuButton *button,
                     gpointer       user_data)
{
  HspServiceBrowser *self = HSP_SERVICE_BROWSER (user_data);
  /* the one of the two that is in force, so that its item is the marked one */
  HspSort by_name = hsp_service_list_get_sort (self->list) == HSP_SORT_NAME ? HSP_SORT_NAME
                                                                            : HSP_SORT_BEST;
  g_autoptr(GMenu) menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    {
      const char *nick = sorts[i].nick;
      g_autofree char *action = NULL;

      if (i == HSP_SORT_BEST && !is_searching (self))
        continue;
      if (i == HSP_SORT_NAME && !is_searching (self))
        nick = sorts[by_name].nick;
      action = g_strdup_printf ("browser.sort::%s", nick);
      g_menu_append (menu, _(sorts[i].name), action);
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* What the rows share */

static void
update_rows (HspServiceBrowser *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    hsp_service_row_update (row);
}

static void
read_colours (HspServiceBrowser *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  AdwStyleManager *manager = adw_style_manager_get_default ();

  if (!gtk_style_context_lookup_color (context, "accent_color", &self->style.accent))
    gtk_style_context_get_color (context, &self->style.accent);
  self->style.underline = adw_style_manager_get_high_contrast (manager);
}

static void
on_style_changed_cb (HspServiceBrowser *self)
{
  read_colours (self);
  update_rows (self);
}

static void
on_currency_changed_cb (HspServiceBrowser *self)
{
  const char *currency = hsp_wallet_get_currency (hsp_account_get_wallet (self->account));
  g_autofree char *text = NULL;

  self->style.currency = g_intern_string (currency != NULL ? currency : "");
  /* Translators: the unit of the prices in the list: "USD per 1,000" */
  text = *self->style.currency != '\0' ? g_strdup_printf (_("%s per 1,000"), self->style.currency)
                                       : g_strdup (_("per 1,000"));
  gtk_label_set_text (self->unit_label, text);
  update_rows (self);
}

/* The line over the list, and what stands there instead of rows */

static void
update_info (HspServiceBrowser *self)
{
  guint n = hsp_service_list_get_n_shown (self->list);
  guint n_skipped = hsp_catalogue_get_n_skipped (hsp_account_get_catalogue (self->account));
  g_autofree char *figure = hsp_number_to_text (n);
  g_autofree char *text = NULL;

  if (is_searching (self))
    text = g_strdup_printf (ngettext ("%s match", "%s matches", n), figure);
  else
    text = g_strdup_printf (ngettext ("%s service", "%s services", n), figure);
  gtk_label_set_text (self->count_label, text);

  gtk_widget_set_visible (GTK_WIDGET (self->skipped_button), n_skipped > 0);
  if (n_skipped > 0)
    {
      g_autofree char *skipped = NULL;

      /* Translators: rows of the shop's answer that could not be read and are not in the list */
      skipped = g_strdup_printf (ngettext ("· %u unreadable", "· %u unreadable", n_skipped),
                                 n_skipped);
      gtk_button_set_label (self->skipped_button, skipped);
    }
}

static void
on_empty_clicked_cb (HspServiceBrowser *self)
{
  if (hsp_service_list_get_filter (self->list) == HSP_FILTER_NONE)
    {
      g_signal_emit (self, signals[SIGNAL_ALL_WANTED], 0);
      return;
    }

  gtk_toggle_button_set_active (self->stock_chip, FALSE);
  gtk_toggle_button_set_active (self->refill_chip, FALSE);
  gtk_toggle_button_set_active (self->cancel_chip, FALSE);
}

static void
ensure_empty_page (HspServiceBrowser *self)
{
  if (self->empty_page != NULL)
    return;

  self->empty_page = ADW_STATUS_PAGE (adw_status_page_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->empty_page), "compact");
  self->empty_button = gtk_button_new ();
  gtk_widget_add_css_class (self->empty_button, "pill");
  gtk_widget_set_halign (self->empty_button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->empty_button, "clicked", G_CALLBACK (on_empty_clicked_cb), self);
  adw_status_page_set_child (self->empty_page, self->empty_button);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty_page), "empty");
}

static void
update_empty (HspServiceBrowser *self)
{
  gboolean filtered = hsp_service_list_get_filter (self->list) != HSP_FILTER_NONE;
  gboolean searched = is_searching (self);

  if (hsp_service_list_get_n_shown (self->list) > 0)
    {
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->scroller));
      return;
    }

  ensure_empty_page (self);
  adw_status_page_set_icon_name (self->empty_page, "edit-find-symbolic");
  if (searched || filtered)
    {
      adw_status_page_set_title (self->empty_page, _("No Service Matches"));
      adw_status_page_set_description (self->empty_page,
                                       searched ? _("Try fewer words, or look in all services.")
                                                : _("Nothing here passes the filters."));
    }
  else
    {
      adw_status_page_set_title (self->empty_page, _("No Services Here"));
      adw_status_page_set_description (self->empty_page,
                                       _("The shop lists nothing here at the moment."));
    }
  gtk_button_set_label (GTK_BUTTON (self->empty_button),
                        filtered ? _("Clear Filters") : _("All Services"));
  gtk_widget_set_visible (self->empty_button, filtered || self->style.in_category);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
update_after_change (HspServiceBrowser *self)
{
  update_info (self);
  update_empty (self);
}

static void
select_chosen (HspServiceBrowser *self)
{
  guint position = self->chosen != NULL ? hsp_service_list_find (self->list, self->chosen)
                                        : GTK_INVALID_LIST_POSITION;

  if (gtk_single_selection_get_selected (self->selection) != position)
    gtk_single_selection_set_selected (self->selection, position);
}

/* What was chosen is kept by its id: places get other services, and a search takes them away. */
static void
on_shown_cb (HspServiceBrowser *self)
{
  GHashTableIter iter;
  gpointer row;

  self->changing = TRUE;
  select_chosen (self);
  self->changing = FALSE;
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    hsp_service_row_update_matches (row);
  update_after_change (self);
}

static void
scroll_to_top (HspServiceBrowser *self)
{
  /* not by the adjustment: the list view has no heights yet for rows that have just come */
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}

static void
on_skipped_clicked_cb (HspServiceBrowser *self)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (self->account);
  g_auto(GStrv) reasons = hsp_catalogue_dup_skip_reasons (catalogue);
  g_autofree char *text = g_strjoinv ("\n", reasons);
  guint n = hsp_catalogue_get_n_skipped (catalogue);
  GtkWidget *dialog, *scroller, *label;

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                                   NULL);
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog),
                                     ngettext ("%u Service Could Not Be Read",
                                               "%u Services Could Not Be Read", n), n);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog),
                               _("The shop’s answer left something out that is needed to show "
                                 "or order them."));
  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "fine");
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 240);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), scroller);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  hsp_dialog_close_with (dialog, GTK_WIDGET (self));
  hsp_message_dialog_present (dialog);
}

/* Choosing */

static void
on_items_before_change_cb (HspServiceBrowser *self)
{
  self->changing = TRUE;
}

static void
on_items_after_change_cb (HspServiceBrowser *self)
{
  self->changing = FALSE;
}

static void
on_selected_cb (HspServiceBrowser *self)
{
  HspServiceSlot *slot = gtk_single_selection_get_selected_item (self->selection);
  HspService *service = slot != NULL ? hsp_service_slot_get_service (slot) : NULL;
  const char *id = service != NULL ? hsp_service_get_id (service) : NULL;

  if (self->changing || g_strcmp0 (id, self->chosen) == 0)
    return;

  g_free (self->chosen);
  self->chosen = g_strdup (id);
  g_signal_emit (self, signals[SIGNAL_SERVICE_CHOSEN], 0, service);
}

static void
on_activate_cb (HspServiceBrowser *self,
                guint              position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, TRUE);
}

/* The gesture ends after the list's own, so that the row is already selected. */
static void
on_released_cb (HspServiceBrowser *self,
                int                n_press,
                double             x,
                double             y)
{
  GtkWidget *view = GTK_WIDGET (self->list_view);

  if (n_press == 1 && self->chosen != NULL && gtk_widget_pick (view, x, y,
                                                               GTK_PICK_DEFAULT) != view)
    g_signal_emit (self, signals[SIGNAL_OPENED], 0, FALSE);
}

/* Searching and filtering */

static void
on_search_changed_cb (HspServiceBrowser *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  if (self->list == NULL || g_str_equal (text, hsp_service_list_get_query (self->list)))
    return;

  hsp_service_list_set_query (self->list, text);
  update_sort_button (self);
  scroll_to_top (self);
  g_signal_emit (self, signals[SIGNAL_QUERY_CHANGED], 0);
}

static void
on_search_started_cb (HspServiceBrowser *self)
{
  g_signal_emit (self, signals[SIGNAL_SEARCH_STARTED], 0);
}

static void
on_stop_search_cb (HspServiceBrowser *self)
{
  if (!hsp_service_browser_clear_search (self))
    g_signal_emit (self, signals[SIGNAL_SEARCH_ENDED], 0);
}

static gboolean
on_entry_key_cb (HspServiceBrowser *self,
                 guint              keyval)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;

  hsp_service_browser_focus_list (self);
  return GDK_EVENT_STOP;
}

static void
on_chip_toggled_cb (HspServiceBrowser *self)
{
  HspFilter filter = HSP_FILTER_NONE;

  if (gtk_toggle_button_get_active (self->stock_chip))
    filter |= HSP_FILTER_IN_STOCK;
  if (gtk_toggle_button_get_active (self->refill_chip))
    filter |= HSP_FILTER_REFILL;
  if (gtk_toggle_button_get_active (self->cancel_chip))
    filter |= HSP_FILTER_CANCEL;

  hsp_service_list_set_filter (self->list, filter);
  scroll_to_top (self);
  g_signal_emit (self, signals[SIGNAL_QUERY_CHANGED], 0);
}

/* Rows */

static void
setup_row_cb (HspServiceBrowser *self,
              GtkListItem       *item)
{
  gtk_list_item_set_child (item, hsp_service_row_new ());
}

static void
bind_row_cb (HspServiceBrowser *self,
             GtkListItem       *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  hsp_service_row_bind (HSP_SERVICE_ROW (row), item, &self->style);
  g_hash_table_add (self->rows, row);
}

static void
unbind_row_cb (HspServiceBrowser *self,
               GtkListItem       *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  g_hash_table_remove (self->rows, row);
  hsp_service_row_unbind (HSP_SERVICE_ROW (row));
}

static void
on_map_cb (HspServiceBrowser *self)
{
  hsp_service_list_grow (self->list);
}

static void
hsp_service_browser_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  HspServiceBrowser *self = HSP_SERVICE_BROWSER (object);

  switch (property_id)
    {
    case PROP_SORT:
      g_value_set_string (value,
                          self->list != NULL ? sorts[hsp_service_list_get_sort (self->list)].nick
                                                    : sorts[HSP_SORT_BEST].nick);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
set_sort (HspServiceBrowser *self,
          const char        *nick)
{
  HspSort sort = hsp_service_list_get_sort (self->list);

  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    if (g_strcmp0 (nick, sorts[i].nick) == 0 && sort != (HspSort) i)
      {
        hsp_service_list_set_sort (self->list, (HspSort) i);
        update_sort_button (self);
        scroll_to_top (self);
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT]);
        return;
      }
}

static void
hsp_service_browser_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  HspServiceBrowser *self = HSP_SERVICE_BROWSER (object);

  switch (property_id)
    {
    case PROP_SORT:
      set_sort (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_service_browser_dispose (GObject *object)
{
  HspServiceBrowser *self = HSP_SERVICE_BROWSER (object);

  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  if (self->account != NULL)
    {
      g_signal_handlers_disconnect_by_data (hsp_account_get_wallet (self->account), self);
      g_signal_handlers_disconnect_by_data (hsp_account_get_catalogue (self->account), self);
    }
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_service_browser_parent_class)->dispose (object);
}

static void
hsp_service_browser_finalize (GObject *object)
{
  HspServiceBrowser *self = HSP_SERVICE_BROWSER (object);

  g_hash_table_unref (self->rows);
  g_free (self->chosen);

  G_OBJECT_CLASS (hsp_service_browser_parent_class)->finalize (object);
}

static guint
add_signal (const char *name,
            GType       type)
{
  return g_signal_new (name, HSP_TYPE_SERVICE_BROWSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, type != G_TYPE_NONE ? 1 : 0, type);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-service-browser.ui");
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, search_bar);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, chips_box);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, stock_chip);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, refill_chip);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, cancel_chip);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, sort_button);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, count_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, skipped_button);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, unit_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, stack);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, scroller);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, list_view);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_chip_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_map_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_released_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_started_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_skipped_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, hsp_service_browser_focus_list);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
}

static void
hsp_service_browser_class_init (HspServiceBrowserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hsp_service_browser_dispose;
  object_class->finalize = hsp_service_browser_finalize;
  object_class->get_property = hsp_service_browser_get_property;
  object_class->set_property = hsp_service_browser_set_property;

  /* the nick of an HspSort, so that the radio items of a menu can name it */
  properties[PROP_SORT] =
    g_param_spec_string ("sort", NULL, NULL, "best",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "browser.sort", "sort");

  signals[SIGNAL_SERVICE_CHOSEN] = add_signal ("service-chosen", HSP_TYPE_SERVICE);
  signals[SIGNAL_OPENED] = add_signal ("opened", G_TYPE_BOOLEAN);
  signals[SIGNAL_SEARCH_STARTED] = add_signal ("search-started", G_TYPE_NONE);
  signals[SIGNAL_SEARCH_ENDED] = add_signal ("search-ended", G_TYPE_NONE);
  signals[SIGNAL_QUERY_CHANGED] = add_signal ("query-changed", G_TYPE_NONE);
  signals[SIGNAL_ALL_WANTED] = add_signal ("all-wanted", G_TYPE_NONE);

  bind_template (widget_class);
}

static void
hsp_service_browser_init (HspServiceBrowser *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->rows = g_hash_table_new (NULL, NULL);
  self->style.currency = "";
  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_list_view_leave_by_tab (self->list_view);
  gtk_menu_button_set_create_popup_func (self->sort_button, create_sort_menu_cb, self, NULL);
  g_signal_connect_swapped (manager, "notify::dark", G_CALLBACK (on_style_changed_cb), self);
  g_signal_connect_swapped (manager, "notify::high-contrast", G_CALLBACK (on_style_changed_cb),
                            self);
}

static void
connect_model (HspServiceBrowser *self)
{
  /* before and after the selection's own handler, which is connected between the two */
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (on_items_before_change_cb),
                            self);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->list));
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (on_items_after_change_cb),
                            self);
  g_signal_connect_swapped (self->list, "shown", G_CALLBACK (on_shown_cb), self);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                            self);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
}

void
hsp_service_browser_set_account (HspServiceBrowser *self,
                                 HspAccount        *account,
                                 HspServiceList    *list)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  self->list = g_object_ref (list);
  self->style.list = list;
  read_colours (self);
  g_signal_connect_swapped (hsp_account_get_wallet (account), "notify::currency",
                            G_CALLBACK (on_currency_changed_cb), self);
  g_signal_connect_swapped (hsp_account_get_catalogue (account), "rates-learnt",
                            G_CALLBACK (update_rows), self);
  g_signal_connect_swapped (hsp_account_get_catalogue (account), "changed",
                            G_CALLBACK (update_info), self);
  on_currency_changed_cb (self);
  connect_model (self);
  update_sort_button (self);
  update_after_change (self);
}

void
hsp_service_browser_set_category (HspServiceBrowser *self,
                                  const char        *category,
                                  const char        *subcategory)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  self->style.in_category = category != NULL;
  hsp_service_list_set_category (self->list, category, subcategory);
  update_rows (self);
  update_after_change (self);
  scroll_to_top (self);
}

void
hsp_service_browser_set_narrow (HspServiceBrowser *self,
                                gboolean           narrow)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  self->narrow = narrow;
  gtk_widget_set_size_request (GTK_WIDGET (self), narrow ? -1 : 400, -1);
  update_sort_button (self);
}

void
hsp_service_browser_set_search_shown (HspServiceBrowser *self,
                                      gboolean           shown)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  gtk_search_bar_set_search_mode (self->search_bar, shown);
  /* the bar brings a margin of its own */
  gtk_widget_set_margin_top (self->chips_box, shown ? 0 : 9);
}

GtkWidget *
hsp_service_browser_get_entry (HspServiceBrowser *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_BROWSER (self), NULL);

  return GTK_WIDGET (self->search_entry);
}

gboolean
hsp_service_browser_clear_search (HspServiceBrowser *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_BROWSER (self), FALSE);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) == '\0')
    return FALSE;

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  return TRUE;
}

void
hsp_service_browser_focus_entry (HspServiceBrowser *self)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
hsp_service_browser_focus_list (HspServiceBrowser *self)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

void
hsp_service_browser_choose (HspServiceBrowser *self,
                            const char        *id)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  g_free (self->chosen);
  self->chosen = g_strdup (id);
  self->changing = TRUE;
  select_chosen (self);
  self->changing = FALSE;
}
