/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of one call share: how it is sent, and again (hsp-client-call.c), how its answer is read
 * (hsp-client-answer.c), and what becomes of it when that fails (hsp-client-failure.c). */
#pragma once

#include "hsp-client-parts.h"

G_BEGIN_DECLS

/* One call, over all its repeats. */
typedef struct
{
  HspQuestion      question;
  HspAction       *free_action; /* (owned) (nullable) of the question, when the table lacks it */
  char            *free_name;   /* (owned) (nullable) its name */
  char            *key;         /* (owned) wiped */
  GBytes          *form;        /* (owned) holds the key, wiped */
  HspSending       sending;     /* stopped by the time limit or the caller */
  GSource         *limit;       /* (owned) (nullable) the time limit */
  GSource         *caller;      /* (owned) (nullable) the caller's cancellable */
  GSource         *pause;       /* (owned) (nullable) before a repeat */
  SoupSession     *session;     /* (owned) (nullable) */
  SoupMessage     *message;     /* (owned) (nullable) */
  GInputStream    *stream;      /* (owned) (nullable) */
  GByteArray      *received;    /* (owned) (nullable) */
  HspIntake       *intake;      /* (owned) (nullable) in place of it, for an answer that streams in */
  GError          *broken;      /* (owned) (nullable) what broke the answer off, until the worker is out of it */
  GError          *failure;     /* (owned) (nullable) why it is repeated */
  HspExchange     *exchange;    /* (owned) */
  guint            status;      /* of HTTP, 0 before there is one */
  guint            wait;        /* seconds, what the answer asks for */
  guint            n_repeats;
  gboolean         slowed;      /* repeated for "too much" once */
  gboolean         timed_out;
  gboolean         reading;
} HspCall;

/* @task: that of a call, here as below; its task data is the HspCall. */
void  hsp_call_start_attempt  (GTask        *task);

/* Repeats after a moment that grows and is not the same for everybody */
void  hsp_call_start_later    (GTask        *task);

/* Drops what was sent last, and what came of it */
void  hsp_call_clear_message  (HspCall      *call);

/* Nothing of it is under way any more, and whoever lists requests is told; the task is still to return.
 * @error: (nullable) */
void  hsp_call_end            (GTask        *task,
                               const GError *error);

/* The head of the answer is there, with its status */
void  hsp_call_read_answer    (GTask        *task);

/* Repeats the call, or ends it */
void  hsp_call_handle_error   (GTask        *task,
                               const GError *error);

/* The same for an error of ours. @message: a sentence */
void  hsp_call_fail           (GTask        *task,
                               HspError      code,
                               HspDelivery   delivery,
                               const char   *message);

/* The same for an error of the connection */
void  hsp_call_fail_transport (GTask        *task,
                               const GError *cause);

/* Ends the call */
void  hsp_call_return_error   (GTask        *task,
                               const GError *error);

G_END_DECLS
