"""Recordings made from the table of functions: what every function says of a wrong argument, one at a time."""

import json

from calls_of_table import arguments
from scenarios import documents, expand
from session import Recorder, in_child

OPEN = ['virConnectOpen("test:///default")', 'virDomainLookupByName(conn1, "test")']
READ_ONLY = ['virConnectOpenReadOnly("test:///default")', 'virDomainLookupByName(conn1, "test")']
# What an area's calls need besides.
STORAGE = [
    'virStoragePoolLookupByName(conn1, "default-pool")',
    'virConnectOpen("test:///default")',
    'virStoragePoolLookupByName(conn2, "default-pool")',
    'virStorageVolCreateXML(pool2, "<volume><name>v</name><capacity>7</capacity></volume>", 0)',
    'virStorageVolLookupByName(pool1, "v")',
]
ALSO = {
    "storage-pool": STORAGE,
    "storage-vol": STORAGE,
    "network": ['virNetworkLookupByName(conn1, "default")'],
    "event": ['virNetworkLookupByName(conn1, "default")', 'virStoragePoolLookupByName(conn1, "default-pool")'],
}
GONE = ['virConnectOpen("test:///default")', "virDomainCreateXML(conn1, $tiny, 0)", "virDomainDestroy(dom1)"]
# Areas whose functions have recordings of their own.
ELSEWHERE = ("domain-snapshot", "domain-checkpoint")
FAILING = 'virDomainLookupByName(conn1, "nobody")'


def text_of(row, args):
    return f"{row['name']}({', '.join(args)})"


def changed(row, args, index, value):
    """The call with one argument changed."""
    return text_of(row, args[:index] + [value] + args[index + 1 :])


def usual(rows):
    """Each function with its usual arguments."""
    return [(row, arguments(row)) for row in rows if row["area"] != "world"]


def null_arguments(rows):
    """NULL for each pointer, and for all of them."""
    for row, args in usual(rows):
        pointers = [i for i, param in enumerate(row["params"]) if is_pointer(param) and args[i] != "NULL"]
        if row["area"] == "error" and row["name"] != "virConnSetErrorFunc":
            continue
        for index in pointers:
            if not left_out(row, index):
                yield changed(row, args, index, "NULL")
        if len(pointers) > 1 and not any(left_out(row, index) for index in pointers[:1]):
            yield text_of(row, ["NULL" if i in pointers else arg for i, arg in enumerate(args)])


# libvirt ends the program for these: it writes through the pointer without a look.
CRASHES = {
    ("virDomainGetTime", "seconds"), ("virDomainGetTime", "nseconds"), ("virDomainFDAssociate", "domain"),
    ("virDomainGetLaunchSecurityInfo", "domain"), ("virDomainSetLaunchSecurityState", "domain"),
    ("virDomainGetInterfaceParameters", "device"), ("virDomainSetInterfaceParameters", "device"),
    ("virDomainManagedSaveDefineXML", "domain"), ("virDomainMigrate3", "dconn"), ("virDomainSaveParams", "nparams"), ("virDomainSaveParams", "params"),
    ("virConnectSetIdentity", "conn"), ("virDomainAnnounceInterface", "nparams"),
}


def left_out(row, index):
    """What cannot be recorded."""
    return opens_by_default(row, index) or (row["name"], row["params"][index]["name"]) in CRASHES


def opens_by_default(row, index):
    """Without a URI libvirt looks for a hypervisor on the machine, which is no fact of libvirt's."""
    return row["name"].startswith("virConnectOpen") and row["params"][index]["name"] == "name"


def is_pointer(param):
    kinds = ("handle", "handles", "text", "uuid", "array", "bytes", "texts", "params", "callback", "out")
    return param["kind"] in kinds or param["c_type"] == "int *"


def flags(rows):
    """Every bit of the flags alone, and every two that have names together."""
    for row, args in usual(rows):
        for index, param in enumerate(row["params"]):
            if param["kind"] != "flags":
                continue
            named = [number for number in param["choices"].values() if number]
            pairs = [a | b for i, a in enumerate(named) for b in named[:i]]
            singles = [1 << bit for bit in range(32)] if named else [1, 2, 0x80000000]
            for value in [*singles, *(pairs if len(named) < 10 else []), 0xFFFFFFFF]:
                yield changed(row, args, index, hex(value))


def numbers(rows):
    """Numbers at the edges of what C can hold."""
    edges = {
        "int": ["-2147483648", "-1", "0", "2147483647"],
        "unsigned int": ["0", "4294967295"],
        "long long": ["-9223372036854775808", "-1", "0", "9223372036854775807"],
        "unsigned long long": ["0", "18446744073709551615"],
        "size_t": ["0", "1", "8", "9", "40", "41", "64", "65"],
        "unsigned long": ["0", "1", "9223372036854775807", "18446744073709551615"],
    }
    too_large = (
        "maxids", "maxnames", "maxCells", "npages", "cellCount", "nparams", "ncpus", "maxinfo", "ncpumaps", "maplen",
        "nr_stats", "nkeycodes", "nmountpoints", "maxerrors", "nfiles", "nkeys", "nfds", "nbytes",
    )
    for row, args in usual(rows):
        for index, param in enumerate(row["params"]):
            if param["kind"] == "int" and param["c_type"] in edges and not left_out(row, index):
                for value in edges[param["c_type"]]:
                    if not (param["name"] in too_large and int(value) > 9):
                        yield changed(row, args, index, value)


def all_with_usual_arguments(rows):
    for row, args in usual(rows):
        if row["area"] not in ("error", "event"):
            yield text_of(row, args)


def twice_wrong(rows):
    """A wrong argument together with a wrong flag, and with the wrong connection or domain of the session."""
    yield from null_arguments(rows)
    yield from numbers(rows)
    for row, args in usual(rows):
        at = [i for i, param in enumerate(row["params"]) if param["kind"] == "flags"]
        for index in at:
            wrong = args[:index] + ["0xffffffff"] + args[index + 1 :]
            yield text_of(row, wrong)
            for other, param in enumerate(row["params"]):
                if is_pointer(param) and args[other] != "NULL" and not left_out(row, other):
                    yield changed(row, wrong, other, "NULL")


def of_domains(rows):
    """The calls on a domain, each with its usual arguments and with every flag at once."""
    for row, args in usual(rows):
        if row["params"] and row["params"][0].get("handle") == "dom" and row["name"] != "virDomainFree":
            yield text_of(row, args)
            if row["params"][-1]["kind"] == "flags":
                yield changed(row, args, len(args) - 1, "0xffffffff")


def resets(rows):
    """Which functions forget the error that was there before they succeeded."""
    skip = ("virGetLastError", "virSaveLastError", "virFreeError", "virSetError", "virResetError", "virDefaultErrorFunc")
    for row, args in usual(rows):
        if row["name"] not in skip and row["name"] != "virEventRunDefaultImpl":
            yield text_of(row, args)


def run(rows, header, setup, calls, after=(), texts=None):
    """Sessions that go through the calls; a call that succeeds may have changed things, so the next begins anew."""
    texts = texts or documents()
    setup, calls = ([expand(call, texts) for call in lines] for lines in (setup, calls))
    while calls:
        lines, done = in_child(lambda: attempt(rows, header, setup, calls, after))
        yield json.dumps(header) + "\n" + "".join(line + "\n" for line in lines)
        calls = calls[done:]


def attempt(rows, header, setup, calls, after):
    """The lines of one session, and how many calls it got through: until one succeeded, and what was asked after it."""
    recorder = Recorder(rows, header)
    for call in setup:
        recorder.perform(call)
    for done, call in enumerate(calls, 1):
        record = recorder.perform(call)
        if after or "error" not in record:
            break
    for question in after:
        recorder.perform(question)
    return recorder.lines, done


QUESTIONS = ["virGetLastErrorCode()", "virConnGetLastError(conn1)"]
SETS = [
    ("null", "NULL for each pointer of each function", OPEN, null_arguments, ()),
    ("flags", "every flag of each function", OPEN, flags, ()),
    ("numbers", "numbers at the edges", OPEN, numbers, ()),
    ("read-only", "each function on a read-only connection", READ_ONLY, all_with_usual_arguments, ()),
    ("twice wrong", "which of two mistakes is told", OPEN, twice_wrong, ()),
    ("twice wrong, read-only", "and without write access", READ_ONLY, twice_wrong, ()),
    ("stale", "each function on a domain that is gone", GONE, of_domains, ()),
    ("resets", "which functions forget an earlier error", [*OPEN, FAILING], resets, QUESTIONS),
]


# The world's own functions are not libvirt's, and those of typed parameters look at no pointer before they use it.
NOT_EACH = {"world", "params"}


def of_area(area):
    """What records every set for the functions of one area of the table."""

    def recording(rows):
        ours = [row for row in rows if row["area"] == area]
        takes_stream = any(param.get("handle") == "st" for row in ours for param in row["params"])
        more = ["virStreamNew(conn1, 0)"] if takes_stream else []
        for name, about, setup, produce, after in SETS:
            header = {"scenario": name, "about": about, "quiet": True}
            # The table is whole for the client; only the calls are of the area.
            yield from run(rows, header, setup + ALSO.get(area, []) + more, list(produce(ours)), after)

    return recording


def all_of(rows):
    """Each recording's name, and what produces its lines."""
    return {f"each/{area}": of_area(area) for area in sorted({row["area"] for row in rows} - {*NOT_EACH, *ELSEWHERE})}
