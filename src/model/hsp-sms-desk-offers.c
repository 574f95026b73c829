/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-sms-desk-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-country.h"
#include "hsp-error.h"
#include "hsp-list-update.h"
#include "hsp-shop.h"
#include "hsp-sms-project.h"

static void
set_load_state (HspSmsDesk   *self,
                HspLoadState *state,
                HspLoadState  value,
                const char   *name)
{
  if (*state == value)
    return;
  *state = value;
  g_object_notify (G_OBJECT (self), name);
}

static void
set_n_skipped (HspSmsDesk *self,
               guint      *place,
               guint       n_skipped)
{
  if (*place == n_skipped)
    return;
  *place = n_skipped;
  g_object_notify (G_OBJECT (self), "n-skipped");
}

static gboolean
is_same_country (gconstpointer a,
                 gconstpointer b)
{
  HspCountry *left = (HspCountry *) a;
  HspCountry *right = (HspCountry *) b;

  return g_str_equal (hsp_country_get_code (left), hsp_country_get_code (right))
         && g_str_equal (hsp_country_get_name (left), hsp_country_get_name (right))
         && g_strcmp0 (hsp_country_get_dial_code (left), hsp_country_get_dial_code (right)) == 0;
}

static gboolean
is_same_project (gconstpointer a,
                 gconstpointer b)
{
  HspSmsProject *left = (HspSmsProject *) a;
  HspSmsProject *right = (HspSmsProject *) b;

  return g_str_equal (hsp_sms_project_get_id (left), hsp_sms_project_get_id (right))
         && g_str_equal (hsp_sms_project_get_country (left), hsp_sms_project_get_country (right))
         && g_str_equal (hsp_sms_project_get_name (left), hsp_sms_project_get_name (right))
         && g_str_equal (hsp_sms_project_get_country_name (left),
                         hsp_sms_project_get_country_name (right))
         && hsp_sms_project_get_price (left) == hsp_sms_project_get_price (right);
}

static int
compare_countries (gconstpointer a,
                   gconstpointer b)
{
  HspCountry *left = *(HspCountry *const *) a;
  HspCountry *right = *(HspCountry *const *) b;

  return g_utf8_collate (hsp_country_get_name (left), hsp_country_get_name (right));
}

static int
compare_projects (gconstpointer a,
                  gconstpointer b)
{
  HspSmsProject *left = *(HspSmsProject *const *) a;
  HspSmsProject *right = *(HspSmsProject *const *) b;
  const int order = g_utf8_collate (hsp_sms_project_get_name (left),
                                    hsp_sms_project_get_name (right));

  if (order != 0)
    return order;
  return g_utf8_collate (hsp_sms_project_get_country_name (left),
                         hsp_sms_project_get_country_name (right));
}

static void
load_failed (HspSmsDesk   *self,
             GError       *error,
             HspLoadState *state,
             const char   *name)
{
  g_clear_error (&self->error);
  self->error = error;
  /* What is known stays */
  if (*state != HSP_LOAD_READY)
    set_load_state (self, state, HSP_LOAD_FAILED, name);
}

static void
load_countries_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  HspSmsDesk *self = user_data;
  g_autoptr(HspRows) rows = NULL;
  g_autoptr(GPtrArray) items = NULL;
  GError *error = NULL;

  rows = hsp_shop_sms_countries_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      return;
    }
  self->loading_countries = FALSE;
  if (rows == NULL)
    {
      load_failed (self, error, &self->countries_state, "countries-state");
      return;
    }

  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const HspCountryValue *value = rows->rows->pdata[i];

      g_ptr_array_add (items, hsp_country_new (value->code, value->name, value->dial_code));
    }
  g_ptr_array_sort (items, compare_countries);
  hsp_list_store_update (self->countries, items, is_same_country);
  set_n_skipped (self, &self->n_skipped[0], rows->n_skipped);
  set_load_state (self, &self->countries_state, HSP_LOAD_READY, "countries-state");
}

static void
load_projects_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  HspSmsDesk *self = user_data;
  g_autoptr(HspRows) rows = NULL;
  g_autoptr(GPtrArray) items = NULL;
  GError *error = NULL;

  rows = hsp_shop_sms_projects_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      return;
    }
  self->loading_projects = FALSE;
  if (rows == NULL)
    {
      load_failed (self, error, &self->projects_state, "projects-state");
      return;
    }

  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const HspSmsProjectValue *value = rows->rows->pdata[i];

      g_ptr_array_add (items, hsp_sms_project_new (value->id, value->name, value->price,
                                                   value->country != NULL ? value->country : "",
                                                   value->country_name != NULL
                                                     ? value->country_name : ""));
    }
  g_ptr_array_sort (items, compare_projects);
  hsp_list_store_update (self->projects, items, is_same_project);
  set_n_skipped (self, &self->n_skipped[1], rows->n_skipped);
  set_load_state (self, &self->projects_state, HSP_LOAD_READY, "projects-state");
}

/**
 * hsp_sms_desk_load:
 *
 * Asks `sms_countries` and `sms_projects` of all countries; joins what is under way of each.
 */
void
hsp_sms_desk_load (HspSmsDesk *self)
{
  g_return_if_fail (HSP_IS_SMS_DESK (self));

  g_clear_error (&self->error);
  if (!self->loading_countries)
    {
      self->loading_countries = TRUE;
      if (self->countries_state != HSP_LOAD_READY)
        set_load_state (self, &self->countries_state, HSP_LOAD_LOADING, "countries-state");
      hsp_shop_sms_countries_async (self->client, self->cancellable, load_countries_cb, self);
    }
  if (!self->loading_projects)
    {
      self->loading_projects = TRUE;
      if (self->projects_state != HSP_LOAD_READY)
        set_load_state (self, &self->projects_state, HSP_LOAD_LOADING, "projects-state");
      hsp_shop_sms_projects_async (self->client, NULL, self->cancellable, load_projects_cb, self);
    }
}

static guint
find_position (HspSmsDesk *self,
               const char *project_id,
               const char *country)
{
  GListModel *projects = G_LIST_MODEL (self->projects);
  const guint n_projects = g_list_model_get_n_items (projects);

  for (guint i = 0; i < n_projects; i++)
    {
      g_autoptr(HspSmsProject) project = g_list_model_get_item (projects, i);

      if (g_str_equal (hsp_sms_project_get_id (project), project_id)
          && (country == NULL || *country == '\0'
              || g_ascii_strcasecmp (hsp_sms_project_get_country (project), country) == 0))
        return i;
    }
  return G_MAXUINT;
}

/**
 * hsp_sms_desk_find_project:
 * @country: (nullable): ISO code; a project has another id in every country, so it may be left out
 *
 * Returns: (transfer none) (nullable): the offer that a number came from
 */
HspSmsProject *
hsp_sms_desk_find_project (HspSmsDesk *self,
                           const char *project_id,
                           const char *country)
{
  g_autoptr(HspSmsProject) project = NULL;
  guint position;

  g_return_val_if_fail (HSP_IS_SMS_DESK (self), NULL);
  g_return_val_if_fail (project_id != NULL, NULL);

  position = find_position (self, project_id, country);
  if (position == G_MAXUINT)
    return NULL;
  project = g_list_model_get_item (G_LIST_MODEL (self->projects), position);
  return project;
}

static void
quote_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspRows) rows = NULL;
  HspSmsDesk *self = g_task_get_source_object (task);
  HspSmsProject *project = g_task_get_task_data (task);
  const char *id = hsp_sms_project_get_id (project);
  const char *country = hsp_sms_project_get_country (project);
  const HspSmsProjectValue *found = NULL;
  GError *error = NULL;
  guint position;

  rows = hsp_shop_sms_projects_finish (HSP_CLIENT (object), result, &error);
  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < rows->rows->len && found == NULL; i++)
    {
      const HspSmsProjectValue *value = rows->rows->pdata[i];

      /* a shop may give a project the same number in every country */
      if (g_str_equal (value->id, id) &&
          (*country == '\0' || *value->country == '\0' || g_str_equal (value->country, country)))
        found = value;
    }
  if (found == NULL || found->price == HSP_MONEY_UNKNOWN)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_SERVICE_NOT_FOUND, HSP_DELIVERY_NONE,
                                                NULL, _("The shop does not offer this project "
                                                        "any more.")));
      return;
    }

  position = find_position (self, id, country);
  if (position != G_MAXUINT && found->price != hsp_sms_project_get_price (project))
    {
      g_autoptr(HspSmsProject) moved =
        hsp_sms_project_new (id, hsp_sms_project_get_name (project), found->price, country,
                             hsp_sms_project_get_country_name (project));

      g_list_store_splice (self->projects, position, 1, (gpointer *) &moved, 1);
    }
  g_task_return_int (task, found->price);
}

/**
 * hsp_sms_desk_quote_async:
 *
 * Reads the price again, for the moment before buying. A price that moved is shown from then on.
 * Errors: HSP_ERROR_SERVICE_NOT_FOUND when it is not offered any more, and those of a read.
 */
void
hsp_sms_desk_quote_async (HspSmsDesk          *self,
                          HspSmsProject       *project,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;
  const char *country;

  g_return_if_fail (HSP_IS_SMS_DESK (self));
  g_return_if_fail (HSP_IS_SMS_PROJECT (project));

  /* nobody waits for a price when the account has closed */
  if (cancellable == NULL)
    cancellable = self->cancellable;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_sms_desk_quote_async);
  g_task_set_task_data (task, g_object_ref (project), g_object_unref);
  country = hsp_sms_project_get_country (project);
  hsp_shop_sms_projects_async (self->client, *country != '\0' ? country : NULL, cancellable,
                               quote_read_cb, task);
}

/**
 * hsp_sms_desk_quote_finish:
 *
 * Returns: the price of one number, HSP_MONEY_UNKNOWN with an error
 */
HspMoney
hsp_sms_desk_quote_finish (HspSmsDesk    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  GError *local_error = NULL;
  HspMoney price;

  g_return_val_if_fail (g_task_is_valid (result, self), HSP_MONEY_UNKNOWN);

  price = g_task_propagate_int (G_TASK (result), &local_error);
  if (local_error == NULL)
    return price;
  g_propagate_error (error, local_error);
  return HSP_MONEY_UNKNOWN;
}
