# SPDX-License-Identifier: GPL-3.0-or-later
"""unittest as TAP: one line a test, so that each is counted."""
import sys
import unittest


class Result(unittest.TestResult):
    count = 0

    def line(self, test, ok, extra=''):
        Result.count += 1
        print('%s %d %s%s' % ('ok' if ok else 'not ok', Result.count, test.id().split('.', 1)[-1], extra), flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.line(test, True)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.line(test, True, ' # SKIP ' + reason)

    def fail(self, test, error):
        self.line(test, False)
        print('\n'.join('# ' + line for line in self._exc_info_to_string(error, test).splitlines()), flush=True)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.fail(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self.fail(test, error)


def main(module, classes, names=()):
    """Runs the tests of these classes, or those with these names ("Class.test")."""
    loader = unittest.defaultTestLoader
    suite = unittest.TestSuite([loader.loadTestsFromNames(names, module)] if names
                               else [loader.loadTestsFromTestCase(one) for one in classes])
    print('TAP version 13\n1..%d' % suite.countTestCases(), flush=True)
    result = Result()
    suite.run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
