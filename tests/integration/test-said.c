/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shops that say what they are told to, whatever was asked before. */
#include "config.h"

#include <libsoup/soup.h>
#include <locale.h>

#include "spending-shop.h"

/* A shop that says what it is told, by action. */
typedef struct
{
  SoupServer *server;
  const char *add_sms;
  const char *sms_code;
  const char *projects;
  guint       countries;    /* asked so often */
  guint       n_projects;
  SoupServerMessage *held;  /* (nullable) the countries, not answered */
} Said;

static void
on_said_request_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    const char        *path,
                    GHashTable        *query,
                    gpointer           user_data)
{
  Said *said = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *form = g_strndup (body->data, body->length);
  const char *answer = "{\"error\":\"Invalid action\"}";

  if (strstr (form, "action=add_sms") != NULL)
    answer = said->add_sms;
  else if (strstr (form, "action=sms_code") != NULL || strstr (form, "action=sms_status") != NULL)
    answer = said->sms_code;
  else if (strstr (form, "action=balance") != NULL)
    answer = "{\"balance\":100,\"currency\":\"USD\"}";
  else if (strstr (form, "action=sms_projects") != NULL)
    {
      answer = said->projects;
      said->n_projects++;
    }
  else if (strstr (form, "action=sms_countries") != NULL)
    {
      said->countries++;
      said->held = message;
      soup_server_message_pause (message);
      return;
    }
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, answer,
                                    strlen (answer));
}

static void
start_said (Shop *shop,
            Said *said)
{
  GSList *uris;

  said->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (said->server, NULL, on_said_request_cb, said, NULL);
  g_assert_true (soup_server_listen_local (said->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (said->server);
  shop_drop_account (shop);
  g_free (shop->endpoint);
  shop->endpoint = g_strdup_printf ("http://127.0.0.1:%d/api/v2", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  shop_make_account (shop);
}

static void
end_said (Shop *shop,
          Said *said)
{
  shop_drop_account (shop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  soup_server_disconnect (said->server);
  g_object_unref (said->server);
}

#define SAID_PROJECTS "[{\"project_id\":\"p1\",\"name\":\"One\",\"price\":\"0.5\",\"country_id\":\"us\"," \
                      "\"country_title\":\"United States\"}]"
#define SAID_NUMBER "{\"orders\":[{\"order\":7,\"phone\":\"+12025550123\",\"country\":\"us\",\"status\":\"active\"}]}"

/* A number that is used again comes with the order it had: it is shown as rented anew. */
static void
test_same_number_again (Shop          *shop,
                        gconstpointer  data)
{
  Said said = {
    .add_sms = SAID_NUMBER,
    .sms_code = "{\"status\":\"completed\",\"code\":\"1111\",\"charge\":\"0.5\"}",
    .projects = SAID_PROJECTS,
  };
  g_autoptr(HspSmsProject) project = hsp_sms_project_new ("p1", "One", HSP_MONEY_UNIT / 2, "us",
                                                          "United States");
  g_autoptr(GPtrArray) first = NULL;
  g_autoptr(GPtrArray) again = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  HspSmsNumber *number;

  start_said (shop, &said);
  shop_open (shop);
  first = get_numbers (shop, project, 1, NULL, NULL, NULL);
  g_assert_cmpuint (first->len, ==, 1);
  hsp_sms_desk_check_async (shop->desk, first->pdata[0], NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_cmpstr (hsp_sms_number_get_row (first->pdata[0])->code, ==, "1111");
  hsp_sms_desk_mark_copied (shop->desk, first->pdata[0]);
  hsp_sms_desk_remove (shop->desk, first->pdata[0]);

  said.sms_code = "{\"status\":\"waiting\"}";
  again = get_numbers (shop, project, 1, "+12025550123", NULL, NULL);
  g_assert_cmpuint (again->len, ==, 1);
  number = again->pdata[0];
  g_assert_cmpint (hsp_sms_number_get_state (number), ==, HSP_NUMBER_WAITING);
  g_assert_null (hsp_sms_number_get_row (number)->code);
  g_assert_true (hsp_sms_number_is_active (number));
  g_assert_cmpuint (g_list_model_get_n_items (hsp_sms_desk_get_numbers (shop->desk)), ==, 1);

  g_clear_pointer (&first, g_ptr_array_unref);
  g_clear_pointer (&again, g_ptr_array_unref);
  shop_settle_down (shop);
  shop_reopen (shop);
  number = hsp_sms_desk_lookup (shop->desk, "7");
  g_assert_cmpint (hsp_sms_number_get_state (number), ==, HSP_NUMBER_WAITING);
  said.sms_code = "{\"status\":\"completed\",\"code\":\"2222\",\"charge\":\"0.5\"}";
  g_clear_object (&result);
  hsp_sms_desk_check_async (shop->desk, number, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_cmpstr (hsp_sms_number_get_row (number)->code, ==, "2222");
  g_clear_object (&result);
  end_said (shop, &said);
}

/* Try Again asks for what failed, also while something else is still being waited for. */
static void
test_load_again (Shop          *shop,
                 gconstpointer  data)
{
  Said said = { .projects = "{\"error\":\"Not now\"}" };

  start_said (shop, &said);
  shop_open (shop);
  hsp_sms_desk_load (shop->desk);
  hsp_test_wait (hsp_sms_desk_get_projects_state (shop->desk) == HSP_LOAD_FAILED);
  hsp_test_wait (said.held != NULL);

  said.projects = SAID_PROJECTS;
  hsp_sms_desk_load (shop->desk);
  hsp_test_wait (hsp_sms_desk_get_projects_state (shop->desk) == HSP_LOAD_READY);
  g_assert_cmpuint (said.countries, ==, 1);
  g_assert_cmpuint (said.n_projects, ==, 2);
  soup_server_message_unpause (said.held);
  end_said (shop, &said);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/said/" name, Shop, NULL, set_up, func, tear_down)
  ADD ("same-number-again", test_same_number_again);
  ADD ("load-again", test_load_again);
#undef ADD
  return g_test_run ();
}
