/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-slices.h"

#include <string.h>

static void
skip_space (const char **p,
            const char  *end)
{
  while (*p < end && strchr (" \t\r\n", **p) != NULL && **p != '\0')
    *p += 1;
}

static gboolean
take (const char **p,
      const char  *end,
      char         c)
{
  skip_space (p, end);
  if (*p >= end || **p != c)
    return FALSE;
  *p += 1;
  return TRUE;
}

/* Over a text, from its first quotation mark to after its last. */
static gboolean
skip_text (const char **p,
           const char  *end)
{
  for (*p += 1; *p < end; *p += 1)
    {
      if (**p == '\\')
        *p += 1;
      else if (**p == '"')
        {
          *p += 1;
          return TRUE;
        }
    }
  return FALSE;
}

/* Over one value. Brackets are counted, not matched: a parser does that. */
static gboolean
take_value (const char **p,
            const char  *end,
            HspSlice    *value)
{
  guint depth = 0;

  skip_space (p, end);
  value->start = *p;
  while (*p < end)
    {
      if (**p == '"')
        {
          if (!skip_text (p, end))
            return FALSE;
          continue;
        }
      if (**p == '{' || **p == '[')
        depth++;
      else if (**p == '}' || **p == ']')
        {
          if (depth == 0)
            break;
          depth--;
        }
      else if (**p == ',' && depth == 0)
        break;
      *p += 1;
    }
  value->end = *p;
  return depth == 0 && value->end > value->start;
}

static gboolean
take_name (const char **p,
           const char  *end,
           HspSlice    *name)
{
  skip_space (p, end);
  if (*p >= end || **p != '"')
    return FALSE;
  name->start = *p + 1;
  if (!skip_text (p, end))
    return FALSE;
  name->end = *p - 1;
  return take (p, end, ':');
}

/**
 * hsp_slice_for_each:
 * @text: one value, and white space
 * @bracket: '{' or '[': what it must be
 *
 * Returns: FALSE when it is not, or @func stopped
 */
gboolean
hsp_slice_for_each (const HspSlice *text,
                    char            bracket,
                    HspSliceFunc    func,
                    gpointer        user_data)
{
  const char closing = bracket == '{' ? '}' : ']';
  const char *p = text->start;

  if (p == NULL || !take (&p, text->end, bracket))
    return FALSE;
  if (take (&p, text->end, closing))
    {
      skip_space (&p, text->end);
      return p == text->end;
    }

  do
    {
      HspSlice name = { NULL, }, value = { NULL, };

      if ((bracket == '{' && !take_name (&p, text->end, &name)) ||
          !take_value (&p, text->end, &value) ||
          !func (bracket == '{' ? &name : NULL, &value, user_data))
        return FALSE;
    }
  while (take (&p, text->end, ','));

  if (!take (&p, text->end, closing))
    return FALSE;
  skip_space (&p, text->end);
  return p == text->end;
}

/** hsp_slice_equals: without the white space around */
gboolean
hsp_slice_equals (const HspSlice *slice,
                  const char     *text)
{
  const char *start = slice->start;
  const char *end = slice->end;

  if (start == NULL)
    return FALSE;
  skip_space (&start, end);
  while (end > start && strchr (" \t\r\n", end[-1]) != NULL && end[-1] != '\0')
    end--;
  return (gsize) (end - start) == strlen (text) && memcmp (start, text, end - start) == 0;
}
