/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-intake.h"

#include <string.h>

#include "hsp-error.h"
#include "hsp-test.h"

/* A sink that keeps what it is fed, and that a test can hold up. */
typedef struct
{
  GMutex   mutex;
  GCond    changed;
  gboolean held;         /* the worker waits */
  guint    n_fed;        /* pieces */
  GString *text;
  gboolean refuses;      /* the next piece */
  guint    n_begun;
  guint    n_freed;

  guint    n_ready;      /* the main thread's, as all that follows */
  guint    n_done;
  char    *value;
  GError  *error;
  guint    n_destroyed;
} Record;

static gpointer
begin (const char *key,
       gpointer    user_data)
{
  Record *record = user_data;

  g_assert_cmpstr (key, ==, "the key");
  record->n_begun++;
  return record;
}

static gboolean
feed (gpointer   state,
      GBytes    *bytes,
      GError   **error)
{
  Record *record = state;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  gboolean refuses;

  g_mutex_lock (&record->mutex);
  record->n_fed++;
  g_cond_broadcast (&record->changed);
  while (record->held)
    g_cond_wait (&record->changed, &record->mutex);
  g_string_append_len (record->text, data, (gssize) size);
  refuses = record->refuses;
  g_mutex_unlock (&record->mutex);
  if (refuses)
    g_set_error_literal (error, HSP_ERROR, HSP_ERROR_UNREADABLE, "no");
  return !refuses;
}

static gpointer
end (gpointer   state,
     GError   **error)
{
  Record *record = state;

  return g_strdup (record->text->str);
}

static void
free_state (gpointer state)
{
  Record *record = state;

  g_mutex_lock (&record->mutex);
  record->n_freed++;
  g_cond_broadcast (&record->changed);
  g_mutex_unlock (&record->mutex);
}

static const HspSink sink = { begin, feed, end, free_state };

static void
on_ready_cb (gpointer user_data)
{
  Record *record = user_data;

  record->n_ready++;
}

static void
done_cb (gpointer      value,
         const GError *error,
         gpointer      user_data)
{
  Record *record = user_data;

  record->n_done++;
  record->value = value;
  record->error = error != NULL ? g_error_copy (error) : NULL;
}

static void
destroy (gpointer user_data)
{
  Record *record = user_data;

  record->n_destroyed++;
}

static HspIntake *
start (Record *record)
{
  memset (record, 0, sizeof *record);
  g_mutex_init (&record->mutex);
  g_cond_init (&record->changed);
  record->text = g_string_new (NULL);
  return hsp_intake_new (&sink, record, "the key", g_free, on_ready_cb, done_cb, record, destroy);
}

static void
add (HspIntake  *intake,
     const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  g_assert_true (hsp_intake_add (intake, bytes));
}

static void
hold (Record   *record,
      gboolean  held)
{
  g_mutex_lock (&record->mutex);
  record->held = held;
  g_cond_broadcast (&record->changed);
  g_mutex_unlock (&record->mutex);
}

/* Until the worker has a piece in its hands. */
static void
wait_until_fed (Record *record,
                guint   n)
{
  g_mutex_lock (&record->mutex);
  while (record->n_fed < n)
    g_cond_wait (&record->changed, &record->mutex);
  g_mutex_unlock (&record->mutex);
}

static void
finish (Record *record)
{
  g_mutex_lock (&record->mutex);
  while (record->n_freed == 0)
    g_cond_wait (&record->changed, &record->mutex);
  g_mutex_unlock (&record->mutex);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (record->n_begun, ==, 1);
  g_assert_cmpuint (record->n_freed, ==, 1);
  g_assert_cmpuint (record->n_destroyed, ==, 1);
  g_string_free (record->text, TRUE);
  g_free (record->value);
  g_clear_error (&record->error);
  g_mutex_clear (&record->mutex);
  g_cond_clear (&record->changed);
}

static void
test_whole (void)
{
  Record record;
  HspIntake *intake = start (&record);

  add (intake, "one ");
  add (intake, "two ");
  add (intake, "three");
  hsp_intake_end (intake);
  hsp_test_wait (record.n_done > 0);
  g_assert_no_error (record.error);
  g_assert_cmpstr (record.value, ==, "one two three");
  hsp_intake_abandon (intake);
  finish (&record);
}

static void
test_refused (void)
{
  Record record;
  HspIntake *intake = start (&record);

  record.refuses = TRUE;
  add (intake, "one ");
  hsp_test_wait (record.n_done > 0);
  g_assert_error (record.error, HSP_ERROR, HSP_ERROR_UNREADABLE);
  g_assert_null (record.value);
  hsp_intake_abandon (intake);
  finish (&record);
  g_assert_cmpuint (record.n_done, ==, 1);
}

/* Who gives up hears nothing more, whatever the worker has in its hands. */
static void
test_abandoned (void)
{
  Record record;
  HspIntake *intake = start (&record);

  hold (&record, TRUE);
  add (intake, "one ");
  wait_until_fed (&record, 1);
  add (intake, "two ");
  hsp_intake_end (intake);
  hsp_intake_abandon (intake);
  g_assert_cmpuint (record.n_destroyed, ==, 1);
  hold (&record, FALSE);
  hsp_test_wait (record.n_freed > 0);
  g_assert_cmpuint (record.n_done, ==, 0);
  finish (&record);

  intake = start (&record);
  hsp_intake_abandon (intake);
  finish (&record);
}

/* What has come waits for the worker, and the connection waits for what has come. */
static void
test_bounded (void)
{
  Record record;
  HspIntake *intake = start (&record);
  g_autofree char *text = g_strnfill (256 * 1024, 'x');
  g_autoptr(GBytes) bytes = g_bytes_new (text, 256 * 1024);
  guint n_added = 1;

  hold (&record, TRUE);
  g_assert_true (hsp_intake_add (intake, bytes));
  wait_until_fed (&record, 1);
  while (hsp_intake_add (intake, bytes))
    {
      n_added++;
      g_assert_cmpuint (n_added, <, 100);
    }
  n_added++;
  g_assert_cmpuint (record.n_ready, ==, 0);
  hold (&record, FALSE);
  hsp_test_wait (record.n_ready == 1);
  hsp_intake_end (intake);
  hsp_test_wait (record.n_done > 0);
  g_assert_cmpuint (strlen (record.value), ==, n_added * 256 * 1024);
  hsp_intake_abandon (intake);
  finish (&record);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/intake/whole", test_whole);
  g_test_add_func ("/intake/refused", test_refused);
  g_test_add_func ("/intake/abandoned", test_abandoned);
  g_test_add_func ("/intake/bounded", test_bounded);
  return g_test_run ();
}
