/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What came back: status, time and size, the answer laid out, as it came, and its header fields. */
#pragma once

#include <adwaita.h>

#include "hsp-request.h"

G_BEGIN_DECLS

/* Signals: send-again () */
#define HSP_TYPE_CONSOLE_ANSWER (hsp_console_answer_get_type ())
G_DECLARE_FINAL_TYPE (HspConsoleAnswer, hsp_console_answer, HSP, CONSOLE_ANSWER, AdwBin)

/* @request: (nullable) */
void  hsp_console_answer_set_request (HspConsoleAnswer *self,
                                      HspRequest       *request);
void  hsp_console_answer_set_busy    (HspConsoleAnswer *self,
                                      gboolean          busy);
/* @message: why nothing was sent */
void  hsp_console_answer_set_refused (HspConsoleAnswer *self,
                                      const char       *message);
void  hsp_console_answer_find        (HspConsoleAnswer *self);
/* FALSE when nothing was being searched */
gboolean hsp_console_answer_stop_finding (HspConsoleAnswer *self);
void  hsp_console_answer_save        (HspConsoleAnswer *self);
/* (transfer full): what is shown now */
char *hsp_console_answer_dup_text    (HspConsoleAnswer *self);
void  hsp_console_answer_write_async (HspConsoleAnswer *self,
                                      GFile            *file,
                                      GAsyncReadyCallback callback,
                                      gpointer          user_data);

G_END_DECLS
