/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-redact"

#include "config.h"

#include "hsp-answer-text.h"

#include <string.h>

/* The answer is gone through once, from its first byte to its last, without a tree: one of 200 MB
 * costs one pass. What is not JSON from some byte on is text from there on: of an action that may
 * answer with codes, numbers or goods nothing of it is shown, unless it is a web page, which is a
 * proxy's; what a proxy has to say has no number of four digits that is needed. Of any other action
 * all of it is shown but the key. */

#define MAX_DEPTH 1024
#define MAX_INDENT 64
#define MAX_BEGINNING 40

/* A web page of a proxy's is no longer than this. */
#define MAX_PAGE 1000000

/* between two looks whether anybody still waits */
#define TOKENS_AT_ONCE 65536

/* One object or array that is open. */
typedef struct
{
  HspSight sight;         /* of what stands in it without a name */
  gboolean is_object;
  gboolean is_secret;     /* nothing in it is seen */
  gboolean is_empty;
  guint    line;          /* of @pretty */
} Level;

/* What must come next. */
typedef enum
{
  WANT_VALUE,
  WANT_VALUE_OR_END,
  WANT_NAME,
  WANT_NAME_OR_END,
  WANT_COLON,
  WANT_COMMA_OR_END,
  WANT_NOTHING,
} Want;

typedef struct
{
  const HspRedaction *redaction;
  const char         *p;
  const char         *end;
  const char         *copied;     /* what is before it is in @full */
  GString            *full;       /* (owned) (nullable) until something is hidden */
  GString            *pretty;     /* (owned) */
  GString            *token;      /* (owned) the text of a string, without escapes */
  GArray             *folds;      /* (owned) (element-type HspFold) */
  GArray             *levels;     /* (owned) (element-type Level) */
  HspSight            sight;      /* of the value that comes */
  gboolean            secret;     /* and of all below it */
  Want                want;
  guint               line;
  gboolean            cut;
} Reader;

/* What goes out */

static void
replace (Reader     *reader,
         const char *start,
         const char *end,
         const char *text)
{
  if (reader->full == NULL)
    reader->full = g_string_sized_new (reader->end - reader->copied + 64);
  g_string_append_len (reader->full, reader->copied, start - reader->copied);
  g_string_append (reader->full, text);
  reader->copied = end;
}

static void
print (Reader     *reader,
       const char *text,
       gsize       length)
{
  if (reader->cut)
    return;
  if (reader->pretty->len + length > HSP_SHOWN_SIZE)
    reader->cut = TRUE;
  else
    g_string_append_len (reader->pretty, text, length);
}

static void
print_line (Reader *reader)
{
  static const char blanks[2 * MAX_INDENT + 1] = "\n"
    "                                                                "
    "                                                                ";

  G_STATIC_ASSERT (sizeof blanks == 2 * MAX_INDENT + 1);
  print (reader, blanks, 1 + 2 * MIN (reader->levels->len, MAX_INDENT - 1));
  reader->line++;
}

/* What JSON cannot hold as it is. */
static void
append_escaped (GString  *out,
                gunichar  c)
{
  switch (c)
    {
    case '"':
    case '\\':
      g_string_append_c (out, '\\');
      g_string_append_c (out, (char) c);
      break;
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    case '\r':
      g_string_append (out, "\\r");
      break;
    default:
      /* controls, and what a text view takes for the end of a line or turns the text round */
      if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) ||
          (c >= 0x2066 && c <= 0x2069))
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_unichar (out, c);
    }
}

/* (transfer full): @text in quotation marks, of at most @most characters */
static GString *
quote (const char *text,
       gsize       length,
       gsize       most)
{
  GString *out = g_string_sized_new (length + 2);
  const char *end = text + length;
  gsize n = 0;

  g_string_append_c (out, '"');
  while (text < end && n < most)
    {
      gsize before = out->len;

      append_escaped (out, g_utf8_get_char (text));
      n += out->len - before > 4 ? out->len - before : 1;
      text = g_utf8_next_char (text);
    }
  if (text < end)
    g_string_append (out, "…");
  g_string_append_c (out, '"');
  return out;
}

static void
print_text (Reader *reader)
{
  /* beside the indent, a name and what stands around them */
  g_autoptr(GString) quoted = NULL;

  if (reader->cut)
    return;
  quoted = quote (reader->token->str, reader->token->len, HSP_SHOWN_LINE / 2 - 2 * MAX_INDENT);
  print (reader, quoted->str, quoted->len);
}

/* What comes in */

static gunichar
read_hex4 (const char *p,
           const char *end)
{
  gunichar value = 0;

  if (end - p < 4)
    return G_MAXUINT32;
  for (int i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return G_MAXUINT32;
      value = value * 16 + (gunichar) g_ascii_xdigit_value (p[i]);
    }
  return value;
}

/* The escape at @p into the token. Returns: behind it, %NULL when it is none */
static const char *
read_escape (Reader     *reader,
             const char *p)
{
  static const char plain[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
  gunichar unit, low;

  if (reader->end - p < 2)
    return NULL;
  if (p[1] != 'u')
    {
      for (const char *pair = plain; *pair != '\0'; pair += 2)
        {
          if (*pair == p[1])
            {
              g_string_append_c (reader->token, pair[1]);
              return p + 2;
            }
        }
      return NULL;
    }

  unit = read_hex4 (p + 2, reader->end);
  if (unit == G_MAXUINT32)
    return NULL;
  p += 6;
  if (unit >= 0xd800 && unit < 0xdc00 && reader->end - p >= 6 && p[0] == '\\' && p[1] == 'u')
    {
      low = read_hex4 (p + 2, reader->end);
      if (low >= 0xdc00 && low < 0xe000)
        {
          unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
          p += 6;
        }
    }
  if (unit == 0 || (unit >= 0xd800 && unit < 0xe000))
    unit = 0xfffd;
  g_string_append_unichar (reader->token, unit);
  return p;
}

/* The string at the reader's place into the token, as valid text. Returns: behind it, or %NULL */
static const char *
read_string (Reader *reader)
{
  const char *p = reader->p + 1;

  g_string_truncate (reader->token, 0);
  while (p != NULL && p < reader->end && *p != '"')
    {
      const char *run = p;

      while (p < reader->end && *p != '"' && *p != '\\' && *p != '\0')
        p++;
      if (g_utf8_validate_len (run, p - run, NULL))
        g_string_append_len (reader->token, run, p - run);
      else
        {
          g_autofree char *valid = g_utf8_make_valid (run, p - run);

          g_string_append (reader->token, valid);
        }
      if (p < reader->end && *p == '\0')
        return NULL;
      if (p < reader->end && *p == '\\')
        p = read_escape (reader, p);
    }
  return p != NULL && p < reader->end ? p + 1 : NULL;
}

static Level *
get_level (Reader *reader)
{
  return reader->levels->len > 0 ? &g_array_index (reader->levels, Level, reader->levels->len - 1)
                                 : NULL;
}

/* A value begins: on a line of its own in an array, behind its name in an object. */
static void
begin_value (Reader *reader)
{
  Level *level = get_level (reader);

  if (level == NULL || level->is_object)
    return;
  level->is_empty = FALSE;
  print_line (reader);
  reader->sight = level->sight;
  reader->secret = level->is_secret;
}

static void
end_value (Reader *reader)
{
  reader->want = reader->levels->len > 0 ? WANT_COMMA_OR_END : WANT_NOTHING;
}

static void
open_level (Reader   *reader,
            gboolean  is_object)
{
  Level level = { .is_object = is_object, .is_secret = reader->secret, .is_empty = TRUE };

  /* an object's fields have names of their own */
  level.sight = reader->sight;
  level.line = reader->line;
  print (reader, is_object ? "{" : "[", 1);
  g_array_append_val (reader->levels, level);
  reader->want = is_object ? WANT_NAME_OR_END : WANT_VALUE_OR_END;
}

static void
close_level (Reader *reader)
{
  const Level level = *get_level (reader);

  g_array_set_size (reader->levels, reader->levels->len - 1);
  if (!level.is_empty)
    {
      const HspFold fold = { level.line, reader->line + 1 };

      print_line (reader);
      if (!reader->cut)
        g_array_append_val (reader->folds, fold);
    }
  print (reader, level.is_object ? "}" : "]", 1);
  end_value (reader);
}

static gboolean
read_name (Reader *reader)
{
  const char *start = reader->p;
  const char *behind = read_string (reader);
  Level *level = get_level (reader);
  HspSight of_name;

  if (behind == NULL)
    return FALSE;
  level->is_empty = FALSE;
  print_line (reader);
  reader->secret = level->is_secret || hsp_redact_is_secret (reader->token->str);
  reader->sight = reader->secret ? HSP_SIGHT_NOTHING
                                 : hsp_redact_get_sight (reader->redaction, reader->token->str);

  /* a name may itself be a number that was rented */
  of_name = level->is_secret ? HSP_SIGHT_NOTHING
            : *reader->token->str == '+' ? HSP_SIGHT_WORDS : HSP_SIGHT_ALL;
  if (hsp_redact_in_place (reader->redaction, of_name, reader->token))
    {
      g_autoptr(GString) quoted = quote (reader->token->str, reader->token->len, G_MAXSIZE);

      replace (reader, start, behind, quoted->str);
    }
  print_text (reader);
  reader->p = behind;
  reader->want = WANT_COLON;
  return TRUE;
}

static gboolean
read_text (Reader *reader)
{
  const char *start = reader->p;
  const char *behind = read_string (reader);

  if (behind == NULL)
    return FALSE;
  begin_value (reader);
  if (hsp_redact_in_place (reader->redaction, reader->sight, reader->token))
    {
      g_autoptr(GString) quoted = quote (reader->token->str, reader->token->len, G_MAXSIZE);

      replace (reader, start, behind, quoted->str);
    }
  print_text (reader);
  reader->p = behind;
  end_value (reader);
  return TRUE;
}

static gboolean
is_number (const char *text)
{
  char *end = NULL;

  if (strspn (text, "0123456789+-.eE") != strlen (text) || *text == '+' || *text == '.')
    return FALSE;
  g_ascii_strtod (text, &end);
  return *end == '\0';
}

/* A number, true, false or null. What is not true, false or null may be a code. */
static gboolean
read_literal (Reader *reader)
{
  const char *start = reader->p;
  const char *p = start;
  gboolean word;

  while (p < reader->end && p - start < 64 && (g_ascii_isalnum (*p) || strchr ("+-.", *p) != NULL) &&
         *p != '\0')
    p++;
  g_string_truncate (reader->token, 0);
  g_string_append_len (reader->token, start, p - start);
  word = g_str_equal (reader->token->str, "true") || g_str_equal (reader->token->str, "false") ||
         g_str_equal (reader->token->str, "null");
  if (p == start || p - start >= 64 || (!word && !is_number (reader->token->str)))
    return FALSE;

  begin_value (reader);
  if (!word && hsp_redact_in_place (reader->redaction, reader->sight, reader->token))
    {
      g_string_assign (reader->token, "\"" HSP_HIDDEN "\"");
      replace (reader, start, p, reader->token->str);
    }
  print (reader, reader->token->str, reader->token->len);
  reader->p = p;
  end_value (reader);
  return TRUE;
}

static gboolean
read_value (Reader *reader)
{
  const char c = *reader->p;

  if (c == '"')
    return read_text (reader);
  if (c != '{' && c != '[')
    return read_literal (reader);
  if (reader->levels->len >= MAX_DEPTH)
    return FALSE;

  begin_value (reader);
  open_level (reader, c == '{');
  reader->p++;
  return TRUE;
}

static gboolean
read_mark (Reader     *reader,
           const char *text,
           Want        next)
{
  print (reader, text, strlen (text));
  reader->p++;
  reader->want = next;
  return TRUE;
}

/* One token. %FALSE: it is not JSON from here on */
static gboolean
read_token (Reader *reader)
{
  const Level *level = get_level (reader);
  const char c = *reader->p;
  const gboolean closes = level != NULL && c == (level->is_object ? '}' : ']');

  if (closes && (reader->want == WANT_COMMA_OR_END || reader->want == WANT_NAME_OR_END ||
                 reader->want == WANT_VALUE_OR_END))
    {
      close_level (reader);
      reader->p++;
      return TRUE;
    }

  switch (reader->want)
    {
    case WANT_VALUE:
    case WANT_VALUE_OR_END:
      return read_value (reader);
    case WANT_NAME:
    case WANT_NAME_OR_END:
      return c == '"' && read_name (reader);
    case WANT_COLON:
      return c == ':' && read_mark (reader, ": ", WANT_VALUE);
    case WANT_COMMA_OR_END:
      return c == ',' && read_mark (reader, ",", level->is_object ? WANT_NAME : WANT_VALUE);
    case WANT_NOTHING:
      return FALSE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
read_json (Reader       *reader,
           GCancellable *cancellable)
{
  for (guint n = 1; ; n++)
    {
      while (reader->p < reader->end && strchr (" \t\r\n", *reader->p) != NULL && *reader->p != '\0')
        reader->p++;
      if (reader->p >= reader->end)
        return reader->want == WANT_NOTHING;
      if (!read_token (reader))
        return FALSE;
      if (n % TOKENS_AT_ONCE == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
    }
}

/* What is not JSON */

/* (transfer full): text that a view can take, whatever the bytes are */
static char *
make_text (const char *data,
           gsize       size)
{
  char *text = g_malloc (size + 1);

  memcpy (text, data, size);
  text[size] = '\0';
  for (gsize i = 0; i < size; i++)
    {
      if ((guchar) text[i] < 0x20 && text[i] != '\t' && text[i] != '\n' && text[i] != '\r')
        text[i] = '?';
    }
  if (!g_utf8_validate_len (text, size, NULL))
    {
      char *valid = g_utf8_make_valid (text, size);

      g_free (text);
      text = valid;
    }
  return text;
}

/* Of an action whose answers are plain: everything but the key, byte by byte. */
static void
hide_key (Reader *reader)
{
  const char *place;
  gsize length;

  while ((place = hsp_redact_find_key (reader->redaction, reader->p, reader->end, &length)) != NULL)
    {
      replace (reader, place, place + length, HSP_HIDDEN);
      reader->p = place + length;
    }
}

/* From the reader's place to the end of an answer that began at @start. */
static void
read_rest (Reader     *reader,
           const char *start)
{
  const char *first = start;
  gsize size = reader->end - reader->p;

  while (first < reader->end && g_ascii_isspace (*first))
    first++;
  if (!hsp_redact_is_confidential (reader->redaction))
    hide_key (reader);
  else if (first < reader->end && *first == '<' && size <= MAX_PAGE)
    {
      g_autofree char *valid = make_text (reader->p, size);
      g_autoptr(GString) text = g_string_new (valid);

      if (hsp_redact_in_place (reader->redaction, HSP_SIGHT_WORDS, text))
        replace (reader, reader->p, reader->end, text->str);
    }
  else if (size > 0)
    replace (reader, reader->p, reader->end, HSP_HIDDEN);
}

/**
 * hsp_answer_text_break_lines:
 * @text: any bytes
 * @size: of them
 * @cut: (out): there was more than is shown
 *
 * Returns: (transfer full): its first HSP_SHOWN_SIZE bytes as valid text, in lines of HSP_SHOWN_LINE
 *   characters at most; a longer line goes on in the next, behind an arrow
 */
char *
hsp_answer_text_break_lines (const char *text,
                             gsize       size,
                             gboolean   *cut)
{
  static const char arrow[] = "\n↪ ";
  gsize shown = MIN (size, HSP_SHOWN_SIZE);
  g_autofree char *valid = NULL;
  GString *out;
  guint n = 0;

  *cut = shown < size;
  /* not through the middle of a character */
  while (*cut && shown > 0 && ((guchar) text[shown] & 0xc0) == 0x80)
    shown--;
  valid = make_text (text, shown);
  out = g_string_sized_new (shown + shown / HSP_SHOWN_LINE * sizeof arrow + 1);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (c == '\r')
        continue;
      if (c == '\n')
        n = 0;
      else if (++n > HSP_SHOWN_LINE - 2)
        {
          g_string_append (out, arrow);
          n = 1;
        }
      if ((c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
        g_string_append (out, "\xef\xbf\xbd");
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

/* (transfer full) */
static char *
make_beginning (const char *raw)
{
  g_autofree char *line = NULL;
  const char *end;

  while (g_ascii_isspace (*raw))
    raw++;
  end = strchr (raw, '\n');
  line = end != NULL ? g_strndup (raw, end - raw) : g_strdup (raw);
  return g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), MAX_BEGINNING));
}

static int
compare_folds (gconstpointer a,
               gconstpointer b)
{
  const HspFold *first = a;
  const HspFold *second = b;

  return (first->start > second->start) - (first->start < second->start);
}

static void
reader_clear (Reader *reader)
{
  if (reader->full != NULL)
    g_string_free (reader->full, TRUE);
  g_string_free (reader->pretty, TRUE);
  g_string_free (reader->token, TRUE);
  g_clear_pointer (&reader->folds, g_array_unref);
  g_clear_pointer (&reader->levels, g_array_unref);
}

static HspAnswerText *
finish (Reader   *reader,
        GBytes   *body,
        gboolean  is_json)
{
  HspAnswerText *self = g_atomic_rc_box_new0 (HspAnswerText);
  const char *text;
  gsize size;

  self->size = g_bytes_get_size (body);
  self->hidden = reader->full != NULL;
  if (reader->full != NULL)
    {
      g_string_append_len (reader->full, reader->copied, reader->end - reader->copied);
      self->full = g_string_free_to_bytes (g_steal_pointer (&reader->full));
    }
  else
    self->full = g_bytes_ref (body);
  text = g_bytes_get_data (self->full, &size);
  self->raw = hsp_answer_text_break_lines (text != NULL ? text : "", size, &self->raw_cut);
  self->beginning = make_beginning (self->raw);
  self->is_json = is_json;
  self->pretty_cut = is_json && reader->cut;
  self->pretty = g_strndup (reader->pretty->str, is_json ? reader->pretty->len : 0);
  self->folds = g_steal_pointer (&reader->folds);
  if (!is_json)
    g_array_set_size (self->folds, 0);
  g_array_sort (self->folds, compare_folds);
  return self;
}

/**
 * hsp_answer_text_new:
 * @redaction: whose answer
 * @body: as it came
 * @cancellable: (nullable): ends it early, with what is known not to be secret
 *
 * Takes time with the size of @body: for a worker. Nothing of @body that must not be seen is in what
 * is returned.
 *
 * Returns: (transfer full)
 */
HspAnswerText *
hsp_answer_text_new (const HspRedaction *redaction,
                     GBytes             *body,
                     GCancellable       *cancellable)
{
  gsize size;
  const char *start = g_bytes_get_data (body, &size);
  Reader reader = { .redaction = redaction, .want = WANT_VALUE };
  HspAnswerText *self;
  gboolean is_json;

  if (start == NULL)
    start = "";
  reader.p = start;
  reader.copied = start;
  reader.end = start + size;
  reader.pretty = g_string_sized_new (MIN (size * 2, HSP_SHOWN_SIZE) + 1);
  reader.token = g_string_new (NULL);
  reader.folds = g_array_new (FALSE, FALSE, sizeof (HspFold));
  reader.levels = g_array_new (FALSE, FALSE, sizeof (Level));
  /* what has no name at the top of an answer */
  reader.sight = hsp_redact_get_sight (redaction, "");

  is_json = read_json (&reader, cancellable);
  /* nobody waits for the rest */
  if (g_cancellable_is_cancelled (cancellable))
    reader.end = reader.p;
  if (!is_json)
    read_rest (&reader, start);
  self = finish (&reader, body, is_json);
  reader_clear (&reader);
  return self;
}

/** hsp_answer_text_ref: Returns: (transfer full) */
HspAnswerText *
hsp_answer_text_ref (HspAnswerText *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
answer_text_clear (gpointer data)
{
  HspAnswerText *self = data;

  g_free (self->pretty);
  g_free (self->raw);
  g_free (self->beginning);
  g_bytes_unref (self->full);
  g_array_unref (self->folds);
}

/** hsp_answer_text_unref: @self: (transfer full) */
void
hsp_answer_text_unref (HspAnswerText *self)
{
  g_atomic_rc_box_release_full (self, answer_text_clear);
}
