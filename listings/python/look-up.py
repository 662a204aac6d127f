# A domain by its ID, its name, its UUID: and which of them stay.
import libvirt

with libvirt.open("test:///default") as conn:
    dom = conn.lookupByName("test")
    print("by name:", dom.name(), dom.ID(), dom.UUIDString())
    same = conn.lookupByID(dom.ID())
    print("by ID:  ", same.name())
    same = conn.lookupByUUIDString(dom.UUIDString())
    print("by UUID:", same.name(), "as bytes:", dom.UUID().hex())

    dom.destroy()
    print("shut off, its ID is", dom.ID())
    for what, how in {
        "name": lambda: conn.lookupByName("test"),
        "UUID": lambda: conn.lookupByUUID(dom.UUID()),
        "ID": lambda: conn.lookupByID(1),
    }.items():
        try:
            print(f"{what:>4}: found {how().name()}")
        except libvirt.libvirtError as e:
            print(f"{what:>4}: {e}")
