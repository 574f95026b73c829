#!/usr/bin/python3
"""Start to first frame of the program, with 2,000, 10,000 and 100,000 services in the snapshot, beside an
empty AdwApplicationWindow started in turn with them; and what memory both take then.

    startup.py EMPTY-WINDOW PROGRAM-WINDOW HSTOCKPLUS BENCH-SHOP [ROUNDS]
"""
import glob
import os
import subprocess
import sys
import tempfile
import time

import bench

GOAL = 1.75
SIZES = (2000, 10000, 100000)
empty, program, hstockplus, shop_program = sys.argv[1:5]
rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 21


def start_to_frame(argv, env):
    """(milliseconds from exec to the line that says that the first frame was drawn, those of the processor with
    ending, MB of memory at the frame)."""
    begin = time.monotonic()
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, env=env)
    line = process.stdout.readline().strip()
    end = time.monotonic()
    rest = process.stdout.read()
    _, _, used = os.wait4(process.pid, 0)
    if line != 'frame':
        sys.exit('%s said %r instead of "frame"' % (argv[0], line))
    return (end - begin) * 1000, (used.ru_utime + used.ru_stime) * 1000, float(rest) / 1024 if rest else 0


def make_snapshot(argv, env, cache):
    """One start to fill the snapshot, as a customer's first start does."""
    process = subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not glob.glob(cache + '/**/catalogue', recursive=True):
        if time.monotonic() > end or process.poll() is not None:
            sys.exit('no snapshot was written under ' + cache)
        time.sleep(0.05)
    process.terminate()
    process.wait(20)


def measure(folder):
    """Lists of (milliseconds, those of the processor, MB) by size, 0 for the empty window."""
    times = {size: [] for size in (0, *SIZES)}
    shops = {size: bench.shop(shop_program, size) for size in SIZES}
    endpoints = {size: shop.__enter__() for size, shop in shops.items()}
    environments = {size: bench.environment('%s/%d' % (folder, size)) for size in (0, *SIZES)}
    try:
        for size in SIZES:
            os.mkdir('%s/%d' % (folder, size))
            make_snapshot([hstockplus, '--endpoint', endpoints[size]], environments[size], environments[size]['XDG_CACHE_HOME'])
        for _ in range(rounds):
            for size in times:
                argv = [program, '--endpoint', endpoints[size]] if size else [empty]
                times[size].append(start_to_frame(argv, dict(environments[size], BENCH_MEMORY='1')))
    finally:
        for shop in shops.values():
            shop.__exit__(None, None, None)
    return times


with tempfile.TemporaryDirectory() as home:
    figures = measure(home)
median, used, memory = ({size: bench.median(run[index] for run in runs) for size, runs in figures.items()} for index in range(3))
for size, pairs in figures.items():
    print('%7d services: %6.1f ms median of %d (%.1f to %.1f)'
          % (size, median[size], rounds, min(pairs)[0], max(pairs)[0]))
met = True
for size in SIZES:
    met &= bench.result('G7', 'start to first frame, {:,} / empty window'.format(size), median[size], GOAL, median[0])
for size in SIZES:
    met &= bench.result('G7', 'the same in processor time, {:,}'.format(size), used[size], GOAL, used[0])
met &= bench.result('G7', 'start to first frame, 100,000 / 10,000', median[100000], 1.1, median[10000])
for size in SIZES[1:]:
    met &= bench.result('G8', 'at the first frame, {:,}, more than an empty window'.format(size), memory[size], 20, memory[0],
                        'MB PSS', difference=True)
sys.exit(0 if met else 1)
