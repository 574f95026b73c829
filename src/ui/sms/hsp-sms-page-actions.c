/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-page-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-code-clipboard.h"
#include "hsp-country.h"
#include "hsp-lifetime.h"
#include "hsp-sms-buy.h"
#include "hsp-text.h"

static HspSmsNumber *
lookup (HspSmsPage *self,
        GVariant   *parameter)
{
  return hsp_sms_desk_lookup (self->desk, g_variant_get_string (parameter, NULL));
}

static void
copy_number (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  HspSmsNumber *number = lookup (HSP_SMS_PAGE (widget), parameter);
  const HspNumberRow *row = number ? hsp_sms_number_get_row (number) : NULL;
  g_autofree char *text = NULL;

  if (row == NULL)
    return;

  text = g_str_equal (action, "sms.copy-national") ? hsp_phone_national (row->phone, row->country)
                                                   : hsp_phone_full (row->phone, row->country);
  if (text != NULL)
    hsp_page_copy (HSP_PAGE (widget), text, _("Number copied"));
}

static void
copy_code (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  HspSmsPage *self = HSP_SMS_PAGE (widget);
  HspSmsNumber *number = lookup (self, parameter);
  const HspNumberRow *row = number ? hsp_sms_number_get_row (number) : NULL;

  if (row == NULL || row->code == NULL)
    return;

  hsp_page_copy (HSP_PAGE (self), row->code, _("Code copied"));
  hsp_code_clipboard_expire (gtk_widget_get_clipboard (widget), row->code);
  hsp_sms_desk_mark_copied (self->desk, number);
}

static void
copy_text (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  HspSmsNumber *number = lookup (HSP_SMS_PAGE (widget), parameter);
  const HspNumberRow *row = number ? hsp_sms_number_get_row (number) : NULL;

  if (row != NULL && row->text != NULL)
    hsp_page_copy (HSP_PAGE (widget), row->text, _("Text copied"));
}

static void
on_checked_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(HspSmsPage) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (hsp_sms_desk_check_finish (HSP_SMS_DESK (object), result, &error) || self == NULL ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  text = hsp_text_error (error);
  hsp_sms_page_set_notice (self, text, FALSE);
}

static void
check (GtkWidget  *widget,
       const char *action,
       GVariant   *parameter)
{
  HspSmsPage *self = HSP_SMS_PAGE (widget);
  HspSmsNumber *number = lookup (self, parameter);

  if (number == NULL)
    return;

  hsp_sms_page_set_notice (self, NULL, FALSE);
  hsp_sms_desk_check_async (self->desk, number, self->cancellable, on_checked_cb,
                            hsp_weak_new (self));
}

static void
on_used_again_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  HspSmsPage *self = HSP_SMS_PAGE (object);
  g_autofree char *sentence = NULL;
  HspSmsBuyResult bought = hsp_sms_buy_finish (result, &sentence);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sms.use-again", TRUE);
  hsp_sms_page_set_notice (self, sentence, bought == HSP_SMS_BUY_UNCONFIRMED);
  if (bought == HSP_SMS_BUY_BOUGHT)
    hsp_sms_page_show_bought (self);
}

static void
use_again (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  HspSmsPage *self = HSP_SMS_PAGE (widget);
  HspSmsNumber *number = lookup (self, parameter);
  const HspNumberRow *row = number ? hsp_sms_number_get_row (number) : NULL;
  HspSmsProject *project = row ? hsp_sms_desk_find_project (self->desk, row->project, row->country)
                               : NULL;
  g_autofree char *phone = row ? hsp_phone_full (row->phone, row->country) : NULL;

  if (row == NULL)
    return;
  if (project == NULL)
    {
      hsp_sms_page_set_notice (self,
                               hsp_sms_desk_get_projects_state (self->desk) == HSP_LOAD_READY
                                 ? _("The shop does not offer this project for this country any more.")
                                 : _("The projects are not loaded yet. Nothing was bought."),
                               FALSE);
      return;
    }

  hsp_sms_page_set_notice (self, NULL, FALSE);
  /* One at a time: the button stays off from the press to the outcome */
  gtk_widget_action_set_enabled (widget, "sms.use-again", FALSE);
  hsp_sms_shop_choose (self->shop, project);
  hsp_sms_buy_async (widget, hsp_page_get_account (HSP_PAGE (self)), project, 1, phone,
                     on_used_again_cb, NULL);
}

static void
remove_number (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  HspSmsPage *self = HSP_SMS_PAGE (widget);
  HspSmsNumber *number = lookup (self, parameter);

  if (number != NULL)
    hsp_sms_desk_remove (self->desk, number);
}

void
hsp_sms_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "sms.copy-number", "s", copy_number);
  gtk_widget_class_install_action (widget_class, "sms.copy-national", "s", copy_number);
  gtk_widget_class_install_action (widget_class, "sms.copy-code", "s", copy_code);
  gtk_widget_class_install_action (widget_class, "sms.copy-text", "s", copy_text);
  gtk_widget_class_install_action (widget_class, "sms.check", "s", check);
  gtk_widget_class_install_action (widget_class, "sms.use-again", "s", use_again);
  gtk_widget_class_install_action (widget_class, "sms.remove", "s", remove_number);
}
