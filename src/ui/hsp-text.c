/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-text"

#include "config.h"

#include "hsp-text.h"

#include "hsp-error.h"

#include <glib/gi18n-lib.h>

static char *
format_time (gint64      time,
             const char *format)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (time);
  g_autofree char *text = NULL;

  if (date != NULL)
    text = g_date_time_format (date, format);

  /* a time outside the calendar, from a broken clock or a hostile answer */
  return text != NULL ? g_steal_pointer (&text) : g_strdup ("–");
}

/* Midnights between @time and @now, by the local calendar: 0 is the same day. */
static int
count_days (gint64 time,
            gint64 now)
{
  g_autoptr(GDateTime) then_date = g_date_time_new_from_unix_local (time);
  g_autoptr(GDateTime) now_date = g_date_time_new_from_unix_local (now);
  GDate then_day;
  GDate now_day;

  if (then_date == NULL || now_date == NULL)
    return G_MAXINT;

  g_date_set_dmy (&then_day, g_date_time_get_day_of_month (then_date),
                  g_date_time_get_month (then_date), g_date_time_get_year (then_date));
  g_date_set_dmy (&now_day, g_date_time_get_day_of_month (now_date),
                  g_date_time_get_month (now_date), g_date_time_get_year (now_date));

  return g_date_days_between (&then_day, &now_day);
}

static gboolean
is_same_year (gint64 time,
              gint64 now)
{
  g_autoptr(GDateTime) then_date = g_date_time_new_from_unix_local (time);
  g_autoptr(GDateTime) now_date = g_date_time_new_from_unix_local (now);

  return then_date != NULL && now_date != NULL &&
         g_date_time_get_year (then_date) == g_date_time_get_year (now_date);
}

char *
hsp_text_ago (gint64 time,
              gint64 now)
{
  gint64 seconds = now - time;
  int days = count_days (time, now);

  if (seconds < 60)
    return g_strdup (C_("time", "now"));
  if (seconds < 60 * 60)
    return g_strdup_printf (ngettext ("%d min ago", "%d min ago", (gulong) (seconds / 60)),
                            (int) (seconds / 60));
  if (days == 0)
    return g_strdup_printf (ngettext ("%d h ago", "%d h ago", (gulong) (seconds / 3600)),
                            (int) (seconds / 3600));
  if (days == 1)
    return g_strdup (_("Yesterday"));
  if (is_same_year (time, now))
    /* Translators: day and month, as for g_date_time_format(): "21 Nov" */
    return format_time (time, C_("date", "%-d %b"));

  /* Translators: day, month and year, as for g_date_time_format(): "21 Nov 2025" */
  return format_time (time, C_("date", "%-d %b %Y"));
}

char *
hsp_text_checked_ago (gint64 time,
                      gint64 now)
{
  gint64 seconds = MAX (now - time, 0);
  g_autofree char *clock = NULL;

  if (seconds == 0)
    return g_strdup (_("checked just now"));
  if (seconds < 60)
    return g_strdup_printf (ngettext ("checked %d s ago", "checked %d s ago", (gulong) seconds),
                            (int) seconds);
  if (seconds < 60 * 60)
    return g_strdup_printf (ngettext ("checked %d min ago", "checked %d min ago",
                                      (gulong) (seconds / 60)),
                            (int) (seconds / 60));

  clock = hsp_text_clock (time);
  /* Translators: %s is a time, "14:06" or "21 Nov, 14:06" */
  return g_strdup_printf (_("last checked %s"), clock);
}

char *
hsp_text_checked (gint64 time,
                  gint64 now)
{
  gint64 seconds = MAX (now - time, 0);
  g_autofree char *clock = NULL;

  if (seconds == 0)
    return g_strdup (_("Checked just now"));
  if (seconds < 60)
    return g_strdup_printf (ngettext ("Checked %d s ago", "Checked %d s ago", (gulong) seconds),
                            (int) seconds);
  if (seconds < 60 * 60)
    return g_strdup_printf (ngettext ("Checked %d min ago", "Checked %d min ago",
                                      (gulong) (seconds / 60)),
                            (int) (seconds / 60));

  clock = hsp_text_clock (time);
  /* Translators: %s is a time, "14:06" */
  return g_strdup_printf (_("Checked %s"), clock);
}

char *
hsp_text_ago_spoken (gint64 time,
                     gint64 now)
{
  gint64 minutes = MAX (now - time, 0) / 60;

  if (minutes >= 1 && minutes < 60)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", (gulong) minutes),
                            (int) minutes);
  if (minutes >= 60 && minutes < 24 * 60 && count_days (time, now) == 0)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", (gulong) (minutes / 60)),
                            (int) (minutes / 60));

  return hsp_text_ago (time, now);
}

gboolean
hsp_text_is_same_day (gint64 time,
                      gint64 other)
{
  return count_days (time, other) == 0;
}

char *
hsp_text_day (gint64 time,
              gint64 now)
{
  const int days = count_days (time, now);

  if (days == 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Yesterday"));
  if (is_same_year (time, now))
    /* Translators: a heading: weekday, day and month, as for g_date_time_format(): "Friday, 20 November" */
    return format_time (time, C_("date", "%A, %-d %B"));

  /* Translators: a heading, as for g_date_time_format(): "Friday, 21 November 2025" */
  return format_time (time, C_("date", "%A, %-d %B %Y"));
}

char *
hsp_text_hours (gint64 time)
{
  /* Translators: hours and minutes, as for g_date_time_format(): "14:06" */
  return format_time (time, C_("date", "%H:%M"));
}

char *
hsp_text_clock (gint64 time)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (count_days (time, now) == 0)
    return hsp_text_hours (time);
  if (is_same_year (time, now))
    /* Translators: as for g_date_time_format(): "21 Nov, 14:06" */
    return format_time (time, C_("date", "%-d %b, %H:%M"));

  /* Translators: as for g_date_time_format(): "21 Nov 2025, 14:06" */
  return format_time (time, C_("date", "%-d %b %Y, %H:%M"));
}

char *
hsp_text_full_time (gint64 time)
{
  /* Translators: as for g_date_time_format(): "23 Nov 2026, 14:02:11" */
  return format_time (time, C_("date", "%-d %b %Y, %H:%M:%S"));
}

char *
hsp_text_seconds_left (gint64 seconds)
{
  int hours, minutes, rest;

  seconds = CLAMP (seconds, 0, (gint64) 1000 * 3600);
  hours = (int) (seconds / 3600);
  minutes = (int) (seconds / 60 % 60);
  rest = (int) (seconds % 60);

  if (hours > 0)
    return g_strdup_printf ("%d:%02d:%02d", hours, minutes, rest);

  return g_strdup_printf ("%d:%02d", minutes, rest);
}

char *
hsp_text_amount (HspMoney amount)
{
  g_autofree char *digits = NULL;

  if (amount == HSP_MONEY_UNKNOWN)
    return g_strdup ("–");

  digits = hsp_money_to_digits (ABS (amount));
  return g_strconcat (amount < 0 ? "−" : amount > 0 ? "+" : "", digits, NULL);
}

char *
hsp_text_short_link (const char *link)
{
  const char *colon;

  g_return_val_if_fail (link != NULL, NULL);

  /* only a scheme is taken off: "a/b://c" has none */
  colon = strstr (link, "://");
  if (colon != NULL && colon > link && memchr (link, '/', (gsize) (colon - link)) == NULL)
    return g_strdup (colon + 3);

  return g_strdup (link);
}

char *
hsp_text_spell (const char *code)
{
  GString *spelled;
  const char *p;

  g_return_val_if_fail (code != NULL, NULL);

  spelled = g_string_new (NULL);
  for (p = code; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (spelled->len > 0)
        g_string_append_c (spelled, ' ');
      g_string_append_len (spelled, p, g_utf8_next_char (p) - p);
    }

  return g_string_free (spelled, FALSE);
}

char *
hsp_text_error (const GError *error)
{
  const char *server_text;

  g_return_val_if_fail (error != NULL, NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup (_("Cancelled."));
  /* what other libraries say is not meant for a person */
  if (error->domain != HSP_ERROR)
    return g_strdup (_("Something unexpected went wrong."));

  server_text = hsp_error_get_server_text (error);
  if (server_text == NULL || *server_text == '\0' || strstr (error->message, server_text) != NULL)
    return g_strdup (error->message);

  /* Translators: a sentence, and beneath it the shop's own words */
  return g_strdup_printf (_("%s\n“%s”"), error->message, server_text);
}

char *
hsp_text_check_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (g_error_matches (error, HSP_ERROR, HSP_ERROR_RATE_LIMITED))
    return g_strdup (_("the shop asks for patience"));
  if (g_error_matches (error, HSP_ERROR, HSP_ERROR_NOT_SENT) ||
      g_error_matches (error, HSP_ERROR, HSP_ERROR_NO_ANSWER))
    return g_strdup (_("no answer from the shop"));
  if (g_error_matches (error, HSP_ERROR, HSP_ERROR_NO_KEY))
    return g_strdup (_("not asked without a key"));
  if (hsp_error_get_server_text (error) != NULL)
    return g_strdup (hsp_error_get_server_text (error));
  if (g_error_matches (error, HSP_ERROR, HSP_ERROR_SERVER))
    return g_strdup (_("the shop has a fault of its own"));

  return g_strdup (_("the shop's answer could not be read"));
}

const char *
hsp_text_order_pill (HspState state)
{
  switch (state)
    {
    case HSP_STATE_UNCONFIRMED:
    case HSP_STATE_PARTIAL:
      return "pill-warning";
    case HSP_STATE_OPEN:
      return "pill-accent";
    case HSP_STATE_COMPLETED:
      return "pill-success";
    case HSP_STATE_CANCELED:
    case HSP_STATE_REJECTED:
      return "pill-error";
    }

  g_return_val_if_reached ("pill-neutral");
}

const char *
hsp_text_number_pill (HspNumberState state)
{
  switch (state)
    {
    case HSP_NUMBER_WAITING:
      return "pill-accent";
    case HSP_NUMBER_RECEIVED:
      return "pill-success";
    case HSP_NUMBER_LATE:
      return "pill-warning";
    case HSP_NUMBER_EXPIRED:
    case HSP_NUMBER_CANCELED:
    case HSP_NUMBER_REFUNDED:
    case HSP_NUMBER_UNWATCHED:
      return "pill-neutral";
    }

  g_return_val_if_reached ("pill-neutral");
}

void
hsp_list_item_set_accessible_label (GtkListItem *item,
                                    const char  *label)
{
#if GTK_CHECK_VERSION (4, 12, 0)
  /* the floor is older: there the compiler does not see this, and here it may be called */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_list_item_set_accessible_label (item, label);
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  GtkWidget *child = gtk_list_item_get_child (item);
  GtkWidget *row = child != NULL ? gtk_widget_get_parent (child) : NULL;

  /* the row itself is the child's parent, from bind on */
  if (row != NULL)
    hsp_widget_set_accessible_label (row, label);
#endif
}

/* GTK asks the X server, held meanwhile, what is under the pointer with each text that it is told. */
void
hsp_widget_set_tooltip (GtkWidget  *widget,
                        const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

void
hsp_widget_set_accessible_label (GtkWidget  *widget,
                                 const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  /* a newer GTK names a button by its child, which is stronger than a label */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static gboolean
on_list_key_cb (GtkWidget       *list,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  gboolean back = keyval == GDK_KEY_ISO_Left_Tab || (state & GDK_SHIFT_MASK) != 0;

  if (keyval != GDK_KEY_Tab && keyval != GDK_KEY_KP_Tab && keyval != GDK_KEY_ISO_Left_Tab)
    return GDK_EVENT_PROPAGATE;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  /* the window looks for the next control as if there were no list */
  gtk_widget_set_can_focus (list, FALSE);
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (list)),
                          back ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
  gtk_widget_set_can_focus (list, TRUE);

  return GDK_EVENT_STOP;
}

/* A role can only be given before the widget is shown. With it, what comes to be shown is spoken; a
 * GTK that has announcements would have it said twice. */
void
hsp_widget_make_alert (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

#if !GTK_CHECK_VERSION (4, 14, 0)
  g_object_set (widget, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);
#endif
}

#if GTK_CHECK_VERSION (4, 14, 0)
static void
announce (GtkWidget  *widget,
          const char *text)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr(GtkATContext) context = NULL;

  if (!GTK_IS_WINDOW (root) || !gtk_window_is_active (GTK_WINDOW (root)))
    return;
  /* newer than the floor, which is what the warning says */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  context = gtk_accessible_get_at_context (GTK_ACCESSIBLE (root));
  /* that of GTK_A11Y=test has no announcements, and GTK 4.18 calls them all the same */
  if (context != NULL && !g_str_equal (G_OBJECT_TYPE_NAME (context), "GtkTestATContext"))
    gtk_accessible_announce (GTK_ACCESSIBLE (root), text,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
}
#endif

void
hsp_widget_announce (GtkWidget  *widget,
                     const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

#if GTK_CHECK_VERSION (4, 14, 0)
  announce (widget, text);
#endif
}

void
hsp_list_view_leave_by_tab (GtkListView *list)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  g_return_if_fail (GTK_IS_LIST_VIEW (list));

  g_signal_connect_swapped (controller, "key-pressed", G_CALLBACK (on_list_key_cb), list);
  gtk_widget_add_controller (GTK_WIDGET (list), controller);
#if GTK_CHECK_VERSION (4, 12, 0)
  /* back comes to the row that was left, as it always does in an older GTK: not to the last one */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_list_view_set_tab_behavior (list, GTK_LIST_TAB_ITEM);
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif
}

static void
wrap_heading (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "title-2"))
    {
      gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
      /* nor is it asked at the width of a single letter of the small one; a button is no narrower */
      gtk_widget_set_size_request (gtk_widget_get_parent (widget), 100, -1);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wrap_heading (child);
}

/* The dialog has its heading twice, large on one line and small and wrapping, and shows what fits.
 * libadwaita (1.7 still) asks the large one for its height at widths too small for it, of which GTK
 * warns since 4.18. A large one that can wrap has the same natural width, by which libadwaita
 * chooses, so nothing looks different. */
void
hsp_message_dialog_present (GtkWidget *dialog)
{
  g_return_if_fail (ADW_IS_MESSAGE_DIALOG (dialog));

  wrap_heading (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}
