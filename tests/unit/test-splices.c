/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-splices.h"

/* Takes out and puts in, and says how many items were touched. */
static guint
apply (GArray  *splices,
       GArray  *list,
       GArray  *target)
{
  guint n_touched = 0, reached = 0;

  for (guint i = 0; i < splices->len; i++)
    {
      const HspSplice *splice = &g_array_index (splices, HspSplice, i);

      /* two that touch would be one */
      g_assert_true (i == 0 || splice->position > reached);
      g_assert_cmpuint (splice->removed + splice->added, >, 0);
      g_assert_cmpuint (splice->position + splice->removed, <=, list->len);
      if (splice->removed > 0)
        g_array_remove_range (list, splice->position, splice->removed);
      if (splice->added > 0)
        g_array_insert_vals (list, splice->position,
                             &g_array_index (target, guint32, splice->position), splice->added);
      n_touched += splice->removed + splice->added;
      reached = splice->position + splice->added;
    }
  return n_touched;
}

static guint
check (GArray *old,
       GArray *target,
       guint   n_keys)
{
  g_autoptr(GArray) list = g_array_copy (old);
  g_autoptr(GArray) splices = NULL;
  guint n_touched;

  splices = hsp_splices_make ((const guint32 *) (gpointer) old->data, old->len,
                              (const guint32 *) (gpointer) target->data, target->len, n_keys);
  n_touched = apply (splices, list, target);
  g_assert_cmpmem (list->data, list->len * sizeof (guint32), target->data,
                   target->len * sizeof (guint32));
  return n_touched;
}

static GArray *
make_keys (const char *letters)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (; *letters != '\0'; letters++)
    {
      const guint32 key = *letters == '-' ? HSP_SPLICE_GONE : (guint32) (*letters - 'a');

      g_array_append_val (keys, key);
    }
  return keys;
}

static void
test_fewest (void)
{
  static const struct
  {
    const char *old;
    const char *target;
    guint       n_touched;
  } cases[] = {
    { "", "", 0 },       { "", "abc", 3 },      { "abc", "", 3 },      { "abc", "abc", 0 },
    { "abc", "abxc", 1 }, { "a-c", "ac", 1 },    { "-", "", 1 },        { "abcdef", "bcdefa", 2 },
    { "abcdef", "fabcde", 2 }, { "abc", "cba", 4 }, { "ab-d", "xabyd", 3 }, { "ab", "ba", 2 },
    { "abcdefgh", "abcxyzfgh", 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GArray) old = make_keys (cases[i].old);
      g_autoptr(GArray) target = make_keys (cases[i].target);

      g_assert_cmpuint (check (old, target, 26), ==, cases[i].n_touched);
    }
}

/* Some of @n_keys, in an order that is near theirs or far from it. (transfer full) */
static GArray *
make_random (GRand    *rand,
             guint     n_keys,
             gboolean  mixed,
             gboolean  with_gone)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < n_keys; i++)
    {
      const guint32 gone = HSP_SPLICE_GONE;

      if (g_rand_int_range (rand, 0, 8) > 0)
        g_array_append_val (keys, i);
      else if (with_gone && g_rand_boolean (rand))
        g_array_append_val (keys, gone);
    }
  for (guint i = 0; keys->len > 1 && i < (mixed ? keys->len : 4); i++)
    {
      guint32 *one = &g_array_index (keys, guint32, g_rand_int_range (rand, 0, (int) keys->len));
      guint32 *other = &g_array_index (keys, guint32, g_rand_int_range (rand, 0, (int) keys->len));
      const guint32 kept = *one;

      *one = *other;
      *other = kept;
    }
  return keys;
}

static void
test_random (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20);

  for (guint i = 0; i < 2000; i++)
    {
      const guint n_keys = (guint) g_rand_int_range (rand, 0, 60);
      g_autoptr(GArray) old = make_random (rand, n_keys, i % 3 == 0, TRUE);
      g_autoptr(GArray) target = make_random (rand, n_keys, i % 5 == 0, FALSE);

      check (old, target, n_keys);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/splices/fewest", test_fewest);
  g_test_add_func ("/splices/random", test_random);
  return g_test_run ();
}
