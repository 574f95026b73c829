/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The eleven actions as typed calls over HspClient's one send path: parameters in, values out.
 * Errors are of HSP_ERROR (or G_IO_ERROR_CANCELLED for a read that was cancelled). */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-values.h"

G_BEGIN_DECLS

typedef struct
{
  gint64      page;         /* from 1; 0: not sent */
  gint64      limit;        /* 0: all */
  const char *category;     /* (nullable) the English name */
  const char *subcategory;  /* (nullable) the English name */
} HspServicesQuery;

void              hsp_shop_categories_async     (HspClient *client, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* (element-type HspCategoryValue) */
HspRows          *hsp_shop_categories_finish    (HspClient *client, GAsyncResult *result, GError **error);

void              hsp_shop_services_async       (HspClient *client, const HspServicesQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspServicesPage  *hsp_shop_services_finish      (HspClient *client, GAsyncResult *result, GError **error);

/* Takes services one by one. @begin: an answer begins, and what came of one before counts no more;
 * main thread; returns a state that needs nothing else. @row: borrowed; @rest: no more of them for the
 * moment; both in a worker, one call at a time. @free: any thread. */
typedef struct
{
  gpointer (*begin) (gpointer user_data);
  void     (*row)   (const HspServiceValue *value, gpointer state);
  void     (*rest)  (gpointer state);
  void     (*free)  (gpointer state);
} HspServicesSink;
void              hsp_shop_stream_services_async  (HspClient *client, const HspServicesQuery *query, const HspServicesSink *sink, gpointer sink_data, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspServicesPage  *hsp_shop_stream_services_finish (HspClient *client, GAsyncResult *result, GError **error);

void              hsp_shop_inventory_async      (HspClient *client, const char *service, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspInventory     *hsp_shop_inventory_finish     (HspClient *client, GAsyncResult *result, GError **error);  /* g_free */

/* Spends. Not cancellable once begun; called by HspPurchase alone. (transfer full) the order's number */
void              hsp_shop_add_async            (HspClient *client, const char *service, gint64 quantity, const char *link, GAsyncReadyCallback callback, gpointer user_data);
char             *hsp_shop_add_finish           (HspClient *client, GAsyncResult *result, GError **error);

void              hsp_shop_status_async         (HspClient *client, const char *order, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspOrderStatus   *hsp_shop_status_finish        (HspClient *client, GAsyncResult *result, GError **error);

void              hsp_shop_balance_async        (HspClient *client, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspBalance       *hsp_shop_balance_finish       (HspClient *client, GAsyncResult *result, GError **error);  /* g_free */

void              hsp_shop_sms_projects_async   (HspClient *client, const char *country, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* (element-type HspSmsProjectValue) */
HspRows          *hsp_shop_sms_projects_finish  (HspClient *client, GAsyncResult *result, GError **error);

void              hsp_shop_sms_countries_async  (HspClient *client, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* (element-type HspCountryValue) */
HspRows          *hsp_shop_sms_countries_finish (HspClient *client, GAsyncResult *result, GError **error);

/* Spends. Not cancellable once begun; called by HspPurchase alone. (element-type HspSmsOrderValue) */
void              hsp_shop_add_sms_async        (HspClient *client, const char *project, gint64 quantity, const char *country, const char *phone, GAsyncReadyCallback callback, gpointer user_data);
HspRows          *hsp_shop_add_sms_finish       (HspClient *client, GAsyncResult *result, GError **error);

void              hsp_shop_sms_code_async       (HspClient *client, const char *order, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspSmsStatus     *hsp_shop_sms_code_finish      (HspClient *client, GAsyncResult *result, GError **error);

void              hsp_shop_sms_status_async     (HspClient *client, const char *order, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspSmsStatus     *hsp_shop_sms_status_finish    (HspClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
