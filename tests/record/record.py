"""Records what real libvirt answers. Runs beside libvirt; prints every recording, each after a line `=== its path`.

`cargo xtask record` brings these files and the table of functions (signatures.json) together and writes what this prints.
"""

import json
import os
import sys

import api
import bulk
import clients
import devices
import domain_xml
import host
import listings
import matrix
import moments
import packets
import procedures
import python_names
import scenarios
import schema
import virsh
import walks
from client import Client

HERE = os.path.dirname(os.path.abspath(__file__))


def main(wanted):
    with open(os.path.join(HERE, "signatures.json")) as file:
        rows = json.load(file)
    sources = (api, scenarios, bulk, devices, walks, matrix, moments, host, domain_xml, schema, clients, packets, procedures)
    sources += (listings, python_names, virsh)
    for name, produce in {name: made for source in sources for name, made in source.all_of(rows).items()}.items():
        if wanted and not any(name.startswith(prefix) for prefix in wanted):
            continue
        print(f"=== {name}" if "." in name else f"=== {name}.jsonl")
        for lines in produce(rows):
            sys.stdout.write(lines)
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
