/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-pages.h"
#include "hsp-table-orders.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_BETWEEN_LOOKS 1024

/* What is compared lies side by side; a text is looked at only when its first bytes are the same. */
typedef struct
{
  guint64     first;    /* bytes of the text, as a number that sorts as they do */
  const char *text;     /* (unowned) */
  guint32     row;
} TextKey;

typedef struct
{
  gint64  figure;
  guint32 rank;         /* place in the order of names */
} FigureKey;

static guint64
pack_bytes (const char *text,
            guint       n)
{
  guint64 packed = 0;

  for (guint i = 0; i < n; i++)
    {
      packed = packed << 8 | (guchar) *text;
      if (*text != '\0')
        text++;
    }
  return packed;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const TextKey *left = a;
  const TextKey *right = b;

  if (left->first != right->first)
    return left->first < right->first ? -1 : 1;
  if (left->text != right->text)
    {
      const int order = strcmp (left->text, right->text);

      if (order != 0)
        return order;
    }
  return left->row < right->row ? -1 : 1;
}

static int
compare_id_keys (gconstpointer a,
                 gconstpointer b)
{
  const TextKey *left = a;
  const TextKey *right = b;

  if (left->first != right->first)
    return left->first < right->first ? -1 : 1;
  return hsp_table_compare_ids (left->text, right->text);
}

static int
compare_figures (gconstpointer a,
                 gconstpointer b)
{
  const FigureKey *left = a;
  const FigureKey *right = b;

  if (left->figure != right->figure)
    return left->figure < right->figure ? -1 : 1;
  return left->rank < right->rank ? -1 : 1;
}

/*< private > hsp_table_compare_ids: by length and then bytes */
int
hsp_table_compare_ids (const char *a,
                       const char *b)
{
  const gsize a_length = strlen (a);
  const gsize b_length = strlen (b);

  if (a_length != b_length)
    return a_length < b_length ? -1 : 1;
  return memcmp (a, b, a_length);
}

/* The same name again and again, as shops have it, needs its key once. FALSE when cancelled. */
static gboolean
make_name_keys (const HspTableRow *rows,
                guint              n_rows,
                const char        *texts,
                TextKey           *keys,
                HspPages          *arena,
                GCancellable      *cancellable)
{
  g_autofree gsize *places = g_new (gsize, n_rows);

  for (guint i = 0; i < n_rows; i++)
    {
      const char *name = texts + rows[i].name;

      if (i % ROWS_BETWEEN_LOOKS == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (i > 0 && strcmp (name, texts + rows[i - 1].name) == 0)
        places[i] = places[i - 1];
      else
        {
          g_autofree char *key = g_utf8_collate_key (name, -1);

          places[i] = hsp_pages_append (arena, key, strlen (key) + 1);
        }
    }
  for (guint i = 0; i < n_rows; i++)
    {
      keys[i].text = (const char *) arena->data + places[i];
      keys[i].first = pack_bytes (keys[i].text, 8);
      keys[i].row = i;
    }
  return TRUE;
}

static gboolean
sort_names (const HspTableRow *rows,
            guint              n_rows,
            const char        *texts,
            TextKey           *keys,
            guint32           *order,
            GCancellable      *cancellable)
{
  g_auto(HspPages) arena = { 0, };

  if (!make_name_keys (rows, n_rows, texts, keys, &arena, cancellable))
    return FALSE;
  qsort (keys, n_rows, sizeof *keys, compare_names);
  for (guint i = 0; i < n_rows; i++)
    order[i] = keys[i].row;
  return TRUE;
}

/* Numbers of up to seven digits, which is all of them, are told apart by their keys. */
static void
sort_ids (const HspTableRow *rows,
          guint              n_rows,
          const char        *texts,
          TextKey           *keys,
          guint32           *order)
{
  for (guint i = 0; i < n_rows; i++)
    {
      const char *id = texts + rows[i].id;
      const guint64 length = MIN (strlen (id), 255);

      keys[i].first = length << 56 | pack_bytes (id, 7);
      keys[i].text = id;
      keys[i].row = i;
    }
  qsort (keys, n_rows, sizeof *keys, compare_id_keys);
  for (guint i = 0; i < n_rows; i++)
    order[i] = keys[i].row;
}

static gint64
get_figure (const HspTableRow *row,
            HspTableOrder      order)
{
  if (order == HSP_TABLE_BY_RATE)
    return row->rate;
  return row->stock == HSP_UNKNOWN ? G_MAXINT64 : -row->stock;
}

static void
sort_figures (const HspTableRow *rows,
              guint              n_rows,
              HspTableOrder      which,
              const guint32     *by_name,
              guint32           *order)
{
  g_autofree FigureKey *keys = g_new (FigureKey, n_rows);

  for (guint i = 0; i < n_rows; i++)
    {
      keys[i].figure = get_figure (&rows[by_name[i]], which);
      keys[i].rank = i;
    }
  qsort (keys, n_rows, sizeof *keys, compare_figures);
  for (guint i = 0; i < n_rows; i++)
    order[i] = by_name[keys[i].rank];
}

/*< private >
 * hsp_table_orders_make:
 * @rows: whose offsets lie inside @texts
 * @orders: of HSP_N_TABLE_ORDERS times @n_rows: filled in
 *
 * Returns: FALSE when cancelled
 */
gboolean
hsp_table_orders_make (const HspTableRow *rows,
                       guint              n_rows,
                       const char        *texts,
                       guint32           *orders,
                       GCancellable      *cancellable)
{
  g_autofree TextKey *keys = NULL;
  const gsize n = n_rows;

  if (n == 0)
    return !g_cancellable_is_cancelled (cancellable);

  keys = g_new (TextKey, n);
  if (!sort_names (rows, n_rows, texts, keys, orders + HSP_TABLE_BY_NAME * n, cancellable))
    return FALSE;
  sort_ids (rows, n_rows, texts, keys, orders + HSP_TABLE_BY_ID * n);
  g_clear_pointer (&keys, g_free);
  if (g_cancellable_is_cancelled (cancellable))
    return FALSE;

  sort_figures (rows, n_rows, HSP_TABLE_BY_RATE, orders, orders + HSP_TABLE_BY_RATE * n);
  sort_figures (rows, n_rows, HSP_TABLE_BY_STOCK, orders, orders + HSP_TABLE_BY_STOCK * n);
  return !g_cancellable_is_cancelled (cancellable);
}
