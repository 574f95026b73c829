/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The API key, a line that says where it goes or what became of it, and Connect: on the welcome
 * page, and in the dialog that changes the key of the account shown.
 *
 * Property (read only, notify): checking (boolean).
 * Signal: connected (): the shop accepted the key. */
#pragma once

#include <adwaita.h>

#include "hsp-session.h"

G_BEGIN_DECLS

#define HSP_TYPE_KEY_FORM (hsp_key_form_get_type ())
G_DECLARE_FINAL_TYPE (HspKeyForm, hsp_key_form, HSP, KEY_FORM, AdwBin)

void hsp_key_form_set_session (HspKeyForm *self,
                               HspSession *session);

G_END_DECLS
