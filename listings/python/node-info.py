# What the host is made of, and how much of it is free.
import libvirt

LABELS = ("model", "memory", "CPUs", "MHz", "cells", "sockets", "cores", "threads")

with libvirt.open("test:///default") as conn:
    for label, value in zip(LABELS, conn.getInfo()):
        unit = " MiB" if label == "memory" else ""
        print(f"{label:<8} {value}{unit}")
    count, online, how_many = conn.getCPUMap()
    marks = "".join("+" if on else "-" for on in online)
    print(f"CPUs     {marks} ({how_many} of {count} online)")
    cells = conn.getInfo()[4]
    for cell, free in enumerate(conn.getCellsFreeMemory(0, cells)):
        print(f"cell {cell}   {free / 1024:,.0f} KiB free")
    print("at most %d vCPUs in a domain" % conn.getMaxVcpus(None))
