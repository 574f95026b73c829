/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of a damaged journal: not to be kept from the person whose purchases were in it. */

#define G_LOG_DOMAIN "hsp-account"

#include "config.h"

#include "hsp-account-parts.h"

#include <glib/gi18n-lib.h>

/**
 * hsp_account_get_recovery:
 *
 * Returns: (transfer none) (nullable): what was read from a journal that was damaged when it was
 *   opened; NULL when it was not, or hsp_account_take_note_of_recovery() was called
 */
const HspJournalRecovery *
hsp_account_get_recovery (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->recovered ? hsp_journal_get_recovery (self->journal) : NULL;
}

/**
 * hsp_account_dup_recovery_text:
 *
 * Returns: (transfer full) (nullable): what hsp_account_get_recovery() says, for a person
 */
char *
hsp_account_dup_recovery_text (HspAccount *self)
{
  const HspJournalRecovery *recovery = hsp_account_get_recovery (self);
  g_autofree char *path = NULL;
  g_autofree char *purchases = NULL;
  g_autofree char *numbers = NULL;

  if (recovery == NULL)
    return NULL;
  path = g_filename_display_name (recovery->path);
  purchases = g_strdup_printf (ngettext ("%u purchase", "%u purchases", recovery->n_purchases),
                               recovery->n_purchases);
  numbers = g_strdup_printf (ngettext ("%u number", "%u numbers", recovery->n_numbers),
                             recovery->n_numbers);
  /* Translators: "12 purchases", "3 numbers", and the name of a file */
  return g_strdup_printf (_("The file that keeps your purchases was damaged. %s and %s were read from "
                            "it; the damaged file is kept as “%s”."), purchases, numbers, path);
}

/**
 * hsp_account_take_note_of_recovery:
 *
 * The person knows by now. The damaged file stays.
 */
void
hsp_account_take_note_of_recovery (HspAccount *self)
{
  g_return_if_fail (HSP_IS_ACCOUNT (self));

  hsp_account_set_recovered (self, FALSE);
}
