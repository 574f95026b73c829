/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the shop has changed, in the program's own window: the row of the sidebar, the view, and the
 * marks on the rows of services. */
#include "config.h"

#include "hsp-catalogue-page.h"
#include "hsp-catalogue.h"
#include "hsp-category-sidebar.h"
#include "hsp-change-log.h"
#include "hsp-change-row.h"
#include "hsp-change-text.h"
#include "hsp-change.h"
#include "hsp-changes-entry.h"
#include "hsp-changes-view.h"
#include "hsp-changes.h"
#include "hsp-clock.h"
#include "hsp-row-marks.h"
#include "hsp-service-browser.h"
#include "hsp-service-detail.h"
#include "hsp-service-row.h"
#include "hsp-test.h"
#include "hsp-text.h"
#include "hsp-wallet.h"
#include "shop-window.h"

#include <locale.h>

static gpointer
part (gpointer    widget,
      GType       type,
      const char *name)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (widget), type, name);

  g_assert_nonnull (object);
  return object;
}

static HspChanges *
changes_of (ShopWindow *self)
{
  return hsp_account_get_changes (self->account);
}

static gpointer
find (ShopWindow *self,
      GType       type)
{
  GtkWidget *widget = shop_window_find (self->window, type);

  g_assert_nonnull (widget);
  return widget;
}

static const char *
shown_page (ShopWindow *self)
{
  return gtk_stack_get_visible_child_name (part (find (self, HSP_TYPE_CHANGES_VIEW),
                                                 HSP_TYPE_CHANGES_VIEW, "stack"));
}

static void
open_changes (ShopWindow *self)
{
  gtk_list_box_select_row (part (find (self, HSP_TYPE_CATEGORY_SIDEBAR), HSP_TYPE_CATEGORY_SIDEBAR,
                                 "top_list"),
                           find (self, HSP_TYPE_CHANGES_ENTRY));
  g_signal_emit_by_name (find (self, HSP_TYPE_CATEGORY_SIDEBAR), "opened");
}

static void
refresh (ShopWindow *self)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (self->account);

  hsp_catalogue_refresh (catalogue);
  hsp_test_wait (!hsp_catalogue_get_refreshing (catalogue));
}

/* The first row that is shown becomes dearer. (transfer full): its number */
static char *
make_dearer (ShopWindow *self)
{
  HspService *service = shop_window_find_service (self, HSP_KIND_SMM);
  const HspServiceValue *value = hsp_service_get_value (service);

  hsp_sandbox_set_rate (self->shop, value->id, value->rate + 1230000);
  return g_strdup (value->id);
}

/* How many of the rows below @widget have the mark; @tooltip: of the last of them. */
static guint
count_marks (GtkWidget   *widget,
             const char **tooltip)
{
  guint n = 0;

  if (HSP_IS_SERVICE_ROW (widget) && gtk_widget_get_mapped (widget))
    {
      HspRowMarks *marks = HSP_ROW_MARKS (shop_window_find (widget, HSP_TYPE_ROW_MARKS));

      if (hsp_row_marks_get (marks) & HSP_ROW_MARK_CHANGED)
        {
          *tooltip = hsp_row_marks_get_words (marks, 0);
          return 1;
        }
      return 0;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_marks (child, tooltip);
  return n;
}

static char *
get_text (ShopWindow *self,
          const char *name)
{
  return g_strdup (gtk_inscription_get_text (part (find (self, HSP_TYPE_CHANGE_ROW),
                                                   HSP_TYPE_CHANGE_ROW, name)));
}

static void
search_for (ShopWindow *self,
            const char *text)
{
  GtkWidget *entry = hsp_service_browser_get_entry (find (self, HSP_TYPE_SERVICE_BROWSER));

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
test_empty (ShopWindow    *self,
            gconstpointer  user_data)
{
  open_changes (self);
  hsp_test_wait (g_str_equal (shown_page (self), "empty"));
  g_assert_cmpstr (adw_status_page_get_title (part (find (self, HSP_TYPE_CHANGES_VIEW),
                                                    HSP_TYPE_CHANGES_VIEW, "empty_page")),
                   ==, "No Changes Yet");
}

static void
test_shown (ShopWindow    *self,
            gconstpointer  user_data)
{
  g_autofree char *service = make_dearer (self);
  g_autofree char *figures = NULL;
  g_autofree char *kind = NULL;
  HspServiceDetail *detail;
  GtkDropDown *drop;

  refresh (self);
  hsp_test_wait (hsp_changes_get_n_new (changes_of (self)) > 0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (self, HSP_TYPE_CHANGES_ENTRY)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Changes, 1 since your last visit");

  open_changes (self);
  hsp_test_wait (g_str_equal (shown_page (self), "list"));
  hsp_test_wait (shop_window_find (self->window, HSP_TYPE_CHANGE_ROW) != NULL);
  figures = get_text (self, "figures_text");
  kind = get_text (self, "kind_text");
  g_assert_nonnull (strstr (figures, " → "));
  g_assert_cmpstr (kind, ==, "Dearer");
  /* it has been looked at */
  g_assert_cmpuint (hsp_changes_get_n_new (changes_of (self)), ==, 0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (self, HSP_TYPE_CHANGES_ENTRY)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Changes");

  drop = part (find (self, HSP_TYPE_CHANGES_VIEW), HSP_TYPE_CHANGES_VIEW, "kind_drop");
  gtk_drop_down_set_selected (drop, 1 + HSP_CHANGE_GONE);
  hsp_test_wait (g_str_equal (shown_page (self), "empty"));
  gtk_drop_down_set_selected (drop, 0);
  hsp_test_wait (g_str_equal (shown_page (self), "list"));

  g_signal_emit_by_name (part (find (self, HSP_TYPE_CHANGES_VIEW), HSP_TYPE_CHANGES_VIEW,
                               "list_view"), "activate", 0);
  detail = find (self, HSP_TYPE_SERVICE_DETAIL);
  g_assert_cmpstr (hsp_service_get_id (hsp_service_detail_get_service (detail)), ==, service);
}

/* Days */

#define DAY (24 * 60 * 60)

/* @service changed @days ago, at noon. */
static void
add_past (GPtrArray  *rows,
          const char *service,
          guint       days)
{
  HspChangeRecord *row = g_new0 (HspChangeRecord, 1);
  const gint64 today = hsp_get_now () - hsp_get_now () % DAY;

  row->service = g_strdup (service);
  row->name = g_strdup_printf ("Of %u days ago", days);
  row->kind = HSP_CHANGE_DEARER;
  row->time = today - (gint64) days * DAY + DAY / 2;
  row->before = 850000;
  row->after = 920000;
  g_ptr_array_add (rows, row);
}

/* As if the program had run on other days: two changes three days ago, one yesterday. */
static void
write_past (ShopWindow *self)
{
  g_autofree char *path = g_build_filename (self->dir, hsp_account_get_id (self->account), "changes.db", NULL);
  g_autoptr(HspChangeLog) log = hsp_change_log_new (path);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_change_record_free);
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) written = NULL;
  g_autoptr(GError) error = NULL;

  add_past (rows, "7", 3);
  add_past (rows, "8", 3);
  add_past (rows, "9", 1);
  hsp_change_log_open_async (log, hsp_test_store_result, &opened);
  hsp_test_wait (opened != NULL);
  g_assert_true (hsp_change_log_finish (log, opened, &error));
  hsp_change_log_append_async (log, rows, hsp_get_now (), hsp_test_store_result, &written);
  hsp_test_wait (written != NULL);
  g_assert_true (hsp_change_log_finish (log, written, &error));
  g_assert_no_error (error);
  hsp_change_log_close (log);
}

static GListModel *
list_of (ShopWindow *self)
{
  return G_LIST_MODEL (changes_of (self));
}

/* (nullable): the row's widget of the list at @position */
static GtkWidget *
get_item (ShopWindow *self,
          guint       position)
{
  GtkWidget *child = gtk_widget_get_first_child (part (find (self, HSP_TYPE_CHANGES_VIEW),
                                                       HSP_TYPE_CHANGES_VIEW, "list_view"));

  while (child != NULL && position-- > 0)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* (nullable): the heading above the row */
static const char *
get_day (ShopWindow *self,
         guint       position)
{
  GtkWidget *row = gtk_widget_get_first_child (get_item (self, position));
  GtkWidget *day = part (row, HSP_TYPE_CHANGE_ROW, "day_text");

  return gtk_widget_get_visible (day) ? gtk_inscription_get_text (GTK_INSCRIPTION (day)) : NULL;
}

static void
assert_spoken (ShopWindow *self,
               guint       position,
               const char *beginning)
{
  GtkWidget *row = gtk_widget_get_first_child (get_item (self, position));
  g_autoptr(HspChange) change = g_list_model_get_item (list_of (self), position);
  g_autofree char *sentence =
    hsp_change_text_sentence (change, hsp_wallet_get_currency (hsp_account_get_wallet (self->account)));
  g_autofree char *spoken = g_strconcat (beginning, sentence, NULL);

  g_assert_true (HSP_IS_CHANGE_ROW (row));
  gtk_test_accessible_assert_property (get_item (self, position), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
}

/* The first of a day has the day above it, and says it; what comes on top takes it over. */
static void
test_days (ShopWindow    *self,
           gconstpointer  user_data)
{
  GtkWidget *day;
  g_autofree char *third = hsp_text_day (hsp_get_now () - 3 * DAY, hsp_get_now ());
  g_autofree char *third_spoken = g_strconcat (third, ". ", NULL);
  g_autofree char *service = NULL;

  write_past (self);
  open_changes (self);
  hsp_test_wait (g_list_model_get_n_items (list_of (self)) == 3);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  g_assert_cmpstr (get_day (self, 0), ==, "Yesterday");
  g_assert_cmpstr (get_day (self, 1), ==, third);
  g_assert_null (get_day (self, 2));
  assert_spoken (self, 0, "Yesterday. ");
  assert_spoken (self, 1, third_spoken);
  assert_spoken (self, 2, "");

  service = make_dearer (self);
  refresh (self);
  hsp_test_wait (g_list_model_get_n_items (list_of (self)) == 4);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  g_assert_cmpstr (get_day (self, 0), ==, "Today");
  g_assert_cmpstr (get_day (self, 1), ==, "Yesterday");
  assert_spoken (self, 0, "Today. ");
  hsp_sandbox_set_rate (self->shop, service, 99 * HSP_MONEY_UNIT);
  refresh (self);
  hsp_test_wait (g_list_model_get_n_items (list_of (self)) == 5);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  g_assert_cmpstr (get_day (self, 0), ==, "Today");
  g_assert_null (get_day (self, 1));
  assert_spoken (self, 1, "");

  /* who comes back to the window after a night is not told the day of before */
  day = part (gtk_widget_get_first_child (get_item (self, 0)), HSP_TYPE_CHANGE_ROW, "day_text");
  gtk_inscription_set_text (GTK_INSCRIPTION (day), "a day of before");
  g_object_notify (G_OBJECT (self->window), "is-active");
  g_assert_cmpstr (get_day (self, 0), ==, "Today");
}

/* Keys go from change to change: no stop is a heading. */
static void
test_days_by_keys (ShopWindow    *self,
                   gconstpointer  user_data)
{
  GtkWidget *view;

  write_past (self);
  open_changes (self);
  hsp_test_wait (g_list_model_get_n_items (list_of (self)) == 3);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  view = part (find (self, HSP_TYPE_CHANGES_VIEW), HSP_TYPE_CHANGES_VIEW, "list_view");
  gtk_widget_grab_focus (view);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (gtk_root_get_focus (GTK_ROOT (self->window)) == get_item (self, i));
      gtk_widget_child_focus (view, GTK_DIR_DOWN);
    }
}

/* Searching is for services: it leaves the view. */
static void
test_search (ShopWindow    *self,
             gconstpointer  user_data)
{
  open_changes (self);
  hsp_test_wait (gtk_widget_get_mapped (find (self, HSP_TYPE_CHANGES_VIEW)));
  g_assert_true (hsp_category_sidebar_get_changes_chosen (find (self, HSP_TYPE_CATEGORY_SIDEBAR)));
  hsp_page_set_search_mode (shop_window_get_page (self), TRUE);
  hsp_test_wait (gtk_widget_get_mapped (find (self, HSP_TYPE_SERVICE_BROWSER)));
  g_assert_false (hsp_category_sidebar_get_changes_chosen (find (self, HSP_TYPE_CATEGORY_SIDEBAR)));
}

static void
test_marks (ShopWindow    *self,
            gconstpointer  user_data)
{
  g_autofree char *service = NULL;
  GtkWidget *window = GTK_WIDGET (self->window);
  const char *tooltip = NULL;

  g_assert_cmpuint (count_marks (window, &tooltip), ==, 0);
  service = make_dearer (self);
  search_for (self, hsp_service_get_name (shop_window_find_service (self, HSP_KIND_SMM)));
  refresh (self);
  hsp_test_wait (count_marks (window, &tooltip) > 0);
  g_assert_cmpstr (tooltip, ==, "Dearer since your last visit");
  hsp_changes_note_visit (changes_of (self));
  g_assert_cmpuint (count_marks (window, &tooltip), ==, 0);
}

#define add(name, width, func) \
  g_test_add ("/changes-view/" name, ShopWindow, GINT_TO_POINTER (width), shop_window_set_up, func, \
              shop_window_tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

  add ("empty", 1100, test_empty);
  add ("shown", 1100, test_shown);
  add ("shown-narrow", 360, test_shown);
  add ("days", 1100, test_days);
  add ("days-by-keys", 1100, test_days_by_keys);
  add ("search", 1100, test_search);
  add ("marks", 1100, test_marks);

  return g_test_run ();
}
