/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp"

#include "config.h"

#include "hsp-list-focus.h"

/* A row that is taken out takes the keyboard with it: until GTK looks for another place for it, after the
 * next frame, keys go to a widget that is nowhere, and which place it then finds is up to the window. */
typedef struct
{
  GtkListView *view;      /* (unowned): the handlers do not outlive it */
  HspSlotList *list;      /* (unowned): whose handlers they are */
  gboolean     inside;    /* before the change that is being told */
  gboolean     lost;      /* by one of the changes since the last "shown" */
} ListFocus;

static gboolean
is_inside (ListFocus *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->view));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view));
}

static void
on_before_change_cb (ListFocus *self)
{
  self->inside = is_inside (self);
}

/* Not by a search, which takes places away at the end only: rows would be made for the key, within it. */
static void
on_after_change_cb (ListFocus *self)
{
  self->lost = self->lost || (self->inside && hsp_slot_list_is_splicing (self->list) && !is_inside (self));
}

/* To the row that stands where the one that had it was: following what was in it would scroll. */
static void
on_shown_cb (ListFocus *self)
{
  if (self->lost && gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  self->lost = FALSE;
}

static void
watch (ListFocus   *self,
       const char  *signal,
       GCallback    callback,
       gboolean     after)
{
  GClosure *closure = g_cclosure_new_swap (callback, self, NULL);

  g_object_watch_closure (G_OBJECT (self->view), closure);
  g_signal_connect_closure (self->list, signal, closure, after);
}

/**
 * hsp_list_focus_keep:
 * @view: will show @list
 * @list: whose rows move
 *
 * The keyboard stays in the view when its row is taken out. Call it before the selection of @view is made of
 * @list: it looks where the keyboard is before the view hears of a change. Main thread.
 */
void
hsp_list_focus_keep (GtkListView *view,
                     HspSlotList *list)
{
  ListFocus *self;

  g_return_if_fail (GTK_IS_LIST_VIEW (view));
  g_return_if_fail (HSP_IS_SLOT_LIST (list));

  self = g_new0 (ListFocus, 1);
  self->view = view;
  self->list = list;
  g_object_set_data_full (G_OBJECT (view), "hsp-list-focus", self, g_free);
  watch (self, "items-changed", G_CALLBACK (on_before_change_cb), FALSE);
  watch (self, "items-changed", G_CALLBACK (on_after_change_cb), TRUE);
  watch (self, "shown", G_CALLBACK (on_shown_cb), TRUE);
}
