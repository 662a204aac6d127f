"""Random walks: sessions of calls chosen by a seeded die, over a few names, domains, handles and files."""

import json
import re

from scenarios import documents, expand
from session import Recorder, in_child

WALKS, STEPS = 60, 70
NAMES = ["alpha", "beta", "gamma"]
UUIDS = ["11111111", "22222222", "33333333"]
# A call and how often it is chosen. C: a connection, D: a domain handle, X: a document, N: a name, F: a file.
CALLS = [
    (6, "virDomainDefineXML(C, X)"), (2, "virDomainDefineXMLFlags(C, X, VIR_DOMAIN_DEFINE_VALIDATE)"),
    (6, "virDomainCreateXML(C, X, 0)"), (1, "virDomainCreateXML(C, X, VIR_DOMAIN_START_PAUSED)"),
    (8, "virDomainCreate(D)"), (2, "virDomainCreateWithFlags(D, 0)"),
    (5, "virDomainSuspend(D)"), (4, "virDomainResume(D)"), (3, "virDomainShutdown(D)"), (2, "virDomainReboot(D, 0)"),
    (1, "virDomainReset(D, 0)"), (4, "virDomainDestroy(D)"), (1, "virDomainDestroyFlags(D, VIR_DOMAIN_DESTROY_GRACEFUL)"),
    (3, "virDomainUndefine(D)"), (2, "virDomainUndefineFlags(D, VIR_DOMAIN_UNDEFINE_MANAGED_SAVE)"),
    (3, "virDomainSave(D, F)"), (4, "virDomainRestore(C, F)"), (3, "virDomainManagedSave(D, 0)"),
    (1, "virDomainManagedSaveRemove(D, 0)"), (2, "virDomainHasManagedSaveImage(D, 0)"),
    (1, "virDomainCoreDump(D, F, VIR_DUMP_CRASH)"), (1, "virDomainCoreDump(D, F, 0)"), (3, "virDomainRename(D, N, 0)"),
    (1, "virDomainSetAutostart(D, 1)"), (1, "virDomainSetAutostart(D, 0)"), (1, "virDomainGetAutostart(D)"),
    (1, "virDomainSetMemory(D, M)"), (1, "virDomainSetMemoryFlags(D, M, VIR_DOMAIN_MEM_CONFIG)"),
    (1, "virDomainSetMemoryFlags(D, M, VIR_DOMAIN_MEM_LIVE|VIR_DOMAIN_MEM_CONFIG)"),
    (1, "virDomainSetMemoryFlags(D, M, VIR_DOMAIN_MEM_MAXIMUM)"), (1, "virDomainSetMaxMemory(D, M)"),
    (1, "virDomainSetVcpus(D, V)"), (1, "virDomainSetVcpusFlags(D, V, VIR_DOMAIN_VCPU_CONFIG)"),
    (1, "virDomainSetVcpusFlags(D, V, VIR_DOMAIN_VCPU_LIVE|VIR_DOMAIN_VCPU_CONFIG)"),
    (1, "virDomainSetVcpusFlags(D, V, VIR_DOMAIN_VCPU_CONFIG|VIR_DOMAIN_VCPU_MAXIMUM)"),
    (3, "virDomainGetState(D)"), (3, "virDomainGetInfo(D)"), (2, "virDomainGetID(D)"), (1, "virDomainGetName(D)"),
    (1, "virDomainIsActive(D)"), (1, "virDomainIsPersistent(D)"), (1, "virDomainGetMaxVcpus(D)"),
    (1, "virDomainGetVcpusFlags(D, VIR_DOMAIN_VCPU_CONFIG)"), (1, "virDomainGetVcpusFlags(D, VIR_DOMAIN_VCPU_MAXIMUM)"),
    (2, "virDomainGetXMLDesc(D, 0)"), (2, "virDomainGetXMLDesc(D, VIR_DOMAIN_XML_INACTIVE)"),
    (4, "virDomainLookupByName(C, N)"), (1, "virDomainLookupByID(C, I)"), (1, "virDomainRef(D)"), (2, "virDomainFree(D)"),
    (1, "virConnectListAllDomains(C, NULL, 0)"), (2, "virConnectListDomains(C, &, 9)"),
    (2, "virConnectListDefinedDomains(C, &, 9)"), (1, "virConnectNumOfDomains(C)"), (6, "virEventRunDefaultImpl()"),
    (1, "virGetLastErrorMessage()"), (1, "virConnectOpen(\"test:///default\")"),
]
# E: an error of the caller's, K: a callback, B: the number of a callback.
CALLS_ABOUT_CONNECTIONS = [
    (4, "virConnectOpen(\"test:///default\")"), (2, "virConnectOpenReadOnly(\"test:///default\")"), (3, "virConnectClose(C)"),
    (1, "virConnectRef(C)"), (2, "virDomainDefineXML(C, X)"), (2, "virDomainCreateXML(C, X, 0)"), (2, "virDomainCreate(D)"),
    (2, "virDomainSuspend(D)"), (2, "virDomainResume(D)"), (2, "virDomainDestroy(D)"), (1, "virDomainUndefine(D)"),
    (2, "virDomainLookupByName(C, N)"), (2, "virDomainLookupByName(C, \"test\")"), (2, "virDomainRef(D)"), (4, "virDomainFree(D)"),
    (1, "virDomainGetConnect(D)"), (1, "virDomainGetState(D)"), (1, "virDomainGetXMLDesc(D, VIR_DOMAIN_XML_SECURE)"),
    (4, "virConnectDomainEventRegisterAny(C, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, K, K, K)"),
    (2, "virConnectDomainEventRegisterAny(C, D, VIR_DOMAIN_EVENT_ID_LIFECYCLE, K, K, K)"),
    (1, "virConnectDomainEventRegisterAny(C, NULL, VIR_DOMAIN_EVENT_ID_REBOOT, K, NULL, NULL)"),
    (3, "virConnectDomainEventDeregisterAny(C, B)"), (6, "virEventRunDefaultImpl()"),
    (2, "virGetLastError()"), (1, "virGetLastErrorCode()"), (1, "virGetLastErrorDomain()"), (2, "virConnGetLastError(C)"),
    (1, "virConnCopyLastError(C)"), (1, "virCopyLastError()"), (2, "virSaveLastError()"), (1, "virSetError(E)"),
    (1, "virFreeError(E)"), (1, "virResetLastError()"), (1, "virConnResetLastError(C)"), (1, "virSetErrorFunc(NULL, K)"),
    (1, "virSetErrorFunc(NULL, NULL)"), (1, "virConnSetErrorFunc(C, NULL, K)"), (1, "virConnSetErrorFunc(C, NULL, NULL)"),
    (1, "virDefaultErrorFunc(E)"), (1, "virConnectNumOfDefinedDomains(C)"), (1, "virConnectListDomains(C, &, 9)"),
    (1, "virConnectIsAlive(C)"), (1, "virConnectSetKeepAlive(C, 5, 3)"), (1, "virConnectRegisterCloseCallback(C, K, NULL, K)"),
    (1, "virConnectUnregisterCloseCallback(C, K)"),
]


def deck(calls):
    """Each call as often as it is to be chosen."""
    return [call for often, call in calls for _ in range(often)]


class Die:
    """Knuth's linear congruential generator: the same throws from every version of Python."""

    def __init__(self, seed):
        self.state = seed

    def throw(self, sides):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (self.state >> 33) % sides

    def choose(self, items):
        return items[self.throw(len(items))]


def document(die):
    """A domain: mostly a name with its own UUID, sometimes with another's; small differences in what it has."""
    number = die.throw(3)
    uuid = UUIDS[number] if die.throw(8) else die.choose(UUIDS)
    changes = [f"<name>lc=><name>{NAMES[number]}", f"11111111={'>'}{uuid}"]
    if die.throw(3) == 0:
        changes.append("131072=>262144")
    if die.throw(6) == 0:
        changes.append("</domain>=><on_poweroff>restart</on_poweroff><on_reboot>destroy</on_reboot></domain>")
    return "$lc{" + ";".join(changes) + "}"


def live(client, prefix):
    """The handles that can be used."""
    handles = client.handles.items()
    return [name for name, pointer in handles if pointer and name.startswith(prefix) and client.references[name] > 0]


def next_call(die, client, texts, cards):
    """A call with its letters filled in."""
    while True:
        call = die.choose(cards)
        handles, errors = live(client, "dom"), live(client, "err")
        if re.search(r"[( ]D\b", call) and not handles or "(E" in call and not errors:
            continue
        if "Open" in call and len(live(client, "conn")) > 2 or "(C" in call and not live(client, "conn"):
            continue
        fillings = {
            "(D": lambda: "(" + die.choose(handles),
            "(C": lambda: "(" + die.choose(live(client, "conn")),
            "(E": lambda: "(" + die.choose(errors),
            " D,": lambda: " " + die.choose(handles) + ",",
            " B)": lambda: f" {die.throw(4)})",
            " X": lambda: " " + document(die),
            " N": lambda: f' "{die.choose(NAMES)}"',
            " F": lambda: f' "/tmp/{die.throw(2)}.save"',
            " M,": lambda: f" {die.choose([1024, 65536, 131072, 262144])},",
            " M)": lambda: f" {die.choose([1024, 65536, 131072, 262144])})",
            " V,": lambda: f" {1 + die.throw(5)},",
            " V)": lambda: f" {1 + die.throw(5)})",
            " I)": lambda: f" {1 + die.throw(12)})",
        }
        for letter, filling in fillings.items():
            if letter in call and not (letter == " N" and " NULL" in call):
                call = call.replace(letter, filling(), 1)
        while re.search(r" K\b", call):
            call = re.sub(r" K\b", f' "k{die.throw(2)}"', call, count=1)
        return expand(call, texts)


def walk(rows, name, seed, cards, start):
    """The recording of one walk."""
    header = {"scenario": f"{name} {seed}", "about": "calls chosen by a die"}
    if name == "walk":
        header["quiet"] = True
    texts = documents()

    def body():
        recorder, die = Recorder(rows, header, quiet=name == "walk"), Die(seed)
        for step in range(STEPS):
            recorder.perform(start[step] if step < len(start) else next_call(die, recorder.client, texts, cards))
        return recorder.lines

    return "".join(line + "\n" for line in [json.dumps(header), *in_child(body)])


def all_of(_rows):
    """Each recording's name, and what produces its lines."""
    start = [
        "virEventRegisterDefaultImpl()",
        'virConnectOpen("test:///default")',
        "virConnectDomainEventRegisterAny(conn1, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, cb1, NULL, NULL)",
        "virConnectDomainEventRegisterAny(conn1, NULL, VIR_DOMAIN_EVENT_ID_REBOOT, cb2, NULL, NULL)",
    ]
    lives, connections = deck(CALLS), deck(CALLS_ABOUT_CONNECTIONS)
    return {
        "walks/lives": lambda rows: (walk(rows, "walk", seed, lives, start) for seed in range(WALKS)),
        "walks/connections": lambda rows: (walk(rows, "meeting", seed, connections, start[:1]) for seed in range(WALKS)),
    }
