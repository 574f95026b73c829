/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-category.h"
#include "hsp-category-private.h"

struct _HspCategory
{
  GObject      parent_instance;

  char        *name;           /* (owned) */
  HspCategory *parent;         /* (weak) (nullable): the parent owns its subcategories */
  GListStore  *subcategories;  /* (owned) (nullable) */
  guint        count;
  int          matches;
};

enum
{
  PROP_NAME = 1,
  PROP_COUNT,
  PROP_MATCHES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspCategory, hsp_category, G_TYPE_OBJECT)

static void
hsp_category_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  HspCategory *self = HSP_CATEGORY (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;
    case PROP_MATCHES:
      g_value_set_int (value, self->matches);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_category_dispose (GObject *object)
{
  HspCategory *self = HSP_CATEGORY (object);

  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->subcategories);

  G_OBJECT_CLASS (hsp_category_parent_class)->dispose (object);
}

static void
hsp_category_finalize (GObject *object)
{
  HspCategory *self = HSP_CATEGORY (object);

  g_free (self->name);

  G_OBJECT_CLASS (hsp_category_parent_class)->finalize (object);
}

static void
hsp_category_class_init (HspCategoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hsp_category_get_property;
  object_class->dispose = hsp_category_dispose;
  object_class->finalize = hsp_category_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  /* How many services are in it. */
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /* How many of them match what is searched; -1 while nothing is. */
  properties[PROP_MATCHES] = g_param_spec_int ("matches", NULL, NULL, -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_category_init (HspCategory *self)
{
  self->matches = -1;
}

/*< private >
 * hsp_category_new:
 * @parent: (nullable): the category of a subcategory
 * @subcategories: (transfer full) (nullable): a list of HspCategory
 */
HspCategory *
hsp_category_new (const char  *name,
                  HspCategory *parent,
                  GListStore  *subcategories)
{
  HspCategory *self = g_object_new (HSP_TYPE_CATEGORY, NULL);

  self->name = g_strdup (name);
  g_set_weak_pointer (&self->parent, parent);
  self->subcategories = subcategories;
  return self;
}

void
hsp_category_set_count (HspCategory *self,
                        guint        count)
{
  g_return_if_fail (HSP_IS_CATEGORY (self));

  if (self->count == count)
    return;
  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

void
hsp_category_set_matches (HspCategory *self,
                          int          matches)
{
  g_return_if_fail (HSP_IS_CATEGORY (self));

  if (self->matches == matches)
    return;
  self->matches = matches;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MATCHES]);
}

/**
 * hsp_category_get_name:
 *
 * Returns: (transfer none): plain text, as the shop writes it
 */
const char *
hsp_category_get_name (HspCategory *self)
{
  g_return_val_if_fail (HSP_IS_CATEGORY (self), NULL);

  return self->name;
}

/**
 * hsp_category_get_parent:
 *
 * Returns: (transfer none) (nullable): the category of a subcategory
 */
HspCategory *
hsp_category_get_parent (HspCategory *self)
{
  g_return_val_if_fail (HSP_IS_CATEGORY (self), NULL);

  return self->parent;
}

/**
 * hsp_category_get_subcategories:
 *
 * Returns: (transfer none) (nullable): a list of HspCategory, %NULL when there are none
 */
GListModel *
hsp_category_get_subcategories (HspCategory *self)
{
  g_return_val_if_fail (HSP_IS_CATEGORY (self), NULL);

  return G_LIST_MODEL (self->subcategories);
}

guint
hsp_category_get_count (HspCategory *self)
{
  g_return_val_if_fail (HSP_IS_CATEGORY (self), 0);

  return self->count;
}

/**
 * hsp_category_get_matches:
 *
 * Returns: how many services match what is searched; -1 while nothing is searched
 */
int
hsp_category_get_matches (HspCategory *self)
{
  g_return_val_if_fail (HSP_IS_CATEGORY (self), -1);

  return self->matches;
}
