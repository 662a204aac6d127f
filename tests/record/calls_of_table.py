"""Sets of calls made from the table of functions."""

# What a parameter is given when nothing is said, by name; conn1 is connected, dom1 is the domain `test`.
USUAL = {
    "name": '"test"',
    "auth": "NULL",
    "id": "1",
    "uuid": 'x"6695eb01f6a4830479aa97f2502e193f"',
    "uuidstr": '"6695eb01-f6a4-8304-79aa-97f2502e193f"',
    "xml": "$tiny",
    "xmlDesc": "$tiny",
    "dxml": "NULL",
    "to": '"/tmp/new.save"',
    "from": '"/tmp/none.save"',
    "new_name": '"renamed"',
    "autostart": "1",
    "memory": "1024",
    "nvcpus": "1",
    "type": '"test"',
    "interval": "5",
    "count": "3",
    "cb": "cb1",
    "freecb": "NULL",
    "opaque": "NULL",
    "userData": "NULL",
    "handler": "handler1",
    "eventID": "VIR_DOMAIN_EVENT_ID_LIFECYCLE",
    "callbackID": "0",
    "maxids": "9",
    "maxnames": "9",
    "startCell": "0",
    "maxCells": "2",
    "npages": "1",
    "pages": "[4]",
    "cellCount": "1",
    "cpuNum": "VIR_NODE_CPU_STATS_ALL_CPUS",
    "cellNum": "VIR_NODE_MEMORY_STATS_ALL_CELLS",
    "nparams": "9",
    "arch": '"x86_64"',
    "emulatorbin": "NULL",
    "machine": "NULL",
    "virttype": "NULL",
    "mountpoints": '["/"]',
    "nmountpoints": "1",
    "mountPoint": '"/boot"',
    "minimum": "0",
    "seconds": "5",
    "nseconds": "7",
    "alias": '"net0"',
    "flags": "0",
}
# What a parameter of one function is given, where that is something else.
OWN = {
    ("virDomainAttachDevice", "xml"): "$disk",
    ("virDomainAttachDeviceFlags", "xml"): "$disk",
    ("virDomainUpdateDeviceFlags", "xml"): "$disk{vdb=>vda}",
}
HANDLES = {"conn": "conn1", "dom": "dom1", "err": "err1"}


def arguments(row):
    """The usual arguments of a function."""
    args = []
    for param in row["params"]:
        if param["kind"] == "handle":
            args.append(HANDLES[param["handle"]])
        elif param["kind"] == "out":
            args.append("&")
        elif row["name"].startswith("virConnectOpen") and param["name"] == "name":
            args.append('"test:///default"')
        elif (row["name"], param["name"]) in OWN:
            args.append(OWN[row["name"], param["name"]])
        else:
            args.append(USUAL[param["name"]] if param["kind"] != "out" else "&")
    return args
