/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions of the API, each described once. The client checks against this table before it
 * sends, the sandbox after it has received; forms and command-line help are built from it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  HSP_ACTION_CATEGORIES,
  HSP_ACTION_SERVICES,
  HSP_ACTION_INVENTORY,
  HSP_ACTION_ADD,
  HSP_ACTION_STATUS,
  HSP_ACTION_BALANCE,
  HSP_ACTION_SMS_PROJECTS,
  HSP_ACTION_SMS_COUNTRIES,
  HSP_ACTION_ADD_SMS,
  HSP_ACTION_SMS_CODE,
  HSP_ACTION_SMS_STATUS,
  HSP_N_ACTIONS
} HspActionId;

typedef enum
{
  HSP_ACTION_GROUP_CATALOGUE,
  HSP_ACTION_GROUP_ORDERS,
  HSP_ACTION_GROUP_ACCOUNT,
  HSP_ACTION_GROUP_SMS,
} HspActionGroup;

typedef enum
{
  HSP_PARAM_TEXT,
  HSP_PARAM_NUMBER,   /* a whole number from minimum to maximum */
  HSP_PARAM_CHOICE,   /* one of a few words */
} HspParamType;

typedef struct
{
  const char   *name;       /* as the wire has it */
  HspParamType  type;
  gboolean      required;
  gint64        minimum;    /* of a number */
  gint64        maximum;    /* of a number */
  const char * const *choices;  /* of a choice, up to NULL, as the wire has them */
  const char   *fallback;   /* (nullable) what the shop takes when it is not sent */
  gboolean      secret;     /* a phone number: never in a log or history */
  const char   *help;       /* one line, translatable (N_) */
} HspParam;

#define HSP_ACTION_MAX_PARAMS 5

typedef struct
{
  HspActionId     id;
  const char     *name;         /* as the wire has it */
  HspActionGroup  group;
  gboolean        spends;       /* money: never sent twice, never repeated by any layer */
  gboolean        confidential; /* the answer holds a code, a phone number or delivered goods */
  guint           timeout;      /* seconds for the whole call */
  const char     *help;         /* one sentence, translatable (N_) */
  guint           n_params;
  HspParam        params[HSP_ACTION_MAX_PARAMS];
} HspAction;

const HspAction *hsp_action_get         (HspActionId      id);
const HspAction *hsp_action_find        (const char      *name);
const HspAction *hsp_action_find_meant  (const char      *words);
const HspParam  *hsp_action_find_param  (const HspAction *action,
                                         const char      *name);
gboolean         hsp_action_check       (const HspAction *action,
                                         GHashTable      *params,
                                         GError         **error);
gboolean         hsp_action_check_reading (const HspAction *action,
                                         GHashTable      *params,
                                         GError         **error);
gboolean         hsp_action_check_free  (const char      *name,
                                         GError         **error);

G_END_DECLS
