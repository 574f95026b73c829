/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The console's window beside the program's own, and the steps that tests of it share. */
#pragma once

#include "shop-window.h"

#include "hsp-code-view.h"
#include "hsp-console-actions.h"
#include "hsp-console-answer.h"
#include "hsp-console-field.h"
#include "hsp-console-form.h"
#include "hsp-console-history.h"

G_BEGIN_DECLS

typedef struct
{
  ShopWindow         shop;
  HspConsole        *console;
  GtkWindow         *window;
  HspConsoleActions *actions;
  HspConsoleForm    *form;
  HspConsoleAnswer  *answer;
  HspConsoleHistory *history;
  HspCodeView       *code;
} Fixture;

void             set_up        (Fixture       *fixture,
                                gconstpointer  data);
void             tear_down     (Fixture       *fixture,
                                gconstpointer  data);
void             open_console  (Fixture       *fixture);
void             close_console (Fixture       *fixture);

/* (nullable): the first one of @type that is on the screen */
GtkWindow       *find_window   (GType          type);

/* @action: (nullable): NULL for one that the table does not have */
void             choose        (Fixture       *fixture,
                                const char    *action);

/* (nullable): the field of the parameter @name below @widget */
HspConsoleField *find_field    (GtkWidget     *widget,
                                const char    *name);
void             fill          (Fixture       *fixture,
                                const char    *name,
                                const char    *value);
void             press_send    (Fixture       *fixture);

/* Until the answer is there */
void             send_and_wait (Fixture       *fixture);

/* (transfer full): the text of the answer */
char            *get_shown     (Fixture       *fixture);

/* Waits for the question, and answers it */
void             respond       (Fixture       *fixture,
                                const char    *response);

G_END_DECLS
