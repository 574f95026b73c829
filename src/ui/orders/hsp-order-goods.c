/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-goods.h"

#include <glib/gi18n-lib.h>

#include "hsp-lifetime.h"
#include "hsp-text.h"

/* So many lines are shown with a button each; the rest goes with Copy */
#define MAX_LINES 200

/* What the person asked for with a press. */
typedef enum
{
  WANT_REVEAL,
  WANT_COPY,
} Want;

struct _HspOrderGoods
{
  GtkListBoxRow parent_instance;

  HspOrderBook *book;         /* (owned) (nullable) */
  HspOrder     *order;        /* (owned) (nullable) */
  GCancellable *cancellable;  /* (owned) (nullable) while the shop is asked */
  Want          want;
  guint         spinner_timeout;

  GtkLabel        *value_label;
  GtkSpinner      *spinner;
  GtkToggleButton *reveal_button;
  GtkImage        *reveal_icon;
  GtkLabel        *reveal_label;
  GtkWidget       *copy_button;
  GtkWidget       *copy_label;
  GtkRevealer     *revealer;
  GtkBox          *lines;
  GtkWidget       *retry_button;
};

G_DEFINE_FINAL_TYPE (HspOrderGoods, hsp_order_goods, GTK_TYPE_LIST_BOX_ROW)

static void
clear_lines (HspOrderGoods *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lines))) != NULL)
    gtk_box_remove (self->lines, child);
}

static gboolean
show_spinner_cb (gpointer user_data)
{
  HspOrderGoods *self = HSP_ORDER_GOODS (user_data);

  self->spinner_timeout = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
set_asking (HspOrderGoods *self,
            gboolean       asking)
{
  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_sensitive (self->copy_button, !asking);
  if (asking)
    {
      self->cancellable = g_cancellable_new ();
      self->spinner_timeout = g_timeout_add (250, show_spinner_cb, self);
    }
}

static void
show_reveal_button (HspOrderGoods *self,
                    gboolean       revealed)
{
  const char *text = revealed ? _("Hide") : _("Reveal");

  gtk_label_set_text (self->reveal_label, text);
  gtk_image_set_from_icon_name (self->reveal_icon, revealed ? "view-conceal-symbolic"
                                                            : "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reveal_button), text);
  hsp_widget_set_accessible_label (GTK_WIDGET (self->reveal_button),
                                   revealed ? _("Hide what was delivered")
                                            : _("Reveal what was delivered"));
}

static char *
create_count_text (guint n)
{
  return g_strdup_printf (ngettext ("%u line", "%u lines", n), n);
}

static void
on_copy_line_cb (GtkWidget *button,
                 gpointer   user_data)
{
  GtkWidget *label = gtk_widget_get_prev_sibling (button);

  gtk_widget_activate_action (button, "win.copy", "(ss)",
                              gtk_label_get_text (GTK_LABEL (label)), _("Line copied"));
}

static GtkWidget *
create_line (const char *text,
             guint       number)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  g_autofree char *spoken = g_strdup_printf (_("Copy line %u"), number);
  PangoAttrList *attributes = pango_attr_list_new ();

  /* a hyphen that Pango put in would be read as one of the goods' own */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Copy Line"));
  hsp_widget_set_accessible_label (button, spoken);
  g_signal_connect (button, "clicked", G_CALLBACK (on_copy_line_cb), NULL);

  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), button);
  return line;
}

static void
reveal (HspOrderGoods *self,
        GStrv          goods)
{
  guint n = g_strv_length (goods);
  g_autofree char *count = create_count_text (n);

  clear_lines (self);
  for (guint i = 0; i < MIN (n, MAX_LINES); i++)
    gtk_box_append (self->lines, create_line (goods[i], i + 1));
  if (n > MAX_LINES)
    {
      g_autofree char *more =
        g_strdup_printf (ngettext ("%u more line: Copy takes all.",
                                   "%u more lines: Copy takes all.", n - MAX_LINES), n - MAX_LINES);

      gtk_box_append (self->lines, gtk_label_new (more));
    }

  gtk_label_set_text (self->value_label, count);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  show_reveal_button (self, TRUE);
}

static void
copy (HspOrderGoods *self,
      GStrv          goods)
{
  guint n = g_strv_length (goods);
  g_autofree char *text = g_strjoinv ("\n", goods);
  g_autofree char *message =
    g_strdup_printf (ngettext ("Copied %u line", "Copied %u lines", n), n);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.copy", "(ss)", text, message);
}

static void
show_hidden (HspOrderGoods *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  clear_lines (self);
  gtk_widget_set_visible (self->retry_button, FALSE);
  gtk_label_set_text (self->value_label, _("Hidden"));
  gtk_toggle_button_set_active (self->reveal_button, FALSE);
  show_reveal_button (self, FALSE);
}

static void
on_goods_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(HspOrderGoods) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) goods = NULL;

  goods = hsp_order_book_fetch_goods_finish (HSP_ORDER_BOOK (object), result, &error);
  /* another order, or the page was left */
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_asking (self, FALSE);
  if (goods == NULL)
    {
      show_hidden (self);
      gtk_label_set_text (self->value_label, _("The shop did not answer. Nothing is lost."));
      gtk_widget_set_visible (self->retry_button, TRUE);
    }
  else if (goods[0] == NULL)
    {
      show_hidden (self);
      gtk_label_set_text (self->value_label, _("Nothing to show yet"));
    }
  else if (self->want == WANT_REVEAL)
    reveal (self, goods);
  else
    copy (self, goods);
}

static void
ask (HspOrderGoods *self,
     Want           want)
{
  if (self->order == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  set_asking (self, TRUE);
  self->want = want;
  gtk_widget_set_visible (self->retry_button, FALSE);
  hsp_order_book_fetch_goods_async (self->book, self->order, self->cancellable, on_goods_cb,
                                    hsp_weak_new (self));
}

static void
on_reveal_cb (HspOrderGoods *self)
{
  gboolean active = gtk_toggle_button_get_active (self->reveal_button);

  if (active && !gtk_revealer_get_reveal_child (self->revealer))
    ask (self, WANT_REVEAL);
  else if (!active && (gtk_revealer_get_reveal_child (self->revealer) || self->cancellable != NULL))
    hsp_order_goods_hide (self);
}

static void
on_copy_cb (HspOrderGoods *self)
{
  ask (self, WANT_COPY);
}

static void
on_retry_cb (HspOrderGoods *self)
{
  if (self->want == WANT_COPY)
    ask (self, WANT_COPY);
  else
    gtk_toggle_button_set_active (self->reveal_button, TRUE);
}

/* Leaving the page, or another order: nobody looks at them any more. */
static void
hsp_order_goods_unmap (GtkWidget *widget)
{
  hsp_order_goods_hide (HSP_ORDER_GOODS (widget));

  GTK_WIDGET_CLASS (hsp_order_goods_parent_class)->unmap (widget);
}

static void
hsp_order_goods_dispose (GObject *object)
{
  HspOrderGoods *self = HSP_ORDER_GOODS (object);

  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->book);
  g_clear_object (&self->order);

  G_OBJECT_CLASS (hsp_order_goods_parent_class)->dispose (object);
}

static void
hsp_order_goods_class_init (HspOrderGoodsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_order_goods_dispose;
  widget_class->unmap = hsp_order_goods_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/orders/hsp-order-goods.ui");
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, value_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, spinner);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, reveal_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, reveal_icon);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, reveal_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, copy_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, copy_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, revealer);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, lines);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, on_reveal_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
}

static void
hsp_order_goods_init (HspOrderGoods *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_reveal_button (self, FALSE);
}

void
hsp_order_goods_set_order (HspOrderGoods *self,
                           HspOrderBook  *book,
                           HspOrder      *order)
{
  g_return_if_fail (HSP_IS_ORDER_GOODS (self));

  if (self->order == order)
    return;

  hsp_order_goods_hide (self);
  g_set_object (&self->book, book);
  g_set_object (&self->order, order);
}

/* Words beside the icons where there is room for them. */
void
hsp_order_goods_set_narrow (HspOrderGoods *self,
                            gboolean       narrow)
{
  g_return_if_fail (HSP_IS_ORDER_GOODS (self));

  gtk_widget_set_visible (GTK_WIDGET (self->reveal_label), !narrow);
  gtk_widget_set_visible (self->copy_label, !narrow);
}

void
hsp_order_goods_hide (HspOrderGoods *self)
{
  g_return_if_fail (HSP_IS_ORDER_GOODS (self));

  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      set_asking (self, FALSE);
    }
  show_hidden (self);
}
