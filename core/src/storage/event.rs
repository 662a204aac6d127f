//! Events of storage pools: `virStoragePoolEventLifecycleType`, and the event of the other ID.

use serde::{Deserialize, Serialize};

/// What happened to a storage pool.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum StoragePoolEvent {
    /// It was defined, or its configuration changed.
    Defined,
    /// It was undefined.
    Undefined,
    /// It became active.
    Started,
    /// It became inactive.
    Stopped,
    /// Its storage was made ready: the pool was built.
    Created,
    /// Its storage was given up.
    Deleted,
    /// Its volumes were looked at anew.
    Refresh,
}

impl StoragePoolEvent {
    /// Every event.
    pub const ALL: &'static [StoragePoolEvent] = &[
        Self::Defined,
        Self::Undefined,
        Self::Started,
        Self::Stopped,
        Self::Created,
        Self::Deleted,
        Self::Refresh,
    ];

    /// `virStoragePoolEventID`: which callbacks want it.
    pub const fn id(self) -> i32 {
        match self {
            Self::Refresh => 1,
            _ => 0,
        }
    }

    /// For lifecycle events, libvirt's number of the type. Details of pools' events there are none: always 0.
    pub const fn numbers(self) -> Option<(i32, i32)> {
        match self {
            Self::Defined => Some((0, 0)),
            Self::Undefined => Some((1, 0)),
            Self::Started => Some((2, 0)),
            Self::Stopped => Some((3, 0)),
            Self::Created => Some((4, 0)),
            Self::Deleted => Some((5, 0)),
            Self::Refresh => None,
        }
    }

    /// libvirt's name of the type, or of the event's ID.
    pub const fn c_name(self) -> &'static str {
        match self {
            Self::Defined => "VIR_STORAGE_POOL_EVENT_DEFINED",
            Self::Undefined => "VIR_STORAGE_POOL_EVENT_UNDEFINED",
            Self::Started => "VIR_STORAGE_POOL_EVENT_STARTED",
            Self::Stopped => "VIR_STORAGE_POOL_EVENT_STOPPED",
            Self::Created => "VIR_STORAGE_POOL_EVENT_CREATED",
            Self::Deleted => "VIR_STORAGE_POOL_EVENT_DELETED",
            Self::Refresh => "VIR_STORAGE_POOL_EVENT_ID_REFRESH",
        }
    }
}
