/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The questions before something is sent that spends money, or may. */
#pragma once

#include <adwaita.h>

#include "hsp-console.h"

G_BEGIN_DECLS

/* The response that sends; every other one does not. */
#define HSP_CONSOLE_RESPONSE_SEND "send"

GtkWidget *hsp_console_ask_purchase (GtkWindow             *parent,
                                     const HspConsoleOffer *offer);
GtkWidget *hsp_console_ask_unknown  (GtkWindow             *parent,
                                     const char            *action);
GtkWidget *hsp_console_ask_clear    (GtkWindow             *parent);

G_END_DECLS
