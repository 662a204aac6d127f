"""What libvirt's test driver makes of domain documents: those of documents/domain-xml.txt,
domain-devices.txt and domain-kept-devices.txt.

One line a document: its name, the document, what defining answers (the error, or the dump of the inactive domain with
passwords), and what the dump says once it is created. A dump that is the inactive one with an id is not repeated.
"""

import json
import os

import libvirt

DOCUMENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "documents")
SECURE = libvirt.VIR_DOMAIN_XML_INACTIVE | libvirt.VIR_DOMAIN_XML_SECURE


def lines_of(file):
    """The lines of a file of documents, comments left out."""
    with open(os.path.join(DOCUMENTS, file), encoding="utf-8") as file:
        return [line for line in file.read().split("\n") if line and not line.startswith("# ")]


def plain(line):
    """A line with its escapes resolved."""
    return line.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t")


def devices_of(file):
    """The lines of a file that stand inside <devices>, one by one."""
    inside = False
    for line in lines_of(file):
        if line.startswith("before "):
            inside = line.endswith("<devices>")
        elif inside and line.startswith("<"):
            yield plain(line)


def documents(file):
    group = before = after = ""
    number = 0
    for line in lines_of(file):
        text = plain(line)
        if line.startswith("== "):
            group, number = line[3:], 0
        elif line.startswith("before "):
            before = text[len("before "):]
        elif line.startswith("after "):
            after = text[len("after "):]
        else:
            number += 1
            yield f"{group}/{number:02}", "" if line == "empty" else before + text + after


def error(raised):
    names = ("code", "domain", "message", "level", "str1", "str2", "str3", "int1", "int2")
    return dict(zip(names, raised.err))


def record(name, xml):
    entry = {"name": name, "xml": xml}
    # A connection of its own: the driver counts ids from its start.
    conn = libvirt.open("test:///default")
    try:
        domain = conn.defineXML(xml)
    except libvirt.libvirtError as raised:
        entry["define"] = {"error": error(raised)}
        conn.close()
        return entry
    inactive = domain.XMLDesc(SECURE)
    entry["define"] = {"inactive": inactive}
    migratable = domain.XMLDesc(libvirt.VIR_DOMAIN_XML_MIGRATABLE)
    if migratable != domain.XMLDesc():
        entry["define"]["migratable"] = migratable
    domain.create()
    live = domain.XMLDesc()
    if live != inactive.replace("'>", "' id='2'>", 1):
        entry["create"] = {"live": live}
    domain.destroy()
    domain.undefine()
    conn.close()
    return entry


def recorded(file):
    libvirt.registerErrorHandler(lambda *_: None, None)
    for name, xml in documents(file):
        yield json.dumps(record(name, xml), ensure_ascii=False) + "\n"


def all_of(_rows):
    return {
        "domain-xml/devices": lambda _rows: recorded("domain-devices.txt"),
        "domain-xml/kept-devices": lambda _rows: recorded("domain-kept-devices.txt"),
        "domain-xml/sections": lambda _rows: recorded("domain-xml.txt"),
    }
