/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"
/* For memmem(). */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-service-list.h"

#include <string.h>

#include "hsp-catalogue-private.h"
#include "hsp-category-private.h"
#include "hsp-fold.h"
#include "hsp-name-order.h"
#include "hsp-service.h"

/* More words than this are not looked for. */
#define MOST_WORDS 16

/* Where a word was found, the best place first. */
enum
{
  SCORE_NONE,
  SCORE_CATEGORY_MIDDLE,
  SCORE_CATEGORY,
  SCORE_NAME_MIDDLE,
  SCORE_NAME,
  SCORE_NAME_START,
  SCORE_ID,
};
#define SCORE_MOST (SCORE_ID * MOST_WORDS)

/* What is prepared of a service once for each change of the catalogue; all but the text is borrowed
 * from the objects that the list holds. */
typedef struct
{
  HspService  *service;
  HspCategory *category;     /* (nullable) */
  HspCategory *subcategory;  /* (nullable) as its row says */
  const char  *name;         /* folded, in the haystack */
  guint        name_length;
  guint        place;        /* of its category and subcategory, folded */
} Entry;

/* The folded text of a category with a subcategory: shared by all services in it. */
typedef struct
{
  char *text;                /* (owned) */
  int   score;               /* of the present word, -1 when not looked for yet */
} Place;

struct _HspServiceList
{
  GObject       parent_instance;

  HspCatalogue *catalogue;   /* (owned) */
  GPtrArray    *items;       /* (owned) (element-type HspService) what is shown */
  char         *query;       /* (owned) */
  char        **words;       /* (owned) folded */
  char         *category;    /* (owned) (nullable) */
  char         *subcategory; /* (owned) (nullable) */
  HspFilter     filter;
  HspSort       sort;
  guint         n_matches;

  GPtrArray    *held;        /* (owned) (element-type HspService) what the entries borrow */
  Entry        *entries;     /* (owned) */
  guint         n_entries;
  char         *haystack;    /* (owned) */
  GArray       *places;      /* (owned) (element-type Place) */
  guint        *by_name;     /* (owned) (nullable) entries in the order of names */
  guint        *ranks;       /* (owned) (nullable) the place of an entry in it */
  guint        *order;       /* (owned) (nullable) entries in the chosen order */
  HspSort       order_sort;  /* what @order is of */
};

enum
{
  PROP_N_ITEMS = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void hsp_service_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HspServiceList, hsp_service_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hsp_service_list_model_init))

/* Preparing */

static void
clear_place (Place *place)
{
  g_free (place->text);
}

static char *
place_key (const char *category,
           const char *subcategory)
{
  return g_strconcat (category, " ", subcategory, NULL);
}

static guint
find_place (HspServiceList        *self,
            GHashTable            *known,
            const HspServiceValue *value)
{
  char *key = place_key (value->category, value->subcategory);
  gpointer index;
  Place place = { 0 };

  if (g_hash_table_lookup_extended (known, key, NULL, &index))
    {
      g_free (key);
      return GPOINTER_TO_UINT (index);
    }
  place.text = hsp_fold (key);
  g_array_append_val (self->places, place);
  g_hash_table_insert (known, key, GUINT_TO_POINTER (self->places->len - 1));
  return self->places->len - 1;
}

/* (transfer full) (element-type utf8 HspCategory): by "category" and "category\1subcategory" */
static GHashTable *
index_categories (HspServiceList *self)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  GListModel *categories = hsp_catalogue_get_categories (self->catalogue);

  for (guint i = 0; i < g_list_model_get_n_items (categories); i++)
    {
      HspCategory *category = g_list_model_get_item (categories, i);
      GListModel *subs = hsp_category_get_subcategories (category);
      const char *name = hsp_category_get_name (category);

      g_hash_table_insert (index, g_strdup (name), category);
      for (guint j = 0; subs != NULL && j < g_list_model_get_n_items (subs); j++)
        {
          HspCategory *sub = g_list_model_get_item (subs, j);

          g_hash_table_insert (index,
                               g_strconcat (name, "\1", hsp_category_get_name (sub), NULL), sub);
        }
    }
  return index;
}

static void
clear_index (HspServiceList *self)
{
  g_clear_pointer (&self->entries, g_free);
  g_clear_pointer (&self->haystack, g_free);
  g_clear_pointer (&self->by_name, g_free);
  g_clear_pointer (&self->ranks, g_free);
  g_clear_pointer (&self->order, g_free);
  g_array_set_size (self->places, 0);
  g_ptr_array_set_size (self->held, 0);
  self->n_entries = 0;
}

static void
build_index (HspServiceList *self)
{
  const guint n = hsp_catalogue_get_n_services (self->catalogue);
  g_autoptr(GHashTable) categories = index_categories (self);
  const HspServiceValue *last = NULL;

  clear_index (self);
  self->entries = g_new0 (Entry, n);
  self->n_entries = n;
  for (guint i = 0; i < n; i++)
    {
      HspService *service = hsp_catalogue_get_service (self->catalogue, i);
      const HspServiceValue *value = hsp_service_get_value (service);
      Entry *entry = &self->entries[i];

      g_ptr_array_add (self->held, g_object_ref (service));
      entry->service = service;
      /* Interned, and mostly those of the row before */
      if (last != NULL && last->category == value->category
          && last->subcategory == value->subcategory)
        {
          entry->category = entry[-1].category;
          entry->subcategory = entry[-1].subcategory;
        }
      else
        {
          g_autofree char *sub_key = g_strconcat (value->category, "\1", value->subcategory, NULL);

          entry->category = g_hash_table_lookup (categories, value->category);
          entry->subcategory = g_hash_table_lookup (categories, sub_key);
        }
      last = value;
    }
}

/* The folded text, which only a search needs: not at start. */
static void
prepare_haystack (HspServiceList *self)
{
  g_autoptr(GHashTable) places = NULL;
  g_autofree gsize *starts = NULL;
  GString *haystack;

  if (self->haystack != NULL)
    return;

  places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  starts = g_new (gsize, self->n_entries);
  haystack = g_string_sized_new (self->n_entries * 48);
  for (guint i = 0; i < self->n_entries; i++)
    {
      Entry *entry = &self->entries[i];

      starts[i] = haystack->len;
      hsp_fold_append (haystack, hsp_service_get_name (entry->service), NULL);
      entry->name_length = (guint) (haystack->len - starts[i]);
      /* No word has it: none is found across two names */
      g_string_append_c (haystack, '\n');
      entry->place = find_place (self, places, hsp_service_get_value (entry->service));
    }

  self->haystack = g_string_free (haystack, FALSE);
  for (guint i = 0; i < self->n_entries; i++)
    self->entries[i].name = self->haystack + starts[i];
}

static guint *
sort_by_name (HspServiceList *self)
{
  const guint *known = hsp_catalogue_get_name_order (self->catalogue);
  g_autofree const char **names = NULL;

  if (known != NULL)
    return g_memdup2 (known, self->n_entries * sizeof *known);
  names = g_new (const char *, self->n_entries);
  for (guint i = 0; i < self->n_entries; i++)
    names[i] = hsp_service_get_name (self->entries[i].service);
  return hsp_name_order (names, self->n_entries);
}

static void
prepare_names (HspServiceList *self)
{
  if (self->by_name != NULL)
    return;
  self->by_name = sort_by_name (self);
  self->ranks = g_new (guint, self->n_entries);
  for (guint i = 0; i < self->n_entries; i++)
    self->ranks[self->by_name[i]] = i;
}

/* What is not known comes last in every order. */
static int
compare_numbers (gint64   a,
                 gint64   b,
                 gint64   unknown,
                 gboolean down)
{
  if (a == b)
    return 0;
  if (a == unknown || b == unknown)
    return a == unknown ? 1 : -1;
  return (a < b) == down ? 1 : -1;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  HspServiceList *self = user_data;
  const guint left = *(const guint *) a;
  const guint right = *(const guint *) b;
  HspService *one = self->entries[left].service;
  HspService *other = self->entries[right].service;
  int order = 0;

  if (self->sort == HSP_SORT_STOCK)
    order = compare_numbers (hsp_service_get_stock (one), hsp_service_get_stock (other),
                             HSP_UNKNOWN, TRUE);
  else
    order = compare_numbers (hsp_service_get_value (one)->rate,
                             hsp_service_get_value (other)->rate,
                             HSP_MONEY_UNKNOWN, self->sort == HSP_SORT_PRICE_DOWN);
  if (order != 0)
    return order;
  return self->ranks[left] < self->ranks[right] ? -1 : 1;
}

/* (transfer none): all entries in the chosen order, sorted once for each catalogue and order */
static const guint *
get_order (HspServiceList *self)
{
  prepare_names (self);
  if (self->sort == HSP_SORT_BEST || self->sort == HSP_SORT_NAME)
    return self->by_name;
  if (self->order == NULL || self->order_sort != self->sort)
    {
      g_free (self->order);
      self->order = g_memdup2 (self->by_name, self->n_entries * sizeof *self->by_name);
      self->order_sort = self->sort;
      if (self->n_entries > 0)
        g_qsort_with_data (self->order, (int) self->n_entries, sizeof *self->order,
                           compare_entries, self);
    }
  return self->order;
}

/* Matching */

/* Folded text is lower case: letters and digits of ASCII, and whatever else is no ASCII. */
static gboolean
is_word_char (char c)
{
  return (guchar) c >= 0x80 || g_ascii_isalnum (c);
}

/* Whether @word is in @text, at a word's beginning or only in the middle of one. */
static int
look_for (const char *text,
          gsize       length,
          const char *word,
          gsize       word_length,
          int         middle,
          int         start)
{
  const char *p = text;
  int score = SCORE_NONE;

  while ((p = memmem (p, length - (p - text), word, word_length)) != NULL)
    {
      if (p == text || !is_word_char (p[-1]))
        return start;
      score = middle;
      p++;
    }
  return score;
}

static int
score_word (HspServiceList *self,
            const Entry    *entry,
            const char     *word,
            gsize           word_length)
{
  Place *place;
  int score;

  if (g_ascii_isdigit (*word) && g_str_equal (hsp_service_get_id (entry->service), word))
    return SCORE_ID;
  score = look_for (entry->name, entry->name_length, word, word_length,
                    SCORE_NAME_MIDDLE, SCORE_NAME);
  if (score == SCORE_NAME && strncmp (entry->name, word, word_length) == 0)
    return SCORE_NAME_START;
  if (score != SCORE_NONE)
    return score;

  place = &g_array_index (self->places, Place, entry->place);
  if (place->score < 0)
    place->score = look_for (place->text, strlen (place->text), word, word_length,
                             SCORE_CATEGORY_MIDDLE, SCORE_CATEGORY);
  return place->score;
}

static gboolean
passes_filter (HspServiceList *self,
               const Entry    *entry)
{
  const HspServiceValue *value = hsp_service_get_value (entry->service);

  /* A stock that is not told is no stock that is out */
  if ((self->filter & HSP_FILTER_IN_STOCK) && hsp_service_get_stock (entry->service) == 0)
    return FALSE;
  if ((self->filter & HSP_FILTER_REFILL) && !value->refill)
    return FALSE;
  return !(self->filter & HSP_FILTER_CANCEL) || value->cancel;
}

static gboolean
is_in_category (HspServiceList *self,
                const Entry    *entry)
{
  const HspServiceValue *value = hsp_service_get_value (entry->service);
  gboolean known, inside;

  if (self->category == NULL)
    return TRUE;
  if (!g_str_equal (value->category, self->category))
    return FALSE;
  if (self->subcategory == NULL)
    return TRUE;
  inside = hsp_catalogue_is_in_subcategory (self->catalogue, entry->service, self->subcategory,
                                            &known);
  /* Until the shop has said what is in it, the category is better than nothing */
  return inside || !known;
}

/* (transfer full): the score of each entry, 0 for what does not match. Word by word, so that the
 * text of a category is looked through once for each word. */
static guint8 *
score_entries (HspServiceList *self)
{
  guint8 *scores = g_malloc (self->n_entries);

  for (guint i = 0; i < self->n_entries; i++)
    scores[i] = passes_filter (self, &self->entries[i]) ? 1 : 0;

  if (self->words[0] != NULL)
    prepare_haystack (self);
  for (guint w = 0; self->words[w] != NULL && w < MOST_WORDS; w++)
    {
      const char *word = self->words[w];
      const gsize length = strlen (word);

      for (guint i = 0; i < self->places->len; i++)
        g_array_index (self->places, Place, i).score = -1;
      for (guint i = 0; i < self->n_entries; i++)
        {
          int score;

          if (scores[i] == 0)
            continue;
          score = score_word (self, &self->entries[i], word, length);
          scores[i] = score == SCORE_NONE ? 0 : (guint8) (scores[i] + score);
        }
    }
  return scores;
}

static void
count_matches (HspServiceList *self,
               const guint8   *scores)
{
  const gboolean searching = self->words[0] != NULL;
  g_autoptr(GHashTable) counts = g_hash_table_new (NULL, NULL);
  GListModel *categories = hsp_catalogue_get_categories (self->catalogue);

  self->n_matches = 0;
  for (guint i = 0; i < self->n_entries; i++)
    {
      HspCategory *of[] = { self->entries[i].category, self->entries[i].subcategory };

      if (scores[i] == 0)
        continue;
      self->n_matches++;
      for (guint j = 0; searching && j < G_N_ELEMENTS (of); j++)
        {
          const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, of[j]));

          if (of[j] != NULL)
            g_hash_table_insert (counts, of[j], GUINT_TO_POINTER (count + 1));
        }
    }

  for (guint i = 0; i < g_list_model_get_n_items (categories); i++)
    {
      g_autoptr(HspCategory) category = g_list_model_get_item (categories, i);
      GListModel *subs = hsp_category_get_subcategories (category);
      const int count = GPOINTER_TO_INT (g_hash_table_lookup (counts, category));

      hsp_category_set_matches (category, searching ? count : -1);
      for (guint j = 0; subs != NULL && j < g_list_model_get_n_items (subs); j++)
        {
          g_autoptr(HspCategory) sub = g_list_model_get_item (subs, j);
          const int in_sub = GPOINTER_TO_INT (g_hash_table_lookup (counts, sub));

          hsp_category_set_matches (sub, searching ? in_sub : -1);
        }
    }
}

/* In the chosen order; the best matches first by a distribution, since there are few scores. */
static GPtrArray *
collect_items (HspServiceList *self,
               const guint8   *scores)
{
  const gboolean best = self->sort == HSP_SORT_BEST && self->words[0] != NULL;
  const guint *order = get_order (self);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint places[SCORE_MOST + 2] = { 0 };
  g_autofree guint *chosen = g_new (guint, self->n_entries);
  guint n_chosen = 0;

  for (guint i = 0; i < self->n_entries; i++)
    {
      const guint index = order[i];

      if (scores[index] == 0 || !is_in_category (self, &self->entries[index]))
        continue;
      chosen[n_chosen++] = index;
      places[best ? scores[index] : 0]++;
    }

  for (guint score = G_N_ELEMENTS (places), next = 0; score-- > 0;)
    {
      const guint count = places[score];

      places[score] = next;
      next += count;
    }
  g_ptr_array_set_size (items, (int) n_chosen);
  for (guint i = 0; i < n_chosen; i++)
    items->pdata[places[best ? scores[chosen[i]] : 0]++] =
      g_object_ref (self->entries[chosen[i]].service);
  return items;
}

/* One change, with what is the same at both ends left alone. */
static void
take_items (HspServiceList *self,
            GPtrArray      *items)
{
  g_autoptr(GPtrArray) old = self->items;
  const guint n_least = MIN (old->len, items->len);
  guint prefix = 0, suffix = 0;

  while (prefix < n_least && old->pdata[prefix] == items->pdata[prefix])
    prefix++;
  while (suffix < n_least - prefix
         && old->pdata[old->len - suffix - 1] == items->pdata[items->len - suffix - 1])
    suffix++;

  self->items = items;
  if (old->len - prefix - suffix > 0 || items->len - prefix - suffix > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), prefix, old->len - prefix - suffix,
                                items->len - prefix - suffix);
  if (old->len != items->len)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void
recompute (HspServiceList *self)
{
  g_autofree guint8 *scores = score_entries (self);

  count_matches (self, scores);
  take_items (self, collect_items (self, scores));
}

static void
want_subcategory (HspServiceList *self)
{
  if (self->subcategory != NULL)
    hsp_catalogue_want_subcategory (self->catalogue, self->category, self->subcategory);
}

static void
on_catalogue_changed_cb (HspServiceList *self)
{
  build_index (self);
  recompute (self);
  want_subcategory (self);
}

/* List model */

static GType
hsp_service_list_get_item_type (GListModel *model)
{
  return HSP_TYPE_SERVICE;
}

static guint
hsp_service_list_get_n_items (GListModel *model)
{
  return HSP_SERVICE_LIST (model)->items->len;
}

static gpointer
hsp_service_list_get_item (GListModel *model,
                           guint       position)
{
  HspServiceList *self = HSP_SERVICE_LIST (model);

  if (position >= self->items->len)
    return NULL;
  return g_object_ref (self->items->pdata[position]);
}

static void
hsp_service_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hsp_service_list_get_item_type;
  iface->get_n_items = hsp_service_list_get_n_items;
  iface->get_item = hsp_service_list_get_item;
}

/* Object */

static void
hsp_service_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  HspServiceList *self = HSP_SERVICE_LIST (object);

  switch (prop_id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->items->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_service_list_dispose (GObject *object)
{
  HspServiceList *self = HSP_SERVICE_LIST (object);

  clear_index (self);
  g_clear_object (&self->catalogue);

  G_OBJECT_CLASS (hsp_service_list_parent_class)->dispose (object);
}

static void
hsp_service_list_finalize (GObject *object)
{
  HspServiceList *self = HSP_SERVICE_LIST (object);

  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->held);
  g_array_unref (self->places);
  g_free (self->query);
  g_strfreev (self->words);
  g_free (self->category);
  g_free (self->subcategory);

  G_OBJECT_CLASS (hsp_service_list_parent_class)->finalize (object);
}

static void
hsp_service_list_class_init (HspServiceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hsp_service_list_get_property;
  object_class->dispose = hsp_service_list_dispose;
  object_class->finalize = hsp_service_list_finalize;

  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_service_list_init (HspServiceList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (self->places, (GDestroyNotify) clear_place);
  self->query = g_strdup ("");
  self->words = g_new0 (char *, 1);
}

/**
 * hsp_service_list_new:
 *
 * Returns: (transfer full): all services of @catalogue by name; follows its changes
 */
HspServiceList *
hsp_service_list_new (HspCatalogue *catalogue)
{
  HspServiceList *self;

  g_return_val_if_fail (HSP_IS_CATALOGUE (catalogue), NULL);

  self = g_object_new (HSP_TYPE_SERVICE_LIST, NULL);
  self->catalogue = g_object_ref (catalogue);
  g_signal_connect_object (catalogue, "changed", G_CALLBACK (on_catalogue_changed_cb), self,
                           G_CONNECT_SWAPPED);
  build_index (self);
  recompute (self);
  return self;
}

/**
 * hsp_service_list_set_query:
 * @query: (nullable): what was typed
 *
 * Every word must be in the name, or in the category, or be the number of the service.
 */
void
hsp_service_list_set_query (HspServiceList *self,
                            const char     *query)
{
  g_auto(GStrv) words = NULL;

  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  if (g_strcmp0 (self->query, query != NULL ? query : "") == 0)
    return;
  g_free (self->query);
  self->query = g_utf8_make_valid (query != NULL ? query : "", -1);
  words = g_steal_pointer (&self->words);
  self->words = hsp_fold_words (self->query);
  if (!g_strv_equal ((const char *const *) words, (const char *const *) self->words))
    recompute (self);
}

/**
 * hsp_service_list_get_query:
 *
 * Returns: (transfer none): "" when nothing is searched
 */
const char *
hsp_service_list_get_query (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), NULL);

  return self->query;
}

/**
 * hsp_service_list_set_category:
 * @category: (nullable): %NULL for all services
 * @subcategory: (nullable): %NULL for the whole category
 */
void
hsp_service_list_set_category (HspServiceList *self,
                               const char     *category,
                               const char     *subcategory)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));
  g_return_if_fail (category != NULL || subcategory == NULL);

  if (g_strcmp0 (self->category, category) == 0
      && g_strcmp0 (self->subcategory, subcategory) == 0)
    return;
  g_free (self->category);
  self->category = g_strdup (category);
  g_free (self->subcategory);
  self->subcategory = g_strdup (subcategory);
  recompute (self);
  want_subcategory (self);
}

void
hsp_service_list_set_filter (HspServiceList *self,
                             HspFilter       filter)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  if (self->filter == filter)
    return;
  self->filter = filter;
  recompute (self);
}

HspFilter
hsp_service_list_get_filter (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), HSP_FILTER_NONE);

  return self->filter;
}

void
hsp_service_list_set_sort (HspServiceList *self,
                           HspSort         sort)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  if (self->sort == sort)
    return;
  self->sort = sort;
  recompute (self);
}

HspSort
hsp_service_list_get_sort (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), HSP_SORT_BEST);

  return self->sort;
}

/**
 * hsp_service_list_get_n_matches:
 *
 * Returns: how many services of all categories match the query and the filter
 */
guint
hsp_service_list_get_n_matches (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), 0);

  return self->n_matches;
}

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  const HspSpan *left = a;
  const HspSpan *right = b;

  return left->start < right->start ? -1 : left->start > right->start;
}

static void
add_spans (GArray       *spans,
           const char   *folded,
           gsize         length,
           const char   *word,
           const GArray *offsets)
{
  const gsize word_length = strlen (word);
  const char *p = folded;

  while ((p = memmem (p, length - (p - folded), word, word_length)) != NULL)
    {
      const gsize at = p - folded;
      HspSpan span = {
        .start = g_array_index (offsets, guint, at),
        .end = g_array_index (offsets, guint, at + word_length),
      };

      /* A character of several folded ones is marked whole */
      for (gsize i = at + word_length; span.end <= span.start && i < offsets->len; i++)
        span.end = g_array_index (offsets, guint, i);
      g_array_append_val (spans, span);
      p += word_length;
    }
}

/**
 * hsp_service_list_find_matches:
 * @text: valid UTF-8, such as the name of a service
 *
 * Returns: (transfer full) (element-type HspSpan): where the words of the query are in @text, in
 *   bytes of it, in order and without overlap
 */
GArray *
hsp_service_list_find_matches (HspServiceList *self,
                               const char     *text)
{
  g_autoptr(GArray) spans = NULL;
  g_autoptr(GArray) offsets = NULL;
  g_autoptr(GString) folded = NULL;
  GArray *merged;

  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  merged = g_array_new (FALSE, FALSE, sizeof (HspSpan));
  if (self->words[0] == NULL)
    return merged;

  spans = g_array_new (FALSE, FALSE, sizeof (HspSpan));
  offsets = g_array_new (FALSE, FALSE, sizeof (guint));
  folded = g_string_new (NULL);
  hsp_fold_append (folded, text, offsets);
  for (guint i = 0; self->words[i] != NULL && i < MOST_WORDS; i++)
    add_spans (spans, folded->str, folded->len, self->words[i], offsets);
  g_array_sort (spans, compare_spans);

  for (guint i = 0; i < spans->len; i++)
    {
      const HspSpan span = g_array_index (spans, HspSpan, i);
      HspSpan *last = merged->len > 0 ? &g_array_index (merged, HspSpan, merged->len - 1) : NULL;

      if (last != NULL && span.start <= last->end)
        last->end = MAX (last->end, span.end);
      else
        g_array_append_val (merged, span);
    }
  return merged;
}

/**
 * hsp_service_list_find:
 *
 * Returns: the position of the service with this number, or G_MAXUINT when it is not shown
 */
guint
hsp_service_list_find (HspServiceList *self,
                       const char     *id)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), G_MAXUINT);
  g_return_val_if_fail (id != NULL, G_MAXUINT);

  for (guint i = 0; i < self->items->len; i++)
    {
      if (g_str_equal (hsp_service_get_id (self->items->pdata[i]), id))
        return i;
    }
  return G_MAXUINT;
}
