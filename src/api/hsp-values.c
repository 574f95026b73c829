/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-values"

#include "config.h"

#include "hsp-values.h"

static void
clear_service_value (gpointer data)
{
  HspServiceValue *value = data;

  g_free (value->id);
  g_free (value->name);
  g_free (value->description);
}

/**
 * hsp_service_value_new:
 *
 * Returns: (transfer full): a value to be filled in before it is shared: counts and rate unknown,
 *   interned texts "", owned texts %NULL. Any thread.
 */
HspServiceValue *
hsp_service_value_new (void)
{
  HspServiceValue *value = g_atomic_rc_box_new0 (HspServiceValue);

  value->type = value->category = value->subcategory = g_intern_static_string ("");
  value->rate = HSP_MONEY_UNKNOWN;
  value->min = value->max = value->stock = HSP_UNKNOWN;
  value->kind = HSP_KIND_UNKNOWN;

  return value;
}

/**
 * hsp_service_value_ref:
 * @value: a service
 *
 * Returns: (transfer full): @value. Any thread.
 */
HspServiceValue *
hsp_service_value_ref (HspServiceValue *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  return g_atomic_rc_box_acquire (value);
}

/**
 * hsp_service_value_unref:
 * @value: (transfer full): a service
 *
 * Any thread.
 */
void
hsp_service_value_unref (HspServiceValue *value)
{
  g_return_if_fail (value != NULL);

  g_atomic_rc_box_release_full (value, clear_service_value);
}

/**
 * hsp_services_page_free:
 * @page: (transfer full) (nullable): a page of services
 */
void
hsp_services_page_free (HspServicesPage *page)
{
  if (page == NULL)
    return;

  g_clear_pointer (&page->services, g_ptr_array_unref);
  g_clear_pointer (&page->skipped, g_ptr_array_unref);
  g_free (page);
}

/**
 * hsp_category_value_free:
 * @value: (transfer full) (nullable): a category
 */
void
hsp_category_value_free (HspCategoryValue *value)
{
  if (value == NULL)
    return;

  g_free (value->name);
  g_strfreev (value->subcategories);
  g_free (value);
}

/**
 * hsp_order_status_free:
 * @status: (transfer full) (nullable): a status
 */
void
hsp_order_status_free (HspOrderStatus *status)
{
  if (status == NULL)
    return;

  g_free (status->status);
  g_strfreev (status->accounts);
  g_free (status);
}

/**
 * hsp_country_value_free:
 * @value: (transfer full) (nullable): a country
 */
void
hsp_country_value_free (HspCountryValue *value)
{
  if (value == NULL)
    return;

  g_free (value->code);
  g_free (value->name);
  g_free (value->dial_code);
  g_free (value);
}

/**
 * hsp_sms_project_value_free:
 * @value: (transfer full) (nullable): an offer
 */
void
hsp_sms_project_value_free (HspSmsProjectValue *value)
{
  if (value == NULL)
    return;

  g_free (value->id);
  g_free (value->name);
  g_free (value->country);
  g_free (value->country_name);
  g_free (value);
}

/**
 * hsp_sms_order_value_free:
 * @value: (transfer full) (nullable): a rented number
 */
void
hsp_sms_order_value_free (HspSmsOrderValue *value)
{
  if (value == NULL)
    return;

  g_free (value->order);
  g_free (value->phone);
  g_free (value->country);
  g_free (value->status);
  g_free (value);
}

/**
 * hsp_sms_status_free:
 * @status: (transfer full) (nullable): a status
 */
void
hsp_sms_status_free (HspSmsStatus *status)
{
  if (status == NULL)
    return;

  g_free (status->status);
  g_free (status->phone);
  g_free (status->code);
  g_free (status->text);
  g_free (status);
}

/**
 * hsp_rows_free:
 * @rows: (transfer full) (nullable): rows, freed with what they hold
 */
void
hsp_rows_free (HspRows *rows)
{
  if (rows == NULL)
    return;

  g_clear_pointer (&rows->rows, g_ptr_array_unref);
  g_free (rows);
}
