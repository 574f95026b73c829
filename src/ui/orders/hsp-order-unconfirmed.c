/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-unconfirmed.h"

#include <glib/gi18n-lib.h>

#include "hsp-adopt-dialog.h"
#include "hsp-lifetime.h"
#include "hsp-order-book.h"
#include "hsp-order-text.h"
#include "hsp-order-timeline.h"
#include "hsp-text.h"
#include "hsp-wallet.h"

/* More than these are told in one line */
#define MOST_CHARGES 3

struct _HspOrderUnconfirmed
{
  AdwBin parent_instance;

  HspAccount *account;      /* (owned) (nullable) */
  HspOrder   *order;        /* (owned) (nullable) */
  HspOrder   *told;         /* (unowned) (nullable) whose verdict is shown; only compared */
  gboolean    narrow;
  gboolean    settling;

  GtkScrolledWindow *scroller;
  GtkWidget         *content;
  GtkLabel          *name_label;
  GtkLabel          *pill;
  GtkLabel          *sent_label;
  GtkWidget         *verdict_card;
  GtkLabel          *verdict_label;
  GtkLabel          *cause_label;
  GtkBox            *buttons;
  GtkWidget         *placed_button;
  GtkWidget         *not_placed_button;
  GtkWidget         *website_button;
  GtkLabel          *time_label;
  GtkLabel          *item_caption;
  GtkLabel          *item_label;
  GtkLabel          *quantity_label;
  GtkWidget         *link_caption;
  GtkLabel          *link_label;
  GtkLabel          *estimate_label;
  GtkLabel          *answer_label;
  GtkLabel          *before_caption;
  GtkLabel          *before_label;
  GtkBox            *others_box;
  GtkWidget         *expected_caption;
  GtkLabel          *expected_label;
  GtkLabel          *now_caption;
  GtkLabel          *now_label;
  GtkLabel          *difference_label;
  HspOrderTimeline  *timeline;
};

G_DEFINE_FINAL_TYPE (HspOrderUnconfirmed, hsp_order_unconfirmed, ADW_TYPE_BIN)

static HspOrderBook *
get_book (HspOrderUnconfirmed *self)
{
  return hsp_account_get_order_book (self->account);
}

/* What is shown */

static char *
create_verdict (const HspEvidence *evidence,
                const char        *currency)
{
  HspMoney difference = evidence->difference;
  HspMoney size = difference == HSP_MONEY_UNKNOWN ? difference : ABS (difference);
  g_autofree char *amount = hsp_order_text_money (size, currency);

  switch (evidence->verdict)
    {
    case HSP_VERDICT_PROBABLY_PLACED:
      return g_strdup_printf (_("The balance fell by %s: it was probably placed."), amount);
    case HSP_VERDICT_PROBABLY_NOT:
      return g_strdup (_("The balance did not fall: it was probably not placed."));
    case HSP_VERDICT_UNCLEAR:
      if (difference > 0)
        return g_strdup_printf (_("The balance rose by %s: it is not known."), amount);
      return g_strdup_printf (_("The balance fell by %s, which is not the estimate: "
                                "it is not known."), amount);
    case HSP_VERDICT_UNKNOWN:
      break;
    }

  return g_strdup (_("The balance could not be read: it is not known."));
}

/* (transfer full): what is known of what became of it; @evidence says how far the balance speaks for what */
static char *
create_known (HspOrder          *order,
              const HspEvidence *evidence,
              const char        *currency)
{
  const char *numbers = hsp_order_get_unwritten (order);

  if (numbers == NULL)
    return create_verdict (evidence, currency);
  /* Translators: %s is one or more numbers of orders */
  return g_strdup_printf (_("It was placed: the shop’s number is %s."), numbers);
}

static void
set_suggested (GtkWidget *button,
               gboolean   suggested)
{
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static void
show_money (GtkLabel   *label,
            HspMoney    amount,
            const char *currency)
{
  g_autofree char *text = hsp_order_text_money (amount, currency);

  gtk_label_set_text (label, text);
}

/* "Before, 14:02:10": to the second, which is what such a question hangs on */
static void
show_time_caption (GtkLabel   *label,
                   const char *word,
                   gint64      time)
{
  g_autofree char *clock = time > 0 ? hsp_text_clock (time) : NULL;
  g_autofree char *full = time > 0 ? hsp_text_full_time (time) : NULL;
  /* Translators: a word and a time: "Before, 14:02" */
  g_autofree char *text = clock != NULL ? g_strdup_printf (_("%s, %s"), word, clock)
                                        : g_strdup (word);

  gtk_label_set_text (label, text);
  hsp_widget_set_tooltip (GTK_WIDGET (label), full);
}

static void
add_other (HspOrderUnconfirmed *self,
           const char          *caption,
           const char          *tooltip,
           HspMoney             amount,
           const char          *currency)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (caption);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 22);
  gtk_widget_set_hexpand (name, TRUE);
  hsp_widget_set_tooltip (name, tooltip);
  gtk_widget_add_css_class (name, "dim-label");
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "numeric");
  show_money (GTK_LABEL (label), amount == HSP_MONEY_UNKNOWN ? amount : -amount, currency);
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (self->others_box, row);
}

/* "Charge of #48224, 14:03"; what is called how is in the tooltip */
static void
add_other_charge (HspOrderUnconfirmed  *self,
                  const HspOtherCharge *charge,
                  const char           *currency)
{
  g_autofree char *clock = hsp_text_clock (charge->time);
  g_autofree char *caption = NULL;

  if (charge->order != NULL)
    /* Translators: the number of an order, a time: "Charge of #48224, 14:03" */
    caption = g_strdup_printf (_("Charge of #%s, %s"), charge->order, clock);
  else
    /* Translators: a service, a time: "Canva Pro invitations, 14:03" */
    caption = g_strdup_printf (_("%s, %s"), charge->name, clock);
  add_other (self, caption, charge->name, charge->amount, currency);
}

/* Each of a few, more of them in one line. */
static void
show_others (HspOrderUnconfirmed *self,
             const HspEvidence   *evidence,
             const char          *currency)
{
  g_autoptr(GPtrArray) charges = hsp_order_book_get_other_charges (get_book (self), self->order);
  g_autofree char *folded = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->others_box))) != NULL)
    gtk_box_remove (self->others_box, child);
  gtk_widget_set_visible (GTK_WIDGET (self->others_box), charges->len > 0);
  if (charges->len <= MOST_CHARGES)
    {
      for (guint i = 0; i < charges->len; i++)
        add_other_charge (self, charges->pdata[i], currency);
      return;
    }
  folded = g_strdup_printf (ngettext ("Other charge (%u)", "Other charges (%u)", charges->len),
                            charges->len);
  add_other (self, folded, NULL, evidence->others, currency);
}

static void
show_evidence (HspOrderUnconfirmed *self)
{
  const char *currency = hsp_order_get_row (self->order)->currency;
  const gboolean is_known = hsp_order_get_unwritten (self->order) != NULL;
  HspEvidence evidence;
  g_autofree char *verdict = NULL;

  hsp_order_book_get_evidence (get_book (self), self->order, &evidence);
  if (currency == NULL || *currency == '\0')
    currency = hsp_wallet_get_currency (hsp_account_get_wallet (self->account));

  verdict = create_known (self->order, &evidence, currency);
  /* another reading of the balance has changed what is known */
  if (self->told == self->order && !g_str_equal (verdict, gtk_label_get_text (self->verdict_label)))
    hsp_widget_announce (GTK_WIDGET (self->verdict_label), verdict);
  self->told = self->order;
  gtk_label_set_text (self->verdict_label, verdict);
  hsp_widget_set_accessible_label (self->verdict_card, verdict);
  set_suggested (self->placed_button, is_known || evidence.verdict == HSP_VERDICT_PROBABLY_PLACED);
  set_suggested (self->not_placed_button, !is_known && evidence.verdict == HSP_VERDICT_PROBABLY_NOT);

  show_time_caption (self->before_caption, _("Before"), evidence.before_at);
  show_money (self->before_label, evidence.before, currency);
  show_others (self, &evidence, currency);
  gtk_widget_set_visible (self->expected_caption, evidence.n_others > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->expected_label), evidence.n_others > 0);
  show_money (self->expected_label, evidence.expected, currency);
  show_time_caption (self->now_caption, _("Now"), evidence.now_at);
  show_money (self->now_label, evidence.now, currency);
  show_money (self->difference_label, evidence.difference, currency);
}

/* (transfer full) */
static char *
create_sent_line (HspOrder   *order,
                  const char *when)
{
  if (hsp_order_get_unwritten (order) != NULL)
    /* Translators: %s is "today at 14:02", or a day and a time */
    return g_strdup_printf (_("Sent %s, and placed, but not written down"), when);
  /* Translators: %s is "today at 14:02", or a day and a time */
  return g_strdup_printf (_("Sent %s, no clear answer"), when);
}

static void
show_sent (HspOrderUnconfirmed *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  gint64 sent = row->sent > 0 ? row->sent : row->created;
  gboolean has_link = row->link != NULL && *row->link != '\0';
  gboolean has_answer = row->reason != NULL && *row->reason != '\0';
  g_autofree char *name = hsp_order_text_name (row);
  g_autofree char *when = hsp_order_text_when (sent);
  g_autofree char *line = create_sent_line (self->order, when);
  g_autofree char *full = hsp_text_full_time (sent);
  g_autofree char *quantity = hsp_order_text_count (row->quantity);
  g_autofree char *link = has_link ? hsp_text_short_link (row->link) : NULL;
  g_autofree char *estimate = hsp_order_text_money (row->estimate, row->currency);

  gtk_label_set_text (self->name_label, name);
  hsp_order_show_pill (self->pill, self->order);
  gtk_label_set_text (self->sent_label, line);
  gtk_label_set_text (self->time_label, full);
  gtk_label_set_text (self->item_caption,
                      row->kind == HSP_PURCHASE_SMS ? _("Project") : _("Service"));
  gtk_label_set_text (self->item_label, row->item);
  gtk_label_set_text (self->quantity_label, quantity);
  gtk_label_set_text (self->link_label, link != NULL ? link : "");
  hsp_widget_set_tooltip (GTK_WIDGET (self->link_label), row->link);
  gtk_widget_set_visible (self->link_caption, has_link);
  gtk_widget_set_visible (GTK_WIDGET (self->link_label), has_link);
  gtk_label_set_text (self->estimate_label, estimate);
  gtk_label_set_text (self->cause_label,
                      has_answer ? row->reason : _("The shop did not answer."));
  gtk_label_set_text (self->answer_label, has_answer ? row->reason : _("None"));
}

static void
update_buttons (HspOrderUnconfirmed *self)
{
  gtk_widget_set_sensitive (self->placed_button, !self->settling);
  gtk_widget_set_sensitive (self->not_placed_button, !self->settling);
}

static void
update (HspOrderUnconfirmed *self)
{
  show_sent (self);
  show_evidence (self);
  update_buttons (self);
}

/* A new reading of the balance, or a charge of another order, is new evidence. */
static void
on_evidence_changed_cb (HspOrderUnconfirmed *self)
{
  if (self->order != NULL)
    show_evidence (self);
}

/* Settling */

/* Time enough to read what was said */
#define UNDO_SECONDS 10

static void
on_undone_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(HspOrderUnconfirmed) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(HspOrder) order = hsp_order_book_undo_finish (HSP_ORDER_BOOK (object), result, &error);
  g_autofree char *text = order == NULL ? hsp_text_error (error) : g_strdup (_("Unconfirmed again"));

  if (self != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
on_undo_cb (HspOrderUnconfirmed *self,
            AdwToast            *toast)
{
  const gint64 *journal = g_object_get_data (G_OBJECT (toast), "journal");

  hsp_order_book_undo_async (get_book (self), *journal, on_undone_cb, hsp_weak_new (self));
}

/* What was said in a hurry can be taken back at once. */
static void
offer_undo (HspOrderUnconfirmed *self,
            HspOrder            *order,
            const char          *title)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  const gint64 journal = hsp_order_get_row (order)->id;
  AdwToast *toast;

  if (overlay == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", title);
      return;
    }
  toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  g_object_set_data_full (G_OBJECT (toast), "journal", g_memdup2 (&journal, sizeof journal), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
on_dialog_done_cb (HspOrderUnconfirmed *self,
                   HspOrder            *order)
{
  offer_undo (self, order, _("Kept as placed"));
}

static void
on_placed_cb (HspOrderUnconfirmed *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = hsp_adopt_dialog_new (GTK_WINDOW (root), get_book (self), self->order);

  g_signal_connect_object (dialog, "done", G_CALLBACK (on_dialog_done_cb), self, G_CONNECT_SWAPPED);
  hsp_dialog_close_with (dialog, GTK_WIDGET (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What is being settled as not placed: another one may be shown by the time it is. */
typedef struct
{
  gpointer  self;   /* of hsp_weak_new(), until it is taken */
  HspOrder *order;  /* (owned) */
} Settling;

static void
settling_free (Settling *settling)
{
  g_object_unref (settling->order);
  g_free (settling);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Settling, settling_free)

static void
on_settled_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(Settling) settling = user_data;
  g_autoptr(HspOrderUnconfirmed) self = hsp_weak_take (g_steal_pointer (&settling->self));
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean settled = hsp_order_book_settle_finish (HSP_ORDER_BOOK (object), result, &error);

  if (self == NULL)
    return;

  self->settling = FALSE;
  update_buttons (self);
  if (settled)
    {
      offer_undo (self, settling->order, _("Kept as not placed"));
      return;
    }

  text = hsp_text_error (error);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
on_not_placed_response_cb (HspOrderUnconfirmed *self,
                           const char          *response,
                           AdwMessageDialog    *dialog)
{
  HspOrder *order = g_object_get_data (G_OBJECT (dialog), "order");
  Settling *settling;

  if (!g_str_equal (response, "settle"))
    return;

  self->settling = TRUE;
  update_buttons (self);
  settling = g_new0 (Settling, 1);
  settling->self = hsp_weak_new (self);
  settling->order = g_object_ref (order);
  hsp_order_book_settle_not_placed_async (get_book (self), order, on_settled_cb, settling);
}

static void
on_not_placed_cb (HspOrderUnconfirmed *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (root), _("It Was Not Placed?"),
                                              _("It is kept as not placed. You may order again."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"),
                                    "settle", _("Not Placed"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "settle",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  /* another one may be shown by the time of the answer */
  g_object_set_data_full (G_OBJECT (dialog), "order", g_object_ref (self->order), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_not_placed_response_cb), self,
                           G_CONNECT_SWAPPED);
  hsp_dialog_close_with (dialog, GTK_WIDGET (self));
  hsp_message_dialog_present (dialog);
}

/* The website is where the endpoint is; the pretend shop has none. */
static char *
create_website (HspAccount *account)
{
  g_autoptr(GUri) uri = g_uri_parse (hsp_account_get_endpoint (account), G_URI_FLAGS_NONE, NULL);

  if (hsp_account_is_sandbox (account) || uri == NULL ||
      !g_str_equal (g_uri_get_scheme (uri), "https"))
    return NULL;

  return g_uri_join (G_URI_FLAGS_NONE, "https", NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                     "/", NULL, NULL);
}

static void
on_website_cb (HspOrderUnconfirmed *self)
{
  g_autofree char *website = create_website (self->account);

  hsp_order_open_uri (GTK_WIDGET (self), website);
}

static void
hsp_order_unconfirmed_dispose (GObject *object)
{
  HspOrderUnconfirmed *self = HSP_ORDER_UNCONFIRMED (object);

  g_clear_object (&self->order);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_order_unconfirmed_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, scroller);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, content);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, name_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, pill);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, sent_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, verdict_card);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, verdict_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, cause_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, buttons);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, placed_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, not_placed_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, website_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, time_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, item_caption);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, item_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, quantity_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, link_caption);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, link_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, estimate_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, answer_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, before_caption);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, before_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, others_box);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, expected_caption);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, expected_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, now_caption);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, now_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, difference_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderUnconfirmed, timeline);
}

static void
hsp_order_unconfirmed_class_init (HspOrderUnconfirmedClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_order_unconfirmed_dispose;

  g_type_ensure (HSP_TYPE_ORDER_TIMELINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/orders/hsp-order-unconfirmed.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_placed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_not_placed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_website_cb);
}

static void
hsp_order_unconfirmed_init (HspOrderUnconfirmed *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_widget_make_alert (GTK_WIDGET (self->verdict_label));
  self->narrow = TRUE;
}

void
hsp_order_unconfirmed_set_account (HspOrderUnconfirmed *self,
                                   HspAccount          *account)
{
  HspWallet *wallet = hsp_account_get_wallet (account);
  g_autofree char *website = create_website (account);

  g_return_if_fail (HSP_IS_ORDER_UNCONFIRMED (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  gtk_widget_set_visible (self->website_button, website != NULL);
  g_signal_connect_object (wallet, "notify::read-at", G_CALLBACK (on_evidence_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_book (self), "order-changed", G_CALLBACK (on_evidence_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_book (self), "items-changed", G_CALLBACK (on_evidence_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

/* @order: (nullable) */
void
hsp_order_unconfirmed_set_order (HspOrderUnconfirmed *self,
                                 HspOrder            *order)
{
  g_return_if_fail (HSP_IS_ORDER_UNCONFIRMED (self));
  g_return_if_fail (order == NULL || self->account != NULL);

  if (self->order == order)
    return;

  if (self->order != NULL)
    g_signal_handlers_disconnect_by_func (self->order, update, self);
  g_set_object (&self->order, order);
  hsp_order_timeline_set_order (self->timeline, order != NULL ? get_book (self) : NULL, order);
  if (order == NULL)
    return;

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  g_signal_connect_object (order, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* The template is the narrow form. */
void
hsp_order_unconfirmed_set_narrow (HspOrderUnconfirmed *self,
                                  gboolean             narrow)
{
  GtkAlign end = narrow ? GTK_ALIGN_FILL : GTK_ALIGN_END;

  g_return_if_fail (HSP_IS_ORDER_UNCONFIRMED (self));

  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->buttons),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_hexpand (self->website_button, !narrow);
  gtk_widget_set_halign (self->website_button, end);
  gtk_widget_set_margin_top (self->content, narrow ? 15 : 24);
  gtk_widget_set_margin_bottom (self->content, narrow ? 15 : 24);
  gtk_widget_set_margin_start (self->content, narrow ? 12 : 24);
  gtk_widget_set_margin_end (self->content, narrow ? 12 : 24);
}
