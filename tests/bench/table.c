/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What it takes to build a table of services, to open it and to verify it, in time and in memory. The
 * rows are made one at a time, as a reader hands them over, so that the memory is the table's alone. */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-service-builder.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIRST_ROWS 50
#define ROUNDS 5

typedef struct
{
  double add;
  double end;
  double first_rows;
  double verify;
  double sort;
} Times;

/* kB */
typedef struct
{
  gint64 now;
  gint64 peak;
} Memory;

static Memory
read_memory (void)
{
  g_autofree char *text = NULL;
  Memory memory = { 0, };

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    g_error ("No /proc/self/status");
  for (char *line = text; line != NULL; line = strchr (line, '\n'))
    {
      line += *line == '\n';
      if (g_str_has_prefix (line, "VmHWM:"))
        memory.peak = g_ascii_strtoll (line + strlen ("VmHWM:"), NULL, 10);
      else if (g_str_has_prefix (line, "RssAnon:") || g_str_has_prefix (line, "RssFile:"))
        memory.now += g_ascii_strtoll (line + strlen ("RssAnon:"), NULL, 10);
      else if (g_str_has_prefix (line, "RssShmem:"))
        memory.now += g_ascii_strtoll (line + strlen ("RssShmem:"), NULL, 10);
    }
  return memory;
}

static double
get_ms (gint64 since)
{
  return (g_get_monotonic_time () - since) / 1000.0;
}

static void
set_text (char       **place,
          const char  *format,
          ...) G_GNUC_PRINTF (2, 3);

static void
set_text (char       **place,
          const char  *format,
          ...)
{
  va_list args;

  va_start (args, format);
  g_free (*place);
  *place = g_strdup_vprintf (format, args);
  va_end (args);
}

static void
add_rows (HspServiceBuilder *builder,
          guint              n)
{
  static const char * const platforms[] = { "Instagram", "Facebook", "TikTok", "YouTube", "Telegram", "Shopee" };
  static const char * const goods[] = { "Followers", "Tăng lượt thích", "Views", "Bình luận tiếng Việt",
                                        "Members 🎉", "Story Views", "Theo dõi Việt Nam" };
  g_autoptr(HspServiceValue) value = hsp_service_value_new ();
  g_autofree char *category = NULL;
  guint32 random = 1;

  for (guint i = 0; i < n; i++)
    {
      random = random * 1664525 + 1013904223;
      set_text (&value->id, "%u", 1000 + i);
      set_text (&value->name, "%s %s [Real, R%u] – max %uK, speed %u/day", platforms[random % 6],
                goods[(random >> 8) % 7], random >> 12 & 63, random >> 10 & 511, random >> 8);
      set_text (&value->description, "Start: 0-%u hours. Do not order twice for the same link before it ends. "
                "Bảo hành %u ngày, không hoàn tiền khi đổi tên.", random >> 16 & 31, random >> 20 & 127);
      set_text (&category, "%s %u", platforms[i / 7 % 6], i / 42 % 40);
      value->category = category;
      value->subcategory = goods[i % 7];
      value->type = "Default";
      value->rate = random >> 8;
      value->stock = random % 3 == 0 ? HSP_UNKNOWN : random >> 16;
      value->min = 10;
      value->max = 100000;
      value->kind = HSP_KIND_SMM;
      hsp_service_builder_add (builder, value);
    }
  value->category = value->subcategory = value->type = "";
}

static HspServiceTable *
build (const char *path,
       guint       n,
       Times      *times)
{
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (path);
  gint64 start = g_get_monotonic_time ();
  HspServiceTable *table = NULL;

  add_rows (builder, n);
  times->add = get_ms (start);
  start = g_get_monotonic_time ();
  table = hsp_service_builder_end (builder, 1, NULL, NULL);
  times->end = get_ms (start);
  return table;
}

/* All that a list and a search look at. */
static guint
touch (HspServiceTable *table)
{
  const guint32 *starts = NULL;
  gsize length = 0;
  const char *haystack = hsp_service_table_get_haystack (table, &starts, &length);
  guint sum = 0;

  for (gsize i = 0; i < length; i++)
    sum += (guchar) haystack[i];
  for (guint order = 0; order < HSP_N_TABLE_ORDERS; order++)
    {
      const guint32 *rows = hsp_service_table_get_order (table, order);

      for (guint i = 0; i < hsp_service_table_get_n_rows (table); i++)
        sum += hsp_service_table_get_row (table, rows[i])->rate + starts[rows[i]] +
               strlen (hsp_service_table_get_name (table, rows[i]));
    }
  return sum;
}

static void
open_first_rows (const char *path)
{
  g_autoptr(HspServiceTable) table = hsp_service_table_open (path, NULL);
  const guint32 *rows = hsp_service_table_get_order (table, HSP_TABLE_BY_NAME);

  for (guint i = 0; i < FIRST_ROWS; i++)
    hsp_service_value_unref (hsp_service_table_dup_value (table, rows[i]));
}

static void
measure_again (const char *path,
               Times      *times)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr(HspServiceTable) table = NULL;
  g_autoptr(HspServiceTable) sorted = NULL;

  open_first_rows (path);
  times->first_rows = get_ms (start);
  table = hsp_service_table_open (path, NULL);
  start = g_get_monotonic_time ();
  if (!hsp_service_table_verify (table, NULL, NULL))
    g_error ("Not verified");
  times->verify = get_ms (start);
  start = g_get_monotonic_time ();
  sorted = hsp_service_table_sort_names (table, path, NULL, NULL);
  times->sort = get_ms (start);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

/* @field: offset in Times */
static double
get_median (const Times *times,
            gsize        field)
{
  double values[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    values[i] = G_STRUCT_MEMBER (double, &times[i], field);
  qsort (values, ROUNDS, sizeof *values, compare_doubles);
  return values[ROUNDS / 2];
}

static void
print_memory (guint       n,
              const char *where,
              const char *path)
{
  const Memory before = read_memory ();
  Times times;
  g_autoptr(HspServiceTable) table = build (path, n, &times);
  const Memory built = read_memory ();
  const guint sum = touch (table);
  const Memory kept = read_memory ();

  g_print ("%7u rows, %s: %.1f MB at most while built, %.1f MB stay once all was looked at (%u): %.2f\n", n,
           where, (built.peak - before.now) / 1024.0, (kept.now - before.now) / 1024.0, sum,
           (double) (built.peak - before.now) / (kept.now - before.now));
}

static void
print_times (guint       n,
             const char *path)
{
  Times times[ROUNDS];
  gint64 size = 0;
  GStatBuf info;

  for (guint i = 0; i < ROUNDS; i++)
    {
      hsp_service_table_unref (build (path, n, &times[i]));
      measure_again (path, &times[i]);
    }
  if (g_stat (path, &info) == 0)
    size = info.st_size;
  g_print ("%7u rows, %.1f MB: add %.1f ms (with making the rows), end %.1f, open and %u rows by name %.2f, verify %.1f, "
           "sort again %.1f\n", n, size / 1e6, get_median (times, G_STRUCT_OFFSET (Times, add)),
           get_median (times, G_STRUCT_OFFSET (Times, end)), FIRST_ROWS,
           get_median (times, G_STRUCT_OFFSET (Times, first_rows)),
           get_median (times, G_STRUCT_OFFSET (Times, verify)), get_median (times, G_STRUCT_OFFSET (Times, sort)));
}

/* In a process of its own: the highest mark of memory never falls. */
static void
run_apart (guint       n,
           const char *path,
           guint       part)
{
  const pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      if (part == 0)
        print_times (n, path);
      else
        print_memory (n, part == 1 ? "on disk" : "in memory", part == 1 ? path : NULL);
      fflush (stdout);
      _exit (0);
    }
  if (child < 0 || waitpid (child, &status, 0) != child || status != 0)
    g_error ("A part of the benchmark failed");
}

int
main (void)
{
  static const guint sizes[] = { 10000, 100000 };
  g_autofree char *folder = g_dir_make_tmp ("hsp-table-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "catalogue", NULL);

  setlocale (LC_ALL, "");
  g_print ("names as in %s\n", setlocale (LC_COLLATE, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      for (guint part = 0; part < 3; part++)
        run_apart (sizes[i], path, part);
    }
  g_unlink (path);
  g_rmdir (folder);
  return 0;
}
