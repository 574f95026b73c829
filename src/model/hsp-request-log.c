/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-request-log.h"

#include "hsp-client.h"
#include "hsp-request.h"

struct _HspRequestLog
{
  GObject     parent_instance;

  GListStore *requests;       /* (owned) of HspRequest */
};

G_DEFINE_FINAL_TYPE (HspRequestLog, hsp_request_log, G_TYPE_OBJECT)

static void
on_client_exchanged_cb (HspRequestLog *self,
                        HspExchange   *exchange)
{
  g_autoptr(HspRequest) request = NULL;
  guint n_requests = g_list_model_get_n_items (G_LIST_MODEL (self->requests));

  if (exchange->by_hand)
    return;
  request = hsp_request_new_exchange (exchange);
  if (n_requests >= HSP_REQUEST_LOG_SIZE)
    g_list_store_remove (self->requests, n_requests - 1);
  g_list_store_insert (self->requests, 0, request);
}

static void
hsp_request_log_finalize (GObject *object)
{
  g_clear_object (&HSP_REQUEST_LOG (object)->requests);

  G_OBJECT_CLASS (hsp_request_log_parent_class)->finalize (object);
}

static void
hsp_request_log_class_init (HspRequestLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hsp_request_log_finalize;
}

static void
hsp_request_log_init (HspRequestLog *self)
{
  self->requests = g_list_store_new (HSP_TYPE_REQUEST);
}

/** hsp_request_log_new: @client: whose requests. Returns: (transfer full) */
HspRequestLog *
hsp_request_log_new (HspClient *client)
{
  HspRequestLog *self = g_object_new (HSP_TYPE_REQUEST_LOG, NULL);

  g_signal_connect_object (client, "exchanged", G_CALLBACK (on_client_exchanged_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/** hsp_request_log_get_model: Returns: (transfer none): of HspRequest, newest first */
GListModel *
hsp_request_log_get_model (HspRequestLog *self)
{
  g_return_val_if_fail (HSP_IS_REQUEST_LOG (self), NULL);

  return G_LIST_MODEL (self->requests);
}
