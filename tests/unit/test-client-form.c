/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-client-parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__

static void
test_nothing_is_left (void)
{
  g_test_skip ("AddressSanitizer keeps a shadow of all memory");
}

#else

#define KEY_LENGTH 64
/* of the key: the allocator writes over the beginning of what it got back */
#define TAIL       24

/* The key, backwards: nowhere in this program does it stand as it is sent. */
static char backwards[KEY_LENGTH];

static void
make_key (char *key)
{
  for (guint i = 0; i < KEY_LENGTH; i++)
    {
      backwards[KEY_LENGTH - 1 - i] = "abcdefghijklmnopqrstuvwxyz0123456789"[g_random_int_range (0, 36)];
      key[i] = backwards[KEY_LENGTH - 1 - i];
    }
  key[KEY_LENGTH] = '\0';
}

static gboolean
is_tail (const char *p)
{
  for (guint i = 0; i < TAIL; i++)
    {
      if (p[i] != backwards[TAIL - 1 - i])
        return FALSE;
    }
  return TRUE;
}

/* How often the end of the key stands in what this program may write to. */
static guint
count_in_memory (void)
{
  g_autofree char *maps = NULL;
  g_auto(GStrv) lines = NULL;
  const int memory = open ("/proc/self/mem", O_RDONLY);
  char *buffer = g_malloc (1 << 20);
  guint found = 0;

  g_assert_cmpint (memory, >=, 0);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 start, end;
      char rights[5];

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %4s", &start, &end, rights) != 3
          || !g_str_has_prefix (rights, "rw"))
        continue;
      for (guint64 place = start; place < end; place += (1 << 20) - TAIL)
        {
          const gssize length = pread (memory, buffer, MIN (1 << 20, end - place), (off_t) place);

          for (gssize j = 0; j + TAIL <= length; j++)
            found += is_tail (buffer + j);
        }
      /* what was read of the buffer itself is no copy that the form left */
      explicit_bzero (buffer, 1 << 20);
    }
  close (memory);
  g_free (buffer);
  return found;
}

static void
test_nothing_is_left (void)
{
  char key[KEY_LENGTH + 1];
  g_autofree char *link = g_strnfill (5000, '/');
  g_autoptr(GHashTable) params = g_hash_table_new (g_str_hash, g_str_equal);
  GBytes *form;

  make_key (key);
  g_hash_table_insert (params, (gpointer) "service", (gpointer) "1");
  g_hash_table_insert (params, (gpointer) "link", link);
  g_assert_cmpuint (count_in_memory (), >=, 1);

  form = hsp_client_create_form (key, hsp_action_get (HSP_ACTION_ADD), params);
  g_assert_cmpuint (g_bytes_get_size (form), >, 15000);
  explicit_bzero (key, sizeof key);
  g_assert_cmpuint (count_in_memory (), >=, 1);
  g_bytes_unref (form);
  g_assert_cmpuint (count_in_memory (), ==, 0);
}

#endif

static void
test_escaping (void)
{
  g_autoptr(GHashTable) params = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GBytes) form = NULL;

  g_hash_table_insert (params, (gpointer) "service", (gpointer) "-._~");
  g_hash_table_insert (params, (gpointer) "quantity", (gpointer) "");
  g_hash_table_insert (params, (gpointer) "link", (gpointer) "a b&c=é+\n\x7f");
  form = hsp_client_create_form ("a&b=%", hsp_action_get (HSP_ACTION_ADD), params);
  g_assert_cmpstr (g_bytes_get_data (form, NULL), ==,
                   "key=a%26b%3D%25&action=add&service=-._~&link=a%20b%26c%3D%C3%A9%2B%0A%7F");
  g_assert_cmpuint (g_bytes_get_size (form), ==, strlen (g_bytes_get_data (form, NULL)));
}

static void
test_without_params (void)
{
  g_autoptr(GBytes) form = hsp_client_create_form ("k", hsp_action_get (HSP_ACTION_BALANCE), NULL);

  g_assert_cmpstr (g_bytes_get_data (form, NULL), ==, "key=k&action=balance");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client-form/nothing-is-left", test_nothing_is_left);
  g_test_add_func ("/client-form/escaping", test_escaping);
  g_test_add_func ("/client-form/without-params", test_without_params);

  return g_test_run ();
}
