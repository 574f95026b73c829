/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-service-rows.h"

#include <adwaita.h>

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-marks.h"
#include "hsp-service-list.h"
#include "hsp-service-row.h"
#include "hsp-service.h"
#include "hsp-wallet.h"

struct _HspServiceRows
{
  GObject parent_instance;

  GtkWidget          *view;       /* (unowned) whose colours they have */
  HspAccount         *account;    /* (owned) */
  GHashTable         *bound;      /* (owned) set of HspServiceRow */
  HspServiceRowStyle  style;
};

G_DEFINE_FINAL_TYPE (HspServiceRows, hsp_service_rows, G_TYPE_OBJECT)

static void
update_rows (HspServiceRows *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    hsp_service_row_update (row);
}

static void
update_changes (HspServiceRows *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    hsp_service_row_update_change (row);
}

static void
read_colours (HspServiceRows *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (self->view);
  AdwStyleManager *manager = adw_style_manager_get_default ();

  if (!gtk_style_context_lookup_color (context, "accent_color", &self->style.accent))
    gtk_style_context_get_color (context, &self->style.accent);
  self->style.underline = adw_style_manager_get_high_contrast (manager);
}

static void
on_style_changed_cb (HspServiceRows *self)
{
  read_colours (self);
  update_rows (self);
  hsp_service_rows_update_matches (self);
}

static void
on_currency_changed_cb (HspServiceRows *self)
{
  const char *currency = hsp_wallet_get_currency (hsp_account_get_wallet (self->account));

  self->style.currency = g_intern_string (currency != NULL ? currency : "");
  update_rows (self);
}

/* @service: (nullable): several may have changed */
static void
on_favourites_changed_cb (HspServiceRows *self,
                          const char     *service)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      HspService *shown = hsp_service_row_get_service (row);

      if (shown != NULL && (service == NULL || g_str_equal (hsp_service_get_id (shown), service)))
        hsp_service_row_update_favourite (row);
    }
}

static void
setup_row_cb (HspServiceRows *self,
              GtkListItem    *item)
{
  gtk_list_item_set_child (item, hsp_service_row_new ());
}

static void
bind_row_cb (HspServiceRows *self,
             GtkListItem    *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  hsp_service_row_bind (HSP_SERVICE_ROW (row), item, &self->style);
  g_hash_table_add (self->bound, row);
}

static void
unbind_row_cb (HspServiceRows *self,
               GtkListItem    *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  g_hash_table_remove (self->bound, row);
  hsp_service_row_unbind (HSP_SERVICE_ROW (row));
}

static void
hsp_service_rows_dispose (GObject *object)
{
  HspServiceRows *self = HSP_SERVICE_ROWS (object);

  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_service_rows_parent_class)->dispose (object);
}

static void
hsp_service_rows_finalize (GObject *object)
{
  g_hash_table_unref (HSP_SERVICE_ROWS (object)->bound);

  G_OBJECT_CLASS (hsp_service_rows_parent_class)->finalize (object);
}

static void
hsp_service_rows_class_init (HspServiceRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hsp_service_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = hsp_service_rows_finalize;
}

static void
hsp_service_rows_init (HspServiceRows *self)
{
  self->bound = g_hash_table_new (NULL, NULL);
  self->style.currency = "";
}

static void
connect_all (HspServiceRows *self,
             GObject        *factory)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (on_style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hsp_account_get_wallet (self->account), "notify::currency",
                           G_CALLBACK (on_currency_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hsp_account_get_catalogue (self->account), "rates-learnt",
                           G_CALLBACK (update_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->style.changes, "marks-changed", G_CALLBACK (update_changes), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->style.marks, "favourites-changed",
                           G_CALLBACK (on_favourites_changed_cb), self, G_CONNECT_SWAPPED);
}

HspServiceRows *
hsp_service_rows_new (GtkListView    *view,
                      HspAccount     *account,
                      HspServiceList *list)
{
  HspServiceRows *self = g_object_new (HSP_TYPE_SERVICE_ROWS, NULL);
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->view = GTK_WIDGET (view);
  self->account = g_object_ref (account);
  self->style.list = list;
  self->style.changes = hsp_account_get_changes (account);
  self->style.marks = hsp_account_get_marks (account);
  connect_all (self, G_OBJECT (factory));
  read_colours (self);
  on_currency_changed_cb (self);
  gtk_list_view_set_factory (view, factory);
  return self;
}

void
hsp_service_rows_set_in_category (HspServiceRows *self,
                                  gboolean        in_category)
{
  g_return_if_fail (HSP_IS_SERVICE_ROWS (self));

  if (self->style.in_category == in_category)
    return;
  self->style.in_category = in_category;
  update_rows (self);
}

void
hsp_service_rows_set_narrow (HspServiceRows *self,
                             gboolean        narrow)
{
  g_return_if_fail (HSP_IS_SERVICE_ROWS (self));

  if (self->style.narrow == narrow)
    return;
  self->style.narrow = narrow;
  update_rows (self);
}

/* Those of the last search: the others are about to show something else. */
void
hsp_service_rows_update_matches (HspServiceRows *self)
{
  GHashTableIter iter;
  gpointer row;
  guint n;

  g_return_if_fail (HSP_IS_SERVICE_ROWS (self));

  n = hsp_slot_list_get_n_labelled (HSP_SLOT_LIST (self->style.list));
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      if (hsp_service_row_get_position (row) < n)
        hsp_service_row_update_matches (row);
    }
}

GHashTable *
hsp_service_rows_get_bound (HspServiceRows *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_ROWS (self), NULL);

  return self->bound;
}
