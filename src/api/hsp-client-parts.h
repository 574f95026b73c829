/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the client share: the object (hsp-client.c), one call over all its repeats
 * (hsp-client-call-parts.h), sessions and messages (hsp-client-message.c), and what is checked and made
 * before anything is sent (hsp-client-form.c). */
#pragma once

#include <libsoup/soup.h>

#include "hsp-client-private.h"
#include "hsp-exchange.h"
#include "hsp-intake.h"

G_BEGIN_DECLS

struct _HspClient
{
  GObject         parent_instance;

  SoupSession    *session;    /* (owned) (nullable) of reads; before the first there is none */
  GProxyResolver *proxy;      /* (owned) (nullable) in place of the computer's */
  HspPacer       *pacer;      /* (owned) */
  char           *endpoint;   /* (owned) */
  char           *key;        /* (owned) (nullable) wiped when it goes; never a property */
  guint           limit;      /* milliseconds for each call, 0 for what its action says */
};

/* How far a message got. */
typedef struct
{
  GCancellable *stop;     /* (owned) stops what is under way */
  gboolean      started;  /* a byte of the request may have left */
} HspSending;

/* What is asked for, and how the answer is read. */
typedef struct
{
  const HspAction *action;
  gboolean         once;        /* it spends, or nobody knows whether it does */
  gboolean         keep;        /* asked by hand: the answer is kept as text, whatever it is */
  HspDecodeFunc    decode;
  const HspSink   *sink;        /* (nullable) takes a 2xx answer while it comes, in place of @decode */
  gpointer         sink_data;
  GDestroyNotify   value_free;
} HspQuestion;

/* @text: (transfer full) (nullable): holds a secret, and is overwritten before it is freed */
void         hsp_client_wipe           (gpointer           text);

gboolean     hsp_client_check_key      (const char        *key,
                                        GError           **error);
gboolean     hsp_client_check_names    (GHashTable        *params,
                                        GError           **error);

/* (transfer full): the request's body, key and all; it is overwritten when it goes */
GBytes      *hsp_client_create_form    (const char        *key,
                                        const HspAction   *action,
                                        GHashTable        *params);

/* (transfer full): a new one for a message that is sent once, the client's for what may be repeated */
SoupSession *hsp_client_get_session    (HspClient         *self,
                                        gboolean           once);

/* (transfer full). @sending has to outlive it, or its signals to be disconnected by it. */
SoupMessage *hsp_client_create_message (HspClient         *self,
                                        GBytes            *form,
                                        gboolean           once,
                                        HspSending        *sending);

/* @task: of the client; returns the value. @free_name: (nullable) of an action without a row of the
 * table, which @question->action is a likeness of */
void         hsp_client_start_call     (GTask             *task,
                                        const HspQuestion *question,
                                        const char        *free_name,
                                        GHashTable        *params,
                                        GCancellable      *cancellable);

/* (transfer none) (nullable): of a call that was started */
HspExchange *hsp_client_get_exchange   (GTask             *task);

/* Tells that a call has ended */
void         hsp_client_emit_exchanged (HspClient         *self,
                                        HspExchange       *exchange);

/* What the table would say of an action that it does not have */
const HspAction *hsp_client_get_unknown (void);

G_END_DECLS
