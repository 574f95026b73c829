/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-service.h"
#include "hsp-shop.h"

/* Stock and price of one service */

/* A shop that says only whether there are any is taken at its word where that decides. */
static gint64
get_stock (const HspInventory *inventory)
{
  if (inventory->stock == HSP_UNKNOWN && !inventory->available)
    return 0;
  return inventory->stock;
}

static void
check_stock_read_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autofree HspInventory *inventory = NULL;
  GError *error = NULL;

  inventory = hsp_shop_inventory_finish (HSP_CLIENT (object), result, &error);
  if (inventory == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  hsp_service_set_stock (g_task_get_task_data (task), get_stock (inventory), hsp_get_now ());
  hsp_catalogue_keep_newer (g_task_get_source_object (task), g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * hsp_catalogue_check_stock_async:
 *
 * Asks `inventory` and sets the answer on @service. Errors are of HSP_ERROR.
 */
void
hsp_catalogue_check_stock_async (HspCatalogue        *self,
                                 HspService          *service,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_CATALOGUE (self));
  g_return_if_fail (HSP_IS_SERVICE (service));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_catalogue_check_stock_async);
  g_task_set_task_data (task, g_object_ref (service), g_object_unref);
  hsp_shop_inventory_async (self->client, hsp_service_get_id (service), cancellable,
                            check_stock_read_cb, g_steal_pointer (&task));
}

gboolean
hsp_catalogue_check_stock_finish (HspCatalogue  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  HspService      *service;    /* (owned) as the caller has it */
  HspServicesPage *page;       /* (owned) (nullable) */
  HspInventory    *inventory;  /* (owned) (nullable) */
  GError          *error;      /* (owned) (nullable) of the price */
  guint            n_pending;
} QuoteData;

static void
quote_data_free (QuoteData *data)
{
  g_object_unref (data->service);
  g_clear_pointer (&data->page, hsp_services_page_free);
  g_free (data->inventory);
  g_clear_error (&data->error);
  g_free (data);
}

/**
 * hsp_quote_free:
 * @quote: (transfer full)
 */
void
hsp_quote_free (HspQuote *quote)
{
  g_object_unref (quote->service);
  g_free (quote);
}

static HspServiceValue *
find_value (HspServicesPage *page,
            const char      *id)
{
  for (guint i = 0; i < page->services->len; i++)
    {
      HspServiceValue *value = page->services->pdata[i];

      if (g_str_equal (value->id, id))
        return value;
    }
  return NULL;
}

static void
quote_step_done (GTask *task)
{
  HspCatalogue *self = g_task_get_source_object (task);
  QuoteData *data = g_task_get_task_data (task);
  HspServiceValue *value;
  HspQuote *quote;

  if (--data->n_pending > 0)
    return;
  if (data->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&data->error));
      return;
    }
  value = find_value (data->page, hsp_service_get_id (data->service));
  if (value == NULL)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_SERVICE_NOT_FOUND, HSP_DELIVERY_NONE,
                                                NULL, _("The shop does not offer this service "
                                                        "any more.")));
      return;
    }

  quote = g_new0 (HspQuote, 1);
  quote->old_rate = hsp_service_get_value (data->service)->rate;
  quote->new_rate = value->rate;
  if (hsp_catalogue_is_same_value (hsp_service_get_value (data->service), value))
    quote->service = g_object_ref (data->service);
  else
    {
      quote->service = hsp_service_new (hsp_service_value_ref (value));
      hsp_service_set_rate_units (quote->service, self->rate_units);
    }
  quote->stock = data->inventory != NULL ? get_stock (data->inventory) : value->stock;
  quote->available = data->inventory != NULL ? data->inventory->available : quote->stock != 0;
  hsp_service_set_stock (quote->service, quote->stock, hsp_get_now ());
  if (quote->service != data->service)
    hsp_catalogue_replace_service (self, quote->service);
  else
    hsp_catalogue_keep_newer (self, quote->service);
  g_task_return_pointer (task, quote, (GDestroyNotify) hsp_quote_free);
}

static void
quote_services_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QuoteData *data = g_task_get_task_data (task);

  data->page = hsp_shop_services_finish (HSP_CLIENT (object), result, &data->error);
  quote_step_done (task);
}

static void
quote_inventory_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  QuoteData *data = g_task_get_task_data (task);

  data->inventory = hsp_shop_inventory_finish (HSP_CLIENT (object), result, &error);
  /* The row of the list has a stock too; and some services have none at all */
  if (error != NULL)
    g_debug ("The stock was not read: %s", error->message);
  quote_step_done (task);
}

/**
 * hsp_catalogue_quote_async:
 *
 * Reads price, limits and stock again, for the moment before buying. There is no action for the
 * price of one service: its category is read. Errors are of HSP_ERROR, or G_IO_ERROR_CANCELLED.
 */
void
hsp_catalogue_quote_async (HspCatalogue        *self,
                           HspService          *service,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  HspServicesQuery query = { 0 };
  const HspServiceValue *value;
  QuoteData *data;

  g_return_if_fail (HSP_IS_CATALOGUE (self));
  g_return_if_fail (HSP_IS_SERVICE (service));

  value = hsp_service_get_value (service);
  query.category = *value->category != '\0' ? value->category : NULL;
  query.subcategory = *value->subcategory != '\0' ? value->subcategory : NULL;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_catalogue_quote_async);
  data = g_new0 (QuoteData, 1);
  data->service = g_object_ref (service);
  data->n_pending = 2;
  g_task_set_task_data (task, data, (GDestroyNotify) quote_data_free);
  hsp_shop_services_async (self->client, &query, cancellable, quote_services_cb,
                           g_object_ref (task));
  hsp_shop_inventory_async (self->client, value->id, cancellable, quote_inventory_cb,
                            g_object_ref (task));
}

/**
 * hsp_catalogue_quote_finish:
 *
 * Returns: (transfer full) (nullable): what a purchase would cost now
 */
HspQuote *
hsp_catalogue_quote_finish (HspCatalogue  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
