/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-decode"

#include "config.h"

#include "hsp-decode.h"

#include <string.h>

#include "hsp-decode-parts.h"

#define MAX_DESCRIPTION 16384

/* Plain text being made: spaces run together, lines kept apart by at most one empty one. */
typedef struct
{
  GString *text;
  guint    newlines;  /* to come before the next visible character */
  gboolean space;     /* likewise */
} Plain;

/* What a tag does to the text around it. */
typedef enum
{
  TAG_NOTHING,
  TAG_BREAK,
  TAG_LINE,
  TAG_ITEM,
  TAG_PARAGRAPH,
  TAG_UNSEEN,
} Tag;

static void
add_gap (Plain *plain)
{
  if (plain->text->len > 0 && plain->newlines > 0)
    g_string_append_len (plain->text, "\n\n", MIN (plain->newlines, 2));
  else if (plain->text->len > 0 && plain->space)
    g_string_append_c (plain->text, ' ');
  plain->newlines = 0;
  plain->space = FALSE;
}

static void
add_visible (Plain    *plain,
             gunichar  c)
{
  add_gap (plain);
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

static Tag
find_tag (const char *name)
{
  static const struct
  {
    char name[8];
    Tag  tag;
  } tags[] = {
    { "br", TAG_BREAK }, { "p", TAG_PARAGRAPH }, { "li", TAG_ITEM }, { "div", TAG_LINE }, { "tr", TAG_LINE },
    { "ul", TAG_PARAGRAPH }, { "ol", TAG_PARAGRAPH }, { "h1", TAG_PARAGRAPH }, { "h2", TAG_PARAGRAPH },
    { "h3", TAG_PARAGRAPH }, { "h4", TAG_PARAGRAPH }, { "table", TAG_PARAGRAPH },
    { "script", TAG_UNSEEN }, { "style", TAG_UNSEEN },
  };
  char lower[8] = "";

  for (guint i = 0; g_ascii_isalnum (name[i]); i++)
    {
      if (i == sizeof lower - 1)
        return TAG_NOTHING;
      lower[i] = g_ascii_tolower (name[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      if (memcmp (lower, tags[i].name, sizeof lower) == 0)
        return tags[i].tag;
    }

  return TAG_NOTHING;
}

/* Steps over what nobody sees, up to its closing tag. @name: of the opening one. (transfer none) */
static const char *
skip_unseen (const char *name,
             const char *p)
{
  gsize length = 0;

  while (g_ascii_isalnum (name[length]))
    length++;
  for (; *p != '\0'; p++)
    {
      if (p[0] == '<' && p[1] == '/' && g_ascii_strncasecmp (p + 2, name, length) == 0)
        break;
    }

  return p;
}

/* Steps over the tag at @p ("<br/>", "</p>"), for what it means in plain text. (transfer none) */
static const char *
read_tag (Plain      *plain,
          const char *p)
{
  gboolean closing = p[1] == '/';
  const char *name = p + (closing ? 2 : 1);
  Tag tag;
  const char *end;

  if (p[1] == '!' && g_str_has_prefix (p, "<!--"))
    {
      end = strstr (p, "-->");
      return end != NULL ? end + 3 : p + strlen (p);
    }

  tag = find_tag (name);
  if (tag == TAG_BREAK)
    plain->newlines++;
  else if (tag == TAG_LINE || tag == TAG_ITEM)
    plain->newlines = MAX (plain->newlines, 1);
  else if (tag == TAG_PARAGRAPH)
    plain->newlines = 2;

  end = strchr (p, '>');
  end = end != NULL ? end + 1 : p + strlen (p);
  if (tag == TAG_UNSEEN && !closing)
    return skip_unseen (name, end);
  if (tag == TAG_ITEM && !closing)
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
      if (p[1] == named[i].name[0] && g_str_has_prefix (p + 1, named[i].name))
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
  g_autoptr(GString) text = g_string_new (NULL);
  Plain plain = { .text = text };
  const char *p = html;

  while (*p != '\0' && text->len < MAX_DESCRIPTION)
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
  if (text->len == 0)
    return NULL;

  return g_string_free (g_steal_pointer (&text), FALSE);
}
