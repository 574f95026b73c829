/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "hsp-fold.h"
#include "hsp-service-sieve.h"
#include "hsp-test.h"
#include "search-oracle.h"
#include "search-random.h"

static gboolean
check_random_query (SearchShop *shop,
                    HspSearch  *search,
                    GRand      *random)
{
  g_auto(GStrv) words = search_random_type (shop, random);
  g_auto(SearchOptions) options = search_random_choose (shop, random);

  options.query.words = (const char *const *) words;
  return search_shop_check (shop, search, &options.query);
}

/* Who keeps only what passes the sieve finds the same. */
static void
test_sieve (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  g_autoptr(HspSearch) search = hsp_search_new ();
  SearchShop shop;
  guint n_found = 0;

  search_random_open (&shop, random, 400);
  for (guint i = 0; i < 1000; i++)
    {
      g_auto(GStrv) words = search_random_type (&shop, random);
      g_autoptr(HspServiceSieve) sieve = hsp_service_sieve_new ((const char *const *) words);
      g_autofree gboolean *found = g_new0 (gboolean, shop.values->len);
      HspSearchQuery query = {
        .words = (const char *const *) words, .least_rate = HSP_MONEY_UNKNOWN,
        .most_rate = HSP_MONEY_UNKNOWN, .quantity = HSP_UNKNOWN, .exact = TRUE,
      };
      const HspSearchResult *result = hsp_search_run (search, shop.table, &query);

      for (guint j = 0; j < result->n_rows; j++)
        found[result->rows[j]] = TRUE;
      for (guint j = 0; j < shop.values->len; j++)
        g_assert_cmpint (hsp_service_sieve_passes (sieve, shop.values->pdata[j]), ==, found[j]);
      n_found += words[0] != NULL && result->n_rows > 0;
    }
  search_shop_close (&shop);
  g_assert_cmpuint (n_found, >, 200);
}

static void
test_oracle (gconstpointer data)
{
  static const guint sizes[] = { 0, 1, 2, 9, 60, 400, 3000 };
  static const guint counts[] = { 60, 200, 200, 600, 2000, 1500, 200 };
  const guint seed = GPOINTER_TO_UINT (data);
  g_autoptr(GRand) random = g_rand_new_with_seed (seed);
  g_autoptr(HspSearch) search = hsp_search_new ();
  guint n_similar = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      SearchShop shop;

      search_random_open (&shop, random, sizes[i]);
      for (guint j = 0; j < counts[i]; j++)
        n_similar += check_random_query (&shop, search, random);
      search_shop_close (&shop);
    }
  /* or the forgiving search was never looked at */
  g_assert_cmpuint (n_similar, >, 200);
}

/* What a person would say */

static const char *const wares[] = {
  "Instagram Followers, real and active", "Tăng người theo dõi Instagram", "🔥Instagram Likes",
  "YouTube Views 24h", "TikTok Lượt thích Việt Nam", "Facebook Page Members", "Telegram premium",
};

static void
open_wares (SearchShop *shop)
{
  GPtrArray *values = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_service_value_unref);

  for (guint i = 0; i < G_N_ELEMENTS (wares); i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", 1000 + i);

      g_ptr_array_add (values, search_shop_make_value (id, wares[i], "Social",
                                                       i % 2 == 0 ? "Khách" : "Netflix"));
    }
  search_shop_open (shop, values);
}

/* @expected: the wares that are to be found, in order, a digit each */
static void
check_finds (SearchShop *shop,
             HspSearch  *search,
             const char *typed,
             gboolean    similar,
             const char *expected)
{
  g_auto(GStrv) words = hsp_fold_words (typed);
  HspSearchQuery query = {
    .words = (const char *const *) words, .least_rate = HSP_MONEY_UNKNOWN,
    .most_rate = HSP_MONEY_UNKNOWN, .quantity = HSP_UNKNOWN,
  };
  const HspSearchResult *result;
  g_autoptr(GString) found = g_string_new (NULL);

  search_shop_check (shop, search, &query);
  result = hsp_search_run (search, shop->table, &query);
  for (guint i = 0; i < result->n_rows; i++)
    g_string_append_printf (found, "%u", result->rows[i]);
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpint (result->similar, ==, similar);
}

static void
test_slips (void)
{
  static const struct { const char *typed, *expected; } cases[] = {
    { "instgram", "012" },         /* a letter too few */
    { "innstagram", "012" },       /* too many */
    { "imstagram", "012" },        /* another */
    { "isntagram", "012" },        /* two the wrong way round */
    { "nstagram folowers", "0" },  /* the first missing, and every word must resemble */
    { "yotub", "3" },              /* the beginning of a word is enough */
    { "flwrs", "0" },              /* its letters */
    { "fcbk", "5" },
    { "viêtt", "4" },
    { "nguwoi", "1" },
    { "telgram", "6" },
    { "qwrtzpsdfghj", "" },        /* nonsense */
    { "xqzw", "" },
    { "4321", "" },                /* a number is no likeness of another */
    { "instgram zz", "" },         /* a short word must be there */
    { "instgram 1002", "2" },      /* a number, too */
    { "instgram netflix", "1" },   /* and a category */
  };
  g_autoptr(HspSearch) search = hsp_search_new ();
  SearchShop shop;

  open_wares (&shop);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_finds (&shop, search, cases[i].typed, *cases[i].expected != '\0', cases[i].expected);
  check_finds (&shop, search, "instagram", FALSE, "012");
  check_finds (&shop, search, "1004", FALSE, "4");
  search_shop_close (&shop);
}

static void
test_letters (void)
{
  g_autoptr(HspSearch) search = hsp_search_new ();
  SearchShop shop;

  open_wares (&shop);
  /* at the beginning, of a word, behind a picture, which is no beginning, and elsewhere */
  check_finds (&shop, search, "i", FALSE, "0164325");
  check_finds (&shop, search, "a", FALSE, "0564123");
  check_finds (&shop, search, "đ", FALSE, "10");
  check_finds (&shop, search, "2", FALSE, "3");
  check_finds (&shop, search, ",", FALSE, "0");
  search_shop_close (&shop);
}

/* The best of many, and no more; counted, whatever is shown of them */
static void
test_most (void)
{
  GPtrArray *values = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_service_value_unref);
  const char *const words[] = { "folowers", NULL };
  HspSearchQuery query = {
    .words = words, .least_rate = HSP_MONEY_UNKNOWN, .most_rate = HSP_MONEY_UNKNOWN,
    .quantity = HSP_UNKNOWN,
  };
  g_autoptr(HspSearch) search = hsp_search_new ();
  const HspSearchResult *result;
  SearchShop shop;

  for (guint i = 0; i < 1000; i++)
    {
      const char *name = i % 10 == 9 ? "Followers" : "Followersgroup";
      g_autofree char *id = g_strdup_printf ("%u", i + 1);

      g_ptr_array_add (values, search_shop_make_value (id, name, "", ""));
    }
  search_shop_open (&shop, values);
  for (guint sort = HSP_SORT_BEST; sort <= HSP_SORT_ID; sort++)
    {
      query.sort = sort;
      g_assert_true (search_shop_check (&shop, search, &query));
      result = hsp_search_run (search, shop.table, &query);
      g_assert_cmpuint (result->n_matches, ==, 200);
      g_assert_cmpuint (result->n_by_place[0], ==, 200);
    }
  query.sort = HSP_SORT_BEST;
  result = hsp_search_run (search, shop.table, &query);
  g_assert_cmpuint (result->rows[99] % 10, ==, 9);
  g_assert_cmpuint (result->rows[100] % 10, !=, 9);
  search_shop_close (&shop);
}

static void
test_empty (void)
{
  g_autoptr(HspServiceTable) empty = hsp_service_table_new_empty ();
  g_autoptr(HspSearch) search = hsp_search_new ();
  const char *const words[] = { "followers", "a", "12", NULL };
  const guint32 only[] = { 0, 5 };
  HspSearchQuery query = { .words = words, .only = only, .n_only = 2, .keep_order = TRUE };

  for (guint i = 0; i < 8; i++)
    {
      const HspSearchResult *result;

      query.words = i & 1 ? words : NULL;
      query.only = i & 2 ? only : NULL;
      query.n_only = i & 2 ? 2 : 0;
      query.sort = i & 4 ? HSP_SORT_PRICE_DOWN : HSP_SORT_BEST;
      result = hsp_search_run (search, empty, &query);
      g_assert_cmpuint (result->n_rows, ==, 0);
      g_assert_cmpuint (result->n_matches, ==, 0);
      g_assert_false (result->similar);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search/empty", test_empty);
  g_test_add_func ("/search/slips", test_slips);
  g_test_add_func ("/search/letters", test_letters);
  g_test_add_func ("/search/most", test_most);
  g_test_add_func ("/search/sieve", test_sieve);
  for (guint seed = 1; seed <= 3; seed++)
    {
      g_autofree char *path = g_strdup_printf ("/search/oracle/%u", seed);

      g_test_add_data_func (path, GUINT_TO_POINTER (seed), test_oracle);
    }

  return g_test_run ();
}
