/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-error.h"
#include "hsp-clock.h"
#include "journal-fixture.h"
#include "test-sql.h"

#include <string.h>
#include <sys/stat.h>

/* A long history takes its time under a sanitizer; the limit of the whole test is the limit. */
static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static GBytes *
export (HspJournal *journal)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GBytes *document = NULL;

  hsp_journal_export_async (journal, NULL, hsp_test_store_result, &result);
  wait_for (&result);
  document = hsp_journal_export_finish (journal, result, &error);
  g_assert_no_error (error);
  return document;
}

static gboolean
import (HspJournal        *journal,
        GBytes            *document,
        HspJournalImport  *counts,
        GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_journal_import_async (journal, document, NULL, hsp_test_store_result, &result);
  wait_for (&result);
  return hsp_journal_import_finish (journal, result, counts, error);
}

static void
import_good (HspJournal       *journal,
             GBytes           *document,
             HspJournalImport *counts)
{
  g_autoptr(GError) error = NULL;

  import (journal, document, counts, &error);
  g_assert_no_error (error);
}

static GBytes *
make_document (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
fill_marks (HspJournal *journal)
{
  HspMarkRow mark = { (char *) "23501", (char *) NASTY, 1700000000 };
  g_autoptr(HspWatchRow) watch = make_watch ("23501");

  assert_write (journal, hsp_journal_set_favourite_async, &mark);
  assert_write (journal, hsp_journal_set_watch_async, watch);
  g_free (watch->service);
  watch->service = g_strdup ("7");
  watch->rate = HSP_MONEY_UNKNOWN;
  watch->stock = -1;
  watch->notified_rate = 1;
  watch->notified_stock = G_MAXINT64;
  assert_write (journal, hsp_journal_set_watch_async, watch);
}

/* A history with everything in it: each outcome, a note, a code, texts of all kinds. */
static void
fill (HspJournal *journal)
{
  g_autoptr(HspPurchaseRow) sms = make_purchase (HSP_PURCHASE_SMS);
  g_autoptr(GPtrArray) numbers = new_numbers ();
  g_autoptr(HspNumberRow) by_hand = make_number ("99");
  g_autoptr(HspPurchaseRow) placed = NULL;
  HspNumberRow *number = make_number ("12345");
  HspBalanceRow balance = { 1700000000, -5 * HSP_MONEY_UNIT - 1, (char *) "USD" };
  gint64 ids[8];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ids[i] = begin (journal);
      if (i != 0)
        assert_write (journal, hsp_journal_mark_sent_async, ids[i]);
    }
  assert_write (journal, hsp_journal_settle_async, ids[0], HSP_OUTCOME_NOT_SENT, NULL, NULL, NASTY);
  assert_write (journal, hsp_journal_settle_async, ids[1],
                HSP_OUTCOME_PLACED, "771204", NULL, NULL);
  assert_write (journal, hsp_journal_settle_async, ids[2], HSP_OUTCOME_REJECTED, NULL, NULL, "no");
  assert_write (journal, hsp_journal_settle_async, ids[3],
                HSP_OUTCOME_UNCONFIRMED, NULL, NULL, "\001\"\\\n");
  assert_write (journal, hsp_journal_settle_async, ids[4],
                HSP_OUTCOME_UNCONFIRMED, NULL, NULL, NULL);
  assert_write (journal, hsp_journal_settle_async, ids[4],
                HSP_OUTCOME_NOT_PLACED, NULL, NULL, NULL);
  for (guint i = 5; i < G_N_ELEMENTS (ids); i++)
    assert_write (journal, hsp_journal_settle_async, ids[i],
                  HSP_OUTCOME_UNCONFIRMED, NULL, NULL, "?");

  placed = find (journal, ids[1]);
  placed->status = g_strdup ("In progress");
  placed->charge = 1;
  placed->start_count = 0;
  placed->remains = G_MAXINT64;
  placed->checked = 1700000500;
  assert_write (journal, hsp_journal_update_async, placed);
  assert_write (journal, hsp_journal_set_note_async, ids[1], "ghi chú\n" NASTY);

  sms->phone = g_strdup ("900000001");
  sms->country = g_strdup ("vn");
  ids[0] = begin_row (journal, sms);
  number->code = g_strdup ("730461");
  number->text = g_strdup ("Your code is 730461");
  number->removed = TRUE;
  number->charge = 500000;
  g_ptr_array_add (numbers, number);
  assert_write (journal, hsp_journal_mark_sent_async, ids[0]);
  assert_write (journal, hsp_journal_settle_async, ids[0], HSP_OUTCOME_PLACED, NULL, numbers, NULL);
  assert_write (journal, hsp_journal_update_number_async, by_hand);
  assert_write (journal, hsp_journal_add_balance_async, &balance);
  balance.time++;
  balance.balance = 7;
  assert_write (journal, hsp_journal_add_balance_async, &balance);
  fill_marks (journal);
}

static HspJournal *
open_other (Fixture  *fixture,
            char    **path)
{
  *path = g_build_filename (fixture->folder, "other", "journal.db", NULL);
  return open_good_journal (*path);
}

/* To another computer, and again, and back: nothing is lost, nothing is doubled. */
static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autofree char *path = NULL;
  g_autoptr(HspJournal) other = open_other (fixture, &path);
  g_autoptr(GBytes) document = NULL;
  g_autoptr(GBytes) returned = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *again = NULL;
  g_autofree char *back = NULL;
  HspJournalImport counts = { 0, };

  fill (fixture->journal);
  before = dump (fixture->path);
  document = export (fixture->journal);
  import_good (other, document, &counts);
  g_assert_cmpuint (counts.n_purchases, ==, 9);
  g_assert_cmpuint (counts.n_numbers, ==, 2);
  g_assert_cmpuint (counts.n_balances, ==, 2);
  g_assert_cmpuint (counts.n_marks, ==, 3);
  g_assert_cmpuint (counts.n_purchases_known + counts.n_purchases_updated, ==, 0);
  after = dump (path);
  g_assert_true (g_str_equal (before, after));

  import_good (other, document, &counts);
  g_assert_cmpuint (counts.n_purchases + counts.n_numbers + counts.n_balances, ==, 0);
  g_assert_cmpuint (counts.n_purchases_updated, ==, 0);
  g_assert_cmpuint (counts.n_purchases_known, ==, 9);
  g_assert_cmpuint (counts.n_numbers_known, ==, 2);
  g_assert_cmpuint (counts.n_balances_known, ==, 2);
  g_assert_cmpuint (counts.n_marks, ==, 0);
  g_assert_cmpuint (counts.n_marks_known, ==, 3);
  again = dump (path);
  g_assert_true (g_str_equal (before, again));

  returned = export (other);
  import_good (fixture->journal, returned, &counts);
  g_assert_cmpuint (counts.n_purchases_known, ==, 9);
  back = dump (fixture->path);
  g_assert_true (g_str_equal (before, back));
}

static gint64
place_today (HspJournal *journal,
             gint64      quantity,
             const char *order)
{
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  gint64 id;

  row->created = hsp_get_now ();
  row->quantity = quantity;
  id = begin_row (journal, row);
  assert_write (journal, hsp_journal_mark_sent_async, id);
  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, order, NULL, NULL);
  return id;
}

/* An order of today that was forgotten counts for the day all the same; once, also when it comes back. */
static void
test_forgotten_today (Fixture       *fixture,
                      gconstpointer  user_data)
{
  const gint64 exported = place_today (fixture->journal, 200, "6");
  const gint64 other = place_today (fixture->journal, 300, "7");
  g_autoptr(GBytes) document = NULL;

  place_today (fixture->journal, 100, "5");
  assert_write (fixture->journal, hsp_journal_forget_async, other);
  document = export (fixture->journal);
  assert_write (fixture->journal, hsp_journal_forget_async, exported);
  g_assert_cmpint (test_count_rows (fixture->path, "forgotten"), ==, 2);

  import_good (fixture->journal, document, NULL);
  g_assert_cmpint (test_count_rows (fixture->path, "purchase"), ==, 2);
  g_assert_cmpint (test_count_rows (fixture->path, "forgotten WHERE quantity = 300"), ==, 1);
  g_assert_cmpint (test_count_rows (fixture->path, "forgotten"), ==, 1);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(GBytes) document = export (fixture->journal);
  HspJournalImport counts = { 1, };

  import_good (fixture->journal, document, &counts);
  g_assert_cmpuint (counts.n_purchases + counts.n_numbers + counts.n_balances, ==, 0);
}

/* Written before there were marks, or when there were. */
static void
test_older (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(GBytes) older = make_document (
    "{\"format\":\"hstockplus-history\",\"version\":1,\"exported\":1700000000,\"purchases\":[],"
    "\"numbers\":[],\"balances\":[{\"time\":1,\"balance\":\"1\",\"currency\":\"\"}]}");
  HspJournalImport counts = { 0, };
  g_autoptr(HspJournalMarks) marks = NULL;

  fill_marks (fixture->journal);
  import_good (fixture->journal, older, &counts);
  g_assert_cmpuint (counts.n_balances, ==, 1);
  g_assert_cmpuint (counts.n_marks + counts.n_marks_known, ==, 0);
  marks = load_marks (fixture->journal);
  g_assert_cmpuint (marks->favourites->len, ==, 1);
  g_assert_cmpuint (marks->watches->len, ==, 2);
}

/* Each has something of its own. */
static void
test_merge (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *path = NULL;
  g_autoptr(HspJournal) other = open_other (fixture, &path);
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  g_autoptr(HspNumberRow) number = make_number ("12345");
  g_autoptr(HspNumberRow) kept = NULL;
  g_autoptr(GBytes) document = NULL;
  HspJournalImport counts = { 0, };
  gint64 own = 0;

  fill (fixture->journal);
  row->quantity = 7;
  own = begin_row (other, row);
  assert_write (other, hsp_journal_mark_sent_async, own);
  assert_write (other, hsp_journal_settle_async, own, HSP_OUTCOME_PLACED, "4", NULL, NULL);
  assert_write (other, hsp_journal_update_number_async, number);
  document = export (fixture->journal);
  import_good (other, document, &counts);
  g_assert_cmpuint (counts.n_purchases, ==, 9);
  g_assert_cmpuint (counts.n_numbers, ==, 1);
  g_assert_cmpuint (counts.n_numbers_known, ==, 1);
  assert_history (other, own, "0 10=100000000 1 2=4");
  kept = find_number (other, "12345");
  g_assert_cmpstr (kept->code, ==, "730461");
  g_assert_cmpint (kept->charge, ==, 500000);
  /* it was known here before its purchase was */
  g_assert_cmpint (kept->purchase, ==, own + 9);
}

/* Settled on the other computer: that is told here, and never the other way round. */
static void
test_settled_elsewhere (Fixture       *fixture,
                        gconstpointer  user_data)
{
  g_autofree char *path = NULL;
  g_autoptr(HspJournal) other = open_other (fixture, &path);
  g_autoptr(GBytes) early = NULL;
  g_autoptr(GBytes) late = NULL;
  g_autoptr(HspPurchaseRow) row = NULL;
  HspJournalImport counts = { 0, };
  gint64 id = begin (fixture->journal);
  sqlite3 *handle = NULL;

  assert_write (fixture->journal, hsp_journal_mark_sent_async, id);
  early = export (fixture->journal);
  import_good (other, early, NULL);
  /* under way there, unconfirmed here */
  assert_outcome (other, 1, HSP_OUTCOME_UNCONFIRMED);
  assert_write (other, hsp_journal_settle_async, 1, HSP_OUTCOME_PLACED, "42", NULL, NULL);
  handle = open_raw (path);
  g_assert_true (execute (handle, "UPDATE purchase SET updated = updated + 10"));
  sqlite3_close (handle);
  late = export (other);

  /* not over one that this computer is about to settle itself */
  import_good (fixture->journal, late, &counts);
  g_assert_cmpuint (counts.n_purchases_known, ==, 1);
  assert_outcome (fixture->journal, id, HSP_OUTCOME_SENT);

  assert_write (fixture->journal, hsp_journal_settle_async, id,
                HSP_OUTCOME_UNCONFIRMED, NULL, NULL, NULL);
  import_good (fixture->journal, late, &counts);
  g_assert_cmpuint (counts.n_purchases_updated, ==, 1);
  row = find (fixture->journal, id);
  g_assert_cmpint (row->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_cmpstr (row->order, ==, "42");
  assert_history (fixture->journal, id, "0 10=100000000 1 5 2=42");

  import_good (fixture->journal, early, &counts);
  g_assert_cmpuint (counts.n_purchases_known, ==, 1);
  assert_outcome (fixture->journal, id, HSP_OUTCOME_PLACED);
}

/* The same thing twice in one second was bought twice. */
static void
test_twins (Fixture       *fixture,
            gconstpointer  user_data)
{
  static const char text[] =
    "{\"format\":\"hstockplus-history\",\"version\":1,\"numbers\":[],\"balances\":[],\"purchases\":["
    "{\"kind\":\"order\",\"outcome\":\"unconfirmed\",\"item\":\"1\",\"name\":\"a\",\"currency\":\"USD\","
    "\"created\":1700000000,\"quantity\":5},"
    "{\"kind\":\"order\",\"outcome\":\"unconfirmed\",\"item\":\"1\",\"name\":\"a\",\"currency\":\"USD\","
    "\"created\":1700000000,\"quantity\":5},"
    "{\"kind\":\"order\",\"outcome\":\"placed\",\"order\":\"7\",\"item\":\"1\",\"name\":\"a\","
    "\"currency\":\"USD\",\"created\":1700000000,\"quantity\":5},"
    "{\"kind\":\"order\",\"outcome\":\"placed\",\"order\":\"7\",\"item\":\"1\",\"name\":\"a\","
    "\"currency\":\"USD\",\"created\":1700000000,\"quantity\":5}]}";
  g_autoptr(GBytes) document = make_document (text);
  HspJournalImport counts = { 0, };

  import_good (fixture->journal, document, &counts);
  g_assert_cmpuint (counts.n_purchases, ==, 3);
  g_assert_cmpuint (counts.n_purchases_known, ==, 1);
  import_good (fixture->journal, document, &counts);
  g_assert_cmpuint (counts.n_purchases, ==, 0);
  g_assert_cmpuint (counts.n_purchases_known, ==, 4);
}

static void
assert_refused_document (Fixture    *fixture,
                         GBytes     *document,
                         const char *expected)
{
  g_autofree char *before = dump (fixture->path);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (import (fixture->journal, document, NULL, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_NONE);
  if (expected != NULL && strstr (error->message, expected) == NULL)
    g_error ("“%s” lacks “%s”", error->message, expected);
  after = dump (fixture->path);
  g_assert_true (g_str_equal (before, after));
}

#define START "{\"format\":\"hstockplus-history\",\"version\":1,"
#define GOOD "\"kind\":\"order\",\"outcome\":\"rejected\",\"item\":\"1\",\"name\":\"a\"," \
             "\"currency\":\"USD\",\"created\":1700000000"
#define WITH_MARKS(text) START "\"purchases\":[],\"numbers\":[],\"balances\":[]," text "}"
#define WITH_PURCHASE(text) START "\"purchases\":[{" GOOD "},{" text "}],\"numbers\":[],\"balances\":[]}"

static void
test_hostile (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const struct { const char *text, *expected; } cases[] = {
    { "", "not a history" },
    { "null", "not a history" },
    { "[]", "not a history" },
    { "{}", "not a history" },
    { "{\"format\":\"x\",\"version\":1}", "not a history" },
    { "{\"format\":\"hstockplus-history\"}", "not a history" },
    { "{\"format\":\"hstockplus-history\",\"version\":2}", "another version" },
    { START "\"purchases\":[],\"numbers\":[],\"balances\":[]} x", "not a history" },
    { START "\"purchases\":[],\"purchases\":[],\"numbers\":[],\"balances\":[]}", "not a history" },
    { START "\"purchases\":{},\"numbers\":[],\"balances\":[]}", "purchases" },
    { START "\"purchases\":[],\"numbers\":[]}", "balances" },
    { START "\"purchases\":[1],\"numbers\":[],\"balances\":[]}", "entry 1 of “purchases”" },
    { START "\"purchases\":[[{}]],\"numbers\":[],\"balances\":[]}", "entry 1 of “purchases”" },
    { START "\"purchases\":[{]],\"numbers\":[],\"balances\":[]}", "purchases" },
    { START "\"purchases\":[,],\"numbers\":[],\"balances\":[]}", "purchases" },
    { WITH_PURCHASE (""), "entry 2 of “purchases” in the file is not right (kind)" },
    { WITH_PURCHASE ("\"kind\":\"gift\""), "(kind)" },
    { WITH_PURCHASE ("\"kind\":0"), "(kind)" },
    { WITH_PURCHASE ("\"kind\":\"order\",\"outcome\":\"placed\",\"item\":\"1\",\"name\":\"a\","
                     "\"currency\":\"USD\",\"created\":1700000000"), "(order)" },
    { WITH_PURCHASE (GOOD ",\"created\":0"), "(created)" },
    { WITH_PURCHASE (GOOD ",\"created\":253402300800"), "(created)" },
    { WITH_PURCHASE (GOOD ",\"created\":-1"), "(created)" },
    { WITH_PURCHASE (GOOD ",\"created\":1.5"), "(created)" },
    { WITH_PURCHASE (GOOD ",\"created\":99999999999999999999999999"), "(created)" },
    { WITH_PURCHASE (GOOD ",\"quantity\":-5"), "(quantity)" },
    { WITH_PURCHASE (GOOD ",\"charge\":\"1e400\""), "(charge)" },
    { WITH_PURCHASE (GOOD ",\"charge\":\"NaN\""), "(charge)" },
    { WITH_PURCHASE (GOOD ",\"charge\":{}"), "(charge)" },
    { WITH_PURCHASE (GOOD ",\"name\":null"), "(name)" },
    { WITH_PURCHASE (GOOD ",\"link\":[]"), "(link)" },
    { WITH_PURCHASE (GOOD ",\"note\":true"), "(note)" },
    { WITH_PURCHASE (GOOD ",\"note\":\"\\u0000\""), "(JSON)" },
    { WITH_PURCHASE (GOOD ",\"id\":1},{" GOOD ",\"id\":1"), "(id)" },
    { WITH_PURCHASE (GOOD ",\"id\":-1"), "(id)" },
    { WITH_PURCHASE (GOOD ",\"events\":{}"), "(events)" },
    { WITH_PURCHASE (GOOD ",\"events\":[1]"), "(events)" },
    { WITH_PURCHASE (GOOD ",\"events\":[{\"time\":1,\"kind\":\"exploded\"}]"), "(events)" },
    { START "\"purchases\":[],\"numbers\":[{}],\"balances\":[]}", "entry 1 of “numbers”" },
    { START "\"purchases\":[],\"numbers\":[{\"order\":\"\"}],\"balances\":[]}", "(order)" },
    { START "\"purchases\":[],\"numbers\":[{\"order\":\"1\",\"purchase\":5,\"phone\":\"\","
      "\"country\":\"\",\"project\":\"\",\"project_name\":\"\",\"status\":\"\",\"currency\":\"\","
      "\"created\":1}],\"balances\":[]}", "(purchase)" },
    { START "\"purchases\":[],\"numbers\":[],\"balances\":[{\"time\":1,\"balance\":null,"
      "\"currency\":\"\"}]}", "(balance)" },
    { START "\"purchases\":[],\"numbers\":[],\"balances\":[{\"time\":1,\"balance\":\"9223372036855\","
      "\"currency\":\"\"}]}", "(balance)" },
    { WITH_MARKS ("\"favourites\":{}"), "favourites" },
    { WITH_MARKS ("\"favourites\":[1]"), "entry 1 of “favourites”" },
    { WITH_MARKS ("\"favourites\":[{\"service\":\"\",\"name\":\"\",\"added\":1}]"), "(service)" },
    { WITH_MARKS ("\"favourites\":[{\"service\":\"1\",\"name\":\"\",\"added\":0}]"), "(added)" },
    { WITH_MARKS ("\"favourites\":[],\"favourites\":[]"), "not a history" },
    { WITH_MARKS ("\"watches\":[{\"service\":\"1\",\"name\":\"\",\"since\":1,\"stock\":-1}]"),
      "(stock)" },
    { WITH_MARKS ("\"favourites\":[{\"service\":\"1\",\"name\":\"\",\"added\":1}],"
                  "\"watches\":[{\"service\":\"1\",\"name\":\"\",\"since\":1,\"rate\":\"x\"}]"),
      "(rate)" },
  };

  fill (fixture->journal);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) document = make_document (cases[i].text);

      assert_refused_document (fixture, document, cases[i].expected);
    }
}

/* Cut anywhere, and with bytes changed all over: refused, or right; never half. */
static void
test_broken (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autofree char *path = NULL;
  g_autoptr(HspJournal) other = open_other (fixture, &path);
  g_autoptr(GBytes) document = NULL;
  g_autofree char *data = NULL;
  gsize size = 0;

  begin (other);
  assert_write (other, hsp_journal_settle_async, 1, HSP_OUTCOME_NOT_SENT, NULL, NULL, "x");
  document = export (other);
  data = g_memdup2 (g_bytes_get_data (document, &size), g_bytes_get_size (document));
  /* the new line at its end may go */
  for (gsize length = 0; length < size - 1; length += 3)
    {
      g_autoptr(GBytes) cut = g_bytes_new_from_bytes (document, 0, length);

      assert_refused_document (fixture, cut, NULL);
    }
  for (gsize i = 0; i < size; i++)
    {
      static const char bad[] = { '\0', '"', '}', '\\', (char) 0xff };
      g_autoptr(GBytes) changed = NULL;
      char kept = data[i];

      data[i] = bad[i % G_N_ELEMENTS (bad)];
      changed = g_bytes_new (data, size);
      import (fixture->journal, changed, NULL, NULL);
      data[i] = kept;
    }
  import_good (fixture->journal, document, NULL);
}

static void
test_deep (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(GString) text = g_string_new (START "\"purchases\":[{" GOOD ",\"x\":");
  g_autoptr(GString) whole = g_string_new (NULL);
  g_autoptr(GBytes) document = NULL;
  g_autoptr(GBytes) outside = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, ']');
  g_string_append (text, "}],\"numbers\":[],\"balances\":[]}");
  document = make_document (text->str);
  assert_refused_document (fixture, document, "(JSON)");

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (whole, '{');
  outside = make_document (whole->str);
  assert_refused_document (fixture, outside, "not a history");
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *path = NULL;
  g_autoptr(HspJournal) other = open_other (fixture, &path);
  g_autoptr(GBytes) document = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *after = NULL;

  fill (other);
  document = export (other);
  g_cancellable_cancel (cancellable);
  hsp_journal_import_async (fixture->journal, document, cancellable,
                            hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_false (hsp_journal_import_finish (fixture->journal, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = dump (fixture->path);
  g_assert_cmpstr (after, ==, "");
}

static GError *
save (const char *path,
      GBytes     *document)
{
  g_autoptr(GAsyncResult) result = NULL;
  GError *error = NULL;

  hsp_journal_save_export_async (path, document, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_cmpint (hsp_journal_save_export_finish (result, &error), ==, error == NULL);
  return error;
}

static void
test_save (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "history.json", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "none", "history.json", NULL);
  g_autoptr(GBytes) document = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) failure = NULL;
  struct stat info;

  fill (fixture->journal);
  document = export (fixture->journal);
  g_assert_true (g_file_set_contents (path, "old", 3, NULL));
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  error = save (path, document);
  g_assert_no_error (error);
  assert_bytes (path, document);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  failure = save (nowhere, document);
  g_assert_error (failure, HSP_ERROR, HSP_ERROR_STORE);
}

/* What the program does not show any more goes along too. */
static void
test_long (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(HspJournalContents) contents = NULL;
  g_autoptr(GBytes) document = NULL;
  sqlite3 *handle = open_raw (fixture->path);
  guint n_rows = 0;

  g_assert_true (execute (handle,
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5200)"
    " INSERT INTO purchase (kind, outcome, shop_order, item, name, quantity, currency,"
    " balance_before_at, created, sent, updated, status, checked)"
    " SELECT 0, iif (i % 500 = 7, 5, 2), 100000 + i, i % 50, 'name', 5, 'USD', 0,"
    " 1700000000 + i, 1, 1, iif (i % 500 = 9, 'In progress', 'Completed'), 0 FROM n;"
    "INSERT INTO event (purchase, id, time, kind, text, number)"
    " SELECT id, 1, 1700000000, 0, NULL, 0 FROM purchase WHERE id % 10 = 0;"
    "INSERT INTO number (shop_order, phone, country, project, project_name, status, currency, created,"
    " expires, code_at, copied, checked, removed)"
    " SELECT 's' || id, '', '', '', '', '', '', 1700000000 + id, 0, 0, 0, 0, 0 FROM purchase"
    " WHERE id <= 5100"));
  sqlite3_close (handle);

  contents = load (fixture->journal);
  /* of the older ones: unconfirmed 7, open 9 */
  g_assert_cmpuint (contents->purchases->len, ==, 5002);
  g_assert_cmpuint (contents->n_purchases_left_out, ==, 5200 - 5002);
  g_assert_cmpuint (contents->numbers->len, ==, 5000);
  g_assert_cmpuint (contents->n_numbers_left_out, ==, 100);

  document = export (fixture->journal);
  for (const char *p = g_bytes_get_data (document, NULL); (p = strstr (p, "\n{")) != NULL; p++)
    n_rows++;
  g_assert_cmpuint (n_rows, ==, 5200 + 5100);
}

#define ADD(path, set_up, test) \
  g_test_add ("/journal-export/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("round-trip", set_up, test_round_trip);
  ADD ("empty", set_up, test_empty);
  ADD ("forgotten-today", set_up, test_forgotten_today);
  ADD ("older", set_up, test_older);
  ADD ("merge", set_up, test_merge);
  ADD ("settled-elsewhere", set_up, test_settled_elsewhere);
  ADD ("twins", set_up, test_twins);
  ADD ("hostile", set_up, test_hostile);
  ADD ("broken", set_up, test_broken);
  ADD ("deep", set_up, test_deep);
  ADD ("cancelled", set_up, test_cancelled);
  ADD ("save", set_up, test_save);
  ADD ("long", set_up, test_long);

  return g_test_run ();
}
