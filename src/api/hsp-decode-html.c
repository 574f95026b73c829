/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-decode"

#include "config.h"

#include "hsp-decode.h"

#include <string.h>

#define MAX_DESCRIPTION 16384

/* Plain text being made: spaces run together, lines kept apart by at most one empty one. */
typedef struct
{
  GString *text;      /* (owned) */
  guint    newlines;  /* to come before the next visible character */
  gboolean space;     /* likewise */
} Plain;

static void
add_visible (Plain    *plain,
             gunichar  c)
{
  if (plain->text->len > 0)
    {
      for (guint i = 0; i < MIN (plain->newlines, 2); i++)
        g_string_append_c (plain->text, '\n');
      if (plain->newlines == 0 && plain->space)
        g_string_append_c (plain->text, ' ');
    }
  plain->newlines = 0;
  plain->space = FALSE;
  g_string_append_unichar (plain->text, c);
}

static void
add_character (Plain    *plain,
               gunichar  c)
{
  if (g_unichar_isspace (c))
    plain->space = TRUE;
  else if (!g_unichar_iscntrl (c))
    add_visible (plain, c);
}

/* Whether the tag at @p ("<br/>", "</p>") is of this name. */
static gboolean
tag_is (const char *p,
        const char *name)
{
  gsize length = strlen (name);

  p += p[1] == '/' ? 2 : 1;

  return g_ascii_strncasecmp (p, name, length) == 0 && !g_ascii_isalnum (p[length]);
}

/* Steps over the tag at @p, for what it means in plain text. (transfer none) */
static const char *
read_tag (Plain      *plain,
          const char *p)
{
  static const char * const breaks[] = { "br", "div", "tr", "li", NULL };
  static const char * const paragraphs[] = { "p", "ul", "ol", "h1", "h2", "h3", "h4", "table", NULL };
  static const char * const unseen[] = { "script", "style", NULL };
  const char *end;

  if (g_str_has_prefix (p, "<!--"))
    {
      end = strstr (p, "-->");
      return end != NULL ? end + 3 : p + strlen (p);
    }

  for (guint i = 0; breaks[i] != NULL; i++)
    {
      if (tag_is (p, breaks[i]))
        plain->newlines = tag_is (p, "br") ? plain->newlines + 1 : MAX (plain->newlines, 1);
    }
  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      if (tag_is (p, paragraphs[i]))
        plain->newlines = 2;
    }

  end = strchr (p, '>');
  end = end != NULL ? end + 1 : p + strlen (p);
  for (guint i = 0; p[1] != '/' && unseen[i] != NULL; i++)
    {
      g_autofree char *closing = g_strconcat ("</", unseen[i], NULL);

      if (!tag_is (p, unseen[i]))
        continue;
      while (*end != '\0' && g_ascii_strncasecmp (end, closing, strlen (closing)) != 0)
        end++;
      return end;
    }
  if (p[1] != '/' && tag_is (p, "li"))
    {
      add_visible (plain, 0x2022);
      plain->space = TRUE;
    }

  return end;
}

/* The character that the entity at @p stands for, or 0; @length is of its text. */
static gunichar
read_entity (const char *p,
             gsize      *length)
{
  static const struct
  {
    const char *name;
    gunichar    c;
  } named[] = {
    { "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' }, { "apos;", '\'' },
    { "nbsp;", ' ' }, { "ndash;", 0x2013 }, { "mdash;", 0x2014 }, { "hellip;", 0x2026 },
    { "bull;", 0x2022 }, { "lsquo;", 0x2018 }, { "rsquo;", 0x2019 }, { "ldquo;", 0x201C },
    { "rdquo;", 0x201D }, { "times;", 0x00D7 }, { "euro;", 0x20AC }, { "copy;", 0x00A9 },
  };
  char *end = NULL;
  guint64 value;

  if (p[1] == '#')
    {
      gboolean hex = p[2] == 'x' || p[2] == 'X';
      const char *digits = p + (hex ? 3 : 2);

      if (!g_ascii_isxdigit (*digits))
        return 0;
      value = g_ascii_strtoull (digits, &end, hex ? 16 : 10);
      if (end == digits || *end != ';' || value > 0x10FFFF || !g_unichar_validate (value))
        return 0;
      *length = end + 1 - p;
      return value;
    }

  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    {
      if (g_str_has_prefix (p + 1, named[i].name))
        {
          *length = strlen (named[i].name) + 1;
          return named[i].c;
        }
    }

  return 0;
}

/**
 * hsp_decode_html:
 * @html: a description of the shop's, HTML or plain
 *
 * For reading only: tags go, those that break lines break them, entities become characters. What
 * comes out is plain text and never parsed again.
 *
 * Returns: (transfer full) (nullable): plain text, bounded; %NULL when nothing is left
 */
char *
hsp_decode_html (const char *html)
{
  Plain plain = { .text = g_string_new (NULL) };
  const char *p = html;

  while (*p != '\0' && plain.text->len < MAX_DESCRIPTION)
    {
      gsize length = 0;
      gunichar c;

      if (*p == '<' && (g_ascii_isalpha (p[1]) || p[1] == '!' ||
                        (p[1] == '/' && g_ascii_isalpha (p[2]))))
        {
          p = read_tag (&plain, p);
          continue;
        }
      if (*p == '&' && (c = read_entity (p, &length)) != 0)
        {
          add_character (&plain, c);
          p += length;
          continue;
        }

      /* a description without tags keeps its lines */
      if (*p == '\n')
        plain.newlines++;
      add_character (&plain, g_utf8_get_char (p));
      p = g_utf8_next_char (p);
    }

  if (plain.text->len == 0)
    {
      g_string_free (plain.text, TRUE);
      return NULL;
    }

  return g_string_free (plain.text, FALSE);
}
