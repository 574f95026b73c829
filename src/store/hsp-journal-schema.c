/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-private.h"

/* "HSPJ" */
#define APPLICATION_ID 0x4853504a

/* Of version 4, and not to be changed: by purchase, in the order in which they came, so that a purchase and
 * its first events are on one page. */
#define CREATE_EVENT_4 \
  "CREATE TABLE event (" \
  "  purchase INTEGER NOT NULL REFERENCES purchase (id) ON DELETE CASCADE," \
  "  id INTEGER NOT NULL," \
  "  time INTEGER NOT NULL," \
  "  kind INTEGER NOT NULL," \
  "  text TEXT," \
  "  number INTEGER NOT NULL," \
  "  PRIMARY KEY (purchase, id)" \
  ") STRICT, WITHOUT ROWID;"

/* Amounts are millionths and NULL when unknown, times Unix seconds and 0 when unknown. Kinds,
 * outcomes and events are stored by the numbers of their enums. A version that was ever shipped is
 * never changed: add a step, and a dump of the old version to the tests. */
static const char * const schema[] = {
  "CREATE TABLE purchase ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  kind INTEGER NOT NULL,"
  "  outcome INTEGER NOT NULL,"
  "  shop_order TEXT,"
  "  item TEXT NOT NULL,"
  "  name TEXT NOT NULL,"
  "  category TEXT,"
  "  quantity INTEGER NOT NULL,"
  "  link TEXT,"
  "  country TEXT,"
  "  phone TEXT,"
  "  estimate INTEGER,"
  "  currency TEXT NOT NULL,"
  "  balance_before INTEGER,"
  "  balance_before_at INTEGER NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  sent INTEGER NOT NULL,"
  "  updated INTEGER NOT NULL,"
  "  reason TEXT,"
  "  status TEXT,"
  "  charge INTEGER,"
  "  start_count INTEGER,"
  "  remains INTEGER,"
  "  checked INTEGER NOT NULL,"
  "  note TEXT,"
  "  owner TEXT,"
  "  CHECK (kind BETWEEN 0 AND 1),"
  "  CHECK (outcome BETWEEN 0 AND 6),"
  "  CHECK (kind <> 0 OR outcome <> 2 OR shop_order IS NOT NULL)"
  ") STRICT;"
  "CREATE INDEX purchase_shop_order ON purchase (shop_order);"
  "CREATE INDEX purchase_under_way ON purchase (id) WHERE outcome IN (0, 1);"
  "CREATE TABLE event ("
  "  id INTEGER PRIMARY KEY,"
  "  purchase INTEGER NOT NULL REFERENCES purchase (id) ON DELETE CASCADE,"
  "  time INTEGER NOT NULL,"
  "  kind INTEGER NOT NULL,"
  "  text TEXT,"
  "  number INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX event_purchase ON event (purchase);"
  "CREATE TABLE number ("
  "  shop_order TEXT PRIMARY KEY NOT NULL,"
  "  purchase INTEGER REFERENCES purchase (id) ON DELETE SET NULL,"
  "  phone TEXT NOT NULL,"
  "  country TEXT NOT NULL,"
  "  project TEXT NOT NULL,"
  "  project_name TEXT NOT NULL,"
  "  status TEXT NOT NULL,"
  "  code TEXT,"
  "  text TEXT,"
  "  charge INTEGER,"
  "  currency TEXT NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  expires INTEGER NOT NULL,"
  "  code_at INTEGER NOT NULL,"
  "  copied INTEGER NOT NULL,"
  "  checked INTEGER NOT NULL,"
  "  removed INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX number_purchase ON number (purchase);"
  "CREATE TABLE balance ("
  "  id INTEGER PRIMARY KEY,"
  "  time INTEGER NOT NULL,"
  "  balance INTEGER NOT NULL,"
  "  currency TEXT NOT NULL"
  ") STRICT;",

  "CREATE TABLE favourite ("
  "  service TEXT PRIMARY KEY NOT NULL,"
  "  name TEXT NOT NULL,"
  "  added INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE seen ("
  "  service TEXT PRIMARY KEY NOT NULL,"
  "  name TEXT NOT NULL,"
  "  time INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE watch ("
  "  service TEXT PRIMARY KEY NOT NULL,"
  "  name TEXT NOT NULL,"
  "  since INTEGER NOT NULL,"
  "  rate INTEGER,"
  "  stock INTEGER,"
  "  checked INTEGER NOT NULL,"
  "  notified_rate INTEGER,"
  "  notified_stock INTEGER"
  ") STRICT;",

  /* what a purchase that was taken out has cost: it still counts on its day */
  "CREATE TABLE forgotten ("
  "  id INTEGER PRIMARY KEY,"
  "  quantity INTEGER NOT NULL,"
  "  estimate INTEGER,"
  "  currency TEXT NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  status TEXT,"
  "  charge INTEGER"
  ") STRICT;",

  /* A purchase waits for each page that it writes: those of an index of what it does not have yet, of
   * one that only opening the file read, and of one that the key of the events takes the place of. The
   * page that the table of the events begins on is given back last and taken first, so that it is where
   * it was: see later_first of HspDatabaseKind. */
  "CREATE TABLE moved ("
  "  purchase INTEGER NOT NULL,"
  "  id INTEGER NOT NULL,"
  "  time INTEGER NOT NULL,"
  "  kind INTEGER NOT NULL,"
  "  text TEXT,"
  "  number INTEGER NOT NULL,"
  "  PRIMARY KEY (purchase, id)"
  ") STRICT, WITHOUT ROWID;"
  "INSERT INTO moved SELECT purchase, row_number () OVER (PARTITION BY purchase ORDER BY id),"
  " time, kind, text, number FROM event ORDER BY purchase, id;"
  "DROP TABLE event;"
  CREATE_EVENT_4
  "INSERT INTO event SELECT purchase, id, time, kind, text, number FROM moved ORDER BY purchase, id;"
  "DROP TABLE moved;"
  "DROP INDEX purchase_under_way;"
  "DROP INDEX purchase_shop_order;"
  "CREATE INDEX purchase_shop_order ON purchase (shop_order) WHERE shop_order IS NOT NULL;",
};

const HspDatabaseKind hsp_journal_kind = {
  .application_id = APPLICATION_ID,
  .steps = schema,
  .n_steps = G_N_ELEMENTS (schema),
  .later_first = "DROP TABLE event;" CREATE_EVENT_4,
  .mend = "DELETE FROM event WHERE purchase NOT IN (SELECT id FROM purchase);"
          "UPDATE number SET purchase = NULL WHERE purchase NOT IN (SELECT id FROM purchase)",
};
