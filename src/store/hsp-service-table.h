/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All services of a shop in one block that never changes: what is shown, what a search reads, and
 * what lies in the cache folder, byte for byte the same. Made by HspServiceBuilder in a worker,
 * shared by threads by counted references (atomic). Opening one maps a file: what is not looked at
 * costs nothing. */
#pragma once

#include <gio/gio.h>

#include "hsp-values.h"

G_BEGIN_DECLS

typedef struct _HspServiceTable HspServiceTable;

enum { HSP_TABLE_REFILL = 1 << 0, HSP_TABLE_CANCEL = 1 << 1 };

/* One service, as it lies in the block. Texts are offsets: see hsp_service_table_get_text(). */
typedef struct
{
  gint64  rate;         /* never unknown, never negative */
  gint64  min;          /* HSP_UNKNOWN, as the next two */
  gint64  max;
  gint64  stock;
  guint32 id;
  guint32 name;
  guint32 type;
  guint32 place;        /* index of its HspTablePlace */
  guint64 description;  /* where it begins in the descriptions, G_MAXUINT64 when there is none */
  guint8  kind;         /* HspKind */
  guint8  marks;        /* HSP_TABLE_REFILL… */
  guint8  reserved[6];
} HspTableRow;
G_STATIC_ASSERT (sizeof (HspTableRow) == 64);

/* A category with a subcategory, in the order in which the rows first name them. */
typedef struct
{
  guint32 category;     /* text; "" when the rows name none */
  guint32 subcategory;  /* text; "" when the rows name none */
  guint32 folded;       /* text: both, folded (hsp_fold), a space between */
  guint32 n_rows;
} HspTablePlace;

/* Permutations of the rows. What is the same in the chosen figure is in the order of names. */
typedef enum
{
  HSP_TABLE_BY_NAME,    /* as the locale sorts names; the same name keeps the shop's order */
  HSP_TABLE_BY_RATE,    /* cheapest first */
  HSP_TABLE_BY_STOCK,   /* most first, unknown last */
  HSP_TABLE_BY_ID,      /* by length and then bytes: decimal numbers in their order */
  HSP_N_TABLE_ORDERS
} HspTableOrder;

/* Maps the file; checks its header and that every part lies inside it, and nothing that takes time
 * by the number of rows: may be called before the first frame. Errors: HSP_ERROR_STORE. */
HspServiceTable      *hsp_service_table_open            (const char *path, GError **error);
HspServiceTable      *hsp_service_table_new_empty       (void);
HspServiceTable      *hsp_service_table_ref             (HspServiceTable *self);
void                  hsp_service_table_unref           (HspServiceTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspServiceTable, hsp_service_table_unref)

/* Reads the whole file (by pieces, without keeping it in memory) and compares its checksum, and
 * that every index and offset lies inside, which is what a search relies on. Blocking: in a worker.
 * A table that a builder made is verified already. Errors: HSP_ERROR_STORE, G_IO_ERROR_CANCELLED. */
gboolean              hsp_service_table_verify          (HspServiceTable *self, GCancellable *cancellable, GError **error);
gboolean              hsp_service_table_is_verified     (HspServiceTable *self);
void                  hsp_service_table_rest            (HspServiceTable *self);

gint64                hsp_service_table_get_time        (HspServiceTable *self);  /* Unix seconds of reading */
guint                 hsp_service_table_get_n_rows      (HspServiceTable *self);
const HspTableRow    *hsp_service_table_get_row         (HspServiceTable *self, guint row);
/* "" for an offset that lies outside. Valid UTF-8 once verified. */
const char           *hsp_service_table_get_text        (HspServiceTable *self, guint32 offset);
const char           *hsp_service_table_get_id          (HspServiceTable *self, guint row);
const char           *hsp_service_table_get_name        (HspServiceTable *self, guint row);
guint                 hsp_service_table_get_n_places    (HspServiceTable *self);
const HspTablePlace  *hsp_service_table_get_place       (HspServiceTable *self, guint place);

/* (transfer none) (nullable): n_rows rows. Of a table that is not verified it can hold anything: compare
 * with n_rows (what is asked of a row that is not there is empty). NULL for the order of names where
 * the file was written in another locale; a worker then makes it: hsp_service_table_sort_names(). */
const guint32        *hsp_service_table_get_order       (HspServiceTable *self, HspTableOrder order);
/* A table with the same rows and the orders of the present locale. Blocking: in a worker. */
HspServiceTable      *hsp_service_table_sort_names      (HspServiceTable *self, const char *path, GCancellable *cancellable, GError **error);

/* The folded names, one after the other, each ended by '\n'; @starts has n_rows + 1 places. */
const char           *hsp_service_table_get_haystack    (HspServiceTable *self, const guint32 **starts, gsize *length);

/* The row with this number, or G_MAXUINT. */
guint                 hsp_service_table_find            (HspServiceTable *self, const char *id);

/* (transfer full): a copy with everything, description too. Whatever is in the file, valid UTF-8. */
HspServiceValue      *hsp_service_table_dup_value       (HspServiceTable *self, guint row);

/* (transfer full) (element-type HspCategoryValue): what `categories` said, in the shop's order */
GPtrArray            *hsp_service_table_dup_categories  (HspServiceTable *self);

G_END_DECLS
