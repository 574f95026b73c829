/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-answer-parts.h"

#define MAX_ACCOUNTS 1000

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

void
hsp_answer_refuse (HspAnswerRequest *request,
                   const char       *documented,
                   const char       *live)
{
  g_string_truncate (request->out.text, 0);
  request->answer->acted = FALSE;
  request->answer->charge = 0;
  request->answer->text = hsp_answer_error (request->live && live != NULL ? live : documented);
}

/* The live service was seen to put the message into an object. */
static void
refuse_service (HspAnswerRequest *request)
{
  hsp_answer_refuse (request, "Service not found", NULL);
  if (request->live)
    {
      g_free (request->answer->text);
      request->answer->text = g_strdup ("{\"error\":{\"message\":\"Service not found\"}}");
    }
}

const char *
hsp_answer_get_text (HspAnswerRequest *request,
                     const char       *name)
{
  const char *value = g_hash_table_lookup (request->params, name);

  return value != NULL ? value : "";
}

gint64
hsp_answer_get_number (HspAnswerRequest *request,
                       const char       *name,
                       gint64            otherwise)
{
  const char *value = hsp_answer_get_text (request, name);

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
check_params (HspAnswerRequest *request)
{
  for (guint i = 0; i < request->action->n_params; i++)
    {
      const HspParam *param = &request->action->params[i];
      const char *value = hsp_answer_get_text (request, param->name);
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
          hsp_answer_refuse (request, text, NULL);
          return FALSE;
        }
    }

  return TRUE;
}

/* --- the catalogue --- */

static const char *
get_category_name (HspAnswerRequest       *request,
                   const HspShelfCategory *category)
{
  return request->vi && category->vi != NULL ? category->vi : category->name;
}

static const char *
get_subcategory_name (HspAnswerRequest          *request,
                      const HspShelfSubcategory *subcategory)
{
  return request->vi && subcategory->vi != NULL ? subcategory->vi : subcategory->name;
}

static void
answer_categories (HspAnswerRequest *request)
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
write_flag (HspAnswerRequest *request,
            const char       *name,
            gboolean          value,
            guint64           form)
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
write_hex_id (HspAnswerRequest *request,
              gint64            number)
{
  char id[25];
  guint64 draw = hsp_shelf_hash (request->shop->seed, HSP_DRAW_HEX, number);

  g_snprintf (id, sizeof id, "66a%05x%016" G_GINT64_MODIFIER "x", (guint) number & 0xfffff, draw);
  hsp_writer_text (&request->out, "id", id);
}

static void
write_live_extras (HspAnswerRequest      *request,
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
write_service (HspAnswerRequest      *request,
               const HspShelfService *service)
{
  guint64 form = hsp_shelf_hash (request->shop->seed, HSP_DRAW_FORM, service->id);
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
add_service (HspAnswerRequest *request,
             HspShelfService  *service)
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
match_service (HspAnswerRequest      *request,
               const HspShelfService *service)
{
  const char *category = hsp_answer_get_text (request, "category");
  const char *subcategory = hsp_answer_get_text (request, "subcategory");
  const char *entity = request->live ? hsp_answer_get_text (request, "entityType") : "";

  return (*category == '\0' || g_str_equal (category, service->category->name)) &&
         (*subcategory == '\0' || g_str_equal (subcategory, service->subcategory->name)) &&
         (*entity == '\0' || g_str_equal (entity, service->category->product ? "product" : "smm"));
}

static void
write_pages (HspAnswerRequest *request,
             gint64            total,
             gint64            page,
             gint64            limit)
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
answer_services (HspAnswerRequest *request)
{
  GArray *services = request->shop->shelf->services;
  gint64 page = hsp_answer_get_number (request, "page", 1);
  gint64 limit = hsp_answer_get_number (request, "limit", 0);
  gboolean filtered = *hsp_answer_get_text (request, "category") != '\0' ||
                      *hsp_answer_get_text (request, "subcategory") != '\0';
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
answer_inventory (HspAnswerRequest *request)
{
  const HspShelfService *service = hsp_shelf_find_service (request->shop->shelf,
                                                           hsp_answer_get_text (request, "service"));

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
check_order (HspAnswerRequest      *request,
             const HspShelfService *service,
             gint64                 quantity,
             const char            *link)
{
  g_autofree char *text = NULL;

  if (service == NULL)
    refuse_service (request);
  else if (*link == '\0' && !service->category->product)
    hsp_answer_refuse (request, "Link is required", "neworder.error.link");
  else if (quantity < service->min)
    hsp_answer_refuse (request, text = g_strdup_printf ("Quantity less than minimal %" G_GINT64_FORMAT,
                                                        service->min),
                       "neworder.error.min_quantity");
  else if (quantity > service->max)
    hsp_answer_refuse (request, text = g_strdup_printf ("Quantity more than maximal %" G_GINT64_FORMAT,
                                                        service->max),
                       "neworder.error.max_quantity");
  else if (quantity > service->stock)
    hsp_answer_refuse (request, "Not enough stock", NULL);
  else if (request->live && hsp_till_is_link_busy (request->shop->till, service->id, link))
    hsp_answer_refuse (request, "neworder.error.link_duplicate", NULL);
  else
    return TRUE;

  return FALSE;
}

static void
answer_add (HspAnswerRequest *request)
{
  HspShelfService *service = hsp_shelf_find_service (request->shop->shelf,
                                                     hsp_answer_get_text (request, "service"));
  gint64 quantity = hsp_answer_get_number (request, "quantity", 0);
  const char *link = hsp_answer_get_text (request, "link");
  const HspTillOrder *order;

  if (!check_order (request, service, quantity, link))
    return;

  order = hsp_till_add_order (request->shop->till, service, quantity, link);
  if (order == NULL)
    {
      hsp_answer_refuse (request, "Insufficient balance", "neworder.error.not_enough_funds");
      return;
    }

  request->answer->charge = order->charge;
  hsp_writer_open (&request->out, NULL, '{');
  hsp_writer_number (&request->out, "order", order->id, request->live);
  hsp_writer_close (&request->out, '}');
}

/* Goods of no worth: addresses of a domain that is nobody's. */
static void
write_accounts (HspAnswerRequest   *request,
                const HspTillOrder *order)
{
  static const char *const names[] = { "minh.nguyen", "lan.tran", "quang.le", "huong.pham",
                                       "anna.keller", "tom.baker" };
  gint64 n_accounts = MIN (order->quantity - order->left_over, MAX_ACCOUNTS);

  hsp_writer_open (&request->out, "accounts", '[');
  for (gint64 i = 0; i < n_accounts; i++)
    {
      guint64 draw = hsp_shelf_hash (request->shop->seed, HSP_DRAW_ACCOUNT + order->id, i);
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
answer_status (HspAnswerRequest *request)
{
  static const char *const states[HSP_TILL_N_STATES] = { "Pending", "In progress", "Completed",
                                                         "Partial", "Canceled" };
  const HspTillOrder *order = hsp_till_find_order (request->shop->till,
                                                   hsp_answer_get_text (request, "order"));
  HspTillState state;
  gint64 remains = 0;

  if (order == NULL)
    {
      hsp_answer_refuse (request, "Order not found", "Incorrect order ID");
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
  hsp_writer_text (&request->out, "currency", HSP_ANSWER_CURRENCY);
  if (request->live && order->product && (state == HSP_TILL_COMPLETED || state == HSP_TILL_PARTIAL))
    write_accounts (request, order);
  hsp_writer_close (&request->out, '}');
}

static void
answer_balance (HspAnswerRequest *request)
{
  hsp_writer_open (&request->out, NULL, '{');
  hsp_writer_amount (&request->out, "balance", hsp_till_get_balance (request->shop->till), 2,
                     !request->live);
  hsp_writer_text (&request->out, "currency", HSP_ANSWER_CURRENCY);
  hsp_writer_close (&request->out, '}');
}

static void
answer_action (HspAnswerRequest *request)
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
      hsp_answer_sms_projects (request);
      break;
    case HSP_ACTION_SMS_COUNTRIES:
      hsp_answer_sms_countries (request);
      break;
    case HSP_ACTION_ADD_SMS:
      hsp_answer_add_sms (request);
      break;
    case HSP_ACTION_SMS_CODE:
      hsp_answer_sms_code (request);
      break;
    case HSP_ACTION_SMS_STATUS:
      hsp_answer_sms_status (request);
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
  HspAnswerRequest request = {
    .shop = shop,
    .action = action,
    .params = params,
    .answer = answer,
    .live = shop->dialect == HSP_DIALECT_LIVE,
  };

  *answer = (HspAnswer) { .acted = TRUE };
  request.vi = request.live && !action->spends && g_str_equal (hsp_answer_get_text (&request, "lang"), "vi");
  hsp_writer_init (&request.out, shop->dialect == HSP_DIALECT_OLD);
  hsp_till_settle (shop->till);
  if (check_params (&request))
    answer_action (&request);

  if (answer->text == NULL)
    answer->text = hsp_writer_end (&request.out);
  else
    g_free (hsp_writer_end (&request.out));
}
