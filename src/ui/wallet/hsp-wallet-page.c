/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-wallet-page"

#include "config.h"

#include "hsp-wallet-page.h"

#include <glib/gi18n-lib.h>

#include "hsp-journal-status.h"
#include "hsp-next-frame.h"
#include "hsp-statement-row.h"
#include "hsp-text.h"
#include "hsp-wallet.h"

#define OVERVIEW_WIDTH 360
#define SPINNER_DELAY_MS 250

struct _HspWalletPage
{
  HspPage parent_instance;

  HspWallet *wallet;        /* (owned) */
  guint      spinner_source;
  gboolean   spinner_due;

  AdwLeaflet    *leaflet;
  GtkWidget     *overview_pane;
  AdwClamp      *overview_clamp;
  GtkStack      *overview_stack;
  GtkSpinner    *spinner;
  AdwStatusPage *none_status;
  GtkWidget     *read_button;
  GtkWidget     *hero;
  GtkLabel      *balance_label;
  GtkLabel      *currency_label;
  GtkWidget     *pretend_pill;
  GtkLabel      *change_label;
  GtkWidget     *failed_box;
  GtkLabel      *failed_label;
  GtkWidget     *retry_button;
  GtkWidget     *statement_button;
  GtkWidget     *statement_pane;
  GtkWidget     *statement_head;
  GtkWidget     *column_titles;
  GtkLabel      *amount_title;
  GtkLabel      *balance_title;
  GtkStack      *statement_stack;
  HspJournalStatus *journal_status;
  GtkListView   *list;
};

G_DEFINE_FINAL_TYPE (HspWalletPage, hsp_wallet_page, HSP_TYPE_PAGE)

/* The balance */

static char *
create_change_text (HspWalletPage *self)
{
  HspMoney change = hsp_wallet_get_change_today (self->wallet);
  g_autofree char *amount = NULL;

  if (change == HSP_MONEY_UNKNOWN)
    return NULL;
  if (change == 0)
    return g_strdup (_("Unchanged since midnight"));

  amount = hsp_money_to_text (ABS (change), hsp_wallet_get_currency (self->wallet));
  /* Translators: %s is an amount, "18.89 USD" */
  return g_strdup_printf (change < 0 ? _("Down %s since midnight") : _("Up %s since midnight"),
                          amount);
}

static void
show_change (HspWalletPage *self)
{
  g_autofree char *change = create_change_text (self);
  g_autofree char *clock = hsp_text_clock (hsp_wallet_get_read_at (self->wallet));
  /* Translators: %s is a time, "14:06"; may follow "Down 18.89 USD since midnight" */
  g_autofree char *checked = g_strdup_printf (_("checked at %s"), clock);
  /* Translators: %s is a time, "14:06"; stands alone */
  g_autofree char *alone = g_strdup_printf (_("Checked at %s"), clock);
  g_autofree char *both = change != NULL ? g_strdup_printf ("%s · %s", change, checked) : NULL;

  gtk_label_set_text (self->change_label, both != NULL ? both : alone);
  hsp_widget_set_tooltip (GTK_WIDGET (self->change_label), both != NULL ? both : alone);
}

static void
show_failure (HspWalletPage *self)
{
  const GError *error = hsp_wallet_get_error (self->wallet);
  g_autofree char *clock = hsp_text_clock (hsp_wallet_get_read_at (self->wallet));
  g_autofree char *reason = error != NULL ? hsp_text_error (error) : NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->failed_box, error != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->change_label), error == NULL);
  if (error == NULL)
    return;

  /* Translators: a time, and a sentence that says what went wrong */
  text = g_strdup_printf (_("Last read at %s. %s"), clock, reason);
  gtk_label_set_text (self->failed_label, text);
}

static void
show_balance (HspWalletPage *self)
{
  const char *currency = hsp_wallet_get_currency (self->wallet);
  HspMoney balance = hsp_wallet_get_balance (self->wallet);
  g_autofree char *digits = hsp_money_to_digits (balance);
  g_autofree char *money = hsp_money_to_text (balance, currency);
  /* Translators: %s is an amount, "84.62 USD" */
  g_autofree char *spoken = g_strdup_printf (_("Balance %s"), money);

  gtk_label_set_text (self->balance_label, digits);
  gtk_label_set_text (self->currency_label, currency);
  hsp_widget_set_accessible_label (self->hero, spoken);
  show_change (self);
  show_failure (self);
}

/* Nothing was ever read: why, and how to. */
static void
show_none (HspWalletPage *self)
{
  const GError *error = hsp_wallet_get_error (self->wallet);
  g_autofree char *reason = error != NULL ? hsp_text_error (error) : NULL;
  /* the description is markup, the reason may hold the shop's words */
  g_autofree char *escaped = reason != NULL ? g_markup_escape_text (reason, -1) : NULL;

  adw_status_page_set_title (self->none_status, error != NULL ? _("The Balance Cannot Be Read")
                                                              : _("No Balance Yet"));
  adw_status_page_set_description (self->none_status,
                                   escaped != NULL
                                     ? escaped
                                     : _("It is read when you connect and after every purchase."));
}

static void
update_titles (HspWalletPage *self)
{
  const char *currency = hsp_wallet_get_currency (self->wallet);
  gboolean known = currency != NULL && *currency != '\0';
  /* Translators: title of a column; %s is a currency */
  g_autofree char *amount = known ? g_strdup_printf (_("Amount, %s"), currency)
                                  : g_strdup (_("Amount"));
  /* Translators: title of a column; %s is a currency */
  g_autofree char *balance = known ? g_strdup_printf (_("Balance, %s"), currency)
                                   : g_strdup (_("Balance"));

  gtk_label_set_text (self->amount_title, amount);
  gtk_label_set_text (self->balance_title, balance);
}

static void update (HspWalletPage *self);

static gboolean
on_spinner_due_cb (gpointer user_data)
{
  HspWalletPage *self = HSP_WALLET_PAGE (user_data);

  self->spinner_source = 0;
  self->spinner_due = TRUE;
  update (self);
  return G_SOURCE_REMOVE;
}

/* The first reading: nothing at first, a spinner after a moment. */
static const char *
choose_loading (HspWalletPage *self,
                gboolean       loading)
{
  if (!loading)
    {
      g_clear_handle_id (&self->spinner_source, g_source_remove);
      self->spinner_due = FALSE;
    }
  else if (self->spinner_source == 0 && !self->spinner_due)
    self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, on_spinner_due_cb, self);
  gtk_spinner_set_spinning (self->spinner, self->spinner_due);

  if (self->spinner_due)
    return "loading";
  /* what was said of the last failure stays for that moment */
  return loading && hsp_wallet_get_error (self->wallet) == NULL ? "blank" : "none";
}

static void
update (HspWalletPage *self)
{
  gboolean refreshing = hsp_wallet_get_refreshing (self->wallet);
  gboolean known = hsp_wallet_get_read_at (self->wallet) != 0 &&
                   hsp_wallet_get_balance (self->wallet) != HSP_MONEY_UNKNOWN;
  const char *other = choose_loading (self, refreshing && !known);

  if (known)
    show_balance (self);
  else
    show_none (self);
  gtk_stack_set_visible_child_name (self->overview_stack, known ? "balance" : other);
  gtk_widget_set_sensitive (self->read_button, !refreshing);
  gtk_widget_set_sensitive (self->retry_button, !refreshing);
  update_titles (self);
}

static void
on_read_cb (HspWalletPage *self)
{
  hsp_wallet_refresh (self->wallet);
}

/* The panes */

static void
update_title (HspWalletPage *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  gboolean inside = folded &&
                    adw_leaflet_get_visible_child (self->leaflet) == self->statement_pane;

  gtk_widget_set_visible (self->statement_button, folded);
  hsp_page_set_title (HSP_PAGE (self), inside ? _("Statement") : NULL);
  hsp_page_set_can_go_back (HSP_PAGE (self), inside);
}

static void
on_folded (GtkWidget *widget)
{
  update_title (HSP_WALLET_PAGE (widget));
}

/* While it is being laid out */
static void
on_folded_cb (HspWalletPage *self)
{
  hsp_before_next_frame (GTK_WIDGET (self), on_folded);
}

static void
on_statement_cb (HspWalletPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  adw_leaflet_set_visible_child (self->leaflet, self->statement_pane);
  /* an empty statement has nothing to focus, and keys that go to what is not shown are lost */
  if (!gtk_widget_child_focus (self->statement_pane, GTK_DIR_TAB_FORWARD))
    gtk_root_set_focus (root, NULL);
}

/* The statement */

static void
update_statement (HspWalletPage *self)
{
  GListModel *statement = hsp_wallet_get_statement (self->wallet);
  gboolean read = hsp_journal_status_is_read (self->journal_status);
  gboolean empty = g_list_model_get_n_items (statement) == 0;

  gtk_stack_set_visible_child_name (self->statement_stack,
                                    !read ? "journal" : empty ? "empty" : "list");
  gtk_widget_set_visible (self->column_titles,
                          read && !empty && !hsp_page_get_narrow (HSP_PAGE (self)));
}

static void
on_row_setup_cb (HspWalletPage *self,
                 GtkListItem   *item)
{
  gtk_list_item_set_child (item, hsp_statement_row_new ());
}

static void
on_row_bind_cb (HspWalletPage *self,
                GtkListItem   *item)
{
  HspStatementRow *row = HSP_STATEMENT_ROW (gtk_list_item_get_child (item));
  HspStatementEntry *entry = HSP_STATEMENT_ENTRY (gtk_list_item_get_item (item));
  g_autofree char *spoken = NULL;

  hsp_statement_row_set_narrow (row, hsp_page_get_narrow (HSP_PAGE (self)));
  hsp_statement_row_set_entry (row, entry, hsp_wallet_get_currency (self->wallet));
  gtk_list_item_set_activatable (item, hsp_statement_entry_get_order (entry) != NULL);
  spoken = hsp_statement_row_dup_spoken (row);
  hsp_list_item_set_accessible_label (item, spoken);
}

static void
on_row_unbind_cb (HspWalletPage *self,
                  GtkListItem   *item)
{
  hsp_statement_row_set_entry (HSP_STATEMENT_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
on_activate_cb (HspWalletPage *self,
                guint          position)
{
  g_autoptr(HspStatementEntry) entry =
    g_list_model_get_item (hsp_wallet_get_statement (self->wallet), position);

  if (entry == NULL || hsp_statement_entry_get_order (entry) == NULL)
    return;

  if (hsp_statement_entry_is_number (entry))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-number", "s",
                                hsp_statement_entry_get_order (entry));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-order", "x",
                                hsp_statement_entry_get_journal_id (entry));
}

static void
set_rows_narrow (HspWalletPage *self,
                 gboolean       narrow)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (HSP_IS_STATEMENT_ROW (row))
        hsp_statement_row_set_narrow (HSP_STATEMENT_ROW (row), narrow);
    }
}

/* The page */

static void
hsp_wallet_page_go_back (HspPage *page)
{
  HspWalletPage *self = HSP_WALLET_PAGE (page);

  adw_leaflet_set_visible_child (self->leaflet, self->overview_pane);
  gtk_widget_grab_focus (self->statement_button);
}

/* The template is the narrow form. */
static void
hsp_wallet_page_narrow_changed (HspPage *page)
{
  HspWalletPage *self = HSP_WALLET_PAGE (page);
  gboolean narrow = hsp_page_get_narrow (page);

  adw_leaflet_set_can_unfold (self->leaflet, !narrow);
  adw_clamp_set_maximum_size (self->overview_clamp, narrow ? G_MAXINT16 : OVERVIEW_WIDTH);
  adw_clamp_set_tightening_threshold (self->overview_clamp, narrow ? G_MAXINT16 : OVERVIEW_WIDTH);
  gtk_widget_set_margin_top (self->hero, narrow ? 15 : 24);
  gtk_widget_set_margin_start (self->hero, narrow ? 12 : 24);
  gtk_widget_set_margin_end (self->hero, narrow ? 12 : 24);
  gtk_widget_set_margin_top (self->statement_head, narrow ? 15 : 24);
  if (self->wallet != NULL)
    update_statement (self);
  set_rows_narrow (self, narrow);
  update_title (self);
}

static char *
hsp_wallet_page_describe_offline (HspPage *page)
{
  gint64 read_at = hsp_wallet_get_read_at (HSP_WALLET_PAGE (page)->wallet);
  g_autofree char *clock = read_at > 0 ? hsp_text_clock (read_at) : NULL;

  if (clock == NULL)
    return NULL;

  /* Translators: %s is a time, "14:06" or "21 Nov, 14:06" */
  return g_strdup_printf (_("Offline: balance as of %s"), clock);
}

static void
hsp_wallet_page_account_set (HspPage *page)
{
  HspWalletPage *self = HSP_WALLET_PAGE (page);
  HspAccount *account = hsp_page_get_account (page);
  GListModel *statement;
  GtkNoSelection *selection;

  self->wallet = g_object_ref (hsp_account_get_wallet (account));
  statement = hsp_wallet_get_statement (self->wallet);
  selection = gtk_no_selection_new (g_object_ref (statement));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);

  gtk_widget_set_visible (self->pretend_pill, hsp_account_is_sandbox (account));
  g_signal_connect_object (self->wallet, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (statement, "items-changed", G_CALLBACK (update_statement), self,
                           G_CONNECT_SWAPPED);
  hsp_journal_status_set_account (self->journal_status, account);
  update (self);
  update_statement (self);
}

static void
hsp_wallet_page_dispose (GObject *object)
{
  g_clear_handle_id (&HSP_WALLET_PAGE (object)->spinner_source, g_source_remove);
  g_clear_object (&HSP_WALLET_PAGE (object)->wallet);

  G_OBJECT_CLASS (hsp_wallet_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, overview_pane);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, overview_clamp);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, overview_stack);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, none_status);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, read_button);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, hero);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, balance_label);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, currency_label);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, pretend_pill);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, change_label);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, failed_box);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, failed_label);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, statement_button);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, statement_pane);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, statement_head);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, column_titles);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, amount_title);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, balance_title);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, statement_stack);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, journal_status);
  gtk_widget_class_bind_template_child (widget_class, HspWalletPage, list);
}

static void
hsp_wallet_page_class_init (HspWalletPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HspPageClass *page_class = HSP_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_wallet_page_dispose;
  page_class->go_back = hsp_wallet_page_go_back;
  page_class->account_set = hsp_wallet_page_account_set;
  page_class->describe_offline = hsp_wallet_page_describe_offline;
  page_class->narrow_changed = hsp_wallet_page_narrow_changed;

  g_type_ensure (HSP_TYPE_JOURNAL_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/wallet/hsp-wallet-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, update_title);
  gtk_widget_class_bind_template_callback (widget_class, on_folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_read_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_statement);
  gtk_widget_class_bind_template_callback (widget_class, on_statement_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_unbind_cb);
}

static void
hsp_wallet_page_init (HspWalletPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_list_view_leave_by_tab (self->list);
  /* the template is the narrow form, a page begins as a wide one */
  hsp_wallet_page_narrow_changed (HSP_PAGE (self));
}

GtkWidget *
hsp_wallet_page_new (HspAccount *account)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (account), NULL);

  return g_object_new (HSP_TYPE_WALLET_PAGE, "account", account, NULL);
}
