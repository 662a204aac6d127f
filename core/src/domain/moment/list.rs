//! Which moments a list has, and in what order: `virDomainMomentObjListGetNames` and the filters above it.

use std::sync::Arc;

use super::{Moment, MomentTree, Snapshot, SnapshotState};

/// Which moments are listed: flags of both kinds in one form.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MomentFilter {
    /// All the way down, and not only the children (or, of a domain, the roots).
    deep: bool,
    /// Each after its parent.
    topological: bool,
    leaves: bool,
    inner: bool,
    /// Only those that libvirt keeps nothing about, of which there are none.
    no_metadata: bool,
    /// `virDomainSnapshotListFlags` that ask about the snapshot itself.
    status: u32,
}

/// `VIR_DOMAIN_SNAPSHOT_LIST_ROOTS`, which of a snapshot's children is `…_DESCENDANTS`; the same of checkpoints.
const ROOTS: u32 = 1;
const LEAVES: u32 = 4;
const NO_LEAVES: u32 = 8;
const METADATA: u32 = 2;
const NO_METADATA: u32 = 16;
const INACTIVE: u32 = 32;
const ACTIVE: u32 = 64;
const DISK_ONLY: u32 = 128;
const INTERNAL: u32 = 256;
const EXTERNAL: u32 = 512;
const TOPOLOGICAL: u32 = 1024;
const CHECKPOINT_TOPOLOGICAL: u32 = 2;

impl MomentFilter {
    /// `virDomainSnapshotListFlags`, of a snapshot's children or of a domain's snapshots.
    pub fn of_snapshots(flags: u32, of_children: bool) -> Self {
        Self {
            deep: (flags & ROOTS != 0) == of_children,
            topological: flags & TOPOLOGICAL != 0,
            leaves: flags & LEAVES != 0,
            inner: flags & NO_LEAVES != 0,
            no_metadata: flags & (METADATA | NO_METADATA) == NO_METADATA,
            status: flags & (INACTIVE | ACTIVE | DISK_ONLY | INTERNAL | EXTERNAL),
        }
    }

    /// `virDomainCheckpointListFlags`, of a checkpoint's children or of a domain's checkpoints.
    pub fn of_checkpoints(flags: u32, of_children: bool) -> Self {
        Self {
            deep: (flags & ROOTS != 0) == of_children,
            topological: flags & CHECKPOINT_TOPOLOGICAL != 0,
            leaves: flags & LEAVES != 0,
            inner: flags & NO_LEAVES != 0,
            ..Self::default()
        }
    }

    /// Which snapshots pass, for reasons of their own. `virDomainSnapshotFilter`.
    pub fn lets(self, snapshot: &Snapshot) -> bool {
        let has = |bits: u32| self.status & bits != 0;
        let of_state = match snapshot.state {
            SnapshotState::Shutoff => INACTIVE,
            SnapshotState::DiskSnapshot => DISK_ONLY,
            _ => ACTIVE,
        };
        let external = snapshot.is_external();
        (!has(INACTIVE | ACTIVE | DISK_ONLY) || has(of_state))
            && (!has(INTERNAL | EXTERNAL) || has(if external { EXTERNAL } else { INTERNAL }))
    }
}

impl<T: Moment> MomentTree<T> {
    /// The moments below one, or a domain's, that pass. Where libvirt gives no order of their own (all of a domain, not
    /// asked for as a tree), they stand in the order of their names.
    pub fn list(&self, of: Option<&str>, filter: MomentFilter, lets: impl Fn(&T) -> bool) -> Vec<&Arc<T>> {
        if filter.no_metadata {
            return Vec::new();
        }
        let all = match (filter.deep, of) {
            (true, None) if !filter.topological => self.iter().collect(),
            (true, _) => self.descendants(of),
            (false, _) => self.children(of),
        };
        let passes = |moment: &&Arc<T>| {
            let inner = self.has_children(&moment.base().name);
            let wanted = if inner { !filter.leaves } else { !filter.inner };
            wanted && lets(moment)
        };
        all.into_iter().filter(passes).collect()
    }
}
