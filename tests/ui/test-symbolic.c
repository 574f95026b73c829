/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-symbolic.h"
#include "hsp-test.h"

#include <string.h>

#define ICON "edit-clear-symbolic"
#define SIZE 12

typedef struct
{
  GtkWidget *window;
  GtkWidget *widget;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->window = gtk_window_new ();
  fixture->widget = gtk_label_new ("of a colour");
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->widget);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

/* (transfer full) */
static GdkTexture *
dup_drawn (Fixture *fixture,
           int      size)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  GdkTexture *texture;

  hsp_symbolic_snapshot (fixture->widget, snapshot, ICON, 3, 4, size);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  g_assert_cmpint (gsk_render_node_get_node_type (node), ==, GSK_TEXTURE_NODE);
  texture = g_object_ref (gsk_texture_node_get_texture (node));
  gsk_render_node_unref (node);
  return texture;
}

/* The most that any pixel has of alpha, and how much of green beside it. */
static guint
find_strongest (GdkTexture *texture,
                guint      *green)
{
  const gsize stride = (gsize) gdk_texture_get_width (texture) * 4;
  g_autofree guchar *pixels = g_malloc (stride * (gsize) gdk_texture_get_height (texture));
  guint most = 0;

  gdk_texture_download (texture, pixels, stride);
  for (gsize i = 0; i < stride * (gsize) gdk_texture_get_height (texture); i += 4)
    {
      guint32 pixel;

      memcpy (&pixel, pixels + i, sizeof pixel);
      if (pixel >> 24 > most)
        {
          most = pixel >> 24;
          *green = pixel >> 8 & 0xff;
        }
    }
  return most;
}

static void
style (Fixture    *fixture,
       const char *css)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider, css, -1);
  gtk_style_context_add_provider (gtk_widget_get_style_context (fixture->widget), GTK_STYLE_PROVIDER (provider),
                                  GTK_STYLE_PROVIDER_PRIORITY_USER);
}

static void
test_kept (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(GdkTexture) first = dup_drawn (fixture, SIZE);
  g_autoptr(GdkTexture) again = dup_drawn (fixture, SIZE);
  g_autoptr(GdkTexture) larger = dup_drawn (fixture, 2 * SIZE);
  g_autoptr(GdkTexture) other_theme = NULL;

  g_assert_true (again == first);
  g_assert_cmpint (gdk_texture_get_width (first), ==, SIZE * gtk_widget_get_scale_factor (fixture->widget));
  g_assert_cmpint (gdk_texture_get_width (larger), ==, 2 * gdk_texture_get_width (first));

  g_signal_emit_by_name (gtk_icon_theme_get_for_display (gtk_widget_get_display (fixture->widget)), "changed");
  other_theme = dup_drawn (fixture, SIZE);
  g_assert_false (other_theme == first);
}

/* In the colour of the text, with its alpha. */
static void
test_colour (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(GdkTexture) black = NULL;
  g_autoptr(GdkTexture) faint = NULL;
  guint green = 0;

  style (fixture, "label { color: #000; }");
  black = dup_drawn (fixture, SIZE);
  g_assert_cmpuint (find_strongest (black, &green), >=, 0xf0);
  g_assert_cmpuint (green, ==, 0);

  style (fixture, "label { color: rgba(0, 255, 0, .5); }");
  faint = dup_drawn (fixture, SIZE);
  g_assert_false (faint == black);
  g_assert_cmpuint (find_strongest (faint, &green), <=, 0x81);
  g_assert_cmpuint (green, >=, 0x70);
}

static void
forget_cb (gpointer  n_kept,
           GObject  *texture)
{
  *(guint *) n_kept -= 1;
}

/* A colour that is never twice the same does not fill the memory. */
static void
test_many (Fixture       *fixture,
           gconstpointer  user_data)
{
  static guint n_kept;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *css = g_strdup_printf ("label { color: rgb(%u, 9, 9); }", i);
      GdkTexture *texture;

      style (fixture, css);
      texture = dup_drawn (fixture, SIZE);
      g_object_weak_ref (G_OBJECT (texture), forget_cb, &n_kept);
      n_kept++;
      g_object_unref (texture);
    }
  g_assert_cmpuint (n_kept, >, 0);
  g_assert_cmpuint (n_kept, <, 100);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/symbolic/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("kept", test_kept);
  ADD ("colour", test_colour);
  ADD ("many", test_many);
#undef ADD
  return g_test_run ();
}
