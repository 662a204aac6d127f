# Life-cycle events go to a function, from the event loop.
import libvirt

NAMES = ["defined", "undefined", "started", "suspended", "resumed", "stopped"]
counts = {}


def lifecycle(conn, dom, event, detail, opaque):
    name = NAMES[event] if event < len(NAMES) else "?"
    counts[name] = counts.get(name, 0) + 1
    print(f"{opaque}: {dom.name()} {dom.UUIDString()} {name}, detail {detail}")


# The loop is there before the connection.
libvirt.virEventRegisterDefaultImpl()
conn = libvirt.open("test:///default")
number = conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, lifecycle, "heard")

dom = conn.lookupByName("test")
for method in (dom.suspend, dom.resume, dom.destroy):
    method()
    libvirt.virEventRunDefaultImpl()

print(sum(counts.values()), "events:", ", ".join(sorted(counts)))
conn.domainEventDeregisterAny(number)
# A method holds its object as a variable does.
del dom, method
conn.close()
