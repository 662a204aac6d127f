//! A checkpoint: `virDomainCheckpointDef` of libvirt.

use super::{Moment, MomentDef};
use crate::words;
use serde::{Deserialize, Serialize};

words! {
    /// How the changes of a disk are kept. `virDomainCheckpointType` of libvirt.
    pub enum CheckpointType { Default "default", No "no", Bitmap "bitmap" }
}

/// A checkpoint.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Name, parent, time, the domain.
    pub base: MomentDef,
    /// The disks, in the order of the domain's.
    pub disks: Vec<CheckpointDisk>,
}

/// A disk of a checkpoint. `virDomainCheckpointDiskDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CheckpointDisk {
    /// The disk: its name in the guest or, until it is aligned with the domain's, the path of its source.
    pub name: Box<str>,
    /// Whether its changes are kept.
    pub kind: CheckpointType,
    /// The name of the bitmap that keeps them.
    pub bitmap: Option<Box<str>>,
}

impl Moment for Checkpoint {
    fn base(&self) -> &MomentDef {
        &self.base
    }

    fn base_mut(&mut self) -> &mut MomentDef {
        &mut self.base
    }
}
