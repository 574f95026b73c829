/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every request of the API at hand: actions, form, answer, history. */
#pragma once

#include <adwaita.h>

#include "hsp-session.h"

G_BEGIN_DECLS

#define HSP_TYPE_CONSOLE_WINDOW (hsp_console_window_get_type ())
G_DECLARE_FINAL_TYPE (HspConsoleWindow, hsp_console_window, HSP, CONSOLE_WINDOW, AdwWindow)

/* @session has an account; the window goes away when another one is shown. */
GtkWidget *hsp_console_window_new (GtkApplication *application,
                                   HspSession     *session);
void       hsp_console_window_toast       (HspConsoleWindow *self,
                                           const char       *message);
void       hsp_console_window_say_waiting (HspConsoleWindow *self,
                                           const char       *message);

G_END_DECLS
