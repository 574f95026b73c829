/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which services of an answer a search would find, told one by one as they come in: where nothing but
 * what is found is wanted, the others need not be kept and put in order. One thread at a time. */
#pragma once

#include "hsp-values.h"

G_BEGIN_DECLS

typedef struct _HspServiceSieve HspServiceSieve;

/* @words: (nullable) copied; folded, none empty: hsp_fold_words() */
HspServiceSieve *hsp_service_sieve_new    (const char *const     *words);
void             hsp_service_sieve_free   (HspServiceSieve       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspServiceSieve, hsp_service_sieve_free)

gboolean         hsp_service_sieve_passes (HspServiceSieve       *self,
                                           const HspServiceValue *value);

G_END_DECLS
