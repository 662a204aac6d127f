//! Whether memory devices make sense: `virDomainMemoryDefValidate` of libvirt.

use super::info::refuse_virtio;
use super::unsupported;
use crate::domain::config::Arch;
use crate::domain::config::devices::MemoryDevice;
use crate::domain::config::devices::info::{Address, AddressType};
use crate::domain::config::devices::memory::{MemoryAccess, MemoryKind, Nvdimm, VirtioMem};
use crate::domain::xml::fault;
use crate::ground::{ErrorCode, Result, VirError, YesNo};

/// The size of a page of the host, in KiB.
const PAGE_KIB: u64 = 4;

/// The size of a huge page that the host gives by itself, in KiB.
const HUGE_PAGE_KIB: u64 = 2048;

fn detail(message: impl Into<Box<str>>) -> Box<VirError> {
    fault(ErrorCode::XmlDetail, message)
}

/// Checks the memory device at a place in the list, in a guest of so many NUMA cells.
pub(super) fn validate(all: &[MemoryDevice], place: usize, arch: Arch, cells: usize) -> Result<()> {
    let memory = &all[place];
    if let Some(node) = memory.node {
        if cells == 0 {
            return Err(detail("can't add memory backend as guest has no NUMA nodes configured"));
        }
        if node as usize >= cells {
            return Err(detail(format!(
                "can't add memory backend for guest node '{node}' as the guest has only '{cells}' NUMA nodes configured"
            )));
        }
    }
    let model = memory.kind.model();
    let discards = memory.discard == Some(YesNo::Yes);
    match &memory.kind {
        MemoryKind::Nvdimm(nvdimm) => validate_nvdimm(nvdimm, discards, arch)?,
        MemoryKind::VirtioPmem { path, address } => {
            if path.is_none() {
                return Err(detail(format!("path is required for model '{model}'")));
            }
            if discards {
                return Err(unsupported(format!("discard is not supported for model '{model}'")));
            }
            if memory.access != Some(MemoryAccess::Shared) {
                return Err(unsupported("shared access mode required for virtio-pmem device"));
            }
            if memory.node.is_some() {
                return Err(unsupported("virtio-pmem does not support NUMA nodes"));
            }
            let page = PAGE_KIB * 1024;
            if address % page != 0 {
                return Err(unsupported(format!("memory address must be aligned to {page} bytes")));
            }
        }
        MemoryKind::VirtioMem(mem) => validate_virtio_mem(mem, memory.size_kib)?,
        MemoryKind::SgxEpc { .. } if memory.info.address.is_some() => {
            return Err(unsupported(format!("memory device address is not supported for model '{model}'")));
        }
        MemoryKind::Dimm(_) | MemoryKind::SgxEpc { .. } => {}
    }
    check_conflicts(all, place)?;
    match memory.kind {
        MemoryKind::VirtioPmem { .. } | MemoryKind::VirtioMem(_) => Ok(()),
        _ => refuse_virtio(&memory.virtio),
    }
}

fn validate_nvdimm(nvdimm: &Nvdimm, discards: bool, arch: Arch) -> Result<()> {
    if nvdimm.path.is_none() {
        return Err(detail("path is required for model 'nvdimm'"));
    }
    if discards {
        return Err(unsupported("discard is not supported for nvdimms"));
    }
    if matches!(arch, Arch::Ppc64 | Arch::Ppc64le) {
        if nvdimm.label_kib == 0 {
            return Err(unsupported("label size is required for NVDIMM device"));
        }
    } else if nvdimm.uuid.is_some() {
        return Err(unsupported("UUID is not supported for NVDIMM device"));
    }
    Ok(())
}

fn validate_virtio_mem(mem: &VirtioMem, size_kib: u64) -> Result<()> {
    let block = mem.block_kib;
    if mem.requested_kib > size_kib {
        return Err(detail(format!("requested size must be smaller than or equal to @size ({size_kib}KiB)")));
    }
    if !block.is_power_of_two() {
        return Err(detail("block size must be a power of two"));
    }
    if block < HUGE_PAGE_KIB {
        return Err(detail(format!("block size too small, must be at least {HUGE_PAGE_KIB}KiB")));
    }
    if !mem.requested_kib.is_multiple_of(block) {
        return Err(detail("requested size must be an integer multiple of block size"));
    }
    if !mem.address.is_multiple_of(block.saturating_mul(1024)) {
        return Err(detail("memory device address must be aligned to blocksize"));
    }
    Ok(())
}

/// How much of a device the guest sees, in bytes: an NVDIMM without its label. `virDomainMemoryGetMappedSize` of libvirt.
fn mapped_size(memory: &MemoryDevice) -> u64 {
    let mut kib = memory.size_kib;
    if let MemoryKind::Nvdimm(nvdimm) = &memory.kind {
        let align = if nvdimm.align_kib == 0 { PAGE_KIB } else { nvdimm.align_kib };
        kib = kib.wrapping_sub(nvdimm.label_kib.checked_next_multiple_of(align).unwrap_or(0));
    }
    kib.wrapping_mul(1024)
}

/// Where a device begins in the guest's memory; 0 if that is not said.
fn start(memory: &MemoryDevice) -> u64 {
    match (&memory.kind, &memory.info.address) {
        (MemoryKind::VirtioPmem { address, .. }, _) => *address,
        (MemoryKind::VirtioMem(mem), _) => mem.address,
        (MemoryKind::Dimm(_) | MemoryKind::Nvdimm(_), Some(Address::Dimm { base, .. })) => *base,
        _ => 0,
    }
}

fn slot(memory: &MemoryDevice) -> Option<u32> {
    match memory.info.address {
        Some(Address::Dimm { slot, .. }) => Some(slot),
        _ => None,
    }
}

/// `virDomainMemoryDefCheckConflict` of libvirt.
fn check_conflicts(all: &[MemoryDevice], place: usize) -> Result<()> {
    let memory = &all[place];
    let from = start(memory);
    let is_module = matches!(memory.kind, MemoryKind::Dimm(_) | MemoryKind::Nvdimm(_))
        && memory.info.address_kind() == Some(AddressType::Dimm);
    let own_slot = slot(memory).filter(|_| is_module);
    let to = from.wrapping_add(mapped_size(memory));
    for (_, other) in all.iter().enumerate().filter(|(at, _)| *at != place) {
        match own_slot {
            Some(own) if slot(other) == Some(own) => {
                return Err(unsupported(format!(
                    "memory device slot '{own}' is already being used by another memory device"
                )));
            }
            Some(_) => {}
            // Perhaps the same device again, as it is to become.
            None if other.info.address == memory.info.address => continue,
            None if memory.info.alias().is_some() && memory.info.alias() == other.info.alias() => continue,
            None => {}
        }
        let other_from = start(other);
        if from == 0 || other_from == 0 {
            continue;
        }
        let other_to = other_from.wrapping_add(mapped_size(other));
        if (from <= other_from && to > other_from) || (other_from <= from && other_to > from) {
            return Err(unsupported(format!(
                "memory device address [0x{from:x}:0x{to:x}] overlaps with other memory device (0x{other_from:x})"
            )));
        }
    }
    Ok(())
}
