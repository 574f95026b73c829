# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders that go away when a test has ended, unless somebody wants to look at what was written there."""
import os
import shutil
import tempfile

KEEP = 'HSP_TEST_KEEP' in os.environ


def remove(folder):
    if not KEEP:
        shutil.rmtree(folder)


class Folder:
    """A temporary one, for `with` or until cleanup()."""

    def __init__(self, prefix='hsp-'):
        self.name = tempfile.mkdtemp(prefix=prefix)

    def __enter__(self):
        return self.name

    def __exit__(self, *_):
        self.cleanup()

    def cleanup(self):
        remove(self.name)
