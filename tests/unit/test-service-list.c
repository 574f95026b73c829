/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "hsp-catalogue.h"
#include "hsp-category.h"
#include "hsp-client.h"
#include "hsp-pacer.h"
#include "hsp-service-builder.h"
#include "hsp-service-list.h"
#include "hsp-service.h"
#include "hsp-slot-list-private.h"
#include "hsp-test.h"
#include "list-recorder.h"

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
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (fixture->path);
  g_autoptr(HspServiceTable) table = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < fixture->values->len; i++)
    hsp_service_builder_add (builder, fixture->values->pdata[i]);
  table = hsp_service_builder_end (builder, 1234567890, NULL, &error);
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
  hsp_slot_list_grow (HSP_SLOT_LIST (fixture->list));
  fixture->values = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_service_value_unref);
  recorder_start (&fixture->recorder, G_LIST_MODEL (fixture->list));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  recorder_check (&fixture->recorder);
  recorder_stop (&fixture->recorder);
  g_assert_finalize_object (fixture->list);
  g_assert_finalize_object (fixture->catalogue);
  g_assert_finalize_object (fixture->client);
  g_ptr_array_unref (fixture->values);
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

  for (guint i = 0; i < hsp_slot_list_get_n_shown (HSP_SLOT_LIST (fixture->list)); i++)
    {
      g_autoptr(HspSlot) slot = g_list_model_get_item (model, i);
      HspService *service = hsp_slot_get_item (slot);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", hsp_service_get_id (service));
    }
  return g_string_free (ids, FALSE);
}

/* The rest of a list comes in idle moments. */
static void
wait_for_all (Fixture *fixture)
{
  hsp_test_wait (hsp_slot_list_is_settled (HSP_SLOT_LIST (fixture->list)));
}

static void
assert_ids (Fixture    *fixture,
            const char *expected)
{
  g_autofree char *ids = NULL;

  wait_for_all (fixture);
  ids = get_ids (fixture);
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
  /* told after what was asked for is drawn */
  g_assert_cmpint (hsp_category_get_matches (instagram), ==, -1);
  hsp_test_wait (hsp_category_get_matches (instagram) == 1);
  g_assert_cmpint (hsp_category_get_matches (likes), ==, 0);
  g_assert_cmpint (hsp_category_get_matches (tiktok), ==, 1);
  g_assert_cmpint (hsp_category_get_matches (youtube), ==, 0);
  /* of all categories, whichever is shown */
  hsp_service_list_set_category (fixture->list, "YouTube", NULL);
  g_assert_cmpuint (hsp_service_list_get_n_matches (fixture->list), ==, 2);
  assert_ids (fixture, "");

  hsp_service_list_set_query (fixture->list, "");
  hsp_test_wait (hsp_category_get_matches (instagram) == -1);
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
      const HspMatch *span = &g_array_index (spans, HspMatch, i);

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
  g_autoptr(HspService) followers_again = NULL;
  g_autoptr(HspService) likes_again = NULL;
  g_autoptr(HspCategory) instagram = NULL;
  HspServiceValue *value;

  add_shop (fixture);
  take_values (fixture);
  followers = hsp_catalogue_lookup (fixture->catalogue, "1");
  likes = hsp_catalogue_lookup (fixture->catalogue, "2");
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
  /* what has another price is shown anew where it stands */
  g_assert_cmpuint (fixture->recorder.n_touched, ==, 1);
  followers_again = hsp_catalogue_lookup (fixture->catalogue, "1");
  g_assert_true (followers_again == followers);
  g_assert_cmpint (hsp_service_get_stock (followers), ==, 50);
  likes_again = hsp_catalogue_lookup (fixture->catalogue, "2");
  g_assert_true (likes_again != likes);

  clear_values (fixture);
  take_values (fixture);
  assert_ids (fixture, "");
}

static void
count_relabelled_cb (guint *count)
{
  (*count)++;
}

/* Wherever one row changes, that place alone shows something else, and nothing moves. */
static void
test_one_change (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) slots = g_ptr_array_new_with_free_func (g_object_unref);
  guint relabelled[10] = { 0 };

  for (int changed = -1; changed < 10; changed++)
    {
      clear_values (fixture);
      for (int i = 0; i < 10; i++)
        {
          g_autofree char *id = g_strdup_printf ("%d", i);

          add_value (fixture, id, id, "Category", "", i <= changed ? "2" : "1");
        }
      fixture->recorder.n_changes = 0;
      take_values (fixture);
      wait_for_all (fixture);
      g_assert_cmpuint (fixture->recorder.n_changes, ==, changed < 0 ? 1 : 0);
      for (guint i = 0; i < 10; i++)
        g_assert_cmpuint (relabelled[i], ==, (int) i <= changed ? 1 : 0);
      recorder_check (&fixture->recorder);

      for (guint i = 0; changed < 0 && i < 10; i++)
        {
          HspSlot *slot = g_list_model_get_item (G_LIST_MODEL (fixture->list), i);

          g_assert_nonnull (hsp_slot_get_item (slot));
          g_signal_connect_swapped (slot, "notify::item", G_CALLBACK (count_relabelled_cb),
                                    &relabelled[i]);
          g_ptr_array_add (slots, slot);
        }
      /* as a row does, which shows what it has been told of */
      for (guint i = 0; i < 10; i++)
        g_assert_nonnull (hsp_slot_get_item (slots->pdata[i]));
    }
}

/* What is seen at once is there at once, and after a key says at once what it is to say. */
static void
test_screenful (Fixture       *fixture,
                gconstpointer  user_data)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autofree char *name = g_strdup_printf ("%s %03u", i % 2 == 0 ? "even" : "odd", i);

      add_value (fixture, id, name, "Numbers", "", "1");
    }
  hsp_slot_list_set_screenful (HSP_SLOT_LIST (fixture->list), 20);
  take_values (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 20);
  wait_for_all (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 300);

  hsp_service_list_set_query (fixture->list, "odd");
  g_assert_cmpuint (hsp_slot_list_get_n_labelled (HSP_SLOT_LIST (fixture->list)), ==, 20);
  wait_for_all (fixture);
  g_assert_cmpuint (hsp_slot_list_get_n_labelled (HSP_SLOT_LIST (fixture->list)), ==, G_MAXUINT);

  /* a list cannot be made to do more in a frame than a tall screen needs */
  hsp_slot_list_set_screenful (HSP_SLOT_LIST (fixture->list), 100000);
  hsp_service_list_set_query (fixture->list, "even");
  g_assert_cmpuint (hsp_slot_list_get_n_labelled (HSP_SLOT_LIST (fixture->list)), <, 100);
  wait_for_all (fixture);
}

static void
watch_removed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  guint      *most)
{
  *most = MAX (*most, removed);
}

/* Of places that are too many, those that have a row go in steps, with nothing in them. */
static void
test_fewer (Fixture       *fixture,
            gconstpointer  user_data)
{
  GListModel *model = G_LIST_MODEL (fixture->list);
  guint most = 0;
  g_autoptr(HspSlot) kept = NULL;
  g_autoptr(HspSlot) left = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autofree char *name = g_strdup_printf ("%s %03u", i < 3 ? "few" : "many", i);

      add_value (fixture, id, name, "Numbers", "", "1");
    }
  take_values (fixture);
  wait_for_all (fixture);
  kept = g_list_model_get_item (model, 2);
  left = g_list_model_get_item (model, 3);
  g_assert_nonnull (hsp_slot_get_item (left));

  hsp_service_list_set_query (fixture->list, "few");
  g_assert_cmpuint (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (fixture->list)), ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (model), >, 200);
  g_assert_cmpuint (g_list_model_get_n_items (model), <, 300);
  g_assert_nonnull (hsp_slot_get_item (kept));
  g_assert_null (hsp_slot_get_item (left));
  g_assert_cmpuint (hsp_service_list_find (fixture->list, "2"), ==, 2);
  g_assert_cmpuint (hsp_service_list_find (fixture->list, "100"), ==, G_MAXUINT);

  g_signal_connect (model, "items-changed", G_CALLBACK (watch_removed_cb), &most);
  wait_for_all (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 3);
  g_assert_cmpuint (most, >, 0);
  g_assert_cmpuint (most, <=, 16);
  assert_ids (fixture, "0 1 2");

  /* what is typed meanwhile may want them again */
  hsp_service_list_set_query (fixture->list, "");
  wait_for_all (fixture);
  hsp_service_list_set_query (fixture->list, "few");
  hsp_service_list_set_query (fixture->list, "many");
  wait_for_all (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 297);
  g_signal_handlers_disconnect_by_data (model, &most);
}

static void
count_cb (guint *counter)
{
  (*counter)++;
}

/* Places in which nothing stands yet get what is shown first: a view keeps their rows. */
static void
test_prepared (Fixture       *fixture,
               gconstpointer  data)
{
  GListModel *model = G_LIST_MODEL (fixture->list);
  HspSlotList *list = HSP_SLOT_LIST (fixture->list);
  guint n_told = 0;
  g_autoptr(HspSlot) first = NULL;
  g_autoptr(HspSlot) same = NULL;

  hsp_slot_list_set_screenful (list, 3);
  hsp_slot_list_prepare (list);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 3);
  hsp_slot_list_set_screenful (list, 7);
  hsp_slot_list_prepare (list);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 7);
  g_assert_cmpuint (hsp_slot_list_get_n_shown (list), ==, 0);
  first = g_list_model_get_item (model, 0);
  g_assert_null (hsp_slot_get_item (first));
  g_signal_connect_swapped (first, "notify::item", G_CALLBACK (count_cb), &n_told);

  /* fewer than there are places */
  add_shop (fixture);
  take_values (fixture);
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_nonnull (hsp_slot_get_item (first));
  same = g_list_model_get_item (model, 0);
  g_assert_true (same == first);
  wait_for_all (fixture);
  assert_ids (fixture, "5 1 2 3 42");
  g_signal_handlers_disconnect_by_data (first, &n_told);

  /* there is nothing to prepare any more */
  hsp_slot_list_prepare (list);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 5);
}

/* Prepared again while what stood there before was still coming. */
static void
test_prepared_again (Fixture       *fixture,
                     gconstpointer  data)
{
  HspSlotList *list = HSP_SLOT_LIST (fixture->list);

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      add_value (fixture, id, id, "Numbers", "", "1");
    }
  hsp_slot_list_set_screenful (list, 20);
  take_values (fixture);
  g_assert_false (hsp_slot_list_is_settled (list));
  hsp_slot_list_shrink (list, 0, FALSE);
  hsp_slot_list_prepare (list);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 20);
}

/* What is searched for before anything is known, and then is not there. */
static void
test_prepared_in_vain (Fixture       *fixture,
                       gconstpointer  data)
{
  hsp_slot_list_prepare (HSP_SLOT_LIST (fixture->list));
  hsp_service_list_set_query (fixture->list, "nowhere");
  add_shop (fixture);
  take_values (fixture);
  g_assert_cmpuint (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (fixture->list)), ==, 0);
  hsp_service_list_set_query (fixture->list, "likes");
  wait_for_all (fixture);
  assert_ids (fixture, "2");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 1);
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

/* A shop's list of another day: rows come and go, in front above all, and some have another price. */
static void
change_values (Fixture *fixture,
               GRand   *chance,
               guint   *next_id)
{
  g_autoptr(GPtrArray) before = g_steal_pointer (&fixture->values);
  const guint gone_each = (guint) g_rand_int_range (chance, 2, 40);

  fixture->values = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_service_value_unref);
  for (guint n = (guint) g_rand_int_range (chance, 0, 30); n > 0; n--)
    {
      g_autofree char *id = g_strdup_printf ("%u", (*next_id)++);

      add_value (fixture, id, "New", "A", "", "1");
    }
  for (guint i = 0; i < before->len; i++)
    {
      const HspServiceValue *value = before->pdata[i];

      if (g_rand_int_range (chance, 0, gone_each) == 0)
        continue;
      add_value (fixture, value->id, value->name, value->category, "", "1")->rate =
        value->rate + (g_rand_int_range (chance, 0, 20) == 0 ? 1 : 0);
    }
}

static const HspServiceValue *
find_value (Fixture    *fixture,
            const char *id)
{
  for (guint i = 0; i < fixture->values->len; i++)
    {
      const HspServiceValue *value = fixture->values->pdata[i];

      if (g_str_equal (value->id, id))
        return value;
    }
  return NULL;
}

/* Whoever holds a service has the same object as long as the shop offers the same, wherever its row is now. */
static void
test_held (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GRand) chance = g_rand_new_with_seed (7);
  g_autoptr(GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  guint next_id = 1, n_same = 0, n_other = 0, n_gone = 0;

  change_values (fixture, chance, &next_id);
  for (guint round = 0; round < 60; round++)
    {
      change_values (fixture, chance, &next_id);
      take_values (fixture);
      for (guint i = 0; i < held->len; i++)
        {
          HspService *service = held->pdata[i];
          const HspServiceValue *value = find_value (fixture, hsp_service_get_id (service));
          g_autoptr(HspService) now = hsp_catalogue_lookup (fixture->catalogue, hsp_service_get_id (service));

          g_assert_true ((now == NULL) == (value == NULL));
          if (value == NULL)
            n_gone++;
          else if (value->rate == hsp_service_get_value (service)->rate)
            n_same += now == service;
          else
            n_other += now != service;
          if (value != NULL)
            g_assert_true ((now == service) == (value->rate == hsp_service_get_value (service)->rate));
        }
      g_ptr_array_set_size (held, 0);
      for (guint i = 0; i < fixture->values->len; i += (guint) g_rand_int_range (chance, 1, 30))
        g_ptr_array_add (held, hsp_catalogue_get_service (fixture->catalogue, i));
    }
  g_assert_cmpuint (n_same, >, 0);
  g_assert_cmpuint (n_other, >, 0);
  g_assert_cmpuint (n_gone, >, 0);
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
  ADD ("held", test_held);
  ADD ("screenful", test_screenful);
  ADD ("fewer", test_fewer);
  ADD ("prepared-again", test_prepared_again);
  ADD ("prepared", test_prepared);
  ADD ("prepared-in-vain", test_prepared_in_vain);
  ADD ("service", test_service);
#undef ADD
  return g_test_run ();
}
