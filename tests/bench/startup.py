#!/usr/bin/python3
"""Start to first frame of the program, with 2,000 services in the snapshot, beside an empty
AdwApplicationWindow started in turn with it. Prints the medians and their ratio.

    startup.py EMPTY-WINDOW PROGRAM-WINDOW HSTOCKPLUS HSTOCKPLUS-SANDBOX [PAIRS]
"""
import glob
import os
import statistics
import subprocess
import sys
import tempfile
import time

GOAL = 1.75
empty, program, hstockplus, sandbox = sys.argv[1:5]
pairs = int(sys.argv[5]) if len(sys.argv) > 5 else 31


def start_to_frame(argv, env):
    """Milliseconds from exec to the line that says that the first frame was drawn."""
    begin = time.monotonic()
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, env=env)
    line = process.stdout.readline().strip()
    end = time.monotonic()
    process.wait(20)
    if line != 'frame':
        sys.exit('%s said %r instead of "frame"' % (argv[0], line))
    return (end - begin) * 1000


def make_snapshot(argv, env, cache):
    """One start to fill the snapshot, as a customer's first start does."""
    process = subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 30
    while not glob.glob(cache + '/**/catalogue*', recursive=True):
        if time.monotonic() > end or process.poll() is not None:
            sys.exit('no snapshot was written under ' + cache)
        time.sleep(0.05)
    process.terminate()
    process.wait(20)


with tempfile.TemporaryDirectory() as home:
    shop = subprocess.Popen([sandbox, '--services', '2000', '--key', 'bench'], stdout=subprocess.PIPE, text=True)
    try:
        endpoint = shop.stdout.readline().split()[-1]
        env = dict(os.environ, XDG_DATA_HOME=home + '/data', XDG_CACHE_HOME=home + '/cache',
                   HSTOCKPLUS_KEY='bench')
        make_snapshot([hstockplus, '--endpoint', endpoint], env, home + '/cache')
        floor, ours = [], []
        for _ in range(pairs):
            floor.append(start_to_frame([empty], env))
            ours.append(start_to_frame([program, '--endpoint', endpoint], env))
    finally:
        shop.terminate()
        shop.wait(20)

ratio = statistics.median(ours) / statistics.median(floor)
print('empty AdwApplicationWindow  %6.1f ms median of %d (%.1f to %.1f)' % (statistics.median(floor), pairs, min(floor), max(floor)))
print('hstockplus, 2,000 services  %6.1f ms median of %d (%.1f to %.1f)' % (statistics.median(ours), pairs, min(ours), max(ours)))
print('ratio %.2f (goal: at most %.2f)' % (ratio, GOAL))
