/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order.h"
#include "hsp-order-private.h"

#include <glib/gi18n-lib.h>

struct _HspOrder
{
  GObject         parent_instance;

  HspPurchaseRow *row;            /* (owned) */
  GError         *check_error;    /* (owned) (nullable) */
  HspSpan         span;           /* of the purchase */
  HspSpan         before;         /* of the reading that is its balance before */
  char           *unwritten;      /* (owned) (nullable) the shop's number that the journal could not take */
  guint           n_busy;         /* several questions may be under way */
  guint           changed_stamp;
  gint64          settled;        /* Unix seconds, as the row said when it came to its outcome and number */
};

enum
{
  PROP_CHANGED_STAMP = 1,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspOrder, hsp_order, G_TYPE_OBJECT)

/* The words of the shop. Panels of this family write the last two in either way, and spell words in
 * capitals as they like. */
static const struct
{
  const char *word;
  const char *shown;
  HspState    state;
} words[] = {
  { "pending", N_("Pending"), HSP_STATE_OPEN },
  { "in progress", N_("In progress"), HSP_STATE_OPEN },
  { "processing", N_("Processing"), HSP_STATE_OPEN },
  { "awaiting", N_("Awaiting"), HSP_STATE_OPEN },
  { "completed", N_("Completed"), HSP_STATE_COMPLETED },
  { "partial", N_("Partial"), HSP_STATE_PARTIAL },
  { "canceled", N_("Canceled"), HSP_STATE_CANCELED },
  { "cancelled", N_("Canceled"), HSP_STATE_CANCELED },
  { "refunded", N_("Refunded"), HSP_STATE_CANCELED },
};

static int
find_word (const char *status)
{
  for (guint i = 0; status != NULL && i < G_N_ELEMENTS (words); i++)
    {
      if (g_ascii_strcasecmp (status, words[i].word) == 0)
        return (int) i;
    }
  return -1;
}

static void
emit_changed (HspOrder *self)
{
  self->changed_stamp++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGED_STAMP]);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
hsp_order_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  HspOrder *self = HSP_ORDER (object);

  switch (prop_id)
    {
    case PROP_CHANGED_STAMP:
      g_value_set_uint (value, self->changed_stamp);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_order_finalize (GObject *object)
{
  HspOrder *self = HSP_ORDER (object);

  hsp_purchase_row_free (self->row);
  g_clear_error (&self->check_error);
  g_free (self->unwritten);

  G_OBJECT_CLASS (hsp_order_parent_class)->finalize (object);
}

static void
hsp_order_class_init (HspOrderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hsp_order_get_property;
  object_class->finalize = hsp_order_finalize;

  /* Moves whenever anything of the order changed. */
  properties[PROP_CHANGED_STAMP] =
    g_param_spec_uint ("changed-stamp", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HSP_TYPE_ORDER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hsp_order_init (HspOrder *self)
{
}

/*< private >
 * hsp_order_new:
 * @row: (transfer full)
 */
HspOrder *
hsp_order_new (HspPurchaseRow *row)
{
  HspOrder *self = g_object_new (HSP_TYPE_ORDER, NULL);

  self->row = row;
  self->settled = row->updated;
  return self;
}

static gboolean
is_settled_alike (const HspPurchaseRow *left,
                  const HspPurchaseRow *right)
{
  return left->outcome == right->outcome && g_strcmp0 (left->order, right->order) == 0;
}

/*< private >
 * hsp_order_set_row:
 * @row: (transfer full): everything as it is now; takes the place of what was known
 */
void
hsp_order_set_row (HspOrder       *self,
                   HspPurchaseRow *row)
{
  g_return_if_fail (HSP_IS_ORDER (self));
  g_return_if_fail (row != NULL && row != self->row);

  if (!is_settled_alike (self->row, row))
    self->settled = row->updated;
  if (row->outcome != HSP_OUTCOME_UNCONFIRMED)
    g_clear_pointer (&self->unwritten, g_free);
  hsp_purchase_row_free (self->row);
  self->row = row;
  emit_changed (self);
}

/*< private >
 * hsp_order_set_unwritten:
 * @numbers: (nullable): what the shop answered to it, which could not be written down
 */
void
hsp_order_set_unwritten (HspOrder   *self,
                         const char *numbers)
{
  g_return_if_fail (HSP_IS_ORDER (self));

  if (g_strcmp0 (self->unwritten, numbers) == 0)
    return;
  g_free (self->unwritten);
  self->unwritten = g_strdup (numbers);
  emit_changed (self);
}

/**
 * hsp_order_get_unwritten:
 *
 * Returns: (transfer none) (nullable): one or more numbers that the shop gave for a purchase that is
 *   unconfirmed only because they could not be written down; this run of the program knows them
 */
const char *
hsp_order_get_unwritten (HspOrder *self)
{
  g_return_val_if_fail (HSP_IS_ORDER (self), NULL);

  return self->unwritten;
}

/*< private >
 * hsp_order_is_newer:
 * @row: of the journal
 *
 * Returns: whether @row says nothing that is not known: it is the same, or was read before the last
 *   change here was written
 */
gboolean
hsp_order_is_newer (HspOrder             *self,
                    const HspPurchaseRow *row)
{
  const HspPurchaseRow *known;

  g_return_val_if_fail (HSP_IS_ORDER (self), TRUE);

  known = self->row;
  /* what the shop was asked meanwhile settles nothing */
  if (!is_settled_alike (known, row))
    return self->settled > row->updated;
  return known->updated > row->updated || known->checked > row->checked
         || (known->charge == row->charge
             && known->remains == row->remains && known->checked == row->checked
             && g_strcmp0 (known->status, row->status) == 0
             && g_strcmp0 (known->note, row->note) == 0);
}

/*< private >
 * hsp_order_set_spans:
 * @span: of the purchase
 * @before: of the reading of the balance before it
 *
 * For one that was made in this run.
 */
void
hsp_order_set_spans (HspOrder *self,
                     HspSpan   span,
                     HspSpan   before)
{
  g_return_if_fail (HSP_IS_ORDER (self));

  self->span = span;
  self->before = before;
}

HspSpan
hsp_order_get_span (HspOrder *self)
{
  g_return_val_if_fail (HSP_IS_ORDER (self), (HspSpan) { 0 });

  return self->span;
}

HspSpan
hsp_order_get_span_before (HspOrder *self)
{
  g_return_val_if_fail (HSP_IS_ORDER (self), (HspSpan) { 0 });

  return self->before;
}

void
hsp_order_set_busy (HspOrder *self,
                    gboolean  busy)
{
  g_return_if_fail (HSP_IS_ORDER (self));
  g_return_if_fail (busy || self->n_busy > 0);

  self->n_busy += busy ? 1 : -1;
  if (self->n_busy == (busy ? 1 : 0))
    emit_changed (self);
}

/*< private >
 * hsp_order_set_check_error:
 * @error: (nullable): why the last check failed
 */
void
hsp_order_set_check_error (HspOrder     *self,
                           const GError *error)
{
  g_return_if_fail (HSP_IS_ORDER (self));

  if (error == NULL && self->check_error == NULL)
    return;
  g_clear_error (&self->check_error);
  if (error != NULL)
    self->check_error = g_error_copy (error);
  emit_changed (self);
}

/*< private >
 * hsp_order_state_of:
 *
 * An unknown word is treated as still open, as the API notes say.
 */
HspState
hsp_order_state_of (const HspPurchaseRow *row)
{
  int word;

  g_return_val_if_fail (row != NULL, HSP_STATE_OPEN);

  switch (row->outcome)
    {
    case HSP_OUTCOME_UNCONFIRMED:
      return HSP_STATE_UNCONFIRMED;
    case HSP_OUTCOME_REJECTED:
    case HSP_OUTCOME_NOT_SENT:
    case HSP_OUTCOME_NOT_PLACED:
      return HSP_STATE_REJECTED;
    case HSP_OUTCOME_WRITTEN:
    case HSP_OUTCOME_SENT:
      return HSP_STATE_OPEN;
    case HSP_OUTCOME_PLACED:
      break;
    }

  word = find_word (row->status);
  return word >= 0 ? words[word].state : HSP_STATE_OPEN;
}

/**
 * hsp_order_get_row:
 *
 * Returns: (transfer none): all fields, valid until the next change
 */
const HspPurchaseRow *
hsp_order_get_row (HspOrder *self)
{
  g_return_val_if_fail (HSP_IS_ORDER (self), NULL);

  return self->row;
}

HspState
hsp_order_get_state (HspOrder *self)
{
  g_return_val_if_fail (HSP_IS_ORDER (self), HSP_STATE_OPEN);

  return hsp_order_state_of (self->row);
}

/* A word of its own for each of what never became an order. */
static const char *
get_outcome_text (HspOutcome outcome)
{
  switch (outcome)
    {
    case HSP_OUTCOME_WRITTEN:
    case HSP_OUTCOME_SENT:
      return _("Sending");
    case HSP_OUTCOME_REJECTED:
      return _("Rejected");
    case HSP_OUTCOME_NOT_SENT:
      return _("Not sent");
    case HSP_OUTCOME_NOT_PLACED:
      return _("Not placed");
    case HSP_OUTCOME_UNCONFIRMED:
      return _("Unconfirmed");
    case HSP_OUTCOME_PLACED:
      break;
    }
  return NULL;
}

/**
 * hsp_order_get_state_text:
 *
 * Returns: (transfer none): the shop's word, translated where it is known; plain text
 */
const char *
hsp_order_get_state_text (HspOrder *self)
{
  const char *text;
  int word;

  g_return_val_if_fail (HSP_IS_ORDER (self), NULL);

  text = get_outcome_text (self->row->outcome);
  if (text != NULL)
    return text;
  word = find_word (self->row->status);
  if (word >= 0)
    return _(words[word].shown);
  /* Placed a moment ago and not asked yet */
  if (self->row->status == NULL || *self->row->status == '\0')
    return _("Pending");
  return self->row->status;
}

/**
 * hsp_order_is_busy:
 *
 * Returns: whether a question of the person's own about it is under way
 */
gboolean
hsp_order_is_busy (HspOrder *self)
{
  g_return_val_if_fail (HSP_IS_ORDER (self), FALSE);

  return self->n_busy > 0;
}

/**
 * hsp_order_get_check_error:
 *
 * Returns: (transfer none) (nullable): why the last check failed
 */
const GError *
hsp_order_get_check_error (HspOrder *self)
{
  g_return_val_if_fail (HSP_IS_ORDER (self), NULL);

  return self->check_error;
}

/**
 * hsp_order_get_percent:
 *
 * Returns: 0-100, or -1 when the remains or the quantity is not known
 */
int
hsp_order_get_percent (HspOrder *self)
{
  const HspPurchaseRow *row;

  g_return_val_if_fail (HSP_IS_ORDER (self), -1);

  row = self->row;
  if (row->quantity <= 0 || row->remains < 0)
    return -1;
  if (row->remains >= row->quantity)
    return 0;
  /* In floating point, so that no shop's figure overflows; it is a picture, not money */
  return (int) (100.0 * (double) (row->quantity - row->remains) / (double) row->quantity);
}

/**
 * hsp_order_get_receipt:
 * @events: (nullable) (element-type HspEventRow): the history of the order
 * @receipt: (out caller-allocates): what was said and what was charged
 */
void
hsp_order_get_receipt (HspOrder   *self,
                       GPtrArray  *events,
                       HspReceipt *receipt)
{
  g_return_if_fail (HSP_IS_ORDER (self));

  hsp_receipt_make (self->row, events, receipt);
}
