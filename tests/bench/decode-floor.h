/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

/* what simdjson reads behind the bytes */
#define DECODE_FLOOR_PADDING 64

#ifdef __cplusplus
extern "C"
#endif
/* How many rows there are under `services`, by a tree of the whole answer; 0 when it cannot be read. */
unsigned decode_floor_parse (const char *padded, size_t size);
