/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-error"

#include "config.h"

#include "hsp-error.h"

/* GLib's getter can return NULL for an error of another domain, which the compiler sees and which
 * every call below has excluded. */
#pragma GCC diagnostic ignored "-Wnull-dereference"

typedef struct
{
  HspDelivery  delivery;
  char        *server_text;   /* (owned) (nullable) */
} HspErrorPrivate;

static void
hsp_error_private_init (HspErrorPrivate *priv)
{
  /* an error made without saying so must never pass for "safe to send again" */
  priv->delivery = HSP_DELIVERY_UNKNOWN;
}

static void
hsp_error_private_copy (const HspErrorPrivate *src,
                        HspErrorPrivate       *dest)
{
  dest->delivery = src->delivery;
  dest->server_text = g_strdup (src->server_text);
}

static void
hsp_error_private_clear (HspErrorPrivate *priv)
{
  g_free (priv->server_text);
}

G_DEFINE_EXTENDED_ERROR (HspError, hsp_error)

/**
 * hsp_error_new:
 * @code: what a caller can act on
 * @delivery: what became of the request
 * @server_text: (nullable): the shop's own words, plain text
 * @message: a sentence for a person; never with the key or a parameter in it
 *
 * Returns: (transfer full): a new error of %HSP_ERROR
 */
GError *
hsp_error_new (HspError     code,
               HspDelivery  delivery,
               const char  *server_text,
               const char  *message)
{
  GError *error;
  HspErrorPrivate *priv;

  g_return_val_if_fail (message != NULL, NULL);

  error = g_error_new_literal (HSP_ERROR, (int) code, message);
  priv = hsp_error_get_private (error);
  priv->delivery = delivery;
  priv->server_text = g_strdup (server_text);

  return error;
}

/**
 * hsp_error_get_delivery:
 * @error: (nullable): any error, of any domain
 *
 * Returns: what became of the request; %HSP_DELIVERY_UNKNOWN for an error that is not ours
 */
HspDelivery
hsp_error_get_delivery (const GError *error)
{
  if (error == NULL || error->domain != HSP_ERROR)
    return HSP_DELIVERY_UNKNOWN;

  return hsp_error_get_private (error)->delivery;
}

/**
 * hsp_error_get_server_text:
 * @error: (nullable): any error, of any domain
 *
 * Returns: (transfer none) (nullable): the shop's own words, plain text and never markup
 */
const char *
hsp_error_get_server_text (const GError *error)
{
  if (error == NULL || error->domain != HSP_ERROR)
    return NULL;

  return hsp_error_get_private (error)->server_text;
}
