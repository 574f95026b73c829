/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-common.h"

#include <glib/gi18n-lib.h>

#include "hsp-country.h"
#include "hsp-sms-desk.h"
#include "hsp-text.h"
#include "hsp-wallet.h"

/* The offers carry no currency of their own: the shop's is that of the balance. */
char *
hsp_sms_money_text (HspAccount *account,
                    HspMoney    amount)
{
  return hsp_money_to_text (amount, hsp_wallet_get_currency (hsp_account_get_wallet (account)));
}

/* The shop's name of a country, its code where the list does not have it; "" without a code. */
char *
hsp_sms_country_name (HspAccount *account,
                      const char *code)
{
  GListModel *countries = hsp_sms_desk_get_countries (hsp_account_get_sms_desk (account));

  for (guint i = 0; i < g_list_model_get_n_items (countries); i++)
    {
      g_autoptr(HspCountry) country = g_list_model_get_item (countries, i);

      if (g_ascii_strcasecmp (hsp_country_get_code (country), code) == 0)
        return g_strdup (hsp_country_get_name (country));
    }

  return g_ascii_strup (code, -1);
}

/* "Telegram · 🇺🇸 United States", the flag left out where the text is spoken. */
char *
hsp_sms_place_text (HspAccount   *account,
                    HspSmsNumber *number,
                    gboolean      with_flag)
{
  const HspNumberRow *row = hsp_sms_number_get_row (number);
  const char *country = row->country ? row->country : "";
  g_autofree char *name = hsp_sms_country_name (account, country);
  g_autofree char *flag = hsp_country_code_to_flag (country);
  const char *project = row->project_name ? row->project_name : "";

  if (name[0] == '\0')
    return g_strdup (project);
  if (!with_flag)
    return g_strdup_printf ("%s, %s", project, name);
  if (flag[0] == '\0')
    return g_strdup_printf ("%s · %s", project, name);

  return g_strdup_printf ("%s · %s %s", project, flag, name);
}

void
hsp_sms_show_place (GtkLabel     *label,
                    HspAccount   *account,
                    HspSmsNumber *number)
{
  g_autofree char *text = hsp_sms_place_text (account, number, TRUE);
  g_autofree char *spoken = hsp_sms_place_text (account, number, FALSE);

  gtk_label_set_text (label, text);
  hsp_widget_set_tooltip (GTK_WIDGET (label), spoken);
  hsp_widget_set_accessible_label (GTK_WIDGET (label), spoken);
}

void
hsp_sms_set_target (GtkWidget    *button,
                    const char   *action,
                    HspSmsNumber *number)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    hsp_sms_number_get_row (number)->order);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static void
append_item (GMenu      *menu,
             const char *label,
             const char *action,
             const char *order)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", order);
  g_menu_append_item (menu, item);
}

static GMenuModel *
create_menu (HspSmsNumber *number)
{
  const HspNumberRow *row = hsp_sms_number_get_row (number);
  g_autofree char *full = hsp_phone_full (row->phone, row->country);
  g_autofree char *national = hsp_phone_national (row->phone, row->country);
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) copy = g_menu_new ();
  g_autoptr(GMenu) use = g_menu_new ();
  g_autoptr(GMenu) list = g_menu_new ();

  append_item (copy, _("Copy Full Number"), "sms.copy-number", row->order);
  if (national != NULL && g_strcmp0 (national, full) != 0)
    append_item (copy, _("Copy National Number"), "sms.copy-national", row->order);
  if (row->text != NULL && row->text[0] != '\0')
    append_item (copy, _("Copy SMS Text"), "sms.copy-text", row->order);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copy));

  if (row->code == NULL)
    append_item (use, _("Check Now"), "sms.check", row->order);
  append_item (use, _("Use Again"), "sms.use-again", row->order);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (use));

  if (hsp_sms_number_is_active (number))
    append_item (list, _("Remove from List"), "sms.remove", row->order);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (list));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  g_autoptr(GMenuModel) menu = create_menu (HSP_SMS_NUMBER (user_data));
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);

  /* Under the button's end, so that it stays over the card */
  gtk_widget_set_halign (popover, GTK_ALIGN_END);
  gtk_menu_button_set_popover (button, popover);
}

/* The menu is made when it opens: what it offers follows the number, and a long history does not
 * carry hundreds of popovers. */
void
hsp_sms_set_menu (GtkMenuButton *button,
                  HspSmsNumber  *number)
{
  gtk_menu_button_set_create_popup_func (button, create_popup_cb, g_object_ref (number),
                                         g_object_unref);
}
