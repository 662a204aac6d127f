"""One session of libvirt's clients: what virsh prints, and what Python's binding gives, in a form that can be compared."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading

import libvirt

# More than anything that is waited for takes; a daemon that never answers must not hold up the check.
PATIENCE_MS = 20_000
EVENTS = {
    value: name.removeprefix("VIR_DOMAIN_EVENT_ID_").lower()
    for name, value in vars(libvirt).items()
    if name.startswith("VIR_DOMAIN_EVENT_ID_")
}


class Session:
    """The state of a session: a connection that stays, a folder with documents, and what was heard."""

    def __init__(self, uris, documents):
        libvirt.registerErrorHandler(lambda *_: None, None)
        libvirt.virEventRegisterDefaultImpl()
        self.uris = uris
        self.folder = tempfile.mkdtemp()
        for name in os.listdir(documents):
            shutil.copy(os.path.join(documents, name), self.folder)
        # Real libvirtd forgets the test driver's world with its last connection: this one keeps it.
        self.conn = libvirt.open(uris["uri"])
        self.heard = []
        self.registered = []
        self.names = {
            "libvirt": libvirt, "conn": self.conn, "show": show, "document": self.document,
            "listen": self.listen, "deaf": self.deaf, "events": self.events, "together": self.together,
            "outlast": self.outlast, "run_until": self.run_until, "until_heard": self.until_heard,
            "heard_by": self.heard_by, "listen_to_networks": self.listen_to_networks, **uris,
        }

    def end(self):
        """Lets go of everything, so that the world may be forgotten."""
        self.deaf()
        self.names.clear()
        self.conn.close()
        shutil.rmtree(self.folder)

    def virsh(self, said):
        """What a command of virsh prints, and its exit status if it fails."""
        done = subprocess.run(
            shlex.split(said), cwd=self.folder, env=self.environment(), stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE_MS / 1000,
        )
        # The test driver's CPU time is the time of day.
        printed = re.sub(r"(CPU time: +)\d.*", r"\1(time)", done.stdout)
        status = f"[exit {done.returncode}]\n" if done.returncode else ""
        return "\n".join(line.rstrip() for line in printed.splitlines()).rstrip("\n") + "\n" + status

    def environment(self):
        named = {name.upper(): uri for name, uri in self.uris.items()}
        return {**os.environ, "LC_ALL": "C", "VIRSH_DEFAULT_CONNECT_URI": self.uris["uri"], **named}

    def python(self, said):
        """What an expression or a statement gives."""
        try:
            try:
                code = compile(said, "session", "eval")
            except SyntaxError:
                exec(compile(said, "session", "exec"), self.names)
                return ""
            return show(eval(code, self.names))
        except libvirt.libvirtError as error:
            return show_error(error)

    def document(self, name):
        with open(os.path.join(self.folder, name)) as file:
            return file.read()

    def listen(self, *kinds, conn=None, domain=None):
        """Listens for these domain events, or for all of them."""
        conn = conn or self.conn
        for kind in kinds or range(EVENT_KINDS):
            def tell(_conn, heard, *details, kind=kind):
                self.heard.append(" ".join(map(str, (EVENTS[kind], heard.name(), *map(plain, details[:-1])))))

            number = conn.domainEventRegisterAny(domain, kind, tell, None)
            self.registered.append((conn.domainEventDeregisterAny, number))

    def listen_to_networks(self, network=None):
        """Listens for the lifecycle events of this network, or of all."""

        def tell(_conn, heard, kind, detail, _opaque):
            self.heard.append(f"network {heard.name()} {kind} {detail}")

        number = self.conn.networkEventRegisterAny(network, libvirt.VIR_NETWORK_EVENT_ID_LIFECYCLE, tell, None)
        self.registered.append((self.conn.networkEventDeregisterAny, number))

    def deaf(self):
        """Listens no more."""
        for deregister, number in self.registered:
            deregister(number)
        self.registered.clear()

    def events(self, count):
        """The next events as they came, once there are so many."""
        self.run_until(lambda: len(self.heard) >= count)
        heard, self.heard[:] = list(self.heard), []
        return "\n".join(heard) + "\n"

    def run_until(self, done, milliseconds=PATIENCE_MS):
        """Runs libvirt's event loop until something is so, or for so long."""
        late = []
        timer = libvirt.virEventAddTimeout(milliseconds, lambda *_: late.append(True), None)
        while not done() and not late:
            libvirt.virEventRunDefaultImpl()
        libvirt.virEventRemoveTimeout(timer)

    def outlast(self, milliseconds):
        """Whether the connection is alive after so long with nothing but keepalive messages."""
        self.run_until(lambda: False, milliseconds)
        return self.conn.isAlive()

    def until_heard(self, said, action):
        """What a waiting virsh prints, while `action` is done again and again until it has heard."""
        waiting = subprocess.Popen(
            shlex.split(said), cwd=self.folder, env=self.environment(), stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        while waiting.poll() is None:
            action()
        return waiting.stdout.read()

    def heard_by(self, said, *life):
        """What a virsh that goes on listening prints of a life, which it hears whole."""
        waiting = subprocess.Popen(
            ("stdbuf", "-oL", *shlex.split(said)), cwd=self.folder, env=self.environment(), stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        lines = []
        reader = threading.Thread(target=lambda: lines.extend(iter(waiting.stdout.readline, "")))
        reader.start()

        def marked(name):
            domain = self.conn.createXML(MINIMAL.format(name=name))
            domain.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, name, None, None)
            domain.destroy()
            self.conn.networkCreateXML(f"<network><name>{name}</name></network>").destroy()

        # Before it listens nothing is heard, and afterwards everything is, in its order. Of all kinds that it asks for one
        # after the other, the last that comes here is the change of metadata.
        last = "metadata-change" if "--all" in said else ""
        while not any("before" in line and last in line for line in list(lines)):
            marked("before")
        for said in life:
            self.virsh(said) if isinstance(said, str) else said()
        while not any("after" in line for line in list(lines)):
            marked("after")
        waiting.send_signal(signal.SIGINT)
        reader.join()
        waiting.wait()
        return "".join(line for line in lines if not re.search(r"\b(before|after|received)\b", line))

    def together(self, clients, rounds):
        """So many clients live as many lives of a domain each, all at once; how many did."""
        failures, lived = [], []

        def live(number):
            try:
                conn = libvirt.open(self.uris["uri"])
                name = f"together{number}"
                for _ in range(rounds):
                    domain = conn.defineXML(MINIMAL.format(name=name))
                    domain.create()
                    domain.suspend()
                    domain.resume()
                    assert conn.lookupByName(name).isActive()
                    domain.destroy()
                    domain.undefine()
                    lived.append(number)
                conn.close()
            except (libvirt.libvirtError, AssertionError) as error:
                failures.append(str(error))

        threads = [threading.Thread(target=live, args=(number,)) for number in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return failures or len(lived)


# Later kinds of events are unknown to the clients of older distributions.
EVENT_KINDS = 27
MINIMAL = (
    "<domain type='test'><name>{name}</name><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>"
)


def plain(value):
    """A detail of an event: numbers and texts as they are."""
    return value if isinstance(value, (int, str)) else repr(value)


def show(value):
    """A value as it stands in a recording."""
    if value is None:
        return ""
    if isinstance(value, libvirt.virDomain):
        return f"domain {value.name()} {value.UUIDString()} {value.ID()}\n"
    if isinstance(value, list) and value and all(isinstance(item, libvirt.virDomain) for item in value):
        return "".join(map(show, sorted(value, key=lambda domain: domain.name())))
    if isinstance(value, dict):
        value = dict(sorted(value.items()))
    if isinstance(value, str) and "\n" in value:
        return value
    return f"{value!r}\n"


def show_error(error):
    """Everything that a client can see of an error."""
    code, domain, message, level, *rest = error.err
    texts, numbers = rest[:3], rest[3:]
    # What the client's own library says is in its own words: later ones number what is put in.
    if texts[0] and texts[0] != "%s":
        texts[0] = texts[0].replace("%s", "%1$s")
    return f"error {code} of {domain}, level {level}, {texts}, {numbers}: {message}\n"
