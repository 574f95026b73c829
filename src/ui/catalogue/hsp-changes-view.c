/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-changes-view.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-change-row.h"
#include "hsp-change-text.h"
#include "hsp-change.h"
#include "hsp-changes.h"
#include "hsp-next-frame.h"
#include "hsp-text.h"
#include "hsp-wallet.h"

/* Timeouts do not count the time in which the computer sleeps. */
#define LONGEST_WAIT 3600

struct _HspChangesView
{
  AdwBin parent_instance;

  HspAccount *account;          /* (owned) (nullable) until disposed of */
  HspChanges *changes;          /* (owned) (nullable) until disposed of */
  GHashTable *bound;            /* (owned) set of GtkListItem whose rows show a change */
  guint       midnight;         /* while mapped */

  GtkDropDown       *kind_drop;
  GtkLabel          *unit_label;
  GtkStack          *stack;
  GtkScrolledWindow *scroller;
  GtkListView       *list_view;
  AdwStatusPage     *empty_page;
};

enum
{
  SIGNAL_SERVICE_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspChangesView, hsp_changes_view, ADW_TYPE_BIN)

static const char *
get_currency (HspChangesView *self)
{
  const char *currency = hsp_wallet_get_currency (hsp_account_get_wallet (self->account));

  return currency != NULL ? currency : "";
}

static void
update_unit (HspChangesView *self)
{
  const char *currency = get_currency (self);
  g_autofree char *text = NULL;

  text = *currency != '\0' ? g_strdup_printf (_("%s per 1,000"), currency)
                           : g_strdup (_("per 1,000"));
  gtk_label_set_text (self->unit_label, text);
}

static void
update_page (HspChangesView *self)
{
  const gboolean filtered = hsp_changes_get_kind (self->changes) >= 0;

  if (!hsp_changes_get_loaded (self->changes))
    {
      gtk_stack_set_visible_child_name (self->stack, "unknown");
      return;
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (self->changes)) > 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      return;
    }
  adw_status_page_set_title (self->empty_page,
                             filtered ? _("No Such Changes") : _("No Changes Yet"));
  adw_status_page_set_description (self->empty_page,
                                   _("Each refresh is compared with the one before; what changed is "
                                     "kept for 90 days."));
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

/* Days */

static void
update_day (HspChangesView *self,
            GtkListItem    *item)
{
  const guint position = gtk_list_item_get_position (item);
  g_autoptr(HspChange) before = NULL;

  if (position > 0 && position != GTK_INVALID_LIST_POSITION)
    before = g_list_model_get_item (G_LIST_MODEL (self->changes), position - 1);
  hsp_change_row_update_day (HSP_CHANGE_ROW (gtk_list_item_get_child (item)), before);
}

/* What is above a row may have come or gone without the row being told. */
static void
update_days (HspChangesView *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    update_day (self, item);
}

static gboolean on_midnight_cb (gpointer user_data);

static void
wait_for_midnight (HspChangesView *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) next = g_date_time_add_days (now, 1);
  g_autoptr(GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (next),
                                                         g_date_time_get_month (next),
                                                         g_date_time_get_day_of_month (next), 0, 0, 0);
  const GTimeSpan span = g_date_time_difference (midnight, now);

  self->midnight = g_timeout_add_seconds ((guint) MIN (span / G_TIME_SPAN_SECOND + 1, LONGEST_WAIT),
                                          on_midnight_cb, self);
}

static gboolean
on_midnight_cb (gpointer user_data)
{
  HspChangesView *self = HSP_CHANGES_VIEW (user_data);

  update_days (self);
  wait_for_midnight (self);
  return G_SOURCE_REMOVE;
}

/* Visits */

static void
on_marks_changed_cb (HspChangesView *self)
{
  /* what comes while somebody looks has been seen */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && hsp_changes_get_n_new (self->changes) > 0)
    hsp_changes_note_visit (self->changes);
}

static void
on_seen (GtkWidget *widget)
{
  HspChangesView *self = HSP_CHANGES_VIEW (widget);

  if (!gtk_widget_get_mapped (widget))
    return;
  hsp_changes_load (self->changes);
  hsp_changes_note_visit (self->changes);
  update_days (self);
}

static void
on_map_cb (HspChangesView *self)
{
  hsp_before_next_frame (GTK_WIDGET (self), on_seen);
  wait_for_midnight (self);
  /* who comes back to the window may have let a day pass */
  g_signal_connect_object (gtk_widget_get_root (GTK_WIDGET (self)), "notify::is-active",
                           G_CALLBACK (update_days), self, G_CONNECT_SWAPPED);
}

static void
on_unmap_cb (HspChangesView *self)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (GTK_WIDGET (self)), update_days, self);
  g_clear_handle_id (&self->midnight, g_source_remove);
}

/* The list */

static void
on_kind_selected_cb (HspChangesView *self)
{
  if (self->changes != NULL)
    hsp_changes_set_kind (self->changes, (int) gtk_drop_down_get_selected (self->kind_drop) - 1);
}

/* The older ones come before somebody has scrolled down to where they begin. */
static void
on_scrolled_cb (HspChangesView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  const double page = gtk_adjustment_get_page_size (adjustment);
  const double below = gtk_adjustment_get_upper (adjustment)
                       - gtk_adjustment_get_value (adjustment) - page;

  if (page > 0 && below < 4 * page)
    hsp_changes_load_more (self->changes);
}

static void
setup_row_cb (HspChangesView *self,
              GtkListItem    *item)
{
  gtk_list_item_set_child (item, hsp_change_row_new ());
}

static void
bind_row_cb (HspChangesView *self,
             GtkListItem    *item)
{
  hsp_change_row_bind (HSP_CHANGE_ROW (gtk_list_item_get_child (item)), item, get_currency (self));
  g_hash_table_add (self->bound, item);
  update_day (self, item);
}

static void
unbind_row_cb (HspChangesView *self,
               GtkListItem    *item)
{
  g_hash_table_remove (self->bound, item);
  hsp_change_row_unbind (HSP_CHANGE_ROW (gtk_list_item_get_child (item)));
}

static void
on_activate_cb (HspChangesView *self,
                guint           position)
{
  g_autoptr(HspChange) change = g_list_model_get_item (G_LIST_MODEL (self->changes), position);

  if (change != NULL)
    g_signal_emit (self, signals[SIGNAL_SERVICE_ACTIVATED], 0, hsp_change_get_service (change));
}

static void
hsp_changes_view_dispose (GObject *object)
{
  HspChangesView *self = HSP_CHANGES_VIEW (object);

  g_clear_handle_id (&self->midnight, g_source_remove);
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  g_clear_object (&self->changes);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_changes_view_parent_class)->dispose (object);
}

static void
hsp_changes_view_finalize (GObject *object)
{
  g_hash_table_unref (HSP_CHANGES_VIEW (object)->bound);

  G_OBJECT_CLASS (hsp_changes_view_parent_class)->finalize (object);
}

static void
hsp_changes_view_class_init (HspChangesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_changes_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hsp_changes_view_finalize;

  signals[SIGNAL_SERVICE_ACTIVATED] =
    g_signal_new ("service-activated", HSP_TYPE_CHANGES_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-changes-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HspChangesView, kind_drop);
  gtk_widget_class_bind_template_child (widget_class, HspChangesView, unit_label);
  gtk_widget_class_bind_template_child (widget_class, HspChangesView, stack);
  gtk_widget_class_bind_template_child (widget_class, HspChangesView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HspChangesView, list_view);
  gtk_widget_class_bind_template_child (widget_class, HspChangesView, empty_page);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_map_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_unmap_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
}

static void
hsp_changes_view_init (HspChangesView *self)
{
  g_autoptr(GtkStringList) kinds = gtk_string_list_new (NULL);

  self->bound = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_list_view_leave_by_tab (self->list_view);
  gtk_string_list_append (kinds, _("All changes"));
  for (guint i = 0; i < HSP_N_CHANGE_KINDS; i++)
    gtk_string_list_append (kinds, hsp_change_text_kind ((HspChangeKind) i));
  gtk_drop_down_set_model (self->kind_drop, G_LIST_MODEL (kinds));
}

GtkWidget *
hsp_changes_view_new (HspAccount *account)
{
  HspChangesView *self = g_object_new (HSP_TYPE_CHANGES_VIEW, NULL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkNoSelection *selection = NULL;

  self->account = g_object_ref (account);
  self->changes = g_object_ref (hsp_account_get_changes (account));
  /* a new view shows all, whatever one before it did */
  hsp_changes_set_kind (self->changes, -1);
  g_signal_connect_object (self->changes, "marks-changed", G_CALLBACK (on_marks_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "notify::loaded", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "items-changed", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hsp_account_get_wallet (account), "notify::currency",
                           G_CALLBACK (update_unit), self, G_CONNECT_SWAPPED);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->changes)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  /* GTK 4.8 binds each row anew that stands elsewhere, a newer one does not; after the list view, which then
   * has its rows where they stand now */
  g_signal_connect_object (self->changes, "items-changed", G_CALLBACK (update_days), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update_unit (self);
  update_page (self);
  return GTK_WIDGET (self);
}

void
hsp_changes_view_focus_list (HspChangesView *self)
{
  g_return_if_fail (HSP_IS_CHANGES_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}
