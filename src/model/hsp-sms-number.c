/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-sms-number.h"
#include "hsp-sms-number-private.h"

#include <glib/gi18n-lib.h>

#include "hsp-clock.h"

/* How long a card stays among the active ones after its number has come to an end. */
#define ENDED_STAYS (30 * 60)
/* A code that nobody has copied stays longer, and so does a number that can still be asked. */
#define UNUSED_STAYS (24 * 60 * 60)

struct _HspSmsNumber
{
  GObject       parent_instance;

  HspNumberRow *row;            /* (owned) */
  HspMoney      price;          /* what was asked for it when it was bought */
  GError       *check_error;    /* (owned) (nullable) */
  HspSpan       span;           /* of the purchase */
  guint         n_polls;
  guint         changed_stamp;
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

G_DEFINE_FINAL_TYPE (HspSmsNumber, hsp_sms_number, G_TYPE_OBJECT)

/* What `sms_code` and `sms_status` say. Words that only mean "not yet" or "the code is there" decide
 * nothing: the code itself and the clock do. */
static const struct
{
  const char     *word;
  HspNumberState  state;
} words[] = {
  { "active", HSP_NUMBER_WAITING },
  { "waiting", HSP_NUMBER_WAITING },
  { "pending", HSP_NUMBER_WAITING },
  { "completed", HSP_NUMBER_WAITING },
  { "code_received", HSP_NUMBER_WAITING },
  { "received", HSP_NUMBER_WAITING },
  { "expired", HSP_NUMBER_EXPIRED },
  { "timeout", HSP_NUMBER_EXPIRED },
  { "canceled", HSP_NUMBER_CANCELED },
  { "cancelled", HSP_NUMBER_CANCELED },
  { "refunded", HSP_NUMBER_REFUNDED },
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
emit_changed (HspSmsNumber *self)
{
  self->changed_stamp++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGED_STAMP]);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
hsp_sms_number_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  HspSmsNumber *self = HSP_SMS_NUMBER (object);

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
hsp_sms_number_finalize (GObject *object)
{
  HspSmsNumber *self = HSP_SMS_NUMBER (object);

  hsp_number_row_free (self->row);
  g_clear_error (&self->check_error);

  G_OBJECT_CLASS (hsp_sms_number_parent_class)->finalize (object);
}

static void
hsp_sms_number_class_init (HspSmsNumberClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hsp_sms_number_get_property;
  object_class->finalize = hsp_sms_number_finalize;

  /* Moves whenever anything of the number changed. */
  properties[PROP_CHANGED_STAMP] =
    g_param_spec_uint ("changed-stamp", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HSP_TYPE_SMS_NUMBER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hsp_sms_number_init (HspSmsNumber *self)
{
}

/*< private >
 * hsp_sms_number_new:
 * @row: (transfer full)
 * @price: what was asked for it when it was bought, or HSP_MONEY_UNKNOWN
 */
HspSmsNumber *
hsp_sms_number_new (HspNumberRow *row,
                    HspMoney      price)
{
  HspSmsNumber *self = g_object_new (HSP_TYPE_SMS_NUMBER, NULL);

  self->row = row;
  self->price = price;
  return self;
}

HspMoney
hsp_sms_number_get_price (HspSmsNumber *self)
{
  g_return_val_if_fail (HSP_IS_SMS_NUMBER (self), HSP_MONEY_UNKNOWN);

  return self->price;
}

/*< private >
 * hsp_sms_number_rent_again:
 * @row: (transfer full): of the new purchase
 * @price: what was asked for it
 *
 * Some shops give a number that is used again the same order: everything begins anew.
 */
void
hsp_sms_number_rent_again (HspSmsNumber *self,
                           HspNumberRow *row,
                           HspMoney      price)
{
  g_return_if_fail (HSP_IS_SMS_NUMBER (self));

  self->price = price;
  self->n_polls = 0;
  g_clear_error (&self->check_error);
  hsp_sms_number_set_row (self, row);
}

void
hsp_sms_number_set_span (HspSmsNumber *self,
                         HspSpan       span)
{
  g_return_if_fail (HSP_IS_SMS_NUMBER (self));

  self->span = span;
}

HspSpan
hsp_sms_number_get_span (HspSmsNumber *self)
{
  g_return_val_if_fail (HSP_IS_SMS_NUMBER (self), (HspSpan) { 0 });

  return self->span;
}

/*< private >
 * hsp_sms_number_set_row:
 * @row: (transfer full): everything as it is now
 */
void
hsp_sms_number_set_row (HspSmsNumber *self,
                        HspNumberRow *row)
{
  g_return_if_fail (HSP_IS_SMS_NUMBER (self));
  g_return_if_fail (row != NULL && row != self->row);

  hsp_number_row_free (self->row);
  self->row = row;
  emit_changed (self);
}

void
hsp_sms_number_set_check_error (HspSmsNumber *self,
                                const GError *error)
{
  g_return_if_fail (HSP_IS_SMS_NUMBER (self));

  if (error == NULL && self->check_error == NULL)
    return;
  g_clear_error (&self->check_error);
  if (error != NULL)
    self->check_error = g_error_copy (error);
  emit_changed (self);
}

/*< private >
 * hsp_sms_number_next_poll:
 *
 * Returns: how often it was asked before, and counts this time
 */
guint
hsp_sms_number_next_poll (HspSmsNumber *self)
{
  g_return_val_if_fail (HSP_IS_SMS_NUMBER (self), 0);

  return self->n_polls++;
}

/*< private >
 * hsp_sms_number_state_of:
 *
 * A code decides; then what the shop said for good; then the clock. An unknown expiry is never
 * "expired" (the API notes).
 */
HspNumberState
hsp_sms_number_state_of (const HspNumberRow *row,
                         gint64              now)
{
  int word;

  g_return_val_if_fail (row != NULL, HSP_NUMBER_WAITING);

  if (row->code != NULL)
    return HSP_NUMBER_RECEIVED;

  word = find_word (row->status);
  if (word >= 0 && words[word].state != HSP_NUMBER_WAITING)
    return words[word].state;

  if (row->expires == 0)
    return now < row->created + HSP_NUMBER_WATCH_TIME ? HSP_NUMBER_WAITING : HSP_NUMBER_UNWATCHED;
  if (now < row->expires)
    return HSP_NUMBER_WAITING;
  return now < row->expires + HSP_NUMBER_GRACE ? HSP_NUMBER_LATE : HSP_NUMBER_EXPIRED;
}

/**
 * hsp_sms_number_get_row:
 *
 * Returns: (transfer none): all fields, valid until the next change
 */
const HspNumberRow *
hsp_sms_number_get_row (HspSmsNumber *self)
{
  g_return_val_if_fail (HSP_IS_SMS_NUMBER (self), NULL);

  return self->row;
}

/**
 * hsp_sms_number_get_state:
 *
 * Returns: the state at this moment: it follows the clock between two changes
 */
HspNumberState
hsp_sms_number_get_state (HspSmsNumber *self)
{
  g_return_val_if_fail (HSP_IS_SMS_NUMBER (self), HSP_NUMBER_WAITING);

  return hsp_sms_number_state_of (self->row, hsp_get_now ());
}

/**
 * hsp_sms_number_get_state_text:
 *
 * Returns: (transfer none): the word for the pill; one that is not known as it came
 */
const char *
hsp_sms_number_get_state_text (HspSmsNumber *self)
{
  g_return_val_if_fail (HSP_IS_SMS_NUMBER (self), NULL);

  switch (hsp_sms_number_get_state (self))
    {
    case HSP_NUMBER_WAITING:
      if (find_word (self->row->status) < 0 && self->row->status != NULL
          && *self->row->status != '\0')
        return self->row->status;
      return _("Waiting");
    case HSP_NUMBER_LATE:
      /* Translators: the time of a rented number is up, its code may still arrive */
      return _("Late");
    case HSP_NUMBER_RECEIVED:
      return _("Code received");
    case HSP_NUMBER_EXPIRED:
      return _("Expired");
    case HSP_NUMBER_CANCELED:
      return _("Canceled");
    case HSP_NUMBER_REFUNDED:
      return _("Refunded");
    case HSP_NUMBER_UNWATCHED:
      return _("Not watched");
    }
  return "";
}

/**
 * hsp_sms_number_is_active:
 *
 * Returns: whether it is shown as a card; one that has come to an end goes to the history after a
 *   while, one with a code that nobody copied after a day
 */
gboolean
hsp_sms_number_is_active (HspSmsNumber *self)
{
  const HspNumberRow *row;
  gint64 now;

  g_return_val_if_fail (HSP_IS_SMS_NUMBER (self), FALSE);

  row = self->row;
  now = hsp_get_now ();
  if (row->removed)
    return FALSE;

  switch (hsp_sms_number_state_of (row, now))
    {
    case HSP_NUMBER_WAITING:
    case HSP_NUMBER_LATE:
      return TRUE;
    case HSP_NUMBER_RECEIVED:
      return now < row->code_at + (row->copied != 0 ? ENDED_STAYS : UNUSED_STAYS);
    case HSP_NUMBER_UNWATCHED:
      return now < row->created + UNUSED_STAYS;
    case HSP_NUMBER_EXPIRED:
    case HSP_NUMBER_CANCELED:
    case HSP_NUMBER_REFUNDED:
      return now < MAX (row->checked, row->created) + ENDED_STAYS;
    }
  return FALSE;
}

/**
 * hsp_sms_number_get_seconds_left:
 * @now: Unix seconds
 *
 * Returns: -1 when the shop gave no time limit, 0 when the time is up
 */
gint64
hsp_sms_number_get_seconds_left (HspSmsNumber *self,
                                 gint64        now)
{
  g_return_val_if_fail (HSP_IS_SMS_NUMBER (self), -1);

  if (self->row->expires == 0)
    return -1;
  return MAX (self->row->expires - now, 0);
}

/**
 * hsp_sms_number_get_check_error:
 *
 * Returns: (transfer none) (nullable): why the last question failed
 */
const GError *
hsp_sms_number_get_check_error (HspSmsNumber *self)
{
  g_return_val_if_fail (HSP_IS_SMS_NUMBER (self), NULL);

  return self->check_error;
}
