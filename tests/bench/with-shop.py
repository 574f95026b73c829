#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a program with the endpoint of the sandbox's shop as its argument.

    with-shop.py HSTOCKPLUS-SANDBOX PROGRAM
"""
import subprocess
import sys

shop = subprocess.Popen([sys.argv[1], '--key', 'bench'], stdout=subprocess.PIPE, text=True)
try:
    endpoint = next(word for word in shop.stdout.readline().split() if word.startswith('http'))
    status = subprocess.run([sys.argv[2], endpoint]).returncode
finally:
    shop.terminate()
    shop.wait(20)
sys.exit(status)
