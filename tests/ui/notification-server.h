/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A notification server on the session bus, which keeps what it was told last. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GDBusConnection *connection;
  guint            n_sent;      /* each has its number as its id */
  guint            n_closed;
  guint            last_closed; /* its id */
  char            *title;       /* of the last, as everything below */
  char            *body;
  GStrv            actions;
} NotificationServer;

void notification_server_start (NotificationServer *server);
void notification_server_stop  (NotificationServer *server);
/* As a person clicks the last one. */
void notification_server_click (NotificationServer *server);

G_END_DECLS
