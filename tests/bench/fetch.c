/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole list of services from the shop to rows, with the program's own client, reader and builder,
 * as one process beside `curl`; with words, also the rows that match them. Prints how many there are, and
 * the peak of memory and what was resident before and with the rows kept, in kB.
 *
 *   fetch ENDPOINT FILE [WORDS]     FILE: where the table is written; with WORDS "-": the rows are only read,
 *                                   not put in order and written */
#include "config.h"

#include "hsp-client.h"
#include "hsp-fold.h"
#include "hsp-search.h"
#include "hsp-service-builder.h"
#include "hsp-shop.h"
#include "hsp-test.h"

#include <locale.h>
#include <string.h>

static gint64
read_kb (const char *name)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || (line = strstr (text, name)) == NULL)
    g_error ("no %s", name);
  return g_ascii_strtoll (line + strlen (name), NULL, 10);
}

/* An answer that begins again would begin with another one. */
static gpointer
begin_cb (gpointer user_data)
{
  return user_data;
}

static void
row_cb (const HspServiceValue *value,
        gpointer               builder)
{
  hsp_service_builder_add (builder, value);
}

static void
rest_cb (gpointer builder)
{
}

static void
free_cb (gpointer builder)
{
}

static guint
count_matches (HspServiceTable *table,
               const char      *text)
{
  g_autoptr(HspSearch) search = hsp_search_new ();
  g_auto(GStrv) words = hsp_fold_words (text);
  const HspSearchQuery query = {
    .words = (const char *const *) words, .least_rate = HSP_MONEY_UNKNOWN, .most_rate = HSP_MONEY_UNKNOWN,
    .quantity = HSP_UNKNOWN,
  };

  return hsp_search_run (search, table, &query)->n_rows;
}

int
main (int    argc,
      char **argv)
{
  static const HspServicesSink sink = { begin_cb, row_cb, rest_cb, free_cb };
  g_autoptr(HspClient) client = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspServicesPage) page = NULL;
  g_autoptr(HspServiceBuilder) builder = NULL;
  g_autoptr(HspServiceTable) table = NULL;
  const HspServicesQuery all = { 0 };
  gint64 before;

  /* as the programs do: what is sorted by name is sorted as the locale has it */
  setlocale (LC_ALL, "");
  if (argc < 3)
    return 2;
  client = hsp_client_new (argv[1], NULL);
  hsp_client_set_key (client, "bench");
  before = read_kb ("VmRSS:");
  builder = hsp_service_builder_new (argv[2]);
  hsp_shop_stream_services_async (client, &all, &sink, builder, NULL, hsp_test_store_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  page = hsp_shop_stream_services_finish (client, result, NULL);
  if (page != NULL && g_strcmp0 (argv[3], "-") == 0)
    {
      g_print ("%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
               hsp_service_builder_get_n_rows (builder), read_kb ("VmHWM:"), before, read_kb ("VmRSS:"));
      return 0;
    }
  table = page != NULL ? hsp_service_builder_end (builder, 1, NULL, NULL) : NULL;
  if (table == NULL)
    return 1;
  g_print ("%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
           argc > 3 ? count_matches (table, argv[3]) : hsp_service_table_get_n_rows (table), read_kb ("VmHWM:"), before,
           read_kb ("VmRSS:"));
  return 0;
}
