"""What libvirt's own description of its API says of the functions of the table: prototypes, versions, enumerations."""

import json
import xml.etree.ElementTree as ElementTree

DESCRIPTION = "/usr/share/libvirt/api/libvirt-api.xml"


def joined(c_type, name):
    return c_type + ("" if c_type.endswith("*") else " ") + name


def functions(rows):
    """A line for each function, in the order of the table."""
    tree = ElementTree.parse(DESCRIPTION)
    described = {function.get("name"): function for function in tree.iter("function")}
    for row in rows:
        function = described.get(row["name"])
        if function is None:
            continue
        params = [joined(arg.get("type"), arg.get("name")) for arg in function.findall("arg")]
        prototype = joined(function.find("return").get("type"), row["name"])
        line = {"function": row["name"], "since": function.get("version")}
        line["prototype"] = f"{prototype}({', '.join(params) or 'void'})"
        yield json.dumps(line) + "\n"


def enumerations(rows):
    """A line for each enumeration that a function of the table takes: its members, without the one that counts them."""
    described = {member.get("name"): member for member in ElementTree.parse(DESCRIPTION).iter("enum")}
    taken = {name for row in rows for param in row["params"] for name in param.get("choices", {})}
    types = {described[name].get("type") for name in taken if name in described}

    def value(text):
        return value(described[text].get("value")) if text in described else int(text)

    found = {}
    for name, member in described.items():
        # VIR_NETWORK_UPDATE_COMMAND_ADD_LAST counts nothing.
        if member.get("type") in types and (not name.endswith("_LAST") or name.endswith("_ADD_LAST")):
            found.setdefault(member.get("type"), {})[name] = value(member.get("value"))
    for name in sorted(found):
        members = dict(sorted(found[name].items(), key=lambda member: member[1]))
        yield json.dumps({"enum": name, "members": members}) + "\n"


def all_of(_rows):
    """Each recording's name, and what produces its lines."""
    return {"api/functions": functions, "api/enumerations": enumerations}
