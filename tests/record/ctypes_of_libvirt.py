"""libvirt's C types, and the values that they become in a recording."""

import ctypes as C

from text import Param

INTEGERS = {
    "int": C.c_int,
    "unsigned int": C.c_uint,
    "double": C.c_double,
    "unsigned long": C.c_ulong,
    "unsigned long long": C.c_ulonglong,
    "long long": C.c_longlong,
    "size_t": C.c_size_t,
}


def text(pointer):
    """A C string, or null."""
    return None if pointer is None else pointer.decode("utf-8", "surrogateescape")


class Struct(C.Structure):
    """A struct whose members become an object in C's order."""

    def value(self):
        members = {}
        for name, kind in self._fields_:
            member = getattr(self, name)
            members[name] = text(member) if isinstance(member, bytes) else member
        return members


class Error(C.Structure):
    """virError."""

    _fields_ = [
        ("code", C.c_int),
        ("domain", C.c_int),
        ("message", C.c_char_p),
        ("level", C.c_int),
        ("conn", C.c_void_p),
        ("dom", C.c_void_p),
        ("str1", C.c_char_p),
        ("str2", C.c_char_p),
        ("str3", C.c_char_p),
        ("int1", C.c_int),
        ("int2", C.c_int),
        ("net", C.c_void_p),
    ]

    def value(self):
        members = ("code", "domain", "message", "level", "str1", "str2", "str3", "int1", "int2")
        values = {name: getattr(self, name) for name in members}
        return {name: text(v) if isinstance(v, bytes) else v for name, v in values.items()}


class DomainInfo(Struct):
    """virDomainInfo."""

    _fields_ = [
        ("state", C.c_ubyte),
        ("maxMem", C.c_ulong),
        ("memory", C.c_ulong),
        ("nrVirtCpu", C.c_ushort),
        ("cpuTime", C.c_ulonglong),
    ]


class JobInfo(Struct):
    """virDomainJobInfo."""

    _fields_ = [("type", C.c_int)] + [
        (name, C.c_ulonglong)
        for name in (
            "timeElapsed", "timeRemaining", "dataTotal", "dataProcessed", "dataRemaining", "memTotal", "memProcessed",
            "memRemaining", "fileTotal", "fileProcessed", "fileRemaining",
        )
    ]


class NodeInfo(Struct):
    """virNodeInfo."""

    _fields_ = [
        ("model", C.c_char * 32),
        ("memory", C.c_ulong),
        ("cpus", C.c_uint),
        ("mhz", C.c_uint),
        ("nodes", C.c_uint),
        ("sockets", C.c_uint),
        ("cores", C.c_uint),
        ("threads", C.c_uint),
    ]


class SecurityModel(Struct):
    """virSecurityModel."""

    _fields_ = [("model", C.c_char * 257), ("doi", C.c_char * 257)]


class NodeStats(C.Structure):
    """virNodeCPUStats and virNodeMemoryStats, which are alike."""

    _fields_ = [("field", C.c_char * 80), ("number", C.c_ulonglong)]

    def value(self):
        return {"field": text(self.field), "value": self.number}


class FSInfo(C.Structure):
    """virDomainFSInfo."""

    _fields_ = [
        ("mountpoint", C.c_char_p),
        ("name", C.c_char_p),
        ("fstype", C.c_char_p),
        ("ndevAlias", C.c_size_t),
        ("devAlias", C.POINTER(C.c_char_p)),
    ]

    def value(self):
        members = {name: text(getattr(self, name)) for name in ("mountpoint", "name", "fstype")}
        return {**members, "devAlias": [text(alias) for alias in self.devAlias[: self.ndevAlias]]}


class Union(C.Union):
    """The value of a virTypedParameter."""

    _fields_ = [
        ("int", C.c_int),
        ("uint", C.c_uint),
        ("llong", C.c_longlong),
        ("ullong", C.c_ulonglong),
        ("double", C.c_double),
        ("boolean", C.c_char),
        ("string", C.c_char_p),
    ]


class TypedParam(C.Structure):
    """virTypedParameter."""

    _fields_ = [("field", C.c_char * 80), ("type", C.c_int), ("union", Union)]

    def value(self):
        """What it says; nothing if nobody wrote it."""
        if not self.type:
            return None
        word = Param.WORDS[self.type]
        value = getattr(self.union, word)
        if word in ("boolean", "string"):
            value = value[0] if word == "boolean" else text(value)
        return {"field": text(self.field), "type": word, "value": value}

    def fill(self, param):
        """Takes over a parameter of a scenario; its string has to outlive it."""
        self.field = param.field.encode()
        self.type = param.type
        if param.word == "string":
            self.union.string = None if param.value is None else param.value.encode()
        elif param.word == "boolean":
            self.union.boolean = bytes([param.value])
        elif param.word != "type":
            setattr(self.union, param.word, param.value)


class VcpuInfo(Struct):
    """virVcpuInfo."""

    _fields_ = [("number", C.c_uint), ("state", C.c_int), ("cpuTime", C.c_ulonglong), ("cpu", C.c_int)]

    def value(self):
        # The CPU time is the time of day.
        return {**super().value(), "cpuTime": {"any": "CPU time"}}


class IoThreadInfo(C.Structure):
    """virDomainIOThreadInfo."""

    _fields_ = [("iothread_id", C.c_uint), ("cpumap", C.POINTER(C.c_ubyte)), ("cpumaplen", C.c_int)]

    def value(self):
        cpus = bytes(self.cpumap[: self.cpumaplen]).hex() if self.cpumap else None
        return {"iothread_id": self.iothread_id, "cpumap": cpus and {"bytes": cpus}}


class MemoryStat(Struct):
    """virDomainMemoryStatStruct."""

    _fields_ = [("tag", C.c_int), ("val", C.c_ulonglong)]


class Credential(C.Structure):
    """virConnectCredential."""

    _fields_ = [
        ("type", C.c_int),
        ("prompt", C.c_char_p),
        ("challenge", C.c_char_p),
        ("defresult", C.c_char_p),
        ("result", C.c_void_p),
        ("resultlen", C.c_uint),
    ]


AUTH_CALLBACK = C.CFUNCTYPE(C.c_int, C.POINTER(Credential), C.c_uint, C.c_void_p)


class Auth(C.Structure):
    """virConnectAuth."""

    _fields_ = [
        ("credtype", C.POINTER(C.c_int)),
        ("ncredtype", C.c_uint),
        ("cb", AUTH_CALLBACK),
        ("cbdata", C.c_void_p),
    ]


STRUCTS = {
    "virDomainInfoPtr": DomainInfo,
    "virDomainJobInfoPtr": JobInfo,
    "virNodeInfoPtr": NodeInfo,
    "virSecurityModelPtr": SecurityModel,
    "virErrorPtr": Error,
}
CALLBACKS = {
    "lifecycle": C.CFUNCTYPE(C.c_int, C.c_void_p, C.c_void_p, C.c_int, C.c_int, C.c_void_p),
    "generic": C.CFUNCTYPE(None, C.c_void_p, C.c_void_p, C.c_void_p),
    "device": C.CFUNCTYPE(None, C.c_void_p, C.c_void_p, C.c_char_p, C.c_void_p),
    "metadata": C.CFUNCTYPE(None, C.c_void_p, C.c_void_p, C.c_int, C.c_char_p, C.c_void_p),
    "sink": C.CFUNCTYPE(C.c_int, C.c_void_p, C.c_void_p, C.c_size_t, C.c_void_p),
    "source": C.CFUNCTYPE(C.c_int, C.c_void_p, C.c_void_p, C.c_size_t, C.c_void_p),
    "hole": C.CFUNCTYPE(C.c_int, C.c_void_p, C.c_longlong, C.c_void_p),
    "holes": C.CFUNCTYPE(C.c_int, C.c_void_p, C.POINTER(C.c_int), C.POINTER(C.c_longlong), C.c_void_p),
    "close": C.CFUNCTYPE(None, C.c_void_p, C.c_int, C.c_void_p),
    "free": C.CFUNCTYPE(None, C.c_void_p),
    "error": C.CFUNCTYPE(None, C.c_void_p, C.POINTER(Error)),
    "handle": C.CFUNCTYPE(None, C.c_int, C.c_int, C.c_int, C.c_void_p),
    "timeout": C.CFUNCTYPE(None, C.c_int, C.c_void_p),
    "stream_event": C.CFUNCTYPE(None, C.c_void_p, C.c_int, C.c_void_p),
    "add_handle": C.CFUNCTYPE(C.c_int, C.c_int, C.c_int, C.c_void_p, C.c_void_p, C.c_void_p),
    "update": C.CFUNCTYPE(None, C.c_int, C.c_int),
    "remove": C.CFUNCTYPE(C.c_int, C.c_int),
    "add_timeout": C.CFUNCTYPE(C.c_int, C.c_int, C.c_void_p, C.c_void_p, C.c_void_p),
}
