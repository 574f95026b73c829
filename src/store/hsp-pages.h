/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A growing block of memory straight from the kernel, for what grows to megabytes and then goes: it
 * grows without a copy beside it, and all of it is given back when it is freed, which an allocator
 * does not promise in a worker. What was got from it moves when it grows. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint8 *data;
  gsize   size;       /* used */
  gsize   capacity;   /* asked for; what was never used takes no memory */
} HspPages;

gsize hsp_pages_append (HspPages *self, gconstpointer data, gsize size);
void  hsp_pages_clear  (HspPages *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HspPages, hsp_pages_clear)

G_END_DECLS
