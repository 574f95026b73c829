/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-service-row.h"

#include "hsp-change-text.h"
#include "hsp-changes.h"
#include "hsp-marks.h"
#include "hsp-row-layout.h"
#include "hsp-row-marks.h"
#include "hsp-service-list.h"
#include "hsp-service-text.h"
#include "hsp-service.h"
#include "hsp-slot.h"
#include "hsp-star-button.h"
#include "hsp-text.h"

#define STAR_SPACING 6
#define LINE_SPACING 3
#define PRICE_SPACING 12
#define STOCK_SPACING 6
#define NAME_MIN_CHARS 8
#define NAME_NAT_CHARS 24

/* As long as figures mostly are: "213.64", "30,206 left" */
#define PRICE_CHARS 6
#define STOCK_CHARS 11

struct _HspServiceRow
{
  GtkWidget parent_instance;

  HspSlot                  *slot;           /* (owned) (nullable) while bound */
  HspService               *service;        /* (owned) (nullable) while bound: of the slot */
  GtkListItem              *item;           /* (unowned) (nullable) while bound */
  const HspServiceRowStyle *style;          /* (unowned) (nullable) while bound */
  gulong                    slot_handler;
  gulong                    stock_handler;
  const char               *change;         /* (nullable) (static): what is shown of get_change() */
  gboolean                  marked;         /* matches are shown */
  char                     *marked_query;   /* (owned) (nullable) those of this one, in what is shown now */

  GtkToggleButton          *star;
  GtkInscription           *name_text;
  GtkInscription           *price_text;
  GtkInscription           *facts_text;
  HspRowMarks              *marks;
  GtkInscription           *stock_text;
};

G_DEFINE_FINAL_TYPE (HspServiceRow, hsp_service_row, GTK_TYPE_WIDGET)

static void
append_fact (GString    *text,
             const char *fact)
{
  if (*fact != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", fact);
}

static void
update_facts (HspServiceRow *self)
{
  const HspServiceValue *value = hsp_service_get_value (self->service);
  g_autofree char *type = hsp_service_text_type (self->service);
  g_autofree char *range = hsp_service_text_range (self->service);
  g_autoptr(GString) text = g_string_new (NULL);

  append_fact (text, self->style->in_category ? value->subcategory : value->category);
  append_fact (text, type);
  append_fact (text, range);
  gtk_inscription_set_text (self->facts_text, text->str);
}

static void
insert_attribute (PangoAttrList  *list,
                  PangoAttribute *attribute,
                  const HspMatch *span)
{
  attribute->start_index = span->start;
  attribute->end_index = span->end;
  pango_attr_list_insert (list, attribute);
}

/* The label's own colour has an alpha, which would fade the accent: so the alpha is given too. */
static void
update_matches (HspServiceRow *self)
{
  const GdkRGBA *accent = &self->style->accent;
  const char *query = hsp_service_list_get_query (self->style->list);
  g_autoptr(PangoAttrList) list = NULL;
  g_autoptr(GArray) spans = NULL;

  if (g_strcmp0 (self->marked_query, query) == 0)
    return;
  g_free (self->marked_query);
  self->marked_query = g_strdup (query);
  if (*query == '\0')
    {
      if (self->marked)
        gtk_inscription_set_attributes (self->name_text, NULL);
      self->marked = FALSE;
      return;
    }

  self->marked = TRUE;
  list = pango_attr_list_new ();
  spans = hsp_service_list_find_matches (self->style->list, hsp_service_get_name (self->service));
  for (guint i = 0; i < spans->len; i++)
    {
      const HspMatch *span = &g_array_index (spans, HspMatch, i);

      insert_attribute (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), span);
      insert_attribute (list, pango_attr_foreground_new ((guint16) (accent->red * 65535),
                                                         (guint16) (accent->green * 65535),
                                                         (guint16) (accent->blue * 65535)), span);
      insert_attribute (list, pango_attr_foreground_alpha_new (65535), span);
      if (self->style->underline)
        insert_attribute (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), span);
    }
  gtk_inscription_set_attributes (self->name_text, list);
}

/* (nullable) (static): what has become of it since the last visit */
static const char *
get_change (HspServiceRow *self)
{
  HspChangeKind kind;

  return hsp_changes_lookup (self->style->changes, hsp_service_get_id (self->service), &kind)
         ? hsp_change_text_since (kind) : NULL;
}

static gboolean
is_favourite (HspServiceRow *self)
{
  return hsp_marks_is_favourite (self->style->marks, hsp_service_get_id (self->service));
}

static void
update_sentence (HspServiceRow *self)
{
  g_autofree char *sentence = hsp_service_text_sentence (self->service, self->style->currency,
                                                         is_favourite (self));
  const char *change = get_change (self);
  g_autofree char *with_change = change != NULL ? g_strdup_printf ("%s %s.", sentence, change) : NULL;

  hsp_list_item_set_accessible_label (self->item, change != NULL ? with_change : sentence);
}

/* Narrow, where there is no star, a favourite has a small one. */
static void
show_marks (HspServiceRow *self)
{
  const HspServiceValue *value = hsp_service_get_value (self->service);
  const gboolean favourite = is_favourite (self);
  HspRowMark marks = 0;

  gtk_toggle_button_set_active (self->star, favourite);
  if (favourite && self->style->narrow)
    marks |= HSP_ROW_MARK_FAVOURITE;
  if (value->refill)
    marks |= HSP_ROW_MARK_REFILL;
  if (value->cancel)
    marks |= HSP_ROW_MARK_CANCEL;
  self->change = get_change (self);
  if (hsp_row_marks_set (self->marks, marks, self->change))
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
on_star_clicked_cb (HspServiceRow *self)
{
  if (self->service != NULL)
    hsp_marks_set_favourite (self->style->marks, hsp_service_get_id (self->service),
                             hsp_service_get_name (self->service),
                             gtk_toggle_button_get_active (self->star));
}

static void
update_stock (HspServiceRow *self)
{
  gint64 stock = hsp_service_get_stock (self->service);
  g_autofree char *text = hsp_service_text_stock (stock);

  hsp_row_set_figure (self, self->stock_text, text);
  hsp_row_set_class (self->stock_text, "gone", stock == 0);
  hsp_row_set_class (self->stock_text, "dim", stock != 0);
  hsp_row_set_class (self->name_text, "dim", stock == 0);
  update_sentence (self);
}

/* The charges may have shown meanwhile what it is the price of. */
static void
update_price (HspServiceRow *self)
{
  g_autofree char *price = hsp_service_text_price (self->service);

  hsp_row_set_figure (self, self->price_text, price);
}

static void
hsp_service_row_dispose (GObject *object)
{
  HspServiceRow *self = HSP_SERVICE_ROW (object);
  GtkWidget *child;

  hsp_service_row_unbind (self);
  g_clear_pointer (&self->marked_query, g_free);
  /* GTK 4.8 would lose them */
  if (self->name_text != NULL)
    gtk_inscription_set_attributes (self->name_text, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (hsp_service_row_parent_class)->dispose (object);
}

/* Two lines that divide the width each on its own: a long price shortens the name, not the facts. */
static void
hsp_service_row_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  HspServiceRow *self = HSP_SERVICE_ROW (widget);
  const gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  const gboolean has_star = gtk_widget_should_layout (GTK_WIDGET (self->star));
  const HspExtent star = has_star ? hsp_extent_get (self->star, orientation) : (HspExtent) { 0, 0 };
  const HspExtent name = hsp_extent_get (self->name_text, orientation);
  const HspExtent price = hsp_extent_get (self->price_text, orientation);
  const HspExtent facts = hsp_extent_get (self->facts_text, orientation);
  const HspExtent stock = hsp_extent_get (self->stock_text, orientation);
  HspExtent all;

  if (across)
    {
      all = hsp_extent_max (hsp_extent_add (name, PRICE_SPACING, price),
                            hsp_extent_add (facts, STOCK_SPACING, stock));
      if (has_star)
        all = hsp_extent_add (star, STAR_SPACING, all);
    }
  else
    {
      const HspExtent marks = hsp_extent_get (self->marks, orientation);

      all = hsp_extent_add (hsp_extent_max (name, price), LINE_SPACING,
                            hsp_extent_max (facts, hsp_extent_max (stock, marks)));
      all = hsp_extent_max (all, star);
    }
  *minimum = all.minimum;
  *natural = all.natural;
}

/* The second line: what is left of the marks' and the stock's width is for the facts. */
static void
place_facts (HspServiceRow *self,
             int            x,
             int            y,
             int            end,
             int            height)
{
  const int facts = hsp_extent_get (self->facts_text, GTK_ORIENTATION_HORIZONTAL).minimum;
  const int stock = hsp_row_get_figure_width (self->stock_text, end - x - facts - STOCK_SPACING);
  const int room = end - x - facts - 2 * STOCK_SPACING - stock;
  const int marks = CLAMP (room, 0, hsp_row_marks_get_width (self->marks));
  const int stock_x = end - stock;
  const int marks_x = marks > 0 ? stock_x - STOCK_SPACING - marks : stock_x;

  hsp_row_place (self, self->facts_text, x, y, MAX (facts, marks_x - STOCK_SPACING - x), height);
  hsp_row_place (self, self->marks, marks_x, y, marks, height);
  hsp_row_place (self, self->stock_text, stock_x, y, stock, height);
}

static void
hsp_service_row_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  HspServiceRow *self = HSP_SERVICE_ROW (widget);
  const int first = MAX (hsp_extent_get (self->name_text, GTK_ORIENTATION_VERTICAL).natural,
                         hsp_extent_get (self->price_text, GTK_ORIENTATION_VERTICAL).natural);
  const int second = MAX (hsp_extent_get (self->facts_text, GTK_ORIENTATION_VERTICAL).natural,
                          hsp_extent_get (self->stock_text, GTK_ORIENTATION_VERTICAL).natural);
  const int name = hsp_extent_get (self->name_text, GTK_ORIENTATION_HORIZONTAL).minimum;
  const int y = MAX (0, (height - first - LINE_SPACING - second) / 2);
  int x = 0, price;

  if (gtk_widget_should_layout (GTK_WIDGET (self->star)))
    {
      const int side = hsp_extent_get (self->star, GTK_ORIENTATION_HORIZONTAL).natural;
      const int high = hsp_extent_get (self->star, GTK_ORIENTATION_VERTICAL).natural;

      hsp_row_place (self, self->star, 0, (height - high) / 2, side, high);
      x = side + STAR_SPACING;
    }
  price = hsp_row_get_figure_width (self->price_text, width - x - PRICE_SPACING - name);
  hsp_row_place (self, self->name_text, x, y, MAX (name, width - x - PRICE_SPACING - price), first);
  hsp_row_place (self, self->price_text, width - price, y, price, first);
  place_facts (self, x, y + first + LINE_SPACING, width, second);
}

static void
hsp_service_row_class_init (HspServiceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_service_row_dispose;

  widget_class->measure = hsp_service_row_measure;
  widget_class->size_allocate = hsp_service_row_size_allocate;
}

static void
add_texts (HspServiceRow *self)
{
  self->name_text = hsp_row_add_text (self, NAME_MIN_CHARS, NAME_NAT_CHARS, NULL);
  self->price_text = hsp_row_add_text (self, 1, PRICE_CHARS, "heading", "numeric", NULL);
  self->facts_text = hsp_row_add_text (self, NAME_MIN_CHARS, NAME_NAT_CHARS, "caption", "dim", "numeric",
                                       NULL);
  self->marks = HSP_ROW_MARKS (hsp_row_marks_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->marks), GTK_WIDGET (self));
  self->stock_text = hsp_row_add_text (self, 1, STOCK_CHARS, "caption", "numeric", NULL);
  gtk_inscription_set_xalign (self->price_text, 1);
  gtk_inscription_set_xalign (self->stock_text, 1);
}

/* Not of a template, and without boxes inside: a screenful of rows is made before the first frame, and
 * each widget is measured and placed with each key of a search. */
static void
hsp_service_row_init (HspServiceRow *self)
{
  GtkWidget *star = g_object_new (HSP_TYPE_STAR_BUTTON, "focusable", FALSE, NULL);

  gtk_widget_set_parent (star, GTK_WIDGET (self));
  g_signal_connect_swapped (star, "clicked", G_CALLBACK (on_star_clicked_cb), self);
  self->star = GTK_TOGGLE_BUTTON (star);
  add_texts (self);
}

GtkWidget *
hsp_service_row_new (void)
{
  return g_object_new (HSP_TYPE_SERVICE_ROW, NULL);
}

static void
drop_service (HspServiceRow *self)
{
  if (self->service != NULL)
    g_clear_signal_handler (&self->stock_handler, self->service);
  g_clear_object (&self->service);
}

static void
take_service (HspServiceRow *self)
{
  const HspServiceValue *value;

  drop_service (self);
  self->service = hsp_slot_get_item (self->slot);
  hsp_row_set_empty (self, self->service == NULL);
  if (self->service == NULL)
    return;
  g_object_ref (self->service);
  self->stock_handler = g_signal_connect_swapped (self->service, "notify::stock",
                                                  G_CALLBACK (update_stock), self);

  value = hsp_service_get_value (self->service);
  gtk_inscription_set_text (self->name_text, value->name);
  hsp_service_row_update (self);
  /* at once, or those of the name before would be seen in it */
  update_matches (self);
}

/**
 * hsp_service_row_bind:
 * @item: its item is a HspSlot, which the row follows
 * @style: what all rows share; outlives the row's being bound
 */
void
hsp_service_row_bind (HspServiceRow            *self,
                      GtkListItem              *item,
                      const HspServiceRowStyle *style)
{
  g_return_if_fail (HSP_IS_SERVICE_ROW (self));
  g_return_if_fail (self->slot == NULL);

  self->item = item;
  self->style = style;
  self->slot = g_object_ref (HSP_SLOT (gtk_list_item_get_item (item)));
  self->slot_handler = g_signal_connect_swapped (self->slot, "notify::item",
                                                 G_CALLBACK (take_service), self);
  take_service (self);
}

void
hsp_service_row_unbind (HspServiceRow *self)
{
  g_return_if_fail (HSP_IS_SERVICE_ROW (self));

  drop_service (self);
  if (self->slot != NULL)
    g_clear_signal_handler (&self->slot_handler, self->slot);
  g_clear_object (&self->slot);
  self->item = NULL;
  self->style = NULL;
}

/**
 * hsp_service_row_update:
 *
 * Shows what it shows anew, in another style.
 */
void
hsp_service_row_update (HspServiceRow *self)
{
  g_return_if_fail (HSP_IS_SERVICE_ROW (self));

  if (self->service == NULL)
    return;

  g_clear_pointer (&self->marked_query, g_free);
  gtk_widget_set_visible (GTK_WIDGET (self->star), !self->style->narrow);
  show_marks (self);
  update_price (self);
  update_facts (self);
  update_stock (self);
}

HspService *
hsp_service_row_get_service (HspServiceRow *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_ROW (self), NULL);

  return self->service;
}

/**
 * hsp_service_row_get_position:
 *
 * Returns: where in the list it stands; GTK_INVALID_LIST_POSITION while not bound
 */
guint
hsp_service_row_get_position (HspServiceRow *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_ROW (self), GTK_INVALID_LIST_POSITION);

  return self->item != NULL ? gtk_list_item_get_position (self->item) : GTK_INVALID_LIST_POSITION;
}

/**
 * hsp_service_row_update_change:
 *
 * Shows what has become of its service since the last visit: of a few rows it is another than before.
 */
void
hsp_service_row_update_change (HspServiceRow *self)
{
  g_return_if_fail (HSP_IS_SERVICE_ROW (self));

  if (self->service == NULL || g_strcmp0 (self->change, get_change (self)) == 0)
    return;

  show_marks (self);
  update_sentence (self);
}

/**
 * hsp_service_row_update_favourite:
 *
 * Shows whether its service is a favourite now.
 */
void
hsp_service_row_update_favourite (HspServiceRow *self)
{
  g_return_if_fail (HSP_IS_SERVICE_ROW (self));

  if (self->service == NULL)
    return;

  show_marks (self);
  update_sentence (self);
}

/**
 * hsp_service_row_update_matches:
 *
 * Shows where the words of the search are, after each change of what is shown.
 */
void
hsp_service_row_update_matches (HspServiceRow *self)
{
  g_return_if_fail (HSP_IS_SERVICE_ROW (self));

  if (self->service != NULL)
    update_matches (self);
}
