/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-wallet-page"

#include "config.h"

#include "hsp-statement-row.h"

#include <glib/gi18n-lib.h>

#include "hsp-text.h"

struct _HspStatementRow
{
  GtkBox parent_instance;

  HspStatementEntry *entry;     /* (owned) (nullable) */
  char              *currency;  /* (owned) (nullable) */
  gboolean           narrow;

  GtkWidget *date_box;
  GtkLabel  *date_label;
  GtkLabel  *clock_label;
  GtkLabel  *name_label;
  GtkLabel  *detail_label;
  GtkLabel  *amount_label;
  GtkLabel  *small_balance_label;
  GtkLabel  *balance_label;
};

G_DEFINE_FINAL_TYPE (HspStatementRow, hsp_statement_row, GTK_TYPE_BOX)

static char *
create_name (HspStatementEntry *entry)
{
  const char *name = hsp_statement_entry_get_name (entry);
  const char *order = hsp_statement_entry_get_order (entry);
  g_autofree char *fallback = NULL;

  if (name == NULL || *name == '\0')
    {
      fallback = order != NULL ? g_strdup_printf (_("Order %s"), order) : g_strdup (_("Purchase"));
      name = fallback;
    }

  switch (hsp_statement_entry_get_kind (entry))
    {
    case HSP_ENTRY_SMS:
      /* Translators: %s is a project, "Telegram" */
      return g_strdup_printf (_("SMS number for %s"), name);
    case HSP_ENTRY_REFUND:
      /* Translators: %s is a service */
      return g_strdup_printf (_("Refund: %s"), name);
    case HSP_ENTRY_ADDED:
      return g_strdup (_("Added to the balance"));
    case HSP_ENTRY_ORDER:
      break;
    }

  return g_strdup (name);
}

/* Why money came back. (nullable) */
static char *
create_refund_reason (HspStatementEntry *entry)
{
  gint64 missing = hsp_statement_entry_get_quantity (entry);
  g_autofree char *count = missing > 0 ? hsp_number_to_text (missing) : NULL;

  switch (hsp_statement_entry_get_state (entry))
    {
    case HSP_STATE_PARTIAL:
      if (count == NULL)
        return g_strdup (_("Partial"));
      /* Translators: why money came back; %s is a number: "Partial, 1,900 not delivered" */
      return g_strdup_printf (_("Partial, %s not delivered"), count);
    case HSP_STATE_CANCELED:
      return g_strdup (_("Canceled"));
    case HSP_STATE_OPEN:
    case HSP_STATE_COMPLETED:
    case HSP_STATE_UNCONFIRMED:
    case HSP_STATE_REJECTED:
      break;
    }

  return NULL;
}

/* "#48219 · 20", "#47996 · Partial, 1,900 not delivered" */
static char *
create_detail (HspStatementEntry *entry)
{
  const char *order = hsp_statement_entry_get_order (entry);
  gint64 quantity = hsp_statement_entry_get_quantity (entry);
  g_autofree char *count = NULL;

  if (hsp_statement_entry_get_kind (entry) == HSP_ENTRY_ADDED)
    return g_strdup (_("Seen when the balance was read"));

  if (hsp_statement_entry_get_kind (entry) == HSP_ENTRY_REFUND)
    count = create_refund_reason (entry);
  else if (quantity > 0)
    count = hsp_number_to_text (quantity);
  if (order != NULL && count != NULL)
    return g_strdup_printf ("#%s · %s", order, count);
  if (order != NULL)
    return g_strconcat ("#", order, NULL);

  return g_strdup (count != NULL ? count : "");
}

/* The day over the time; of another year the year, which says more than its minute. */
static void
show_time (HspStatementRow *self,
           gint64           time)
{
  g_autoptr(GDateTime) then = g_date_time_new_from_unix_local (time);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *full = hsp_text_full_time (time);
  g_autofree char *day = NULL;
  g_autofree char *clock = NULL;

  if (then != NULL)
    {
      day = g_date_time_format (then, C_("date", "%-d %b"));
      clock = g_date_time_format (then, g_date_time_get_year (then) == g_date_time_get_year (now)
                                          ? C_("date", "%H:%M") : "%Y");
    }
  gtk_label_set_text (self->date_label, day != NULL ? day : "–");
  gtk_label_set_text (self->clock_label, clock != NULL ? clock : "");
  hsp_widget_set_tooltip (self->date_box, full);
}

static void
show_amounts (HspStatementRow *self)
{
  HspMoney amount = hsp_statement_entry_get_amount (self->entry);
  HspMoney after = hsp_statement_entry_get_balance_after (self->entry);
  g_autofree char *text = hsp_text_amount (amount);
  g_autofree char *balance = after != HSP_MONEY_UNKNOWN ? hsp_money_to_digits (after)
                                                        : g_strdup ("–");

  gtk_label_set_text (self->amount_label, text);
  if (amount != HSP_MONEY_UNKNOWN && amount > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->amount_label), "amount-in");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->amount_label), "amount-in");
  gtk_label_set_text (self->balance_label, balance);
  gtk_label_set_text (self->small_balance_label, balance);
}

/* Narrow, the date joins the second line, and the balance goes beneath the amount. */
static void
update (HspStatementRow *self)
{
  gint64 time = hsp_statement_entry_get_time (self->entry);
  g_autofree char *name = create_name (self->entry);
  g_autofree char *detail = create_detail (self->entry);
  g_autofree char *clock = hsp_text_clock (time);
  g_autofree char *both = *detail != '\0' ? g_strdup_printf ("%s · %s", clock, detail)
                                          : g_strdup (clock);

  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->detail_label, self->narrow ? both : detail);
  show_time (self, time);
  show_amounts (self);
  gtk_widget_set_visible (self->date_box, !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->balance_label), !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->small_balance_label), self->narrow);
}

static void
hsp_statement_row_dispose (GObject *object)
{
  g_clear_object (&HSP_STATEMENT_ROW (object)->entry);

  G_OBJECT_CLASS (hsp_statement_row_parent_class)->dispose (object);
}

static void
hsp_statement_row_finalize (GObject *object)
{
  g_free (HSP_STATEMENT_ROW (object)->currency);

  G_OBJECT_CLASS (hsp_statement_row_parent_class)->finalize (object);
}

static void
hsp_statement_row_class_init (HspStatementRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hsp_statement_row_dispose;
  object_class->finalize = hsp_statement_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/wallet/hsp-statement-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HspStatementRow, date_box);
  gtk_widget_class_bind_template_child (widget_class, HspStatementRow, date_label);
  gtk_widget_class_bind_template_child (widget_class, HspStatementRow, clock_label);
  gtk_widget_class_bind_template_child (widget_class, HspStatementRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HspStatementRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, HspStatementRow, amount_label);
  gtk_widget_class_bind_template_child (widget_class, HspStatementRow, small_balance_label);
  gtk_widget_class_bind_template_child (widget_class, HspStatementRow, balance_label);
}

static void
hsp_statement_row_init (HspStatementRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->narrow = TRUE;
}

GtkWidget *
hsp_statement_row_new (void)
{
  return g_object_new (HSP_TYPE_STATEMENT_ROW, NULL);
}

/* @entry: (nullable); @currency: what its amounts are in, for a screen reader */
void
hsp_statement_row_set_entry (HspStatementRow   *self,
                             HspStatementEntry *entry,
                             const char        *currency)
{
  g_return_if_fail (HSP_IS_STATEMENT_ROW (self));

  g_free (self->currency);
  self->currency = g_strdup (currency);
  g_set_object (&self->entry, entry);
  if (entry != NULL)
    update (self);
}

void
hsp_statement_row_set_narrow (HspStatementRow *self,
                              gboolean         narrow)
{
  g_return_if_fail (HSP_IS_STATEMENT_ROW (self));

  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  if (self->entry != NULL)
    update (self);
}

/* "23 Nov, 13:41. Canva Pro invitations, 1 month. −6.40 USD. Balance 91.12 USD." */
char *
hsp_statement_row_dup_spoken (HspStatementRow *self)
{
  HspMoney after;
  g_autofree char *clock = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *balance = NULL;

  g_return_val_if_fail (HSP_IS_STATEMENT_ROW (self), NULL);
  g_return_val_if_fail (self->entry != NULL, NULL);

  after = hsp_statement_entry_get_balance_after (self->entry);
  clock = hsp_text_clock (hsp_statement_entry_get_time (self->entry));
  amount = hsp_money_to_text (hsp_statement_entry_get_amount (self->entry), self->currency);
  if (after == HSP_MONEY_UNKNOWN)
    return g_strdup_printf ("%s. %s. %s.", clock, gtk_label_get_text (self->name_label), amount);

  balance = hsp_money_to_text (after, self->currency);
  /* Translators: read aloud: time, what it was, amount, and the balance after it */
  return g_strdup_printf (_("%s. %s. %s. Balance %s."), clock,
                          gtk_label_get_text (self->name_label), amount, balance);
}
