/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HspError:
 * @HSP_ERROR_USAGE: an argument was refused before anything was sent
 * @HSP_ERROR_NO_KEY: no key is known
 * @HSP_ERROR_KEY_REFUSED: the shop does not accept the key (`Invalid API key`)
 * @HSP_ERROR_KEYRING_LOCKED: the keyring is there but locked
 * @HSP_ERROR_KEYRING: the keyring is absent or did not answer
 * @HSP_ERROR_NOT_SENT: no byte of the request left: offline, look-up, connection or TLS failed
 * @HSP_ERROR_NO_ANSWER: it may have left, and no whole answer came: time-out, reset, cut off
 * @HSP_ERROR_UNREADABLE: an answer came that is not what the action answers (HTML, not JSON,
 *   a redirect, too deep, too long, a required field missing)
 * @HSP_ERROR_SERVER: the shop or its proxy answered 5xx
 * @HSP_ERROR_RATE_LIMITED: too many requests: 429, or an error that speaks of a rate or a limit
 * @HSP_ERROR_REJECTED: the shop said no in other words; see hsp_error_get_server_text()
 * @HSP_ERROR_INSUFFICIENT_BALANCE: the shop said that the balance is too low
 * @HSP_ERROR_ORDER_NOT_FOUND: the shop does not know the order
 * @HSP_ERROR_SERVICE_NOT_FOUND: the shop does not know the service
 * @HSP_ERROR_STORE: the journal cannot be read or written; nothing was sent
 * @HSP_ERROR_LIMIT: a limit that the person has set; nothing was sent
 * @HSP_ERROR_MISMATCH: what the shop says of an order is not what was sent; nothing was changed
 *
 * What a caller can act on. The message is a sentence for a person.
 */
typedef enum
{
  HSP_ERROR_USAGE,
  HSP_ERROR_NO_KEY,
  HSP_ERROR_KEY_REFUSED,
  HSP_ERROR_KEYRING_LOCKED,
  HSP_ERROR_KEYRING,
  HSP_ERROR_NOT_SENT,
  HSP_ERROR_NO_ANSWER,
  HSP_ERROR_UNREADABLE,
  HSP_ERROR_SERVER,
  HSP_ERROR_RATE_LIMITED,
  HSP_ERROR_REJECTED,
  HSP_ERROR_INSUFFICIENT_BALANCE,
  HSP_ERROR_ORDER_NOT_FOUND,
  HSP_ERROR_SERVICE_NOT_FOUND,
  HSP_ERROR_STORE,
  HSP_ERROR_LIMIT,
  HSP_ERROR_MISMATCH,
} HspError;

/**
 * HspDelivery:
 * @HSP_DELIVERY_NONE: no byte of the request left this computer
 * @HSP_DELIVERY_REFUSED: the shop answered, and the answer is no: a 2xx with `error`, or any 4xx
 * @HSP_DELIVERY_UNKNOWN: anything else: what the shop did is not known
 *
 * What became of a request that failed; the rows of "Sending money actions" in the API notes.
 */
typedef enum
{
  HSP_DELIVERY_NONE,
  HSP_DELIVERY_REFUSED,
  HSP_DELIVERY_UNKNOWN,
} HspDelivery;

#define HSP_ERROR (hsp_error_quark ())
GQuark       hsp_error_quark            (void);

GError      *hsp_error_new              (HspError      code,
                                         HspDelivery   delivery,
                                         const char   *server_text,
                                         const char   *message);
HspDelivery  hsp_error_get_delivery     (const GError *error);
const char  *hsp_error_get_server_text  (const GError *error);

G_END_DECLS
