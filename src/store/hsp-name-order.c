/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-name-order.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  char  *key;     /* (owned) */
  guint  index;
} NameKey;

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const NameKey *left = a;
  const NameKey *right = b;
  const int order = strcmp (left->key, right->key);

  if (order != 0)
    return order;
  return left->index < right->index ? -1 : 1;
}

/**
 * hsp_name_order:
 * @names: (array length=n): valid UTF-8
 *
 * The same name twice keeps its order. Any thread.
 *
 * Returns: (transfer full): the indices of @names, sorted as the locale sorts the names
 */
guint *
hsp_name_order (const char *const *names,
                guint              n)
{
  NameKey *keys = g_new (NameKey, n);
  guint *order = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    {
      keys[i].key = g_utf8_collate_key (names[i], -1);
      keys[i].index = i;
    }
  if (n > 0)
    qsort (keys, n, sizeof *keys, compare_names);
  for (guint i = 0; i < n; i++)
    {
      order[i] = keys[i].index;
      g_free (keys[i].key);
    }
  g_free (keys);
  return order;
}
