/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of a search: a word that is looked for in the folded names, one that may have a slip, what is
 * kept for the next one, and what is shown in the end. */
#pragma once

#include <string.h>

#include "hsp-search.h"

G_BEGIN_DECLS

/* Where a word was found, the best place first. */
enum
{
  HSP_SCORE_NONE,
  HSP_SCORE_CATEGORY_MIDDLE,
  HSP_SCORE_CATEGORY,
  HSP_SCORE_NAME_MIDDLE,
  HSP_SCORE_NAME,
  HSP_SCORE_NAME_START,
  HSP_SCORE_ID,
};

/* How a name resembles a word, the best first. A word that is found counts for more than any. */
enum
{
  HSP_SIMILAR_NONE,
  HSP_SIMILAR_INSIDE,  /* its letters are in the middle of a word, a few others between them */
  HSP_SIMILAR_START,   /* the same from the beginning of a word */
  HSP_SIMILAR_BEGINS,  /* a word begins with it but for one slip */
  HSP_SIMILAR_WHOLE,   /* a word is it but for one slip */
};
#define HSP_SIMILAR_MOST HSP_SIMILAR_WHOLE

/* More words than this are not looked for. */
#define HSP_SEARCH_MOST_WORDS 16
/* A row that is still looked at; what its words score is added. */
#define HSP_SCORE_ALIVE 1
/* In a search that forgives slips, what is found counts for more than what resembles. */
#define HSP_SIMILAR_MOST_SCORE (HSP_SIMILAR_MOST + HSP_SCORE_ID)
#define HSP_SEARCH_N_SCORES (HSP_SCORE_ALIVE + HSP_SEARCH_MOST_WORDS * HSP_SIMILAR_MOST_SCORE + 1)
G_STATIC_ASSERT (HSP_SEARCH_N_SCORES <= G_MAXUINT8 + 1);

/* The folded names of a table, see hsp_service_table_get_haystack(). */
typedef struct
{
  const char    *haystack;
  gsize          length;
  const guint32 *starts;
  guint          n_rows;
} HspSearchNames;

/* A word that may be written with a slip, prepared. */
typedef struct
{
  const char *text;
  gsize       length;
  guint64     letters[26];  /* a bit for each place in the word where the letter stands */
} HspSimilarWord;

/* A stock that was read since the table was made. */
typedef struct
{
  guint  row;
  guint  rank;  /* in the order of names */
  gint64 stock;
} HspFreshStock;

/* Of searches that were narrowed one after the other, the last is replaced when there are more. */
#define HSP_SEARCH_MOST_KEPT 16
#define HSP_SEARCH_MOST_KEPT_BYTES 160

/* What a search looked for. */
typedef struct
{
  gsize size;
  char  words[HSP_SEARCH_MOST_KEPT_BYTES];  /* one after the other, an empty one at the end */
} HspSearchKept;

struct _HspSearch
{
  HspServiceTable   *table;           /* (owned) (nullable) the last one, of which these are: */
  HspSearchNames     names;
  const HspTableRow *rows;            /* one after the other */
  guint              n_rows;
  guint              n_places;
  guint32           *place_of;        /* (owned) of each row, close together */
  guint32           *price_down;      /* (owned) (nullable) dearest first; made when asked for */
  guint32           *ranks;           /* (owned) (nullable) in the order of names; likewise */

  /* blocks of HSP_BLOCK_SIZE rows, 0 where there is none */
  guint8            *scores;          /* (owned) of each row, 0 when it does not match */
  guint8            *found;           /* (owned) of each row, where the present word is */
  guint8            *place_scores;    /* (owned) of each place, where the present word is */
  guint             *n_by_place;      /* (owned) */
  guint32           *shown;           /* (owned) */
  GArray            *fresh;           /* (owned) (element-type HspFreshStock) by row */
  guint              n_left;          /* rows whose score is not 0 */
  const char        *absent;          /* (nullable) the word that no row looked at has */

  guint8            *depths;          /* (owned) likewise, after how many of these it was left */
  HspSearchKept      kept[HSP_SEARCH_MOST_KEPT];
  guint              n_kept;

  HspSearchResult    result;
};

/* The next row from @row on whose score is not 0, or @n_rows: most are 0 after a word or two. */
static inline guint
hsp_search_next_left (const guint8 *scores,
                      guint         row,
                      guint         n_rows)
{
  for (; row + 8 <= n_rows; row += 8)
    {
      guint64 eight;

      memcpy (&eight, &scores[row], sizeof eight);
      if (eight != 0)
        return row + (guint) __builtin_ctzll (GUINT64_FROM_LE (eight)) / 8;
    }
  while (row < n_rows && scores[row] == 0)
    row++;
  return row;
}

guint8   hsp_search_score_text   (const char           *text,
                                  gsize                 length,
                                  const char           *word,
                                  gsize                 word_length,
                                  guint8                middle,
                                  guint8                start);
void     hsp_search_score_names  (const HspSearchNames *names,
                                  const char           *word,
                                  gsize                 word_length,
                                  guint8                bonus,
                                  guint8               *scores);
void     hsp_search_score_left   (const HspSearchNames *names,
                                  const guint8         *left,
                                  const char           *word,
                                  gsize                 word_length,
                                  guint8                bonus,
                                  guint8               *scores);

gboolean hsp_similar_word_init   (HspSimilarWord       *self,
                                  const char           *word);
void     hsp_similar_score_names (const HspSimilarWord *self,
                                  const HspSearchNames *names,
                                  guint8               *scores);
void     hsp_similar_score_left  (const HspSimilarWord *self,
                                  const HspSearchNames *names,
                                  const guint8         *left,
                                  guint8               *scores);

gboolean hsp_search_begin        (HspSearch            *self,
                                  const char *const    *words);
gboolean hsp_search_began_with   (HspSearch            *self,
                                  const char           *word);
void     hsp_search_keep         (HspSearch            *self,
                                  const char *const    *words);

void     hsp_search_keep_best    (HspSearch            *self,
                                  const guint32        *order);
void     hsp_search_show         (HspSearch            *self,
                                  const HspSearchQuery *query,
                                  const guint32        *order);

G_END_DECLS
