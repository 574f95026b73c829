/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sixteen bytes that are looked at together. Comparing gives 0xFF or 0 for each; the compiler knows how
 * on every processor it makes code for, but for asking which there are. */
#pragma once

#include <glib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

G_BEGIN_DECLS

#define HSP_VECTOR_SIZE 16

typedef guint8 HspVector __attribute__ ((vector_size (HSP_VECTOR_SIZE)));
typedef gint8  HspVectorMask __attribute__ ((vector_size (HSP_VECTOR_SIZE)));

/* @p: of any place; sixteen bytes there can be read */
static inline HspVector
hsp_vector_load (const void *p)
{
  HspVector vector;

  memcpy (&vector, p, sizeof vector);

  return vector;
}

/* One bit for each byte, that of the first one lowest: its highest. */
static inline guint
hsp_vector_get_bits (HspVector vector)
{
#ifdef __SSE2__
  return (guint) _mm_movemask_epi8 ((__m128i) vector);
#else
  guint64 halves[2];

  memcpy (halves, &vector, sizeof halves);
  for (guint i = 0; i < 2; i++)
    halves[i] = ((GUINT64_FROM_LE (halves[i]) & G_GUINT64_CONSTANT (0x8080808080808080)) *
                 G_GUINT64_CONSTANT (0x0002040810204081)) >> 56;

  return (guint) (halves[0] | halves[1] << 8);
#endif
}

/* The same of what comparing gave. */
static inline guint
hsp_vector_find (HspVectorMask mask)
{
  return hsp_vector_get_bits ((HspVector) mask);
}

G_END_DECLS
