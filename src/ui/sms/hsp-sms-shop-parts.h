/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the get pane share: the list of offers and its search (hsp-sms-shop.c), the choice of a
 * country (hsp-sms-shop-countries.c), and the box that orders (hsp-sms-shop-order.c). */
#pragma once

#include "hsp-sms-offers.h"
#include "hsp-sms-quantity.h"
#include "hsp-sms-shop.h"

G_BEGIN_DECLS

struct _HspSmsShop
{
  AdwBin parent_instance;

  HspAccount         *account;          /* (owned) */
  GListStore         *countries;        /* (owned) (element-type HspCountry) the first one is all */
  HspSmsOffers       *offers;           /* (owned) */
  GtkFilter          *filter;           /* (owned) */
  GtkSingleSelection *selection;        /* (owned) */
  HspSmsProject      *chosen;           /* (owned) (nullable) survives searches and refreshes */
  char              **words;            /* (owned) of the search */
  char               *sentence;         /* (owned) (nullable) what became of the last press */
  guint               spinner_source;
  gboolean            spinner_due;
  gboolean            wanted;           /* the lists are, by a person who sees the page */
  gboolean            tried;            /* though the system says that there is no network */
  gboolean            buying;
  gboolean            updating_countries;
  gboolean            begun;          /* with the country that the person has set */
  gboolean            updating_offers;

  GtkDropDown    *country_drop_down;
  GtkSearchEntry *search_entry;
  GtkStack       *list_stack;
  GtkSpinner     *spinner;
  GtkListView    *list_view;
  GtkLabel       *status_title;
  GtkLabel       *status_text;
  GtkButton      *status_button;
  GtkLabel       *skipped_label;
  GtkLabel       *project_label;
  GtkLabel       *offer_label;
  HspSmsQuantity *quantity;
  GtkWidget      *order_box;
  GtkButton      *get_button;
  GtkLabel       *get_label;
  GtkLabel       *sentence_label;
  GtkButton      *orders_button;
};

/* The list with what is chosen, after the offers changed */
void hsp_sms_shop_restore_chosen   (HspSmsShop     *self);

/* Once, when the account is there */
void hsp_sms_shop_set_up_countries (HspSmsShop     *self);

/* @code: (nullable): of the country; for all of them where there is no such */
void hsp_sms_shop_select_country   (HspSmsShop     *self,
                                    const char     *code);

/* The children and callbacks of the order box */
void hsp_sms_shop_bind_order       (GtkWidgetClass *widget_class);
void hsp_sms_shop_update_order     (HspSmsShop     *self);

/* What became of the last press. @sentence: (nullable). @to_orders: a button leads to the orders */
void hsp_sms_shop_set_sentence     (HspSmsShop     *self,
                                    const char     *sentence,
                                    gboolean        to_orders);

G_END_DECLS
