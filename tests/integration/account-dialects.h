/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of an account at a sandbox of one dialect, or of all three. */
#pragma once

#include "account-helper.h"

G_BEGIN_DECLS

/* With this seed of the sandbox the second order ends partial, the third canceled, and the second
 * number never gets its code. */
#define SEED 1241

static inline void
set_up (Shop          *shop,
        gconstpointer  data)
{
  shop->options.dialect = GPOINTER_TO_INT (data);
  shop->options.seed = SEED;
  shop_start (shop);
}

static inline void
tear_down (Shop          *shop,
           gconstpointer  data)
{
  shop_end (shop);
}

static inline void
add_in_all_dialects (const char *name,
                     void (*func) (Shop *, gconstpointer))
{
  const char *const dialects[] = { "documented", "live", "old" };

  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_autofree char *path = g_strdup_printf ("/account/%s/%s", name, dialects[i]);

      g_test_add (path, Shop, GINT_TO_POINTER (i), set_up, func, tear_down);
    }
}

G_END_DECLS
