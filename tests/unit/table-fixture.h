/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of the table of services share: rows of every kind, a folder that goes away, and a way
 * to look at all of a table, whatever is in it. */
#pragma once

#include "hsp-service-builder.h"
#include "hsp-test.h"

G_BEGIN_DECLS

#define TABLE_TIME 1700000000

typedef struct
{
  char *folder;   /* (owned) */
  char *path;     /* (owned) in a folder that is not there yet */
} TableFixture;

void             table_fixture_set_up    (TableFixture          *fixture,
                                          gconstpointer          user_data);
void             table_fixture_tear_down (TableFixture          *fixture,
                                          gconstpointer          user_data);

HspServiceValue *table_make_value        (guint                  i);
GPtrArray       *table_make_categories   (guint                  n);
HspServiceTable *table_build             (const char            *path,
                                          guint                  n);
void             table_assert_value      (const HspServiceValue *value,
                                          const HspServiceValue *expected);
void             table_assert_rows       (HspServiceTable       *table,
                                          guint                  n);
void             table_look_at_all       (HspServiceTable       *table);
guint            table_count_files       (TableFixture          *fixture);

G_END_DECLS
