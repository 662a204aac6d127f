"""The matrix: one domain, `lc`, in every state it can be in, and every call on it, each in a session of its own."""

import itertools
import json

from calls_of_table import arguments
from session import Plain, in_child, prepare
from client import Client
from text import quote
from scenarios import documents, expand

CONNECT = [
    "virEventRegisterDefaultImpl()",
    'virConnectOpen("test:///default")',
    'virConnectDomainEventRegisterAny(conn1, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, "cb1", NULL, NULL)',
    'virConnectDomainEventRegisterAny(conn1, NULL, VIR_DOMAIN_EVENT_ID_REBOOT, "cb1", NULL, NULL)',
]
IMAGE = "/tmp/lc.save"
# Leaves an image to restore: a transient lc is saved, and is gone.
WITH_IMAGE = CONNECT + ["virDomainCreateXML(conn1, $lc, 0)", f'virDomainSave(dom1, "{IMAGE}")', "virDomainFree(dom1)"]
DEFINED = WITH_IMAGE + ["virDomainDefineXML(conn1, $lc)"]
CREATED = WITH_IMAGE + ["virDomainCreateXML(conn1, $lc, 0)"]
# States that calls lead to; the handle under test is dom2.
BY_CALLS = {
    "none": CREATED + ["virDomainDestroy(dom2)"],
    "P_off": DEFINED,
    "P_run": DEFINED + ["virDomainCreate(dom2)"],
    "P_paused": DEFINED + ["virDomainCreate(dom2)", "virDomainSuspend(dom2)"],
    "P_msave": DEFINED + ["virDomainCreate(dom2)", "virDomainManagedSave(dom2, 0)"],
    "P_run_changed": DEFINED + ["virDomainCreate(dom2)", "virDomainDefineXML(conn1, $lc{131072=>262144})", "virDomainFree(dom3)"],
    "T_run": CREATED,
    "T_paused": CREATED + ["virDomainSuspend(dom2)"],
    "T_undefined": DEFINED + ["virDomainCreate(dom2)", "virDomainUndefine(dom2)"],
}
# States that a host begins with: <test:runstate> and its companions in the test driver's host file; dom1 here.
HOST = "/tmp/node.xml"
FOUND = [line.replace("/default", HOST) for line in CONNECT] + ['virDomainLookupByName(conn1, "lc")']
BY_HOST = {
    "P_nostate": {"runstate": 0},
    "P_blocked": {"runstate": 2},
    "P_paused_found": {"runstate": 3},
    "P_shutdown": {"runstate": 4},
    "P_msave_found": {"runstate": 5, "managed_save": True},
    "P_crashed": {"runstate": 6},
    "P_pmsuspended": {"runstate": 7},
    "T_nostate": {"runstate": 0, "transient": True},
    "T_crashed": {"runstate": 6, "transient": True},
    "T_pmsuspended": {"runstate": 7, "transient": True},
}
PROBES = [
    "virDomainGetState({dom})",
    "virDomainGetInfo({dom})",
    "virDomainIsActive({dom})",
    "virDomainIsPersistent({dom})",
    "virDomainIsUpdated({dom})",
    "virDomainHasManagedSaveImage({dom}, 0)",
    "virDomainGetAutostart({dom})",
    "virDomainGetVcpusFlags({dom}, VIR_DOMAIN_VCPU_CONFIG)",
    "virDomainGetVcpusFlags({dom}, VIR_DOMAIN_VCPU_CONFIG|VIR_DOMAIN_VCPU_MAXIMUM)",
    "virDomainGetID({dom})",
    "virDomainGetName({dom})",
    "virConnectListDomains(conn1, &, 9)",
    "virConnectListDefinedDomains(conn1, &, 9)",
]
AREAS = ("domain-identity", "domain-list", "domain-life", "domain-info")
DOCUMENTS = [
    "$lc",
    "$lc{131072=>262144}",
    "$lc{<name>lc=><name>other}",
    "$lc{11111111=>99999999}",
    "$lc{11111111=>99999999;<name>lc=><name>other}",
    "$lc{  <uuid>11111111-2222-4333-8444-555555555555</uuid>=>}",
]
# What each parameter is given, where more than the usual argument is worth a cell.
VALUES = {
    "xml": DOCUMENTS,
    "xmlDesc": DOCUMENTS,
    "memory": ["0", "1", "1024", "65536", "131072", "131073", "262144"],
    "nvcpus": ["0", "1", "2", "3", "4", "5", "100"],
    "autostart": ["0", "1", "2"],
    "new_name": ['"lc"', '"lc2"', '"test"', '"a/b"', '""', "NULL"],
    "from": [f'"{IMAGE}"', '"/tmp/none.save"'],
    "to": ['"/tmp/new.save"', '"/nowhere/new.save"'],
    "dxml": ["NULL", "$lc"],
    "name": ['"lc"'],
    "id": ["1", "2", "3", "4"],
    "uuid": ['x"11111111222243338444555555555555"'],
    "uuidstr": ['"11111111-2222-4333-8444-555555555555"'],
}
BIT_WITHOUT_NAME = 0x80000000


def cells(rows, state, dom):
    """The calls of a state's cells."""
    for row in rows:
        if row["area"] not in AREAS or row["name"] in ("virDomainRef", "virDomainFree", "virDomainGetConnect"):
            continue
        choices = []
        for param, usual in zip(row["params"], arguments(row)):
            if param["kind"] == "handle":
                choices.append([dom if param["handle"] == "dom" else "conn1"])
            elif param["kind"] == "flags":
                choices.append(flag_cells(row, param))
            else:
                choices.append(VALUES.get(param["name"], [usual]))
        for args in itertools.product(*choices):
            if not (state in BY_HOST and f'"{IMAGE}"' in args) and worth(row, args):
                yield f"{row['name']}({', '.join(args)})"


def flag_cells(row, param):
    """No flag, each flag, each pair of named flags, and a bit that has no name."""
    bits = [number for number in param["choices"].values() if number]
    pairs = [] if row["name"] == "virConnectListAllDomains" else itertools.combinations(bits, 2)
    return ["0", *map(hex, bits), *(hex(a | b) for a, b in pairs), hex(BIT_WITHOUT_NAME)]


def worth(row, args):
    """Leaves out the products that say nothing new: pairs of flags with other than the usual arguments."""
    flags = int(args[-1], 0) if row["params"][-1]["kind"] == "flags" else 0
    unusual = sum(VALUES.get(p["name"], [a])[0] != a for p, a in zip(row["params"], args))
    if row["name"] in ("virDomainSetMemoryFlags", "virDomainSetVcpusFlags"):
        return flags < 8 or not unusual
    return unusual == 0 or (unusual == 1 and bin(flags).count("1") < (2 if row["area"] == "domain-info" else 1))


def answer(record):
    """A probe's answer in short: the error's code, else what it wrote or returned."""
    if "error" in record:
        return {"error": record["error"]["code"]}
    return list(record["out"].values()) if "out" in record else record["ret"]


def measure(rows, header, call, probes):
    """One cell: the call, its outcome, the events that followed, and the probes' answers."""

    def body():
        prepare(header)
        client, plain = Client(rows), Plain(header)
        for line in header["setup"]:
            record = client.perform(line)
            if "error" in record:
                raise ValueError(f"{line}: {record['error']}")
        client.perform("virEventRunDefaultImpl()")
        record = client.perform(call) if call else {"call": "", "ret": None}
        record.pop("printed", None)
        events = client.perform("virEventRunDefaultImpl()").get("events")
        if events:
            record["events"] = events
        record["after"] = {}
        for probe in probes:
            told = client.perform(probe)
            if "info" in told.get("out", {}):
                told["out"]["info"] = list(told["out"]["info"].values())[:-1]
            record["after"][probe] = answer(told)
        return json.loads(plain.line(record))

    return in_child(body)


def produce(rows, state):
    """The lines of a state: its header with the probes' answers before any call, then its cells."""
    texts = documents()
    found = state in BY_HOST
    dom = "dom1" if found else "dom2"
    header = {"matrix": state, "quiet": True}
    if found:
        header["hosts"] = {HOST: {"domains": [{"xml": texts["lc"], **BY_HOST[state]}]}}
    header["setup"] = [expand(line, texts) for line in (FOUND if found else BY_CALLS[state])]
    probes = [probe.format(dom=dom) for probe in PROBES]
    before = measure(rows, header, None, probes)["after"]
    yield json.dumps({**header, "before": before}) + "\n"
    for call in cells(rows, state, dom):
        record = measure(rows, header, expand(call, texts), probes)
        record["after"] = {probe: told for probe, told in record["after"].items() if told != before[probe]}
        if not record["after"]:
            del record["after"]
        yield json.dumps(record, ensure_ascii=False) + "\n"


def all_of(_rows):
    """Each state's recording, and what produces its lines."""
    return {
        f"matrix/{state}": lambda rows, state=state: produce(rows, state) for state in [*BY_CALLS, *BY_HOST]
    }
