/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hstockplus"

#include "config.h"

#include "hsp-application.h"
#include "hsp-process.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr(HspApplication) application = NULL;

  hsp_process_protect ();
  hsp_process_set_up_language ();

  application = hsp_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
