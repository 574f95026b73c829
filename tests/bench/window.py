#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program's own window at 10,000 and 100,000 services beside a canvas, five times each: first rows,
memory over a refresh, how long the main thread is held, a key, a page, and memory after all views.

    window.py BENCH-WINDOW BENCH-SHOP EMPTY-WINDOW [ROUNDS]
"""
import collections
import subprocess
import sys
import tempfile

import bench

program, shop_program, empty = sys.argv[1:4]
rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 5
met = True


def run(rows, *options):
    """The figures of one run: lists of numbers by name. A shop and folders of its own."""
    figures = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as home, bench.shop(shop_program, rows) as endpoint:
        done = subprocess.run([program, endpoint, str(rows), *options], env=bench.environment(home),
                              stdout=subprocess.PIPE, text=True, timeout=300)
    if done.returncode:
        sys.exit('%s: status %d' % (program, done.returncode))
    for line in done.stdout.splitlines():
        name, *numbers = line.split()
        figures[name].append([float(number) for number in numbers])
    return figures


def column(runs, name, index=0):
    """One number of each line of that name, of all runs."""
    return [line[index] for figures in runs for line in figures[name]]


def report(*arguments, **options):
    global met
    met &= bench.result(*arguments, **options)


def report_memory(rows, runs, bare):
    """Of the program without services, subtracted from each, what remains is what the rows take."""
    without = bench.median(column(bare, 'memory-loaded'))
    before, peak = (bench.median(column(runs, name, index)) for name, index in (('memory-loaded', 0), ('memory-refreshed', 1)))
    after = bench.median(column(runs, 'memory-refreshed'))
    first_peak = bench.median(column(runs, 'memory-loaded', 1))
    say = lambda kb: kb / 1024
    report('G2', 'first load of %s: peak / what stays' % rows, say(first_peak), 1.3, say(before), 'MB RSS')
    report('G2', 'refresh of %s: peak / what stays' % rows, say(peak), 1.3, say(after), 'MB RSS')
    report('G2', 'resident after / before a refresh of %s' % rows, say(after), 1.2, say(before), 'MB RSS')
    print('rows of %s alone: %.1f MB stay, %.1f at the peak of the first load, %.1f at that of a refresh'
          % (rows, say(before - without), say(first_peak - without), say(peak - without)))


def report_frames(rows, runs):
    report('G3', 'first rows drawn / all, from the request on, %s' % rows, bench.median(column(runs, 'load-again', 0)), 0.10,
           bench.median(column(runs, 'load-again', 1)))
    report('G3', 'the same, with the window’s own start, %s' % rows, bench.median(column(runs, 'load', 0)), None,
           bench.median(column(runs, 'load', 1)))
    report('hold', 'main thread at a refresh of %s, frames apart' % rows, max(column(runs, 'refresh', 0)), 4)
    for goal, ours, floor, target in (('G5', 'key', 'canvas-key', 3.0), ('G6', 'page', 'canvas-page', 2.5)):
        what = '%s to drawn, %s' % (ours, rows)
        report(goal, what + ', median', bench.median(column(runs, ours)), target, bench.median(column(runs, floor)))
        report(goal, what + ', p95', bench.percentile(column(runs, ours), 0.95), 3.0 if goal == 'G5' else None,
               bench.percentile(column(runs, floor), 0.95))
        report(goal, what + ', p95 of the thread', bench.percentile(column(runs, ours), 0.95), 16.7)
    report('G5c', 'row widgets made by a key, %s' % rows, max(column(runs, 'made')), 0, unit='')


bare = [run(10, 'load') for _ in range(3)]
keys = {}
for rows in (1000, 10000, 100000):
    runs = [run(rows) for _ in range(rounds)]
    keys[rows] = bench.median(column(runs, 'key'))
    if rows == 1000:
        continue
    name = '{:,}'.format(rows)
    report_frames(name, runs)
    report_memory(name, runs, bare)
    visited = column(runs, 'memory-visited', 2)
    pss = []
    for _ in range(rounds):
        done = subprocess.run([empty], env=dict(bench.environment('/nonexistent'), BENCH_MEMORY='1'), stdout=subprocess.PIPE, text=True)
        pss.append(float(done.stdout.split()[-1]))
    report('G8', 'after all views were visited, %s, more than an empty window' % name, bench.median(visited) / 1024, 60,
           bench.median(pss) / 1024, 'MB PSS', difference=True)
report('G5b', 'key to drawn, 100,000 / 1,000', keys[100000], 1.3, keys[1000])
sys.exit(0 if met else 1)
