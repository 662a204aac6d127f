# All domains in one call. In which order they come, libvirt does not say.
import libvirt

STATES = {
    libvirt.VIR_DOMAIN_RUNNING: "running",
    libvirt.VIR_DOMAIN_PAUSED: "paused",
    libvirt.VIR_DOMAIN_SHUTOFF: "shut off",
}

GUEST = """<domain type='test'>
  <name>{name}</name>
  <memory unit='MiB'>{memory}</memory>
  <os><type>hvm</type></os>
</domain>"""


def show(title, domains):
    print(f"{title}: {len(domains)}")
    for dom in sorted(domains, key=lambda dom: dom.name()):
        state, reason = dom.state()
        print("  %-6s %s (%d)" % (dom.name(), STATES.get(state, "something else"), reason))


with libvirt.open("test:///default") as conn:
    for name, memory in [("zulu", 64), ("alpha", 128)]:
        conn.defineXML(GUEST.format(name=name, memory=memory))
    alpha = conn.lookupByName("alpha")
    alpha.create()
    alpha.suspend()

    show("all", conn.listAllDomains())
    show("active", conn.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_ACTIVE))
    show("shut off", conn.listAllDomains(flags=libvirt.VIR_CONNECT_LIST_DOMAINS_SHUTOFF))
    print("names of those that are off:", conn.listDefinedDomains())
    print("IDs of those that run:", sorted(conn.listDomainsID()))
    total = sum(dom.maxMemory() for dom in conn.listAllDomains())
    print(f"all of them may have {total // 1024} MiB")
