"""Sessions of libvirt's own clients, virsh and libvirt-python, at a daemon.

A session is a text (clients/*.txt): `$ virsh …` runs virsh, `>>> …` is Python with a connection `conn`, `#` tells why. A
recording is the same text with what came of each line below it. record.py makes recordings at real libvirtd;
`clients.py play RECORDINGS NAME=URI…` plays them at any daemon and tells what comes differently; `clients.py pki FOLDER`
makes the certificates that a daemon and its clients need for TLS.
"""

import ctypes
import difflib
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# A session whose name begins so is about one way of connecting; any other is played over each of them.
TRANSPORTS = ("unix", "tcp", "tls")
LIBVIRTD = "/usr/sbin/libvirtd"
HOSTNAME = "kvm1.example.com"
INDENT = "    "


def steps(text):
    """The lines of a session or a recording: each its marker, what is said, and what came of it."""
    found = []
    for line in text.splitlines():
        for marker in ("$ ", ">>> ", "# "):
            if line.startswith(marker):
                found.append([marker, line[len(marker) :], []])
                break
        else:
            if line.startswith("... "):
                found[-1][1] += "\n" + line[4:]
            elif found:
                found[-1][2].append(line.removeprefix(INDENT))
    return found


def perform(text, uris):
    """The lines of the recording that a session makes at `uris`, a dictionary with at least `uri`."""
    from client_session import Session

    session = Session(uris, os.path.join(HERE, "documents"))
    for marker, said, _ in steps(text):
        first, *rest = said.split("\n")
        yield marker + first
        yield from ("... " + line for line in rest)
        if marker == "$ ":
            shown = session.virsh(said)
        elif marker == ">>> ":
            shown = session.python(said)
        else:
            continue
        for name, uri in uris.items():
            shown = shown.replace(uri, name.upper())
        yield from (INDENT + line if line else "" for line in shown.splitlines())
    session.end()


def performed(file, uris):
    """What `perform` gives, in a process of its own: libvirt's event loop and its errors are the process's."""
    words = [f"{name}={uri}" for name, uri in uris.items()]
    done = subprocess.run([sys.executable, __file__, "perform", file, *words], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise RuntimeError(f"{file} was not performed to its end")
    return done.stdout


def over(name):
    """The transports that a session is played over."""
    return [kind for kind in TRANSPORTS if name.startswith(kind + "-")] or list(TRANSPORTS)


def play(folder, uris):
    """Plays the recordings at the URIs by transport, `unix`, `unix-ro`, `tcp` and `tls`; whether all came out the same."""
    same = True
    for file in sorted(os.listdir(folder)):
        name = file.removesuffix(".txt")
        with open(os.path.join(folder, file)) as recording:
            wanted = recording.read()
        for kind in filter(uris.__contains__, over(name)):
            answer = performed(os.path.join(folder, file), by_name(kind, uris))
            difference = difflib.unified_diff(
                wanted.splitlines(True), answer.splitlines(True), f"{name} of libvirtd", f"{name} over {kind}"
            )
            told = "".join(difference)
            same = same and not told
            print(told or f"{name} over {kind}: as recorded", flush=True)
    return same


def by_name(kind, uris):
    """What a session over this transport calls its URIs."""
    named = {"uri": uris[kind]}
    if kind == "unix" and "unix-ro" in uris:
        named["read_only_uri"] = uris["unix-ro"]
    if kind == "tls" and "tls-stranger" in uris:
        named["stranger_uri"] = uris["tls-stranger"]
    return named


def pki(folder):
    """An authority, a server's certificate for this machine, a client's, and one of a stranger's authority."""

    def openssl(*words):
        subprocess.run(("openssl", *words), check=True, cwd=folder, capture_output=True)

    def authority(key, certificate):
        openssl("req", "-x509", *new_key, "-keyout", key, "-out", certificate, "-subj", "/CN=authority", "-days", "9999")

    def certificate(name, use, authority):
        with open(os.path.join(folder, "uses"), "w") as uses:
            uses.write(f"extendedKeyUsage={use}\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n")
        openssl("req", *new_key, "-keyout", f"{name}key.pem", "-out", "request", "-subj", f"/CN={name}")
        openssl(
            "x509", "-req", "-in", "request", "-CA", f"{authority}cert.pem", "-CAkey", f"{authority}key.pem",
            "-CAcreateserial", "-days", "9999", "-extfile", "uses", "-out", f"{name}cert.pem",
        )

    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    stranger = os.path.join(folder, "stranger")
    os.makedirs(stranger)
    authority("cakey.pem", "cacert.pem")
    authority("otherkey.pem", "othercert.pem")
    certificate("server", "serverAuth", "ca")
    certificate("client", "clientAuth", "ca")
    certificate("stranger", "clientAuth", "other")
    shutil.copy(os.path.join(folder, "cacert.pem"), stranger)
    for kind in ("cert", "key"):
        shutil.copy(os.path.join(folder, f"stranger{kind}.pem"), os.path.join(stranger, f"client{kind}.pem"))


class Libvirtd:
    """Real libvirtd with the test driver only, listening by every transport, on a machine with the lab's name."""

    def __init__(self, folder):
        os.unshare(os.CLONE_NEWNS | os.CLONE_NEWUTS)
        socket.sethostname(HOSTNAME)
        drivers = subprocess.run(
            ("find", "/usr/lib", "-name", "connection-driver"), stdout=subprocess.PIPE, text=True
        ).stdout.split()
        for place in (*drivers, "/run"):
            if ctypes.CDLL(None).mount(b"tmpfs", place.encode(), b"tmpfs", 0, None):
                raise RuntimeError("cannot hide libvirtd's other drivers: recording needs root")
        keys = os.path.join(folder, "pki")
        os.makedirs(keys)
        pki(keys)
        ports = {kind: free_port() for kind in ("tcp", "tls")}
        config = os.path.join(folder, "libvirtd.conf")
        with open(config, "w") as file:
            file.write(
                f'unix_sock_dir = "{folder}"\nauth_unix_ro = "none"\nauth_unix_rw = "none"\nlisten_addr = "127.0.0.1"\n'
                f'listen_tcp = 1\nauth_tcp = "none"\ntcp_port = "{ports["tcp"]}"\nlisten_tls = 1\ntls_port = "{ports["tls"]}"\n'
                f'key_file = "{keys}/serverkey.pem"\ncert_file = "{keys}/servercert.pem"\nca_file = "{keys}/cacert.pem"\n'
            )
        self.pid_file = os.path.join(folder, "pid")
        # Its parent ends when it listens.
        subprocess.run((LIBVIRTD, "-d", "-l", "-f", config, "-p", self.pid_file), check=True)
        self.uris = {
            "unix": f"test+unix:///default?socket={folder}/libvirt-sock",
            "unix-ro": f"test+unix:///default?socket={folder}/libvirt-sock-ro",
            "tcp": f"test+tcp://127.0.0.1:{ports['tcp']}/default",
            "tls": f"test+tls://localhost:{ports['tls']}/default?pkipath={keys}",
            "tls-stranger": f"test+tls://localhost:{ports['tls']}/default?pkipath={keys}/stranger",
        }

    def end(self):
        with open(self.pid_file) as file:
            os.kill(int(file.read()), 15)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def all_of(_rows):
    """Each recording's name, and what produces its lines."""
    sessions = sorted(os.listdir(os.path.join(HERE, "clients")))
    return {f"clients/{file}": lambda rows, file=file: recorded(file) for file in sessions}


def recorded(file):
    """The recording of one session, at a libvirtd of its own."""
    from session import in_child

    def record():
        with tempfile.TemporaryDirectory() as folder:
            libvirtd = Libvirtd(folder)
            try:
                kind = over(file)[0]
                return performed(os.path.join(HERE, "clients", file), by_name(kind, libvirtd.uris))
            finally:
                libvirtd.end()

    yield in_child(record)


def main(command, place, *words):
    uris = dict(word.split("=", 1) for word in words)
    if command == "perform":
        with open(place) as file:
            for line in perform(file.read(), uris):
                print(line, flush=True)
    elif command == "play":
        sys.exit(not play(place, uris))
    elif command == "pki":
        pki(place)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
