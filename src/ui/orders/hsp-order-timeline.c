/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-timeline.h"

#include <glib/gi18n-lib.h>

#include "hsp-lifetime.h"
#include "hsp-order-text.h"
#include "hsp-text.h"

/* An order of many steps is told by its last ones: a box is not virtual */
#define MAX_ENTRIES 60

struct _HspOrderTimeline
{
  GtkBox parent_instance;

  HspOrderBook *book;         /* (owned) (nullable) */
  HspOrder     *order;        /* (owned) (nullable) */
  GCancellable *cancellable;  /* (owned) (nullable) of the reading under way */
  GPtrArray    *events;       /* (owned) (nullable) (element-type HspEventRow) as they were read last */
  gboolean      stale;        /* changed while nobody saw it */

  GtkBox   *entries;
  GtkLabel *failed_label;
};

enum
{
  SIGNAL_LOADED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspOrderTimeline, hsp_order_timeline, GTK_TYPE_BOX)

static char *
create_status_text (const char *status)
{
  if (status == NULL || *status == '\0')
    return g_strdup (_("The status changed"));

  /* the words that the model translates are in the catalogue of strings; others stay as they came */
  return g_strdup (g_dgettext (GETTEXT_PACKAGE, status));
}

static char *
create_text (HspOrderTimeline  *self,
             const HspEventRow *event)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  g_autofree char *amount = hsp_order_text_money (event->number, row->currency);
  g_autofree char *count = NULL;
  char *text;

  switch (event->kind)
    {
    case HSP_EVENT_WRITTEN:
      return g_strdup (_("Noted on this computer"));
    case HSP_EVENT_SENT:
      return g_strdup (_("Sent"));
    case HSP_EVENT_PLACED:
      return event->text == NULL ? g_strdup (_("Placed"))
                                 : g_strdup_printf (_("Placed as #%s"), event->text);
    case HSP_EVENT_REJECTED:
      return event->text == NULL ? g_strdup (_("Rejected"))
                                 : g_strdup_printf (_("Rejected: %s"), event->text);
    case HSP_EVENT_NOT_SENT:
      return g_strdup (_("Not sent"));
    case HSP_EVENT_UNCONFIRMED:
      return g_strdup (event->number == HSP_EVENT_UNDONE ? _("Settling taken back: unconfirmed again")
                                                         : _("No answer: unconfirmed"));
    case HSP_EVENT_NOT_PLACED:
      return g_strdup (_("Kept as not placed"));
    case HSP_EVENT_STATUS:
      return create_status_text (event->text);
    case HSP_EVENT_REMAINS:
      text = hsp_order_text_delivered (row, event->number);
      if (text != NULL)
        return text;
      count = hsp_order_text_count (event->number);
      /* Translators: %s is a number of pieces */
      return g_strdup_printf (_("%s not delivered yet"), count);
    case HSP_EVENT_CHARGED:
      return g_strdup_printf (_("Charged %s"), amount);
    case HSP_EVENT_BALANCE:
      return g_strdup_printf (_("Balance: %s"), amount);
    }

  return g_strdup ("–");
}

static GtkWidget *
create_line (gboolean visible)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_halign (line, GTK_ALIGN_CENTER);
  if (visible)
    gtk_widget_add_css_class (line, "timeline-line");
  return line;
}

/* The dots are a picture: a screen reader hears time and text. */
static GtkWidget *
create_dot_column (gboolean first,
                   gboolean last,
                   gboolean now)
{
  GtkWidget *column = g_object_new (GTK_TYPE_BOX,
                                    "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                    "orientation", GTK_ORIENTATION_VERTICAL,
                                    "width-request", 12,
                                    NULL);
  GtkWidget *above = create_line (!first);
  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *below = create_line (!last);

  gtk_widget_set_size_request (above, -1, 8);
  gtk_widget_set_halign (dot, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (dot, "timeline-dot");
  if (now)
    gtk_widget_add_css_class (dot, "now");
  gtk_widget_set_vexpand (below, TRUE);

  gtk_box_append (GTK_BOX (column), above);
  gtk_box_append (GTK_BOX (column), dot);
  gtk_box_append (GTK_BOX (column), below);
  return column;
}

static GtkWidget *
create_entry (HspOrderTimeline  *self,
              const HspEventRow *event,
              GtkWidget         *dots)
{
  g_autofree char *text = create_text (self, event);
  g_autofree char *clock = hsp_text_clock (event->time);
  g_autofree char *full = hsp_text_full_time (event->time);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", clock, text);
  GtkWidget *entry = g_object_new (GTK_TYPE_BOX,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                   "spacing", 12,
                                   NULL);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *time = gtk_label_new (clock);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_margin_top (label, 2);
  gtk_widget_set_margin_bottom (label, 2);
  gtk_widget_set_valign (time, GTK_ALIGN_START);
  gtk_widget_set_margin_top (time, 4);
  hsp_widget_set_tooltip (time, full);
  gtk_widget_add_css_class (time, "caption");
  gtk_widget_add_css_class (time, "numeric");
  gtk_widget_add_css_class (time, "dim-label");

  gtk_box_append (GTK_BOX (entry), dots);
  gtk_box_append (GTK_BOX (entry), label);
  gtk_box_append (GTK_BOX (entry), time);
  hsp_widget_set_accessible_label (entry, spoken);
  return entry;
}

static void
clear_entries (HspOrderTimeline *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->entries))) != NULL)
    gtk_box_remove (self->entries, child);
}

/* That nothing is delivered yet is no news. */
static gboolean
is_news (HspOrderTimeline  *self,
         const HspEventRow *event)
{
  return event->kind != HSP_EVENT_REMAINS ||
         event->number < hsp_order_get_row (self->order)->quantity;
}

static void
show_events (HspOrderTimeline *self,
             GPtrArray        *events)
{
  g_autoptr(GPtrArray) news = g_ptr_array_new ();
  HspState state = hsp_order_get_state (self->order);
  gboolean is_open = state == HSP_STATE_OPEN || state == HSP_STATE_UNCONFIRMED;

  for (guint i = 0; i < events->len && news->len < MAX_ENTRIES; i++)
    {
      if (is_news (self, g_ptr_array_index (events, i)))
        g_ptr_array_add (news, g_ptr_array_index (events, i));
    }

  clear_entries (self);
  for (guint i = 0; i < news->len; i++)
    gtk_box_append (self->entries,
                    create_entry (self, g_ptr_array_index (news, i),
                                  create_dot_column (i == 0, i + 1 == news->len,
                                                     i == 0 && is_open)));
}

static void
on_events_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(HspOrderTimeline) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) events = NULL;

  events = hsp_order_book_events_finish (HSP_ORDER_BOOK (object), result, &error);
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->failed_label), events == NULL);
  if (events == NULL)
    return;

  show_events (self, events);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  self->events = g_steal_pointer (&events);
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
}

static void
read_events (HspOrderTimeline *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->stale = FALSE;
  if (self->order == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  hsp_order_book_events_async (self->book, self->order, self->cancellable, on_events_cb,
                               hsp_weak_new (self));
}

static void
on_order_changed_cb (HspOrderTimeline *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    read_events (self);
  else
    self->stale = TRUE;
}

static void
hsp_order_timeline_map (GtkWidget *widget)
{
  HspOrderTimeline *self = HSP_ORDER_TIMELINE (widget);

  GTK_WIDGET_CLASS (hsp_order_timeline_parent_class)->map (widget);

  if (self->stale)
    read_events (self);
}

static void
hsp_order_timeline_dispose (GObject *object)
{
  HspOrderTimeline *self = HSP_ORDER_TIMELINE (object);

  hsp_order_timeline_set_order (self, NULL, NULL);

  G_OBJECT_CLASS (hsp_order_timeline_parent_class)->dispose (object);
}

static void
hsp_order_timeline_class_init (HspOrderTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_order_timeline_dispose;
  widget_class->map = hsp_order_timeline_map;

  signals[SIGNAL_LOADED] =
    g_signal_new ("loaded", HSP_TYPE_ORDER_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/orders/hsp-order-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, HspOrderTimeline, entries);
  gtk_widget_class_bind_template_child (widget_class, HspOrderTimeline, failed_label);
}

static void
hsp_order_timeline_init (HspOrderTimeline *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hsp_order_timeline_set_order (HspOrderTimeline *self,
                              HspOrderBook     *book,
                              HspOrder         *order)
{
  g_return_if_fail (HSP_IS_ORDER_TIMELINE (self));
  g_return_if_fail (order == NULL || HSP_IS_ORDER_BOOK (book));

  if (self->order == order)
    return;

  if (self->order != NULL)
    g_signal_handlers_disconnect_by_func (self->order, on_order_changed_cb, self);
  g_set_object (&self->book, book);
  g_set_object (&self->order, order);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  if (self->entries != NULL)
    clear_entries (self);
  if (order != NULL)
    g_signal_connect_object (order, "changed", G_CALLBACK (on_order_changed_cb), self,
                             G_CONNECT_SWAPPED);
  read_events (self);
}

/* (transfer none) (nullable) (element-type HspEventRow): newest first; NULL until they were read */
GPtrArray *
hsp_order_timeline_get_events (HspOrderTimeline *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_TIMELINE (self), NULL);

  return self->events;
}

guint
hsp_order_timeline_get_n_entries (HspOrderTimeline *self)
{
  guint n = 0;

  g_return_val_if_fail (HSP_IS_ORDER_TIMELINE (self), 0);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->entries)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n++;

  return n;
}
