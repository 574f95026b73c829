/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-splices.h"

#define NOWHERE G_MAXUINT32

/* Where each key stands in the new list. (transfer full) */
static guint32 *
index_keys (const guint32 *keys,
            guint          n,
            guint          n_keys)
{
  guint32 *places = g_new (guint32, MAX (n_keys, 1));

  for (guint i = 0; i < n_keys; i++)
    places[i] = NOWHERE;
  for (guint i = 0; i < n; i++)
    places[keys[i]] = i;
  return places;
}

/* How many of the first @n in @ends stand before @place in the new list. */
static guint
count_before (const guint32 *ends,
              const guint32 *places,
              guint          n,
              guint32        place)
{
  guint low = 0, high = n;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (places[ends[middle]] < place)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The most items that can stay where they are: the longest rising run of places in the new list.
 * @places: of each old item, NOWHERE for what goes. Marks what stays in @stays. */
static void
find_staying (const guint32 *places,
              guint          n,
              guint8        *stays)
{
  /* of each length, the old item that ends such a run with the least place; and what is before each */
  g_autofree guint32 *ends = g_new (guint32, MAX (n, 1));
  g_autofree guint32 *before = g_new (guint32, MAX (n, 1));
  guint length = 0;

  for (guint i = 0; i < n; i++)
    {
      guint at;

      if (places[i] == NOWHERE)
        continue;
      /* mostly it goes on where the longest run ends */
      at = length > 0 && places[ends[length - 1]] < places[i]
             ? length : count_before (ends, places, length, places[i]);
      before[i] = at > 0 ? ends[at - 1] : NOWHERE;
      ends[at] = i;
      length = MAX (length, at + 1);
    }
  for (guint32 i = length > 0 ? ends[length - 1] : NOWHERE; i != NOWHERE; i = before[i])
    stays[i] = TRUE;
}

/**
 * hsp_splices_make:
 * @old_keys: what each item of the old list is; HSP_SPLICE_GONE for what is in no new list
 * @new_keys: what each item of the new list is; none twice
 * @n_keys: all keys but HSP_SPLICE_GONE are less
 *
 * As few items as can be are moved, so that a view of the list stays where it is. Any thread.
 *
 * Returns: (transfer full) (element-type HspSplice): in the order of their positions
 */
GArray *
hsp_splices_make (const guint32 *old_keys,
                  guint          n_old,
                  const guint32 *new_keys,
                  guint          n_new,
                  guint          n_keys)
{
  GArray *splices = g_array_new (FALSE, FALSE, sizeof (HspSplice));
  g_autofree guint32 *in_new = index_keys (new_keys, n_new, n_keys);
  g_autofree guint32 *places = g_new (guint32, MAX (n_old, 1));
  g_autofree guint8 *stays = g_new0 (guint8, MAX (n_old, 1));
  guint from_old = 0, from_new = 0;

  for (guint i = 0; i < n_old; i++)
    places[i] = old_keys[i] < n_keys ? in_new[old_keys[i]] : NOWHERE;
  find_staying (places, n_old, stays);

  for (guint i = 0; i <= n_old; i++)
    {
      const guint to_new = i < n_old ? places[i] : n_new;

      if (i < n_old && !stays[i])
        continue;
      if (i > from_old || to_new > from_new)
        {
          const HspSplice splice = { from_new, i - from_old, to_new - from_new };

          g_array_append_val (splices, splice);
        }
      from_old = i + 1;
      from_new = to_new + 1;
    }
  return splices;
}
