/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "hsp-catalogue.h"
#include "hsp-category.h"
#include "hsp-client.h"
#include "hsp-pacer.h"
#include "hsp-service-list.h"
#include "hsp-service.h"
#include "hsp-snapshot.h"
#include "hsp-test.h"

/* Applies each change of a list to a copy, and compares: a model that says anything wrong of its
 * changes is found out. */
typedef struct
{
  GListModel *model;
  GPtrArray  *mirror;
  guint       n_changes;
  guint       n_touched;  /* items taken out and put in */
} Recorder;

static void
on_items_changed_cb (GListModel *model,
                     guint       position,
                     guint       removed,
                     guint       added,
                     Recorder   *recorder)
{
  recorder->n_changes++;
  recorder->n_touched += removed + added;
  g_assert_cmpuint (position + removed, <=, recorder->mirror->len);
  if (removed > 0)
    g_ptr_array_remove_range (recorder->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (recorder->mirror, (int) (position + i),
                        g_list_model_get_item (model, position + i));
}

static void
recorder_check (Recorder *recorder)
{
  guint n_items;

  g_object_get (recorder->model, "n-items", &n_items, NULL);
  g_assert_cmpuint (n_items, ==, recorder->mirror->len);
  g_assert_cmpuint (g_list_model_get_n_items (recorder->model), ==, recorder->mirror->len);
  for (guint i = 0; i < recorder->mirror->len; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (recorder->model, i);

      g_assert_true (item == recorder->mirror->pdata[i]);
    }
  g_assert_null (g_list_model_get_item (recorder->model, recorder->mirror->len));
}

typedef struct
{
  char           *dir;
  char           *path;
  HspClient      *client;
  HspCatalogue   *catalogue;
  HspServiceList *list;
  GPtrArray      *values;    /* (element-type HspServiceValue) */
  Recorder        recorder;
} Fixture;

static HspServiceValue *
add_value (Fixture    *fixture,
           const char *id,
           const char *name,
           const char *category,
           const char *subcategory,
           const char *rate)
{
  HspServiceValue *value = hsp_service_value_new ();

  g_free (value->id);
  value->id = g_strdup (id);
  g_free (value->name);
  value->name = g_strdup (name);
  value->category = g_intern_string (category);
  value->subcategory = g_intern_string (subcategory);
  g_assert_true (hsp_money_parse (rate, &value->rate));
  value->min = 10;
  value->max = 1000;
  g_ptr_array_add (fixture->values, value);
  return value;
}

static void
write_snapshot (Fixture *fixture)
{
  HspSnapshot *snapshot = g_new0 (HspSnapshot, 1);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  snapshot->time = 1234567890;
  snapshot->services = g_ptr_array_ref (fixture->values);
  snapshot->categories =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_category_value_free);
  hsp_snapshot_write_async (fixture->path, snapshot, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_snapshot_write_finish (result, &error);
  g_assert_no_error (error);
}

/* The catalogue reads what it would have read at the next start. */
static void
take_values (Fixture *fixture)
{
  write_snapshot (fixture);
  g_assert_true (hsp_catalogue_open (fixture->catalogue));
}

static void
clear_values (Fixture *fixture)
{
  g_ptr_array_unref (fixture->values);
  fixture->values = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_service_value_unref);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(HspPacer) pacer = hsp_pacer_new (60, 10);
  g_autoptr(GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("hsp-list-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->dir, "catalogue", NULL);
  fixture->client = hsp_client_new ("http://127.0.0.1:9/api/v2", pacer);
  fixture->catalogue = hsp_catalogue_new (fixture->client, fixture->path);
  fixture->list = hsp_service_list_new (fixture->catalogue);
  fixture->values = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_service_value_unref);
  fixture->recorder.model = G_LIST_MODEL (fixture->list);
  fixture->recorder.mirror = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_items_changed_cb),
                    &fixture->recorder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  recorder_check (&fixture->recorder);
  g_assert_finalize_object (fixture->list);
  g_assert_finalize_object (fixture->catalogue);
  g_assert_finalize_object (fixture->client);
  g_ptr_array_unref (fixture->values);
  g_ptr_array_unref (fixture->recorder.mirror);
  hsp_test_remove_tree (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static void
add_shop (Fixture *fixture)
{
  HspServiceValue *value;

  value = add_value (fixture, "1", "Instagram Followers Việt Nam", "Instagram", "Followers", "2.5");
  value->stock = 100;
  value->refill = TRUE;
  value = add_value (fixture, "2", "Instagram Likes", "Instagram", "Likes", "0.4");
  value->stock = 0;
  value = add_value (fixture, "3", "Theo dõi Tiktok ĐÔNG", "TikTok", "Followers", "1");
  value->cancel = TRUE;
  add_value (fixture, "42", "YouTube views", "YouTube", "", "9");
  value = add_value (fixture, "5", "Antique views", "YouTube", "", "0.1");
  value->stock = 7;
  value->refill = TRUE;
}

/* "1 5 3": the ids in the order of the list */
static char *
get_ids (Fixture *fixture)
{
  GString *ids = g_string_new (NULL);
  GListModel *model = G_LIST_MODEL (fixture->list);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(HspService) service = g_list_model_get_item (model, i);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", hsp_service_get_id (service));
    }
  return g_string_free (ids, FALSE);
}

static void
assert_ids (Fixture    *fixture,
            const char *expected)
{
  g_autofree char *ids = get_ids (fixture);

  g_assert_cmpstr (ids, ==, expected);
  recorder_check (&fixture->recorder);
}

static void
assert_found (Fixture    *fixture,
              const char *query,
              const char *expected)
{
  hsp_service_list_set_query (fixture->list, query);
  assert_ids (fixture, expected);
}

static void
test_query (Fixture       *fixture,
            gconstpointer  data)
{
  assert_ids (fixture, "");
  add_shop (fixture);
  take_values (fixture);
  assert_ids (fixture, "5 1 2 3 42");

  /* case, marks and đ are folded; every word must match; categories count too */
  assert_found (fixture, "viet", "1");
  assert_found (fixture, "VIỆT nam", "1");
  assert_found (fixture, "đông", "3");
  assert_found (fixture, "dong", "3");
  assert_found (fixture, "doi tiktok", "3");
  assert_found (fixture, "instagram", "1 2");
  assert_found (fixture, "tiktok followers", "3");
  assert_found (fixture, "followers", "1 3");
  assert_found (fixture, "instagram tiktok", "");
  assert_found (fixture, "42", "42");
  /* a word's beginning before its middle, the name before the category */
  assert_found (fixture, "ti", "3 5");
  assert_found (fixture, "you", "42 5");
  assert_found (fixture, "   ", "5 1 2 3 42");
  assert_found (fixture, NULL, "5 1 2 3 42");
}

static void
test_category (Fixture       *fixture,
               gconstpointer  data)
{
  add_shop (fixture);
  take_values (fixture);
  hsp_service_list_set_category (fixture->list, "Instagram", NULL);
  assert_ids (fixture, "1 2");
  hsp_service_list_set_category (fixture->list, "Instagram", "Likes");
  assert_ids (fixture, "2");
  hsp_service_list_set_category (fixture->list, "No such", NULL);
  assert_ids (fixture, "");
  hsp_service_list_set_category (fixture->list, NULL, NULL);
  assert_ids (fixture, "5 1 2 3 42");
}

static void
test_filter_and_sort (Fixture       *fixture,
                      gconstpointer  data)
{
  add_shop (fixture);
  take_values (fixture);
  hsp_service_list_set_filter (fixture->list, HSP_FILTER_IN_STOCK);
  assert_ids (fixture, "5 1 3 42");
  hsp_service_list_set_filter (fixture->list, HSP_FILTER_IN_STOCK | HSP_FILTER_REFILL);
  assert_ids (fixture, "5 1");
  hsp_service_list_set_filter (fixture->list, HSP_FILTER_CANCEL);
  assert_ids (fixture, "3");
  hsp_service_list_set_filter (fixture->list, HSP_FILTER_NONE);

  hsp_service_list_set_sort (fixture->list, HSP_SORT_PRICE_UP);
  assert_ids (fixture, "5 2 3 1 42");
  hsp_service_list_set_sort (fixture->list, HSP_SORT_PRICE_DOWN);
  assert_ids (fixture, "42 1 3 2 5");
  /* unknown comes last */
  hsp_service_list_set_sort (fixture->list, HSP_SORT_STOCK);
  assert_ids (fixture, "1 5 2 3 42");
  hsp_service_list_set_sort (fixture->list, HSP_SORT_NAME);
  assert_ids (fixture, "5 1 2 3 42");
  assert_found (fixture, "ti", "5 3");
  g_assert_cmpuint (hsp_service_list_find (fixture->list, "3"), ==, 1);
  g_assert_cmpuint (hsp_service_list_find (fixture->list, "1"), ==, G_MAXUINT);
}

static HspCategory *
get_category (GListModel *model,
              const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(HspCategory) category = g_list_model_get_item (model, i);

      if (g_str_equal (hsp_category_get_name (category), name))
        return category;
    }
  g_assert_not_reached ();
}

static void
test_matches (Fixture       *fixture,
              gconstpointer  data)
{
  HspCategory *instagram, *likes, *tiktok, *youtube;
  GListModel *categories;

  add_shop (fixture);
  take_values (fixture);
  categories = hsp_catalogue_get_categories (fixture->catalogue);
  g_assert_cmpuint (g_list_model_get_n_items (categories), ==, 3);
  instagram = get_category (categories, "Instagram");
  likes = get_category (hsp_category_get_subcategories (instagram), "Likes");
  tiktok = get_category (categories, "TikTok");
  youtube = get_category (categories, "YouTube");
  g_assert_true (hsp_category_get_parent (likes) == instagram);
  g_assert_null (hsp_category_get_subcategories (youtube));
  g_assert_cmpuint (hsp_category_get_count (instagram), ==, 2);
  g_assert_cmpuint (hsp_category_get_count (likes), ==, 1);
  g_assert_cmpint (hsp_category_get_matches (instagram), ==, -1);

  hsp_service_list_set_query (fixture->list, "followers");
  g_assert_cmpuint (hsp_service_list_get_n_matches (fixture->list), ==, 2);
  g_assert_cmpint (hsp_category_get_matches (instagram), ==, 1);
  g_assert_cmpint (hsp_category_get_matches (likes), ==, 0);
  g_assert_cmpint (hsp_category_get_matches (tiktok), ==, 1);
  g_assert_cmpint (hsp_category_get_matches (youtube), ==, 0);
  /* of all categories, whichever is shown */
  hsp_service_list_set_category (fixture->list, "YouTube", NULL);
  g_assert_cmpuint (hsp_service_list_get_n_matches (fixture->list), ==, 2);
  assert_ids (fixture, "");

  hsp_service_list_set_query (fixture->list, "");
  g_assert_cmpint (hsp_category_get_matches (instagram), ==, -1);
  g_assert_cmpint (hsp_category_get_matches (likes), ==, -1);
}

static void
assert_spans (Fixture    *fixture,
              const char *query,
              const char *text,
              const char *expected)
{
  g_autoptr(GArray) spans = NULL;
  g_autoptr(GString) marked = g_string_new (NULL);
  guint at = 0;

  hsp_service_list_set_query (fixture->list, query);
  spans = hsp_service_list_find_matches (fixture->list, text);
  for (guint i = 0; i < spans->len; i++)
    {
      const HspSpan *span = &g_array_index (spans, HspSpan, i);

      g_assert_cmpuint (span->start, >=, at);
      g_assert_cmpuint (span->end, >, span->start);
      g_assert_cmpuint (span->end, <=, strlen (text));
      g_string_append_len (marked, text + at, span->start - at);
      g_string_append_printf (marked, "[%.*s]", (int) (span->end - span->start),
                              text + span->start);
      at = span->end;
    }
  g_string_append (marked, text + at);
  g_assert_cmpstr (marked->str, ==, expected);
  g_assert_true (g_utf8_validate (marked->str, -1, NULL));
}

static void
test_spans (Fixture       *fixture,
            gconstpointer  data)
{
  assert_spans (fixture, "", "Instagram", "Instagram");
  assert_spans (fixture, "viet", "Người Việt Nam", "Người [Việt] Nam");
  assert_spans (fixture, "nam viet", "Người Việt Nam", "Người [Việt] [Nam]");
  /* marks of their own belong to the letter before them */
  assert_spans (fixture, "viet", "Vie\xcc\xa3\xcc\x82t Nam", "[Vie\xcc\xa3\xcc\x82t] Nam");
  assert_spans (fixture, "dong", "hoạt ĐỘNG", "hoạt [ĐỘNG]");
  assert_spans (fixture, "a", "banana", "b[a]n[a]n[a]");
  assert_spans (fixture, "an nan", "banana", "b[anan]a");
  /* letters in other styles, and one that is two letters */
  assert_spans (fixture, "like", "𝐋𝐢𝐤𝐞𝐬 ❤️", "[𝐋𝐢𝐤𝐞]𝐬 ❤️");
  assert_spans (fixture, "fi", "oﬃce", "o[ﬃ]ce");
  assert_spans (fixture, "views", "🔥 YouTube Views <b>&", "🔥 YouTube [Views] <b>&");
}

/* Service objects that did not change stay, and so do the lists around a change. */
static void
test_refresh (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(HspService) followers = NULL;
  g_autoptr(HspService) likes = NULL;
  g_autoptr(HspCategory) instagram = NULL;
  HspServiceValue *value;

  add_shop (fixture);
  take_values (fixture);
  followers = g_object_ref (hsp_catalogue_lookup (fixture->catalogue, "1"));
  likes = g_object_ref (hsp_catalogue_lookup (fixture->catalogue, "2"));
  instagram = g_list_model_get_item (hsp_catalogue_get_categories (fixture->catalogue), 0);
  fixture->recorder.n_changes = 0;
  take_values (fixture);
  g_assert_cmpuint (fixture->recorder.n_changes, ==, 0);

  clear_values (fixture);
  add_shop (fixture);
  value = fixture->values->pdata[0];
  value->stock = 50;
  value = fixture->values->pdata[1];
  value->rate *= 2;
  add_value (fixture, "77", "Instagram Lives", "Instagram", "Lives", "1");
  fixture->recorder.n_touched = 0;
  take_values (fixture);
  assert_ids (fixture, "5 1 2 77 3 42");
  g_assert_cmpuint (fixture->recorder.n_changes, ==, 1);
  g_assert_cmpuint (fixture->recorder.n_touched, ==, 3);
  g_assert_true (hsp_catalogue_lookup (fixture->catalogue, "1") == followers);
  g_assert_cmpint (hsp_service_get_stock (followers), ==, 50);
  g_assert_true (hsp_catalogue_lookup (fixture->catalogue, "2") != likes);

  clear_values (fixture);
  take_values (fixture);
  assert_ids (fixture, "");
}

/* Wherever one row changes, that row alone is taken out and put in. */
static void
test_one_change (Fixture       *fixture,
                 gconstpointer  data)
{
  for (int changed = -1; changed < 10; changed++)
    {
      clear_values (fixture);
      for (int i = 0; i < 10; i++)
        {
          g_autofree char *id = g_strdup_printf ("%d", i);

          add_value (fixture, id, id, "Category", "", i <= changed ? "2" : "1");
        }
      fixture->recorder.n_changes = 0;
      fixture->recorder.n_touched = 0;
      take_values (fixture);
      g_assert_cmpuint (fixture->recorder.n_changes, ==, 1);
      g_assert_cmpuint (fixture->recorder.n_touched, ==, changed < 0 ? 10 : 2);
      recorder_check (&fixture->recorder);
    }
}

static void
test_service (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *text;
    const char *sentence;
  } cases[] = {
    { "10", NULL }, { " 1000 ", NULL }, { "9", "At least 10" }, { "1001", "At most 1,000" },
    { "0", "At least 10" }, { "-5", "Enter a whole number" }, { "", "Enter a whole number" },
    { "ten", "Enter a whole number" }, { "10.5", "Enter a whole number" },
    { "1e3", "Enter a whole number" }, { "+20", "Enter a whole number" },
    { "99999999999999999999", "Enter a whole number" },
  };
  g_autoptr(HspService) service = NULL;
  g_autofree char *link = NULL;
  g_autofree char *no_link = NULL;
  HspServiceValue *value = add_value (fixture, "1", "One", "A", "", "2.5");
  gint64 quantity = 0;

  value->kind = HSP_KIND_SMM;
  service = hsp_service_new (hsp_service_value_ref (value));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sentence = hsp_service_check_quantity (service, cases[i].text, &quantity);

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
  g_assert_cmpint (hsp_service_estimate (service, 500), ==, 1250000);
  link = hsp_service_check_link (service, "https://example.com/p/1");
  g_assert_null (link);
  no_link = hsp_service_check_link (service, "  ");
  g_assert_cmpstr (no_link, ==, "Enter a link");
}

/* The oracle: one text at a time, by other means. */
static char *
naive_fold (const char *text)
{
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  GString *folded = g_string_new (NULL);

  for (const char *p = apart; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_tolower (g_utf8_get_char (p));

      if (g_unichar_ismark (c))
        continue;
      g_string_append_unichar (folded, c == 0x111 ? 'd' : c);
    }
  return g_string_free (folded, FALSE);
}

static gboolean
naive_begins (const char *text,
              const char *word)
{
  for (const char *p = strstr (text, word); p != NULL; p = strstr (p + 1, word))
    {
      if (p == text || p[-1] == ' ')
        return TRUE;
    }
  return FALSE;
}

static int
naive_score (const HspServiceValue *value,
             const char            *query)
{
  g_autofree char *name = naive_fold (value->name);
  g_autofree char *whole = g_strconcat (value->category, " ", value->subcategory, NULL);
  g_autofree char *place = naive_fold (whole);
  g_autofree char *folded = naive_fold (query);
  g_auto(GStrv) words = g_strsplit (folded, " ", -1);
  int score = 1;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (g_str_has_prefix (name, words[i]))
        score += 5;
      else if (naive_begins (name, words[i]))
        score += 4;
      else if (strstr (name, words[i]) != NULL)
        score += 3;
      else if (naive_begins (place, words[i]))
        score += 2;
      else if (strstr (place, words[i]) != NULL)
        score += 1;
      else
        return 0;
    }
  return score;
}

typedef struct
{
  const HspServiceValue *value;
  int                    score;
} Scored;

static int
compare_scored (gconstpointer a,
                gconstpointer b)
{
  const Scored *left = a;
  const Scored *right = b;
  int order;

  if (left->score != right->score)
    return right->score - left->score;
  order = g_utf8_collate (left->value->name, right->value->name);
  return order != 0 ? order : (int) (g_ascii_strtoll (left->value->id, NULL, 10)
                                     - g_ascii_strtoll (right->value->id, NULL, 10));
}

static void
check_against_oracle (Fixture    *fixture,
                      const char *query)
{
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (Scored));
  g_autoptr(GString) expected = g_string_new (NULL);

  for (guint i = 0; i < fixture->values->len; i++)
    {
      Scored scored = { fixture->values->pdata[i], 0 };

      scored.score = naive_score (scored.value, query);
      if (scored.score > 0)
        g_array_append_val (found, scored);
    }
  g_array_sort (found, compare_scored);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (expected, "%s%s", i > 0 ? " " : "",
                            g_array_index (found, Scored, i).value->id);
  assert_found (fixture, query, expected->str);
}

static const char *const syllables[] = {
  "Việt", "Nam", "người", "theo", "dõi", "lượt", "thích", "Đà", "Nẵng", "Hà", "Nội", "tài",
  "khoản", "Instagram", "TikTok", "Followers", "𝐋𝐢𝐤𝐞𝐬", "🔥", "<b>&", "Ưu", "đãi", "giá", "rẻ",
  "bảo", "hành", "ngày", "mượt", "ổn", "định", "Ðặc", "biệt", "Nguye\xcc\x82\xcc\x83n", "１２３",
};

static void
add_random (Fixture *fixture,
            GRand   *rand,
            guint    n_services)
{
  for (guint i = 0; i < n_services; i++)
    {
      g_autoptr(GString) name = g_string_new (NULL);
      g_autofree char *id = g_strdup_printf ("%u", 100000 + i);
      g_autofree char *category = NULL;

      for (int words = g_rand_int_range (rand, 1, 7); words > 0; words--)
        g_string_append_printf (name, "%s%s",
                                syllables[g_rand_int_range (rand, 0, G_N_ELEMENTS (syllables))],
                                words > 1 ? " " : "");
      category = g_strdup_printf ("Danh mục %d %s", g_rand_int_range (rand, 0, 20),
                                  syllables[i % 9]);
      add_value (fixture, id, name->str, category, syllables[i % 4], "1.25");
    }
}

static void
test_oracle (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  add_random (fixture, rand, 400);
  take_values (fixture);
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr(GString) query = g_string_new (NULL);

      for (int words = g_rand_int_range (rand, 1, 4); words > 0; words--)
        {
          const char *word = syllables[g_rand_int_range (rand, 0, G_N_ELEMENTS (syllables))];
          g_autofree char *folded = i % 2 == 0 ? naive_fold (word) : g_strdup (word);
          const glong length = g_utf8_strlen (folded, -1);
          const int start = g_rand_int_range (rand, 0, (int) MAX (length - 1, 1));
          g_autofree char *part = g_utf8_substring (folded, i % 3 == 0 ? start : 0, length);

          g_string_append_printf (query, "%s ", part);
        }
      check_against_oracle (fixture, query->str);
    }
}

/* A keystroke must not be felt: not a measurement, but a wall against what grows too fast. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  const char *const typed[] = { "v", "vi", "vie", "viet", "viet n", "viet na", "viet", "", NULL };
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  gint64 begun;

  add_random (fixture, rand, 20000);
  take_values (fixture);
  begun = g_get_monotonic_time ();
  for (guint i = 0; typed[i] != NULL; i++)
    hsp_service_list_set_query (fixture->list, typed[i]);
  g_test_message ("%.2f ms a keystroke of 20,000",
                  (double) (g_get_monotonic_time () - begun) / 1000.0 / G_N_ELEMENTS (typed));
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 5 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 20000);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/service-list/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("query", test_query);
  ADD ("category", test_category);
  ADD ("filter-and-sort", test_filter_and_sort);
  ADD ("matches", test_matches);
  ADD ("spans", test_spans);
  ADD ("refresh", test_refresh);
  ADD ("one-change", test_one_change);
  ADD ("service", test_service);
  ADD ("oracle", test_oracle);
  ADD ("many", test_many);
#undef ADD
  return g_test_run ();
}
