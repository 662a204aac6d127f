"""What real libvirtd answers to each procedure of its protocol, called by its number with arguments made of bytes alone.

A recording has a line for each procedure: program and number, and the payload of the answer or the error's members. How it was
called is the recording's name:

- `unopened` before CONNECT_OPEN, `short` without arguments;
- `read-only-` by the socket for looking only, `read-write-` by the other;
- `zeros` with zeros for arguments: empty strings and arrays, no flags. `ones` with all bits set: -1, every flag;
  `large` with the largest `int`;
- `domain-` and `network-`: first an object of the lab's, as the procedures that are about one have it.

Every call has a connection of its own, and so a world as it was in the beginning.
"""

import json
import os
import socket
import struct
import tempfile
import time

from clients import Libvirtd
from packets import LENGTH, receive
from session import in_child

HEADER = struct.Struct(">IIiIII")
REMOTE, QEMU, LXC = 0x20008086, 0x20008087, 0x00068000
PROGRAMS = ((REMOTE, 460), (QEMU, 10), (LXC, 3))
OPEN, CLOSE = 1, 2
URI = b"test:///default"
ARGUMENT_WORDS = 64
# After the end of a connection libvirtd's test driver lets its state go a moment later.
PAUSE_SECONDS = 0.004


def string(text):
    """A string as XDR has it."""
    return struct.pack(">I", len(text)) + text + bytes(-len(text) % 4)


OBJECTS = {
    "domain": string(b"test") + bytes.fromhex("6695eb01f6a4830479aa97f2502e193f") + struct.pack(">i", 1),
    "network": string(b"default") + bytes.fromhex("dd8fe8846c02601e7551cca97df1c5df"),
}
FILLERS = {"zeros": b"\0\0\0\0", "ones": b"\xff\xff\xff\xff", "large": b"\x7f\xff\xff\xff"}
MODES = ("unopened", "short") + tuple(
    f"{socket}-{first}{filler}"
    for socket in ("read-only", "read-write")
    for first in ("", *(kind + "-" for kind in OBJECTS))
    for filler in FILLERS
)


class Connection:
    """A connection to libvirtd's socket, by packets."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)

    def call(self, program, procedure, arguments=b""):
        """The status and the payload of the answer; none if the connection was closed."""
        packet = HEADER.pack(program, 1, procedure, 0, 1, 0) + arguments
        self.socket.sendall(LENGTH.pack(len(packet) + LENGTH.size) + packet)
        while head := receive(self.socket, LENGTH.size):
            answer = receive(self.socket, LENGTH.unpack(head)[0] - LENGTH.size)
            *_, kind, _serial, status = HEADER.unpack_from(answer)
            # Events and streams are others' business.
            if kind == 1:
                return status, answer[HEADER.size :]
        return None

    def end(self):
        self.socket.close()
        time.sleep(PAUSE_SECONDS)


class Reader:
    """Reads XDR."""

    def __init__(self, payload):
        self.payload, self.at = payload, 0

    def number(self):
        (value,) = struct.unpack_from(">i", self.payload, self.at)
        self.at += 4
        return value

    def optional(self):
        if not self.number():
            return None
        length = self.number()
        start = self.at
        self.at += (length + 3) // 4 * 4
        return self.payload[start : start + length].decode()


def error(payload):
    """The members of an error that are in it: code, domain, message, level, three texts, two numbers."""
    read = Reader(payload)
    head = [read.number(), read.number(), read.optional(), read.number()]
    # The domain that it is about, which libvirt no longer tells.
    assert not read.number()
    return head + [read.optional() for _ in range(3)] + [read.number(), read.number()]


def escaped(payload):
    """Bytes as Rust's escape_ascii() writes them."""
    named = {9: "\\t", 10: "\\n", 13: "\\r", 34: '\\"', 39: "\\'", 92: "\\\\"}
    return "".join(named.get(b) or (chr(b) if 32 <= b < 127 else f"\\x{b:02x}") for b in payload)


def arguments(mode):
    """The bytes of the arguments."""
    if mode == "short":
        return b""
    first = next((given for kind, given in OBJECTS.items() if kind in mode), b"")
    filler = next((words for name, words in FILLERS.items() if mode.endswith(name)), FILLERS["zeros"])
    return first + filler * ARGUMENT_WORDS


def outcome(folder, mode, program, procedure, given):
    """What comes of one call on a connection of its own."""
    connection = Connection(f"{folder}/libvirt-sock" + ("-ro" if mode.startswith("read-only") else ""))
    if mode != "unopened":
        uri = struct.pack(">I", 1) + string(URI) + struct.pack(">I", 0)
        assert connection.call(REMOTE, OPEN, uri) == (0, b"")
    answer = connection.call(program, procedure, given)
    connection.end()
    if answer is None:
        return "closed"
    status, payload = answer
    if status:
        return "error " + json.dumps(error(payload))
    return f'ok "{escaped(payload)}"'


def lines(folder, mode):
    given = arguments(mode)
    for program, last in PROGRAMS:
        for procedure in range(last + 1):
            yield f"{program:08x} {procedure} {outcome(folder, mode, program, procedure, given)}\n"


def all_of(_rows):
    """Each recording's name, and what produces its lines."""
    return {f"procedures/{mode}.txt": lambda rows, mode=mode: recorded(mode) for mode in MODES}


def recorded(mode):
    """The answers to all procedures, at a libvirtd of its own."""
    def record():
        with tempfile.TemporaryDirectory() as folder:
            libvirtd = Libvirtd(folder)
            try:
                return "".join(lines(folder, mode))
            finally:
                libvirtd.end()

    yield in_child(record)
