/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of `services` while the answer still comes in.
 *
 * Why it exists. Every other answer is small, and hsp_json_parse() with json-glib reads it. This one
 * has up to 100,000 rows, 25 to 60 MB. A tree of it takes json-glib 17 times as long as a good parser,
 * 240 MB, which GLib 2.74 does not give back, and no row is seen before the last byte. Here a row is
 * handed over as soon as it is whole, in a buffer of the size of a piece, and nothing is allocated
 * for it.
 *
 * How it works. Bytes are copied into the buffer, a slice at a time, with a NUL behind them: no
 * answer may hold one, so the NUL is where every loop stops, and means "more is needed". A state says
 * what is expected next; run() takes one step after the other, and each step reads one whole thing
 * from the buffer: a bracket or a comma, a member of the outer object, a row. A step that meets the
 * end has changed nothing and is taken again from its beginning, but not before its thing has twice
 * the bytes: so one row of 100 MB, fed byte by byte, is read through some thirty times, not a
 * hundred million.
 *
 * A step goes over its bytes once. It looks at sixteen of them at a time for what ends a run of plain
 * text (a quotation mark, a backslash, the NUL, anything above ASCII), checks UTF-8 and the
 * grammar on the way, and notes where the values of a row lie (Slot). A text with escapes is copied
 * without them as it is gone over, behind the others of its step: finding each escape is most of the
 * work, and is done once. Only when the row is whole are its texts finished, where they lie: the key
 * hidden, a NUL put behind each. So HspServiceValue points into the buffer and these copies. What its
 * texts mean is decided by the functions that hsp_decode_services() uses too (hsp-decode-parts.h,
 * hsp-json.h).
 *
 * The rare ways. Bytes that are not UTF-8: the row is copied with these replaced, as hsp_json_parse()
 * does with a whole answer, and read again from the copy.
 *
 * The list. It is the answer itself, or under `services`, `products` or `data`; of several arrays the
 * first of these names counts, and of one name given twice the last, wherever they stand. What was
 * handed over cannot be taken back, so an answer in which another list than that of the rows
 * counts in the end is refused; no shop was seen to do it. Lists without rows do no harm.
 *
 * The rest. The members of the outer object that mean something (`error`, `total`…) are kept as they came, with
 * a bound, and make a small answer without its list, which hsp_reply_parse() judges at the end: an
 * error of the shop's and the counts are read by the same code as everywhere. Rows may have been
 * handed over by then; who takes them must wait for the end before believing them.
 *
 * What is refused, is what hsp_json_parse() refuses, limits included; tests/unit/test-service-reader.c
 * and tests/fuzz compare the two. */

#define G_LOG_DOMAIN "hsp-service-reader"

#include "config.h"

#include "hsp-service-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-decode-parts.h"
#include "hsp-json.h"
#include "hsp-reply.h"
#include "hsp-vector.h"

/* what is copied and read at a time: fits the first cache of a processor */
#define SLICE (16 * 1024)
/* zeroes behind the bytes, so that two vectors may be read at the first of them, and one a byte later */
#define PADDING (2 * HSP_VECTOR_SIZE)
/* an answer's members beside its list */
#define MAX_REST (2 * HSP_JSON_MAX_STRING)
/* bytes of the longest escape, a pair of surrogates */
#define PAIR 12
/* in front of the copies: what is before a word is looked at too */
#define MARGIN sizeof (guint64)
/* members of a row that are known again */
#define MAX_OPENINGS 32

typedef enum
{
  STATE_MARK,           /* a byte order mark may come */
  STATE_START,
  STATE_FIRST_MEMBER,   /* or the end of the object */
  STATE_MEMBER,
  STATE_AFTER_MEMBER,
  STATE_FIRST_ROW,      /* or the end of the list */
  STATE_ROW,
  STATE_AFTER_ROW,
  STATE_END,
} State;

typedef enum
{
  KIND_ABSENT,
  KIND_TEXT,
  KIND_NUMBER,
  KIND_TRUE,
  KIND_ARRAY,
  KIND_OTHER,
} Kind;

/* Where a value lies. */
typedef struct
{
  char *start;          /* of a text: behind the quotation mark, or a copy of it without its escapes */
  char *end;
  Kind  kind;
} Slot;

typedef enum
{
  FIELD_SERVICE, FIELD_NAME, FIELD_RATE, FIELD_TYPE, FIELD_CATEGORY, FIELD_SUBCATEGORY,
  FIELD_DESCRIPTION, FIELD_MIN, FIELD_MAX, FIELD_STOCK, FIELD_ENTITY_TYPE, FIELD_REFILL, FIELD_CANCEL,
  N_FIELDS,
} Field;

/* What stood before a value of a row: a bracket or a comma, a name, a colon. Where the next row has the
 * same bytes, they mean the same, and need not be read. */
typedef struct
{
  char    text[2 * HSP_VECTOR_SIZE];  /* zeroes behind it */
  guint32 bits;                       /* as many as it is long; 0: none */
  guint8  length;
  guint8  field;
} Opening;

/* What became of a list's name. */
typedef enum
{
  LIST_NONE,
  LIST_EMPTY,
  LIST_READ,            /* its rows were handed over */
  LIST_UNREAD,
} List;

static const char * const list_names[] = { "services", "products", "data" };

struct _HspServiceReader
{
  HspServiceRowFunc func;
  gpointer          user_data;
  char             *secret;       /* (owned) (nullable) lower case */
  gsize             secret_length;
  char              secret_end;   /* its last character, upper case */
  guint8            skips[256];   /* how far a character behind the secret's place moves it */

  char             *buffer;       /* (owned) */
  gsize             start, used, allocated;
  gsize             enough;       /* bytes behind start before the step is taken again */
  gsize             total;        /* bytes that came */
  char             *copies;       /* (owned) of the step's texts; as large as what it reads */
  gsize             copies_used, copies_allocated;

  State             state;
  HspJsonFault      fault;        /* NONE with a step that returned NULL: more is needed */
  gboolean          invalid;      /* the step's bytes are not all UTF-8 */
  gboolean          object;       /* the answer is an object */
  char             *mended;       /* (owned) (nullable) see mend() */
  GString          *rest;         /* (owned) */

  List              lists[G_N_ELEMENTS (list_names)];
  guint             list;         /* the one being read */
  gboolean          handed;       /* its rows, or why they are left out, cannot be taken back */
  guint             row;
  Slot              slots[N_FIELDS];
  Opening           openings[MAX_OPENINGS + 1];  /* of the last rows, in their order; the last one stays empty */
  HspServiceValue   value;
  const char       *interned[512];  /* (nullable), by hash: most rows repeat one of these */
  HspServicesPage  *page;         /* (owned) */
};

/* Scanning: from a place in the buffer to behind the thing there. NULL with a fault, or without: the
 * NUL came first. */

static char *
fail (HspServiceReader *self,
      HspJsonFault      fault)
{
  self->fault = fault;

  return NULL;
}

/* @p: what nothing expected */
static char *
fail_at (HspServiceReader *self,
         const char       *p)
{
  return *p == '\0' ? NULL : fail (self, HSP_JSON_FAULT_SYNTAX);
}

static inline char *
skip_space (char *p)
{
  while (G_UNLIKELY (*p <= ' ' && g_ascii_isspace (*p)))
    p++;

  return p;
}

/* Whether the bytes at @p are those of whole characters, as far as @limit has bits. @begun: bits for the
 * bytes that a character before begins with; of the next vector in the end. A byte that begins a character says
 * how many tails follow; where there is one too many, too few, or the first of them is out of
 * range (too long a form, a surrogate, above U+10FFFF), it is no UTF-8. */
static inline gboolean
check_characters (const char *p,
                  guint       limit,
                  guint      *begun)
{
  const HspVector bytes = hsp_vector_load (p), next = hsp_vector_load (p + 1);
  const guint heads = hsp_vector_find (bytes >= 0xC0);
  const guint tails = hsp_vector_get_bits (bytes) & ~heads;
  const guint expected = *begun | heads << 1 | hsp_vector_find (bytes >= 0xE0) << 2 |
                         hsp_vector_find (bytes >= 0xF0) << 3;
  const guint wrong = hsp_vector_find ((bytes == 0xC0) | (bytes == 0xC1) | (bytes >= 0xF5) |
                                       ((bytes == 0xE0) & (next < 0xA0)) |
                                       ((bytes == 0xED) & (next >= 0xA0)) |
                                       ((bytes == 0xF0) & (next < 0x90)) |
                                       ((bytes == 0xF4) & (next >= 0x90)));

  *begun = expected >> HSP_VECTOR_SIZE;

  return (((expected ^ tails) | wrong) & limit) == 0;
}

/* Steps over what stands for itself in a text, to a quotation mark, a backslash, or the NUL. @out: (inout)
 * (nullable): where it is copied to, a vector at a time */
static inline char *
skip_plain (HspServiceReader *self,
            char             *p,
            char            **out)
{
  guint begun = 0;

  for (;;)
    {
      const HspVector bytes = hsp_vector_load (p);
      const guint ends = hsp_vector_find ((bytes == '"') | (bytes == '\\') | (bytes == '\0'));

      if (out != NULL)
        memcpy (*out, &bytes, sizeof bytes);
      if ((hsp_vector_get_bits (bytes) | begun) != 0)
        {
          /* up to the end and it: there no tail may be missing */
          const guint limit = ends != 0 ? ends ^ (ends - 1) : G_MAXUINT16;

          self->invalid |= !check_characters (p, limit, &begun);
        }
      if (out != NULL)
        *out += ends != 0 ? __builtin_ctz (ends) : HSP_VECTOR_SIZE;
      if (ends != 0)
        return p + __builtin_ctz (ends);
      p += HSP_VECTOR_SIZE;
    }
}

/* What a hexadecimal digit counts, one more: 0 is none. */
static const gint8 digits[256] = {
  ['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
  ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
  ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

static inline int
read_digit (char c)
{
  return digits[(guchar) c] - 1;
}

/* The value of four hexadecimal digits at @p; less than 0 when one of them is none. All are looked at: the NUL is
 * none, and what is behind it can be read. */
static inline int
read_unit (const char *p)
{
  return (int) ((guint) read_digit (p[0]) << 12 | (guint) read_digit (p[1]) << 8 |
                (guint) read_digit (p[2]) << 4 | (guint) read_digit (p[3]));
}

#define IS_HIGH(unit) ((unit) >= 0xD800 && (unit) <= 0xDBFF)
#define IS_LOW(unit) ((unit) >= 0xDC00 && (unit) <= 0xDFFF)

/* Whether @p, behind the escape of a high surrogate, has that of a low one. */
static inline gboolean
has_low (const char *p)
{
  return p[0] == '\\' && p[1] == 'u' && IS_LOW (read_unit (p + 2));
}

/* What a backslash and this letter stand for. */
static inline char
read_letter (char letter)
{
  switch (letter)
    {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return letter;
    }
}

/* As g_unichar_to_utf8(), which is called for each. Up to four bytes are written, whatever it has. Returns where
 * it ends. */
static inline char *
append_character (char     *out,
                  gunichar  c)
{
  const guint32 last = 0x80 | (c & 0x3F), middle = 0x80 | (c >> 6 & 0x3F);
  guint32 bytes = c;

  if (c >= 0x10000)
    bytes = 0xF0 | c >> 18 | (0x80 | (c >> 12 & 0x3F)) << 8 | middle << 16 | last << 24;
  else if (c >= 0x800)
    bytes = 0xE0 | c >> 12 | middle << 8 | last << 16;
  else if (c >= 0x80)
    bytes = 0xC0 | c >> 6 | last << 8;
  bytes = GUINT32_TO_LE (bytes);
  memcpy (out, &bytes, sizeof bytes);

  return out + 1 + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
}

/* @p: at a backslash. @out: (inout): what it stands for is put there */
static inline char *
scan_escape (HspServiceReader *self,
             char             *p,
             char            **out)
{
  int unit;

  if (p[1] != 'u')
    {
      if (p[1] == '\0' || (p[1] >= '0' && p[1] <= '7'))
        return fail_at (self, p + 1);
      /* a character that needs none stands for itself, and one above ASCII is checked as such */
      if (p[1] & 0x80)
        return p + 1;
      *(*out)++ = read_letter (p[1]);
      return p + 2;
    }

  unit = read_unit (p + 2);
  if (G_LIKELY (unit > 0))
    {
      gunichar c = unit;

      p += 6;
      if (G_UNLIKELY (IS_HIGH (c) || IS_LOW (c)))
        {
          const gboolean pair = IS_HIGH (c) && has_low (p);

          c = pair ? 0x10000 + ((c - 0xD800) << 10) + (read_unit (p + 2) - 0xDC00) : 0xFFFD;
          p += pair ? 6 : 0;
        }
      *out = append_character (*out, c);
      return p;
    }
  if (unit == 0)
    return fail (self, HSP_JSON_FAULT_CHARACTER);
  p += 2;
  while (g_ascii_isxdigit (*p))
    p++;

  return fail_at (self, p);
}

/* The rest of a text with escapes. @start: at its quotation mark. @p: at the first one */
static char *
scan_escaped (HspServiceReader *self,
              const char       *start,
              char             *p,
              Slot             *slot)
{
  char *out = self->copies + self->copies_used;
  char *escape_end;

  memcpy (out, slot->start, p - slot->start);
  slot->start = out;
  out += p - start - 1;
  for (;;)
    {
      if (p - start > HSP_JSON_MAX_STRING)
        return fail (self, HSP_JSON_FAULT_LONG_TEXT);
      do
        {
          if ((p = scan_escape (self, p, &out)) == NULL)
            return NULL;
        }
      while (*p == '\\' && p - start <= HSP_JSON_MAX_STRING);
      escape_end = p;
      p = skip_plain (self, p, &out);
      if (*p == '"')
        break;
      if (*p == '\0')
        return p - start > HSP_JSON_MAX_STRING + PAIR ? fail (self, HSP_JSON_FAULT_LONG_TEXT) : NULL;
    }

  /* hsp_json_parse() lets the last escape go past the bound */
  if (p - start > HSP_JSON_MAX_STRING + 1 && p != escape_end)
    return fail (self, HSP_JSON_FAULT_LONG_TEXT);
  slot->end = out;
  /* and a place for its NUL */
  self->copies_used = out + 1 - self->copies;

  return p + 1;
}

/* @p: at the quotation mark */
static char *
scan_string (HspServiceReader *self,
             char             *p,
             Slot             *slot)
{
  const char *start = p;

  slot->start = ++p;
  slot->kind = KIND_TEXT;
  p = skip_plain (self, p, NULL);
  if (*p == '"' && p - start <= HSP_JSON_MAX_STRING + 1)
    {
      slot->end = p;
      return p + 1;
    }
  if (*p == '\\')
    return scan_escaped (self, start, p, slot);

  return *p == '"' || p - start > HSP_JSON_MAX_STRING + PAIR ? fail (self, HSP_JSON_FAULT_LONG_TEXT) : NULL;
}

static char *
scan_number (HspServiceReader *self,
             char             *p,
             Slot             *slot)
{
  gboolean simple = TRUE;   /* digits and nothing else */

  slot->start = p;
  slot->kind = KIND_NUMBER;
  for (;; p++)
    {
      if (*p >= '0' && *p <= '9')
        continue;
      if (*p != '-' && *p != '+' && *p != '.' && *p != 'e' && *p != 'E')
        break;
      simple = FALSE;
    }
  slot->end = p;
  if (p - slot->start > HSP_JSON_MAX_STRING)
    return fail (self, HSP_JSON_FAULT_LONG_TEXT);
  if (*p == '\0')
    return NULL;

  return simple || hsp_json_check_number (slot->start, p - slot->start)
         ? p : fail (self, HSP_JSON_FAULT_SYNTAX);
}

static char *
scan_word (HspServiceReader *self,
           char             *p,
           Slot             *slot)
{
  const char *word = *p == 't' ? "true" : *p == 'f' ? "false" : "null";

  slot->kind = *p == 't' ? KIND_TRUE : KIND_OTHER;
  for (; *word != '\0'; word++, p++)
    {
      if (*p != *word)
        return fail_at (self, p);
    }

  return p;
}

static char *scan_members (HspServiceReader *self, char *p, guint depth);
static char *scan_elements (HspServiceReader *self, char *p, guint depth);

/* @depth: brackets that are open around it */
static char *
scan_value (HspServiceReader *self,
            char             *p,
            guint             depth,
            Slot             *slot)
{
  switch (*p)
    {
    case '"':
      return scan_string (self, p, slot);
    case '{':
      slot->kind = KIND_OTHER;
      return scan_members (self, p, depth + 1);
    case '[':
      slot->kind = KIND_ARRAY;
      return scan_elements (self, p, depth + 1);
    case '-': case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
      return scan_number (self, p, slot);
    case 't': case 'f': case 'n':
      return scan_word (self, p, slot);
    default:
      return fail_at (self, p);
    }
}

static char *
scan_elements (HspServiceReader *self,
               char             *p,
               guint             depth)
{
  Slot slot;

  if (depth > HSP_JSON_MAX_DEPTH)
    return fail (self, HSP_JSON_FAULT_TOO_DEEP);
  p = skip_space (p + 1);
  if (*p == ']')
    return p + 1;

  for (;;)
    {
      if ((p = scan_value (self, p, depth, &slot)) == NULL)
        return NULL;
      p = skip_space (p);
      if (*p == ']')
        return p + 1;
      if (*p != ',')
        return fail_at (self, p);
      p = skip_space (p + 1);
    }
}

#define NAME_IS(literal) (memcmp (name, literal, sizeof literal - 1) == 0)

/* Which value of a row a name means; N_FIELDS: none that is read. */
static Field
find_field (const char *name,
            gsize       length)
{
  switch (length)
    {
    case 3:
      return NAME_IS ("min") ? FIELD_MIN : NAME_IS ("max") ? FIELD_MAX : N_FIELDS;
    case 4:
      return NAME_IS ("name") ? FIELD_NAME : NAME_IS ("rate") ? FIELD_RATE
             : NAME_IS ("type") ? FIELD_TYPE : N_FIELDS;
    case 5:
      return NAME_IS ("stock") ? FIELD_STOCK : N_FIELDS;
    case 6:
      return NAME_IS ("refill") ? FIELD_REFILL : NAME_IS ("cancel") ? FIELD_CANCEL : N_FIELDS;
    case 7:
      return NAME_IS ("service") ? FIELD_SERVICE : N_FIELDS;
    case 8:
      return NAME_IS ("category") ? FIELD_CATEGORY : N_FIELDS;
    case 10:
      return NAME_IS ("entityType") ? FIELD_ENTITY_TYPE : N_FIELDS;
    case 11:
      return NAME_IS ("subcategory") ? FIELD_SUBCATEGORY
             : NAME_IS ("description") ? FIELD_DESCRIPTION : N_FIELDS;
    default:
      return N_FIELDS;
    }
}
#undef NAME_IS

/* A name and the colon behind it, to the value. */
static char *
scan_name (HspServiceReader *self,
           char             *p,
           Slot             *slot)
{
  if (*p != '"')
    return fail_at (self, p);
  if ((p = scan_string (self, p, slot)) == NULL)
    return NULL;
  p = skip_space (p);
  if (*p != ':')
    return fail_at (self, p);

  return skip_space (p + 1);
}

static char *
scan_members (HspServiceReader *self,
              char             *p,
              guint             depth)
{
  Slot name, other;

  if (depth > HSP_JSON_MAX_DEPTH)
    return fail (self, HSP_JSON_FAULT_TOO_DEEP);
  p = skip_space (p + 1);
  if (*p == '}')
    return p + 1;

  for (;;)
    {
      if ((p = scan_name (self, p, &name)) == NULL ||
          (p = scan_value (self, p, depth, &other)) == NULL)
        return NULL;
      p = skip_space (p);
      if (*p == '}')
        return p + 1;
      if (*p != ',')
        return fail_at (self, p);
      p = skip_space (p + 1);
    }
}

static inline gboolean
is_opening (const Opening *opening,
            const char    *p)
{
  const HspVector head = hsp_vector_load (opening->text);
  const HspVector tail = hsp_vector_load (opening->text + HSP_VECTOR_SIZE);
  const guint32 same = hsp_vector_find (head == hsp_vector_load (p)) |
                       hsp_vector_find (tail == hsp_vector_load (p + HSP_VECTOR_SIZE)) << HSP_VECTOR_SIZE;

  return opening->bits != 0 && (same & opening->bits) == opening->bits;
}

/* @start: of an opening that was read, up to @end */
static void
keep_opening (HspServiceReader *self,
              Opening          *opening,
              const char       *start,
              const char       *end,
              Field             field)
{
  const gsize length = end - start;

  if (length > sizeof opening->text || opening == &self->openings[MAX_OPENINGS])
    return;
  memset (opening, 0, sizeof *opening);
  memcpy (opening->text, start, length);
  opening->bits = G_MAXUINT32 >> (sizeof opening->text - length);
  opening->length = length;
  opening->field = field;
}

/* Reads what stands before a value of a row, at a bracket or a comma. */
static char *
scan_opening (HspServiceReader *self,
              char             *p,
              Opening          *opening,
              Field            *field)
{
  char *start = p;
  Slot name;

  if ((p = scan_name (self, skip_space (p + 1), &name)) == NULL)
    return NULL;
  *field = find_field (name.start, name.end - name.start);
  keep_opening (self, opening, start, p, *field);

  return p;
}

/* A row that is an object. Of one name given twice the last counts. */
static char *
scan_row_members (HspServiceReader *self,
                  char             *p,
                  guint             depth)
{
  Opening *opening = self->openings;
  Slot other;

  memset (self->slots, 0, sizeof self->slots);
  if (*skip_space (p + 1) == '}')
    return skip_space (p + 1) + 1;

  for (;;)
    {
      Field field;

      /* a member may be left out */
      if (!is_opening (opening, p) && opening < &self->openings[MAX_OPENINGS] && is_opening (opening + 1, p))
        opening++;
      if (is_opening (opening, p))
        {
          field = opening->field;
          p = skip_space (p + opening->length);
        }
      else if ((p = scan_opening (self, p, opening, &field)) == NULL)
        return NULL;
      if (opening < &self->openings[MAX_OPENINGS])
        opening++;

      if ((p = scan_value (self, p, depth, field < N_FIELDS ? &self->slots[field] : &other)) == NULL)
        return NULL;
      p = skip_space (p);
      if (*p == '}')
        return p + 1;
      if (*p != ',')
        return fail_at (self, p);
    }
}

/* Finishing: a row that is whole, in its place. */

/* Replaces the secret, in whatever case, as hsp_reply_hide() does. Returns the new end. */
static char *
hide_secret (HspServiceReader *self,
             char             *start,
             char             *end)
{
  gsize length = self->secret_length;
  char *p = start;

  while ((gsize) (end - p) >= length)
    {
      char last = p[length - 1];

      if ((last != self->secret[length - 1] && last != self->secret_end) ||
          g_ascii_strncasecmp (p, self->secret, length) != 0)
        {
          p += self->skips[(guchar) last];
          continue;
        }
      memcpy (p, HSP_REPLY_HIDDEN, strlen (HSP_REPLY_HIDDEN));
      p += strlen (HSP_REPLY_HIDDEN);
      end -= length - strlen (HSP_REPLY_HIDDEN);
      memmove (p, p + length - strlen (HSP_REPLY_HIDDEN), end - p);
    }

  return end;
}

/* The text of a value, or its number as it was written. @length: (out) (optional).
 * (transfer none) (nullable) */
static char *
finish_text (HspServiceReader *self,
             Field             field,
             gsize            *length)
{
  Slot *slot = &self->slots[field];
  char *end = slot->end;

  if (slot->kind != KIND_TEXT && slot->kind != KIND_NUMBER)
    return NULL;
  if (slot->kind != KIND_NUMBER && self->secret != NULL)
    end = hide_secret (self, slot->start, end);
  *end = '\0';
  if (length != NULL)
    *length = end - slot->start;

  return slot->start;
}

/* The same without the space around it. (transfer none) (nullable): NULL when nothing is left */
static char *
finish_stripped (HspServiceReader *self,
                 Field             field,
                 gsize            *length)
{
  char *text = finish_text (self, field, length);
  char *end;

  if (text == NULL)
    return NULL;
  end = text + *length;
  while (end > text && g_ascii_isspace (end[-1]))
    end--;
  *end = '\0';
  while (g_ascii_isspace (*text))
    text++;
  *length = end - text;

  return *length > 0 ? text : NULL;
}

/* What finish_text() and hsp_json_read_count() make of it: nearly all are a few digits. */
static gint64
finish_count (HspServiceReader *self,
              Field             field)
{
  const Slot *slot = &self->slots[field];
  const char *p = slot->start;
  gint64 count = 0;

  if (slot->kind == KIND_ABSENT)
    return HSP_UNKNOWN;
  if (slot->kind == KIND_NUMBER && slot->end - p <= 18)
    {
      while (p < slot->end && g_ascii_isdigit (*p))
        count = count * 10 + (*p++ - '0');
      if (p == slot->end)
        return count;
    }

  return hsp_json_read_count (finish_text (self, field, NULL));
}

/* (transfer none): "" when it is absent */
static const char *
finish_interned (HspServiceReader *self,
                 Field             field)
{
  gsize length = 0;
  char *text = finish_stripped (self, field, &length);
  guint64 head, tail, hash;
  const char **place;

  if (text == NULL)
    return g_intern_static_string ("");

  /* of a short one also what is around it, a name and its marks: it is then found by more than one hash */
  memcpy (&head, text, sizeof head);
  memcpy (&tail, text + length - sizeof tail, sizeof tail);
  hash = (head ^ (tail + length) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)) *
         G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  place = &self->interned[hash >> 55];
  if (*place == NULL || strcmp (*place, text) != 0)
    *place = hsp_decode_intern (text);

  return *place;
}

static gboolean
finish_flag (HspServiceReader *self,
             Field             field)
{
  const Kind kind = self->slots[field].kind;

  return kind == KIND_TRUE ||
         (kind != KIND_OTHER && kind != KIND_ABSENT && hsp_json_read_flag (finish_text (self, field, NULL), FALSE));
}

/* Hands over the row whose values are noted, as decode_service() in hsp-decode.c reads one. */
static void
finish_row (HspServiceReader *self)
{
  HspServiceValue *value = &self->value;
  const char *lack;
  char *text;
  gsize length = 0;

  value->id = finish_stripped (self, FIELD_SERVICE, &length);
  if (!hsp_decode_is_id (value->id))
    value->id = NULL;
  value->name = finish_stripped (self, FIELD_NAME, &length);
  if (!hsp_money_parse (finish_text (self, FIELD_RATE, NULL), &value->rate))
    value->rate = HSP_MONEY_UNKNOWN;
  if ((lack = hsp_decode_find_lack (value)) != NULL)
    {
      hsp_decode_skip_row (self->page, self->row, lack);
      return;
    }

  value->type = finish_interned (self, FIELD_TYPE);
  value->category = finish_interned (self, FIELD_CATEGORY);
  value->subcategory = finish_interned (self, FIELD_SUBCATEGORY);
  text = finish_text (self, FIELD_DESCRIPTION, &length);
  value->description = hsp_decode_description (text, length);
  value->min = finish_count (self, FIELD_MIN);
  value->max = finish_count (self, FIELD_MAX);
  value->stock = finish_count (self, FIELD_STOCK);
  value->kind = hsp_decode_kind (finish_text (self, FIELD_ENTITY_TYPE, NULL));
  value->refill = finish_flag (self, FIELD_REFILL);
  value->cancel = finish_flag (self, FIELD_CANCEL);

  self->func (value, self->user_data);
}

/* Lets a step that reads @size bytes have its copies: what is copied is never longer. */
static void
begin_copies (HspServiceReader *self,
              gsize             size)
{
  if (MARGIN + size + PADDING > self->copies_allocated)
    {
      g_free (self->copies);
      self->copies_allocated = MARGIN + size + PADDING;
      self->copies = g_malloc0 (self->copies_allocated);
    }
  self->copies_used = MARGIN;
}

/* Steps: each reads one whole thing at @p and says what is expected behind it. NULL as above, and
 * then nothing has changed. */

/* A copy of what a step has read, with what is not UTF-8 replaced, to be read again: the same things
 * are in it, as what ends a thing is ASCII, of which the byte behind it is part. (transfer none) */
static char *
mend (HspServiceReader *self,
      const char       *start,
      const char       *end)
{
  g_autofree char *valid = g_utf8_make_valid (start, end + (*end != '\0') - start);

  g_free (self->mended);
  self->mended = g_malloc0 (strlen (valid) + PADDING);
  memcpy (self->mended, valid, strlen (valid));
  begin_copies (self, strlen (valid));

  return self->mended;
}

static char *
step_mark (HspServiceReader *self,
           char             *p)
{
  static const char mark[] = "\xef\xbb\xbf";

  for (guint i = 0; mark[i] != '\0'; i++)
    {
      if (p[i] == '\0')
        return NULL;
      if (p[i] != mark[i])
        {
          self->state = STATE_START;
          return p;
        }
    }
  self->state = STATE_START;

  return p + strlen (mark);
}

static char *
step_start (HspServiceReader *self,
            char             *p)
{
  if (*p == '<')
    return fail (self, HSP_JSON_FAULT_WEB_PAGE);
  if (*p != '{' && *p != '[')
    return fail_at (self, p);
  self->object = *p == '{';
  self->state = self->object ? STATE_FIRST_MEMBER : STATE_FIRST_ROW;

  return p + 1;
}

/* Which list a name means; -1: none. */
static int
find_list (const Slot *name)
{
  const char *text = name->start;
  const gsize length = name->end - name->start;

  for (guint i = 0; i < G_N_ELEMENTS (list_names); i++)
    {
      if (length == strlen (list_names[i]) && memcmp (text, list_names[i], length) == 0)
        return i;
    }

  return -1;
}

/* Whether the rows of a list can be handed over as they come: as far as is known, it counts. */
static gboolean
may_read (HspServiceReader *self,
          guint             list)
{
  for (guint i = 0; i < list; i++)
    {
      if (self->lists[i] != LIST_NONE)
        return FALSE;
    }

  return !self->handed;
}

/* Keeps a member of the outer object for the end, if it means something there. */
static gboolean
keep_member (HspServiceReader *self,
             const Slot       *name,
             const char       *start,
             const char       *end)
{
  static const char * const kept[] = { "error", "message", "total", "page", "limit", "total_pages" };
  const char *text = name->start;
  const gsize length = name->end - name->start;

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      if (length != strlen (kept[i]) || memcmp (text, kept[i], length) != 0)
        continue;
      if (self->rest->len + (end - start) > MAX_REST)
        return fail (self, HSP_JSON_FAULT_TOO_LONG) != NULL;
      if (self->rest->len > 1)
        g_string_append_c (self->rest, ',');
      g_string_append_len (self->rest, start, end - start);
    }

  return TRUE;
}

/* A member, or the beginning of a list in it. */
static char *
step_member (HspServiceReader *self,
             char             *p)
{
  char *start = p;
  char *value;
  Slot name, slot;
  int list;

  if ((value = scan_name (self, p, &name)) == NULL)
    return NULL;
  list = find_list (&name);
  if (list >= 0 && *value == '[' && may_read (self, list))
    {
      self->list = list;
      self->row = 0;
      self->state = STATE_FIRST_ROW;
      return value + 1;
    }

  if ((p = scan_value (self, value, 1, &slot)) == NULL)
    return NULL;
  if (list >= 0)
    self->lists[list] = slot.kind != KIND_ARRAY ? LIST_NONE
                      : *skip_space (value + 1) == ']' ? LIST_EMPTY : LIST_UNREAD;
  self->state = STATE_AFTER_MEMBER;
  if (self->invalid)
    {
      char *copy = mend (self, start, p);
      char *end;

      if ((value = scan_name (self, copy, &name)) == NULL ||
          (end = scan_value (self, value, 1, &slot)) == NULL)
        return NULL;
      return keep_member (self, &name, copy, end) ? p : NULL;
    }

  return keep_member (self, &name, start, p) ? p : NULL;
}

static char *
scan_row (HspServiceReader *self,
          char             *p)
{
  guint depth = self->object ? 2 : 1;
  Slot other;

  return *p == '{' ? scan_row_members (self, p, depth + 1) : scan_value (self, p, depth, &other);
}

static char *
step_row (HspServiceReader *self,
          char             *p)
{
  char *end = scan_row (self, p);

  if (end == NULL || (self->invalid && scan_row (self, mend (self, p, end)) == NULL))
    return NULL;

  self->state = STATE_AFTER_ROW;
  self->row++;
  if (*p == '{')
    finish_row (self);
  else
    hsp_decode_skip_row (self->page, self->row, NULL);

  return end;
}

static char *
step_end_of_list (HspServiceReader *self,
                  char             *p)
{
  self->lists[self->list] = self->row > 0 ? LIST_READ : LIST_EMPTY;
  self->handed |= self->row > 0;
  self->state = self->object ? STATE_AFTER_MEMBER : STATE_END;

  return p + 1;
}

static char *
step (HspServiceReader *self,
      char             *p)
{
  self->invalid = FALSE;
  self->copies_used = MARGIN;

  switch (self->state)
    {
    case STATE_MARK:
      return step_mark (self, p);
    case STATE_START:
      return step_start (self, p);
    case STATE_FIRST_MEMBER:
    case STATE_AFTER_MEMBER:
      if (*p != '}' && self->state == STATE_FIRST_MEMBER)
        return step_member (self, p);
      if (*p != '}' && *p != ',')
        return fail_at (self, p);
      self->state = *p == '}' ? STATE_END : STATE_MEMBER;
      return p + 1;
    case STATE_MEMBER:
      return step_member (self, p);
    case STATE_FIRST_ROW:
      return *p == ']' ? step_end_of_list (self, p) : step_row (self, p);
    case STATE_ROW:
      return step_row (self, p);
    case STATE_AFTER_ROW:
      if (*p == ']')
        return step_end_of_list (self, p);
      if (*p != ',')
        return fail_at (self, p);
      self->state = STATE_ROW;
      return p + 1;
    case STATE_END:
    default:
      return fail_at (self, p);
    }
}

static void
run (HspServiceReader *self)
{
  char *p = self->buffer + self->start;
  char *next;

  begin_copies (self, self->allocated);
  for (;;)
    {
      if (self->state != STATE_MARK)
        p = skip_space (p);
      if ((next = step (self, p)) == NULL)
        break;
      p = next;
    }
  self->start = p - self->buffer;
  self->enough = 2 * (self->used - self->start);
  /* no step goes past a NUL: one that came with the answer is among what is left */
  if (memchr (p, '\0', self->used - self->start) != NULL)
    self->fault = HSP_JSON_FAULT_CHARACTER;
}

/* Puts bytes behind those that are left. */
static void
add_bytes (HspServiceReader *self,
           const char       *bytes,
           gsize             size)
{
  if (self->start > 0)
    {
      self->used -= self->start;
      memmove (self->buffer, self->buffer + self->start, self->used);
      self->start = 0;
    }
  if (self->used + size + PADDING > self->allocated)
    {
      self->allocated = MAX (2 * self->allocated, self->used + size + PADDING);
      self->buffer = g_realloc (self->buffer, self->allocated);
    }
  memcpy (self->buffer + self->used, bytes, size);
  self->used += size;
  memset (self->buffer + self->used, 0, PADDING);
}

static gboolean
check_fault (HspServiceReader *self,
             GError          **error)
{
  return self->fault == HSP_JSON_FAULT_NONE || hsp_json_refuse (error, self->fault);
}

/**
 * hsp_service_reader_new:
 * @secret: (nullable): the key: where a shop repeats it, it is replaced (see hsp_reply_hide())
 * @func: (scope forever): takes each row
 * @user_data: for @func
 *
 * A reader belongs to one thread at a time, any; @func runs in the one that feeds.
 *
 * Returns: (transfer full): a reader for one answer
 */
HspServiceReader *
hsp_service_reader_new (const char        *secret,
                        HspServiceRowFunc  func,
                        gpointer           user_data)
{
  HspServiceReader *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (HspServiceReader, 1);
  self->func = func;
  self->user_data = user_data;
  self->rest = g_string_new ("{");
  self->page = hsp_decode_new_page ();
  if (secret != NULL && strlen (secret) >= HSP_REPLY_MIN_SECRET)
    {
      self->secret = g_ascii_strdown (secret, -1);
      self->secret_length = strlen (secret);
      self->secret_end = g_ascii_toupper (secret[self->secret_length - 1]);
      memset (self->skips, MIN (self->secret_length, G_MAXUINT8), sizeof self->skips);
      for (gsize i = 0; i + 1 < self->secret_length; i++)
        {
          guint8 skip = MIN (self->secret_length - 1 - i, G_MAXUINT8);

          self->skips[(guchar) self->secret[i]] = skip;
          self->skips[(guchar) g_ascii_toupper (self->secret[i])] = skip;
        }
    }

  return self;
}

/**
 * hsp_service_reader_free:
 * @self: (transfer full) (nullable): a reader, at the end or not
 */
void
hsp_service_reader_free (HspServiceReader *self)
{
  if (self == NULL)
    return;

  if (self->secret != NULL)
    memset (self->secret, 0, self->secret_length);
  g_free (self->secret);
  g_free (self->buffer);
  g_free (self->mended);
  g_free (self->copies);
  g_string_free (self->rest, TRUE);
  g_clear_pointer (&self->page, hsp_services_page_free);
  g_free (self);
}

/**
 * hsp_service_reader_feed:
 * @self: a reader
 * @bytes: what came next of the answer
 * @size: how many; a piece may end anywhere
 * @error: return location, %HSP_ERROR_UNREADABLE
 *
 * Hands over the rows that are whole with these bytes.
 *
 * Returns: %FALSE once the answer is wrong or over a limit; then nothing may be fed any more
 */
gboolean
hsp_service_reader_feed (HspServiceReader *self,
                         const char       *bytes,
                         gsize             size,
                         GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || size == 0, FALSE);
  g_return_val_if_fail (self->fault == HSP_JSON_FAULT_NONE, FALSE);

  if (size > HSP_JSON_MAX_SIZE - self->total)
    self->fault = HSP_JSON_FAULT_TOO_LONG;
  self->total += size;

  while (size > 0 && self->fault == HSP_JSON_FAULT_NONE)
    {
      gsize slice = MIN (size, SLICE);

      add_bytes (self, bytes, slice);
      if (self->used >= self->enough)
        run (self);
      bytes += slice;
      size -= slice;
    }

  return check_fault (self, error);
}

/* Whether the list that counts, of those in an object, is the one whose rows were handed over. */
static gboolean
check_list (HspServiceReader *self,
            GError          **error)
{
  guint list = 0;

  while (list < G_N_ELEMENTS (list_names) && self->lists[list] == LIST_NONE)
    list++;
  if (list == G_N_ELEMENTS (list_names))
    return hsp_decode_fail_unreadable (error, _("The shop’s answer has no list in it.")) != NULL;
  if (self->lists[list] == LIST_UNREAD || (self->lists[list] == LIST_EMPTY && self->handed))
    return hsp_decode_fail_unreadable (error, _("The shop’s answer has two lists in it.")) != NULL;

  return TRUE;
}

/* What stands beside the list: an error of the shop's, or counts. */
static gboolean
read_rest (HspServiceReader *self,
           GError          **error)
{
  g_autoptr(GBytes) body = NULL;
  g_autoptr(JsonNode) root = NULL;

  g_string_append_c (self->rest, '}');
  body = g_bytes_new (self->rest->str, self->rest->len);
  if (self->secret != NULL)
    body = hsp_reply_hide (g_steal_pointer (&body), self->secret);
  root = hsp_reply_parse (body, error);
  if (root == NULL || !check_list (self, error))
    return FALSE;
  hsp_decode_read_counts (self->page, hsp_json_to_object (root));

  return TRUE;
}

/**
 * hsp_service_reader_end:
 * @self: a reader that was fed the whole answer
 * @error: return location, %HSP_ERROR: %HSP_ERROR_UNREADABLE when the answer ends in the middle, has no
 *   list, or something follows it; else what the shop said instead of a list
 *
 * May hand over last rows. To be called once.
 *
 * Returns: (transfer full) (nullable): the page without its services: counts, and the reasons of the
 *   rows left out
 */
HspServicesPage *
hsp_service_reader_end (HspServiceReader  *self,
                        GError           **error)
{
  g_return_val_if_fail (self != NULL && self->page != NULL, NULL);

  if (self->fault == HSP_JSON_FAULT_NONE && self->used > 0)
    run (self);
  if (self->fault == HSP_JSON_FAULT_NONE && self->state != STATE_END)
    self->fault = self->state <= STATE_START && self->start == self->used ? HSP_JSON_FAULT_EMPTY
                                                                          : HSP_JSON_FAULT_CUT;
  if (!check_fault (self, error) || (self->object && !read_rest (self, error)))
    return NULL;

  return g_steal_pointer (&self->page);
}
