/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the console share: the object and its list (hsp-console.c), and what it buys
 * (hsp-console-buy.c). */
#pragma once

#include "hsp-client.h"
#include "hsp-console.h"
#include "hsp-history.h"

G_BEGIN_DECLS

struct _HspConsole
{
  GObject      parent_instance;

  HspAccount  *account;       /* (weak) (nullable): it owns this */
  HspClient   *client;        /* (owned) */
  HspHistory  *history;       /* (owned) */
  GListStore  *requests;      /* (owned) of HspRequest, newest first */
  HspExchange *bought;        /* (owned) (nullable) of the purchase under way */
  const char  *buying;        /* (nullable) its action */
  gboolean     keep;
  gboolean     keep_sent;     /* the same, when what is under way was sent */
  gboolean     loaded;        /* or loading failed: the file may be written */
  gboolean     busy;
  gboolean     spending;
  gboolean     closed;
};

void hsp_console_add         (HspConsole *self,
                              HspRequest *request);
void hsp_console_set_busy    (HspConsole *self,
                              gboolean    busy,
                              gboolean    spending);

G_END_DECLS
