/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "hsp-fold.h"
#include "hsp-service-sieve.h"
#include "hsp-test.h"
#include "search-oracle.h"

/* Random catalogues and queries */

static const char *const vocabulary[] = {
  "Instagram", "Followers", "Views", "Người", "theo", "dõi", "Việt", "Nam", "tăng", "LƯỢT", "thích", "Đức",
  "đ", "Likes", "🔥", "🇻🇳", "⭐Premium", "TikTok", "[Real", "active]", "1000", "24h", "no-drop", "ﬁne", "Ångström",
  "Москва", "日本", "e\xcc\x81t\xc3\xa9", "aab", "abab", "bbaa", "aaaa", "youtube", "you-tube", "a", "B",
  "subscribers", "telegram.members", "|", "ins", "stagram",
};
static const char *const categories[] = { "Instagram", "Mạng xã hội", "Việt Nam 🇻🇳", "", "TikTok aab" };
static const char *const subcategories[] = { "Followers", "", "Lượt thích", "Đặc biệt" };

static const char *
pick (GRand             *random,
      const char *const *words,
      guint              n)
{
  return words[g_rand_int_range (random, 0, (int) n)];
}
#define PICK(words) pick (random, words, G_N_ELEMENTS (words))

static char *
make_name (GRand *random)
{
  const int n_words = g_rand_int_range (random, 1, 9);
  GString *name = g_string_new (NULL);

  for (int i = 0; i < n_words; i++)
    {
      if (i > 0 && g_rand_int_range (random, 0, 8) != 0)
        g_string_append_c (name, g_rand_int_range (random, 0, 6) == 0 ? '-' : ' ');
      if (g_rand_int_range (random, 0, 6) != 0)
        g_string_append (name, PICK (vocabulary));
      else
        for (int j = g_rand_int_range (random, 1, 12); j > 0; j--)
          g_string_append_c (name, (char) g_rand_int_range (random, 'a', 'd'));
    }
  return g_string_free (name, FALSE);
}

static void
open_random_shop (SearchShop *shop,
                  GRand      *random,
                  guint       n_rows)
{
  GPtrArray *values = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_service_value_unref);

  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", (i * 7919) % 100003 + 1);
      g_autofree char *made = make_name (random);
      g_autofree char *split = g_utf8_normalize (made, -1, G_NORMALIZE_NFD);
      const char *name = g_rand_int_range (random, 0, 4) == 0 ? split : made;
      HspServiceValue *value;

      if (i > 0 && g_rand_int_range (random, 0, 5) == 0)
        name = ((HspServiceValue *) values->pdata[g_rand_int_range (random, 0, (int) i)])->name;
      value = search_shop_make_value (id, name, PICK (categories), PICK (subcategories));
      value->rate = g_rand_int_range (random, 0, 6) * HSP_MONEY_UNIT;
      value->min = g_rand_int_range (random, -1, 4);
      value->max = g_rand_int_range (random, 0, 3) == 0 ? HSP_UNKNOWN : g_rand_int_range (random, 1, 9);
      value->stock = g_rand_int_range (random, -1, 5);
      value->kind = (HspKind) g_rand_int_range (random, 0, HSP_N_KINDS);
      value->refill = g_rand_boolean (random);
      value->cancel = g_rand_boolean (random);
      g_ptr_array_add (values, value);
    }
  search_shop_open (shop, values);
}

/* Some characters of a word of a name or a category */
static char *
pick_part (SearchShop *shop,
           GRand      *random,
           gboolean    from_start)
{
  const guint n = shop->values->len;
  const HspServiceValue *value = n > 0 ? shop->values->pdata[g_rand_int_range (random, 0, (int) n)]
                                       : NULL;
  const char *text = value == NULL ? PICK (vocabulary)
                     : g_rand_int_range (random, 0, 5) == 0 ? value->category : value->name;
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  const guint n_words = g_strv_length (words);
  const char *word = n_words > 0 ? words[g_rand_int_range (random, 0, (int) n_words)] : "";
  const int length = (int) g_utf8_strlen (word, -1);
  const int start = from_start || length == 0 ? 0 : g_rand_int_range (random, 0, length);

  return g_utf8_substring (word, start, g_rand_int_range (random, start, length + 1));
}

/* One or two slips in it */
static char *
make_slip (GRand      *random,
           const char *word)
{
  g_autofree char *folded = hsp_fold (word);
  g_autoptr(GString) wrong = g_string_new (folded);

  for (int n = g_rand_int_range (random, 0, 5) == 0 ? 2 : 1; n > 0 && wrong->len > 1; n--)
    {
      const int at = g_rand_int_range (random, 0, (int) wrong->len - 1);
      const int kind = g_rand_int_range (random, 0, 4);
      const char swapped = wrong->str[at];

      if (kind == 0)
        g_string_erase (wrong, at, 1);
      else if (kind == 1)
        g_string_insert_c (wrong, at, (char) g_rand_int_range (random, 'a', 'e'));
      else if (kind == 2)
        wrong->str[at] = (char) g_rand_int_range (random, 'a', 'e');
      else
        {
          wrong->str[at] = wrong->str[at + 1];
          wrong->str[at + 1] = swapped;
        }
    }
  return g_utf8_make_valid (wrong->str, -1);
}

static void
append_query_word (SearchShop *shop,
                   GRand      *random,
                   GString    *typed)
{
  g_autofree char *part = pick_part (shop, random, g_rand_boolean (random));
  g_autofree char *wrong = NULL;

  g_string_append_c (typed, ' ');
  switch (g_rand_int_range (random, 0, 8))
    {
    case 0:
      g_string_append_c (typed, "abdiptvz1|"[g_rand_int_range (random, 0, 10)]);
      break;
    case 1:
      g_string_append_printf (typed, "%d", g_rand_int_range (random, 0, 9) * 7919 % 100003 + 1);
      break;
    case 2:
    case 3:
      g_free (part);
      part = g_strdup (PICK (vocabulary));
      wrong = make_slip (random, part);
      g_string_append (typed, wrong);
      break;
    case 4:
      for (int i = g_rand_int_range (random, 1, 7); i > 0; i--)
        g_string_append_c (typed, (char) g_rand_int_range (random, 'a', 'd'));
      break;
    default:
      g_string_append (typed, part);
    }
}

static char **
type_query (SearchShop *shop,
            GRand      *random)
{
  const int kind = g_rand_int_range (random, 0, 20);
  int n_words = kind < 2 ? 0 : kind < 12 ? 1 : kind < 19 ? 2 : g_rand_int_range (random, 3, 20);
  g_autoptr(GString) typed = g_string_new (NULL);

  for (; n_words > 0; n_words--)
    append_query_word (shop, random, typed);
  return hsp_fold_words (typed->str);
}

static guint8 *
make_flags (GRand *random,
            guint  n)
{
  guint8 *flags = g_new0 (guint8, n + 1);

  for (guint i = 0; i < n; i++)
    flags[i] = g_rand_int_range (random, 0, 3) != 0;
  return flags;
}

static gboolean
one_in (GRand *random,
        int    n)
{
  return g_rand_int_range (random, 0, n) == 0;
}

static gboolean
check_random_query (SearchShop *shop,
                    HspSearch  *search,
                    GRand      *random)
{
  const guint n = shop->values->len;
  g_auto(GStrv) words = type_query (shop, random);
  g_autoptr(GHashTable) stocks = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autofree guint8 *places = make_flags (random, hsp_service_table_get_n_places (shop->table));
  g_autofree guint8 *inside = make_flags (random, n);
  g_autofree guint32 *only = g_new (guint32, n + 1);
  HspSearchQuery query = {
    .words = (const char *const *) words,
    .sort = (HspSort) g_rand_int_range (random, HSP_SORT_BEST, HSP_SORT_ID + 1),
    .filter = one_in (random, 3) ? (HspFilter) g_rand_int_range (random, 0, 8) : HSP_FILTER_NONE,
    .kind = one_in (random, 5) ? (HspKind) g_rand_int_range (random, 0, HSP_N_KINDS) : HSP_KIND_UNKNOWN,
    .least_rate = one_in (random, 5) ? g_rand_int_range (random, 0, 4) * HSP_MONEY_UNIT
                                     : HSP_MONEY_UNKNOWN,
    .most_rate = one_in (random, 5) ? g_rand_int_range (random, 1, 7) * HSP_MONEY_UNIT
                                    : HSP_MONEY_UNKNOWN,
    .quantity = one_in (random, 5) ? g_rand_int_range (random, 0, 9) : HSP_UNKNOWN,
    .places = one_in (random, 3) ? places : NULL,
    .inside = one_in (random, 3) ? inside : NULL,
  };

  if (one_in (random, 2))
    query.stocks = stocks;
  for (int i = g_rand_int_range (random, 0, 12); i > 0; i--)
    {
      const gint64 stock = g_rand_int_range (random, -1, 6);

      g_hash_table_insert (stocks, GINT_TO_POINTER (g_rand_int_range (random, 0, (int) n + 2)),
                           g_memdup2 (&stock, sizeof stock));
    }
  if (one_in (random, 4))
    {
      query.only = only;
      query.n_only = (guint) g_rand_int_range (random, 0, (int) MIN (n, 40) + 1);
      query.keep_order = g_rand_boolean (random);
      /* some of them twice, some not there */
      for (guint i = 0; i < query.n_only; i++)
        only[i] = (guint32) g_rand_int_range (random, 0, (int) n + 2);
    }
  return search_shop_check (shop, search, &query);
}

/* Who keeps only what passes the sieve finds the same. */
static void
test_sieve (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  g_autoptr(HspSearch) search = hsp_search_new ();
  SearchShop shop;
  guint n_found = 0;

  open_random_shop (&shop, random, 400);
  for (guint i = 0; i < 1000; i++)
    {
      g_auto(GStrv) words = type_query (&shop, random);
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

      open_random_shop (&shop, random, sizes[i]);
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
