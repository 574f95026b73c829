/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the shop answers, as plain values: the decoders make them, the model keeps them. All text is
 * plain text as it came (valid UTF-8, never markup). Counts that are not known are HSP_UNKNOWN,
 * amounts HSP_MONEY_UNKNOWN, times 0. */
#pragma once

#include <glib-object.h>

#include "hsp-money.h"

G_BEGIN_DECLS

#define HSP_UNKNOWN G_GINT64_CONSTANT (-1)

typedef enum
{
  HSP_KIND_UNKNOWN,
  HSP_KIND_SMM,       /* a link is required */
  HSP_KIND_PRODUCT,   /* a link is optional */
} HspKind;

#define HSP_N_KINDS (HSP_KIND_PRODUCT + 1)

typedef struct
{
  char       *id;           /* (owned) the number that `add` takes, as text */
  char       *name;         /* (owned) */
  const char *type;         /* (interned) "Default", "Custom Comments"…; "" when absent */
  const char *category;     /* (interned) "" when absent */
  const char *subcategory;  /* (interned) "" when absent */
  char       *description;  /* (owned) (nullable) as the shop has it, plain or HTML: see hsp_decode_html() */
  HspMoney    rate;         /* see "rate" under the live differences: per 1,000 */
  gint64      min;          /* HSP_UNKNOWN when absent */
  gint64      max;          /* HSP_UNKNOWN when absent */
  gint64      stock;        /* HSP_UNKNOWN when absent */
  HspKind     kind;
  gboolean    refill;
  gboolean    cancel;
} HspServiceValue;

typedef struct
{
  GPtrArray *services;      /* (owned) (element-type HspServiceValue) */
  GPtrArray *skipped;       /* (owned) (element-type utf8) one reason a dropped row, at most 100 */
  guint      n_skipped;
  gint64     total, page, limit, total_pages;  /* HSP_UNKNOWN when absent */
} HspServicesPage;

typedef struct
{
  char  *name;              /* (owned) */
  char **subcategories;     /* (owned) never NULL */
} HspCategoryValue;

typedef struct
{
  gint64   stock;           /* HSP_UNKNOWN when absent */
  gboolean available;
} HspInventory;

typedef struct
{
  char       *status;       /* (owned) as it came: "In progress" */
  HspMoney    charge;
  const char *currency;     /* (interned) "" when absent */
  gint64      start_count;
  gint64      remains;
  char      **accounts;     /* (owned) (nullable) delivered goods: never written anywhere */
} HspOrderStatus;

typedef struct
{
  HspMoney    balance;
  const char *currency;     /* (interned) "" when absent */
} HspBalance;

typedef struct
{
  char *code;               /* (owned) ISO 3166 alpha-2, lower case: what `country` takes */
  char *name;               /* (owned) as the shop writes it, capitalised where it was not */
  char *dial_code;          /* (owned) (nullable) "+84" */
} HspCountryValue;

typedef struct
{
  char    *id;              /* (owned) */
  char    *name;            /* (owned) */
  HspMoney price;
  char    *country;         /* (owned) ISO code, lower case; "" when absent */
  char    *country_name;    /* (owned) capitalised */
} HspSmsProjectValue;

typedef struct
{
  char *order;              /* (owned) */
  char *phone;              /* (owned) as it came */
  char *country;            /* (owned) "" when absent */
  char *status;             /* (owned) */
} HspSmsOrderValue;

typedef struct
{
  char       *status;       /* (owned) as it came */
  char       *phone;        /* (owned) (nullable) */
  char       *code;         /* (owned) (nullable) NULL while waiting, never "" */
  char       *text;         /* (owned) (nullable) the whole message */
  HspMoney    charge;
  const char *currency;     /* (interned) "" when absent */
  gint64      expires_at;   /* Unix seconds, 0 when unknown */
} HspSmsStatus;

typedef struct
{
  GPtrArray *rows;          /* (owned) (element-type one of the values above) */
  guint      n_skipped;
} HspRows;

/* Counted references (atomic): the catalogue and a snapshot being written share the values, which
 * do not change once made. */
HspServiceValue *hsp_service_value_new   (void);  /* counts and rate unknown, interned texts "" */
HspServiceValue *hsp_service_value_ref   (HspServiceValue *value);
void             hsp_service_value_unref (HspServiceValue *value);

void hsp_services_page_free     (HspServicesPage    *page);
void hsp_category_value_free    (HspCategoryValue   *value);
void hsp_order_status_free      (HspOrderStatus     *status);
void hsp_country_value_free     (HspCountryValue    *value);
void hsp_sms_project_value_free (HspSmsProjectValue *value);
void hsp_sms_order_value_free   (HspSmsOrderValue   *value);
void hsp_sms_status_free        (HspSmsStatus       *status);
void hsp_rows_free              (HspRows            *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspServiceValue, hsp_service_value_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspServicesPage, hsp_services_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspCategoryValue, hsp_category_value_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspOrderStatus, hsp_order_status_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspCountryValue, hsp_country_value_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspSmsProjectValue, hsp_sms_project_value_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspSmsOrderValue, hsp_sms_order_value_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspSmsStatus, hsp_sms_status_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspRows, hsp_rows_free)

G_END_DECLS
