/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HspServiceReader held to hsp_decode_services(), which reads the same with json-glib. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How an answer is cut: whole, byte by byte, or by chance from the seed given as anything else. */
#define READER_WHOLE 0
#define READER_BYTES 1

void reader_oracle_compare (const char *bytes,
                            gsize       size,
                            guint32     pieces,
                            const char *secret);

G_END_DECLS
