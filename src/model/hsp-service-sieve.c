/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"
/* For memmem(). */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-service-sieve.h"

#include <string.h>

#include "hsp-fold.h"
#include "hsp-search-private.h"

struct _HspServiceSieve
{
  char   **words;     /* (owned) */
  guint    n_words;   /* that are looked for */
  GString *name;      /* (owned) folded, of the service that was asked about last */
  GString *place;     /* (owned) likewise its category and subcategory */
};

/**
 * hsp_service_sieve_new:
 * @words: (nullable): copied; folded, none empty: hsp_fold_words()
 *
 * Returns: (transfer full): without words it lets everything pass
 */
HspServiceSieve *
hsp_service_sieve_new (const char *const *words)
{
  HspServiceSieve *self = g_new0 (HspServiceSieve, 1);

  self->words = words != NULL ? g_strdupv ((char **) words) : g_new0 (char *, 1);
  self->n_words = MIN (g_strv_length (self->words), HSP_SEARCH_MOST_WORDS);
  self->name = g_string_new (NULL);
  self->place = g_string_new (NULL);
  return self;
}

/** hsp_service_sieve_free: @self: (transfer full) (nullable) */
void
hsp_service_sieve_free (HspServiceSieve *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->words);
  g_string_free (self->name, TRUE);
  g_string_free (self->place, TRUE);
  g_free (self);
}

static gboolean
has_word (const GString *text,
          const char    *word)
{
  return memmem (text->str, text->len, word, strlen (word)) != NULL;
}

/* Folds the name for the first word, and the rest only where a word is not in it. */
static gboolean
has_every_word (HspServiceSieve       *self,
                const HspServiceValue *value)
{
  gboolean folded = FALSE;

  g_string_truncate (self->name, 0);
  hsp_fold_append (self->name, value->name != NULL ? value->name : "", NULL);
  for (guint i = 0; i < self->n_words; i++)
    {
      const char *word = self->words[i];

      if (has_word (self->name, word) || strcmp (value->id, word) == 0)
        continue;
      if (!folded)
        {
          g_string_truncate (self->place, 0);
          hsp_fold_append (self->place, value->category != NULL ? value->category : "", NULL);
          g_string_append_c (self->place, ' ');
          hsp_fold_append (self->place, value->subcategory != NULL ? value->subcategory : "", NULL);
          folded = TRUE;
        }
      if (!has_word (self->place, word))
        return FALSE;
    }
  return TRUE;
}

/**
 * hsp_service_sieve_passes:
 * @value: only read
 *
 * Returns: whether hsp_search_run() finds the service by the words, slips not forgiven
 */
gboolean
hsp_service_sieve_passes (HspServiceSieve       *self,
                          const HspServiceValue *value)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (value != NULL && value->id != NULL, FALSE);

  return self->n_words == 0 || has_every_word (self, value);
}
