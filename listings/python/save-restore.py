# To a file and back; then the managed way, where libvirt keeps the file.
import libvirt

FILE = "/tmp/virtlab-listing.save"


def show(dom, when):
    state, maximum, memory, vcpus, _ = dom.info()
    print(f"{when}: state {state}, {memory // 1024} of {maximum // 1024} MiB, "
          f"{vcpus} vCPUs, image {dom.hasManagedSaveImage()}")


with libvirt.open("test:///default") as conn:
    dom = conn.lookupByName("test")
    show(dom, "running")
    dom.save(FILE)
    show(dom, "saved to a file")
    try:
        dom.save(FILE)
    except libvirt.libvirtError as e:
        print("twice:", e)
    conn.restore(FILE)
    show(dom, "restored")

    dom.managedSave()
    show(dom, "managed save")
    dom.create()
    show(dom, "created again")
