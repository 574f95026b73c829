/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-shelf.h"

/* Ids rise with gaps, as in a shop that has dropped services over the years: 2,000 of them end
 * near 46,000. */
#define ID_STEP 23

/* What a number is drawn for, so that two draws for the same row are not alike. */
typedef enum
{
  DRAW_PLACE = 1,
  DRAW_NAME,
  DRAW_RATE,
  DRAW_LIMITS,
  DRAW_STOCK,
  DRAW_FLAGS,
  DRAW_OFFER,
  DRAW_OFFER_ID,
} Draw;

typedef struct
{
  const HspShelfCategory    *category;
  const HspShelfSubcategory *subcategory;
} Place;

/**
 * hsp_shelf_hash:
 *
 * A number that looks random and is the same for the same three: all that the sandbox draws comes
 * from here, so that a seed gives the same shop each time. Any thread.
 */
guint64
hsp_shelf_hash (guint64 seed,
                guint64 subject,
                guint64 number)
{
  guint64 x = seed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) +
              subject * G_GUINT64_CONSTANT (0xd1b54a32d192ed03) + number;

  for (guint i = 0; i < 2; i++)
    {
      x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      x ^= x >> 31;
    }

  return x;
}

static const char *
pick_word (const char *const *words,
           guint64            draw)
{
  return words[draw % g_strv_length ((char **) words)];
}

/* Every subcategory once, and then as often again as its weight says. */
static GArray *
list_places (guint *n_subcategories)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));
  guint n_categories = 0;
  const HspShelfCategory *categories = hsp_shelf_categories (&n_categories);

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < n_categories; i++)
        {
          /* the platforms people buy from most come first in the table */
          guint more = i < 5 ? 3 : 1;

          const HspShelfSubcategory *sub;

          for (sub = categories[i].subcategories; sub->name != NULL; sub++)
            {
              Place place = { &categories[i], sub };

              for (guint n = round == 0 ? 1 : sub->weight * more; n > 0; n--)
                g_array_append_val (places, place);
            }
        }
      if (round == 0)
        *n_subcategories = places->len;
    }

  return places;
}

static char *
name_smm (const Place *place,
          guint64      draw)
{
  const char *market = pick_word (hsp_shelf_markets, draw >> 8);
  const char *promise = pick_word (hsp_shelf_promises, draw >> 16);
  const char *brand = place->category->brand;

  if (g_str_has_prefix (market, "🇻🇳") && place->subcategory->vi != NULL && brand != NULL)
    return g_strdup_printf ("%s %s 🇻🇳 %s, %s", place->subcategory->vi, brand,
                            pick_word (hsp_shelf_qualities_vi, draw >> 24), promise);
  if (g_str_has_suffix (place->category->name, "🇻🇳"))
    return g_strdup_printf ("%s, %s, %s", place->subcategory->name,
                            pick_word (hsp_shelf_qualities_vi, draw >> 24), promise);

  return g_strdup_printf ("%s%s%s %s, %s, %s", brand != NULL ? brand : "", brand != NULL ? " " : "",
                          place->subcategory->name, market,
                          pick_word (hsp_shelf_qualities, draw >> 24), promise);
}

static char *
name_product (const Place *place,
              guint64      draw)
{
  return g_strdup_printf ("%s %s, %s", place->subcategory->name,
                          pick_word (hsp_shelf_product_variants, draw >> 8),
                          pick_word (hsp_shelf_product_promises, draw >> 16));
}

/* Around the ordinary price, services wider than goods; two decimals when dear, four when cheap. */
static HspMoney
draw_rate (const Place *place,
           guint64      draw)
{
  HspMoney percent = place->category->product ? 35 + draw % 70 : 33 + draw % 267;
  HspMoney rate = place->subcategory->rate * percent / 100;
  HspMoney step = rate >= 5 * HSP_MONEY_UNIT ? 10000 : rate >= HSP_MONEY_UNIT / 10 ? 1000 : 100;

  return CLAMP (rate / step * step, HSP_MONEY_UNIT / 1000, 480 * HSP_MONEY_UNIT);
}

static void
draw_limits (HspShelfService *service,
             guint64          draw)
{
  static const gint64 smm_min[] = { 5, 10, 20, 50, 50, 100, 100, 200, 500, 1000 };
  static const gint64 smm_max[] = { 1000, 5000, 10000, 20000, 50000, 100000, 250000, 1000000 };
  static const gint64 product_max[] = { 1, 5, 10, 20, 50, 100, 200, 500, 1000 };

  if (service->category->product)
    {
      service->min = draw % 9 == 0 ? 5 : 1;
      service->max = MAX (product_max[(draw >> 8) % G_N_ELEMENTS (product_max)], service->min);
    }
  else if (g_strcmp0 (service->subcategory->type, "Package") == 0)
    {
      service->min = service->max = 1000;
    }
  else
    {
      service->min = smm_min[draw % G_N_ELEMENTS (smm_min)];
      service->max = smm_max[(draw >> 8) % G_N_ELEMENTS (smm_max)];
    }
}

static gint64
draw_stock (const HspShelfService *service,
            guint64                draw)
{
  if (draw % (service->category->product ? 8 : 17) == 0)
    return 0;
  if (service->category->product)
    return 1 + (gint64) ((draw >> 8) % 3000);

  return service->max * (gint64) (1 + (draw >> 8) % 12) + (gint64) ((draw >> 24) % 1000);
}

static HspShelfService
make_service (guint        seed,
              guint        index,
              guint        id,
              const Place *place)
{
  guint64 draw = hsp_shelf_hash (seed, DRAW_NAME, index);
  guint64 flags = hsp_shelf_hash (seed, DRAW_FLAGS, index);
  HspShelfService service = {
    .id = id,
    .category = place->category,
    .subcategory = place->subcategory,
  };

  service.name = place->category->product ? name_product (place, draw) : name_smm (place, draw);
  service.rate = draw_rate (place, hsp_shelf_hash (seed, DRAW_RATE, index));
  draw_limits (&service, hsp_shelf_hash (seed, DRAW_LIMITS, index));
  service.stock = draw_stock (&service, hsp_shelf_hash (seed, DRAW_STOCK, index));
  service.refill = !place->category->product && flags % 3 == 0;
  service.cancel = !place->category->product && (flags >> 8) % 4 == 0;

  return service;
}

static const Place *
find_place (GArray     *places,
            guint       n_subcategories,
            const char *category,
            const char *subcategory)
{
  for (guint i = 0; i < n_subcategories; i++)
    {
      const Place *place = &g_array_index (places, Place, i);

      if (g_str_equal (place->category->name, category) &&
          g_str_equal (place->subcategory->name, subcategory))
        return place;
    }
  g_assert_not_reached ();
}

static HspShelfService
make_fixture (const HspShelfFixture *fixture,
              GArray                *places,
              guint                  n_subcategories)
{
  const Place *place = find_place (places, n_subcategories, fixture->category,
                                   fixture->subcategory);

  return (HspShelfService) {
    .id = fixture->id,
    .name = g_strdup (fixture->name),
    .category = place->category,
    .subcategory = place->subcategory,
    .rate = fixture->rate,
    .min = fixture->min,
    .max = fixture->max,
    .stock = fixture->stock,
    .refill = fixture->refill,
    .cancel = fixture->cancel,
  };
}

/* The fixtures with small ids come first; the last of them, with a large id, in its place. */
static void
fill_services (HspShelf *self,
               guint     seed,
               guint     n_services)
{
  guint n_fixtures = 0, n_subcategories = 0;
  const HspShelfFixture *fixtures = hsp_shelf_fixtures (&n_fixtures);
  const HspShelfFixture *late = &fixtures[n_fixtures - 1];
  guint late_index = MIN (late->id / ID_STEP, MAX (n_services, 1) - 1);
  g_autoptr(GArray) places = list_places (&n_subcategories);

  for (guint i = 0; i < n_services; i++)
    {
      guint64 draw = hsp_shelf_hash (seed, DRAW_PLACE, i);
      HspShelfService service;

      if (i == late_index)
        service = make_fixture (late, places, n_subcategories);
      else if (i < n_fixtures - 1)
        service = make_fixture (&fixtures[i], places, n_subcategories);
      else if (i - n_fixtures < n_subcategories)
        service = make_service (seed, i, i * ID_STEP + draw % ID_STEP,
                                &g_array_index (places, Place, i - n_fixtures));
      else
        service = make_service (seed, i, i * ID_STEP + draw % ID_STEP,
                                &g_array_index (places, Place, draw % places->len));
      g_array_append_val (self->services, service);
    }
}

static void
fill_offers (HspShelf *self,
             guint     seed)
{
  guint n_projects = 0, n_countries = 0;
  const HspShelfProject *projects = hsp_shelf_projects (&n_projects);
  const HspShelfCountry *countries = hsp_shelf_countries (&n_countries);

  for (guint i = 0; i < n_projects * n_countries; i++)
    {
      const HspShelfProject *project = &projects[i / n_countries];
      const HspShelfCountry *country = &countries[i % n_countries];
      guint64 draw = hsp_shelf_hash (seed, DRAW_OFFER, i);
      HspShelfOffer offer = { .project = project, .country = country };

      /* the first countries of the table offer everything: they are the ones a visitor tries */
      if (i % n_countries > 2 && draw % 100 >= project->percent)
        continue;

      /* beginning as the page's example does */
      g_snprintf (offer.id, sizeof offer.id, "65f%05x%016" G_GINT64_MODIFIER "x", i,
                  hsp_shelf_hash (seed, DRAW_OFFER_ID, i));
      offer.price = project->price * (HspMoney) country->price / 100;
      offer.price = offer.price * (HspMoney) (80 + (draw >> 8) % 41) / 100;
      offer.price = MAX (offer.price / 100 * 100, 100);
      if (i == 0)
        offer.price = HSP_MONEY_UNIT / 2;
      g_array_append_val (self->offers, offer);
    }

  for (guint i = 0; i < self->offers->len; i++)
    {
      HspShelfOffer *offer = &g_array_index (self->offers, HspShelfOffer, i);

      g_hash_table_insert (self->by_id, offer->id, offer);
    }
}

static void
clear_service (gpointer data)
{
  HspShelfService *service = data;

  g_free (service->name);
  g_free (service->json);
}

/**
 * hsp_shelf_new:
 *
 * Fills the shelves: 2,000 services take about two milliseconds. Returns: (transfer full).
 */
HspShelf *
hsp_shelf_new (guint seed,
               guint n_services)
{
  HspShelf *self = g_new0 (HspShelf, 1);

  self->services = g_array_sized_new (FALSE, TRUE, sizeof (HspShelfService), n_services);
  g_array_set_clear_func (self->services, clear_service);
  self->offers = g_array_new (FALSE, TRUE, sizeof (HspShelfOffer));
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  fill_services (self, seed, n_services);
  fill_offers (self, seed);

  return self;
}

void
hsp_shelf_free (HspShelf *self)
{
  g_hash_table_unref (self->by_id);
  g_array_unref (self->offers);
  g_array_unref (self->services);
  g_free (self);
}

static int
compare_id (gconstpointer a,
            gconstpointer b)
{
  const guint *id = a;
  const HspShelfService *service = b;

  return *id < service->id ? -1 : *id > service->id;
}

/**
 * hsp_shelf_find_service:
 * @id: as it came on the wire
 *
 * Returns: (transfer none) (nullable): NULL when there is none of this id
 */
HspShelfService *
hsp_shelf_find_service (HspShelf   *self,
                        const char *id)
{
  guint64 number = 0;
  guint wanted;

  if (!g_ascii_string_to_unsigned (id, 10, 1, G_MAXUINT, &number, NULL))
    return NULL;
  wanted = number;

  return bsearch (&wanted, self->services->data, self->services->len, sizeof (HspShelfService),
                  compare_id);
}

/**
 * hsp_shelf_find_offer:
 *
 * Returns: (transfer none) (nullable): what is offered under a `project_id`, which stands for a
 * project in one country
 */
HspShelfOffer *
hsp_shelf_find_offer (HspShelf   *self,
                      const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

/* Takes @quantity off the stock; the row is written anew when it is next asked for. */
void
hsp_shelf_take (HspShelfService *service,
                gint64           quantity)
{
  service->stock = MAX (service->stock - quantity, 0);
  g_clear_pointer (&service->json, g_free);
}

/* The row is written anew when it is next asked for. */
void
hsp_shelf_set_rate (HspShelfService *service,
                    HspMoney         rate)
{
  service->rate = rate;
  g_clear_pointer (&service->json, g_free);
}

/* The row is written anew when it is next asked for. */
void
hsp_shelf_set_stock (HspShelfService *service,
                     gint64           stock)
{
  service->stock = stock;
  g_clear_pointer (&service->json, g_free);
}
