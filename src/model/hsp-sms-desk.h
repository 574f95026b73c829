/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-catalogue.h"
#include "hsp-money.h"
#include "hsp-sms-number.h"

G_BEGIN_DECLS

/* Countries, projects, rented numbers and their codes.
 * Properties (read only, notify): countries-state, projects-state (HspLoadState as uint), n-skipped
 * (uint, rows of the shop's lists that could not be read), n-uncopied (uint, codes not yet copied).
 * Signals: code-received (HspSmsNumber*) once for each code; number-changed (HspSmsNumber*). */
#define HSP_TYPE_SMS_DESK (hsp_sms_desk_get_type ())
G_DECLARE_FINAL_TYPE (HspSmsDesk, hsp_sms_desk, HSP, SMS_DESK, GObject)

GListModel    *hsp_sms_desk_get_countries       (HspSmsDesk *self);  /* (transfer none) of HspCountry, by name */
GListModel    *hsp_sms_desk_get_projects        (HspSmsDesk *self);  /* (transfer none) of HspSmsProject: all offers of all countries, by name */
HspLoadState   hsp_sms_desk_get_projects_state  (HspSmsDesk *self);
const GError  *hsp_sms_desk_get_error           (HspSmsDesk *self);  /* (nullable) why the last load failed */
guint          hsp_sms_desk_get_n_skipped       (HspSmsDesk *self);  /* countries and projects that are left out */
/* Active and past numbers, newest first; a change of state never moves one. */
GListModel    *hsp_sms_desk_get_numbers         (HspSmsDesk *self);  /* (transfer none) of HspSmsNumber */
guint          hsp_sms_desk_get_n_uncopied      (HspSmsDesk *self);

/* Asks countries and projects of the shop (both lists at once); joins a load under way. */
void           hsp_sms_desk_load                (HspSmsDesk *self);

/* Buys 1-10 numbers; as hsp_order_book_place_async(). The outcome is in @outcome; purchases that were not
 * placed, or are unconfirmed, appear in the order book. (transfer full) (element-type HspSmsNumber): empty unless placed,
 * or placed and not written down: unconfirmed then, with numbers that can be used. */
void           hsp_sms_desk_get_async           (HspSmsDesk *self, HspSmsProject *project, guint quantity, const char *phone, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray     *hsp_sms_desk_get_finish          (HspSmsDesk *self, GAsyncResult *result, HspOutcome *outcome, char **reason, GError **error);
/* The journal's number of what was bought, before or after finishing; 0 when nothing was written. */
gint64         hsp_sms_desk_get_purchase        (HspSmsDesk *self, GAsyncResult *result);
/* The price read again: HSP_MONEY_UNKNOWN and an error when it cannot be. */
void           hsp_sms_desk_quote_async         (HspSmsDesk *self, HspSmsProject *project, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspMoney       hsp_sms_desk_quote_finish        (HspSmsDesk *self, GAsyncResult *result, GError **error);

void           hsp_sms_desk_check_async         (HspSmsDesk *self, HspSmsNumber *number, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean       hsp_sms_desk_check_finish        (HspSmsDesk *self, GAsyncResult *result, GError **error);

HspSmsNumber  *hsp_sms_desk_lookup              (HspSmsDesk *self, const char *order);  /* (transfer none) (nullable) */
HspSmsNumber  *hsp_sms_desk_get_latest_code     (HspSmsDesk *self);  /* (transfer none) (nullable) newest with a code */
/* The offer that a number came from, to use it again. (transfer none) (nullable) */
HspSmsProject *hsp_sms_desk_find_project        (HspSmsDesk *self, const char *project_id, const char *country);
/* One that waits for its code: ask before buying another. (transfer none) (nullable) */
HspSmsNumber  *hsp_sms_desk_find_same           (HspSmsDesk *self, const char *project, const char *country);
void           hsp_sms_desk_mark_copied         (HspSmsDesk *self, HspSmsNumber *number);
void           hsp_sms_desk_remove              (HspSmsDesk *self, HspSmsNumber *number);
/* Of past numbers rented before then (Unix seconds): phone, code and text; what they cost is kept. */
void           hsp_sms_desk_forget_before       (HspSmsDesk *self, gint64 before);

G_END_DECLS
