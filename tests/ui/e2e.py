#!/usr/bin/python3
"""The program from outside, as a person meets it: real keys, clicks, keyring and notifications, and a
real shop on loopback that is told to misbehave. Run it inside tests/tools/with-desktop.

    e2e.py HSTOCKPLUS HSTOCKPLUS-CLI HSTOCKPLUS-SANDBOX APPLICATION-ID [TEST...]
"""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import kept  # noqa: E402
import uidrive as ui  # noqa: E402
from secretsearch import Search, Secrets  # noqa: E402

KEY = 'k3y-of-the-end-to-end-tests'
SERVICE = 'Instagram Followers 🇻🇳 Việt Nam, real and active'
LINK = 'https://instagram.com/ca.phe.saigon'
PROGRAM, CLI, SHOP, APP_ID = sys.argv[1:5]


class Shop:
    """hstockplus-sandbox as a process of its own: it lives on when the window is killed."""

    def __init__(self, secrets, *options):
        self.secrets = secrets
        self.books = tempfile.mktemp(prefix='hsp-e2e-books-')
        self.process = subprocess.Popen([SHOP, '--control', '--key', KEY, '--state', self.books, *options], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.endpoint = self.process.stdout.readline().split()[-1]
        assert self.endpoint.startswith('http://127.0.0.1:'), self.endpoint

    def say(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def requests(self, action=None):
        self.say('requests')
        while True:
            line = self.process.stdout.readline()
            assert line, 'the shop ended'
            if line.startswith('['):
                return [r for r in json.loads(line) if action in (None, r['action'])]

    def stop(self):
        self.process.terminate()
        status = self.process.wait(20)
        self.process.stdin.close()
        self.process.stdout.close()
        self.secrets.learn_file(self.books)
        if os.path.exists(self.books):
            os.unlink(self.books)
        return status


class EndToEnd(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp(prefix='hsp-e2e-')
        self.secrets = Secrets()
        self.shop = Shop(self.secrets)
        self.app = None
        self.env = dict(os.environ, XDG_DATA_HOME=self.home + '/data', XDG_CACHE_HOME=self.home + '/cache',
                        XDG_CONFIG_HOME=os.environ['XDG_CONFIG_HOME'], TMPDIR=self.home, G_MESSAGES_DEBUG='all',
                        SOUP_DEBUG='all')
        # without a terminal: what is said for the sake of debugging goes to the other one
        self.errors = open(self.home + '/stderr', 'w+', encoding='utf-8')
        self.output = open(self.home + '/stdout', 'w', encoding='utf-8')

    def tearDown(self):
        if self.app is not None and self.app.proc.poll() is None:
            self.assertEqual(self.app.quit(), 0)
        self.assertEqual(self.shop.stop(), 0)
        self.errors.seek(0)
        said = self.errors.read()
        self.errors.close()
        self.output.close()
        self.search()
        settings = self.env['XDG_CONFIG_HOME'] + '/glib-2.0/settings/keyfile'
        if os.path.exists(settings):
            os.unlink(settings)
        subprocess.run(['secret-tool', 'clear', 'application', APP_ID], timeout=10)
        kept.remove(self.home)
        self.assertEqual(said, '', 'nothing may be said on the console')

    def search(self):
        """All that the window has written: its folders, settings and what it said, with every debug switch on."""
        with open(self.home + '/stdout', 'rb') as file:
            self.assertTrue(self.app is None or b'DEBUG' in file.read())
        search = Search(self.secrets)
        for top in self.home, self.env['XDG_CONFIG_HOME']:
            search.folder(top)
        self.assertEqual(search.found, [], '\n' + '\n'.join(search.found[:20]))

    def start(self, *options, key=KEY, endpoint=True):
        env = dict(self.env)
        if key:
            env['HSTOCKPLUS_KEY'] = key
        argv = [PROGRAM, *(['--endpoint', self.shop.endpoint] if endpoint else []), *options]
        self.app = ui.launch(argv, os.path.basename(PROGRAM), env=env, stdout=self.output,
                             stderr=self.errors)
        self.window = self.app.window()
        self.app.resize(1110, 730)

    def kill(self):
        self.app.proc.send_signal(signal.SIGKILL)
        self.app.proc.wait(10)

    def find(self, role, name, timeout=10.0):
        return ui.find(self.window, role, name, timeout)

    def choose(self, group, name):
        """A click on a row of that list."""
        self.app.mouse(ui.find_row(self.window, group, name))

    def dialog(self):
        return ui.other_window(self.app, self.window)

    def fill_in_order(self):
        self.find('row', re.compile('^Instagram'), 20)
        ui.press('ctrl+f')
        ui.type_text('followers viet real')
        self.choose('Services', re.compile(re.escape(SERVICE)))
        self.find('button', 'Place Order')
        ui.set_text(self.find('entry', re.compile('^Link')), LINK)
        ui.set_text(self.find('spin', re.compile('^Quantity')), '2500')
        ui.press('Tab')

    def place_order(self):
        self.fill_in_order()
        ui.click(self.find('button', 'Place Order'))
        ui.respond(self.dialog(), 'Place Order')

    # --- purchases ---------------------------------------------------------------------------

    def test_killed_between_sending_and_answer(self):
        self.start()
        self.shop.say('fault add add=hang')
        self.place_order()
        ui.wait(lambda: self.shop.requests('add'), 10)
        self.kill()
        self.start()
        self.find('label', '1 purchase is unconfirmed')
        ui.click(self.find('button', 'Review'))
        self.find('button', re.compile('^It Was Not Placed'))
        self.assertEqual(len(self.shop.requests('add')), 1)

    def test_reset_after_sending_is_sent_once(self):
        self.start()
        self.shop.say('fault add add=reset-after')
        self.place_order()
        self.find('label', '1 purchase is unconfirmed')
        self.find('alert', re.compile('The balance fell by 2.125'), 20)
        self.assertEqual(len(self.shop.requests('add')), 1)

    def test_refused_connection_sends_nothing(self):
        self.start()
        self.fill_in_order()
        ui.click(self.find('button', 'Place Order'))
        dialog = self.dialog()
        # prices are read by now: from here on nobody listens
        self.shop.stop()
        ui.respond(dialog, 'Place Order')
        self.find('label', re.compile('^Nothing was sent. You can send it again.'))
        self.shop = Shop(self.secrets, '--port', re.search(r':(\d+)', self.shop.endpoint).group(1))
        ui.click(self.find('button', 'Place Order'))
        ui.respond(self.dialog(), 'Place Order')
        ui.wait(lambda: [r['acted'] for r in self.shop.requests('add')] == [True], 10)

    # --- an end in the middle of a purchase ------------------------------------------------------

    def buy_slowly(self):
        """A purchase under way, for long enough to look at the window meanwhile."""
        self.shop.stop()
        self.shop = Shop(self.secrets, '--slow', '8')
        self.start()
        self.shop.say('fault add add=slow')
        self.place_order()
        ui.wait(lambda: self.shop.requests('add'), 10)

    def assert_placed(self):
        """What the journal says once the program has ended."""
        self.assertEqual(self.app.proc.wait(30), 0)
        row, = self.cli('journal')
        self.assertRegex(row['order'], r'^\d+$')
        self.assertEqual(row['state'], 'open')
        self.assertEqual(len(self.shop.requests('add')), 1)

    def cli(self, *words):
        done = subprocess.run([CLI, '--json', '--endpoint', self.shop.endpoint, *words], capture_output=True,
                              text=True, timeout=60, env=dict(self.env, HSTOCKPLUS_KEY=KEY))
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        return json.loads(done.stdout)

    def test_sigterm_waits_for_a_purchase(self):
        self.buy_slowly()
        self.app.proc.terminate()
        self.find('label', 'A purchase is being sent. The program ends when there is an answer.')
        self.assert_placed()

    def test_closed_window_waits_for_a_purchase(self):
        self.buy_slowly()
        ui.press('ctrl+w')
        self.find('label', 'A purchase is being sent. The window closes when there is an answer.')
        self.assert_placed()

    def test_log_out_waits_for_a_purchase(self):
        session = subprocess.Popen(['/usr/bin/python3', '-W', 'ignore', SESSION], text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            self.assertEqual(session.stdout.readline(), 'READY\n')
            self.buy_slowly()
            self.assertEqual(json.loads(session.stdout.readline()),
                             {'call': 'inhibit', 'reason': 'A purchase is being sent.', 'flags': 1})
            # a session that ends all the same
            session.stdin.write('stop %s\n' % APP_ID)
            session.stdin.flush()
            self.assert_placed()
            self.assertEqual(json.loads(session.stdout.readline()), {'call': 'uninhibit'})
        finally:
            session.stdin.close()
            session.wait(10)
            session.stdout.close()

    # --- two programs --------------------------------------------------------------------------

    def test_command_line_beside_the_window(self):
        self.start()
        self.find('row', re.compile('^Instagram'), 20)
        ui.press('ctrl+2')
        self.find('label', 'No Orders Yet')
        placed = self.cli('order', '23501', '2500', '--link', LINK, '--yes')
        # how soon is measured in process (history-window): going through the window from outside takes longer
        self.find('row', re.compile('Order %s, ' % placed['order']), 20)
        self.find('button', re.compile('^Balance 97\\.875\u00a0USD'), 20)
        self.assertEqual(len(self.shop.requests('add')), 1)

    # --- connecting ----------------------------------------------------------------------------

    def stored(self):
        found = subprocess.run(['secret-tool', 'search', '--all', 'application', APP_ID],
                               capture_output=True, text=True, timeout=10)
        return 'secret = ' in found.stdout

    def test_wrong_key_is_not_stored(self):
        self.start(key=None)
        ui.set_text(self.find('entry', 'API key'), 'a-wrong-key')
        ui.click(self.find('button', 'Connect'))
        self.find('label', 'The shop did not accept this key. Nothing was stored.')
        self.assertFalse(self.stored())

    def test_key_is_kept_in_the_keyring(self):
        self.start(key=None)
        ui.set_text(self.find('entry', 'API key'), KEY)
        ui.click(self.find('button', 'Connect'))
        self.find('row', re.compile('^Instagram'), 20)
        self.assertTrue(self.stored())
        self.assertEqual(self.app.quit(), 0)
        self.start(key=None, endpoint=False)
        self.find('button', re.compile('^Balance 100\\.00\u00a0USD'), 20)

    # --- a shop that fails -----------------------------------------------------------------------

    def fail_first_load(self, fault, times):
        for _ in range(times):
            self.shop.say('fault add services=' + fault)
        self.start()
        self.find('label', 'The Catalogue Did Not Load', 30)
        self.assertFalse(ui.find_all(self.window, 'row', re.compile('^Instagram')))
        ui.click(self.find('button', 'Try Again'))
        self.find('row', re.compile('^Instagram'), 20)

    # a first load asks for a page beside the whole, and for pages when that does not come
    def test_catalogue_in_html_can_be_tried_again(self):
        self.fail_first_load('html', 3)

    def test_catalogue_that_is_empty_can_be_tried_again(self):
        self.fail_first_load('empty', 3)

    # which is asked for again twice, each time
    def test_catalogue_behind_a_dead_proxy_can_be_tried_again(self):
        self.fail_first_load('http-502', 9)

    # --- codes ---------------------------------------------------------------------------------

    def get_number(self):
        ui.press('ctrl+3')
        ui.set_text(self.find('entry', 'Search projects'), 'Telegram')
        self.choose('Projects', re.compile('^Telegram'))
        ui.click(self.find('button', re.compile('^Get Number')))
        self.find('button', 'Copy phone number', 20)

    def test_code_is_copied_by_key(self):
        self.start()
        self.get_number()
        self.shop.say('advance 60')
        self.find('button', re.compile('^Copy code'), 20)
        ui.press('ctrl+shift+c')
        ui.wait(lambda: re.fullmatch('[0-9A-Z]{4,8}', ui.clipboard() or ''))

    def test_notification_copies_the_code_of_a_closed_window(self):
        server = subprocess.Popen(['/usr/bin/python3', '-W', 'ignore', NOTIFICATIONS, '--backend', 'gtk'],
                                  stdout=subprocess.PIPE, text=True)
        try:
            self.assertEqual(server.stdout.readline().strip(), 'READY')
            self.start()
            self.get_number()
            ui.press('ctrl+w')
            ui.wait(lambda: not ui.children_of(self.app.acc, 'window'), 10)
            self.shop.say('advance 60')
            self.assertIn('true', notifications('Wait', '1', '20000'))
            sent = json.loads(notifications('List').split("'", 1)[1].rsplit("'", 1)[0])[0]
            self.assertIn('Copy Code', sent['actions'].values())
            self.assertNotRegex(sent['title'] + (sent['body'] or ''), r'\b\d{5,}\b')
            notifications('Invoke', str(sent['id']), 'Copy Code')
            ui.wait(lambda: re.fullmatch('[0-9A-Z]{4,8}', ui.clipboard() or ''), 10)
        finally:
            server.terminate()
            server.wait(10)
            server.stdout.close()

    # --- what is written -------------------------------------------------------------------------

    def test_nothing_is_written_of_goods_and_requests(self):
        """A number and its code, goods that were looked at, a request by hand: then the search of every test."""
        self.shop.stop()
        self.shop = Shop(self.secrets, '--dialect', 'live', '--services', '200')
        services = self.cli('services')['services']
        goods = next(s for s in services if s['category'].endswith('Accounts') and (s['stock'] or 0) > max(s['min'], 3))
        product = self.cli('order', goods['service'], str(max(goods['min'], 3)), '--link', LINK, '--yes')['order']
        self.start()
        self.get_number()
        self.shop.say('advance 120')
        self.find('button', re.compile('^Copy code'), 20)
        ui.press('ctrl+2')
        self.choose('Orders', re.compile('Order %s, ' % product))
        ui.click(self.find('button', 'Reveal what was delivered', 20))
        self.find('button', 'Hide what was delivered')
        asked = len(self.shop.requests())
        ui.press('ctrl+t')
        self.dialog()
        ui.press('ctrl+Return')
        ui.wait(lambda: len(self.shop.requests()) > asked, 10)

    # --- keyboard ------------------------------------------------------------------------------

    def test_tab_leaves_a_list(self):
        self.start()
        self.find('row', re.compile('^Instagram'), 20)
        ui.press('ctrl+f')
        ui.type_text('followers viet')
        row = ui.find_row(self.window, 'Services', re.compile(re.escape(SERVICE)))
        self.app.mouse(row)
        ui.wait(lambda: 'focused' in ui.states(row))
        # past the star
        ui.press('Tab', 'Tab')
        ui.wait(lambda: 'focused' in ui.states(self.find('button', 'Copy service number')))
        ui.press('shift+Tab', 'shift+Tab')
        ui.wait(lambda: 'focused' in ui.states(row))
        ui.press('shift+Tab')
        ui.wait(lambda: 'focused' not in ui.states(row))

    def test_toast_is_in_nobodys_way(self):
        self.start()
        self.app.resize(370, 730)
        self.choose('Categories', re.compile('^Instagram'))
        self.choose('Services', re.compile('^Instagram'))
        copy = self.find('button', 'Copy service number')
        # the last of them: the header has one too, which is not in sight
        tab = ui.find_all(self.window, 'tab', 'Wallet')[-1].get_extents(ui.Atspi.CoordType.WINDOW)
        # a toast stays for five seconds: where looking at it took as long, look at another one
        for attempt in range(6):
            begun = time.monotonic()
            # with the pointer: the focus goes there as well
            self.app.mouse(copy)
            toast = self.find('label', re.compile('copied$'))
            ui.wait(lambda: 'focused' in ui.states(copy))
            place = toast.get_extents(ui.Atspi.CoordType.WINDOW)
            # Escape goes back a pane, and the toast stays for as long as it would
            ui.press('Escape')
            ui.wait(lambda: 'focused' not in ui.states(copy))
            stays = 'defunct' not in ui.states(toast)
            if stays or time.monotonic() - begun < 4.5:
                break
            ui.press('Return')
            copy = self.find('button', 'Copy service number')
        self.assertTrue(stays)
        self.assertLessEqual(place.y + place.height, tab.y)

    def test_keys(self):
        self.start()
        self.find('row', re.compile('^Instagram'), 20)
        for key, label in (('ctrl+2', 'No Orders Yet'), ('ctrl+3', 'No Numbers Yet'), ('ctrl+4', 'Nothing Here Yet')):
            ui.press(key)
            ui.find(self.window, None, label, 10)
        ui.press('ctrl+1')
        self.find('row', re.compile('^Instagram'))
        asked = len(self.shop.requests('balance'))
        ui.press('F5')
        ui.wait(lambda: len(self.shop.requests('balance')) == asked + 1, 10)
        # back from an inner pane of a narrow window
        self.app.resize(370, 730)
        ui.press('ctrl+4')
        ui.click(self.find('button', 'Statement'))
        self.find('button', 'Back')
        ui.press('alt+Left')
        ui.wait(lambda: 'focused' in ui.states(self.find('button', 'Statement')))
        ui.gone(self.window, 'button', 'Back')

    def test_keys_of_windows(self):
        self.start()
        self.find('row', re.compile('^Instagram'), 20)
        for key in ('ctrl+comma', 'ctrl+question'):
            ui.press(key)
            self.dialog()
            ui.press('Escape')
            ui.wait(lambda: len(list(ui.children(self.app.acc))) == 1)

    def test_order_by_keyboard_alone(self):
        self.start()
        self.find('row', re.compile('^Instagram'), 20)
        ui.type_text('followers viet real')
        self.find('row', re.compile(re.escape(SERVICE)))
        ui.press('Down', 'Return')
        self.find('label', SERVICE)
        # the row of an entry does not tell that its text has the focus: it shows by what is typed
        ui.type_text(LINK)
        ui.wait(lambda: ui.text(self.find('entry', re.compile('^Link'))) == LINK)
        ui.press('Return')
        ui.wait(lambda: 'focused' in ui.states(self.find('spin', re.compile('^Quantity'))))
        ui.press('ctrl+a')
        ui.type_text('2500')
        self.find('label', re.compile('2.125'))
        for _ in range(6):
            if 'focused' in ui.states(self.find('button', 'Place Order')):
                break
            ui.press('Tab')
        ui.press('Return')
        self.dialog()
        ui.press('Return')
        ui.wait(lambda: len([r for r in self.shop.requests('add') if r['acted']]) == 1, 10)


SESSION = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools', 'fake-session')
NOTIFICATIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools', 'fake-notifications')


def notifications(method, *params):
    # its answer is read, without what GIO says for the sake of debugging
    quiet = {name: value for name, value in os.environ.items() if name != 'G_MESSAGES_DEBUG'}
    return subprocess.run(['gdbus', 'call', '--session', '-d', 'test.Notifications', '-o', '/test/Notifications',
                           '-m', 'test.Notifications.' + method, *params],
                          check=True, capture_output=True, text=True, timeout=30, env=quiet).stdout


class TapResult(unittest.TestResult):
    """One TAP line a test, so that each is counted."""
    count = 0

    def line(self, test, ok, extra=''):
        TapResult.count += 1
        print('%s %d %s%s' % ('ok' if ok else 'not ok', TapResult.count, test.id().split('.')[-1], extra), flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.line(test, True)

    def fail(self, test, error):
        self.line(test, False)
        print('\n'.join('# ' + line for line in self._exc_info_to_string(error, test).splitlines()), flush=True)
        if isinstance(error[1], ui.Timeout):
            # what was on the screen says more than the trace
            ui.dump(test.app.acc, out=lambda line: print('# ' + line, flush=True))

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.fail(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self.fail(test, error)


if __name__ == '__main__':
    loader = unittest.defaultTestLoader
    names = sys.argv[5:]
    suite = (loader.loadTestsFromNames(['EndToEnd.' + name for name in names], sys.modules['__main__']) if names
             else loader.loadTestsFromTestCase(EndToEnd))
    print('TAP version 13\n1..%d' % suite.countTestCases(), flush=True)
    result = TapResult()
    suite.run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
