/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-client"

#include "config.h"

#include "hsp-client-parts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-error.h"

void
hsp_client_wipe (gpointer text)
{
  if (text == NULL)
    return;
  explicit_bzero (text, strlen (text));
  g_free (text);
}

/* The form */

/* What stays as it is in a form ("unreserved" of RFC 3986). */
static gboolean
is_plain (char c)
{
  return g_ascii_isalnum (c) || strchr ("-._~", c) != NULL;
}

static gsize
measure (const char *value)
{
  gsize length = 0;

  for (; *value != '\0'; value++)
    length += is_plain (*value) ? 1 : 3;
  return length;
}

/* Writes a field at @end. Returns: where the next one begins */
static char *
write_field (char       *end,
             const char *name,
             const char *value)
{
  static const char digits[] = "0123456789ABCDEF";

  end = g_stpcpy (end, name);
  *end++ = '=';
  for (; *value != '\0'; value++)
    {
      const guchar c = (guchar) *value;

      if (is_plain (*value))
        {
          *end++ = *value;
          continue;
        }
      *end++ = '%';
      *end++ = digits[c >> 4];
      *end++ = digits[c & 15];
    }
  *end = '\0';
  return end;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer container) (element-type utf8): names in the table's order, or by the alphabet */
static GPtrArray *
list_names (const HspAction *action,
            GHashTable      *params)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  for (guint i = 0; i < action->n_params; i++)
    g_ptr_array_add (names, (gpointer) action->params[i].name);
  if (action->id != HSP_N_ACTIONS || params == NULL)
    return names;

  g_hash_table_iter_init (&iter, params);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Measured before it is written: a buffer that grows would leave the key behind where it was. */
GBytes *
hsp_client_create_form (const char      *key,
                        const HspAction *action,
                        GHashTable      *params)
{
  g_autoptr(GPtrArray) names = list_names (action, params);
  gsize size = strlen ("key=&action=") + measure (key) + measure (action->name) + 1;
  char *form, *end;

  for (guint i = 0; params != NULL && i < names->len; i++)
    {
      const char *value = g_hash_table_lookup (params, names->pdata[i]);

      if (value != NULL && *value != '\0')
        size += strlen (names->pdata[i]) + measure (value) + 2;
    }

  form = g_malloc (size);
  end = write_field (form, "key", key);
  *end++ = '&';
  end = write_field (end, "action", action->name);
  for (guint i = 0; params != NULL && i < names->len; i++)
    {
      const char *value = g_hash_table_lookup (params, names->pdata[i]);

      if (value == NULL || *value == '\0')
        continue;
      *end++ = '&';
      end = write_field (end, names->pdata[i], value);
    }
  g_assert (end - form == (gssize) size - 1);

  return g_bytes_new_with_free_func (form, size - 1, hsp_client_wipe, form);
}

/* What is checked */

gboolean
hsp_client_check_key (const char  *key,
                      GError     **error)
{
  if (key == NULL)
    {
      g_propagate_error (error, hsp_error_new (HSP_ERROR_NO_KEY, HSP_DELIVERY_NONE, NULL,
                                               _("There is no API key yet.")));
      return FALSE;
    }

  for (const char *p = key; *p != '\0'; p++)
    {
      if (!g_ascii_isprint (*p))
        {
          g_propagate_error (error, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                                   _("The API key holds characters that no "
                                                     "key has.")));
          return FALSE;
        }
    }

  return TRUE;
}

/* As every form of this kind names its fields; and never those that the client sets. */
gboolean
hsp_client_check_names (GHashTable  *params,
                        GError     **error)
{
  GHashTableIter iter;
  gpointer name;
  g_autofree char *message = NULL;

  if (params == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, params);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      const char *p = name;

      while (g_ascii_isalnum (*p) || *p == '_')
        p++;
      if (*p == '\0' && p != name && !g_str_equal (name, "key") && !g_str_equal (name, "action"))
        continue;
      message = g_strdup_printf (_("“%s” cannot be a parameter."), (const char *) name);
      g_propagate_error (error, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL, message));
      return FALSE;
    }
  return TRUE;
}

static gboolean
host_is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  if (address == NULL)
    return g_ascii_strcasecmp (host, "localhost") == 0;

  return g_inet_address_get_is_loopback (address);
}

/**
 * hsp_client_is_loopback:
 * @endpoint: the address of a shop
 *
 * Any thread.
 *
 * Returns: whether it is on this computer: reached without a network, and never through a proxy
 */
gboolean
hsp_client_is_loopback (const char *endpoint)
{
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (endpoint != NULL, FALSE);

  uri = g_uri_parse (endpoint, SOUP_HTTP_URI_FLAGS, NULL);
  return uri != NULL && g_uri_get_host (uri) != NULL && host_is_loopback (g_uri_get_host (uri));
}

/* GUri lets a space pass in a host. */
static gboolean
holds_space (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (g_ascii_isspace (*text) || g_ascii_iscntrl (*text))
        return TRUE;
    }

  return FALSE;
}

/**
 * hsp_client_check_endpoint:
 * @endpoint: the address of a shop
 * @error: return location, %HSP_ERROR_USAGE
 *
 * https only, and http for this computer alone ("Transport" of the API notes). Any thread.
 *
 * Returns: whether requests may be sent there
 */
gboolean
hsp_client_check_endpoint (const char  *endpoint,
                           GError     **error)
{
  g_autoptr(GUri) uri = NULL;
  const char *message = NULL;

  g_return_val_if_fail (endpoint != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  uri = g_uri_parse (endpoint, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      holds_space (endpoint))
    message = _("The address of the shop is not a web address.");
  else if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
           g_uri_get_fragment (uri) != NULL)
    message = _("The address of the shop holds more than an address.");
  else if (!g_str_equal (g_uri_get_scheme (uri), "https") &&
           !(g_str_equal (g_uri_get_scheme (uri), "http") &&
             host_is_loopback (g_uri_get_host (uri))))
    message = _("The address of the shop must begin with https://.");

  if (message == NULL)
    return TRUE;

  g_propagate_error (error, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL, message));

  return FALSE;
}
