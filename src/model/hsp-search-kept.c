/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What searches have left, for those that come after them: who types on searches in what is left, and who
 * deletes a letter in what was left before it.
 *
 * A row that has a word has every part of it, so a search whose words have all words of an earlier one in
 * them finds only rows that the earlier one found, filters and scopes apart; but for the row whose number a
 * word is, since a number counts only as a whole. The last such searches are kept one above the other, each
 * within the one below, so that one number a row says up to which of them it was left. It may say too much
 * (a number's row is put on top of those that did not have it) and never too little: what a search begins
 * with is looked at for each of its words. */
#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-search-private.h"

#include <string.h>

#include "hsp-search-block.h"

/* Whether each word of @kept is in some word of @words, of which so many are looked at. */
static gboolean
is_wider (const HspSearchKept *kept,
          const char *const   *words,
          guint                n_words)
{
  for (const char *word = kept->words; *word != '\0'; word += strlen (word) + 1)
    {
      guint i = 0;

      while (i < n_words && words[i] != NULL && strstr (words[i], word) == NULL)
        i++;
      if (i == n_words || words[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

/*< private >
 * hsp_search_begin:
 *
 * Forgets what is kept of searches that say nothing of @words. Of what is kept then, leaves the rows that
 * may have all of them in their name or category.
 *
 * Returns: %FALSE when nothing is kept, and nothing was done to the rows
 */
gboolean
hsp_search_begin (HspSearch         *self,
                  const char *const *words)
{
  HspBlock least;

  while (self->n_kept > 0 && !is_wider (&self->kept[self->n_kept - 1], words, HSP_SEARCH_MOST_WORDS))
    self->n_kept--;
  if (self->n_kept == 0)
    return FALSE;

  least = hsp_block_fill ((char) self->n_kept);
  self->n_left = 0;
  for (guint i = 0; i < self->n_rows; i += HSP_BLOCK_SIZE)
    {
      const HspBlock left = (HspBlock) (hsp_block_load (self->depths + i) >= least);

      hsp_block_store (self->scores + i, left & hsp_block_fill (HSP_SCORE_ALIVE));
      self->n_left += hsp_block_count (left);
    }
  return TRUE;
}

/*< private >
 * hsp_search_began_with:
 *
 * Returns: whether all rows that have @word in their name or category are among those that the present
 *   search began with, which were not all
 */
gboolean
hsp_search_began_with (HspSearch  *self,
                       const char *word)
{
  return is_wider (&self->kept[self->n_kept - 1], &word, 1);
}

static gboolean
copy_words (HspSearchKept     *kept,
            const char *const *words)
{
  gsize used = 0;

  for (guint i = 0; i < HSP_SEARCH_MOST_WORDS && words[i] != NULL; i++)
    {
      const gsize size = strlen (words[i]) + 1;

      if (used + size >= sizeof kept->words)
        return FALSE;
      memcpy (kept->words + used, words[i], size);
      used += size;
    }
  kept->words[used] = '\0';
  kept->size = used;
  return TRUE;
}

/*< private >
 * hsp_search_keep:
 * @words: with which the search began
 *
 * Keeps what is left; of too many searches in a row, and of too many letters, not all.
 */
void
hsp_search_keep (HspSearch         *self,
                 const char *const *words)
{
  const guint below = MIN (self->n_kept, HSP_SEARCH_MOST_KEPT - 1);
  const HspBlock most = hsp_block_fill ((char) below);
  HspSearchKept kept;

  if (!copy_words (&kept, words))
    return;
  if (self->n_kept > 0 && self->kept[self->n_kept - 1].size == kept.size
      && memcmp (self->kept[self->n_kept - 1].words, kept.words, kept.size) == 0)
    return;
  for (guint i = 0; i < self->n_rows; i += HSP_BLOCK_SIZE)
    {
      const HspBlock left = hsp_block_is_set (hsp_block_load (self->scores + i));
      const HspBlock depth = hsp_block_load (self->depths + i);
      const HspBlock deeper = (HspBlock) (depth > most);

      hsp_block_store (self->depths + i, (left & (most + 1)) | (~left & ((deeper & most) | (~deeper & depth))));
    }
  self->kept[below] = kept;
  self->n_kept = below + 1;
}
