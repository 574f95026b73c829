/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-filter-bar.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-filter-memory.h"
#include "hsp-filter-popover.h"
#include "hsp-money.h"
#include "hsp-service-list.h"
#include "hsp-text.h"
#include "hsp-wallet.h"

struct _HspFilterBar
{
  AdwBin parent_instance;

  HspAccount       *account;        /* (owned) (nullable) until set */
  HspServiceList   *list;           /* (owned) (nullable) until set */
  gboolean          dated;
  gboolean          changing;       /* the chips follow the list */

  GtkToggleButton  *stock_chip;
  GtkToggleButton  *refill_chip;
  GtkToggleButton  *cancel_chip;
  GtkMenuButton    *more_chip;
  GtkLabel         *more_label;     /* a child of its own has no arrow, for which there is no room */
  GtkMenuButton    *sort_button;
  GtkLabel         *sort_label;
  GtkWidget        *sort_words;     /* gives way to an icon */
  HspFilterPopover *popover;        /* (unowned) (nullable) made when first needed */
};

enum
{
  PROP_0,
  PROP_SORT,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

/* In the order of HspSort. */
static const struct
{
  const char *nick;
  const char *name;
} sorts[] = {
  { "best", N_("Best match") },
  { "name", N_("Name") },
  { "price-up", N_("Price, low first") },
  { "price-down", N_("Price, high first") },
  { "stock", N_("Stock") },
  { "number", N_("Number") },
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspFilterBar, hsp_filter_bar, ADW_TYPE_BIN)

static void
tell_changed (HspFilterBar *self)
{
  hsp_filter_memory_keep (GTK_WIDGET (self), self->account, self->list);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The order */

/* Without words to match, the best match is the name, unless the list has an order of its own: one of
 * the two is offered. */
static gboolean
is_best_offered (HspFilterBar *self)
{
  return self->dated || *hsp_service_list_get_query (self->list) != '\0';
}

static const char *
get_name (HspFilterBar *self,
          HspSort       sort)
{
  if (sort == HSP_SORT_BEST && *hsp_service_list_get_query (self->list) == '\0')
    return self->dated ? _("Newest first") : _(sorts[HSP_SORT_NAME].name);
  return _(sorts[sort].name);
}

static void
update_sort_button (HspFilterBar *self)
{
  const char *name = get_name (self, hsp_service_list_get_sort (self->list));
  g_autofree char *label = NULL;

  /* a label that is told the same is not laid out anew */
  gtk_label_set_text (self->sort_label, name);

  /* Translators: %s is how the list is sorted: "Name", "Price, low first" */
  label = g_strdup_printf (_("Sorted by: %s"), name);
  hsp_widget_set_accessible_label (GTK_WIDGET (self->sort_button), label);
}

static void
create_sort_menu_cb (GtkMenuButton *button,
                     gpointer       user_data)
{
  HspFilterBar *self = HSP_FILTER_BAR (user_data);
  /* the one of the two that is in force, so that its item is the marked one */
  const HspSort by_name = is_best_offered (self) ||
                          hsp_service_list_get_sort (self->list) == HSP_SORT_NAME ? HSP_SORT_NAME
                                                                                  : HSP_SORT_BEST;
  g_autoptr(GMenu) menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    {
      const char *nick = sorts[i == HSP_SORT_NAME ? by_name : i].nick;
      g_autofree char *action = NULL;

      if (i == HSP_SORT_BEST && !is_best_offered (self))
        continue;
      action = g_strdup_printf ("filters.sort::%s", nick);
      g_menu_append (menu, get_name (self, (HspSort) i), action);
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
set_sort (HspFilterBar *self,
          const char   *nick)
{
  const HspSort sort = hsp_service_list_get_sort (self->list);

  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    if (g_strcmp0 (nick, sorts[i].nick) == 0 && sort != (HspSort) i)
      {
        hsp_service_list_set_sort (self->list, (HspSort) i);
        update_sort_button (self);
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT]);
        tell_changed (self);
        return;
      }
}

/* Filters */

static guint
count_more (HspFilterBar *self)
{
  HspMoney least, most;

  hsp_service_list_get_rates (self->list, &least, &most);
  return (hsp_service_list_get_kind (self->list) != HSP_KIND_UNKNOWN) +
         (least != HSP_MONEY_UNKNOWN || most != HSP_MONEY_UNKNOWN) +
         (hsp_service_list_get_quantity (self->list) != HSP_UNKNOWN);
}

static void
update_more (HspFilterBar *self)
{
  const guint n = count_more (self);
  g_autofree char *label = NULL;
  g_autofree char *sentence = NULL;

  if (n == 0)
    {
      gtk_label_set_text (self->more_label, _("More"));
      gtk_widget_remove_css_class (GTK_WIDGET (self->more_chip), "on");
      hsp_widget_set_accessible_label (GTK_WIDGET (self->more_chip), _("More filters"));
      return;
    }

  /* Translators: the button for more filters; %u is how many of them are on */
  label = g_strdup_printf (_("More (%u)"), n);
  sentence = g_strdup_printf (ngettext ("More filters, %u is on", "More filters, %u are on", n), n);
  gtk_label_set_text (self->more_label, label);
  gtk_widget_add_css_class (GTK_WIDGET (self->more_chip), "on");
  hsp_widget_set_accessible_label (GTK_WIDGET (self->more_chip), sentence);
}

static void
on_chip_toggled_cb (HspFilterBar *self)
{
  HspFilter filter = HSP_FILTER_NONE;

  if (self->changing)
    return;
  if (gtk_toggle_button_get_active (self->stock_chip))
    filter |= HSP_FILTER_IN_STOCK;
  if (gtk_toggle_button_get_active (self->refill_chip))
    filter |= HSP_FILTER_REFILL;
  if (gtk_toggle_button_get_active (self->cancel_chip))
    filter |= HSP_FILTER_CANCEL;

  hsp_service_list_set_filter (self->list, filter);
  tell_changed (self);
}

static void
on_popover_changed_cb (HspFilterBar *self)
{
  update_more (self);
  tell_changed (self);
}

static void
on_currency_changed_cb (HspFilterBar *self)
{
  if (self->popover != NULL)
    hsp_filter_popover_set_currency (self->popover,
                                     hsp_wallet_get_currency (hsp_account_get_wallet (self->account)));
}

static void
create_popover_cb (GtkMenuButton *button,
                   gpointer       user_data)
{
  HspFilterBar *self = HSP_FILTER_BAR (user_data);

  if (self->popover != NULL)
    return;

  self->popover = HSP_FILTER_POPOVER (hsp_filter_popover_new (self->list));
  g_signal_connect_object (self->popover, "changed", G_CALLBACK (on_popover_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_currency_changed_cb (self);
  gtk_menu_button_set_popover (button, GTK_WIDGET (self->popover));
}

static void
show_filters (HspFilterBar *self)
{
  const HspFilter filter = hsp_service_list_get_filter (self->list);

  self->changing = TRUE;
  gtk_toggle_button_set_active (self->stock_chip, (filter & HSP_FILTER_IN_STOCK) != 0);
  gtk_toggle_button_set_active (self->refill_chip, (filter & HSP_FILTER_REFILL) != 0);
  gtk_toggle_button_set_active (self->cancel_chip, (filter & HSP_FILTER_CANCEL) != 0);
  self->changing = FALSE;
  if (self->popover != NULL)
    hsp_filter_popover_update (self->popover);
  update_more (self);
}

/* Object */

static void
hsp_filter_bar_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  HspFilterBar *self = HSP_FILTER_BAR (object);

  switch (property_id)
    {
    case PROP_SORT:
      g_value_set_string (value, sorts[self->list != NULL ? hsp_service_list_get_sort (self->list)
                                                          : HSP_SORT_BEST].nick);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_filter_bar_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  HspFilterBar *self = HSP_FILTER_BAR (object);

  switch (property_id)
    {
    case PROP_SORT:
      set_sort (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_filter_bar_dispose (GObject *object)
{
  HspFilterBar *self = HSP_FILTER_BAR (object);

  g_clear_object (&self->list);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_filter_bar_parent_class)->dispose (object);
}

static void
hsp_filter_bar_class_init (HspFilterBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hsp_filter_bar_dispose;
  object_class->get_property = hsp_filter_bar_get_property;
  object_class->set_property = hsp_filter_bar_set_property;

  /* the nick of an HspSort, so that the radio items of a menu can name it */
  properties[PROP_SORT] =
    g_param_spec_string ("sort", NULL, NULL, "best",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "filters.sort", "sort");

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", HSP_TYPE_FILTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HspFilterBar, stock_chip);
  gtk_widget_class_bind_template_child (widget_class, HspFilterBar, refill_chip);
  gtk_widget_class_bind_template_child (widget_class, HspFilterBar, cancel_chip);
  gtk_widget_class_bind_template_child (widget_class, HspFilterBar, more_chip);
  gtk_widget_class_bind_template_child (widget_class, HspFilterBar, more_label);
  gtk_widget_class_bind_template_child (widget_class, HspFilterBar, sort_button);
  gtk_widget_class_bind_template_child (widget_class, HspFilterBar, sort_label);
  gtk_widget_class_bind_template_child (widget_class, HspFilterBar, sort_words);
  gtk_widget_class_bind_template_callback (widget_class, on_chip_toggled_cb);
}

static void
hsp_filter_bar_init (HspFilterBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->sort_button, create_sort_menu_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->more_chip, create_popover_cb, self, NULL);
}

void
hsp_filter_bar_set_model (HspFilterBar   *self,
                          HspAccount     *account,
                          HspServiceList *list)
{
  g_return_if_fail (HSP_IS_FILTER_BAR (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  self->list = g_object_ref (list);
  g_signal_connect_object (hsp_account_get_wallet (account), "notify::currency",
                           G_CALLBACK (on_currency_changed_cb), self, G_CONNECT_SWAPPED);
  hsp_filter_memory_restore (GTK_WIDGET (self), account, list);
  show_filters (self);
  update_sort_button (self);
}

void
hsp_filter_bar_set_narrow (HspFilterBar *self,
                           gboolean      narrow)
{
  g_return_if_fail (HSP_IS_FILTER_BAR (self));

  gtk_widget_set_visible (self->sort_words, !narrow);
}

void
hsp_filter_bar_set_dated (HspFilterBar *self,
                          gboolean      dated)
{
  g_return_if_fail (HSP_IS_FILTER_BAR (self));

  self->dated = dated;
  update_sort_button (self);
}

void
hsp_filter_bar_update (HspFilterBar *self)
{
  g_return_if_fail (HSP_IS_FILTER_BAR (self));

  update_sort_button (self);
}

void
hsp_filter_bar_clear (HspFilterBar *self)
{
  g_return_if_fail (HSP_IS_FILTER_BAR (self));

  hsp_service_list_clear_filters (self->list);
  show_filters (self);
  tell_changed (self);
}
