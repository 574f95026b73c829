/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-shop-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account-registry.h"
#include "hsp-country.h"
#include "hsp-sms-desk.h"

static void
on_country_setup_cb (GtkListItemFactory *factory,
                     GtkListItem        *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* The flag is decoration: without a role it is no part of any name */
  GtkWidget *flag = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_NONE,
                                  NULL);
  GtkWidget *name = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_END,
                                  NULL);

  gtk_box_append (GTK_BOX (box), flag);
  gtk_box_append (GTK_BOX (box), name);
  gtk_list_item_set_child (item, box);
}

static void
on_country_bind_cb (GtkListItemFactory *factory,
                    GtkListItem        *item)
{
  HspCountry *country = gtk_list_item_get_item (item);
  GtkWidget *flag = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *name = gtk_widget_get_next_sibling (flag);

  gtk_label_set_text (GTK_LABEL (flag), hsp_country_get_flag (country));
  gtk_widget_set_visible (flag, hsp_country_get_flag (country)[0] != '\0');
  gtk_label_set_text (GTK_LABEL (name), hsp_country_get_name (country));
}

static void
on_country_selected_cb (HspSmsShop *self)
{
  HspCountry *country = gtk_drop_down_get_selected_item (self->country_drop_down);

  if (self->updating_countries || country == NULL)
    return;

  hsp_sms_shop_set_sentence (self, NULL, FALSE);
  hsp_sms_offers_set_country (self->offers,
                              gtk_drop_down_get_selected (self->country_drop_down) == 0
                                ? NULL : hsp_country_get_code (country));
  hsp_sms_shop_restore_chosen (self);
}

void
hsp_sms_shop_select_country (HspSmsShop *self,
                             const char *code)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->countries));
  guint selected = 0;

  for (guint i = 1; i < n && code != NULL; i++)
    {
      g_autoptr(HspCountry) country = g_list_model_get_item (G_LIST_MODEL (self->countries), i);

      if (g_strcmp0 (hsp_country_get_code (country), code) == 0)
        selected = i;
    }

  gtk_drop_down_set_selected (self->country_drop_down, selected);
}

/* Once, with the first list that the shop gives. */
static void
begin_with_default (HspSmsShop *self)
{
  g_autoptr(GSettings) settings = g_settings_new (HSP_SETTINGS_SCHEMA);
  g_autofree char *code = g_settings_get_string (settings, "default-country");

  self->begun = TRUE;
  hsp_sms_shop_select_country (self, code);
}

/* The drop-down has a list of its own: it would take a refresh of the shop's list for a choice. */
static void
on_countries_changed_cb (HspSmsShop *self)
{
  GListModel *countries = hsp_sms_desk_get_countries (hsp_account_get_sms_desk (self->account));
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (countries);

  g_ptr_array_add (items, hsp_country_new ("", _("All countries"), NULL));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (countries, i));

  self->updating_countries = TRUE;
  g_list_store_splice (self->countries, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->countries)),
                       items->pdata, items->len);
  if (self->begun || n == 0)
    hsp_sms_shop_select_country (self, hsp_sms_offers_get_country (self->offers));
  else
    begin_with_default (self);
  self->updating_countries = FALSE;
  /* A chosen country that the shop no longer has gives way to all of them */
  on_country_selected_cb (self);
}

void
hsp_sms_shop_set_up_countries (HspSmsShop *self)
{
  HspSmsDesk *desk = hsp_account_get_sms_desk (self->account);
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkExpression) name = gtk_property_expression_new (HSP_TYPE_COUNTRY, NULL, "name");

  g_signal_connect (factory, "setup", G_CALLBACK (on_country_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_country_bind_cb), NULL);
  gtk_drop_down_set_factory (self->country_drop_down, factory);
  gtk_drop_down_set_expression (self->country_drop_down, name);
  gtk_drop_down_set_model (self->country_drop_down, G_LIST_MODEL (self->countries));
  on_countries_changed_cb (self);

  g_signal_connect_object (self->country_drop_down, "notify::selected",
                           G_CALLBACK (on_country_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hsp_sms_desk_get_countries (desk), "items-changed",
                           G_CALLBACK (on_countries_changed_cb), self, G_CONNECT_SWAPPED);
}
