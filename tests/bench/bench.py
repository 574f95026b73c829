# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks in Python share: a shop, medians, and results as tools/bench reads them."""
import contextlib
import json
import os
import statistics
import subprocess
import sys


@contextlib.contextmanager
def shop(program, rows, kind='s', plain=False):
    """Runs bench-shop; gives its endpoint."""
    env = dict(os.environ, BENCH_PLAIN='1') if plain else None
    process = subprocess.Popen([program, str(rows), kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.stdin.close()
        process.wait(20)


def environment(home):
    """What is kept is kept in this folder; the desktop's settings (nothing moves or blinks) stay."""
    return dict(os.environ, XDG_DATA_HOME=home + '/data', XDG_CACHE_HOME=home + '/cache', HSTOCKPLUS_KEY='bench')


median = statistics.median


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * part))]


def result(goal, what, measured, target, floor=None, unit='ms', difference=False, prefix=''):
    """Prints what was measured. The target is a ratio to the floor where there is one, else (or with
    `difference`, more than the floor) an amount. Returns whether it is met."""
    value = measured
    if floor is not None:
        value = measured - floor if difference else measured / floor if floor else float('inf')
    met = target is None or value <= target
    print(prefix + 'result ' + json.dumps({'goal': goal, 'what': what, 'unit': unit, 'floor': floor, 'measured': measured,
                                  'value': value, 'target': target, 'difference': difference, 'met': met},
                                 ensure_ascii=False))
    sys.stdout.flush()
    return met
