"""Lists that libvirt gives: in what order they are recorded."""

import ctypes as C

# What tells the name of an object of a list, by the prefix of its handles.
NAMING = {
    "dom": "virDomainGetName",
    "net": "virNetworkGetName",
    "snap": "virDomainSnapshotGetName",
    "chk": "virDomainCheckpointGetName",
    "pool": "virStoragePoolGetName",
    "vol": "virStorageVolGetName",
}


def sorted_list(items, count, total):
    """Items in order; where the array was too small for all, which ones they are depends on libvirt's hash seed."""
    return {"any": count} if count < total else sorted(items)


def is_hashed(row, flags):
    """Whether a list of snapshots or checkpoints is in the order of libvirt's hash table, and not in that of their tree."""
    topological = 0x2 if "Checkpoint" in row["name"] else 0x400
    return row["params"][0]["handle"] == "dom" and not flags & (0x1 | topological)


def in_order(row, by_name, names, total):
    """Names of snapshots: as they come where the tree gives the order."""
    return sorted_list(names, len(names), total) if is_hashed(row, by_name["flags"]) else names


def handle_list(client, prefix, memory, count, is_sorted):
    """The new handles; those of a hash table are numbered in the order of their names."""
    pointers = [C.c_void_p(p) for p in memory[:count]]
    if is_sorted:
        pointers.sort(key=getattr(client.lib, NAMING[prefix]))
    client.libc.free(memory)
    return [client.new_handle(prefix, pointer.value) for pointer in pointers]
