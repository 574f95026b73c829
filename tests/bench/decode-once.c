/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One answer to `services` read one way, for callgrind to count by these functions' names:
 *
 *   decode-once reader|json-glib ROWS [KIND] */
#include "config.h"

#include <string.h>

#include "hsp-decode.h"
#include "hsp-service-reader.h"
#include "service-answer.h"

guint decode_with_reader    (GBytes *body);
guint decode_with_json_glib (GBytes *body);

static void
count_row (const HspServiceValue *value,
           gpointer               user_data)
{
  guint *rows = user_data;

  (*rows)++;
}

G_NO_INLINE guint
decode_with_reader (GBytes *body)
{
  guint rows = 0;
  g_autoptr(HspServiceReader) reader = hsp_service_reader_new ("0123456789abcdef0123456789abcdef", count_row, &rows);
  g_autoptr(HspServicesPage) page = NULL;

  if (hsp_service_reader_feed (reader, g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL))
    page = hsp_service_reader_end (reader, NULL);

  return page != NULL ? rows : 0;
}

G_NO_INLINE guint
decode_with_json_glib (GBytes *body)
{
  g_autoptr(HspServicesPage) page = hsp_decode_services (body, NULL);

  return page != NULL ? page->services->len : 0;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GBytes) body = NULL;
  guint rows, decoded;

  if (argc < 3)
    return 2;
  rows = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  body = service_answer_make (rows, argc > 3 ? *argv[3] : 's');
  decoded = strcmp (argv[1], "reader") == 0 ? decode_with_reader (body) : decode_with_json_glib (body);

  return decoded == rows ? 0 : 1;
}
