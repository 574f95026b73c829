#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of services to rows, as one process: beside `curl` that throws it away, beside `curl | jq`, and
in memory.

    fetch.py FETCH BENCH-SHOP [ROUNDS]
"""
import shutil
import subprocess
import sys
import tempfile
import time

import bench

program, shop_program = sys.argv[1:3]
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
FORM = ['-d', 'key=bench&action=services']
JQ = '[.services[] | select(.name | test("lượt thích"; "i"))] | length'
met = True


def report(*arguments, **options):
    global met
    met &= bench.result(*arguments, **options)


def spend(argv, shell=False):
    """(milliseconds from start to end, output) of a command and all it starts."""
    begin = time.monotonic()
    out = subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=True, shell=shell).stdout
    return (time.monotonic() - begin) * 1000, out


def pair(floor, ours):
    """Both in turn; the medians, and the last output of ours and of the floor."""
    times = [(spend(*floor), spend(*ours)) for _ in range(rounds)]
    return bench.median(f[0] for f, _ in times), bench.median(o[0] for _, o in times), times[-1][1][1], times[-1][0][1]


def measure_rows(rows, kind, table, plain):
    how = 'plain' if plain else 'gzip'
    name = '{:,} ({}, {})'.format(rows, kind, how)
    with bench.shop(shop_program, rows, kind, plain) as endpoint:
        curl = ['curl', '-s', *([] if plain else ['--compressed']), '-o', '/dev/null', *FORM, endpoint]
        floor, ours, out, _ = pair((curl,), ([program, endpoint, table, '-'],))
        n, peak, before, kept = (int(word) for word in out.split())
        if n < rows * 0.99:
            sys.exit('only %d rows' % n)
        report('G11', 'answer of %s to rows / curl' % name, ours, 6 if plain else 7, floor)
        report('G11', 'the same, peak / with the rows kept', peak / 1024, 5, kept / 1024, 'MB', difference=True)
        floor, ours, out, _ = pair((curl,), ([program, endpoint, table],))
        report('G11', 'the same, put in order and on disk', ours, None, floor)


def measure_filter(rows, table):
    with bench.shop(shop_program, rows) as endpoint:
        pipe = "curl -s -d 'key=bench&action=services' %s | jq '%s'" % (endpoint, JQ)
        floor, ours, out, found = pair((pipe, True), ([program, endpoint, table, 'lượt thích'],))
        print('matches: %s, jq %s' % (out.split()[0], found.strip()))
        report('G13', 'fetch and filter {:,} / curl | jq'.format(rows), ours, 0.10, floor)


with tempfile.TemporaryDirectory() as folder:
    for rows in (10000, 100000):
        for kind in 'sda' if rows == 100000 else 's':
            for plain in (True, False):
                measure_rows(rows, kind, folder + '/catalogue', plain)
        if shutil.which('jq'):
            measure_filter(rows, folder + '/catalogue')
sys.exit(0 if met else 1)
