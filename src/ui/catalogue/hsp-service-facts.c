/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-service-facts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-decode.h"
#include "hsp-marks.h"
#include "hsp-money.h"
#include "hsp-rate-text.h"
#include "hsp-service-text.h"
#include "hsp-service.h"
#include "hsp-star-button.h"
#include "hsp-text.h"
#include "hsp-wallet.h"

/* Running through the list with the arrow keys asks only for what is looked at */
#define CHECK_DELAY_MS 300
#define DESCRIPTION_LINES 6
/* Looked at, rather than passed by */
#define SEEN_DELAY_MS 2000

struct _HspServiceFacts
{
  AdwBin parent_instance;

  HspAccount   *account;        /* (owned) (nullable) until set */
  HspService   *service;        /* (owned) (nullable) */
  GCancellable *cancellable;    /* (owned) (nullable) of the check under way */
  gboolean      check_failed;
  guint         check_source;
  guint         tick_source;
  guint         overflow_source;
  guint         seen_source;

  GtkLabel  *path_label;
  GtkLabel  *name_label;
  GtkLabel  *id_label;
  GtkLabel  *type_pill;
  GtkLabel  *refill_pill;
  GtkLabel  *cancel_pill;
  GtkWidget *copy_button;
  GtkToggleButton *star;
  GtkToggleButton *watch_button;
  GtkWidget *description_box;
  GtkLabel  *description_label;
  GtkWidget *show_all_button;
  GtkLabel  *price_title;
  GtkLabel  *price_label;
  GtkWidget *limits_title;
  GtkLabel  *limits_label;
  GtkLabel  *stock_label;
  GtkLabel  *checked_label;
};

G_DEFINE_FINAL_TYPE (HspServiceFacts, hsp_service_facts, ADW_TYPE_BIN)

/* Stock */

static void
update_checked (HspServiceFacts *self)
{
  gint64 checked_at = hsp_service_get_stock_checked_at (self->service);
  g_autofree char *text = NULL;

  if (self->cancellable != NULL)
    text = g_strdup (_("checking…"));
  else if (self->check_failed && checked_at == 0)
    text = g_strdup (_("could not be checked"));
  else if (self->check_failed)
    {
      g_autofree char *clock = hsp_text_clock (checked_at);

      /* Translators: %s is a time, "14:06" */
      text = g_strdup_printf (_("last checked %s"), clock);
    }
  else if (checked_at > 0)
    text = hsp_text_checked_ago (checked_at, g_get_real_time () / G_USEC_PER_SEC);

  gtk_label_set_text (self->checked_label, text != NULL ? text : "");
}

static void
update_stock (HspServiceFacts *self)
{
  gint64 stock = hsp_service_get_stock (self->service);
  g_autofree char *figure = stock > 0 ? hsp_number_to_text (stock) : NULL;

  if (figure != NULL)
    gtk_label_set_text (self->stock_label, figure);
  else
    gtk_label_set_text (self->stock_label, stock == 0 ? _("Out of stock") : _("Unknown"));
  if (stock == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->stock_label), "gone");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->stock_label), "gone");
  update_checked (self);
}

static void
check_stock_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  HspServiceFacts *self;
  g_autoptr(GError) error = NULL;
  gboolean answered = hsp_catalogue_check_stock_finish (HSP_CATALOGUE (object), result, &error);

  /* another service is looked at by now, or nothing any more */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = HSP_SERVICE_FACTS (user_data);
  g_clear_object (&self->cancellable);
  self->check_failed = !answered;
  if (self->service != NULL)
    update_stock (self);
}

static void
cancel_check (HspServiceFacts *self)
{
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static gboolean
on_check_due_cb (gpointer user_data)
{
  HspServiceFacts *self = HSP_SERVICE_FACTS (user_data);

  self->check_source = 0;
  hsp_service_facts_check_stock (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_tick_cb (gpointer user_data)
{
  HspServiceFacts *self = HSP_SERVICE_FACTS (user_data);

  if (self->service != NULL)
    update_checked (self);
  return G_SOURCE_CONTINUE;
}

/* Marks */

static HspMarks *
get_marks (HspServiceFacts *self)
{
  return hsp_account_get_marks (self->account);
}

static void
update_marks (HspServiceFacts *self)
{
  const char *id;

  if (self->service == NULL)
    return;

  id = hsp_service_get_id (self->service);
  gtk_toggle_button_set_active (self->star, hsp_marks_is_favourite (get_marks (self), id));
  gtk_toggle_button_set_active (self->watch_button, hsp_marks_is_watched (get_marks (self), id));
}

static void
on_star_clicked_cb (HspServiceFacts *self)
{
  hsp_marks_set_favourite (get_marks (self), hsp_service_get_id (self->service),
                           hsp_service_get_name (self->service),
                           gtk_toggle_button_get_active (self->star));
}

/* One that cannot be watched is taken back by the marks, which say why. */
static void
on_watch_clicked_cb (HspServiceFacts *self)
{
  hsp_marks_set_watched (get_marks (self), self->service,
                         gtk_toggle_button_get_active (self->watch_button));
  update_marks (self);
}

static gboolean
on_seen_due_cb (gpointer user_data)
{
  HspServiceFacts *self = HSP_SERVICE_FACTS (user_data);

  self->seen_source = 0;
  hsp_marks_note_seen (get_marks (self), hsp_service_get_id (self->service),
                       hsp_service_get_name (self->service));
  return G_SOURCE_REMOVE;
}

static void
await_seen (HspServiceFacts *self)
{
  g_clear_handle_id (&self->seen_source, g_source_remove);
  if (self->service != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->seen_source = g_timeout_add (SEEN_DELAY_MS, on_seen_due_cb, self);
}

static void
on_map_cb (HspServiceFacts *self)
{
  await_seen (self);
  if (self->tick_source == 0)
    self->tick_source = g_timeout_add_seconds (1, on_tick_cb, self);
}

static void
on_unmap_cb (HspServiceFacts *self)
{
  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_handle_id (&self->seen_source, g_source_remove);
}

/* Description */

static gboolean
on_overflow_idle_cb (gpointer user_data)
{
  HspServiceFacts *self = HSP_SERVICE_FACTS (user_data);

  self->overflow_source = 0;
  if (pango_layout_is_ellipsized (gtk_label_get_layout (self->description_label)))
    gtk_widget_set_visible (self->show_all_button, TRUE);
  return G_SOURCE_REMOVE;
}

static void
show_whole_description (HspServiceFacts *self)
{
  gtk_widget_set_visible (self->show_all_button, FALSE);
  gtk_label_set_ellipsize (self->description_label, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_lines (self->description_label, -1);
}

/* @html: (nullable): as the shop has it */
static void
set_description (HspServiceFacts *self,
                 const char      *html)
{
  g_autofree char *description = html != NULL ? hsp_decode_html (html) : NULL;
  const gboolean shown = description != NULL;

  gtk_label_set_text (self->description_label, shown ? description : "");
  gtk_label_set_lines (self->description_label, DESCRIPTION_LINES);
  gtk_label_set_ellipsize (self->description_label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_visible (self->description_box, shown);
  gtk_widget_set_visible (self->show_all_button, FALSE);

  /* whether it is too long is known after the next layout */
  if (shown && self->overflow_source == 0)
    self->overflow_source = g_idle_add_full (G_PRIORITY_LOW, on_overflow_idle_cb, self, NULL);
}

/* The rest */

static void
set_pill (GtkLabel   *pill,
          const char *text,
          gboolean    good)
{
  gtk_label_set_text (pill, text);
  gtk_widget_set_visible (GTK_WIDGET (pill), *text != '\0');
  gtk_widget_remove_css_class (GTK_WIDGET (pill), good ? "pill-neutral" : "pill-success");
  gtk_widget_add_css_class (GTK_WIDGET (pill), good ? "pill-success" : "pill-neutral");
}

static void
update_price (HspServiceFacts *self)
{
  HspMoney rate = hsp_service_get_value (self->service)->rate;
  HspRateUnit unit = hsp_service_get_rate_unit (self->service);
  const char *currency = hsp_wallet_get_currency (hsp_account_get_wallet (self->account));
  g_autofree char *text = rate != HSP_MONEY_UNKNOWN ? hsp_rate_text_amount (unit, rate, currency)
                                                    : NULL;

  gtk_label_set_text (self->price_title, hsp_rate_text_caption (unit));
  gtk_label_set_text (self->price_label, text != NULL ? text : _("Unknown"));
  hsp_widget_set_tooltip (GTK_WIDGET (self->price_label),
                          unit != HSP_RATE_UNKNOWN ? NULL
                               : _("The first charge will show whether this is the price of 1,000"));
}

static void
on_price_meant_cb (HspServiceFacts *self)
{
  if (self->service != NULL)
    update_price (self);
}

static void
update_facts (HspServiceFacts *self)
{
  const HspServiceValue *value = hsp_service_get_value (self->service);
  gboolean has_path = *value->category != '\0' && *value->subcategory != '\0';
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;
  g_autofree char *range = hsp_service_text_range (self->service);

  path = g_strconcat (value->category, has_path ? " › " : "", value->subcategory, NULL);
  gtk_label_set_text (self->path_label, path);
  gtk_widget_set_visible (GTK_WIDGET (self->path_label), *path != '\0');
  gtk_label_set_text (self->name_label, value->name);
  hsp_widget_set_tooltip (GTK_WIDGET (self->name_label), value->name);
  /* Translators: %s is the number of a service */
  id = g_strdup_printf (_("Service %s"), value->id);
  gtk_label_set_text (self->id_label, id);
  set_pill (self->type_pill, value->type, FALSE);
  set_pill (self->refill_pill, value->refill ? _("Refill") : _("No refill"), value->refill);
  set_pill (self->cancel_pill, value->cancel ? _("Cancellable") : _("No cancel"), value->cancel);
  gtk_label_set_text (self->limits_label, range);
  gtk_widget_set_visible (self->limits_title, *range != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->limits_label), *range != '\0');
  update_price (self);
  update_stock (self);
}

static void
on_copy_clicked_cb (HspServiceFacts *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.copy", "(ss)",
                              hsp_service_get_id (self->service), _("Service number copied"));
}

static void
hsp_service_facts_dispose (GObject *object)
{
  HspServiceFacts *self = HSP_SERVICE_FACTS (object);

  cancel_check (self);
  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_handle_id (&self->overflow_source, g_source_remove);
  g_clear_handle_id (&self->seen_source, g_source_remove);
  if (self->service != NULL)
    g_signal_handlers_disconnect_by_data (self->service, self);
  g_clear_object (&self->service);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_service_facts_parent_class)->dispose (object);
}

static void
hsp_service_facts_class_init (HspServiceFactsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HSP_TYPE_STAR_BUTTON);

  G_OBJECT_CLASS (klass)->dispose = hsp_service_facts_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-service-facts.ui");
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, path_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, name_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, id_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, type_pill);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, refill_pill);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, cancel_pill);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, copy_button);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, star);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, watch_button);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, description_box);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, description_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, show_all_button);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, price_title);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, price_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, limits_title);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, limits_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, stock_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceFacts, checked_label);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_map_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_star_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_unmap_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_watch_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_whole_description);
}

static void
hsp_service_facts_init (HspServiceFacts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hsp_service_facts_set_account (HspServiceFacts *self,
                               HspAccount      *account)
{
  g_return_if_fail (HSP_IS_SERVICE_FACTS (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  g_signal_connect_object (hsp_account_get_wallet (account), "notify::currency",
                           G_CALLBACK (on_price_meant_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hsp_account_get_catalogue (account), "rates-learnt",
                           G_CALLBACK (on_price_meant_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_marks (self), "favourites-changed", G_CALLBACK (update_marks), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_marks (self), "watches-changed", G_CALLBACK (update_marks), self,
                           G_CONNECT_SWAPPED);
}

void
hsp_service_facts_set_service (HspServiceFacts *self,
                               HspService      *service)
{
  gboolean same;

  g_return_if_fail (HSP_IS_SERVICE_FACTS (self));
  g_return_if_fail (HSP_IS_SERVICE (service));

  if (self->service == service)
    return;

  same = self->service != NULL &&
         g_str_equal (hsp_service_get_id (self->service), hsp_service_get_id (service));
  cancel_check (self);
  if (self->service != NULL)
    g_signal_handlers_disconnect_by_data (self->service, self);
  g_set_object (&self->service, service);
  g_signal_connect_swapped (service, "notify::stock", G_CALLBACK (update_stock), self);
  g_signal_connect_swapped (service, "notify::stock-checked-at", G_CALLBACK (update_stock), self);

  self->check_failed = FALSE;
  update_facts (self);
  update_marks (self);
  if (!same)
    {
      set_description (self, hsp_service_get_value (service)->description);
      await_seen (self);
    }
  self->check_source = g_timeout_add (CHECK_DELAY_MS, on_check_due_cb, self);
}

void
hsp_service_facts_check_stock (HspServiceFacts *self)
{
  g_return_if_fail (HSP_IS_SERVICE_FACTS (self));

  if (self->service == NULL || self->cancellable != NULL || !hsp_account_get_online (self->account))
    return;

  g_clear_handle_id (&self->check_source, g_source_remove);
  self->cancellable = g_cancellable_new ();
  hsp_catalogue_check_stock_async (hsp_account_get_catalogue (self->account), self->service,
                                   self->cancellable, check_stock_cb, self);
  update_checked (self);
}

void
hsp_service_facts_note_seen (HspServiceFacts *self)
{
  g_return_if_fail (HSP_IS_SERVICE_FACTS (self));

  if (self->seen_source == 0)
    return;
  g_source_remove (self->seen_source);
  on_seen_due_cb (self);
}

void
hsp_service_facts_focus (HspServiceFacts *self)
{
  g_return_if_fail (HSP_IS_SERVICE_FACTS (self));

  gtk_widget_grab_focus (self->copy_button);
}
