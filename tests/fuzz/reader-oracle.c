/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "reader-oracle"

#include "config.h"

#include "reader-oracle.h"

#include <string.h>

#include "hsp-decode.h"
#include "hsp-error.h"
#include "hsp-reply.h"
#include "hsp-service-reader.h"

/* Every field of a row as a line. */
static void
write_row (const HspServiceValue *value,
           gpointer               user_data)
{
  GString *rows = user_data;

  g_assert_true (g_utf8_validate (value->name, -1, NULL));
  g_assert_true (value->description == NULL || g_utf8_validate (value->description, -1, NULL));
  g_assert_true (value->type == g_intern_string (value->type));
  g_assert_true (value->category == g_intern_string (value->category));
  g_assert_true (value->subcategory == g_intern_string (value->subcategory));
  g_string_append_printf (rows, "%s|%s|%s|%s|%s|%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%"
                          G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%d%d%d\n",
                          value->id, value->name, value->type, value->category, value->subcategory,
                          value->description != NULL ? value->description : "(none)", value->rate,
                          value->min, value->max, value->stock, value->kind, value->refill, value->cancel);
}

static void
write_page (HspServicesPage *page,
            GString         *text)
{
  g_string_append_printf (text, "%u of %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", %"
                          G_GINT64_FORMAT "\n", page->n_skipped, page->total, page->page, page->limit,
                          page->total_pages);
  for (guint i = 0; i < page->skipped->len; i++)
    g_string_append_printf (text, "%s\n", (char *) g_ptr_array_index (page->skipped, i));
}

static HspServicesPage *
read_in_pieces (const char *bytes,
                gsize       size,
                guint32     pieces,
                const char *secret,
                GString    *rows,
                GError    **error)
{
  g_autoptr(HspServiceReader) reader = hsp_service_reader_new (secret, write_row, rows);
  g_autoptr(GRand) chance = g_rand_new_with_seed (pieces);
  gsize at = 0;

  while (at < size)
    {
      gsize length = pieces == READER_WHOLE ? size
                   : pieces == READER_BYTES ? 1
                   : (gsize) g_rand_int_range (chance, 1, g_rand_int_range (chance, 2, 200));
      /* freed behind it: nothing may point into what was fed */
      g_autofree char *piece = g_memdup2 (bytes + at, MIN (length, size - at));

      if (!hsp_service_reader_feed (reader, piece, MIN (length, size - at), error))
        return NULL;
      at += MIN (length, size - at);
    }

  return hsp_service_reader_end (reader, error);
}

/* The one thing known in which the two differ: see "The list" in hsp-service-reader.c. */
static gboolean
may_have_two_lists (const char *bytes,
                    gsize       size)
{
  static const char * const names[] = { "services\"", "products\"", "data\"", "\\u", NULL };
  guint n = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      for (const char *p = bytes; (p = g_strstr_len (p, size - (p - bytes), names[i])) != NULL; p++)
        n++;
    }

  return n >= 2;
}

static void
compare_errors (const GError *mine,
                const GError *theirs)
{
  g_assert_error (mine, HSP_ERROR, theirs->code);
  g_assert_cmpint (hsp_error_get_delivery (mine), ==, hsp_error_get_delivery (theirs));
  g_assert_cmpstr (hsp_error_get_server_text (mine), ==, hsp_error_get_server_text (theirs));
}

/* Ends the program where the reader and hsp_decode_services() differ about an answer. */
void
reader_oracle_compare (const char *bytes,
                       gsize       size,
                       guint32     pieces,
                       const char *secret)
{
  g_autoptr(GString) mine = g_string_new (NULL);
  g_autoptr(GString) theirs = g_string_new (NULL);
  g_autoptr(GError) my_error = NULL;
  g_autoptr(GError) their_error = NULL;
  g_autoptr(GBytes) body = g_bytes_new (bytes, size);
  g_autoptr(HspServicesPage) my_page = NULL;
  g_autoptr(HspServicesPage) their_page = NULL;

  if (secret != NULL)
    body = hsp_reply_hide (g_steal_pointer (&body), secret);
  their_page = hsp_decode_services (body, &their_error);
  my_page = read_in_pieces (bytes, size, pieces, secret, mine, &my_error);

  if (my_error != NULL && strstr (my_error->message, "two lists") != NULL)
    {
      g_assert_true (may_have_two_lists (bytes, size));
      return;
    }
  if (their_page == NULL)
    {
      g_assert_null (my_page);
      compare_errors (my_error, their_error);
      return;
    }

  g_assert_no_error (my_error);
  g_assert_nonnull (my_page);
  g_assert_cmpuint (my_page->services->len, ==, 0);
  for (guint i = 0; i < their_page->services->len; i++)
    write_row (g_ptr_array_index (their_page->services, i), theirs);
  write_page (my_page, mine);
  write_page (their_page, theirs);
  g_assert_cmpstr (mine->str, ==, theirs->str);
}
