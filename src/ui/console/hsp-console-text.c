/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-console-text.h"

#include "hsp-clock.h"

#include <glib/gi18n-lib.h>

/* characters of the shop's words in a pill */
#define MAX_WORDS 60

char *
hsp_console_text_pill (HspRequest *request)
{
  const char *words = hsp_request_get_words (request);
  const char *reason = hsp_request_get_reason (request);
  guint status = hsp_request_get_status (request);

  switch (hsp_request_get_result (request))
    {
    case HSP_RESULT_REFUSED:
    case HSP_RESULT_SERVER:
      if (words != NULL && *words != '\0')
        return g_utf8_substring (words, 0, MIN (g_utf8_strlen (words, -1), MAX_WORDS));
      break;
    case HSP_RESULT_RATE_LIMITED:
      return g_strdup (_("Too many requests"));
    case HSP_RESULT_NOT_JSON:
      return g_strdup (_("Not JSON"));
    case HSP_RESULT_BROKEN:
      return g_strdup (_("No answer"));
    case HSP_RESULT_TIMED_OUT:
      return g_strdup (_("Timed out"));
    case HSP_RESULT_NOT_SENT:
      return g_strdup (_("Not sent"));
    case HSP_RESULT_STOPPED:
      return g_strdup (_("Stopped"));
    case HSP_RESULT_UNCONFIRMED:
      return g_strdup (_("Unconfirmed"));
    case HSP_RESULT_ANSWERED:
    case HSP_N_RESULTS:
      break;
    default:
      g_return_val_if_reached (NULL);
    }

  if (reason == NULL && status == 200)
    reason = "OK";
  return reason != NULL && *reason != '\0' ? g_strdup_printf ("%u %s", status, reason)
                                           : g_strdup_printf ("%u", status);
}

const char *
hsp_console_text_pill_class (HspRequest *request)
{
  switch (hsp_request_get_result (request))
    {
    case HSP_RESULT_ANSWERED:
      return "pill-success";
    case HSP_RESULT_REFUSED:
    case HSP_RESULT_RATE_LIMITED:
    case HSP_RESULT_NOT_JSON:
    case HSP_RESULT_UNCONFIRMED:
      return "pill-warning";
    case HSP_RESULT_STOPPED:
      return "pill-neutral";
    case HSP_RESULT_SERVER:
    case HSP_RESULT_BROKEN:
    case HSP_RESULT_TIMED_OUT:
    case HSP_RESULT_NOT_SENT:
      return "pill-error";
    case HSP_N_RESULTS:
    default:
      g_return_val_if_reached ("pill-neutral");
    }
}

char *
hsp_console_text_seconds (gint64 microseconds)
{
  double seconds = (double) MAX (microseconds, 0) / G_USEC_PER_SEC;

  /* Translators: seconds, "0.21 s" */
  if (seconds < 0.1)
    return g_strdup_printf (_("%.3f s"), seconds);
  return seconds < 10 ? g_strdup_printf (_("%.2f s"), seconds)
                      : g_strdup_printf (_("%.1f s"), seconds);
}

char *
hsp_console_text_clock (gint64 time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (time);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (hsp_get_now ());
  gboolean today = date != NULL && now != NULL &&
                   g_date_time_get_year (date) == g_date_time_get_year (now) &&
                   g_date_time_get_day_of_year (date) == g_date_time_get_day_of_year (now);

  if (date == NULL)
    return g_strdup ("–");
  /* Translators: as for g_date_time_format(): "19:40:12", and "21 Nov, 19:40" of another day */
  return g_date_time_format (date, today ? C_("date", "%H:%M:%S") : C_("date", "%-d %b, %H:%M"));
}

char *
hsp_console_text_details (HspRequest *request)
{
  gint64 first_byte = hsp_request_get_first_byte (request);
  g_autofree char *total = hsp_console_text_seconds (hsp_request_get_duration (request));
  g_autofree char *first = hsp_console_text_seconds (first_byte);
  g_autofree char *size = g_format_size (hsp_request_get_size (request));
  g_autofree char *clock = hsp_console_text_clock (hsp_request_get_time (request));

  if (first_byte < 0)
    return g_strdup_printf ("%s · %s", total, clock);
  /* Translators: seconds in all, seconds to the first byte, size, time:
     "0.21 s (first byte 0.18 s) · 14.2 kB · 19:40:12" */
  return g_strdup_printf (_("%s (first byte %s) · %s · %s"), total, first, size, clock);
}

char *
hsp_console_text_spoken (HspRequest *request)
{
  g_autofree char *pill = hsp_console_text_pill (request);
  g_autofree char *size = g_format_size (hsp_request_get_size (request));
  double seconds = (double) hsp_request_get_duration (request) / G_USEC_PER_SEC;

  /* Translators: what a screen reader says: "200 OK, 0.21 seconds, 14.2 kB" */
  return g_strdup_printf (_("%s, %.2f seconds, %s"), pill, seconds, size);
}

char *
hsp_console_text_sentence (HspRequest *request)
{
  const char *message = hsp_request_get_message (request);
  guint limit = hsp_request_get_limit (request);
  guint wait = hsp_request_get_wait (request);

  switch (hsp_request_get_result (request))
    {
    case HSP_RESULT_UNCONFIRMED:
      return g_strdup (_("The shop may have taken this order. It is in Orders, to be settled."));
    case HSP_RESULT_NOT_SENT:
      return message != NULL ? g_strdup_printf ("%s %s", message,
                                                _("Nothing left this computer.")) : NULL;
    case HSP_RESULT_RATE_LIMITED:
      if (wait > 0)
        /* Translators: seconds */
        return g_strdup_printf (_("Next request possible in %u s"), wait);
      return g_strdup (_("The next request is possible now."));
    case HSP_RESULT_TIMED_OUT:
      if (limit > 0)
        return g_strdup_printf (ngettext ("No answer within %u second.",
                                          "No answer within %u seconds.", limit), limit);
      return g_strdup (message);
    case HSP_RESULT_BROKEN:
    case HSP_RESULT_SERVER:
    case HSP_RESULT_REFUSED:
    case HSP_RESULT_NOT_JSON:
      return g_strdup (message);
    case HSP_RESULT_ANSWERED:
    case HSP_RESULT_STOPPED:
    case HSP_N_RESULTS:
    default:
      return NULL;
    }
}
