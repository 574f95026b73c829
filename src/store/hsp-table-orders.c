/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-collation.h"
#include "hsp-pages.h"
#include "hsp-table-orders.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_BETWEEN_LOOKS 1024
/* From so many names on, it is worth learning what the locale makes of their characters. */
#define MANY_NAMES 4000

/* What is compared lies side by side; a text is looked at only when its first bytes are the same. */
typedef struct
{
  guint64     first;    /* bytes of the text, as a number that sorts as they do */
  const char *text;     /* (unowned) */
  guint32     row;
} TextKey;

/* What is sorted by a number alone. */
typedef struct
{
  guint64 number;
  guint32 row;
} NumberKey;

/* Whose names are sorted. */
typedef struct
{
  const HspTableRow *rows;          /* (unowned) */
  const char        *texts;         /* (unowned) */
  HspCollation      *collation;     /* (unowned) (nullable) */
  GCancellable      *cancellable;   /* (unowned) (nullable) */
} Names;

static const char *
get_name (const Names   *names,
          const TextKey *key)
{
  return names->texts + names->rows[key->row].name;
}

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

static gboolean
is_same_key (const TextKey *a,
             const TextKey *b)
{
  return a->first == b->first && (a->text == b->text || strcmp (a->text, b->text) == 0);
}

/* Zeros, straight from the kernel and back to it: an allocator keeps what a worker frees. */
static gpointer
add_room (HspPages *room,
          gsize     size)
{
  hsp_pages_append (room, NULL, size);
  return room->data;
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

/* Whether @c, which is none of those below, neither decomposes nor is what another character composes
 * with: marks are, and the parts of Hangul. Signs and dashes are normal, and most letters. Above U+FFFF
 * there are scripts of which newer versions of Unicode say otherwise. */
static gboolean
is_normal_by_nature (gunichar c)
{
  const GUnicodeType type = g_unichar_type (c);
  gunichar parts[2];

  return c < 0x10000 && !(c >= 0x1100 && c <= 0x11ff) && type != G_UNICODE_NON_SPACING_MARK &&
         type != G_UNICODE_SPACING_MARK && type != G_UNICODE_ENCLOSING_MARK &&
         g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts)) == 1 && parts[0] == c;
}

/* Whether the character stays as it is in every normal form that composes; FALSE also for some that do. */
static gboolean
is_normal (gunichar c)
{
  return (c >= 0xc0 && c <= 0x131) || (c >= 0x1ea0 && c <= 0x1ef9) ||   /* Latin, all of Vietnamese */
         c == 0x1a0 || c == 0x1a1 || c == 0x1af || c == 0x1b0 ||
         (c >= 0x410 && c <= 0x44f) || (c >= 0x4e00 && c <= 0x9fff) ||
         c == 0xfe0f || (c >= 0x1f1e6 && c <= 0x1f1ff) ||     /* what makes a sign a picture, flags */
         (c >= 0x1f300 && c <= 0x1faff) ||                    /* pictures */
         is_normal_by_nature (c);
}

/* Most names are: g_utf8_collate_key() takes most of its time for finding that there is nothing to do. */
static gboolean
is_normal_text (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if ((guchar) *p >= 0x80 && !is_normal (g_utf8_get_char (p)))
        return FALSE;
    }
  return TRUE;
}

/* Puts into @key what strcmp() sorts as g_utf8_collate() does. @letters: (nullable): the first level is enough,
 * and may be had from here */
static void
make_key (GString      *key,
          const char   *name,
          gboolean      is_utf8,
          HspCollation *letters)
{
  g_autofree char *composed = NULL;
  gsize size = 0;

  if (!is_utf8)
    {
      g_autofree char *made = g_utf8_collate_key (name, -1);

      g_string_assign (key, made);
      return;
    }

  if (!is_normal_text (name))
    name = composed = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);
  if (letters != NULL && hsp_collation_read_letters (letters, name, key))
    return;
  size = strxfrm (key->str, name, key->allocated_len);
  if (size >= key->allocated_len)
    {
      g_string_set_size (key, size);
      strxfrm (key->str, name, key->allocated_len);
    }
  key->len = size;
}

/* Makes the keys of the rows that @keys name. Only up to the end of the first level, the letters without
 * case and accents, unless @whole: the others are several times longer and seldom needed, and a 1, which
 * is less than all that stands in a level, ends it; where it is something else it does no harm, as keys
 * that are the same so far are made whole. The same name again and again, as shops have it, needs its
 * key once. FALSE when cancelled. */
static gboolean
make_name_keys (const Names *names,
                TextKey     *keys,
                guint        n,
                gboolean     whole,
                HspPages    *arena)
{
  const gboolean is_utf8 = g_get_charset (NULL);
  g_autoptr(GString) key = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      const char *name = get_name (names, &keys[i]);

      if (i % ROWS_BETWEEN_LOOKS == 0 && g_cancellable_is_cancelled (names->cancellable))
        return FALSE;
      if (i > 0 && strcmp (name, get_name (names, &keys[i - 1])) == 0)
        {
          keys[i].text = keys[i - 1].text;
          continue;
        }
      make_key (key, name, is_utf8, whole ? NULL : names->collation);
      if (!whole)
        g_string_truncate (key, strcspn (key->str, "\1"));
      /* for now where it begins, as the arena moves when it grows */
      keys[i].text = GSIZE_TO_POINTER (hsp_pages_append (arena, key->str, key->len + 1));
    }
  for (guint i = 0; i < n; i++)
    {
      keys[i].text = (const char *) arena->data + GPOINTER_TO_SIZE (keys[i].text);
      keys[i].first = pack_bytes (keys[i].text, 8);
    }
  return TRUE;
}

static gboolean
has_several_names (const Names   *names,
                   const TextKey *keys,
                   guint          n)
{
  for (guint i = 1; i < n; i++)
    {
      if (strcmp (get_name (names, &keys[i]), get_name (names, &keys[0])) != 0)
        return TRUE;
    }
  return FALSE;
}

/* Sorts what the first level alone leaves in the shop's order. FALSE when cancelled. */
static gboolean
sort_runs (const Names *names,
           TextKey     *keys,
           guint        n)
{
  for (guint start = 0, end = 0; start < n; start = end)
    {
      g_auto(HspPages) arena = { 0, };

      for (end = start + 1; end < n && is_same_key (&keys[start], &keys[end]);)
        end++;
      if (!has_several_names (names, keys + start, end - start))
        continue;
      if (!make_name_keys (names, keys + start, end - start, TRUE, &arena))
        return FALSE;
      qsort (keys + start, end - start, sizeof *keys, compare_names);
    }
  return TRUE;
}

static gboolean
sort_names (const Names *names,
            guint        n,
            guint32     *order)
{
  g_auto(HspPages) room = { 0, };
  g_auto(HspPages) arena = { 0, };
  TextKey *const keys = add_room (&room, n * sizeof *keys);

  for (guint i = 0; i < n; i++)
    keys[i].row = i;
  if (!make_name_keys (names, keys, n, FALSE, &arena))
    return FALSE;
  qsort (keys, n, sizeof *keys, compare_names);
  if (!sort_runs (names, keys, n))
    return FALSE;
  for (guint i = 0; i < n; i++)
    order[i] = keys[i].row;
  return TRUE;
}

/* Sorts by the numbers, and leaves those with the same one in the order in which they are: byte by byte,
 * from the last one on, where they are not all the same. Ten times faster than comparing. */
static void
sort_numbers (NumberKey *keys,
              guint      n)
{
  enum { N_BYTES = sizeof (guint64) };
  g_auto(HspPages) room = { 0, };
  g_autofree guint (*counts)[256] = g_malloc0 (N_BYTES * sizeof *counts);
  NumberKey *const other = add_room (&room, n * sizeof *other);
  NumberKey *from = keys, *to = other;

  for (guint i = 0; i < n; i++)
    {
      for (guint byte = 0; byte < N_BYTES; byte++)
        counts[byte][keys[i].number >> 8 * byte & 0xff]++;
    }
  for (guint byte = 0; byte < N_BYTES; byte++)
    {
      guint *places = counts[byte];
      guint place = 0;

      if (places[keys[0].number >> 8 * byte & 0xff] == n)
        continue;
      for (guint i = 0; i < 256; i++)
        {
          place += places[i];
          places[i] = place - places[i];
        }
      for (guint i = 0; i < n; i++)
        to[places[from[i].number >> 8 * byte & 0xff]++] = from[i];
      to = from;
      from = to == keys ? other : keys;
    }
  if (from != keys)
    memcpy (keys, from, n * sizeof *keys);
}

static int
compare_id_keys (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  const Names *names = user_data;

  return hsp_table_compare_ids (names->texts + names->rows[((const NumberKey *) a)->row].id,
                                names->texts + names->rows[((const NumberKey *) b)->row].id);
}

/* Numbers of up to seven digits, which is all of them, are told apart by their keys. */
static void
sort_ids (const Names *names,
          NumberKey   *keys,
          guint        n,
          guint32     *order)
{
  for (guint i = 0; i < n; i++)
    {
      const char *id = names->texts + names->rows[i].id;
      const guint64 length = MIN (strlen (id), 255);

      keys[i].number = length << 56 | pack_bytes (id, 7);
      keys[i].row = i;
    }
  sort_numbers (keys, n);
  for (guint start = 0, end = 0; start < n; start = end)
    {
      for (end = start + 1; end < n && keys[start].number == keys[end].number;)
        end++;
      if (end - start > 1)
        g_qsort_with_data (keys + start, (int) (end - start), sizeof *keys, compare_id_keys, (gpointer) names);
    }
  for (guint i = 0; i < n; i++)
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

/* Rows with the same figure stay in the order of names. */
static void
sort_figures (const Names   *names,
              HspTableOrder  which,
              const guint32 *by_name,
              NumberKey     *keys,
              guint          n,
              guint32       *order)
{
  for (guint i = 0; i < n; i++)
    {
      /* negative ones first */
      keys[i].number = (guint64) get_figure (&names->rows[by_name[i]], which) ^ G_GUINT64_CONSTANT (1) << 63;
      keys[i].row = by_name[i];
    }
  sort_numbers (keys, n);
  for (guint i = 0; i < n; i++)
    order[i] = keys[i].row;
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
  g_autoptr(HspCollation) collation = n_rows >= MANY_NAMES && g_get_charset (NULL) ? hsp_collation_new () : NULL;
  const Names names = { rows, texts, collation, cancellable };
  g_auto(HspPages) room = { 0, };
  NumberKey *keys = NULL;
  const gsize n = n_rows;

  if (n == 0)
    return !g_cancellable_is_cancelled (cancellable);

  if (!sort_names (&names, n_rows, orders + HSP_TABLE_BY_NAME * n))
    return FALSE;
  keys = add_room (&room, n * sizeof *keys);
  sort_ids (&names, keys, n_rows, orders + HSP_TABLE_BY_ID * n);
  sort_figures (&names, HSP_TABLE_BY_RATE, orders, keys, n_rows, orders + HSP_TABLE_BY_RATE * n);
  sort_figures (&names, HSP_TABLE_BY_STOCK, orders, keys, n_rows, orders + HSP_TABLE_BY_STOCK * n);
  return !g_cancellable_is_cancelled (cancellable);
}
