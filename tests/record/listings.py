"""Compiles the C listings of the folder listings/ against libvirt and runs them, and runs the Python ones; records what they print.

A listing whose name has `.printed` before its end is the seed's own, mistakes and all: it is not compiled. The programs of
listing/tests/language/ are recorded, too: they are about Python itself.
"""

import glob
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def all_of(rows):
    folder = os.path.join(HERE, "listings")
    paths = sorted(glob.glob(os.path.join(folder, "**", "*.c"), recursive=True))
    names = {os.path.relpath(path, folder)[: -len(".c")]: path for path in paths}
    recorded = {
        f"listings/{name}.txt": (lambda rows, path=path: [printed(path)])
        for name, path in names.items()
        if not name.endswith(".printed")
    }
    for below, where in [("python", os.path.join(folder, "python")), ("language", os.path.join(HERE, "listing/tests/language"))]:
        for path in sorted(glob.glob(os.path.join(where, "*.py"))):
            name = os.path.basename(path)[: -len(".py")]
            recorded[f"listings/{below}/{name}.txt"] = lambda rows, path=path: [said([sys.executable, "-W", "ignore", path])]
    return recorded


def printed(path):
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "listing")
        subprocess.run(["gcc", "-Wall", "-Wextra", "-Werror", "-o", program, path, "-lvirt"], check=True)
        return said([program])


def said(command):
    done = subprocess.run(command, capture_output=True, text=True)
    return f"exit {done.returncode}\n--- stdout\n{done.stdout}--- stderr\n{done.stderr}"
