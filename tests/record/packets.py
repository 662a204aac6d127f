"""What goes over the wire between libvirt's clients and real libvirtd, packet by packet.

The sessions of clients/ are had through a proxy that takes the stream apart into packets. A recording has a line a packet:
the number of the connection, `>` for what the client sent or `<` for what the daemon answered, and the packet in
hexadecimal without its length. Of a stream's data there is the header alone, and `*`.
"""

import os
import socket
import struct
import tempfile
import threading

from clients import HERE, Libvirtd, performed
from session import in_child

# Those that need one transport, or send much, tell nothing about packets that these do not.
SESSIONS = ("connection", "errors", "events", "life", "lists", "resources", "save", "screen")
LENGTH = struct.Struct(">I")
HEADER_BYTES = 24
# VIR_NET_STREAM with VIR_NET_CONTINUE, in the header.
STREAM, CONTINUE = 3, 2


class Proxy:
    """A socket that hands everything on to libvirtd's, and keeps what it saw."""

    def __init__(self, path, behind):
        self.behind, self.lines, self.lock, self.connections = behind, [], threading.Lock(), 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.behind)
            self.connections += 1
            for mark, source, sink in ((">", client, server), ("<", server, client)):
                words = (f"{self.connections}{mark}", source, sink)
                threading.Thread(target=self.hand_on, args=words, daemon=True).start()

    def hand_on(self, mark, source, sink):
        try:
            while head := receive(source, LENGTH.size):
                packet = receive(source, LENGTH.unpack(head)[0] - LENGTH.size)
                # Written down before it is sent: its answer then comes later for sure.
                with self.lock:
                    self.lines.append(f"{mark} {written(packet)}\n")
                sink.sendall(head + packet)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            # One side is gone, and with it this connection.
            sink.close()


def written(packet):
    """A packet as a recording has it: what flows is not libvirtd's answer, and may be somebody's picture."""
    data = packet[15] == STREAM and packet[23] == CONTINUE and packet[HEADER_BYTES:]
    return packet[:HEADER_BYTES].hex() + "*" if data else packet.hex()


def receive(source, size):
    """So many bytes, or none at the end."""
    found = b""
    while len(found) < size:
        more = source.recv(size - len(found))
        if not more:
            return b""
        found += more
    return found


def all_of(_rows):
    """Each recording's name, and what produces its lines."""
    return {f"packets/{name}.txt": lambda rows, name=name: recorded(name) for name in SESSIONS}


def recorded(name):
    """The packets of one session, at a libvirtd of its own."""

    def record():
        with tempfile.TemporaryDirectory() as folder:
            libvirtd = Libvirtd(folder)
            try:
                proxy = Proxy(f"{folder}/proxy", f"{folder}/libvirt-sock")
                session = os.path.join(HERE, "clients", f"{name}.txt")
                performed(session, {"uri": f"test+unix:///default?socket={folder}/proxy"})
                with proxy.lock:
                    return "".join(proxy.lines)
            finally:
                libvirtd.end()

    yield in_child(record)
