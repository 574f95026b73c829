/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"
/* For memmem(). */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-search-private.h"

#include <string.h>

#include "hsp-search-block.h"

/* Where the pass over the names is. */
typedef struct
{
  const HspSearchNames *names;
  const char           *word;
  gsize                 length;
  guint8                bonus;
  guint8               *scores;
  guint                 row;     /* that the last place lies in */
  const char           *next;    /* the row after it */
  const char           *resume;  /* what is before it cannot become better */
  const char           *end;     /* no place lies there or behind it */
} Pass;

/* Folded text is lower case: letters and digits of ASCII, and whatever else is no ASCII. */
static inline gboolean
is_word_char (char c)
{
  return (guchar) c >= 0x80 || g_ascii_isalnum (c);
}

/*< private >
 * hsp_search_score_text:
 *
 * Returns: @start when @word is at the beginning of a word of @text, @middle when it is only in the
 *   middle of one, 0 when it is not there
 */
guint8
hsp_search_score_text (const char *text,
                       gsize       length,
                       const char *word,
                       gsize       word_length,
                       guint8      middle,
                       guint8      start)
{
  const char *p = text;
  guint8 score = HSP_SCORE_NONE;

  while ((p = memmem (p, length - (p - text), word, word_length)) != NULL)
    {
      if (p == text || !is_word_char (p[-1]))
        return start;
      score = middle;
      p++;
    }
  return score;
}

/* The word is at @p. */
static inline void
take_place (Pass       *pass,
            const char *p)
{
  const HspSearchNames *names = pass->names;
  guint8 score;

  while (p >= pass->next)
    pass->next = names->haystack + names->starts[++pass->row + 1];
  if (p == names->haystack + names->starts[pass->row])
    score = HSP_SCORE_NAME_START;
  else
    score = is_word_char (p[-1]) ? HSP_SCORE_NAME_MIDDLE : HSP_SCORE_NAME;
  pass->scores[pass->row] = pass->bonus + score;
  if (score != HSP_SCORE_NAME_MIDDLE)
    pass->resume = pass->next;
}

/* Of the places from @p on that @mask says, those where the word is and may be better placed. */
static inline void
take_mask (Pass       *pass,
           const char *p,
           guint64     mask)
{
  for (; mask != 0; mask &= mask - 1)
    {
      const char *place = p + hsp_block_first (mask);

      if (place >= pass->resume && place < pass->end
          && memcmp (place, pass->word, pass->length) == 0)
        take_place (pass, place);
    }
}

/* @limit: a block may begin before it */
static void
score_word (Pass       *pass,
            const char *p,
            const char *limit)
{
  const guint near = pass->length > 2 ? 1 : 0;
  const gsize far = pass->length - 1;
  const HspBlock first = hsp_block_fill (pass->word[0]);
  const HspBlock second = hsp_block_fill (pass->word[near]);
  const HspBlock last = hsp_block_fill (pass->word[far]);

  for (; p < pass->end && p < limit; p += HSP_BLOCK_SIZE)
    {
      guint64 masks[2];

      if (!hsp_block_get_masks (hsp_block_equal (hsp_block_load (p), first)
                                & hsp_block_equal (hsp_block_load (p + near), second)
                                & hsp_block_equal (hsp_block_load (p + far), last), masks))
        continue;
      take_mask (pass, p, masks[0]);
      take_mask (pass, p + 8, masks[1]);
    }
  for (; p < pass->end; p++)
    {
      if (p >= pass->resume && memcmp (p, pass->word, pass->length) == 0)
        take_place (pass, p);
    }
}

/* A single letter is in nearly every name and often in one: first where no letter is before it, which is
 * seldom, and has all beginnings of words; then, once a name, in the names that have it elsewhere. */
static void
score_letter (Pass       *pass,
              const char *p,
              const char *limit,
              guint       first_row,
              guint       end_row)
{
  const HspSearchNames *names = pass->names;
  const HspBlock letter = hsp_block_fill (pass->word[0]);

  /* every byte but this one has one before it */
  if (p == names->haystack)
    {
      if (*p == pass->word[0])
        take_place (pass, p);
      p++;
    }
  for (; p < pass->end && p < limit; p += HSP_BLOCK_SIZE)
    {
      guint64 masks[2];

      if (!hsp_block_get_masks (hsp_block_equal (hsp_block_load (p), letter)
                                & ~hsp_block_between (hsp_block_load (p - 1), 'a', 'z'), masks))
        continue;
      take_mask (pass, p, masks[0]);
      take_mask (pass, p + 8, masks[1]);
    }
  for (; p < pass->end; p++)
    {
      if (p >= pass->resume && *p == pass->word[0])
        take_place (pass, p);
    }

  for (guint i = first_row; i < end_row; i++)
    {
      if (pass->scores[i] == HSP_SCORE_NONE
          && memchr (names->haystack + names->starts[i], pass->word[0],
                     names->starts[i + 1] - names->starts[i] - 1) != NULL)
        pass->scores[i] = pass->bonus + HSP_SCORE_NAME_MIDDLE;
    }
}

/*< private >
 * hsp_search_score_names:
 * @scores: a place for each row of the table, 0 for those that are looked at; those that have @word are
 *   set to where it is and @bonus
 *
 * Looks through the names from @first_row up to @end_row in one go: no word lies across two of them.
 */
void
hsp_search_score_names (const HspSearchNames *names,
                        guint                 first_row,
                        guint                 end_row,
                        const char           *word,
                        gsize                 word_length,
                        guint8                bonus,
                        guint8               *scores)
{
  const char *start = names->haystack + names->starts[first_row];
  const char *end = names->haystack + names->starts[end_row];
  const gsize left = names->length - names->starts[first_row];
  const gsize block = HSP_BLOCK_SIZE + word_length;
  const char *limit = left > block ? start + left - block : start;
  Pass pass = { names, word, word_length, bonus, scores, first_row, start, start };

  if ((gsize) (end - start) <= word_length)
    return;
  pass.next = names->haystack + names->starts[first_row + 1];
  pass.end = end - word_length;
  if (word_length == 1)
    score_letter (&pass, start, limit, first_row, end_row);
  else
    score_word (&pass, start, limit);
}
