/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-text.h"

#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"
#define ELLIPSIS    "…"

/* What a terminal obeys instead of showing it: C0, DEL and C1, where U+009B begins a sequence as
 * Escape does. */
static gboolean
is_control (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

/* What turns the direction of everything after it. */
static gboolean
is_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)
         || c == 0x200e || c == 0x200f || c == 0x061c;
}

static gboolean
is_break (gunichar c)
{
  return c == '\t' || c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* One line of plain text: breaks become spaces, other controls a mark. (transfer full) */
char *
hsp_cli_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (is_break (c))
        g_string_append_c (clean, ' ');
      else if (is_control (c))
        g_string_append (clean, REPLACEMENT);
      else if (!is_direction (c))
        g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

/* The same document, with what a terminal would obey written as \u escapes: outside of its texts
 * JSON has nothing of the kind but white space. (transfer full) */
char *
hsp_cli_escape_json (const char *json)
{
  g_autofree char *valid = g_utf8_make_valid (json, -1);
  GString *escaped = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\r' || c == '\t')
        g_string_append_c (escaped, (char) c);
      else if (is_control (c) || is_direction (c) || is_break (c))
        g_string_append_printf (escaped, "\\u%04x", c);
      else
        g_string_append_unichar (escaped, c);
    }
  return g_string_free (escaped, FALSE);
}

static guint
get_cells (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/* Cells of a terminal: marks take none, Chinese characters and emoji two. */
guint
hsp_cli_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += get_cells (g_utf8_get_char (p));
  return width;
}

/* At most @width cells, with an ellipsis in place of what was left out. (transfer full) */
char *
hsp_cli_shorten (const char *text,
                 guint       width)
{
  guint used = 0;
  const char *p;

  if (hsp_cli_width (text) <= width)
    return g_strdup (text);

  for (p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const guint cells = get_cells (g_utf8_get_char (p));

      if (used + cells + 1 > width)
        break;
      used += cells;
    }
  while (p > text && p[-1] == ' ')
    p--;
  return g_strdup_printf ("%.*s" ELLIPSIS, (int) (p - text), text);
}

/* A figure or a phone number: no spreadsheet takes it for a formula. */
static gboolean
is_figure (const char *text)
{
  const char *digits = *text == '+' || *text == '-' ? text + 1 : text;

  return *digits != '\0' && strspn (digits, "0123456789.") == strlen (digits);
}

/* One cell by RFC 4180. A text that a spreadsheet would calculate gets an apostrophe in front.
 * (transfer full) */
char *
hsp_cli_quote_csv (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *cell = g_string_new ("\"");

  if (*valid != '\0' && strchr ("=+-@\t\r\n|%", *valid) != NULL && !is_figure (valid))
    g_string_append_c (cell, '\'');
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (c == '"')
        g_string_append (cell, "\"\"");
      else if (c == '\n' || (!is_control (c) && !is_direction (c)))
        g_string_append_unichar (cell, c);
      else if (is_control (c))
        g_string_append_c (cell, ' ');
    }
  g_string_append_c (cell, '"');

  /* quotes only where they are needed */
  if (strpbrk (cell->str + 1, ",\n") == NULL && strchr (cell->str + 1, '"') == cell->str + cell->len - 1
      && cell->str[1] != ' ')
    {
      g_string_truncate (cell, cell->len - 1);
      g_string_erase (cell, 0, 1);
    }
  return g_string_free (cell, FALSE);
}
