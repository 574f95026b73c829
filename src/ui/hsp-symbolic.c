/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-symbolic.h"

/* More than there are icons, in few colours: a style that fades from one to another has many. */
#define MOST_DRAWN 64
#define DRAWN_KEY "hsp-symbolic-drawn"

/* An icon in its colour. */
typedef struct
{
  const char *name;    /* (static) */
  int         size;
  int         scale;
  gboolean    mirrored;
  GdkRGBA     colour;
} Look;

static guint
hash_look (gconstpointer data)
{
  const Look *look = data;

  return g_str_hash (look->name) ^ gdk_rgba_hash (&look->colour) ^ (guint) (look->size * look->scale);
}

static gboolean
is_same_look (gconstpointer a,
              gconstpointer b)
{
  const Look *one = a;
  const Look *other = b;

  return g_str_equal (one->name, other->name) && one->size == other->size && one->scale == other->scale
         && one->mirrored == other->mirrored && gdk_rgba_equal (&one->colour, &other->colour);
}

/* (transfer none) (element-type Look GdkTexture): of the icons of @theme, until it changes */
static GHashTable *
get_drawn (GtkIconTheme *theme)
{
  GHashTable *drawn = g_object_get_data (G_OBJECT (theme), DRAWN_KEY);

  if (drawn == NULL)
    {
      drawn = g_hash_table_new_full (hash_look, is_same_look, g_free, g_object_unref);
      g_object_set_data_full (G_OBJECT (theme), DRAWN_KEY, drawn, (GDestroyNotify) g_hash_table_unref);
      g_signal_connect_swapped (theme, "changed", G_CALLBACK (g_hash_table_remove_all), drawn);
    }
  return drawn;
}

static GskRenderNode *
create_node (GtkIconTheme *theme,
             const Look   *look)
{
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr(GtkIconPaintable) icon = NULL;
  const int side = look->size * look->scale;
  GdkRGBA colours[4];

  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    colours[i] = look->colour;
  icon = gtk_icon_theme_lookup_icon (theme, look->name, NULL, look->size, look->scale,
                                     look->mirrored ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR, 0);
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, side, side,
                                            colours, G_N_ELEMENTS (colours));
  return gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
}

/* (transfer full) */
static GdkTexture *
create_texture (GtkIconTheme *theme,
                const Look   *look)
{
  const int side = look->size * look->scale;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  g_autoptr(GskRenderNode) node = create_node (theme, look);
  cairo_t *cr = cairo_create (surface);
  g_autoptr(GBytes) bytes = NULL;
  GdkTexture *texture;

  if (node != NULL)
    gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize) side * cairo_image_surface_get_stride (surface));
  texture = gdk_memory_texture_new (side, side, GDK_MEMORY_DEFAULT, bytes, cairo_image_surface_get_stride (surface));
  cairo_surface_destroy (surface);
  return texture;
}

/* (transfer none) */
static GdkTexture *
get_texture (GtkIconTheme *theme,
             const Look   *look)
{
  GHashTable *drawn = get_drawn (theme);
  GdkTexture *texture = g_hash_table_lookup (drawn, look);

  if (texture == NULL)
    {
      if (g_hash_table_size (drawn) >= MOST_DRAWN)
        g_hash_table_remove_all (drawn);
      texture = create_texture (theme, look);
      g_hash_table_insert (drawn, g_memdup2 (look, sizeof *look), texture);
    }
  return texture;
}

void
hsp_symbolic_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot,
                       const char  *name,
                       float        x,
                       float        y,
                       int          size)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  Look look = { name, size, gtk_widget_get_scale_factor (widget),
                gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL };

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &look.colour);
  gtk_snapshot_append_texture (snapshot, get_texture (theme, &look), &GRAPHENE_RECT_INIT (x, y, size, size));
}
