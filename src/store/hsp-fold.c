/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-fold.h"

/* Latin, Greek, Cyrillic and their extensions up to the end of Latin Extended Additional, where all
 * of Vietnamese lies, fold to one character or to none: looked up. The rest is worked out. */
#define TABLE_SIZE 0x1f00
#define NOT_SIMPLE 0xffff
#define MOST_CHARS 18

static guint
fold_char (gunichar  c,
           gunichar *folded)
{
  gunichar parts[MOST_CHARS];
  const gsize n_parts = g_unichar_fully_decompose (c, TRUE, parts, MOST_CHARS);
  guint n_folded = 0;

  for (gsize i = 0; i < MIN (n_parts, MOST_CHARS); i++)
    {
      const GUnicodeType type = g_unichar_type (parts[i]);
      gunichar lower = g_unichar_tolower (parts[i]);

      if (type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK
          || type == G_UNICODE_FORMAT)
        continue;
      /* The stroke of đ is no mark of its own: nothing takes it apart */
      if (lower == 0x111)
        lower = 'd';
      folded[n_folded++] = lower;
    }
  return n_folded;
}

static const guint16 *
get_table (void)
{
  static guint16 table[TABLE_SIZE];
  static gsize done;

  if (g_once_init_enter (&done))
    {
      for (gunichar c = 0; c < TABLE_SIZE; c++)
        {
          gunichar folded[MOST_CHARS];
          const guint n_folded = fold_char (c, folded);

          if (n_folded == 0)
            table[c] = 0;
          else if (n_folded == 1 && folded[0] < NOT_SIMPLE)
            table[c] = (guint16) folded[0];
          else
            table[c] = NOT_SIMPLE;
        }
      g_once_init_leave (&done, 1);
    }
  return table;
}

static void
append_char (GString  *folded,
             gunichar  c,
             guint     start,
             GArray   *offsets)
{
  const gsize before = folded->len;

  if (c < 0x80)
    g_string_append_c (folded, (char) c);
  else
    g_string_append_unichar (folded, c);
  for (gsize i = before; offsets != NULL && i < folded->len; i++)
    g_array_append_val (offsets, start);
}

/* ASCII folds to itself in lower case, byte for byte: most of every name, and several times faster so.
 * Returns: where it ends. */
static const char *
append_ascii (GString    *folded,
              const char *text,
              const char *start,
              GArray     *offsets)
{
  const char *end = start;
  const gsize before = folded->len;
  char *to = NULL;

  while (*end != '\0' && (guchar) *end < 0x80)
    end++;
  g_string_set_size (folded, before + (gsize) (end - start));
  to = folded->str + before;
  for (const char *p = start; p < end; p++)
    {
      const guint offset = (guint) (p - text);

      *to++ = *p >= 'A' && *p <= 'Z' ? (char) (*p | 0x20) : *p;
      if (offsets != NULL)
        g_array_append_val (offsets, offset);
    }
  return end;
}

/* Returns: where it ends. */
static const char *
append_other (GString    *folded,
              const char *text,
              const char *p,
              GArray     *offsets)
{
  const guint16 *table = get_table ();
  const gunichar c = g_utf8_get_char (p);
  const guint start = (guint) (p - text);

  if (c < TABLE_SIZE && table[c] != NOT_SIMPLE)
    {
      if (table[c] != 0)
        append_char (folded, table[c], start, offsets);
    }
  else
    {
      gunichar parts[MOST_CHARS];
      const guint n_parts = fold_char (c, parts);

      for (guint i = 0; i < n_parts; i++)
        append_char (folded, parts[i], start, offsets);
    }
  return g_utf8_next_char (p);
}

/*< private >
 * hsp_fold_append:
 * @text: valid UTF-8
 * @offsets: (nullable) (element-type guint): takes for each byte that is added where the character
 *   it comes from begins in @text, and the length of @text at the end
 *
 * Adds the folded text to @folded.
 */
void
hsp_fold_append (GString    *folded,
                 const char *text,
                 GArray     *offsets)
{
  const char *p = text;
  guint end = 0;

  while (*p != '\0')
    {
      if ((guchar) *p < 0x80)
        p = append_ascii (folded, text, p, offsets);
      else
        p = append_other (folded, text, p, offsets);
    }

  end = (guint) (p - text);
  if (offsets != NULL)
    g_array_append_val (offsets, end);
}

/*< private >
 * hsp_fold:
 *
 * Returns: (transfer full): the folded text
 */
char *
hsp_fold (const char *text)
{
  GString *folded = g_string_new (NULL);

  hsp_fold_append (folded, text, NULL);
  return g_string_free (folded, FALSE);
}

/*< private >
 * hsp_fold_words:
 *
 * Returns: (transfer full): the folded words of what was typed, none of them empty
 */
char **
hsp_fold_words (const char *text)
{
  g_autofree char *folded = hsp_fold (text);
  GPtrArray *words = g_ptr_array_new ();
  const char *start = NULL;

  for (const char *p = folded;; p = g_utf8_next_char (p))
    {
      const gboolean ends = *p == '\0' || g_unichar_isspace (g_utf8_get_char (p));

      if (!ends && start == NULL)
        start = p;
      if (ends && start != NULL)
        {
          g_ptr_array_add (words, g_strndup (start, p - start));
          start = NULL;
        }
      if (*p == '\0')
        break;
    }
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_free (words, FALSE);
}
