/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-filter-memory.h"

#include "hsp-account.h"
#include "hsp-service-list.h"

typedef struct
{
  HspSort   sort;
  HspFilter filter;
  HspKind   kind;
  HspMoney  least_rate;
  HspMoney  most_rate;
  gint64    quantity;
} Memory;

/* It belongs to the display, which is there as long as there are windows, and longer than each. */
static GQuark
get_key (HspAccount *account)
{
  g_autofree char *name = g_strconcat ("hsp-filters-", hsp_account_get_id (account), NULL);

  return g_quark_from_string (name);
}

/**
 * hsp_filter_memory_keep:
 *
 * Keeps how @list is filtered and sorted now.
 */
void
hsp_filter_memory_keep (GtkWidget      *widget,
                        HspAccount     *account,
                        HspServiceList *list)
{
  Memory *memory = g_new0 (Memory, 1);

  memory->sort = hsp_service_list_get_sort (list);
  memory->filter = hsp_service_list_get_filter (list);
  memory->kind = hsp_service_list_get_kind (list);
  hsp_service_list_get_rates (list, &memory->least_rate, &memory->most_rate);
  memory->quantity = hsp_service_list_get_quantity (list);
  g_object_set_qdata_full (G_OBJECT (gtk_widget_get_display (widget)), get_key (account), memory,
                           g_free);
}

/**
 * hsp_filter_memory_restore:
 *
 * Filters and sorts @list as it was kept for the account; leaves it alone when nothing was.
 */
void
hsp_filter_memory_restore (GtkWidget      *widget,
                           HspAccount     *account,
                           HspServiceList *list)
{
  const Memory *memory = g_object_get_qdata (G_OBJECT (gtk_widget_get_display (widget)),
                                             get_key (account));

  if (memory == NULL)
    return;
  hsp_service_list_set_sort (list, memory->sort);
  hsp_service_list_set_filter (list, memory->filter);
  hsp_service_list_set_kind (list, memory->kind);
  hsp_service_list_set_rates (list, memory->least_rate, memory->most_rate);
  hsp_service_list_set_quantity (list, memory->quantity);
}
