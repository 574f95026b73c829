/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-service-changes.h"
#include "hsp-types.h"

G_BEGIN_DECLS

/* What the shop has changed, refresh by refresh: a list of HspChange, newest first, empty until it is
 * asked for with hsp_changes_load(); and which services have changed since the last visit, which is
 * known from the start. What cannot be kept is not shown, and disturbs nothing.
 * Property (read only, notifies): loaded (boolean): the list is known, even if empty.
 * Signal: marks-changed () after other services are the changed ones. */
#define HSP_TYPE_CHANGES (hsp_changes_get_type ())
G_DECLARE_FINAL_TYPE (HspChanges, hsp_changes, HSP, CHANGES, GObject)

gboolean hsp_changes_get_loaded  (HspChanges *self);
/* From now on the list follows what comes. */
void     hsp_changes_load        (HspChanges *self);
/* The older ones, when the end of the list comes near. */
void     hsp_changes_load_more   (HspChanges *self);
/* An HspChangeKind, or -1 for all. */
void     hsp_changes_set_kind    (HspChanges *self, int kind);
int      hsp_changes_get_kind    (HspChanges *self);

/* Since the last visit. */
gboolean hsp_changes_is_changed  (HspChanges *self, const char *service);
/* Which the last of its changes was; FALSE when there was none. */
gboolean hsp_changes_lookup      (HspChanges *self, const char *service, HspChangeKind *kind);
guint    hsp_changes_get_n_new   (HspChanges *self);
/* All that is known until now has been looked at. */
void     hsp_changes_note_visit  (HspChanges *self);

G_END_DECLS
