"""Sessions of virsh at the test driver in its own process: what it prints for each line, to the byte.

A session is a text (virsh/*.txt): `$ virsh …` without a command begins a virsh that the lines `virsh # …` are given to, one
after the other; with a command it runs to its end. A recording is the same text with what came of each line below it.
"""

import os
import re
import select
import shlex
import shutil
import socket
import subprocess
import tempfile

from session import HOSTNAME, in_child

HERE = os.path.dirname(os.path.abspath(__file__))
INDENT = "    "
PROMPTS = (b"virsh # ", b"virsh > ")
PATIENCE_S = 20
# What is of the moment: CPU time, which is the time of day; statistics, which are made from it; when something was made.
MASKS = (
    (re.compile(r"(?m)^(CPU time: +)[\d.]+s$"), r"\1N"),
    (re.compile(r"(?m)^(.*(?:_req|_bytes|_packets|errs|_drop|operations:|read:|written:|count:) +)\d{9,}$"), r"\1N"),
    (re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d:\d\d(?= \+0000)"), "YYYY-MM-DD hh:mm:ss"),
    (re.compile(r"(?<=<creationTime>)\d+"), "N"),
)


def all_of(_rows):
    """Each recording's name, and what produces its lines."""
    sessions = sorted(os.listdir(os.path.join(HERE, "virsh")))
    return {f"virsh/{file}": lambda rows, file=file: [in_child(lambda: recorded(file))] for file in sessions}


def recorded(file):
    """The recording of one session."""
    os.unshare(os.CLONE_NEWUTS)
    socket.sethostname(HOSTNAME)
    # Lines so long that readline breaks none.
    os.environ.update(TZ="UTC", COLUMNS="2000")
    with tempfile.TemporaryDirectory() as folder:
        work = os.path.join(folder, "documents")
        shutil.copytree(os.path.join(HERE, "documents"), work)
        with open(os.path.join(HERE, "virsh", file)) as session:
            return "".join(perform(session.read().splitlines(), work))


def perform(lines, folder):
    shell = None
    for line in lines:
        yield line + "\n"
        if line.startswith("$ "):
            words = shlex.split(line[2:])
            if interactive(words):
                shell = Virsh(words, folder)
                continue
            done = subprocess.run(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            yield from shown(done.stdout + (b"[exit %d]\n" % done.returncode if done.returncode else b""))
        elif line.startswith(("virsh # ", "virsh > ")):
            yield from shown(shell.line(line[8:]))


def interactive(words):
    """Whether there is no command behind the options."""
    rest = words[1:]
    while rest and rest[0].startswith("-"):
        rest = rest[2:] if rest[0] == "-c" else rest[1:]
    return not rest


def shown(printed):
    text = printed.decode()
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    for line in text.splitlines():
        yield f"{INDENT}{line}\n" if line else "\n"
    if text and not text.endswith("\n"):
        yield f"{INDENT}[no newline]\n"


class Virsh:
    """A virsh that reads lines."""

    def __init__(self, words, folder):
        self.process = subprocess.Popen(words, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.until_prompt()

    def line(self, line):
        """What it prints for a line, up to the next prompt."""
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        # readline may show the line again.
        return self.until_prompt().removeprefix(line.encode() + b"\n")

    def until_prompt(self):
        printed = b""
        while not printed.endswith(PROMPTS):
            if not select.select([self.process.stdout], [], [], PATIENCE_S)[0]:
                raise RuntimeError(f"virsh waits: {printed}")
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                return printed
            printed += piece
        return printed[:-8]
