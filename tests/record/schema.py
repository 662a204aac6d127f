"""What libvirt says of documents when it is asked to check them against its schemas: those of documents/schema.txt and the
domain documents of domain_xml.py.

One line a document: its name, the document (unless domain-xml has it), and what is said of it after the schema's name, or
null; and what is said of the dump of the domain that it defines, where it defines one, if anything is.
"""

import json
import os
import re
import signal

import libvirt

from domain_xml import SECURE, documents

INVALID = libvirt.VIR_ERR_XML_INVALID_SCHEMA
MALFORMED = libvirt.VIR_ERR_XML_DETAIL
SECONDS_MAX = 20


def calls(conn):
    """How a document is given to libvirt, by the name of its root."""
    domain = conn.lookupByName("test")
    pool = conn.storagePoolLookupByName("default-pool")
    return {
        "domain": lambda xml: conn.defineXMLFlags(xml, libvirt.VIR_DOMAIN_DEFINE_VALIDATE),
        "network": lambda xml: conn.networkDefineXMLFlags(xml, libvirt.VIR_NETWORK_DEFINE_VALIDATE),
        "pool": lambda xml: conn.storagePoolDefineXML(xml, libvirt.VIR_STORAGE_POOL_DEFINE_VALIDATE),
        "volume": lambda xml: pool.createXML(xml, libvirt.VIR_STORAGE_VOL_CREATE_VALIDATE),
        "domainsnapshot": lambda xml: domain.snapshotCreateXML(xml, libvirt.VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE),
        "domaincheckpoint": lambda xml: domain.checkpointCreateXML(xml, 0),
    }


def said(call, xml):
    """What is said of a document: null if it follows the schema, an empty text if it is not looked at."""
    try:
        call(xml)
    except libvirt.libvirtError as raised:
        code, message = raised.get_error_code(), raised.get_error_message()
        if code == INVALID:
            return message.split(".rng\n", 1)[1]
        if code == MALFORMED or message.startswith("XML error: expecting root element"):
            return ""
    return None


def dump_of(xml):
    """The dump of what a document defines, if it defines something."""
    conn = libvirt.open("test:///default")
    try:
        return conn.defineXML(xml).XMLDesc(SECURE)
    except libvirt.libvirtError:
        return None
    finally:
        conn.close()


def entry_of(name, xml, own):
    conn = libvirt.open("test:///default")
    known = calls(conn)
    root = re.match(r"<(\w+)", xml)
    kind = root[1] if root and root[1] in known else "domain"
    entry = {"name": name, "root": kind, "xml": xml} if own else {"name": name}
    entry["says"] = said(known[kind], xml)
    dump = dump_of(xml) if kind == "domain" else None
    about = dump and said(known["domain"], dump)
    if about is not None:
        entry["dump"] = about
    return entry


def in_time(name, xml, own):
    """The entry, unless libvirt thinks about it for long: libxml2 follows both ways at every attribute that may be absent, so
    that an element with many of them takes it minutes, or all memory."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS_MAX)
        os.write(writer, json.dumps(entry_of(name, xml, own), ensure_ascii=False).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        entry = pipe.read()
    os.waitpid(child, 0)
    return json.loads(entry) if entry else None


def recorded(file, own):
    libvirt.registerErrorHandler(lambda *_: None, None)
    for name, xml in documents(file):
        entry = in_time(name, xml, own)
        if entry and entry["says"] != "":
            yield json.dumps(entry, ensure_ascii=False) + "\n"


def all_of(_rows):
    return {
        "schema/devices": lambda _rows: recorded("domain-devices.txt", False),
        "schema/kept-devices": lambda _rows: recorded("domain-kept-devices.txt", False),
        "schema/sections": lambda _rows: recorded("domain-xml.txt", False),
        "schema/own": lambda _rows: recorded("schema.txt", True),
    }
