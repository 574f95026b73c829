/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-row.h"

#include <glib/gi18n-lib.h>

#include "hsp-order-text.h"
#include "hsp-order.h"
#include "hsp-row-layout.h"
#include "hsp-slot.h"
#include "hsp-text.h"

#define SPACING 9
#define LINE_SPACING 4
#define NAME_MIN_CHARS 8
#define NAME_NAT_CHARS 24

/* As long as they mostly are: "213.64 USD", "60 %", "25 min ago" */
#define CHARGE_CHARS 10
#define PERCENT_CHARS 5
#define TIME_CHARS 9

struct _HspOrderRow
{
  GtkWidget parent_instance;

  HspSlot     *slot;          /* (owned) (nullable) while bound */
  GtkListItem *item;          /* (unowned) (nullable) while bound */
  HspOrder    *order;         /* (owned) (nullable) while bound: of the slot */
  gulong       slot_handler;
  gulong       order_handler;
  char        *spoken;        /* (owned) (nullable) */

  GtkInscription *name_text;
  GtkInscription *charge_text;
  GtkInscription *number_text;
  GtkInscription *link_text;
  GtkInscription *pill;
  GtkProgressBar *progress;
  GtkInscription *percent_text;
  GtkInscription *time_text;
};

G_DEFINE_FINAL_TYPE (HspOrderRow, hsp_order_row, GTK_TYPE_WIDGET)

/* What it says */

static void
append_sentence (GString    *spoken,
                 const char *text)
{
  if (text == NULL || *text == '\0')
    return;

  if (spoken->len > 0)
    g_string_append (spoken, ". ");
  g_string_append (spoken, text);
}

/* "Order 48219, 20" */
static char *
describe_number (const HspPurchaseRow *row)
{
  g_autofree char *number = row->order != NULL ? g_strdup_printf (_("Order %s"), row->order)
                                               : hsp_order_text_number (row);
  g_autofree char *quantity = row->quantity > 0 ? hsp_number_to_text (row->quantity) : NULL;

  if (quantity == NULL)
    return g_steal_pointer (&number);
  if (*number == '\0')
    return g_steal_pointer (&quantity);

  return g_strdup_printf ("%s, %s", number, quantity);
}

static gboolean
has_progress (HspOrderRow *self)
{
  return self->order != NULL && hsp_order_get_state (self->order) == HSP_STATE_OPEN &&
         hsp_order_get_percent (self->order) >= 0;
}

/* "Canva Pro invitations, 1 month. In progress. 60 %. 6.40 USD. Order 48219, 20. 25 minutes ago." */
static void
update_spoken (HspOrderRow *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  g_autoptr(GString) spoken = g_string_new (gtk_inscription_get_text (self->name_text));
  g_autofree char *number = describe_number (row);
  g_autofree char *ago = hsp_text_ago_spoken (row->created, g_get_real_time () / G_USEC_PER_SEC);

  append_sentence (spoken, hsp_order_get_state_text (self->order));
  if (has_progress (self))
    append_sentence (spoken, gtk_inscription_get_text (self->percent_text));
  append_sentence (spoken, gtk_inscription_get_text (self->charge_text));
  append_sentence (spoken, number);
  append_sentence (spoken, ago);
  g_string_append_c (spoken, '.');

  if (g_strcmp0 (self->spoken, spoken->str) == 0)
    return;

  g_free (self->spoken);
  self->spoken = g_strdup (spoken->str);
  hsp_list_item_set_accessible_label (self->item, self->spoken);
}

/* "#48219 · 20 · ", and the link after it in a text of its own, which alone may be shortened */
static void
show_second_line (HspOrderRow *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  gboolean has_link = row->link != NULL && *row->link != '\0';
  g_autofree char *number = hsp_order_text_number (row);
  g_autofree char *quantity = row->quantity > 0 ? hsp_number_to_text (row->quantity) : NULL;
  g_autofree char *link = has_link ? hsp_text_short_link (row->link) : NULL;
  g_autoptr(GString) line = g_string_new (number);

  if (quantity != NULL)
    g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", quantity);
  if (has_link && line->len > 0)
    g_string_append (line, " · ");

  gtk_inscription_set_text (self->number_text, line->str);
  gtk_inscription_set_text (self->link_text, link != NULL ? link : "");
}

static void
show_pill (HspOrderRow *self)
{
  const char *classes[] = { hsp_order_text_pill (self->order), NULL };

  gtk_inscription_set_text (self->pill, hsp_order_get_state_text (self->order));
  if (!gtk_widget_has_css_class (GTK_WIDGET (self->pill), classes[0]))
    gtk_widget_set_css_classes (GTK_WIDGET (self->pill), classes);
}

/* Not by their visibility, which would have the whole list laid out anew; what cannot be seen is not read
 * out either. */
static void
set_progress_shown (HspOrderRow *self,
                    gboolean     shown)
{
  GtkWidget *parts[] = { GTK_WIDGET (self->progress), GTK_WIDGET (self->percent_text) };

  if (gtk_widget_get_child_visible (parts[0]) == shown)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gtk_widget_set_child_visible (parts[i], shown);
      gtk_accessible_update_state (GTK_ACCESSIBLE (parts[i]), GTK_ACCESSIBLE_STATE_HIDDEN, !shown, -1);
    }
}

/* What there is room for is known once the line has its width. */
static void
show_progress (HspOrderRow *self)
{
  const int percent = hsp_order_get_percent (self->order);
  /* Translators: %d is a percentage */
  g_autofree char *text = g_strdup_printf (_("%d %%"), MAX (percent, 0));
  g_autofree char *delivered = NULL;

  if (!has_progress (self))
    {
      if (gtk_widget_get_child_visible (GTK_WIDGET (self->progress)))
        gtk_accessible_reset_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT);
      set_progress_shown (self, FALSE);
      return;
    }

  delivered = hsp_order_text_delivered (hsp_order_get_row (self->order),
                                        hsp_order_get_row (self->order)->remains);
  gtk_inscription_set_text (self->percent_text, text);
  gtk_progress_bar_set_fraction (self->progress, percent / 100.0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  delivered != NULL ? delivered : text, -1);
}

static void
update (HspOrderRow *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  g_autofree char *name = hsp_order_text_name (row);
  g_autofree char *charge = hsp_order_text_charge (row);

  gtk_inscription_set_text (self->name_text, name);
  gtk_inscription_set_text (self->charge_text, charge);
  hsp_row_set_class (self->charge_text, "dim", row->charge == HSP_MONEY_UNKNOWN);
  show_second_line (self);
  show_pill (self);
  show_progress (self);
  hsp_row_set_class (self, "attention", hsp_order_get_state (self->order) == HSP_STATE_UNCONFIRMED);
  hsp_order_row_update_time (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
on_query_tooltip_cb (HspOrderRow *self,
                     int          x,
                     int          y,
                     gboolean     keyboard_mode,
                     GtkTooltip  *tooltip)
{
  g_autofree char *full = NULL;

  if (self->order == NULL)
    return FALSE;

  full = hsp_text_full_time (hsp_order_get_row (self->order)->created);
  gtk_tooltip_set_text (tooltip, full);
  return TRUE;
}

/* Its order */

static void
drop_order (HspOrderRow *self)
{
  if (self->order != NULL)
    g_clear_signal_handler (&self->order_handler, self->order);
  g_clear_object (&self->order);
}

static void
take_order (HspOrderRow *self)
{
  drop_order (self);
  self->order = hsp_slot_get_item (self->slot);
  hsp_row_set_empty (self, self->order == NULL);
  if (self->order == NULL)
    return;
  g_object_ref (self->order);
  self->order_handler = g_signal_connect_swapped (self->order, "changed", G_CALLBACK (update), self);
  update (self);
}

static void
hsp_order_row_dispose (GObject *object)
{
  HspOrderRow *self = HSP_ORDER_ROW (object);
  GtkWidget *child;

  hsp_order_row_unbind (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (hsp_order_row_parent_class)->dispose (object);
}

static void
hsp_order_row_finalize (GObject *object)
{
  g_free (HSP_ORDER_ROW (object)->spoken);

  G_OBJECT_CLASS (hsp_order_row_parent_class)->finalize (object);
}

/* Where it says it */

typedef struct
{
  int first;
  int second;
  int third;
} Heights;

static int
get_height (gpointer child)
{
  return hsp_extent_get (child, GTK_ORIENTATION_VERTICAL).natural;
}

static Heights
get_heights (HspOrderRow *self)
{
  return (Heights) {
    MAX (get_height (self->name_text), get_height (self->charge_text)),
    MAX (get_height (self->number_text), get_height (self->link_text)),
    MAX (get_height (self->pill), MAX (get_height (self->percent_text), get_height (self->time_text))),
  };
}

static void
hsp_order_row_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  HspOrderRow *self = HSP_ORDER_ROW (widget);
  HspExtent all;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      const HspExtent name = hsp_extent_get (self->name_text, orientation);
      const HspExtent charge = hsp_extent_get (self->charge_text, orientation);
      const HspExtent pill = hsp_extent_get (self->pill, orientation);
      const HspExtent time = hsp_extent_get (self->time_text, orientation);

      all = hsp_extent_max (hsp_extent_add (name, SPACING, charge), hsp_extent_add (pill, SPACING, time));
      *minimum = all.minimum;
      *natural = all.natural;
    }
  else
    {
      const Heights heights = get_heights (self);

      *minimum = *natural = heights.first + LINE_SPACING + heights.second + LINE_SPACING + heights.third;
    }
}

static void
place_first_line (HspOrderRow *self,
                  int          y,
                  int          width,
                  int          height)
{
  const int name = hsp_extent_get (self->name_text, GTK_ORIENTATION_HORIZONTAL).minimum;
  const int charge = hsp_row_get_figure_width (self->charge_text, width - SPACING - name);

  hsp_row_place (self, self->name_text, 0, y, MAX (name, width - SPACING - charge), height);
  hsp_row_place (self, self->charge_text, width - charge, y, charge, height);
}

static void
place_second_line (HspOrderRow *self,
                   int          y,
                   int          width,
                   int          height)
{
  const char *link = gtk_inscription_get_text (self->link_text);
  const gboolean has_link = link != NULL && *link != '\0';
  const int number = has_link ? MIN (hsp_row_get_text_width (self->number_text), width) : width;

  hsp_row_place (self, self->number_text, 0, y, number, height);
  hsp_row_place (self, self->link_text, number, y, width - number, height);
}

/* The bar takes what the pill and the time leave of the line. */
static void
place_progress (HspOrderRow *self,
                int          x,
                int          y,
                int          width,
                int          height)
{
  const int percent = hsp_extent_get (self->percent_text, GTK_ORIENTATION_HORIZONTAL).natural;
  const int bar_height = get_height (self->progress);

  hsp_row_place (self, self->progress, x, y + (height - bar_height) / 2, width - SPACING - percent, bar_height);
  hsp_row_place (self, self->percent_text, x + width - percent, y, percent, height);
}

/* The pill says all of its word, where there is room beside the time and the least bar; where there is not
 * even room for the beginning of the word, there is no bar. */
static void
place_third_line (HspOrderRow *self,
                  int          y,
                  int          width,
                  int          height)
{
  const int time_least = hsp_extent_get (self->time_text, GTK_ORIENTATION_HORIZONTAL).natural;
  const int time = MAX (time_least, hsp_row_get_figure_width (self->time_text, width / 2));
  const int percent = hsp_extent_get (self->percent_text, GTK_ORIENTATION_HORIZONTAL).natural;
  const int pill_frame = hsp_extent_get (self->pill, GTK_ORIENTATION_HORIZONTAL).minimum;
  const int pill_whole = pill_frame + hsp_row_get_text_width (self->pill);
  const int pill_height = get_height (self->pill);
  const int room = width - time - SPACING;
  const int bar = hsp_extent_get (self->progress, GTK_ORIENTATION_HORIZONTAL).minimum;
  const int room_beside_bar = room - percent - bar - 2 * SPACING;
  const gboolean with_bar = has_progress (self) && room_beside_bar >= MIN (pill_whole, pill_frame + percent);
  const int pill = CLAMP (pill_whole, pill_frame, MAX (pill_frame, with_bar ? room_beside_bar : room));

  hsp_row_place (self, self->pill, 0, y + (height - pill_height) / 2, pill, pill_height);
  hsp_row_place (self, self->time_text, width - time, y, time, height);
  set_progress_shown (self, with_bar);
  if (with_bar)
    place_progress (self, pill + SPACING, y, room - pill - SPACING, height);
}

static void
hsp_order_row_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  HspOrderRow *self = HSP_ORDER_ROW (widget);
  const Heights heights = get_heights (self);
  const int second = heights.first + LINE_SPACING;
  const int third = second + heights.second + LINE_SPACING;

  place_first_line (self, 0, width, heights.first);
  place_second_line (self, second, width, heights.second);
  place_third_line (self, third, width, heights.third);
}

static void
hsp_order_row_class_init (HspOrderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hsp_order_row_dispose;
  object_class->finalize = hsp_order_row_finalize;
  widget_class->measure = hsp_order_row_measure;
  widget_class->size_allocate = hsp_order_row_size_allocate;
}

static void
add_progress (HspOrderRow *self)
{
  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->progress), "thin");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Progress"), -1);
  gtk_widget_set_parent (GTK_WIDGET (self->progress), GTK_WIDGET (self));
}

static void
hsp_order_row_init (HspOrderRow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "order-row");
  self->name_text = hsp_row_add_text (self, NAME_MIN_CHARS, NAME_NAT_CHARS, "heading", NULL);
  self->charge_text = hsp_row_add_text (self, 1, CHARGE_CHARS, "numeric", NULL);
  self->number_text = hsp_row_add_text (self, 0, 0, "caption", "dim", NULL);
  self->link_text = hsp_row_add_text (self, 0, 0, "caption", "dim", NULL);
  self->pill = hsp_row_add_text (self, 0, 0, "pill-neutral", NULL);
  add_progress (self);
  self->percent_text = hsp_row_add_text (self, 1, PERCENT_CHARS, "caption", "dim", "numeric", NULL);
  self->time_text = hsp_row_add_text (self, 1, TIME_CHARS, "caption", "dim", NULL);

  gtk_inscription_set_text_overflow (self->link_text, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_MIDDLE);
  gtk_inscription_set_xalign (self->charge_text, 1);
  gtk_inscription_set_xalign (self->percent_text, 1);
  gtk_inscription_set_xalign (self->time_text, 1);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->time_text), TRUE);
  g_signal_connect_swapped (self->time_text, "query-tooltip", G_CALLBACK (on_query_tooltip_cb), self);
}

GtkWidget *
hsp_order_row_new (void)
{
  return g_object_new (HSP_TYPE_ORDER_ROW, NULL);
}

/**
 * hsp_order_row_bind:
 * @item: its item is a HspSlot of HspOrder, which the row follows
 */
void
hsp_order_row_bind (HspOrderRow *self,
                    GtkListItem *item)
{
  g_return_if_fail (HSP_IS_ORDER_ROW (self));
  g_return_if_fail (self->slot == NULL);

  self->item = item;
  self->slot = g_object_ref (HSP_SLOT (gtk_list_item_get_item (item)));
  self->slot_handler = g_signal_connect_swapped (self->slot, "notify::item", G_CALLBACK (take_order), self);
  take_order (self);
}

void
hsp_order_row_unbind (HspOrderRow *self)
{
  g_return_if_fail (HSP_IS_ORDER_ROW (self));

  drop_order (self);
  if (self->slot != NULL)
    g_clear_signal_handler (&self->slot_handler, self->slot);
  g_clear_object (&self->slot);
  g_clear_pointer (&self->spoken, g_free);
  self->item = NULL;
}

const char *
hsp_order_row_get_spoken (HspOrderRow *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_ROW (self), NULL);

  return self->spoken;
}

/* The time runs on without the order changing: the page says when to look at the clock again. */
void
hsp_order_row_update_time (HspOrderRow *self)
{
  g_autofree char *ago = NULL;

  g_return_if_fail (HSP_IS_ORDER_ROW (self));

  if (self->order == NULL)
    return;

  ago = hsp_text_ago (hsp_order_get_row (self->order)->created, g_get_real_time () / G_USEC_PER_SEC);
  hsp_row_set_figure (self, self->time_text, ago);
  update_spoken (self);
}
