/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-text.h"

#include <glib/gi18n-lib.h>

#include "hsp-receipt.h"
#include "hsp-text.h"

/* An order added by number has no name of its own: the shop's answer to `status` carries none. */
char *
hsp_order_text_name (const HspPurchaseRow *row)
{
  if (row->name != NULL && *row->name != '\0')
    return g_strdup (row->name);
  if (row->order != NULL)
    /* Translators: an order whose service is not known; %s is its number */
    return g_strdup_printf (_("Order %s"), row->order);

  return g_strdup (_("Purchase"));
}

/* "#48219", "No number yet", or "" for what never became an order. */
char *
hsp_order_text_number (const HspPurchaseRow *row)
{
  if (row->order != NULL)
    return g_strconcat ("#", row->order, NULL);
  if (row->outcome == HSP_OUTCOME_UNCONFIRMED || row->outcome == HSP_OUTCOME_SENT)
    return g_strdup (_("No number yet"));

  return g_strdup ("");
}

/* What the narrow header says. */
char *
hsp_order_text_title (const HspPurchaseRow *row)
{
  return row->order != NULL ? g_strconcat ("#", row->order, NULL) : g_strdup (_("Purchase"));
}

char *
hsp_order_text_money (HspMoney    amount,
                      const char *currency)
{
  if (amount == HSP_MONEY_UNKNOWN)
    return g_strdup ("–");

  return hsp_money_to_text (amount, currency != NULL ? currency : "");
}

char *
hsp_order_text_count (gint64 count)
{
  return count < 0 ? g_strdup ("–") : hsp_number_to_text (count);
}

/* The charge; before it is known the estimate, marked as one; "" when neither is. */
char *
hsp_order_text_charge (const HspPurchaseRow *row)
{
  g_autofree char *estimate = NULL;

  if (hsp_receipt_charge_of (row) != HSP_MONEY_UNKNOWN)
    return hsp_order_text_money (row->charge, row->currency);
  if (row->estimate == HSP_MONEY_UNKNOWN)
    return g_strdup ("");

  estimate = hsp_order_text_money (row->estimate, row->currency);
  /* Translators: about; %s is an amount, "5.00 USD" */
  return g_strdup_printf (_("≈ %s"), estimate);
}

/* "12 of 20 delivered", or NULL when it cannot be said. */
char *
hsp_order_text_delivered (const HspPurchaseRow *row,
                          gint64                remains)
{
  g_autofree char *delivered = NULL;
  g_autofree char *quantity = NULL;

  if (remains < 0 || row->quantity <= 0)
    return NULL;

  delivered = hsp_number_to_text (CLAMP (row->quantity - remains, 0, row->quantity));
  quantity = hsp_number_to_text (row->quantity);
  /* Translators: "12 of 20 delivered" */
  return g_strdup_printf (_("%s of %s delivered"), delivered, quantity);
}

/* "today at 13:41", or the day and the time. */
char *
hsp_order_text_when (gint64 time)
{
  g_autoptr(GDateTime) then = g_date_time_new_from_unix_local (time);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *clock = hsp_text_clock (time);

  if (then == NULL || now == NULL ||
      g_date_time_get_year (then) != g_date_time_get_year (now) ||
      g_date_time_get_day_of_year (then) != g_date_time_get_day_of_year (now))
    return g_steal_pointer (&clock);

  /* Translators: %s is a time, "13:41"; stands after "Sent" or an order's number */
  return g_strdup_printf (_("today at %s"), clock);
}

/* Only what a browser takes is opened: a link is what somebody typed, or the shop's text. */
gboolean
hsp_order_is_web_link (const char *link)
{
  g_autoptr(GUri) uri = NULL;
  const char *scheme;

  if (link == NULL)
    return FALSE;

  uri = g_uri_parse (link, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return FALSE;

  scheme = g_uri_get_scheme (uri);
  return g_str_equal (scheme, "https") || g_str_equal (scheme, "http");
}

void
hsp_order_open_uri (GtkWidget  *widget,
                    const char *uri)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  g_return_if_fail (hsp_order_is_web_link (uri));

  gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
}

/* Work that has begun is blue; what waits, and words that nobody knows, are neutral. */
const char *
hsp_order_text_pill (HspOrder *order)
{
  const HspPurchaseRow *row = hsp_order_get_row (order);
  HspState state = hsp_order_get_state (order);

  if (row->outcome == HSP_OUTCOME_NOT_PLACED)
    return "pill-neutral";
  if (state != HSP_STATE_OPEN)
    return hsp_text_order_pill (state);
  if (row->status != NULL && (g_ascii_strcasecmp (row->status, "in progress") == 0 ||
                              g_ascii_strcasecmp (row->status, "processing") == 0))
    return hsp_text_order_pill (state);

  return "pill-neutral";
}

void
hsp_order_show_pill (GtkLabel *label,
                     HspOrder *order)
{
  const char *classes[] = { hsp_order_text_pill (order), NULL };

  gtk_label_set_text (label, hsp_order_get_state_text (order));
  gtk_widget_set_css_classes (GTK_WIDGET (label), classes);
}
