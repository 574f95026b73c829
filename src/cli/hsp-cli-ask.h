/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions to the person at the terminal, and what comes in by standard input. */
#pragma once

#include "hsp-cli.h"

G_BEGIN_DECLS

gboolean  hsp_cli_can_ask    (HspCli      *cli);
gboolean  hsp_cli_ask        (HspCli      *cli,
                              const char  *question,
                              GError     **error);
char     *hsp_cli_read_key   (HspCli      *cli,
                              GError     **error);

G_END_DECLS
