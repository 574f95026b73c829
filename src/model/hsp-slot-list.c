/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-slot-list-private.h"

#include "hsp-slot-private.h"
#include "hsp-splices.h"

/* A list view makes about 200 rows, however few are seen: the first frame with rows gets a screenful, whose
 * widgets are made for it, and so does the frame after a key, of those that are there. How many that are
 * is known once the view has its size. */
#define FIRST_SCREENFUL 13
#define MOST_SCREENFUL 64
#define STAGE_FIRST 48
#define STAGE_STEP 32
#define STAGE_WHOLE 208

/* Taking a row's widgets apart takes a quarter of a millisecond. */
#define STAGE_LESS 12

typedef struct
{
  GPtrArray *slots;         /* (owned) (element-type HspSlot) (unowned) those that are held */
  guint      n_shown;
  guint      n_exposed;     /* places that the view knows of */
  guint      n_labelled;    /* places beyond still say what stood there; G_MAXUINT: none does */
  gboolean   nothing;       /* nothing matches: what is in the places is of before */
  guint      screenful;     /* places that are seen at once */
  gboolean   growing;       /* the first frame is out */
  guint      grow_source;

  /* while one item after the other is taken out and put in */
  gboolean   splicing;
  guint      n_new;         /* at the beginning, which are as in the new list */
  guint      n_gone;        /* at the beginning of the old one, which have had their turn */
} HspSlotListPrivate;

enum
{
  PROP_N_ITEMS = 1,
  N_PROPS
};

enum
{
  SIGNAL_SHOWN,
  SIGNAL_BEFORE_MOVED,
  SIGNAL_MOVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void hsp_slot_list_model_init (GListModelInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (HspSlotList, hsp_slot_list, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (HspSlotList)
                                  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                         hsp_slot_list_model_init))

#define GET_PRIVATE(self) ((HspSlotListPrivate *) hsp_slot_list_get_instance_private (self))

/* Places */

static HspSlot *
find_slot (HspSlotList *self,
           guint        position)
{
  GPtrArray *slots = GET_PRIVATE (self)->slots;

  for (guint i = 0; i < slots->len; i++)
    {
      if (hsp_slot_get_position (slots->pdata[i]) == position)
        return slots->pdata[i];
    }
  return NULL;
}

void
hsp_slot_list_drop_slot (HspSlotList *self,
                         HspSlot     *slot)
{
  g_ptr_array_remove_fast (GET_PRIVATE (self)->slots, slot);
}

/* (transfer full) (element-type HspSlot): held, since what is told of one may drop another */
static GPtrArray *
hold_slots (HspSlotList *self)
{
  GPtrArray *slots = GET_PRIVATE (self)->slots;
  GPtrArray *held = g_ptr_array_new_full (slots->len, g_object_unref);

  for (guint i = 0; i < slots->len; i++)
    g_ptr_array_add (held, g_object_ref (slots->pdata[i]));
  return held;
}

/* Something else, or the same with other figures, stands where @slot is. */
static void
relabel_slot (HspSlotList *self,
              HspSlot     *slot)
{
  const guint position = hsp_slot_get_position (slot);
  GObject *shown = hsp_slot_peek (slot);
  g_autoptr(GObject) item = NULL;

  if (position == HSP_SLOT_NOWHERE)
    return;
  /* where nothing stood, whoever asked is told that something may now; to be asked for when needed */
  if (shown != NULL)
    item = hsp_slot_list_dup_item (self, position);
  if (shown == NULL || item != shown)
    hsp_slot_relabel (slot);
}

/* Those that are held, from the place @first on and before @end. */
static void
relabel_slots (HspSlotList *self,
               guint        first,
               guint        end)
{
  g_autoptr(GPtrArray) held = hold_slots (self);

  for (guint i = 0; i < held->len; i++)
    {
      const guint position = hsp_slot_get_position (held->pdata[i]);

      if (position >= first && position < end)
        relabel_slot (self, held->pdata[i]);
    }
}

/* As many more, at first those that are seen; beyond what a list view makes of rows, what there is. */
static void
relabel_more (HspSlotList *self)
{
  HspSlotListPrivate *priv = GET_PRIVATE (self);
  const guint step = priv->n_labelled == 0 ? priv->screenful : STAGE_STEP;
  const guint end = priv->n_labelled >= STAGE_WHOLE ? G_MAXUINT : priv->n_labelled + step;

  relabel_slots (self, priv->n_labelled, end);
  priv->n_labelled = end;
}

void
hsp_slot_list_relabel (HspSlotList *self)
{
  GET_PRIVATE (self)->n_labelled = G_MAXUINT;
  relabel_slots (self, 0, G_MAXUINT);
}

/* Growing */

static gboolean grow_cb (gpointer user_data);

/* @n: how many places the view knows of from now on */
static void
expose (HspSlotList *self,
        guint        n)
{
  HspSlotListPrivate *priv = GET_PRIVATE (self);
  const guint before = priv->n_exposed;

  if (n == before)
    return;
  for (guint i = 0; i < priv->slots->len && n < before; i++)
    {
      const guint position = hsp_slot_get_position (priv->slots->pdata[i]);

      if (position != HSP_SLOT_NOWHERE && position >= n)
        hsp_slot_move (priv->slots->pdata[i], HSP_SLOT_NOWHERE);
    }
  priv->n_exposed = n;
  if (n < before)
    g_list_model_items_changed (G_LIST_MODEL (self), n, before - n, 0);
  else
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n - before);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* Something is left for idle moments. */
static gboolean
is_unsettled (HspSlotListPrivate *priv)
{
  return !priv->nothing && (priv->n_labelled < G_MAXUINT || priv->n_exposed != priv->n_shown);
}

static void
grow_later (HspSlotList *self)
{
  HspSlotListPrivate *priv = GET_PRIVATE (self);

  /* Below the priority of drawing: what was asked for is on the screen first */
  if (priv->growing && priv->grow_source == 0 && is_unsettled (priv))
    priv->grow_source = g_idle_add_full (G_PRIORITY_LOW, grow_cb, self, NULL);
}

/* Returns: how many places the view knows of one step nearer to how many are shown */
static guint
get_next_stage (HspSlotListPrivate *priv)
{
  const guint more = priv->n_exposed < STAGE_FIRST ? STAGE_FIRST : priv->n_exposed + STAGE_STEP;

  if (priv->n_exposed > priv->n_shown)
    return MAX (priv->n_shown, priv->n_exposed - MIN (STAGE_LESS, priv->n_exposed));
  return priv->n_exposed >= STAGE_WHOLE ? priv->n_shown : MIN (more, priv->n_shown);
}

static gboolean
grow_cb (gpointer user_data)
{
  HspSlotList *self = user_data;
  HspSlotListPrivate *priv = GET_PRIVATE (self);

  if (priv->n_labelled < G_MAXUINT)
    relabel_more (self);
  else if (is_unsettled (priv))
    expose (self, get_next_stage (priv));
  if (priv->n_labelled < G_MAXUINT || is_unsettled (priv))
    return G_SOURCE_CONTINUE;
  priv->grow_source = 0;
  hsp_slot_list_tell_shown (self);
  return G_SOURCE_REMOVE;
}

/* How many places the view is to know of in the next frame. Those that have a row and are too many stay, with
 * nothing in them, where the rest of a change may come later. */
static guint
get_stage (HspSlotListPrivate *priv,
           guint               n,
           gboolean            staged)
{
  const guint kept = staged && priv->growing ? MIN (priv->n_exposed, STAGE_WHOLE) : 0;

  if (n == 0)
    return 0;
  if (priv->n_exposed >= STAGE_WHOLE)
    return MAX (n, kept);
  return MAX (MIN (n, MAX (priv->n_exposed, priv->screenful)), kept);
}

/* What is shown */

void
hsp_slot_list_shrink (HspSlotList *self,
                      guint        n,
                      gboolean     staged)
{
  HspSlotListPrivate *priv = GET_PRIVATE (self);
  const guint stage = get_stage (priv, n, staged);

  priv->n_shown = MIN (priv->n_shown, n);
  if (stage < priv->n_exposed)
    expose (self, stage);
}

void
hsp_slot_list_show (HspSlotList *self,
                    guint        n,
                    gboolean     staged)
{
  HspSlotListPrivate *priv = GET_PRIVATE (self);

  g_assert (n > 0);

  priv->nothing = FALSE;
  priv->n_shown = n;
  if (staged && priv->growing)
    {
      priv->n_labelled = 0;
      relabel_more (self);
    }
  else
    {
      hsp_slot_list_relabel (self);
    }
  expose (self, get_stage (priv, n, staged));
  grow_later (self);
}

void
hsp_slot_list_show_nothing (HspSlotList *self)
{
  GET_PRIVATE (self)->nothing = TRUE;
}

static void
follow_splice (HspSlotList     *self,
               const HspSplice *splice)
{
  GPtrArray *slots = GET_PRIVATE (self)->slots;

  for (guint i = 0; i < slots->len; i++)
    {
      HspSlot *slot = slots->pdata[i];
      const guint position = hsp_slot_get_position (slot);

      if (position == HSP_SLOT_NOWHERE || position < splice->position)
        continue;
      hsp_slot_move (slot, position < splice->position + splice->removed
                             ? HSP_SLOT_NOWHERE
                             : position - splice->removed + splice->added);
    }
}

/* Takes out and puts in, and all the rest stays where it is. */
void
hsp_slot_list_splice (HspSlotList *self,
                      GArray      *splices,
                      guint        n)
{
  HspSlotListPrivate *priv = GET_PRIVATE (self);
  const guint n_old = priv->n_shown;

  g_assert (hsp_slot_list_is_whole (self));

  priv->splicing = TRUE;
  priv->n_new = priv->n_gone = 0;
  priv->n_shown = n;
  for (guint i = 0; i < splices->len; i++)
    {
      const HspSplice *splice = &g_array_index (splices, HspSplice, i);

      priv->n_gone += splice->position - priv->n_new;
      priv->n_new = splice->position;
      follow_splice (self, splice);
      priv->n_gone += splice->removed;
      priv->n_new += splice->added;
      priv->n_exposed = priv->n_new + (n_old - priv->n_gone);
      g_list_model_items_changed (G_LIST_MODEL (self), splice->position, splice->removed,
                                  splice->added);
    }
  priv->splicing = FALSE;
  hsp_slot_list_relabel (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

gboolean
hsp_slot_list_is_whole (HspSlotList *self)
{
  HspSlotListPrivate *priv = GET_PRIVATE (self);

  return priv->n_shown > 0 && priv->n_exposed == priv->n_shown && !priv->nothing;
}

gboolean
hsp_slot_list_is_splicing (HspSlotList *self)
{
  return GET_PRIVATE (self)->splicing;
}

gboolean
hsp_slot_list_is_settled (HspSlotList *self)
{
  return !is_unsettled (GET_PRIVATE (self));
}

void
hsp_slot_list_tell_shown (HspSlotList *self)
{
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
}

void
hsp_slot_list_tell_moving (HspSlotList *self)
{
  g_signal_emit (self, signals[SIGNAL_BEFORE_MOVED], 0);
}

void
hsp_slot_list_tell_moved (HspSlotList *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

/* List model */

static GType
hsp_slot_list_get_item_type (GListModel *model)
{
  return HSP_TYPE_SLOT;
}

static guint
hsp_slot_list_get_n_items (GListModel *model)
{
  return GET_PRIVATE (HSP_SLOT_LIST (model))->n_exposed;
}

static gpointer
hsp_slot_list_get_item (GListModel *model,
                        guint       position)
{
  HspSlotList *self = HSP_SLOT_LIST (model);
  HspSlotListPrivate *priv = GET_PRIVATE (self);
  HspSlot *slot;

  if (position >= priv->n_exposed)
    return NULL;
  slot = find_slot (self, position);
  if (slot != NULL)
    {
      g_object_ref (slot);
      /* who asks for a place is told what stands there, though its turn has not come */
      if (position >= priv->n_labelled)
        relabel_slot (self, slot);
      return slot;
    }
  slot = hsp_slot_new (self, position);
  g_ptr_array_add (priv->slots, slot);
  return slot;
}

static void
hsp_slot_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hsp_slot_list_get_item_type;
  iface->get_n_items = hsp_slot_list_get_n_items;
  iface->get_item = hsp_slot_list_get_item;
}

/* Object */

static void
hsp_slot_list_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, GET_PRIVATE (HSP_SLOT_LIST (object))->n_exposed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_slot_list_dispose (GObject *object)
{
  HspSlotListPrivate *priv = GET_PRIVATE (HSP_SLOT_LIST (object));

  g_clear_handle_id (&priv->grow_source, g_source_remove);
  for (guint i = 0; i < priv->slots->len; i++)
    hsp_slot_detach (priv->slots->pdata[i]);
  g_ptr_array_set_size (priv->slots, 0);

  G_OBJECT_CLASS (hsp_slot_list_parent_class)->dispose (object);
}

static void
hsp_slot_list_finalize (GObject *object)
{
  g_ptr_array_unref (GET_PRIVATE (HSP_SLOT_LIST (object))->slots);

  G_OBJECT_CLASS (hsp_slot_list_parent_class)->finalize (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, HSP_TYPE_SLOT_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hsp_slot_list_class_init (HspSlotListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hsp_slot_list_get_property;
  object_class->dispose = hsp_slot_list_dispose;
  object_class->finalize = hsp_slot_list_finalize;

  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_SHOWN] = add_signal ("shown");
  signals[SIGNAL_BEFORE_MOVED] = add_signal ("before-moved");
  signals[SIGNAL_MOVED] = add_signal ("moved");
}

static void
hsp_slot_list_init (HspSlotList *self)
{
  HspSlotListPrivate *priv = GET_PRIVATE (self);

  priv->slots = g_ptr_array_new ();
  priv->n_labelled = G_MAXUINT;
  priv->screenful = FIRST_SCREENFUL;
}

/**
 * hsp_slot_list_set_screenful:
 * @n: places that are seen at once, those that are seen in part counted
 *
 * So many are there, and say what they are to say, in the first frame after a change; the others follow.
 */
void
hsp_slot_list_set_screenful (HspSlotList *self,
                             guint        n)
{
  g_return_if_fail (HSP_IS_SLOT_LIST (self));

  GET_PRIVATE (self)->screenful = CLAMP (n, 1, MOST_SCREENFUL);
}

/**
 * hsp_slot_list_prepare:
 *
 * Before anything is shown: makes places for a screenful, in which nothing stands yet; more of them when a
 * screenful has become more. What is shown first then stands in them.
 */
void
hsp_slot_list_prepare (HspSlotList *self)
{
  HspSlotListPrivate *priv;

  g_return_if_fail (HSP_IS_SLOT_LIST (self));

  priv = GET_PRIVATE (self);
  if (priv->n_shown > 0 || priv->n_exposed >= priv->screenful)
    return;
  hsp_slot_list_show_nothing (self);
  expose (self, priv->screenful);
}

/**
 * hsp_slot_list_grow:
 *
 * From now on the list grows to its whole length, in idle moments.
 */
void
hsp_slot_list_grow (HspSlotList *self)
{
  g_return_if_fail (HSP_IS_SLOT_LIST (self));

  GET_PRIVATE (self)->growing = TRUE;
  grow_later (self);
}

/**
 * hsp_slot_list_settle:
 *
 * Every place is there now and shows what stands in it, unless the list does not grow yet.
 */
void
hsp_slot_list_settle (HspSlotList *self)
{
  HspSlotListPrivate *priv;

  g_return_if_fail (HSP_IS_SLOT_LIST (self));

  priv = GET_PRIVATE (self);
  if (!priv->growing || !is_unsettled (priv))
    return;
  hsp_slot_list_relabel (self);
  expose (self, priv->n_shown);
}

/**
 * hsp_slot_list_get_n_shown:
 *
 * Returns: how many are shown; 0 when nothing matches, whatever the list still holds
 */
guint
hsp_slot_list_get_n_shown (HspSlotList *self)
{
  HspSlotListPrivate *priv;

  g_return_val_if_fail (HSP_IS_SLOT_LIST (self), 0);

  priv = GET_PRIVATE (self);
  return priv->nothing ? 0 : priv->n_shown;
}

/**
 * hsp_slot_list_get_n_labelled:
 *
 * Returns: how many places from the first one on show what was searched for last; G_MAXUINT when all do.
 *   The others follow in idle moments, and then `shown` is emitted
 */
guint
hsp_slot_list_get_n_labelled (HspSlotList *self)
{
  g_return_val_if_fail (HSP_IS_SLOT_LIST (self), G_MAXUINT);

  return GET_PRIVATE (self)->n_labelled;
}

/**
 * hsp_slot_list_dup_item:
 *
 * Returns: (transfer full) (nullable) (type GObject): what stands at @position
 */
gpointer
hsp_slot_list_dup_item (HspSlotList *self,
                        guint        position)
{
  HspSlotListPrivate *priv;

  g_return_val_if_fail (HSP_IS_SLOT_LIST (self), NULL);

  priv = GET_PRIVATE (self);
  if (position >= priv->n_exposed)
    return NULL;
  if (priv->splicing && position >= priv->n_new)
    return HSP_SLOT_LIST_GET_CLASS (self)->dup_item (self, TRUE, priv->n_gone + position - priv->n_new);
  /* prepared for what comes, or left of what went */
  if (position >= priv->n_shown)
    return NULL;
  return HSP_SLOT_LIST_GET_CLASS (self)->dup_item (self, FALSE, position);
}
