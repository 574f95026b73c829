/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "search-oracle.h"

#include <string.h>

#include "hsp-fold.h"
#include "hsp-service-builder.h"

#define MOST_WORDS 16
#define MOST_SIMILAR 200

HspServiceValue *
search_shop_make_value (const char *id,
                        const char *name,
                        const char *category,
                        const char *subcategory)
{
  HspServiceValue *value = hsp_service_value_new ();

  g_free (value->id);
  value->id = g_strdup (id);
  g_free (value->name);
  value->name = g_strdup (name);
  value->category = g_intern_string (category);
  value->subcategory = g_intern_string (subcategory);
  value->rate = 0;
  return value;
}

/* @values: (transfer full) */
void
search_shop_open (SearchShop *shop,
                  GPtrArray  *values)
{
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (NULL);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < values->len; i++)
    hsp_service_builder_add (builder, values->pdata[i]);
  shop->table = hsp_service_builder_end (builder, 1234567890, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hsp_service_table_get_n_rows (shop->table), ==, values->len);

  shop->values = values;
  shop->folded = g_ptr_array_new_with_free_func (g_free);
  shop->ranks = g_new0 (guint, values->len + 1);
  shop->places = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < values->len; i++)
    {
      const HspServiceValue *value = values->pdata[i];
      g_autofree char *place = g_strconcat (value->category, " ", value->subcategory, NULL);

      g_ptr_array_add (shop->folded, hsp_fold (value->name));
      shop->ranks[hsp_service_table_get_order (shop->table, HSP_TABLE_BY_NAME)[i]] = i;
      g_ptr_array_add (shop->places, hsp_fold (place));
    }
}

void
search_shop_close (SearchShop *shop)
{
  hsp_service_table_unref (shop->table);
  g_ptr_array_unref (shop->values);
  g_ptr_array_unref (shop->folded);
  g_free (shop->ranks);
  g_ptr_array_unref (shop->places);
}

/* The naive search */

static gboolean
is_in_word (const char *text,
            const char *p)
{
  return p > text && (g_ascii_isalnum (p[-1]) || (guchar) p[-1] >= 0x80);
}

static guint
score_text (const char *text,
            const char *word,
            guint       middle,
            guint       start)
{
  guint score = 0;

  for (const char *p = strstr (text, word); p != NULL; p = strstr (p + 1, word))
    score = MAX (score, is_in_word (text, p) ? middle : start);
  return score;
}

static guint
score_exactly (SearchShop *shop,
               guint       row,
               const char *word)
{
  const HspServiceValue *value = shop->values->pdata[row];
  const char *name = shop->folded->pdata[row];
  guint score;

  if (g_ascii_isdigit (*word) && g_str_equal (value->id, word))
    return 6;
  if (g_str_has_prefix (name, word))
    return 5;
  score = score_text (name, word, 3, 4);
  return score > 0 ? score : score_text (shop->places->pdata[row], word, 1, 2);
}

/* Insertions, deletions, changes and swaps of neighbours */
static guint
count_slips (const char *a,
             gsize       n_a,
             const char *b,
             gsize       n_b)
{
  guint slips[70][70];

  g_assert_cmpuint (MAX (n_a, n_b), <, 70);
  for (gsize i = 0; i <= n_a; i++)
    {
      for (gsize j = 0; j <= n_b; j++)
        {
          guint least = (guint) (i + j);

          if (i > 0 && j > 0)
            {
              least = slips[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
              least = MIN (least, MIN (slips[i - 1][j], slips[i][j - 1]) + 1);
            }
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            least = MIN (least, slips[i - 2][j - 2] + 1);
          slips[i][j] = least;
        }
    }
  return slips[n_a][n_b];
}

/* Whether what is left of @word is in @text in order, the next letter among the first three, and the last
 * before @end. */
static gboolean
follows (const char *text,
         const char *end,
         const char *word)
{
  if (*word == '\0')
    return TRUE;
  for (const char *p = text; p < text + 3 && p < end; p++)
    {
      if (*p == *word && follows (p + 1, end, word + 1))
        return TRUE;
    }
  return FALSE;
}

static guint
score_resemblance (const char *name_word,
                   gsize       size,
                   const char *word)
{
  const gsize length = strlen (word);
  guint score = 0;

  for (gsize n = length - 1; n <= length + 1 && n <= size; n++)
    {
      if (count_slips (word, length, name_word, n) <= 1)
        score = MAX (score, n == size ? 4 : 3);
    }
  for (gsize i = 0; score < 2 && i < size; i++)
    {
      const char *end = name_word + MIN (size, i + 2 * length);

      if (name_word[i] == *word && follows (name_word + i + 1, end, word + 1))
        score = MAX (score, i == 0 ? 2 : 1);
    }
  return score;
}

static gboolean
may_be_forgiven (const char *word)
{
  const gsize length = strlen (word);

  return length >= 4 && length <= 64 && strspn (word, "abcdefghijklmnopqrstuvwxyz") == length;
}

static guint
score_forgivingly (SearchShop *shop,
                   guint       row,
                   const char *word)
{
  const char *name = shop->folded->pdata[row];
  guint score = score_exactly (shop, row, word);

  if (score > 0)
    return 4 + score;
  if (!may_be_forgiven (word))
    return 0;
  while (*name != '\0')
    {
      gsize size = 0;

      while (g_ascii_isalnum (name[size]))
        size++;
      score = MAX (score, score_resemblance (name, size, word));
      name += MAX (size, 1);
    }
  return score;
}

static gint64
get_stock (SearchShop           *shop,
           const HspSearchQuery *query,
           guint                 row)
{
  const gint64 *fresh = query->stocks != NULL
                          ? g_hash_table_lookup (query->stocks, GUINT_TO_POINTER (row)) : NULL;

  return fresh != NULL ? *fresh : ((HspServiceValue *) shop->values->pdata[row])->stock;
}

static gboolean
is_looked_at (SearchShop           *shop,
              const HspSearchQuery *query,
              guint                 row)
{
  const HspServiceValue *value = shop->values->pdata[row];
  const gint64 stock = get_stock (shop, query, row);
  gboolean looked_at = query->only == NULL;

  for (guint i = 0; i < query->n_only; i++)
    looked_at = looked_at || query->only[i] == row;
  if ((query->filter & HSP_FILTER_IN_STOCK) && stock == 0)
    return FALSE;
  if ((query->filter & HSP_FILTER_REFILL) && !value->refill)
    return FALSE;
  if ((query->filter & HSP_FILTER_CANCEL) && !value->cancel)
    return FALSE;
  if (query->kind != HSP_KIND_UNKNOWN && query->kind != value->kind)
    return FALSE;
  if (query->least_rate != HSP_MONEY_UNKNOWN && value->rate < query->least_rate)
    return FALSE;
  if (query->most_rate != HSP_MONEY_UNKNOWN && value->rate > query->most_rate)
    return FALSE;
  if (query->quantity != HSP_UNKNOWN
      && ((value->min != HSP_UNKNOWN && value->min > query->quantity)
          || (value->max != HSP_UNKNOWN && value->max < query->quantity)
          || (stock != HSP_UNKNOWN && stock < query->quantity)))
    return FALSE;
  return looked_at;
}

typedef struct
{
  SearchShop           *shop;
  const HspSearchQuery *query;
  guint                *scores;
  gboolean              by_score;
  gboolean              as_told;  /* the stocks that the table itself has */
} Order;

static int
compare_numbers (gint64 a,
                 gint64 b)
{
  return a < b ? -1 : a > b;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  const Order *order = user_data;
  const HspSearchQuery told = { 0 };
  const HspSearchQuery *stocks = order->as_told ? &told : order->query;
  const guint left = *(const guint *) a;
  const guint right = *(const guint *) b;
  const HspServiceValue *one = order->shop->values->pdata[left];
  const HspServiceValue *other = order->shop->values->pdata[right];
  int result = 0;

  if (order->by_score)
    result = compare_numbers (order->scores[right], order->scores[left]);
  if (result == 0 && order->query->sort == HSP_SORT_PRICE_UP)
    result = compare_numbers (one->rate, other->rate);
  if (result == 0 && order->query->sort == HSP_SORT_PRICE_DOWN)
    result = compare_numbers (other->rate, one->rate);
  if (result == 0 && order->query->sort == HSP_SORT_STOCK)
    result = compare_numbers (get_stock (order->shop, stocks, right),
                              get_stock (order->shop, stocks, left));
  if (result == 0 && order->query->sort == HSP_SORT_ID)
    {
      result = compare_numbers ((gint64) strlen (one->id), (gint64) strlen (other->id));
      result = result != 0 ? result : strcmp (one->id, other->id);
    }
  return result != 0 ? result : compare_numbers (order->shop->ranks[left], order->shop->ranks[right]);
}

static void
sort_rows (GArray *rows,
           Order  *order)
{
  g_array_sort_with_data (rows, compare_rows, order);
}

/* (element-type guint) the rows that match, unsorted */
static GArray *
find_rows (SearchShop           *shop,
           const HspSearchQuery *query,
           gboolean              similar,
           guint                *scores)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint row = 0; row < shop->values->len; row++)
    {
      gboolean matches = is_looked_at (shop, query, row);

      scores[row] = 0;
      for (guint i = 0; matches && query->words != NULL && query->words[i] != NULL && i < MOST_WORDS; i++)
        {
          const guint score = similar ? score_forgivingly (shop, row, query->words[i])
                                      : score_exactly (shop, row, query->words[i]);

          matches = score > 0;
          scores[row] += score;
        }
      if (matches)
        g_array_append_val (rows, row);
    }
  return rows;
}

static GArray *
keep_shown (SearchShop           *shop,
            const HspSearchQuery *query,
            GArray               *rows)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < rows->len; i++)
    {
      const guint row = g_array_index (rows, guint, i);
      const guint place = hsp_service_table_get_row (shop->table, row)->place;

      if ((query->places == NULL || query->places[place])
          && (query->inside == NULL || query->inside[row]))
        g_array_append_val (shown, row);
    }
  return shown;
}

/* In the caller's order, each once */
static void
order_as_told (const HspSearchQuery *query,
               GArray               *rows)
{
  guint n = 0;

  for (guint i = 0; i < query->n_only; i++)
    {
      for (guint j = n; j < rows->len; j++)
        {
          const guint row = g_array_index (rows, guint, j);

          if (row != query->only[i])
            continue;
          g_array_remove_index (rows, j);
          g_array_insert_val (rows, n, row);
          n++;
          break;
        }
    }
}

static void
check_counts (SearchShop            *shop,
              const HspSearchResult *result,
              GArray                *matches)
{
  const guint n_places = hsp_service_table_get_n_places (shop->table);
  g_autofree guint *counts = g_new0 (guint, n_places + 1);

  g_assert_cmpuint (result->n_matches, ==, matches->len);
  for (guint i = 0; i < matches->len; i++)
    counts[hsp_service_table_get_row (shop->table, g_array_index (matches, guint, i))->place]++;
  for (guint i = 0; i < n_places; i++)
    g_assert_cmpuint (result->n_by_place[i], ==, counts[i]);
}

/* Returns: whether slips had to be forgiven */
gboolean
search_shop_check (SearchShop           *shop,
                   HspSearch            *search,
                   const HspSearchQuery *query)
{
  const gboolean searching = query->words != NULL && query->words[0] != NULL;
  const HspSearchResult *result = hsp_search_run (search, shop->table, query);
  g_autofree guint *scores = g_new0 (guint, shop->values->len + 1);
  g_autoptr(GArray) matches = find_rows (shop, query, FALSE, scores);
  g_autoptr(GArray) shown = NULL;
  Order order = { shop, query, scores, TRUE, TRUE };
  gboolean similar = FALSE;

  if (searching && matches->len == 0)
    {
      g_array_unref (matches);
      matches = find_rows (shop, query, TRUE, scores);
      sort_rows (matches, &order);
      g_array_set_size (matches, MIN (matches->len, MOST_SIMILAR));
      similar = matches->len > 0;
    }
  g_assert_cmpint (result->similar, ==, similar);
  check_counts (shop, result, matches);

  shown = keep_shown (shop, query, matches);
  order.by_score = searching && query->sort == HSP_SORT_BEST;
  order.as_told = FALSE;
  sort_rows (shown, &order);
  if (!searching && query->sort == HSP_SORT_BEST && query->only != NULL && query->keep_order)
    order_as_told (query, shown);
  g_assert_cmpuint (result->n_rows, ==, shown->len);
  for (guint i = 0; i < shown->len; i++)
    g_assert_cmpuint (result->rows[i], ==, g_array_index (shown, guint, i));
  return similar;
}
