# A domain's whole life.
import libvirt

XML = """<domain type='test'>
  <name>demo</name>
  <uuid>8f99e332-06c4-463a-9099-330fb244e1b3</uuid>
  <memory>131072</memory>
  <vcpu>2</vcpu>
  <os><type>hvm</type></os>
</domain>"""


def step(dom, what, result):
    state, reason = dom.state()
    print(f"{what:<10} gives {result}: state {state}, reason {reason}, ID {dom.ID()}")


conn = libvirt.open("test:///default")
dom = conn.defineXML(XML)
step(dom, "define", dom.isPersistent())
step(dom, "create", dom.create())
step(dom, "suspend", dom.suspend())
step(dom, "resume", dom.resume())
step(dom, "reboot", dom.reboot())
step(dom, "shutdown", dom.shutdown())
try:
    dom.suspend()
except libvirt.libvirtError as e:
    print("no:", e)
step(dom, "again", dom.createWithFlags(libvirt.VIR_DOMAIN_NONE))
step(dom, "destroy", dom.destroy())
dom.undefine()
print("undefined; now there are", conn.numOfDefinedDomains())

# While a variable holds the domain, the connection stays open behind it.
print("close gives", conn.close())
del dom
