/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Codes on the clipboard: whoever copies one does it here, so that it is taken off again after the
 * time that the person has set, if it is still there. */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

void hsp_code_clipboard_copy   (GdkClipboard *clipboard,
                                const char   *code);
/* @code was put there by other means. */
void hsp_code_clipboard_expire (GdkClipboard *clipboard,
                                const char   *code);

G_END_DECLS
