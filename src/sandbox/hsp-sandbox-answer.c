/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-answer.h"

#include "hsp-sandbox-writer.h"

#define CURRENCY     "USD"
#define MAX_ACCOUNTS 1000

/* What is drawn by the number of a row, so that an answer has the same form each time. */
typedef enum
{
  DRAW_FORM = 201,
  DRAW_SMS_FORM,
  DRAW_ACCOUNT,
  DRAW_HEX,
} Draw;

typedef struct
{
  const HspAnswerShop *shop;
  const HspAction     *action;
  GHashTable          *params;   /* name to value */
  HspWriter            out;
  HspAnswer           *answer;
  gboolean             live;
  gboolean             vi;       /* names are asked for in Vietnamese */
} Request;

/**
 * hsp_answer_error:
 *
 * Returns: (transfer full): `{"error": @text}`
 */
char *
hsp_answer_error (const char *text)
{
  HspWriter out;

  hsp_writer_init (&out, FALSE);
  hsp_writer_open (&out, NULL, '{');
  hsp_writer_text (&out, "error", text);
  hsp_writer_close (&out, '}');

  return hsp_writer_end (&out);
}

/* Says no. @live: (nullable): the text of the live service, where it has another one */
static void
refuse (Request    *request,
        const char *documented,
        const char *live)
{
  g_string_truncate (request->out.text, 0);
  request->answer->acted = FALSE;
  request->answer->charge = 0;
  request->answer->text = hsp_answer_error (request->live && live != NULL ? live : documented);
}

/* The live service was seen to put the message into an object. */
static void
refuse_service (Request *request)
{
  refuse (request, "Service not found", NULL);
  if (request->live)
    {
      g_free (request->answer->text);
      request->answer->text = g_strdup ("{\"error\":{\"message\":\"Service not found\"}}");
    }
}

static const char *
get_text (Request    *request,
          const char *name)
{
  const char *value = g_hash_table_lookup (request->params, name);

  return value != NULL ? value : "";
}

static gint64
get_number (Request    *request,
            const char *name,
            gint64      otherwise)
{
  const char *value = get_text (request, name);

  return *value != '\0' ? g_ascii_strtoll (value, NULL, 10) : otherwise;
}

/* --- arguments, by the table --- */

static const char *
name_param (const HspParam *param)
{
  static const struct { const char *name, *label; } labels[] = {
    { "service", "Service ID" }, { "order", "Order ID" }, { "project_id", "Project ID" },
    { "quantity", "Quantity" }, { "link", "Link" }, { "page", "Page" }, { "limit", "Limit" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      if (g_str_equal (labels[i].name, param->name))
        return labels[i].label;
    }

  return param->name;
}

static gboolean
check_params (Request *request)
{
  for (guint i = 0; i < request->action->n_params; i++)
    {
      const HspParam *param = &request->action->params[i];
      const char *value = get_text (request, param->name);
      g_autofree char *text = NULL;

      if (*value == '\0')
        {
          if (!param->required)
            continue;
          text = g_strdup_printf ("%s is required", name_param (param));
        }
      else if (param->type == HSP_PARAM_NUMBER &&
               !g_ascii_string_to_signed (value, 10, param->minimum, param->maximum, NULL, NULL))
        {
          text = g_strdup_printf ("%s is invalid", name_param (param));
        }

      if (text != NULL)
        {
          refuse (request, text, NULL);
          return FALSE;
        }
    }

  return TRUE;
}

/* --- the catalogue --- */

static const char *
get_category_name (Request                *request,
                   const HspShelfCategory *category)
{
  return request->vi && category->vi != NULL ? category->vi : category->name;
}

static const char *
get_subcategory_name (Request                   *request,
                      const HspShelfSubcategory *subcategory)
{
  return request->vi && subcategory->vi != NULL ? subcategory->vi : subcategory->name;
}

static void
answer_categories (Request *request)
{
  guint n_categories = 0;
  const HspShelfCategory *categories = hsp_shelf_categories (&n_categories);

  hsp_writer_open (&request->out, NULL, '{');
  hsp_writer_open (&request->out, "categories", '[');
  for (guint i = 0; i < n_categories; i++)
    {
      hsp_writer_open (&request->out, NULL, '{');
      hsp_writer_text (&request->out, "category", get_category_name (request, &categories[i]));
      hsp_writer_open (&request->out, "subcategories", '[');
      for (const HspShelfSubcategory *sub = categories[i].subcategories; sub->name != NULL; sub++)
        hsp_writer_text (&request->out, NULL, get_subcategory_name (request, sub));
      hsp_writer_close (&request->out, ']');
      hsp_writer_close (&request->out, '}');
    }
  hsp_writer_close (&request->out, ']');
  hsp_writer_close (&request->out, '}');
}

/* A flag in one of the forms the live service was seen to use; the last leaves out what is not. */
static void
write_flag (Request    *request,
            const char *name,
            gboolean    value,
            guint64     form)
{
  static const char *const forms[][2] = {
    { "0", "1" }, { "\"0\"", "\"1\"" }, { "\"false\"", "\"true\"" }, { "false", "true" },
    { NULL, "true" },
  };
  const char *const *words = forms[request->live ? form % G_N_ELEMENTS (forms) : 3];

  if (words[value ? 1 : 0] != NULL)
    hsp_writer_raw (&request->out, name, words[value ? 1 : 0]);
}

static void
write_hex_id (Request *request,
              gint64   number)
{
  char id[25];
  guint64 draw = hsp_shelf_hash (request->shop->seed, DRAW_HEX, number);

  g_snprintf (id, sizeof id, "66a%05x%016" G_GINT64_MODIFIER "x", (guint) number & 0xfffff, draw);
  hsp_writer_text (&request->out, "id", id);
}

static void
write_live_extras (Request               *request,
                   const HspShelfService *service)
{
  g_autofree char *image = g_strdup_printf ("https://shop.example/images/%u.png", service->id);
  g_autofree char *description =
    service->category->product
    ? g_strdup_printf ("<p>%s &amp; warranty as in the name.</p><ul><li>Delivered at once</li>"
                       "<li>Change the password</li></ul><script>alert(1)</script>",
                       service->subcategory->name)
    : g_strdup_printf ("<p><b>Start:</b> 0-1 hour<br>Speed: up to 5K a day &amp; steady</p>"
                       "<p>Không đổi tên, giữ trang <i>công khai</i> khi đang chạy.</p>");

  hsp_writer_text (&request->out, "subcategory",
                   get_subcategory_name (request, service->subcategory));
  hsp_writer_text (&request->out, "entityType", service->category->product ? "product" : "smm");
  hsp_writer_text (&request->out, "description", description);
  hsp_writer_text (&request->out, "imageUrl", image);
}

/* One row of `services`. @form decides which of the seen forms the row has. */
static void
write_service (Request               *request,
               const HspShelfService *service)
{
  guint64 form = hsp_shelf_hash (request->shop->seed, DRAW_FORM, service->id);
  gboolean live = request->live;
  gboolean no_stock = request->shop->dialect == HSP_DIALECT_DOCUMENTED ? FALSE
                    : request->shop->dialect == HSP_DIALECT_OLD ? form % 3 == 0 : form % 20 == 0;

  hsp_writer_open (&request->out, NULL, '{');
  if (live)
    write_hex_id (request, service->id);
  hsp_writer_number (&request->out, "service", service->id, live && form % 2 == 0);
  hsp_writer_text (&request->out, "name", service->name);
  hsp_writer_text (&request->out, "type",
                   service->subcategory->type != NULL ? service->subcategory->type : "Default");
  hsp_writer_text (&request->out, "category", get_category_name (request, service->category));
  hsp_writer_amount (&request->out, "rate", service->rate, 2, !live || form % 3 == 0);
  hsp_writer_number (&request->out, "min", service->min, live);
  hsp_writer_number (&request->out, "max", service->max, live);
  write_flag (request, "refill", service->refill, form >> 8);
  write_flag (request, "cancel", service->cancel, form >> 8);
  if (!no_stock)
    hsp_writer_number (&request->out, "stock", service->stock, live && form % 5 == 0);
  if (live)
    write_live_extras (request, service);
  hsp_writer_close (&request->out, '}');
}

/* The row as text, kept for the next time; a translated one is not. (transfer none) */
static void
add_service (Request         *request,
             HspShelfService *service)
{
  HspWriter own;

  if (request->vi)
    {
      write_service (request, service);
      return;
    }

  if (service->json == NULL)
    {
      HspWriter whole = request->out;

      hsp_writer_init (&own, whole.ascii);
      request->out = own;
      write_service (request, service);
      service->json = hsp_writer_end (&request->out);
      request->out = whole;
    }
  hsp_writer_raw (&request->out, NULL, service->json);
}

static gboolean
match_service (Request               *request,
               const HspShelfService *service)
{
  const char *category = get_text (request, "category");
  const char *subcategory = get_text (request, "subcategory");
  const char *entity = request->live ? get_text (request, "entityType") : "";

  return (*category == '\0' || g_str_equal (category, service->category->name)) &&
         (*subcategory == '\0' || g_str_equal (subcategory, service->subcategory->name)) &&
         (*entity == '\0' || g_str_equal (entity, service->category->product ? "product" : "smm"));
}

static void
write_pages (Request *request,
             gint64   total,
             gint64   page,
             gint64   limit)
{
  hsp_writer_number (&request->out, "total", total, request->live);
  hsp_writer_number (&request->out, "page", limit > 0 ? page : 1, request->live);
  hsp_writer_number (&request->out, "limit", limit > 0 ? limit : total, request->live);
  hsp_writer_number (&request->out, "total_pages", limit > 0 ? (total + limit - 1) / limit : 1,
                     request->live);
}

/* The older page answered with a bare list; the live service was seen to call the list `products`
 * (here: with a filter, and then without pages) or `data` (here: the whole of it). */
static void
answer_services (Request *request)
{
  GArray *services = request->shop->shelf->services;
  gint64 page = get_number (request, "page", 1);
  gint64 limit = get_number (request, "limit", 0);
  gboolean filtered = *get_text (request, "category") != '\0' ||
                      *get_text (request, "subcategory") != '\0';
  gboolean bare = request->shop->dialect == HSP_DIALECT_OLD;
  const char *name = !request->live ? "services"
                   : filtered ? "products"
                   : limit > 0 ? "services" : "data";
  gint64 total = 0;

  if (!bare)
    hsp_writer_open (&request->out, NULL, '{');
  hsp_writer_open (&request->out, bare ? NULL : name, '[');
  for (guint i = 0; i < services->len; i++)
    {
      HspShelfService *service = &g_array_index (services, HspShelfService, i);

      if (!match_service (request, service))
        continue;
      if (limit <= 0 || total / limit == page - 1)
        add_service (request, service);
      total++;
    }
  hsp_writer_close (&request->out, ']');
  if (bare)
    return;
  if (!request->live || !filtered)
    write_pages (request, total, page, limit);
  hsp_writer_close (&request->out, '}');
}

static void
answer_inventory (Request *request)
{
  const HspShelfService *service = hsp_shelf_find_service (request->shop->shelf,
                                                           get_text (request, "service"));

  if (service == NULL)
    {
      refuse_service (request);
      return;
    }

  hsp_writer_open (&request->out, NULL, '{');
  hsp_writer_number (&request->out, "service", service->id, request->live);
  hsp_writer_number (&request->out, "stock", service->stock, request->live);
  write_flag (request, "available", service->stock > 0, service->id);
  hsp_writer_close (&request->out, '}');
}

/* --- orders --- */

static gboolean
check_order (Request               *request,
             const HspShelfService *service,
             gint64                 quantity,
             const char            *link)
{
  g_autofree char *text = NULL;

  if (service == NULL)
    refuse_service (request);
  else if (*link == '\0' && !service->category->product)
    refuse (request, "Link is required", "neworder.error.link");
  else if (quantity < service->min)
    refuse (request, text = g_strdup_printf ("Quantity less than minimal %" G_GINT64_FORMAT,
                                             service->min),
            "neworder.error.min_quantity");
  else if (quantity > service->max)
    refuse (request, text = g_strdup_printf ("Quantity more than maximal %" G_GINT64_FORMAT,
                                             service->max),
            "neworder.error.max_quantity");
  else if (quantity > service->stock)
    refuse (request, "Not enough stock", NULL);
  else if (request->live && hsp_till_is_link_busy (request->shop->till, service->id, link))
    refuse (request, "neworder.error.link_duplicate", NULL);
  else
    return TRUE;

  return FALSE;
}

static void
answer_add (Request *request)
{
  HspShelfService *service = hsp_shelf_find_service (request->shop->shelf,
                                                     get_text (request, "service"));
  gint64 quantity = get_number (request, "quantity", 0);
  const char *link = get_text (request, "link");
  const HspTillOrder *order;

  if (!check_order (request, service, quantity, link))
    return;

  order = hsp_till_add_order (request->shop->till, service, quantity, link);
  if (order == NULL)
    {
      refuse (request, "Insufficient balance", "neworder.error.not_enough_funds");
      return;
    }

  request->answer->charge = order->charge;
  hsp_writer_open (&request->out, NULL, '{');
  hsp_writer_number (&request->out, "order", order->id, request->live);
  hsp_writer_close (&request->out, '}');
}

/* Goods of no worth: addresses of a domain that is nobody's. */
static void
write_accounts (Request            *request,
                const HspTillOrder *order)
{
  static const char *const names[] = { "minh.nguyen", "lan.tran", "quang.le", "huong.pham",
                                       "anna.keller", "tom.baker" };
  gint64 n_accounts = MIN (order->quantity - order->left_over, MAX_ACCOUNTS);

  hsp_writer_open (&request->out, "accounts", '[');
  for (gint64 i = 0; i < n_accounts; i++)
    {
      guint64 draw = hsp_shelf_hash (request->shop->seed, DRAW_ACCOUNT + order->id, i);
      g_autofree char *line = g_strdup_printf ("%s%u@mail.example|P%08x!%u|recovery%u@mail.example",
                                               names[draw % G_N_ELEMENTS (names)],
                                               (guint) (draw >> 8) % 9000 + 1000,
                                               (guint) (draw >> 32), (guint) (draw >> 16) % 90 + 10,
                                               (guint) (draw >> 24) % 900 + 100);

      hsp_writer_text (&request->out, NULL, line);
    }
  hsp_writer_close (&request->out, ']');
}

static void
answer_status (Request *request)
{
  static const char *const states[HSP_TILL_N_STATES] = { "Pending", "In progress", "Completed",
                                                         "Partial", "Canceled" };
  const HspTillOrder *order = hsp_till_find_order (request->shop->till,
                                                   get_text (request, "order"));
  HspTillState state;
  gint64 remains = 0;

  if (order == NULL)
    {
      refuse (request, "Order not found", "Incorrect order ID");
      return;
    }

  state = hsp_till_get_state (request->shop->till, order, &remains);
  hsp_writer_open (&request->out, NULL, '{');
  hsp_writer_text (&request->out, "status", states[state]);
  hsp_writer_amount (&request->out, "charge", order->charge, 2, !request->live);
  /* what is not known yet comes in two forms */
  if (request->live && state == HSP_TILL_PENDING)
    hsp_writer_raw (&request->out, "start_count", order->id % 2 == 0 ? "null" : "\"\"");
  else
    hsp_writer_number (&request->out, "start_count", order->start_count, request->live);
  hsp_writer_number (&request->out, "remains", remains, request->live);
  hsp_writer_text (&request->out, "currency", CURRENCY);
  if (request->live && order->product && (state == HSP_TILL_COMPLETED || state == HSP_TILL_PARTIAL))
    write_accounts (request, order);
  hsp_writer_close (&request->out, '}');
}

static void
answer_balance (Request *request)
{
  hsp_writer_open (&request->out, NULL, '{');
  hsp_writer_amount (&request->out, "balance", hsp_till_get_balance (request->shop->till), 2,
                     !request->live);
  hsp_writer_text (&request->out, "currency", CURRENCY);
  hsp_writer_close (&request->out, '}');
}

/* --- numbers --- */

static void
answer_sms_projects (Request *request)
{
  GArray *offers = request->shop->shelf->offers;
  const char *country = get_text (request, "country");

  hsp_writer_open (&request->out, NULL, '[');
  for (guint i = 0; i < offers->len; i++)
    {
      const HspShelfOffer *offer = &g_array_index (offers, HspShelfOffer, i);
      g_autofree char *lower = NULL;

      if (*country != '\0' && g_ascii_strcasecmp (country, offer->country->iso) != 0)
        continue;
      lower = g_ascii_strdown (offer->country->name, -1);
      hsp_writer_open (&request->out, NULL, '{');
      hsp_writer_text (&request->out, "project_id", offer->id);
      hsp_writer_text (&request->out, "name", offer->project->name);
      hsp_writer_amount (&request->out, "price", offer->price, 4, !request->live);
      hsp_writer_text (&request->out, "country_id", offer->country->iso);
      hsp_writer_text (&request->out, "country_title",
                       request->live ? lower : offer->country->name);
      hsp_writer_close (&request->out, '}');
    }
  hsp_writer_close (&request->out, ']');
}

static void
answer_sms_countries (Request *request)
{
  guint n_countries = 0;
  const HspShelfCountry *countries = hsp_shelf_countries (&n_countries);

  hsp_writer_open (&request->out, NULL, '[');
  for (guint i = 0; i < n_countries; i++)
    {
      hsp_writer_open (&request->out, NULL, '{');
      hsp_writer_text (&request->out, "country_code",
                       request->live ? countries[i].dial : countries[i].iso);
      hsp_writer_text (&request->out, "country_name", countries[i].name);
      hsp_writer_close (&request->out, '}');
    }
  hsp_writer_close (&request->out, ']');
}

static void
write_phone (Request             *request,
             const HspTillNumber *number)
{
  g_autofree char *whole = g_strconcat (number->dial, number->national, NULL);

  hsp_writer_text (&request->out, "phone", request->live ? number->national : whole);
}

/* The national number that is to be used again. (transfer full) (nullable): NULL when none is asked
 * for, or after a refusal, then @refused */
static char *
find_reused (Request             *request,
             const HspShelfOffer *offer,
             gint64               quantity,
             gboolean            *refused)
{
  const char *phone = get_text (request, "phone");
  const HspTillNumber *number;

  if (*phone == '\0')
    return NULL;

  number = hsp_till_find_phone (request->shop->till, offer->country->iso, phone);
  *refused = number == NULL || quantity != 1;
  if (number == NULL)
    refuse (request, "Phone number is not available", NULL);
  else if (quantity != 1)
    refuse (request, "Quantity must be 1 when a phone number is used again", NULL);

  return *refused ? NULL : g_strdup (number->national);
}

static void
add_numbers (Request             *request,
             const HspShelfOffer *offer,
             gint64               quantity,
             const char          *national)
{
  hsp_writer_open (&request->out, NULL, '{');
  hsp_writer_open (&request->out, "orders", '[');
  for (gint64 i = 0; i < quantity; i++)
    {
      const HspTillNumber *number = hsp_till_add_number (request->shop->till, offer, national);

      request->answer->charge += number->charge;
      hsp_writer_open (&request->out, NULL, '{');
      hsp_writer_number (&request->out, "order", number->id, request->live);
      write_phone (request, number);
      hsp_writer_text (&request->out, "country", number->country);
      hsp_writer_text (&request->out, "status", "active");
      hsp_writer_close (&request->out, '}');
    }
  hsp_writer_close (&request->out, ']');
  hsp_writer_close (&request->out, '}');
}

static void
answer_add_sms (Request *request)
{
  const HspShelfOffer *offer = hsp_shelf_find_offer (request->shop->shelf,
                                                     get_text (request, "project_id"));
  const char *country = get_text (request, "country");
  gint64 quantity = get_number (request, "quantity", 1);
  g_autofree char *national = NULL;
  gboolean refused = FALSE;

  if (offer == NULL)
    {
      refuse (request, "Project not found", NULL);
      return;
    }
  if (*country != '\0' && g_ascii_strcasecmp (country, offer->country->iso) != 0)
    {
      refuse (request, "Project is not available in this country", NULL);
      return;
    }
  national = find_reused (request, offer, quantity, &refused);
  if (refused)
    return;
  if (offer->price * quantity > hsp_till_get_balance (request->shop->till))
    {
      refuse (request, "Insufficient balance", "Not enough funds on balance");
      return;
    }

  add_numbers (request, offer, quantity, national);
}

/* (nullable): NULL after a refusal */
static const HspTillNumber *
find_number (Request *request)
{
  const HspTillNumber *number = hsp_till_find_number (request->shop->till,
                                                      get_text (request, "order"));

  if (number == NULL)
    refuse (request, "Order not found", "Incorrect order ID");

  return number;
}

static void
answer_sms_code (Request *request)
{
  const HspTillNumber *number = find_number (request);
  gboolean by_status_only;

  if (number == NULL)
    return;

  by_status_only = request->live &&
                   hsp_shelf_hash (request->shop->seed, DRAW_SMS_FORM, number->id) % 3 == 0;
  hsp_writer_open (&request->out, NULL, '{');
  if (hsp_till_has_code (request->shop->till, number) && !by_status_only)
    {
      hsp_writer_text (&request->out, "status", "completed");
      hsp_writer_text (&request->out, "code", number->code);
      hsp_writer_text (&request->out, "sms_content", number->text);
    }
  else if (request->live && hsp_till_is_expired (request->shop->till, number))
    {
      hsp_writer_text (&request->out, "status", "expired");
      hsp_writer_text (&request->out, "code", "");
    }
  else
    {
      /* the page knows these two answers alone: an end is told by `sms_status` */
      hsp_writer_text (&request->out, "status", "waiting");
      if (request->live)
        hsp_writer_text (&request->out, "code", "");
      hsp_writer_text (&request->out, "message", "Waiting for code");
    }
  hsp_writer_close (&request->out, '}');
}

static void
write_expiry (Request             *request,
              const HspTillNumber *number)
{
  gint64 wall = hsp_till_get_wall_time (request->shop->till,
                                        number->created + HSP_TILL_NUMBER_LIFE);
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (wall / G_TIME_SPAN_SECOND);
  g_autofree char *date = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *text = g_strdup_printf ("%s.%03dZ", date, (int) (wall / 1000 % 1000));

  hsp_writer_text (&request->out, "expires_at", text);
}

static void
answer_sms_status (Request *request)
{
  const HspTillNumber *number = find_number (request);
  guint64 form;
  gboolean received, expired;

  if (number == NULL)
    return;

  form = hsp_shelf_hash (request->shop->seed, DRAW_SMS_FORM, number->id) >> 16;
  received = hsp_till_has_code (request->shop->till, number);
  expired = hsp_till_is_expired (request->shop->till, number);
  hsp_writer_open (&request->out, NULL, '{');
  hsp_writer_text (&request->out, "status", received ? "code_received"
                                          : !expired ? "active"
                                          : request->live && form % 2 == 0 ? "refunded"
                                          : "expired");
  write_phone (request, number);
  if (received || request->live)
    hsp_writer_text (&request->out, "code", received ? number->code : "");
  hsp_writer_amount (&request->out, "charge", number->charge, 4, !request->live);
  hsp_writer_text (&request->out, "currency", CURRENCY);
  if (!request->live || form % 4 != 1)
    write_expiry (request, number);
  hsp_writer_close (&request->out, '}');
}

static void
answer_action (Request *request)
{
  switch (request->action->id)
    {
    case HSP_ACTION_CATEGORIES:
      answer_categories (request);
      break;
    case HSP_ACTION_SERVICES:
      answer_services (request);
      break;
    case HSP_ACTION_INVENTORY:
      answer_inventory (request);
      break;
    case HSP_ACTION_ADD:
      answer_add (request);
      break;
    case HSP_ACTION_STATUS:
      answer_status (request);
      break;
    case HSP_ACTION_BALANCE:
      answer_balance (request);
      break;
    case HSP_ACTION_SMS_PROJECTS:
      answer_sms_projects (request);
      break;
    case HSP_ACTION_SMS_COUNTRIES:
      answer_sms_countries (request);
      break;
    case HSP_ACTION_ADD_SMS:
      answer_add_sms (request);
      break;
    case HSP_ACTION_SMS_CODE:
      answer_sms_code (request);
      break;
    case HSP_ACTION_SMS_STATUS:
      answer_sms_status (request);
      break;
    case HSP_N_ACTIONS:
      g_assert_not_reached ();
    }
}

/**
 * hsp_answer_make:
 * @params: (element-type utf8 utf8): the form, decoded
 * @answer: (out caller-allocates): what is to be sent, and what it did
 *
 * Does what is asked and writes the answer. What is right to ask comes from the actions table.
 */
void
hsp_answer_make (const HspAnswerShop *shop,
                 const HspAction     *action,
                 GHashTable          *params,
                 HspAnswer           *answer)
{
  Request request = {
    .shop = shop,
    .action = action,
    .params = params,
    .answer = answer,
    .live = shop->dialect == HSP_DIALECT_LIVE,
  };

  *answer = (HspAnswer) { .acted = TRUE };
  request.vi = request.live && !action->spends && g_str_equal (get_text (&request, "lang"), "vi");
  hsp_writer_init (&request.out, shop->dialect == HSP_DIALECT_OLD);
  hsp_till_settle (shop->till);
  if (check_params (&request))
    answer_action (&request);

  if (answer->text == NULL)
    answer->text = hsp_writer_end (&request.out);
  else
    g_free (hsp_writer_end (&request.out));
}
