/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-history-row.h"

#include <glib/gi18n-lib.h>

#include "hsp-country.h"
#include "hsp-sms-common.h"
#include "hsp-sms-desk.h"
#include "hsp-text.h"

#define LONG_CODE 10

struct _HspSmsHistoryRow
{
  AdwActionRow parent_instance;

  HspAccount   *account;    /* (owned) */
  HspSmsNumber *number;     /* (owned) */
  gboolean      narrow;

  GtkLabel      *code_label;
  GtkLabel      *time_label;
  GtkButton     *copy_button;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (HspSmsHistoryRow, hsp_sms_history_row, ADW_TYPE_ACTION_ROW)

static void
show_code (HspSmsHistoryRow *self)
{
  const HspNumberRow *row = hsp_sms_number_get_row (self->number);
  g_autofree char *spelled = row->code ? hsp_text_spell (row->code) : NULL;
  g_autofree char *copy = spelled ? g_strdup_printf (_("Copy code %s"), spelled)
                                  : g_strdup (_("Copy Code"));

  gboolean is_long = row->code != NULL && g_utf8_strlen (row->code, -1) > LONG_CODE;

  gtk_label_set_text (self->code_label, row->code ? row->code : _("No code"));
  /* Only what no shop should send is ever cut short */
  gtk_label_set_ellipsize (self->code_label, is_long ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_max_width_chars (self->code_label, is_long ? LONG_CODE : -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->code_label), row->code ? "code-small" : "hint");
  gtk_widget_remove_css_class (GTK_WIDGET (self->code_label), row->code ? "hint" : "code-small");
  if (spelled != NULL)
    hsp_widget_set_accessible_label (GTK_WIDGET (self->code_label), spelled);
  hsp_widget_set_accessible_label (GTK_WIDGET (self->copy_button), copy);
  /* Without an action there is nothing to do, and the button is insensitive */
  if (row->code != NULL)
    hsp_sms_set_target (GTK_WIDGET (self->copy_button), "sms.copy-code", self->number);
  else
    gtk_widget_set_sensitive (GTK_WIDGET (self->copy_button), FALSE);
}

static void
update (HspSmsHistoryRow *self)
{
  const HspNumberRow *row = hsp_sms_number_get_row (self->number);
  gint64 time = row->code_at != 0 ? row->code_at : row->created;
  g_autofree char *phone = hsp_phone_format (row->phone, row->country);
  g_autofree char *place = hsp_sms_place_text (self->account, self->number, TRUE);
  g_autofree char *spoken_place = hsp_sms_place_text (self->account, self->number, FALSE);
  g_autofree char *clock = hsp_text_clock (time);
  g_autofree char *full_time = hsp_text_full_time (time);
  g_autofree char *subtitle = self->narrow ? g_strdup_printf ("%s · %s", clock, place)
                                           : g_strdup (place);
  g_autofree char *spelled = row->code ? hsp_text_spell (row->code) : g_strdup (_("No code"));
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s, %s", phone, spoken_place, spelled, clock);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), phone);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_label_set_text (self->time_label, clock);
  hsp_widget_set_tooltip (GTK_WIDGET (self->time_label), full_time);
  gtk_widget_set_visible (GTK_WIDGET (self->time_label), !self->narrow);
  hsp_widget_set_accessible_label (GTK_WIDGET (self), spoken);
  show_code (self);
}

static void
hsp_sms_history_row_dispose (GObject *object)
{
  HspSmsHistoryRow *self = HSP_SMS_HISTORY_ROW (object);

  g_clear_object (&self->account);
  g_clear_object (&self->number);

  G_OBJECT_CLASS (hsp_sms_history_row_parent_class)->dispose (object);
}

static void
hsp_sms_history_row_class_init (HspSmsHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_sms_history_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/sms/hsp-sms-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HspSmsHistoryRow, code_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsHistoryRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsHistoryRow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, HspSmsHistoryRow, menu_button);
}

static void
hsp_sms_history_row_init (HspSmsHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hsp_sms_history_row_new (HspAccount   *account,
                         HspSmsNumber *number)
{
  HspSmsHistoryRow *self = g_object_new (HSP_TYPE_SMS_HISTORY_ROW, NULL);
  GListModel *countries = hsp_sms_desk_get_countries (hsp_account_get_sms_desk (account));

  self->account = g_object_ref (account);
  self->number = g_object_ref (number);
  hsp_sms_set_menu (self->menu_button, number);
  g_signal_connect_object (number, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (countries, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

void
hsp_sms_history_row_set_narrow (HspSmsHistoryRow *self,
                                gboolean          narrow)
{
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  update (self);
}
