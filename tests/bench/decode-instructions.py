#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many instructions reading the rows of `services` takes, beside json-glib: counted by callgrind,
so that it is the same on every machine and a test, not a benchmark. Prints TAP.

    decode-instructions.py DECODE-ONCE
"""
import os
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import tap  # noqa: E402

GOAL = 0.15
ROWS = 10000
program = sys.argv[1]


def count(way, function):
    """Instructions from the start of this function to its end, those of what it calls included."""
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(['valgrind', '--tool=callgrind', '--toggle-collect=' + function,
                              '--callgrind-out-file=' + os.path.join(folder, 'out'), program, way, str(ROWS)],
                             capture_output=True, text=True, timeout=280,
                             # as a person has it: the tests' environment makes GLib's memory slow on purpose
                             env={key: value for key, value in os.environ.items() if key not in ('G_SLICE', 'G_DEBUG')})
    found = re.search(r'Collected : (\d+)', run.stderr)
    if run.returncode or not found:
        raise AssertionError(run.stderr)
    return int(found.group(1))


class Decode(unittest.TestCase):
    def test_instructions(self):
        reader = count('reader', 'decode_with_reader')
        json_glib = count('json-glib', 'decode_with_json_glib')
        print('# a row: reader %d, json-glib %d, ratio %.3f (goal %.2f)'
              % (reader / ROWS, json_glib / ROWS, reader / json_glib, GOAL), flush=True)
        # nothing collected would pass for fast
        self.assertGreater(reader / ROWS, 100)
        self.assertLessEqual(reader / json_glib, GOAL)


if __name__ == '__main__':
    tap.main(sys.modules[__name__], [Decode])
