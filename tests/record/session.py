"""Sessions: a fresh process for each, because libvirt keeps its state in the process."""

import ctypes
import json
import os
import re
import socket
import traceback

from client import Client

UUID = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|(?<=\"bytes\": \")[0-9a-f]{32}(?=\")")
MAC = re.compile(r"\b52:54:00(?::[0-9a-f]{2}){3}\b")
# Seconds since 1970, of these years: when something was created, and what it is called by default.
# A number of the test driver's statistics that looks like a time.
NO_TIME = "1797400000"
TIME = re.compile(r"\b1[6-9][0-9]{8}\b")
# Of the built-in lab: what the machine of its test driver is called.
HOSTNAME = "kvm1.example.com"


def in_child(body):
    """What `body` returns, computed in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        status = 1
        try:
            answer = json.dumps(body())
            status = 0
        except BaseException:
            answer = json.dumps(traceback.format_exc())
        with os.fdopen(writer, "w") as pipe:
            pipe.write(answer)
        os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(json.loads(answer) if answer else f"libvirt ended the process: status {status}")
    return json.loads(answer)


def prepare(header):
    """Gives the process a machine of its own, as far as that matters: a name, and /tmp with the header's files."""
    os.unshare(os.CLONE_NEWUTS | os.CLONE_NEWNS)
    with open("/proc/self/mountinfo") as mounts:
        if " shared:" in mounts.read():
            raise RuntimeError("mounts are shared with the rest of the machine: make them private first")
    socket.sethostname(HOSTNAME)
    if ctypes.CDLL(None).mount(b"tmpfs", b"/tmp", b"tmpfs", 0, None):
        raise RuntimeError("cannot mount a /tmp of its own: recording needs root")
    os.chdir("/")
    for path, content in header.get("files", {}).items():
        with open(path, "w") as file:
            file.write(content)
    for path, host in header.get("hosts", {}).items():
        with open(path, "w") as file:
            file.write(node_description(host))


def node_description(host):
    """The test driver's file for a host: its accounts, and domains that begin in states that no call leads to."""
    space = "xmlns:test='http://libvirt.org/schemas/domain/test/1.0'"
    text = ""
    for domain in host.get("domains", []):
        extra = f"<test:runstate>{domain['runstate']}</test:runstate>"
        extra += "<test:transient/>" if domain.get("transient") else ""
        extra += "<test:hasmanagedsave/>" if domain.get("managed_save") else ""
        text += domain["xml"].replace("<domain ", f"<domain {space} ", 1).replace("</domain>", f"{extra}</domain>")
    users = ""
    for name, *password in host.get("accounts", []):
        users += f'<user password="{password[0]}">{name}</user>' if password else f"<user>{name}</user>"
    return f"<node>{text}{f'<auth>{users}</auth>' if users else ''}</node>"


class Plain:
    """Takes out what differs from run to run: generated UUIDs and MAC addresses, the CPU time, times of creation."""

    def __init__(self, header):
        self.known = set()
        self.names = {}
        self.learn(json.dumps(header))
        self.learn("6695eb01-f6a4-8304-79aa-97f2502e193f dd8fe884-6c02-601e-7551-cca97df1c5df")

    def learn(self, text):
        self.known.update(found[0].replace("-", "") for found in UUID.finditer(text))
        self.known.update(re.findall(r'x\\?"([0-9a-f]{32})\\?"', text))
        self.known.update(MAC.findall(text))
        self.known.update(TIME.findall(text))

    def line(self, record):
        self.learn(record["call"])
        if isinstance(record.get("out"), dict) and "cpuTime" in (record["out"].get("info") or {}):
            record["out"]["info"]["cpuTime"] = {"any": "CPU time"}
        text = json.dumps(record, ensure_ascii=False)
        text = MAC.sub(self.name_of("mac"), UUID.sub(self.name_of("uuid"), text))
        # Without numbers: within a session the clock may go on, or not.
        return TIME.sub(lambda found: found[0] if found[0] in {NO_TIME, *self.known} else "(time)", text)

    def name_of(self, kind):
        def replace(found):
            key = found[0].replace("-", "")
            if key in self.known:
                return found[0]
            count = sum(name.startswith(f"({kind}") for name in self.names.values())
            return self.names.setdefault(key, f"({kind} {count + 1})")

        return replace


class Recorder:
    """A client in a machine of its own, and the lines of what it has done."""

    def __init__(self, rows, header, quiet=True):
        prepare(header)
        self.client, self.plain = Client(rows), Plain(header)
        self.quiet = quiet
        self.lines = []

    def perform(self, call):
        try:
            record = self.client.perform(call)
        except Exception as error:
            raise ValueError(f"{call}: {error!r}, after {self.lines}") from None
        if self.quiet:
            record.pop("printed", None)
        self.lines.append(self.plain.line(record))
        return record


def record(rows, header, lines):
    """The recording of one session: its header and a line for each call."""

    def body():
        recorder = Recorder(rows, header, quiet=bool(header.get("quiet")))
        for line in lines:
            recorder.perform(line)
        return recorder.lines

    try:
        return "".join(line + "\n" for line in [json.dumps(header, ensure_ascii=False), *in_child(body)])
    except RuntimeError as error:
        raise RuntimeError(f"{header}: {error}") from None
