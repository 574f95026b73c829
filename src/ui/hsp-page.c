/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-page"

#include "config.h"

#include "hsp-page.h"

#include "hsp-account.h"

typedef struct
{
  HspAccount *account;      /* (owned) */
  char       *title;        /* (owned) (nullable) */
  gboolean    narrow;
  gboolean    can_go_back;
  gboolean    search_mode;
} HspPagePrivate;

enum
{
  PROP_0,
  PROP_ACCOUNT,
  PROP_NARROW,
  PROP_TITLE,
  PROP_CAN_GO_BACK,
  PROP_CAN_SEARCH,
  PROP_SEARCH_MODE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HspPage, hsp_page, ADW_TYPE_BIN)

static void
hsp_page_constructed (GObject *object)
{
  HspPage *self = HSP_PAGE (object);

  G_OBJECT_CLASS (hsp_page_parent_class)->constructed (object);

  if (HSP_PAGE_GET_CLASS (self)->account_set != NULL)
    HSP_PAGE_GET_CLASS (self)->account_set (self);
}

static void
hsp_page_dispose (GObject *object)
{
  HspPagePrivate *priv = hsp_page_get_instance_private (HSP_PAGE (object));

  g_clear_object (&priv->account);

  G_OBJECT_CLASS (hsp_page_parent_class)->dispose (object);
}

static void
hsp_page_finalize (GObject *object)
{
  HspPagePrivate *priv = hsp_page_get_instance_private (HSP_PAGE (object));

  g_free (priv->title);

  G_OBJECT_CLASS (hsp_page_parent_class)->finalize (object);
}

static void
hsp_page_get_property (GObject    *object,
                       guint       property_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  HspPage *self = HSP_PAGE (object);
  HspPagePrivate *priv = hsp_page_get_instance_private (self);

  switch (property_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, priv->account);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, priv->narrow);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, priv->can_go_back);
      break;
    case PROP_CAN_SEARCH:
      g_value_set_boolean (value, HSP_PAGE_GET_CLASS (self)->can_search);
      break;
    case PROP_SEARCH_MODE:
      g_value_set_boolean (value, priv->search_mode);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_page_set_property (GObject      *object,
                       guint         property_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  HspPage *self = HSP_PAGE (object);
  HspPagePrivate *priv = hsp_page_get_instance_private (self);

  switch (property_id)
    {
    case PROP_ACCOUNT:
      priv->account = g_value_dup_object (value);
      break;
    case PROP_NARROW:
      hsp_page_set_narrow (self, g_value_get_boolean (value));
      break;
    case PROP_TITLE:
      hsp_page_set_title (self, g_value_get_string (value));
      break;
    case PROP_CAN_GO_BACK:
      hsp_page_set_can_go_back (self, g_value_get_boolean (value));
      break;
    case PROP_SEARCH_MODE:
      hsp_page_set_search_mode (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_page_class_init (HspPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read_write =
    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = hsp_page_constructed;
  object_class->dispose = hsp_page_dispose;
  object_class->finalize = hsp_page_finalize;
  object_class->get_property = hsp_page_get_property;
  object_class->set_property = hsp_page_set_property;

  /* whose things the page shows; never changes: another account gets other pages */
  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, HSP_TYPE_ACCOUNT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, read_write);
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, read_write);
  properties[PROP_CAN_GO_BACK] =
    g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, read_write);
  properties[PROP_CAN_SEARCH] =
    g_param_spec_boolean ("can-search", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEARCH_MODE] =
    g_param_spec_boolean ("search-mode", NULL, NULL, FALSE, read_write);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_page_init (HspPage *self)
{
}

HspAccount *
hsp_page_get_account (HspPage *self)
{
  HspPagePrivate *priv = hsp_page_get_instance_private (self);

  g_return_val_if_fail (HSP_IS_PAGE (self), NULL);

  return priv->account;
}

gboolean
hsp_page_get_narrow (HspPage *self)
{
  HspPagePrivate *priv = hsp_page_get_instance_private (self);

  g_return_val_if_fail (HSP_IS_PAGE (self), FALSE);

  return priv->narrow;
}

void
hsp_page_set_narrow (HspPage  *self,
                     gboolean  narrow)
{
  HspPagePrivate *priv = hsp_page_get_instance_private (self);

  g_return_if_fail (HSP_IS_PAGE (self));

  narrow = !!narrow;
  if (priv->narrow == narrow)
    return;

  priv->narrow = narrow;
  if (HSP_PAGE_GET_CLASS (self)->narrow_changed != NULL)
    HSP_PAGE_GET_CLASS (self)->narrow_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
}

const char *
hsp_page_get_title (HspPage *self)
{
  HspPagePrivate *priv = hsp_page_get_instance_private (self);

  g_return_val_if_fail (HSP_IS_PAGE (self), NULL);

  return priv->title;
}

void
hsp_page_set_title (HspPage    *self,
                    const char *title)
{
  HspPagePrivate *priv = hsp_page_get_instance_private (self);

  g_return_if_fail (HSP_IS_PAGE (self));

  if (g_strcmp0 (priv->title, title) == 0)
    return;

  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

gboolean
hsp_page_get_can_go_back (HspPage *self)
{
  HspPagePrivate *priv = hsp_page_get_instance_private (self);

  g_return_val_if_fail (HSP_IS_PAGE (self), FALSE);

  return priv->can_go_back;
}

void
hsp_page_set_can_go_back (HspPage  *self,
                          gboolean  can_go_back)
{
  HspPagePrivate *priv = hsp_page_get_instance_private (self);

  g_return_if_fail (HSP_IS_PAGE (self));

  can_go_back = !!can_go_back;
  if (priv->can_go_back == can_go_back)
    return;

  priv->can_go_back = can_go_back;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_BACK]);
}

gboolean
hsp_page_get_search_mode (HspPage *self)
{
  HspPagePrivate *priv = hsp_page_get_instance_private (self);

  g_return_val_if_fail (HSP_IS_PAGE (self), FALSE);

  return priv->search_mode;
}

void
hsp_page_set_search_mode (HspPage  *self,
                          gboolean  search_mode)
{
  HspPagePrivate *priv = hsp_page_get_instance_private (self);

  g_return_if_fail (HSP_IS_PAGE (self));

  search_mode = !!search_mode;
  if (priv->search_mode == search_mode)
    return;

  priv->search_mode = search_mode;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH_MODE]);
}

void
hsp_page_go_back (HspPage *self)
{
  g_return_if_fail (HSP_IS_PAGE (self));

  if (HSP_PAGE_GET_CLASS (self)->go_back != NULL)
    HSP_PAGE_GET_CLASS (self)->go_back (self);
}

void
hsp_page_refresh (HspPage *self)
{
  g_return_if_fail (HSP_IS_PAGE (self));

  if (HSP_PAGE_GET_CLASS (self)->refresh != NULL)
    HSP_PAGE_GET_CLASS (self)->refresh (self);
}

void
hsp_page_toast (HspPage    *self,
                const char *message)
{
  g_return_if_fail (HSP_IS_PAGE (self));
  g_return_if_fail (message != NULL);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", message);
}

void
hsp_page_copy (HspPage    *self,
               const char *text,
               const char *message)
{
  g_return_if_fail (HSP_IS_PAGE (self));
  g_return_if_fail (text != NULL);
  g_return_if_fail (message != NULL);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.copy", "(ss)", text, message);
}
