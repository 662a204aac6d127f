"""The C arguments of a call: those that are only read, and the memory behind those that are written through."""

import ctypes as C

import structs
from ctypes_of_libvirt import INTEGERS, STRUCTS, FSInfo, IoThreadInfo, MemoryStat, NodeStats, TypedParam, VcpuInfo, text
from lists import handle_list, in_order, is_hashed, sorted_list


class Cell:
    """A C argument that is only read."""

    is_out = False

    def __init__(self, param, argument):
        self.name, self.argument = param["name"], argument


class OutCell:
    """A C argument through which the function writes."""

    is_out = True

    def __init__(self, param, memory, decode):
        self.name, self.memory, self.decode = param["name"], memory, decode
        self.argument = C.byref(memory)

    def written(self, result):
        return self.decode(self.memory, result)


def text_array(items):
    """An array of C strings, ended by NULL."""
    return (C.c_char_p * (len(items) + 1))(*(item.encode() for item in items), None)


def int_value(memory, _result):
    return memory.value


def out_cell(client, row, param, args):
    """The memory behind an out parameter and how it is read afterwards."""
    by_name = {p["name"]: value for p, value in zip(row["params"], args)}
    name, c_type = param["name"], param["c_type"]
    if name == "uuid":
        return OutCell(param, C.create_string_buffer(16), lambda m, _: {"bytes": m.raw.hex()})
    if name == "buf":
        return OutCell(param, C.create_string_buffer(37), lambda m, _: text(m.value))
    if name == "ids":
        return OutCell(param, array(C.c_int, by_name["maxids"]), lambda m, n: sorted_list(
            m[:n], n, client.lib.virConnectNumOfDomains(client_pointer(client, args))))
    if name == "names" and "nameslen" in by_name:
        size = by_name["nameslen"]
        return OutCell(param, array(C.c_char_p, size), lambda m, n: in_order(
            row, by_name, [text(s) for s in m[: min(n, size)]], n))
    if name == "names":
        return OutCell(param, array(C.c_char_p, by_name["maxnames"]), lambda m, n: sorted_list(
            [text(s) for s in m[:n]], n, client.lib[row["name"].replace("List", "NumOf")](client_pointer(client, args))))
    if name in ("domains", "nets"):
        return OutCell(param, C.POINTER(C.c_void_p)(), lambda m, n: handle_list(client, name[:3], m, n, True))
    if name in ("pools", "vols"):
        return OutCell(param, C.POINTER(C.c_void_p)(), lambda m, n: handle_list(client, name[:-1], m, n, True))
    if name in ("snaps", "checkpoints", "children"):
        prefix = "snap" if name == "snaps" else "chk"
        return OutCell(param, C.POINTER(C.c_void_p)(), lambda m, n: handle_list(
            client, prefix, m, n, is_hashed(row, by_name["flags"])))
    if name in ("leases", "ports"):
        # Only of functions that the test driver refuses: nothing is ever written there.
        return OutCell(param, C.POINTER(C.c_void_p)(), lambda m, n: {"any": n})
    if name == "freeMems":
        return OutCell(param, array(C.c_ulonglong, by_name["maxCells"]), lambda m, n: m[:n])
    if name == "counts":
        size = by_name["npages"] * by_name["cellCount"]
        return OutCell(param, array(C.c_ulonglong, size), lambda m, n: m[:n])
    if name == "cpumap" and c_type == "unsigned char **":
        return OutCell(param, C.POINTER(C.c_ubyte)(), lambda m, n: {"bytes": bytes(m[: (n + 7) // 8]).hex()})
    if name == "params" and c_type == "virTypedParameterPtr *":
        return OutCell(param, C.POINTER(TypedParam)(), lambda m, _: [m[i].value() for i in range(client.nparams)])
    if name == "params" and c_type == "virTypedParameterPtr":
        size = max(by_name["nparams"] or 0, 0) * max(by_name.get("ncpus", 1), 1)
        return OutCell(param, array(TypedParam, size), lambda m, _: [m[i].value() for i in range(size)])
    if c_type == "virVcpuInfoPtr":
        return OutCell(param, array(VcpuInfo, by_name["maxinfo"]), lambda m, n: [m[i].value() for i in range(n)])
    if name == "info" and c_type == "virDomainIOThreadInfoPtr **":
        kind = C.POINTER(C.POINTER(IoThreadInfo))
        return OutCell(param, kind(), lambda m, n: [m[i].contents.value() for i in range(n)])
    if name == "stats" and c_type == "virDomainMemoryStatPtr":
        return OutCell(param, array(MemoryStat, by_name["nr_stats"]), lambda m, n: [m[i].value() for i in range(n)])
    if name in ("cpumaps", "cpumap") and c_type == "unsigned char *":
        maps = max(by_name.get("ncpumaps", by_name.get("maxinfo", 1)), 0)
        size = maps * max(by_name["maplen"], 0)
        return OutCell(param, array(C.c_ubyte, size), lambda m, n: {"bytes": bytes(m[: n * by_name["maplen"]]).hex()})
    if name == "msgs":
        return OutCell(param, C.POINTER(C.c_char_p)(), lambda m, n: [text(s) for s in m[:n]])
    if c_type == "const char **":
        return OutCell(param, C.c_char_p(), lambda m, _: text(m.value))
    if name == "params":
        size = by_name["nparams"] or 0
        return OutCell(param, array(NodeStats, size), lambda m, _: [m[i].value() for i in range(max(size, 0))])
    if name == "models":
        return OutCell(param, C.POINTER(C.c_char_p)(), lambda m, n: [text(s) for s in m[:n]])
    if name == "data" and c_type == "char *":
        # The picture is libvirt's own, and ours another.
        size = by_name["nbytes"]
        return OutCell(param, C.create_string_buffer(max(size, 1)), lambda _m, n: {"any": "data"})
    if cell := structs.cell_of(c_type, by_name):
        return OutCell(param, *cell)
    if c_type == "virDomainStatsRecordPtr **":
        by_name = row["name"] == "virConnectGetAllDomainStats"
        found = C.POINTER(C.POINTER(structs.StatsRecord))()
        return OutCell(param, found, lambda m, n: stats_records(client, [m[i].contents for i in range(n)], by_name))
    if c_type == "virDomainFSInfoPtr **":
        return OutCell(param, C.POINTER(C.POINTER(FSInfo))(), lambda m, n: [m[i].contents.value() for i in range(n)])
    if c_type in STRUCTS:
        return OutCell(param, STRUCTS[c_type](), lambda m, _: m.value())
    return OutCell(param, INTEGERS[c_type.removesuffix(" *")](), int_value)


def client_pointer(client, args):
    return C.c_void_p(client.pointer(args[0]))


def array(kind, size):
    return (kind * max(size, 1))()


def stats_records(client, found, by_name):
    """The records, where libvirt has no order of its own in that of the domains' names, with handles numbered so."""
    if by_name:
        found.sort(key=lambda record: client.lib.virDomainGetName(C.c_void_p(record.dom)))

    def params(record):
        start = C.cast(record.params, C.POINTER(TypedParam))
        return [start[i].value() for i in range(record.nparams)]

    return [{"dom": client.new_handle("dom", record.dom), "params": params(record)} for record in found]
