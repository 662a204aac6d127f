"""Every device document, plugged into a running guest and put in place of a device of it: documents/domain-devices.txt and
domain-kept-devices.txt, by single lines.
"""

import json

import domain_xml
from scenarios import documents, expand
from session import Recorder, in_child
from text import quote

OPEN = ['virConnectOpen("test:///default")', "virDomainDefineXML(conn1, $plug)", "virDomainCreate(dom1)"]


def devices():
    """The lines that stand inside <devices>."""
    for name in ("domain-devices.txt", "domain-kept-devices.txt"):
        yield from dict.fromkeys(domain_xml.devices_of(name))


def attempt(rows, header, setup, calls):
    """The lines of one session, and how many calls it got through: until one succeeded."""
    recorder = Recorder(rows, header)
    for call in setup:
        recorder.perform(call)
    for done, call in enumerate(calls, 1):
        if "error" not in recorder.perform(call):
            recorder.perform("virDomainGetXMLDesc(dom1, VIR_DOMAIN_XML_SECURE)")
            break
    return recorder.lines, done


def sessions(rows, function, flags):
    setup = [expand(call, documents()) for call in OPEN]
    calls = [f"{function}(dom1, {quote(device)}{flags})" for device in devices()]
    header = {"scenario": function, "about": "with every device document", "quiet": True}
    while calls:
        lines, done = in_child(lambda: attempt(rows, header, setup, calls))
        yield json.dumps(header) + "\n" + "".join(line + "\n" for line in lines)
        calls = calls[done:]


def all_of(_rows):
    """Each recording's name, and what produces its lines."""
    both = ", VIR_DOMAIN_DEVICE_MODIFY_LIVE|VIR_DOMAIN_DEVICE_MODIFY_CONFIG"
    return {
        "devices/attach": lambda rows: sessions(rows, "virDomainAttachDevice", ""),
        "devices/update": lambda rows: sessions(rows, "virDomainUpdateDeviceFlags", both),
    }
