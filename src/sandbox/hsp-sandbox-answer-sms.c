/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-answer-parts.h"

void
hsp_answer_sms_projects (HspAnswerRequest *request)
{
  GArray *offers = request->shop->shelf->offers;
  const char *country = hsp_answer_get_text (request, "country");

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

void
hsp_answer_sms_countries (HspAnswerRequest *request)
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
write_phone (HspAnswerRequest    *request,
             const HspTillNumber *number)
{
  g_autofree char *whole = g_strconcat (number->dial, number->national, NULL);

  hsp_writer_text (&request->out, "phone", request->live ? number->national : whole);
}

/* The national number that is to be used again. (transfer full) (nullable): NULL when none is asked
 * for, or after a refusal, then @refused */
static char *
find_reused (HspAnswerRequest    *request,
             const HspShelfOffer *offer,
             gint64               quantity,
             gboolean            *refused)
{
  const char *phone = hsp_answer_get_text (request, "phone");
  const HspTillNumber *number;

  if (*phone == '\0')
    return NULL;

  number = hsp_till_find_phone (request->shop->till, offer->country->iso, phone);
  *refused = number == NULL || quantity != 1;
  if (number == NULL)
    hsp_answer_refuse (request, "Phone number is not available", NULL);
  else if (quantity != 1)
    hsp_answer_refuse (request, "Quantity must be 1 when a phone number is used again", NULL);

  return *refused ? NULL : g_strdup (number->national);
}

static void
add_numbers (HspAnswerRequest    *request,
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

void
hsp_answer_add_sms (HspAnswerRequest *request)
{
  const HspShelfOffer *offer = hsp_shelf_find_offer (request->shop->shelf,
                                                     hsp_answer_get_text (request, "project_id"));
  const char *country = hsp_answer_get_text (request, "country");
  gint64 quantity = hsp_answer_get_number (request, "quantity", 1);
  g_autofree char *national = NULL;
  gboolean refused = FALSE;

  if (offer == NULL)
    {
      hsp_answer_refuse (request, "Project not found", NULL);
      return;
    }
  if (*country != '\0' && g_ascii_strcasecmp (country, offer->country->iso) != 0)
    {
      hsp_answer_refuse (request, "Project is not available in this country", NULL);
      return;
    }
  national = find_reused (request, offer, quantity, &refused);
  if (refused)
    return;
  if (offer->price * quantity > hsp_till_get_balance (request->shop->till))
    {
      hsp_answer_refuse (request, "Insufficient balance", "Not enough funds on balance");
      return;
    }

  add_numbers (request, offer, quantity, national);
}

/* (nullable): NULL after a refusal */
static const HspTillNumber *
find_number (HspAnswerRequest *request)
{
  const HspTillNumber *number = hsp_till_find_number (request->shop->till,
                                                      hsp_answer_get_text (request, "order"));

  if (number == NULL)
    hsp_answer_refuse (request, "Order not found", "Incorrect order ID");

  return number;
}

void
hsp_answer_sms_code (HspAnswerRequest *request)
{
  const HspTillNumber *number = find_number (request);
  gboolean by_status_only;

  if (number == NULL)
    return;

  by_status_only = request->live &&
                   hsp_shelf_hash (request->shop->seed, HSP_DRAW_SMS_FORM, number->id) % 3 == 0;
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
write_expiry (HspAnswerRequest    *request,
              const HspTillNumber *number)
{
  gint64 wall = hsp_till_get_wall_time (request->shop->till,
                                        number->created + HSP_TILL_NUMBER_LIFE);
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (wall / G_TIME_SPAN_SECOND);
  g_autofree char *date = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *text = g_strdup_printf ("%s.%03dZ", date, (int) (wall / 1000 % 1000));

  hsp_writer_text (&request->out, "expires_at", text);
}

void
hsp_answer_sms_status (HspAnswerRequest *request)
{
  const HspTillNumber *number = find_number (request);
  guint64 form;
  gboolean received, expired;

  if (number == NULL)
    return;

  form = hsp_shelf_hash (request->shop->seed, HSP_DRAW_SMS_FORM, number->id) >> 16;
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
  hsp_writer_text (&request->out, "currency", HSP_ANSWER_CURRENCY);
  if (!request->live || form % 4 != 1)
    write_expiry (request, number);
  hsp_writer_close (&request->out, '}');
}
