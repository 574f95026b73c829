/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-code-view.h"

#include "hsp-fold-gutter.h"
#include "hsp-source.h"
#include "hsp-text.h"

#include <glib/gi18n-lib.h>

/* What is folded has a tag that makes it invisible, from behind the opening bracket to before the
 * closing one, so that both stand on one line. The text itself stays as it is. */
struct _HspCodeView
{
  AdwBin          parent_instance;

  GtkTextView    *view;
  GtkTextBuffer  *buffer;       /* (unowned) the view's */
  GtkTextTag     *hidden_tag;   /* (unowned) the buffer's */
  GtkTextTag     *head_tag;     /* (unowned) the buffer's */
  HspFoldGutter  *gutter;
  GArray         *folds;        /* (owned) (nullable) (element-type HspFold) by their start */
  GByteArray     *folded;       /* (owned) one for each fold */
};

G_DEFINE_FINAL_TYPE (HspCodeView, hsp_code_view, ADW_TYPE_BIN)

static const HspFold *
get_fold (HspCodeView *self,
          guint        index)
{
  return &g_array_index (self->folds, HspFold, index);
}

/* The fold that begins at @line, the innermost of several; -1: none */
static int
find_fold_at (HspCodeView *self,
              guint        line)
{
  guint low = 0;
  guint high = self->folds != NULL ? self->folds->len : 0;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (get_fold (self, middle)->start < line)
        low = middle + 1;
      else
        high = middle;
    }
  return self->folds != NULL && low < self->folds->len && get_fold (self, low)->start == line
         ? (int) low : -1;
}

/* The innermost fold that @line is in; -1: none */
static int
find_fold_around (HspCodeView *self,
                  guint        line)
{
  int found = -1;

  for (guint i = 0; self->folds != NULL && i < self->folds->len; i++)
    {
      const HspFold *fold = get_fold (self, i);

      if (fold->start > line)
        break;
      if (fold->end >= line)
        found = (int) i;
    }
  return found;
}

static void
get_hidden (HspCodeView *self,
            guint        index,
            GtkTextIter *start,
            GtkTextIter *end)
{
  const HspFold *fold = get_fold (self, index);

  gtk_text_buffer_get_iter_at_line (self->buffer, start, fold->start);
  if (!gtk_text_iter_ends_line (start))
    gtk_text_iter_forward_to_line_end (start);
  gtk_text_buffer_get_iter_at_line (self->buffer, end, fold->end);
  while (gtk_text_iter_get_char (end) == ' ')
    gtk_text_iter_forward_char (end);
}

static void
apply_fold (HspCodeView *self,
            guint        index,
            gboolean     folded)
{
  GtkTextIter start, end, line;

  get_hidden (self, index, &start, &end);
  gtk_text_buffer_get_iter_at_line (self->buffer, &line, get_fold (self, index)->start);
  while (gtk_text_iter_get_char (&line) == ' ')
    gtk_text_iter_forward_char (&line);
  if (folded)
    {
      gtk_text_buffer_apply_tag (self->buffer, self->hidden_tag, &start, &end);
      gtk_text_buffer_apply_tag (self->buffer, self->head_tag, &line, &start);
    }
  else
    {
      gtk_text_buffer_remove_tag (self->buffer, self->hidden_tag, &start, &end);
      gtk_text_buffer_remove_tag (self->buffer, self->head_tag, &line, &start);
    }
}

static void
set_folded (HspCodeView *self,
            guint        index,
            gboolean     folded)
{
  const HspFold *fold = get_fold (self, index);
  GtkTextIter place;

  if (self->folded->data[index] == folded)
    return;
  self->folded->data[index] = folded;
  apply_fold (self, index, folded);
  /* what is folded inside stays so */
  for (guint i = index + 1; !folded && i < self->folds->len; i++)
    {
      if (get_fold (self, i)->start > fold->end)
        break;
      if (self->folded->data[i])
        apply_fold (self, i, TRUE);
    }
  if (folded)
    {
      /* the cursor does not stay where nobody sees it */
      gtk_text_buffer_get_iter_at_line (self->buffer, &place, fold->start);
      gtk_text_buffer_place_cursor (self->buffer, &place);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self->gutter));
}

static guint
get_cursor_line (HspCodeView *self)
{
  GtkTextIter place;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &place,
                                    gtk_text_buffer_get_insert (self->buffer));
  return (guint) gtk_text_iter_get_line (&place);
}

static void
toggle_line (HspCodeView *self,
             guint        line)
{
  int index = find_fold_at (self, line);

  if (index >= 0)
    set_folded (self, (guint) index, !self->folded->data[index]);
}

static void
toggle_fold_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  HspCodeView *self = HSP_CODE_VIEW (widget);
  guint line = get_cursor_line (self);
  int index = find_fold_at (self, line);

  if (index < 0)
    index = find_fold_around (self, line);
  if (index >= 0)
    set_folded (self, (guint) index, !self->folded->data[index]);
}

/* All that is in the outermost one, so that its parts are seen as a list. */
static void
fold_all_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  HspCodeView *self = HSP_CODE_VIEW (widget);
  guint last = 0;

  for (guint i = 0; self->folds != NULL && i < self->folds->len; i++)
    {
      const HspFold *fold = get_fold (self, i);
      gboolean is_list = i + 1 < self->folds->len && fold->start <= 1 &&
                         get_fold (self, i + 1)->end < fold->end;

      if (is_list || fold->start < last)
        continue;
      set_folded (self, i, TRUE);
      last = fold->end;
    }
}

static void
unfold_all_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  HspCodeView *self = HSP_CODE_VIEW (widget);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->hidden_tag, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->head_tag, &start, &end);
  if (self->folded->len > 0)
    memset (self->folded->data, 0, self->folded->len);
  gtk_widget_queue_draw (GTK_WIDGET (self->gutter));
}

static gboolean
on_view_key_pressed_cb (HspCodeView     *self,
                        guint            keyval,
                        guint            keycode,
                        GdkModifierType  state)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0 ||
      (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter))
    return GDK_EVENT_PROPAGATE;

  gtk_widget_activate_action (GTK_WIDGET (self), "code.toggle-fold", NULL);
  return GDK_EVENT_STOP;
}

/* What the gutter asks and tells */

static HspFoldMark
get_mark (guint    line,
          guint   *next,
          gpointer user_data)
{
  HspCodeView *self = user_data;
  int index = find_fold_at (self, line);

  *next = line + 1;
  if (index < 0)
    return HSP_FOLD_NONE;
  if (!self->folded->data[index])
    return HSP_FOLD_OPEN;
  *next = get_fold (self, (guint) index)->end + 1;
  return HSP_FOLD_CLOSED;
}

static void
on_gutter_line_clicked_cb (HspCodeView *self,
                           guint        line)
{
  toggle_line (self, line);
}

/* Widget */

static GMenuModel *
create_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _("_Fold or Unfold"), "code.toggle-fold");
  g_menu_append (menu, _("Fold _All"), "code.fold-all");
  g_menu_append (menu, _("_Unfold All"), "code.unfold-all");
  return G_MENU_MODEL (menu);
}

static void
hsp_code_view_finalize (GObject *object)
{
  HspCodeView *self = HSP_CODE_VIEW (object);

  g_clear_pointer (&self->folds, g_array_unref);
  g_byte_array_unref (self->folded);

  G_OBJECT_CLASS (hsp_code_view_parent_class)->finalize (object);
}

static void
hsp_code_view_class_init (HspCodeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hsp_code_view_finalize;
  gtk_widget_class_install_action (widget_class, "code.toggle-fold", NULL, toggle_fold_action);
  gtk_widget_class_install_action (widget_class, "code.fold-all", NULL, fold_all_action);
  gtk_widget_class_install_action (widget_class, "code.unfold-all", NULL, unfold_all_action);
}

static void
hsp_code_view_init (HspCodeView *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr(GMenuModel) menu = create_menu ();

  self->folded = g_byte_array_new ();
  self->view = GTK_TEXT_VIEW (hsp_source_view_new ());
  self->buffer = gtk_text_view_get_buffer (self->view);
  self->hidden_tag = gtk_text_buffer_create_tag (self->buffer, NULL, "invisible", TRUE, NULL);
  self->head_tag = gtk_text_buffer_create_tag (self->buffer, NULL, "underline",
                                               PANGO_UNDERLINE_SINGLE, NULL);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_extra_menu (self->view, menu);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "answer");
  hsp_widget_set_accessible_label (GTK_WIDGET (self->view), _("The answer"));

  self->gutter = HSP_FOLD_GUTTER (hsp_fold_gutter_new (self->view, get_mark, self));
  g_signal_connect_object (self->gutter, "line-clicked", G_CALLBACK (on_gutter_line_clicked_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_text_view_set_gutter (self->view, GTK_TEXT_WINDOW_LEFT, GTK_WIDGET (self->gutter));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_view_key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
hsp_code_view_new (void)
{
  return g_object_new (HSP_TYPE_CODE_VIEW, NULL);
}

GtkTextView *
hsp_code_view_get_view (HspCodeView *self)
{
  return self->view;
}

void
hsp_code_view_set_text (HspCodeView *self,
                        const char  *text,
                        const char  *language,
                        GArray      *folds)
{
  GtkTextIter start;

  g_return_if_fail (HSP_IS_CODE_VIEW (self));
  g_return_if_fail (text != NULL);

  /* without a language while the text changes, or the old one would be gone through once more */
  hsp_source_view_set_language (self->view, NULL);
  g_clear_pointer (&self->folds, g_array_unref);
  g_byte_array_set_size (self->folded, folds != NULL ? folds->len : 0);
  if (self->folded->len > 0)
    memset (self->folded->data, 0, self->folded->len);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  self->folds = folds != NULL && folds->len > 0 ? g_array_ref (folds) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->gutter), self->folds != NULL);
  hsp_source_view_set_language (self->view, language);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  gtk_text_view_scroll_to_mark (self->view, gtk_text_buffer_get_insert (self->buffer), 0, FALSE,
                                0, 0);
}

char *
hsp_code_view_dup_text (HspCodeView *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

/* What is found is unfolded. */
static void
reveal (HspCodeView       *self,
        const GtkTextIter *place)
{
  const guint line = (guint) gtk_text_iter_get_line (place);

  for (guint i = 0; self->folds != NULL && i < self->folds->len; i++)
    {
      const HspFold *fold = get_fold (self, i);

      if (fold->start > line)
        break;
      if (self->folded->data[i] && fold->end >= line && fold->start < line)
        set_folded (self, i, FALSE);
    }
}

gboolean
hsp_code_view_find (HspCodeView *self,
                    const char  *words,
                    gboolean     backwards,
                    gboolean     from_here)
{
  const GtkTextSearchFlags flags = GTK_TEXT_SEARCH_CASE_INSENSITIVE | GTK_TEXT_SEARCH_TEXT_ONLY;
  GtkTextIter first, last, start, end;
  gboolean found;

  g_return_val_if_fail (HSP_IS_CODE_VIEW (self), FALSE);

  if (*words == '\0')
    return TRUE;
  gtk_text_buffer_get_selection_bounds (self->buffer, &first, &last);
  if (backwards)
    found = gtk_text_iter_backward_search (&first, words, flags, &start, &end, NULL);
  else
    found = gtk_text_iter_forward_search (from_here ? &first : &last, words, flags, &start, &end,
                                          NULL);
  if (!found && backwards)
    {
      gtk_text_buffer_get_end_iter (self->buffer, &last);
      found = gtk_text_iter_backward_search (&last, words, flags, &start, &end, NULL);
    }
  else if (!found)
    {
      gtk_text_buffer_get_start_iter (self->buffer, &first);
      found = gtk_text_iter_forward_search (&first, words, flags, &start, &end, NULL);
    }
  if (!found)
    return FALSE;

  reveal (self, &start);
  gtk_text_buffer_select_range (self->buffer, &start, &end);
  gtk_text_view_scroll_to_mark (self->view, gtk_text_buffer_get_insert (self->buffer), 0.1, FALSE,
                                0, 0);
  return TRUE;
}

guint
hsp_code_view_get_n_folded (HspCodeView *self)
{
  guint n_folded = 0;

  for (guint i = 0; i < self->folded->len; i++)
    n_folded += self->folded->data[i];
  return n_folded;
}
