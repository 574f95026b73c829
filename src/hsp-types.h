/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forward declarations of the objects that rooms hand to each other, so that a header names a
 * neighbour without including it. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _HspAccount        HspAccount;
typedef struct _HspCatalogue      HspCatalogue;
typedef struct _HspCategory       HspCategory;
typedef struct _HspChange         HspChange;
typedef struct _HspChanges        HspChanges;
typedef struct _HspClient         HspClient;
typedef struct _HspConsole        HspConsole;
typedef struct _HspCountry        HspCountry;
typedef struct _HspJournal        HspJournal;
typedef struct _HspKeyring        HspKeyring;
typedef struct _HspMarks          HspMarks;
typedef struct _HspOrder          HspOrder;
typedef struct _HspOrderBook      HspOrderBook;
typedef struct _HspOrderEvent     HspOrderEvent;
typedef struct _HspPacer          HspPacer;
typedef struct _HspRequest        HspRequest;
typedef struct _HspRequestLog     HspRequestLog;
typedef struct _HspService        HspService;
typedef struct _HspServiceList    HspServiceList;
typedef struct _HspSmsDesk        HspSmsDesk;
typedef struct _HspSmsNumber      HspSmsNumber;
typedef struct _HspSmsProject     HspSmsProject;
typedef struct _HspSpending       HspSpending;
typedef struct _HspStatementEntry HspStatementEntry;
typedef struct _HspWallet         HspWallet;
typedef struct _HspWatcher        HspWatcher;

G_END_DECLS
