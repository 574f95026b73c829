/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One run of the command line: its words, its account, and waiting for what the model does. The
 * commands turn words into calls of the model and its values into JSON; everything else is shared
 * with the window. */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-account.h"
#include "hsp-cli-output.h"

G_BEGIN_DECLS

#define HSP_CLI_PROGRAM "hstockplus-cli"

/* What a script can act on; the manual page and --help list them. */
typedef enum
{
  HSP_CLI_DONE        = 0,
  HSP_CLI_USAGE       = 2,
  HSP_CLI_REJECTED    = 3,
  HSP_CLI_NOT_SENT    = 4,
  HSP_CLI_UNCONFIRMED = 5,
  HSP_CLI_NO_KEY      = 6,
  HSP_CLI_UNREADABLE  = 7,
  HSP_CLI_STORE       = 8,
  HSP_CLI_SIGNAL      = 128,  /* plus its number: stopped, and nothing was bought */
} HspCliStatus;

typedef struct _HspCliCommand HspCliCommand;

typedef struct
{
  HspCliOutput         out;
  const HspCliCommand *command;      /* (nullable) before it is known */
  GPtrArray           *arguments;    /* (owned) (element-type utf8) */
  GHashTable          *options;      /* (owned) (element-type utf8 utf8) by name, without dashes */
  char                *key;          /* (owned) (nullable) of the environment; wiped */
  GCancellable        *cancellable;  /* (owned) of reads: a signal cancels them */
  GSettings           *settings;     /* (owned) (nullable) */
  HspKeyring          *keyring;      /* (owned) (nullable) */
  HspAccount          *account;      /* (owned) (nullable) */
  gboolean             registered;   /* … is one of the settings, with a key in the keyring */
  guint                signal_ids[3];
  int                  signal;       /* that came; 0 */
  gboolean             spending;     /* a signal waits for the outcome */
} HspCli;

/* What became of a command. With @error set, that decides; without, the status that is returned. */
typedef HspCliStatus (*HspCliRun) (HspCli  *cli,
                                   GError **error);

void          hsp_cli_init               (HspCli               *cli);
void          hsp_cli_clear              (HspCli               *cli);
int           hsp_cli_main               (int                   argc,
                                          char                **argv);

/* Words */
const char   *hsp_cli_get_option         (HspCli               *cli,
                                          const char           *name);
gboolean      hsp_cli_has_option         (HspCli               *cli,
                                          const char           *name);
const char   *hsp_cli_get_argument       (HspCli               *cli,
                                          guint                 index);
gboolean      hsp_cli_get_number         (HspCli               *cli,
                                          const char           *name,
                                          gint64                minimum,
                                          gint64                maximum,
                                          gint64                otherwise,
                                          gint64               *number,
                                          GError              **error);
gboolean      hsp_cli_parse_number       (const char           *name,
                                          const char           *text,
                                          gint64                minimum,
                                          gint64                maximum,
                                          gint64               *number,
                                          GError              **error);
gboolean      hsp_cli_check_id           (const char           *name,
                                          const char           *text,
                                          GError              **error);
void          hsp_cli_set_usage_error    (GError              **error,
                                          const char           *format,
                                          ...) G_GNUC_PRINTF (2, 3);

/* Account */
const char   *hsp_cli_get_endpoint       (HspCli               *cli);
gboolean      hsp_cli_open_settings      (HspCli               *cli,
                                          GError              **error);
HspAccount   *hsp_cli_create_account     (HspCli               *cli,
                                          const char           *id,
                                          const char           *label,
                                          const char           *endpoint);
void          hsp_cli_choose_account     (HspCli               *cli);
gboolean      hsp_cli_connect            (HspCli               *cli,
                                          GError              **error);
gboolean      hsp_cli_open_journal       (HspCli               *cli,
                                          GError              **error);
void          hsp_cli_try_journal        (HspCli               *cli);

/* Waiting */
void          hsp_cli_store_result_cb    (GObject              *object,
                                          GAsyncResult         *result,
                                          gpointer              user_data);
void          hsp_cli_wait               (HspCli               *cli,
                                          GAsyncResult        **result,
                                          const char           *what);
void          hsp_cli_catch_signals      (HspCli               *cli);
void          hsp_cli_wait_for_balance   (HspCli               *cli);
void          hsp_cli_begin_spending     (HspCli               *cli);
void          hsp_cli_end_spending       (HspCli               *cli);

/* Telling what failed */
HspCliStatus  hsp_cli_status_of          (HspCli               *cli,
                                          const GError         *error);
void          hsp_cli_report             (HspCli               *cli,
                                          const GError         *error);
void          hsp_cli_complain           (HspCli               *cli,
                                          const char           *message,
                                          const char           *server);
JsonNode     *hsp_cli_make_error         (const char           *kind,
                                          const char           *message,
                                          const char           *server);
void          hsp_cli_add_error          (JsonBuilder          *builder,
                                          const char           *kind,
                                          const char           *message,
                                          const char           *server);

G_END_DECLS
