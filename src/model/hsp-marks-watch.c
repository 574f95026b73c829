/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-marks-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-catalogue-private.h"
#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-service.h"
#include "hsp-shop.h"

/* Watching a service: its stock is asked by itself, its price is compared when the catalogue was read
 * again. What the person was told is written down, so that one event is told once. */

static void
state_written_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* The next answer is written again */
  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    g_debug ("What is known of a watched service was not written: %s", error->message);
}

static void
write_state (HspMarks          *self,
             const HspWatchRow *row)
{
  self->load_again = self->load_again || self->loading;
  if (self->journal != NULL)
    hsp_journal_update_watch_async (self->journal, row, state_written_cb, NULL);
}

static void
tell (HspMarks          *self,
      const HspWatchRow *row,
      HspArrival         arrival)
{
  g_autofree char *service = g_strdup (row->service);
  g_autofree char *name = g_strdup (row->name);

  g_signal_emit_by_name (self, "arrived", service, name, (guint) arrival);
}

/* How many there are to be had; of a shop that says only whether there are any, one. */
static gint64
get_level (const HspInventory *inventory)
{
  if (!inventory->available)
    return 0;
  return inventory->stock == HSP_UNKNOWN ? 1 : inventory->stock;
}

/* Returns: whether that is what the person waits for */
static gboolean
take_level (HspWatchRow *row,
            gint64       level)
{
  if (level == 0)
    {
      row->stock = 0;
      row->notified_stock = HSP_UNKNOWN;
      return FALSE;
    }
  if (row->stock == HSP_UNKNOWN)
    row->stock = level;
  if (row->stock != 0 || row->notified_stock != HSP_UNKNOWN)
    return FALSE;
  row->notified_stock = level;
  return TRUE;
}

/* The same of a price. @changed: whether there is anything to write */
static gboolean
take_rate (HspWatchRow *row,
           HspMoney     rate,
           gboolean    *changed)
{
  const HspMoney rate_before = row->rate;
  const HspMoney notified_before = row->notified_rate;
  gboolean cheaper = FALSE;

  *changed = FALSE;
  if (rate == HSP_MONEY_UNKNOWN)
    return FALSE;
  if (row->rate == HSP_MONEY_UNKNOWN)
    row->rate = rate;
  if (rate >= row->rate)
    row->notified_rate = HSP_MONEY_UNKNOWN;
  else if (row->notified_rate == HSP_MONEY_UNKNOWN || rate < row->notified_rate)
    {
      row->notified_rate = rate;
      cheaper = TRUE;
    }
  *changed = row->rate != rate_before || row->notified_rate != notified_before;
  return cheaper;
}

/* Asking for the stock */

typedef struct
{
  HspMarks *self;     /* not a reference: see the callback */
  char     *service;  /* (owned) */
} Poll;

static void
poll_free (Poll *poll)
{
  g_free (poll->service);
  g_free (poll);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Poll, poll_free)

static void
take_inventory (HspMarks           *self,
                HspWatchRow        *row,
                const HspInventory *inventory)
{
  const gboolean arrived = take_level (row, get_level (inventory));

  row->checked = hsp_get_now ();
  if (inventory->stock != HSP_UNKNOWN || !inventory->available)
    hsp_catalogue_take_stock (self->catalogue, row->service, get_level (inventory), row->checked);
  write_state (self, row);
  if (arrived)
    tell (self, row, HSP_ARRIVAL_IN_STOCK);
}

static void
inventory_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(Poll) poll = user_data;
  g_autofree HspInventory *inventory = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(HspMarks) self = NULL;
  HspWatchRow *row;

  inventory = hsp_shop_inventory_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = g_object_ref (poll->self);
  row = hsp_mark_list_lookup (&self->watches, poll->service);
  hsp_watcher_done (self->watcher, HSP_WATCH_STOCK, poll->service, inventory != NULL);
  if (row != NULL && inventory != NULL)
    take_inventory (self, row, inventory);
}

void
hsp_marks_watch_cb (HspWatcher   *watcher,
                    HspWatchKind  kind,
                    const char   *id,
                    gpointer      user_data)
{
  HspMarks *self = user_data;
  Poll *poll;

  if (hsp_mark_list_lookup (&self->watches, id) == NULL)
    {
      hsp_watcher_remove (watcher, kind, id);
      return;
    }
  poll = g_new0 (Poll, 1);
  poll->self = self;
  poll->service = g_strdup (id);
  hsp_shop_inventory_async (self->client, id, self->cancellable, inventory_read_cb, poll);
}

void
hsp_marks_begin_watching (HspMarks          *self,
                          const HspWatchRow *row)
{
  const gboolean is_new = hsp_watcher_get_due (self->watcher, HSP_WATCH_STOCK, row->service) == -1;

  if (!self->watching || self->closed)
    return;
  /* what nobody knows the stock of is asked soon, as if it had been watched for long */
  if (is_new && row->stock == HSP_UNKNOWN && row->checked == 0)
    hsp_watcher_add (self->watcher, HSP_WATCH_STOCK, row->service, 0, 0);
  hsp_watcher_add (self->watcher, HSP_WATCH_STOCK, row->service, row->since, 0);
  if (is_new)
    hsp_watcher_note_asked (self->watcher, HSP_WATCH_STOCK, row->service, row->checked);
}

void
hsp_marks_end_watching (HspMarks   *self,
                        const char *service)
{
  hsp_watcher_remove (self->watcher, HSP_WATCH_STOCK, service);
}

void
hsp_marks_update_watching (HspMarks *self)
{
  for (guint i = 0; i < self->watches.rows->len; i++)
    hsp_marks_begin_watching (self, self->watches.rows->pdata[i]);
  hsp_marks_compare_rates (self);
}

/* Comparing prices */

/* A catalogue that was read before the person began to watch says nothing. */
void
hsp_marks_compare_rates (HspMarks *self)
{
  const gint64 read_at = hsp_catalogue_get_refreshed_at (self->catalogue);
  g_auto(GStrv) services = NULL;

  if (!self->watching || self->closed || self->watches.rows->len == 0)
    return;
  /* whoever is told may end a watch */
  services = hsp_mark_list_dup_services (&self->watches);
  for (guint i = 0; services[i] != NULL; i++)
    {
      HspWatchRow *row = hsp_mark_list_lookup (&self->watches, services[i]);
      g_autoptr(HspService) service = hsp_catalogue_lookup (self->catalogue, services[i]);
      gboolean cheaper, changed;

      if (row == NULL || service == NULL || read_at < row->since)
        continue;
      cheaper = take_rate (row, hsp_service_get_value (service)->rate, &changed);
      if (changed)
        write_state (self, row);
      if (cheaper)
        tell (self, row, HSP_ARRIVAL_CHEAPER);
    }
}

/* What a person watches */

gboolean
hsp_marks_is_watched (HspMarks   *self,
                      const char *service)
{
  g_return_val_if_fail (HSP_IS_MARKS (self), FALSE);
  g_return_val_if_fail (service != NULL, FALSE);

  return hsp_mark_list_lookup (&self->watches, service) != NULL;
}

/** hsp_marks_dup_watches: Returns: (transfer full): ids, newest first */
GStrv
hsp_marks_dup_watches (HspMarks *self)
{
  g_return_val_if_fail (HSP_IS_MARKS (self), NULL);

  return hsp_mark_list_dup_services (&self->watches);
}

static void
refuse_watch (HspMarks *self)
{
  g_autoptr(GError) error = NULL;

  error = g_error_new (HSP_ERROR, HSP_ERROR_USAGE,
                       _("You watch %d services already. Stop watching one of them first."),
                       HSP_MAX_WATCHES);
  g_signal_emit_by_name (self, "failed", error);
}

/**
 * hsp_marks_set_watched:
 *
 * Tells with #HspMarks::arrived when @service is in stock again, or cheaper than now; at most
 * HSP_MAX_WATCHES are watched. At once, and taken back with #HspMarks::failed when it cannot be
 * written, or there are too many.
 */
void
hsp_marks_set_watched (HspMarks   *self,
                       HspService *service,
                       gboolean    on)
{
  const char *id;
  HspWatchRow *row;
  gpointer write = NULL;

  g_return_if_fail (HSP_IS_MARKS (self));
  g_return_if_fail (HSP_IS_SERVICE (service));

  id = hsp_service_get_id (service);
  if (!on)
    hsp_marks_unwatch (self, id);
  if (!on || hsp_marks_is_watched (self, id))
    return;
  if (self->watches.rows->len >= HSP_MAX_WATCHES)
    {
      refuse_watch (self);
      return;
    }

  if (self->journal != NULL)
    write = hsp_marks_begin_write (self, &self->watches, id);
  row = hsp_watch_row_new ();
  row->service = g_strdup (id);
  row->name = g_strdup (hsp_service_get_name (service));
  row->since = hsp_get_now ();
  row->rate = hsp_service_get_value (service)->rate;
  row->stock = hsp_service_get_stock (service);
  row->checked = hsp_service_get_stock_checked_at (service);
  hsp_mark_list_put (&self->watches, row);
  hsp_marks_begin_watching (self, row);
  if (write != NULL)
    hsp_journal_set_watch_async (self->journal, row, hsp_marks_written_cb, write);
  hsp_marks_emit_changed (self, &self->watches, id);
}

/**
 * hsp_marks_unwatch:
 *
 * Of a service that the shop may not offer any more.
 */
void
hsp_marks_unwatch (HspMarks   *self,
                   const char *service)
{
  g_autofree char *id = NULL;
  gpointer write = NULL;

  g_return_if_fail (HSP_IS_MARKS (self));
  g_return_if_fail (service != NULL);

  if (!hsp_marks_is_watched (self, service))
    return;
  id = g_strdup (service);
  if (self->journal != NULL)
    write = hsp_marks_begin_write (self, &self->watches, id);
  hsp_marks_end_watching (self, id);
  hsp_mark_list_remove (&self->watches, id);
  if (write != NULL)
    hsp_journal_unset_watch_async (self->journal, id, hsp_marks_written_cb, write);
  hsp_marks_emit_changed (self, &self->watches, id);
}
