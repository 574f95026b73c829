/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "notification-server.h"

static void
on_call_cb (GDBusConnection       *connection,
            const char            *sender,
            const char            *path,
            const char            *interface,
            const char            *method,
            GVariant              *parameters,
            GDBusMethodInvocation *invocation,
            gpointer               user_data)
{
  NotificationServer *server = user_data;

  if (g_str_equal (method, "CloseNotification"))
    {
      g_variant_get (parameters, "(u)", &server->last_closed);
      server->n_closed++;
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }
  g_clear_pointer (&server->title, g_free);
  g_clear_pointer (&server->body, g_free);
  g_clear_pointer (&server->actions, g_strfreev);
  g_variant_get (parameters, "(susss^asa{sv}i)", NULL, NULL, NULL, &server->title, &server->body,
                 &server->actions, NULL, NULL);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", ++server->n_sent));
}

void
notification_server_start (NotificationServer *server)
{
  static const GDBusInterfaceVTable table = { on_call_cb, NULL, NULL, { NULL } };
  g_autoptr(GDBusNodeInfo) node = NULL;
  g_autoptr(GVariant) reply = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  server->connection = g_dbus_connection_new_for_address_sync (
    address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
             | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);
  node = g_dbus_node_info_new_for_xml (
    "<node><interface name='org.freedesktop.Notifications'><method name='Notify'>"
    "<arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method></interface></node>", &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (server->connection, "/org/freedesktop/Notifications",
                                     node->interfaces[0], &table, server, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (server->connection, "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.Notifications", 4),
                                       NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

void
notification_server_stop (NotificationServer *server)
{
  g_assert_true (g_dbus_connection_close_sync (server->connection, NULL, NULL));
  g_clear_object (&server->connection);
  g_free (server->title);
  g_free (server->body);
  g_strfreev (server->actions);
}

void
notification_server_click (NotificationServer *server)
{
  g_assert_true (g_dbus_connection_emit_signal (server->connection, NULL,
                                                "/org/freedesktop/Notifications",
                                                "org.freedesktop.Notifications", "ActionInvoked",
                                                g_variant_new ("(us)", server->n_sent, "default"),
                                                NULL));
}
