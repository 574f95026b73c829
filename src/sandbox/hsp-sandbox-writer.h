/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON written by hand: amounts as other shops write them ("0.85", which JsonGenerator makes
 * 0.84999999999999998), and 2,000 rows in a few milliseconds. */
#pragma once

#include "hsp-money.h"

G_BEGIN_DECLS

typedef struct
{
  GString  *text;    /* (owned) */
  gboolean  comma;   /* the next value has one before it */
  gboolean  ascii;   /* other characters as \uXXXX */
} HspWriter;

void  hsp_writer_init   (HspWriter *self, gboolean ascii);
char *hsp_writer_end    (HspWriter *self);

void  hsp_writer_open   (HspWriter *self, const char *name, char bracket);
void  hsp_writer_close  (HspWriter *self, char bracket);
void  hsp_writer_text   (HspWriter *self, const char *name, const char *value);
void  hsp_writer_raw    (HspWriter *self, const char *name, const char *value);
void  hsp_writer_number (HspWriter *self, const char *name, gint64 value, gboolean as_text);
void  hsp_writer_amount (HspWriter *self, const char *name, HspMoney value, guint decimals,
                         gboolean as_text);

G_END_DECLS
