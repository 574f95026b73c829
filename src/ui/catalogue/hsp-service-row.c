/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-service-row.h"

#include "hsp-change-text.h"
#include "hsp-changes.h"
#include "hsp-marks.h"
#include "hsp-service-list.h"
#include "hsp-service-slot.h"
#include "hsp-service-text.h"
#include "hsp-service.h"
#include "hsp-star-button.h"
#include "hsp-text.h"

/* As long as figures mostly are: "213.64", "30,206 left" */
#define PRICE_CHARS 6
#define STOCK_CHARS 11

struct _HspServiceRow
{
  GtkWidget parent_instance;

  HspServiceSlot           *slot;           /* (owned) (nullable) while bound */
  HspService               *service;        /* (owned) (nullable) while bound: of the slot */
  GtkListItem              *item;           /* (unowned) (nullable) while bound */
  const HspServiceRowStyle *style;          /* (unowned) (nullable) while bound */
  gulong                    slot_handler;
  gulong                    stock_handler;
  gboolean                  marked;         /* matches are shown */

  GtkToggleButton *star;
  GtkInscription *name_text;
  GtkInscription *price_text;
  GtkInscription *facts_text;
  GtkWidget      *changed_mark;
  GtkWidget      *favourite_mark;
  GtkWidget      *refill_mark;
  GtkWidget      *cancel_mark;
  GtkInscription *stock_text;
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
  g_autoptr(PangoAttrList) list = NULL;
  g_autoptr(GArray) spans = NULL;

  if (*hsp_service_list_get_query (self->style->list) == '\0')
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

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* A width that most texts share, and that stays when it was once more: a row that asks for another size
 * has the whole list laid out anew. */
static void
set_figure (GtkInscription *inscription,
            const char     *text,
            guint           usual_chars)
{
  const guint wanted = MAX (usual_chars, (guint) g_utf8_strlen (text, -1));
  const guint n_chars = MAX (wanted, gtk_inscription_get_min_chars (inscription));

  gtk_inscription_set_text (inscription, text);
  gtk_inscription_set_min_chars (inscription, n_chars);
  gtk_inscription_set_nat_chars (inscription, n_chars);
}

/* (nullable) (static): what has become of it since the last visit */
static const char *
get_change (HspServiceRow *self)
{
  HspChangeKind kind;

  return hsp_changes_lookup (self->style->changes, hsp_service_get_id (self->service), &kind)
         ? hsp_change_text_since (kind) : NULL;
}

/* Wide, each mark has its place whether it is there or not, so that the list is not laid out anew with
 * each key; narrow, the words need the room. */
static void
show_mark (HspServiceRow *self,
           GtkWidget     *mark,
           gboolean       shown)
{
  const gboolean takes_part = !self->style->narrow && mark != self->favourite_mark;

  gtk_widget_set_visible (mark, shown || takes_part);
  gtk_widget_set_opacity (mark, shown ? 1 : 0);
}

static void
show_change (HspServiceRow *self)
{
  const char *change = get_change (self);

  show_mark (self, self->changed_mark, change != NULL);
  gtk_widget_set_tooltip_text (self->changed_mark, change);
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

static void
show_favourite (HspServiceRow *self)
{
  const gboolean favourite = is_favourite (self);

  gtk_toggle_button_set_active (self->star, favourite);
  show_mark (self, self->favourite_mark, self->style->narrow && favourite);
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

  set_figure (self->stock_text, text, STOCK_CHARS);
  set_class (GTK_WIDGET (self->stock_text), "gone", stock == 0);
  set_class (GTK_WIDGET (self->stock_text), "dim", stock != 0);
  set_class (GTK_WIDGET (self->name_text), "dim", stock == 0);
  update_sentence (self);
}

/* The charges may have shown meanwhile what it is the price of. */
static void
update_price (HspServiceRow *self)
{
  g_autofree char *price = hsp_service_text_price (self->service);

  set_figure (self->price_text, price, PRICE_CHARS);
}

static void
hsp_service_row_dispose (GObject *object)
{
  HspServiceRow *self = HSP_SERVICE_ROW (object);
  GtkWidget *child;

  hsp_service_row_unbind (self);
  /* GTK 4.8 would lose them */
  if (self->name_text != NULL)
    gtk_inscription_set_attributes (self->name_text, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (hsp_service_row_parent_class)->dispose (object);
}

static void
hsp_service_row_class_init (HspServiceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HSP_TYPE_STAR_BUTTON);

  G_OBJECT_CLASS (klass)->dispose = hsp_service_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-service-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HspServiceRow, star);
  gtk_widget_class_bind_template_child (widget_class, HspServiceRow, name_text);
  gtk_widget_class_bind_template_child (widget_class, HspServiceRow, price_text);
  gtk_widget_class_bind_template_child (widget_class, HspServiceRow, facts_text);
  gtk_widget_class_bind_template_child (widget_class, HspServiceRow, changed_mark);
  gtk_widget_class_bind_template_child (widget_class, HspServiceRow, favourite_mark);
  gtk_widget_class_bind_template_child (widget_class, HspServiceRow, refill_mark);
  gtk_widget_class_bind_template_child (widget_class, HspServiceRow, cancel_mark);
  gtk_widget_class_bind_template_child (widget_class, HspServiceRow, stock_text);
  gtk_widget_class_bind_template_callback (widget_class, on_star_clicked_cb);
}

static void
hsp_service_row_init (HspServiceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  self->service = hsp_service_slot_get_service (self->slot);
  if (self->service == NULL)
    return;
  g_object_ref (self->service);
  self->stock_handler = g_signal_connect_swapped (self->service, "notify::stock",
                                                  G_CALLBACK (update_stock), self);

  value = hsp_service_get_value (self->service);
  gtk_inscription_set_text (self->name_text, value->name);
  hsp_service_row_update (self);
}

/**
 * hsp_service_row_bind:
 * @item: its item is a HspServiceSlot, which the row follows
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
  self->slot = g_object_ref (HSP_SERVICE_SLOT (gtk_list_item_get_item (item)));
  self->slot_handler = g_signal_connect_swapped (self->slot, "notify::service",
                                                 G_CALLBACK (take_service), self);
  take_service (self);
  hsp_service_row_update_matches (self);
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

  gtk_widget_set_visible (GTK_WIDGET (self->star), !self->style->narrow);
  show_favourite (self);
  show_mark (self, self->refill_mark, hsp_service_get_value (self->service)->refill);
  show_mark (self, self->cancel_mark, hsp_service_get_value (self->service)->cancel);
  show_change (self);
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

  show_favourite (self);
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
