#!/usr/bin/python3
"""What is written anywhere, searched for what must not be there.

A day on the command line with every debug switch on, its home and temporary folders kept. Then every
file and everything that was said is searched: the key is nowhere (but in the keyring, which is not in
that folder), codes and numbers nowhere but in the journal and where a person sent them, delivered goods
nowhere. And the search itself, which tools/test makes of all that the whole suite writes: that it finds
what is there. Run it inside tests/tools/with-desktop.

    test-secrets.py HSTOCKPLUS-CLI HSTOCKPLUS-SANDBOX
"""
import base64
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import tap  # noqa: E402
import written  # noqa: E402
from secretsearch import CHUNK, GOODS, Search, Secrets  # noqa: E402

CLI, SHOP = map(os.path.abspath, sys.argv[1:3])
WRITTEN_BY = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools', 'written-by')
KEY = 'k3y-9f8e7d6c5b4a-of-the-search'
LINK = 'https://instagram.com/ca.phe.saigon'
SERVICE = '23501'
# what must be found, in files and in what is said
PLANTED = (('key', KEY), ('key', KEY[::-1]), ('key', base64.b64encode(KEY.encode()).decode()),
           ('code', 'the code is 482913.'), ('code', '{"x":"482913"}'), ('code', 'G-482913'), ('code', '482 913'),
           ('code', 'row 3: 482913 of 7'), ('code', '1735689600,482913'), ('code', '[1,482913]'), ('code', '482913,123'), ('code', '(code:482913)'), ('code', 'Your Uber code is 4829.'), ('code', '"code": "4829"'), ('phone', '"+12132231105"'), ('phone', '+1 213 223 1105'), ('phone', '213-223-1105'),
           ('phone', 'phone=2132231105&'), ('goods', 'minh.nguyen1234@mail.example|P0123abcd!42|recovery123@mail.example'))
# what has the same digits by chance
CHANCE = ('(process:482913): hsp-client-DEBUG: 18:20:04.482: text', 'pid=482913', '12.482913', '0x482913', 'ab482913', '1482913',
          'http://127.0.0.1:4829/api', 'service 4829', '4829 rows', '1700000000482913', '/proc/482913/stat')
FAULTS = ('not-json', 'html', 'empty', 'truncate', 'http-400', 'http-500', 'redirect', 'bad-utf8', 'too-deep', 'too-long',
          'error-object', 'bad-key', 'long-line', 'bad-row', 'binary', 'reset-after')


class Shop:
    def __init__(self, *options):
        self.folder = tempfile.mkdtemp(prefix='hsp-secrets-shop-')
        self.process = subprocess.Popen([SHOP, '--control', '--key', KEY, '--balance', '10000',
                                         '--state', self.folder + '/books', *options],
                                        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.endpoint = self.process.stdout.readline().split()[-1]
        self.process.stdout.readline()

    def say(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def ask(self, **params):
        """As anybody who has the key can, without our programs."""
        form = urllib.parse.urlencode(dict(params, key=KEY)).encode()
        with urllib.request.urlopen(self.endpoint, form, timeout=20) as answer:
            return json.load(answer)

    def stop(self):
        """Its books, once it has closed them."""
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()
        with open(self.folder + '/books', encoding='utf-8') as file:
            books = json.load(file)
        shutil.rmtree(self.folder)
        return books


class SecretsTest(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix='hsp-secrets-')
        self.secrets = Secrets()
        self.said = []          # (where, bytes, kinds that a person asked for)
        self.asked = set()      # files that a person asked for
        self.env = dict(os.environ, G_MESSAGES_DEBUG='all', HSP_TEST_KEEP='1', TMPDIR=self.top + '/tmp', HOME=self.top,
                        TERM='dumb', SOUP_DEBUG='all')
        for name in 'DATA', 'CONFIG', 'CACHE', 'STATE':
            self.env['XDG_%s_HOME' % name] = self.top + '/' + name.lower()
        os.mkdir(self.env['TMPDIR'])
        # still as the desktop of tests has it: nothing moves by itself
        shutil.copytree(os.environ['XDG_CONFIG_HOME'] + '/gtk-4.0', self.top + '/config/gtk-4.0')
        self.env.pop('HSTOCKPLUS_KEY', None)

    def tearDown(self):
        shutil.rmtree(self.top)

    def search(self):
        search = Search(self.secrets)
        for where, text, allowed in self.said:
            search.text(where, text, allowed)
        search.folder(self.top, self.asked)
        return search

    # --- the command line ----------------------------------------------------------------------

    def cli(self, *words, stdin='', asked=(), key=True):
        """@asked: what a person wants to see of it on standard output."""
        env = dict(self.env)
        if key:
            env['HSTOCKPLUS_KEY'] = KEY
        done = subprocess.run([CLI, '--endpoint', self.shop.endpoint, *words], input=stdin.encode(), capture_output=True,
                              env=env, timeout=60)
        self.said += [(words, done.stdout, asked), (words, done.stderr, ())]
        return done

    def json(self, *words, **options):
        """What is said for the sake of debugging is not in it."""
        return json.loads(self.cli('--json', *words, **options).stdout)

    def day(self):
        """A key, what there is, both purchases, goods, codes, history out and in, and every fault on the way."""
        everything = 'code', 'phone', 'goods'
        self.cli('key', 'set', stdin=KEY + '\n', key=False)
        self.cli('key', 'check', key=False)
        self.cli('balance', key=False)
        self.cli('services', '--search', 'followers viet real')
        self.cli('order', SERVICE, '2500', '--link', LINK, '--yes')
        goods = next(s for s in self.json('services')['services']
                     if s['category'].endswith('Accounts') and (s['stock'] or 0) > max(s['min'], 3))
        product = self.json('order', goods['service'], str(max(goods['min'], 3)), '--link', LINK, '--yes')['order']
        project = self.json('sms', 'projects', '--country', 'us')[0]['project']
        numbers = [self.json('sms', 'get', project, '--country', 'us', '--yes', '--again', asked=('phone',))
                   for _ in range(3)]
        orders = [one['numbers'][0]['order'] for one in numbers]
        self.assertEqual(len(orders), 3)
        self.shop.say('advance 120')
        for order in orders:
            self.cli('sms', 'code', order, asked=everything)
            self.cli('sms', 'wait', order, '--timeout', '1', asked=everything)
            self.cli('sms', 'status', order, asked=everything)
        self.assertTrue('accounts' in self.shop.ask(action='status', order=product) or self.dialect != 'live')
        self.cli('status', product)
        self.cli('call', 'status', 'order=' + product, asked=everything)
        self.cli('call', 'sms_status', 'order=' + orders[0], asked=everything)
        self.cli('call', 'add_sms', 'project_id=' + project, 'country=us', '--yes', asked=everything)
        self.faults(product, orders[0], project)
        self.cli('journal')
        for what in 'orders', 'sms', 'statement':
            self.cli('export', what, '--format', 'csv', asked=('code', 'phone'))
        history = self.top + '/history-%s.json' % self.dialect
        with open(history, 'wb') as file:
            done = self.cli('export', 'history', '--format', 'json', asked=('code', 'phone'))
            file.write(done.stdout)
        self.asked.add(history)
        self.cli('import', history)
        self.cli('key', 'forget', key=False)

    def faults(self, product, number, project):
        everything = 'code', 'phone', 'goods'
        for fault in FAULTS:
            self.shop.say('fault add status=' + fault)
            self.cli('status', product)
            for action, words in (('sms_code', ('sms', 'code', number)), ('sms_status', ('sms', 'status', number)),
                                  ('status', ('call', 'status', 'order=' + product))):
                self.shop.say('fault add %s=%s' % (action, fault))
                self.cli(*words, asked=everything)
        for fault in 'truncate', 'http-500', 'not-json', 'reset-after':
            self.shop.say('fault add add_sms=' + fault)
            self.cli('sms', 'get', project, '--country', 'us', '--yes', '--again', asked=('phone',))

    def check_day(self, dialect):
        self.dialect = dialect
        self.shop = Shop('--dialect', dialect, '--services', '200')
        try:
            self.day()
        finally:
            self.secrets.learn(self.shop.stop())
        self.assertGreater(len(self.secrets.codes), 5)
        # it was said what is done, and it was the day that was meant
        self.assertTrue(any(b'DEBUG' in text for _, text, _ in self.said))
        self.assertTrue(any(GOODS.search(text) for _, text, _ in self.said) or dialect != 'live')
        self.assert_nothing('a day on the command line, ' + dialect)

    def assert_nothing(self, what):
        search = self.search()
        self.assertEqual(search.found, [], '\n' + '\n'.join(search.found[:20]))
        self.assertGreater(search.n_bytes, 100000)
        print('# PROOF: %s: %d files and outputs, %d kB searched: no key, code, number or goods where it may not be'
              % (what, search.n_texts, search.n_bytes // 1000), flush=True)

    def test_a_day_as_documented(self):
        self.check_day('documented')

    def test_a_day_as_it_is(self):
        self.check_day('live')

    # --- the search itself -------------------------------------------------------------------------

    def plant(self, name, text):
        path = self.top + '/' + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as file:
            file.write(b'\0\1binary\xff' + text.encode() + b'\n')
        return path

    def test_the_search_finds(self):
        self.secrets.codes, self.secrets.phones = {'482913', '4829'}, {'2132231105'}
        for kind, text in PLANTED:
            for name in 'file', 'journal.db', 'history.json', '.hidden/file-' + re.sub('[^a-z0-9]', '', text)[:8]:
                path = self.plant(name, text)
                self.asked = {self.top + '/history.json'}
                expected = 0 if kind in ('code', 'phone') and name in ('journal.db', 'history.json') else 1
                found = [line for line in self.search().found if ': %s in ' % kind in line and 'the name' not in line]
                self.assertEqual(min(len(found), 1), expected, (kind, text, name))
                os.unlink(path)
            self.said = [('said', text.encode(), ())]
            self.assertTrue(self.search().found, text)
            self.said = [('said', text.encode(), (kind,))]
            self.assertEqual(self.search().found, [])
            self.said = []

    def test_the_search_is_not_misled(self):
        self.secrets.codes, self.secrets.phones = {'482913', '4829'}, {'2132231105'}
        for text in CHANCE:
            self.said = [('said', text.encode(), ())]
            self.assertEqual(self.search().found, [], text)

    def test_the_search_of_large_files(self):
        """Of which a part at a time is read: also where it stands across two of them."""
        with open(self.top + '/large', 'wb') as file:
            file.seek(CHUNK - 10)
            file.write(KEY.encode())
            file.seek(3 * CHUNK)
            file.write(b'.')
        search = self.search()
        self.assertEqual(len(search.found), 1)
        self.assertGreater(search.n_bytes, 3 * CHUNK)

    # --- the search of a whole round, which tools/count-tests counts ---------------------------------

    def run_written(self, script):
        """As `meson test --wrapper` runs a test: its status, and how the search of the round ends."""
        kept = tempfile.mkdtemp(dir=self.top)
        command = ['sh', '-c', script]
        done = subprocess.run([WRITTEN_BY, *command], env=dict(self.env, HSP_WRITTEN=kept), capture_output=True, timeout=60)
        left = [name for name in os.listdir(kept) if not name.startswith('report-')]
        self.assertEqual(left, [])
        outcomes, _ = written.search(kept, [('planted', [WRITTEN_BY, *command], done.stdout + done.stderr)])
        return done.returncode, {name: found for name, found in outcomes}

    def test_a_round_that_writes(self):
        drawn = r"printf 'key\tq7-drawn-by-a-shop\ncode\t582931\ncode\t4829\nphone\t2132231105\nphone\t2132231177\n' >> $HSTOCKPLUS_SANDBOX_DRAWN; "
        places = '> $TMPDIR/kept', '> $HOME/kept', '> $XDG_DATA_HOME/kept', '', '>&2'
        for kind, text in PLANTED + (('key', 'q7-drawn-by-a-shop'), ('code', 'it is 582931'), ('phone', '+12132231177')):
            for place in places:
                status, outcomes = self.run_written(drawn + 'printf %%s %s %s; exit 3' % (shlex.quote(text), place))
                self.assertEqual(status, 3)
                failed = [name for name, found in outcomes.items() if found]
                self.assertIn('no %s is written' % kind, failed, (text, place))
        # nothing of these is little, for a round
        self.assertIn('everything written was searched', failed)
        _, outcomes = self.run_written(drawn + 'echo 582931 > $TMPDIR/journal.db')
        self.assertEqual([name for name, found in outcomes.items() if found], ['everything written was searched'])

    def test_a_round_that_is_not_searched(self):
        outcomes, _ = written.search(self.top, [('missing', [WRITTEN_BY, 'true'], b'')])
        self.assertIn('missing: nothing was kept', dict(outcomes)['everything written was searched'])


if __name__ == '__main__':
    tap.main(sys.modules[__name__], [SecretsTest])
