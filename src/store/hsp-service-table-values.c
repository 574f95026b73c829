/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-service-table-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PIECE 4096

/* (transfer full) */
static char *
dup_text (HspServiceTable *self,
          guint32          offset)
{
  return g_utf8_make_valid (hsp_service_table_get_text (self, offset), -1);
}

static const char *
intern_text (HspServiceTable *self,
             guint32          offset)
{
  g_autofree char *text = dup_text (self, offset);

  return g_intern_string (text);
}

/* (transfer full) (nullable): read, not mapped: it is wanted for one row, and of a table that is still
 * being built it lies in another file. One that cannot be read is missed less than the row. */
static char *
dup_description (HspServiceTable *self,
                 guint64          offset)
{
  g_autoptr(GString) text = NULL;
  guint64 place = offset;

  if (offset == HSP_TABLE_NO_DESCRIPTION)
    return NULL;

  text = g_string_new (NULL);
  while (place < self->descriptions_size)
    {
      char piece[PIECE];
      const gsize wanted = MIN (sizeof piece, self->descriptions_size - place);
      const gssize n = pread (self->fd, piece, wanted, (off_t) (sizeof (HspTableHeader) + place));
      gsize length = 0;

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return NULL;
      length = strnlen (piece, (gsize) n);
      g_string_append_len (text, piece, (gssize) length);
      if (length < (gsize) n)
        return g_utf8_make_valid (text->str, (gssize) text->len);
      place += (guint64) n;
    }
  return NULL;
}

static gint64
get_count (gint64 number)
{
  return MAX (number, HSP_UNKNOWN);
}

/**
 * hsp_service_table_dup_value:
 *
 * Reads the description from the file. Any thread.
 *
 * Returns: (transfer full): whatever is in the file, a value that can be shown
 */
HspServiceValue *
hsp_service_table_dup_value (HspServiceTable *self,
                             guint            row)
{
  const HspTableRow *found = hsp_service_table_get_row (self, row);
  const HspTablePlace *place = hsp_service_table_get_place (self, found->place);
  HspServiceValue *value = hsp_service_value_new ();

  value->id = dup_text (self, found->id);
  value->name = dup_text (self, found->name);
  value->type = intern_text (self, found->type);
  value->category = intern_text (self, place->category);
  value->subcategory = intern_text (self, place->subcategory);
  value->description = dup_description (self, found->description);
  value->rate = MAX (found->rate, 0);
  value->min = get_count (found->min);
  value->max = get_count (found->max);
  value->stock = get_count (found->stock);
  value->kind = found->kind < HSP_N_KINDS ? (HspKind) found->kind : HSP_KIND_UNKNOWN;
  value->refill = (found->marks & HSP_TABLE_REFILL) != 0;
  value->cancel = (found->marks & HSP_TABLE_CANCEL) != 0;
  return value;
}

static HspCategoryValue *
dup_category (HspServiceTable *self,
              const guint32   *numbers,
              guint            n_subcategories)
{
  HspCategoryValue *category = g_new0 (HspCategoryValue, 1);

  category->name = dup_text (self, numbers[0]);
  category->subcategories = g_new0 (char *, (gsize) n_subcategories + 1);
  for (guint i = 0; i < n_subcategories; i++)
    category->subcategories[i] = dup_text (self, numbers[2 + i]);
  return category;
}

/**
 * hsp_service_table_dup_categories:
 *
 * Any thread.
 *
 * Returns: (transfer full) (element-type HspCategoryValue): what `categories` said, in the shop's order
 */
GPtrArray *
hsp_service_table_dup_categories (HspServiceTable *self)
{
  GPtrArray *categories = NULL;
  gsize i = 0;

  g_return_val_if_fail (self != NULL, NULL);

  categories = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_category_value_free);
  while (i + 2 <= self->n_categories && self->categories[i + 1] <= self->n_categories - i - 2)
    {
      const guint32 n_subcategories = self->categories[i + 1];

      g_ptr_array_add (categories, dup_category (self, self->categories + i, n_subcategories));
      i += 2 + (gsize) n_subcategories;
    }
  return categories;
}
