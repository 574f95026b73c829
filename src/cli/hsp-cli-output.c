/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-output.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "hsp-cli-text.h"
#include "hsp-values.h"

#define GAP             2
#define SHORTEST_TEXT   12
#define DEFAULT_WIDTH   80

#define BOLD   "\033[1m"
#define GREEN  "\033[32m"
#define YELLOW "\033[33m"
#define RED    "\033[31m"
#define PLAIN  "\033[0m"

static gboolean
wants_colour (int file)
{
  const char *no_colour = g_getenv ("NO_COLOR");
  const char *kind = g_getenv ("TERM");

  return isatty (file) && (no_colour == NULL || *no_colour == '\0')
         && kind != NULL && *kind != '\0' && !g_str_equal (kind, "dumb");
}

/* Looks what the program writes to. */
void
hsp_cli_output_init (HspCliOutput *out)
{
  *out = (HspCliOutput) { 0 };
  out->terminal = isatty (STDOUT_FILENO);
  out->colour = wants_colour (STDOUT_FILENO);
  out->talk = isatty (STDERR_FILENO);
  out->talk_colour = wants_colour (STDERR_FILENO);
}

static void
write_out (HspCliOutput *out,
           const char   *text)
{
  if (out->broken == 0 && fputs (text, stdout) < 0)
    out->broken = errno;
}

/* --- values --- */

void
hsp_cli_add_text (JsonBuilder *builder,
                  const char  *member,
                  const char  *text)
{
  json_builder_set_member_name (builder, member);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

/* "" is how the model says that a text is not known. */
void
hsp_cli_add_known (JsonBuilder *builder,
                   const char  *member,
                   const char  *text)
{
  hsp_cli_add_text (builder, member, text != NULL && *text != '\0' ? text : NULL);
}

void
hsp_cli_add_count (JsonBuilder *builder,
                   const char  *member,
                   gint64       count)
{
  json_builder_set_member_name (builder, member);
  if (count != HSP_UNKNOWN)
    json_builder_add_int_value (builder, count);
  else
    json_builder_add_null_value (builder);
}

void
hsp_cli_add_money (JsonBuilder *builder,
                   const char  *member,
                   HspMoney     amount)
{
  g_autofree char *text = amount != HSP_MONEY_UNKNOWN ? hsp_money_to_plain (amount) : NULL;

  hsp_cli_add_text (builder, member, text);
}

void
hsp_cli_add_flag (JsonBuilder *builder,
                  const char  *member,
                  gboolean     flag)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, flag);
}

/* @time: Unix seconds, 0 when unknown */
void
hsp_cli_add_time (JsonBuilder *builder,
                  const char  *member,
                  gint64       time)
{
  g_autoptr(GDateTime) date = time != 0 ? g_date_time_new_from_unix_utc (time) : NULL;
  g_autofree char *text = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  hsp_cli_add_text (builder, member, text);
}

/* @id: of the journal, 0 when there is none */
void
hsp_cli_add_id (JsonBuilder *builder,
                const char  *member,
                gint64       id)
{
  g_autofree char *text = id != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, id) : NULL;

  hsp_cli_add_text (builder, member, text);
}

/* --- JSON --- */

/* @node: (transfer none): the document */
void
hsp_cli_print_json (HspCliOutput *out,
                    JsonNode     *node)
{
  g_autofree char *text = json_to_string (node, out->terminal);
  g_autofree char *escaped = hsp_cli_escape_json (text);

  write_out (out, escaped);
  write_out (out, "\n");
  out->printed = TRUE;
}

/* --- cells --- */

/* As in JSON, on one line. (transfer full) */
static char *
get_plain (JsonNode *node)
{
  g_autofree char *text = NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      GString *list = g_string_new (NULL);

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                                json_array_get_string_element (array, i));
      text = g_string_free (list, FALSE);
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    text = g_strdup (json_node_get_string (node));
  else
    text = json_to_string (node, FALSE);
  return hsp_cli_clean (text);
}

static char *
show_money (JsonObject *row,
            const char *plain)
{
  const char *currency = json_object_get_string_member_with_default (row, "currency", NULL);
  g_autofree char *clean = currency != NULL ? hsp_cli_clean (currency) : NULL;
  HspMoney amount = HSP_MONEY_UNKNOWN;

  return hsp_money_parse (plain, &amount) ? hsp_money_to_text (amount, clean) : g_strdup ("–");
}

static char *
show_time (const char *plain)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (plain, NULL);
  g_autoptr(GDateTime) local = date != NULL ? g_date_time_to_local (date) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("–");
}

static const struct
{
  const char *state;
  const char *shown;
  const char *colour;
} states[] = {
  { "open", N_("Open"), "" },
  { "completed", N_("Completed"), GREEN },
  { "partial", N_("Partial"), YELLOW },
  { "canceled", N_("Canceled"), RED },
  { "waiting", N_("Waiting"), "" },
  { "received", N_("Code received"), GREEN },
  { "expired", N_("Expired"), RED },
  { "placed", N_("Placed"), GREEN },
  { "rejected", N_("Rejected"), RED },
  { "not_sent", N_("Not sent"), YELLOW },
  { "not_placed", N_("Not placed"), YELLOW },
  { "unconfirmed", N_("Unconfirmed"), YELLOW },
  { "sent", N_("Sending"), "" },
};

/* For a person, on a terminal. (transfer full) */
static char *
get_shown (JsonObject         *row,
           const HspCliColumn *column)
{
  JsonNode *node = json_object_get_member (row, column->member);
  g_autofree char *plain = get_plain (node);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("–");

  switch (column->format)
    {
    case HSP_CLI_MONEY:
      return show_money (row, plain);
    case HSP_CLI_COUNT:
      return hsp_number_to_text (json_node_get_int (node));
    case HSP_CLI_FLAG:
      return g_strdup (json_node_get_boolean (node) ? _("Yes") : _("No"));
    case HSP_CLI_TIME:
      return show_time (plain);
    case HSP_CLI_STATE:
      for (guint i = 0; i < G_N_ELEMENTS (states); i++)
        {
          if (g_str_equal (states[i].state, plain))
            return g_strdup (_(states[i].shown));
        }
      break;
    case HSP_CLI_TEXT:
    case HSP_CLI_LONG_TEXT:
    case HSP_CLI_LIST:
      break;
    }
  return g_steal_pointer (&plain);
}

static const char *
get_colour (HspCliOutput       *out,
            JsonObject         *row,
            const HspCliColumn *column)
{
  const char *state;

  if (!out->colour || column->format != HSP_CLI_STATE)
    return "";
  state = json_object_get_string_member_with_default (row, column->member, "");
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (g_str_equal (states[i].state, state))
        return states[i].colour;
    }
  return "";
}

/* --- tables --- */

static guint
get_terminal_width (void)
{
  struct winsize size = { 0 };
  const char *columns = g_getenv ("COLUMNS");
  guint64 number = 0;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  if (columns != NULL && g_ascii_string_to_unsigned (columns, 10, 20, 1000, &number, NULL))
    return (guint) number;
  return DEFAULT_WIDTH;
}

static gboolean
is_figure (HspCliFormat format)
{
  return format == HSP_CLI_COUNT || format == HSP_CLI_MONEY;
}

/* What is too wide is taken from the long texts, the widest first. */
static void
fit (guint              *widths,
     const HspCliColumn *columns,
     guint               n_columns)
{
  const guint room = get_terminal_width ();
  guint total = GAP * (n_columns - 1);

  for (guint i = 0; i < n_columns; i++)
    total += widths[i];
  while (total > room)
    {
      guint widest = n_columns;

      for (guint i = 0; i < n_columns; i++)
        {
          if ((columns[i].format == HSP_CLI_LONG_TEXT || columns[i].format == HSP_CLI_LIST)
              && widths[i] > SHORTEST_TEXT && (widest == n_columns || widths[i] > widths[widest]))
            widest = i;
        }
      if (widest == n_columns)
        return;
      widths[widest]--;
      total--;
    }
}

static void
write_padding (HspCliOutput *out,
               guint         cells)
{
  g_autofree char *spaces = g_strnfill (cells, ' ');

  write_out (out, spaces);
}

static void
write_cell (HspCliOutput       *out,
            const HspCliColumn *column,
            const char         *text,
            guint               width,
            const char         *colour,
            gboolean            last)
{
  g_autofree char *shown = hsp_cli_shorten (text, width);
  const guint rest = width - MIN (hsp_cli_width (shown), width);

  if (is_figure (column->format))
    write_padding (out, rest);
  write_out (out, colour);
  write_out (out, shown);
  if (*colour != '\0')
    write_out (out, PLAIN);
  if (!is_figure (column->format) && !last)
    write_padding (out, rest);
  if (!last)
    write_padding (out, GAP);
}

static void
write_titles (HspCliOutput       *out,
              const HspCliColumn *columns,
              guint               n_columns,
              const guint        *widths)
{
  for (guint i = 0; i < n_columns; i++)
    write_cell (out, &columns[i], _(columns[i].title), widths[i], out->colour ? BOLD : "",
                i + 1 == n_columns);
  write_out (out, "\n");
}

static void
print_aligned (HspCliOutput       *out,
               JsonArray          *rows,
               const HspCliColumn *columns,
               guint               n_columns)
{
  const guint n_rows = json_array_get_length (rows);
  g_autofree guint *widths = g_new0 (guint, n_columns);
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_columns; i++)
    widths[i] = hsp_cli_width (_(columns[i].title));
  for (guint r = 0; r < n_rows; r++)
    {
      for (guint i = 0; i < n_columns; i++)
        {
          char *cell = get_shown (json_array_get_object_element (rows, r), &columns[i]);

          g_ptr_array_add (cells, cell);
          widths[i] = MAX (widths[i], hsp_cli_width (cell));
        }
    }
  fit (widths, columns, n_columns);

  write_titles (out, columns, n_columns, widths);
  for (guint r = 0; r < n_rows; r++)
    {
      for (guint i = 0; i < n_columns; i++)
        write_cell (out, &columns[i], cells->pdata[r * n_columns + i], widths[i],
                    get_colour (out, json_array_get_object_element (rows, r), &columns[i]),
                    i + 1 == n_columns);
      write_out (out, "\n");
    }
}

/**
 * hsp_cli_print_table:
 * @node: (transfer none): the document, for --json
 * @rows: (element-type JsonObject): the rows in it
 * @columns: which members are shown, in their order; a pipe gets the same columns
 */
void
hsp_cli_print_table (HspCliOutput       *out,
                     JsonNode           *node,
                     JsonArray          *rows,
                     const HspCliColumn *columns,
                     guint               n_columns)
{
  if (out->json)
    {
      hsp_cli_print_json (out, node);
      return;
    }
  if (out->terminal)
    {
      if (json_array_get_length (rows) > 0)
        print_aligned (out, rows, columns, n_columns);
      else
        hsp_cli_say (out, "%s", _("There is nothing to show."));
      return;
    }
  for (guint r = 0; r < json_array_get_length (rows); r++)
    {
      JsonObject *row = json_array_get_object_element (rows, r);

      for (guint i = 0; i < n_columns; i++)
        {
          g_autofree char *plain = get_plain (json_object_get_member (row, columns[i].member));

          write_out (out, plain);
          write_out (out, i + 1 < n_columns ? "\t" : "\n");
        }
    }
}

/**
 * hsp_cli_print_record:
 * @node: (transfer none): one object: a line for each of its members that @columns has
 */
void
hsp_cli_print_record (HspCliOutput       *out,
                      JsonNode           *node,
                      const HspCliColumn *columns,
                      guint               n_columns)
{
  JsonObject *row = json_node_get_object (node);
  guint width = 0;

  if (out->json)
    {
      hsp_cli_print_json (out, node);
      return;
    }
  for (guint i = 0; i < n_columns; i++)
    width = MAX (width, hsp_cli_width (_(columns[i].title)));
  for (guint i = 0; i < n_columns; i++)
    {
      JsonNode *value = json_object_get_member (row, columns[i].member);
      g_autofree char *text = NULL;

      if (value == NULL)
        continue;
      text = out->terminal ? get_shown (row, &columns[i]) : get_plain (value);
      write_out (out, out->terminal && out->colour ? BOLD : "");
      write_out (out, out->terminal ? _(columns[i].title) : columns[i].member);
      write_out (out, out->terminal && out->colour ? PLAIN : "");
      if (out->terminal)
        write_padding (out, width - hsp_cli_width (_(columns[i].title)) + GAP);
      else
        write_out (out, "\t");
      write_out (out, get_colour (out, row, &columns[i]));
      write_out (out, text);
      write_out (out, *get_colour (out, row, &columns[i]) != '\0' ? PLAIN "\n" : "\n");
    }
}

/* RFC 4180, with the members' names as the first line. */
void
hsp_cli_print_csv (HspCliOutput       *out,
                   JsonArray          *rows,
                   const HspCliColumn *columns,
                   guint               n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    {
      write_out (out, columns[i].member);
      write_out (out, i + 1 < n_columns ? "," : "\r\n");
    }
  for (guint r = 0; r < json_array_get_length (rows); r++)
    {
      JsonObject *row = json_array_get_object_element (rows, r);

      for (guint i = 0; i < n_columns; i++)
        {
          JsonNode *value = json_object_get_member (row, columns[i].member);
          g_autofree char *plain = NULL;
          g_autofree char *cell = NULL;

          /* a text keeps its line breaks here, and nothing else of what a terminal obeys */
          if (value != NULL && json_node_get_value_type (value) == G_TYPE_STRING)
            plain = g_strdup (json_node_get_string (value));
          else
            plain = get_plain (value);
          cell = hsp_cli_quote_csv (plain);
          write_out (out, cell);
          write_out (out, i + 1 < n_columns ? "," : "\r\n");
        }
    }
}

/* A text of our own, or one that is cleaned already. */
void
hsp_cli_print_text (HspCliOutput *out,
                    const char   *text)
{
  write_out (out, text);
}

/* --- standard error --- */

/* A sentence for the person, beside the answer. */
void
hsp_cli_say (HspCliOutput *out,
             const char   *format,
             ...)
{
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  clean = hsp_cli_clean (text);
  fprintf (stderr, "%s\n", clean);
}

/* One line that is written over: for a terminal alone. */
void
hsp_cli_show_progress (HspCliOutput *out,
                       const char   *what,
                       gint64        seconds)
{
  /* Translators: what is done, and for how many seconds already: "Reading the services… 12 s" */
  g_autofree char *text = g_strdup_printf (_("%s… %d s"), what, (int) seconds);

  if (out->talk)
    fprintf (stderr, "\r%s\033[K", text);
}

void
hsp_cli_hide_progress (HspCliOutput *out)
{
  if (out->talk)
    fputs ("\r\033[K", stderr);
}
