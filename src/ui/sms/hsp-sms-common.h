/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the cards and the history say of a number in the same way, and the actions they share. The
 * page owns the actions, all with the order of the number (s):
 *   sms.copy-number sms.copy-national sms.copy-code sms.copy-text
 *   sms.check sms.use-again sms.remove */
#pragma once

#include <adwaita.h>

#include "hsp-account.h"
#include "hsp-sms-number.h"
#include "hsp-sms-project.h"

G_BEGIN_DECLS

char       *hsp_sms_money_text    (HspAccount   *account,
                                   HspMoney      amount);
char       *hsp_sms_country_name  (HspAccount   *account,
                                   const char   *code);
void        hsp_sms_show_place    (GtkLabel     *label,
                                   HspAccount   *account,
                                   HspSmsNumber *number);
char       *hsp_sms_place_text    (HspAccount   *account,
                                   HspSmsNumber *number,
                                   gboolean      with_flag);
void        hsp_sms_set_target    (GtkWidget    *button,
                                   const char   *action,
                                   HspSmsNumber *number);
void        hsp_sms_set_menu      (GtkMenuButton *button,
                                   HspSmsNumber  *number);

G_END_DECLS
