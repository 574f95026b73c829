/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "hsp-client.h"
#include "hsp-error.h"
#include "hsp-pacer.h"
#include "hsp-sandbox.h"
#include "hsp-shop.h"
#include "hsp-test.h"

/* A shop that says "too much" is left alone for eight seconds: hsp_test_wait() may not last. */
#define PATIENCE 30

typedef struct
{
  HspSandbox *sandbox;
  HspClient  *client;
  char       *order;     /* (owned) an order that is there */
  char       *number;    /* (owned) a number that is there */
  char       *project;   /* (owned) one for new numbers */
} Fixture;

static HspClient *
create_client (Fixture *fixture)
{
  g_autoptr(HspPacer) pacer = hsp_pacer_new (6000, 100);
  HspClient *client = hsp_client_new (hsp_sandbox_get_endpoint (fixture->sandbox), pacer);

  hsp_client_set_key (client, hsp_sandbox_get_key (fixture->sandbox));

  return client;
}

static gboolean
on_patience_over_cb (gpointer user_data)
{
  gboolean *over = user_data;

  *over = TRUE;

  return G_SOURCE_CONTINUE;
}

static void
wait_for (GAsyncResult **result)
{
  gboolean over = FALSE;
  guint id = g_timeout_add_seconds (PATIENCE, on_patience_over_cb, &over);

  while (*result == NULL && !over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  g_assert_nonnull (*result);
}

static char *
place_order (Fixture *fixture,
             GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_shop_add_async (fixture->client, "4", 1000, "https://example.com/video",
                      hsp_test_store_result, &result);
  wait_for (&result);

  return hsp_shop_add_finish (fixture->client, result, error);
}

static HspRows *
rent_number (Fixture *fixture,
             GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_shop_add_sms_async (fixture->client, fixture->project, 1, "vn", NULL, hsp_test_store_result,
                          &result);
  wait_for (&result);

  return hsp_shop_add_sms_finish (fixture->client, result, error);
}

static void
find_project (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(HspRows) rows = NULL;

  hsp_shop_sms_projects_async (fixture->client, "vn", NULL, hsp_test_store_result, &result);
  wait_for (&result);
  rows = hsp_shop_sms_projects_finish (fixture->client, result, &error);
  g_assert_no_error (error);
  fixture->project = g_strdup (((HspSmsProjectValue *) g_ptr_array_index (rows->rows, 0))->id);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  HspSandboxOptions options = { .n_services = 300, .dialect = GPOINTER_TO_INT (data) };
  g_autoptr(HspRows) numbers = NULL;
  g_autoptr(GError) error = NULL;

  fixture->sandbox = hsp_sandbox_new (&options);
  hsp_sandbox_start (fixture->sandbox, &error);
  g_assert_no_error (error);
  fixture->client = create_client (fixture);
  find_project (fixture);
  fixture->order = place_order (fixture, &error);
  g_assert_no_error (error);
  numbers = rent_number (fixture, &error);
  g_assert_no_error (error);
  fixture->number = g_strdup (((HspSmsOrderValue *) g_ptr_array_index (numbers->rows, 0))->order);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "/elsewhere"), ==, 0);
  g_assert_finalize_object (g_steal_pointer (&fixture->client));
  g_assert_finalize_object (g_steal_pointer (&fixture->sandbox));
  g_free (fixture->order);
  g_free (fixture->number);
  g_free (fixture->project);
}

/* --- reads --- */

static void
start_read (Fixture        *fixture,
            HspClient      *client,
            HspActionId     action,
            GCancellable   *cancellable,
            GAsyncResult  **result)
{
  static const HspServicesQuery all = { 0 };

  switch (action)
    {
    case HSP_ACTION_CATEGORIES:
      hsp_shop_categories_async (client, cancellable, hsp_test_store_result, result);
      break;
    case HSP_ACTION_SERVICES:
      hsp_shop_services_async (client, &all, cancellable, hsp_test_store_result, result);
      break;
    case HSP_ACTION_INVENTORY:
      hsp_shop_inventory_async (client, "23501", cancellable, hsp_test_store_result, result);
      break;
    case HSP_ACTION_STATUS:
      hsp_shop_status_async (client, fixture->order, cancellable, hsp_test_store_result, result);
      break;
    case HSP_ACTION_BALANCE:
      hsp_shop_balance_async (client, cancellable, hsp_test_store_result, result);
      break;
    case HSP_ACTION_SMS_PROJECTS:
      hsp_shop_sms_projects_async (client, NULL, cancellable, hsp_test_store_result, result);
      break;
    case HSP_ACTION_SMS_COUNTRIES:
      hsp_shop_sms_countries_async (client, cancellable, hsp_test_store_result, result);
      break;
    case HSP_ACTION_SMS_CODE:
      hsp_shop_sms_code_async (client, fixture->number, cancellable, hsp_test_store_result, result);
      break;
    case HSP_ACTION_SMS_STATUS:
      hsp_shop_sms_status_async (client, fixture->number, cancellable, hsp_test_store_result,
                                 result);
      break;
    case HSP_ACTION_ADD:
    case HSP_ACTION_ADD_SMS:
    case HSP_N_ACTIONS:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
check_rows (HspRows *rows,
            guint    n_skipped)
{
  if (rows == NULL)
    return FALSE;
  g_assert_cmpuint (rows->rows->len, >, 0);
  g_assert_cmpuint (rows->n_skipped, ==, n_skipped);
  hsp_rows_free (rows);

  return TRUE;
}

static gboolean
check_services (HspServicesPage *page,
                guint            n_skipped)
{
  if (page == NULL)
    return FALSE;
  g_assert_cmpuint (page->services->len, ==, 300);
  g_assert_cmpuint (page->n_skipped, ==, n_skipped);
  for (guint i = 0; i < page->services->len; i++)
    {
      const HspServiceValue *service = g_ptr_array_index (page->services, i);

      g_assert_true (g_utf8_validate (service->name, -1, NULL));
      g_assert_cmpint (service->rate, >, 0);
    }
  hsp_services_page_free (page);

  return TRUE;
}

/* Whether the read brought what it should, lists without @n_skipped rows. */
static gboolean
end_read (HspClient     *client,
          HspActionId    action,
          GAsyncResult  *result,
          guint          n_skipped,
          GError       **error)
{
  g_autoptr(HspOrderStatus) order = NULL;
  g_autoptr(HspSmsStatus) number = NULL;
  g_autofree HspInventory *inventory = NULL;
  g_autofree HspBalance *balance = NULL;

  switch (action)
    {
    case HSP_ACTION_CATEGORIES:
      return check_rows (hsp_shop_categories_finish (client, result, error), n_skipped);
    case HSP_ACTION_SERVICES:
      return check_services (hsp_shop_services_finish (client, result, error), n_skipped);
    case HSP_ACTION_INVENTORY:
      inventory = hsp_shop_inventory_finish (client, result, error);
      return inventory != NULL && inventory->stock == 9640 && inventory->available;
    case HSP_ACTION_STATUS:
      order = hsp_shop_status_finish (client, result, error);
      return order != NULL && order->charge == 1000;
    case HSP_ACTION_BALANCE:
      balance = hsp_shop_balance_finish (client, result, error);
      return balance != NULL && balance->balance > 0 && g_str_equal (balance->currency, "USD");
    case HSP_ACTION_SMS_PROJECTS:
      return check_rows (hsp_shop_sms_projects_finish (client, result, error), n_skipped);
    case HSP_ACTION_SMS_COUNTRIES:
      return check_rows (hsp_shop_sms_countries_finish (client, result, error), n_skipped);
    case HSP_ACTION_SMS_CODE:
      number = hsp_shop_sms_code_finish (client, result, error);
      return number != NULL && *number->status != '\0';
    case HSP_ACTION_SMS_STATUS:
      number = hsp_shop_sms_status_finish (client, result, error);
      return number != NULL && number->phone != NULL;
    case HSP_ACTION_ADD:
    case HSP_ACTION_ADD_SMS:
    case HSP_N_ACTIONS:
    default:
      g_assert_not_reached ();
    }
}

/* All reads at once, each with @n_faults of @fault before it; by @code: how they end, -1 for well.
 * @n_requests: how often each was asked. */
static void
check_reads (Fixture  *fixture,
             HspFault  fault,
             guint     n_faults,
             int       code,
             guint     n_requests)
{
  HspClient *clients[HSP_N_ACTIONS] = { NULL };
  GAsyncResult *results[HSP_N_ACTIONS] = { NULL };
  guint before[HSP_N_ACTIONS] = { 0 };

  for (int i = 0; i < HSP_N_ACTIONS; i++)
    {
      const HspAction *action = hsp_action_get (i);

      if (action->spends)
        continue;
      for (guint j = 0; j < n_faults; j++)
        hsp_sandbox_push_fault (fixture->sandbox, action->name, fault);
      before[i] = hsp_sandbox_count (fixture->sandbox, action->name);
      clients[i] = create_client (fixture);
      start_read (fixture, clients[i], i, NULL, &results[i]);
    }

  for (int i = 0; i < HSP_N_ACTIONS; i++)
    {
      const char *name = hsp_action_get (i)->name;
      g_autoptr(GError) error = NULL;

      if (clients[i] == NULL)
        continue;
      g_test_message ("%s: %s", hsp_fault_to_name (fault), name);
      wait_for (&results[i]);
      g_assert_cmpint (end_read (clients[i], i, results[i], fault == HSP_FAULT_BAD_ROW, &error),
                       ==, code < 0);
      if (code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, HSP_ERROR, code);
      g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, name) - before[i], ==, n_requests);
      g_clear_object (&results[i]);
      g_assert_finalize_object (g_steal_pointer (&clients[i]));
    }
}

typedef struct
{
  HspFault    fault;
  int         read_code;     /* of a read that meets it once, -1: well in the end */
  guint       n_requests;    /* such a read asks as often */
  int         code;          /* of a purchase, -1: placed */
  HspDelivery delivery;      /* of a purchase that is not placed */
  gboolean    charged;       /* the shop took the money */
} Expected;

static const Expected expected[] = {
  { HSP_FAULT_NONE, -1, 1, -1, HSP_DELIVERY_NONE, TRUE },
  { HSP_FAULT_REFUSE, -1, 2, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN, FALSE },
  { HSP_FAULT_RESET_BEFORE, -1, 2, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN, FALSE },
  { HSP_FAULT_RESET_AFTER, -1, 2, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN, TRUE },
  { HSP_FAULT_TRUNCATE, -1, 2, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN, TRUE },
  { HSP_FAULT_NOT_JSON, HSP_ERROR_UNREADABLE, 1, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, TRUE },
  { HSP_FAULT_HTML, HSP_ERROR_UNREADABLE, 1, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, TRUE },
  { HSP_FAULT_EMPTY, HSP_ERROR_UNREADABLE, 1, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, TRUE },
  { HSP_FAULT_HTTP_400, HSP_ERROR_REJECTED, 1, HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED, FALSE },
  { HSP_FAULT_HTTP_500, HSP_ERROR_SERVER, 1, HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN, TRUE },
  { HSP_FAULT_HTTP_502, -1, 2, HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN, FALSE },
  { HSP_FAULT_HTTP_429, -1, 2, HSP_ERROR_RATE_LIMITED, HSP_DELIVERY_REFUSED, FALSE },
  { HSP_FAULT_RATE_TEXT, -1, 2, HSP_ERROR_RATE_LIMITED, HSP_DELIVERY_REFUSED, FALSE },
  { HSP_FAULT_SLOW, -1, 1, -1, HSP_DELIVERY_NONE, TRUE },
  { HSP_FAULT_REDIRECT, HSP_ERROR_UNREADABLE, 1, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN,
    FALSE },
  { HSP_FAULT_BAD_UTF8, -1, 1, -1, HSP_DELIVERY_NONE, TRUE },
  { HSP_FAULT_TOO_DEEP, HSP_ERROR_UNREADABLE, 1, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, TRUE },
  { HSP_FAULT_TOO_LONG, HSP_ERROR_UNREADABLE, 1, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, TRUE },
  { HSP_FAULT_ERROR_OBJECT, HSP_ERROR_REJECTED, 1, HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED,
    FALSE },
  { HSP_FAULT_BAD_KEY, HSP_ERROR_KEY_REFUSED, 1, HSP_ERROR_KEY_REFUSED, HSP_DELIVERY_REFUSED,
    FALSE },
  { HSP_FAULT_LONG_LINE, -1, 1, -1, HSP_DELIVERY_NONE, TRUE },
  { HSP_FAULT_BINARY, HSP_ERROR_UNREADABLE, 1, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, TRUE },
  { HSP_FAULT_BAD_ROW, -1, 1, -1, HSP_DELIVERY_NONE, TRUE },
};

/* Of all faults, the one that hangs and the one that takes its time have tests of their own. */
G_STATIC_ASSERT (G_N_ELEMENTS (expected) == HSP_N_FAULTS - 2);

/* In the other dialects without those that are the same in all of them and take their time. */
static void
test_reads (Fixture       *fixture,
            gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (GPOINTER_TO_INT (data) == HSP_DIALECT_DOCUMENTED ||
        (expected[i].code != HSP_ERROR_RATE_LIMITED && expected[i].fault != HSP_FAULT_SLOW))
      check_reads (fixture, expected[i].fault, 1, expected[i].read_code, expected[i].n_requests);
}

/* A read is asked three times at most, and once more at most when the shop says "too much". */
static void
test_reads_give_up (Fixture       *fixture,
                    gconstpointer  data)
{
  check_reads (fixture, HSP_FAULT_REFUSE, 3, HSP_ERROR_NO_ANSWER, 3);
  check_reads (fixture, HSP_FAULT_RESET_BEFORE, 3, HSP_ERROR_NO_ANSWER, 3);
  check_reads (fixture, HSP_FAULT_RESET_AFTER, 3, HSP_ERROR_NO_ANSWER, 3);
  check_reads (fixture, HSP_FAULT_TRUNCATE, 3, HSP_ERROR_NO_ANSWER, 3);
  check_reads (fixture, HSP_FAULT_HTTP_502, 3, HSP_ERROR_SERVER, 3);
  check_reads (fixture, HSP_FAULT_HTTP_429, 2, HSP_ERROR_RATE_LIMITED, 2);
}

static void
test_read_cancelled (Fixture       *fixture,
                     gconstpointer  data)
{
  for (int i = 0; i < HSP_N_ACTIONS; i++)
    {
      const HspAction *action = hsp_action_get (i);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      guint before = hsp_sandbox_count (fixture->sandbox, action->name);

      if (action->spends)
        continue;
      hsp_sandbox_push_fault (fixture->sandbox, action->name, HSP_FAULT_HANG);
      start_read (fixture, fixture->client, i, cancellable, &result);
      hsp_test_wait (hsp_sandbox_count (fixture->sandbox, action->name) == before + 1);
      g_cancellable_cancel (cancellable);
      hsp_test_wait (result != NULL);
      g_assert_false (end_read (fixture->client, i, result, 0, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, action->name), ==, before + 1);
    }
}

/* --- purchases --- */

typedef struct
{
  const char *action;
  guint       n_before;
  HspMoney    charged_before;
  HspMoney    price;
} Purchase;

static Purchase
begin_purchase (Fixture    *fixture,
                const char *action,
                HspFault    fault)
{
  Purchase purchase = {
    .action = action,
    .n_before = hsp_sandbox_count (fixture->sandbox, action),
    .charged_before = hsp_sandbox_get_charged (fixture->sandbox),
  };
  g_autoptr(GPtrArray) requests = hsp_sandbox_get_requests (fixture->sandbox);

  /* what set_up() paid for the same */
  for (guint i = 0; i < requests->len && purchase.price == 0; i++)
    {
      const HspSandboxRequest *request = g_ptr_array_index (requests, i);

      if (g_str_equal (request->action, action))
        purchase.price = request->charge;
    }
  g_assert_cmpint (purchase.price, >, 0);
  g_test_message ("%s: %s", hsp_fault_to_name (fault), action);
  hsp_sandbox_push_fault (fixture->sandbox, action, fault);

  return purchase;
}

/* It was asked for once, and charged when the shop acted. */
static void
end_purchase (Fixture        *fixture,
              const Purchase *purchase,
              const Expected *fault,
              const GError   *error)
{
  g_autoptr(GPtrArray) requests = hsp_sandbox_get_requests (fixture->sandbox);
  const HspSandboxRequest *request = g_ptr_array_index (requests, requests->len - 1);

  if (fault->code < 0)
    {
      g_assert_no_error (error);
    }
  else
    {
      g_assert_error (error, HSP_ERROR, fault->code);
      g_assert_cmpint (hsp_error_get_delivery (error), ==, fault->delivery);
      g_assert_null (strstr (error->message, "{"));
    }
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, purchase->action), ==,
                    purchase->n_before + 1);
  g_assert_cmpstr (request->action, ==, purchase->action);
  g_assert_cmpint (request->acted, ==, fault->charged);
  g_assert_null (strstr (request->params, "key="));
  g_assert_cmpint (hsp_sandbox_get_charged (fixture->sandbox) - purchase->charged_before, ==,
                   fault->charged ? purchase->price : 0);
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      Purchase purchase = begin_purchase (fixture, "add", expected[i].fault);
      g_autoptr(GError) error = NULL;
      g_autofree char *order = place_order (fixture, &error);

      g_assert_cmpint (order != NULL, ==, expected[i].code < 0);
      end_purchase (fixture, &purchase, &expected[i], error);
      /* a shop that says "too much" is left alone by this client for a while */
      g_clear_object (&fixture->client);
      fixture->client = create_client (fixture);
    }
}

static void
test_number (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      Purchase purchase = begin_purchase (fixture, "add_sms", expected[i].fault);
      g_autoptr(GError) error = NULL;
      g_autoptr(HspRows) rows = rent_number (fixture, &error);

      g_assert_cmpint (rows != NULL, ==, expected[i].code < 0);
      end_purchase (fixture, &purchase, &expected[i], error);
      g_clear_object (&fixture->client);
      fixture->client = create_client (fixture);
    }
}

/* A connection that a read left open is not used: it might have died, and the purchase with it. */
static void
test_order_after_reads (Fixture       *fixture,
                        gconstpointer  data)
{
  static const Expected lost = { HSP_FAULT_REFUSE, -1, 0, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN,
                                 FALSE };

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *order = NULL;
      Purchase purchase;

      hsp_shop_balance_async (fixture->client, NULL, hsp_test_store_result, &result);
      wait_for (&result);
      g_assert_true (end_read (fixture->client, HSP_ACTION_BALANCE, result, 0, &error));
      purchase = begin_purchase (fixture, "add", HSP_FAULT_REFUSE);
      order = place_order (fixture, &error);
      g_assert_null (order);
      end_purchase (fixture, &purchase, &lost, error);
    }
}

/* The shop goes away while it owes an answer. */
static void
test_order_hangs (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *order = NULL;
  Purchase purchase = begin_purchase (fixture, "add", HSP_FAULT_HANG);
  static const Expected lost = { HSP_FAULT_HANG, -1, 0, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN,
                                 TRUE };

  hsp_shop_add_async (fixture->client, "4", 1000, "https://example.com/video",
                      hsp_test_store_result, &result);
  hsp_test_wait (hsp_sandbox_count (fixture->sandbox, "add") == purchase.n_before + 1);
  g_assert_null (result);
  hsp_sandbox_stop (fixture->sandbox);
  hsp_test_wait (result != NULL);
  order = hsp_shop_add_finish (fixture->client, result, &error);
  g_assert_null (order);
  end_purchase (fixture, &purchase, &lost, error);
}

static void
test_number_hangs (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(HspRows) rows = NULL;
  Purchase purchase = begin_purchase (fixture, "add_sms", HSP_FAULT_HANG);
  static const Expected lost = { HSP_FAULT_HANG, -1, 0, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN,
                                 TRUE };

  hsp_shop_add_sms_async (fixture->client, fixture->project, 1, NULL, NULL, hsp_test_store_result,
                          &result);
  hsp_test_wait (hsp_sandbox_count (fixture->sandbox, "add_sms") == purchase.n_before + 1);
  g_assert_null (result);
  hsp_sandbox_stop (fixture->sandbox);
  hsp_test_wait (result != NULL);
  rows = hsp_shop_add_sms_finish (fixture->client, result, &error);
  g_assert_null (rows);
  end_purchase (fixture, &purchase, &lost, error);
}

static void
test_not_sent (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *order = NULL;
  g_autoptr(HspRows) rows = NULL;
  guint before = hsp_sandbox_count (fixture->sandbox, NULL);

  hsp_sandbox_stop (fixture->sandbox);
  order = place_order (fixture, &error);
  g_assert_null (order);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_NOT_SENT);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_NONE);
  g_clear_error (&error);
  rows = rent_number (fixture, &error);
  g_assert_null (rows);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_NOT_SENT);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_NONE);
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, NULL), ==, before);
}

static void
test_wrong_key (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *order = NULL;

  hsp_client_set_key (fixture->client, "another");
  order = place_order (fixture, &error);
  g_assert_null (order);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_KEY_REFUSED);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_REFUSED);
  g_assert_cmpstr (hsp_error_get_server_text (error), ==, "Invalid API key");
}

#define ADD(path, dialect, test) \
  g_test_add ("/client-faults/" path, Fixture, GINT_TO_POINTER (dialect), set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("documented/reads", HSP_DIALECT_DOCUMENTED, test_reads);
  ADD ("documented/order", HSP_DIALECT_DOCUMENTED, test_order);
  ADD ("documented/number", HSP_DIALECT_DOCUMENTED, test_number);
  ADD ("live/reads", HSP_DIALECT_LIVE, test_reads);
  ADD ("live/number", HSP_DIALECT_LIVE, test_number);
  ADD ("old/reads", HSP_DIALECT_OLD, test_reads);
  ADD ("reads-give-up", HSP_DIALECT_DOCUMENTED, test_reads_give_up);
  ADD ("read-cancelled", HSP_DIALECT_DOCUMENTED, test_read_cancelled);
  ADD ("order-after-reads", HSP_DIALECT_DOCUMENTED, test_order_after_reads);
  ADD ("order-hangs", HSP_DIALECT_DOCUMENTED, test_order_hangs);
  ADD ("number-hangs", HSP_DIALECT_DOCUMENTED, test_number_hangs);
  ADD ("not-sent", HSP_DIALECT_DOCUMENTED, test_not_sent);
  ADD ("wrong-key", HSP_DIALECT_DOCUMENTED, test_wrong_key);

  return g_test_run ();
}
