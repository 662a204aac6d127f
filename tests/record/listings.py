"""Compiles the listings of the folder listings/ against libvirt and records what they print.

A listing whose name has `.printed` before its end is the seed's own, mistakes and all: it is not compiled.
"""

import glob
import os
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def all_of(rows):
    folder = os.path.join(HERE, "listings")
    paths = sorted(glob.glob(os.path.join(folder, "**", "*.c"), recursive=True))
    names = {os.path.relpath(path, folder)[: -len(".c")]: path for path in paths}
    return {
        f"listings/{name}.txt": (lambda rows, path=path: [printed(path)])
        for name, path in names.items()
        if not name.endswith(".printed")
    }


def printed(path):
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "listing")
        subprocess.run(["gcc", "-Wall", "-Wextra", "-Werror", "-o", program, path, "-lvirt"], check=True)
        done = subprocess.run([program], capture_output=True, text=True)
    return f"exit {done.returncode}\n--- stdout\n{done.stdout}--- stderr\n{done.stderr}"
