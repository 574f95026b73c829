# SPDX-License-Identifier: GPL-3.0-or-later
"""What must not be written anywhere, and a search for it: the key nowhere, codes and numbers nowhere but
in the journal, delivered goods nowhere."""
import base64
import json
import os
import re

# of the suite
KEYS = ['k3y-9f8e7d6c5b4a-of-the-search', 'k3y-9f8e7d6c5b4a', 'k3y-of-the-end-to-end-tests', 'k3y-of-the-test',
        'key-of-the-shop-window', 'key-of-the-account', 'key-of-the-sms-page', 'key-of-the-orders-page', 'key-of-the-strip']
# codes and numbers are the journal's to keep
JOURNAL = re.compile(r'(^|/)journal\.db(-wal|\.backup-\d+|\.damaged-.*)?$')
# what "Save…" was told to write in test-orders-goods
SAVED_GOODS = re.compile(r'/hsp-shop-page-[^/]*/goods\.txt$')
# how the shop's goods look, whatever was drawn
GOODS = re.compile(rb'\|P[0-9a-f]{8}!\d\d\||@mail\.example')
# shorter ones are found by chance
LEAST_CODE = 5


class Secrets:
    """What is looked for, as expressions by kind."""

    def __init__(self):
        self.codes, self.phones = set(), set()

    def learn(self, books):
        for number in books['numbers']:
            if len(number['code']) >= LEAST_CODE:
                self.codes.add(number['code'])
            self.phones.add(number['national'])

    def learn_file(self, path):
        """The books of a sandbox that has ended; of none when it was stopped before it kept any."""
        if os.path.exists(path):
            with open(path, encoding='utf-8') as file:
                self.learn(json.load(file))

    def expressions(self):
        spellings = {spelling.encode() for key in KEYS for spelling in (key, key[::-1])}
        spellings |= {base64.b64encode(key.encode())[:-4] for key in KEYS}
        digits = {kind: b'|'.join(sorted(text.encode() for text in texts))
                  for kind, texts in (('code', self.codes), ('phone', self.phones))}
        kinds = {'key': re.compile(b'|'.join(re.escape(s) for s in sorted(spellings, key=len, reverse=True))),
                 'code': re.compile(rb'(?<![0-9a-fA-F.])(' + digits['code'] + rb')(?![0-9a-fA-F])'),
                 'phone': re.compile(digits['phone']), 'goods': GOODS}
        # of nothing would be found everywhere
        return {kind: expression for kind, expression in kinds.items() if digits.get(kind) != b''}


class Search:
    """Where a thing of each kind was found that is not allowed there."""

    def __init__(self, secrets):
        self.expressions = secrets.expressions()
        self.found, self.n_texts, self.n_bytes = [], 0, 0

    def text(self, where, text, allowed=()):
        self.n_texts += 1
        self.n_bytes += len(text)
        for kind, expression in self.expressions.items():
            hit = None if kind in allowed else expression.search(text)
            if hit:
                around = text[max(0, hit.start() - 60):hit.end() + 60]
                self.found.append('%s: %s in %r' % (where, kind, around))

    def folder(self, top, asked=()):
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)
                if not os.path.isfile(path) or os.path.islink(path):
                    continue
                allowed = (('code', 'phone') if JOURNAL.search(path) or path in asked
                           else ('goods',) if SAVED_GOODS.search(path) else ())
                with open(path, 'rb') as file:
                    self.text(path, file.read(), allowed)
                self.text('the name', os.path.relpath(path, top).encode())
