/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "search-random.h"

#include <string.h>

#include "hsp-fold.h"

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

void
search_random_open (SearchShop *shop,
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

void
search_random_append_word (SearchShop *shop,
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

char **
search_random_type (SearchShop *shop,
                    GRand      *random)
{
  const int kind = g_rand_int_range (random, 0, 20);
  int n_words = kind < 2 ? 0 : kind < 12 ? 1 : kind < 19 ? 2 : g_rand_int_range (random, 3, 20);
  g_autoptr(GString) typed = g_string_new (NULL);

  for (; n_words > 0; n_words--)
    search_random_append_word (shop, random, typed);
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

gboolean
search_one_in (GRand *random,
               int    n)
{
  return g_rand_int_range (random, 0, n) == 0;
}

void
search_options_clear (SearchOptions *self)
{
  g_hash_table_unref (self->stocks);
  g_free (self->places);
  g_free (self->inside);
  g_free (self->only);
}

static void
choose_only (SearchOptions *self,
             GRand         *random,
             guint          n)
{
  self->query.only = self->only;
  self->query.n_only = (guint) g_rand_int_range (random, 0, (int) MIN (n, 40) + 1);
  self->query.keep_order = g_rand_boolean (random);
  /* some of them twice, some not there */
  for (guint i = 0; i < self->query.n_only; i++)
    self->only[i] = (guint32) g_rand_int_range (random, 0, (int) n + 2);
}

SearchOptions
search_random_choose (SearchShop *shop,
                      GRand      *random)
{
  const guint n = shop->values->len;
  SearchOptions options = {
    .stocks = g_hash_table_new_full (NULL, NULL, NULL, g_free),
    .places = make_flags (random, hsp_service_table_get_n_places (shop->table)),
    .inside = make_flags (random, n),
    .only = g_new0 (guint32, n + 1),
    .query.sort = (HspSort) g_rand_int_range (random, HSP_SORT_BEST, HSP_SORT_ID + 1),
    .query.filter = search_one_in (random, 3) ? (HspFilter) g_rand_int_range (random, 0, 8)
                                              : HSP_FILTER_NONE,
    .query.kind = search_one_in (random, 5) ? (HspKind) g_rand_int_range (random, 0, HSP_N_KINDS)
                                            : HSP_KIND_UNKNOWN,
    .query.least_rate = search_one_in (random, 5) ? g_rand_int_range (random, 0, 4) * HSP_MONEY_UNIT
                                                  : HSP_MONEY_UNKNOWN,
    .query.most_rate = search_one_in (random, 5) ? g_rand_int_range (random, 1, 7) * HSP_MONEY_UNIT
                                                 : HSP_MONEY_UNKNOWN,
    .query.quantity = search_one_in (random, 5) ? g_rand_int_range (random, 0, 9) : HSP_UNKNOWN,
  };

  options.query.places = search_one_in (random, 3) ? options.places : NULL;
  options.query.inside = search_one_in (random, 3) ? options.inside : NULL;
  options.query.stocks = search_one_in (random, 2) ? options.stocks : NULL;
  for (int i = g_rand_int_range (random, 0, 12); i > 0; i--)
    {
      const gint64 stock = g_rand_int_range (random, -1, 6);

      g_hash_table_insert (options.stocks, GINT_TO_POINTER (g_rand_int_range (random, 0, (int) n + 2)),
                           g_memdup2 (&stock, sizeof stock));
    }
  if (search_one_in (random, 4))
    choose_only (&options, random, n);
  return options;
}
