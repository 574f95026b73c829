/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "hsp-receipt.h"
#include "hsp-span.h"
#include "hsp-spending.h"

#define UNKNOWN HSP_MONEY_UNKNOWN

/* (transfer full): "" for an amount that is not known */
static HspPurchaseRow *
make_row (const char *status,
          const char *estimate,
          const char *charge,
          gint64      quantity,
          gint64      remains)
{
  HspPurchaseRow *row = hsp_purchase_row_new ();

  row->outcome = HSP_OUTCOME_PLACED;
  row->item = g_strdup ("1");
  row->status = g_strdup (status);
  hsp_money_parse (estimate, &row->estimate);
  hsp_money_parse (charge, &row->charge);
  row->quantity = quantity;
  row->remains = remains;
  return row;
}

static HspMoney
money (const char *text)
{
  HspMoney amount = UNKNOWN;

  hsp_money_parse (text, &amount);
  return amount;
}

static void
test_differences (void)
{
  static const struct
  {
    const char       *status, *estimate, *charge;
    HspReceiptVerdict verdict;
  } cases[] = {
    { "Pending", "5", "", HSP_RECEIPT_UNKNOWN },
    { "Pending", "", "5", HSP_RECEIPT_UNKNOWN },
    { "Pending", "5", "5.00", HSP_RECEIPT_SAME },
    { "Completed", "5", "5", HSP_RECEIPT_SAME },
    /* rounded to the decimals that the shop writes */
    { "Completed", "1.2345", "1.23", HSP_RECEIPT_SAME },
    { "Completed", "1.235", "1.24", HSP_RECEIPT_SAME },
    { "Completed", "1.2345", "1.25", HSP_RECEIPT_MORE },
    { "Completed", "0.012345", "0.0123", HSP_RECEIPT_SAME },
    { "Completed", "0.012345", "0.0125", HSP_RECEIPT_MORE },
    { "Completed", "0.012345", "0.012346", HSP_RECEIPT_SAME },
    { "Completed", "0.012345", "0.012347", HSP_RECEIPT_MORE },
    { "Completed", "0.002", "0.01", HSP_RECEIPT_MORE },
    { "In progress", "5", "5.5", HSP_RECEIPT_MORE },
    { "In progress", "5", "4.5", HSP_RECEIPT_LESS },
    { "Completed", "0.012", "12", HSP_RECEIPT_MORE },
    { "Completed", "0", "0", HSP_RECEIPT_SAME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(HspPurchaseRow) row = make_row (cases[i].status, cases[i].estimate,
                                                cases[i].charge, 100, HSP_UNKNOWN);
      HspReceipt receipt;

      g_test_message ("%s %s", cases[i].estimate, cases[i].charge);
      hsp_receipt_make (row, NULL, &receipt);
      g_assert_cmpint (receipt.verdict, ==, cases[i].verdict);
      g_assert_cmpint (receipt.charge, ==, money (cases[i].charge));
      g_assert_cmpint (receipt.refund_expected, ==, UNKNOWN);
      g_assert_cmpint (receipt.refund_said, ==, UNKNOWN);
      row->outcome = HSP_OUTCOME_UNCONFIRMED;
      hsp_receipt_make (row, NULL, &receipt);
      g_assert_cmpint (receipt.verdict, ==, HSP_RECEIPT_UNKNOWN);
    }
}

/* A shop that says 0 of an open order has not charged yet. */
static void
test_not_charged_yet (void)
{
  g_autoptr(HspPurchaseRow) row = make_row ("In progress", "5", "0", 100, HSP_UNKNOWN);
  HspReceipt receipt;

  hsp_receipt_make (row, NULL, &receipt);
  g_assert_cmpint (receipt.verdict, ==, HSP_RECEIPT_UNKNOWN);
  g_assert_cmpint (receipt.charge, ==, UNKNOWN);

  g_free (row->status);
  row->status = g_strdup ("Completed");
  hsp_receipt_make (row, NULL, &receipt);
  g_assert_cmpint (receipt.verdict, ==, HSP_RECEIPT_LESS);
}

static void
test_refunds (void)
{
  static const struct
  {
    const char       *status, *estimate, *charge, *first;
    gint64            quantity, remains;
    const char       *expected, *said;
    HspReceiptVerdict verdict;
  } cases[] = {
    /* the charge has fallen by what came back, as the sandbox does it */
    { "Partial", "5", "4", "5", 1000, 200, "1", "1", HSP_RECEIPT_SAME },
    { "Partial", "5", "4", NULL, 1000, 200, "1", "1", HSP_RECEIPT_SAME },
    { "Canceled", "5", "0", "5", 1000, 1000, "5", "5", HSP_RECEIPT_SAME },
    { "Cancelled", "5", "0", NULL, 1000, 0, "5", "5", HSP_RECEIPT_SAME },
    { "Canceled", "5", "0", NULL, 1000, -1, "5", "5", HSP_RECEIPT_SAME },
    /* too little came back */
    { "Partial", "5", "4.5", "5", 1000, 200, "1", "0.5", HSP_RECEIPT_SAME },
    /* the charge stays, and whether anything came back only the balance knows */
    { "Partial", "5", "5", "5", 1000, 200, "1", "", HSP_RECEIPT_SAME },
    { "Canceled", "5", "5", NULL, 1000, 1000, "5", "", HSP_RECEIPT_SAME },
    /* the history knows better than the estimate */
    { "Partial", "5", "4", "4", 1000, 200, "0.8", "", HSP_RECEIPT_LESS },
    { "Partial", "5", "4.8", "6", 1000, 200, "1.2", "1.2", HSP_RECEIPT_MORE },
    { "Partial", "", "4.8", "6", 1000, 200, "1.2", "1.2", HSP_RECEIPT_UNKNOWN },
    { "Partial", "", "4.8", NULL, 1000, 200, "0.96", "", HSP_RECEIPT_UNKNOWN },
    /* nothing to reckon with */
    { "Partial", "5", "4", "5", 1000, -1, "", "1", HSP_RECEIPT_SAME },
    { "Partial", "5", "4", "5", 1000, 2000, "", "1", HSP_RECEIPT_SAME },
    { "Partial", "5", "4", "5", 0, 10, "", "1", HSP_RECEIPT_SAME },
    { "Partial", "5", "", NULL, 1000, 200, "", "", HSP_RECEIPT_UNKNOWN },
    /* thirds, to the millionth */
    { "Partial", "1", "0.666667", "1", 3, 1, "0.333333", "0.333333", HSP_RECEIPT_SAME },
    { "Partial", "0.000001", "0.000001", "0.000001", 3, 1, "0", "", HSP_RECEIPT_SAME },
    { "Partial", "9000000000", "1", "9000000000", 9000000000, 8999999999, "8999999999", "8999999999",
      HSP_RECEIPT_SAME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(HspPurchaseRow) row = make_row (cases[i].status, cases[i].estimate, cases[i].charge,
                                                cases[i].quantity, cases[i].remains);
      HspEventRow events[] = {
        { .time = 9, .kind = HSP_EVENT_STATUS },
        { .time = 9, .kind = HSP_EVENT_CHARGED, .number = row->charge },
        { .time = 8, .kind = HSP_EVENT_REMAINS, .number = G_MAXINT64 },
        { .time = 7, .kind = HSP_EVENT_CHARGED,
          .number = cases[i].first != NULL ? money (cases[i].first) : UNKNOWN },
        { .time = 6, .kind = HSP_EVENT_STATUS },
      };
      g_autoptr(GPtrArray) history = g_ptr_array_new ();
      HspReceipt receipt;

      g_test_message ("%u", i);
      for (guint j = 0; j < G_N_ELEMENTS (events); j++)
        g_ptr_array_add (history, &events[j]);
      hsp_receipt_make (row, history, &receipt);
      g_assert_cmpint (receipt.refund_expected, ==, money (cases[i].expected));
      g_assert_cmpint (receipt.refund_said, ==, money (cases[i].said));
      g_assert_cmpint (receipt.verdict, ==, cases[i].verdict);
    }
}

static void
test_units (void)
{
  static const struct
  {
    const char *rate;
    gint64      quantity;
    const char *charge;
    HspRateUnit unit;
  } cases[] = {
    { "0.5", 1000, "0.5", HSP_RATE_PER_1000 },
    { "12", 1, "0.012", HSP_RATE_PER_1000 },
    { "12", 1, "12", HSP_RATE_EACH },
    { "12", 3, "36.00", HSP_RATE_EACH },
    { "0.5", 100, "0.05", HSP_RATE_PER_1000 },
    { "0.5", 100, "50", HSP_RATE_EACH },
    /* rounded to cents */
    { "0.5", 10, "0.01", HSP_RATE_PER_1000 },
    { "1", 1, "0.01", HSP_RATE_UNKNOWN },
    { "0.004", 1, "0.01", HSP_RATE_UNKNOWN },
    /* the price has moved a little, or so far that nobody knows */
    { "0.5", 1000, "0.6", HSP_RATE_PER_1000 },
    { "0.5", 1000, "0.3", HSP_RATE_PER_1000 },
    { "0.5", 1000, "5", HSP_RATE_UNKNOWN },
    { "0.5", 1000, "0.05", HSP_RATE_UNKNOWN },
    { "0.5", 1000, "400", HSP_RATE_EACH },
    { "0.5", 1000, "", HSP_RATE_UNKNOWN },
    { "", 1000, "1", HSP_RATE_UNKNOWN },
    { "0", 1000, "1", HSP_RATE_UNKNOWN },
    { "1", 1000, "0", HSP_RATE_UNKNOWN },
    { "1", 0, "1", HSP_RATE_UNKNOWN },
    { "1", -1, "1", HSP_RATE_UNKNOWN },
    { "9000000000", 9000000000, "1", HSP_RATE_UNKNOWN },
    { "9000", 1000000000, "9000000000", HSP_RATE_PER_1000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s × %d = %s", cases[i].rate, (int) cases[i].quantity, cases[i].charge);
      g_assert_cmpint (hsp_rate_unit_of_charge (money (cases[i].rate), cases[i].quantity,
                                                money (cases[i].charge)), ==, cases[i].unit);
    }
  g_assert_cmpint (hsp_rate_unit_estimate (HSP_RATE_UNKNOWN, money ("2"), 500), ==, money ("1"));
  g_assert_cmpint (hsp_rate_unit_estimate (HSP_RATE_PER_1000, money ("2"), 500), ==, money ("1"));
  g_assert_cmpint (hsp_rate_unit_estimate (HSP_RATE_EACH, money ("2"), 500), ==, money ("1000"));
  g_assert_cmpint (hsp_rate_unit_estimate (HSP_RATE_EACH, UNKNOWN, 500), ==, UNKNOWN);
}

static gboolean
look_up (const char *id,
         HspKind    *kind,
         HspMoney   *rate,
         gpointer    user_data)
{
  HspServiceValue *const *values = user_data;

  for (guint i = 0; values[i] != NULL; i++)
    {
      if (g_str_equal (values[i]->id, id))
        {
          *kind = values[i]->kind;
          *rate = values[i]->rate;
          return TRUE;
        }
    }
  return FALSE;
}

static HspServiceValue *
make_value (const char *id,
            HspKind     kind)
{
  HspServiceValue *value = hsp_service_value_new ();

  value->id = g_strdup (id);
  value->kind = kind;
  value->rate = 12 * HSP_MONEY_UNIT;
  return value;
}

static void
test_learning (void)
{
  g_autoptr(HspServiceValue) smm = make_value ("1", HSP_KIND_SMM);
  g_autoptr(HspServiceValue) product = make_value ("2", HSP_KIND_PRODUCT);
  HspServiceValue *values[] = { smm, product, NULL };
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_purchase_row_free);
  HspPurchaseRow *row;

#define LEARN(kind) hsp_rate_unit_learn (rows, kind, look_up, values)
  g_assert_cmpint (LEARN (HSP_KIND_SMM), ==, HSP_RATE_UNKNOWN);
  /* not finished, another kind, unknown to the catalogue, not an order */
  g_ptr_array_add (rows, make_row ("In progress", "1.2", "1.2", 100, 0));
  row = make_row ("Completed", "0.012", "12", 1, 0);
  g_free (row->item);
  row->item = g_strdup ("2");
  g_ptr_array_add (rows, row);
  row = make_row ("Completed", "1.2", "1200", 100, 0);
  g_free (row->item);
  row->item = g_strdup ("3");
  g_ptr_array_add (rows, row);
  row = make_row ("Completed", "1.2", "1200", 100, 0);
  row->kind = HSP_PURCHASE_SMS;
  g_ptr_array_add (rows, row);
  row = make_row ("Completed", "1.2", "1200", 100, 0);
  row->outcome = HSP_OUTCOME_NOT_PLACED;
  g_ptr_array_add (rows, row);
  g_assert_cmpint (LEARN (HSP_KIND_SMM), ==, HSP_RATE_UNKNOWN);
  g_assert_cmpint (LEARN (HSP_KIND_PRODUCT), ==, HSP_RATE_EACH);
  g_assert_cmpint (LEARN (HSP_KIND_UNKNOWN), ==, HSP_RATE_UNKNOWN);

  g_ptr_array_add (rows, make_row ("Completed", "1.2", "1.2", 100, 0));
  g_ptr_array_add (rows, make_row ("Completed", "2.4", "2.4", 200, 0));
  g_ptr_array_add (rows, make_row ("Completed", "1.2", "", 100, 0));
  g_ptr_array_add (rows, make_row ("Completed", "1.2", "77", 100, 0));
  g_assert_cmpint (LEARN (HSP_KIND_SMM), ==, HSP_RATE_PER_1000);
  /* a contradiction */
  g_ptr_array_add (rows, make_row ("Completed", "1.2", "1200", 100, 0));
  g_assert_cmpint (LEARN (HSP_KIND_SMM), ==, HSP_RATE_UNKNOWN);
#undef LEARN
}

static HspPurchaseRow *
add_spent (GPtrArray  *rows,
           HspOutcome  outcome,
           const char *estimate,
           const char *charge,
           gint64      created)
{
  HspPurchaseRow *row = make_row ("Pending", estimate, charge, 1, 0);

  row->id = rows->len + 1;
  row->outcome = outcome;
  row->created = created;
  g_ptr_array_add (rows, row);
  return row;
}

static void
test_day (void)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_purchase_row_free);
  g_autoptr(GPtrArray) numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
  HspPurchaseRow *row;
  HspNumberRow *number;

  g_assert_cmpint (hsp_spending_sum (rows, numbers, 1000), ==, 0);
  add_spent (rows, HSP_OUTCOME_PLACED, "1", "", 1000);
  add_spent (rows, HSP_OUTCOME_PLACED, "1", "0.9", 1001);
  add_spent (rows, HSP_OUTCOME_UNCONFIRMED, "0.3", "", 1002);
  add_spent (rows, HSP_OUTCOME_SENT, "0.03", "", 1003);
  add_spent (rows, HSP_OUTCOME_WRITTEN, "0.003", "", 1004);
  g_assert_cmpint (hsp_spending_sum (rows, numbers, 1000), ==, money ("2.233"));
  g_assert_cmpint (hsp_spending_sum (rows, numbers, 1001), ==, money ("1.233"));

  /* none of these was spent on this day */
  add_spent (rows, HSP_OUTCOME_PLACED, "100", "", 999);
  add_spent (rows, HSP_OUTCOME_REJECTED, "100", "", 1005);
  add_spent (rows, HSP_OUTCOME_NOT_SENT, "100", "", 1005);
  add_spent (rows, HSP_OUTCOME_NOT_PLACED, "100", "", 1005);
  row = add_spent (rows, HSP_OUTCOME_PLACED, "", "100", 1005);
  g_free (row->item);
  row->item = g_strdup ("");
  g_assert_cmpint (hsp_spending_sum (rows, numbers, 1000), ==, money ("2.233"));

  /* what something cost that nobody knows the price of yet, may be anything */
  add_spent (rows, HSP_OUTCOME_PLACED, "", "", 1005);
  g_assert_cmpint (hsp_spending_sum (rows, numbers, 1000), ==, HSP_MONEY_UNKNOWN);
  g_ptr_array_set_size (rows, (int) rows->len - 1);

  /* three numbers: one paid, one paid back, one that waits and says 0 until then */
  row = add_spent (rows, HSP_OUTCOME_PLACED, "30", "", 1006);
  row->kind = HSP_PURCHASE_SMS;
  row->quantity = 3;
  g_assert_cmpint (hsp_spending_sum (rows, numbers, 1006), ==, money ("30"));
  for (guint i = 0; i < 3; i++)
    {
      number = hsp_number_row_new ();
      number->purchase = row->id;
      number->charge = i == 0 ? money ("9") : 0;
      g_free (number->status);
      number->status = g_strdup (i == 1 ? "refunded" : "active");
      number->created = g_get_real_time () / G_USEC_PER_SEC;
      g_ptr_array_add (numbers, number);
    }
  g_assert_cmpint (hsp_spending_sum (rows, numbers, 1006), ==, money ("19"));

  /* an order likewise: one that waits, one that was paid back */
  add_spent (rows, HSP_OUTCOME_PLACED, "4", "0", 1007);
  g_assert_cmpint (hsp_spending_sum (rows, numbers, 1007), ==, money ("4"));
  row = add_spent (rows, HSP_OUTCOME_PLACED, "5", "0", 1007);
  g_free (row->status);
  row->status = g_strdup ("Canceled");
  g_assert_cmpint (hsp_spending_sum (rows, numbers, 1007), ==, money ("4"));
}

static void
test_asking (void)
{
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;

  g_assert_false (hsp_spending_limits_ask (&limits, money ("1000")));
  g_assert_false (hsp_spending_limits_ask (&limits, UNKNOWN));
  limits.ask_above = money ("10");
  g_assert_false (hsp_spending_limits_ask (&limits, money ("10")));
  g_assert_true (hsp_spending_limits_ask (&limits, money ("10.000001")));
  g_assert_true (hsp_spending_limits_ask (&limits, UNKNOWN));
}

static void
test_spans (void)
{
  const HspSpan disk = { 0, 0 }, early = { 1, 3 }, middle = { 4, 6 }, late = { 7, 8 }, across = { 2, 7 };

  g_assert_cmpint (hsp_span_compare (early, 9, middle, 1), ==, HSP_SPAN_BEFORE);
  g_assert_cmpint (hsp_span_compare (late, 1, middle, 9), ==, HSP_SPAN_AFTER);
  g_assert_cmpint (hsp_span_compare (across, 1, middle, 9), ==, HSP_SPAN_UNSURE);
  g_assert_cmpint (hsp_span_compare (middle, 1, across, 9), ==, HSP_SPAN_UNSURE);
  g_assert_cmpint (hsp_span_compare (disk, 9, middle, 1), ==, HSP_SPAN_BEFORE);
  g_assert_cmpint (hsp_span_compare (middle, 1, disk, 9), ==, HSP_SPAN_AFTER);
  g_assert_cmpint (hsp_span_compare (disk, 1, disk, 2), ==, HSP_SPAN_BEFORE);
  g_assert_cmpint (hsp_span_compare (disk, 2, disk, 1), ==, HSP_SPAN_AFTER);
  g_assert_cmpint (hsp_span_compare (disk, 1, disk, 1), ==, HSP_SPAN_UNSURE);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipt/differences", test_differences);
  g_test_add_func ("/receipt/not-charged-yet", test_not_charged_yet);
  g_test_add_func ("/receipt/refunds", test_refunds);
  g_test_add_func ("/receipt/units", test_units);
  g_test_add_func ("/receipt/learning", test_learning);
  g_test_add_func ("/receipt/day", test_day);
  g_test_add_func ("/receipt/asking", test_asking);
  g_test_add_func ("/receipt/spans", test_spans);
  return g_test_run ();
}
