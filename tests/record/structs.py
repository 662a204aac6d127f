"""Structs and buffers that the functions about devices and statistics write, and the values that they become."""

import ctypes as C

from ctypes_of_libvirt import Struct, text

# What depends on the time of day.
TIME = {"any": "time"}


class BlockStats(Struct):
    """virDomainBlockStatsStruct."""

    _fields_ = [(name, C.c_longlong) for name in ("rd_req", "rd_bytes", "wr_req", "wr_bytes", "errs")]


class InterfaceStats(Struct):
    """virDomainInterfaceStatsStruct."""

    _fields_ = [
        (f"{way}_{what}", C.c_longlong) for way in ("rx", "tx") for what in ("bytes", "packets", "errs", "drop")
    ]


class BlockInfo(Struct):
    """virDomainBlockInfo."""

    _fields_ = [("capacity", C.c_ulonglong), ("allocation", C.c_ulonglong), ("physical", C.c_ulonglong)]


class ControlInfo(Struct):
    """virDomainControlInfo."""

    _fields_ = [("state", C.c_uint), ("details", C.c_uint), ("stateTime", C.c_ulonglong)]


class SecurityLabel(Struct):
    """virSecurityLabel."""

    _fields_ = [("label", C.c_char * 4097), ("enforcing", C.c_int)]


class DiskError(Struct):
    """virDomainDiskError."""

    _fields_ = [("disk", C.c_char_p), ("error", C.c_int)]


class Address(Struct):
    """virDomainIPAddress."""

    _fields_ = [("type", C.c_int), ("addr", C.c_char_p), ("prefix", C.c_uint)]


class Interface(C.Structure):
    """virDomainInterface."""

    _fields_ = [
        ("name", C.c_char_p),
        ("hwaddr", C.c_char_p),
        ("naddrs", C.c_uint),
        ("addrs", C.POINTER(Address)),
    ]

    def value(self):
        addresses = [self.addrs[i].value() for i in range(self.naddrs)]
        return {"name": text(self.name), "hwaddr": text(self.hwaddr), "addrs": addresses}


class StatsRecord(C.Structure):
    """virDomainStatsRecord."""

    _fields_ = [("dom", C.c_void_p), ("params", C.c_void_p), ("nparams", C.c_int)]


class PoolInfo(Struct):
    """virStoragePoolInfo."""

    _fields_ = [("state", C.c_int), *((name, C.c_ulonglong) for name in ("capacity", "allocation", "available"))]


class VolInfo(Struct):
    """virStorageVolInfo."""

    _fields_ = [("type", C.c_int), ("capacity", C.c_ulonglong), ("allocation", C.c_ulonglong)]


def cell_of(c_type, by_name):
    """The memory behind an out parameter, and how it is read afterwards; nothing for types that are not of this file."""
    single = {
        "virDomainBlockInfoPtr": BlockInfo, "virDomainControlInfoPtr": ControlInfo, "virSecurityLabelPtr": SecurityLabel,
        "virStoragePoolInfoPtr": PoolInfo, "virStorageVolInfoPtr": VolInfo,
    }
    timed = {"virDomainBlockStatsPtr": BlockStats, "virDomainInterfaceStatsPtr": InterfaceStats}
    size = by_name.get("size")
    if c_type in single:
        return single[c_type](), lambda memory, _: memory.value()
    if c_type in timed:
        names = [name for name, _ in timed[c_type]._fields_][: size // 8]
        return timed[c_type](), lambda _memory, _: {name: TIME for name in names}
    if c_type == "void *":
        return C.create_string_buffer(max(size, 1)), lambda memory, _: {"bytes": memory.raw[:size].hex()}
    if c_type == "virDomainDiskErrorPtr":
        errors = (DiskError * max(by_name["maxerrors"], 1))()
        return errors, lambda memory, count: [error.value() for error in memory[:count]]
    if c_type == "virDomainInterfacePtr **":
        found = C.POINTER(C.POINTER(Interface))()
        return found, lambda memory, count: [memory[i].contents.value() for i in range(count)]
    if c_type in ("char ***", "virDomainBlockJobInfoPtr", "virSecurityLabelPtr *"):
        # The test driver has no function that writes one.
        return C.create_string_buffer(64), lambda _memory, _: None
    return None
