#!/usr/bin/python3
"""Start to end of commands that need no network, beside a program that does nothing with the same
libraries linked, started in turn with it. Prints the medians and their ratios.

    cli-start.py LINKED HSTOCKPLUS-CLI [PAIRS]
    cli-start.py LINKED HSTOCKPLUS-CLI --test

Other programs make a wait for the processor longer, and writing waits for the disk: such are measured
on a machine that does nothing else. As a test it holds the commands to the same goal by what changes
less: those that read nothing by processor time, those of the journal by instructions, counted by
callgrind, by the pages of memory that are made for them, and by how often they wait: for no other
thread. What runs for the first time runs slower than the loader, so that fewer instructions than half
as many more are half as much time more.
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
INSTRUCTIONS = 1.3
# of runs, the least disturbed one counts
RUNS = 9
READING_NOTHING = ['--version'], ['--help'], ['order', '--help']
JOURNAL = (['journal'], ['journal', '--json', '--open'], ['export', 'orders', '--format', 'csv'],
           ['export', 'statement', '--format', 'json'], ['export', 'history', '--format', 'json'], ['import', 'HISTORY'],
           ['settle', '1', '--not-placed'], ['settle', '1', '--undo'])
# for a thread that reads a file, and for the disk: what is written is there when it is said to be
MOST_WAITS = {'journal': 4, 'export': 4, 'import': 4, 'settle': 24}
WRITING = {'settle', 'import'}
linked, cli = sys.argv[1:3]
as_test = sys.argv[3:] == ['--test']
pairs = 41 if as_test or len(sys.argv) < 4 else int(sys.argv[3])


def run(argv, env):
    """Milliseconds from start to the answer, of the processor, and to the end; pages, and how often it waited.

    A command that writes has answered when it says what it wrote, which is then on the disk; what it still
    does is to put its file in order. All others have answered when they end, as has what says nothing.
    """
    begin = time.monotonic()
    process = subprocess.Popen(argv, env=env, stdout=subprocess.PIPE if WRITING.intersection(argv) else subprocess.DEVNULL,
                               stdin=subprocess.DEVNULL)
    said = process.stdout is not None and os.read(process.stdout.fileno(), 1 << 16)
    answered = time.monotonic()
    _, status, usage = os.wait4(process.pid, 0)
    ended = time.monotonic()
    process.returncode = os.waitstatus_to_exitcode(status)
    if said is not False:
        process.stdout.close()
    if process.returncode:
        sys.exit('%s: status %d' % (' '.join(argv), process.returncode))
    return (((answered if said else ended) - begin) * 1000, (usage.ru_utime + usage.ru_stime) * 1000,
            (ended - begin) * 1000, usage.ru_minflt, usage.ru_nvcsw)


def do(words, env, how):
    """What @how gives, with something to settle or to undo before it."""
    if words[-1] == '--undo':
        run([cli, *words[:-1], '--not-placed'], env)
    result = how([cli, *words], env)
    if words[-1] == '--not-placed':
        run([cli, *words[:-1], '--undo'], env)
    return result


def measure(words, env):
    """Medians of the command and of what does nothing, and the median of their ratios: to the answer, of the
    processor, and to the end."""
    do(words, env, run)
    times = [(do(words, env, run), run([linked], env)) for _ in range(pairs)]
    return [(statistics.median(p[i] for p, _ in times), statistics.median(e[i] for _, e in times),
             statistics.median(p[i] / e[i] for p, e in times)) for i in range(3)]


def count(argv, env):
    """Instructions from start to end."""
    done = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', *argv], env=env,
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60)
    found = re.search(r'Collected : (\d+)', done.stderr)
    if done.returncode or not found:
        sys.exit('%s: %s' % (' '.join(argv), done.stderr))
    return int(found.group(1))


def least(words, env):
    """What it takes undisturbed: pages, and how often it waited."""
    found = [do(words, env, run)[3:] for _ in range(RUNS)]
    return [min(run[i] for run in found) for i in (0, 1)]


@functools.lru_cache(1)
def measure_floor():
    return count([linked], env), min(run([linked], env)[3] for _ in range(RUNS))


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
        floor, floor_pages = measure_floor()
        instructions = do(words, env, count)
        pages, waits = least(words, env)
        # of the goal each
        worst = max(instructions / floor / INSTRUCTIONS, pages / floor_pages / GOAL, waits / MOST_WAITS[words[0]])
        return tell(number, words, worst * GOAL, 'instructions %d, linked %d, ratio %.2f (goal %.2f); pages %d, linked %d,'
                    ' ratio %.2f (goal %.2f); waits %d (at most %d)'
                    % (instructions, floor, instructions / floor, INSTRUCTIONS, pages, floor_pages, pages / floor_pages,
                       GOAL, waits, MOST_WAITS[words[0]]))
    answer, processor, end = measure(words, env)
    return tell(number, words, (processor if as_test else answer)[2],
                'answers in %5.2f ms, linked %5.2f ms, ratio %.2f (goal %.2f); processor %5.2f, %5.2f, %.2f; end %5.2f, %5.2f,'
                ' %.2f' % (*answer, GOAL, *processor, *end))


with kept.Folder() as home:
    env = dict(os.environ, XDG_DATA_HOME=home + '/data', XDG_CACHE_HOME=home + '/cache',
               XDG_CONFIG_HOME=home + '/config', HOME=home)
    # as a person has it: meson has memory filled when it is given back, and tests keep no settings
    for name in 'HSTOCKPLUS_KEY', 'MALLOC_PERTURB_', 'GSETTINGS_BACKEND':
        env.pop(name, None)
    buy(home, env)
    commands = [[home + '/history' if word == 'HISTORY' else word for word in words] for words in READING_NOTHING + JOURNAL]
    if as_test:
        print('1..%d' % len(commands))
    met = [check(i + 1, words, env) for i, words in enumerate(commands)]
    sys.exit(0 if all(met) else 1)
