#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often the program wakes up while its window is open, nothing is under way and nobody touches it;
and while the window is hidden. Counted by the kernel, of all threads, so a test: prints TAP.

    idle.py HSTOCKPLUS SHOP-COMMAND...     [IDLE_SECONDS=20]
"""
import contextlib
import glob
import os
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import tap  # noqa: E402
import bench  # noqa: E402
import kept  # noqa: E402

SECONDS = float(os.environ.get('IDLE_SECONDS', '20'))
# a minute, with the window seen and hidden; of 20 seconds one more is let pass
MOST = {'visible': 2, 'hidden': 0}
program, *shop_command = sys.argv[1:]


def read_sleeps(pid):
    """How often each thread of this process went to sleep of its own accord, until now."""
    sleeps = {}
    for task in os.listdir('/proc/%d/task' % pid):
        try:
            with open('/proc/%d/task/%s/status' % (pid, task), encoding='ascii') as file:
                sleeps[task] = sum(int(line.split()[1]) for line in file if line.startswith('voluntary_ctxt_switches'))
        except FileNotFoundError:
            pass
    return sleeps


def count_wakeups(before, after):
    """A thread that has ended woke up once for it."""
    return sum(n - before.get(task, 0) for task, n in after.items()) + len(before.keys() - after.keys())


def wait_for(what, condition, seconds=120):
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError('waited in vain for ' + what)
        time.sleep(0.1)


def is_connected(pid):
    """Whether a connection is kept for the next request: after a minute it is closed, which is a wake-up."""
    sockets = set()
    for path in glob.glob('/proc/%d/fd/*' % pid):
        with contextlib.suppress(FileNotFoundError):
            sockets.add(os.readlink(path).removeprefix('socket:[').rstrip(']'))
    with open('/proc/net/tcp', encoding='ascii') as table:
        lines = [line.split() for line in table]
    return any(line[3] == '01' and line[9] in sockets for line in lines)


def settle(pid):
    """Until nothing has happened for 20 seconds: all has been read, and threads without work have ended; and
    before a measuring of a minute, until no connection is kept."""
    quiet = 0

    def is_quiet():
        nonlocal quiet
        before = read_sleeps(pid)
        time.sleep(1)
        quiet = quiet + 1 if count_wakeups(before, read_sleeps(pid)) == 0 else 0
        return quiet >= 20 and (SECONDS < 60 or not is_connected(pid))
    wait_for('quiet', is_quiet)


class Idle(unittest.TestCase):
    def setUp(self):
        self.home = kept.Folder()
        self.shop = subprocess.Popen(shop_command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        endpoint = next(word for word in self.shop.stdout.readline().split() if word.startswith('http'))
        env = dict(os.environ, HSTOCKPLUS_KEY='bench', XDG_DATA_HOME=self.home.name + '/data',
                   XDG_CACHE_HOME=self.home.name + '/cache', XDG_CONFIG_HOME=self.home.name + '/config')
        self.process = subprocess.Popen([program, '--endpoint', endpoint], env=env)
        self.window = wait_for('the window', self.find_window)

    def tearDown(self):
        self.process.terminate()
        self.process.wait(20)
        self.shop.terminate()
        self.shop.wait(20)
        self.shop.stdin.close()
        self.shop.stdout.close()
        self.home.cleanup()

    def find_window(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)],
                               capture_output=True, text=True).stdout.split()
        return found[0] if found else None

    def check(self, name):
        settle(self.process.pid)
        before = read_sleeps(self.process.pid)
        time.sleep(SECONDS)
        n = count_wakeups(before, read_sleeps(self.process.pid))
        print('# %s: %d wake-ups in %.0f seconds' % (name, n, SECONDS), flush=True)
        bench.result('G12', 'wake-ups a minute, window ' + name, n * 60 / SECONDS, MOST[name], unit='', prefix='# ')
        self.assertLessEqual(n, max(1, MOST[name] * SECONDS / 60))

    def test_visible(self):
        self.check('visible')

    def test_hidden(self):
        subprocess.run(['xdotool', 'windowunmap', self.window], check=True)
        self.check('hidden')


if __name__ == '__main__':
    tap.main(sys.modules[__name__], [Idle])
