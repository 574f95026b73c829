/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-page-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-next-frame.h"
#include "hsp-sms-card.h"
#include "hsp-sms-history-row.h"

/* So much of the history at first; a boxed list is not virtual */
#define HISTORY_ROWS 20

G_DEFINE_FINAL_TYPE (HspSmsPage, hsp_sms_page, HSP_TYPE_PAGE)

/* The countdown */

static gboolean
counts_down (HspSmsNumber *number,
             gint64        now)
{
  return hsp_sms_number_get_state (number) == HSP_NUMBER_WAITING &&
         hsp_sms_number_get_seconds_left (number, now) > 0;
}

static gboolean
needs_timer (HspSmsPage *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  guint n = self->active ? g_list_model_get_n_items (self->active) : 0;

  if (!gtk_widget_get_mapped (self->numbers_pane))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (self->active, i);

      if (counts_down (number, now))
        return TRUE;
    }

  return FALSE;
}

static void
tick_cards (HspSmsPage *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  GtkFlowBoxChild *child;

  for (int i = 0; (child = gtk_flow_box_get_child_at_index (self->cards, i)) != NULL; i++)
    hsp_sms_card_tick (HSP_SMS_CARD (gtk_flow_box_child_get_child (child)), now);
}

static gboolean
on_tick_cb (gpointer user_data)
{
  HspSmsPage *self = HSP_SMS_PAGE (user_data);

  tick_cards (self);
  if (needs_timer (self))
    return G_SOURCE_CONTINUE;

  self->timer = 0;
  return G_SOURCE_REMOVE;
}

/* One timer for all cards, and none while nobody sees a time run. */
static void
update_timer (HspSmsPage *self)
{
  if (!needs_timer (self))
    g_clear_handle_id (&self->timer, g_source_remove);
  else if (self->timer == 0)
    self->timer = g_timeout_add_seconds (1, on_tick_cb, self);
}

/* What stands where */

static guint
count_waiting (HspSmsPage *self)
{
  guint n = g_list_model_get_n_items (self->active);
  guint waiting = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (self->active, i);
      HspNumberState state = hsp_sms_number_get_state (number);

      if (state == HSP_NUMBER_WAITING || state == HSP_NUMBER_LATE)
        waiting++;
    }

  return waiting;
}

static void
update_numbers_button (HspSmsPage *self)
{
  guint n_active = g_list_model_get_n_items (self->active);
  guint n_past = g_list_model_get_n_items (self->past);
  guint n_codes = hsp_sms_desk_get_n_uncopied (self->desk);
  guint n_waiting = count_waiting (self);
  const char *failure = hsp_journal_status_get_failure (self->journal_status);
  g_autofree char *label = NULL;
  g_autofree char *pill = NULL;

  if (failure != NULL)
    label = g_strdup (failure);
  else if (n_active > 0)
    label = g_strdup_printf (ngettext ("%u active number", "%u active numbers", n_active),
                             n_active);
  else
    label = g_strdup (_("No active numbers"));
  if (n_codes > 0)
    pill = g_strdup_printf (ngettext ("%u new code", "%u new codes", n_codes), n_codes);
  else if (n_waiting > 0)
    pill = g_strdup_printf (ngettext ("%u waiting", "%u waiting", n_waiting), n_waiting);

  gtk_label_set_text (self->numbers_label, label);
  gtk_label_set_text (self->numbers_pill, pill ? pill : "");
  gtk_widget_set_visible (GTK_WIDGET (self->numbers_pill), pill != NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->numbers_pill),
                               n_codes > 0 ? "pill-accent" : "pill-success");
  gtk_widget_add_css_class (GTK_WIDGET (self->numbers_pill),
                            n_codes > 0 ? "pill-success" : "pill-accent");
  gtk_widget_set_visible (self->numbers_button,
                          adw_leaflet_get_folded (self->leaflet) &&
                          (n_active + n_past > 0 || failure != NULL));
}

static int
find_number (GListModel *numbers,
             const char *order)
{
  guint n = g_list_model_get_n_items (numbers);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i);

      if (g_str_equal (hsp_sms_number_get_row (number)->order, order))
        return (int) i;
    }

  return -1;
}

/* The focus scrolls to what it comes to; a history row has nothing that takes it but its buttons. */
static void
show_wanted (HspSmsPage *self)
{
  g_autofree char *order = NULL;
  GtkWidget *place = NULL;
  int position;

  if (self->wanted == NULL || !hsp_journal_status_is_read (self->journal_status))
    return;

  order = g_steal_pointer (&self->wanted);
  if ((position = find_number (self->active, order)) >= 0)
    place = GTK_WIDGET (gtk_flow_box_get_child_at_index (self->cards, position));
  else if ((position = find_number (self->past, order)) >= 0)
    {
      if (position >= HISTORY_ROWS)
        gtk_slice_list_model_set_size (self->past_slice, G_MAXUINT);
      place = GTK_WIDGET (gtk_list_box_get_row_at_index (self->history, position));
    }
  if (place != NULL)
    gtk_widget_child_focus (place, GTK_DIR_TAB_FORWARD);
}

static void
update_numbers (HspSmsPage *self)
{
  guint n_active, n_past;
  g_autofree char *count = NULL;

  if (self->active == NULL)
    return;

  n_active = g_list_model_get_n_items (self->active);
  n_past = g_list_model_get_n_items (self->past);
  count = g_strdup_printf ("%u", n_active);
  gtk_stack_set_visible_child_name (self->numbers_stack,
                                    !hsp_journal_status_is_read (self->journal_status) ? "journal"
                                    : n_active + n_past > 0 ? "numbers" : "empty");
  gtk_label_set_text (self->active_count, n_active > 0 ? count : "");
  gtk_widget_set_visible (self->none_active_label, n_active == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->cards), n_active > 0);
  gtk_widget_set_visible (self->history_header, n_past > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->history), n_past > 0);
  gtk_widget_set_visible (self->show_all_button,
                          n_past > gtk_slice_list_model_get_size (self->past_slice));
  update_numbers_button (self);
  update_timer (self);
  show_wanted (self);
}

static gboolean
shows_numbers (HspSmsPage *self)
{
  return adw_leaflet_get_visible_child (self->leaflet) == self->numbers_pane;
}

/* The ways between the panes follow what the leaflet does, so that none is ever out of reach;
 * widths follow the narrow window alone: a minimum that follows the fold would flip it forever. */
static void
on_leaflet_changed_cb (HspSmsPage *self)
{
  gboolean inner = adw_leaflet_get_folded (self->leaflet) && shows_numbers (self);

  if (self->desk == NULL)
    return;

  hsp_page_set_can_go_back (HSP_PAGE (self), inner);
  hsp_page_set_title (HSP_PAGE (self), inner ? _("Numbers") : NULL);
  update_numbers_button (self);
}

static void
on_folded (GtkWidget *widget)
{
  on_leaflet_changed_cb (HSP_SMS_PAGE (widget));
}

/* While it is being laid out */
static void
on_folded_cb (HspSmsPage *self)
{
  hsp_before_next_frame (GTK_WIDGET (self), on_folded);
}

static void
show_numbers (HspSmsPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->numbers_pane);
}

static void
show_shop (HspSmsPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->shop_pane);
}

static void
on_numbers_clicked_cb (HspSmsPage *self)
{
  show_numbers (self);
}

void
hsp_sms_page_set_notice (HspSmsPage *self,
                         const char *sentence,
                         gboolean    to_orders)
{
  if (sentence != NULL)
    gtk_label_set_text (self->notice_label, sentence);
  gtk_widget_set_visible (self->notice_orders_button, to_orders);
  gtk_revealer_set_reveal_child (self->notice_revealer, sentence != NULL);
}

void
hsp_sms_page_show_bought (HspSmsPage *self)
{
  show_numbers (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->numbers_scroller), 0);
}

/* Narrow, the numbers take the place of the pane where @sentence stands beside the button. */
static void
on_bought_cb (HspSmsPage *self,
              const char *sentence)
{
  if (adw_leaflet_get_folded (self->leaflet) || sentence == NULL)
    hsp_sms_page_set_notice (self, sentence, FALSE);
  hsp_sms_page_show_bought (self);
}

static void
on_show_all_clicked_cb (HspSmsPage *self)
{
  gtk_slice_list_model_set_size (self->past_slice, G_MAXUINT);
  update_numbers (self);
}

static void
on_notice_closed_cb (HspSmsPage *self)
{
  hsp_sms_page_set_notice (self, NULL, FALSE);
}

/* The lists */

static gboolean
match_active (gpointer item,
              gpointer user_data)
{
  return hsp_sms_number_is_active (item);
}

static gboolean
match_past (gpointer item,
            gpointer user_data)
{
  /* one that was forgotten has nothing left to be shown */
  return !hsp_sms_number_is_active (item) && *hsp_sms_number_get_row (item)->phone != '\0';
}

static GtkWidget *
create_card (gpointer item,
             gpointer user_data)
{
  HspSmsPage *self = HSP_SMS_PAGE (user_data);
  GtkWidget *child = gtk_flow_box_child_new ();

  /* The buttons of a card take the focus, the card itself does nothing */
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child),
                                hsp_sms_card_new (hsp_page_get_account (HSP_PAGE (self)), item));

  return child;
}

static GtkWidget *
create_history_row (gpointer item,
                    gpointer user_data)
{
  HspSmsPage *self = HSP_SMS_PAGE (user_data);
  GtkWidget *row = hsp_sms_history_row_new (hsp_page_get_account (HSP_PAGE (self)), item);

  hsp_sms_history_row_set_narrow (HSP_SMS_HISTORY_ROW (row), hsp_page_get_narrow (HSP_PAGE (self)));

  return row;
}

static void
on_number_changed_cb (HspSmsPage *self)
{
  gtk_filter_changed (self->active_filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_filter_changed (self->past_filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_numbers (self);
}

/* A card that has ended moves to the history as time goes by: seen when the pane is opened. */
static void
on_numbers_seen (GtkWidget *widget)
{
  HspSmsPage *self = HSP_SMS_PAGE (widget);

  on_number_changed_cb (self);
  tick_cards (self);
}

static void
on_numbers_mapped_cb (HspSmsPage *self)
{
  hsp_before_next_frame (GTK_WIDGET (self), on_numbers_seen);
}

static GListModel *
filter_numbers (HspSmsPage           *self,
                GtkCustomFilterFunc   func,
                GtkFilter           **filter)
{
  GListModel *numbers = hsp_sms_desk_get_numbers (self->desk);

  *filter = GTK_FILTER (gtk_custom_filter_new (func, NULL, NULL));

  return G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (numbers), g_object_ref (*filter)));
}

static void
set_up_numbers (HspSmsPage *self)
{
  self->active = filter_numbers (self, match_active, &self->active_filter);
  self->past = filter_numbers (self, match_past, &self->past_filter);
  self->past_slice = gtk_slice_list_model_new (g_object_ref (self->past), 0, HISTORY_ROWS);

  gtk_flow_box_bind_model (self->cards, self->active, create_card, self, NULL);
  gtk_list_box_bind_model (self->history, G_LIST_MODEL (self->past_slice), create_history_row, self,
                           NULL);
  g_signal_connect_object (self->active, "items-changed", G_CALLBACK (update_numbers), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->past, "items-changed", G_CALLBACK (update_numbers), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "number-changed", G_CALLBACK (on_number_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::n-uncopied", G_CALLBACK (update_numbers_button),
                           self, G_CONNECT_SWAPPED);
}

/* The page */

static void
hsp_sms_page_go_back (HspPage *page)
{
  show_shop (HSP_SMS_PAGE (page));
}

static void
hsp_sms_page_narrow_changed (HspPage *page)
{
  HspSmsPage *self = HSP_SMS_PAGE (page);
  gboolean narrow = hsp_page_get_narrow (page);
  int margin = narrow ? 12 : 18;
  GtkListBoxRow *row;

  gtk_widget_set_margin_top (self->numbers_box, margin);
  gtk_widget_set_margin_bottom (self->numbers_box, margin);
  gtk_widget_set_margin_start (self->numbers_box, margin);
  gtk_widget_set_margin_end (self->numbers_box, margin);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->history, i)) != NULL; i++)
    hsp_sms_history_row_set_narrow (HSP_SMS_HISTORY_ROW (row), narrow);
  adw_leaflet_set_can_unfold (self->leaflet, !narrow);
}

static void
hsp_sms_page_account_set (HspPage *page)
{
  HspSmsPage *self = HSP_SMS_PAGE (page);
  HspAccount *account = hsp_page_get_account (page);

  self->desk = g_object_ref (hsp_account_get_sms_desk (account));
  hsp_sms_shop_set_account (self->shop, account);
  set_up_numbers (self);
  hsp_journal_status_set_account (self->journal_status, account);
  hsp_sms_page_narrow_changed (page);
  on_leaflet_changed_cb (self);
}

static void
hsp_sms_page_refresh (HspPage *page)
{
  hsp_sms_shop_load (HSP_SMS_PAGE (page)->shop);
}

static char *
hsp_sms_page_describe_offline (HspPage *page)
{
  return g_strdup (_("Offline. Codes are asked for when you are back."));
}

static GtkWidget *
hsp_sms_page_get_search_entry (HspPage *page)
{
  return hsp_sms_shop_get_search_entry (HSP_SMS_PAGE (page)->shop);
}

/* The entry is always there: the toggle leads to it, and clears it again. */
static void
on_search_mode_changed_cb (HspSmsPage *self)
{
  if (hsp_page_get_search_mode (HSP_PAGE (self)))
    {
      show_shop (self);
      gtk_widget_grab_focus (hsp_sms_shop_get_search_entry (self->shop));
    }
  else
    hsp_sms_shop_end_search (self->shop);
}

static void
on_search_stopped_cb (HspSmsPage *self)
{
  hsp_page_set_search_mode (HSP_PAGE (self), FALSE);
}

static void
hsp_sms_page_map (GtkWidget *widget)
{
  HspSmsPage *self = HSP_SMS_PAGE (widget);

  GTK_WIDGET_CLASS (hsp_sms_page_parent_class)->map (widget);

  if (!self->loaded)
    {
      self->loaded = TRUE;
      hsp_sms_shop_load (self->shop);
    }
}

static void
hsp_sms_page_dispose (GObject *object)
{
  HspSmsPage *self = HSP_SMS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);

  G_OBJECT_CLASS (hsp_sms_page_parent_class)->dispose (object);
}

static void
hsp_sms_page_finalize (GObject *object)
{
  HspSmsPage *self = HSP_SMS_PAGE (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->active_filter);
  g_clear_object (&self->past_filter);
  g_clear_object (&self->active);
  g_clear_object (&self->past);
  g_clear_object (&self->past_slice);
  g_free (self->wanted);

  G_OBJECT_CLASS (hsp_sms_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/sms/hsp-sms-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, shop_pane);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, numbers_button);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, numbers_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, numbers_pill);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, shop);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, numbers_pane);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, notice_revealer);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, notice_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, notice_orders_button);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, numbers_stack);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, journal_status);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, numbers_scroller);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, numbers_box);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, active_heading);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, active_count);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, none_active_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, cards);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, history_header);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, history_heading);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, show_all_button);
  gtk_widget_class_bind_template_child (widget_class, HspSmsPage, history);
  gtk_widget_class_bind_template_callback (widget_class, on_leaflet_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_numbers_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_bought_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_shop);
  gtk_widget_class_bind_template_callback (widget_class, on_numbers_mapped_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_numbers);
  gtk_widget_class_bind_template_callback (widget_class, update_timer);
  gtk_widget_class_bind_template_callback (widget_class, on_notice_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all_clicked_cb);
}

static void
hsp_sms_page_class_init (HspSmsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HspPageClass *page_class = HSP_PAGE_CLASS (klass);

  object_class->dispose = hsp_sms_page_dispose;
  object_class->finalize = hsp_sms_page_finalize;

  widget_class->map = hsp_sms_page_map;

  page_class->can_search = TRUE;
  page_class->narrow_without_refresh = TRUE;
  page_class->go_back = hsp_sms_page_go_back;
  page_class->account_set = hsp_sms_page_account_set;
  page_class->narrow_changed = hsp_sms_page_narrow_changed;
  page_class->refresh = hsp_sms_page_refresh;
  page_class->describe_offline = hsp_sms_page_describe_offline;
  page_class->get_search_entry = hsp_sms_page_get_search_entry;

  hsp_sms_page_install_actions (widget_class);

  g_type_ensure (HSP_TYPE_SMS_SHOP);
  g_type_ensure (HSP_TYPE_JOURNAL_STATUS);
  bind_template (widget_class);
}

static void
hsp_sms_page_init (HspSmsPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::search-mode", G_CALLBACK (on_search_mode_changed_cb), NULL);
  g_signal_connect_object (hsp_sms_shop_get_search_entry (self->shop), "stop-search",
                           G_CALLBACK (on_search_stopped_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
hsp_sms_page_new (HspAccount *account)
{
  return g_object_new (HSP_TYPE_SMS_PAGE, "account", account, NULL);
}

void
hsp_sms_page_show_number (HspSmsPage *self,
                          const char *order)
{
  g_return_if_fail (HSP_IS_SMS_PAGE (self));
  g_return_if_fail (order != NULL);

  show_numbers (self);
  g_free (self->wanted);
  self->wanted = g_strdup (order);
  show_wanted (self);
}
