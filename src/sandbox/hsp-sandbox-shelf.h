/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pretend shop has on its shelves: services, and numbers offered by project and country.
 * The same seed gives the same shelves. Belongs to the shop's thread. */
#pragma once

#include "hsp-sandbox-data.h"

G_BEGIN_DECLS

typedef struct
{
  guint                      id;
  char                      *name;        /* (owned) */
  const HspShelfCategory    *category;
  const HspShelfSubcategory *subcategory;
  HspMoney                   rate;        /* per 1,000 */
  gint64                     min;
  gint64                     max;
  gint64                     stock;
  gboolean                   refill;
  gboolean                   cancel;
  char                      *json;        /* (owned) (nullable) the row as it was last answered */
} HspShelfService;

typedef struct
{
  char                   id[25];          /* 24 hexadecimal digits */
  const HspShelfProject *project;
  const HspShelfCountry *country;
  HspMoney               price;
} HspShelfOffer;

typedef struct
{
  GArray     *services;   /* (owned) (element-type HspShelfService), ids rising */
  GArray     *offers;     /* (owned) (element-type HspShelfOffer) */
  GHashTable *by_id;      /* (owned) offer's id to HspShelfOffer */
} HspShelf;

guint64          hsp_shelf_hash          (guint64 seed, guint64 subject, guint64 number);

HspShelf        *hsp_shelf_new           (guint seed, guint n_services);
void             hsp_shelf_free          (HspShelf *self);
HspShelfService *hsp_shelf_find_service  (HspShelf *self, const char *id);
HspShelfOffer   *hsp_shelf_find_offer    (HspShelf *self, const char *id);
void             hsp_shelf_take          (HspShelfService *service, gint64 quantity);
void             hsp_shelf_set_rate      (HspShelfService *service, HspMoney rate);
void             hsp_shelf_set_stock     (HspShelfService *service, gint64 stock);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspShelf, hsp_shelf_free)

G_END_DECLS
