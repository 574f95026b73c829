/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pretend shop sells, as tables of words: the rows are made from them by seed. */
#pragma once

#include "hsp-money.h"

G_BEGIN_DECLS

#define HSP_SHELF_MAX_SUBCATEGORIES 6

typedef struct
{
  const char *name;   /* (nullable) NULL ends the list */
  const char *vi;     /* (nullable) its Vietnamese name, where the shop has one */
  const char *type;   /* (nullable) NULL: "Default" */
  HspMoney    rate;   /* an ordinary price per 1,000 */
  guint       weight; /* how many services it has beside the others */
} HspShelfSubcategory;

typedef struct
{
  const char         *name;
  const char         *vi;      /* (nullable) */
  const char         *brand;   /* (nullable) how names of services begin */
  gboolean            product;
  HspShelfSubcategory subcategories[HSP_SHELF_MAX_SUBCATEGORIES + 1];
} HspShelfCategory;

typedef struct
{
  const char *iso;
  const char *name;
  const char *dial;      /* "+84" */
  const char *prefix;    /* how a mobile number begins */
  guint       n_digits;  /* of the national number */
  guint       price;     /* percent of a project's ordinary price */
} HspShelfCountry;

typedef struct
{
  const char *name;
  HspMoney    price;
  guint       percent;   /* of the countries that offer it */
  guint       n_digits;  /* of the code */
  const char *message;   /* with %s for the code */
} HspShelfProject;

/* A service that is there at any seed: those of the API notes and those that try a reader. */
typedef struct
{
  guint       id;
  const char *category;
  const char *subcategory;
  const char *name;
  HspMoney    rate;
  gint64      min;
  gint64      max;
  gint64      stock;
  gboolean    refill;
  gboolean    cancel;
} HspShelfFixture;

const HspShelfCategory *hsp_shelf_categories    (guint *n_categories);
const HspShelfCountry  *hsp_shelf_countries     (guint *n_countries);
const HspShelfProject  *hsp_shelf_projects      (guint *n_projects);
const HspShelfFixture  *hsp_shelf_fixtures      (guint *n_fixtures);

extern const char *const hsp_shelf_markets[];           /* NULL-terminated, as the rest */
extern const char *const hsp_shelf_qualities[];
extern const char *const hsp_shelf_qualities_vi[];
extern const char *const hsp_shelf_promises[];
extern const char *const hsp_shelf_product_variants[];
extern const char *const hsp_shelf_product_promises[];

G_END_DECLS
