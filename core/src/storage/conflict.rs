//! Pools that would be of the same storage, which libvirt refuses: `virStoragePoolObjSourceFindDuplicate`.

use super::config::{Adapter, FcHost, PoolDef, PoolSource, ScsiHost};
use super::kind::PoolType;
use crate::ground::number;

/// Whether a pool that is known has the storage that another one asks for. A pool is in nobody's way under its own name.
pub(super) fn conflicts(known: &PoolDef, def: &PoolDef) -> bool {
    use PoolType::{
        Dir, Disk, Fs, Gluster, Iscsi, IscsiDirect, Logical, Mpath, Netfs, Rbd, Scsi, Sheepdog, Vstorage, Zfs,
    };
    if known.name == def.name {
        return false;
    }
    let (here, there) = (&known.source, &def.source);
    match (known.kind, def.kind) {
        (Dir, Dir) => known.target == def.target,
        (Gluster, Gluster) => here.name == there.name && here.dir == there.dir && same_host(here, there),
        (Netfs, Netfs) => here.dir == there.dir && same_host(here, there),
        (Scsi, Scsi) => same_adapter(here, there),
        (Iscsi, Iscsi) => same_device(here, there) && here.initiator == there.initiator,
        (Fs | Logical | Disk | Zfs, Fs | Logical | Disk | Zfs) => same_device(here, there),
        (Sheepdog, Sheepdog) => same_host(here, there),
        (Mpath, Mpath) => true,
        (Vstorage, Vstorage) => here.name == there.name,
        (IscsiDirect | Rbd, _) | (_, IscsiDirect | Rbd) => false,
        _ => false,
    }
}

/// `virStoragePoolSourceMatchSingleHost`: by the first hosts, unless both have several.
fn same_host(here: &PoolSource, there: &PoolSource) -> bool {
    if here.hosts.len() != 1 && there.hosts.len() != 1 {
        return false;
    }
    match (here.hosts.first(), there.hosts.first()) {
        (Some(here), Some(there)) => (there.port == 0 || here.port == there.port) && here.name == there.name,
        _ => false,
    }
}

fn same_device(here: &PoolSource, there: &PoolSource) -> bool {
    here.devices.iter().any(|one| there.devices.iter().any(|other| one.path == other.path))
}

fn same_adapter(here: &PoolSource, there: &PoolSource) -> bool {
    match (&here.adapter, &there.adapter) {
        (Some(Adapter::FcHost(here)), Some(Adapter::FcHost(there))) => {
            here.wwnn == there.wwnn && here.wwpn == there.wwpn
        }
        (Some(Adapter::ScsiHost(here)), Some(Adapter::ScsiHost(there))) => same_scsi_host(here, there),
        (Some(Adapter::FcHost(fc)), Some(Adapter::ScsiHost(scsi)))
        | (Some(Adapter::ScsiHost(scsi)), Some(Adapter::FcHost(fc))) => is_parent(fc, scsi),
        _ => false,
    }
}

fn same_scsi_host(here: &ScsiHost, there: &ScsiHost) -> bool {
    if let (Some(here), Some(there)) = (&here.parent, &there.parent)
        && here == there
    {
        return true;
    }
    let number = here.name.as_deref().and_then(host_number);
    number.is_some() && number == there.name.as_deref().and_then(host_number)
}

fn is_parent(fc: &FcHost, scsi: &ScsiHost) -> bool {
    let number = scsi.name.as_deref().and_then(host_number);
    number.is_some() && number == fc.parent.as_deref().and_then(host_number)
}

/// The number in `scsi_host3` or `host3`. `virSCSIHostGetNumber` of libvirt.
fn host_number(name: &str) -> Option<u32> {
    let digits = name.strip_prefix("scsi_host").or_else(|| name.strip_prefix("host"))?;
    number::to_u32_wrapping(digits, 10)
}
