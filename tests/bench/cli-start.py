#!/usr/bin/python3
"""Start to end of commands that need no network, beside a program that does nothing with the same
libraries linked, started in turn with it. Prints the medians and their ratios.

    cli-start.py LINKED HSTOCKPLUS-CLI [PAIRS]
    cli-start.py LINKED HSTOCKPLUS-CLI --test

Other programs make a wait for the processor longer, and most for a command with a thread for its
journal: such are measured on a machine that does nothing else. As a test it holds the commands to
the same goal by what changes less: those that read nothing by processor time, those of the journal
by instructions, counted by callgrind.
"""
import contextlib
import functools
import glob
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import kept  # noqa: E402

GOAL = 1.5
READING_NOTHING = ['--version'], ['--help'], ['order', '--help']
JOURNAL = (['journal'], ['journal', '--json', '--open'], ['export', 'orders', '--format', 'csv'],
           ['export', 'statement', '--format', 'json'], ['export', 'history', '--format', 'json'], ['import', 'HISTORY'],
           ['settle', '1', '--not-placed'], ['settle', '1', '--undo'])
linked, cli = sys.argv[1:3]
as_test = sys.argv[3:] == ['--test']
pairs = 41 if as_test or len(sys.argv) < 4 else int(sys.argv[3])


def run(argv, env):
    """Milliseconds from start to end, and of the processor."""
    begin = time.monotonic()
    process = subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit('%s: status %d' % (' '.join(argv), process.returncode))
    return (time.monotonic() - begin) * 1000, (usage.ru_utime + usage.ru_stime) * 1000


def do(words, env, how):
    """What @how gives, with something to settle or to undo before it."""
    if words[-1] == '--undo':
        run([cli, *words[:-1], '--not-placed'], env)
    result = how([cli, *words], env)
    if words[-1] == '--not-placed':
        run([cli, *words[:-1], '--undo'], env)
    return result


def measure(words, env):
    """Medians of the command and of what does nothing, and the median of their ratios: (whole, processor)."""
    do(words, env, run)
    times = [(do(words, env, run), run([linked], env)) for _ in range(pairs)]
    return [(statistics.median(p[i] for p, _ in times), statistics.median(e[i] for _, e in times),
             statistics.median(p[i] / e[i] for p, e in times)) for i in (0, 1)]


def count(argv, env):
    """Instructions from start to end."""
    done = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', *argv], env=env,
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60)
    found = re.search(r'Collected : (\d+)', done.stderr)
    if done.returncode or not found:
        sys.exit('%s: %s' % (' '.join(argv), done.stderr))
    return int(found.group(1))


@functools.lru_cache(1)
def count_floor():
    return count([linked], env)


def buy(folder, env):
    """A purchase that a program was killed in, so that there is something to settle; and its history."""
    run([cli, 'journal'], env)
    path, = glob.glob(folder + '/data/hstockplus/*/journal.db')
    with contextlib.closing(sqlite3.connect(path)) as journal, journal:
        journal.execute("INSERT INTO purchase (id, kind, outcome, item, name, quantity, link, estimate, currency,"
                        " balance_before_at, created, sent, updated, checked)"
                        " VALUES (1, 0, 1, '23501', 'Followers', 100, 'x', 500000, 'USD', 0, 1700000000, 1700000000, 1700000000, 0)")
    with open(folder + '/history', 'wb') as file:
        subprocess.run([cli, 'export', 'history', '--format', 'json'], env=env, stdout=file, check=True)


def tell(number, words, ratio, line):
    """As benchmark a line, as test a verdict too. Returns: whether the goal is met."""
    print('%s%-36s %s' % ('# ' if as_test else '', ' '.join(words), line), flush=True)
    if as_test:
        print('%s %d %s' % ('ok' if ratio <= GOAL else 'not ok', number, ' '.join(words)), flush=True)
    return ratio <= GOAL


def check(number, words, env):
    if as_test and words not in READING_NOTHING:
        floor = count_floor()
        # which thread waits for which is some more or less of them
        least = do(words, env, count)
        if least > floor * GOAL:
            least = min(least, do(words, env, count))
        return tell(number, words, least / floor, 'instructions %d, linked %d, ratio %.2f (goal %.2f)'
                    % (least, floor, least / floor, GOAL))
    whole, processor = measure(words, env)
    return tell(number, words, (processor if as_test else whole)[2],
                '%6.2f ms, linked %5.2f ms, ratio %.2f; processor %5.2f ms, linked %5.2f ms, ratio %.2f (goal %.2f)'
                % (*whole, *processor, GOAL))


with kept.Folder() as home:
    env = dict(os.environ, XDG_DATA_HOME=home + '/data', XDG_CACHE_HOME=home + '/cache',
               XDG_CONFIG_HOME=home + '/config', HOME=home)
    # as a person has it: meson has memory filled when it is given back
    for name in 'HSTOCKPLUS_KEY', 'MALLOC_PERTURB_':
        env.pop(name, None)
    buy(home, env)
    commands = [[home + '/history' if word == 'HISTORY' else word for word in words] for words in READING_NOTHING + JOURNAL]
    if as_test:
        print('1..%d' % len(commands))
    met = [check(i + 1, words, env) for i, words in enumerate(commands)]
    sys.exit(0 if all(met) else 1)
