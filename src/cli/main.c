/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hstockplus-cli"

#include "config.h"

#include "hsp-cli.h"

int
main (int    argc,
      char **argv)
{
  return hsp_cli_main (argc, argv);
}
