/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-helper.h"

#include <string.h>

void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->shop.options = (HspSandboxOptions) {
    .n_services = 200, .speed = 100, .key = KEY, .dialect = (HspDialect) GPOINTER_TO_INT (data),
  };
  shop_start (&fixture->shop);
  shop_open (&fixture->shop);
  fixture->console = hsp_account_get_console (fixture->shop.account);
  fixture->secrets = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (fixture->secrets, g_strdup (KEY));
}

void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  hsp_test_wait (!hsp_console_get_busy (fixture->console));
  shop_end (&fixture->shop);
  g_ptr_array_unref (fixture->secrets);
}

GHashTable *
make_params (const char *first,
             ...)
{
  GHashTable *params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  va_list args;

  va_start (args, first);
  for (const char *param = first; param != NULL; param = va_arg (args, const char *))
    {
      const char *equals = strchr (param, '=');

      g_hash_table_insert (params, g_strndup (param, equals - param), g_strdup (equals + 1));
    }
  va_end (args);
  return params;
}

HspRequest *
send_asked (Fixture     *fixture,
            const char  *action,
            GHashTable  *params,
            gboolean     asked,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_console_send_async (fixture->console, action, params, asked, NULL, hsp_test_store_result,
                          &result);
  /* 200 MB take their time under the sanitizers */
  hsp_test_wait_for (150, result != NULL);
  return hsp_console_send_finish (fixture->console, result, error);
}

HspRequest *
send_good (Fixture    *fixture,
           const char *action,
           GHashTable *params)
{
  g_autoptr(GError) error = NULL;
  HspRequest *request = send_asked (fixture, action, params, FALSE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (request);
  return request;
}

HspAnswerText *
get_text (HspRequest *request)
{
  g_assert_nonnull (hsp_request_get_exchange (request));
  return hsp_request_get_exchange (request)->text;
}

HspConsoleOffer *
offer (Fixture    *fixture,
       const char *action,
       GHashTable *params)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspConsoleOffer *answer;

  hsp_console_offer_async (fixture->console, action, params, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  answer = hsp_console_offer_finish (fixture->console, result, &error);
  g_assert_no_error (error);
  return answer;
}

HspRequest *
buy (Fixture               *fixture,
     const HspConsoleOffer *what,
     GError               **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_console_buy_async (fixture->console, what, hsp_test_store_result, &result);
  g_assert_true (hsp_console_get_spending (fixture->console));
  hsp_test_wait (result != NULL);
  shop_settle_down (&fixture->shop);
  return hsp_console_buy_finish (fixture->console, result, error);
}

void
add_test (const char *path,
          HspDialect  dialect,
          void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GINT_TO_POINTER (dialect), set_up, test, tear_down);
}

void
add_dialects (const char *path,
              void      (*test) (Fixture *, gconstpointer))
{
  g_autofree char *documented = g_strconcat (path, "/documented", NULL);
  g_autofree char *live = g_strconcat (path, "/live", NULL);
  g_autofree char *old = g_strconcat (path, "/old", NULL);

  add_test (documented, HSP_DIALECT_DOCUMENTED, test);
  add_test (live, HSP_DIALECT_LIVE, test);
  add_test (old, HSP_DIALECT_OLD, test);
}
