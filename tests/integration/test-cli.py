#!/usr/bin/python3
"""The command line from outside, against a real shop on loopback.

    test-cli.py HSTOCKPLUS-CLI HSTOCKPLUS-SANDBOX SOURCE-FOLDER [--keyring] [TEST...]
"""
import csv
import io
import json
import os
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata
import unittest
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import kept  # noqa: E402
import tap  # noqa: E402

CLI, SHOP, TOP = sys.argv[1:4]
KEY = 'k3y-of-the-command-line-tests'
LINK = 'https://instagram.com/ca.phe.saigon'
SERVICE, TOTAL = '23501', '2.125'
DIALECTS = 'documented', 'live', 'old'
# what is said for the sake of debugging, a line each
DEBUG = re.compile(r'(\(\S+:\d+\): |\*\* )?\S*-\S*(DEBUG|INFO)\S*: .*\n')
SCHEMA_PATH = 'com/hstockplus/HstockPlus'
DONE, USAGE, REJECTED, NOT_SENT, UNCONFIRMED, NO_KEY, UNREADABLE, STORE = 0, 2, 3, 4, 5, 6, 7, 8


class Shop:
    def __init__(self, *options):
        self.process = subprocess.Popen([SHOP, '--control', '--key', KEY, *options], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.endpoint = self.process.stdout.readline().split()[-1]
        self.process.stdout.readline()

    def say(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def fault(self, text):
        assert self.say('fault add ' + text) == 'ok\n', text

    def requests(self, action=None):
        return [r for r in json.loads(self.say('requests')) if action in (None, r['action'])]

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


class Case(unittest.TestCase):
    dialect = 'documented'
    key = KEY

    def setUp(self):
        self.home = tempfile.mkdtemp(prefix='hsp-cli-')
        self.shop = Shop('--dialect', self.dialect)
        self.env = dict(os.environ, HOME=self.home, XDG_DATA_HOME=self.home + '/data',
                        XDG_CACHE_HOME=self.home + '/cache', XDG_CONFIG_HOME=self.home + '/config', TERM='xterm')
        self.env.pop('HSTOCKPLUS_KEY', None)
        self.env.pop('NO_COLOR', None)

    def tearDown(self):
        self.shop.stop()
        for folder, _, names in os.walk(self.home):
            for name in names:
                with open(os.path.join(folder, name), 'rb') as file:
                    self.assertNotIn(KEY.encode(), file.read(), name)
        kept.remove(self.home)

    def take_debug(self, said):
        """Without what is said for the sake of debugging, which is searched with the rest of what is written."""
        with open(self.home + '/debug', 'a', encoding='utf-8') as file:
            file.writelines(hit.group() for hit in DEBUG.finditer(said))
        return DEBUG.sub('', said)

    def argv(self, words):
        return [CLI, '--endpoint', self.shop.endpoint, *words]

    def run_cli(self, *words, stdin='', key=True, env=None):
        env = dict(env or self.env)
        if key and self.key:
            env['HSTOCKPLUS_KEY'] = self.key
        done = subprocess.run(self.argv(words), input=stdin, capture_output=True, text=True, env=env, timeout=60)
        done.stderr = self.take_debug(done.stderr)
        for text in (done.stdout, done.stderr):
            self.assertNotIn(KEY, text)
            self.assertNotRegex(text, '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]')
        return done

    def fails(self, status, *words, **options):
        """The sentence on standard error; with --json it is one document with an error."""
        done = self.run_cli(*words, **options)
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        self.assertRegex(done.stderr, '^hstockplus-cli: .+')
        return done.stderr

    def json(self, *words, status=DONE, **options):
        done = self.run_cli('--json', *words, **options)
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        document = json.loads(done.stdout)
        if status:
            self.assertEqual(list(document['error']), ['kind', 'message', 'server'])
            self.assertTrue(document['error']['message'])
        return document

    def buy(self, *words, **options):
        return self.json('order', SERVICE, '2500', '--link', LINK, '--yes', *words, **options)

    def project(self):
        return [p for p in self.json('sms', 'projects', '--country', 'us') if p['name'] == 'Telegram'][0]

    @staticmethod
    def params(request):
        return urllib.parse.parse_qs(request['params'])

    def adds(self, action='add'):
        return len(self.shop.requests(action))


class Rows:
    """Every row of the table; run in each dialect of the shop."""

    def test_categories(self):
        rows = self.json('categories')
        self.assertEqual(rows[0]['category'], 'Instagram')
        self.assertIn('Followers', rows[0]['subcategories'])
        self.assertTrue(self.run_cli('categories').stdout.startswith('Instagram\tFollowers, '))

    def test_services(self):
        page = self.json('services', '--category', 'Instagram', '--page', '2', '--limit', '5')
        self.assertEqual(list(page), ['services', 'total', 'page', 'limit', 'total_pages', 'skipped'])
        self.assertEqual((len(page['services']), page['page'], page['limit']), (5, 2, 5))
        first = page['services'][0]
        self.assertEqual(list(first), ['service', 'name', 'type', 'category', 'subcategory', 'rate', 'min', 'max',
                                       'refill', 'cancel', 'stock', 'kind'])
        self.assertIsInstance(first['service'], str)
        self.assertRegex(first['rate'], r'^\d+(\.\d*[1-9])?$')
        self.assertIsInstance(first['refill'], bool)
        self.assertIn(first['kind'], ('smm', 'product', None))
        other = self.json('services', '--category', 'Instagram', '--page', '1', '--limit', '5')
        self.assertNotEqual(other['services'], page['services'])

    def test_services_of_a_subcategory(self):
        all_of_it = self.json('services', '--category', 'Instagram')['services']
        some = self.json('services', '--category', 'Instagram', '--subcategory', 'Followers')['services']
        self.assertTrue(some)
        self.assertLess(len(some), len(all_of_it))
        self.assertLessEqual({s['service'] for s in some}, {s['service'] for s in all_of_it})
        asked = self.shop.requests('services')[-1]
        self.assertEqual(self.params(asked).get('subcategory'), ['Followers'])

    def test_services_by_words(self):
        found = self.json('services', '--search', 'FOLLOWERS viet real', '--in-stock', '--limit', '3')
        self.assertEqual(found['services'][0]['service'], SERVICE)
        self.assertLessEqual(len(found['services']), 3)
        self.assertTrue(all(s['stock'] != 0 for s in found['services']))
        self.assertEqual(found['total_pages'], (found['total'] + 2) // 3)
        self.assertEqual(self.json('services', '--search', 'no such words')['services'], [])

    def test_all_services(self):
        page = self.json('services')
        self.assertEqual(page['total'], len(page['services']))
        self.assertGreater(page['total'], 1000)

    def test_inventory(self):
        stock = self.json('inventory', SERVICE)
        self.assertEqual(list(stock), ['service', 'stock', 'available'])
        self.assertEqual((stock['service'], stock['available']), (SERVICE, True))

    def test_order_status_journal(self):
        placed = self.buy()
        self.assertEqual(list(placed), ['outcome', 'order', 'journal', 'estimate', 'currency'])
        self.assertEqual((placed['outcome'], placed['journal'], placed['estimate']), ('placed', '1', TOTAL))
        self.assertEqual(self.adds(), 1)
        self.shop.say('advance 100000')
        status = self.json('status', placed['order'])
        self.assertEqual(list(status), ['order', 'status', 'state', 'charge', 'currency', 'start_count', 'remains'])
        self.assertEqual((status['order'], status['state']), (placed['order'], 'completed'))
        row, = self.json('journal', key=True)
        self.assertEqual(list(row), ['journal', 'kind', 'state', 'order', 'service', 'quantity', 'link', 'estimate',
                                     'charge', 'currency', 'created', 'updated', 'reason', 'service_kind'])
        self.assertIn(row['service_kind'], ('smm', 'product', None))
        self.assertEqual((row['kind'], row['state'], row['charge'], row['quantity']), ('order', 'completed', status['charge'], 2500))
        self.assertEqual(self.json('journal', '--open'), [])

    def test_status_of_an_order_from_elsewhere(self):
        placed = self.buy()
        other = self.json('--data-dir', self.home + '/other', 'status', placed['order'])
        self.assertEqual(other['state'], 'open')
        self.assertEqual(self.json('--data-dir', self.home + '/other', 'journal'), [])

    def test_balance(self):
        self.assertEqual(self.json('balance'), {'balance': '100', 'currency': 'USD'})
        self.assertEqual(self.run_cli('balance').stdout, 'balance\t100\ncurrency\tUSD\n')

    def test_sms(self):
        countries = self.json('sms', 'countries')
        self.assertIn({'country': 'us', 'name': 'United States', 'dial_code': '+1'},
                      [dict(c, dial_code='+1') for c in countries])
        project = self.project()
        self.assertEqual(list(project), ['project', 'name', 'price', 'country', 'country_name'])
        rented = self.json('sms', 'get', project['project'], '--country', 'us', '--quantity', '2', '--yes')
        self.assertEqual((rented['outcome'], rented['journal'], len(rented['numbers'])), ('placed', '1', 2))
        number = rented['numbers'][0]
        self.assertEqual(list(number), ['order', 'phone', 'country', 'status'])
        for words in (['code'], ['status'], ['wait', '--timeout', '1']):
            waiting = self.json('sms', *words, number['order'], status=REJECTED if 'wait' in words else DONE)
            self.assertEqual(list(waiting)[:9], ['order', 'status', 'state', 'phone', 'code', 'text', 'charge',
                                                 'currency', 'expires_at'])
            self.assertEqual((waiting['state'], waiting['code']), ('waiting', None))
        self.shop.say('advance 60')
        received = self.json('sms', 'wait', number['order'], '--timeout', '20')
        self.assertEqual(received['state'], 'received')
        self.assertRegex(received['code'], '^[0-9A-Z]{4,8}$')
        # one that this journal does not know
        other = self.json('--data-dir', self.home + '/other', 'sms', 'wait', number['order'], '--timeout', '20')
        self.assertEqual(other['code'], received['code'])
        self.assertEqual(self.json('sms', 'code', number['order'])['code'], received['code'])
        self.assertEqual({r['kind'] for r in self.json('journal')}, {'sms'})
        self.assertEqual(self.adds('add_sms'), 1)

    def elsewhere(self, *words):
        """What was bought at the shop, but not in the journal of this test."""
        return self.json('--data-dir', self.home + '/other', *words, '--yes')

    def test_settle(self):
        self.shop.fault('add=reset-after')
        lost = self.buy(status=UNCONFIRMED)
        self.assertEqual((lost['outcome'], lost['error']['kind']), ('unconfirmed', 'unconfirmed'))
        row, = self.json('journal', '--unconfirmed')
        self.assertEqual(row['journal'], lost['journal'])
        self.json('settle', lost['journal'], '--order', '99999999', status=REJECTED)
        number = self.elsewhere('order', SERVICE, '2500', '--link', LINK + '2')
        settled = self.json('settle', lost['journal'], '--order', number['order'])
        self.assertEqual((settled['state'], settled['order']), ('open', number['order']))
        self.assertEqual(self.json('journal', '--unconfirmed'), [])
        undone = self.json('settle', lost['journal'], '--undo', key=False)
        self.assertEqual((undone['state'], undone['order'], undone['charge']), ('unconfirmed', None, None))
        self.json('settle', lost['journal'], '--undo', status=USAGE)
        self.json('settle', lost['journal'], '--order', number['order'])

    def test_settle_with_another_order(self):
        """What the shop charged is not what was sent: both figures, and nothing is kept."""
        self.shop.fault('add=reset-before')
        lost = self.buy(status=UNCONFIRMED)
        other = self.elsewhere('order', SERVICE, '5000', '--link', LINK + '2')
        self.assertEqual(other['estimate'], '4.25')
        error = self.json('settle', lost['journal'], '--order', other['order'], status=REJECTED)['error']
        self.assertEqual(error['kind'], 'mismatch')
        for figure in ('4.25', TOTAL, other['order'], '--force'):
            self.assertIn(figure, error['message'])
        self.assertEqual(self.json('journal')[0]['state'], 'unconfirmed')
        self.json('settle', lost['journal'], '--not-placed', '--force', status=USAGE)
        settled = self.json('settle', lost['journal'], '--order', other['order'], '--force')
        self.assertEqual((settled['state'], settled['order']), ('open', other['order']))

    def test_settle_as_not_placed(self):
        self.shop.fault('add=http-502')
        lost = self.buy(status=UNCONFIRMED)
        settled = self.json('settle', lost['journal'], '--not-placed', key=False)
        self.assertEqual(settled['state'], 'not_placed')
        self.json('settle', lost['journal'], '--not-placed', status=USAGE)
        self.assertEqual(self.json('settle', lost['journal'], '--undo', key=False)['state'], 'unconfirmed')
        self.json('settle', '77', '--undo', status=STORE)

    def test_settle_numbers(self):
        project = self.project()['project']
        words = 'sms', 'get', project, '--country', 'us', '--quantity', '2'
        self.shop.fault('add_sms=reset-before')
        lost = self.json(*words, '--yes', status=UNCONFIRMED)
        self.assertEqual(lost['journal'], '1')
        numbers = [n['order'] for n in self.elsewhere(*words)['numbers']]
        self.json('settle', '1', '--order', '1,2,3', status=USAGE)
        self.json('settle', '1', '--order', ',', status=USAGE)
        settled = self.json('settle', '1', '--order', ', '.join(numbers))
        self.assertEqual((settled['kind'], settled['state']), ('sms', 'placed'))
        self.assertEqual({r['order'] for r in self.json('journal')}, set(numbers))
        undone = self.json('settle', '1', '--undo', key=False)
        self.assertEqual((undone['kind'], undone['state']), ('sms', 'unconfirmed'))
        row, = self.json('journal')
        self.assertEqual((row['journal'], row['state']), ('1', 'unconfirmed'))
        self.json('settle', '1', '--not-placed', key=False)
        # it stays where a person can see it
        row, = self.json('journal')
        self.assertEqual((row['kind'], row['state']), ('sms', 'not_placed'))
        self.assertEqual([r['state'] for r in self.json('export', 'orders')], ['not_placed'])

    def test_number_that_is_used_again(self):
        project = self.project()['project']
        first = self.json('sms', 'get', project, '--country', 'us', '--yes')['numbers'][0]
        self.shop.say('advance 60')
        self.json('sms', 'wait', first['order'], '--timeout', '20')
        again = self.json('sms', 'get', project, '--country', 'us', '--phone', first['phone'], '--yes')
        self.assertEqual(again['outcome'], 'placed')
        self.assertEqual(self.params(self.shop.requests('add_sms')[-1]).get('phone'), [first['phone']])
        digits = [re.sub(r'\D', '', phone)[-8:] for phone in (first['phone'], again['numbers'][0]['phone'])]
        self.assertEqual(digits[0], digits[1])

    def test_rejected_numbers(self):
        self.shop.fault('add_sms=http-400')
        refused = self.json('sms', 'get', self.project()['project'], '--country', 'us', '--yes', status=REJECTED)
        self.assertEqual((refused['outcome'], refused['journal']), ('rejected', '1'))
        row, = self.json('journal')
        self.assertEqual((row['journal'], row['kind'], row['state']), ('1', 'sms', 'rejected'))
        self.assertTrue(row['reason'])
        self.assertEqual(self.json('export', 'orders')[0]['state'], 'rejected')

    def test_call(self):
        answer = self.json('call', 'balance')
        self.assertIn('balance', answer)
        self.assertIn('status', self.json('call', 'status', 'order=' + self.buy()['order']))
        self.json('call', 'status', status=USAGE)
        self.json('call', 'subcategory_info', 'subcategoryId=1', status=USAGE)
        self.assertEqual(self.adds('subcategory_info'), 0)
        self.json('call', 'subcategory_info', 'subcategoryId=1', '--yes', status=REJECTED)
        self.assertEqual(self.adds('subcategory_info'), 1)
        self.assertIn('balance', self.json('call', 'BALANCE'))
        self.json('call', 'balance', 'key=x', status=USAGE)
        before = self.adds()
        self.json('call', 'add', 'service=' + SERVICE, 'quantity=2500', 'link=' + LINK + '3', status=USAGE)
        self.assertEqual(self.adds(), before)
        words = 'call', 'ADD', 'service=' + SERVICE, 'quantity=2500', 'link=' + LINK + '3', '--yes', '--max-total'
        self.assertEqual(self.json(*words, '2', status=NOT_SENT)['error']['kind'], 'limit')
        self.assertEqual(self.adds(), before)
        placed = self.json(*words, TOTAL)
        self.assertEqual((placed['outcome'], self.adds()), ('placed', before + 1))
        rented = self.json('call', 'add_sms', 'project_id=' + self.project()['project'], '--yes')
        self.assertEqual(rented['outcome'], 'placed')
        self.assertEqual(len(self.json('journal')), 3)

    def test_key_check(self):
        self.assertEqual(self.json('key', 'check'), {'ok': True})

    def test_export(self):
        self.buy()
        project = self.project()
        number = self.json('sms', 'get', project['project'], '--country', 'us', '--yes')['numbers'][0]
        for what in ('orders', 'sms', 'statement'):
            rows = json.loads(self.run_cli('export', what, '--format', 'json').stdout)
            lines = list(csv.DictReader(io.StringIO(self.run_cli('export', what, '--format', 'csv').stdout)))
            self.assertEqual(len(rows), len(lines))
            self.assertEqual({k: '' if v is None else str(v) for k, v in rows[0].items()}, lines[0])
        self.assertEqual(self.json('export', 'sms')[0]['phone'], number['phone'])


    def test_history(self):
        self.buy()
        number = self.json('sms', 'get', self.project()['project'], '--country', 'us', '--yes')['numbers'][0]
        self.shop.fault('add=reset-after')
        self.json('order', SERVICE, '100', '--link', LINK + '2', '--yes', status=UNCONFIRMED)
        document = self.run_cli('export', 'history', '--format', 'json').stdout
        self.assertEqual(json.loads(document), {**json.loads(document), 'format': 'hstockplus-history'})
        self.assertIn(number['phone'], document)
        self.fails(USAGE, 'export', 'history', '--format', 'csv')
        path = self.home + '/history.json'
        with open(path, 'w', encoding='utf-8') as file:
            file.write(document)
        other = '--data-dir', self.home + '/other'
        counts = self.json(*other, 'import', path, key=True)
        self.assertEqual((counts['purchases'], counts['numbers']), (3, 1))
        self.assertEqual(self.json(*other, 'journal'), self.json('journal'))
        again = self.json(*other, 'import', path)
        self.assertEqual((again['purchases'], again['purchases_known'], again['numbers']), (0, 3, 0))
        self.assertEqual(self.json(*other, 'import', self.home, status=USAGE)['error']['kind'], 'usage')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(document[:len(document) // 2])
        self.json('--data-dir', self.home + '/third', 'import', path, status=USAGE)
        self.assertEqual(self.json('--data-dir', self.home + '/third', 'journal'), [])


class Documented(Rows, Case):
    dialect = 'documented'


class Live(Rows, Case):
    dialect = 'live'


class Old(Rows, Case):
    dialect = 'old'


class Statuses:
    """Every exit status, as a sentence and as JSON."""

    def test_usage(self):
        for words in ([], ['nonsense'], ['sms'], ['sms', 'nonsense'], ['status'], ['status', '1', '2'],
                      ['status', 'a b'], ['journal', '--nonsense'], ['journal', '-x'], ['journal', '--open=1'],
                      ['services', '--page', '2'], ['services', '--limit', '-1'], ['services', '--limit'],
                      ['order', SERVICE, 'many', '--yes'], ['order', SERVICE, '0', '--yes'],
                      ['order', SERVICE, '2500', '--max-total', 'x', '--yes'], ['settle', '1'],
                      ['settle', '1', '--order', '2', '--not-placed'], ['settle', '1', '--undo', '--not-placed'], ['settle', '1', '--undo', '--force'],
                      ['export', 'history', '--format', 'csv'], ['import'], ['import', 'a', 'b'], ['call', 'add', '--max-total', 'x', '--yes'], ['settle', '77', '--not-placed'],
                      ['export', 'all'], ['export', 'orders', '--format', 'xml'], ['sms', 'projects', '--country', 'usa'],
                      ['sms', 'get', 'x', '--quantity', '11', '--yes'], ['balance', '--endpoint', 'http://example.com/'],
                      ['call', 'status', 'order']):
            self.fails(USAGE, *words)
            self.assertEqual(self.json(*words, status=USAGE)['error']['kind'], 'usage')
        self.json('export', 'orders', '--format', 'csv', status=USAGE)
        self.assertEqual(self.shop.requests(), [])

    def test_nobody_can_be_asked(self):
        for words in (['order', SERVICE, '2500', '--link', LINK], ['sms', 'get', '65f1'],
                      ['call', 'add', 'service=1', 'quantity=1'], ['call', 'Add_Sms', 'project_id=1'],
                      ['call', 'refill', 'order=1']):
            self.assertIn('--yes', self.fails(USAGE, *words))
        self.assertEqual(self.shop.requests(), [])

    def test_shop_says_no(self):
        self.fails(REJECTED, 'status', '99999999')
        error = self.json('inventory', '99999999', status=REJECTED)['error']
        self.assertEqual((error['kind'], error['server']), ('service-not-found', 'Service not found'))
        self.key = 'a-wrong-key'
        self.assertEqual(self.json('balance', status=REJECTED)['error']['kind'], 'key-refused')

    def test_rejected_order(self):
        self.shop.fault('add=http-400')
        refused = self.buy(status=REJECTED)
        self.assertEqual((refused['outcome'], refused['error']['server'], self.adds()), ('rejected', 'Bad request', 1))
        self.assertEqual(self.json('journal')[0]['state'], 'rejected')

    def test_not_sent(self):
        self.shop.stop()
        self.assertEqual(self.json('balance', status=NOT_SENT)['error']['kind'], 'not-sent')
        self.fails(NOT_SENT, 'order', SERVICE, '2500', '--link', LINK, '--yes')
        self.shop = Shop('--dialect', self.dialect)

    def test_max_total(self):
        self.assertIn('2.00', self.fails(NOT_SENT, 'order', SERVICE, '2500', '--link', LINK, '--max-total', '2', '--yes'))
        project = self.project()
        error = self.json('sms', 'get', project['project'], '--max-total', '0.01', '--yes', status=NOT_SENT)['error']
        self.assertEqual(error['kind'], 'limit')
        self.assertEqual((self.adds(), self.adds('add_sms')), (0, 0))
        self.assertEqual(self.json('journal'), [])
        self.buy('--max-total', TOTAL)

    def test_what_the_form_checks(self):
        self.fails(USAGE, 'order', SERVICE, '1', '--link', LINK, '--yes')
        self.fails(USAGE, 'order', SERVICE, '2500', '--yes')
        self.assertEqual(self.adds(), 0)

    def set(self, **settings):
        """What was set in the window's preferences."""
        self.env['GSETTINGS_BACKEND'] = 'keyfile'
        folder = self.home + '/config/glib-2.0/settings'
        os.makedirs(folder, exist_ok=True)
        with open(folder + '/keyfile', 'w') as file:
            file.write('[com/hstockplus/HstockPlus]\n')
            file.writelines(f"{key.replace('_', '-')}='{value}'\n" for key, value in settings.items())

    def test_ask_again_above(self):
        self.set(ask_above='2.12')
        words = self.fails(USAGE, 'order', SERVICE, '2500', '--link', LINK, '--yes')
        self.assertIn('--max-total', words)
        self.assertIn('2.12', words)
        self.fails(NOT_SENT, 'order', SERVICE, '2500', '--link', LINK, '--yes', '--max-total', '2')
        project = self.project()['project']
        self.set(ask_above='0.01')
        self.fails(USAGE, 'sms', 'get', project, '--yes')
        self.assertEqual((self.adds(), self.adds('add_sms')), (0, 0))
        self.buy('--max-total', TOTAL)
        self.json('sms', 'get', project, '--yes', '--max-total', '5')
        self.assertEqual((self.adds(), self.adds('add_sms')), (1, 1))

    def test_daily_limit(self):
        self.set(daily_limit='4')
        self.buy()
        done = self.run_cli('order', SERVICE, '2500', '--link', LINK + '/2', '--yes')
        self.assertNotEqual(done.returncode, DONE)
        self.assertIn('your limit for a day is 4.00', done.stderr.replace('\u00a0', ' '))
        self.assertEqual(self.adds(), 1)

    def test_unconfirmed(self):
        faults = 'reset-after', 'truncate', 'http-500', 'http-502', 'not-json', 'html', 'empty', 'redirect'
        project = self.project()['project']
        for number, fault in enumerate(faults):
            self.shop.fault('add=' + fault)
            self.json('order', SERVICE, '100', '--link', LINK + fault, '--yes', status=UNCONFIRMED)
            self.assertEqual(self.adds(), number + 1, fault)
            self.shop.fault('add_sms=' + fault)
            lost = self.json('sms', 'get', project, '--yes', '--again', status=UNCONFIRMED)
            self.assertEqual(self.adds('add_sms'), number + 1, fault)
            self.assertIn('unconfirmed', [r['state'] for r in self.json('journal') if r['journal'] == lost['journal']])
        self.assertEqual(len(self.json('journal', '--unconfirmed')), 2 * len(faults))

    def test_unconfirmed_is_not_bought_again(self):
        self.shop.fault('add=reset-after')
        self.assertIn('settle', self.fails(UNCONFIRMED, 'order', SERVICE, '2500', '--link', LINK, '--yes'))
        self.fails(USAGE, 'order', SERVICE, '2500', '--link', LINK, '--yes')
        self.assertEqual(self.adds(), 1)
        self.run_cli('order', SERVICE, '2500', '--link', LINK, '--yes', '--again')
        self.assertEqual(self.adds(), 2)

    def test_number_is_not_rented_again_unasked(self):
        project = self.project()['project']
        number = self.json('sms', 'get', project, '--country', 'us', '--yes')['numbers'][0]['order']
        error = self.json('sms', 'get', project, '--country', 'us', '--yes', status=USAGE)['error']
        self.assertIn('--again', error['message'])
        self.assertIn(number, error['message'])
        self.assertEqual(self.adds('add_sms'), 1)
        self.json('sms', 'get', project, '--country', 'us', '--yes', '--again')
        self.assertEqual(self.adds('add_sms'), 2)

    def test_open_order_is_not_bought_again_unasked(self):
        self.buy()
        error = self.json('order', SERVICE, '2500', '--link', LINK, '--yes', status=USAGE)['error']
        self.assertIn('--again', error['message'])
        self.assertEqual(self.adds(), 1)
        self.shop.say('advance 100000')
        number, = [r['order'] for r in self.json('journal')]
        self.json('status', number)
        # one that is finished is no reason to ask
        self.buy()
        self.assertEqual(self.adds(), 2)

    def test_no_key(self):
        self.key = None
        env = dict(self.env)
        for name in ('DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'DISPLAY'):
            env.pop(name, None)
        begin = time.monotonic()
        self.assertIn('HSTOCKPLUS_KEY', self.fails(NO_KEY, 'balance', env=env))
        self.assertIn(self.json('status', '1', status=NO_KEY, env=env)['error']['kind'], ('no-key', 'keyring'))
        self.fails(NO_KEY, 'key', 'forget', env=env)
        self.fails(NO_KEY, 'key', 'set', stdin=KEY + '\n', env=env)
        self.assertEqual(self.json('journal', env=env), [])
        self.assertLess(time.monotonic() - begin, 30)

    def test_unreadable(self):
        for fault in ('not-json', 'html', 'empty', 'redirect', 'too-deep', 'too-long'):
            self.shop.fault('inventory=' + fault)
            self.assertEqual(self.json('inventory', SERVICE, status=UNREADABLE)['error']['kind'], 'unreadable', fault)
        self.shop.fault('inventory=http-500')
        self.assertEqual(self.json('inventory', SERVICE, status=UNREADABLE)['error']['kind'], 'server')

    def test_store(self):
        os.mkdir(self.home + '/closed')
        with open(self.home + '/closed/file', 'w'):
            pass
        for words in (['journal'], ['order', SERVICE, '2500', '--link', LINK, '--yes']):
            self.fails(STORE, '--data-dir', self.home + '/closed/file', *words)
            self.json('--data-dir', self.home + '/closed/file', *words, status=STORE)
        self.assertEqual(self.adds(), 0)
        # what needs no journal goes on, and says so
        done = self.run_cli('--data-dir', self.home + '/closed/file', 'balance')
        self.assertEqual((done.returncode, done.stdout), (DONE, 'balance\t100\ncurrency\tUSD\n'))
        self.assertTrue(done.stderr)

    def test_damaged_journal_is_told(self):
        number = self.buy()['order']
        journal, = [os.path.join(folder, 'journal.db') for folder, _, names in os.walk(self.home)
                    if 'journal.db' in names]
        with open(journal, 'r+b') as file:
            file.write(bytes(4096))
        done = self.run_cli('--json', 'journal')
        self.assertEqual((done.returncode, json.loads(done.stdout)[0]['order']), (DONE, number))
        self.assertRegex(done.stderr, r'damaged\. 1 purchase and 0 numbers were read .*journal\.db\.damaged-')
        self.assertEqual(self.run_cli('journal').stderr, '')

    def test_full_disk(self):
        with open('/dev/full', 'w') as full:
            env = dict(self.env, HSTOCKPLUS_KEY=KEY)
            done = subprocess.run(self.argv(['balance']), stdout=full, stderr=subprocess.PIPE, env=env, timeout=30)
        self.assertEqual(done.returncode, STORE)
        self.assertTrue(done.stderr)

    def test_reader_that_goes_away(self):
        env = dict(self.env, HSTOCKPLUS_KEY=KEY)
        ours, theirs = os.pipe()
        os.close(ours)
        done = subprocess.run(self.argv(['services']), stdout=theirs, stderr=subprocess.PIPE, text=True, env=env,
                              timeout=30)
        os.close(theirs)
        self.assertEqual((done.returncode, self.take_debug(done.stderr)), (DONE, ''))


class DocumentedStatuses(Statuses, Case):
    dialect = 'documented'


class LiveStatuses(Statuses, Case):
    dialect = 'live'


class OldStatuses(Statuses, Case):
    dialect = 'old'


COMMON = '--json', '--endpoint', '--data-dir', '--help', '--version'


class Behaviour(Case):
    def test_help_is_of_one_table(self):
        overview = self.run_cli('--help').stdout
        commands = re.findall(r'^  ((?:sms |key )?[a-z]+)(?: [^ ].*?)?  +\S', overview.split('\n\n')[2], re.M)
        self.assertEqual(len(commands), 20)
        with open(TOP + '/data/hstockplus-cli.1', encoding='utf-8') as file:
            manual = file.read().replace('\\-', '-')
        completions = {}
        for shell in ('bash', 'zsh'):
            with open(TOP + '/data/hstockplus-cli.' + shell, encoding='utf-8') as file:
                completions[shell] = file.read()
        for command in commands:
            done = self.run_cli(*command.split(), '--help')
            self.assertEqual(done.returncode, DONE)
            self.assertIn('\nExamples:\n  hstockplus-cli ' + command, done.stdout)
            section = re.search(r'\.TP\n(\.B |\\fB)%s(\\fR|\n).*?(?=\n\.TP|\n\.SH)' % command, manual, re.S)
            self.assertTrue(section, command)
            for option in re.findall('--[a-z-]+', done.stdout.split('Options:')[1].split('With --json:')[0]):
                self.assertIn(option, manual.split('\n.SH OPTIONS')[1] if option in COMMON else section.group())
                for shell, text in completions.items():
                    self.assertIn(option, text, shell)
            for word in command.split():
                for shell, text in completions.items():
                    self.assertRegex(text, r'\b%s\b' % word, shell)
        for status in '0235678':
            self.assertRegex(overview, r'(?m)^  %s  +\S' % status)
        self.assertEqual(self.shop.requests(), [])

    def test_bash_completion(self):
        script = ('source "$1"; shift; COMP_WORDS=(hstockplus-cli "$@"); COMP_CWORD=$#; _hstockplus_cli; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        for words, wanted in ((['jou'], 'journal'), (['sms', 'g'], 'get'), (['order', '1', '--max'], '--max-total'),
                              (['--endpoint', 'x', 'key', ''], 'forget'), (['export', 'orders', '--format', 'c'], 'csv'), (['settle', '1', '--u'], '--undo'),
                              (['imp'], 'import')):
            done = subprocess.run(['bash', '-c', script, 'bash', TOP + '/data/hstockplus-cli.bash', *words],
                                  capture_output=True, text=True, timeout=10)
            self.assertEqual(done.stderr, '')
            self.assertIn(wanted, done.stdout.split())

    def test_version(self):
        self.assertRegex(self.run_cli('--version').stdout, r'^HstockPlus \d+\.\d+')
        self.assertRegex(self.json('--version'), r'^\d+\.\d+')
        self.assertIn('hstockplus-cli', self.json('order', '--help'))

    def test_key_leaves_the_environment(self):
        env = dict(self.env, HSTOCKPLUS_KEY=KEY)
        self.shop.fault('balance=slow')
        process = subprocess.Popen(self.argv(['balance']), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
        wait(lambda: self.shop.requests('balance'))
        for name in ('environ', 'cmdline'):
            with open('/proc/%d/%s' % (process.pid, name), 'rb') as file:
                self.assertNotIn(KEY.encode(), file.read())
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)

    def test_signal_cancels_a_read(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            before = len(self.shop.requests('services'))
            self.shop.fault('services=hang')
            process = subprocess.Popen(self.argv(['--json', 'services']), stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, env=dict(self.env, HSTOCKPLUS_KEY=KEY))
            wait(lambda: len(self.shop.requests('services')) > before)
            process.send_signal(number)
            out, _ = process.communicate(timeout=10)
            self.assertEqual(process.returncode, 128 + number)
            self.assertEqual(json.loads(out)['error']['kind'], 'cancelled')

    def test_signal_waits_for_a_purchase(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            before = self.adds()
            self.shop.fault('add=slow')
            process = subprocess.Popen(self.argv(['--json', 'order', SERVICE, '2500', '--link', LINK + str(before), '--yes']),
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                       env=dict(self.env, HSTOCKPLUS_KEY=KEY))
            wait(lambda: self.adds() > before)
            process.send_signal(number)
            out, said = process.communicate(timeout=70)
            self.assertEqual((process.returncode, json.loads(out)['outcome']), (DONE, 'placed'))
            self.assertIn('under way', said)
            self.assertEqual(self.adds(), before + 1)

    def test_killed_purchase_is_unconfirmed(self):
        self.shop.fault('add=hang')
        process = subprocess.Popen(self.argv(['order', SERVICE, '2500', '--link', LINK, '--yes']),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(self.env, HSTOCKPLUS_KEY=KEY))
        wait(self.adds)
        process.kill()
        process.communicate(timeout=10)
        row, = self.json('journal', '--unconfirmed')
        self.assertEqual((row['state'], row['order']), ('unconfirmed', None))

    def test_two_at_once(self):
        done = []
        threads = [threading.Thread(target=lambda n=n: done.append(
            self.json('order', SERVICE, '100', '--link', LINK + str(n), '--yes')['journal'])) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(sorted(done), ['1', '2', '3', '4'])
        self.assertEqual([r['state'] for r in self.json('journal')], ['open'] * 4)

    def test_daily_limit_of_two_programs(self):
        """The limit has room for one purchase, and two programs buy at the same moment."""
        with open(TOP + '/data/com.hstockplus.HstockPlus.gschema.xml', encoding='utf-8') as file:
            if '"daily-limit"' not in file.read():
                self.skipTest('no setting for it')
        self.env['GSETTINGS_BACKEND'] = 'keyfile'
        os.makedirs(self.home + '/config/glib-2.0/settings')
        with open(self.home + '/config/glib-2.0/settings/keyfile', 'w', encoding='utf-8') as file:
            file.write("[%s]\ndaily-limit='0.425'\n" % SCHEMA_PATH)
        for number in range(5):
            folder = '--data-dir', '%s/both-%d' % (self.home, number)
            processes = [subprocess.Popen(self.argv([*folder, '--json', 'order', SERVICE, '500', '--yes', '--link',
                                                     '%s/%d%s' % (LINK, number, name)]), stdout=subprocess.PIPE,
                                          text=True, env=dict(self.env, HSTOCKPLUS_KEY=KEY)) for name in 'ab']
            answers = [json.loads(process.communicate(timeout=60)[0]) for process in processes]
            self.assertEqual(sorted(process.returncode for process in processes), [DONE, NOT_SENT], answers)
            self.assertEqual([a['error']['kind'] for a in answers if 'error' in a], ['limit'])
            self.assertEqual(self.adds(), number + 1)

    def test_csv_is_no_formula(self):
        self.shop.fault('add=http-400')
        self.json('order', SERVICE, '2500', '--link', '=HYPERLINK("http://x","y"),\u202e', '--yes', status=REJECTED)
        lines = csv.DictReader(io.StringIO(self.run_cli('export', 'orders', '--format', 'csv').stdout))
        self.assertEqual(next(lines)['link'], '\'=HYPERLINK("http://x","y"),')


class Newcomer:
    """A whole day with nothing but what --help prints: each example is taken from it and run, with the
    numbers of this day in place of those it shows."""

    def examples(self, command):
        """The examples that the help of this command prints, as words of a shell."""
        text = self.run_cli(*command.split(), '--help').stdout
        found = [shlex.split(line.strip()) for line in text.splitlines() if line.startswith('  hstockplus-cli ')]
        self.assertTrue(found, text)
        for words in found:
            self.assertEqual(words[1:1 + len(command.split())], command.split())
        return [words[1:] for words in found]

    def follow(self, command, number=0, put=None, **options):
        """Runs an example as it is printed; @put: what stands for this day's values."""
        words = [(put or {}).get(word, word) for word in self.examples(command)[number]]
        words = words[:words.index('>')] if '>' in words else words
        stdin = ''
        if '<' in words:
            stdin, words = (put or {})['key.txt'], words[:words.index('<')]
        return self.run_cli(*words, stdin=stdin, **options)

    def lines(self, done, status=DONE):
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout.splitlines()

    def record(self, done):
        return dict(line.split('\t', 1) for line in self.lines(done))

    def day(self):
        overview = self.run_cli('--help').stdout
        commands = re.findall(r'^  ((?:sms |key )?[a-z]+)(?: [^ ].*?)?  +\S', overview.split('\n\n')[2], re.M)
        self.assertEqual(len(commands), 20)
        self.assertTrue(all(self.examples(command) for command in commands))
        self.begin()
        self.assertEqual(self.lines(self.follow('balance')), ['{"balance":"100","currency":"USD"}'])
        self.assertTrue(self.lines(self.follow('categories'))[0].startswith('Instagram'))
        self.assertEqual(len(self.lines(self.follow('services'))), 20)
        service = self.lines(self.follow('services', 1, {'followers viet': 'followers viet real'}))[0].split('\t')[0]
        self.assertIn(service, self.lines(self.follow('inventory', put={'1024': service}))[0])
        placed = self.record(self.follow('order', 1, {'1024': service}))
        self.assertEqual(placed['outcome'], 'placed')
        number = {'23501': placed['order']}
        self.assertEqual(self.record(self.follow('status', put=number))['state'], 'open')
        self.assertIn('status', json.loads(self.follow('call', 1, {'order=23501': 'order=' + placed['order']}).stdout))
        self.settle_one(service)
        self.code()
        self.keep()
        self.end()

    def settle_one(self, service):
        """The connection is cut: it may have been placed, and the help says what to do."""
        self.shop.fault('add=reset-after')
        put = {'1024': service, 'https://instagram.com/me': LINK}
        self.assertIn('settle', self.fails_as(UNCONFIRMED, self.follow('order', 1, put)))
        lost = self.lines(self.follow('journal'))[0].split('\t')[0]
        found = self.json('--data-dir', self.home + '/website', 'order', service, '2500', '--link', LINK + '2', '--yes',
                          key=True)
        put = {'7': lost, '23501': found['order']}
        self.assertEqual(self.record(self.follow('settle', 1, put))['state'], 'not_placed')
        self.assertEqual(self.record(self.follow('settle', 2, put))['state'], 'unconfirmed')
        self.assertEqual(self.record(self.follow('settle', 0, put))['order'], found['order'])
        self.assertEqual(self.lines(self.follow('journal')), [])

    def fails_as(self, status, done):
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        return done.stderr

    def code(self):
        self.assertTrue(self.lines(self.follow('sms countries')))
        project = self.lines(self.follow('sms projects'))[0].split('\t')[0]
        number = {'12345': self.lines(self.follow('sms get', put={'65f1c0': project}))[0].split('\t')[0]}
        self.assertEqual(self.record(self.follow('sms status', put=number))['state'], 'waiting')
        self.shop.say('advance 60')
        code = self.record(self.follow('sms wait', put=number))['code']
        self.assertRegex(code, '^[0-9A-Z]{4,8}$')
        self.assertEqual(self.record(self.follow('sms code', put=number))['code'], code)

    def keep(self):
        self.assertTrue(self.lines(self.follow('export'))[0].startswith('journal,'))
        self.assertEqual(len(json.loads(self.follow('export', 1).stdout)), 3)
        path = self.home + '/history.json'
        with open(path, 'w', encoding='utf-8') as file:
            file.write(self.follow('export', 2).stdout)
        self.assertEqual(self.record(self.follow('import', put={'history.json': path}))['purchases_known'], '3')

    def begin(self):
        self.lines(self.follow('key check'))

    def end(self):
        pass


class NewcomersDay(Newcomer, Case):
    def test_newcomers_day(self):
        self.day()


class Typed:
    """On a pseudo-terminal."""

    def talk(self, words, answers=(), width=100, env=None, key=True, kill=None):
        """(exit status, what the screen got); @answers: pairs of what to wait for and what to type."""
        env = dict(env or self.env)
        if key and self.key:
            env['HSTOCKPLUS_KEY'] = self.key
        pid, master = pty.fork()
        if pid == 0:
            os.execve(CLI, self.argv(words), env)
        subprocess.run(['stty', 'cols', str(width)], stdin=master)
        answers, screen, end = list(answers), b'', time.monotonic() + 40
        while time.monotonic() < end:
            if not select.select([master], [], [], 0.1)[0]:
                continue
            try:
                data = os.read(master, 65536)
            except OSError:
                break
            if not data:
                break
            screen += data
            if answers and answers[0][0].encode() in screen:
                _, typed = answers.pop(0)
                if typed is None:
                    os.kill(pid, signal.SIGINT)
                else:
                    os.write(master, typed.encode())
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(master)
        return status, self.take_debug(screen.decode().replace('\r\n', '\n'))


class Vietnamese(Typed, Newcomer, Case):
    """Inside a Vietnamese locale: people read it, programs see no difference."""

    def test_words(self):
        overview = self.run_cli('--help').stdout
        self.assertIn('Cách dùng', overview)
        self.assertNotIn('Usage', overview)
        self.assertIn('Đặt một đơn hàng', overview)
        self.assertIn('Không', self.fails(USAGE, 'nonsense'))

    def test_newcomers_day(self):
        self.day()

    def test_answers_stay_the_same(self):
        self.assertEqual(self.json('balance'), {'balance': '100', 'currency': 'USD'})
        self.assertEqual(self.run_cli('balance').stdout, 'balance\t100\ncurrency\tUSD\n')
        placed = self.buy('--max-total', '2.5')
        self.assertEqual((placed['outcome'], placed['estimate']), ('placed', TOTAL))

    def test_figures(self):
        """What is asked before a payment, as people write figures there: 2,500 would be two and a half."""
        status, screen = self.talk(['order', SERVICE, '2500', '--link', LINK], [('[c/K]', 'k\n')])
        self.assertIn('2.500', screen)
        self.assertIn('2,125', screen)
        self.assertNotIn('2,500', screen)
        self.assertEqual((status, self.adds()), (NOT_SENT, 0))


class Terminal(Typed, Case):
    """Tables, colours, questions."""

    @staticmethod
    def width(text):
        return sum(0 if unicodedata.category(c) in ('Mn', 'Me', 'Cf') else
                   2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in text)

    def test_table_is_aligned(self):
        status, screen = self.talk(['services', '--search', 'viet', '--limit', '15'], width=90, env=dict(self.env, NO_COLOR='1'))
        self.assertEqual(status, DONE)
        self.assertNotIn('\x1b[1m', screen)
        lines = [re.sub('\r.*?\x1b\\[K', '', line) for line in screen.split('\n')]
        head = [line for line in lines if line.startswith('Service')][0]
        rows = lines[lines.index(head) + 1:][:15]
        self.assertTrue(any('…' in row for row in rows))
        self.assertTrue(any('🇻🇳' in row for row in rows))
        self.assertEqual({self.width(row) for row in rows}, {self.width(head)})
        self.assertLessEqual(self.width(head), 90)

    def test_colours(self):
        self.buy()
        _, screen = self.talk(['journal'])
        self.assertIn('\x1b[1mJournal', screen)
        for env in (dict(self.env, NO_COLOR='1'), dict(self.env, TERM='dumb')):
            self.assertNotIn('\x1b[1m', self.talk(['journal'], env=env)[1])
        self.assertNotIn('\x1b', self.run_cli('journal').stdout)

    def test_question(self):
        words = ['order', SERVICE, '2500', '--link', LINK]
        status, screen = self.talk(words, [('[y/N]', 'n\n')])
        self.assertEqual((status, self.adds()), (NOT_SENT, 0))
        for text in ('Instagram Followers', LINK, '2,500', '2.125\u00a0USD', '97.875\u00a0USD'):
            self.assertIn(text, screen)
        self.assertEqual(self.talk(words, [('[y/N]', '\n')])[0], NOT_SENT)
        self.assertEqual(self.talk(words, [('[y/N]', '\x04')])[0], NOT_SENT)
        self.assertEqual(self.talk(words, [('[y/N]', None)])[0], 128 + signal.SIGINT)
        self.assertEqual(self.adds(), 0)
        self.assertEqual(self.talk(words, [('[y/N]', 'y\n')])[0], DONE)
        self.assertEqual(self.adds(), 1)

    def test_question_for_numbers(self):
        words = ['sms', 'get', self.project()['project'], '--country', 'us', '--quantity', '2']
        self.assertEqual(self.talk(words, [('[y/N]', 'no\n')])[0], NOT_SENT)
        self.assertEqual(self.talk(words, [('[y/N]', 'yes\n')])[0], DONE)
        self.assertEqual(self.adds('add_sms'), 1)

    def test_question_for_an_unknown_action(self):
        words = ['call', 'refill', 'order=1']
        self.assertEqual(self.talk(words, [('[y/N]', 'n\n')])[0], NOT_SENT)
        self.assertEqual(self.adds('refill'), 0)
        self.assertEqual(self.talk(words, [('[y/N]', 'y\n')])[0], REJECTED)
        self.assertEqual(self.adds('refill'), 1)

    def test_question_about_the_same_again(self):
        self.buy()
        status, screen = self.talk(['order', SERVICE, '2500', '--link', LINK], [('[y/N]', 'n\n')])
        self.assertEqual((status, self.adds()), (NOT_SENT, 1))
        self.assertIn('not finished', screen)

    def test_progress_goes_away(self):
        self.shop.fault('balance=slow')
        status, screen = self.talk(['key', 'check'])
        self.assertEqual(status, DONE)
        self.assertNotIn('k3y', screen)

    def test_hostile_text(self):
        self.json('order', SERVICE, '2500', '--link', 'https://x/\x1b]0;owned\x07\u009b2J\u202e', '--yes')
        for words in (['journal'], ['--json', 'journal'], ['export', 'orders'], ['--json', 'export', 'orders']):
            screen = re.sub('\x1b\\[(\\d*m|K)', '', self.talk(words, width=200)[1])
            self.assertNotRegex(screen, '[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]')
            self.run_cli(*words)


class Keyring(Newcomer, Typed, Case):
    """With a real Secret Service."""
    key = None

    def tearDown(self):
        subprocess.run(['secret-tool', 'clear', 'application', 'com.hstockplus.HstockPlus'], timeout=10)
        super().tearDown()

    def setUp(self):
        super().setUp()
        self.env['GSETTINGS_BACKEND'] = 'keyfile'

    def test_whole_life(self):
        self.json('balance', status=NO_KEY)
        self.assertEqual(self.json('key', 'set', stdin='a-wrong-key\n', status=REJECTED)['error']['kind'], 'key-refused')
        self.json('balance', status=NO_KEY)
        self.json('key', 'set', stdin='\n', status=USAGE)
        self.assertEqual(self.json('key', 'set', stdin='  %s  \n' % KEY), {'ok': True})
        self.assertEqual(self.json('key', 'check'), {'ok': True})
        self.assertEqual(self.json('balance')['balance'], '100')
        placed = self.buy()
        # without --endpoint: the account knows its own
        done = subprocess.run([CLI, '--json', 'status', placed['order']], capture_output=True, text=True, env=self.env)
        self.assertEqual(json.loads(done.stdout)['state'], 'open', done.stderr)
        # and its key goes nowhere else
        other = Shop()
        done = subprocess.run([CLI, '--endpoint', other.endpoint, 'balance'], capture_output=True, text=True, env=self.env)
        self.assertEqual((done.returncode, other.requests()), (NO_KEY, []))
        other.stop()
        self.assertEqual(self.json('key', 'forget'), {'ok': True})
        self.json('balance', status=NO_KEY)
        self.json('key', 'set', stdin=KEY)
        self.assertEqual(len(self.json('journal')), 1)

    def test_newcomers_day(self):
        """From the first key on, which the help says how to store, to its end."""
        self.day()

    def begin(self):
        self.json('balance', status=NO_KEY)
        self.lines(self.follow('key set', put={'key.txt': KEY + '\n'}))
        super().begin()

    def end(self):
        self.lines(self.follow('key forget'))
        self.json('balance', status=NO_KEY)

    def test_typed_key_is_not_shown(self):
        status, screen = self.talk(['key', 'set'], [('shown):', KEY + '\n')])
        self.assertEqual(status, DONE, screen)
        self.assertNotIn(KEY, screen)
        self.assertEqual(self.talk(['key', 'set'], [('shown):', None)])[0], 128 + signal.SIGINT)
        self.assertEqual(self.json('key', 'check'), {'ok': True})


class LiveKeyring(Keyring):
    dialect = 'live'


class OldKeyring(Keyring):
    dialect = 'old'


def wait(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, 'waited too long'
        time.sleep(0.02)


if __name__ == '__main__':
    classes = [Documented, Live, Old, DocumentedStatuses, LiveStatuses, OldStatuses, Behaviour, NewcomersDay, Terminal]
    names = sys.argv[4:]
    if names[:1] == ['--keyring']:
        classes, names = [Keyring, LiveKeyring, OldKeyring], names[1:]
    tap.main(sys.modules['__main__'], classes, names)
