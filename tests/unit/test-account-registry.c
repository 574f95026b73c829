/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-account-registry.h"

static void
test_registry (void)
{
  g_autoptr(GSettings) settings = g_settings_new ("com.hstockplus.HstockPlus");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;
  g_autofree char *endpoint = NULL;

  g_assert_false (hsp_account_registry_get_current (settings, &id, &label, &endpoint));
  g_assert_null (id);
  g_assert_false (hsp_account_registry_set_current (settings, "nobody"));

  first = hsp_account_registry_add (settings, "Thủ", "https://example.com/api/v2");
  second = hsp_account_registry_add (settings, "", "https://example.net/api/v2");
  g_assert_true (g_uuid_string_is_valid (first));
  g_assert_cmpstr (first, !=, second);
  g_assert_true (hsp_account_registry_get_current (settings, &id, &label, &endpoint));
  g_assert_cmpstr (id, ==, first);
  g_assert_cmpstr (label, ==, "Thủ");
  g_assert_cmpstr (endpoint, ==, "https://example.com/api/v2");

  g_assert_true (hsp_account_registry_set_current (settings, second));
  g_clear_pointer (&id, g_free);
  g_assert_true (hsp_account_registry_get_current (settings, &id, NULL, NULL));
  g_assert_cmpstr (id, ==, second);

  hsp_account_registry_remove (settings, second);
  g_assert_false (hsp_account_registry_get_current (settings, NULL, NULL, NULL));
  g_assert_false (hsp_account_registry_set_current (settings, second));
  g_assert_true (hsp_account_registry_set_current (settings, first));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-registry/registry", test_registry);
  return g_test_run ();
}
