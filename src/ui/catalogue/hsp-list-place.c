/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-list-place.h"

#include "hsp-service-list.h"
#include "hsp-service-row.h"
#include "hsp-service.h"

typedef struct
{
  char  *id;        /* (owned) */
  double y;         /* below the edge of what is in sight; above it when negative */
} Sighting;

struct _HspListPlace
{
  GArray *sightings;    /* (element-type Sighting) (owned) from the top */
  double  height;       /* of each row: all are alike */
  double  start;        /* of the first row, from where the scrolling begins */
};

static void
clear_sighting (gpointer data)
{
  g_free (((Sighting *) data)->id);
}

static int
compare_sightings (gconstpointer a,
                   gconstpointer b)
{
  const double left = ((const Sighting *) a)->y;
  const double right = ((const Sighting *) b)->y;

  return (left > right) - (left < right);
}

static void
add_row (HspListPlace      *self,
         GtkScrolledWindow *scroller,
         HspServiceRow     *row)
{
  /* the list's own widget around it has the padding */
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (row));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  HspService *service = hsp_service_row_get_service (row);
  graphene_rect_t bounds;
  Sighting sighting;

  if (service == NULL || item == NULL || !gtk_widget_get_mapped (item) ||
      !gtk_widget_compute_bounds (item, GTK_WIDGET (scroller), &bounds) ||
      bounds.origin.y + bounds.size.height <= 0 ||
      bounds.origin.y >= gtk_widget_get_height (GTK_WIDGET (scroller)))
    return;

  self->height = bounds.size.height;
  self->start = bounds.origin.y + gtk_adjustment_get_value (adjustment) -
                hsp_service_row_get_position (row) * self->height;
  sighting.id = g_strdup (hsp_service_get_id (service));
  sighting.y = bounds.origin.y;
  g_array_append_val (self->sightings, sighting);
}

HspListPlace *
hsp_list_place_new (GtkScrolledWindow *scroller,
                    GHashTable        *rows)
{
  g_autoptr(HspListPlace) self = g_new0 (HspListPlace, 1);
  GHashTableIter iter;
  gpointer row;

  self->sightings = g_array_new (FALSE, FALSE, sizeof (Sighting));
  g_array_set_clear_func (self->sightings, clear_sighting);
  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    add_row (self, scroller, row);
  g_array_sort (self->sightings, compare_sightings);

  return self->sightings->len > 0 ? g_steal_pointer (&self) : NULL;
}

void
hsp_list_place_free (HspListPlace *self)
{
  g_array_unref (self->sightings);
  g_free (self);
}

typedef struct
{
  GtkAdjustment *adjustment;    /* (owned) */
  double         value;
  guint          n_frames;
} Scroll;

static void
free_scroll (gpointer data)
{
  Scroll *scroll = data;

  g_object_unref (scroll->adjustment);
  g_free (scroll);
}

/* The frame before has given the list its new length. */
static gboolean
scroll_tick_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  Scroll *scroll = user_data;

  if (scroll->n_frames++ == 0)
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value (scroll->adjustment, scroll->value);
  return G_SOURCE_REMOVE;
}

static void
scroll_to (GtkScrolledWindow *scroller,
           GtkListView       *view,
           guint              position,
           double             value)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  const double end = gtk_adjustment_get_upper (adjustment) -
                     gtk_adjustment_get_page_size (adjustment);
  Scroll *scroll;

  if (value <= end)
    {
      gtk_adjustment_set_value (adjustment, value);
      return;
    }

  /* the list has grown and does not know yet how long it is: by the row first */
  gtk_widget_activate_action (GTK_WIDGET (view), "list.scroll-to-item", "u", position);
  scroll = g_new0 (Scroll, 1);
  scroll->adjustment = g_object_ref (adjustment);
  scroll->value = value;
  gtk_widget_add_tick_callback (GTK_WIDGET (view), scroll_tick_cb, scroll, free_scroll);
}

/* How many of them would be in sight again with one of them where it was. */
static guint
count_near (HspListPlace *self,
            const guint  *positions,
            guint         with)
{
  const guint n = self->sightings->len;
  guint count = 0;

  for (guint i = 0; i < n; i++)
    count += positions[i] != GTK_INVALID_LIST_POSITION &&
             positions[i] + with + 1 > positions[with] && positions[i] + with < positions[with] + n;
  return count;
}

void
hsp_list_place_restore (HspListPlace      *self,
                        GtkScrolledWindow *scroller,
                        GtkListView       *view,
                        HspServiceList    *list)
{
  const guint n = self->sightings->len;
  g_autofree guint *positions = g_new (guint, n);
  guint best = 0;
  guint best_count = 0;

  for (guint i = 0; i < n; i++)
    positions[i] = hsp_service_list_find (list, g_array_index (self->sightings, Sighting, i).id);

  /* one whose price changed may have gone far, and would take the view with it */
  for (guint i = 0; i < n; i++)
    {
      const guint count = positions[i] != GTK_INVALID_LIST_POSITION ? count_near (self, positions, i)
                                                                    : 0;

      if (count > best_count)
        {
          best = i;
          best_count = count;
        }
    }
  if (best_count > 0)
    scroll_to (scroller, view, positions[best],
               self->start + positions[best] * self->height -
               g_array_index (self->sightings, Sighting, best).y);
}
