/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-shelf.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-marks.h"
#include "hsp-order-book.h"

/* In the order of HspShelf. */
static const struct
{
  const char *title;
  const char *icon;
  const char *empty_title;
  const char *empty_text;     /* (nullable) */
} shelves[] = {
  { N_("All services"), "view-grid-symbolic", N_("No Services Here"),
    N_("The shop lists nothing here at the moment.") },
  { N_("Favourites"), "starred-symbolic", N_("No Favourites Yet"),
    N_("Press the star on a service to keep it here.") },
  { N_("Ordered before"), "document-open-recent-symbolic", N_("Nothing Ordered Yet"), NULL },
  { N_("Recently seen"), "hsp-seen-symbolic", N_("Nothing Looked At Yet"), NULL },
};

const char *
hsp_shelf_get_title (HspShelf shelf)
{
  g_return_val_if_fail (shelf < HSP_N_SHELVES, NULL);

  return _(shelves[shelf].title);
}

const char *
hsp_shelf_get_icon (HspShelf shelf)
{
  g_return_val_if_fail (shelf < HSP_N_SHELVES, NULL);

  return shelves[shelf].icon;
}

const char *
hsp_shelf_get_empty_title (HspShelf shelf)
{
  g_return_val_if_fail (shelf < HSP_N_SHELVES, NULL);

  return _(shelves[shelf].empty_title);
}

const char *
hsp_shelf_get_empty_text (HspShelf shelf)
{
  g_return_val_if_fail (shelf < HSP_N_SHELVES, NULL);

  return shelves[shelf].empty_text != NULL ? _(shelves[shelf].empty_text) : NULL;
}

GStrv
hsp_shelf_dup_services (HspShelf    shelf,
                        HspAccount *account)
{
  switch (shelf)
    {
    case HSP_SHELF_FAVOURITES:
      return hsp_marks_dup_favourites (hsp_account_get_marks (account));
    case HSP_SHELF_ORDERED:
      return hsp_order_book_dup_services (hsp_account_get_order_book (account));
    case HSP_SHELF_SEEN:
      return hsp_marks_dup_seen (hsp_account_get_marks (account));
    case HSP_SHELF_ALL:
    case HSP_N_SHELVES:
      break;
    }
  return NULL;
}
