/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-adopt-dialog.h"

#include <glib/gi18n-lib.h>

#include "hsp-error.h"
#include "hsp-lifetime.h"
#include "hsp-text.h"

/* Longer than any order number that was seen, short enough to be looked over */
#define MAX_DIGITS 20
/* Of several: the most that are sold at once, with what stands between them */
#define MAX_SEVERAL (10 * (MAX_DIGITS + 3))

struct _HspAdoptDialog
{
  AdwWindow parent_instance;

  HspOrderBook *book;         /* (owned) */
  HspOrder     *order;        /* (owned) (nullable): the purchase to settle */
  GCancellable *cancellable;  /* (owned) (nullable) while the shop is asked */
  guint         spinner_timeout;

  GtkWidget  *accept_button;
  GtkLabel   *accept_label;
  GtkSpinner *spinner;
  GtkLabel   *heading;
  GtkLabel   *body;
  GtkEntry   *entry;
  GtkLabel   *error_label;
};

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspAdoptDialog, hsp_adopt_dialog, ADW_TYPE_WINDOW)

/* How many numbers the purchase got: several only where numbers for codes were bought. */
static gboolean
takes_several (HspAdoptDialog *self)
{
  return self->order != NULL && hsp_order_get_row (self->order)->kind == HSP_PURCHASE_SMS
         && hsp_order_get_row (self->order)->quantity > 1;
}

static char *
dup_number (HspAdoptDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

/* A number copied from the website often has its sign before it. */
static gboolean
is_one_number (const char *word)
{
  const char *number = *word == '#' ? word + 1 : word;
  const gsize length = strlen (number);

  return length > 0 && length <= MAX_DIGITS && strspn (number, "0123456789") == length;
}

/* One, or several with blanks or commas between them. */
static gboolean
is_number (HspAdoptDialog *self,
           const char     *text)
{
  g_auto(GStrv) words = g_strsplit_set (text, takes_several (self) ? " ,;\t" : "", -1);
  guint n_numbers = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (!is_one_number (words[i]))
        return FALSE;
      n_numbers++;
    }
  return n_numbers > 0;
}

static void
show_error (HspAdoptDialog *self,
            const char     *text)
{
  gtk_label_set_text (self->error_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), text != NULL);
  if (text != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

static gboolean
show_spinner_cb (gpointer user_data)
{
  HspAdoptDialog *self = HSP_ADOPT_DIALOG (user_data);

  self->spinner_timeout = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
update_accept (HspAdoptDialog *self)
{
  g_autofree char *number = dup_number (self);

  gtk_widget_set_sensitive (self->accept_button,
                            self->cancellable == NULL && is_number (self, number));
}

static void
set_asking (HspAdoptDialog *self,
            gboolean        asking)
{
  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  if (asking)
    {
      self->cancellable = g_cancellable_new ();
      self->spinner_timeout = g_timeout_add (250, show_spinner_cb, self);
    }

  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !asking);
  update_accept (self);
}

static void on_settled_cb (GObject      *object,
                           GAsyncResult *result,
                           gpointer      user_data);

static void
on_anyway_response_cb (HspAdoptDialog *self,
                       const char     *response)
{
  g_autofree char *number = dup_number (self);

  if (!g_str_equal (response, "keep") || self->cancellable != NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
      return;
    }
  set_asking (self, TRUE);
  hsp_order_book_settle_anyway_async (self->book, self->order, number, self->cancellable,
                                      on_settled_cb, hsp_weak_new (self));
}

/* The shop knows the number, but it looks like that of something else. */
static void
ask_anyway (HspAdoptDialog *self,
            const char     *figures)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Is This the Right Order?"),
                                              figures);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"),
                                    "keep", _("Keep Anyway"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "keep",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_anyway_response_cb), self,
                           G_CONNECT_SWAPPED);
  hsp_message_dialog_present (dialog);
}

static void
end_asking (HspAdoptDialog *self,
            HspOrder       *order,
            const GError   *error)
{
  g_autofree char *text = NULL;

  /* closed meanwhile */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->cancellable == NULL)
    return;

  set_asking (self, FALSE);
  if (g_error_matches (error, HSP_ERROR, HSP_ERROR_MISMATCH))
    {
      ask_anyway (self, error->message);
      return;
    }
  if (error != NULL)
    {
      text = hsp_text_error (error);
      show_error (self, text);
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
      return;
    }

  g_signal_emit (self, signals[SIGNAL_DONE], 0, order);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_adopted_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(HspAdoptDialog) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(HspOrder) order = NULL;

  order = hsp_order_book_adopt_finish (HSP_ORDER_BOOK (object), result, &error);
  if (self != NULL)
    end_asking (self, order, error);
}

static void
on_settled_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(HspAdoptDialog) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;

  hsp_order_book_settle_finish (HSP_ORDER_BOOK (object), result, &error);
  if (self != NULL)
    end_asking (self, self->order, error);
}

static void
on_accept_cb (HspAdoptDialog *self)
{
  g_autofree char *number = dup_number (self);

  if (self->cancellable != NULL || !is_number (self, number))
    return;

  show_error (self, NULL);
  set_asking (self, TRUE);
  if (self->order != NULL)
    hsp_order_book_settle_placed_async (self->book, self->order, number, self->cancellable,
                                        on_settled_cb, hsp_weak_new (self));
  else
    hsp_order_book_adopt_async (self->book, number, self->cancellable, on_adopted_cb,
                                hsp_weak_new (self));
}

static void
on_text_changed_cb (HspAdoptDialog *self)
{
  g_autofree char *number = dup_number (self);

  show_error (self, *number != '\0' && !is_number (self, number)
                    ? _("An order number has digits only.") : NULL);
  update_accept (self);
}

static gboolean
hsp_adopt_dialog_close_request (GtkWindow *window)
{
  HspAdoptDialog *self = HSP_ADOPT_DIALOG (window);

  g_cancellable_cancel (self->cancellable);
  set_asking (self, FALSE);

  return GTK_WINDOW_CLASS (hsp_adopt_dialog_parent_class)->close_request (window);
}

static void
hsp_adopt_dialog_dispose (GObject *object)
{
  HspAdoptDialog *self = HSP_ADOPT_DIALOG (object);

  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->book);
  g_clear_object (&self->order);

  G_OBJECT_CLASS (hsp_adopt_dialog_parent_class)->dispose (object);
}

static void
hsp_adopt_dialog_class_init (HspAdoptDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_adopt_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = hsp_adopt_dialog_close_request;

  signals[SIGNAL_DONE] = g_signal_new ("done", HSP_TYPE_ADOPT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, HSP_TYPE_ORDER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/orders/hsp-adopt-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HspAdoptDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, HspAdoptDialog, accept_label);
  gtk_widget_class_bind_template_child (widget_class, HspAdoptDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, HspAdoptDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, HspAdoptDialog, body);
  gtk_widget_class_bind_template_child (widget_class, HspAdoptDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, HspAdoptDialog, error_label);
  gtk_widget_class_bind_template_callback (widget_class, on_accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
hsp_adopt_dialog_init (HspAdoptDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_settling (HspAdoptDialog *self)
{
  const gboolean several = takes_several (self);

  gtk_window_set_title (GTK_WINDOW (self), _("It Was Placed"));
  gtk_label_set_text (self->heading, several ? _("Which order numbers did it get?")
                                             : _("Which order number did it get?"));
  if (several)
    {
      gtk_entry_set_max_length (self->entry, MAX_SEVERAL);
      gtk_entry_set_input_purpose (self->entry, GTK_INPUT_PURPOSE_FREE_FORM);
      gtk_entry_set_placeholder_text (self->entry,
                                      _("Order numbers, with spaces or commas between them"));
    }
  gtk_label_set_text (self->body, _("You find it in your order history on the website. The shop is "
                                    "asked for the order, and nothing is bought."));
  gtk_label_set_text (self->accept_label, _("Keep"));
}

GtkWidget *
hsp_adopt_dialog_new (GtkWindow    *parent,
                      HspOrderBook *book,
                      HspOrder     *order)
{
  HspAdoptDialog *self;

  g_return_val_if_fail (HSP_IS_ORDER_BOOK (book), NULL);
  g_return_val_if_fail (order == NULL || HSP_IS_ORDER (order), NULL);

  self = g_object_new (HSP_TYPE_ADOPT_DIALOG, "transient-for", parent, NULL);
  self->book = g_object_ref (book);
  g_set_object (&self->order, order);
  if (order != NULL)
    show_settling (self);
  if (order != NULL && hsp_order_get_unwritten (order) != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), hsp_order_get_unwritten (order));
  update_accept (self);

  return GTK_WIDGET (self);
}
