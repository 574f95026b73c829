/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds where the values of a JSON text begin and end without making anything of them, so that a
 * long document is read row by row. What a slice holds is checked by whoever parses it. Any
 * thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *start;    /* NULL: there is none */
  const char *end;
} HspSlice;

/* Calls for each member of an object (@name: the text of its name as written) or element of an
 * array (@name: NULL). FALSE stops. */
typedef gboolean (*HspSliceFunc) (const HspSlice *name,
                                  const HspSlice *value,
                                  gpointer        user_data);

gboolean hsp_slice_for_each (const HspSlice *text,
                             char            bracket,
                             HspSliceFunc    func,
                             gpointer        user_data);
gboolean hsp_slice_equals   (const HspSlice *slice,
                             const char     *text);

G_END_DECLS
