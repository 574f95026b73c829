/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-collation.h"

#include <string.h>

/* Different characters that are looked after: of names in Latin letters there are some two hundred. */
#define MOST_CHARS 1024
#define NO_CHAR MOST_CHARS
/* Below this, a character is found by an array. */
#define TABLE_SIZE 0x2000
/* Bytes of the key of two characters, all levels of it: 20 are usual. */
#define KEY_SIZE 256

/* Of the letters' part of one of them: two letters that are written as one have 6. */
#define WEIGHT_SIZE 8

/* The letters' part of the key of a character. */
typedef struct
{
  char     bytes[WEIGHT_SIZE];
  guint32  length;
  gunichar c;
} Weight;

typedef struct
{
  guint32 known[MOST_CHARS / 32];
  guint32 simple[MOST_CHARS / 32];
} Pairs;

struct _HspCollation
{
  Weight      weights[MOST_CHARS];
  guint       n_chars;
  guint16     table[TABLE_SIZE];  /* a place of the weights + 1; 0: not asked for yet */
  GHashTable *others;             /* (owned) (element-type gunichar guint) of the other characters, the same */
  Pairs      *pairs[MOST_CHARS];  /* (owned) (nullable) with the characters behind it, by place */
};

/* Returns: FALSE for a key that is too long to be that of a character or two */
static gboolean
ask (const char *text,
     char        key[KEY_SIZE])
{
  if (strxfrm (key, text, KEY_SIZE) >= KEY_SIZE)
    return FALSE;
  key[strcspn (key, "\1")] = '\0';
  return TRUE;
}

HspCollation *
hsp_collation_new (void)
{
  HspCollation *self;
  char key[KEY_SIZE];

  if (!ask ("Ab", key) || strcmp (key, "Ab") == 0)
    return NULL;

  self = g_new0 (HspCollation, 1);
  self->others = g_hash_table_new (NULL, NULL);
  return self;
}

void
hsp_collation_free (HspCollation *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_chars; i++)
    g_free (self->pairs[i]);
  g_hash_table_unref (self->others);
  g_free (self);
}

static guint
add_char (HspCollation *self,
          gunichar      c)
{
  Weight *weight = &self->weights[self->n_chars];
  char text[8] = "", key[KEY_SIZE];

  g_unichar_to_utf8 (c, text);
  if (self->n_chars == MOST_CHARS || !ask (text, key) || strlen (key) > WEIGHT_SIZE)
    return NO_CHAR;

  weight->c = c;
  weight->length = (guint32) strlen (key);
  memcpy (weight->bytes, key, weight->length);
  if (c < TABLE_SIZE)
    self->table[c] = (guint16) (self->n_chars + 1);
  else
    g_hash_table_insert (self->others, GUINT_TO_POINTER (c), GUINT_TO_POINTER (self->n_chars + 1));
  return self->n_chars++;
}

static inline guint
find_char (HspCollation *self,
           gunichar      c)
{
  const guint place = c < TABLE_SIZE ? self->table[c]
                                     : GPOINTER_TO_UINT (g_hash_table_lookup (self->others, GUINT_TO_POINTER (c)));

  return place > 0 ? place - 1 : add_char (self, c);
}

/* Whether the key of both is that of the one and then that of the other. */
static gboolean
ask_pair (HspCollation *self,
          guint         first,
          guint         second)
{
  const Weight *one = &self->weights[first];
  const Weight *other = &self->weights[second];
  char text[16] = "", key[KEY_SIZE];

  g_unichar_to_utf8 (other->c, text + g_unichar_to_utf8 (one->c, text));
  return ask (text, key) && strlen (key) == one->length + other->length
         && memcmp (key, one->bytes, one->length) == 0
         && memcmp (key + one->length, other->bytes, other->length) == 0;
}

static inline gboolean
is_simple (HspCollation *self,
           guint         first,
           guint         second)
{
  Pairs *pairs = self->pairs[first];
  const guint word = second / 32;
  const guint32 bit = 1u << second % 32;

  if (pairs == NULL)
    pairs = self->pairs[first] = g_new0 (Pairs, 1);
  if (!(pairs->known[word] & bit))
    {
      pairs->known[word] |= bit;
      if (ask_pair (self, first, second))
        pairs->simple[word] |= bit;
    }
  return (pairs->simple[word] & bit) != 0;
}

gboolean
hsp_collation_read_letters (HspCollation *self,
                            const char   *text,
                            GString      *key)
{
  guint before = NO_CHAR;
  gsize length = 0;

  while (*text != '\0')
    {
      const gunichar c = (guchar) *text < 0x80 ? (guchar) *text : g_utf8_get_char (text);
      const guint place = find_char (self, c);

      if (place == NO_CHAR || (before != NO_CHAR && !is_simple (self, before, place)))
        return FALSE;
      if (length + WEIGHT_SIZE >= key->allocated_len)
        g_string_set_size (key, length + WEIGHT_SIZE + key->allocated_len);
      /* all of it is faster than what there is of it, and written over by the next one */
      memcpy (key->str + length, self->weights[place].bytes, WEIGHT_SIZE);
      length += self->weights[place].length;
      before = place;
      text = g_utf8_next_char (text);
    }
  g_string_set_size (key, length);
  return TRUE;
}
