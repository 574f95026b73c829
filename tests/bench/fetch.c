/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole list of services from the shop to rows, with the program's own client, reader and builder,
 * as one process beside `curl`; with words, the rows that match them, as the command line finds them.
 * Prints how many there are, and the peak of memory and what was resident before and with the rows kept,
 * in kB.
 *
 *   fetch ENDPOINT FILE [WORDS]     FILE: where the table is written; with WORDS "-": the rows are only read,
 *                                   not put in order and written; with others: nothing is written */
#include "config.h"

#include "hsp-client.h"
#include "hsp-fold.h"
#include "hsp-search.h"
#include "hsp-service-builder.h"
#include "hsp-service-sieve.h"
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

static HspServiceBuilder *builder;  /* (owned) */
static HspServiceSieve *sieve;      /* (owned) */

/* An answer that begins again would begin with another one. */
static gpointer
begin_cb (gpointer user_data)
{
  return user_data;
}

static void
row_cb (const HspServiceValue *value,
        gpointer               state)
{
  if (hsp_service_sieve_passes (sieve, value) || hsp_service_builder_has (builder, value->id))
    hsp_service_builder_add (builder, value);
}

static void
rest_cb (gpointer state)
{
}

static void
free_cb (gpointer state)
{
}

static guint
count_matches (HspServiceTable   *table,
               const char *const *words)
{
  g_autoptr(HspSearch) search = hsp_search_new ();
  const HspSearchQuery query = {
    .words = words, .least_rate = HSP_MONEY_UNKNOWN, .most_rate = HSP_MONEY_UNKNOWN, .quantity = HSP_UNKNOWN,
  };

  return hsp_search_run (search, table, &query)->n_rows;
}

static void
print (guint  n_rows,
       gint64 before)
{
  g_print ("%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", n_rows, read_kb ("VmHWM:"), before,
           read_kb ("VmRSS:"));
}

static gboolean
fetch (HspClient *client)
{
  static const HspServicesSink sink = { begin_cb, row_cb, rest_cb, free_cb };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspServicesPage) page = NULL;
  const HspServicesQuery all = { 0 };

  hsp_shop_stream_services_async (client, &all, &sink, NULL, NULL, hsp_test_store_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  page = hsp_shop_stream_services_finish (client, result, NULL);
  return page != NULL;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(HspClient) client = NULL;
  g_autoptr(HspServiceTable) table = NULL;
  g_auto(GStrv) words = NULL;
  gboolean only_read;
  gint64 before;

  /* as the programs do: what is sorted by name is sorted as the locale has it */
  setlocale (LC_ALL, "");
  if (argc < 3)
    return 2;
  only_read = g_strcmp0 (argv[3], "-") == 0;
  words = hsp_fold_words (argc > 3 && !only_read ? argv[3] : "");
  client = hsp_client_new (argv[1], NULL);
  hsp_client_set_key (client, "bench");
  before = read_kb ("VmRSS:");
  builder = hsp_service_builder_new (words[0] == NULL ? argv[2] : NULL);
  sieve = hsp_service_sieve_new ((const char *const *) words);
  if (!fetch (client))
    return 1;
  if (only_read)
    print (hsp_service_builder_get_n_rows (builder), before);
  else if ((table = hsp_service_builder_end (builder, 1, NULL, NULL)) == NULL)
    return 1;
  else
    print (count_matches (table, (const char *const *) words), before);
  hsp_service_sieve_free (sieve);
  hsp_service_builder_free (builder);
  return 0;
}
