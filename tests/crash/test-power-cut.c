/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The life of some purchases, commit by commit. After each one the disk is what it was before,
 * with any part of what was written since: what was committed is there, and nothing of what was
 * not. */
#include "config.h"

#include "hsp-error.h"
#include "journal-fixture.h"

#include <string.h>

#define PAGE 4096
#define WAL_HEADER 32
#define FRAME (24 + PAGE)

/* The files after a commit, and what must be in them. */
typedef struct
{
  GBytes *file;         /* (owned) */
  GBytes *wal;          /* (owned) */
  char   *rows;         /* (owned) */
} Moment;

typedef struct
{
  Fixture    fixture;
  GPtrArray *moments;   /* (owned) (element-type Moment) */
  char      *cut;       /* (owned) path of the file as the power left it */
  char      *cut_wal;   /* (owned) */
  guint      n_cuts;
  guint      n_opened;
} Life;

static void
moment_free (gpointer data)
{
  Moment *moment = data;

  g_bytes_unref (moment->file);
  g_bytes_unref (moment->wal);
  g_free (moment->rows);
  g_free (moment);
}

static void
take_moment (Life *life)
{
  g_autofree char *wal = g_strconcat (life->fixture.path, "-wal", NULL);
  Moment *moment = g_new0 (Moment, 1);

  moment->rows = dump (life->fixture.path);
  moment->file = read_bytes (life->fixture.path);
  moment->wal = read_bytes (wal);
  g_ptr_array_add (life->moments, moment);
}

static void
set_up_life (Life          *life,
             gconstpointer  user_data)
{
  g_autofree char *folder = NULL;

  set_up (&life->fixture, user_data);
  life->moments = g_ptr_array_new_with_free_func (moment_free);
  folder = g_build_filename (life->fixture.folder, "cut", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  life->cut = g_build_filename (folder, "journal.db", NULL);
  life->cut_wal = g_strconcat (life->cut, "-wal", NULL);
  take_moment (life);
}

static void
tear_down_life (Life          *life,
                gconstpointer  user_data)
{
  g_ptr_array_unref (life->moments);
  g_free (life->cut);
  g_free (life->cut_wal);
  tear_down (&life->fixture, user_data);
}

/* --- the life --- */

/* Moves what is in the WAL into the file, as SQLite does by itself from time to time; the next
 * commit begins the WAL anew, over the old one. */
static void
move_wal (Life *life)
{
  sqlite3 *handle = open_raw (life->fixture.path);

  g_assert_true (execute (handle, "PRAGMA wal_checkpoint (PASSIVE)"));
  sqlite3_close (handle);
  take_moment (life);
}

static gint64
live_begin (Life            *life,
            HspPurchaseKind  kind)
{
  g_autoptr(HspPurchaseRow) row = make_purchase (kind);
  gint64 id = begin_row (life->fixture.journal, row);

  take_moment (life);
  assert_write (life->fixture.journal, hsp_journal_mark_sent_async, id);
  take_moment (life);
  return id;
}

static void
live_order (Life       *life,
            const char *order)
{
  HspJournal *journal = life->fixture.journal;
  HspBalanceRow balance = { 1700000000 + life->moments->len, life->moments->len, (char *) "USD" };
  g_autofree char *note = g_strnfill (3 * PAGE, 'n');
  g_autoptr(HspPurchaseRow) row = NULL;
  gint64 id = live_begin (life, HSP_PURCHASE_ORDER);

  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, order, NULL, NULL);
  take_moment (life);
  row = find (journal, id);
  row->status = g_strdup ("In progress");
  row->charge = 450000;
  assert_write (journal, hsp_journal_update_async, row);
  take_moment (life);
  assert_write (journal, hsp_journal_set_note_async, id, note);
  take_moment (life);
  assert_write (journal, hsp_journal_add_balance_async, &balance);
  take_moment (life);
}

static void
live_sms (Life       *life,
          const char *order)
{
  HspJournal *journal = life->fixture.journal;
  g_autoptr(GPtrArray) numbers = new_numbers ();
  gint64 id = live_begin (life, HSP_PURCHASE_SMS);
  HspNumberRow *number = make_number (order);

  g_ptr_array_add (numbers, number);
  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, NULL, numbers, NULL);
  take_moment (life);
  number->code = g_strdup ("730461");
  assert_write (journal, hsp_journal_update_number_async, number);
  take_moment (life);
}

static void
live_unconfirmed (Life *life)
{
  HspJournal *journal = life->fixture.journal;
  gint64 id = live_begin (life, HSP_PURCHASE_ORDER);

  assert_write (journal, hsp_journal_settle_async, id,
                HSP_OUTCOME_UNCONFIRMED, NULL, NULL, "no answer");
  take_moment (life);
  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_NOT_PLACED, NULL, NULL, NULL);
  take_moment (life);
  assert_write (journal, hsp_journal_forget_async, id);
  take_moment (life);
}

/* --- the cuts --- */

static void
put (const char   *path,
     const guint8 *data,
     gsize         size)
{
  g_assert_true (g_file_set_contents_full (path, (const char *) data, (gssize) size,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* What the program finds when it starts again: the same, and nothing under way. */
static void
assert_opens (Life *life)
{
  g_autoptr(HspJournal) journal = open_good_journal (life->cut);
  g_autoptr(HspJournalContents) contents = load (journal);

  g_assert_null (hsp_journal_get_recovery (journal));
  for (guint i = 0; i < contents->purchases->len; i++)
    {
      const HspPurchaseRow *row = g_ptr_array_index (contents->purchases, i);

      g_assert_cmpint (row->outcome, !=, HSP_OUTCOME_WRITTEN);
      g_assert_cmpint (row->outcome, !=, HSP_OUTCOME_SENT);
    }
  hsp_journal_close (journal);
  life->n_opened++;
}

static void
assert_cut (Life         *life,
            const guint8 *file,
            gsize         file_size,
            const guint8 *wal,
            gsize         wal_size,
            const char   *expected)
{
  g_autofree char *shm = g_strconcat (life->cut, "-shm", NULL);
  g_autofree char *rows = NULL;

  g_unlink (shm);
  put (life->cut, file, file_size);
  put (life->cut_wal, wal, wal_size);
  rows = dump (life->cut);
  if (!g_str_equal (rows, expected))
    g_error ("cut %u: expected\n%s\nbut there is\n%s", life->n_cuts, expected, rows);
  if (life->n_cuts++ % 5 == 0)
    assert_opens (life);
}

/* Behind the last frame there is room written ahead: zeros, which are no part of the commit. */
static gsize
get_end_of_frames (const guint8 *wal,
                   gsize         size)
{
  static const guint8 no_page[4];
  gsize end = WAL_HEADER;

  for (gsize start = WAL_HEADER; start + FRAME <= size; start += FRAME)
    {
      if (memcmp (wal + start, no_page, sizeof no_page) != 0)
        end = start + FRAME;
    }
  return end;
}

/* Where two WALs differ: from the first byte to behind the last. */
static void
find_change (GBytes *before,
             GBytes *after,
             gsize  *from,
             gsize  *to)
{
  gsize old_size = 0, size = 0;
  const guint8 *old = g_bytes_get_data (before, &old_size);
  const guint8 *new = g_bytes_get_data (after, &size);

  g_assert_cmpuint (size, >=, old_size);
  for (*from = 0; *from < old_size && old[*from] == new[*from];)
    *from += 1;
  for (*to = get_end_of_frames (new, size); *to > *from && *to <= old_size && old[*to - 1] == new[*to - 1];)
    *to -= 1;
}

/* @after up to @length, then what was there before. */
static guint8 *
join (GBytes *before,
      GBytes *after,
      gsize   length,
      gsize  *size)
{
  gsize old_size = g_bytes_get_size (before);
  guint8 *data = NULL;

  *size = MAX (length, old_size);
  data = g_malloc (*size);
  memcpy (data, g_bytes_get_data (before, NULL), old_size);
  memcpy (data, g_bytes_get_data (after, NULL), length);
  return data;
}

/* The commit was being written: cut at each frame, and inside it. */
static void
cut_commit (Life         *life,
            const Moment *before,
            const Moment *after)
{
  static const gsize inside[] = { 0, 1, 8, 23, 24, 25, 24 + PAGE / 2, FRAME - 1 };
  const guint8 *file = g_bytes_get_data (before->file, NULL);
  gsize file_size = g_bytes_get_size (before->file);
  gsize from = 0, to = 0;

  find_change (before->wal, after->wal, &from, &to);
  g_assert_cmpuint (to, >, from);
  for (gsize start = 0; start <= to; start += start == 0 ? WAL_HEADER : FRAME)
    {
      for (guint i = 0; i < G_N_ELEMENTS (inside); i++)
        {
          gsize length = start + inside[i];
          g_autofree guint8 *wal = NULL;
          gsize size = 0;

          if (length < from || length >= to || (start == 0 && inside[i] >= WAL_HEADER))
            continue;
          wal = join (before->wal, after->wal, length, &size);
          assert_cut (life, file, file_size, wal, size, before->rows);
        }
    }
  assert_cut (life, file, file_size, g_bytes_get_data (after->wal, NULL),
              g_bytes_get_size (after->wal), after->rows);
}

/* The disk wrote in an order of its own: one frame of the commit is missing among the others. */
static void
lose_frames (Life         *life,
             const Moment *before,
             const Moment *after)
{
  const guint8 *old = g_bytes_get_data (before->wal, NULL);
  gsize old_size = g_bytes_get_size (before->wal);
  gsize size = g_bytes_get_size (after->wal);
  gsize from = 0, to = 0;

  find_change (before->wal, after->wal, &from, &to);
  for (gsize start = WAL_HEADER; start + FRAME <= to; start += FRAME)
    {
      g_autofree guint8 *wal = g_memdup2 (g_bytes_get_data (after->wal, NULL), size);

      if (start < from)
        continue;
      if (start + FRAME <= old_size)
        memcpy (wal + start, old + start, FRAME);
      else
        memset (wal + start, 0, FRAME);
      assert_cut (life, g_bytes_get_data (before->file, NULL), g_bytes_get_size (before->file),
                  wal, size, before->rows);
    }
}

/* The WAL was being moved into the file: some pages are there, some half, some not. Nothing may
 * come of it, since the WAL still has them all. */
static void
cut_move (Life         *life,
          const Moment *before,
          const Moment *after)
{
  const guint8 *wal = g_bytes_get_data (before->wal, NULL);
  gsize wal_size = g_bytes_get_size (before->wal);
  gsize new_size = g_bytes_get_size (after->file);

  g_assert_true (g_bytes_equal (before->wal, after->wal));
  g_assert_cmpstr (before->rows, ==, after->rows);
  for (gsize page = 0; page < new_size; page += PAGE)
    {
      static const gsize inside[] = { 0, 1, 512, PAGE / 2, PAGE - 1 };

      for (guint i = 0; i < G_N_ELEMENTS (inside); i++)
        {
          g_autofree guint8 *file = NULL;
          gsize size = 0;

          file = join (before->file, after->file, page + inside[i], &size);
          assert_cut (life, file, size, wal, wal_size, after->rows);
        }
      if (page + PAGE <= g_bytes_get_size (before->file))
        {
          g_autofree guint8 *file = g_memdup2 (g_bytes_get_data (after->file, NULL), new_size);

          memcpy (file + page, (const guint8 *) g_bytes_get_data (before->file, NULL) + page, PAGE);
          assert_cut (life, file, new_size, wal, wal_size, after->rows);
        }
    }
}

static void
test_power_cut (Life          *life,
                gconstpointer  user_data)
{
  guint n_commits = 0, n_moves = 0;

  live_order (life, "771204");
  live_sms (life, "12345");
  move_wal (life);
  live_unconfirmed (life);
  live_order (life, "771205");
  move_wal (life);
  move_wal (life);
  live_sms (life, "12346");

  for (guint i = 1; i < life->moments->len; i++)
    {
      const Moment *before = g_ptr_array_index (life->moments, i - 1);
      const Moment *after = g_ptr_array_index (life->moments, i);

      if (g_bytes_equal (before->wal, after->wal))
        {
          cut_move (life, before, after);
          n_moves++;
        }
      else
        {
          g_assert_true (g_bytes_equal (before->file, after->file));
          cut_commit (life, before, after);
          lose_frames (life, before, after);
          n_commits++;
        }
    }
  g_test_message ("%u cuts of %u commits and %u moves of the WAL; %u opened by the program",
                  life->n_cuts, n_commits, n_moves, life->n_opened);
  g_assert_cmpuint (n_commits, ==, 6 + 4 + 5 + 6 + 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/power-cut", Life, NULL, set_up_life, test_power_cut, tear_down_life);

  return g_test_run ();
}
