/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-service-text.h"

#include <glib/gi18n-lib.h>

#include "hsp-rate-text.h"

char *
hsp_service_text_price (HspService *service)
{
  return hsp_rate_text_digits (hsp_service_get_rate_unit (service),
                               hsp_service_get_value (service)->rate);
}

/* NULL where an end is not known. */
static void
dup_limits (HspService  *service,
            char       **min,
            char       **max)
{
  const HspServiceValue *value = hsp_service_get_value (service);

  *min = value->min > 0 ? hsp_number_to_text (value->min) : NULL;
  *max = value->max > 0 ? hsp_number_to_text (value->max) : NULL;
}

static char *
format_one_end (const char *min,
                const char *max)
{
  if (min != NULL)
    /* Translators: the smallest quantity; the largest is not known */
    return g_strdup_printf (_("%s or more"), min);
  if (max != NULL)
    /* Translators: the largest quantity; the smallest is not known */
    return g_strdup_printf (_("up to %s"), max);
  return g_strdup ("");
}

char *
hsp_service_text_range (HspService *service)
{
  g_autofree char *min = NULL;
  g_autofree char *max = NULL;

  dup_limits (service, &min, &max);
  if (min == NULL || max == NULL)
    return format_one_end (min, max);
  if (g_str_equal (min, max))
    return g_steal_pointer (&min);

  /* Translators: smallest and largest quantity, with thin spaces around the dash */
  return g_strdup_printf (_("%s – %s"), min, max);
}

char *
hsp_service_text_range_to (HspService *service)
{
  g_autofree char *min = NULL;
  g_autofree char *max = NULL;

  dup_limits (service, &min, &max);
  if (min == NULL || max == NULL)
    return format_one_end (min, max);
  if (g_str_equal (min, max))
    /* Translators: the only quantity that can be ordered */
    return g_strdup_printf (_("exactly %s"), min);

  /* Translators: smallest and largest quantity, in words */
  return g_strdup_printf (_("%s to %s"), min, max);
}

char *
hsp_service_text_stock (gint64 stock)
{
  g_autofree char *figure = NULL;

  if (stock == HSP_UNKNOWN)
    return g_strdup (_("Stock unknown"));
  if (stock == 0)
    return g_strdup (_("Out of stock"));

  figure = hsp_number_to_text (stock);
  /* Translators: how many are in stock: "9,640 left" */
  return g_strdup_printf (_("%s left"), figure);
}

char *
hsp_service_text_type (HspService *service)
{
  const HspServiceValue *value = hsp_service_get_value (service);

  if (*value->type != '\0' && g_ascii_strcasecmp (value->type, "Default") != 0)
    return g_strdup (value->type);
  if (value->kind == HSP_KIND_PRODUCT)
    return g_strdup (_("Product"));
  return g_strdup ("");
}

/* A screen reader pauses at the full stops. */
static void
append_sentence (GString    *text,
                 const char *part)
{
  if (*part != '\0')
    g_string_append_printf (text, "%s%s.", text->len > 0 ? " " : "", part);
}

char *
hsp_service_text_sentence (HspService *service,
                           const char *currency,
                           gboolean    favourite)
{
  const HspServiceValue *value = hsp_service_get_value (service);
  g_autofree char *price = hsp_rate_text (hsp_service_get_rate_unit (service), value->rate, currency);
  g_autofree char *range = hsp_service_text_range_to (service);
  g_autofree char *stock = hsp_service_text_stock (hsp_service_get_stock (service));
  g_autoptr(GString) text = g_string_new (NULL);

  append_sentence (text, value->name);
  append_sentence (text, price);
  append_sentence (text, range);
  append_sentence (text, stock);
  if (value->refill)
    append_sentence (text, _("Refill"));
  if (value->cancel)
    append_sentence (text, _("Cancellable"));
  if (favourite)
    append_sentence (text, _("Favourite"));

  return g_string_free (g_steal_pointer (&text), FALSE);
}
