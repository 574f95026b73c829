#!/usr/bin/python3
"""Start to end of commands that need no network, beside a program that does nothing with the same
libraries linked, started in turn with it. Prints the medians and their ratios.

    cli-start.py LINKED HSTOCKPLUS-CLI [PAIRS]
    cli-start.py LINKED HSTOCKPLUS-CLI --test

Other programs make a wait for the processor longer, and most for a command with a thread for its
journal: such are measured on a machine that does nothing else. Processor time hardly changes, so
as a test it holds the commands that read nothing to the same goal by that.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

GOAL = 1.5
READING_NOTHING = ['--version'], ['--help'], ['order', '--help']
READING = ['journal'], ['journal', '--json'], ['export', 'orders', '--format', 'csv']
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


def measure(words, env):
    """Medians of the command and of what does nothing, and the median of their ratios: (whole, processor)."""
    run([cli, *words], env)
    times = [(run([cli, *words], env), run([linked], env)) for _ in range(pairs)]
    return [(statistics.median(p[i] for p, _ in times), statistics.median(e[i] for _, e in times),
             statistics.median(p[i] / e[i] for p, e in times)) for i in (0, 1)]


with tempfile.TemporaryDirectory() as home:
    # as a person has it: a key in the keyring, so that the settings say which account
    env = dict(os.environ, XDG_DATA_HOME=home + '/data', XDG_CACHE_HOME=home + '/cache',
               XDG_CONFIG_HOME=home + '/config', HOME=home)
    env.pop('HSTOCKPLUS_KEY', None)
    worst = 0
    commands = READING_NOTHING if as_test else READING_NOTHING + READING
    if as_test:
        print('1..%d' % len(commands))
    for i, words in enumerate(commands):
        whole, processor = measure(words, env)
        worst = max(worst, (processor if as_test else whole)[2])
        print('%s%-28s %6.2f ms, linked %5.2f ms, ratio %.2f; processor %5.2f ms, linked %5.2f ms, ratio %.2f (goal %.2f)'
              % ('# ' if as_test else '', ' '.join(words), *whole, *processor, GOAL), flush=True)
        if as_test:
            print('%s %d %s' % ('ok' if processor[2] <= GOAL else 'not ok', i + 1, ' '.join(words)), flush=True)
    sys.exit(0 if worst <= GOAL else 1)
