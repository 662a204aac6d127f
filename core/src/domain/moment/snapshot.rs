//! A snapshot: `virDomainSnapshotDef` of libvirt.

use super::{Moment, MomentDef};
use crate::domain::DomainState;
use crate::domain::config::devices::disk::SnapshotLocation;
use crate::domain::config::devices::storage::StorageSource;
use crate::words;
use serde::{Deserialize, Serialize};

words! {
    /// In which state the domain was: a domain's own states, and one for what holds disks only.
    /// `virDomainSnapshotState` of libvirt.
    pub enum SnapshotState {
        NoState "nostate", Running "running", Blocked "blocked", Paused "paused", Shutdown "shutdown",
        Shutoff "shutoff", Crashed "crashed", PmSuspended "pmsuspended", DiskSnapshot "disk-snapshot",
    }
}

impl SnapshotState {
    /// Whether the domain's memory is part of it, so that the domain can go on from there.
    pub fn is_online(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }
}

impl From<DomainState> for SnapshotState {
    fn from(state: DomainState) -> Self {
        match state {
            DomainState::NoState => Self::NoState,
            DomainState::Running => Self::Running,
            DomainState::Blocked => Self::Blocked,
            DomainState::Paused => Self::Paused,
            DomainState::Shutdown => Self::Shutdown,
            DomainState::Shutoff => Self::Shutoff,
            DomainState::Crashed => Self::Crashed,
            DomainState::PmSuspended => Self::PmSuspended,
        }
    }
}

/// A snapshot.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// Name, parent, time, the domain.
    pub base: MomentDef,
    /// The domain's state then.
    pub state: SnapshotState,
    /// Where the memory is.
    pub memory: Option<SnapshotLocation>,
    /// The file that holds the memory, if it is outside.
    pub memory_file: Option<Box<str>>,
    /// The disks, in the order of the domain's.
    pub disks: Vec<SnapshotDisk>,
    /// What stands in their place after going back to an external snapshot.
    pub revert_disks: Vec<SnapshotDisk>,
}

/// A disk of a snapshot. `virDomainSnapshotDiskDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SnapshotDisk {
    /// The disk: its name in the guest or, until it is aligned with the domain's, the path of its source.
    pub name: Box<str>,
    /// Where its snapshot is.
    pub location: Option<SnapshotLocation>,
    /// The file that takes what is written from then on, if the snapshot is external.
    pub source: StorageSource,
    /// Whether deleting it has begun.
    pub deleting: bool,
}

impl Moment for Snapshot {
    fn base(&self) -> &MomentDef {
        &self.base
    }

    fn base_mut(&mut self) -> &mut MomentDef {
        &mut self.base
    }
}

impl Snapshot {
    /// Whether any of it is outside. `virDomainSnapshotDefIsExternal`.
    pub fn is_external(&self) -> bool {
        let external = |location| location == Some(SnapshotLocation::External);
        external(self.memory) || self.disks.iter().any(|disk| external(disk.location))
    }
}
