/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-info-line.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-lifetime.h"
#include "hsp-money.h"
#include "hsp-service-list.h"
#include "hsp-text.h"
#include "hsp-wallet.h"

struct _HspInfoLine
{
  AdwBin parent_instance;

  HspAccount     *account;      /* (owned) (nullable) until set */
  HspServiceList *list;         /* (owned) (nullable) until set */

  GtkLabel  *count_label;
  GtkLabel  *hint_label;
  GtkWidget *again_button;
  GtkButton *skipped_button;
  GtkLabel  *unit_label;
};

G_DEFINE_FINAL_TYPE (HspInfoLine, hsp_info_line, ADW_TYPE_BIN)

static HspCatalogue *
get_catalogue (HspInfoLine *self)
{
  return hsp_account_get_catalogue (self->account);
}

/* (transfer full) */
static char *
format_count (HspInfoLine *self,
              gboolean     coming)
{
  const guint n = hsp_slot_list_get_n_shown (HSP_SLOT_LIST (self->list));
  const gboolean searching = *hsp_service_list_get_query (self->list) != '\0';
  g_autofree char *figure = hsp_number_to_text (n);

  if (hsp_service_list_get_similar (self->list))
    /* Translators: services whose names only resemble what was typed */
    return g_strdup_printf (ngettext ("%s similar", "%s similar", n), figure);
  if (searching && coming)
    /* Translators: more services are still being read */
    return g_strdup_printf (ngettext ("%s match so far…", "%s matches so far…", n), figure);
  if (searching)
    return g_strdup_printf (ngettext ("%s match", "%s matches", n), figure);
  if (coming)
    /* Translators: more services are still being read */
    return g_strdup_printf (ngettext ("%s service so far…", "%s services so far…", n), figure);
  return g_strdup_printf (ngettext ("%s service", "%s services", n), figure);
}

static void
show_hint (HspInfoLine *self,
           gboolean     incomplete)
{
  const char *hint = NULL;

  if (incomplete)
    /* Translators: stands after the number of services: the rest could not be read */
    hint = _("· incomplete");
  else if (hsp_service_list_get_similar (self->list))
    /* Translators: stands after the number of similar services */
    hint = _("· Nothing matches exactly");
  gtk_label_set_text (self->hint_label, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), hint != NULL);
  gtk_widget_set_visible (self->again_button, incomplete);
}

static void
show_skipped (HspInfoLine *self)
{
  const guint n_skipped = hsp_catalogue_get_n_skipped (get_catalogue (self));
  g_autofree char *skipped = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->skipped_button), n_skipped > 0);
  if (n_skipped == 0)
    return;

  /* Translators: rows of the shop's answer that could not be read and are not in the list */
  skipped = g_strdup_printf (ngettext ("· %u unreadable", "· %u unreadable", n_skipped), n_skipped);
  gtk_button_set_label (self->skipped_button, skipped);
}

static void
update (HspInfoLine *self)
{
  HspCatalogue *catalogue = get_catalogue (self);
  const gboolean refreshing = hsp_catalogue_get_refreshing (catalogue);
  const gboolean known = hsp_catalogue_get_state (catalogue) == HSP_LOAD_READY;
  const gboolean missing = known && !hsp_catalogue_get_complete (catalogue);
  g_autofree char *text = format_count (self, missing && refreshing);

  /* what is not known is not said to be nothing */
  gtk_label_set_text (self->count_label, known ? text : "");
  show_hint (self, missing && !refreshing);
  show_skipped (self);
}

static void
update_unit (HspInfoLine *self)
{
  const char *currency = hsp_wallet_get_currency (hsp_account_get_wallet (self->account));
  g_autofree char *text = NULL;

  /* Translators: the unit of the prices in the list: "USD per 1,000" */
  text = currency != NULL && *currency != '\0' ? g_strdup_printf (_("%s per 1,000"), currency)
                                               : g_strdup (_("per 1,000"));
  gtk_label_set_text (self->unit_label, text);
}

static void
on_again_clicked_cb (HspInfoLine *self)
{
  hsp_catalogue_refresh (get_catalogue (self));
}

static void
on_skipped_clicked_cb (HspInfoLine *self)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (self->account);
  g_auto(GStrv) reasons = hsp_catalogue_dup_skip_reasons (catalogue);
  g_autofree char *text = g_strjoinv ("\n", reasons);
  guint n = hsp_catalogue_get_n_skipped (catalogue);
  GtkWidget *dialog, *scroller, *label;

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                                   NULL);
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog),
                                     ngettext ("%u Service Could Not Be Read",
                                               "%u Services Could Not Be Read", n), n);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog),
                               _("The shop’s answer left something out that is needed to show "
                                 "or order them."));
  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "fine");
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 240);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), scroller);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  hsp_dialog_close_with (dialog, GTK_WIDGET (self));
  hsp_message_dialog_present (dialog);
}

static void
hsp_info_line_dispose (GObject *object)
{
  HspInfoLine *self = HSP_INFO_LINE (object);

  g_clear_object (&self->list);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_info_line_parent_class)->dispose (object);
}

static void
hsp_info_line_class_init (HspInfoLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_info_line_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-info-line.ui");
  gtk_widget_class_bind_template_child (widget_class, HspInfoLine, count_label);
  gtk_widget_class_bind_template_child (widget_class, HspInfoLine, hint_label);
  gtk_widget_class_bind_template_child (widget_class, HspInfoLine, again_button);
  gtk_widget_class_bind_template_child (widget_class, HspInfoLine, skipped_button);
  gtk_widget_class_bind_template_child (widget_class, HspInfoLine, unit_label);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_skipped_clicked_cb);
}

static void
hsp_info_line_init (HspInfoLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hsp_info_line_set_model (HspInfoLine    *self,
                         HspAccount     *account,
                         HspServiceList *list)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (account);

  g_return_if_fail (HSP_IS_INFO_LINE (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  self->list = g_object_ref (list);
  g_signal_connect_object (hsp_account_get_wallet (account), "notify::currency",
                           G_CALLBACK (update_unit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "shown", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update_unit (self);
  update (self);
}
