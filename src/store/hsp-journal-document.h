/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of the journal as JSON objects, both ways: one table of members for each kind of row, so
 * that what is written is what is read. Any thread. */
#pragma once

#include <json-glib/json-glib.h>

#include "hsp-journal.h"

G_BEGIN_DECLS

/* The document: {"format", "version", "exported", "purchases": […], "numbers": […], "balances": […],
 * "favourites": […], "watches": […]}. A purchase has "id", by which numbers name it, and "events". The
 * last two lists are missing in documents of before there were any; who does not know a list passes
 * over it, so the version is the same. */
#define HSP_DOCUMENT_FORMAT  "hstockplus-history"
#define HSP_DOCUMENT_VERSION 1

typedef enum
{
  HSP_DOCUMENT_PURCHASE,        /* HspPurchaseRow, without its events */
  HSP_DOCUMENT_EVENT,           /* HspEventRow, without its purchase */
  HSP_DOCUMENT_NUMBER,          /* HspNumberRow */
  HSP_DOCUMENT_BALANCE,         /* HspBalanceRow */
  HSP_DOCUMENT_FAVOURITE,       /* HspMarkRow */
  HSP_DOCUMENT_WATCH,           /* HspWatchRow */
} HspDocumentRow;

/* The members without the braces, so that more can follow. */
void        hsp_document_write_row  (GString        *text,
                                     HspDocumentRow  kind,
                                     gconstpointer   row);
/* (nullable): the name of the member that is not right; NULL when @row is filled. @row holds
 * nothing but unknowns before. */
const char *hsp_document_read_row   (JsonObject     *object,
                                     HspDocumentRow  kind,
                                     gpointer        row);

G_END_DECLS
