# A transient domain is gone when it stops, unless it was defined meanwhile.
import libvirt

XML = ("<domain type='test'><name>guest</name>"
       "<uuid>b2ea6a37-4e0f-4f1c-9a6e-3c6f0c3b1a55</uuid>"
       "<memory>65536</memory><os><type>hvm</type></os></domain>")


def about(dom):
    words = ["active" if dom.isActive() else "shut off", "persistent" if dom.isPersistent() else "transient"]
    return dom.name() + ": " + ", ".join(words)


conn = libvirt.open("test:///default")
dom = conn.createXML(XML)
print(about(dom))

# Its own XML, with its UUID, makes it persistent.
conn.defineXML(dom.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE))
print(about(dom))
dom.destroy()
print("stopped, still there:", conn.listDefinedDomains())
dom.undefine()
try:
    about(dom)
except libvirt.libvirtError as e:
    print("gone:", e)
del dom
conn.close()
