/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program in process without a key, its window, and the shop that it would connect to; and the steps that
 * tests of it share. */
#pragma once

#include "hsp-application.h"
#include "hsp-key-form.h"
#include "hsp-sandbox.h"
#include "hsp-test.h"
#include "hsp-window.h"

G_BEGIN_DECLS

#define GOOD_KEY "good-key"
#define N_VIEWS 4

typedef struct
{
  HspWindow *window;    /* weak */
} Fixture;

/* One of each for all tests of a program */
extern HspApplication *app;
extern HspSandbox *shop;
extern const char *const view_names[N_VIEWS];

/* @test: of a window without an account, as which it has to end. */
void         add_test      (const char     *path,
                            void          (*test) (Fixture *, gconstpointer));
/* Returns: the status of the program */
int          run_tests     (int             argc,
                            char          **argv,
                            void          (*add_tests) (void));

void         set_up        (Fixture        *fixture,
                            gconstpointer   user_data);
void         tear_down     (Fixture        *fixture,
                            gconstpointer   user_data);

/* (nullable): the first widget of @type in the tree, @skip others before it */
GtkWidget   *find_nth      (GtkWidget      *widget,
                            GType           type,
                            guint          *skip);
/* The first widget of @type in the tree; there is one */
GtkWidget   *find          (gpointer        widget,
                            GType           type);
/* A child of the template of @type */
gpointer     part          (gpointer        widget,
                            GType           type,
                            const char     *name);

HspSession  *session       (void);
/* An action of the program */
void         activate      (const char     *action);
/* (nullable): what the strip says */
const char  *strip_text    (Fixture        *fixture);
void         type_key      (HspKeyForm     *form,
                            const char     *key);
void         click_connect (HspKeyForm     *form);

G_END_DECLS
