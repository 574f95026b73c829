/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The commands, each described once: the words are read by this table, --help is made of it, and
 * the manual page and the completions are checked against it. */
#pragma once

#include "hsp-cli.h"

G_BEGIN_DECLS

#define HSP_CLI_MAX_OPTIONS  7
#define HSP_CLI_MAX_EXAMPLES 3

typedef struct
{
  const char *name;     /* without dashes */
  const char *value;    /* (nullable) what stands for its value; NULL: it has none */
  const char *help;     /* translatable (N_) */
} HspCliOption;

typedef struct
{
  const char *line;     /* behind the program's name */
  const char *meaning;  /* translatable (N_) */
} HspCliExample;

struct _HspCliCommand
{
  const char    *name;       /* one word or two */
  const char    *arguments;  /* (nullable) as in its usage */
  guint          n_least;    /* arguments */
  guint          n_most;
  HspCliRun      run;
  const char    *help;       /* one line, translatable (N_) */
  const char    *more;       /* (nullable) a paragraph, translatable (N_) */
  const char    *json;       /* its answer with --json */
  HspCliOption   options[HSP_CLI_MAX_OPTIONS];    /* up to the first without a name */
  HspCliExample  examples[HSP_CLI_MAX_EXAMPLES];  /* up to the first without a line */
};

/* Every command has these. */
extern const HspCliOption hsp_cli_common_options[];

const HspCliCommand *hsp_cli_get_commands   (guint                *n_commands);
const HspCliCommand *hsp_cli_find_command   (const char           *first,
                                             const char           *second);
gboolean             hsp_cli_is_group       (const char           *word);
const HspCliOption  *hsp_cli_find_option    (const HspCliCommand  *command,
                                             const char           *name);

gboolean             hsp_cli_parse          (HspCli               *cli,
                                             int                   argc,
                                             char                **argv,
                                             GError              **error);
char                *hsp_cli_make_help      (const HspCliCommand  *command);

HspCliStatus         hsp_cli_categories     (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_services       (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_inventory      (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_order          (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_status         (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_balance        (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_sms_countries  (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_sms_projects   (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_sms_get        (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_sms_code       (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_sms_status     (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_sms_wait       (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_journal        (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_settle         (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_call           (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_key_set        (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_key_check      (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_key_forget     (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_export         (HspCli *cli, GError **error);
HspCliStatus         hsp_cli_import         (HspCli *cli, GError **error);

G_END_DECLS
