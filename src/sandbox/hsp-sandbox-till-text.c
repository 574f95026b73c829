/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-till-parts.h"

#include <json-glib/json-glib.h>

#define STATE_VERSION 1

static void
write_int (JsonBuilder *builder,
           const char  *name,
           gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
write_text (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
write_order (JsonBuilder        *builder,
             const HspTillOrder *order)
{
  json_builder_begin_object (builder);
  write_int (builder, "id", order->id);
  write_int (builder, "service", order->service);
  write_text (builder, "link", order->link);
  write_int (builder, "product", order->product);
  write_int (builder, "rate", order->rate);
  write_int (builder, "charge", order->charge);
  write_int (builder, "quantity", order->quantity);
  write_int (builder, "start_count", order->start_count);
  write_int (builder, "created", order->created);
  write_int (builder, "pending", order->pending);
  write_int (builder, "progress", order->progress);
  write_int (builder, "end", order->end);
  write_int (builder, "left_over", order->left_over);
  write_int (builder, "settled", order->settled);
  json_builder_end_object (builder);
}

static void
write_number (JsonBuilder         *builder,
              const HspTillNumber *number)
{
  json_builder_begin_object (builder);
  write_int (builder, "id", number->id);
  write_text (builder, "project", number->project);
  write_text (builder, "country", number->country);
  write_text (builder, "dial", number->dial);
  write_text (builder, "national", number->national);
  write_text (builder, "code", number->code);
  write_text (builder, "text", number->text);
  write_int (builder, "charge", number->charge);
  write_int (builder, "created", number->created);
  write_int (builder, "delay", number->delay);
  write_int (builder, "settled", number->settled);
  json_builder_end_object (builder);
}

/**
 * hsp_till_to_text:
 *
 * Returns: (transfer full): the books as they are kept across starts; it grows with what was
 * bought, to about a megabyte
 */
char *
hsp_till_to_text (HspTill *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  gint64 now = hsp_till_get_now (self);

  json_builder_begin_object (builder);
  write_int (builder, "version", STATE_VERSION);
  write_int (builder, "balance", self->balance);
  write_int (builder, "last_id", self->last_id);
  write_int (builder, "n_orders", self->n_orders);
  write_int (builder, "n_numbers", self->n_numbers);
  write_int (builder, "now", now);
  write_int (builder, "ahead", now - g_get_real_time ());
  json_builder_set_member_name (builder, "orders");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->orders->len; i++)
    write_order (builder, g_ptr_array_index (self->orders, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "numbers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->numbers->len; i++)
    write_number (builder, g_ptr_array_index (self->numbers, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

/* The member when it is a plain value. (transfer none) (nullable) */
static JsonNode *
find_value (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

static gint64
read_int (JsonObject *object,
          const char *name)
{
  JsonNode *node = find_value (object, name);

  return node != NULL ? json_node_get_int (node) : 0;
}

static char *
read_text (JsonObject *object,
           const char *name)
{
  JsonNode *node = find_value (object, name);
  const char *text = node != NULL ? json_node_get_string (node) : NULL;

  return g_strdup (text != NULL ? text : "");
}

static void
read_order (HspTill    *self,
            JsonObject *object)
{
  HspTillOrder *order = g_new0 (HspTillOrder, 1);

  order->id = read_int (object, "id");
  order->service = read_int (object, "service");
  order->link = read_text (object, "link");
  order->product = read_int (object, "product") != 0;
  order->rate = read_int (object, "rate");
  order->charge = read_int (object, "charge");
  order->quantity = read_int (object, "quantity");
  order->start_count = read_int (object, "start_count");
  order->created = read_int (object, "created");
  order->pending = read_int (object, "pending");
  order->progress = MAX (read_int (object, "progress"), 1);
  order->end = CLAMP (read_int (object, "end"), HSP_TILL_COMPLETED, HSP_TILL_CANCELED);
  order->left_over = read_int (object, "left_over");
  order->settled = read_int (object, "settled") != 0;
  g_ptr_array_add (self->orders, order);
}

static void
read_number (HspTill    *self,
             JsonObject *object)
{
  HspTillNumber *number = g_new0 (HspTillNumber, 1);

  number->id = read_int (object, "id");
  number->project = read_text (object, "project");
  number->country = read_text (object, "country");
  number->dial = read_text (object, "dial");
  if (*number->dial != '+')
    {
      hsp_till_free_number (number);
      return;
    }
  number->national = read_text (object, "national");
  number->code = read_text (object, "code");
  number->text = read_text (object, "text");
  number->charge = read_int (object, "charge");
  number->created = read_int (object, "created");
  number->delay = read_int (object, "delay");
  number->settled = read_int (object, "settled") != 0;
  g_ptr_array_add (self->numbers, number);
}

static void
read_rows (HspTill    *self,
           JsonObject *state,
           const char *name,
           void      (*read_row) (HspTill *, JsonObject *))
{
  JsonNode *node = json_object_get_member (state, name);
  JsonArray *rows;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;

  rows = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (rows) && i < HSP_TILL_MAX_ROWS; i++)
    {
      JsonNode *row = json_array_get_element (rows, i);

      if (JSON_NODE_HOLDS_OBJECT (row))
        read_row (self, json_node_get_object (row));
    }
}

static void
read_state (HspTill    *self,
            JsonObject *state)
{
  self->balance = read_int (state, "balance");
  self->last_id = MAX (read_int (state, "last_id"), HSP_TILL_FIRST_ID);
  self->n_orders = read_int (state, "n_orders");
  self->n_numbers = read_int (state, "n_numbers");
  read_rows (self, state, "orders", read_order);
  read_rows (self, state, "numbers", read_number);
  /* never back: an order that had ended must not begin again */
  hsp_till_set_clock (self, MAX (g_get_real_time () + read_int (state, "ahead"), read_int (state, "now")));
}

/**
 * hsp_till_from_text:
 *
 * Goes on with books that were kept. Text that is not ours leaves fresh books: it is written over
 * by the next purchase.
 */
void
hsp_till_from_text (HspTill    *self,
                    const char *text)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (!json_parser_load_from_data (parser, text, -1, NULL))
    return;

  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root) &&
      read_int (json_node_get_object (root), "version") == STATE_VERSION)
    read_state (self, json_node_get_object (root));
}
