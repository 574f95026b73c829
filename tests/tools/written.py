# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of the search of everything that a round of tests wrote: a test for each kind of secret, and
one that it was everything."""
import glob
import json

from secretsearch import Search, Secrets

KINDS = 'key', 'code', 'phone', 'goods'
# with less, something was not kept or no debug switch was on: a round has many times that
LEAST_BYTES, LEAST_CODES = 10 ** 7, 50


class Said(Secrets):
    """What was looked for in the files of a test, whichever of its runs it was."""

    def __init__(self, reports):
        super().__init__()
        self.keys, self.codes, self.phones = (set().union(*(report[kind] for report in reports))
                                              for kind in ('keys', 'codes', 'phones'))


def read_reports(folder):
    """By command: a test that is run again has one more."""
    reports = {}
    for path in glob.glob(folder + '/report-*.json'):
        with open(path, encoding='utf-8') as file:
            report = json.load(file)
        reports.setdefault(tuple(report['command']), []).append(report)
    return reports


def search(folder, tests):
    """(name, found) of each test of the search, and what it is a proof of.

    @folder: of written-by; @tests: (name, command, bytes it said) of each test that it ran.
    """
    reports = read_reports(folder)
    found, missing, n_texts, n_bytes, debug = [], [], 0, 0, False
    codes = set()
    for name, command, said in tests:
        # behind the program that ran it
        mine = reports.get(tuple(command[1:]), [])
        if not mine:
            missing.append('%s: nothing was kept' % name)
            continue
        here = Search(Said(mine))
        here.text('said by ' + name, said)
        for report in mine:
            found += ['%s: %s' % (name, line) for line in report['found']]
            n_texts += report['texts']
            n_bytes += report['bytes']
            codes |= set(report['codes'])
        found += here.found
        n_texts += 1
        n_bytes += len(said)
        debug = debug or b'-DEBUG: ' in said
    if n_bytes < LEAST_BYTES or len(codes) < LEAST_CODES or not debug:
        missing.append('%d bytes, %d codes, debugging %s' % (n_bytes, len(codes), debug))
    outcomes = [('no %s is written' % kind, [line for line in found if ': %s in ' % kind in line]) for kind in KINDS]
    return ([*outcomes, ('everything written was searched', missing)],
            '%d tests with every debug switch on: %d files and outputs, %.1f MB searched for the keys, %d codes, the numbers '
            'and goods of their shops' % (len(tests), n_texts, n_bytes / 1e6, len(codes)))
