/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-parts.h"

#include "hsp-category.h"
#include "hsp-error.h"
#include "hsp-service-private.h"

/* Seconds */
#define REST_AFTER 1

/* Milliseconds: as public clients of this API wait between two pages. */
#define PAGE_PAUSE 2000
/* Rows that can be read through before the first frame. */
#define READ_AT_ONCE 4000

enum
{
  PROP_STATE = 1,
  PROP_REFRESHING,
  PROP_REFRESHED_AT,
  PROP_N_SERVICES,
  PROP_N_SKIPPED,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_VERIFIED,
  SIGNAL_REPLACED,
  SIGNAL_REFRESHED,
  SIGNAL_REFRESH_FAILED,
  SIGNAL_RATES_LEARNT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspCatalogue, hsp_catalogue, G_TYPE_OBJECT)

void
hsp_catalogue_set_state (HspCatalogue *self,
                         HspLoadState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Services */

/* Returns: (transfer full): the table of before */
HspServiceTable *
hsp_catalogue_swap_table (HspCatalogue    *self,
                          HspServiceTable *table)
{
  HspServiceTable *before = self->table;

  hsp_catalogue_take_over_live (self, table);
  self->table = hsp_service_table_ref (table);
  return before;
}

void
hsp_catalogue_tell_table (HspCatalogue    *self,
                          HspServiceTable *before,
                          GPtrArray       *categories,
                          gboolean         complete)
{
  const guint n_before = hsp_service_table_get_n_rows (before);

  if (categories != NULL)
    {
      g_ptr_array_ref (categories);
      g_ptr_array_unref (self->category_values);
      self->category_values = categories;
    }
  hsp_catalogue_update_categories (self);
  self->complete = complete;
  if (hsp_service_table_get_n_rows (self->table) != n_before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SERVICES]);
  hsp_catalogue_set_state (self, HSP_LOAD_READY);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
on_rest_cb (gpointer user_data)
{
  HspCatalogue *self = user_data;

  self->rest_source = 0;
  hsp_service_table_rest (self->table);
  return G_SOURCE_REMOVE;
}

/* Not at once: whoever shows it looks at it first, and it is compared. */
void
hsp_catalogue_rest_later (HspCatalogue *self)
{
  g_clear_handle_id (&self->rest_source, g_source_remove);
  self->rest_source = g_timeout_add_seconds (REST_AFTER, on_rest_cb, self);
}

/* Everything that is known, at once. */
void
hsp_catalogue_take_table (HspCatalogue    *self,
                          HspServiceTable *table,
                          GPtrArray       *categories,
                          gboolean         complete)
{
  g_autoptr(HspServiceTable) before = hsp_catalogue_swap_table (self, table);

  hsp_catalogue_tell_table (self, before, categories, complete);
}

void
hsp_catalogue_keep_newer (HspCatalogue *self,
                          HspService   *service)
{
  const char *id = hsp_service_get_id (service);

  if (hsp_service_table_find (self->table, id) == G_MAXUINT)
    return;
  hsp_catalogue_add_live (self, service);
  g_hash_table_replace (self->newer, (char *) id, g_object_ref (service));
}

/*< private >
 * hsp_catalogue_take_stock:
 */
void
hsp_catalogue_take_stock (HspCatalogue *self,
                          const char   *service,
                          gint64        stock,
                          gint64        checked_at)
{
  g_autoptr(HspService) known = hsp_catalogue_lookup (self, service);

  if (known == NULL)
    return;
  hsp_service_set_stock (known, stock, checked_at);
  hsp_catalogue_keep_newer (self, known);
}

/* A service whose price or limits moved takes the place of the old one, here and in the lists. */
void
hsp_catalogue_replace_service (HspCatalogue *self,
                               HspService   *service)
{
  hsp_catalogue_keep_newer (self, service);
  g_signal_emit (self, signals[SIGNAL_REPLACED], 0);
}

/*< private >
 * hsp_catalogue_dup_row:
 *
 * Returns: (transfer full): the service of a row
 */
HspService *
hsp_catalogue_dup_row (HspCatalogue    *self,
                       HspServiceTable *table,
                       guint            row)
{
  HspService *service = g_hash_table_lookup (self->live, hsp_service_table_get_id (table, row));

  if (service != NULL)
    return g_object_ref (service);
  service = hsp_service_new (hsp_service_table_dup_value (table, row));
  hsp_service_set_rate_units (service, self->rate_units);
  /* of a table from before it is shown until its place has another */
  if (table == self->table)
    {
      hsp_service_set_row (service, row);
      hsp_catalogue_add_live (self, service);
    }
  return service;
}

/*< private >
 * hsp_catalogue_get_table:
 */
HspServiceTable *
hsp_catalogue_get_table (HspCatalogue *self)
{
  return self->table;
}

/*< private >
 * hsp_catalogue_dup_stocks:
 */
GHashTable *
hsp_catalogue_dup_stocks (HspCatalogue    *self,
                          HspServiceTable *table)
{
  GHashTable *stocks;
  GHashTableIter iter;
  gpointer id, service;

  if (table != self->table || g_hash_table_size (self->newer) == 0)
    return NULL;
  stocks = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_hash_table_iter_init (&iter, self->newer);
  while (g_hash_table_iter_next (&iter, &id, &service))
    {
      const gint64 stock = hsp_service_get_stock (service);

      g_hash_table_insert (stocks, GUINT_TO_POINTER (hsp_service_table_find (table, id)),
                           g_memdup2 (&stock, sizeof stock));
    }
  return stocks;
}

/*< private >
 * hsp_catalogue_close:
 *
 * Nothing is asked any more.
 */
void
hsp_catalogue_close (HspCatalogue *self)
{
  g_return_if_fail (HSP_IS_CATALOGUE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_handle_id (&self->rest_source, g_source_remove);
  g_clear_pointer (&self->partial, hsp_batch_unref);
  if (self->refresh == NULL)
    return;
  g_clear_pointer (&self->refresh, hsp_catalogue_refresh_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHING]);
}

/* Object */

static void
hsp_catalogue_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  HspCatalogue *self = HSP_CATALOGUE (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_REFRESHING:
      g_value_set_boolean (value, self->refresh != NULL);
      break;
    case PROP_REFRESHED_AT:
      g_value_set_int64 (value, self->refreshed_at);
      break;
    case PROP_N_SERVICES:
      g_value_set_uint (value, hsp_service_table_get_n_rows (self->table));
      break;
    case PROP_N_SKIPPED:
      g_value_set_uint (value, self->n_skipped);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_catalogue_dispose (GObject *object)
{
  HspCatalogue *self = HSP_CATALOGUE (object);

  hsp_catalogue_close (self);
  g_hash_table_remove_all (self->newer);
  hsp_catalogue_drop_live (self);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (hsp_catalogue_parent_class)->dispose (object);
}

static void
hsp_catalogue_finalize (GObject *object)
{
  HspCatalogue *self = HSP_CATALOGUE (object);

  g_free (self->path);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->live);
  g_hash_table_unref (self->newer);
  hsp_service_table_unref (self->table);
  g_ptr_array_unref (self->category_values);
  g_object_unref (self->categories);
  g_hash_table_unref (self->detailed);
  g_hash_table_unref (self->subsets);
  g_hash_table_unref (self->asked_subsets);
  g_ptr_array_unref (self->skip_reasons);
  g_clear_error (&self->error);

  g_rc_box_release (self->rate_units);

  G_OBJECT_CLASS (hsp_catalogue_parent_class)->finalize (object);
}

static void
hsp_catalogue_class_init (HspCatalogueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hsp_catalogue_get_property;
  object_class->dispose = hsp_catalogue_dispose;
  object_class->finalize = hsp_catalogue_finalize;

  /* HspLoadState: how much is known. */
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, HSP_LOAD_NONE, HSP_LOAD_FAILED,
                                              HSP_LOAD_NONE, flags);
  properties[PROP_REFRESHING] = g_param_spec_boolean ("refreshing", NULL, NULL, FALSE, flags);
  /* Unix seconds of the rows that are shown, 0 when there are none. */
  properties[PROP_REFRESHED_AT] = g_param_spec_int64 ("refreshed-at", NULL, NULL, 0, G_MAXINT64, 0,
                                                      flags);
  properties[PROP_N_SERVICES] = g_param_spec_uint ("n-services", NULL, NULL, 0, G_MAXUINT, 0,
                                                   flags);
  /* Rows of the last answer that could not be read. */
  properties[PROP_N_SKIPPED] = g_param_spec_uint ("n-skipped", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_RATES_LEARNT] = g_signal_new ("rates-learnt", HSP_TYPE_CATALOGUE, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HSP_TYPE_CATALOGUE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_VERIFIED] = g_signal_new ("verified", HSP_TYPE_CATALOGUE, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REPLACED] = g_signal_new ("replaced", HSP_TYPE_CATALOGUE, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* HspServiceTable, HspServiceTable: all that the shop offered, and all that it offers now. */
  signals[SIGNAL_REFRESHED] = g_signal_new ("refreshed", HSP_TYPE_CATALOGUE, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER,
                                            G_TYPE_POINTER);
  signals[SIGNAL_REFRESH_FAILED] = g_signal_new ("refresh-failed", HSP_TYPE_CATALOGUE,
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hsp_catalogue_init (HspCatalogue *self)
{
  self->rate_units = g_rc_box_alloc0 (HSP_N_KINDS * sizeof (HspRateUnit));
  self->cancellable = g_cancellable_new ();
  self->table = hsp_service_table_new_empty ();
  self->live = g_hash_table_new (g_str_hash, g_str_equal);
  self->newer = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->page_pause = PAGE_PAUSE;
  self->category_values =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_category_value_free);
  self->categories = g_list_store_new (HSP_TYPE_CATEGORY);
  self->detailed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->subsets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_hash_table_unref);
  self->asked_subsets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->skip_reasons = g_ptr_array_new_with_free_func (g_free);
}

/**
 * hsp_catalogue_new:
 * @snapshot_path: (nullable): where the catalogue is kept between two runs
 *
 * Returns: (transfer full): an empty catalogue; nothing is read yet
 */
HspCatalogue *
hsp_catalogue_new (HspClient  *client,
                   const char *snapshot_path)
{
  HspCatalogue *self;

  g_return_val_if_fail (HSP_IS_CLIENT (client), NULL);

  self = g_object_new (HSP_TYPE_CATALOGUE, NULL);
  self->client = g_object_ref (client);
  self->path = g_strdup (snapshot_path);
  return self;
}

HspLoadState
hsp_catalogue_get_state (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), HSP_LOAD_NONE);

  return self->state;
}

/**
 * hsp_catalogue_get_error:
 *
 * Returns: (transfer none) (nullable): why the last refresh failed
 */
const GError *
hsp_catalogue_get_error (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), NULL);

  return self->error;
}

gboolean
hsp_catalogue_get_refreshing (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), FALSE);

  return self->refresh != NULL;
}

/**
 * hsp_catalogue_get_refreshed_at:
 *
 * Returns: Unix seconds of the rows that are shown, 0 when there are none
 */
gint64
hsp_catalogue_get_refreshed_at (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), 0);

  return self->refreshed_at;
}

/**
 * hsp_catalogue_get_categories:
 *
 * Returns: (transfer none): a list of HspCategory in the shop's order
 */
GListModel *
hsp_catalogue_get_categories (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), NULL);

  return G_LIST_MODEL (self->categories);
}

guint
hsp_catalogue_get_n_services (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), 0);

  return hsp_service_table_get_n_rows (self->table);
}

/**
 * hsp_catalogue_get_complete:
 *
 * Returns: whether the services are all that the shop offers; %FALSE while the first of them have
 *   come, and when the rest did not
 */
gboolean
hsp_catalogue_get_complete (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), FALSE);

  return self->complete;
}

/**
 * hsp_catalogue_get_service:
 *
 * Returns: (transfer full): a service in the shop's order
 */
HspService *
hsp_catalogue_get_service (HspCatalogue *self,
                           guint         index)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (index < hsp_service_table_get_n_rows (self->table), NULL);

  return hsp_catalogue_dup_row (self, self->table, index);
}

/**
 * hsp_catalogue_lookup:
 *
 * Returns: (transfer full) (nullable): the service with this number
 */
HspService *
hsp_catalogue_lookup (HspCatalogue *self,
                      const char   *id)
{
  guint row;

  g_return_val_if_fail (HSP_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  row = hsp_service_table_find (self->table, id);
  return row != G_MAXUINT ? hsp_catalogue_dup_row (self, self->table, row) : NULL;
}

guint
hsp_catalogue_get_n_skipped (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), 0);

  return self->n_skipped;
}

/**
 * hsp_catalogue_dup_skip_reasons:
 *
 * Returns: (transfer full): why rows were dropped, the first hundred
 */
GStrv
hsp_catalogue_dup_skip_reasons (HspCatalogue *self)
{
  GStrv reasons;

  g_return_val_if_fail (HSP_IS_CATALOGUE (self), NULL);

  reasons = g_new0 (char *, self->skip_reasons->len + 1);
  for (guint i = 0; i < self->skip_reasons->len; i++)
    reasons[i] = g_strdup (self->skip_reasons->pdata[i]);
  return reasons;
}

/* The table of the last time */

typedef struct
{
  HspServiceTable *table;  /* (owned) */
  char            *path;   /* (owned) */
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  hsp_service_table_unref (check->table);
  g_free (check->path);
  g_free (check);
}

/* Returns: (transfer full): the same table, or one in the order of this locale */
static HspServiceTable *
check_table (HspServiceTable  *table,
             const char       *path,
             GCancellable     *cancellable,
             GError          **error)
{
  if (!hsp_service_table_verify (table, cancellable, error))
    return NULL;
  if (hsp_service_table_get_order (table, HSP_TABLE_BY_NAME) == NULL)
    return hsp_service_table_sort_names (table, path, cancellable, error);
  return hsp_service_table_ref (table);
}

static void
check_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Check *check = task_data;
  GError *error = NULL;
  HspServiceTable *table = check_table (check->table, check->path, cancellable, &error);

  if (table != NULL)
    g_task_return_pointer (task, table, (GDestroyNotify) hsp_service_table_unref);
  else
    g_task_return_error (task, error);
}

/* A damaged file is read anew. */
static void
drop_table (HspCatalogue *self)
{
  g_autoptr(HspServiceTable) empty = hsp_service_table_new_empty ();

  self->refreshed_at = 0;
  hsp_catalogue_take_table (self, empty, NULL, FALSE);
  hsp_catalogue_set_state (self, HSP_LOAD_NONE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHED_AT]);
  hsp_catalogue_refresh (self);
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(HspCatalogue) self = user_data;
  Check *check = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  g_autoptr(HspServiceTable) table = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->table != check->table)
    return;
  if (table == NULL)
    {
      g_debug ("The snapshot is not used: %s", error->message);
      drop_table (self);
    }
  else if (table != self->table)
    hsp_catalogue_take_table (self, table, NULL, TRUE);
  else
    g_signal_emit (self, signals[SIGNAL_VERIFIED], 0);
}

/* Not the source of the task: the last reference would go where the worker ends. */
static void
start_check (HspCatalogue *self)
{
  g_autoptr(GTask) task = g_task_new (NULL, self->cancellable, checked_cb, g_object_ref (self));
  Check *check = g_new0 (Check, 1);

  check->table = hsp_service_table_ref (self->table);
  check->path = g_strdup (self->path);
  g_task_set_source_tag (task, start_check);
  g_task_set_task_data (task, check, check_free);
  g_task_run_in_thread (task, check_in_thread);
}

static gboolean
start_check_cb (gpointer user_data)
{
  HspCatalogue *self = user_data;

  self->check_source = 0;
  start_check (self);
  return G_SOURCE_REMOVE;
}

/**
 * hsp_catalogue_open:
 *
 * Maps the snapshot, which takes a millisecond however long it is: may be called before the first
 * frame. A long one is read through afterwards, in a worker: `verified` follows, and until then
 * nothing can be searched in it.
 *
 * Returns: %FALSE when there is none that can be read
 */
gboolean
hsp_catalogue_open (HspCatalogue *self)
{
  g_autoptr(HspServiceTable) table = NULL;
  g_autoptr(HspServiceTable) checked = NULL;
  g_autoptr(GPtrArray) categories = NULL;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (HSP_IS_CATALOGUE (self), FALSE);

  if (self->path == NULL)
    return FALSE;
  table = hsp_service_table_open (self->path, &error);
  if (table != NULL && hsp_service_table_get_n_rows (table) <= READ_AT_ONCE)
    checked = check_table (table, self->path, NULL, &error);
  else if (table != NULL)
    checked = hsp_service_table_ref (table);
  if (checked == NULL)
    {
      g_debug ("No snapshot: %s", error->message);
      return FALSE;
    }

  self->refreshed_at = hsp_service_table_get_time (checked);
  categories = hsp_service_table_dup_categories (checked);
  hsp_catalogue_take_table (self, checked, categories, TRUE);
  /* Below the priority of drawing: the first frame is out by then */
  if (!hsp_service_table_is_verified (checked) && self->check_source == 0)
    self->check_source = g_idle_add_full (G_PRIORITY_LOW, start_check_cb, self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHED_AT]);
  return TRUE;
}

/*< private >
 * hsp_catalogue_set_page_pause:
 */
void
hsp_catalogue_set_page_pause (HspCatalogue *self,
                              guint         milliseconds)
{
  self->page_pause = milliseconds;
}
