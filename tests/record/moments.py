"""Snapshots and checkpoints: what every function says of a wrong argument, what reverting and deleting does in every
state, and random walks."""

import functools
import json

import bulk
import matrix
from scenarios import documents, expand
from session import Recorder, in_child
from walks import Die, deck, live

DEFAULT = '"test:///default"'
SNAPSHOTS = [f"virConnectOpen({DEFAULT})", 'virDomainLookupByName(conn1, "test")', "virDomainSnapshotCreateXML(dom1, $snap, 0)"]
CHECKPOINTS = [
    f"virConnectOpen({DEFAULT})", "virDomainCreateXML(conn1, $disks, 0)", "virDomainCheckpointCreateXML(dom1, $chk, 0)",
]
TEXTS = {
    "snap": "<domainsnapshot><name>test</name></domainsnapshot>",
    "chk": "<domaincheckpoint><name>test</name></domaincheckpoint>",
}
# The same by a connection that may only look: handle 2 of each kind.
LOOKING = {
    "snapshot": [*SNAPSHOTS, f"virConnectOpenReadOnly({DEFAULT})", 'virDomainLookupByName(conn2, "test")',
                 'virDomainSnapshotLookupByName(dom2, "test", 0)'],
    "checkpoint": [*CHECKPOINTS, f"virConnectOpenReadOnly({DEFAULT})", 'virDomainLookupByName(conn2, "disks")',
                   'virDomainCheckpointLookupByName(dom2, "test", 0)'],
}
GONE = {
    "snapshot": [*SNAPSHOTS, "virDomainSnapshotDelete(snap1, 0)"],
    "checkpoint": [*CHECKPOINTS, "virDomainCheckpointDelete(chk1, 0)"],
}
DOMAIN_GONE = {
    "snapshot": [*SNAPSHOTS, "virDomainDestroy(dom1)", "virDomainUndefineFlags(dom1, VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA)"],
    "checkpoint": [*CHECKPOINTS, "virDomainDestroy(dom1)"],
}


@functools.cache
def texts():
    """Read once, before a session gets a /tmp of its own."""
    found = {**documents(), **TEXTS}
    # Of which a snapshot can be made: none of the disks asks for a file outside.
    found["inside"] = found["disks"].replace(" snapshot='external'", "")
    return found


def by_second_handles(calls):
    """The calls on the handles of the second connection."""
    for call in calls:
        for prefix in ("conn", "dom", "snap", "chk"):
            call = call.replace(f"{prefix}1", f"{prefix}2")
        yield call


def each(kind):
    """The recordings made from the table, of one kind."""
    setup = {"snapshot": SNAPSHOTS, "checkpoint": CHECKPOINTS}[kind]

    def sets(name, about, setup, produce, after=(), second=False):
        header = {"scenario": name, "about": about, "quiet": True}

        def make(rows):
            rows_here = [row for row in rows if row["area"] == f"domain-{kind}"]
            calls = list(produce(rows_here))
            calls = [call for call in calls if "Free(" not in call or "NULL" in call]
            return bulk.run(rows, header, setup, list(by_second_handles(calls)) if second else calls, after, texts())

        return make

    questions = ["virGetLastErrorCode()", "virConnGetLastError(conn1)"]
    usual = bulk.all_with_usual_arguments
    return {
        "null": sets("null", "NULL for each pointer of each function", setup, bulk.null_arguments),
        "flags": sets("flags", "every flag of each function", setup, bulk.flags),
        "numbers": sets("numbers", "numbers at the edges", setup, bulk.numbers),
        "twice-wrong": sets("twice wrong", "which of two mistakes is told", setup, bulk.twice_wrong),
        "read-only": sets("read-only", "each function on a read-only connection", LOOKING[kind], usual, second=True),
        "flags-read-only": sets("flags, read-only", "and with every flag", LOOKING[kind], bulk.flags, second=True),
        "gone": sets("gone", f"each function on a {kind} that is gone", GONE[kind], bulk.flags),
        "domain-gone": sets("domain gone", "and on one of a domain that is gone", DOMAIN_GONE[kind], usual),
        "resets": sets("resets", "which functions forget an earlier error", [*setup, bulk.FAILING], usual, questions),
    }


# A tree of snapshots of every state: handle, name, state, parent.
TREE = [
    ("off", "shutoff", None), ("run", "running", "off"), ("paused", "paused", "run"), ("disk", "disk-snapshot", "run"),
    ("crashed", "crashed", "off"), ("pm", "pmsuspended", "crashed"), ("blocked", "blocked", "off"),
]
PLACES = {
    "off": ["virDomainDefineXML(conn1, $lc)"],
    "run": ["virDomainDefineXML(conn1, $lc)", "virDomainCreate(dom1)"],
    "paused": ["virDomainDefineXML(conn1, $lc)", "virDomainCreate(dom1)", "virDomainSuspend(dom1)"],
    "saved": ["virDomainDefineXML(conn1, $lc)", "virDomainCreate(dom1)", "virDomainManagedSave(dom1, 0)"],
    "changed": ["virDomainDefineXML(conn1, $lc)", "virDomainCreate(dom1)", "virDomainDefineXML(conn1, $lc{131072=>262144})"],
    "transient": ["virDomainCreateXML(conn1, $lc, 0)"],
    "transient-paused": ["virDomainCreateXML(conn1, $lc, 0)", "virDomainSuspend(dom1)"],
}
REVERT = ["0", "0x1", "0x2", "0x4", "0x5", "0x6"]
DELETE = ["0", "0x1", "0x4"]
PROBES = [
    *(probe for probe in matrix.PROBES if "List" not in probe),
    "virDomainGetXMLDesc({dom}, 0)",
    "virDomainGetXMLDesc({dom}, VIR_DOMAIN_XML_INACTIVE)",
    "virDomainSnapshotListNames({dom}, &, 20, VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL)",
    "virDomainHasCurrentSnapshot({dom}, 0)",
    *(f"virDomainSnapshotIsCurrent(snap{i}, 0)" for i in range(1, len(TREE) + 1)),
    *(f"virDomainSnapshotNumChildren(snap{i}, 0)" for i in range(1, len(TREE) + 1)),
    *(f"virDomainSnapshotGetXMLDesc(snap{i}, 0)" for i in range(1, len(TREE) + 1)),
]


def redefine(name, state, parent):
    parent = f"<parent><name>{parent}</name></parent>" if parent else ""
    current = "|VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT" if name == "paused" else ""
    change = f"one=>{name};<state>shutoff=>{parent}<state>{state}"
    return f"virDomainSnapshotCreateXML(dom1, $snapshot{{{change}}}, VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE{current})"


def states(rows, place):
    """The matrix of a place: every snapshot reverted to and deleted, with every flag; and new ones made."""
    known = texts()
    setup = matrix.CONNECT + PLACES[place] + [redefine(*node) for node in TREE]
    header = {"matrix": place, "quiet": True, "setup": [expand(line, known) for line in setup]}
    probes = [probe.format(dom="dom1") for probe in PROBES]
    before = matrix.measure(rows, header, None, probes)["after"]
    yield json.dumps({**header, "before": before}) + "\n"
    count = len(TREE)
    calls = [f"virDomainRevertToSnapshot(snap{i}, {flags})" for i in range(1, count + 1) for flags in REVERT]
    calls += [f"virDomainSnapshotDelete(snap{i}, {flags})" for i in range(1, count + 1) for flags in DELETE]
    calls += [f"virDomainSnapshotCreateXML(dom1, $snap, {flags})" for flags in ("0", "0x8", "0x40", "0x80", "0x100", "0x10")]
    calls += [f"virDomainUndefineFlags(dom1, {flags})" for flags in ("0", "0x1", "0x2", "0x3", "0x10", "0x12")]
    calls += ["virDomainUndefine(dom1)", "virDomainDestroy(dom1)", 'virDomainRename(dom1, "other", 0)',
              "virDomainManagedSave(dom1, 0)", "virDomainCreate(dom1)", "virDomainDefineXML(conn1, $lc{131072=>65536})",
              "virDomainCheckpointCreateXML(dom1, $chk, 0)", 'virDomainSave(dom1, "/tmp/lc.save")']
    for call in calls:
        record = matrix.measure(rows, header, expand(call, known), probes)
        record["after"] = {probe: told for probe, told in record["after"].items() if told != before[probe]}
        if not record["after"]:
            del record["after"]
        yield json.dumps(record, ensure_ascii=False) + "\n"


WALKS, STEPS = 40, 80
NAMES = ["a", "b", "c", "d", "e"]
# A call and how often it is chosen. D: a domain handle, S: a snapshot's, K: a checkpoint's, N: a name, F: flags.
CALLS = [
    (12, "virDomainSnapshotCreateXML(D, <domainsnapshot><name>N</name></domainsnapshot>, 0)"),
    (1, "virDomainSnapshotCreateXML(D, <domainsnapshot><name>N</name></domainsnapshot>, VIR_DOMAIN_SNAPSHOT_CREATE_HALT)"),
    (5, "virDomainSnapshotCreateXML(D, R, VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE)"),
    (2, "virDomainSnapshotCreateXML(D, R, VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE|VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT)"),
    (8, "virDomainRevertToSnapshot(S, F3)"), (5, "virDomainSnapshotDelete(S, 0)"), (1, "virDomainSnapshotDelete(S, 1)"),
    (1, "virDomainSnapshotDelete(S, 4)"), (3, "virDomainSnapshotLookupByName(D, N, 0)"), (2, "virDomainSnapshotCurrent(D, 0)"),
    (2, "virDomainSnapshotGetParent(S, 0)"), (1, "virDomainHasCurrentSnapshot(D, 0)"), (1, "virDomainSnapshotIsCurrent(S, 0)"),
    (3, "virDomainSnapshotListNames(D, &, 20, F11)"), (3, "virDomainSnapshotListChildrenNames(S, &, 20, F11)"),
    (2, "virDomainSnapshotNum(D, F11)"), (2, "virDomainSnapshotNumChildren(S, F11)"), (1, "virDomainListAllSnapshots(D, NULL, F11)"),
    (1, "virDomainListAllSnapshots(D, &, 0x400)"), (1, "virDomainSnapshotListAllChildren(S, &, 1)"),
    (2, "virDomainSnapshotGetXMLDesc(S, 0)"), (1, "virDomainSnapshotFree(S)"), (1, "virDomainSnapshotRef(S)"),
    (1, "virDomainSnapshotGetName(S)"), (1, "virDomainSnapshotGetDomain(S)"),
    (3, "virDomainCheckpointCreateXML(D, <domaincheckpoint><name>N</name></domaincheckpoint>, 0)"),
    (3, "virDomainCheckpointCreateXML(D, Q, VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE)"),
    (2, "virDomainCheckpointDelete(K, F3)"), (1, "virDomainCheckpointGetParent(K, 0)"), (1, "virDomainCheckpointGetXMLDesc(K, F3)"),
    (1, "virDomainListAllCheckpoints(D, &, F4)"), (1, "virDomainCheckpointListAllChildren(K, &, F4)"),
    (1, "virDomainCheckpointLookupByName(D, N, 0)"),
    (5, "virDomainCreate(D)"), (2, "virDomainSuspend(D)"), (1, "virDomainResume(D)"), (2, "virDomainDestroy(D)"),
    (1, "virDomainUndefineFlags(D, F5)"), (1, "virDomainManagedSave(D, 0)"), (2, "virDomainGetState(D)"),
    (1, "virDomainGetXMLDesc(D, 0)"), (4, "virEventRunDefaultImpl()"), (1, 'virDomainRename(D, "other", 0)'),
    (1, "virDomainDefineXML(conn1, $inside)"), (1, "virDomainDefineXML(conn1, $disks)"), (1, "virConnectListAllDomains(conn1, NULL, F16)"),
    (1, "virDomainCreateXML(conn1, $inside, 0)"), (1, "virDomainGetID(D)"),
]


def redefinition(die):
    """A snapshot to be defined again, or for the first time."""
    parent = f"<parent><name>{die.choose(NAMES)}</name></parent>" if die.throw(3) else ""
    state = die.choose(["running", "paused", "shutoff", "disk-snapshot", "crashed"])
    domain = texts()["inside"].replace("<memory", f"<title>t{die.throw(9)}</title><memory", 1) if die.throw(3) else ""
    return (f"<domainsnapshot><name>{die.choose(NAMES)}</name><state>{state}</state>{parent}"
            f"<creationTime>15{die.throw(99):02}</creationTime>{domain}</domainsnapshot>")


def next_call(die, client, cards):
    """A call with its letters filled in."""
    while True:
        call = die.choose(cards)
        kinds = {"D": "dom", "S": "snap", "K": "chk"}
        letter = call.split("(")[1][:1]
        handles = live(client, kinds[letter]) if letter in kinds else []
        if letter in kinds and not handles:
            continue
        if letter in kinds:
            call = call.replace(f"({letter}", "(" + die.choose(handles), 1)
        if " R," in call:
            call = call.replace(" R,", " " + json.dumps(redefinition(die)) + ",")
        if " Q," in call:
            parent = f"<parent><name>{die.choose(NAMES)}</name></parent>" if die.throw(2) else ""
            text = f"<domaincheckpoint><name>N</name>{parent}<creationTime>1{die.throw(99)}</creationTime></domaincheckpoint>"
            call = call.replace(" Q,", f" {text},")
        if "<domainsnapshot><name>N" in call or "<domaincheckpoint><name>N" in call:
            start, end = call.index("<"), call.rindex(">") + 1
            call = call[:start] + json.dumps(call[start:end].replace("<name>N<", f"<name>{die.choose(NAMES)}<")) + call[end:]
        call = call.replace(" N,", f' "{die.choose(NAMES)}",')
        for bits in (3, 4, 5, 11, 16):
            if f" F{bits})" in call:
                flags = 0 if die.throw(3) == 0 else (1 << die.throw(bits)) | (1 << die.throw(bits) if die.throw(2) else 0)
                call = call.replace(f" F{bits})", f" {flags})")
        return expand(call, texts())


def walk(rows, seed):
    """The recording of one walk."""
    header = {"scenario": f"moments {seed}", "about": "calls chosen by a die", "quiet": True}
    start = [*matrix.CONNECT, "virDomainDefineXML(conn1, $inside)" if seed % 3 else "virDomainCreateXML(conn1, $inside, 0)"]
    cards = deck(CALLS)
    texts()

    def body():
        recorder, die = Recorder(rows, header), Die(seed)
        for step in range(STEPS):
            call = expand(start[step], texts()) if step < len(start) else next_call(die, recorder.client, cards)
            recorder.perform(call)
        return recorder.lines

    return "".join(line + "\n" for line in [json.dumps(header), *in_child(body)])


def all_of(_rows):
    """Each recording's name, and what produces its lines."""
    found = {}
    for kind in ("snapshot", "checkpoint"):
        found.update({f"moments/each-{kind}-{name}": make for name, make in each(kind).items()})
    found.update({f"moments/{place}": lambda rows, place=place: states(rows, place) for place in PLACES})
    found["moments/walks"] = lambda rows: (walk(rows, seed) for seed in range(WALKS))
    return found
