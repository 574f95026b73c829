/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the program share: options, the session and when it ends (hsp-application.c), and what can
 * be done whatever window there is (hsp-application-actions.c). */
#pragma once

#include "hsp-application.h"
#include "hsp-notifier.h"
#include "hsp-window.h"

G_BEGIN_DECLS

struct _HspApplication
{
  AdwApplication  parent_instance;

  HspSession     *session;        /* (owned) (nullable) before startup */
  HspNotifier    *notifier;       /* (owned) (nullable) */
  HspAccount     *account;        /* (owned) (nullable) the one listened to */
  char           *data_dir;       /* (owned) (nullable) of the command line, as the next two */
  char           *endpoint;       /* (owned) (nullable) */
  char           *key;            /* (owned) (nullable) of the environment */
  char           *pending_code;   /* (owned) (nullable) to be copied once the journal is read */
  char           *pending_service; /* (owned) (nullable) to be shown once there is an account */
  guint           signal_ids[3];
  guint           linger_timeout;
  guint           inhibit_cookie; /* of the session manager, while a purchase is under way */
  gboolean        sandbox;
  gboolean        started;        /* the session */
  gboolean        holding;
  gboolean        quitting;       /* as soon as a purchase has been sent */
};

void       hsp_application_add_actions          (HspApplication *self);

/* What can be done follows the account */
void       hsp_application_update_actions       (HspApplication *self);

/* What a notification has asked for, once there is an account and a window */
void       hsp_application_show_pending_service (HspApplication *self);

/* (transfer none) (nullable): the first one of @type */
gpointer   hsp_application_find_window_of       (HspApplication *self,
                                                 GType           type);
HspWindow *hsp_application_find_window          (HspApplication *self);

/* (transfer none): the program's own window, made if there is none */
HspWindow *hsp_application_present_window       (HspApplication *self);

/* Says @message where there is a window */
void       hsp_application_toast                (HspApplication *self,
                                                 const char     *message);

/* A purchase is on its way */
gboolean   hsp_application_is_spending          (HspApplication *self);

/* At once, or when the purchase that is on its way has its answer */
void       hsp_application_quit_when_sent       (HspApplication *self);

/* Started by the button of a notification, the program copies the code once the journal is read.
 * @order: the shop's id of the number's order */
void       hsp_application_copy_code            (HspApplication *self,
                                                 const char     *order);

/* The pretend shop, instead of the account that is there */
void       hsp_application_enter_sandbox        (HspApplication *self);

/* Once: looks for the key, or enters the pretend shop if that was asked for */
void       hsp_application_ensure_started       (HspApplication *self);

G_END_DECLS
