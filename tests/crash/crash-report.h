/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the library that kills tells the test, in a file both map: it outlives the killed program.
 * */
#pragma once

#include <stdint.h>

#define CRASH_REPORT_VARIABLE "HSP_CRASH_REPORT"
/* Before which call to kill, from 1; 0 never. */
#define CRASH_POINT_VARIABLE "HSP_CRASH_POINT"
/* Set: count from the start of the program, not only from the call below. */
#define CRASH_WHOLE_VARIABLE "HSP_CRASH_WHOLE"
/* The shop's key: one that is not a word, so that it can be searched for. */
#define CRASH_KEY "k3y-of-the-crash-tests"
/* Called by the program when what is tested begins. */
#define CRASH_BEGIN_FUNCTION "hsp_crash_begin"

typedef struct
{
  int32_t n_calls;              /* since the beginning */
  int32_t n_sent;               /* requests that spend, whose last byte has left */
  int32_t n_unsafe;             /* of them, while something written was not on the disk yet */
  char    name[32];             /* of the call that was not made any more */
} CrashReport;
