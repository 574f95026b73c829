/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions whose answers nobody keeps: for the command line, which asks once and ends. What the
 * journal knows already is asked through the order book and the SMS desk, so that the journal
 * learns the answer too. Errors are of HSP_ERROR, or G_IO_ERROR_CANCELLED. Main thread. */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-order.h"
#include "hsp-sms-number.h"
#include "hsp-values.h"

G_BEGIN_DECLS

/* Which services. Words and stock are looked at here, the rest by the shop. */
typedef struct
{
  const char *category;     /* (nullable) the English name */
  const char *subcategory;  /* (nullable) the English name */
  const char *words;        /* (nullable) every one must be in name or category; best first */
  gboolean    in_stock;     /* only those that can be bought now */
  gint64      page;         /* from 1, with a limit */
  gint64      limit;        /* 0: all */
} HspServicesWish;

/* (element-type HspCategoryValue) */
void             hsp_inquiry_categories_async  (HspAccount *account, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspRows         *hsp_inquiry_categories_finish (HspAccount *account, GAsyncResult *result, GError **error);

/* A page that was made here has all of total, page, limit and total_pages */
void             hsp_inquiry_services_async    (HspAccount *account, const HspServicesWish *wish, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspServicesPage *hsp_inquiry_services_finish   (HspAccount *account, GAsyncResult *result, GError **error);

void             hsp_inquiry_inventory_async   (HspAccount *account, const char *service, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspInventory    *hsp_inquiry_inventory_finish  (HspAccount *account, GAsyncResult *result, GError **error);  /* g_free */

/* What a purchase of the service with this number would cost now */
void             hsp_inquiry_quote_async       (HspAccount *account, const char *service, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspQuote        *hsp_inquiry_quote_finish      (HspAccount *account, GAsyncResult *result, GError **error);
/* Whether so many can be bought: HSP_ERROR_USAGE, HSP_ERROR_REJECTED. */
gboolean         hsp_inquiry_check_quote       (const HspQuote *quote, gint64 quantity, const char *link, GError **error);

/* (element-type HspCountryValue), (element-type HspSmsProjectValue) */
void             hsp_inquiry_countries_async   (HspAccount *account, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspRows         *hsp_inquiry_countries_finish  (HspAccount *account, GAsyncResult *result, GError **error);
void             hsp_inquiry_projects_async    (HspAccount *account, const char *country, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspRows         *hsp_inquiry_projects_finish   (HspAccount *account, GAsyncResult *result, GError **error);

/* The order as the shop has it now; one that the journal does not know is in no order book */
void             hsp_inquiry_order_async       (HspAccount *account, const char *number, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspOrder        *hsp_inquiry_order_finish      (HspAccount *account, GAsyncResult *result, GError **error);

/* The number as the shop has it now: asked for its code (sms_code), or for all about it (sms_status) */
void             hsp_inquiry_number_async      (HspAccount *account, const char *order, gboolean want_status, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspSmsNumber    *hsp_inquiry_number_finish     (HspAccount *account, GAsyncResult *result, GError **error);

/* Asks again and again until the code is there, the number has come to its end, or @seconds are
 * over (0: as long as a code may come). Returns the number as it is then, with or without a code. */
void             hsp_inquiry_wait_async        (HspAccount *account, const char *order, guint seconds, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspSmsNumber    *hsp_inquiry_wait_finish       (HspAccount *account, GAsyncResult *result, GError **error);

/* Any action that does not spend; the answer as it came. @params: (element-type utf8 utf8) */
void             hsp_inquiry_call_async        (HspAccount *account, const char *action, GHashTable *params, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GBytes          *hsp_inquiry_call_finish       (HspAccount *account, GAsyncResult *result, GError **error);

G_END_DECLS
