/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the answers share: one request, services and orders (hsp-sandbox-answer.c), and rented
 * numbers (hsp-sandbox-answer-sms.c). */
#pragma once

#include "hsp-sandbox-answer.h"
#include "hsp-sandbox-writer.h"

G_BEGIN_DECLS

#define HSP_ANSWER_CURRENCY "USD"

/* What is drawn by the number of a row, so that an answer has the same form each time. */
typedef enum
{
  HSP_DRAW_FORM = 201,
  HSP_DRAW_SMS_FORM,
  HSP_DRAW_ACCOUNT,
  HSP_DRAW_HEX,
} HspAnswerDraw;

typedef struct
{
  const HspAnswerShop *shop;
  const HspAction     *action;
  GHashTable          *params;   /* name to value */
  HspWriter            out;
  HspAnswer           *answer;
  gboolean             live;
  gboolean             vi;       /* names are asked for in Vietnamese */
} HspAnswerRequest;

/* Says no. @live: (nullable): the text of the live service, where it has another one */
void        hsp_answer_refuse        (HspAnswerRequest *request,
                                      const char       *documented,
                                      const char       *live);

/* (transfer none): "" when there is none */
const char *hsp_answer_get_text      (HspAnswerRequest *request,
                                      const char       *name);
gint64      hsp_answer_get_number    (HspAnswerRequest *request,
                                      const char       *name,
                                      gint64            otherwise);

void        hsp_answer_sms_projects  (HspAnswerRequest *request);
void        hsp_answer_sms_countries (HspAnswerRequest *request);
void        hsp_answer_add_sms       (HspAnswerRequest *request);
void        hsp_answer_sms_code      (HspAnswerRequest *request);
void        hsp_answer_sms_status    (HspAnswerRequest *request);

G_END_DECLS
