/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-values.h"
#include "hsp-receipt.h"

G_BEGIN_DECLS

/* How much of a list is known; one page state each. */
typedef enum
{
  HSP_LOAD_NONE,      /* nothing known, nothing asked */
  HSP_LOAD_LOADING,   /* nothing known, being asked for the first time */
  HSP_LOAD_READY,     /* known, even if empty */
  HSP_LOAD_FAILED,    /* nothing known, and asking failed: see the error */
} HspLoadState;

/* Categories and services: from the snapshot at once, refreshed behind it.
 * Properties (read only, notify): state (HspLoadState as uint), refreshing (boolean), refreshed-at
 * (int64, Unix seconds), n-services (uint), n-skipped (uint).
 * Services are made when they are asked for; as long as somebody holds one, it is the same for the same
 * number, unless a refresh changed more of it than its stock.
 * Signals: changed () after rows came, went or changed: HspServiceList listens to it.
 *          verified () when a snapshot has been read through and can be searched.
 *          refreshed (HspServiceTable*, HspServiceTable*) after all rows were read again: before and now.
 *          replaced () when one service was read again and is another now.
 *          rates-learnt () when it has become known, or unknown, what rates are the prices of.
 *          refresh-failed (GError*) when rows are shown and a refresh behind them failed. */
#define HSP_TYPE_CATALOGUE (hsp_catalogue_get_type ())
G_DECLARE_FINAL_TYPE (HspCatalogue, hsp_catalogue, HSP, CATALOGUE, GObject)

HspCatalogue *hsp_catalogue_new               (HspClient *client, const char *snapshot_path);
HspLoadState  hsp_catalogue_get_state         (HspCatalogue *self);
const GError *hsp_catalogue_get_error         (HspCatalogue *self);  /* (nullable) of the last refresh */
gboolean      hsp_catalogue_get_refreshing    (HspCatalogue *self);
gint64        hsp_catalogue_get_refreshed_at  (HspCatalogue *self);
GListModel   *hsp_catalogue_get_categories    (HspCatalogue *self);  /* (transfer none) of HspCategory */
guint         hsp_catalogue_get_n_services    (HspCatalogue *self);
HspService   *hsp_catalogue_get_service       (HspCatalogue *self, guint index);  /* (transfer full) the shop's order */
HspService   *hsp_catalogue_lookup            (HspCatalogue *self, const char *id);  /* (transfer full) (nullable) */
/* FALSE while only the first of the services have come, or when the rest did not. */
gboolean      hsp_catalogue_get_complete      (HspCatalogue *self);
guint         hsp_catalogue_get_n_skipped     (HspCatalogue *self);
GStrv         hsp_catalogue_dup_skip_reasons  (HspCatalogue *self);  /* (transfer full) */

/* What the rates of a kind are the prices of: shown as "≈" while HSP_RATE_UNKNOWN. */
HspRateUnit   hsp_catalogue_get_rate_unit     (HspCatalogue *self, HspKind kind);

/* Maps the snapshot, before the first frame; FALSE when there is none. */
gboolean      hsp_catalogue_open              (HspCatalogue *self);

/* Asks the shop again; a second call joins the one under way. */
void          hsp_catalogue_refresh           (HspCatalogue *self);

/* Asks the stock of one service and sets it on @service. */
void          hsp_catalogue_check_stock_async  (HspCatalogue *self, HspService *service, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean      hsp_catalogue_check_stock_finish (HspCatalogue *self, GAsyncResult *result, GError **error);

/* What a purchase would cost now: price, limits and stock read again from the shop. */
typedef struct
{
  HspService *service;    /* (owned) as the shop has it now; a new object when the price changed */
  HspMoney    old_rate;
  HspMoney    new_rate;
  gint64      stock;      /* HSP_UNKNOWN */
  gboolean    available;
} HspQuote;
void          hsp_quote_free                  (HspQuote *quote);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspQuote, hsp_quote_free)
void          hsp_catalogue_quote_async       (HspCatalogue *self, HspService *service, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspQuote     *hsp_catalogue_quote_finish      (HspCatalogue *self, GAsyncResult *result, GError **error);

G_END_DECLS
