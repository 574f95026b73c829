/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-document.h"

#include "hsp-json.h"
#include "hsp-values.h"

/* The last second of the year 9999: beyond it no calendar of the program goes. */
#define MAX_TIME G_GINT64_CONSTANT (253402300799)

typedef enum
{
  MEMBER_TEXT,          /* char *; null when NULL */
  MEMBER_NEEDED_TEXT,   /* char *; never null, written as "" */
  MEMBER_KEY,           /* char *; never null or empty */
  MEMBER_MONEY,         /* HspMoney; decimal text, null when unknown */
  MEMBER_NEEDED_MONEY,
  MEMBER_COUNT,         /* gint64; null when unknown */
  MEMBER_NUMBER,        /* gint64; any */
  MEMBER_ID,            /* gint64; from 1, null for 0 */
  MEMBER_TIME,          /* gint64; 0 when unknown */
  MEMBER_NEEDED_TIME,
  MEMBER_FLAG,          /* gboolean */
  MEMBER_WORD,          /* int of an enum */
} MemberType;

typedef struct
{
  const char         *name;
  MemberType          type;
  gsize               offset;
  const char * const *words;    /* of MEMBER_WORD: NULL-terminated, in the order of the enum */
} Member;

static const char * const kinds[] = { "order", "sms", NULL };
static const char * const outcomes[] = {
  "written", "sent", "placed", "rejected", "not-sent", "unconfirmed", "not-placed", NULL
};
static const char * const event_kinds[] = {
  "written", "sent", "placed", "rejected", "not-sent", "unconfirmed", "not-placed",
  "status", "remains", "charged", "balance", NULL
};

#define PURCHASE(name, type, field) \
  { name, MEMBER_ ## type, G_STRUCT_OFFSET (HspPurchaseRow, field) }
#define NUMBER(name, type, field) \
  { name, MEMBER_ ## type, G_STRUCT_OFFSET (HspNumberRow, field) }
#define WATCH(name, type, field) \
  { name, MEMBER_ ## type, G_STRUCT_OFFSET (HspWatchRow, field) }

static const Member purchase_members[] = {
  PURCHASE ("id", ID, id),
  { "kind", MEMBER_WORD, G_STRUCT_OFFSET (HspPurchaseRow, kind), kinds },
  { "outcome", MEMBER_WORD, G_STRUCT_OFFSET (HspPurchaseRow, outcome), outcomes },
  PURCHASE ("order", TEXT, order),
  PURCHASE ("item", NEEDED_TEXT, item),
  PURCHASE ("name", NEEDED_TEXT, name),
  PURCHASE ("category", TEXT, category),
  PURCHASE ("quantity", COUNT, quantity),
  PURCHASE ("link", TEXT, link),
  PURCHASE ("country", TEXT, country),
  PURCHASE ("phone", TEXT, phone),
  PURCHASE ("estimate", MONEY, estimate),
  PURCHASE ("currency", NEEDED_TEXT, currency),
  PURCHASE ("balance_before", MONEY, balance_before),
  PURCHASE ("balance_before_at", TIME, balance_before_at),
  PURCHASE ("created", NEEDED_TIME, created),
  PURCHASE ("sent", TIME, sent),
  PURCHASE ("updated", TIME, updated),
  PURCHASE ("reason", TEXT, reason),
  PURCHASE ("status", TEXT, status),
  PURCHASE ("charge", MONEY, charge),
  PURCHASE ("start_count", COUNT, start_count),
  PURCHASE ("remains", COUNT, remains),
  PURCHASE ("checked", TIME, checked),
  PURCHASE ("note", TEXT, note),
  { NULL }
};

static const Member event_members[] = {
  { "time", MEMBER_NEEDED_TIME, G_STRUCT_OFFSET (HspEventRow, time) },
  { "kind", MEMBER_WORD, G_STRUCT_OFFSET (HspEventRow, kind), event_kinds },
  { "text", MEMBER_TEXT, G_STRUCT_OFFSET (HspEventRow, text) },
  { "number", MEMBER_NUMBER, G_STRUCT_OFFSET (HspEventRow, number) },
  { NULL }
};

static const Member number_members[] = {
  NUMBER ("order", KEY, order),
  NUMBER ("purchase", ID, purchase),
  NUMBER ("phone", NEEDED_TEXT, phone),
  NUMBER ("country", NEEDED_TEXT, country),
  NUMBER ("project", NEEDED_TEXT, project),
  NUMBER ("project_name", NEEDED_TEXT, project_name),
  NUMBER ("status", NEEDED_TEXT, status),
  NUMBER ("code", TEXT, code),
  NUMBER ("text", TEXT, text),
  NUMBER ("charge", MONEY, charge),
  NUMBER ("currency", NEEDED_TEXT, currency),
  NUMBER ("created", NEEDED_TIME, created),
  NUMBER ("expires", TIME, expires),
  NUMBER ("code_at", TIME, code_at),
  NUMBER ("copied", TIME, copied),
  NUMBER ("checked", TIME, checked),
  NUMBER ("removed", FLAG, removed),
  { NULL }
};

static const Member balance_members[] = {
  { "time", MEMBER_NEEDED_TIME, G_STRUCT_OFFSET (HspBalanceRow, time) },
  { "balance", MEMBER_NEEDED_MONEY, G_STRUCT_OFFSET (HspBalanceRow, balance) },
  { "currency", MEMBER_NEEDED_TEXT, G_STRUCT_OFFSET (HspBalanceRow, currency) },
  { NULL }
};

static const Member favourite_members[] = {
  { "service", MEMBER_KEY, G_STRUCT_OFFSET (HspMarkRow, service) },
  { "name", MEMBER_NEEDED_TEXT, G_STRUCT_OFFSET (HspMarkRow, name) },
  { "added", MEMBER_NEEDED_TIME, G_STRUCT_OFFSET (HspMarkRow, time) },
  { NULL }
};

static const Member watch_members[] = {
  WATCH ("service", KEY, service),
  WATCH ("name", NEEDED_TEXT, name),
  WATCH ("since", NEEDED_TIME, since),
  WATCH ("rate", MONEY, rate),
  WATCH ("stock", COUNT, stock),
  WATCH ("checked", TIME, checked),
  WATCH ("notified_rate", MONEY, notified_rate),
  WATCH ("notified_stock", COUNT, notified_stock),
  { NULL }
};

/* Each ends with a member without a name. */
static const Member * const members_of[] = {
  [HSP_DOCUMENT_PURCHASE] = purchase_members,
  [HSP_DOCUMENT_EVENT] = event_members,
  [HSP_DOCUMENT_NUMBER] = number_members,
  [HSP_DOCUMENT_BALANCE] = balance_members,
  [HSP_DOCUMENT_FAVOURITE] = favourite_members,
  [HSP_DOCUMENT_WATCH] = watch_members,
};

/* @value: (nullable): valid UTF-8 */
static void
write_text (GString    *text,
            const char *value)
{
  if (value == NULL)
    {
      g_string_append (text, "null");
      return;
    }

  g_string_append_c (text, '"');
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (text, '\\');
      if ((guchar) *p < 0x20 || *p == 0x7f)
        g_string_append_printf (text, "\\u%04x", (guint) (guchar) *p);
      else
        g_string_append_c (text, *p);
    }
  g_string_append_c (text, '"');
}

static void
write_money (GString  *text,
             HspMoney  amount)
{
  g_autofree char *plain = amount != HSP_MONEY_UNKNOWN ? hsp_money_to_plain (amount) : NULL;

  write_text (text, plain);
}

static void
write_number (GString *text,
              gint64   number,
              gint64   min)
{
  if (number >= min)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, number);
  else
    g_string_append (text, "null");
}

static void
write_member (GString       *text,
              const Member  *member,
              gconstpointer  row)
{
  gconstpointer field = G_STRUCT_MEMBER_P (row, member->offset);
  const char *value = NULL;

  switch (member->type)
    {
    case MEMBER_TEXT:
      write_text (text, *(const char * const *) field);
      break;
    case MEMBER_NEEDED_TEXT:
    case MEMBER_KEY:
      value = *(const char * const *) field;
      write_text (text, value != NULL ? value : "");
      break;
    case MEMBER_MONEY:
    case MEMBER_NEEDED_MONEY:
      write_money (text, *(const HspMoney *) field);
      break;
    case MEMBER_COUNT:
      write_number (text, *(const gint64 *) field, 0);
      break;
    case MEMBER_NUMBER:
      write_number (text, *(const gint64 *) field, G_MININT64);
      break;
    case MEMBER_ID:
      write_number (text, *(const gint64 *) field, 1);
      break;
    case MEMBER_TIME:
    case MEMBER_NEEDED_TIME:
      write_number (text, CLAMP (*(const gint64 *) field, 0, MAX_TIME), 0);
      break;
    case MEMBER_FLAG:
      g_string_append (text, *(const gboolean *) field ? "true" : "false");
      break;
    case MEMBER_WORD:
      write_text (text, member->words[*(const int *) field]);
      break;
    }
}

void
hsp_document_write_row (GString        *text,
                        HspDocumentRow  kind,
                        gconstpointer   row)
{
  for (const Member *member = members_of[kind]; member->name != NULL; member++)
    {
      g_string_append_printf (text, "%s\"%s\":", member != members_of[kind] ? "," : "", member->name);
      write_member (text, member, row);
    }
}

/* A number that is written as one or as text. */
static gboolean
read_number (JsonNode *node,
             gint64    min,
             gint64    max,
             gint64   *number)
{
  const char *text = hsp_json_to_text (node);

  return text != NULL && g_ascii_string_to_signed (text, 10, min, max, number, NULL);
}

static gboolean
read_flag (JsonNode *node,
           gboolean *flag)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *flag = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
read_word (JsonNode           *node,
           const char * const *words,
           int                *place)
{
  const char *text = hsp_json_to_text (node);

  for (int i = 0; text != NULL && words[i] != NULL; i++)
    {
      if (g_str_equal (text, words[i]))
        {
          *place = i;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
read_text (JsonNode  *node,
           char     **text)
{
  const char *value = hsp_json_to_text (node);

  g_free (*text);
  *text = g_strdup (value);
  return value != NULL;
}

/* What is absent or null. */
static gboolean
leave_out (const Member *member,
           gpointer      field)
{
  switch (member->type)
    {
    case MEMBER_TEXT:
      g_clear_pointer ((char **) field, g_free);
      return TRUE;
    case MEMBER_MONEY:
      *(HspMoney *) field = HSP_MONEY_UNKNOWN;
      return TRUE;
    case MEMBER_COUNT:
      *(gint64 *) field = HSP_UNKNOWN;
      return TRUE;
    case MEMBER_ID:
    case MEMBER_TIME:
    case MEMBER_NUMBER:
      *(gint64 *) field = 0;
      return TRUE;
    case MEMBER_FLAG:
      *(gboolean *) field = FALSE;
      return TRUE;
    case MEMBER_NEEDED_TEXT:
    case MEMBER_KEY:
    case MEMBER_NEEDED_MONEY:
    case MEMBER_NEEDED_TIME:
    case MEMBER_WORD:
      break;
    }
  return FALSE;
}

static gboolean
read_member (JsonObject   *object,
             const Member *member,
             gpointer      row)
{
  gpointer field = G_STRUCT_MEMBER_P (row, member->offset);
  JsonNode *node = json_object_get_member (object, member->name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return leave_out (member, field);

  switch (member->type)
    {
    case MEMBER_TEXT:
    case MEMBER_NEEDED_TEXT:
      return read_text (node, field);
    case MEMBER_KEY:
      return read_text (node, field) && **(char **) field != '\0';
    case MEMBER_MONEY:
    case MEMBER_NEEDED_MONEY:
      return hsp_money_parse (hsp_json_to_text (node), field) &&
             *(HspMoney *) field != HSP_MONEY_UNKNOWN;
    case MEMBER_COUNT:
      return read_number (node, 0, G_MAXINT64, field);
    case MEMBER_NUMBER:
      return read_number (node, G_MININT64, G_MAXINT64, field);
    case MEMBER_ID:
      return read_number (node, 1, G_MAXINT64, field);
    case MEMBER_TIME:
      return read_number (node, 0, MAX_TIME, field);
    case MEMBER_NEEDED_TIME:
      return read_number (node, 1, MAX_TIME, field);
    case MEMBER_FLAG:
      return read_flag (node, field);
    case MEMBER_WORD:
      return read_word (node, member->words, field);
    }
  g_return_val_if_reached (FALSE);
}

const char *
hsp_document_read_row (JsonObject     *object,
                       HspDocumentRow  kind,
                       gpointer        row)
{
  for (const Member *member = members_of[kind]; member->name != NULL; member++)
    {
      if (!read_member (object, member, row))
        return member->name;
    }
  return NULL;
}
