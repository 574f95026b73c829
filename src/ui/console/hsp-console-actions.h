/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions of the table by their groups, and one more for what it lacks. */
#pragma once

#include <adwaita.h>

#include "hsp-action.h"

G_BEGIN_DECLS

/* Signals: chosen (gpointer HspAction, nullable: another one), opened (): by a click or Enter,
 * history () */
#define HSP_TYPE_CONSOLE_ACTIONS (hsp_console_actions_get_type ())
G_DECLARE_FINAL_TYPE (HspConsoleActions, hsp_console_actions, HSP, CONSOLE_ACTIONS, AdwBin)

/* @action: (nullable); says `chosen` */
void hsp_console_actions_choose (HspConsoleActions *self,
                                 const HspAction   *action);
void hsp_console_actions_focus  (HspConsoleActions *self);
/* Narrow, the history lies behind this list, and has a row in it */
void hsp_console_actions_set_narrow (HspConsoleActions *self,
                                     gboolean           narrow);

G_END_DECLS
