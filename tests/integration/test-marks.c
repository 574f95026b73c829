/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person marks in the catalogue, over a real journal, and watches over a real shop. */
#include "config.h"

#include <locale.h>

#include "account-helper.h"
#include "hsp-account-parts.h"
#include "hsp-journal.h"
#include "hsp-marks.h"
#include "hsp-watcher.h"
#include "test-sql.h"

#define LINK "https://example.com/p/1"
/* Ten minutes in half a second. */
#define SPEED 1200

/* What the marks told. */
typedef struct
{
  GString *changes;   /* "+1 -1 *": of favourites, in their order */
  guint    n_seen;
  guint    n_watches;
  guint    n_failed;
  int      code;      /* of the last failure */
  guint    n_arrived;
  char    *service;   /* of the last arrival */
  char    *name;
  guint    arrival;
} Record;

static HspMarks *
marks_of (Shop *shop)
{
  return hsp_account_get_marks (shop->account);
}

static void
on_favourites_changed_cb (HspMarks   *marks,
                          const char *service,
                          Record     *record)
{
  if (service == NULL)
    g_string_append (record->changes, "* ");
  else
    g_string_append_printf (record->changes, "%c%s ",
                            hsp_marks_is_favourite (marks, service) ? '+' : '-', service);
}

static void
count_cb (HspMarks *marks,
          guint    *n)
{
  *n += 1;
}

static void
on_watches_changed_cb (HspMarks   *marks,
                       const char *service,
                       Record     *record)
{
  record->n_watches++;
}

static void
on_failed_cb (HspMarks     *marks,
              const GError *error,
              Record       *record)
{
  g_assert_cmpint (error->domain, ==, HSP_ERROR);
  g_assert_true (g_str_has_suffix (error->message, "."));
  record->code = error->code;
  record->n_failed++;
}

static void
on_arrived_cb (HspMarks   *marks,
               const char *service,
               const char *name,
               guint       arrival,
               Record     *record)
{
  g_free (record->service);
  g_free (record->name);
  record->service = g_strdup (service);
  record->name = g_strdup (name);
  record->arrival = arrival;
  record->n_arrived++;
}

static void
record_marks (Shop   *shop,
              Record *record)
{
  HspMarks *marks = marks_of (shop);

  if (record->changes == NULL)
    record->changes = g_string_new (NULL);
  g_signal_connect (marks, "favourites-changed", G_CALLBACK (on_favourites_changed_cb), record);
  g_signal_connect (marks, "seen-changed", G_CALLBACK (count_cb), &record->n_seen);
  g_signal_connect (marks, "watches-changed", G_CALLBACK (on_watches_changed_cb), record);
  g_signal_connect (marks, "failed", G_CALLBACK (on_failed_cb), record);
  g_signal_connect (marks, "arrived", G_CALLBACK (on_arrived_cb), record);
}

static void
record_clear (Record *record)
{
  g_string_free (record->changes, TRUE);
  g_free (record->service);
  g_free (record->name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Record, record_clear)

/* @services: (transfer full) */
static void
assert_services (GStrv       services,
                 const char *expected)
{
  g_autofree char *text = g_strjoinv (" ", services);

  g_assert_cmpstr (text, ==, expected);
  g_strfreev (services);
}

static gboolean
has_favourites (Shop       *shop,
                const char *expected)
{
  g_auto(GStrv) services = hsp_marks_dup_favourites (marks_of (shop));
  g_autofree char *text = g_strjoinv (" ", services);

  return g_str_equal (text, expected);
}

static char *
get_journal_path (Shop *shop)
{
  return g_build_filename (shop->dir, "data", "sandbox", "journal.db", NULL);
}

/* Runs @sql on the file of the journal, behind the back of all programs. */
static void
run_sql (Shop       *shop,
         const char *sql)
{
  g_autofree char *path = get_journal_path (shop);

  test_run_sql (path, sql);
}

static void
set_up (Shop          *shop,
        gconstpointer  data)
{
  shop_start (shop);
}

static void
tear_down (Shop          *shop,
           gconstpointer  data)
{
  shop_end (shop);
}

/* As after the program was started again; @record: of the new account. */
static void
start_again (Shop   *shop,
             guint   speed,
             Record *record)
{
  shop_drop_account (shop);
  shop_make_account (shop);
  hsp_watcher_set_speed (shop->account->watcher, speed);
  record_marks (shop, record);
  shop_open (shop);
}

static void
test_kept (Shop          *shop,
           gconstpointer  data)
{
  g_auto(Record) record = { NULL, };
  HspService *service;

  record_marks (shop, &record);
  shop_open (shop);
  hsp_marks_set_favourite (marks_of (shop), "1", "one", TRUE);
  hsp_marks_set_favourite (marks_of (shop), "2", "two", TRUE);
  hsp_marks_set_favourite (marks_of (shop), "2", "two", TRUE);
  hsp_marks_set_favourite (marks_of (shop), "1", NULL, FALSE);
  hsp_marks_set_favourite (marks_of (shop), "3", "three", TRUE);
  g_assert_cmpstr (record.changes->str, ==, "+1 +2 -1 +3 ");
  assert_services (hsp_marks_dup_favourites (marks_of (shop)), "3 2");

  hsp_marks_note_seen (marks_of (shop), "5", "five");
  hsp_marks_note_seen (marks_of (shop), "6", "six");
  hsp_marks_note_seen (marks_of (shop), "5", "five");
  hsp_marks_note_seen (marks_of (shop), "5", "five");
  g_assert_cmpuint (record.n_seen, ==, 3);
  assert_services (hsp_marks_dup_seen (marks_of (shop)), "5 6");

  service = shop_find_service (shop, FALSE);
  hsp_marks_set_watched (marks_of (shop), service, TRUE);
  g_assert_true (hsp_marks_is_watched (marks_of (shop), hsp_service_get_id (service)));
  g_assert_cmpuint (record.n_watches, ==, 1);

  start_again (shop, 1, &record);
  hsp_test_wait (has_favourites (shop, "3 2"));
  assert_services (hsp_marks_dup_seen (marks_of (shop)), "5 6");
  g_assert_cmpstr (hsp_marks_get_name (marks_of (shop), "2"), ==, "two");
  g_assert_true (hsp_marks_is_watched (marks_of (shop),
                                       hsp_service_get_id (shop_find_service (shop, FALSE))));
  g_assert_cmpstr (record.changes->str, ==, "+1 +2 -1 +3 * ");
  g_assert_cmpuint (record.n_failed, ==, 0);
}

static void
test_seen_limit (Shop          *shop,
                 gconstpointer  data)
{
  g_auto(Record) record = { NULL, };
  g_auto(GStrv) services = NULL;

  record_marks (shop, &record);
  shop_open (shop);
  for (guint i = 0; i < HSP_MAX_SEEN + 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      hsp_marks_note_seen (marks_of (shop), id, "name");
    }
  services = hsp_marks_dup_seen (marks_of (shop));
  g_assert_cmpuint (g_strv_length (services), ==, HSP_MAX_SEEN);
  g_assert_cmpstr (services[0], ==, "204");
  g_assert_cmpstr (services[HSP_MAX_SEEN - 1], ==, "5");
}

/* A person may be faster than the journal. */
static void
test_before_journal (Shop          *shop,
                     gconstpointer  data)
{
  g_auto(Record) record = { NULL, };

  record_marks (shop, &record);
  hsp_marks_set_favourite (marks_of (shop), "1", "one", TRUE);
  hsp_marks_note_seen (marks_of (shop), "2", "two");
  shop_open (shop);
  hsp_marks_set_favourite (marks_of (shop), "3", "three", TRUE);
  g_assert_true (has_favourites (shop, "3 1"));
  start_again (shop, 1, &record);
  hsp_test_wait (has_favourites (shop, "3 1"));
  assert_services (hsp_marks_dup_seen (marks_of (shop)), "2");
}

static void
test_no_journal (Shop          *shop,
                 gconstpointer  data)
{
  g_auto(Record) record = { NULL, };
  g_autofree char *folder = g_build_filename (shop->dir, "data", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  record_marks (shop, &record);
  hsp_account_set_key (shop->account, hsp_sandbox_get_key (shop->sandbox));
  hsp_account_open_async (shop->account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_false (hsp_account_open_finish (shop->account, result, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  shop_settle_down (shop);

  hsp_marks_set_favourite (marks_of (shop), "1", "one", TRUE);
  hsp_marks_note_seen (marks_of (shop), "2", "two");
  hsp_marks_set_watched (marks_of (shop), shop_find_service (shop, FALSE), TRUE);
  shop_settle_down (shop);
  g_assert_true (has_favourites (shop, "1"));
  assert_services (hsp_marks_dup_seen (marks_of (shop)), "2");
  g_assert_cmpuint (record.n_watches, ==, 1);
  g_assert_cmpuint (record.n_failed, ==, 0);
}

/* What cannot be written is taken back, to what is in the file, however often it was changed. */
static void
test_taken_back (Shop          *shop,
                 gconstpointer  data)
{
  g_auto(Record) record = { NULL, };
  HspService *service;

  shop_open (shop);
  hsp_marks_set_favourite (marks_of (shop), "1", "one", TRUE);
  record_marks (shop, &record);
  start_again (shop, 1, &record);
  hsp_test_wait (has_favourites (shop, "1"));
  run_sql (shop, "DROP TABLE favourite; DROP TABLE watch");
  g_string_truncate (record.changes, 0);

  hsp_marks_set_favourite (marks_of (shop), "1", NULL, FALSE);
  g_assert_true (has_favourites (shop, ""));
  hsp_test_wait (record.n_failed == 1);
  g_assert_cmpint (record.code, ==, HSP_ERROR_STORE);
  g_assert_true (has_favourites (shop, "1"));
  g_assert_cmpstr (record.changes->str, ==, "-1 +1 ");

  for (guint i = 0; i < 4; i++)
    {
      hsp_marks_set_favourite (marks_of (shop), "1", "one", i % 2 != 0);
      hsp_marks_set_favourite (marks_of (shop), "2", "two", i % 2 == 0);
    }
  hsp_marks_set_favourite (marks_of (shop), "2", "two", TRUE);
  g_assert_true (has_favourites (shop, "2 1"));
  hsp_test_wait (record.n_failed == 10);
  g_assert_true (has_favourites (shop, "1"));

  service = shop_find_service (shop, FALSE);
  hsp_marks_set_watched (marks_of (shop), service, TRUE);
  hsp_test_wait (record.n_failed == 11);
  g_assert_false (hsp_marks_is_watched (marks_of (shop), hsp_service_get_id (service)));
  g_assert_cmpint (hsp_watcher_get_due (shop->account->watcher, HSP_WATCH_STOCK,
                                        hsp_service_get_id (service)), ==, -1);
}

static void
test_elsewhere (Shop          *shop,
                gconstpointer  data)
{
  g_auto(Record) record = { NULL, };
  g_autofree char *path = NULL;
  g_autoptr(HspJournal) journal = NULL;
  GAsyncResult *result = NULL;
  HspMarkRow row = { (char *) "7", (char *) "seven", 1700000000 };

  record_marks (shop, &record);
  shop_open (shop);
  path = get_journal_path (shop);
  journal = hsp_journal_new (path);
  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_journal_open_finish (journal, result, NULL));
  g_clear_object (&result);
  hsp_journal_set_favourite_async (journal, &row, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_journal_write_finish (journal, result, NULL));
  g_clear_object (&result);
  hsp_test_wait (has_favourites (shop, "7"));
  g_assert_cmpstr (record.changes->str, ==, "* ");
  hsp_journal_close (journal);
}

/* Until the stock was asked so many times more, and what was answered is known. */
static void
assert_stock (Shop       *shop,
              const char *id,
              gint64      stock)
{
  g_autoptr(HspService) service = hsp_catalogue_lookup (shop->catalogue, id);

  g_assert_cmpint (hsp_service_get_stock (service), ==, stock);
}

static void
wait_for_questions (Shop  *shop,
                    guint  n)
{
  const guint before = hsp_sandbox_count (shop->sandbox, "inventory");

  hsp_test_wait (hsp_sandbox_count (shop->sandbox, "inventory") >= before + n);
}

static void
test_stock (Shop          *shop,
            gconstpointer  data)
{
  g_auto(Record) record = { NULL, };
  HspService *service;
  g_autofree char *id = NULL;

  record_marks (shop, &record);
  hsp_watcher_set_speed (shop->account->watcher, SPEED);
  shop_open (shop);
  service = shop_find_service (shop, FALSE);
  id = g_strdup (hsp_service_get_id (service));
  hsp_marks_set_watched (marks_of (shop), service, TRUE);
  wait_for_questions (shop, 2);
  g_assert_cmpuint (record.n_arrived, ==, 0);

  g_assert_true (hsp_sandbox_set_stock (shop->sandbox, id, 0));
  wait_for_questions (shop, 3);
  assert_stock (shop, id, 0);
  g_assert_cmpuint (record.n_arrived, ==, 0);

  g_assert_true (hsp_sandbox_set_stock (shop->sandbox, id, 50));
  hsp_test_wait (record.n_arrived == 1);
  g_assert_cmpstr (record.service, ==, id);
  g_assert_cmpstr (record.name, ==, hsp_service_get_name (service));
  g_assert_cmpuint (record.arrival, ==, HSP_ARRIVAL_IN_STOCK);
  g_assert_true (hsp_sandbox_set_stock (shop->sandbox, id, 60));
  wait_for_questions (shop, 3);
  g_assert_cmpuint (record.n_arrived, ==, 1);

  /* told already, whichever run it was in */
  start_again (shop, SPEED, &record);
  wait_for_questions (shop, 3);
  g_assert_cmpuint (record.n_arrived, ==, 1);

  /* gone and back: another event */
  g_assert_true (hsp_sandbox_set_stock (shop->sandbox, id, 0));
  wait_for_questions (shop, 3);
  start_again (shop, SPEED, &record);
  g_assert_true (hsp_sandbox_set_stock (shop->sandbox, id, 5));
  hsp_test_wait (record.n_arrived == 2);

  hsp_marks_unwatch (marks_of (shop), id);
  g_assert_cmpint (hsp_watcher_get_due (shop->account->watcher, HSP_WATCH_STOCK, id), ==, -1);
}

/* An answer that fails is no answer: nothing is told, and it is asked again. */
static void
test_no_answer (Shop          *shop,
                gconstpointer  data)
{
  g_auto(Record) record = { NULL, };
  HspService *service;

  record_marks (shop, &record);
  hsp_watcher_set_speed (shop->account->watcher, SPEED);
  shop_open (shop);
  service = shop_find_service (shop, FALSE);
  g_assert_true (hsp_sandbox_set_stock (shop->sandbox, hsp_service_get_id (service), 0));
  hsp_service_set_stock (service, 0, 0);
  hsp_sandbox_push_fault (shop->sandbox, "inventory", HSP_FAULT_NOT_JSON);
  hsp_marks_set_watched (marks_of (shop), service, TRUE);
  wait_for_questions (shop, 2);
  g_assert_cmpuint (record.n_arrived, ==, 0);
  g_assert_true (hsp_sandbox_set_stock (shop->sandbox, hsp_service_get_id (service), 9));
  hsp_test_wait (record.n_arrived == 1);
}

static void
read_rate (Shop       *shop,
           const char *id,
           HspMoney    rate)
{
  g_autoptr(HspService) service = NULL;

  g_assert_true (hsp_sandbox_set_rate (shop->sandbox, id, rate));
  hsp_catalogue_refresh (shop->catalogue);
  shop_settle_down (shop);
  service = hsp_catalogue_lookup (shop->catalogue, id);
  g_assert_cmpint (hsp_service_get_value (service)->rate, ==, rate);
}

static void
test_cheaper (Shop          *shop,
              gconstpointer  data)
{
  g_auto(Record) record = { NULL, };
  g_autoptr(HspService) service = NULL;
  const HspMoney rate = 8 * HSP_MONEY_UNIT;
  g_autofree char *id = NULL;

  record_marks (shop, &record);
  shop_open (shop);
  id = g_strdup (hsp_service_get_id (shop_find_service (shop, FALSE)));
  read_rate (shop, id, rate);
  service = hsp_catalogue_lookup (shop->catalogue, id);
  hsp_marks_set_watched (marks_of (shop), service, TRUE);
  read_rate (shop, id, rate);
  read_rate (shop, id, rate + 1000000);
  g_assert_cmpuint (record.n_arrived, ==, 0);

  read_rate (shop, id, rate / 2);
  g_assert_cmpuint (record.n_arrived, ==, 1);
  g_assert_cmpstr (record.service, ==, id);
  g_assert_cmpuint (record.arrival, ==, HSP_ARRIVAL_CHEAPER);
  read_rate (shop, id, rate / 2);
  read_rate (shop, id, rate * 3 / 4);
  g_assert_cmpuint (record.n_arrived, ==, 1);

  /* told already, whichever run it was in */
  start_again (shop, 1, &record);
  hsp_test_wait (hsp_marks_is_watched (marks_of (shop), id));
  read_rate (shop, id, rate / 2);
  g_assert_cmpuint (record.n_arrived, ==, 1);

  /* cheaper still, and cheaper once more after it was not */
  read_rate (shop, id, rate / 4);
  g_assert_cmpuint (record.n_arrived, ==, 2);
  read_rate (shop, id, rate);
  g_assert_cmpuint (record.n_arrived, ==, 2);
  read_rate (shop, id, rate / 2);
  g_assert_cmpuint (record.n_arrived, ==, 3);
}

static void
test_passive (Shop          *shop,
              gconstpointer  data)
{
  g_auto(Record) record = { NULL, };
  g_autofree char *id = NULL;
  g_autofree char *data_dir = g_build_filename (shop->dir, "data", NULL);
  g_autofree char *cache_dir = g_build_filename (shop->dir, "cache", NULL);
  guint n_asked;

  shop_open (shop);
  id = g_strdup (hsp_service_get_id (shop_find_service (shop, FALSE)));
  hsp_marks_set_watched (marks_of (shop), shop_find_service (shop, FALSE), TRUE);
  shop_drop_account (shop);
  run_sql (shop, "UPDATE watch SET since = 1700000000, checked = 0, rate = 1000000000");
  n_asked = hsp_sandbox_count (shop->sandbox, NULL);

  shop->account = hsp_account_new_passive ("sandbox", "Sandbox", shop->endpoint, data_dir,
                                           cache_dir, NULL);
  shop->catalogue = hsp_account_get_catalogue (shop->account);
  shop->book = hsp_account_get_order_book (shop->account);
  shop->wallet = hsp_account_get_wallet (shop->account);
  record_marks (shop, &record);
  hsp_watcher_set_speed (shop->account->watcher, SPEED);
  {
    g_autoptr(GAsyncResult) result = NULL;

    hsp_account_set_key (shop->account, hsp_sandbox_get_key (shop->sandbox));
    hsp_account_open_async (shop->account, NULL, hsp_test_store_result, &result);
    hsp_test_wait (result != NULL);
    g_assert_true (hsp_account_open_finish (shop->account, result, NULL));
  }
  hsp_test_wait (hsp_marks_is_watched (marks_of (shop), id));
  g_assert_cmpint (hsp_watcher_get_due (shop->account->watcher, HSP_WATCH_STOCK, id), ==, -1);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, NULL), ==, n_asked);

  /* and what its caller reads is not told to nobody */
  hsp_catalogue_refresh (shop->catalogue);
  shop_settle_down (shop);
  g_assert_cmpuint (record.n_arrived, ==, 0);
}

static void
test_watch_limit (Shop          *shop,
                  gconstpointer  data)
{
  g_auto(Record) record = { NULL, };
  g_autoptr(HspService) last = NULL;
  g_autoptr(HspService) first = NULL;

  record_marks (shop, &record);
  shop_open (shop);
  for (guint i = 0; i <= HSP_MAX_WATCHES; i++)
    {
      g_autoptr(HspService) service = hsp_catalogue_get_service (shop->catalogue, i);

      hsp_marks_set_watched (marks_of (shop), service, TRUE);
      g_assert_cmpint (hsp_marks_is_watched (marks_of (shop), hsp_service_get_id (service)), ==,
                       i < HSP_MAX_WATCHES);
    }
  g_assert_cmpuint (record.n_failed, ==, 1);
  g_assert_cmpint (record.code, ==, HSP_ERROR_USAGE);

  last = hsp_catalogue_get_service (shop->catalogue, HSP_MAX_WATCHES);
  first = hsp_catalogue_get_service (shop->catalogue, 0);
  hsp_marks_unwatch (marks_of (shop), hsp_service_get_id (first));
  hsp_marks_set_watched (marks_of (shop), last, TRUE);
  g_assert_true (hsp_marks_is_watched (marks_of (shop), hsp_service_get_id (last)));
  g_assert_cmpuint (record.n_failed, ==, 1);
}

static void
count_items_cb (GListModel *model,
                guint       position,
                guint       removed,
                guint       added,
                guint      *n)
{
  *n += 1;
}

/* (transfer none) Another one that is in stock and takes the same quantity. */
static HspService *
find_other (Shop       *shop,
            HspService *service)
{
  const HspServiceValue *value = hsp_service_get_value (service);

  for (guint i = 0; i < hsp_catalogue_get_n_services (shop->catalogue); i++)
    {
      g_autoptr(HspService) other = hsp_catalogue_get_service (shop->catalogue, i);

      if (other != service && hsp_service_get_stock (other) > 0
          && hsp_service_get_value (other)->min <= value->min
          && hsp_service_get_value (other)->max >= value->min
          && hsp_service_get_value (other)->rate <= value->rate)
        {
          g_test_queue_unref (g_object_ref (other));
          return other;
        }
    }
  g_assert_not_reached ();
}

static void
test_ordered_before (Shop          *shop,
                     gconstpointer  data)
{
  HspService *first, *second;
  g_autofree char *expected = NULL;
  guint n_changes = 0;
  gint64 quantity;

  shop_open (shop);
  assert_services (hsp_order_book_dup_services (shop->book), "");
  g_signal_connect (shop->book, "items-changed", G_CALLBACK (count_items_cb), &n_changes);
  first = shop_find_service (shop, FALSE);
  second = find_other (shop, first);
  quantity = hsp_service_get_value (first)->min;
  /* refused by the shop: not ordered */
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_HTTP_400);
  g_object_unref (shop_place (shop, second, quantity, LINK));
  g_assert_cmpuint (n_changes, ==, 1);
  assert_services (hsp_order_book_dup_services (shop->book), "");

  g_object_unref (shop_place (shop, first, quantity, LINK));
  g_object_unref (shop_place (shop, second, quantity, LINK));
  g_object_unref (shop_place (shop, first, quantity, LINK "2"));
  g_assert_cmpuint (n_changes, ==, 4);
  expected = g_strdup_printf ("%s %s", hsp_service_get_id (first), hsp_service_get_id (second));
  assert_services (hsp_order_book_dup_services (shop->book), expected);
}

#define ADD(name, func) g_test_add ("/marks/" name, Shop, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  ADD ("kept", test_kept);
  ADD ("seen-limit", test_seen_limit);
  ADD ("before-journal", test_before_journal);
  ADD ("no-journal", test_no_journal);
  ADD ("taken-back", test_taken_back);
  ADD ("elsewhere", test_elsewhere);
  ADD ("stock", test_stock);
  ADD ("no-answer", test_no_answer);
  ADD ("cheaper", test_cheaper);
  ADD ("passive", test_passive);
  ADD ("watch-limit", test_watch_limit);
  ADD ("ordered-before", test_ordered_before);

  return g_test_run ();
}
