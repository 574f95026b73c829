/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Types into one search, over two catalogues, and changes all else between the keys: whatever a search
 * keeps of the last ones, it finds what another finds that has seen nothing, and what the naive one does. */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "hsp-fold.h"
#include "search-oracle.h"
#include "search-random.h"

/* @rest: what is left of a name, a category or a number that is being typed */
static void
press_random_key (SearchShop *shop,
                  GRand      *random,
                  GString    *typed,
                  char      **rest)
{
  const HspServiceValue *value;
  const int kind = g_rand_int_range (random, 0, 80);

  if (kind < 2 || (**rest == '\0' && search_one_in (random, 2)))
    g_string_truncate (typed, 0);
  else if (kind < 10)
    g_string_truncate (typed, typed->len == 0 ? 0
                              : g_utf8_prev_char (typed->str + typed->len) - typed->str);
  else if (kind < 13)
    g_string_append_c (typed, ' ');
  else if (kind < 14)
    search_random_append_word (shop, random, typed);
  else if (kind < 15)
    for (int n = g_rand_int_range (random, 0, 250); n > 0; n--)  /* pasted */
      g_string_append_c (typed, (char) g_rand_int_range (random, 'a', 'd'));
  if (kind < 15)
    return;

  if (**rest == '\0')
    {
      value = shop->values->pdata[g_rand_int_range (random, 0, (int) shop->values->len)];
      g_free (*rest);
      *rest = g_strconcat (" ", search_one_in (random, 3) ? value->id
                                : search_one_in (random, 4) ? value->category : value->name, NULL);
    }
  g_string_append_unichar (typed, g_utf8_get_char (*rest));
  memmove (*rest, g_utf8_next_char (*rest), strlen (g_utf8_next_char (*rest)) + 1);
}

static void
check_as_fresh (SearchShop           *shop,
                HspSearch            *search,
                const HspSearchQuery *query)
{
  const guint n_places = hsp_service_table_get_n_places (shop->table);
  g_autoptr(HspSearch) fresh = hsp_search_new ();
  const HspSearchResult *expected = hsp_search_run (fresh, shop->table, query);
  const HspSearchResult *result = hsp_search_run (search, shop->table, query);

  g_assert_cmpint (result->similar, ==, expected->similar);
  g_assert_cmpuint (result->n_matches, ==, expected->n_matches);
  g_assert_cmpmem (result->rows, result->n_rows * sizeof *result->rows, expected->rows,
                   expected->n_rows * sizeof *expected->rows);
  g_assert_cmpmem (result->n_by_place, n_places * sizeof *result->n_by_place, expected->n_by_place,
                   n_places * sizeof *expected->n_by_place);
}

/* As the sidebar does once a key is done: the same words, in a few services. */
static void
look_aside (SearchShop          *shop,
            HspSearch           *search,
            const SearchOptions *options)
{
  HspSearchQuery query = options->query;
  const guint32 first = 0;

  query.only = &first;
  query.n_only = 1;
  query.exact = TRUE;
  check_as_fresh (shop, search, &query);
}

/* Returns: whether slips were forgiven */
static gboolean
check_key (SearchShop    *shop,
           HspSearch     *search,
           GRand         *random,
           const char    *typed,
           SearchOptions *options,
           guint         *n_found)
{
  g_auto(GStrv) words = hsp_fold_words (typed);
  gboolean similar;

  options->query.words = (const char *const *) words;
  options->query.exact = search_one_in (random, 4);
  check_as_fresh (shop, search, &options->query);
  options->query.exact = FALSE;
  similar = search_shop_check (shop, search, &options->query);
  *n_found += words[0] != NULL && !similar
              && hsp_search_run (search, shop->table, &options->query)->n_rows > 0;
  if (search_one_in (random, 3))
    look_aside (shop, search, options);
  options->query.words = NULL;
  return similar;
}

static void
test_typing (gconstpointer data)
{
  static const guint sizes[] = { 1, 60, 400 };
  g_autoptr(GRand) random = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  g_autoptr(HspSearch) search = hsp_search_new ();
  guint n_similar = 0, n_found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GString) typed = g_string_new (NULL);
      g_autofree char *rest = g_strdup ("");
      SearchShop shops[2], *shop = &shops[0];
      SearchOptions options;

      search_random_open (&shops[0], random, sizes[i]);
      search_random_open (&shops[1], random, sizes[i] + 20);
      options = search_random_choose (shop, random);
      for (guint j = 0; j < 4000; j++)
        {
          if (search_one_in (random, 12))
            {
              shop = search_one_in (random, 3) ? &shops[g_rand_int_range (random, 0, 2)] : shop;
              search_options_clear (&options);
              options = search_random_choose (shop, random);
            }
          press_random_key (shop, random, typed, &rest);
          n_similar += check_key (shop, search, random, typed->str, &options, &n_found);
        }
      search_options_clear (&options);
      search_shop_close (&shops[0]);
      search_shop_close (&shops[1]);
    }
  /* or little was looked at */
  g_test_message ("%u keys found something, %u something alike", n_found, n_similar);
  g_assert_cmpuint (n_found, >, 1500);
  g_assert_cmpuint (n_similar, >, 200);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint seed = 1; seed <= 4; seed++)
    {
      g_autofree char *path = g_strdup_printf ("/search/typing/%u", seed);

      g_test_add_data_func (path, GUINT_TO_POINTER (seed), test_typing);
    }

  return g_test_run ();
}
