//! Moments of a domain that are kept: snapshots, which can be gone back to, and checkpoints, from which changes are
//! counted. Both are trees, with one of them current.

mod align;
mod checkpoint;
mod list;
mod snapshot;
mod tree;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::config::DomainDef;

pub use checkpoint::{Checkpoint, CheckpointDisk, CheckpointType};
pub use list::MomentFilter;
pub use snapshot::{Snapshot, SnapshotDisk, SnapshotState};
pub use tree::MomentTree;

/// What snapshots and checkpoints have in common. `virDomainMomentDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct MomentDef {
    /// Its name, by which the domain knows it.
    pub name: Arc<str>,
    /// What somebody wrote about it.
    pub description: Option<Box<str>>,
    /// The name of the one that it follows; none for a root of the tree.
    pub parent: Option<Arc<str>>,
    /// When it was made, in seconds since 1970.
    pub created_s: i64,
    /// The domain's configuration then.
    pub domain: Option<Arc<DomainDef>>,
    /// The configuration of the domain's next start then, where somebody wrote one.
    pub inactive_domain: Option<Arc<DomainDef>>,
}

/// A snapshot or a checkpoint.
pub trait Moment: Clone {
    /// What they have in common.
    fn base(&self) -> &MomentDef;
    /// What they have in common, to change it.
    fn base_mut(&mut self) -> &mut MomentDef;
}
