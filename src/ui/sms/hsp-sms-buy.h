/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the press of a button to the outcome, with the questions in between: used by the get pane
 * and by Use Again. One press is at most one purchase. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-account.h"
#include "hsp-sms-project.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_SMS_BUY_BOUGHT,       /* a sentence says what of the answer could not be kept */
  HSP_SMS_BUY_STOPPED,      /* by the person, in the dialog: nothing was sent */
  HSP_SMS_BUY_REFUSED,      /* nothing was bought, the sentence says why */
  HSP_SMS_BUY_UNCONFIRMED,  /* the sentence leads to Orders */
} HspSmsBuyResult;

/* Why nothing can be bought for @total now. (transfer full) (nullable) */
char            *hsp_sms_buy_get_obstacle (HspAccount          *account,
                                           HspMoney             total);
/* @phone (nullable): a number to use again, which asks before it is bought. */
void             hsp_sms_buy_async        (GtkWidget           *widget,
                                           HspAccount          *account,
                                           HspSmsProject       *project,
                                           guint                quantity,
                                           const char          *phone,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
HspSmsBuyResult  hsp_sms_buy_finish       (GAsyncResult        *result,
                                           char               **sentence);

G_END_DECLS
