/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-window"

#include "config.h"

#include "hsp-journal-status.h"

#include "hsp-order-book.h"

#define SPINNER_DELAY_MS 250

struct _HspJournalStatus
{
  AdwBin parent_instance;

  HspAccount    *account;     /* (owned) (nullable) */
  char          *title;       /* (owned) (nullable) */
  guint          spinner_source;

  GtkStack      *stack;
  GtkSpinner    *spinner;
  AdwStatusPage *error_page;
};

enum
{
  PROP_TITLE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (HspJournalStatus, hsp_journal_status, ADW_TYPE_BIN)

static gboolean
on_spinner_due_cb (gpointer user_data)
{
  HspJournalStatus *self = HSP_JOURNAL_STATUS (user_data);

  self->spinner_source = 0;
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  return G_SOURCE_REMOVE;
}

static void
update (HspJournalStatus *self)
{
  gboolean failed = hsp_journal_status_get_failure (self) != NULL;

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, failed ? "error" : "blank");
  if (!failed && !hsp_journal_status_is_read (self))
    self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, on_spinner_due_cb, self);
  g_signal_emit (self, changed_signal, 0);
}

static void
hsp_journal_status_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, HSP_JOURNAL_STATUS (object)->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_journal_status_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  HspJournalStatus *self = HSP_JOURNAL_STATUS (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_free (self->title);
      self->title = g_value_dup_string (value);
      adw_status_page_set_title (self->error_page, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_journal_status_dispose (GObject *object)
{
  HspJournalStatus *self = HSP_JOURNAL_STATUS (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_journal_status_parent_class)->dispose (object);
}

static void
hsp_journal_status_finalize (GObject *object)
{
  g_free (HSP_JOURNAL_STATUS (object)->title);

  G_OBJECT_CLASS (hsp_journal_status_parent_class)->finalize (object);
}

static void
hsp_journal_status_class_init (HspJournalStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hsp_journal_status_get_property;
  object_class->set_property = hsp_journal_status_set_property;
  object_class->dispose = hsp_journal_status_dispose;
  object_class->finalize = hsp_journal_status_finalize;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/hsp-journal-status.ui");
  gtk_widget_class_bind_template_child (widget_class, HspJournalStatus, stack);
  gtk_widget_class_bind_template_child (widget_class, HspJournalStatus, spinner);
  gtk_widget_class_bind_template_child (widget_class, HspJournalStatus, error_page);
}

static void
hsp_journal_status_init (HspJournalStatus *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hsp_journal_status_set_account (HspJournalStatus *self,
                                HspAccount       *account)
{
  g_return_if_fail (HSP_IS_JOURNAL_STATUS (self));
  g_return_if_fail (HSP_IS_ACCOUNT (account));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  g_signal_connect_object (account, "notify::journal-error", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hsp_account_get_order_book (account), "notify::ready",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

gboolean
hsp_journal_status_is_read (HspJournalStatus *self)
{
  g_return_val_if_fail (HSP_IS_JOURNAL_STATUS (self), FALSE);

  return self->account != NULL && hsp_account_get_journal_error (self->account) == NULL &&
         hsp_order_book_get_ready (hsp_account_get_order_book (self->account));
}

const char *
hsp_journal_status_get_failure (HspJournalStatus *self)
{
  g_return_val_if_fail (HSP_IS_JOURNAL_STATUS (self), NULL);

  return self->account != NULL && hsp_account_get_journal_error (self->account) != NULL
         ? self->title : NULL;
}
