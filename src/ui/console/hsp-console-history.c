/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-console-history.h"

#include "hsp-console-text.h"
#include "hsp-fold.h"
#include "hsp-text.h"

#include <glib/gi18n-lib.h>

struct _HspConsoleHistory
{
  AdwBin               parent_instance;

  HspConsole          *console;         /* (owned) (nullable) */
  GListModel          *own;             /* (owned) (nullable) */
  GListStore          *sources;         /* (owned) of GListModel */
  GtkFilterListModel  *filtered;        /* (owned) */
  GtkSingleSelection  *selection;       /* (owned) */
  GtkCustomFilter     *filter;          /* (owned) */
  char               **words;           /* (owned) (nullable) folded */

  GtkSearchBar        *search_bar;
  GtkSearchEntry      *search_entry;
  GtkDropDown         *action_down;
  GtkStack            *stack;
  GtkListView         *list;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspConsoleHistory, hsp_console_history, ADW_TYPE_BIN)

/* Which */

/* "" for all of them, NULL for those that the table does not have */
static const char *
get_wanted_action (HspConsoleHistory *self)
{
  guint chosen = gtk_drop_down_get_selected (self->action_down);

  if (chosen == 0 || chosen == GTK_INVALID_LIST_POSITION)
    return "";
  return chosen <= HSP_N_ACTIONS ? hsp_action_get (chosen - 1)->name : NULL;
}

static gboolean
is_wanted (gpointer item,
           gpointer user_data)
{
  HspConsoleHistory *self = user_data;
  HspRequest *request = item;
  const char *action = get_wanted_action (self);
  g_autofree char *params = NULL;
  g_autofree char *pill = NULL;
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (action == NULL ? hsp_action_find (hsp_request_get_action (request)) != NULL
                     : *action != '\0' && !g_str_equal (action, hsp_request_get_action (request)))
    return FALSE;
  if (self->words == NULL || self->words[0] == NULL)
    return TRUE;

  params = hsp_request_dup_params_text (request);
  pill = hsp_console_text_pill (request);
  text = g_strdup_printf ("%s\n%s\n%s", hsp_request_get_action (request), params, pill);
  folded = hsp_fold (text);
  for (guint i = 0; self->words[i] != NULL; i++)
    {
      if (strstr (folded, self->words[i]) == NULL)
        return FALSE;
    }
  return TRUE;
}

static int
compare_times (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  gint64 first = hsp_request_get_time ((HspRequest *) a);
  gint64 second = hsp_request_get_time ((HspRequest *) b);

  return (second > first) - (second < first);
}

static void
update_stack (HspConsoleHistory *self)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  const char *action = get_wanted_action (self);
  gboolean searching = (self->words != NULL && self->words[0] != NULL) || action == NULL ||
                       *action != '\0';

  gtk_stack_set_visible_child_name (self->stack, n_shown > 0 ? "list"
                                                 : searching ? "none" : "empty");
}

static void
on_search_changed_cb (HspConsoleHistory *self)
{
  g_autofree char *folded = hsp_fold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  g_strfreev (self->words);
  self->words = g_strsplit_set (g_strstrip (folded), " ", -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update_stack (self);
}

static void
on_action_selected_cb (HspConsoleHistory *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update_stack (self);
}

/* Rows */

static GtkWidget *
append_label (GtkWidget  *box,
              const char *first_class,
              const char *second_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  if (first_class != NULL)
    gtk_widget_add_css_class (label, first_class);
  if (second_class != NULL)
    gtk_widget_add_css_class (label, second_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
on_factory_setup_cb (HspConsoleHistory *self,
                     GtkListItem       *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *params, *pill, *duration;

  append_label (box, "caption", "numeric");
  append_label (box, "mono", NULL);
  params = append_label (box, "mono", "hint");
  gtk_label_set_ellipsize (GTK_LABEL (params), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (params), 0);
  gtk_widget_set_hexpand (params, TRUE);
  pill = append_label (box, NULL, NULL);
  gtk_label_set_ellipsize (GTK_LABEL (pill), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (pill), 18);
  duration = append_label (box, "caption", "numeric");
  gtk_label_set_xalign (GTK_LABEL (duration), 1);
  gtk_label_set_width_chars (GTK_LABEL (duration), 6);
  gtk_list_item_set_child (item, box);
}

static void
on_factory_bind_cb (HspConsoleHistory *self,
                    GtkListItem       *item)
{
  HspRequest *request = gtk_list_item_get_item (item);
  GtkWidget *time = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *action = gtk_widget_get_next_sibling (time);
  GtkWidget *params = gtk_widget_get_next_sibling (action);
  GtkWidget *pill = gtk_widget_get_next_sibling (params);
  GtkWidget *duration = gtk_widget_get_next_sibling (pill);
  const char *classes[] = { hsp_console_text_pill_class (request), NULL };
  g_autofree char *clock = hsp_console_text_clock (hsp_request_get_time (request));
  g_autofree char *text = hsp_request_dup_params_text (request);
  g_autofree char *words = hsp_console_text_pill (request);
  g_autofree char *seconds = hsp_console_text_seconds (hsp_request_get_duration (request));
  g_autofree char *name = NULL;

  gtk_label_set_text (GTK_LABEL (time), clock);
  gtk_label_set_text (GTK_LABEL (action), hsp_request_get_action (request));
  gtk_label_set_text (GTK_LABEL (params), text);
  gtk_label_set_text (GTK_LABEL (pill), words);
  gtk_widget_set_css_classes (pill, classes);
  gtk_label_set_text (GTK_LABEL (duration), seconds);
  if (hsp_request_is_by_hand (request) ||
      (hsp_action_find (hsp_request_get_action (request)) != NULL &&
       hsp_action_find (hsp_request_get_action (request))->spends))
    gtk_widget_remove_css_class (action, "dim-label");
  else
    gtk_widget_add_css_class (action, "dim-label");
  /* Translators: what a screen reader says of a request: its action, parameters, outcome and time */
  name = g_strdup_printf (_("%s %s, %s, at %s"), hsp_request_get_action (request), text, words, clock);
  hsp_list_item_set_accessible_label (item, name);
}

static void
on_list_activate_cb (HspConsoleHistory *self,
                     guint              position)
{
  g_autoptr(HspRequest) request = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (request != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, request);
}

void
hsp_console_history_delete (HspConsoleHistory *self)
{
  HspRequest *request;

  g_return_if_fail (HSP_IS_CONSOLE_HISTORY (self));

  request = gtk_single_selection_get_selected_item (self->selection);
  if (request != NULL && self->console != NULL)
    hsp_console_delete (self->console, request);
}

static gboolean
on_list_key_pressed_cb (HspConsoleHistory *self,
                        guint              keyval,
                        guint              keycode,
                        GdkModifierType    state)
{
  if (keyval != GDK_KEY_Delete && keyval != GDK_KEY_KP_Delete)
    return GDK_EVENT_PROPAGATE;
  hsp_console_history_delete (self);
  return GDK_EVENT_STOP;
}

/* Widget */

static void
hsp_console_history_dispose (GObject *object)
{
  HspConsoleHistory *self = HSP_CONSOLE_HISTORY (object);

  /* who still has a model of it asks this one no more */
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->sources);
  g_clear_object (&self->own);
  g_clear_object (&self->console);
  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (hsp_console_history_parent_class)->dispose (object);
}

static void
hsp_console_history_class_init (HspConsoleHistoryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_console_history_dispose;
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", HSP_TYPE_CONSOLE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, HSP_TYPE_REQUEST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/console/hsp-console-history.ui");
  gtk_widget_class_bind_template_child (widget_class, HspConsoleHistory, search_bar);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleHistory, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleHistory, action_down);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleHistory, stack);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleHistory, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_action_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_factory_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_key_pressed_cb);
}

static void
create_models (HspConsoleHistory *self)
{
  GtkFlattenListModel *all;
  GtkSortListModel *sorted;

  self->sources = g_list_store_new (G_TYPE_LIST_MODEL);
  all = gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->sources)));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (all),
                                    GTK_SORTER (gtk_custom_sorter_new (compare_times, NULL, NULL)));
  self->filter = gtk_custom_filter_new (is_wanted, self, NULL);
  self->filtered = gtk_filter_list_model_new (G_LIST_MODEL (sorted),
                                              GTK_FILTER (g_object_ref (self->filter)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->filtered)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
}

static void
hsp_console_history_init (HspConsoleHistory *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  create_models (self);
  gtk_string_list_append (names, _("All actions"));
  for (guint i = 0; i < HSP_N_ACTIONS; i++)
    gtk_string_list_append (names, hsp_action_get (i)->name);
  gtk_string_list_append (names, _("Other actions"));
  gtk_drop_down_set_model (self->action_down, G_LIST_MODEL (names));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  hsp_list_view_leave_by_tab (self->list);
  update_stack (self);
}

void
hsp_console_history_set_models (HspConsoleHistory *self,
                                HspConsole        *console,
                                GListModel        *own)
{
  g_return_if_fail (HSP_IS_CONSOLE_HISTORY (self));

  g_set_object (&self->console, console);
  g_set_object (&self->own, own);
  g_list_store_append (self->sources, hsp_console_get_requests (console));
}

void
hsp_console_history_show_own (HspConsoleHistory *self,
                              gboolean           show)
{
  guint position;
  gboolean shown;

  g_return_if_fail (HSP_IS_CONSOLE_HISTORY (self));

  shown = g_list_store_find (self->sources, self->own, &position);
  if (show && !shown)
    g_list_store_append (self->sources, self->own);
  else if (!show && shown)
    g_list_store_remove (self->sources, position);
}

GListModel *
hsp_console_history_get_model (HspConsoleHistory *self)
{
  return G_LIST_MODEL (self->filtered);
}

void
hsp_console_history_search (HspConsoleHistory *self,
                            const char        *words,
                            const char        *action)
{
  const HspAction *known = action != NULL ? hsp_action_find (action) : NULL;

  g_return_if_fail (HSP_IS_CONSOLE_HISTORY (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), words);
  gtk_drop_down_set_selected (self->action_down, known != NULL ? known->id + 1 : 0);
}
