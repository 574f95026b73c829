#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that is started in some way of its own, such as an installed Flatpak, up to its first frame
with something to buy in it: a picture of it, and the end by its own action.

    first-frame.py APPLICATION-ID PICTURE COMMAND...

Whatever the command starts, its processes have other numbers outside: the window is found by its name.
Run it inside tests/tools/with-desktop.
"""
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools'))
import uidrive as ui  # noqa: E402

SECONDS = 60
# a frame without its rows, icons and text has fewer
LEAST_COLOURS = 100


def find_application():
    return next((one for one in ui.children(ui.Atspi.get_desktop(0)) if one.get_name() == 'hstockplus'), None)


def main(app_id, picture, command):
    begin = time.monotonic()
    process = subprocess.Popen(command)
    try:
        application = ui.wait(find_application, SECONDS, 'the program on the accessibility bus')
        window = ui.find(application, 'window', None, SECONDS)
        ui.find(window, 'row', re.compile('^Instagram'), SECONDS)
        seconds = time.monotonic() - begin
        xid = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^' + re.escape(window.get_name())],
                             check=True, capture_output=True, text=True, timeout=10).stdout.split()[-1]
        subprocess.run(['import', '-window', xid, picture], check=True, timeout=20)
        colours = int(subprocess.run(['/usr/bin/identify', '-format', '%k', picture], check=True, capture_output=True,
                                     text=True, timeout=20).stdout)
        if colours < LEAST_COLOURS:
            sys.exit('%s: %d colours' % (picture, colours))
        ui.gaction(app_id, 'quit')
        status = process.wait(20)
    finally:
        if process.poll() is None:
            process.kill()
    if status:
        sys.exit('status %d' % status)
    print('%s: the first frame with its services after %.1f s, in %s' % (app_id, seconds, picture))


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
