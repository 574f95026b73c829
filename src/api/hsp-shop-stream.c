/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-shop"

#include "config.h"

#include "hsp-shop.h"

#include "hsp-client.h"
#include "hsp-decode.h"
#include "hsp-service-reader.h"
#include "hsp-shop-parts.h"

/* One answer. */
typedef struct
{
  const HspServicesSink *sink;
  gpointer               state;   /* (owned) the sink's */
  HspServiceReader      *reader;  /* (owned) */
} Answer;

/* What the client hands back to begin. */
typedef struct
{
  const HspServicesSink *sink;
  gpointer               user_data;
} Source;

static void
take_row (const HspServiceValue *value,
          gpointer               user_data)
{
  Answer *answer = user_data;

  answer->sink->row (value, answer->state);
}

static gpointer
begin_answer (const char *key,
              gpointer    user_data)
{
  const Source *source = user_data;
  Answer *answer = g_new0 (Answer, 1);

  answer->sink = source->sink;
  answer->state = source->sink->begin (source->user_data);
  answer->reader = hsp_service_reader_new (key, take_row, answer);
  return answer;
}

static gboolean
feed_answer (gpointer   state,
             GBytes    *bytes,
             GError   **error)
{
  Answer *answer = state;
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  if (!hsp_service_reader_feed (answer->reader, data, size, error))
    return FALSE;
  answer->sink->rest (answer->state);
  return TRUE;
}

static gpointer
end_answer (gpointer   state,
            GError   **error)
{
  Answer *answer = state;

  return hsp_service_reader_end (answer->reader, error);
}

static void
free_answer (gpointer state)
{
  Answer *answer = state;

  hsp_service_reader_free (answer->reader);
  answer->sink->free (answer->state);
  g_free (answer);
}

static const HspSink answer_sink = { begin_answer, feed_answer, end_answer, free_answer };

static void
streamed_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  gpointer page = hsp_client_call_finish (HSP_CLIENT (object), result, &error);

  if (page != NULL)
    g_task_return_pointer (task, page, (GDestroyNotify) hsp_services_page_free);
  else
    g_task_return_error (task, error);
}

/**
 * hsp_shop_stream_services_async:
 * @client: the client
 * @query: (nullable): which, %NULL for all
 * @sink: takes the services one by one, in a worker; begun anew when the question is repeated
 * @sink_data: for the sink's begin, until the call has ended
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * The services while they come: never more than a few of them are held. @query is only read during
 * the call. Main thread.
 */
void
hsp_shop_stream_services_async (HspClient              *client,
                                const HspServicesQuery *query,
                                const HspServicesSink  *sink,
                                gpointer                sink_data,
                                GCancellable           *cancellable,
                                GAsyncReadyCallback     callback,
                                gpointer                user_data)
{
  g_autoptr(GHashTable) params = hsp_shop_create_params (query);
  g_autoptr(GTask) task = g_task_new (client, cancellable, callback, user_data);
  Source *source = g_new0 (Source, 1);

  source->sink = sink;
  source->user_data = sink_data;
  g_task_set_source_tag (task, hsp_shop_stream_services_async);
  g_task_set_task_data (task, source, g_free);
  hsp_client_stream_async (client, HSP_ACTION_SERVICES, params, &answer_sink, source,
                           (HspDecodeFunc) hsp_decode_services,
                           (GDestroyNotify) hsp_services_page_free, cancellable, streamed_cb,
                           g_object_ref (task));
}

/**
 * hsp_shop_stream_services_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the answer says beside its services, which the sink has
 */
HspServicesPage *
hsp_shop_stream_services_finish (HspClient     *client,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
