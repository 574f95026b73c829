/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the journal knows, as JSON: several commands show it. */
#pragma once

#include "hsp-cli.h"
#include "hsp-order.h"
#include "hsp-sms-number.h"

G_BEGIN_DECLS

const char *hsp_cli_name_outcome      (HspOutcome    outcome);
const char *hsp_cli_name_state        (HspOrder     *order);
const char *hsp_cli_name_number_state (HspSmsNumber *number);

void        hsp_cli_add_order_row     (HspCli       *cli,
                                       JsonBuilder  *builder,
                                       HspOrder     *order);
void        hsp_cli_add_number_row    (JsonBuilder  *builder,
                                       HspSmsNumber *number);
JsonNode   *hsp_cli_make_number       (HspSmsNumber *number,
                                       const char   *missing);
void        hsp_cli_print_number      (HspCli       *cli,
                                       JsonNode     *node);

G_END_DECLS
