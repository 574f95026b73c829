/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent: the fields of one action, the same with curl, and the button. */
#pragma once

#include <adwaita.h>

#include "hsp-console.h"

G_BEGIN_DECLS

/* Signals: send (), stop () */
#define HSP_TYPE_CONSOLE_FORM (hsp_console_form_get_type ())
G_DECLARE_FINAL_TYPE (HspConsoleForm, hsp_console_form, HSP, CONSOLE_FORM, AdwBin)

void        hsp_console_form_set_console (HspConsoleForm  *self,
                                          HspConsole      *console);
/* @action: (nullable): NULL for one that the table does not have */
void        hsp_console_form_set_action  (HspConsoleForm  *self,
                                          const HspAction *action);
/* Fills it as it was sent, as far as that is known */
void        hsp_console_form_restore     (HspConsoleForm  *self,
                                          HspRequest      *request);
const char *hsp_console_form_get_action  (HspConsoleForm  *self);
/* (transfer full) (element-type utf8 utf8) */
GHashTable *hsp_console_form_get_params  (HspConsoleForm  *self);
/* (transfer full): as it is shown */
char       *hsp_console_form_dup_curl    (HspConsoleForm  *self);
gboolean    hsp_console_form_can_send    (HspConsoleForm  *self);
/* @reason: (nullable): why nothing can be sent */
void        hsp_console_form_set_closed  (HspConsoleForm  *self,
                                          const char      *reason);
void        hsp_console_form_focus       (HspConsoleForm  *self);

G_END_DECLS
