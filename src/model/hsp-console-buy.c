/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-console-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-error.h"
#include "hsp-inquiry.h"
#include "hsp-order-book.h"
#include "hsp-order.h"
#include "hsp-service.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-project.h"
#include "hsp-wallet.h"

/** hsp_console_offer_free: @offer: (transfer full) */
void
hsp_console_offer_free (HspConsoleOffer *offer)
{
  g_clear_object (&offer->service);
  g_clear_object (&offer->project);
  g_free (offer->name);
  g_free (offer->link);
  g_free (offer->phone);
  g_free (offer);
}

static HspConsoleOffer *
copy_offer (const HspConsoleOffer *offer)
{
  HspConsoleOffer *copy = g_memdup2 (offer, sizeof *offer);

  copy->service = offer->service != NULL ? g_object_ref (offer->service) : NULL;
  copy->project = offer->project != NULL ? g_object_ref (offer->project) : NULL;
  copy->name = g_strdup (offer->name);
  copy->link = g_strdup (offer->link);
  copy->phone = g_strdup (offer->phone);
  return copy;
}

static const char *
get_param (GHashTable *params,
           const char *name)
{
  const char *value = g_hash_table_lookup (params, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/* Asking the price */

static void
return_offer (GTask *task)
{
  HspConsole *self = g_task_get_source_object (task);

  hsp_console_set_busy (self, FALSE, FALSE);
  g_task_return_pointer (task, copy_offer (g_task_get_task_data (task)),
                         (GDestroyNotify) hsp_console_offer_free);
}

/* A cancelled question ends; any other failure leaves the price unknown, and is asked about so. */
static gboolean
was_cancelled (GTask  *task,
               GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  hsp_console_set_busy (g_task_get_source_object (task), FALSE, FALSE);
  g_task_return_error (task, g_error_copy (error));
  return TRUE;
}

static HspService *
make_bare_service (const char *id)
{
  HspServiceValue *value = hsp_service_value_new ();

  value->id = g_strdup (id);
  value->name = g_strdup (id);
  return hsp_service_new (value);
}

static void
take_service (HspConsoleOffer *offer,
              HspService      *service,
              gint64           stock)
{
  g_set_object (&offer->service, service);
  g_free (offer->name);
  offer->name = g_strdup (hsp_service_get_name (service));
  offer->stock = stock;
  offer->total = hsp_service_estimate (service, offer->quantity);
}

static void
quoted_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspConsoleOffer *offer = g_task_get_task_data (task);
  g_autoptr(HspQuote) quote = NULL;
  g_autoptr(GError) error = NULL;

  quote = hsp_inquiry_quote_finish (HSP_ACCOUNT (object), result, &error);
  if (was_cancelled (task, error))
    return;
  if (quote != NULL)
    take_service (offer, quote->service, quote->available ? quote->stock : 0);
  return_offer (task);
}

static void
project_quoted_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspConsoleOffer *offer = g_task_get_task_data (task);
  HspSmsProject *asked = offer->project;
  g_autoptr(HspSmsProject) priced = NULL;
  g_autoptr(GError) error = NULL;
  HspMoney price = hsp_sms_desk_quote_finish (HSP_SMS_DESK (object), result, &error);

  if (was_cancelled (task, error))
    return;
  priced = hsp_sms_project_new (hsp_sms_project_get_id (asked), hsp_sms_project_get_name (asked),
                                price, hsp_sms_project_get_country (asked),
                                hsp_sms_project_get_country_name (asked));
  g_set_object (&offer->project, priced);
  offer->total = price != HSP_MONEY_UNKNOWN ? hsp_money_times (price, offer->quantity, 1)
                                            : HSP_MONEY_UNKNOWN;
  return_offer (task);
}

static void
ask_service (GTask      *task,
             GHashTable *params)
{
  HspConsole *self = g_task_get_source_object (task);
  HspConsoleOffer *offer = g_task_get_task_data (task);
  HspOrderBook *book = hsp_account_get_order_book (self->account);
  const char *id = get_param (params, "service");

  offer->quantity = g_ascii_strtoll (get_param (params, "quantity"), NULL, 10);
  offer->link = g_strdup (get_param (params, "link"));
  offer->service = make_bare_service (id);
  offer->name = g_strdup (id);
  offer->again = hsp_order_book_find_same (book, id, offer->link) != NULL;
  hsp_inquiry_quote_async (self->account, id, g_task_get_cancellable (task), quoted_cb,
                           g_object_ref (task));
}

static void
ask_project (GTask      *task,
             GHashTable *params)
{
  HspConsole *self = g_task_get_source_object (task);
  HspConsoleOffer *offer = g_task_get_task_data (task);
  HspSmsDesk *desk = hsp_account_get_sms_desk (self->account);
  HspOrderBook *book = hsp_account_get_order_book (self->account);
  const char *id = get_param (params, "project_id");
  const char *country = get_param (params, "country");
  const char *quantity = get_param (params, "quantity");
  HspSmsProject *known = hsp_sms_desk_find_project (desk, id, country);

  offer->quantity = quantity != NULL ? g_ascii_strtoll (quantity, NULL, 10) : 1;
  offer->phone = g_strdup (get_param (params, "phone"));
  if (known != NULL)
    offer->project = g_object_ref (known);
  else
    offer->project = hsp_sms_project_new (id, id, HSP_MONEY_UNKNOWN, country != NULL ? country : "",
                                          country != NULL ? country : "");
  offer->name = g_strdup (hsp_sms_project_get_name (offer->project));
  offer->again = hsp_order_book_find_same_numbers (book, id, country) != NULL
                 || hsp_sms_desk_find_same (desk, id, country) != NULL;
  hsp_sms_desk_quote_async (desk, offer->project, g_task_get_cancellable (task), project_quoted_cb,
                            g_object_ref (task));
}

/**
 * hsp_console_offer_async:
 * @action: `add` or `add_sms`, as a person wrote it
 * @params: (element-type utf8 utf8): that were checked
 *
 * Reads price and stock again from the shop. Main thread.
 */
void
hsp_console_offer_async (HspConsole          *self,
                         const char          *action,
                         GHashTable          *params,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  const HspAction *known;
  HspConsoleOffer *offer;
  HspWallet *wallet;
  GError *error = NULL;

  g_return_if_fail (HSP_IS_CONSOLE (self));
  g_return_if_fail (hsp_console_examine (action, &known) == HSP_ASKS_SPENDING);
  g_return_if_fail (self->account != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_console_offer_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->busy)
    error = hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                           _("Something is being sent already."));
  else
    hsp_action_check (known, params, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  wallet = hsp_account_get_wallet (self->account);
  offer = g_new0 (HspConsoleOffer, 1);
  offer->action = known->id;
  offer->total = HSP_MONEY_UNKNOWN;
  offer->stock = HSP_UNKNOWN;
  offer->balance = hsp_wallet_get_balance (wallet);
  offer->currency = g_intern_string (hsp_wallet_get_currency (wallet));
  g_task_set_task_data (task, offer, (GDestroyNotify) hsp_console_offer_free);
  hsp_console_set_busy (self, TRUE, FALSE);
  if (known->id == HSP_ACTION_ADD)
    ask_service (task, params);
  else
    ask_project (task, params);
}

/** hsp_console_offer_finish: Returns: (transfer full) (nullable): what it would cost */
HspConsoleOffer *
hsp_console_offer_finish (HspConsole    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Buying */

/* What was bought, or why not: listed like any other request. */
static void
end_buying (GTask  *task,
            GError *error)
{
  HspConsole *self = g_task_get_source_object (task);
  g_autoptr(HspExchange) exchange = g_steal_pointer (&self->bought);
  HspRequest *request;

  self->buying = NULL;
  hsp_console_set_busy (self, FALSE, FALSE);
  if (exchange == NULL)
    {
      g_task_return_error (task, error != NULL ? error
                           : hsp_error_new (HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE, NULL,
                                            _("Nothing was sent.")));
      return;
    }
  g_clear_error (&error);
  request = hsp_request_new_exchange (exchange);
  hsp_console_add (self, request);
  g_task_return_pointer (task, request, g_object_unref);
}

static void
placed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspOrder) order = NULL;
  GError *error = NULL;

  order = hsp_order_book_place_finish (HSP_ORDER_BOOK (object), result, &error);
  end_buying (task, error);
}

static void
got_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) numbers = NULL;
  GError *error = NULL;

  numbers = hsp_sms_desk_get_finish (HSP_SMS_DESK (object), result, NULL, NULL, &error);
  end_buying (task, error);
}

/**
 * hsp_console_buy_async:
 * @offer: (transfer none): what the person said yes to
 *
 * Through the order book or the SMS desk, and so through the journal. Not cancellable. Main thread.
 */
void
hsp_console_buy_async (HspConsole            *self,
                       const HspConsoleOffer *offer,
                       GAsyncReadyCallback    callback,
                       gpointer               user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_CONSOLE (self));
  g_return_if_fail (offer != NULL && self->account != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_console_buy_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->busy)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                                _("Something is being sent already.")));
      return;
    }

  hsp_console_set_busy (self, TRUE, TRUE);
  self->buying = hsp_action_get (offer->action)->name;
  if (offer->action == HSP_ACTION_ADD)
    hsp_order_book_place_async (hsp_account_get_order_book (self->account), offer->service,
                                offer->quantity, offer->link, placed_cb, g_steal_pointer (&task));
  else
    hsp_sms_desk_get_async (hsp_account_get_sms_desk (self->account), offer->project,
                            (guint) offer->quantity, offer->phone, got_cb,
                            g_steal_pointer (&task));
}

/** hsp_console_buy_finish: Returns: (transfer full) (nullable): what became of it; NULL: nothing was sent */
HspRequest *
hsp_console_buy_finish (HspConsole    *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
