/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The SMS page, and the cards of the numbers. */
#include "config.h"

#include <locale.h>

#include "hsp-country.h"
#include "sms-page.h"

static void
read_text_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
  if (*text == NULL)
    *text = g_strdup ("");
}

static char *
read_clipboard (Fixture *fixture)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->page), NULL, read_text_cb,
                                 &text);
  hsp_test_wait (text != NULL);

  return text;
}

static void
test_code (Fixture       *fixture,
           gconstpointer  user_data)
{
  HspSmsCard *card;
  const HspNumberRow *row;
  GtkWidget *copy;
  g_autofree char *code = NULL;
  g_autofree char *copied = NULL;

  buy_first (fixture);
  card = get_card (fixture, 0);
  row = hsp_sms_number_get_row (hsp_sms_card_get_number (card));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 1);
  g_assert_cmpstr (gtk_label_get_text (get_card_child (card, "pill_label")), ==, "Waiting");
  g_assert_nonnull (strstr (gtk_label_get_text (get_card_child (card, "place_label")),
                            row->project_name));
  g_assert_cmpstr (get_sentence (fixture), ==, "");

  receive_code (fixture, card);
  g_assert_true (get_card (fixture, 0) == card);
  row = hsp_sms_number_get_row (hsp_sms_card_get_number (card));
  code = g_strdup (row->code);
  g_assert_cmpstr (gtk_label_get_text (get_card_child (card, "code_label")), ==, code);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_card_child (card, "state_stack")), ==,
                   "code");

  copy = get_card_child (card, "copy_code_button");
  g_assert_true (gtk_widget_has_css_class (copy, "suggested-action"));
  press (copy);
  copied = read_clipboard (fixture);
  g_assert_cmpstr (copied, ==, code);
  g_assert_cmpstr (fixture->toast, ==, "Code copied");
  hsp_test_wait (!gtk_widget_has_css_class (copy, "suggested-action"));
  g_assert_cmpstr (adw_button_content_get_label (get_card_child (card, "copy_code_content")), ==,
                   "Copied");
  g_assert_true (gtk_widget_get_visible (get_card_child (card, "use_again_button")));
}

static void
test_spoken (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspSmsCard *card;
  HspSmsNumber *number;
  const HspNumberRow *row;
  g_autofree char *phone = NULL;
  g_autofree char *place = NULL;
  g_autofree char *spoken = NULL;
  g_autoptr(GString) spelled = g_string_new (NULL);

  buy_first (fixture);
  card = get_card (fixture, 0);
  number = hsp_sms_card_get_number (card);
  gtk_test_accessible_assert_role (GTK_WIDGET (card), GTK_ACCESSIBLE_ROLE_GROUP);
  receive_code (fixture, card);

  row = hsp_sms_number_get_row (number);
  for (const char *p = row->code; *p != '\0'; p++)
    g_string_append_printf (spelled, "%s%c", p == row->code ? "" : " ", *p);
  phone = hsp_phone_format (row->phone, row->country);
  for (guint i = 0; i < g_list_model_get_n_items (hsp_sms_desk_get_countries (fixture->desk)); i++)
    {
      g_autoptr(HspCountry) country =
        g_list_model_get_item (hsp_sms_desk_get_countries (fixture->desk), i);

      if (g_str_equal (hsp_country_get_code (country), row->country))
        place = g_strdup_printf ("%s, %s", row->project_name, hsp_country_get_name (country));
    }
  spoken = g_strdup_printf ("%s, %s, %s, %s", place, phone, hsp_sms_number_get_state_text (number),
                            spelled->str);
  gtk_test_accessible_assert_property (GTK_WIDGET (card), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
  gtk_test_accessible_assert_property (get_card_child (card, "code_label"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, spelled->str);
}

static void
test_copy_number (Fixture       *fixture,
                  gconstpointer  user_data)
{
  HspSmsCard *card;
  const HspNumberRow *row;
  g_autofree char *full = NULL;
  g_autofree char *copied = NULL;

  buy_first (fixture);
  card = get_card (fixture, 0);
  row = hsp_sms_number_get_row (hsp_sms_card_get_number (card));
  full = hsp_phone_full (row->phone, row->country);
  press (get_card_child (card, "copy_number_button"));
  copied = read_clipboard (fixture);
  g_assert_cmpstr (copied, ==, full);
  g_assert_cmpstr (fixture->toast, ==, "Number copied");
}

static void
test_newest_first (Fixture       *fixture,
                   gconstpointer  user_data)
{
  HspSmsNumber *first;

  buy_first (fixture);
  first = hsp_sms_card_get_number (get_card (fixture, 0));
  hsp_test_wait (is_ready (fixture));
  gtk_spin_button_set_value (get_quantity_child (fixture, "spin"), 2);
  press (get_shop_child (fixture, "get_button"));
  answer ("get");
  hsp_test_wait (get_card (fixture, 2) != NULL);
  g_assert_true (hsp_sms_card_get_number (get_card (fixture, 2)) == first);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 2);
  /* A quantity is never remembered: the next press buys one */
  hsp_test_wait (is_ready (fixture));
  g_assert_true (g_str_has_prefix (get_button_text (fixture), "Get Number · "));
}

/* Tab goes from card to card, through the buttons of each. */
static void
test_keyboard (Fixture       *fixture,
               gconstpointer  user_data)
{
  GtkWidget *first;
  GtkWidget *second;

  buy_first (fixture);
  hsp_test_wait (is_ready (fixture));
  press (get_shop_child (fixture, "get_button"));
  answer ("get");
  hsp_test_wait (get_card (fixture, 1) != NULL);
  first = get_card_child (get_card (fixture, 0), "copy_number_button");
  second = get_card_child (get_card (fixture, 1), "copy_number_button");

  gtk_widget_grab_focus (first);
  for (int i = 0; i < 10 && gtk_window_get_focus (fixture->window) != second; i++)
    gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_window_get_focus (fixture->window) == second);
}

static void
test_menu (Fixture       *fixture,
           gconstpointer  user_data)
{
  GtkMenuButton *button;
  GtkPopover *popover;
  GMenuModel *menu;
  g_autoptr(GMenuModel) section = NULL;
  g_autofree char *action = NULL;

  buy_first (fixture);
  button = get_card_child (get_card (fixture, 0), "menu_button");
  gtk_menu_button_popup (button);
  popover = gtk_menu_button_get_popover (button);
  g_assert_nonnull (popover);
  menu = gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (popover));
  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, 3);
  section = g_menu_model_get_item_link (menu, 1, G_MENU_LINK_SECTION);
  g_assert_true (g_menu_model_get_item_attribute (section, 0, G_MENU_ATTRIBUTE_ACTION, "s",
                                                  &action));
  g_assert_cmpstr (action, ==, "sms.check");
  gtk_menu_button_popdown (button);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  user_data)
{
  GtkListBox *history = get_page_child (fixture, "history");
  HspSmsNumber *number;

  buy_first (fixture);
  g_assert_null (gtk_list_box_get_row_at_index (history, 0));
  number = hsp_sms_card_get_number (get_card (fixture, 0));
  gtk_widget_activate_action (fixture->page, "sms.remove", "s",
                              hsp_sms_number_get_row (number)->order);
  hsp_test_wait (get_card (fixture, 0) == NULL);
  hsp_test_wait (gtk_list_box_get_row_at_index (history, 0) != NULL);
  g_assert_true (gtk_widget_get_visible (get_page_child (fixture, "none_active_label")));
}

static void
test_show_number (Fixture       *fixture,
                  gconstpointer  user_data)
{
  GtkWidget *card;
  HspSmsNumber *number;
  GtkWidget *focus;

  buy_first (fixture);
  card = GTK_WIDGET (get_card (fixture, 0));
  number = hsp_sms_card_get_number (HSP_SMS_CARD (card));
  hsp_page_set_narrow (HSP_PAGE (fixture->page), TRUE);
  hsp_test_wait (adw_leaflet_get_folded (get_page_child (fixture, "leaflet")));
  hsp_page_go_back (HSP_PAGE (fixture->page));
  hsp_sms_page_show_number (HSP_SMS_PAGE (fixture->page), hsp_sms_number_get_row (number)->order);
  g_assert_true (hsp_page_get_can_go_back (HSP_PAGE (fixture->page)));
  focus = gtk_window_get_focus (fixture->window);
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, card));

  /* and one that has gone to the history */
  gtk_widget_activate_action (fixture->page, "sms.remove", "s",
                              hsp_sms_number_get_row (number)->order);
  hsp_test_wait (get_card (fixture, 0) == NULL);
  hsp_sms_page_show_number (HSP_SMS_PAGE (fixture->page), hsp_sms_number_get_row (number)->order);
  focus = gtk_window_get_focus (fixture->window);
  g_assert_true (focus != NULL &&
                 gtk_widget_is_ancestor (focus, get_page_child (fixture, "history")));
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

#define ADD(path, setup, func) g_test_add (path, Fixture, NULL, setup, func, tear_down)
  ADD ("/sms/code", set_up, test_code);
  ADD ("/sms/spoken", set_up, test_spoken);
  ADD ("/sms/copy-number", set_up, test_copy_number);
  ADD ("/sms/newest-first", set_up, test_newest_first);
  ADD ("/sms/keyboard", set_up, test_keyboard);
  ADD ("/sms/menu", set_up, test_menu);
  ADD ("/sms/remove", set_up, test_remove);
  ADD ("/sms/show-number", set_up, test_show_number);
#undef ADD

  return g_test_run ();
}
