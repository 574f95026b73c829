/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two purchases, of orders and of numbers, have alike. */
#pragma once

#include "hsp-cli.h"
#include "hsp-journal.h"
#include "hsp-receipt.h"

G_BEGIN_DECLS

/* What a person agrees to. */
typedef struct
{
  const char *what;       /* "Service:" */
  const char *name;
  const char *link;       /* (nullable) */
  gint64      quantity;
  HspRateUnit unit;       /* of the rate */
  HspMoney    rate;
  HspMoney    total;
} HspDeal;

gboolean      hsp_cli_check_yes        (HspCli                *cli,
                                        GError               **error);
gboolean      hsp_cli_get_max_total    (HspCli                *cli,
                                        HspMoney              *amount,
                                        GError               **error);
void          hsp_cli_set_max_total    (HspCli                *cli,
                                        HspMoney               amount);
gboolean      hsp_cli_check_same       (HspCli                *cli,
                                        const HspPurchaseRow  *same,
                                        GError               **error);
gboolean      hsp_cli_confirm          (HspCli                *cli,
                                        const HspDeal         *deal,
                                        GError               **error);
HspCliStatus  hsp_cli_status_of_outcome (HspOutcome            outcome);
HspCliStatus  hsp_cli_print_outcome    (HspCli                *cli,
                                        JsonBuilder           *builder,
                                        HspOutcome             outcome,
                                        gint64                 journal,
                                        const char            *reason,
                                        const HspCliColumn    *columns,
                                        guint                  n_columns);

HspCliStatus  hsp_cli_buy_order        (HspCli                *cli,
                                        const char            *service,
                                        const char            *quantity,
                                        const char            *link,
                                        GError               **error);
HspCliStatus  hsp_cli_buy_numbers      (HspCli                *cli,
                                        const char            *project,
                                        const char            *quantity,
                                        const char            *country,
                                        const char            *phone,
                                        GError               **error);

G_END_DECLS
