#!/usr/bin/python3
"""Start to end of commands that need no network, beside a program that does nothing with the same
libraries linked, started in turn with it. Prints the medians and their ratios.

    cli-start.py LINKED HSTOCKPLUS-CLI [PAIRS]
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

GOAL = 1.5
linked, cli = sys.argv[1:3]
pairs = int(sys.argv[3]) if len(sys.argv) > 3 else 41


def run(argv, env):
    """Milliseconds from start to end."""
    begin = time.monotonic()
    status = subprocess.run(argv, env=env, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL).returncode
    if status:
        sys.exit('%s: status %d' % (' '.join(argv), status))
    return (time.monotonic() - begin) * 1000


with tempfile.TemporaryDirectory() as home:
    # as a person has it: a key in the keyring, so that the settings say which account
    env = dict(os.environ, XDG_DATA_HOME=home + '/data', XDG_CACHE_HOME=home + '/cache',
               XDG_CONFIG_HOME=home + '/config', HOME=home)
    env.pop('HSTOCKPLUS_KEY', None)
    worst = 0
    for words in (['--version'], ['--help'], ['order', '--help'], ['journal'], ['journal', '--json'],
                  ['export', 'orders', '--format', 'csv']):
        run([cli, *words], env)
        empty, program = [], []
        for _ in range(pairs):
            empty.append(run([linked], env))
            program.append(run([cli, *words], env))
        ratio = statistics.median(p / e for p, e in zip(program, empty))
        worst = max(worst, ratio)
        print('%-28s %6.2f ms, linked %5.2f ms, ratio %.2f (goal %.2f)'
              % (' '.join(words), statistics.median(program), statistics.median(empty), ratio, GOAL), flush=True)
    sys.exit(0 if worst <= GOAL else 1)
