/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of the SMS page share: the page at a shop, and ways to its widgets. */
#pragma once

#include "hsp-sandbox.h"
#include "hsp-sms-card.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-page.h"
#include "hsp-sms-quantity.h"
#include "hsp-sms-shop.h"
#include "hsp-test.h"
#include "hsp-wallet.h"
#include "shop-page.h"

G_BEGIN_DECLS

typedef ShopPage Fixture;

static inline gpointer
get_page_child (Fixture    *fixture,
                const char *name)
{
  return gtk_widget_get_template_child (fixture->page, HSP_TYPE_SMS_PAGE, name);
}

/* Setting up */

static inline void
make_account (Fixture                 *fixture,
              const HspSandboxOptions *options,
              const char              *key)
{
  shop_page_start (fixture, options);
  shop_page_make_account (fixture, key);
}

static inline void
open_window (Fixture *fixture)
{
  shop_page_open_window (fixture, hsp_sms_page_new (fixture->account), 1100, 720);
}

static inline void
set_up_with (Fixture                 *fixture,
             const HspSandboxOptions *options)
{
  make_account (fixture, options, options->key);
  shop_page_open_account (fixture);
  hsp_test_wait (hsp_wallet_get_balance (fixture->wallet) != HSP_MONEY_UNKNOWN);
}

static inline void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  HspSandboxOptions options = { .key = "key-of-the-sms-page", .n_services = 50 };

  set_up_with (fixture, &options);
  open_window (fixture);
  hsp_test_wait (hsp_sms_desk_get_projects_state (fixture->desk) == HSP_LOAD_READY);
}

static inline void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  shop_page_end (fixture);
}

/* Ways to the widgets */

static inline gpointer
get_shop_child (Fixture    *fixture,
                const char *name)
{
  return gtk_widget_get_template_child (get_page_child (fixture, "shop"), HSP_TYPE_SMS_SHOP, name);
}

static inline gpointer
get_quantity_child (Fixture    *fixture,
                    const char *name)
{
  return gtk_widget_get_template_child (get_shop_child (fixture, "quantity"), HSP_TYPE_SMS_QUANTITY,
                                        name);
}

static inline gpointer
get_card_child (HspSmsCard *card,
                const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (card), HSP_TYPE_SMS_CARD, name);
}

static inline const char *
get_button_text (Fixture *fixture)
{
  return gtk_label_get_text (get_shop_child (fixture, "get_label"));
}

static inline const char *
get_sentence (Fixture *fixture)
{
  GtkWidget *label = get_shop_child (fixture, "sentence_label");

  return gtk_widget_get_visible (label) ? gtk_label_get_text (GTK_LABEL (label)) : "";
}

static inline GListModel *
get_list (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (get_shop_child (fixture, "list_view")));
}

static inline HspSmsCard *
get_card (Fixture *fixture,
          int      position)
{
  GtkFlowBox *cards = get_page_child (fixture, "cards");
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (cards, position);

  return child ? HSP_SMS_CARD (gtk_flow_box_child_get_child (child)) : NULL;
}

static inline void
press (gpointer button)
{
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static inline gboolean
is_ready (Fixture *fixture)
{
  return gtk_widget_get_sensitive (get_shop_child (fixture, "get_button"));
}

static inline void
choose (Fixture *fixture,
        guint    position)
{
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_list (fixture)), position);
  g_assert_true (is_ready (fixture));
}

static inline AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }

  return NULL;
}

static inline void
answer (const char *response)
{
  AdwMessageDialog *dialog;

  hsp_test_wait (find_dialog () != NULL);
  dialog = find_dialog ();
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static inline void
buy_first (Fixture *fixture)
{
  choose (fixture, 0);
  press (get_shop_child (fixture, "get_button"));
  g_assert_cmpstr (get_button_text (fixture), ==, "Getting…");
  hsp_test_wait (get_card (fixture, 0) != NULL);
}

/* The shop's clock goes on, and the number is asked about at once rather than at its turn. */
static inline void
receive_code (Fixture    *fixture,
              HspSmsCard *card)
{
  HspSmsNumber *number = hsp_sms_card_get_number (card);

  hsp_sandbox_advance (fixture->shop, 60);
  gtk_widget_activate_action (fixture->page, "sms.check", "s",
                              hsp_sms_number_get_row (number)->order);
  hsp_test_wait (hsp_sms_number_get_state (number) == HSP_NUMBER_RECEIVED);
}

G_END_DECLS
