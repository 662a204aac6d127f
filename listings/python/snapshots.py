# Snapshots: taken, listed as a tree, reverted to, deleted.
import libvirt


def take(dom, name):
    return dom.snapshotCreateXML(f"<domainsnapshot><name>{name}</name></domainsnapshot>", 0)


def parent_of(snapshot):
    try:
        return snapshot.getParent().getName()
    except libvirt.libvirtError as e:
        if e.get_error_code() == libvirt.VIR_ERR_NO_DOMAIN_SNAPSHOT:
            return None
        raise


with libvirt.open("test:///default") as conn:
    dom = conn.lookupByName("test")
    snapshots = [take(dom, name) for name in ("first", "second", "third")]
    dom.suspend()
    tree = {}
    for snapshot in dom.listAllSnapshots():
        tree.setdefault(parent_of(snapshot), []).append(snapshot.getName())

    def draw(name, depth=0):
        for child in sorted(tree.get(name, [])):
            mark = " (current)" if child == dom.snapshotCurrent().getName() else ""
            print("  " * depth + child + mark)
            draw(child, depth + 1)

    draw(None)
    dom.revertToSnapshot(snapshots[0])
    print("reverted: state", dom.state()[0], "and current", dom.snapshotCurrent().getName())
    snapshots[1].delete(libvirt.VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN)
    print("left:", dom.snapshotListNames(), dom.snapshotNum())
