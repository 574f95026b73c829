/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-goods.h"

#include <glib/gi18n-lib.h>

#include "hsp-error.h"
#include "hsp-lifetime.h"
#include "hsp-text.h"

/* Of what is shown of the goods; a longer text is higher in any case */
#define MAX_HEIGHT 240
#define MEASURED_LENGTH 4096

/* What the person asked for with a press. */
typedef enum
{
  WANT_REVEAL,
  WANT_COPY,
  WANT_SAVE,
} Want;

struct _HspOrderGoods
{
  GtkListBoxRow parent_instance;

  HspOrderBook *book;         /* (owned) (nullable) */
  HspOrder     *order;        /* (owned) (nullable) */
  GCancellable *cancellable;  /* (owned) (nullable) while the shop is asked */
  Want          want;
  GFile        *target;       /* (owned) (nullable) where they are to be saved */
  GtkFileChooserNative *chooser;  /* (owned) (nullable) while it is shown */
  guint         n_lines;      /* of this order, as they were told last; 0 unknown */
  guint         spinner_timeout;

  GtkLabel        *value_label;
  GtkSpinner      *spinner;
  GtkToggleButton *reveal_button;
  GtkImage        *reveal_icon;
  GtkLabel        *reveal_label;
  GtkWidget       *copy_button;
  GtkWidget       *copy_label;
  GtkWidget       *save_button;
  GtkWidget       *save_label;
  GtkRevealer     *revealer;
  GtkScrolledWindow *scroller;
  GtkTextView     *text_view;
  GtkWidget       *retry_button;
};

G_DEFINE_FINAL_TYPE (HspOrderGoods, hsp_order_goods, GTK_TYPE_LIST_BOX_ROW)

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
  gtk_widget_set_sensitive (self->save_button, !asking);
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
  hsp_widget_set_tooltip (GTK_WIDGET (self->reveal_button), text);
  hsp_widget_set_accessible_label (GTK_WIDGET (self->reveal_button),
                                   revealed ? _("Hide what was delivered")
                                            : _("Reveal what was delivered"));
}

static char *
create_count_text (guint n)
{
  return g_strdup_printf (ngettext ("%u line", "%u lines", n), n);
}

static char *
create_hidden_text (HspOrderGoods *self)
{
  const HspPurchaseRow *row = self->order != NULL ? hsp_order_get_row (self->order) : NULL;
  g_autofree char *count = NULL;

  if (self->n_lines > 0)
    return g_strdup_printf (ngettext ("%u line, hidden", "%u lines, hidden", self->n_lines),
                            self->n_lines);
  if (row == NULL || row->remains < 0 || row->quantity <= row->remains)
    return g_strdup (_("Hidden"));

  count = hsp_number_to_text (row->quantity - row->remains);
  /* Translators: %s is a number */
  return g_strdup_printf (_("%s delivered, hidden"), count);
}

/* The line of the cursor: a click, or the arrow keys, say which. */
static void
on_copy_line_cb (HspOrderGoods *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start, end;
  g_autofree char *line = NULL;

  gtk_text_buffer_get_iter_at_mark (buffer, &start, gtk_text_buffer_get_insert (buffer));
  gtk_text_iter_set_line_offset (&start, 0);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  line = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.copy", "(ss)", line, _("Line copied"));
}

/* How high @text is in the view, which is not laid out yet. */
static int
measure_goods (HspOrderGoods *self,
               const char    *text)
{
  GtkWidget *box = gtk_revealer_get_child (self->revealer);
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->text_view), text);
  int width = gtk_widget_get_width (GTK_WIDGET (self->revealer)) -
              gtk_widget_get_margin_start (box) - gtk_widget_get_margin_end (box) -
              gtk_text_view_get_left_margin (self->text_view) -
              gtk_text_view_get_right_margin (self->text_view);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  int height;

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_width (layout, MAX (width, 1) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_CHAR);
  pango_layout_get_pixel_size (layout, NULL, &height);

  return height + gtk_text_view_get_top_margin (self->text_view) +
         gtk_text_view_get_bottom_margin (self->text_view);
}

/* A row of a list is as low as it can be, and what scrolls in it as low as that: so it is told. */
static void
make_room (HspOrderGoods *self,
           const char    *text)
{
  int height = strlen (text) < MEASURED_LENGTH ? measure_goods (self, text) : MAX_HEIGHT;

  gtk_scrolled_window_set_min_content_height (self->scroller, MIN (height, MAX_HEIGHT));
}

static void
reveal (HspOrderGoods *self,
        GStrv          goods)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  g_autofree char *count = create_count_text (g_strv_length (goods));
  g_autofree char *text = g_strjoinv ("\n", goods);
  GtkTextIter start, end;

  make_room (self, text);
  gtk_text_buffer_set_text (buffer, text, -1);
  /* a hyphen that Pango put in would be read as one of the goods' own */
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_apply_tag_by_name (buffer, "goods", &start, &end);
  gtk_text_buffer_place_cursor (buffer, &start);

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
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(HspOrderGoods) self = hsp_weak_take (user_data);
  g_autofree char *name = g_file_get_basename (G_FILE (object));
  g_autofree char *message = NULL;

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, NULL))
    /* Translators: %s is the name of a file */
    message = g_strdup_printf (_("Saved %s"), name);
  else
    message = g_strdup (_("It could not be saved there"));
  if (self != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", message);
}

/* They are worth money: nobody else on this computer may read the file. */
static void
save (HspOrderGoods *self,
      GStrv          goods)
{
  g_autofree char *lines = g_strjoinv ("\n", goods);
  g_autofree char *text = g_strconcat (lines, "\n", NULL);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  g_file_replace_contents_bytes_async (self->target, bytes, NULL, FALSE,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL, saved_cb, hsp_weak_new (self));
}

static void
show_hidden (HspOrderGoods *self)
{
  g_autofree char *text = create_hidden_text (self);

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), "", 0);
  gtk_widget_set_visible (self->retry_button, FALSE);
  gtk_label_set_text (self->value_label, text);
  gtk_toggle_button_set_active (self->reveal_button, FALSE);
  show_reveal_button (self, FALSE);
}

static char *
describe_failure (const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, HSP_ERROR, HSP_ERROR_NOT_SENT) ||
      g_error_matches (error, HSP_ERROR, HSP_ERROR_NO_ANSWER))
    return g_strdup (_("The shop did not answer. Nothing is lost."));

  text = hsp_text_error (error);
  return g_strdup_printf ("%s\n%s", text, _("Nothing is lost."));
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
  if (goods != NULL)
    self->n_lines = g_strv_length (goods);
  if (goods == NULL)
    {
      g_autofree char *failure = describe_failure (error);

      show_hidden (self);
      gtk_label_set_text (self->value_label, failure);
      gtk_widget_set_visible (self->retry_button, TRUE);
    }
  else if (goods[0] == NULL)
    {
      show_hidden (self);
      gtk_label_set_text (self->value_label, _("Nothing to show yet"));
    }
  else if (self->want == WANT_REVEAL)
    {
      reveal (self, goods);
    }
  else
    {
      g_autofree char *hidden = create_hidden_text (self);

      if (!gtk_revealer_get_reveal_child (self->revealer))
        gtk_label_set_text (self->value_label, hidden);
      if (self->want == WANT_COPY)
        copy (self, goods);
      else
        save (self, goods);
    }
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
on_chooser_response_cb (HspOrderGoods        *self,
                        int                   response,
                        GtkFileChooserNative *chooser)
{
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      hsp_order_goods_save_to (self, file);
    }
  g_clear_object (&self->chooser);
}

static void
on_save_cb (HspOrderGoods *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (self->order == NULL || self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_("Save What Was Delivered"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  name = g_strdup_printf ("order-%s.txt", hsp_order_get_row (self->order)->order);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_retry_cb (HspOrderGoods *self)
{
  if (self->want != WANT_REVEAL)
    ask (self, self->want);
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
  g_clear_object (&self->chooser);
  g_clear_object (&self->target);
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
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, save_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, save_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, scroller);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, text_view);
  gtk_widget_class_bind_template_child (widget_class, HspOrderGoods, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, on_reveal_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_line_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
}

static void
hsp_order_goods_init (HspOrderGoods *self)
{
  GtkTextBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  show_reveal_button (self, FALSE);
  buffer = gtk_text_view_get_buffer (self->text_view);
  gtk_text_buffer_create_tag (buffer, "goods", "insert-hyphens", FALSE, NULL);
  /* what is hidden must not come back */
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
}

void
hsp_order_goods_set_order (HspOrderGoods *self,
                           HspOrderBook  *book,
                           HspOrder      *order)
{
  g_return_if_fail (HSP_IS_ORDER_GOODS (self));

  if (self->order == order)
    return;

  g_set_object (&self->book, book);
  g_set_object (&self->order, order);
  self->n_lines = 0;
  hsp_order_goods_hide (self);
}

/* Asks the shop, and writes the goods to @file, for this user's eyes only. */
void
hsp_order_goods_save_to (HspOrderGoods *self,
                         GFile         *file)
{
  g_return_if_fail (HSP_IS_ORDER_GOODS (self));
  g_return_if_fail (G_IS_FILE (file));

  g_set_object (&self->target, file);
  ask (self, WANT_SAVE);
}

/* Words beside the icons where there is room for them. */
void
hsp_order_goods_set_narrow (HspOrderGoods *self,
                            gboolean       narrow)
{
  g_return_if_fail (HSP_IS_ORDER_GOODS (self));

  gtk_widget_set_visible (GTK_WIDGET (self->reveal_label), !narrow);
  gtk_widget_set_visible (self->copy_label, !narrow);
  gtk_widget_set_visible (self->save_label, !narrow);
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
