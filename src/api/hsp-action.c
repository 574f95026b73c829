/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-action"

#include "config.h"

#include "hsp-action.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-error.h"
#include "hsp-money.h"

/* seconds; a full `services` answer was seen to take tens of them (the API notes, "Transport") */
#define READ_TIMEOUT 30
#define SERVICES_TIMEOUT 120
#define PURCHASE_TIMEOUT 60

#define MAX_TEXT_LENGTH 65536
#define MAX_NAME_LENGTH 64

#define TEXT(name_, required_, help_) \
  { .name = name_, .type = HSP_PARAM_TEXT, .required = required_, .help = help_ }
#define NUMBER(name_, required_, minimum_, maximum_, fallback_, help_) \
  { .name = name_, .type = HSP_PARAM_NUMBER, .required = required_, \
    .minimum = minimum_, .maximum = maximum_, .fallback = fallback_, .help = help_ }
#define LANGUAGE \
  { .name = "lang", .type = HSP_PARAM_CHOICE, .choices = languages, .fallback = "en", \
    .help = N_("Language of the names, as a code") }

/* That the service was seen to translate into; filters take the English names all the same. */
static const char * const languages[] = {
  "ar", "bn-BD", "de", "en", "es", "fr", "hi", "ja", "ko", "pt", "pt-BR", "ru", "ur", "vi", "zh", NULL
};

/* "Actions" of the API notes, in their order. */
static const HspAction actions[HSP_N_ACTIONS] = {
  [HSP_ACTION_CATEGORIES] = {
    .id = HSP_ACTION_CATEGORIES,
    .name = "categories",
    .group = HSP_ACTION_GROUP_CATALOGUE,
    .timeout = READ_TIMEOUT,
    .help = N_("Lists the categories and their subcategories."),
    .n_params = 1,
    .params = { LANGUAGE },
  },
  [HSP_ACTION_SERVICES] = {
    .id = HSP_ACTION_SERVICES,
    .name = "services",
    .group = HSP_ACTION_GROUP_CATALOGUE,
    .timeout = SERVICES_TIMEOUT,
    .help = N_("Lists the services with price, limits and stock."),
    .n_params = 5,
    .params = {
      NUMBER ("page", FALSE, 1, G_MAXINT32, "1", N_("Page; used with a limit")),
      NUMBER ("limit", FALSE, 0, G_MAXINT32, "0", N_("Services a page; 0 for all")),
      TEXT ("category", FALSE, N_("Only this category, by its English name")),
      TEXT ("subcategory", FALSE, N_("Only this subcategory, by its English name")),
      LANGUAGE,
    },
  },
  [HSP_ACTION_INVENTORY] = {
    .id = HSP_ACTION_INVENTORY,
    .name = "inventory",
    .group = HSP_ACTION_GROUP_CATALOGUE,
    .timeout = READ_TIMEOUT,
    .help = N_("Tells how much of a service is in stock."),
    .n_params = 1,
    .params = { TEXT ("service", TRUE, N_("Number of the service")) },
  },
  [HSP_ACTION_ADD] = {
    .id = HSP_ACTION_ADD,
    .name = "add",
    .group = HSP_ACTION_GROUP_ORDERS,
    .spends = TRUE,
    .timeout = PURCHASE_TIMEOUT,
    .help = N_("Places an order. Spends money."),
    .n_params = 3,
    .params = {
      TEXT ("service", TRUE, N_("Number of the service")),
      NUMBER ("quantity", TRUE, 1, G_MAXINT64, NULL, N_("How many")),
      TEXT ("link", FALSE, N_("Where to; may be empty for products")),
    },
  },
  [HSP_ACTION_STATUS] = {
    .id = HSP_ACTION_STATUS,
    .name = "status",
    .group = HSP_ACTION_GROUP_ORDERS,
    .confidential = TRUE,
    .timeout = READ_TIMEOUT,
    .help = N_("Tells how far an order is."),
    .n_params = 1,
    .params = { TEXT ("order", TRUE, N_("Number of the order")) },
  },
  [HSP_ACTION_BALANCE] = {
    .id = HSP_ACTION_BALANCE,
    .name = "balance",
    .group = HSP_ACTION_GROUP_ACCOUNT,
    .timeout = READ_TIMEOUT,
    .help = N_("Tells the balance of the account."),
  },
  [HSP_ACTION_SMS_PROJECTS] = {
    .id = HSP_ACTION_SMS_PROJECTS,
    .name = "sms_projects",
    .group = HSP_ACTION_GROUP_SMS,
    .timeout = READ_TIMEOUT,
    .help = N_("Lists what numbers can be rented for, with prices."),
    .n_params = 2,
    .params = {
      TEXT ("country", FALSE, N_("Only this country, as a code of two letters")),
      LANGUAGE,
    },
  },
  [HSP_ACTION_SMS_COUNTRIES] = {
    .id = HSP_ACTION_SMS_COUNTRIES,
    .name = "sms_countries",
    .group = HSP_ACTION_GROUP_SMS,
    .timeout = READ_TIMEOUT,
    .help = N_("Lists the countries that have numbers."),
    .n_params = 1,
    .params = { LANGUAGE },
  },
  [HSP_ACTION_ADD_SMS] = {
    .id = HSP_ACTION_ADD_SMS,
    .name = "add_sms",
    .group = HSP_ACTION_GROUP_SMS,
    .spends = TRUE,
    .confidential = TRUE,
    .timeout = PURCHASE_TIMEOUT,
    .help = N_("Rents numbers. Spends money."),
    .n_params = 4,
    .params = {
      TEXT ("project_id", TRUE, N_("Number of the project")),
      NUMBER ("quantity", FALSE, 1, 10, "1", N_("How many numbers")),
      TEXT ("country", FALSE, N_("Country, as a code of two letters")),
      { .name = "phone", .type = HSP_PARAM_TEXT, .secret = TRUE,
        .help = N_("A number to use again") },
    },
  },
  [HSP_ACTION_SMS_CODE] = {
    .id = HSP_ACTION_SMS_CODE,
    .name = "sms_code",
    .group = HSP_ACTION_GROUP_SMS,
    .confidential = TRUE,
    .timeout = READ_TIMEOUT,
    .help = N_("Tells the code that a number has received."),
    .n_params = 1,
    .params = { TEXT ("order", TRUE, N_("Number of the SMS order")) },
  },
  [HSP_ACTION_SMS_STATUS] = {
    .id = HSP_ACTION_SMS_STATUS,
    .name = "sms_status",
    .group = HSP_ACTION_GROUP_SMS,
    .confidential = TRUE,
    .timeout = READ_TIMEOUT,
    .help = N_("Tells all about a rented number."),
    .n_params = 1,
    .params = { TEXT ("order", TRUE, N_("Number of the SMS order")) },
  },
};

/**
 * hsp_action_get:
 * @id: which
 *
 * Returns: (transfer none): its description. Any thread.
 */
const HspAction *
hsp_action_get (HspActionId id)
{
  g_return_val_if_fail ((guint) id < HSP_N_ACTIONS, NULL);

  return &actions[id];
}

/**
 * hsp_action_find:
 * @name: as the wire has it
 *
 * Returns: (transfer none) (nullable): its description. Any thread.
 */
const HspAction *
hsp_action_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < HSP_N_ACTIONS; i++)
    {
      if (g_str_equal (actions[i].name, name))
        return &actions[i];
    }

  return NULL;
}

/**
 * hsp_action_find_meant:
 * @words: as a person wrote it
 *
 * Shops are not strict about capitals and blanks, so what looks like an action is taken for it: an
 * action that spends must not go by as an unknown one because of its spelling.
 *
 * Returns: (transfer none) (nullable): the action that is meant, in whatever spelling. Any thread.
 */
const HspAction *
hsp_action_find_meant (const char *words)
{
  g_autofree char *normal = NULL;
  GString *plain;
  g_autofree char *name = NULL;

  g_return_val_if_fail (words != NULL, NULL);

  /* full-width letters and the like are letters */
  normal = g_utf8_validate (words, -1, NULL) ? g_utf8_normalize (words, -1, G_NORMALIZE_ALL_COMPOSE)
                                             : g_utf8_make_valid (words, -1);
  plain = g_string_new (NULL);
  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isgraph (c) && !g_unichar_iszerowidth (c))
        g_string_append_unichar (plain, g_unichar_tolower (c));
    }
  name = g_string_free (plain, FALSE);
  return hsp_action_find (name);
}

/**
 * hsp_action_find_param:
 * @action: an action
 * @name: as the wire has it
 *
 * Returns: (transfer none) (nullable): the parameter's description. Any thread.
 */
const HspParam *
hsp_action_find_param (const HspAction *action,
                       const char      *name)
{
  g_return_val_if_fail (action != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < action->n_params; i++)
    {
      if (g_str_equal (action->params[i].name, name))
        return &action->params[i];
    }

  return NULL;
}

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError     **error,
        const char  *format,
        ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_propagate_error (error, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL, message));

  return FALSE;
}

static gboolean
check_number (const HspParam  *param,
              const char      *value,
              GError         **error)
{
  g_autofree char *minimum = hsp_number_to_text (param->minimum);
  g_autofree char *maximum = hsp_number_to_text (param->maximum);

  if (g_ascii_string_to_signed (value, 10, param->minimum, param->maximum, NULL, NULL))
    return TRUE;
  if (param->maximum >= G_MAXINT32)
    return refuse (error, _("“%s” must be a whole number of at least %s."), param->name, minimum);
  return refuse (error, _("“%s” must be a whole number from %s to %s."), param->name, minimum, maximum);
}

static gboolean
check_choice (const HspParam  *param,
              const char      *value,
              GError         **error)
{
  g_autofree char *choices = NULL;

  if (g_strv_contains (param->choices, value))
    return TRUE;
  choices = g_strjoinv (", ", (char **) param->choices);
  return refuse (error, _("“%s” must be one of these: %s."), param->name, choices);
}

static gboolean
check_value (const HspParam  *param,
             const char      *value,
             GError         **error)
{
  if (param->type == HSP_PARAM_NUMBER)
    return check_number (param, value, error);
  if (param->type == HSP_PARAM_CHOICE)
    return check_choice (param, value, error);

  if (strlen (value) > MAX_TEXT_LENGTH)
    return refuse (error, _("“%s” is too long."), param->name);
  if (!g_utf8_validate (value, -1, NULL))
    return refuse (error, _("“%s” is not valid text."), param->name);

  return TRUE;
}

/**
 * hsp_action_check:
 * @action: an action
 * @params: (nullable) (element-type utf8 utf8): parameters by name, without key and action; an
 *   optional one that is "" counts as absent
 * @error: return location, %HSP_ERROR_USAGE
 *
 * Looks at the parameters as the client does before it sends. The message names the parameter and
 * never its value. Any thread.
 *
 * Returns: whether the action can be sent with them
 */
gboolean
hsp_action_check (const HspAction  *action,
                  GHashTable       *params,
                  GError          **error)
{
  GHashTableIter iter;
  gpointer name;

  g_return_val_if_fail (action != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (guint i = 0; i < action->n_params; i++)
    {
      const HspParam *param = &action->params[i];
      const char *value = params != NULL ? g_hash_table_lookup (params, param->name) : NULL;

      if (value == NULL || *value == '\0')
        {
          if (param->required)
            return refuse (error, _("“%s” is missing."), param->name);
        }
      else if (!check_value (param, value, error))
        return FALSE;
    }

  if (params != NULL)
    {
      g_hash_table_iter_init (&iter, params);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        {
          if (hsp_action_find_param (action, name) == NULL)
            return refuse (error, _("“%s” has no parameter “%s”."),
                           action->name, (const char *) name);
        }
    }

  return TRUE;
}

/**
 * hsp_action_check_reading:
 * @action: an action
 * @params: (nullable) (element-type utf8 utf8): parameters by name, without key and action
 * @error: return location, %HSP_ERROR_USAGE
 *
 * As hsp_action_check(), for what is sent past the journal. Any thread.
 *
 * Returns: whether the action spends nothing and can be sent with them
 */
gboolean
hsp_action_check_reading (const HspAction  *action,
                          GHashTable       *params,
                          GError          **error)
{
  g_return_val_if_fail (action != NULL, FALSE);

  if (action->spends)
    return refuse (error, _("This action spends money: it goes through the journal."));
  return hsp_action_check (action, params, error);
}

/**
 * hsp_action_check_free:
 * @name: of an action that the table does not have
 * @error: return location, %HSP_ERROR_USAGE
 *
 * Letters, digits and "_" only, as every action of this family is named: what a shop might read as
 * something else than it says is not sent. Any thread.
 *
 * Returns: whether it may be sent, as it is
 */
gboolean
hsp_action_check_free (const char  *name,
                       GError     **error)
{
  const HspAction *meant;

  g_return_val_if_fail (name != NULL, FALSE);

  meant = hsp_action_find_meant (name);
  if (meant != NULL)
    return refuse (error, _("This action is written “%s”."), meant->name);
  if (*name == '\0' || strlen (name) > MAX_NAME_LENGTH)
    return refuse (error, _("An action has a name."));
  for (const char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '_')
        return refuse (error, _("The name of an action has letters, digits and “_” only."));
    }
  return TRUE;
}
