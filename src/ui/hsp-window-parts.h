/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the window share: the window with its pages (hsp-window.c), what can be done in it
 * (hsp-window-actions.c), and what its frame shows of the account (hsp-window-account.c). */
#pragma once

#include "hsp-page.h"
#include "hsp-strip.h"
#include "hsp-window.h"

G_BEGIN_DECLS

struct _HspWindow
{
  AdwApplicationWindow  parent_instance;

  HspSession           *session;          /* (owned) */
  HspAccount           *account;          /* (owned) (nullable) the one shown */
  HspPage              *page;             /* (owned) (nullable) the one shown and listened to */
  AdwToast             *waiting_toast;    /* (owned) (nullable) a purchase is being sent */
  guint                 narrow_idle;
  guint                 spinner_timeout;
  gboolean              narrow;
  gboolean              close_when_sent;
  guint                 n_unconfirmed;  /* when it was to be closed */
  gboolean              said_closing;     /* that the window is not needed to wait for a code */

  AdwToastOverlay      *toasts;
  GtkStack             *root;
  GtkButton            *back_button;
  GtkToggleButton      *search_button;
  GtkButton            *refresh_button;
  GtkStack             *refresh_stack;
  GtkSpinner           *refresh_spinner;
  AdwSqueezer          *title_squeezer;
  AdwWindowTitle       *title_label;
  GtkMenuButton        *menu_button;
  GMenuModel           *menu;
  GtkBox               *box;
  GtkButton            *balance_button;
  GtkLabel             *balance_label;
  AdwViewSwitcherBar   *switcher_bar;         /* (nullable) until the window is narrow first */
  HspStrip             *strip;
  AdwViewStack         *views;
  AdwViewStackPage     *sms_page;
};

void hsp_window_add_actions        (HspWindow  *self);

/* What can be done follows the page that is shown, and the account */
void hsp_window_update_actions     (HspWindow  *self);

/* Shows @account's balance, codes and work, and goes on to */
void hsp_window_connect_account    (HspWindow  *self,
                                    HspAccount *account);
void hsp_window_disconnect_account (HspWindow  *self);

/* The limit below which a balance is low may have changed */
void hsp_window_update_low         (HspWindow  *self);

/* A refresh has begun: it is shown if it takes its time */
void hsp_window_await_refresh      (HspWindow  *self);
void hsp_window_stop_spinner       (HspWindow  *self);

G_END_DECLS
