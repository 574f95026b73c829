/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person has set that the model goes by, read from the settings: in the window and on the
 * command line alike. Amounts are kept as text ("2.5"), never as a floating-point number; "" is none. */
#pragma once

#include <gio/gio.h>

#include "hsp-spending.h"

G_BEGIN_DECLS

HspMoney  hsp_preferences_get_money   (GSettings         *settings,
                                       const char        *key);
void      hsp_preferences_set_money   (GSettings         *settings,
                                       const char        *key,
                                       HspMoney           amount);
void      hsp_preferences_read_limits (GSettings         *settings,
                                       HspSpendingLimits *limits);

G_END_DECLS
