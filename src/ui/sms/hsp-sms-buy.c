/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-buy.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "hsp-ask.h"
#include "hsp-country.h"
#include "hsp-lifetime.h"
#include "hsp-order-book.h"
#include "hsp-sms-common.h"
#include "hsp-sms-desk.h"
#include "hsp-text.h"
#include "hsp-wallet.h"

typedef struct
{
  HspAccount    *account;   /* (owned) */
  HspSmsProject *project;   /* (owned) with the price that the person has agreed to */
  char          *phone;     /* (owned) (nullable) */
  guint          quantity;
  const char    *warning;   /* (nullable) that the same may be bought already */
  char          *sentence;  /* (owned) (nullable) the result in words */
} Buy;

static void
buy_free (Buy *buy)
{
  g_clear_object (&buy->account);
  g_clear_object (&buy->project);
  g_clear_pointer (&buy->phone, g_free);
  g_clear_pointer (&buy->sentence, g_free);
  g_free (buy);
}

char *
hsp_sms_buy_get_obstacle (HspAccount *account,
                          HspMoney    total)
{
  HspMoney balance = hsp_wallet_get_balance (hsp_account_get_wallet (account));
  const GError *error = hsp_account_get_journal_error (account);

  if (error != NULL)
    return g_strdup_printf ("%s %s", _("Your orders cannot be read, so nothing can be bought."),
                            error->message);
  if (hsp_account_get_key_refused (account))
    return g_strdup (_("The shop does not accept your key any more."));
  if (!hsp_account_get_online (account))
    return g_strdup (_("You are offline."));
  if (balance != HSP_MONEY_UNKNOWN && total != HSP_MONEY_UNKNOWN && balance < total)
    {
      g_autofree char *has = hsp_sms_money_text (account, balance);
      g_autofree char *costs = hsp_sms_money_text (account, total);

      return g_strdup_printf (_("Your balance is %s, this costs %s"), has, costs);
    }

  return NULL;
}

static void
return_result (GTask           *task,
               HspSmsBuyResult  result,
               char            *sentence)
{
  Buy *buy = g_task_get_task_data (task);

  g_assert (buy->sentence == NULL);
  buy->sentence = sentence;
  g_task_return_int (task, result);
}

static char *
describe_error (const GError *error)
{
  g_autofree char *text = hsp_text_error (error);

  return g_strdup_printf ("%s\n%s", _("Nothing was bought."), text);
}

static char *
describe_reason (const char *sentence,
                 const char *reason)
{
  if (reason == NULL || reason[0] == '\0')
    return g_strdup (sentence);

  return g_strdup_printf ("%s\n%s", sentence, reason);
}

static void
buy_got_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOutcome outcome = HSP_OUTCOME_UNCONFIRMED;
  g_autofree char *reason = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) numbers = hsp_sms_desk_get_finish (HSP_SMS_DESK (object), result, &outcome,
                                                          &reason, &error);

  if (error != NULL)
    {
      return_result (task, HSP_SMS_BUY_REFUSED, describe_error (error));
      return;
    }

  switch (outcome)
    {
    case HSP_OUTCOME_PLACED:
      /* There is one when a number of the answer could not be read */
      return_result (task, HSP_SMS_BUY_BOUGHT, g_steal_pointer (&reason));
      return;
    case HSP_OUTCOME_REJECTED:
      return_result (task, HSP_SMS_BUY_REFUSED,
                     describe_reason (_("The shop said no. Nothing was bought."), reason));
      return;
    case HSP_OUTCOME_NOT_SENT:
      return_result (task, HSP_SMS_BUY_REFUSED,
                     describe_reason (_("The shop could not be reached. Nothing was bought."),
                                      reason));
      return;
    case HSP_OUTCOME_WRITTEN:
    case HSP_OUTCOME_SENT:
    case HSP_OUTCOME_UNCONFIRMED:
    case HSP_OUTCOME_NOT_PLACED:
      /* With numbers it was sold, but could not be written down: the reason says so, and names them */
      return_result (task, HSP_SMS_BUY_UNCONFIRMED,
                     numbers->len > 0
                     ? describe_reason (reason, _("It will not be sent again by itself. "
                                                  "Settle it on the Orders page first."))
                     : g_strdup (_("No clear answer came: the shop may have sold this or not. "
                                   "Settle it in Orders before you try again.")));
      return;
    }
  g_assert_not_reached ();
}

static void
send_purchase (GTask *task)
{
  Buy *buy = g_task_get_task_data (task);

  hsp_sms_desk_get_async (hsp_account_get_sms_desk (buy->account), buy->project, buy->quantity,
                          buy->phone, buy_got_cb, task);
}

/* The dialog went away without an answer, say with its window. */
static void
stop_task (gpointer data)
{
  g_autoptr(GTask) task = data;

  return_result (task, HSP_SMS_BUY_STOPPED, NULL);
}

static HspMoney
get_total (Buy *buy)
{
  return hsp_money_times (hsp_sms_project_get_price (buy->project), buy->quantity, 1);
}

static void
again_answered_cb (AdwMessageDialog *dialog,
                   const char       *response,
                   gpointer          user_data)
{
  GTask *task = g_object_steal_data (G_OBJECT (dialog), "hsp-task");

  if (task == NULL)
    return;
  if (g_strcmp0 (response, HSP_ASK_AGAIN_RESPONSE) == 0)
    send_purchase (task);
  else
    stop_task (task);
}

/* @task: (transfer full): as long as the dialog has no answer */
static void
present_question (GtkWidget *dialog,
                  GTask     *task,
                  GCallback  callback)
{
  hsp_dialog_close_with (dialog, g_task_get_source_object (task));
  g_object_set_data_full (G_OBJECT (dialog), "hsp-task", task, stop_task);
  g_signal_connect (dialog, "response", callback, NULL);
  hsp_message_dialog_present (dialog);
}

static GtkWindow *
get_parent (GTask *task)
{
  GtkRoot *root = gtk_widget_get_root (g_task_get_source_object (task));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* @task: (transfer full) */
static void
send_or_ask_again (GTask *task)
{
  Buy *buy = g_task_get_task_data (task);

  if (hsp_ask_again_needed (buy->account, get_total (buy)))
    present_question (hsp_ask_again_dialog_new (get_parent (task), buy->account, get_total (buy)),
                      task, G_CALLBACK (again_answered_cb));
  else
    send_purchase (task);
}

static void
buy_answered_cb (AdwMessageDialog *dialog,
                 const char       *response,
                 gpointer          user_data)
{
  GTask *task = g_object_steal_data (G_OBJECT (dialog), "hsp-task");

  if (task == NULL)
    return;
  if (g_strcmp0 (response, "get") == 0)
    send_or_ask_again (task);
  else
    stop_task (task);
}

static char *
describe_reuse (Buy      *buy,
                HspMoney  old_price)
{
  HspMoney price = hsp_sms_project_get_price (buy->project);
  g_autofree char *now = hsp_sms_money_text (buy->account, price);
  g_autofree char *was = hsp_sms_money_text (buy->account, old_price);

  if (price == old_price)
    /* Translators: the name of a project such as Telegram, a price */
    return g_strdup_printf (_("One more code for %s costs %s."),
                            hsp_sms_project_get_name (buy->project), now);

  /* Translators: the name of a project such as Telegram, a price, the price before */
  return g_strdup_printf (_("One more code for %s now costs %s (was %s)."),
                          hsp_sms_project_get_name (buy->project), now, was);
}

static char *
describe_move (Buy      *buy,
               HspMoney  old_price)
{
  HspMoney price = hsp_sms_project_get_price (buy->project);
  g_autofree char *now = hsp_sms_money_text (buy->account,
                                             hsp_money_times (price, buy->quantity, 1));
  g_autofree char *was = hsp_sms_money_text (buy->account,
                                             hsp_money_times (old_price, buy->quantity, 1));

  if (price == old_price)
    return g_strdup (buy->warning);
  if (buy->quantity == 1)
    return g_strdup (_("Nothing has been sent."));

  return g_strdup_printf (ngettext ("Nothing has been sent. %u number costs %s instead of %s.",
                                    "Nothing has been sent. %u numbers cost %s instead of %s.",
                                    buy->quantity),
                          buy->quantity, now, was);
}

static char *
describe_heading (Buy      *buy,
                  HspMoney  old_price)
{
  if (buy->phone != NULL)
    {
      g_autofree char *phone = hsp_phone_format (buy->phone,
                                                 hsp_sms_project_get_country (buy->project));

      /* Translators: a phone number */
      return g_strdup_printf (_("Use %s Again?"), phone);
    }
  else if (hsp_sms_project_get_price (buy->project) == old_price)
    {
      return g_strdup_printf (ngettext ("Get Another Number?", "Get %u More Numbers?",
                                        buy->quantity), buy->quantity);
    }
  else
    {
      g_autofree char *now = hsp_sms_money_text (buy->account,
                                                 hsp_sms_project_get_price (buy->project));
      g_autofree char *was = hsp_money_to_digits (old_price);

      /* Translators: a price with its currency, the digits of the price before */
      return g_strdup_printf (_("The price is now %s (was %s)"), now, was);
    }
}

static void
set_body (AdwMessageDialog *dialog,
          Buy              *buy,
          HspMoney          old_price)
{
  const char *warning = buy->warning;
  g_autofree char *body = buy->phone ? describe_reuse (buy, old_price)
                                     : describe_move (buy, old_price);
  g_autofree char *obstacle = hsp_sms_buy_get_obstacle (buy->account, get_total (buy));
  g_autoptr(GString) text = g_string_new (body);

  if (warning != NULL && !g_str_equal (body, warning))
    g_string_append_printf (text, "\n%s", warning);
  if (obstacle != NULL)
    g_string_append_printf (text, "\n%s", obstacle);
  adw_message_dialog_set_body (dialog, text->str);
  adw_message_dialog_set_response_enabled (dialog, "get", obstacle == NULL);
}

/* Stops here: for a price that is not the one on the button, before a number is used again, and for
 * what may be bought already. @task: (transfer full) */
static void
ask (GTask    *task,
     HspMoney  old_price)
{
  Buy *buy = g_task_get_task_data (task);
  gboolean plain = hsp_sms_project_get_price (buy->project) <= old_price && buy->warning == NULL;
  g_autofree char *heading = describe_heading (buy, old_price);
  g_autofree char *total = hsp_sms_money_text (buy->account, get_total (buy));
  g_autofree char *label = g_strdup_printf (_("Get for %s"), total);
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (get_parent (task), heading, NULL));

  adw_message_dialog_add_response (dialog, "cancel", _("Cancel"));
  adw_message_dialog_add_response (dialog, "get", label);
  set_body (dialog, buy, old_price);
  /* Enter must not accept a dearer price, nor a second purchase */
  adw_message_dialog_set_default_response (dialog, plain ? "get" : "cancel");
  if (plain)
    adw_message_dialog_set_response_appearance (dialog, "get", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (dialog, "cancel");
  present_question (GTK_WIDGET (dialog), task, G_CALLBACK (buy_answered_cb));
}

/* That a number of this project waits for its code, or may: (transfer none) (nullable) */
static const char *
find_warning (Buy *buy)
{
  HspOrderBook *book = hsp_account_get_order_book (buy->account);
  HspSmsDesk *desk = hsp_account_get_sms_desk (buy->account);
  const char *project = hsp_sms_project_get_id (buy->project);
  const char *country = hsp_sms_project_get_country (buy->project);

  if (hsp_order_book_find_same_numbers (book, project, country) != NULL)
    return _("You already sent a purchase for this; what became of it is not known.");
  if (!hsp_account_get_limits (buy->account)->unwarned &&
      hsp_sms_desk_find_same (desk, project, country) != NULL)
    return _("You already have a number for this that waits for its code.");
  return NULL;
}

static void
set_price (Buy      *buy,
           HspMoney  price)
{
  g_autoptr(HspSmsProject) old = g_steal_pointer (&buy->project);

  buy->project = hsp_sms_project_new (hsp_sms_project_get_id (old), hsp_sms_project_get_name (old),
                                      price, hsp_sms_project_get_country (old),
                                      hsp_sms_project_get_country_name (old));
}

static void
buy_quoted_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Buy *buy = g_task_get_task_data (task);
  HspMoney old_price = hsp_sms_project_get_price (buy->project);
  g_autoptr(GError) error = NULL;
  HspMoney price = hsp_sms_desk_quote_finish (HSP_SMS_DESK (object), result, &error);

  if (error != NULL)
    {
      return_result (task, HSP_SMS_BUY_REFUSED, describe_error (error));
      return;
    }

  /* The window was closed meanwhile: nobody would see the number, nor the question */
  if (gtk_widget_get_root (g_task_get_source_object (task)) == NULL)
    {
      return_result (task, HSP_SMS_BUY_STOPPED, NULL);
      return;
    }

  if (price != old_price)
    set_price (buy, price);
  buy->warning = find_warning (buy);
  if (price != old_price || buy->phone != NULL || buy->warning != NULL)
    ask (g_steal_pointer (&task), old_price);
  else
    send_or_ask_again (g_steal_pointer (&task));
}

void
hsp_sms_buy_async (GtkWidget           *widget,
                   HspAccount          *account,
                   HspSmsProject       *project,
                   guint                quantity,
                   const char          *phone,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (widget, NULL, callback, user_data);
  Buy *buy = g_new0 (Buy, 1);

  buy->account = g_object_ref (account);
  buy->project = g_object_ref (project);
  buy->phone = g_strdup (phone);
  buy->quantity = quantity;
  g_task_set_source_tag (task, hsp_sms_buy_async);
  g_task_set_task_data (task, buy, (GDestroyNotify) buy_free);
  hsp_sms_desk_quote_async (hsp_account_get_sms_desk (account), project, NULL, buy_quoted_cb,
                            g_steal_pointer (&task));
}

HspSmsBuyResult
hsp_sms_buy_finish (GAsyncResult  *result,
                    char         **sentence)
{
  GTask *task = G_TASK (result);
  Buy *buy = g_task_get_task_data (task);

  *sentence = g_steal_pointer (&buy->sentence);

  return (HspSmsBuyResult) g_task_propagate_int (task, NULL);
}
