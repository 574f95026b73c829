/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The console of an account at a sandbox of its own, and the steps that tests of it share. */
#pragma once

#include "account-helper.h"
#include "hsp-console.h"
#include "hsp-request.h"

G_BEGIN_DECLS

/* To be known again in what is written. */
#define KEY "k3y-9f8e7d6c5b4a"

typedef struct
{
  Shop        shop;
  HspConsole *console;      /* (unowned) the account's */
  GPtrArray  *secrets;      /* (owned) (element-type utf8): what must be in no file of the console's */
} Fixture;

/* @data: the dialect of the shop */
void             set_up       (Fixture               *fixture,
                               gconstpointer          data);
void             tear_down    (Fixture               *fixture,
                               gconstpointer          data);
void             add_test     (const char            *path,
                               HspDialect             dialect,
                               void                 (*test) (Fixture *, gconstpointer));
/* One in each dialect */
void             add_dialects (const char            *path,
                               void                 (*test) (Fixture *, gconstpointer));

/* "name=value" up to NULL. (transfer full) */
GHashTable      *make_params  (const char            *first,
                               ...) G_GNUC_NULL_TERMINATED;

/* (transfer full) (nullable) */
HspRequest      *send_asked   (Fixture               *fixture,
                               const char            *action,
                               GHashTable            *params,
                               gboolean               asked,
                               GError               **error);
/* (transfer full): what may be sent at once */
HspRequest      *send_good    (Fixture               *fixture,
                               const char            *action,
                               GHashTable            *params);
/* (nullable): of the answer */
HspAnswerText   *get_text     (HspRequest            *request);

HspConsoleOffer *offer        (Fixture               *fixture,
                               const char            *action,
                               GHashTable            *params);
HspRequest      *buy          (Fixture               *fixture,
                               const HspConsoleOffer *what,
                               GError               **error);

G_END_DECLS
