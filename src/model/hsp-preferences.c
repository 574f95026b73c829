/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-preferences.h"

/**
 * hsp_preferences_get_money:
 *
 * What cannot be read, from an edited file say, is no amount: a warning tells of it.
 *
 * Returns: the amount, HSP_MONEY_UNKNOWN for none
 */
HspMoney
hsp_preferences_get_money (GSettings  *settings,
                           const char *key)
{
  g_autofree char *text = NULL;
  HspMoney amount = HSP_MONEY_UNKNOWN;

  g_return_val_if_fail (G_IS_SETTINGS (settings), HSP_MONEY_UNKNOWN);

  text = g_settings_get_string (settings, key);
  if (*text == '\0')
    return HSP_MONEY_UNKNOWN;
  if (!hsp_money_parse (text, &amount) || amount < 0)
    {
      g_warning ("The setting %s is not an amount", key);
      return HSP_MONEY_UNKNOWN;
    }
  return amount;
}

/**
 * hsp_preferences_set_money:
 * @amount: HSP_MONEY_UNKNOWN for none
 */
void
hsp_preferences_set_money (GSettings  *settings,
                           const char *key,
                           HspMoney    amount)
{
  g_autofree char *text = NULL;

  g_return_if_fail (G_IS_SETTINGS (settings));

  text = amount != HSP_MONEY_UNKNOWN ? hsp_money_to_plain (amount) : g_strdup ("");
  g_settings_set_string (settings, key, text);
}

/**
 * hsp_preferences_read_limits:
 * @limits: (out caller-allocates): for hsp_account_set_limits(); no limit for one purchase, which is
 *   an option of the command line
 */
void
hsp_preferences_read_limits (GSettings         *settings,
                             HspSpendingLimits *limits)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (limits != NULL);

  *limits = HSP_SPENDING_LIMITS_NONE;
  limits->ask_above = hsp_preferences_get_money (settings, "ask-above");
  limits->daily = hsp_preferences_get_money (settings, "daily-limit");
  limits->unasked = !g_settings_get_boolean (settings, "ask-always");
  limits->unwarned = !g_settings_get_boolean (settings, "warn-same");
}
