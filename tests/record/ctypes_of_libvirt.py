"""libvirt's C types, and the values that they become in a recording."""

import ctypes as C

INTEGERS = {
    "int": C.c_int,
    "unsigned int": C.c_uint,
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
    "close": C.CFUNCTYPE(None, C.c_void_p, C.c_int, C.c_void_p),
    "free": C.CFUNCTYPE(None, C.c_void_p),
    "error": C.CFUNCTYPE(None, C.c_void_p, C.POINTER(Error)),
    "timeout": C.CFUNCTYPE(None, C.c_int, C.c_void_p),
}
