/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-writer.h"

void
hsp_writer_init (HspWriter *self,
                 gboolean   ascii)
{
  *self = (HspWriter) { .text = g_string_new (NULL), .ascii = ascii };
}

/* Returns: (transfer full): what was written; the writer is empty after it. */
char *
hsp_writer_end (HspWriter *self)
{
  return g_string_free (g_steal_pointer (&self->text), FALSE);
}

static void
append_escape (HspWriter *self,
               gunichar   c)
{
  if (c < 0x10000)
    g_string_append_printf (self->text, "\\u%04x", c);
  else
    g_string_append_printf (self->text, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                            0xdc00 + ((c - 0x10000) & 0x3ff));
}

static void
append_quoted (HspWriter  *self,
               const char *value)
{
  g_string_append_c (self->text, '"');
  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '"' || c == '\\')
        g_string_append_printf (self->text, "\\%c", (char) c);
      else if (c == '\n')
        g_string_append (self->text, "\\n");
      else if (c < 0x20 || (c > 0x7e && self->ascii))
        append_escape (self, c);
      else
        g_string_append_len (self->text, p, g_utf8_next_char (p) - p);
    }
  g_string_append_c (self->text, '"');
}

/* What stands before a value. @name: (nullable): NULL in a list */
static void
begin_value (HspWriter  *self,
             const char *name)
{
  if (self->comma)
    g_string_append_c (self->text, ',');
  self->comma = TRUE;
  if (name != NULL)
    {
      append_quoted (self, name);
      g_string_append_c (self->text, ':');
    }
}

void
hsp_writer_open (HspWriter  *self,
                 const char *name,
                 char        bracket)
{
  begin_value (self, name);
  g_string_append_c (self->text, bracket);
  self->comma = FALSE;
}

void
hsp_writer_close (HspWriter *self,
                  char       bracket)
{
  g_string_append_c (self->text, bracket);
  self->comma = TRUE;
}

void
hsp_writer_text (HspWriter  *self,
                 const char *name,
                 const char *value)
{
  begin_value (self, name);
  append_quoted (self, value);
}

/* @value is JSON already. */
void
hsp_writer_raw (HspWriter  *self,
                const char *name,
                const char *value)
{
  begin_value (self, name);
  g_string_append (self->text, value);
}

void
hsp_writer_number (HspWriter  *self,
                   const char *name,
                   gint64      value,
                   gboolean    as_text)
{
  const char *quote = as_text ? "\"" : "";

  begin_value (self, name);
  g_string_append_printf (self->text, "%s%" G_GINT64_FORMAT "%s", quote, value, quote);
}

/* At least @decimals, and as many of the six as matter; a number has only those that matter. */
void
hsp_writer_amount (HspWriter  *self,
                   const char *name,
                   HspMoney    value,
                   guint       decimals,
                   gboolean    as_text)
{
  const char *quote = as_text ? "\"" : "";
  char digits[32];
  int length = g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT,
                           value / HSP_MONEY_UNIT, value % HSP_MONEY_UNIT);
  int point = length - 7;
  int least = as_text ? point + 1 + (int) decimals : point + 1;

  g_assert (value >= 0 && decimals <= 6);
  while (length > least && digits[length - 1] == '0')
    length--;
  if (length == point + 1)
    length = point;

  begin_value (self, name);
  g_string_append_printf (self->text, "%s%.*s%s", quote, length, digits, quote);
}
