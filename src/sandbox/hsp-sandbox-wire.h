/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pretend shop's end of the wire: how customers come in, and how answers leave: at once, late, by half or
 * not at all, as the fault of the request wants it. Belongs to the shop's thread, but for the socket. */
#pragma once

#include <libsoup/soup.h>

#include "hsp-sandbox-fault.h"

G_BEGIN_DECLS

typedef struct _HspWire HspWire;

/* (transfer full) (nullable): a socket on loopback that listens. @port: 0 for any free one. @bound: (out): which
 * one it is. Any thread. */
GSocket *hsp_wire_bind      (guint               port,
                             guint              *bound,
                             GError            **error);

/* @slow_seconds: how late an answer is that is late */
HspWire *hsp_wire_new       (GMainContext       *context,
                             guint               slow_seconds);
void     hsp_wire_free      (HspWire            *self);

/* Lets the customers of @socket in, who are @server's from there on. It is to live until the wire is closed. */
void     hsp_wire_listen    (HspWire            *self,
                             GSocket            *socket,
                             SoupServer         *server);

/* Nobody comes in any more; the connections that hang, and what is still to be answered, are dropped */
void     hsp_wire_close     (HspWire            *self);

/* @body: as the fault has spoiled it */
void     hsp_wire_send      (HspWire            *self,
                             SoupServerMessage  *message,
                             HspFault            fault,
                             GBytes             *body);

/* An answer without a fault */
void     hsp_wire_send_body (SoupServerMessage  *message,
                             guint               status,
                             const char         *content_type,
                             GBytes             *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspWire, hsp_wire_free)

G_END_DECLS
