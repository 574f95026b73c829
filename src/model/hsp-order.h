/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-journal.h"
#include "hsp-receipt.h"

G_BEGIN_DECLS

/* How far a purchase is, for pills, filters and sorting. */
typedef enum
{
  HSP_STATE_UNCONFIRMED,
  HSP_STATE_OPEN,         /* Pending, In progress, and words that are not known */
  HSP_STATE_COMPLETED,
  HSP_STATE_PARTIAL,
  HSP_STATE_CANCELED,
  HSP_STATE_REJECTED,     /* never became an order: rejected, not sent, not placed */
} HspState;

/* One purchase of a service, from the journal. Also used for an unconfirmed purchase of SMS numbers
 * (kind). Property: changed-stamp (uint, notify): moves whenever anything below changed; views bind
 * to it or to the `changed` signal. */
#define HSP_TYPE_ORDER (hsp_order_get_type ())
G_DECLARE_FINAL_TYPE (HspOrder, hsp_order, HSP, ORDER, GObject)

/* All fields but the state; valid until the next change. */
const HspPurchaseRow *hsp_order_get_row         (HspOrder *self);
HspState              hsp_order_get_state       (HspOrder *self);
/* The word of the state for a person: the shop's own word translated where it is known. (transfer none) */
const char           *hsp_order_get_state_text  (HspOrder *self);
gboolean              hsp_order_is_busy         (HspOrder *self);  /* being sent or checked now */
const char           *hsp_order_get_unwritten   (HspOrder *self);
const GError         *hsp_order_get_check_error (HspOrder *self);  /* (nullable) of the last check */
/* 0-100, or -1 when the remains or the quantity is not known */
int                   hsp_order_get_percent     (HspOrder *self);
/* Estimate beside charge, and what should have come back. @events: (nullable) (element-type
 * HspEventRow) of hsp_order_book_events_async(): they know the first charge. */
void                  hsp_order_get_receipt     (HspOrder *self, GPtrArray *events, HspReceipt *receipt);

/* What the balance says of an unconfirmed purchase. */
typedef enum
{
  HSP_VERDICT_UNKNOWN,          /* the balance could not be read, before or since */
  HSP_VERDICT_PROBABLY_PLACED,  /* fell by the estimate */
  HSP_VERDICT_PROBABLY_NOT,     /* stayed */
  HSP_VERDICT_UNCLEAR,          /* fell by something else, or rose */
} HspVerdict;

typedef struct
{
  HspVerdict  verdict;
  HspMoney    before;       /* HSP_MONEY_UNKNOWN */
  gint64      before_at;
  HspMoney    others;       /* known charges in between, HSP_MONEY 0 when none */
  guint       n_others;
  HspMoney    expected;     /* before − others */
  HspMoney    now;
  gint64      now_at;
  HspMoney    difference;   /* now − expected */
} HspEvidence;

/* One charge of something else that lies between the two balances. */
typedef struct
{
  char     *name;       /* (owned) of the service or project; "" unknown */
  char     *order;      /* (owned) (nullable) */
  HspMoney  amount;
  gint64    time;
} HspOtherCharge;

void hsp_other_charge_free (HspOtherCharge *charge);

G_END_DECLS
