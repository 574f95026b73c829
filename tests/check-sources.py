#!/usr/bin/python3
"""Holds the sources to what the compiler does not see. Prints TAP.

    check-sources.py SOURCE-FOLDER MSGFMT
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

top, msgfmt = sys.argv[1:3]

# what a room may include: its own headers and those of the rooms named here
LAYERS = {
    'api': set(),
    'store': {'api'},
    'model': {'api', 'store'},
    'cli': {'api', 'store', 'model'},
    'sandbox': {'api'},
    'ui': {'api', 'store', 'model', 'sandbox'},
}
# libraries with one home
HOMES = {
    'sqlite3.h': {'store'},
    'libsecret/secret.h': {'store'},
    'libsoup/soup.h': {'api', 'sandbox'},
    'gtk/gtk.h': {'ui'},
    'adwaita.h': {'ui'},
}
# of api, the sandbox knows the actions table, money and errors, so that both ends do not share a reader
SANDBOX_KNOWS = {'hsp-action.h', 'hsp-money.h', 'hsp-error.h', 'hsp-iso.h'}


def sources(*suffixes):
    for folder, _, names in sorted(os.walk(os.path.join(top, 'src'))):
        for name in sorted(names):
            if name.endswith(suffixes):
                yield os.path.relpath(os.path.join(folder, name), top)


def read(path):
    with open(os.path.join(top, path), encoding='utf-8') as file:
        return file.read()


def room(path):
    parts = path.split('/')
    return parts[1] if len(parts) > 2 else None


def check_layers():
    home = {os.path.basename(path): room(path) for path in sources('.h')}
    for path in sources('.c', '.h'):
        here = room(path)
        if here is None:
            continue
        for header in re.findall(r'#include [<"]([^>"]+)[>"]', read(path)):
            if header in HOMES and here not in HOMES[header]:
                yield '%s includes %s' % (path, header)
            there = home.get(os.path.basename(header))
            if there and there != here and there not in LAYERS[here]:
                yield '%s (%s) includes %s (%s)' % (path, here, header, there)
            if here == 'sandbox' and there == 'api' and header not in SANDBOX_KNOWS:
                yield '%s includes %s: the shop must not share the client\'s reader' % (path, header)


def check_potfiles():
    listed = [line for line in read('po/POTFILES.in').splitlines() if line and not line.startswith('#')]
    if listed != sorted(listed):
        yield 'po/POTFILES.in is not sorted'
    for path in listed:
        if not os.path.exists(os.path.join(top, path)):
            yield 'po/POTFILES.in names %s, which is not there' % path
    for path in sources('.c', '.ui', '.h'):
        text = read(path)
        marked = (re.search(r'\b(_|N_|C_|NC_|ngettext) ?\(', text) if not path.endswith('.ui')
                  else 'translatable="yes"' in text)
        if marked and path not in listed:
            yield 'po/POTFILES.in lacks %s' % path


def check_translations():
    # against the strings in the sources as they are now, not against a template that may be old
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, 'now.pot')
        listed = [line for line in read('po/POTFILES.in').splitlines() if line and not line.startswith('#')]
        subprocess.run(['xgettext', '--from-code=UTF-8', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2',
                        '--keyword=NC_:1c,2', '--keyword=ngettext:1,2', '--flag=ngettext:1:c-format', '-o', pot,
                        *[name for name in listed if name.endswith(('.c', '.h', '.ui'))]],
                       cwd=top, check=True, capture_output=True, timeout=60)
        # desktop file and metainfo: known by what their names end in once they are made
        for name in (name for name in listed if name.endswith('.in.in')):
            made = shutil.copy(os.path.join(top, name), os.path.join(folder, os.path.basename(name)[:-len('.in.in')]))
            subprocess.run(['xgettext', '--from-code=UTF-8', '--join-existing', '-o', pot, made], check=True,
                           capture_output=True, timeout=60)
        for language in read('po/LINGUAS').split():
            merged = os.path.join(folder, language + '.po')
            po = os.path.join(top, 'po', language + '.po')
            subprocess.run(['msgmerge', '--quiet', '--no-fuzzy-matching', '-o', merged, po, pot], check=True, timeout=60)
            checked = subprocess.run([msgfmt, '--check', '--statistics', '-o', os.devnull, merged],
                                     capture_output=True, text=True, timeout=60, env=dict(os.environ, LC_ALL='C'))
            if checked.returncode or 'untranslated' in checked.stderr or 'fuzzy' in checked.stderr:
                yield 'po/%s.po: %s' % (language, checked.stderr.strip())
                empty = subprocess.run(['msgattrib', '--untranslated', '--no-obsolete', merged],
                                       capture_output=True, text=True, timeout=60).stdout
                for text in re.findall(r'^msgid (".+")$', empty, re.M)[:20]:
                    yield 'po/%s.po lacks %s' % (language, text)


def check_resources():
    listed = set(re.findall(r'<file[^>]*>([^<]+)</file>', read('src/ui/hstockplus.gresource.xml')))
    for path in sources('.ui', '.css'):
        if os.path.relpath(path, 'src/ui') not in listed:
            yield 'src/ui/hstockplus.gresource.xml lacks %s' % path


def check_button_names():
    # a button is named by its own label; one of an icon or a box would be read out as "GtkImage"
    for path in sources('.ui'):
        # a widget's code may be several files
        stem = path[:-len('.ui')]
        code = [name for name in sources('.c') if name == stem + '.c' or name.startswith(stem + '-')]
        named = set(re.findall(r'set_accessible_label \((?:GTK_WIDGET \()?self->(\w+)',
                               ''.join(read(name) for name in code)))
        for button in ElementTree.fromstring(read(path)).iter('object'):
            if button.get('class') not in ('GtkButton', 'GtkToggleButton', 'GtkMenuButton'):
                continue
            content = {prop.get('name') for prop in button.findall('property')} & {'icon-name', 'child'}
            words = {word.get('name') for word in button.findall('accessibility/*')} & {'label', 'labelled-by'}
            # this one names the button itself
            content_names = button.find('property/object[@class="AdwButtonContent"]') is not None
            if content and not words and not content_names and button.get('id') not in named:
                yield '%s: the button %s has no name' % (path, button.get('id') or 'without id')


checks = [check_layers, check_potfiles, check_translations, check_resources, check_button_names]
print('TAP version 13\n1..%d' % len(checks))
for number, check in enumerate(checks, 1):
    faults = list(check())
    print('%s %d %s' % ('not ok' if faults else 'ok', number, check.__name__.replace('_', '-')))
    for fault in faults:
        print('# ' + fault.replace('\n', ' '))
