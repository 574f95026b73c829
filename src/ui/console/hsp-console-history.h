/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was sent, by hand and by the program, newest first. */
#pragma once

#include <adwaita.h>

#include "hsp-console.h"

G_BEGIN_DECLS

/* Signals: chosen (HspRequest*): the person wants it back in the form */
#define HSP_TYPE_CONSOLE_HISTORY (hsp_console_history_get_type ())
G_DECLARE_FINAL_TYPE (HspConsoleHistory, hsp_console_history, HSP, CONSOLE_HISTORY, AdwBin)

/* @own: of HspRequest: what the program sent by itself */
void        hsp_console_history_set_models  (HspConsoleHistory *self,
                                             HspConsole        *console,
                                             GListModel        *own);
void        hsp_console_history_show_own    (HspConsoleHistory *self,
                                             gboolean           show);
void        hsp_console_history_delete      (HspConsoleHistory *self);
/* (transfer none): of HspRequest, as it is shown */
GListModel *hsp_console_history_get_model   (HspConsoleHistory *self);
void        hsp_console_history_search      (HspConsoleHistory *self,
                                             const char        *words,
                                             const char        *action);

G_END_DECLS
