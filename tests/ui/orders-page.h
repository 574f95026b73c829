/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of the Orders page share: the page at a shop, buying, and ways to its widgets. */
#pragma once

#include "hsp-order-book.h"
#include "hsp-order-detail.h"
#include "hsp-order-row.h"
#include "hsp-order-unconfirmed.h"
#include "hsp-orders-page.h"
#include "hsp-shop.h"
#include "hsp-test.h"
#include "shop-page.h"

G_BEGIN_DECLS

#define LINK "https://example.com/ca.phe.saigon"

typedef ShopPage Fixture;

/* Setting up */

static inline void
make_account (Fixture *fixture)
{
  /* the dialect that tells the goods */
  HspSandboxOptions options = { .key = "key-of-the-orders-page", .n_services = 300, .dialect = HSP_DIALECT_LIVE };

  shop_page_start (fixture, &options);
  shop_page_make_account (fixture, options.key);
}

static inline void
open_window (Fixture *fixture,
             int      width)
{
  /* not under the pointer in the middle of the screen: GTK leaks a part of its tooltips */
  shop_page_open_window (fixture, hsp_orders_page_new (fixture->account), width, 480);
}

/* @user_data: the width of the window */
static inline void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  make_account (fixture);
  shop_page_open_account (fixture);
  hsp_test_wait (shop_page_is_known (fixture));
  open_window (fixture, GPOINTER_TO_INT (user_data));
}

static inline void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  shop_page_end (fixture);
}

/* Buying */

static inline HspOrder *
place_some (Fixture    *fixture,
            HspService *service,
            gint64      quantity,
            const char *link)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspOrder *order;

  hsp_order_book_place_async (fixture->book, service, quantity, link, hsp_test_store_result,
                              &result);
  hsp_test_wait (result != NULL);
  order = hsp_order_book_place_finish (fixture->book, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (order);
  return order;
}

static inline HspOrder *
place (Fixture    *fixture,
       HspKind     kind,
       const char *link)
{
  HspService *service = shop_page_find_service (fixture->account, kind);

  return place_some (fixture, service, hsp_service_get_value (service)->min, link);
}

static inline void
check (Fixture  *fixture,
       HspOrder *order)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_order_book_check_async (fixture->book, order, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_order_book_check_finish (fixture->book, result, NULL);
}

/* Moves the shop's clock on in small steps until the order is as wanted. */
static inline void
advance_until (Fixture  *fixture,
               HspOrder *order,
               HspState  state)
{
  for (guint i = 0; i < 40 && hsp_order_get_state (order) != state; i++)
    {
      hsp_sandbox_advance (fixture->shop, 5);
      check (fixture, order);
    }
  g_assert_cmpint (hsp_order_get_state (order), ==, state);
}

/* Ways to the widgets */

static inline gpointer
get_child (Fixture    *fixture,
           const char *name)
{
  return gtk_widget_get_template_child (fixture->page, HSP_TYPE_ORDERS_PAGE, name);
}

static inline gpointer
get_detail_child (Fixture    *fixture,
                  const char *name)
{
  return gtk_widget_get_template_child (get_child (fixture, "detail"), HSP_TYPE_ORDER_DETAIL, name);
}

static inline gpointer
get_unconfirmed_child (Fixture    *fixture,
                       const char *name)
{
  return gtk_widget_get_template_child (get_child (fixture, "unconfirmed"),
                                        HSP_TYPE_ORDER_UNCONFIRMED, name);
}

static inline GtkWidget *
get_row (Fixture *fixture,
         guint    position)
{
  GtkWidget *child = gtk_widget_get_first_child (get_child (fixture, "list"));

  while (position-- > 0 && child != NULL)
    child = gtk_widget_get_next_sibling (child);

  return child != NULL ? gtk_widget_get_first_child (child) : NULL;
}

/* What the row says, by their order */
typedef enum
{
  ROW_NAME,
  ROW_CHARGE,
  ROW_NUMBER,
  ROW_LINK,
  ROW_PILL,
  ROW_PROGRESS,
} RowPart;

static inline GtkWidget *
get_row_part (Fixture *fixture,
              guint    position,
              RowPart  part)
{
  GtkWidget *row = get_row (fixture, position);
  GtkWidget *child;

  g_assert_true (HSP_IS_ORDER_ROW (row));
  child = gtk_widget_get_first_child (row);
  for (guint i = 0; i < part; i++)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static inline const char *
get_row_text (Fixture *fixture,
              guint    position,
              RowPart  part)
{
  return gtk_inscription_get_text (GTK_INSCRIPTION (get_row_part (fixture, position, part)));
}

static inline const char *
get_text (gpointer label)
{
  return gtk_label_get_text (GTK_LABEL (label));
}

static inline const char *
get_stack (gpointer stack)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static inline GtkSelectionModel *
get_selection (Fixture *fixture)
{
  return gtk_list_view_get_model (get_child (fixture, "list"));
}

/* What is in sight: where nothing matches, the rows stay beneath the page that says so. */
static inline guint
count_rows (Fixture *fixture)
{
  return g_str_equal (get_stack (get_child (fixture, "list_stack")), "list")
         ? g_list_model_get_n_items (G_LIST_MODEL (get_selection (fixture))) : 0;
}

static inline GtkWidget *
find_window (GType type)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type) && gtk_widget_get_visible (l->data))
        return l->data;
    }

  return NULL;
}

static inline void
click (gpointer button)
{
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (button)));
  g_signal_emit_by_name (button, "clicked");
}

static inline void
respond (const char *response)
{
  GtkWidget *dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);

  g_assert_nonnull (dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static inline HspOrder *
place_unconfirmed (Fixture  *fixture,
                   HspFault  fault)
{
  HspOrder *order;

  hsp_sandbox_push_fault (fixture->shop, "add", fault);
  order = place (fixture, HSP_KIND_SMM, LINK);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);
  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (order)->id);
  g_assert_cmpstr (get_stack (get_child (fixture, "detail_stack")), ==, "unconfirmed");
  hsp_test_wait (strstr (get_text (get_unconfirmed_child (fixture, "verdict_label")),
                         "could not be read") == NULL);
  return order;
}

G_END_DECLS
