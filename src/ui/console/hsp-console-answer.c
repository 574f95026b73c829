/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-console-answer.h"

#include "hsp-code-view.h"
#include "hsp-console-text.h"
#include "hsp-lifetime.h"
#include "hsp-text.h"

#include <glib/gi18n-lib.h>

#define TICK_MS 100
#define WAIT_TICK_MS 250
#define SPINNER_DELAY_US (250 * G_TIME_SPAN_MILLISECOND)

struct _HspConsoleAnswer
{
  AdwBin            parent_instance;

  HspRequest       *request;        /* (owned) (nullable) */
  HspExchange      *exchange;       /* (owned) (nullable) its answer, which the list may drop */
  GtkFileChooserNative *chooser;    /* (owned) (nullable) while it is shown */
  gint64            busy_since;     /* monotonic microseconds */
  guint             tick;
  guint             wait_tick;      /* while the shop asks to be left alone */

  GtkWidget        *status_box;
  GtkLabel         *pill;
  GtkSpinner       *spinner;
  GtkLabel         *details;
  GtkLabel         *sentence;
  GtkButton        *again_button;
  GtkWidget        *tools;
  GtkToggleButton  *pretty_button;
  GtkToggleButton  *raw_button;
  GtkToggleButton  *headers_button;
  GtkWidget        *copy_button;
  GtkWidget        *save_button;
  GtkWidget        *find_button;
  GtkSearchBar     *find_bar;
  GtkSearchEntry   *find_entry;
  GtkWidget        *part_bar;
  GtkLabel         *part_label;
  GtkStack         *stack;
  AdwStatusPage    *words_page;
  HspCodeView      *code;
};

enum
{
  SIGNAL_SEND_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspConsoleAnswer, hsp_console_answer, ADW_TYPE_BIN)

static HspAnswerText *
get_text (HspConsoleAnswer *self)
{
  return self->exchange != NULL ? self->exchange->text : NULL;
}

static void
set_pill (HspConsoleAnswer *self,
          const char       *text,
          const char       *style)
{
  const char *classes[] = { style, NULL };

  gtk_label_set_text (self->pill, text);
  hsp_widget_set_tooltip (GTK_WIDGET (self->pill), text);
  gtk_widget_set_css_classes (GTK_WIDGET (self->pill), classes);
}

/* What is shown */

static void
show_words (HspConsoleAnswer *self,
            const char       *title,
            const char       *description)
{
  /* of a status page the description alone is markup */
  g_autofree char *safe = g_markup_escape_text (description != NULL ? description : "", -1);

  adw_status_page_set_title (self->words_page, title);
  adw_status_page_set_description (self->words_page, safe);
  gtk_stack_set_visible_child_name (self->stack, "words");
}

static void
show_part (HspConsoleAnswer *self,
           gboolean          cut)
{
  HspAnswerText *text = get_text (self);
  g_autofree char *shown = NULL;
  g_autofree char *all = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->part_bar, cut);
  if (!cut)
    return;
  shown = g_format_size (HSP_SHOWN_SIZE);
  all = g_format_size (text->size);
  /* Translators: sizes: "Showing the first 1.0 MB of 14.2 MB" */
  words = g_strdup_printf (_("Showing the first %s of %s"), shown, all);
  gtk_label_set_text (self->part_label, words);
}

static void
show_pretty (HspConsoleAnswer *self,
             HspAnswerText    *text)
{
  g_autofree char *words = NULL;

  if (text->is_json)
    {
      hsp_code_view_set_text (self->code, text->pretty, "json", text->folds);
      gtk_stack_set_visible_child_name (self->stack, "code");
      show_part (self, text->pretty_cut);
      return;
    }
  /* Translators: %s is the beginning of an answer: "<html>" */
  words = text->size > 0 ? g_strdup_printf (_("It begins with %s"), text->beginning)
                         : g_strdup (_("It is empty."));
  show_words (self, _("The answer is not JSON"), words);
  show_part (self, FALSE);
}

static void
show_view (HspConsoleAnswer *self)
{
  HspAnswerText *text = get_text (self);

  gtk_widget_set_sensitive (self->tools, self->exchange != NULL);
  gtk_widget_set_sensitive (self->save_button, text != NULL);
  if (gtk_toggle_button_get_active (self->headers_button) && self->exchange != NULL &&
      self->exchange->headers != NULL)
    {
      gboolean cut;
      g_autofree char *lines = hsp_answer_text_break_lines (self->exchange->headers,
                                                            strlen (self->exchange->headers), &cut);

      hsp_code_view_set_text (self->code, lines, NULL, NULL);
      gtk_stack_set_visible_child_name (self->stack, "code");
      show_part (self, FALSE);
    }
  else if (text != NULL && gtk_toggle_button_get_active (self->pretty_button))
    show_pretty (self, text);
  else if (text != NULL && gtk_toggle_button_get_active (self->raw_button))
    {
      hsp_code_view_set_text (self->code, text->raw, NULL, NULL);
      gtk_stack_set_visible_child_name (self->stack, "code");
      show_part (self, text->raw_cut);
    }
  else
    {
      g_autofree char *sentence = self->request != NULL ? hsp_console_text_sentence (self->request)
                                                        : NULL;

      show_words (self, _("No answer"), sentence);
      show_part (self, FALSE);
    }
}

static void
on_view_toggled_cb (HspConsoleAnswer *self,
                    GtkToggleButton  *button)
{
  if (gtk_toggle_button_get_active (button) && self->request != NULL)
    show_view (self);
}

static void
stop_tick (HspConsoleAnswer *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->wait_tick, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
}

static void
show_sentence (HspConsoleAnswer *self)
{
  g_autofree char *sentence = hsp_console_text_sentence (self->request);

  gtk_label_set_text (self->sentence, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), sentence != NULL);
}

static gboolean
on_wait_tick_cb (gpointer user_data)
{
  HspConsoleAnswer *self = user_data;

  show_sentence (self);
  if (hsp_request_get_wait (self->request) > 0)
    return G_SOURCE_CONTINUE;
  self->wait_tick = 0;
  return G_SOURCE_REMOVE;
}

static void
show_status (HspConsoleAnswer *self)
{
  g_autofree char *pill = hsp_console_text_pill (self->request);
  g_autofree char *details = hsp_console_text_details (self->request);
  g_autofree char *spoken = hsp_console_text_spoken (self->request);
  HspRequestResult result = hsp_request_get_result (self->request);

  set_pill (self, pill, hsp_console_text_pill_class (self->request));
  gtk_label_set_text (self->details, details);
  show_sentence (self);
  if (hsp_request_get_wait (self->request) > 0)
    self->wait_tick = g_timeout_add (WAIT_TICK_MS, on_wait_tick_cb, self);
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), result == HSP_RESULT_TIMED_OUT ||
                          result == HSP_RESULT_BROKEN || result == HSP_RESULT_NOT_SENT);
  gtk_widget_set_visible (self->status_box, TRUE);
  hsp_widget_set_accessible_label (self->status_box, spoken);
  hsp_widget_announce (GTK_WIDGET (self), spoken);
}

void
hsp_console_answer_set_request (HspConsoleAnswer *self,
                                HspRequest       *request)
{
  HspExchange *exchange = request != NULL ? hsp_request_get_exchange (request) : NULL;
  HspAnswerText *text;

  g_return_if_fail (HSP_IS_CONSOLE_ANSWER (self));

  stop_tick (self);
  g_set_object (&self->request, request);
  g_clear_pointer (&self->exchange, hsp_exchange_unref);
  if (exchange != NULL)
    self->exchange = hsp_exchange_ref (exchange);
  text = get_text (self);
  if (request == NULL)
    {
      gtk_widget_set_visible (self->status_box, FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->sentence), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->again_button), FALSE);
      gtk_widget_set_sensitive (self->tools, FALSE);
      show_part (self, FALSE);
      show_words (self, _("No Answer Yet"), _("Fill in the fields and press Send."));
      return;
    }

  show_status (self);
  /* what cannot be laid out is shown as it came */
  if (text != NULL && !text->is_json && gtk_toggle_button_get_active (self->pretty_button))
    gtk_toggle_button_set_active (self->raw_button, TRUE);
  else if (text != NULL && text->is_json && gtk_toggle_button_get_active (self->raw_button))
    gtk_toggle_button_set_active (self->pretty_button, TRUE);
  else
    show_view (self);
}

void
hsp_console_answer_set_refused (HspConsoleAnswer *self,
                                const char       *message)
{
  g_return_if_fail (HSP_IS_CONSOLE_ANSWER (self));

  hsp_console_answer_set_request (self, NULL);
  set_pill (self, _("Not sent"), "pill-error");
  gtk_label_set_text (self->details, "");
  gtk_widget_set_visible (self->status_box, TRUE);
  show_words (self, _("Nothing was sent"), message);
}

static gboolean
on_tick_cb (gpointer user_data)
{
  HspConsoleAnswer *self = user_data;
  gint64 elapsed = g_get_monotonic_time () - self->busy_since;
  g_autofree char *text = NULL;

  /* Translators: seconds, in tenths: "1.4 s" */
  text = g_strdup_printf (_("%.1f s"), (double) elapsed / G_USEC_PER_SEC);
  gtk_label_set_text (self->details, text);
  if (elapsed >= SPINNER_DELAY_US && !gtk_spinner_get_spinning (self->spinner))
    {
      gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
      gtk_spinner_start (self->spinner);
    }
  return G_SOURCE_CONTINUE;
}

void
hsp_console_answer_set_busy (HspConsoleAnswer *self,
                             gboolean          busy)
{
  g_return_if_fail (HSP_IS_CONSOLE_ANSWER (self));

  stop_tick (self);
  if (!busy)
    return;
  self->busy_since = g_get_monotonic_time ();
  self->tick = g_timeout_add (TICK_MS, on_tick_cb, self);
  set_pill (self, _("Sending…"), "pill-accent");
  gtk_label_set_text (self->details, "");
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), FALSE);
  gtk_widget_set_visible (self->status_box, TRUE);
  hsp_widget_set_accessible_label (self->status_box, _("Sending…"));
}

/* Finding */

static void
find (HspConsoleAnswer *self,
      gboolean          backwards,
      gboolean          from_here)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->find_entry));

  if (hsp_code_view_find (self->code, words, backwards, from_here))
    gtk_widget_remove_css_class (GTK_WIDGET (self->find_entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->find_entry), "error");
}

static void
on_find_changed_cb (HspConsoleAnswer *self)
{
  find (self, FALSE, TRUE);
}

static void
on_find_next_cb (HspConsoleAnswer *self)
{
  find (self, FALSE, FALSE);
}

static void
on_find_previous_cb (HspConsoleAnswer *self)
{
  find (self, TRUE, FALSE);
}

void
hsp_console_answer_find (HspConsoleAnswer *self)
{
  g_return_if_fail (HSP_IS_CONSOLE_ANSWER (self));

  gtk_search_bar_set_search_mode (self->find_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->find_entry));
}

gboolean
hsp_console_answer_stop_finding (HspConsoleAnswer *self)
{
  g_return_val_if_fail (HSP_IS_CONSOLE_ANSWER (self), FALSE);

  if (!gtk_search_bar_get_search_mode (self->find_bar))
    return FALSE;
  gtk_search_bar_set_search_mode (self->find_bar, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (hsp_code_view_get_view (self->code)));
  return TRUE;
}

static void
on_find_button_clicked_cb (HspConsoleAnswer *self)
{
  if (!hsp_console_answer_stop_finding (self))
    hsp_console_answer_find (self);
}

/* Copying and saving */

char *
hsp_console_answer_dup_text (HspConsoleAnswer *self)
{
  g_return_val_if_fail (HSP_IS_CONSOLE_ANSWER (self), NULL);

  return hsp_code_view_dup_text (self->code);
}

static void
on_copy_button_clicked_cb (HspConsoleAnswer *self)
{
  g_autofree char *text = hsp_console_answer_dup_text (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "console.say", "s", _("Copied"));
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(HspConsoleAnswer) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  gboolean written = g_file_replace_contents_finish (G_FILE (object), result, NULL, &error);

  if (!written)
    g_debug ("Not saved: %s", error->message);
  if (self != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "console.say", "s",
                                written ? _("Saved") : _("It could not be saved there"));
}

void
hsp_console_answer_write_async (HspConsoleAnswer    *self,
                                GFile               *file,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  HspAnswerText *text;

  g_return_if_fail (HSP_IS_CONSOLE_ANSWER (self));

  text = get_text (self);
  g_return_if_fail (text != NULL);

  g_file_replace_contents_bytes_async (file, text->full, NULL, FALSE,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL, callback, user_data);
}

static void
on_chooser_response_cb (HspConsoleAnswer     *self,
                        int                   response,
                        GtkFileChooserNative *chooser)
{
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT && get_text (self) != NULL)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      hsp_console_answer_write_async (self, file, written_cb, hsp_weak_new (self));
    }
  g_clear_object (&self->chooser);
}

void
hsp_console_answer_save (HspConsoleAnswer *self)
{
  GtkFileChooserNative *chooser;
  HspAnswerText *text;
  g_autofree char *name = NULL;

  g_return_if_fail (HSP_IS_CONSOLE_ANSWER (self));

  text = get_text (self);
  if (text == NULL || self->chooser != NULL)
    return;
  self->chooser = chooser = gtk_file_chooser_native_new (_("Save Full Answer"),
                                         GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  name = g_strconcat (hsp_request_get_action (self->request),
                      text->is_json ? ".json" : ".txt", NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
on_again_button_clicked_cb (HspConsoleAnswer *self)
{
  g_signal_emit (self, signals[SIGNAL_SEND_AGAIN], 0);
}

/* Widget */

static void
hsp_console_answer_dispose (GObject *object)
{
  HspConsoleAnswer *self = HSP_CONSOLE_ANSWER (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->wait_tick, g_source_remove);
  g_clear_object (&self->chooser);
  g_clear_object (&self->request);
  g_clear_pointer (&self->exchange, hsp_exchange_unref);

  G_OBJECT_CLASS (hsp_console_answer_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, status_box);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, pill);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, spinner);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, details);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, sentence);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, again_button);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, tools);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, pretty_button);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, raw_button);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, headers_button);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, copy_button);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, save_button);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, find_button);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, find_bar);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, find_entry);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, part_bar);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, part_label);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, stack);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, words_page);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleAnswer, code);
}

static void
hsp_console_answer_class_init (HspConsoleAnswerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_console_answer_dispose;
  signals[SIGNAL_SEND_AGAIN] =
    g_signal_new ("send-again", HSP_TYPE_CONSOLE_ANSWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (HSP_TYPE_CODE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/console/hsp-console-answer.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_view_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_find_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_find_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_find_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_find_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, hsp_console_answer_save);
  gtk_widget_class_bind_template_callback (widget_class, hsp_console_answer_stop_finding);
  gtk_widget_class_bind_template_callback (widget_class, on_again_button_clicked_cb);
}

static void
hsp_console_answer_init (HspConsoleAnswer *self)
{
  GtkTextView *view;

  gtk_widget_init_template (GTK_WIDGET (self));
  view = hsp_code_view_get_view (self->code);
  gtk_text_view_set_left_margin (view, 4);
  gtk_text_view_set_right_margin (view, 12);
  gtk_text_view_set_top_margin (view, 6);
  gtk_text_view_set_bottom_margin (view, 12);
  gtk_search_bar_connect_entry (self->find_bar, GTK_EDITABLE (self->find_entry));
  hsp_console_answer_set_request (self, NULL);
}
