/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of the catalogue page share: the page at a shop, and ways to its widgets. */
#pragma once

#include "hsp-catalogue-page.h"
#include "hsp-catalogue-private.h"
#include "hsp-catalogue.h"
#include "hsp-category-sidebar.h"
#include "hsp-confirm-dialog.h"
#include "hsp-filter-bar.h"
#include "hsp-info-line.h"
#include "hsp-money.h"
#include "hsp-page.h"
#include "hsp-sandbox.h"
#include "hsp-service-browser.h"
#include "hsp-service-detail.h"
#include "hsp-service-facts.h"
#include "hsp-service-list.h"
#include "hsp-service-row.h"
#include "hsp-service.h"
#include "hsp-slot-list-private.h"
#include "hsp-test.h"
#include "shop-page.h"

G_BEGIN_DECLS

#define LINK "https://example.com/ca.phe.saigon"

typedef ShopPage Fixture;

static inline void
open_account_with (Fixture    *fixture,
                   const char *key)
{
  shop_page_make_account (fixture, key);
  hsp_catalogue_set_page_pause (fixture->catalogue, 10);
  shop_page_open_account (fixture);
}

static inline void
open_account (Fixture *fixture)
{
  open_account_with (fixture, hsp_sandbox_get_key (fixture->shop));
}

static inline void
open_window (Fixture *fixture,
             int      width)
{
  shop_page_open_window (fixture, hsp_catalogue_page_new (fixture->account), width, 700);
}

static inline void
start (Fixture *fixture)
{
  HspSandboxOptions options = { .n_services = 300, .speed = 10 };

  shop_page_start (fixture, &options);
}

static inline gpointer
part (gpointer    widget,
      GType       type,
      const char *name)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (widget), type, name);

  g_assert_nonnull (object);
  return object;
}

static inline gpointer
page_part (Fixture    *fixture,
           const char *name)
{
  return part (fixture->page, HSP_TYPE_CATALOGUE_PAGE, name);
}

static inline gpointer
browser_part (Fixture    *fixture,
              const char *name)
{
  return part (page_part (fixture, "browser"), HSP_TYPE_SERVICE_BROWSER, name);
}

static inline gpointer
filter_part (Fixture    *fixture,
             const char *name)
{
  return part (browser_part (fixture, "filters"), HSP_TYPE_FILTER_BAR, name);
}

static inline gpointer
info_part (Fixture    *fixture,
           const char *name)
{
  return part (browser_part (fixture, "info"), HSP_TYPE_INFO_LINE, name);
}

static inline void
sort (Fixture    *fixture,
      const char *nick)
{
  gtk_widget_activate_action (browser_part (fixture, "filters"), "filters.sort", "s", nick);
}

static inline GtkWidget *
get_shelf_row (Fixture  *fixture,
               HspShelf  shelf)
{
  GtkListBox *top = part (page_part (fixture, "sidebar"), HSP_TYPE_CATEGORY_SIDEBAR, "top_list");

  return GTK_WIDGET (gtk_list_box_get_row_at_index (top, shelf));
}

static inline void
choose_shelf (Fixture  *fixture,
              HspShelf  shelf)
{
  GtkListBox *top = part (page_part (fixture, "sidebar"), HSP_TYPE_CATEGORY_SIDEBAR, "top_list");

  gtk_list_box_select_row (top, GTK_LIST_BOX_ROW (get_shelf_row (fixture, shelf)));
}

static inline GtkWidget *
get_detail (Fixture *fixture)
{
  return gtk_stack_get_child_by_name (page_part (fixture, "detail_stack"), "service");
}

static inline gpointer
detail_part (Fixture    *fixture,
             const char *name)
{
  return part (get_detail (fixture), HSP_TYPE_SERVICE_DETAIL, name);
}

static inline gpointer
facts_part (Fixture    *fixture,
            const char *name)
{
  return part (detail_part (fixture, "facts"), HSP_TYPE_SERVICE_FACTS, name);
}

static inline const char *
get_text (gpointer label)
{
  if (GTK_IS_INSCRIPTION (label))
    return gtk_inscription_get_text (label);
  return gtk_label_get_text (GTK_LABEL (label));
}

static inline gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_visible (GTK_WIDGET (widget));
}

static inline GListModel *
get_rows (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (browser_part (fixture, "list_view")));
}

static inline HspSlotList *
get_slots (Fixture *fixture)
{
  return HSP_SLOT_LIST (gtk_single_selection_get_model (GTK_SINGLE_SELECTION (get_rows (fixture))));
}

/* Waits until all that is shown is in the list: it grows in idle moments. */
static inline guint
count_shown (Fixture *fixture)
{
  HspSlotList *list = get_slots (fixture);
  const guint n = hsp_slot_list_get_n_shown (list);

  hsp_test_wait (hsp_slot_list_is_settled (list));
  return n;
}

/* (transfer full) */
static inline HspService *
dup_shown (Fixture *fixture,
           guint    position)
{
  g_autoptr(HspSlot) slot = NULL;

  count_shown (fixture);
  slot = g_list_model_get_item (get_rows (fixture), position);
  return g_object_ref (hsp_slot_get_item (slot));
}

static inline GtkWidget *
find_widget (GtkWidget *widget,
             GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The first label below @widget that shows @text, or that begins with it. */
static inline GtkWidget *
find_label (GtkWidget  *widget,
            const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_has_prefix (get_text (widget), text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static inline GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

static inline gpointer
dialog_part (const char *name)
{
  return part (find_dialog (), HSP_TYPE_CONFIRM_DIALOG, name);
}

static inline void
click (gpointer button)
{
  g_signal_emit_by_name (button, "clicked");
}

static inline void
type (gpointer    editable,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (editable), text);
}

static inline void
count_cb (guint *counter)
{
  (*counter)++;
}

/* The entry says at once that it is empty, and the rest from the main loop. */
static inline void
search (Fixture    *fixture,
        const char *words)
{
  gpointer entry = browser_part (fixture, "search_entry");
  guint n_changes = 0;
  gulong handler = g_signal_connect_swapped (entry, "search-changed", G_CALLBACK (count_cb),
                                             &n_changes);

  type (entry, words);
  if (*words != '\0')
    n_changes = 0;
  hsp_test_wait (n_changes > 0);
  g_signal_handler_disconnect (entry, handler);
}

/* A service of a kind with a known price and limits, in stock for @quantity times its least. */
static inline HspService *
find_service (Fixture *fixture,
              HspKind  kind)
{
  for (guint i = 0; i < hsp_catalogue_get_n_services (fixture->catalogue); i++)
    {
      g_autoptr(HspService) service = hsp_catalogue_get_service (fixture->catalogue, i);
      const HspServiceValue *value = hsp_service_get_value (service);

      if (value->kind == kind && value->min > 1 && value->max > value->min * 3 &&
          value->stock > value->min * 3 && value->rate < 20 * HSP_MONEY_UNIT)
        {
          g_test_queue_unref (g_object_ref (service));
          return service;
        }
    }
  g_assert_not_reached ();
}

static inline HspKind
get_link_kind (Fixture *fixture)
{
  /* the documented dialect may not say the kind: then every service may do without a link */
  for (guint i = 0; i < hsp_catalogue_get_n_services (fixture->catalogue); i++)
    {
      g_autoptr(HspService) service = hsp_catalogue_get_service (fixture->catalogue, i);

      if (hsp_service_get_value (service)->kind == HSP_KIND_SMM)
        return HSP_KIND_SMM;
    }
  return HSP_KIND_UNKNOWN;
}

static inline HspService *
choose (Fixture    *fixture,
        const char *link)
{
  HspService *service = find_service (fixture, get_link_kind (fixture));
  g_autofree char *quantity = NULL;

  quantity = g_strdup_printf ("%" G_GINT64_FORMAT, hsp_service_get_value (service)->min * 2);
  hsp_catalogue_page_show_service (HSP_CATALOGUE_PAGE (fixture->page), hsp_service_get_id (service),
                                   quantity, link);
  g_assert_nonnull (get_detail (fixture));
  return service;
}

static inline void
place (Fixture *fixture)
{
  click (detail_part (fixture, "place_button"));
  hsp_test_wait (find_dialog () != NULL);
}

/* Presses the button of the dialog, as a person does. */
static inline void
answer (const char *label)
{
  GtkWidget *dialog = find_dialog ();
  GtkWidget *child = find_label (dialog, label);

  while (child != NULL && !GTK_IS_BUTTON (child))
    child = gtk_widget_get_parent (child);
  g_assert_nonnull (child);
  g_assert_true (gtk_widget_get_sensitive (child));
  click (child);
  hsp_test_wait (find_dialog () == NULL);
}

static inline void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  start (fixture);
  open_account (fixture);
  open_window (fixture, GPOINTER_TO_INT (user_data));
  hsp_test_wait (shop_page_is_known (fixture));
  /* a list in sight gets its first screenful at once and the rest after it was drawn */
  if (!hsp_page_get_narrow (HSP_PAGE (fixture->page)))
    hsp_test_wait (count_shown (fixture) == 300);
}

static inline void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  shop_page_end (fixture);
}

static inline void
reopen (Fixture *fixture)
{
  shop_page_close (fixture);
  open_account (fixture);
  open_window (fixture, 1100);
  hsp_test_wait (shop_page_is_known (fixture));
}

/* The row that stands at @position, which is in sight. */
static inline GtkWidget *
get_row (Fixture *fixture,
         guint    position)
{
  GtkWidget *view = browser_part (fixture, "list_view");

  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_widget (child, HSP_TYPE_SERVICE_ROW);

      if (row != NULL && hsp_service_row_get_position (HSP_SERVICE_ROW (row)) == position)
        return row;
    }
  g_assert_not_reached ();
}

static inline void
scroll (Fixture *fixture,
        double   value)
{
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (browser_part (fixture, "scroller"));

  hsp_test_wait (gtk_adjustment_get_upper (adjustment) -
                 gtk_adjustment_get_page_size (adjustment) > value);
  gtk_adjustment_set_value (adjustment, value);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, value);
}

static inline void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, GINT_TO_POINTER (1100), set_up, test, tear_down);
}

G_END_DECLS
