/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-till-parts.h"

#include <string.h>

#include "hsp-sandbox-drawn.h"

typedef enum
{
  DRAW_ORDER = 101,
  DRAW_TIMES,
  DRAW_NUMBER,
  DRAW_PHONE,
  DRAW_CODE,
  DRAW_ID,
} Draw;

static void
free_order (gpointer data)
{
  HspTillOrder *order = data;

  g_free (order->link);
  g_free (order);
}

void
hsp_till_free_number (gpointer data)
{
  HspTillNumber *number = data;

  g_free (number->project);
  g_free (number->country);
  g_free (number->dial);
  g_free (number->national);
  g_free (number->code);
  g_free (number->text);
  g_free (number);
}

void
hsp_till_set_clock (HspTill *self,
                    gint64   now)
{
  self->base_wall = g_get_real_time ();
  self->base_monotonic = g_get_monotonic_time ();
  self->base_shop = now;
}

/** hsp_till_new: Returns: (transfer full): fresh books */
HspTill *
hsp_till_new (guint    seed,
              double   speed,
              HspMoney balance)
{
  HspTill *self = g_new0 (HspTill, 1);

  self->seed = seed;
  self->speed = speed;
  self->balance = balance;
  self->last_id = HSP_TILL_FIRST_ID;
  self->orders = g_ptr_array_new_with_free_func (free_order);
  self->numbers = g_ptr_array_new_with_free_func (hsp_till_free_number);
  hsp_till_set_clock (self, g_get_real_time ());

  return self;
}

void
hsp_till_free (HspTill *self)
{
  g_ptr_array_unref (self->orders);
  g_ptr_array_unref (self->numbers);
  g_free (self);
}

/* Microseconds since 1970 on the shop's clock, which may run faster and be moved on. */
gint64
hsp_till_get_now (HspTill *self)
{
  gint64 passed = g_get_monotonic_time () - self->base_monotonic;

  return self->base_shop + (gint64) ((double) passed * self->speed);
}

/* When a moment of the shop's clock is by the wall clock: what a customer is told, so that a
 * countdown agrees however fast the shop's clock runs. */
gint64
hsp_till_get_wall_time (HspTill *self,
                        gint64   time)
{
  return self->base_wall + (gint64) ((double) (time - self->base_shop) / self->speed);
}

void
hsp_till_advance (HspTill *self,
                  guint    seconds)
{
  hsp_till_set_clock (self, hsp_till_get_now (self) + (gint64) seconds * G_TIME_SPAN_SECOND);
}

/* --- orders --- */

/* The state of @order now. @remains: (out): what is still to be done, or was left undone. */
HspTillState
hsp_till_get_state (HspTill            *self,
                    const HspTillOrder *order,
                    gint64             *remains)
{
  gint64 worked = hsp_till_get_now (self) - order->created - order->pending;
  gint64 to_do = order->quantity - order->left_over;

  if (worked < 0)
    {
      *remains = order->quantity;
      return HSP_TILL_PENDING;
    }
  if (worked < order->progress)
    {
      double part = (double) worked / (double) order->progress;

      *remains = order->quantity - (gint64) ((double) to_do * part);
      return HSP_TILL_IN_PROGRESS;
    }
  *remains = order->left_over;

  return order->end;
}

static void
settle_order (HspTill      *self,
              HspTillOrder *order)
{
  gint64 remains = 0;
  HspMoney due;

  if (order->settled || hsp_till_get_state (self, order, &remains) < HSP_TILL_COMPLETED)
    return;

  due = hsp_money_times (order->rate, order->quantity - order->left_over, 1000);
  self->balance += order->charge - due;
  order->charge = due;
  order->settled = TRUE;
}

static void
settle_number (HspTill       *self,
               HspTillNumber *number)
{
  if (number->settled)
    return;
  if (hsp_till_has_code (self, number))
    {
      number->settled = TRUE;
    }
  else if (hsp_till_is_expired (self, number))
    {
      self->balance += number->charge;
      number->charge = 0;
      number->settled = TRUE;
    }
}

/**
 * hsp_till_settle:
 *
 * Pays back what is due by now: for orders that ended partial or canceled, and for numbers that
 * expired without a code. Called before the books are looked at.
 */
void
hsp_till_settle (HspTill *self)
{
  for (guint i = 0; i < self->orders->len; i++)
    settle_order (self, g_ptr_array_index (self->orders, i));
  for (guint i = 0; i < self->numbers->len; i++)
    settle_number (self, g_ptr_array_index (self->numbers, i));
}

HspMoney
hsp_till_get_balance (HspTill *self)
{
  hsp_till_settle (self);
  return self->balance;
}

/* Ids have gaps: other customers order too. */
static gint64
next_id (HspTill *self)
{
  self->last_id += 1 + (gint64) (hsp_shelf_hash (self->seed, DRAW_ID, self->last_id) % 7);
  return self->last_id;
}

/* Every tenth order ends partial, every fifteenth is canceled; never the first, so that a visitor
 * sees one through. */
static void
draw_course (HspTill      *self,
             HspTillOrder *order)
{
  guint64 draw = hsp_shelf_hash (self->seed, DRAW_ORDER, self->n_orders);
  guint64 times = hsp_shelf_hash (self->seed, DRAW_TIMES, self->n_orders);

  order->end = HSP_TILL_COMPLETED;
  order->pending = 6 * G_TIME_SPAN_SECOND;
  order->progress = 30 * G_TIME_SPAN_SECOND;
  order->start_count = order->product ? 0 : (gint64) (draw >> 32) % 20000;
  if (self->n_orders == 0)
    return;

  order->pending = (gint64) (4000 + times % 4000) * G_TIME_SPAN_MILLISECOND;
  order->progress = (gint64) (24000 + (times >> 16) % 12000) * G_TIME_SPAN_MILLISECOND;
  if (draw % 30 < 3 && order->quantity > 1)
    {
      order->end = HSP_TILL_PARTIAL;
      order->left_over = MAX (order->quantity * (gint64) (20 + (draw >> 16) % 50) / 100, 1);
    }
  else if (draw % 30 >= 28)
    {
      order->end = HSP_TILL_CANCELED;
      order->left_over = order->quantity;
      order->progress = 5 * G_TIME_SPAN_SECOND;
    }
}

static void
drop_oldest_order (HspTill *self)
{
  if (self->orders->len >= HSP_TILL_MAX_ROWS)
    g_ptr_array_remove_index (self->orders, 0);
}

static void
drop_oldest_number (HspTill *self)
{
  if (self->numbers->len >= HSP_TILL_MAX_ROWS)
    g_ptr_array_remove_index (self->numbers, 0);
}

/**
 * hsp_till_add_order:
 *
 * Charges and writes down an order: rate × quantity / 1000, for products too, as the API notes have
 * it. Returns: (transfer none) (nullable): NULL when the balance is too low
 */
HspTillOrder *
hsp_till_add_order (HspTill         *self,
                    HspShelfService *service,
                    gint64           quantity,
                    const char      *link)
{
  HspMoney charge = hsp_money_times (service->rate, quantity, 1000);
  HspTillOrder *order;

  if (charge == HSP_MONEY_UNKNOWN || charge > hsp_till_get_balance (self))
    return NULL;

  drop_oldest_order (self);
  order = g_new0 (HspTillOrder, 1);
  order->id = next_id (self);
  order->service = service->id;
  order->link = g_strdup (link);
  order->product = service->category->product;
  order->rate = service->rate;
  order->charge = charge;
  order->quantity = quantity;
  order->created = hsp_till_get_now (self);
  draw_course (self, order);
  self->n_orders++;
  self->balance -= charge;
  hsp_shelf_take (service, quantity);
  g_ptr_array_add (self->orders, order);

  return order;
}

/* (transfer none) (nullable) */
HspTillOrder *
hsp_till_find_order (HspTill    *self,
                     const char *id)
{
  gint64 number = 0;

  if (!g_ascii_string_to_signed (id, 10, 1, G_MAXINT64, &number, NULL))
    return NULL;

  for (guint i = self->orders->len; i > 0; i--)
    {
      HspTillOrder *order = g_ptr_array_index (self->orders, i - 1);

      if (order->id == number)
        return order;
    }

  return NULL;
}

/* Whether an order for @service and @link has not ended yet. */
gboolean
hsp_till_is_link_busy (HspTill    *self,
                       gint64      service,
                       const char *link)
{
  hsp_till_settle (self);
  for (guint i = 0; i < self->orders->len; i++)
    {
      const HspTillOrder *order = g_ptr_array_index (self->orders, i);

      if (!order->settled && order->service == service && *link != '\0' &&
          g_str_equal (order->link, link))
        return TRUE;
    }

  return FALSE;
}

/* --- numbers --- */

gboolean
hsp_till_has_code (HspTill             *self,
                   const HspTillNumber *number)
{
  return number->delay > 0 && hsp_till_get_now (self) >= number->created + number->delay;
}

gboolean
hsp_till_is_expired (HspTill             *self,
                     const HspTillNumber *number)
{
  return number->delay == 0 && hsp_till_get_now (self) >= number->created + HSP_TILL_NUMBER_LIFE;
}

static char *
draw_digits (guint64     draw,
             const char *prefix,
             guint       n_digits)
{
  GString *digits = g_string_new (prefix);

  while (digits->len < n_digits)
    {
      g_string_append_c (digits, '0' + draw % 10);
      draw /= 10;
    }

  return g_string_free (digits, FALSE);
}

static char *
draw_phone (HspTill               *self,
            const HspShelfCountry *country)
{
  guint64 draw = hsp_shelf_hash (self->seed, DRAW_PHONE, self->n_numbers);

  return draw_digits (draw, country->prefix, country->n_digits);
}

/* One number in twelve never gets its code, but not the first; most codes take about eight seconds,
 * all between five and twenty. */
static gint64
draw_delay (HspTill *self)
{
  guint64 draw = hsp_shelf_hash (self->seed, DRAW_NUMBER, self->n_numbers);
  guint64 spread = (draw >> 16) % 1000;

  if (self->n_numbers == 0)
    return 8 * G_TIME_SPAN_SECOND;
  if (draw % 12 == 0)
    return 0;
  if ((draw >> 8) % 10 < 7)
    return (gint64) (6500 + spread * 3) * G_TIME_SPAN_MILLISECOND;

  return (gint64) (5000 + spread * 15) * G_TIME_SPAN_MILLISECOND;
}

/* The messages are our own table's, with one %s each. */
static char *
write_message (const HspShelfProject *project,
               const char            *code)
{
  g_auto(GStrv) parts = g_strsplit (project->message, "%s", 2);

  return g_strconcat (parts[0], code, parts[1], NULL);
}

/**
 * hsp_till_add_number:
 * @national: (nullable): a number to use again
 *
 * Charges and writes down one number. Returns: (transfer none) (nullable): NULL when the balance is
 * too low
 */
HspTillNumber *
hsp_till_add_number (HspTill             *self,
                     const HspShelfOffer *offer,
                     const char          *national)
{
  guint64 draw = hsp_shelf_hash (self->seed, DRAW_CODE, self->n_numbers);
  HspTillNumber *number;

  if (offer->price > hsp_till_get_balance (self))
    return NULL;

  drop_oldest_number (self);
  number = g_new0 (HspTillNumber, 1);
  number->id = next_id (self);
  number->project = g_strdup (offer->id);
  number->country = g_strdup (offer->country->iso);
  number->dial = g_strdup (offer->country->dial);
  number->national = national != NULL ? g_strdup (national) : draw_phone (self, offer->country);
  number->code = draw_digits (draw, "", offer->project->n_digits);
  number->text = write_message (offer->project, number->code);
  number->charge = offer->price;
  number->created = hsp_till_get_now (self);
  number->delay = draw_delay (self);
  hsp_drawn_tell ("phone", number->national);
  hsp_drawn_tell ("code", number->code);
  self->n_numbers++;
  self->balance -= offer->price;
  g_ptr_array_add (self->numbers, number);

  return number;
}

/* (transfer none) (nullable) */
HspTillNumber *
hsp_till_find_number (HspTill    *self,
                      const char *id)
{
  gint64 wanted = 0;

  if (!g_ascii_string_to_signed (id, 10, 1, G_MAXINT64, &wanted, NULL))
    return NULL;

  for (guint i = self->numbers->len; i > 0; i--)
    {
      HspTillNumber *number = g_ptr_array_index (self->numbers, i - 1);

      if (number->id == wanted)
        return number;
    }

  return NULL;
}

/* The last rented number of @country that is @phone, with its country code or without; a plus sign
 * that was not escaped in the form arrives as a space. (transfer none) (nullable) */
HspTillNumber *
hsp_till_find_phone (HspTill    *self,
                     const char *country,
                     const char *phone)
{
  phone += strspn (phone, " +");
  for (guint i = self->numbers->len; i > 0; i--)
    {
      HspTillNumber *number = g_ptr_array_index (self->numbers, i - 1);
      g_autofree char *whole = g_strconcat (number->dial + 1, number->national, NULL);

      if (g_str_equal (number->country, country) &&
          (g_str_equal (number->national, phone) || g_str_equal (whole, phone)))
        return number;
    }

  return NULL;
}
