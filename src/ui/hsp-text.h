/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words and figures that several pages show in the same way. All results are (transfer full). */
#pragma once

#include <adwaita.h>

#include "hsp-money.h"
#include "hsp-order.h"
#include "hsp-sms-number.h"

G_BEGIN_DECLS

char       *hsp_text_ago          (gint64 time, gint64 now);  /* "now", "3 min ago", "2 h ago", "Yesterday", "21 Nov", "21 Nov 2025" */
char       *hsp_text_checked_ago  (gint64 time, gint64 now);  /* "checked 5 s ago" */
char       *hsp_text_checked      (gint64 time, gint64 now);  /* "Checked 5 s ago", "Checked 14:06" */
char       *hsp_text_ago_spoken   (gint64 time, gint64 now);  /* "25 minutes ago": as hsp_text_ago(), in whole words */
char       *hsp_text_clock        (gint64 time);              /* "14:06" today, "21 Nov, 14:06" */
char       *hsp_text_hours        (gint64 time);              /* "14:06", under the day's heading */
char       *hsp_text_day          (gint64 time, gint64 now);  /* "Today", "Yesterday", "Friday, 20 November" */
gboolean    hsp_text_is_same_day  (gint64 time, gint64 other);
char       *hsp_text_full_time    (gint64 time);              /* "23 Nov 2026, 14:02:11" */
char       *hsp_text_seconds_left (gint64 seconds);           /* "14:32" */
char       *hsp_text_amount       (HspMoney amount);          /* signed, U+2212, two decimals at least: for statements */
char       *hsp_text_short_link   (const char *link);         /* without scheme */
char       *hsp_text_spell        (const char *code);         /* "4 8 2 9": for a screen reader */
/* A sentence for a person, the shop's own words beneath it when it had any. */
char       *hsp_text_error        (const GError *error);
/* Why the last question was in vain, to end a line with: "no answer from the shop". */
char       *hsp_text_check_error  (const GError *error);
const char *hsp_text_order_pill   (HspState state);           /* style class: "pill-accent"… by state; (static) */
const char *hsp_text_number_pill  (HspNumberState state);     /* (static) */

/* The accessible name of a row in a GtkListView, on every GTK since 4.8. */
void        hsp_list_item_set_accessible_label (GtkListItem *item, const char *label);
void        hsp_widget_set_accessible_label    (GtkWidget *widget, const char *label);
/* @text: (nullable). For what is updated, and mostly stays as it is. */
void        hsp_widget_set_tooltip             (GtkWidget *widget, const char *text);

/* What has happened, for a screen reader: said once, in a window that is looked at. On a GTK without
 * announcements, @widget must have been made an alert before it was first shown. */
void        hsp_widget_make_alert          (GtkWidget *widget);
void        hsp_widget_announce            (GtkWidget *widget, const char *text);

/* Tab leaves the list, as it leaves any other control; by itself it would go through every row. */
void        hsp_list_view_leave_by_tab (GtkListView *list);

/* Shows an AdwMessageDialog; its heading wraps, so that no GTK warns of its size. */
void        hsp_message_dialog_present (GtkWidget *dialog);

G_END_DECLS
