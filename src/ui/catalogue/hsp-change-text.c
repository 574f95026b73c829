/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-change-text.h"

#include <glib/gi18n-lib.h>

#include "hsp-money.h"
#include "hsp-text.h"

/* In the order of HspChangeKind. */
static const struct
{
  const char *name;
  const char *pill;
  const char *since;
} kinds[HSP_N_CHANGE_KINDS] = {
  /* Translators: what has become of a service: the shop offers it for the first time */
  { NC_("change", "New"), "pill-accent", N_("New since your last visit") },
  /* Translators: what has become of a service: the shop does not offer it any more */
  { NC_("change", "Gone"), "pill-neutral", N_("Gone since your last visit") },
  { NC_("change", "Dearer"), "pill-warning", N_("Dearer since your last visit") },
  { NC_("change", "Cheaper"), "pill-success", N_("Cheaper since your last visit") },
  { NC_("change", "Back in stock"), "pill-success", N_("Back in stock since your last visit") },
  { NC_("change", "Sold out"), "pill-error", N_("Sold out since your last visit") },
};

const char *
hsp_change_text_kind (HspChangeKind kind)
{
  g_return_val_if_fail (kind < HSP_N_CHANGE_KINDS, "");

  return g_dpgettext2 (NULL, "change", kinds[kind].name);
}

const char *
hsp_change_text_pill (HspChangeKind kind)
{
  g_return_val_if_fail (kind < HSP_N_CHANGE_KINDS, "");

  return kinds[kind].pill;
}

const char *
hsp_change_text_since (HspChangeKind kind)
{
  g_return_val_if_fail (kind < HSP_N_CHANGE_KINDS, "");

  return _(kinds[kind].since);
}

/* @currency: (nullable): with it the words for a screen reader */
static char *
format_figure (HspChangeKind  kind,
               gint64         figure,
               const char    *currency)
{
  if (kind == HSP_CHANGE_BACK_IN_STOCK || kind == HSP_CHANGE_SOLD_OUT)
    return hsp_number_to_text (figure);
  return currency != NULL ? hsp_money_to_text (figure, currency) : hsp_money_to_digits (figure);
}

char *
hsp_change_text_figures (HspChange *change)
{
  const HspChangeKind kind = hsp_change_get_kind (change);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (kind == HSP_CHANGE_NEW)
    return format_figure (kind, hsp_change_get_after (change), NULL);
  before = format_figure (kind, hsp_change_get_before (change), NULL);
  if (kind == HSP_CHANGE_GONE)
    return g_steal_pointer (&before);
  after = format_figure (kind, hsp_change_get_after (change), NULL);
  /* Translators: a price or a number of pieces, before and now: "0.85 → 0.92" */
  return g_strdup_printf (_("%s → %s"), before, after);
}

static char *
format_change (HspChange  *change,
               const char *currency)
{
  const HspChangeKind kind = hsp_change_get_kind (change);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (kind != HSP_CHANGE_NEW)
    before = format_figure (kind, hsp_change_get_before (change), currency);
  if (kind != HSP_CHANGE_GONE)
    after = format_figure (kind, hsp_change_get_after (change), currency);
  if (before == NULL || after == NULL)
    return g_strdup (before != NULL ? before : after);
  /* Translators: read aloud: a price or a number of pieces, before and now */
  return g_strdup_printf (_("from %s to %s"), before, after);
}

char *
hsp_change_text_sentence (HspChange  *change,
                          const char *currency)
{
  g_autofree char *figures = format_change (change, currency);
  g_autofree char *clock = hsp_text_clock (hsp_change_get_time (change));

  /* a screen reader pauses at the full stops */
  return g_strdup_printf ("%s. %s, %s. %s.", hsp_change_get_name (change),
                          hsp_change_text_kind (hsp_change_get_kind (change)), figures, clock);
}
