/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decode-floor.h"

#include <simdjson.h>

unsigned
decode_floor_parse (const char *padded,
                    size_t      size)
{
  simdjson::dom::parser parser;
  simdjson::dom::array rows;

  static_assert (simdjson::SIMDJSON_PADDING <= DECODE_FLOOR_PADDING, "padding");
  if (parser.parse (padded, size, false)["services"].get (rows))
    return 0;

  return static_cast<unsigned> (rows.size ());
}
