/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One parameter of a request: its name, what it is, and what is sent. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-action.h"

G_BEGIN_DECLS

/* Signals: changed () */
#define HSP_TYPE_CONSOLE_FIELD (hsp_console_field_get_type ())
G_DECLARE_FINAL_TYPE (HspConsoleField, hsp_console_field, HSP, CONSOLE_FIELD, GtkListBoxRow)

GtkWidget  *hsp_console_field_new       (const HspParam  *param);
/* Of an action that the table does not have: the name is a person's too. Signals: removed () */
GtkWidget  *hsp_console_field_new_free  (void);
const char *hsp_console_field_get_name  (HspConsoleField *self);
const char *hsp_console_field_get_value (HspConsoleField *self);
void        hsp_console_field_set_name  (HspConsoleField *self,
                                         const char      *name);
void        hsp_console_field_set_value (HspConsoleField *self,
                                         const char      *value);
/* Shows what is wrong; FALSE when something is */
gboolean    hsp_console_field_check     (HspConsoleField *self);

G_END_DECLS
