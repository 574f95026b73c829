/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A journal in a folder that goes away, and the steps that tests of it share. */
#pragma once

#include <sqlite3.h>

#include "hsp-journal.h"
#include "hsp-test.h"

G_BEGIN_DECLS

#define NASTY "Tăng tương tác 🎉 <b>&amp;</b> '); DROP TABLE purchase; --"

typedef struct
{
  char       *folder;
  char       *path;
  HspJournal *journal;
} Fixture;

HspJournal         *open_journal       (const char            *path,
                                        GError               **error);
HspJournal         *open_good_journal  (const char            *path);
void                assert_not_opened  (const char            *path,
                                        const char            *expected);
void                reopen             (Fixture               *fixture);
void                set_up_closed      (Fixture               *fixture,
                                        gconstpointer          user_data);
void                set_up             (Fixture               *fixture,
                                        gconstpointer          user_data);
void                tear_down          (Fixture               *fixture,
                                        gconstpointer          user_data);
HspPurchaseRow     *make_purchase      (HspPurchaseKind        kind);
HspNumberRow       *make_number        (const char            *order);
GPtrArray          *new_numbers        (void);
gint64              begin_row          (HspJournal            *journal,
                                        const HspPurchaseRow  *row);
gint64              begin              (HspJournal            *journal);
GError             *finish_write       (HspJournal            *journal,
                                        GAsyncResult         **result);
HspJournalContents *load               (HspJournal            *journal);
HspJournalMarks    *load_marks         (HspJournal            *journal);
HspWatchRow        *make_watch         (const char            *service);
HspPurchaseRow     *find               (HspJournal            *journal,
                                        gint64                 id);
HspNumberRow       *find_number        (HspJournal            *journal,
                                        const char            *order);
void                assert_outcome     (HspJournal            *journal,
                                        gint64                 id,
                                        HspOutcome             outcome);
char               *read_history       (HspJournal            *journal,
                                        gint64                 id);
void                assert_history     (HspJournal            *journal,
                                        gint64                 id,
                                        const char            *expected);
gboolean            execute            (sqlite3               *handle,
                                        const char            *sql);
sqlite3            *open_raw           (const char            *path);
char               *dump               (const char            *path);
GBytes             *read_bytes         (const char            *path);
void                assert_bytes       (const char            *path,
                                        GBytes                *before);

#define assert_write(journal, call, ...)                                        \
  G_STMT_START {                                                                \
    GAsyncResult *result__ = NULL;                                              \
    g_autoptr(GError) error__ = NULL;                                           \
    call (journal, __VA_ARGS__, hsp_test_store_result, &result__);              \
    error__ = finish_write (journal, &result__);                                \
    g_assert_no_error (error__);                                                \
  } G_STMT_END

#define assert_refused(journal, call, ...)                                      \
  G_STMT_START {                                                                \
    GAsyncResult *result__ = NULL;                                              \
    g_autoptr(GError) error__ = NULL;                                           \
    call (journal, __VA_ARGS__, hsp_test_store_result, &result__);              \
    error__ = finish_write (journal, &result__);                                \
    g_assert_error (error__, HSP_ERROR, HSP_ERROR_STORE);                       \
  } G_STMT_END

G_END_DECLS
