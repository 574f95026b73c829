/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window knows of each of its four views. A page is made when it is first visited.
 *
 * Properties:
 *   account (HspAccount, construct-only)
 *   narrow (boolean, set by the window: follows the switcher title's title-visible)
 *   title (string, nullable, notify): what the narrow header shows while the page is on an inner pane
 *   can-go-back (boolean, notify): narrow, and an inner pane is shown
 *   can-search (boolean, const per class): the header shows the search toggle
 *   search-mode (boolean, read-write, notify): bound to the header's toggle and the page's search bar
 *
 * What a page asks of its window goes through actions, so that a page lives in any window:
 *   win.toast s            a short message
 *   win.copy (ss)          text to the clipboard, message for the toast
 *   win.show-page s        "catalogue" "orders" "sms" "wallet"
 *   win.show-order x       the order with this journal id, on the Orders page
 *   win.show-number s      the rented number with this order of the shop, on the SMS page
 *   win.show-service (sss) service id, quantity, link: the catalogue's form, filled in (nothing is bought);
 *                     without a quantity it is left as it is
 */
#pragma once

#include <adwaita.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_PAGE (hsp_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (HspPage, hsp_page, HSP, PAGE, AdwBin)

struct _HspPageClass
{
  AdwBinClass parent_class;

  gboolean can_search;
  gboolean narrow_without_refresh;                              /* the menu and F5 keep it */
  void     (* go_back)       (HspPage *self);                   /* from an inner pane to the outer one */
  void     (* account_set)   (HspPage *self);                   /* once, after construction */
  void     (* narrow_changed)(HspPage *self);
  void     (* refresh)       (HspPage *self);                   /* F5 while this page is shown: what hsp_account_refresh() does not do */
  char     *(* describe_offline) (HspPage *self);               /* of when what is shown is: for the strip; may be NULL */
  GtkWidget *(* get_search_entry) (HspPage *self);              /* for key capture; may be NULL */
};

HspAccount *hsp_page_get_account     (HspPage *self);
gboolean    hsp_page_get_narrow      (HspPage *self);
void        hsp_page_set_narrow      (HspPage *self, gboolean narrow);
const char *hsp_page_get_title       (HspPage *self);
void        hsp_page_set_title       (HspPage *self, const char *title);
gboolean    hsp_page_get_can_go_back (HspPage *self);
void        hsp_page_set_can_go_back (HspPage *self, gboolean can_go_back);
gboolean    hsp_page_get_search_mode (HspPage *self);
void        hsp_page_set_search_mode (HspPage *self, gboolean search_mode);
void        hsp_page_go_back         (HspPage *self);
void        hsp_page_refresh         (HspPage *self);

/* Helpers for pages: */
void        hsp_page_toast           (HspPage *self, const char *message);
void        hsp_page_copy            (HspPage *self, const char *text, const char *message);

G_END_DECLS
