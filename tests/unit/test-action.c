/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-action.h"

#include <string.h>

#include "hsp-error.h"

static void
test_table (void)
{
  for (guint i = 0; i < HSP_N_ACTIONS; i++)
    {
      const HspAction *action = hsp_action_get (i);

      g_assert_cmpint (action->id, ==, i);
      g_assert_true (hsp_action_find (action->name) == action);
      g_assert_nonnull (action->help);
      g_assert_cmpuint (action->n_params, <=, HSP_ACTION_MAX_PARAMS);
      g_assert_cmpint (action->spends, ==, i == HSP_ACTION_ADD || i == HSP_ACTION_ADD_SMS);
      g_assert_cmpuint (action->timeout, ==, action->spends ? 60 : i == HSP_ACTION_SERVICES ? 120 : 30);
      for (guint j = 0; j < action->n_params; j++)
        {
          g_assert_nonnull (action->params[j].help);
          g_assert_true (hsp_action_find_param (action, action->params[j].name) == &action->params[j]);
          g_assert_cmpint (action->params[j].minimum, <=, action->params[j].maximum);
          g_assert_cmpint (action->params[j].choices != NULL, ==,
                           action->params[j].type == HSP_PARAM_CHOICE);
          /* what is taken when nothing is sent could be sent */
          if (action->params[j].fallback != NULL)
            {
              g_autoptr(GHashTable) params = g_hash_table_new (g_str_hash, g_str_equal);

              g_assert_false (action->params[j].required);
              for (guint k = 0; k < action->n_params; k++)
                {
                  if (action->params[k].required)
                    g_hash_table_insert (params, (gpointer) action->params[k].name,
                                         (gpointer) "1");
                }
              g_hash_table_insert (params, (gpointer) action->params[j].name,
                                   (gpointer) action->params[j].fallback);
              g_assert_true (hsp_action_check (action, params, NULL));
            }
        }
    }

  g_assert_null (hsp_action_find ("cancel"));
  g_assert_null (hsp_action_find_param (hsp_action_get (HSP_ACTION_ADD), "key"));
  g_assert_true (hsp_action_find_param (hsp_action_get (HSP_ACTION_ADD_SMS), "phone")->secret);
}

/* @form: "name=value&…" */
static gboolean
check (HspActionId   id,
       const char   *form,
       GError      **error)
{
  g_autoptr(GHashTable) params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) fields = g_strsplit (form, "&", -1);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (fields[i], "=", 2);

      if (pair[0] != NULL)
        g_hash_table_insert (params, g_strdup (pair[0]), g_strdup (pair[1]));
    }

  return hsp_action_check (hsp_action_get (id), params, error);
}

static void
test_check (void)
{
  static const struct
  {
    HspActionId  id;
    const char  *form;
    gboolean     good;
  } rows[] = {
    { HSP_ACTION_BALANCE, "", TRUE },
    { HSP_ACTION_BALANCE, "order=1", FALSE },
    { HSP_ACTION_BALANCE, "key=x", FALSE },
    { HSP_ACTION_BALANCE, "action=add", FALSE },
    { HSP_ACTION_INVENTORY, "", FALSE },
    { HSP_ACTION_INVENTORY, "service=", FALSE },
    { HSP_ACTION_INVENTORY, "service=23501", TRUE },
    { HSP_ACTION_SERVICES, "page=1&limit=0", TRUE },
    { HSP_ACTION_SERVICES, "page=0", FALSE },
    { HSP_ACTION_SERVICES, "limit=-1", FALSE },
    { HSP_ACTION_SERVICES, "category=Bán <b>&subcategory=", TRUE },
    { HSP_ACTION_SERVICES, "lang=pt-BR", TRUE },
    { HSP_ACTION_SERVICES, "lang=", TRUE },
    { HSP_ACTION_SERVICES, "lang=klingon", FALSE },
    { HSP_ACTION_ADD, "service=1&quantity=100", TRUE },
    { HSP_ACTION_ADD, "service=1&quantity=100&link=https://a.b/?c=d", TRUE },
    { HSP_ACTION_ADD, "service=1", FALSE },
    { HSP_ACTION_ADD, "service=1&quantity=0", FALSE },
    { HSP_ACTION_ADD, "service=1&quantity=ten", FALSE },
    { HSP_ACTION_ADD, "service=1&quantity=1.5", FALSE },
    { HSP_ACTION_ADD, "service=1&quantity=99999999999999999999", FALSE },
    { HSP_ACTION_ADD, "service=1&quantity=1&orders=1", FALSE },
    { HSP_ACTION_ADD_SMS, "project_id=65f&quantity=10&country=us&phone=%2B1", TRUE },
    { HSP_ACTION_ADD_SMS, "project_id=65f&quantity=11", FALSE },
    { HSP_ACTION_ADD_SMS, "project_id=65f", TRUE },
    { HSP_ACTION_ADD_SMS, "project_id=65f\xff", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *shown = g_strescape (rows[i].form, NULL);

      g_test_message ("%d %s", rows[i].id, shown);
      g_assert_cmpint (check (rows[i].id, rows[i].form, &error), ==, rows[i].good);
      if (rows[i].good)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
      g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_NONE);
    }

  g_assert_true (hsp_action_check (hsp_action_get (HSP_ACTION_BALANCE), NULL, NULL));
  g_assert_false (hsp_action_check (hsp_action_get (HSP_ACTION_STATUS), NULL, NULL));
}

static void
test_no_values_in_messages (void)
{
  g_autofree char *long_text = g_strnfill (70000, 'x');
  g_autofree char *form = g_strconcat ("service=1&quantity=4711&link=", long_text, NULL);
  g_autoptr(GError) too_long = NULL;
  g_autoptr(GError) not_a_number = NULL;

  g_assert_false (check (HSP_ACTION_ADD, form, &too_long));
  g_assert_null (strstr (too_long->message, "xxx"));
  g_assert_false (check (HSP_ACTION_ADD, "service=1&quantity=secret", &not_a_number));
  g_assert_null (strstr (not_a_number->message, "secret"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/action/table", test_table);
  g_test_add_func ("/action/check", test_check);
  g_test_add_func ("/action/no-values-in-messages", test_no_values_in_messages);

  return g_test_run ();
}
