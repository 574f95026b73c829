/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-account"

#include "config.h"

#include "hsp-account-parts.h"

#include "hsp-catalogue-private.h"
#include "hsp-error.h"
#include "hsp-order-book-private.h"
#include "hsp-order.h"
#include "hsp-sms-desk-private.h"
#include "hsp-sms-number.h"
#include "hsp-wallet-private.h"

static void
note_error (HspAccount   *self,
            const GError *error)
{
  if (g_error_matches (error, HSP_ERROR, HSP_ERROR_KEY_REFUSED))
    hsp_account_set_key_refused (self, TRUE);
}

static void
on_wallet_read_cb (HspAccount *self)
{
  const GError *error = hsp_wallet_get_error (self->wallet);

  if (error != NULL)
    note_error (self, error);
  else if (hsp_client_has_key (self->client))
    hsp_account_set_key_refused (self, FALSE);
}

static void
on_catalogue_state_cb (HspAccount *self)
{
  note_error (self, hsp_catalogue_get_error (self->catalogue));
}

static void
on_catalogue_refresh_failed_cb (HspAccount   *self,
                                const GError *error)
{
  note_error (self, error);
}

static void
learn_rates (HspAccount *self)
{
  GListModel *orders = G_LIST_MODEL (self->order_book);
  g_autoptr(GPtrArray) rows = NULL;

  if (self->catalogue == NULL)
    return;
  rows = g_ptr_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (orders, i);

      g_ptr_array_add (rows, (gpointer) hsp_order_get_row (order));
    }
  hsp_catalogue_learn_rates (self->catalogue, rows);
}

static void
on_order_changed_cb (HspAccount *self,
                     HspOrder   *order)
{
  note_error (self, hsp_order_get_check_error (order));
  if (hsp_order_get_state (order) == HSP_STATE_COMPLETED)
    learn_rates (self);
}

static void
on_number_changed_cb (HspAccount   *self,
                      HspSmsNumber *number)
{
  note_error (self, hsp_sms_number_get_check_error (number));
}

static void
on_projects_state_cb (HspAccount *self)
{
  note_error (self, hsp_sms_desk_get_error (self->sms_desk));
}

static void
on_spending_cb (HspAccount *self)
{
  g_object_notify (G_OBJECT (self), "spending");
}

void
hsp_account_listen (HspAccount *self)
{
  g_signal_connect_object (self->wallet, "notify::read-at", G_CALLBACK (on_wallet_read_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->journal, "changed-elsewhere", G_CALLBACK (hsp_account_merge),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->order_book, "items-changed", G_CALLBACK (learn_rates), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->order_book, "order-changed", G_CALLBACK (on_order_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->order_book, "notify::spending", G_CALLBACK (on_spending_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sms_desk, "number-changed", G_CALLBACK (on_number_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sms_desk, "notify::projects-state",
                           G_CALLBACK (on_projects_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sms_desk, "notify::spending", G_CALLBACK (on_spending_cb), self,
                           G_CONNECT_SWAPPED);
}

void
hsp_account_listen_to_catalogue (HspAccount *self)
{
  g_signal_connect_object (self->catalogue, "notify::state", G_CALLBACK (on_catalogue_state_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->catalogue, "refresh-failed",
                           G_CALLBACK (on_catalogue_refresh_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->catalogue, "changed", G_CALLBACK (learn_rates), self,
                           G_CONNECT_SWAPPED);
  if (self->opened)
    learn_rates (self);
}
