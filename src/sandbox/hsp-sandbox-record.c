/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-record.h"

#define MAX_RECORD 20000

static void
free_request (gpointer data)
{
  HspSandboxRequest *request = data;

  g_free (request->action);
  g_free (request->params);
  g_free (request);
}

static HspSandboxRequest *
copy_request (const HspSandboxRequest *request)
{
  HspSandboxRequest *copy = g_new (HspSandboxRequest, 1);

  *copy = *request;
  copy->action = g_strdup (request->action);
  copy->params = g_strdup (request->params);

  return copy;
}

/* The form as it came, but for the key. */
static char *
strip_key (const char *form)
{
  g_auto(GStrv) fields = g_strsplit (form, "&", -1);
  GString *rest = g_string_new (NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      if (g_str_has_prefix (fields[i], "key=") || g_str_equal (fields[i], "key"))
        continue;
      if (rest->len > 0)
        g_string_append_c (rest, '&');
      g_string_append (rest, fields[i]);
    }

  return g_string_free (rest, FALSE);
}

GPtrArray *
hsp_record_new (void)
{
  return g_ptr_array_new_with_free_func (free_request);
}

HspSandboxRequest *
hsp_record_add (GPtrArray  *record,
                const char *action,
                const char *form)
{
  HspSandboxRequest *request = g_new0 (HspSandboxRequest, 1);

  request->action = g_strdup (action);
  request->params = strip_key (form);
  request->time = g_get_monotonic_time ();
  if (record->len >= MAX_RECORD)
    g_ptr_array_remove_index (record, 0);
  g_ptr_array_add (record, request);

  return request;
}

GPtrArray *
hsp_record_copy (GPtrArray *record)
{
  GPtrArray *copy = hsp_record_new ();

  for (guint i = 0; i < record->len; i++)
    g_ptr_array_add (copy, copy_request (g_ptr_array_index (record, i)));

  return copy;
}

guint
hsp_record_count (GPtrArray  *record,
                  const char *action)
{
  guint n_requests = 0;

  for (guint i = 0; i < record->len; i++)
    {
      const HspSandboxRequest *request = g_ptr_array_index (record, i);

      if (action == NULL || g_str_equal (request->action, action))
        n_requests++;
    }

  return n_requests;
}
