/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How an answer is shown: one JSON document, an aligned table on a terminal, or lines with tabs in a
 * pipe. All three are made of the same JSON, and text of the shop's is cleaned in all of them. */
#pragma once

#include <json-glib/json-glib.h>

#include "hsp-money.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean json;        /* one document, whatever happens */
  gboolean terminal;    /* standard output is one */
  gboolean colour;      /* … and has colours */
  gboolean talk;        /* standard error is a terminal: progress, questions */
  gboolean talk_colour;
  gboolean printed;     /* the document is out */
  int      broken;      /* errno of what could not be written; 0 */
} HspCliOutput;

/* How a member of an answer is shown to a person; a pipe has it as in JSON. */
typedef enum
{
  HSP_CLI_TEXT,
  HSP_CLI_LONG_TEXT,    /* shortened where the terminal is narrow */
  HSP_CLI_COUNT,
  HSP_CLI_MONEY,        /* with the object's "currency", when it has one */
  HSP_CLI_FLAG,
  HSP_CLI_TIME,
  HSP_CLI_STATE,
  HSP_CLI_LIST,
} HspCliFormat;

typedef struct
{
  const char   *member;
  const char   *title;  /* translatable (N_) */
  HspCliFormat  format;
} HspCliColumn;

void          hsp_cli_output_init        (HspCliOutput         *out);

/* @node: (transfer none) */
void          hsp_cli_print_table        (HspCliOutput         *out,
                                          JsonNode             *node,
                                          JsonArray            *rows,
                                          const HspCliColumn   *columns,
                                          guint                 n_columns);
void          hsp_cli_print_record       (HspCliOutput         *out,
                                          JsonNode             *node,
                                          const HspCliColumn   *columns,
                                          guint                 n_columns);
void          hsp_cli_print_json         (HspCliOutput         *out,
                                          JsonNode             *node);
void          hsp_cli_print_csv          (HspCliOutput         *out,
                                          JsonArray            *rows,
                                          const HspCliColumn   *columns,
                                          guint                 n_columns);
void          hsp_cli_print_text         (HspCliOutput         *out,
                                          const char           *text);
void          hsp_cli_say                (HspCliOutput         *out,
                                          const char           *format,
                                          ...) G_GNUC_PRINTF (2, 3);
void          hsp_cli_show_progress      (HspCliOutput         *out,
                                          const char           *what,
                                          gint64                seconds);
void          hsp_cli_hide_progress      (HspCliOutput         *out);

/* Values; an unknown one is null */
void          hsp_cli_add_text           (JsonBuilder          *builder,
                                          const char           *member,
                                          const char           *text);
void          hsp_cli_add_known          (JsonBuilder          *builder,
                                          const char           *member,
                                          const char           *text);
void          hsp_cli_add_count          (JsonBuilder          *builder,
                                          const char           *member,
                                          gint64                count);
void          hsp_cli_add_money          (JsonBuilder          *builder,
                                          const char           *member,
                                          HspMoney              amount);
void          hsp_cli_add_flag           (JsonBuilder          *builder,
                                          const char           *member,
                                          gboolean              flag);
void          hsp_cli_add_time           (JsonBuilder          *builder,
                                          const char           *member,
                                          gint64                time);
void          hsp_cli_add_id             (JsonBuilder          *builder,
                                          const char           *member,
                                          gint64                id);

G_END_DECLS
