/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-card.h"

#include <glib/gi18n-lib.h>

#include "hsp-clock.h"
#include "hsp-country.h"
#include "hsp-sms-common.h"
#include "hsp-sms-desk.h"
#include "hsp-text.h"

/* Most codes have six characters. A longer one is shown smaller, so that the narrowest card has it
 * whole beside its button. */
#define LONG_CODE 7
#define VERY_LONG_CODE 10

struct _HspSmsCard
{
  AdwBin parent_instance;

  HspAccount     *account;  /* (owned) */
  HspSmsNumber   *number;   /* (owned) */
  HspNumberState  state;    /* as it is shown */
  char           *spoken;   /* (owned) (nullable) the accessible label as it was said last */
  const char     *pill;     /* (static) (nullable) its style class */

  GtkLabel         *phone_label;
  GtkButton        *copy_number_button;
  GtkMenuButton    *menu_button;
  GtkLabel         *place_label;
  GtkLabel         *pill_label;
  GtkStack         *state_stack;
  GtkLabel         *waiting_label;
  GtkLabel         *time_label;
  GtkButton        *check_button;
  GtkProgressBar   *remaining_bar;
  GtkLabel         *checked_label;
  GtkLabel         *code_label;
  GtkButton        *copy_code_button;
  AdwButtonContent *copy_code_content;
  GtkLabel         *text_label;
  GtkButton        *use_again_button;
  GtkLabel         *ended_label;
  GtkButton        *again_button;
};

G_DEFINE_FINAL_TYPE (HspSmsCard, hsp_sms_card, ADW_TYPE_BIN)

/* The seconds run only while the page counts down; otherwise the time of day is what stays true. */
static char *
describe_checked (gint64   checked,
                  gint64   now,
                  gboolean counting)
{
  gint64 seconds = CLAMP (now - checked, 0, G_MAXINT);

  if (checked == 0)
    return g_strdup (_("Not checked yet"));
  if (!counting)
    {
      g_autofree char *clock = hsp_text_clock (checked);

      /* Translators: a time of day */
      return g_strdup_printf (_("Last checked at %s"), clock);
    }
  if (seconds == 0)
    return g_strdup (_("Last checked just now"));
  if (seconds >= 60)
    return g_strdup_printf (ngettext ("Last checked %d minute ago", "Last checked %d minutes ago",
                                      (gulong) (seconds / 60)), (int) (seconds / 60));

  return g_strdup_printf (ngettext ("Last checked %d second ago", "Last checked %d seconds ago",
                                    (gulong) seconds), (int) seconds);
}

static void
show_checked (HspSmsCard *self,
              gint64      now)
{
  const HspNumberRow *row = hsp_sms_number_get_row (self->number);
  const GError *error = hsp_sms_number_get_check_error (self->number);
  gint64 left = hsp_sms_number_get_seconds_left (self->number, now);
  g_autofree char *checked = describe_checked (row->checked, now, left > 0);
  g_autofree char *text = NULL;

  if (!hsp_account_get_online (self->account))
    text = g_strdup (_("Offline. Checking goes on when you are back."));
  else if (error != NULL)
    {
      g_autofree char *reason = hsp_text_check_error (error);

      /* Translators: "Last checked 40 seconds ago", "no answer from the shop" */
      text = g_strdup_printf (_("%s: %s"), checked, reason);
    }
  /* before the first answer it is not known whether there is a limit */
  else if (row->checked != 0 && row->expires == 0 &&
           hsp_sms_number_get_state (self->number) == HSP_NUMBER_WAITING)
    /* Translators: "No time limit given", "Last checked at 14:06" */
    text = g_strdup_printf (_("%s · %s"), _("No time limit given"), checked);
  else
    text = g_steal_pointer (&checked);

  if (g_strcmp0 (gtk_label_get_text (self->checked_label), text) != 0)
    gtk_label_set_text (self->checked_label, text);
}

static void
show_waiting (HspSmsCard *self,
              gint64      now)
{
  const HspNumberRow *row = hsp_sms_number_get_row (self->number);
  HspNumberState state = hsp_sms_number_get_state (self->number);
  gint64 left = state == HSP_NUMBER_WAITING ? hsp_sms_number_get_seconds_left (self->number, now)
                                            : -1;
  gboolean over = state == HSP_NUMBER_LATE || left == 0;

  gtk_label_set_text (self->waiting_label,
                      state == HSP_NUMBER_UNWATCHED ? _("Not watched any more")
                      : over ? _("Time is up. The code may still arrive.")
                      : _("Waiting for the code"));
  gtk_widget_set_visible (GTK_WIDGET (self->check_button), state == HSP_NUMBER_UNWATCHED);
  gtk_widget_set_visible (GTK_WIDGET (self->time_label), left > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->remaining_bar), left > 0);
  if (left > 0)
    {
      g_autofree char *text = hsp_text_seconds_left (left);
      double fraction = (double) left / MAX (row->expires - row->created, 1);

      gtk_label_set_text (self->time_label, text);
      gtk_progress_bar_set_fraction (self->remaining_bar, CLAMP (fraction, 0, 1));
    }
  show_checked (self, now);
  gtk_stack_set_visible_child_name (self->state_stack, "waiting");
}

static void
set_code_size (HspSmsCard *self,
               const char *code)
{
  const char *const large[] = { "code", NULL };
  const char *const medium[] = { "code", "long", NULL };
  const char *const small[] = { "code-small", NULL };
  glong length = g_utf8_strlen (code, -1);

  gtk_widget_set_css_classes (GTK_WIDGET (self->code_label),
                              (const char **) (length < LONG_CODE ? large
                                               : length < VERY_LONG_CODE ? medium : small));
}

static void
show_code (HspSmsCard *self)
{
  const HspNumberRow *row = hsp_sms_number_get_row (self->number);
  gboolean copied = row->copied != 0;
  g_autofree char *spelled = hsp_text_spell (row->code);
  /* Translators: for screen readers; a code with its characters spelled */
  g_autofree char *copy = g_strdup_printf (copied ? _("Copied, copy code %s again")
                                                  : _("Copy code %s"), spelled);

  gtk_label_set_text (self->code_label, row->code);
  hsp_widget_set_accessible_label (GTK_WIDGET (self->code_label), spelled);
  set_code_size (self, row->code);
  adw_button_content_set_icon_name (self->copy_code_content,
                                    copied ? "object-select-symbolic" : "edit-copy-symbolic");
  adw_button_content_set_label (self->copy_code_content, copied ? _("Copied") : _("Copy"));
  hsp_widget_set_accessible_label (GTK_WIDGET (self->copy_code_button), copy);
  if (copied)
    gtk_widget_remove_css_class (GTK_WIDGET (self->copy_code_button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->copy_code_button), "suggested-action");

  gtk_label_set_text (self->text_label, row->text ? row->text : "");
  hsp_widget_set_tooltip (GTK_WIDGET (self->text_label), row->text);
  gtk_widget_set_visible (GTK_WIDGET (self->use_again_button), copied);
  gtk_stack_set_visible_child_name (self->state_stack, "code");
}

static char *
describe_expired (const HspNumberRow *row)
{
  gint64 minutes = (row->expires - row->created) / 60;

  if (row->expires == 0 || row->created == 0 || minutes < 1)
    return g_strdup (_("No code arrived."));

  return g_strdup_printf (ngettext ("No code arrived in %d minute.",
                                    "No code arrived in %d minutes.", (gulong) minutes),
                          (int) MIN (minutes, G_MAXINT));
}

static void
show_ended (HspSmsCard *self)
{
  const HspNumberRow *row = hsp_sms_number_get_row (self->number);
  HspNumberState state = hsp_sms_number_get_state (self->number);
  g_autofree char *sentence = NULL;
  g_autofree char *charge = NULL;

  if (state == HSP_NUMBER_CANCELED)
    sentence = g_strdup (_("The number was canceled."));
  else if (state == HSP_NUMBER_REFUNDED)
    sentence = g_strdup (_("The shop says it was refunded."));
  else
    sentence = describe_expired (row);

  if (row->charge != HSP_MONEY_UNKNOWN)
    {
      g_autofree char *amount = row->currency != NULL && row->currency[0] != '\0'
                                  ? hsp_money_to_text (row->charge, row->currency)
                                  : hsp_sms_money_text (self->account, row->charge);
      /* Translators: an amount of money */
      g_autofree char *words = g_strdup_printf (_("Charge: %s"), amount);

      charge = g_strdup_printf ("%s\n%s", sentence, words);
    }

  gtk_label_set_text (self->ended_label, charge ? charge : sentence);
  gtk_stack_set_visible_child_name (self->state_stack, "ended");
}

static char *
describe_left (HspSmsCard *self,
               gint64      now)
{
  gint64 left = hsp_sms_number_get_seconds_left (self->number, now);
  gint64 minutes = left / 60;

  if (hsp_sms_number_get_state (self->number) != HSP_NUMBER_WAITING || left < 0)
    return NULL;
  if (minutes < 1)
    return g_strdup (_("less than a minute left"));

  return g_strdup_printf (ngettext ("%d minute left", "%d minutes left", (gulong) minutes),
                          (int) MIN (minutes, G_MAXINT));
}

/* "Telegram, United States, +1 405 512 3415, Waiting, 14 minutes left": said anew when it differs,
 * so that the seconds are not read out, and a code that arrives is, once. */
static void
speak (HspSmsCard *self,
       gint64      now)
{
  const HspNumberRow *row = hsp_sms_number_get_row (self->number);
  g_autofree char *place = hsp_sms_place_text (self->account, self->number, FALSE);
  g_autofree char *phone = hsp_phone_format (row->phone, row->country);
  g_autofree char *spelled = row->code ? hsp_text_spell (row->code) : NULL;
  g_autofree char *left = describe_left (self, now);
  const char *detail = spelled ? spelled : left;
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s%s%s", place, phone,
                                             hsp_sms_number_get_state_text (self->number),
                                             detail ? ", " : "", detail ? detail : "");

  if (g_strcmp0 (self->spoken, spoken) == 0)
    return;

  g_free (self->spoken);
  self->spoken = g_steal_pointer (&spoken);
  hsp_widget_set_accessible_label (GTK_WIDGET (self), self->spoken);
}

static void
show_header (HspSmsCard *self)
{
  const HspNumberRow *row = hsp_sms_number_get_row (self->number);
  g_autofree char *phone = hsp_phone_format (row->phone, row->country);
  const char *pill = hsp_text_number_pill (hsp_sms_number_get_state (self->number));

  gtk_label_set_text (self->phone_label, phone);
  hsp_widget_set_tooltip (GTK_WIDGET (self->phone_label), phone);
  hsp_sms_show_place (self->place_label, self->account, self->number);
  gtk_label_set_text (self->pill_label, hsp_sms_number_get_state_text (self->number));
  if (self->pill != pill)
    {
      if (self->pill != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self->pill_label), self->pill);
      gtk_widget_add_css_class (GTK_WIDGET (self->pill_label), pill);
      self->pill = pill;
    }
}

/* Once, when it arrives: not of a code that the card was made with. */
static void
announce_code (HspSmsCard *self)
{
  const HspNumberRow *row = hsp_sms_number_get_row (self->number);
  g_autofree char *spelled = hsp_text_spell (row->code);
  /* Translators: read aloud; a project such as Telegram, a code with its characters spelled */
  g_autofree char *text = g_strdup_printf (_("Code for %s: %s"), row->project_name, spelled);

  hsp_widget_announce (GTK_WIDGET (self), text);
}

static void
update (HspSmsCard *self)
{
  gint64 now = hsp_get_now ();
  gboolean arrived = self->spoken != NULL && self->state != HSP_NUMBER_RECEIVED &&
                     hsp_sms_number_get_state (self->number) == HSP_NUMBER_RECEIVED;

  self->state = hsp_sms_number_get_state (self->number);
  show_header (self);
  switch (self->state)
    {
    case HSP_NUMBER_WAITING:
    case HSP_NUMBER_LATE:
    case HSP_NUMBER_UNWATCHED:
      show_waiting (self, now);
      break;
    case HSP_NUMBER_RECEIVED:
      show_code (self);
      break;
    case HSP_NUMBER_EXPIRED:
    case HSP_NUMBER_CANCELED:
    case HSP_NUMBER_REFUNDED:
      show_ended (self);
      break;
    default:
      g_assert_not_reached ();
    }
  speak (self, now);
  if (arrived)
    announce_code (self);
}

static void
hsp_sms_card_dispose (GObject *object)
{
  HspSmsCard *self = HSP_SMS_CARD (object);

  g_clear_object (&self->account);
  g_clear_object (&self->number);

  G_OBJECT_CLASS (hsp_sms_card_parent_class)->dispose (object);
}

static void
hsp_sms_card_finalize (GObject *object)
{
  HspSmsCard *self = HSP_SMS_CARD (object);

  g_clear_pointer (&self->spoken, g_free);

  G_OBJECT_CLASS (hsp_sms_card_parent_class)->finalize (object);
}

static void
hsp_sms_card_class_init (HspSmsCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hsp_sms_card_dispose;
  object_class->finalize = hsp_sms_card_finalize;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/sms/hsp-sms-card.ui");
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, phone_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, copy_number_button);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, place_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, pill_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, state_stack);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, waiting_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, time_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, check_button);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, remaining_bar);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, checked_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, code_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, copy_code_button);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, copy_code_content);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, text_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, use_again_button);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, ended_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsCard, again_button);
}

static void
hsp_sms_card_init (HspSmsCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_widget_make_alert (GTK_WIDGET (self->code_label));
}

GtkWidget *
hsp_sms_card_new (HspAccount   *account,
                  HspSmsNumber *number)
{
  HspSmsCard *self = g_object_new (HSP_TYPE_SMS_CARD, NULL);
  GListModel *countries = hsp_sms_desk_get_countries (hsp_account_get_sms_desk (account));

  self->account = g_object_ref (account);
  self->number = g_object_ref (number);
  hsp_sms_set_target (GTK_WIDGET (self->copy_number_button), "sms.copy-number", number);
  hsp_sms_set_target (GTK_WIDGET (self->copy_code_button), "sms.copy-code", number);
  hsp_sms_set_target (GTK_WIDGET (self->check_button), "sms.check", number);
  hsp_sms_set_target (GTK_WIDGET (self->use_again_button), "sms.use-again", number);
  hsp_sms_set_target (GTK_WIDGET (self->again_button), "sms.use-again", number);
  hsp_sms_set_menu (self->menu_button, number);
  g_signal_connect_object (number, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::online", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (countries, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

HspSmsNumber *
hsp_sms_card_get_number (HspSmsCard *self)
{
  return self->number;
}

/* Once a second while the page counts down. */
void
hsp_sms_card_tick (HspSmsCard *self,
                   gint64      now)
{
  /* The time itself ends the waiting, without a word from the shop */
  if (hsp_sms_number_get_state (self->number) != self->state)
    update (self);
  if (self->state != HSP_NUMBER_WAITING)
    return;

  show_waiting (self, now);
  speak (self, now);
}
