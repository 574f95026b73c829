/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-preferences"

#include "config.h"

#include "hsp-amount-row.h"

#include "hsp-preferences.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>

/* An amount that fits into the model has no more */
#define MOST_CHARS 20

struct _HspAmountRow
{
  AdwActionRow  parent_instance;

  GSettings    *settings;   /* (owned) (nullable) until bound */
  char         *key;        /* (owned) (nullable) likewise */
  char         *hint;       /* (owned) (nullable) */
  guint         idle;
  GtkEntry     *entry;
};

enum
{
  PROP_0,
  PROP_HINT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspAmountRow, hsp_amount_row, ADW_TYPE_ACTION_ROW)

/* The decimal point of the person's language: another one is not guessed at, "1.000" may be thousand. */
static char
get_point (void)
{
  const char *point = nl_langinfo (RADIXCHAR);

  /* one of several bytes, as the Persian, is not to be had with one key either */
  return *point != '\0' && point[1] == '\0' ? *point : '.';
}

/* Neither a sign nor an exponent: nobody means these. Nothing at all is no amount, and right. */
static gboolean
read_amount (const char *text,
             HspMoney   *amount)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  const char allowed[] = { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', get_point (), '\0' };

  *amount = HSP_MONEY_UNKNOWN;
  if (*stripped == '\0')
    return TRUE;
  if (strspn (stripped, allowed) != strlen (stripped))
    return FALSE;
  g_strdelimit (stripped, allowed + 10, '.');
  return hsp_money_parse (stripped, amount);
}

static void
show_fault (HspAmountRow *self,
            const char   *fault)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), fault != NULL ? fault : self->hint);
  if (fault != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               fault != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                             : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
take_amount (HspAmountRow *self)
{
  HspMoney amount;

  g_clear_handle_id (&self->idle, g_source_remove);
  if (!read_amount (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &amount))
    {
      show_fault (self, _("An amount, as 2.50"));
      return;
    }
  show_fault (self, NULL);
  if (amount != hsp_preferences_get_money (self->settings, self->key))
    hsp_preferences_set_money (self->settings, self->key, amount);
}

static gboolean
on_idle_cb (gpointer user_data)
{
  HspAmountRow *self = user_data;

  self->idle = 0;
  take_amount (self);
  return G_SOURCE_REMOVE;
}

/* One text in place of another is nothing at all in between, which is not what is meant. */
static void
on_entry_changed_cb (HspAmountRow *self)
{
  if (self->settings != NULL && self->idle == 0)
    self->idle = g_idle_add (on_idle_cb, self);
}

static void
hsp_amount_row_unmap (GtkWidget *widget)
{
  HspAmountRow *self = HSP_AMOUNT_ROW (widget);

  /* typed just before the window was closed */
  if (self->idle != 0)
    take_amount (self);

  GTK_WIDGET_CLASS (hsp_amount_row_parent_class)->unmap (widget);
}

/* Not while it says the same in another way: "2." on the way to "2.5". */
static void
on_setting_changed_cb (HspAmountRow *self)
{
  HspMoney amount = hsp_preferences_get_money (self->settings, self->key);
  HspMoney shown;
  g_autofree char *text = NULL;

  if (read_amount (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &shown) && shown == amount)
    return;

  text = amount != HSP_MONEY_UNKNOWN ? hsp_money_to_plain (amount) : g_strdup ("");
  g_strdelimit (text, ".", get_point ());
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static void
hsp_amount_row_dispose (GObject *object)
{
  HspAmountRow *self = HSP_AMOUNT_ROW (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (hsp_amount_row_parent_class)->dispose (object);
}

static void
hsp_amount_row_finalize (GObject *object)
{
  HspAmountRow *self = HSP_AMOUNT_ROW (object);

  g_free (self->key);
  g_free (self->hint);

  G_OBJECT_CLASS (hsp_amount_row_parent_class)->finalize (object);
}

static void
hsp_amount_row_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_HINT:
      g_value_set_string (value, HSP_AMOUNT_ROW (object)->hint);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_amount_row_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  HspAmountRow *self = HSP_AMOUNT_ROW (object);

  switch (property_id)
    {
    case PROP_HINT:
      g_free (self->hint);
      self->hint = g_value_dup_string (value);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self), self->hint);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_amount_row_class_init (HspAmountRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hsp_amount_row_dispose;
  object_class->finalize = hsp_amount_row_finalize;
  object_class->get_property = hsp_amount_row_get_property;
  object_class->set_property = hsp_amount_row_set_property;
  widget_class->unmap = hsp_amount_row_unmap;

  properties[PROP_HINT] =
    g_param_spec_string ("hint", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/preferences/hsp-amount-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HspAmountRow, entry);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_changed_cb);
}

static void
hsp_amount_row_init (HspAmountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_entry_set_max_length (self->entry, MOST_CHARS);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self, NULL, -1);
}

/* @key: of an amount, in both directions from now on */
void
hsp_amount_row_bind (HspAmountRow *self,
                     GSettings    *settings,
                     const char   *key)
{
  g_autofree char *signal = g_strconcat ("changed::", key, NULL);

  g_return_if_fail (HSP_IS_AMOUNT_ROW (self));
  g_return_if_fail (G_IS_SETTINGS (settings) && self->settings == NULL);

  self->settings = g_object_ref (settings);
  self->key = g_strdup (key);
  g_signal_connect_object (settings, signal, G_CALLBACK (on_setting_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_setting_changed_cb (self);
}
