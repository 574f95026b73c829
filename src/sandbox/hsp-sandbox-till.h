/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pretend shop's books: its clock, the balance, what was ordered and which numbers are rented,
 * and the text that keeps them. Not thread-safe: whoever has it guards it. */
#pragma once

#include "hsp-sandbox-shelf.h"

G_BEGIN_DECLS

#define HSP_TILL_NUMBER_LIFE (20 * G_TIME_SPAN_MINUTE)

typedef enum
{
  HSP_TILL_PENDING,
  HSP_TILL_IN_PROGRESS,
  HSP_TILL_COMPLETED,
  HSP_TILL_PARTIAL,
  HSP_TILL_CANCELED,
  HSP_TILL_N_STATES
} HspTillState;

typedef struct
{
  gint64        id;
  gint64        service;
  char         *link;        /* (owned) "" for none */
  gboolean      product;
  HspMoney      rate;
  HspMoney      charge;      /* falls when a part is paid back */
  gint64        quantity;
  gint64        start_count;
  gint64        created;     /* on the shop's clock */
  gint64        pending;     /* microseconds until work begins */
  gint64        progress;    /* microseconds of work */
  HspTillState  end;         /* what becomes of it */
  gint64        left_over;   /* what remains undone at the end */
  gboolean      settled;     /* has ended, and was paid back what is due */
} HspTillOrder;

typedef struct
{
  gint64      id;
  char       *project;       /* (owned) its id */
  char       *country;       /* (owned) ISO code */
  char       *dial;          /* (owned) "+84" */
  char       *national;      /* (owned) the number without it */
  char       *code;          /* (owned) */
  char       *text;          /* (owned) the message the code comes in */
  HspMoney    charge;        /* 0 once paid back */
  gint64      created;       /* on the shop's clock */
  gint64      delay;         /* microseconds until the code, 0: it never comes */
  gboolean    settled;
} HspTillNumber;

typedef struct _HspTill HspTill;

HspTill       *hsp_till_new           (guint                seed,
                                       double               speed,
                                       HspMoney             balance);
void           hsp_till_free          (HspTill             *self);
char          *hsp_till_to_text       (HspTill             *self);
void           hsp_till_from_text     (HspTill             *self,
                                       const char          *text);
void           hsp_till_advance       (HspTill             *self,
                                       guint                seconds);
gint64         hsp_till_get_now       (HspTill             *self);
gint64         hsp_till_get_wall_time (HspTill             *self,
                                       gint64               time);
void           hsp_till_settle        (HspTill             *self);
HspMoney       hsp_till_get_balance   (HspTill             *self);

HspTillOrder  *hsp_till_add_order     (HspTill             *self,
                                       HspShelfService     *service,
                                       gint64               quantity,
                                       const char          *link);
HspTillOrder  *hsp_till_find_order    (HspTill             *self,
                                       const char          *id);
gboolean       hsp_till_is_link_busy  (HspTill             *self,
                                       gint64               service,
                                       const char          *link);
HspTillState   hsp_till_get_state     (HspTill             *self,
                                       const HspTillOrder  *order,
                                       gint64              *remains);

HspTillNumber *hsp_till_add_number    (HspTill             *self,
                                       const HspShelfOffer *offer,
                                       const char          *national);
HspTillNumber *hsp_till_find_number   (HspTill             *self,
                                       const char          *id);
HspTillNumber *hsp_till_find_phone    (HspTill             *self,
                                       const char          *country,
                                       const char          *phone);
gboolean       hsp_till_has_code      (HspTill             *self,
                                       const HspTillNumber *number);
gboolean       hsp_till_is_expired    (HspTill             *self,
                                       const HspTillNumber *number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspTill, hsp_till_free)

G_END_DECLS
