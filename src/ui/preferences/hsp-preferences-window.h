/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The account shown, and what a person wants of the program: every change holds at once. */
#pragma once

#include <adwaita.h>

#include "hsp-session.h"

G_BEGIN_DECLS

#define HSP_TYPE_PREFERENCES_WINDOW (hsp_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (HspPreferencesWindow, hsp_preferences_window, HSP, PREFERENCES_WINDOW, AdwPreferencesWindow)

GtkWidget *hsp_preferences_window_new (GtkWindow  *parent,
                                       HspSession *session);

G_END_DECLS
