/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `true` with the command line's libraries: what a start costs before a line of ours runs. */

int
main (void)
{
  return 0;
}
