/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-iso"

#include "config.h"

#include "hsp-iso.h"

#include <string.h>

typedef struct
{
  const char *code;     /* ISO 3166 alpha-2, lower case */
  const char *dial;     /* ITU E.164 country code; many share "1", "7", "44"… */
  const char *name;     /* English */
  const char *aliases;  /* (nullable) other names that shops use, separated by "|" */
} Country;

/* ISO 3166-1, and "xk", which is not of it but what everybody uses for Kosovo. */
static const Country countries[] = {
  { "ad", "376", "Andorra", NULL },
  { "ae", "971", "United Arab Emirates", "UAE|Emirates" },
  { "af", "93", "Afghanistan", NULL },
  { "ag", "1", "Antigua and Barbuda", "Antigua" },
  { "ai", "1", "Anguilla", NULL },
  { "al", "355", "Albania", NULL },
  { "am", "374", "Armenia", NULL },
  { "ao", "244", "Angola", NULL },
  { "aq", "672", "Antarctica", NULL },
  { "ar", "54", "Argentina", NULL },
  { "as", "1", "American Samoa", NULL },
  { "at", "43", "Austria", NULL },
  { "au", "61", "Australia", NULL },
  { "aw", "297", "Aruba", NULL },
  { "ax", "358", "Åland Islands", "Aland" },
  { "az", "994", "Azerbaijan", NULL },
  { "ba", "387", "Bosnia and Herzegovina", "Bosnia" },
  { "bb", "1", "Barbados", NULL },
  { "bd", "880", "Bangladesh", NULL },
  { "be", "32", "Belgium", NULL },
  { "bf", "226", "Burkina Faso", NULL },
  { "bg", "359", "Bulgaria", NULL },
  { "bh", "973", "Bahrain", NULL },
  { "bi", "257", "Burundi", NULL },
  { "bj", "229", "Benin", NULL },
  { "bl", "590", "Saint Barthélemy", "Saint Barth" },
  { "bm", "1", "Bermuda", NULL },
  { "bn", "673", "Brunei", "Brunei Darussalam" },
  { "bo", "591", "Bolivia", "Plurinational State of Bolivia" },
  { "bq", "599", "Caribbean Netherlands", "Bonaire|Bonaire, Sint Eustatius and Saba" },
  { "br", "55", "Brazil", NULL },
  { "bs", "1", "Bahamas", NULL },
  { "bt", "975", "Bhutan", NULL },
  { "bv", "47", "Bouvet Island", NULL },
  { "bw", "267", "Botswana", NULL },
  { "by", "375", "Belarus", NULL },
  { "bz", "501", "Belize", NULL },
  { "ca", "1", "Canada", NULL },
  { "cc", "61", "Cocos Islands", "Cocos (Keeling) Islands|Keeling Islands" },
  { "cd", "243", "DR Congo",
    "Congo, The Democratic Republic of the|Democratic Republic of the Congo|"
    "Congo Kinshasa|Congo DR|Congo (DRC)|Congo Dem. Rep.|DRC|Zaire|DR of the Congo" },
  { "cf", "236", "Central African Republic", NULL },
  { "cg", "242", "Republic of the Congo", "Congo|Congo Brazzaville|Congo Republic" },
  { "ch", "41", "Switzerland", NULL },
  { "ci", "225", "Côte d’Ivoire", "Ivory Coast|Cote dIvoire" },
  { "ck", "682", "Cook Islands", NULL },
  { "cl", "56", "Chile", NULL },
  { "cm", "237", "Cameroon", NULL },
  { "cn", "86", "China", "PRC|Peoples Republic of China|Mainland China" },
  { "co", "57", "Colombia", NULL },
  { "cr", "506", "Costa Rica", NULL },
  { "cu", "53", "Cuba", NULL },
  { "cv", "238", "Cape Verde", "Cabo Verde" },
  { "cw", "599", "Curaçao", NULL },
  { "cx", "61", "Christmas Island", NULL },
  { "cy", "357", "Cyprus", NULL },
  { "cz", "420", "Czechia", "Czech Republic|Czech" },
  { "de", "49", "Germany", NULL },
  { "dj", "253", "Djibouti", NULL },
  { "dk", "45", "Denmark", NULL },
  { "dm", "1", "Dominica", NULL },
  { "do", "1", "Dominican Republic", "Dominican Rep." },
  { "dz", "213", "Algeria", NULL },
  { "ec", "593", "Ecuador", NULL },
  { "ee", "372", "Estonia", NULL },
  { "eg", "20", "Egypt", NULL },
  { "eh", "212", "Western Sahara", NULL },
  { "er", "291", "Eritrea", NULL },
  { "es", "34", "Spain", NULL },
  { "et", "251", "Ethiopia", NULL },
  { "fi", "358", "Finland", NULL },
  { "fj", "679", "Fiji", NULL },
  { "fk", "500", "Falkland Islands", "Falkland Islands (Malvinas)|Malvinas" },
  { "fm", "691", "Micronesia", "Federated States of Micronesia|Micronesia, Federated States of" },
  { "fo", "298", "Faroe Islands", "Faeroe Islands" },
  { "fr", "33", "France", NULL },
  { "ga", "241", "Gabon", NULL },
  { "gb", "44", "United Kingdom",
    "UK|Great Britain|Britain|England|"
    "United Kingdom of Great Britain and Northern Ireland" },
  { "gd", "1", "Grenada", NULL },
  { "ge", "995", "Georgia", NULL },
  { "gf", "594", "French Guiana", NULL },
  { "gg", "44", "Guernsey", NULL },
  { "gh", "233", "Ghana", NULL },
  { "gi", "350", "Gibraltar", NULL },
  { "gl", "299", "Greenland", NULL },
  { "gm", "220", "Gambia", "The Gambia" },
  { "gn", "224", "Guinea", NULL },
  { "gp", "590", "Guadeloupe", NULL },
  { "gq", "240", "Equatorial Guinea", NULL },
  { "gr", "30", "Greece", NULL },
  { "gs", "500", "South Georgia and the South Sandwich Islands", "South Georgia" },
  { "gt", "502", "Guatemala", NULL },
  { "gu", "1", "Guam", NULL },
  { "gw", "245", "Guinea-Bissau", "Guinea Bissau" },
  { "gy", "592", "Guyana", NULL },
  { "hk", "852", "Hong Kong", "Hong Kong SAR|Hong Kong China" },
  { "hm", "672", "Heard Island and McDonald Islands", "Heard Island" },
  { "hn", "504", "Honduras", NULL },
  { "hr", "385", "Croatia", NULL },
  { "ht", "509", "Haiti", NULL },
  { "hu", "36", "Hungary", NULL },
  { "id", "62", "Indonesia", NULL },
  { "ie", "353", "Ireland", "Republic of Ireland" },
  { "il", "972", "Israel", NULL },
  { "im", "44", "Isle of Man", NULL },
  { "in", "91", "India", NULL },
  { "io", "246", "British Indian Ocean Territory", "Chagos" },
  { "iq", "964", "Iraq", NULL },
  { "ir", "98", "Iran", "Islamic Republic of Iran|Iran, Islamic Republic of" },
  { "is", "354", "Iceland", NULL },
  { "it", "39", "Italy", NULL },
  { "je", "44", "Jersey", NULL },
  { "jm", "1", "Jamaica", NULL },
  { "jo", "962", "Jordan", NULL },
  { "jp", "81", "Japan", NULL },
  { "ke", "254", "Kenya", NULL },
  { "kg", "996", "Kyrgyzstan", "Kirghizia|Kyrgyz Republic" },
  { "kh", "855", "Cambodia", NULL },
  { "ki", "686", "Kiribati", NULL },
  { "km", "269", "Comoros", NULL },
  { "kn", "1", "Saint Kitts and Nevis", "Saint Kitts" },
  { "kp", "850", "North Korea",
    "Korea North|DPRK|Democratic Peoples Republic of Korea|"
    "Korea, Democratic People's Republic of" },
  { "kr", "82", "South Korea", "Korea|Korea South|Republic of Korea|Korea, Republic of" },
  { "kw", "965", "Kuwait", NULL },
  { "ky", "1", "Cayman Islands", NULL },
  { "kz", "7", "Kazakhstan", NULL },
  { "la", "856", "Laos", "Lao|Lao PDR|Lao People's Democratic Republic" },
  { "lb", "961", "Lebanon", NULL },
  { "lc", "1", "Saint Lucia", "St. Lucia" },
  { "li", "423", "Liechtenstein", NULL },
  { "lk", "94", "Sri Lanka", NULL },
  { "lr", "231", "Liberia", NULL },
  { "ls", "266", "Lesotho", NULL },
  { "lt", "370", "Lithuania", NULL },
  { "lu", "352", "Luxembourg", NULL },
  { "lv", "371", "Latvia", NULL },
  { "ly", "218", "Libya", NULL },
  { "ma", "212", "Morocco", NULL },
  { "mc", "377", "Monaco", NULL },
  { "md", "373", "Moldova", "Republic of Moldova|Moldova, Republic of" },
  { "me", "382", "Montenegro", NULL },
  { "mf", "590", "Saint Martin", "Saint Martin (French part)" },
  { "mg", "261", "Madagascar", NULL },
  { "mh", "692", "Marshall Islands", NULL },
  { "mk", "389", "North Macedonia", "Macedonia|FYROM|Republic of North Macedonia" },
  { "ml", "223", "Mali", NULL },
  { "mm", "95", "Myanmar", "Burma" },
  { "mn", "976", "Mongolia", NULL },
  { "mo", "853", "Macao", "Macau|Macao SAR" },
  { "mp", "1", "Northern Mariana Islands", "Northern Marianas" },
  { "mq", "596", "Martinique", NULL },
  { "mr", "222", "Mauritania", NULL },
  { "ms", "1", "Montserrat", NULL },
  { "mt", "356", "Malta", NULL },
  { "mu", "230", "Mauritius", NULL },
  { "mv", "960", "Maldives", NULL },
  { "mw", "265", "Malawi", NULL },
  { "mx", "52", "Mexico", NULL },
  { "my", "60", "Malaysia", NULL },
  { "mz", "258", "Mozambique", NULL },
  { "na", "264", "Namibia", NULL },
  { "nc", "687", "New Caledonia", NULL },
  { "ne", "227", "Niger", NULL },
  { "nf", "672", "Norfolk Island", NULL },
  { "ng", "234", "Nigeria", NULL },
  { "ni", "505", "Nicaragua", NULL },
  { "nl", "31", "Netherlands", "Holland|The Netherlands" },
  { "no", "47", "Norway", NULL },
  { "np", "977", "Nepal", NULL },
  { "nr", "674", "Nauru", NULL },
  { "nu", "683", "Niue", NULL },
  { "nz", "64", "New Zealand", NULL },
  { "om", "968", "Oman", NULL },
  { "pa", "507", "Panama", NULL },
  { "pe", "51", "Peru", NULL },
  { "pf", "689", "French Polynesia", NULL },
  { "pg", "675", "Papua New Guinea", "Papua" },
  { "ph", "63", "Philippines", "Philippine" },
  { "pk", "92", "Pakistan", NULL },
  { "pl", "48", "Poland", NULL },
  { "pm", "508", "Saint Pierre and Miquelon", "Saint Pierre" },
  { "pn", "64", "Pitcairn", "Pitcairn Islands" },
  { "pr", "1", "Puerto Rico", NULL },
  { "ps", "970", "Palestine",
    "Palestine, State of|State of Palestine|Palestinian Territory|"
    "Palestinian Territories|Palestinian Territory, Occupied" },
  { "pt", "351", "Portugal", NULL },
  { "pw", "680", "Palau", NULL },
  { "py", "595", "Paraguay", NULL },
  { "qa", "974", "Qatar", NULL },
  { "re", "262", "Réunion", "La Réunion" },
  { "ro", "40", "Romania", NULL },
  { "rs", "381", "Serbia", "Republic of Serbia" },
  { "ru", "7", "Russia", "Russian Federation" },
  { "rw", "250", "Rwanda", NULL },
  { "sa", "966", "Saudi Arabia", "KSA|Saudi" },
  { "sb", "677", "Solomon Islands", NULL },
  { "sc", "248", "Seychelles", NULL },
  { "sd", "249", "Sudan", NULL },
  { "se", "46", "Sweden", NULL },
  { "sg", "65", "Singapore", NULL },
  { "sh", "290", "Saint Helena", "Saint Helena, Ascension and Tristan da Cunha" },
  { "si", "386", "Slovenia", NULL },
  { "sj", "47", "Svalbard and Jan Mayen", "Svalbard" },
  { "sk", "421", "Slovakia", NULL },
  { "sl", "232", "Sierra Leone", NULL },
  { "sm", "378", "San Marino", NULL },
  { "sn", "221", "Senegal", NULL },
  { "so", "252", "Somalia", NULL },
  { "sr", "597", "Suriname", NULL },
  { "ss", "211", "South Sudan", NULL },
  { "st", "239", "São Tomé and Príncipe", "Sao Tome" },
  { "sv", "503", "El Salvador", "Salvador" },
  { "sx", "1", "Sint Maarten", "Sint Maarten (Dutch part)|Saint Martin (Dutch part)" },
  { "sy", "963", "Syria", "Syrian Arab Republic" },
  { "sz", "268", "Eswatini", "Swaziland" },
  { "tc", "1", "Turks and Caicos Islands", "Turks and Caicos" },
  { "td", "235", "Chad", NULL },
  { "tf", "262", "French Southern Territories", "French Southern and Antarctic Lands" },
  { "tg", "228", "Togo", NULL },
  { "th", "66", "Thailand", NULL },
  { "tj", "992", "Tajikistan", NULL },
  { "tk", "690", "Tokelau", NULL },
  { "tl", "670", "Timor-Leste", "East Timor" },
  { "tm", "993", "Turkmenistan", NULL },
  { "tn", "216", "Tunisia", NULL },
  { "to", "676", "Tonga", NULL },
  { "tr", "90", "Turkey", "Türkiye|Turkiye" },
  { "tt", "1", "Trinidad and Tobago", "Trinidad" },
  { "tv", "688", "Tuvalu", NULL },
  { "tw", "886", "Taiwan", "Taiwan, Province of China|Taiwan China|Chinese Taipei" },
  { "tz", "255", "Tanzania", "United Republic of Tanzania|Tanzania, United Republic of" },
  { "ua", "380", "Ukraine", NULL },
  { "ug", "256", "Uganda", NULL },
  { "um", "1", "U.S. Outlying Islands", "United States Minor Outlying Islands" },
  { "us", "1", "United States", "USA|US|United States of America|America|U.S.A." },
  { "uy", "598", "Uruguay", NULL },
  { "uz", "998", "Uzbekistan", NULL },
  { "va", "39", "Vatican City", "Vatican|Holy See|Holy See (Vatican City State)" },
  { "vc", "1", "Saint Vincent and the Grenadines", "Saint Vincent|St. Vincent" },
  { "ve", "58", "Venezuela", "Bolivarian Republic of Venezuela|Venezuela, Bolivarian Republic of" },
  { "vg", "1", "British Virgin Islands", "Virgin Islands, British|BVI" },
  { "vi", "1", "U.S. Virgin Islands",
    "Virgin Islands, U.S.|US Virgin Islands|United States Virgin Islands|USVI" },
  { "vn", "84", "Vietnam", "Viet Nam" },
  { "vu", "678", "Vanuatu", NULL },
  { "wf", "681", "Wallis and Futuna", "Wallis" },
  { "ws", "685", "Samoa", NULL },
  { "xk", "383", "Kosovo", "Republic of Kosovo" },
  { "ye", "967", "Yemen", NULL },
  { "yt", "262", "Mayotte", NULL },
  { "za", "27", "South Africa", NULL },
  { "zm", "260", "Zambia", NULL },
  { "zw", "263", "Zimbabwe", NULL },
};

/* What two spellings of a name have in common: the letters without accents, without the words that
 * come and go, "st" written out. "St. Vincent & the Grenadines" is "saintvincentgrenadines". */
static char *
make_name_key (const char *name)
{
  static const char * const dropped[] = { "and", "the", "of", NULL };
  g_autofree char *ascii = g_str_to_ascii (name, "C");
  g_autofree char *lower = g_ascii_strdown (ascii, -1);
  g_auto(GStrv) words = NULL;
  GString *key = g_string_new (NULL);

  for (char *p = lower; *p != '\0'; p++)
    {
      /* an apostrophe does not part words: "Côte d’Ivoire" */
      if (!g_ascii_isalpha (*p) && *p != '\'')
        *p = ' ';
    }

  words = g_strsplit (lower, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = g_str_equal (words[i], "st") ? "saint" : words[i];

      if (g_strv_contains (dropped, word))
        continue;
      for (; *word != '\0'; word++)
        {
          if (*word != '\'')
            g_string_append_c (key, *word);
        }
    }

  return g_string_free (key, FALSE);
}

static void
add_name (GHashTable    *table,
          const char    *name,
          const Country *country)
{
  char *key = make_name_key (name);

  /* a name proper beats another country's alias, so the first one in stays */
  if (*key == '\0' || g_hash_table_contains (table, key))
    g_free (key);
  else
    g_hash_table_insert (table, key, (gpointer) country);
}

/* Names proper and then aliases, by key. (transfer none), made once and kept. */
static GHashTable *
get_names (void)
{
  static gsize initialized = 0;

  if (g_once_init_enter (&initialized))
    {
      GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
        add_name (table, countries[i].name, &countries[i]);
      for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
        {
          g_auto(GStrv) aliases = NULL;

          if (countries[i].aliases == NULL)
            continue;
          aliases = g_strsplit (countries[i].aliases, "|", -1);
          for (guint j = 0; aliases[j] != NULL; j++)
            add_name (table, aliases[j], &countries[i]);
        }
      g_once_init_leave (&initialized, (gsize) table);
    }

  return (GHashTable *) initialized;
}

static const Country *
find_by_code (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      if (g_ascii_strcasecmp (countries[i].code, code) == 0)
        return &countries[i];
    }

  return NULL;
}

/**
 * hsp_iso_find_by_name:
 * @name: (nullable): an English name, in any case, with or without accents: "viet nam", "USA"
 *
 * Returns: (transfer none) (nullable): the code of two lower-case letters
 */
const char *
hsp_iso_find_by_name (const char *name)
{
  g_autofree char *key = NULL;
  const Country *country;

  if (name == NULL)
    return NULL;

  key = make_name_key (name);
  country = g_hash_table_lookup (get_names (), key);

  return country != NULL ? country->code : NULL;
}

/**
 * hsp_iso_find_by_dial_code:
 * @dial_code: (nullable): "+93", "93"
 *
 * Returns: (transfer none) (nullable): the code of the one country that has it; %NULL when none or
 *   several have
 */
const char *
hsp_iso_find_by_dial_code (const char *dial_code)
{
  const Country *found = NULL;

  if (dial_code == NULL)
    return NULL;
  if (*dial_code == '+')
    dial_code++;

  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      if (!g_str_equal (countries[i].dial, dial_code))
        continue;
      if (found != NULL)
        return NULL;
      found = &countries[i];
    }

  return found != NULL ? found->code : NULL;
}

/**
 * hsp_iso_get_name:
 * @code: (nullable): two letters, in any case
 *
 * Returns: (transfer none) (nullable): the English name
 */
const char *
hsp_iso_get_name (const char *code)
{
  const Country *country = code != NULL ? find_by_code (code) : NULL;

  return country != NULL ? country->name : NULL;
}

/**
 * hsp_iso_get_dial_code:
 * @code: (nullable): two letters, in any case
 *
 * Returns: (transfer none) (nullable): the country code of its numbers with a plus: "+84"
 */
const char *
hsp_iso_get_dial_code (const char *code)
{
  const Country *country = code != NULL ? find_by_code (code) : NULL;
  g_autofree char *text = NULL;

  if (country == NULL)
    return NULL;

  text = g_strconcat ("+", country->dial, NULL);

  return g_intern_string (text);
}
