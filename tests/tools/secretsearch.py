# SPDX-License-Identifier: GPL-3.0-or-later
"""What must not be written anywhere, and a search for it: the key nowhere, codes and numbers nowhere but
in the journal, delivered goods nowhere."""
import base64
import json
import os
import re

# What tests have themselves. What the sandboxes draw is told by them (HSTOCKPLUS_SANDBOX_DRAWN).
KEYS = ['k3y-9f8e7d6c5b4a-of-the-search', 'k3y-9f8e7d6c5b4a', 'k3y-of-the-end-to-end-tests', 'k3y-of-the-test',
        'k3y-of-the-command-line-tests', 'key-of-the-shop-window', 'key-of-the-account', 'key-of-the-sms-page',
        'key-of-the-orders-page', 'key-of-the-strip', 'k3y-of-the-crash-tests', 'good-key']
CODES = ['482913', '730461', '007123', '1111', '2222']
PHONES = ['4055123415', '912345678', '841234567', '55991234567', '11991234567', '0612345678', '15112345678', '61234567',
          '9123456789', '5551234567', '5557654321', '2025550123', '900000001']
# the whole of an account, and how the shop's look, whatever was drawn
GOODS = re.compile(rb'\|P[0-9a-f]{8}!\d\d\||@mail\.example|alice:hunter2|bob[:|]swordfish|dave:qwerty|eve:monkey')
# words of the language, which a shop may be opened with as well
NO_KEYS = {'sandbox', 'bench', 'another key'}
LEAST_KEY = 8

# codes and numbers are the journal's to keep, and the shop's own books
JOURNAL = re.compile(r'(^|/)(journal\.db(-wal|-journal|\.backup-\d+|\.damaged-[^/]*)?|[^/]*books[^/]*|shop-state[^/]*)$|/hsp-sandbox-[^/]*/state\.json$')
# what a person asked for: the history from test-journal-export, test-cli, test-history
EXPORTED = re.compile(r'/hsp-(journal|cli|shop-window)-[^/]*/history\.json$')
# what "Save…" was told to write in test-orders-goods
SAVED_GOODS = re.compile(r'/hsp-shop-page-[^/]*/goods\.txt$')

# a number as it may be spelled: +84 912 345 678
DIGITS = re.compile(rb'\d(?:(?:[ ()-]|\xc2\xa0){0,2}\d){3,}')
NO_DIGIT = re.compile(rb'[^0-9]+')
# shorter codes are found by chance anywhere: they must stand alone in a line, or near such a word
SURE_CODE = 6
CODE_WORD = re.compile(rb'code|otp|kode|m\xc3\xa3|ma xac|verif|sms', re.I)
NEAR = 32
# not codes: process ids, ports, parts of an address, of a word or of a fraction
BEFORE_NO_CODE = re.compile(rb'(pid[=: ]{1,2}|/proc/|127\.0\.0\.1:|\d\.|\d:\d\d:|[0-9a-zA-Z_])$')
# "(process:1234): ", as GLib has it
BEFORE_PROCESS, AFTER_PROCESS = re.compile(rb'\(\S{1,60}:$'), b'): '
AFTER_NO_CODE = re.compile(rb'[0-9a-zA-Z_]|\.\d')
# of a number without its country code, which has three digits at most
LONGEST_PHONE = 15
CHUNK, OVERLAP = 1 << 22, 256


class Secrets:
    """What is looked for."""

    def __init__(self, fixed=False):
        self.keys = set(KEYS)
        self.codes, self.phones = (set(CODES), set(PHONES)) if fixed else (set(), set())

    def learn(self, books):
        for number in books['numbers']:
            self.codes.add(number['code'])
            self.phones.add(number['national'])

    def learn_file(self, path):
        """The books of a sandbox that has ended; of none when it was stopped before it kept any."""
        if os.path.exists(path):
            with open(path, encoding='utf-8') as file:
                self.learn(json.load(file))

    def learn_drawn(self, path):
        """What sandboxes told that they have drawn; of none when there was no shop."""
        kinds = {'key': self.keys, 'code': self.codes, 'phone': self.phones}
        if os.path.exists(path):
            with open(path, encoding='utf-8') as file:
                for line in file:
                    kind, value = line.rstrip('\n').split('\t')
                    kinds[kind].add(value)
        self.keys = {key for key in self.keys if key not in NO_KEYS and len(key) >= LEAST_KEY}

    def key_expression(self):
        spellings = {spelling.encode() for key in self.keys for spelling in (key, key[::-1])}
        spellings |= {base64.b64encode(key.encode())[:-4] for key in self.keys}
        return re.compile(b'|'.join(re.escape(s) for s in sorted(spellings, key=len, reverse=True)))


class Search:
    """Where a thing of each kind was found that is not allowed there."""

    def __init__(self, secrets):
        self.keys = secrets.key_expression()
        self.codes = {code.encode() for code in secrets.codes}
        self.phones = {phone.encode() for phone in secrets.phones}
        self.lengths = sorted({len(phone) for phone in self.phones})
        self.found, self.n_texts, self.n_bytes = [], 0, 0

    def tell(self, where, kind, text, start, end):
        self.found.append('%s: %s in %r' % (where, kind, text[max(0, start - 60):end + 60]))

    def is_code(self, text, start, end):
        before, after = text[max(0, start - NEAR):start], text[end:end + NEAR]
        if BEFORE_NO_CODE.search(before) or AFTER_NO_CODE.match(after):
            return False
        if BEFORE_PROCESS.search(before) and after.startswith(AFTER_PROCESS):
            return False
        if end - start >= SURE_CODE or CODE_WORD.search(before) or CODE_WORD.search(after):
            return True
        return before[-1:] in (b'', b'\n') and after[:1] in (b'', b'\n')

    def is_phone(self, digits, spelled):
        if len(digits) > LONGEST_PHONE + 5 * spelled:
            return False
        for length in self.lengths:
            starts = range(len(digits) - length + 1) if spelled else (len(digits) - length,)
            if any(start >= 0 and digits[start:start + length] in self.phones for start in starts):
                return True
        return False

    def digits(self, where, text, allowed):
        """Codes and numbers, however their digits are set apart."""
        for hit in DIGITS.finditer(text):
            digits = NO_DIGIT.sub(b'', hit.group())
            spelled = len(digits) < hit.end() - hit.start()
            parts = [(hit.start(), hit.end(), digits)]
            if spelled:
                parts += [(hit.start() + part.start(), hit.start() + part.end(), part.group())
                          for part in re.finditer(rb'\d+', hit.group())]
            for start, end, part in parts:
                if 'code' not in allowed and part in self.codes and self.is_code(text, start, end):
                    self.tell(where, 'code', text, start, end)
            if 'phone' not in allowed and any(self.is_phone(part, spelled and i == 0)
                                              for i, (_, _, part) in enumerate(parts)):
                self.tell(where, 'phone', text, hit.start(), hit.end())

    def part(self, where, text, allowed):
        for kind, expression in ('key', self.keys), ('goods', GOODS):
            hit = None if kind in allowed else expression.search(text)
            if hit:
                self.tell(where, kind, text, hit.start(), hit.end())
        if (self.codes or self.phones) and not {'code', 'phone'} <= set(allowed):
            self.digits(where, text, allowed)

    def text(self, where, text, allowed=()):
        self.n_texts += 1
        self.n_bytes += len(text)
        self.part(where, text, allowed)

    def file(self, path, allowed=()):
        """Of any size: a part of it at a time."""
        self.n_texts += 1
        with open(path, 'rb') as file:
            rest = b''
            while True:
                chunk = file.read(CHUNK)
                if not chunk:
                    break
                self.n_bytes += len(chunk)
                self.part(path, rest + chunk, allowed)
                rest = chunk[-OVERLAP:] if len(chunk) == CHUNK else b''

    def folder(self, top, asked=()):
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)
                if not os.path.isfile(path) or os.path.islink(path):
                    continue
                self.file(path, ('code', 'phone') if JOURNAL.search(path) or EXPORTED.search(path) or path in asked
                          else ('goods',) if SAVED_GOODS.search(path) else ())
                self.text('the name', os.path.relpath(path, top).encode())
