/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"
/* For memmem(). */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-search-private.h"

#include <string.h>

#include "hsp-search-block.h"

/* A word, and of it what is compared 16 places at a time. */
typedef struct
{
  const char *text;
  gsize       length;
  gsize       near;    /* of three letters or fewer it is all */
  gsize       far;
  HspBlock    first;
  HspBlock    second;
  HspBlock    last;
} Probe;

/* Where the pass over the names is. */
typedef struct
{
  const HspSearchNames *names;
  const Probe          *probe;
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

static Probe
make_probe (const char *word,
            gsize       length)
{
  const gsize near = length > 2 ? 1 : 0;

  return (Probe) {
    .text = word,
    .length = length,
    .near = near,
    .far = length - 1,
    .first = hsp_block_fill (word[0]),
    .second = hsp_block_fill (word[near]),
    .last = hsp_block_fill (word[length - 1]),
  };
}

/* From where on, before @end, no whole block can be compared any more. */
static const char *
find_limit (const HspSearchNames *names,
            const char           *end,
            gsize                 word_length)
{
  const gsize block = HSP_BLOCK_SIZE + word_length;
  const char *limit = names->length > block ? names->haystack + names->length - block : names->haystack;

  return MIN (limit, end);
}

static inline gboolean
find_places (const Probe *probe,
             const char  *p,
             guint64      masks[2])
{
  return hsp_block_get_masks (hsp_block_equal (hsp_block_load (p), probe->first)
                              & hsp_block_equal (hsp_block_load (p + probe->near), probe->second)
                              & hsp_block_equal (hsp_block_load (p + probe->far), probe->last), masks);
}

static inline gboolean
is_place (const Probe *probe,
          const char  *p)
{
  return probe->length <= 3 || memcmp (p, probe->text, probe->length) == 0;
}

/* The word is at @p of the name that begins at @start. */
static inline guint8
score_place (const char *start,
             const char *p)
{
  if (p == start)
    return HSP_SCORE_NAME_START;
  return is_word_char (p[-1]) ? HSP_SCORE_NAME_MIDDLE : HSP_SCORE_NAME;
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
  score = score_place (names->haystack + names->starts[pass->row], p);
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

      if (place >= pass->resume && place < pass->end && is_place (pass->probe, place))
        take_place (pass, place);
    }
}

/* @limit: a block may begin before it */
static void
score_word (Pass       *pass,
            const char *p,
            const char *limit)
{
  const Probe probe = *pass->probe;

  for (; p < limit; p += HSP_BLOCK_SIZE)
    {
      guint64 masks[2];

      if (!find_places (&probe, p, masks))
        continue;
      take_mask (pass, p, masks[0]);
      take_mask (pass, p + 8, masks[1]);
    }
  for (; p < pass->end; p++)
    {
      if (p >= pass->resume && memcmp (p, probe.text, probe.length) == 0)
        take_place (pass, p);
    }
}

/* A single letter is in nearly every name and often in one: first where no letter is before it, which is
 * seldom, and has all beginnings of words; then, once a name, in the names that have it elsewhere. */
static void
score_letter (Pass       *pass,
              const char *p,
              const char *limit)
{
  const HspSearchNames *names = pass->names;
  const char text = *pass->probe->text;
  const HspBlock letter = pass->probe->first;

  /* every byte but this one has one before it */
  if (*p == text)
    take_place (pass, p);
  for (p++; p < limit; p += HSP_BLOCK_SIZE)
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
      if (p >= pass->resume && *p == text)
        take_place (pass, p);
    }

  for (guint i = 0; i < names->n_rows; i++)
    {
      if (pass->scores[i] == HSP_SCORE_NONE
          && memchr (names->haystack + names->starts[i], text,
                     names->starts[i + 1] - names->starts[i] - 1) != NULL)
        pass->scores[i] = pass->bonus + HSP_SCORE_NAME_MIDDLE;
    }
}

/*< private >
 * hsp_search_score_names:
 * @scores: a place for each row of the table, all 0; those that have @word are set to where it is and @bonus
 *
 * Looks through all names in one go: no word lies across two of them.
 */
void
hsp_search_score_names (const HspSearchNames *names,
                        const char           *word,
                        gsize                 word_length,
                        guint8                bonus,
                        guint8               *scores)
{
  const Probe probe = make_probe (word, word_length);
  Pass pass = { names, &probe, bonus, scores, 0, names->haystack, names->haystack, names->haystack };

  if (names->length <= word_length)
    return;
  pass.next += names->starts[1];
  pass.end += names->length - word_length;
  if (word_length == 1)
    score_letter (&pass, names->haystack, find_limit (names, pass.end, word_length));
  else
    score_word (&pass, names->haystack, find_limit (names, pass.end, word_length));
}

/* The first place that @mask says is the best, but for one where a word begins. */
static inline guint8
score_mask (const Probe *probe,
            const char  *start,
            const char  *end,
            const char  *p,
            guint64      mask)
{
  guint8 score = HSP_SCORE_NONE;

  for (; mask != 0 && score <= HSP_SCORE_NAME_MIDDLE; mask &= mask - 1)
    {
      const char *place = p + hsp_block_first (mask);

      if (place < end && is_place (probe, place))
        score = score_place (start, place);
    }
  return score;
}

/* @end: the word begins before it */
static inline guint8
score_name (const Probe *probe,
            const char  *start,
            const char  *end,
            const char  *limit)
{
  guint8 score = HSP_SCORE_NONE;
  const char *p = start;

  for (; p < end && p < limit; p += HSP_BLOCK_SIZE)
    {
      guint64 masks[2];

      if (!find_places (probe, p, masks))
        continue;
      score = MAX (score, score_mask (probe, start, end, p, masks[0]));
      score = MAX (score, score_mask (probe, start, end, p + 8, masks[1]));
      if (score > HSP_SCORE_NAME_MIDDLE)
        return score;
    }
  for (; p < end && score <= HSP_SCORE_NAME_MIDDLE; p++)
    {
      if (memcmp (p, probe->text, probe->length) == 0)
        score = score_place (start, p);
    }
  return score;
}

/*< private >
 * hsp_search_score_left:
 * @left: of each row, whether it is looked at
 *
 * The same as hsp_search_score_names() for some rows, one by one.
 */
void
hsp_search_score_left (const HspSearchNames *names,
                       const guint8         *left,
                       const char           *word,
                       gsize                 word_length,
                       guint8                bonus,
                       guint8               *scores)
{
  const Probe probe = make_probe (word, word_length);
  const char *limit = find_limit (names, names->haystack + names->length, word_length);

  for (guint i = hsp_search_next_left (left, 0, names->n_rows); i < names->n_rows;
       i = hsp_search_next_left (left, i + 1, names->n_rows))
    {
      const char *start = names->haystack + names->starts[i];
      const gsize length = names->starts[i + 1] - names->starts[i];
      guint8 score;

      if (length <= word_length)
        continue;
      score = score_name (&probe, start, start + length - word_length, limit);
      scores[i] = score != HSP_SCORE_NONE ? bonus + score : HSP_SCORE_NONE;
    }
}
