/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Another program: journal-helper PATH written|sent|many|N. Writes a purchase as far as that, says
 * its number on standard output, and waits to be killed; "many" goes on writing, a number of
 * purchases are sent and placed, and it ends. */
#include "config.h"

#include "hsp-journal.h"
#include "hsp-test.h"

static gint64
begin (HspJournal *journal)
{
  g_autoptr(HspPurchaseRow) row = hsp_purchase_row_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id = 0;

  row->item = g_strdup ("101");
  row->name = g_strdup ("Followers");
  row->quantity = 100;
  row->currency = g_strdup ("USD");
  hsp_journal_begin_async (journal, row, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  id = hsp_journal_begin_finish (journal, result, &error);
  g_assert_no_error (error);
  return id;
}

static void
mark_sent (HspJournal *journal,
           gint64      id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  hsp_journal_mark_sent_async (journal, id, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_journal_write_finish (journal, result, &error);
  g_assert_no_error (error);
}

static void
place (HspJournal *journal,
       gint64      id)
{
  g_autofree char *order = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  hsp_journal_settle_async (journal, id, HSP_OUTCOME_PLACED, order, NULL, NULL,
                            hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_journal_write_finish (journal, result, &error);
  g_assert_no_error (error);
}

static void
place_some (HspJournal *journal,
            guint64     n)
{
  for (guint64 i = 0; i < n; i++)
    {
      gint64 id = begin (journal);

      mark_sent (journal, id);
      place (journal, id);
      g_print ("%" G_GINT64_FORMAT "\n", id);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(HspJournal) journal = hsp_journal_new (argv[1]);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint64 n = 0;
  gint64 id = 0;

  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_journal_open_finish (journal, result, &error);
  g_assert_no_error (error);

  if (g_ascii_string_to_unsigned (argv[2], 10, 1, 100000, &n, NULL))
    {
      place_some (journal, n);
      return 0;
    }
  do
    {
      id = begin (journal);
      if (!g_str_equal (argv[2], "written"))
        mark_sent (journal, id);
      g_print ("%" G_GINT64_FORMAT "\n", id);
    }
  while (g_str_equal (argv[2], "many"));

  g_main_loop_run (loop);
  return 0;
}
