/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "hsp-values.h"

G_BEGIN_DECLS

/* @value: borrowed, until the function returns: its texts are the reader's own and change with the
 * next row. type, category, subcategory are interned. */
typedef void (*HspServiceRowFunc) (const HspServiceValue *value, gpointer user_data);

typedef struct _HspServiceReader HspServiceReader;

/* @secret: (nullable): the key: a shop that repeats it in a row has it replaced (see hsp_reply_hide) */
HspServiceReader *hsp_service_reader_new  (const char *secret, HspServiceRowFunc func, gpointer user_data);
void              hsp_service_reader_free (HspServiceReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspServiceReader, hsp_service_reader_free)

/* The next bytes of the answer to `services`, in pieces of any size. Rows are handed over as soon as
 * they are whole. FALSE with HSP_ERROR_UNREADABLE once the answer is wrong or over a limit; nothing
 * may be fed afterwards. */
gboolean          hsp_service_reader_feed (HspServiceReader *self, const char *bytes, gsize size, GError **error);

/* The end of the answer. (transfer full) (nullable): the page without its services (an empty
 * array): counts, reasons of the dropped rows. Errors: HSP_ERROR_UNREADABLE: it ends in the middle, has
 * no list, or something follows it; what the shop said instead of a list is the error that
 * hsp_reply_check_node() makes of it. */
HspServicesPage  *hsp_service_reader_end  (HspServiceReader *self, GError **error);

G_END_DECLS
