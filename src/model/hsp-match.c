/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"
/* For memmem(). */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-match.h"

#include <string.h>

#include "hsp-fold.h"

static int
compare_matches (gconstpointer a,
                 gconstpointer b)
{
  const HspMatch *left = a;
  const HspMatch *right = b;

  return left->start < right->start ? -1 : left->start > right->start;
}

static void
add_matches (GArray       *matches,
             const char   *folded,
             gsize         length,
             const char   *word,
             const GArray *offsets)
{
  const gsize word_length = strlen (word);
  const char *p = folded;

  while ((p = memmem (p, length - (p - folded), word, word_length)) != NULL)
    {
      const gsize at = p - folded;
      HspMatch match = {
        .start = g_array_index (offsets, guint, at),
        .end = g_array_index (offsets, guint, at + word_length),
      };

      /* A character of several folded ones is marked whole */
      for (gsize i = at + word_length; match.end <= match.start && i < offsets->len; i++)
        match.end = g_array_index (offsets, guint, i);
      g_array_append_val (matches, match);
      p += word_length;
    }
}

/**
 * hsp_match_find:
 * @text: valid UTF-8, such as the name of a service
 *
 * Returns: (transfer full): in order and without overlap
 */
GArray *
hsp_match_find (const char *const *words,
                const char        *text)
{
  GArray *merged = g_array_new (FALSE, FALSE, sizeof (HspMatch));
  g_autoptr(GArray) matches = g_array_new (FALSE, FALSE, sizeof (HspMatch));
  g_autoptr(GArray) offsets = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GString) folded = g_string_new (NULL);

  hsp_fold_append (folded, text, offsets);
  for (guint i = 0; words[i] != NULL; i++)
    add_matches (matches, folded->str, folded->len, words[i], offsets);
  g_array_sort (matches, compare_matches);

  for (guint i = 0; i < matches->len; i++)
    {
      const HspMatch match = g_array_index (matches, HspMatch, i);
      HspMatch *last = merged->len > 0 ? &g_array_index (merged, HspMatch, merged->len - 1) : NULL;

      if (last != NULL && match.start <= last->end)
        last->end = MAX (last->end, match.end);
      else
        g_array_append_val (merged, match);
    }
  return merged;
}
