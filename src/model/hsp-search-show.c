/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-search-private.h"

/* So many rows that only resemble what was typed are shown. */
#define MOST_SIMILAR 200

static const guint32 *
get_ranks (HspSearch *self)
{
  const guint32 *by_name = hsp_service_table_get_order (self->table, HSP_TABLE_BY_NAME);

  if (self->ranks != NULL)
    return self->ranks;
  self->ranks = g_new (guint32, self->n_rows);
  for (guint i = 0; i < self->n_rows; i++)
    self->ranks[by_name != NULL ? by_name[i] : i] = i;
  return self->ranks;
}

/*< private >
 * hsp_search_keep_best:
 * @order: (nullable): which come first where not all of the same score are kept
 *
 * Leaves the best of the rows that only resemble what was typed: the others are noise.
 */
void
hsp_search_keep_best (HspSearch     *self,
                      const guint32 *order)
{
  guint counts[HSP_SEARCH_N_SCORES] = { 0 };
  guint worst = HSP_SEARCH_N_SCORES - 1, n_kept = 0, n_worst;

  if (self->n_left <= MOST_SIMILAR)
    return;
  for (guint i = hsp_search_next_left (self->scores, 0, self->n_rows); i < self->n_rows;
       i = hsp_search_next_left (self->scores, i + 1, self->n_rows))
    counts[self->scores[i]]++;
  while (n_kept + counts[worst] <= MOST_SIMILAR)
    n_kept += counts[worst--];

  n_worst = MOST_SIMILAR - n_kept;
  for (guint i = 0; i < self->n_rows; i++)
    {
      guint8 *score = &self->scores[order != NULL ? order[i] : i];

      if (*score > worst)
        continue;
      if (*score == worst && n_worst > 0)
        n_worst--;
      else
        *score = 0;
    }
  self->n_left = MOST_SIMILAR;
}

/* Counts the matches, and leaves the score of those that are shown.
 * @counts: takes how many are shown with each score */
static void
count_matches (HspSearch            *self,
               const HspSearchQuery *query,
               guint                *counts)
{
  memset (self->n_by_place, 0, self->n_places * sizeof *self->n_by_place);
  self->result.n_matches = self->n_left;
  self->result.n_rows = 0;
  for (guint i = hsp_search_next_left (self->scores, 0, self->n_rows); i < self->n_rows;
       i = hsp_search_next_left (self->scores, i + 1, self->n_rows))
    {
      const guint place = self->place_of[i];
      const gboolean shown = (query->places == NULL || query->places[place])
                             && (query->inside == NULL || query->inside[i]);

      self->n_by_place[place]++;
      if (!shown)
        self->scores[i] = 0;
      counts[self->scores[i]]++;
      self->result.n_rows += shown;
    }
}

/* In the chosen order; the best matches first by a distribution, since there are few scores. */
static void
show_by_score (HspSearch     *self,
               const guint32 *order,
               const guint   *counts)
{
  guint32 *next[HSP_SEARCH_N_SCORES];
  guint32 *end = self->shown;

  for (guint score = HSP_SEARCH_N_SCORES - 1; score > 0; score--)
    {
      next[score] = end;
      end += counts[score];
    }
  for (guint i = 0; i < self->n_rows; i++)
    {
      const guint row = order != NULL ? order[i] : i;
      const guint8 score = self->scores[row];

      if (score != 0)
        *next[score]++ = row;
    }
}

static void
show_by_order (HspSearch     *self,
               const guint32 *order)
{
  guint32 *next = self->shown;
  const guint32 *end = next + self->result.n_rows;

  for (guint i = 0; next < end; i++)
    {
      const guint row = order != NULL ? order[i] : i;

      *next = row;
      next += self->scores[row] != 0;
    }
}

/* As the caller has them, each once */
static void
show_by_caller (HspSearch            *self,
                const HspSearchQuery *query)
{
  guint n = 0;

  for (guint i = 0; i < query->n_only; i++)
    {
      const guint row = query->only[i];

      if (row >= self->n_rows || self->scores[row] == 0)
        continue;
      self->shown[n++] = row;
      self->scores[row] = 0;
    }
}

/* The fuller stock first, an unknown one last */
static int
compare_stocks (gconstpointer a,
                gconstpointer b)
{
  const HspFreshStock *left = a;
  const HspFreshStock *right = b;

  if (left->stock != right->stock)
    return left->stock > right->stock ? -1 : 1;
  return left->rank < right->rank ? -1 : left->rank > right->rank;
}

/* The table's order knows only its own stocks: the rows whose stock was read since move to where they
 * belong. */
static void
move_fresh (HspSearch *self)
{
  const guint32 *ranks;
  guint n_others = 0, n_fresh = 0;

  if (self->fresh->len == 0)
    return;
  ranks = get_ranks (self);
  for (guint i = 0; i < self->fresh->len; i++)
    {
      HspFreshStock fresh = g_array_index (self->fresh, HspFreshStock, i);

      if (self->scores[fresh.row] == 0)
        continue;
      self->scores[fresh.row] = 0;
      fresh.rank = ranks[fresh.row];
      g_array_index (self->fresh, HspFreshStock, n_fresh++) = fresh;
    }
  g_array_set_size (self->fresh, n_fresh);
  g_array_sort (self->fresh, compare_stocks);
  for (guint i = 0; i < self->result.n_rows; i++)
    {
      const guint row = self->shown[i];

      if (self->scores[row] != 0)
        self->shown[n_others++] = row;
    }

  for (guint i = self->result.n_rows; n_fresh > 0;)
    {
      const HspFreshStock *fresh = &g_array_index (self->fresh, HspFreshStock, n_fresh - 1);
      HspFreshStock other = { 0 };

      if (n_others > 0)
        {
          other.row = self->shown[n_others - 1];
          other.rank = ranks[other.row];
          other.stock = self->rows[other.row].stock;
        }
      if (n_others > 0 && compare_stocks (&other, fresh) > 0)
        self->shown[--i] = self->shown[--n_others];
      else
        {
          self->shown[--i] = fresh->row;
          n_fresh--;
        }
    }
}

/*< private >
 * hsp_search_show:
 * @order: (nullable): all rows in the chosen order; %NULL: as the shop has them
 *
 * Makes the result of the scores, which are used up.
 */
void
hsp_search_show (HspSearch            *self,
                 const HspSearchQuery *query,
                 const guint32        *order)
{
  const gboolean searching = query->words != NULL && query->words[0] != NULL;
  guint counts[HSP_SEARCH_N_SCORES] = { 0 };

  count_matches (self, query, counts);
  self->result.rows = self->shown;
  self->result.n_by_place = self->n_by_place;
  if (self->result.n_rows == 0)
    return;
  if (query->sort == HSP_SORT_BEST && searching)
    show_by_score (self, order, counts);
  else if (query->sort == HSP_SORT_BEST && query->only != NULL && query->keep_order)
    show_by_caller (self, query);
  else
    show_by_order (self, order);
  if (query->sort == HSP_SORT_STOCK)
    move_fresh (self);
}
