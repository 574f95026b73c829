#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of services to rows, as one process: beside `curl` that throws it away, beside `curl | jq`, and
in memory. Processor time of the processes, so that what else the machine does counts little.

    fetch.py FETCH BENCH-SHOP [ROUNDS]
"""
import resource
import shutil
import subprocess
import sys
import tempfile

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
    """(milliseconds of the processors, output) of a command and all it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=True, shell=shell).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000, out


def pair(floor, ours):
    """Both in turn; the medians, and the last output of ours."""
    times = [(spend(*floor), spend(*ours)) for _ in range(rounds)]
    return bench.median(f[0] for f, _ in times), bench.median(o[0] for _, o in times), times[-1][1][1], times[-1][0][1]


def measure(rows, kind, folder):
    name = '{:,} ({})'.format(rows, kind)
    table = folder + '/catalogue'
    with bench.shop(shop_program, rows, kind) as endpoint:
        curl = ['curl', '-s', '-o', '/dev/null', *FORM, endpoint]
        floor, ours, out, _ = pair((curl,), ([program, endpoint, table],))
        n, peak, before, kept = (int(word) for word in out.split())
        if n < rows * 0.99:
            sys.exit('only %d rows' % n)
        # the program takes gzip, which the shop gives to whoever takes it
        report('G11', 'answer of %s to rows / curl, gzip' % name, ours, 7, floor_gzip(endpoint))
        report('G11', 'answer of %s to rows / curl, plain' % name, ours, 6, floor)
        print('peak %.1f MB, %.1f before, %.1f with the rows kept' % (peak / 1024, before / 1024, kept / 1024))
        if shutil.which('jq') and kind == 's':
            pipe = "curl -s -d 'key=bench&action=services' %s | jq '%s'" % (endpoint, JQ)
            floor, ours, out, found = pair((pipe, True), ([program, endpoint, table, 'lượt thích'],))
            print('matches: %s, jq %s' % (out.split()[0], found.strip()))
            report('G13', 'fetch and filter %s / curl | jq' % name, ours, 0.10, floor)


def floor_gzip(endpoint):
    return bench.median(spend(['curl', '-s', '--compressed', '-o', '/dev/null', *FORM, endpoint])[0] for _ in range(rounds))


with tempfile.TemporaryDirectory() as folder:
    for rows in (10000, 100000):
        for kind in 'sda':
            if rows == 100000 or kind == 's':
                measure(rows, kind, folder)
sys.exit(0 if met else 1)
