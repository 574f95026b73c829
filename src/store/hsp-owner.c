/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-owner"

#include "config.h"

#include "hsp-owner.h"

#include <string.h>
#include <unistd.h>

enum
{
  PART_BOOT,
  PART_PID,
  PART_START,
  PART_INSTANCE,
  N_PARTS,
};

/* Places in /proc/PID/stat, counted from behind the program's name, which may hold anything. */
enum
{
  STAT_STATE = 0,
  STAT_START_TIME = 19,
};

static char *
read_boot_id (void)
{
  g_autofree char *id = NULL;

  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &id, NULL, NULL))
    return g_strdup ("");
  return g_strdup (g_strstrip (id));
}

/* In ticks since the computer started; 0 when there is no such process. */
static guint64
read_start_time (gint64 pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/stat", pid);
  g_autofree char *text = NULL;
  g_auto(GStrv) fields = NULL;
  const char *end_of_name = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      (end_of_name = strrchr (text, ')')) == NULL || end_of_name[1] == '\0')
    return 0;

  fields = g_strsplit (end_of_name + 2, " ", -1);
  if (g_strv_length (fields) <= STAT_START_TIME || strchr ("ZXx", *fields[STAT_STATE]) != NULL)
    return 0;
  return g_ascii_strtoull (fields[STAT_START_TIME], NULL, 10);
}

/**
 * hsp_owner_new_mark:
 *
 * This process, as it is told from every other that had or will have its number, and one instance
 * within it. Any thread; reads /proc.
 *
 * Returns: (transfer full)
 */
char *
hsp_owner_new_mark (void)
{
  g_autofree char *boot = read_boot_id ();
  g_autofree char *instance = g_uuid_string_random ();

  return g_strdup_printf ("%s:%d:%" G_GUINT64_FORMAT ":%s",
                          boot, (int) getpid (), read_start_time (getpid ()), instance);
}

/**
 * hsp_owner_is_alive:
 * @mark: (nullable): of hsp_owner_new_mark(), NULL when nobody is responsible
 *
 * A process in another process namespace (a Flatpak's) reads as dead. That is the safe side: its row
 * is then unconfirmed until it writes the outcome itself. Any thread; reads /proc.
 */
gboolean
hsp_owner_is_alive (const char *mark)
{
  g_auto(GStrv) parts = NULL;
  g_autofree char *boot = NULL;
  guint64 start = 0;

  if (mark == NULL)
    return FALSE;

  parts = g_strsplit (mark, ":", N_PARTS);
  if (g_strv_length (parts) != N_PARTS)
    return FALSE;

  boot = read_boot_id ();
  start = g_ascii_strtoull (parts[PART_START], NULL, 10);
  return start != 0 && g_str_equal (boot, parts[PART_BOOT]) &&
         read_start_time (g_ascii_strtoll (parts[PART_PID], NULL, 10)) == start;
}
