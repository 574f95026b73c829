#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many row widgets a key makes that leaves at least 48 services of 10,000: none, so a test. Prints TAP.

    rows-made.py BENCH-WINDOW BENCH-SHOP
"""
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import bench  # noqa: E402
import kept  # noqa: E402
import tap  # noqa: E402

ROWS = 10000
program, shop_program = sys.argv[1:3]


class Made(unittest.TestCase):
    def test_keys(self):
        with kept.Folder() as home, bench.shop(shop_program, ROWS) as endpoint:
            out = subprocess.run([program, endpoint, str(ROWS), 'keys'], env=bench.environment(home), check=True,
                                 stdout=subprocess.PIPE, text=True, timeout=100).stdout
        made = [int(line.split()[1]) for line in out.splitlines() if line.startswith('made ')]
        print('# %d keys made %d rows' % (len(made), sum(made)), flush=True)
        # no key would pass for none made
        self.assertGreater(len(made), 50)
        self.assertEqual(sum(made), 0)


if __name__ == '__main__':
    tap.main(sys.modules[__name__], [Made])
