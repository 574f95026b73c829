/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window: welcome while there is no account, else the four views of it. */
#pragma once

#include <adwaita.h>

#include "hsp-session.h"

G_BEGIN_DECLS

#define HSP_TYPE_WINDOW (hsp_window_get_type ())
G_DECLARE_FINAL_TYPE (HspWindow, hsp_window, HSP, WINDOW, AdwApplicationWindow)

GtkWidget  *hsp_window_new              (GtkApplication *application,
                                         HspSession     *session);
void        hsp_window_toast            (HspWindow      *self,
                                         const char     *message);
void        hsp_window_say_waiting      (HspWindow      *self,
                                         const char     *message);
void        hsp_window_toast_code       (HspWindow      *self,
                                         HspSmsNumber   *number);
/* With a button that shows the service. */
void        hsp_window_toast_service    (HspWindow      *self,
                                         const char     *message,
                                         const char     *service);
void        hsp_window_show_view        (HspWindow      *self,
                                         const char     *view);
const char *hsp_window_get_view         (HspWindow      *self);
gboolean    hsp_window_get_narrow       (HspWindow      *self);

G_END_DECLS
