"""uidrive: drive a GTK 4 application from outside, through AT-SPI and X11 input.

For tests that run under `with-desktop`, with the system's /usr/bin/python3
(packages python3-gi gir1.2-atspi-2.0 at-spi2-core xdotool xclip imagemagick).
Works with GTK 4.8 (at-spi2-core 2.46) and GTK 4.18 (2.56); differences are hidden here:
role names ('push button' became 'button'), toggle buttons' role, unnamed menu items
(with 4.18 a menu item has no name on the bus at all: take it by its place, or activate its action).

    import uidrive as ui
    app = ui.launch(['build/src/app'], 'app', 'org.example.App')   # accessible name = program name
    win = app.window()
    ui.set_text(ui.find(win, 'entry', 'Search'), 'milk')
    ui.click(ui.find(win, 'button', 'Copy'))
    ui.wait(lambda: ui.clipboard() == 'milk')
    assert app.quit() == 0
"""
import os, re, subprocess, time
import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib

R = Atspi.Role
ROLES = {
    'button': {R.PUSH_BUTTON, R.TOGGLE_BUTTON},
    'switch': {R.CHECK_BOX, R.TOGGLE_BUTTON},
    'check': {R.CHECK_BOX}, 'radio': {R.RADIO_BUTTON},
    'entry': {R.ENTRY, R.TEXT, R.PASSWORD_TEXT},       # GtkSearchEntry is 'entry', GtkEntry is 'text'
    'text': {R.TEXT}, 'label': {R.LABEL}, 'image': {R.IMAGE, R.ICON},
    'alert': {R.ALERT, R.NOTIFICATION, R.LABEL},       # a label where GTK has announcements
    'list': {R.LIST, R.LIST_BOX, R.TREE}, 'row': {R.LIST_ITEM, R.TREE_ITEM, R.TABLE_ROW},
    'menuitem': {R.MENU_ITEM, R.CHECK_MENU_ITEM, R.RADIO_MENU_ITEM},
    'window': {R.FRAME, R.DIALOG, R.WINDOW, R.ALERT}, 'dialog': {R.DIALOG, R.ALERT},
    'tab': {R.PAGE_TAB}, 'combo': {R.COMBO_BOX}, 'spin': {R.SPIN_BUTTON},
}

class Timeout(AssertionError): pass

def wait(pred, timeout=5.0, what=None):
    """Poll pred until it is true; AT-SPI errors (an object went away) count as false."""
    end = time.monotonic() + timeout
    last = None
    while True:
        try:
            last = pred()
            if last: return last
        except GLib.Error as e:
            last = e
        if time.monotonic() > end:
            raise Timeout('timed out after %gs waiting for %s (last: %r)' % (timeout, what or getattr(pred, '__name__', pred), last))
        time.sleep(0.03)

def children(n):
    for i in range(n.get_child_count()):
        c = n.get_child_at_index(i)
        if c is not None: yield c

def walk(n):
    yield n
    for c in children(n): yield from walk(c)

def name(n):
    """Accessible name; where empty the first label inside."""
    s = n.get_name()
    if s: return s
    if n.get_role() in ROLES['menuitem'] | ROLES['button'] | ROLES['row']:
        for c in walk(n):
            if c.get_role() == R.LABEL and c.get_name(): return c.get_name()
    return s

def _match(n, role, want):
    if role is not None and n.get_role() not in ROLES[role]: return False
    if want is None: return True
    s = name(n) or ''
    return bool(want.search(s)) if isinstance(want, re.Pattern) else s == want

def find_all(root, role=None, want=None):
    return [n for n in walk(root) if _match(n, role, want)]

def find(root, role=None, want=None, timeout=5.0):
    """The first descendant with that role (key of ROLES) and name (text or compiled pattern)."""
    def first():
        for n in walk(root):
            try:
                if _match(n, role, want): return n
            except GLib.Error: pass
    return wait(first, timeout, '%s %r' % (role, want))

def find_row(root, group, want, timeout=20.0):
    """A row of a list of that name, once it stands still inside its window, ready for mouse(): a list that
    is being filtered has its old rows for a moment, in other places, and gives them to other items."""
    def place(n):
        e, f = n.get_extents(Atspi.CoordType.WINDOW), window_of(n).get_extents(Atspi.CoordType.WINDOW)
        x, y = e.x - f.x, e.y - f.y     # the window itself does not begin at 0 with 4.18
        inside = e.width > 1 and x >= 0 and y >= 0 and x + e.width <= f.width and y + e.height <= f.height
        return (e.x, e.y, e.width, e.height) if inside else None
    def first():
        for n in (row for rows in find_all(root, 'list', group) for row in find_all(rows, 'row', want)):
            before = place(n)
            if before:
                time.sleep(0.1)
                return n if place(n) == before and _match(n, 'row', want) else None
    return wait(first, timeout, 'row %r of %r on the screen' % (want, group))

def gone(root, role, want, timeout=5.0):
    wait(lambda: not find_all(root, role, want), timeout, 'no %s %r' % (role, want))

def states(n): return {s.value_nick for s in n.get_state_set().get_states()}
def text(n): return Atspi.Text.get_text(n, 0, Atspi.Text.get_character_count(n))
def set_text(n, s): assert n.get_editable_text_iface().set_text_contents(s)
def actions(n):
    a = n.get_action_iface()
    return [a.get_action_name(i) for i in range(a.get_n_actions())] if a else []

def click(n):
    """The widget's own action, once it can be used: buttons, toggles, switches, menu items, entries (activate)."""
    wait(lambda: 'sensitive' in states(n), 5, '%r to be sensitive' % name(n))
    acts = actions(n)
    for i, a in enumerate(acts):
        if a in ('click', 'toggle', 'activate', 'press'):
            assert n.get_action_iface().do_action(i); return
    raise AssertionError('%s %r has no click action (has %s): use mouse()' % (n.get_role_name(), name(n), acts))

def do_action(n, action):
    """A named action, such as 'win.copy' on a window (class actions show up there).  GTK itself leaks
    some 100 bytes each time a window's action is done this way, which LeakSanitizer reports."""
    assert n.get_action_iface().do_action(actions(n).index(action))

def _x(*args): return subprocess.run(['xdotool', *map(str, args)], check=True, capture_output=True, text=True, timeout=10).stdout
def press(*keys): _x('key', '--delay', 15, *keys)           # 'ctrl+f', 'Return', 'Down'
def type_text(s): _x('type', '--delay', 15, s)              # into the focused widget

def window_of(n):
    while n is not None and n.get_role() not in ROLES['window']: n = n.get_parent()
    return n

class App:
    def __init__(self, proc, acc, bus_name=None): self.proc, self.acc, self.bus_name = proc, acc, bus_name
    def window(self, title=None, timeout=5.0): return find(self.acc, 'window', title, timeout)
    def xid(self):
        ids = _x('search', '--onlyvisible', '--pid', self.proc.pid).split() if self.proc else []
        return ids[-1]
    def mouse(self, n, button=1, repeat=1):
        """A real click on the middle of a widget: rows, anything without an action, context menus."""
        e = n.get_extents(Atspi.CoordType.WINDOW)
        f = window_of(n).get_extents(Atspi.CoordType.WINDOW)
        geo = dict(l.split('=') for l in _x('getwindowgeometry', '--shell', self.xid()).split() if '=' in l)
        # without a compositor GTK draws a border inside its X window that AT-SPI does not count
        dx, dy = (int(geo['WIDTH']) - f.width) // 2, (int(geo['HEIGHT']) - f.height) // 2
        _x('mousemove', '--window', self.xid(), e.x - f.x + dx + e.width // 2, e.y - f.y + dy + e.height // 2,
           'click', '--repeat', repeat, '--delay', 60, button)
    def resize(self, w, h): _x('windowsize', '--sync', self.xid(), w, h)
    def screenshot(self, path): subprocess.run(['import', '-window', self.xid(), path], check=True, timeout=20)
    def quit(self, timeout=10.0):
        """End the application so that its exit handlers (leak checks, saving) run: by its app.quit
        action where launch() was told the bus name, else by SIGTERM, which the application should
        handle with g_unix_signal_add().  Returns the exit status; killed, and an error, if it hangs."""
        if self.proc.poll() is None:
            if self.bus_name: gaction(self.bus_name, 'quit')
            else: self.proc.terminate()
        try:
            return self.proc.wait(timeout)
        except subprocess.TimeoutExpired:
            self.proc.kill(); self.proc.wait(); raise

def launch(argv, accname, bus_name=None, timeout=15.0, **kw):
    proc = subprocess.Popen(argv, **kw)
    def look():
        if proc.poll() is not None: raise AssertionError('%s ended with status %s' % (argv[0], proc.returncode))
        for a in children(Atspi.get_desktop(0)):
            if a.get_name() == accname and a.get_process_id() in (proc.pid, 0): return a
    try:
        acc = wait(look, timeout, 'application %s on the accessibility bus' % accname)
        a = App(proc, acc, bus_name)
        wait(lambda: a.acc.get_child_count() and a.xid(), timeout, 'a window')
        return a
    except BaseException:
        if proc.poll() is None: proc.kill()
        proc.wait(); raise

def clipboard(timeout=3):
    r = subprocess.run(['xclip', '-selection', 'clipboard', '-o', '-t', 'UTF8_STRING'], capture_output=True, timeout=timeout)
    return r.stdout.decode() if r.returncode == 0 else None   # None: empty, or its owner is gone

def gaction(bus_name, action, *params, path=None):
    """Activate an app.* GAction over D-Bus; params as GVariant text, e.g. "'note-42'"."""
    path = path or '/' + bus_name.replace('.', '/').replace('-', '_')
    subprocess.run(['gdbus', 'call', '--session', '-d', bus_name, '-o', path, '-m', 'org.gtk.Actions.Activate',
                    action, '[%s]' % ', '.join('<%s>' % p for p in params), '{}'], check=True, capture_output=True, timeout=10)

def dump(n, depth=0, out=print):
    try:
        out('%s%s %r %s' % ('  ' * depth, n.get_role_name(), name(n), ' '.join(sorted(states(n) & {'focused', 'selected', 'checked', 'pressed'}))))
        for c in children(n): dump(c, depth + 1, out)
    except GLib.Error as e: out('%s!%s' % ('  ' * depth, e))

def settle(app, rounds=12):
    """Waits until two pictures in a row are the same: nothing is being laid out or drawn any more.
    Bounded: a countdown on the screen never stands still, so after that it goes on."""
    last = None
    for _ in range(rounds):
        now = subprocess.run(['import', '-window', app.xid(), 'rgb:-'], check=True, capture_output=True, timeout=20).stdout
        if now == last: return
        last = now
        time.sleep(0.1)

def children_of(root, role):
    """The direct children with that role: an application's windows."""
    return [n for n in children(root) if n.get_role() in ROLES[role]]

def other_window(app, window, timeout=10.0):
    """A window of the application besides that one: its dialog."""
    return wait(lambda: next((n for n in children_of(app.acc, 'window') if n != window), None), timeout, 'a dialog')

def respond(dialog, label):
    """Presses a response of an AdwMessageDialog: it has two sets of buttons, wide and narrow, named
    'Label Label', of which one is shown."""
    def shown():
        return next((n for n in find_all(dialog, 'button', re.compile('^' + re.escape(label)))
                     if n.get_extents(Atspi.CoordType.WINDOW).width > 1 and 'visible' in states(n)), None)
    click(wait(shown, 5, 'response %r' % label))
