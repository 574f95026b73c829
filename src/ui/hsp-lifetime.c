/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-lifetime"

#include "config.h"

#include "hsp-lifetime.h"

/* A reference would keep a page alive that was left, and its dispose, which cancels what it waits
 * for, would come only after the answer. */
gpointer
hsp_weak_new (gpointer object)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, object);
  return weak;
}

gpointer
hsp_weak_take (gpointer weak)
{
  gpointer object = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return object;
}

static void
on_owner_root_cb (GtkWidget  *dialog,
                  GParamSpec *pspec,
                  GtkWidget  *owner)
{
  if (gtk_widget_get_root (owner) == NULL)
    gtk_window_destroy (GTK_WINDOW (dialog));
}

/* @dialog is transient for the window that @owner is in, which stays when @owner is taken out of
 * it: with the account, say. What was asked of something that is gone has no answer. */
void
hsp_dialog_close_with (GtkWidget *dialog,
                       GtkWidget *owner)
{
  g_return_if_fail (GTK_IS_WINDOW (dialog));
  g_return_if_fail (GTK_IS_WIDGET (owner));

  g_signal_connect_object (owner, "notify::root", G_CALLBACK (on_owner_root_cb), dialog,
                           G_CONNECT_SWAPPED);
}
