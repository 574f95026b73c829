/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-search.h"

#include <string.h>

#include "hsp-search-block.h"
#include "hsp-search-private.h"

/* While fewer than one in so many rows are left, the names are looked at one by one. */
#define FEW_ROWS 4

typedef struct
{
  const char     *text;
  gsize           length;
  guint8          bonus;      /* that it counts for where it is found */
  gboolean        forgiven;   /* a slip in it, which is what this is for: */
  HspSimilarWord  similar;
  guint           id_row;     /* the row that has this number, or G_MAXUINT */
  gboolean        in_places;  /* some place has it */
} Word;

/* The table */

static void
clear_table (HspSearch *self)
{
  g_clear_pointer (&self->table, hsp_service_table_unref);
  g_clear_pointer (&self->place_of, g_free);
  g_clear_pointer (&self->price_down, g_free);
  g_clear_pointer (&self->ranks, g_free);
  g_clear_pointer (&self->scores, g_free);
  g_clear_pointer (&self->found, g_free);
  g_clear_pointer (&self->depths, g_free);
  g_clear_pointer (&self->place_scores, g_free);
  g_clear_pointer (&self->n_by_place, g_free);
  g_clear_pointer (&self->shown, g_free);
}

static void
use_table (HspSearch       *self,
           HspServiceTable *table)
{
  const guint n = hsp_service_table_get_n_rows (table);

  if (self->table == table)
    return;
  clear_table (self);
  self->table = hsp_service_table_ref (table);
  self->n_rows = self->names.n_rows = n;
  self->n_places = hsp_service_table_get_n_places (table);
  self->rows = n > 0 ? hsp_service_table_get_row (table, 0) : NULL;
  self->names.haystack = hsp_service_table_get_haystack (table, &self->names.starts,
                                                         &self->names.length);

  self->place_of = g_new (guint32, n);
  for (guint i = 0; i < n; i++)
    self->place_of[i] = self->rows[i].place;
  /* so that there is an address also when there are no rows */
  self->scores = g_malloc0 (n + HSP_BLOCK_SIZE);
  self->found = g_malloc0 (n + HSP_BLOCK_SIZE);
  self->depths = g_malloc0 (n + HSP_BLOCK_SIZE);
  self->n_kept = 0;
  self->place_scores = g_malloc (self->n_places + 1);
  self->n_by_place = g_new (guint, self->n_places + 1);
  self->shown = g_new (guint32, n + 1);
}

/* The order of prices from the other end; but where they are the same, names stay in their order. */
static const guint32 *
get_price_down (HspSearch *self)
{
  const guint32 *up = hsp_service_table_get_order (self->table, HSP_TABLE_BY_RATE);
  guint n = 0;

  if (self->price_down != NULL || up == NULL)
    return self->price_down;
  self->price_down = g_new (guint32, self->n_rows);
  for (guint end = self->n_rows, start; end > 0; end = start)
    {
      const gint64 rate = self->rows[up[end - 1]].rate;

      start = end - 1;
      while (start > 0 && self->rows[up[start - 1]].rate == rate)
        start--;
      for (guint i = start; i < end; i++)
        self->price_down[n++] = up[i];
    }
  return self->price_down;
}

/* (nullable): NULL where the table has no such order: then as the shop has them */
static const guint32 *
get_order (HspSearch *self,
           HspSort    sort)
{
  switch (sort)
    {
    case HSP_SORT_PRICE_UP:
      return hsp_service_table_get_order (self->table, HSP_TABLE_BY_RATE);
    case HSP_SORT_PRICE_DOWN:
      return get_price_down (self);
    case HSP_SORT_STOCK:
      return hsp_service_table_get_order (self->table, HSP_TABLE_BY_STOCK);
    case HSP_SORT_ID:
      return hsp_service_table_get_order (self->table, HSP_TABLE_BY_ID);
    case HSP_SORT_BEST:
    case HSP_SORT_NAME:
    default:
      return hsp_service_table_get_order (self->table, HSP_TABLE_BY_NAME);
    }
}

/* Rows that are left */

static void
look_at (HspSearch            *self,
         const HspSearchQuery *query)
{
  memset (self->scores, query->only == NULL ? HSP_SCORE_ALIVE : 0, self->n_rows);
  self->n_left = query->only == NULL ? self->n_rows : 0;
  for (guint i = 0; query->only != NULL && i < query->n_only; i++)
    {
      const guint row = query->only[i];

      if (row >= self->n_rows || self->scores[row] != 0)
        continue;
      self->scores[row] = HSP_SCORE_ALIVE;
      self->n_left++;
    }
}

/* Words */

static void
score_places (HspSearch *self,
              Word      *word)
{
  word->in_places = FALSE;
  for (guint i = 0; i < self->n_places; i++)
    {
      const HspTablePlace *place = hsp_service_table_get_place (self->table, i);
      const char *folded = hsp_service_table_get_text (self->table, place->folded);
      guint8 score = hsp_search_score_text (folded, strlen (folded), word->text, word->length,
                                            HSP_SCORE_CATEGORY_MIDDLE, HSP_SCORE_CATEGORY);

      self->place_scores[i] = score != HSP_SCORE_NONE ? word->bonus + score : HSP_SCORE_NONE;
      word->in_places = word->in_places || score != HSP_SCORE_NONE;
    }
}

/* Finds where the word is in the rows that are left; of the others it may say something, too. */
static void
find_word (HspSearch  *self,
           const Word *word)
{
  const gboolean few = self->n_left < self->n_rows / FEW_ROWS;
  const guint8 *scores = self->scores;
  guint8 *found = self->found;

  memset (found, 0, self->n_rows);
  if (word->text != self->absent && few)
    hsp_search_score_left (&self->names, scores, word->text, word->length, word->bonus, found);
  else if (word->text != self->absent)
    hsp_search_score_names (&self->names, word->text, word->length, word->bonus, found);
  if (word->forgiven && few)
    hsp_similar_score_left (&word->similar, &self->names, scores, found);
  else if (word->forgiven)
    hsp_similar_score_names (&word->similar, &self->names, found);
  /* what is in the name counts for more, what resembles it for less */
  for (guint i = word->in_places ? hsp_search_next_left (scores, 0, self->n_rows) : self->n_rows;
       i < self->n_rows; i = hsp_search_next_left (scores, i + 1, self->n_rows))
    {
      const guint8 score = self->place_scores[self->place_of[i]];

      found[i] = MAX (found[i], score);
    }
  if (word->id_row < self->n_rows)
    found[word->id_row] = word->bonus + HSP_SCORE_ID;
}

static void
match_word (HspSearch *self,
            Word      *word)
{
  score_places (self, word);
  find_word (self, word);
  self->n_left = 0;
  for (guint i = 0; i < self->n_rows; i += HSP_BLOCK_SIZE)
    {
      const HspBlock score = hsp_block_load (self->scores + i);
      const HspBlock found = hsp_block_load (self->found + i);
      const HspBlock both = hsp_block_is_set (score) & hsp_block_is_set (found);

      hsp_block_store (self->scores + i, (score + found) & both);
      self->n_left += hsp_block_count (both);
    }
}

/* The longest first: it leaves the fewest rows to the others. A word that may have a slip costs more
 * and leaves more. */
static gboolean
comes_before (const Word *word,
              const Word *other)
{
  if (word->forgiven != other->forgiven)
    return other->forgiven;
  return word->length > other->length;
}

/* Returns: how many words are looked for */
static guint
order_words (HspSearch         *self,
             const char *const *texts,
             gboolean           similar,
             Word              *words)
{
  guint n = 0;

  for (; texts[n] != NULL && n < HSP_SEARCH_MOST_WORDS; n++)
    {
      Word word = { .text = texts[n], .length = strlen (texts[n]) };
      guint at = n;

      word.bonus = similar ? HSP_SIMILAR_MOST : 0;
      word.forgiven = similar && hsp_similar_word_init (&word.similar, word.text);
      word.id_row = g_ascii_isdigit (*word.text) ? hsp_service_table_find (self->table, word.text)
                                                 : G_MAXUINT;
      for (; at > 0 && comes_before (&word, &words[at - 1]); at--)
        words[at] = words[at - 1];
      words[at] = word;
    }
  return n;
}

/* The row whose number a word is is left, whatever a search with less of the number has left. */
static void
add_numbered (HspSearch  *self,
              const Word *words,
              guint       n_words)
{
  for (guint i = 0; i < n_words; i++)
    {
      const guint row = words[i].id_row;

      if (row == G_MAXUINT || self->scores[row] != 0)
        continue;
      self->scores[row] = HSP_SCORE_ALIVE;
      self->n_left++;
    }
}

/* Returns: FALSE when slips are to be forgiven but no word is long enough for one */
static gboolean
match_words (HspSearch            *self,
             const HspSearchQuery *query,
             gboolean              similar)
{
  const gboolean narrows = !similar && query->only == NULL;
  Word words[HSP_SEARCH_MOST_WORDS];
  const guint n_words = order_words (self, query->words, similar, words);
  gboolean begun;
  guint n;

  if (similar && !words[n_words - 1].forgiven)
    return FALSE;
  if (!similar)
    self->absent = NULL;

  begun = narrows && hsp_search_begin (self, query->words);
  if (begun)
    add_numbered (self, words, n_words);
  else
    look_at (self, query);
  for (n = 0; n < n_words && self->n_left > 0; n++)
    match_word (self, &words[n]);
  if (!similar && n <= 1 && self->n_left == 0
      && (!begun || hsp_search_began_with (self, words[0].text)))
    self->absent = words[0].text;
  if (narrows)
    hsp_search_keep (self, query->words);
  return TRUE;
}

/* Filters */

static int
compare_fresh (gconstpointer a,
               gconstpointer b)
{
  const HspFreshStock *left = a;
  const HspFreshStock *right = b;

  return left->row < right->row ? -1 : left->row > right->row;
}

static void
collect_fresh (HspSearch            *self,
               const HspSearchQuery *query)
{
  GHashTableIter iter;
  gpointer row, stock;

  g_array_set_size (self->fresh, 0);
  if (query->stocks == NULL
      || (query->sort != HSP_SORT_STOCK && query->quantity == HSP_UNKNOWN
          && !(query->filter & HSP_FILTER_IN_STOCK)))
    return;

  g_hash_table_iter_init (&iter, query->stocks);
  while (g_hash_table_iter_next (&iter, &row, &stock))
    {
      HspFreshStock fresh = { .row = GPOINTER_TO_UINT (row), .stock = *(const gint64 *) stock };

      if (fresh.row < self->n_rows)
        g_array_append_val (self->fresh, fresh);
    }
  g_array_sort (self->fresh, compare_fresh);
}

static gboolean
passes (const HspSearchQuery *query,
        const HspTableRow    *row,
        gint64                stock)
{
  /* A stock that is not told is no stock that is out */
  if ((query->filter & HSP_FILTER_IN_STOCK) && stock == 0)
    return FALSE;
  if ((query->filter & HSP_FILTER_REFILL) && !(row->marks & HSP_TABLE_REFILL))
    return FALSE;
  if ((query->filter & HSP_FILTER_CANCEL) && !(row->marks & HSP_TABLE_CANCEL))
    return FALSE;
  if (query->kind != HSP_KIND_UNKNOWN && row->kind != query->kind)
    return FALSE;
  if (query->least_rate != HSP_MONEY_UNKNOWN && row->rate < query->least_rate)
    return FALSE;
  if (query->most_rate != HSP_MONEY_UNKNOWN && row->rate > query->most_rate)
    return FALSE;
  if (query->quantity == HSP_UNKNOWN)
    return TRUE;
  return (row->min == HSP_UNKNOWN || row->min <= query->quantity)
         && (row->max == HSP_UNKNOWN || row->max >= query->quantity)
         && (stock == HSP_UNKNOWN || stock >= query->quantity);
}

static void
apply_filters (HspSearch            *self,
               const HspSearchQuery *query)
{
  guint next_fresh = 0;

  if (query->filter == HSP_FILTER_NONE && query->kind == HSP_KIND_UNKNOWN
      && query->least_rate == HSP_MONEY_UNKNOWN && query->most_rate == HSP_MONEY_UNKNOWN
      && query->quantity == HSP_UNKNOWN)
    return;

  for (guint i = hsp_search_next_left (self->scores, 0, self->n_rows); i < self->n_rows;
       i = hsp_search_next_left (self->scores, i + 1, self->n_rows))
    {
      const HspTableRow *row = &self->rows[i];
      gint64 stock = row->stock;

      for (; next_fresh < self->fresh->len; next_fresh++)
        {
          const HspFreshStock *fresh = &g_array_index (self->fresh, HspFreshStock, next_fresh);

          if (fresh->row == i)
            stock = fresh->stock;
          if (fresh->row >= i)
            break;
        }
      if (!passes (query, row, stock))
        {
          self->scores[i] = 0;
          self->n_left--;
        }
    }
}

/**
 * hsp_search_new:
 *
 * Returns: (transfer full): a search without a table yet
 */
HspSearch *
hsp_search_new (void)
{
  HspSearch *self = g_new0 (HspSearch, 1);

  self->fresh = g_array_new (FALSE, FALSE, sizeof (HspFreshStock));
  return self;
}

/**
 * hsp_search_free:
 *
 * Frees @self and the last result.
 */
void
hsp_search_free (HspSearch *self)
{
  g_return_if_fail (self != NULL);

  clear_table (self);
  g_array_unref (self->fresh);
  g_free (self);
}

/**
 * hsp_search_run:
 * @table: verified; a reference is kept until another table is searched
 * @query: only read; without @only all rows are looked at, so the address of an empty list of rows
 *   must not be %NULL; @stocks has GUINT_TO_POINTER (row) as keys
 *
 * Every word must be in the name, or in the category, or be the number of the service. Where no row
 * that passes the filters has them all, those that resemble them are found, the best 200.
 *
 * Allocates only when @table is another one than before. Who types on, or deletes, searches in what the words
 * before have left (hsp-search-kept.c), whatever else of @query changes. Any thread, but one at a time.
 *
 * Returns: (transfer none): until the next run, or until @self is freed
 */
const HspSearchResult *
hsp_search_run (HspSearch            *self,
                HspServiceTable      *table,
                const HspSearchQuery *query)
{
  const gboolean searching = query != NULL && query->words != NULL && query->words[0] != NULL;
  const guint32 *order;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  use_table (self, table);
  order = get_order (self, query->sort);
  collect_fresh (self, query);
  if (searching)
    match_words (self, query, FALSE);
  else
    look_at (self, query);
  apply_filters (self, query);

  self->result.similar = FALSE;
  if (searching && self->n_left == 0 && !query->exact && match_words (self, query, TRUE))
    {
      apply_filters (self, query);
      hsp_search_keep_best (self, order);
      self->result.similar = self->n_left > 0;
    }

  hsp_search_show (self, query, order);
  return &self->result;
}
