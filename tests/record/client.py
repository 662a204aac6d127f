"""A C caller of libvirt: performs the text of a call and gives back everything that C could see of it."""

import ctypes as C
import os
import re
import tempfile
import time

from callbacks import Callbacks, family_of
from cells import Cell, OutCell, int_value, out_cell, text_array
from ctypes_of_libvirt import AUTH_CALLBACK, CALLBACKS, INTEGERS, Auth, Error, TypedParam, text
from lists import NAMING
from text import OUT, Handle, Reader, write_call

RETURN_TYPES = {
    "status": C.c_int,
    "number": C.c_int,
    "truth": C.c_int,
    "id": C.c_uint,
    "text": C.c_void_p,
    "handle": C.c_void_p,
    "error": C.POINTER(Error),
    "param": C.POINTER(TypedParam),
    "void": None,
}
PREFIXES = {
    "virConnectPtr": "conn",
    "virDomainPtr": "dom",
    "virErrorPtr": "err",
    "virNetworkPtr": "net",
    "virDomainSnapshotPtr": "snap",
    "virDomainCheckpointPtr": "chk",
    "virStreamPtr": "st",
    "virStoragePoolPtr": "pool",
    "virNodeDevicePtr": "dev",
    "virSecretPtr": "secret",
    "virNetworkPortPtr": "port",
    "virStorageVolPtr": "vol",
}
# Functions that give a reference back, and those that give a pointer of which the caller gets no reference.
FREEING = (
    "virDomainFree", "virNetworkFree", "virFreeError", "virDomainSnapshotFree", "virDomainCheckpointFree", "virStreamFree", "virNetworkPortFree",
    "virStoragePoolFree", "virStorageVolFree",
)
LENDING = re.compile(r"vir(Network|StoragePool|StorageVol|Domain(Snapshot|Checkpoint)?)Get(Connect|Domain)")
# These tell of no error, and leave that of an earlier call.
SILENT = re.compile(r"virEvent(Add|Update|Remove)")
# G_PRIORITY_LOW.
LOWEST = 300
AUTH_NAME, AUTH_PASSWORD = 2, 5

LOGGED = re.compile(r"^\d{4}-\d\d-\d\d .*: \d+: (info|warning) : .*\n", re.M)


class Stderr:
    """What is written to the process's stderr, read as it grows."""

    def __init__(self):
        self.file = tempfile.TemporaryFile()
        os.dup2(self.file.fileno(), 2)
        self.at = 0

    def take(self):
        written = os.pread(self.file.fileno(), 1 << 20, self.at)
        self.at += len(written)
        return written.decode("utf-8", "replace")


class Client(Callbacks):
    """One process's use of libvirt: its handles by name, its callbacks by name, what was delivered."""

    def __init__(self, rows):
        self.rows = {row["name"]: row for row in rows if row["area"] != "world"}
        choices = [param.get("choices", {}) for row in rows for param in row["params"]]
        self.numbers = {name: number for named in choices for name, number in named.items()}
        self.lib = C.CDLL("libvirt.so.0")
        self.lib.virGetLastError.restype = C.POINTER(Error)
        for name in NAMING.values():
            getattr(self.lib, name).restype = C.c_char_p
        self.libc = C.CDLL(None)
        self.libc.free.argtypes = [C.c_void_p]
        # Some errors of libvirt's tell the errno of long ago; here it is always that of nothing.
        errno_location = self.libc["__errno_location"]
        errno_location.restype = C.c_void_p
        self.errno = C.c_int.from_address(errno_location())
        self.handles, self.counts, self.references, self.addresses = {}, {}, {}, {}
        Callbacks.__init__(self)
        self.lib.virInitialize()
        self.stderr = Stderr()

    def perform(self, line):
        """The record of one call."""
        function, args = Reader(line, self.numbers).call()
        if function == "virtlabClockAdvance":
            time.sleep(args[0] / 1000)
            return {"call": line, "ret": 0}
        row = self.rows[function]
        record = {"call": write_call(row, args)}
        for param in row["params"][len(args) :]:
            defaults = {"out": OUT, "flags": 0, "choice": 0, "int": 0, "double": 0}
            args.append(defaults.get(param["kind"]))
        self.delivered = []
        cells = [self.cell(row, param, args, i) for i, param in enumerate(row["params"])]
        # By index, so that its type is not that of the client's own calls.
        call = self.lib[function]
        call.restype = RETURN_TYPES.get(row["returns"]["kind"]) or INTEGERS.get(row["returns"]["c_type"])
        arguments = [cell.argument for cell in cells]
        self.errno.value = 0
        result = call(*arguments)
        record["ret"], failed = self.returned(row, args, result)
        error = self.lib.virGetLastError()
        if failed and error and row["area"] != "error" and not SILENT.match(function):
            record["error"] = self.without_addresses(error.contents.value())
        else:
            self.nparams = next((cell.memory.value for cell in cells if cell.is_out and cell.name == "nparams"), 0)
            out = {cell.name: cell.written(record["ret"]) for cell in cells if cell.is_out}
            if "nparams" in out and "params" in out:
                out["params"] = out["params"][: out["nparams"]]
            if row["area"] == "params" and record["ret"] == 0:
                # What was not found was not written either.
                out.pop("value", None)
            if out:
                record["out"] = out
        self.settle(row, args, record)
        return record

    def settle(self, row, args, record):
        """Keeps the books on references and registrations, and adds what the call brought about."""
        name = row["name"]
        if name.endswith("Ref") and record["ret"] == 0:
            self.references[args[0]] += 1
        elif name in FREEING and args[0] and "error" not in record:
            self.references[args[0]] -= 1
            if not self.references[args[0]]:
                self.handles[args[0]] = None
        elif name == "virConnectClose" and record["ret"] >= 0:
            self.references[args[0]] -= 1
            if record["ret"] == 0:
                self.handles[args[0]] = None
        elif family_of(name) and record["ret"] >= 0:
            self.registered(name, args[0], record["ret"])
        elif name == "virConnectRegisterCloseCallback" and record["ret"] == 0:
            self.opaques[self.last_opaque].update(conn=args[0])
        elif name == "virEventRegisterDefaultImpl" and record["ret"] == 0:
            # What is always due, so that the event loop never waits, but comes after all else. It is none of libvirt's
            # timers: those are numbered.
            self.always = C.CFUNCTYPE(C.c_int, C.c_void_p)(lambda _: 1)
            C.CDLL("libglib-2.0.so.0").g_timeout_add_full(LOWEST, 0, self.always, None, None)
            # An input from which nothing comes.
            self.silent = os.pipe()
            os.dup2(self.silent[0], 0)
        if self.delivered:
            record["events"] = self.delivered
        # What libvirt logs, with times and numbers of processes, is not what it tells the program.
        printed = LOGGED.sub("", self.without_addresses(self.stderr.take()))
        if "Traceback" in printed:
            raise RuntimeError(printed)
        if printed:
            record["printed"] = printed

    def pointer(self, handle):
        """The address behind a handle. A handle that was freed is a mistake of the scenario."""
        if handle is None:
            return None
        pointer = self.handles[handle]
        if pointer is None:
            raise ValueError(f"{handle} was freed")
        return pointer

    def known_handle(self, pointer):
        """The name of a pointer that is known; the newest, because addresses come again. A domain may be held by a
        snapshot after its handle was freed."""
        return {"handle": [name for name, known in self.addresses.items() if known == pointer][-1]}

    def new_handle(self, prefix, pointer):
        """The name for a new pointer."""
        self.counts[prefix] = self.counts.get(prefix, 0) + 1
        name = f"{prefix}{self.counts[prefix]}"
        self.handles[name] = self.addresses[name] = pointer
        self.references[name] = 1
        return {"handle": name}

    def returned(self, row, args, result):
        """The return value as a recording holds it, and whether it says that the call failed."""
        kind, c_type = row["returns"]["kind"], row["returns"]["c_type"]
        if kind == "void":
            return {"void": ""}, False
        if kind in ("error", "param"):
            return (self.without_addresses(result.contents.value()) if result else None), False
        if kind == "handle":
            if not result:
                return None, True
            if LENDING.fullmatch(row["name"]):
                return self.known_handle(result), False
            return self.new_handle(PREFIXES[c_type], result), False
        if kind == "text":
            value = text(C.string_at(result)) if result else None
            if result and not c_type.startswith("const"):
                self.libc.free(result)
            return value, not result
        return result, result == {"amount": 0, "id": 0xFFFFFFFF}.get(kind, -1)

    def cell(self, row, param, args, index):
        """The C argument for a parameter."""
        value, kind = args[index], param["kind"]
        if kind == "handle":
            return Cell(param, C.c_void_p(self.pointer(value)))
        if kind == "text":
            return Cell(param, None if value is None else value.encode())
        if kind == "uuid":
            return Cell(param, value)
        if kind == "bytes":
            return Cell(param, None if value is None else C.create_string_buffer(value, max(len(value), 1)))
        if kind == "params":
            return self.params(param, value)
        if kind == "array":
            return Cell(param, None if value is None else (C.c_uint * len(value))(*value))
        if kind == "handles":
            pointers = None if value is None else [*map(self.pointer, value), None]
            return Cell(param, None if value is None else (C.c_void_p * len(pointers))(*pointers))
        if kind == "texts":
            return Cell(param, None if value is None else text_array(value))
        if kind == "callback":
            return Cell(param, None if value is None else self.callback(row, param, args, value))
        if kind == "opaque" and param["c_type"] != "void *":
            # A struct to be freed: recordings free none.
            return Cell(param, None)
        if kind == "opaque":
            return Cell(param, C.c_void_p(self.opaque(row, args, value)))
        if kind == "credentials":
            return Cell(param, None if value is None else self.auth(value))
        if param["c_type"] == "int *" and kind == "int":
            return Cell(param, None) if value is None else OutCell(param, C.c_int(value), int_value)
        if kind != "out":
            return Cell(param, INTEGERS[param["c_type"]](value))
        if value is None:
            return Cell(param, None)
        return out_cell(self, row, param, args)

    def params(self, param, value):
        """An array of typed parameters, or a pointer to one that grows."""
        if value is None:
            return Cell(param, None)
        array = (TypedParam * max(len(value), 1))()
        for one, said in zip(array, value):
            one.fill(said)
        if not param["c_type"].endswith("*"):
            return Cell(param, array)
        # libvirt reallocates it, so it has to be libc's.
        self.libc.calloc.restype = C.c_void_p
        grown = self.libc.calloc(max(len(value), 1), C.sizeof(TypedParam))
        C.memmove(grown, array, C.sizeof(array))
        self.kept = array
        memory = C.cast(C.c_void_p(grown), C.POINTER(TypedParam))
        return OutCell(param, memory, lambda m, _: [m[i].value() for i in range(self.nparams)])

    def auth(self, answers):
        """virConnectAuth whose callback answers with the list's user name and password."""
        self.answers = [answer.encode() for answer in answers]

        def fill(credentials, count, _):
            for i in range(count):
                index = {AUTH_NAME: 0, AUTH_PASSWORD: 1}.get(credentials[i].type)
                if index is None or index >= len(self.answers):
                    return -1
                self.libc.strdup.restype = C.c_void_p
                credentials[i].result = self.libc.strdup(self.answers[index])
                credentials[i].resultlen = len(self.answers[index])
            return 0

        self.types = (C.c_int * 2)(AUTH_NAME, AUTH_PASSWORD)
        self.fill = AUTH_CALLBACK(fill)
        return C.byref(Auth(self.types, 2, self.fill, None))
