/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What resembles a word, for when nothing matches it. Only words of letters from a to z are forgiven,
 * which all of Latin script is once folded: of a number, the next one is no likeness. */
#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-search-private.h"

#include <string.h>

#include "hsp-search-block.h"

#define LEAST_LETTERS 4
/* A word's places are the bits of a number */
#define MOST_LETTERS 64
/* How far the decision at one byte looks: see find_places() */
#define AHEAD 6
#define BEHIND 2

typedef struct
{
  const HspSimilarWord *word;
  const HspSearchNames *names;
  guint8               *scores;
  guint                 row;
  const char           *next;  /* the row after it */
  const char           *end;
} Pass;

static inline gboolean
is_letter (char c)
{
  return c >= 'a' && c <= 'z';
}

static inline gboolean
is_word_char (char c)
{
  return is_letter (c) || (c >= '0' && c <= '9');
}

/*< private >
 * hsp_similar_word_init:
 * @word: folded; borrowed
 *
 * Returns: %FALSE when the word must be written as it is
 */
gboolean
hsp_similar_word_init (HspSimilarWord *self,
                       const char     *word)
{
  memset (self, 0, sizeof *self);
  self->text = word;
  self->length = strlen (word);
  if (self->length < LEAST_LETTERS || self->length > MOST_LETTERS)
    return FALSE;

  for (gsize i = 0; i < self->length; i++)
    {
      if (!is_letter (word[i]))
        return FALSE;
      self->letters[word[i] - 'a'] |= G_GUINT64_CONSTANT (1) << i;
    }
  return TRUE;
}

/* Whether the text at @p begins with what is left of the word; says whether its own word ends there.
 * A letter is never equal to what ends a word or a name, so it stays inside both. */
static gboolean
begins_with (const char *p,
             const char *rest,
             gboolean   *whole)
{
  while (*rest != '\0' && *p == *rest)
    p++, rest++;
  if (*rest != '\0')
    return FALSE;
  *whole = *whole || !is_word_char (*p);
  return TRUE;
}

/* Whether the word of the name that begins at @p begins with @word but for one letter too many, too
 * few, another, or two neighbours that changed places. The first difference decides: a slip before
 * it would have made an earlier one. */
static guint8
score_slip (const HspSimilarWord *self,
            const char           *p)
{
  const char *word = self->text;
  gboolean found = FALSE, whole = FALSE;

  while (*word != '\0' && *p == *word)
    p++, word++;
  if (*word == '\0')
    return is_word_char (*p) ? HSP_SIMILAR_BEGINS : HSP_SIMILAR_WHOLE;

  found |= begins_with (p, word + 1, &whole);
  if (is_word_char (*p))
    {
      found |= begins_with (p + 1, word + 1, &whole);
      found |= begins_with (p + 1, word, &whole);
      if (word[1] != '\0' && p[0] == word[1] && p[1] == word[0])
        found |= begins_with (p + 2, word + 2, &whole);
    }
  if (!found)
    return HSP_SIMILAR_NONE;
  return whole ? HSP_SIMILAR_WHOLE : HSP_SIMILAR_BEGINS;
}

/* Whether the letters of the word are in the text at @p, in order and inside one word of it, at most
 * two others between neighbours, and in all no more others than the word has letters. All ways are
 * followed at once: a bit of @now says that the word is matched up to this letter. */
static gboolean
has_letters (const HspSimilarWord *self,
             const char           *p)
{
  const guint64 last = G_GUINT64_CONSTANT (1) << (self->length - 1);
  guint64 now = 1, before = 0, long_before = 0;

  for (gsize i = 1; i < 2 * self->length && is_word_char (p[i]); i++)
    {
      const guint64 letters = is_letter (p[i]) ? self->letters[p[i] - 'a'] : 0;
      const guint64 next = ((now | before | long_before) << 1) & letters;

      if (next & last)
        return TRUE;
      long_before = before;
      before = now;
      now = next;
      if ((now | before | long_before) == 0)
        return FALSE;
    }
  return FALSE;
}

/* How the text of a name from @p on resembles the word, nothing before it being looked at. */
static inline guint8
score_place (const HspSimilarWord *self,
             const char           *p,
             gboolean              at_start)
{
  guint8 score = HSP_SIMILAR_NONE;

  if (at_start)
    score = score_slip (self, p);
  if (score == HSP_SIMILAR_NONE && *p == self->text[0] && has_letters (self, p))
    score = at_start ? HSP_SIMILAR_START : HSP_SIMILAR_INSIDE;
  return score;
}

static void
take_score (Pass       *pass,
            const char *p,
            guint8      score)
{
  const HspSearchNames *names = pass->names;

  if (score == HSP_SIMILAR_NONE)
    return;
  while (p >= pass->next)
    pass->next = names->haystack + names->starts[++pass->row + 1];
  pass->scores[pass->row] = MAX (pass->scores[pass->row], score);
}

static inline gboolean
begins_word (const Pass *pass,
             const char *p)
{
  return p == pass->names->haystack || !is_word_char (p[-1]);
}

/* Looks closer at a byte that find_places() found: the first letter of the word, or its third. */
static inline void
take_place (Pass       *pass,
            const char *p)
{
  const HspSimilarWord *word = pass->word;
  const char *letters = word->text;

  if (*p == letters[0])
    {
      const gboolean at_start = begins_word (pass, p);

      take_score (pass, p, score_place (word, p, at_start));
      if (!at_start && begins_word (pass, p - 1))
        take_score (pass, p, score_slip (word, p - 1));
    }
  if (*p != letters[2] || p[1] != letters[3])
    return;
  for (gssize i = 1; i <= 2 && i <= p - pass->names->haystack && is_word_char (p[-i]); i++)
    {
      if (begins_word (pass, p - i))
        take_score (pass, p, score_slip (word, p - i));
    }
}

static inline HspBlock
find_letter (const char     *p,
             const HspBlock *letter)
{
  return hsp_block_equal (hsp_block_load (p), *letter);
}

/* Finds the bytes by which score_place() can find something at all, few others, and most likenesses by
 * one byte only.
 *
 * The first letter is there: then all letters may follow, at most two others between neighbours, of
 * which the second and the third are looked for; or the second follows and the slip is at the third; or
 * the third does, the second being missing, behind it, or before the first.
 *
 * Or the third and the fourth are there, and of the two before them one alone is right: the first, or
 * the second. */
static inline HspBlock
find_places (const char     *p,
             const HspBlock *letters)
{
  const HspBlock first = find_letter (p, &letters[0]);
  const HspBlock second_at_1 = find_letter (p + 1, &letters[1]);
  const HspBlock second_at_2 = find_letter (p + 2, &letters[1]);
  const HspBlock fourth_at_2 = find_letter (p + 2, &letters[3]);
  const HspBlock third_at_1 = find_letter (p + 1, &letters[2]);
  const HspBlock third = find_letter (p + 2, &letters[2]) | find_letter (p + 3, &letters[2])
                         | find_letter (p + 4, &letters[2]) | find_letter (p + 5, &letters[2])
                         | find_letter (p + AHEAD, &letters[2]);
  const HspBlock all = (second_at_1 | second_at_2 | find_letter (p + 3, &letters[1])) & third;
  const HspBlock slip_at_third = second_at_1 & (fourth_at_2 | find_letter (p + 3, &letters[3]));
  const HspBlock slip_at_second = third_at_1 & (fourth_at_2 | second_at_2);
  const HspBlock slip_at_first = find_letter (p - 1, &letters[1])
                                 ^ find_letter (p - BEHIND, &letters[0]);

  return (first & (all | slip_at_third | slip_at_second))
         | (find_letter (p, &letters[2]) & find_letter (p + 1, &letters[3]) & slip_at_first);
}

/* Looks closer at the bytes from @p on that @mask says. */
static inline void
take_mask (Pass       *pass,
           const char *p,
           guint64     mask)
{
  for (; mask != 0; mask &= mask - 1)
    {
      const char *place = p + hsp_block_first (mask);

      if (place < pass->end)
        take_place (pass, place);
    }
}

/* Looks through the names from @first_row up to @end_row in one go. */
static void
score_names (const HspSimilarWord *self,
             const HspSearchNames *names,
             guint                 first_row,
             guint                 end_row,
             guint8               *scores)
{
  const char *p = names->haystack + names->starts[first_row];
  const gsize left = names->length - names->starts[first_row];
  const char *limit = left > HSP_BLOCK_SIZE + AHEAD ? p + left - HSP_BLOCK_SIZE - AHEAD : p;
  HspBlock letters[LEAST_LETTERS];
  Pass pass = { self, names, scores, first_row };

  pass.next = names->haystack + names->starts[first_row + 1];
  pass.end = names->haystack + names->starts[end_row];
  for (guint i = 0; i < LEAST_LETTERS; i++)
    letters[i] = hsp_block_fill (self->text[i]);

  for (; p < pass.end && p < names->haystack + BEHIND; p++)
    take_place (&pass, p);
  for (; p < pass.end && p < limit; p += HSP_BLOCK_SIZE)
    {
      guint64 masks[2];

      if (!hsp_block_get_masks (find_places (p, letters), masks))
        continue;
      take_mask (&pass, p, masks[0]);
      take_mask (&pass, p + 8, masks[1]);
    }
  /* what ends the last name is no letter: there is a byte after each that is one */
  for (; p < pass.end; p++)
    take_place (&pass, p);
}

/*< private >
 * hsp_similar_score_names:
 * @scores: a place for each row of the table, set where the name resembles the word more than it says
 */
void
hsp_similar_score_names (const HspSimilarWord *self,
                         const HspSearchNames *names,
                         guint8               *scores)
{
  if (names->n_rows > 0)
    score_names (self, names, 0, names->n_rows, scores);
}

/*< private >
 * hsp_similar_score_left:
 * @left: of each row, whether it is looked at
 *
 * The same for some rows, one by one.
 */
void
hsp_similar_score_left (const HspSimilarWord *self,
                        const HspSearchNames *names,
                        const guint8         *left,
                        guint8               *scores)
{
  for (guint i = hsp_search_next_left (left, 0, names->n_rows); i < names->n_rows;
       i = hsp_search_next_left (left, i + 1, names->n_rows))
    score_names (self, names, i, i + 1, scores);
}
