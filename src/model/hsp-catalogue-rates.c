/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-parts.h"

#include "hsp-service.h"

static gboolean
look_up (const char *id,
         HspKind    *kind,
         HspMoney   *rate,
         gpointer    user_data)
{
  HspCatalogue *self = user_data;
  const guint row = hsp_service_table_find (self->table, id);

  if (row == G_MAXUINT)
    return FALSE;
  *kind = hsp_service_table_get_row (self->table, row)->kind;
  *rate = hsp_service_table_get_row (self->table, row)->rate;
  return TRUE;
}

/*< private >
 * hsp_catalogue_learn_rates:
 * @purchases: (element-type HspPurchaseRow): all that the journal knows
 *
 * Works out anew what the rates are the prices of; `rates-learnt` when that has changed.
 */
void
hsp_catalogue_learn_rates (HspCatalogue *self,
                           GPtrArray    *purchases)
{
  gboolean changed = FALSE;

  g_return_if_fail (HSP_IS_CATALOGUE (self));

  for (guint kind = 0; kind < HSP_N_KINDS; kind++)
    {
      const HspRateUnit unit = hsp_rate_unit_learn (purchases, kind, look_up, self);

      changed = changed || self->rate_units[kind] != unit;
      self->rate_units[kind] = unit;
    }
  if (changed)
    g_signal_emit_by_name (self, "rates-learnt");
}

/**
 * hsp_catalogue_get_rate_unit:
 *
 * Returns: what the rates of services of @kind are the prices of, HSP_RATE_UNKNOWN until a charge
 *   has shown it
 */
HspRateUnit
hsp_catalogue_get_rate_unit (HspCatalogue *self,
                             HspKind       kind)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), HSP_RATE_UNKNOWN);
  g_return_val_if_fail ((guint) kind < HSP_N_KINDS, HSP_RATE_UNKNOWN);

  return self->rate_units[kind];
}
