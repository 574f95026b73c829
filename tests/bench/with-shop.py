#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a program with the endpoint of a shop as its argument.

    with-shop.py BENCH-SHOP PROGRAM
"""
import subprocess
import sys

import bench

with bench.shop(sys.argv[1], 10) as address:
    sys.exit(subprocess.run([sys.argv[2], address]).returncode)
