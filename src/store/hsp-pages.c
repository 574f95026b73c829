/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

/* mremap() */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-pages.h"

#include <string.h>
#include <sys/mman.h>

#define LEAST_CAPACITY (64 * 1024)

static void
reserve (HspPages *self,
         gsize     size)
{
  gsize capacity = MAX (self->capacity, LEAST_CAPACITY);
  void *data = NULL;

  if (size <= self->capacity)
    return;
  while (capacity < size)
    capacity *= 2;

  if (self->data == NULL)
    data = mmap (NULL, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  else
    data = mremap (self->data, self->capacity, capacity, MREMAP_MAYMOVE);
  /* as every other allocation of the program */
  if (data == MAP_FAILED)
    g_error ("No memory for %" G_GSIZE_FORMAT " bytes", capacity);
  self->data = data;
  self->capacity = capacity;
}

/**
 * hsp_pages_append:
 * @data: (nullable): zeros when NULL; not within @self
 *
 * Returns: where it begins in the block
 */
gsize
hsp_pages_append (HspPages      *self,
                  gconstpointer  data,
                  gsize          size)
{
  const gsize place = self->size;

  if (size == 0)
    return place;

  reserve (self, place + size);
  if (data != NULL)
    memcpy (self->data + place, data, size);
  else
    memset (self->data + place, 0, size);
  self->size += size;
  return place;
}

/** hsp_pages_clear: gives all of it back; the block is as at first, and can be used again */
void
hsp_pages_clear (HspPages *self)
{
  if (self->data != NULL)
    munmap (self->data, self->capacity);
  memset (self, 0, sizeof *self);
}
