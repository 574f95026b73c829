#!/usr/bin/python3
"""The tour: the real program in a virtual display, driven from outside like a person.

    tour.py HSTOCKPLUS FOLDER [--narrow]

Connects to the sandbox, finds a service, orders it, rents a number, copies the code that arrives, sees
the order complete, and ends when the clipboard holds that code. A numbered picture of each step goes into
FOLDER. With --narrow the window is 360 px wide, and one pane leads to the next. Run it inside
tests/tools/with-desktop; with another locale the words follow the program's own translations
(APP_LOCALEDIR).
"""
import gettext
import os
import re
import subprocess
import sys
import tempfile

TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools')
sys.path.insert(0, TOOLS)
import uidrive as ui  # noqa: E402

SERVICE = 'Instagram Followers 🇻🇳 Việt Nam, real and active'
LINK = 'https://instagram.com/ca.phe.saigon'
QUANTITY = '2500'
PROJECT = 'OpenAI / ChatGPT'

language = (os.environ.get('LC_ALL') or os.environ.get('LANG') or 'C').split('_')[0].split('.')[0]
catalog = gettext.translation('hstockplus', os.environ.get('APP_LOCALEDIR'), [language], fallback=True)


def word(text):
    """The program's word for an English one, without a mnemonic's underline."""
    return catalog.gettext(text)


def starts(text):
    return re.compile('^' + re.escape(word(text).replace('%s', '')))


class Tour:
    def __init__(self, program, folder, narrow):
        self.folder, self.narrow, self.step = folder, narrow, 0
        os.makedirs(folder, exist_ok=True)
        self.errors = tempfile.TemporaryFile('w+', encoding='utf-8')
        # a desktop has a notification server; without one GLib complains on the console
        self.notifications = subprocess.Popen(
            ['/usr/bin/python3', '-W', 'ignore', os.path.join(TOOLS, 'fake-notifications')],
            stdout=subprocess.PIPE, text=True)
        assert self.notifications.stdout.readline().strip() == 'READY'
        self.app = ui.launch([program], os.path.basename(program), stderr=self.errors)
        self.window = self.app.window()
        self.app.resize(*((370, 730) if narrow else (1110, 730)))

    def picture(self, name):
        self.step += 1
        path = os.path.join(self.folder, '%02d-%s.png' % (self.step, name))
        ui.settle(self.app)
        self.app.screenshot(path)
        # the border that is only there without a compositor
        subprocess.run(['/usr/bin/convert', path, '-shave', '5x5', '+repage', path], check=True, timeout=20)
        print('%2d  %s' % (self.step, path), flush=True)

    def find(self, role, name, timeout=15.0):
        return ui.find(self.window, role, name, timeout)

    def choose(self, group, name):
        """A click on a row of that list."""
        self.app.mouse(ui.find_row(self.window, word(group), name))

    def back(self):
        """One pane back, where they lie behind each other."""
        ui.click(self.find('button', word('Back')))
        # a button that is pressed by its action acts a moment later
        ui.gone(self.window, 'button', word('Back'))

    def view(self, number):
        ui.press('ctrl+%d' % number)

    def connect(self):
        self.find('button', word('Connect'))
        self.picture('welcome')
        ui.click(self.find('button', word('Try the Sandbox')))
        self.find('row', re.compile('^Instagram'), 20)
        self.picture('catalogue')

    def choose_service(self):
        if self.narrow:
            self.choose('Categories', re.compile('^Instagram'))
            self.picture('category')
        ui.press('ctrl+f')
        ui.type_text('followers viet')
        ui.find_row(self.window, word('Services'), re.compile(re.escape(SERVICE)))
        self.picture('search')
        self.choose('Services', re.compile(re.escape(SERVICE)))
        self.find('button', word('Place Order'))
        ui.set_text(self.find('entry', starts('Link')), LINK)
        ui.set_text(self.find('spin', starts('Quantity')), QUANTITY)
        ui.press('Tab')
        self.find('label', re.compile(r'2[.,]125'))
        self.picture('service')

    def place_order(self):
        ui.click(self.find('button', word('Place Order')))
        dialog = ui.other_window(self.app, self.window, 15)
        self.picture('confirm')
        ui.respond(dialog, word('Place Order'))
        # the balance in the header
        self.find('button', re.compile(r'97[.,]875'))
        self.view(2)
        self.choose('Orders', re.compile(re.escape(SERVICE)))
        self.find('button', word('Check Now'))
        self.picture('order-placed')
        if self.narrow:
            self.back()
            self.picture('orders')

    def rent_number(self):
        self.view(3)
        # any: the rows of a list that are off the screen are not there for every GTK
        ui.find_row(self.window, word('Projects'), re.compile('.'))
        if self.narrow:
            self.picture('projects')
        ui.set_text(self.find('entry', word('Search projects')), PROJECT.split()[0])
        self.choose('Projects', starts(PROJECT))
        ui.click(self.find('button', starts('Get Number')))
        self.find('button', word('Copy phone number'), 20)
        self.picture('number-waiting')

    def copy_code(self):
        # the code is spelled; there are other buttons that begin alike
        copy = self.find('button', re.compile(starts('Copy code %s').pattern + '[0-9A-Z]( [0-9A-Z])+$'), 60)
        self.picture('code-arrived')
        ui.click(copy)
        code = ui.wait(lambda: ui.clipboard() if re.fullmatch(r'[0-9A-Z]{4,8}', ui.clipboard() or '') else None)
        self.picture('code-copied')
        return code

    def see_order_complete(self):
        self.view(2)
        self.find('label', word('Completed'), 120)
        self.picture('order-completed')

    def see_wallet(self):
        self.view(4)
        # what is not shown yet has no rows for every GTK
        statement = self.find('button', word('Statement')) if self.narrow else None
        if not self.narrow:
            self.find('row', re.compile(re.escape(SERVICE)))
        self.picture('wallet')
        if self.narrow:
            ui.click(statement)
            self.find('row', re.compile(re.escape(SERVICE)))
            self.picture('statement')

    def run(self):
        self.connect()
        self.choose_service()
        self.place_order()
        self.rent_number()
        code = self.copy_code()
        self.see_order_complete()
        self.see_wallet()
        held = ui.clipboard()
        status = self.app.quit()
        self.notifications.terminate()
        self.notifications.wait(10)
        self.notifications.stdout.close()
        self.errors.seek(0)
        said = self.errors.read()
        if held != code or status != 0 or said:
            sys.exit('clipboard %r, code %r, exit status %s, said %r' % (held, code, status, said))
        # what it is, is nowhere but on the screen and there
        print('The clipboard holds the code, %d digits' % len(held))


if __name__ == '__main__':
    tour = Tour(sys.argv[1], sys.argv[2], '--narrow' in sys.argv)
    try:
        tour.run()
    except ui.Timeout:
        # what was on the screen says more than the trace
        tour.app.screenshot(os.path.join(tour.folder, 'failed.png'))
        ui.dump(tour.app.acc, out=lambda line: print(line, file=sys.stderr))
        raise
