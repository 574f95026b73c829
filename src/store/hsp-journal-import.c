/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-document.h"
#include "hsp-journal-private.h"
#include "hsp-journal-slices.h"

#include "hsp-error.h"
#include "hsp-json.h"
#include "hsp-values.h"

#include <glib/gi18n-lib.h>

/* One entry; a purchase has its whole history in it. */
#define MAX_ENTRY_SIZE (16 * 1024 * 1024)
#define MAX_EVENTS 10000

typedef struct
{
  HspSlice format;
  HspSlice version;
  HspSlice purchases;
  HspSlice numbers;
  HspSlice balances;
  HspSlice favourites;
  HspSlice watches;
} Sections;

typedef struct
{
  HspDatabase       *database;          /* (unowned) */
  HspJournalRequest *request;           /* (unowned) */
  GHashTable        *unnamed;           /* (owned) (element-type utf8 GArray of gint64) rows by what
                                         * they are, each until it is matched */
  GHashTable        *ids;               /* (owned) (element-type gint64 gint64) here of there */
  GHashTable        *balances;          /* (owned) (element-type utf8) readings that are there */
  HspStatement      *find_order;        /* (owned) */
  HspStatement      *add_event;         /* (owned) */
  const char        *list;              /* which is being read */
  guint              place;             /* in it, from 1 */
  GError            *error;             /* (owned) (nullable) */
} Import;

static void
import_clear (Import *import)
{
  g_clear_pointer (&import->unnamed, g_hash_table_unref);
  g_clear_pointer (&import->ids, g_hash_table_unref);
  g_clear_pointer (&import->balances, g_hash_table_unref);
  g_clear_pointer (&import->find_order, hsp_statement_free);
  g_clear_pointer (&import->add_event, hsp_statement_free);
  g_clear_error (&import->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* Returns FALSE. */
static gboolean
refuse (Import     *import,
        const char *member)
{
  g_set_error (&import->error, HSP_ERROR, HSP_ERROR_USAGE,
               /* Translators: the words in quotation marks and parentheses are names in the file */
               _("Nothing was imported: entry %u of “%s” in the file is not right (%s)."),
               import->place, import->list, member);
  return FALSE;
}

/* --- what is there --- */

/* A purchase without an order number is known by what was bought when. */
static char *
make_key (const HspPurchaseRow *row)
{
  return g_strdup_printf ("%d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s\n%s\n%s\n%s",
                          row->kind, row->created, row->quantity, row->item,
                          row->link != NULL ? row->link : "",
                          row->country != NULL ? row->country : "",
                          row->phone != NULL ? row->phone : "");
}

static void
add_unnamed (Import               *import,
             const HspPurchaseRow *row)
{
  g_autofree char *key = make_key (row);
  GArray *ids = g_hash_table_lookup (import->unnamed, key);

  if (ids == NULL)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (import->unnamed, g_steal_pointer (&key), ids);
    }
  g_array_append_val (ids, row->id);
}

static gboolean
read_purchases (Import *import)
{
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = TRUE;

  statement = hsp_database_prepare (import->database,
                                    "SELECT " HSP_PURCHASE_COLUMNS " FROM purchase ORDER BY id",
                                    &import->error);
  if (statement == NULL)
    return FALSE;
  while (has_row)
    {
      g_autoptr(HspPurchaseRow) row = NULL;

      if (!hsp_statement_next (statement, &has_row, &import->error))
        return FALSE;
      if (!has_row)
        break;
      row = hsp_journal_read_purchase (statement);
      add_unnamed (import, row);
    }
  return TRUE;
}

static char *
make_balance_key (const HspBalanceRow *row)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
                          row->time, row->balance, row->currency);
}

static gboolean
read_balances (Import *import)
{
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = TRUE;

  statement = hsp_database_prepare (import->database, "SELECT time, balance, currency FROM balance",
                                    &import->error);
  if (statement == NULL)
    return FALSE;
  while (has_row)
    {
      g_autoptr(HspBalanceRow) row = NULL;

      if (!hsp_statement_next (statement, &has_row, &import->error))
        return FALSE;
      if (!has_row)
        break;
      row = hsp_journal_read_balance (statement);
      g_hash_table_add (import->balances, make_balance_key (row));
    }
  return TRUE;
}

static gboolean
import_init (Import            *import,
             HspDatabase       *database,
             HspJournalRequest *request)
{
  import->database = database;
  import->request = request;
  import->unnamed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) g_array_unref);
  import->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  import->balances = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  import->find_order = hsp_database_prepare (database,
                                             "SELECT id FROM purchase"
                                             " WHERE kind = 0 AND shop_order = :order"
                                             " ORDER BY id LIMIT 1", &import->error);
  if (import->find_order == NULL)
    return FALSE;
  import->add_event = hsp_database_prepare (database,
                                            "INSERT INTO event (purchase, id, time, kind, text, number)"
                                            " SELECT :purchase, " HSP_NEXT_EVENT ","
                                            " :time, :kind, :text, :number"
                                            " WHERE :new OR NOT EXISTS (SELECT 1 FROM event"
                                            " WHERE purchase = :purchase AND time = :time"
                                            " AND kind = :kind AND text IS :text"
                                            " AND number = :number)", &import->error);
  return import->add_event != NULL && read_purchases (import) && read_balances (import);
}

/* --- one entry --- */

static gboolean
parse_entry (Import         *import,
             const HspSlice *value,
             JsonNode      **node)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (value->start, value->end - value->start);

  import->place++;
  if (g_cancellable_set_error_if_cancelled (import->request->cancellable, &import->error))
    return FALSE;
  *node = value->end - value->start <= MAX_ENTRY_SIZE ? hsp_json_parse (bytes, NULL) : NULL;
  return hsp_json_to_object (*node) != NULL || refuse (import, "JSON");
}

/* What was under way where the document was written is not under way here. */
static void
end_what_was_under_way (HspPurchaseRow *row)
{
  if (row->outcome == HSP_OUTCOME_WRITTEN)
    row->outcome = HSP_OUTCOME_NOT_SENT;
  else if (row->outcome == HSP_OUTCOME_SENT)
    row->outcome = HSP_OUTCOME_UNCONFIRMED;
}

static gboolean
read_purchase (Import         *import,
               JsonNode       *node,
               HspPurchaseRow *row)
{
  const char *wrong = hsp_document_read_row (hsp_json_to_object (node), HSP_DOCUMENT_PURCHASE, row);

  if (wrong != NULL)
    return refuse (import, wrong);
  if (row->kind == HSP_PURCHASE_ORDER && row->outcome == HSP_OUTCOME_PLACED &&
      (row->order == NULL || *row->order == '\0'))
    return refuse (import, "order");

  end_what_was_under_way (row);
  return TRUE;
}

static gboolean
find_by_order (Import               *import,
               const HspPurchaseRow *row,
               gint64               *id)
{
  gboolean has_row = FALSE;

  *id = 0;
  if (row->kind != HSP_PURCHASE_ORDER || row->order == NULL)
    return TRUE;
  hsp_statement_reset (import->find_order);
  hsp_statement_bind_text (import->find_order, ":order", row->order);
  if (!hsp_statement_next (import->find_order, &has_row, &import->error))
    return FALSE;
  if (has_row)
    *id = hsp_statement_get_number (import->find_order, 0);
  hsp_statement_reset (import->find_order);
  return TRUE;
}

static void
remove_id (GArray *ids,
           gint64  id)
{
  for (guint i = 0; i < ids->len; i++)
    {
      if (g_array_index (ids, gint64, i) == id)
        {
          g_array_remove_index (ids, i);
          return;
        }
    }
}

/* The same purchase in the journal, each for one of the document: who bought the same thing twice
 * in one second has bought it twice. @known: (transfer full) (nullable) */
static gboolean
find_known (Import                *import,
            const HspPurchaseRow  *row,
            HspPurchaseRow       **known)
{
  g_autofree char *key = make_key (row);
  GArray *ids = g_hash_table_lookup (import->unnamed, key);
  gint64 id = 0;

  *known = NULL;
  if (!find_by_order (import, row, &id))
    return FALSE;
  for (guint i = 0; id == 0 && ids != NULL && i < ids->len; i++)
    {
      *known = hsp_journal_find_purchase (import->database, g_array_index (ids, gint64, i),
                                          &import->error);
      if (*known == NULL)
        return FALSE;
      /* another order number is another order */
      if (row->order == NULL || (*known)->order == NULL)
        id = (*known)->id;
      else
        g_clear_pointer (known, hsp_purchase_row_free);
    }

  if (id != 0 && ids != NULL)
    remove_id (ids, id);
  if (id != 0 && *known == NULL)
    *known = hsp_journal_find_purchase (import->database, id, &import->error);
  return id == 0 || *known != NULL;
}

/* Of the same purchase, the document's row is later, and nothing that is certain here becomes less
 * so. */
static gboolean
knows_more (const HspPurchaseRow *row,
            const HspPurchaseRow *known)
{
  if (row->updated <= known->updated)
    return FALSE;

  switch (known->outcome)
    {
    case HSP_OUTCOME_UNCONFIRMED:
      return TRUE;

    case HSP_OUTCOME_NOT_PLACED:
      return row->outcome == HSP_OUTCOME_PLACED || row->outcome == HSP_OUTCOME_NOT_PLACED;

    case HSP_OUTCOME_PLACED:
    case HSP_OUTCOME_REJECTED:
    case HSP_OUTCOME_NOT_SENT:
      return row->outcome == known->outcome;

    case HSP_OUTCOME_WRITTEN:
    case HSP_OUTCOME_SENT:
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

static gboolean
update_purchase (Import               *import,
                 gint64                id,
                 const HspPurchaseRow *row)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (import->database,
    "UPDATE purchase SET outcome = :outcome, shop_order = coalesce (:order, shop_order),"
    " reason = :reason, status = coalesce (:status, status), charge = coalesce (:charge, charge),"
    " currency = iif (:currency = '', currency, :currency),"
    " start_count = coalesce (:start_count, start_count), remains = coalesce (:remains, remains),"
    " checked = max (checked, :checked), note = coalesce (:note, note), updated = :updated,"
    " owner = NULL WHERE id = :id", &import->error);
  if (statement == NULL)
    return FALSE;

  hsp_statement_bind_number (statement, ":outcome", row->outcome);
  hsp_statement_bind_text (statement, ":order", row->order);
  hsp_statement_bind_text (statement, ":reason", row->reason);
  hsp_statement_bind_text (statement, ":status", row->status);
  hsp_statement_bind_known (statement, ":charge", row->charge, HSP_MONEY_UNKNOWN);
  hsp_statement_bind_text (statement, ":currency", row->currency);
  hsp_statement_bind_known (statement, ":start_count", row->start_count, HSP_UNKNOWN);
  hsp_statement_bind_known (statement, ":remains", row->remains, HSP_UNKNOWN);
  hsp_statement_bind_number (statement, ":checked", row->checked);
  hsp_statement_bind_text (statement, ":note", row->note);
  hsp_statement_bind_number (statement, ":updated", row->updated);
  hsp_statement_bind_number (statement, ":id", id);
  return hsp_statement_run (statement, &import->error);
}

static gboolean
add_event (Import            *import,
           gint64             purchase,
           gboolean           is_new,
           const HspEventRow *row)
{
  hsp_statement_reset (import->add_event);
  hsp_statement_bind_number (import->add_event, ":purchase", purchase);
  hsp_statement_bind_number (import->add_event, ":time", row->time);
  hsp_statement_bind_number (import->add_event, ":kind", row->kind);
  hsp_statement_bind_text (import->add_event, ":text", row->text);
  hsp_statement_bind_number (import->add_event, ":number", row->number);
  hsp_statement_bind_number (import->add_event, ":new", is_new);
  return hsp_statement_run (import->add_event, &import->error);
}

static gboolean
add_events (Import    *import,
            gint64     purchase,
            gboolean   is_new,
            GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      if (!add_event (import, purchase, is_new, g_ptr_array_index (events, i)))
        return FALSE;
    }
  return TRUE;
}

/* (transfer full) (nullable) (element-type HspEventRow): of a purchase that is known too, since a
 * document is right or not whatever the journal has */
static GPtrArray *
read_events (Import   *import,
             JsonNode *node)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_event_row_free);
  JsonObject *object = hsp_json_to_object (node);
  JsonArray *events = hsp_json_get_array (object, "events");
  guint n = events != NULL ? json_array_get_length (events) : 0;
  gboolean right = n <= MAX_EVENTS && (events != NULL || !json_object_has_member (object, "events"));

  for (guint i = 0; i < n && right; i++)
    {
      JsonObject *event = hsp_json_to_object (json_array_get_element (events, i));
      HspEventRow *row = g_new0 (HspEventRow, 1);

      g_ptr_array_add (rows, row);
      right = event != NULL && hsp_document_read_row (event, HSP_DOCUMENT_EVENT, row) == NULL;
    }
  if (right)
    return g_steal_pointer (&rows);
  refuse (import, "events");
  return NULL;
}

/* So that the numbers of the document find their purchase. */
static gboolean
remember_id (Import *import,
             gint64  in_document,
             gint64  in_journal)
{
  if (in_document == 0)
    return TRUE;
  if (!g_hash_table_insert (import->ids, g_memdup2 (&in_document, sizeof in_document),
                            g_memdup2 (&in_journal, sizeof in_journal)))
    return refuse (import, "id");
  return TRUE;
}

/* What was forgotten today and comes back counts for its day as a purchase again, and no longer as the cost
 * that was kept of it. */
static gboolean
take_back_cost (Import               *import,
                const HspPurchaseRow *row)
{
  g_autoptr(HspStatement) statement = NULL;

  /* one that counts for nothing takes nothing back */
  if (row->kind != HSP_PURCHASE_ORDER
      || (row->outcome != HSP_OUTCOME_PLACED && row->outcome != HSP_OUTCOME_UNCONFIRMED))
    return TRUE;
  statement = hsp_database_prepare (import->database,
    "DELETE FROM forgotten WHERE id = (SELECT id FROM forgotten WHERE created = :created"
    " AND quantity = :quantity AND estimate IS :estimate"
    /* which may have been learnt since */
    " AND (currency = :currency OR :currency = '') ORDER BY id LIMIT 1)",
    &import->error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":created", row->created);
  hsp_statement_bind_number (statement, ":quantity", row->quantity);
  hsp_statement_bind_known (statement, ":estimate", row->estimate, HSP_MONEY_UNKNOWN);
  hsp_statement_bind_text (statement, ":currency", row->currency);
  return hsp_statement_run (statement, &import->error);
}

/* One that is not here. */
static gboolean
add_purchase (Import               *import,
              const HspPurchaseRow *row,
              GPtrArray            *events)
{
  gint64 id = 0;

  import->request->import.n_purchases++;
  return hsp_journal_insert_purchase (import->database, row, NULL, &id, &import->error) &&
         take_back_cost (import, row) && add_events (import, id, TRUE, events) &&
         remember_id (import, row->id, id);
}

static gboolean
import_purchase (const HspSlice *name,
                 const HspSlice *value,
                 gpointer        user_data)
{
  Import *import = user_data;
  HspJournalImport *counts = &import->request->import;
  g_autoptr(HspPurchaseRow) row = hsp_purchase_row_new ();
  g_autoptr(HspPurchaseRow) known = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (!parse_entry (import, value, &node) || !read_purchase (import, node, row) ||
      (events = read_events (import, node)) == NULL || !find_known (import, row, &known))
    return FALSE;

  if (known == NULL)
    return add_purchase (import, row, events);
  if (!remember_id (import, row->id, known->id))
    return FALSE;
  if (!knows_more (row, known))
    {
      counts->n_purchases_known++;
      return TRUE;
    }
  counts->n_purchases_updated++;
  return update_purchase (import, known->id, row) && add_events (import, known->id, FALSE, events);
}

/* What is known stays; a code that is missing is filled in. */
static gboolean
save_number (Import             *import,
             const HspNumberRow *row,
             gint64              purchase)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (import->database,
    "INSERT INTO number (" HSP_NUMBER_COLUMNS ")"
    " VALUES (:order, :purchase, :phone, :country, :project, :project_name, :status, :code, :text,"
    " :charge, :currency, :created, :expires, :code_at, :copied, :checked, :removed)"
    " ON CONFLICT (shop_order) DO UPDATE SET"
    " purchase = coalesce (number.purchase, excluded.purchase),"
    " charge = coalesce (number.charge, excluded.charge),"
    " status = iif (number.code IS NULL AND excluded.code IS NOT NULL, excluded.status,"
    " number.status),"
    " code_at = iif (number.code IS NULL, excluded.code_at, number.code_at),"
    " copied = iif (number.code IS NULL, excluded.copied, number.copied),"
    " text = coalesce (number.text, excluded.text), code = coalesce (number.code, excluded.code)",
    &import->error);
  if (statement == NULL)
    return FALSE;

  hsp_statement_bind_text (statement, ":order", row->order);
  hsp_statement_bind_known (statement, ":purchase", purchase, 0);
  hsp_statement_bind_text (statement, ":phone", row->phone);
  hsp_statement_bind_text (statement, ":country", row->country);
  hsp_statement_bind_text (statement, ":project", row->project);
  hsp_statement_bind_text (statement, ":project_name", row->project_name);
  hsp_statement_bind_text (statement, ":status", row->status);
  hsp_statement_bind_text (statement, ":code", row->code);
  hsp_statement_bind_text (statement, ":text", row->text);
  hsp_statement_bind_known (statement, ":charge", row->charge, HSP_MONEY_UNKNOWN);
  hsp_statement_bind_text (statement, ":currency", row->currency);
  hsp_statement_bind_number (statement, ":created", row->created);
  hsp_statement_bind_number (statement, ":expires", row->expires);
  hsp_statement_bind_number (statement, ":code_at", row->code_at);
  hsp_statement_bind_number (statement, ":copied", row->copied);
  hsp_statement_bind_number (statement, ":checked", row->checked);
  hsp_statement_bind_number (statement, ":removed", row->removed != FALSE);
  return hsp_statement_run (statement, &import->error);
}

static gboolean
has_number (Import     *import,
            const char *order,
            gboolean   *has)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (import->database,
                                    "SELECT 1 FROM number WHERE shop_order = :order",
                                    &import->error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_text (statement, ":order", order);
  return hsp_statement_next (statement, has, &import->error);
}

static gboolean
import_number (const HspSlice *name,
               const HspSlice *value,
               gpointer        user_data)
{
  Import *import = user_data;
  g_autoptr(HspNumberRow) row = hsp_number_row_new ();
  g_autoptr(JsonNode) node = NULL;
  const gint64 *purchase = NULL;
  const char *wrong = NULL;
  gboolean known = FALSE;

  if (!parse_entry (import, value, &node))
    return FALSE;
  wrong = hsp_document_read_row (hsp_json_to_object (node), HSP_DOCUMENT_NUMBER, row);
  purchase = row->purchase != 0 ? g_hash_table_lookup (import->ids, &row->purchase) : NULL;
  if (wrong == NULL && row->purchase != 0 && purchase == NULL)
    wrong = "purchase";
  if (wrong != NULL)
    return refuse (import, wrong);

  if (!has_number (import, row->order, &known))
    return FALSE;
  if (known)
    import->request->import.n_numbers_known++;
  else
    import->request->import.n_numbers++;
  return save_number (import, row, purchase != NULL ? *purchase : 0);
}

static gboolean
import_balance (const HspSlice *name,
                const HspSlice *value,
                gpointer        user_data)
{
  Import *import = user_data;
  g_autoptr(HspBalanceRow) row = g_new0 (HspBalanceRow, 1);
  g_autoptr(HspStatement) statement = NULL;
  g_autoptr(JsonNode) node = NULL;
  const char *wrong = NULL;

  if (!parse_entry (import, value, &node))
    return FALSE;
  wrong = hsp_document_read_row (hsp_json_to_object (node), HSP_DOCUMENT_BALANCE, row);
  if (wrong != NULL)
    return refuse (import, wrong);

  if (!g_hash_table_add (import->balances, make_balance_key (row)))
    {
      import->request->import.n_balances_known++;
      return TRUE;
    }
  import->request->import.n_balances++;
  statement = hsp_database_prepare (import->database,
                                    "INSERT INTO balance (time, balance, currency)"
                                    " VALUES (:time, :balance, :currency)", &import->error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":time", row->time);
  hsp_statement_bind_number (statement, ":balance", row->balance);
  hsp_statement_bind_text (statement, ":currency", row->currency);
  return hsp_statement_run (statement, &import->error);
}

static void
count_mark (Import   *import,
            gboolean  added)
{
  if (added)
    import->request->import.n_marks++;
  else
    import->request->import.n_marks_known++;
}

static gboolean
import_favourite (const HspSlice *name,
                  const HspSlice *value,
                  gpointer        user_data)
{
  Import *import = user_data;
  g_autoptr(HspMarkRow) row = hsp_mark_row_new (NULL, NULL, 0);
  g_autoptr(JsonNode) node = NULL;
  const char *wrong = NULL;
  gboolean added = FALSE;

  if (!parse_entry (import, value, &node))
    return FALSE;
  wrong = hsp_document_read_row (hsp_json_to_object (node), HSP_DOCUMENT_FAVOURITE, row);
  if (wrong != NULL)
    return refuse (import, wrong);
  if (!hsp_journal_insert_favourite (import->database, row, &added, &import->error))
    return FALSE;
  count_mark (import, added);
  return TRUE;
}

static gboolean
import_watch (const HspSlice *name,
              const HspSlice *value,
              gpointer        user_data)
{
  Import *import = user_data;
  g_autoptr(HspWatchRow) row = hsp_watch_row_new ();
  g_autoptr(JsonNode) node = NULL;
  const char *wrong = NULL;
  gboolean added = FALSE;

  if (!parse_entry (import, value, &node))
    return FALSE;
  wrong = hsp_document_read_row (hsp_json_to_object (node), HSP_DOCUMENT_WATCH, row);
  if (wrong != NULL)
    return refuse (import, wrong);
  if (!hsp_journal_insert_watch (import->database, row, &added, &import->error))
    return FALSE;
  count_mark (import, added);
  return TRUE;
}

/* --- the document --- */

static gboolean
find_section (const HspSlice *name,
              const HspSlice *value,
              gpointer        user_data)
{
  Sections *sections = user_data;
  const struct
  {
    const char *name;
    HspSlice   *slice;
  } known[] = {
    { "format", &sections->format },
    { "version", &sections->version },
    { "purchases", &sections->purchases },
    { "numbers", &sections->numbers },
    { "balances", &sections->balances },
    { "favourites", &sections->favourites },
    { "watches", &sections->watches },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (!hsp_slice_equals (name, known[i].name))
        continue;
      /* twice: which one would it be */
      if (known[i].slice->start != NULL)
        return FALSE;
      *known[i].slice = *value;
    }
  return TRUE;
}

static gboolean
find_sections (GBytes    *document,
               Sections  *sections,
               GError   **error)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (document, &size);
  HspSlice whole = { text, text + size };

  if (size <= HSP_JSON_MAX_SIZE && hsp_slice_for_each (&whole, '{', find_section, sections) &&
      hsp_slice_equals (&sections->format, "\"" HSP_DOCUMENT_FORMAT "\"") &&
      sections->version.start != NULL)
    {
      if (hsp_slice_equals (&sections->version, G_STRINGIFY (HSP_DOCUMENT_VERSION)))
        return TRUE;
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_USAGE,
                           _("This history was written by another version of the program. Update "
                             "the program to import it."));
      return FALSE;
    }
  g_set_error_literal (error, HSP_ERROR, HSP_ERROR_USAGE,
                       _("This file is not a history of this program. Nothing was imported."));
  return FALSE;
}

static gboolean
import_list (Import         *import,
             const char     *name,
             const HspSlice *slice,
             HspSliceFunc    func)
{
  import->list = name;
  import->place = 0;
  if (hsp_slice_for_each (slice, '[', func, import))
    return TRUE;
  return import->error != NULL ? FALSE : refuse (import, "JSON");
}

/* One that older documents do not have. */
static gboolean
import_list_if_there (Import         *import,
                      const char     *name,
                      const HspSlice *slice,
                      HspSliceFunc    func)
{
  return slice->start == NULL || import_list (import, name, slice, func);
}

gboolean
hsp_journal_work_import (HspDatabase  *database,
                         gpointer      data,
                         GError      **error)
{
  HspJournalRequest *request = data;
  g_auto(Import) import = { NULL, };
  Sections sections = { { NULL, }, };

  if (!find_sections (request->document, &sections, error))
    return FALSE;
  if (import_init (&import, database, request) &&
      import_list (&import, "purchases", &sections.purchases, import_purchase) &&
      import_list (&import, "numbers", &sections.numbers, import_number) &&
      import_list (&import, "balances", &sections.balances, import_balance) &&
      import_list_if_there (&import, "favourites", &sections.favourites, import_favourite) &&
      import_list_if_there (&import, "watches", &sections.watches, import_watch))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&import.error));
  return FALSE;
}
