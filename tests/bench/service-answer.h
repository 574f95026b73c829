/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 's': rows of about 250 bytes; 'd': with descriptions of about 300 bytes; 'a': these, in ASCII alone */
GBytes *service_answer_make (guint n_rows,
                             char  kind);

/* The same some time later, @version > 0: some rows have gone and some have other prices. */
GBytes *service_answer_make_version (guint n_rows,
                                     char  kind,
                                     guint version);

G_END_DECLS
