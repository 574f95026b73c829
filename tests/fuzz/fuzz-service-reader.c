/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HspServiceReader beside hsp_decode_services(), for libFuzzer:
 *
 *   CC=clang meson setup _fuzz -Db_sanitize=address,undefined -Db_lundef=false -Dfuzzer=true
 *   ninja -C _fuzz tests/fuzz/fuzz-service-reader
 *   _fuzz/tests/fuzz/fuzz-service-reader -max_len=4096 tests/fuzz/corpus/service-reader
 *
 * Built without it, a test: reads the files and folders given, each whole, byte by byte and in pieces. */
#define G_LOG_DOMAIN "fuzz-service-reader"

#include "config.h"

#include <glib.h>

#include "reader-oracle.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         size)
{
  reader_oracle_compare ((const char *) bytes, size, READER_WHOLE, NULL);
  reader_oracle_compare ((const char *) bytes, size, READER_BYTES, NULL);
  reader_oracle_compare ((const char *) bytes, size, (guint32) size + 2, NULL);

  return 0;
}

#ifndef HSP_LIBFUZZER
static void
test_file (gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (data, &bytes, &size, NULL));
  LLVMFuzzerTestOneInput ((const guint8 *) bytes, size);
}

static void
add_path (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *test = g_strconcat ("/fuzz/service-reader/", base, NULL);
  const char *name;

  if (dir == NULL)
    {
      g_test_add_data_func_full (test, g_strdup (path), test_file, g_free);
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      add_path (child);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (int i = 1; i < argc; i++)
    add_path (argv[i]);

  return g_test_run ();
}
#endif
