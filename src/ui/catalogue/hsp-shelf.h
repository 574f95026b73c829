/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lists above the categories: all services, and those that a person has had to do with. */
#pragma once

#include <glib-object.h>

#include "hsp-types.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_SHELF_ALL,
  HSP_SHELF_FAVOURITES,
  HSP_SHELF_ORDERED,
  HSP_SHELF_SEEN,
  HSP_N_SHELVES
} HspShelf;

const char *hsp_shelf_get_title       (HspShelf shelf);   /* "Favourites" */
const char *hsp_shelf_get_icon        (HspShelf shelf);
/* What stands there instead of rows; no text for most. */
const char *hsp_shelf_get_empty_title (HspShelf shelf);
const char *hsp_shelf_get_empty_text  (HspShelf shelf);   /* (nullable) */

/* Which services are on it, newest first. (transfer full) (nullable): NULL for all there are */
GStrv       hsp_shelf_dup_services    (HspShelf shelf, HspAccount *account);

G_END_DECLS
