/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-offers.h"

#include "hsp-fold.h"

struct _HspSmsOffers
{
  GObject parent_instance;

  GListModel *projects;   /* (owned) all offers, those of one project beside each other */
  GPtrArray  *offers;     /* (owned) (element-type HspSmsProject) */
  char       *country;    /* (owned) (nullable) */
};

static void hsp_sms_offers_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HspSmsOffers, hsp_sms_offers, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hsp_sms_offers_list_model_init))

static gboolean
is_same_offer (HspSmsProject *a,
               HspSmsProject *b)
{
  return g_strcmp0 (hsp_sms_project_get_id (a), hsp_sms_project_get_id (b)) == 0 &&
         g_strcmp0 (hsp_sms_project_get_country (a), hsp_sms_project_get_country (b)) == 0 &&
         g_strcmp0 (hsp_sms_project_get_name (a), hsp_sms_project_get_name (b)) == 0 &&
         hsp_sms_project_get_price (a) == hsp_sms_project_get_price (b);
}

static GPtrArray *
collect_country (GListModel *projects,
                 const char *country)
{
  GPtrArray *offers = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (projects);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspSmsProject) project = g_list_model_get_item (projects, i);

      if (g_strcmp0 (hsp_sms_project_get_country (project), country) == 0)
        g_ptr_array_add (offers, g_steal_pointer (&project));
    }

  return offers;
}

/* The same project has another id in every country: the name is what they have in common. */
static GPtrArray *
collect_cheapest (GListModel *projects)
{
  g_autoptr(GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *offers = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (projects);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspSmsProject) project = g_list_model_get_item (projects, i);
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places,
                                                           hsp_sms_project_get_name (project)));

      if (place == 0)
        {
          g_ptr_array_add (offers, g_object_ref (project));
          g_hash_table_insert (places, (gpointer) hsp_sms_project_get_name (project),
                               GUINT_TO_POINTER (offers->len));
        }
      else if (hsp_sms_project_get_price (project) <
               hsp_sms_project_get_price (g_ptr_array_index (offers, place - 1)))
        {
          HspSmsProject **dearer = (HspSmsProject **) &g_ptr_array_index (offers, place - 1);

          g_hash_table_replace (places, (gpointer) hsp_sms_project_get_name (project),
                                GUINT_TO_POINTER (place));
          g_set_object (dearer, project);
        }
    }

  return offers;
}

/* Tells of the rows in the middle that differ only, so that a refresh that changes nothing moves
 * neither list nor selection. */
static void
update (HspSmsOffers *self,
        gboolean      forced)
{
  g_autoptr(GPtrArray) old = g_steal_pointer (&self->offers);
  GPtrArray *offers = self->country ? collect_country (self->projects, self->country)
                                    : collect_cheapest (self->projects);
  guint before = 0;
  guint after = 0;

  self->offers = offers;
  if (!forced)
    {
      guint shorter = MIN (old->len, offers->len);

      while (before < shorter && is_same_offer (g_ptr_array_index (old, before),
                                                g_ptr_array_index (offers, before)))
        before++;
      while (after < shorter - before &&
             is_same_offer (g_ptr_array_index (old, old->len - 1 - after),
                            g_ptr_array_index (offers, offers->len - 1 - after)))
        after++;
    }

  if (old->len != before + after || offers->len != before + after)
    g_list_model_items_changed (G_LIST_MODEL (self), before, old->len - before - after,
                                offers->len - before - after);
}

static void
on_projects_changed_cb (HspSmsOffers *self)
{
  update (self, FALSE);
}

static GType
hsp_sms_offers_get_item_type (GListModel *model)
{
  return HSP_TYPE_SMS_PROJECT;
}

static guint
hsp_sms_offers_get_n_items (GListModel *model)
{
  return HSP_SMS_OFFERS (model)->offers->len;
}

static gpointer
hsp_sms_offers_get_item (GListModel *model,
                         guint       position)
{
  HspSmsOffers *self = HSP_SMS_OFFERS (model);

  if (position >= self->offers->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->offers, position));
}

static void
hsp_sms_offers_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hsp_sms_offers_get_item_type;
  iface->get_n_items = hsp_sms_offers_get_n_items;
  iface->get_item = hsp_sms_offers_get_item;
}

static void
hsp_sms_offers_finalize (GObject *object)
{
  HspSmsOffers *self = HSP_SMS_OFFERS (object);

  g_clear_object (&self->projects);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_clear_pointer (&self->country, g_free);

  G_OBJECT_CLASS (hsp_sms_offers_parent_class)->finalize (object);
}

static void
hsp_sms_offers_class_init (HspSmsOffersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hsp_sms_offers_finalize;
}

static void
hsp_sms_offers_init (HspSmsOffers *self)
{
  self->offers = g_ptr_array_new_with_free_func (g_object_unref);
}

HspSmsOffers *
hsp_sms_offers_new (GListModel *projects)
{
  HspSmsOffers *self = g_object_new (HSP_TYPE_SMS_OFFERS, NULL);

  self->projects = g_object_ref (projects);
  g_signal_connect_object (projects, "items-changed", G_CALLBACK (on_projects_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self, TRUE);

  return self;
}

const char *
hsp_sms_offers_get_country (HspSmsOffers *self)
{
  return self->country;
}

void
hsp_sms_offers_set_country (HspSmsOffers *self,
                            const char   *country)
{
  if (g_strcmp0 (self->country, country) == 0)
    return;

  g_free (self->country);
  self->country = g_strdup (country);
  /* The rows say "from" or not: even one that stays the same offer is shown anew */
  update (self, TRUE);
}

/* Every one of the folded words must be somewhere in the name. */
gboolean
hsp_sms_offers_match (HspSmsProject  *project,
                      char          **words)
{
  g_autofree char *name = hsp_fold (hsp_sms_project_get_name (project));

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (strstr (name, words[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}
