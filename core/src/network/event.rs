//! Events of networks: `virNetworkEventLifecycleType`, and the event of the other ID.

use serde::{Deserialize, Serialize};

/// What happened to a network.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum NetworkEvent {
    /// It was defined, or its configuration changed.
    Defined,
    /// It was undefined.
    Undefined,
    /// It became active.
    Started,
    /// It became inactive.
    Stopped,
    /// Its title, description or metadata changed.
    MetadataChange,
}

impl NetworkEvent {
    /// Every event.
    pub const ALL: &'static [NetworkEvent] =
        &[Self::Defined, Self::Undefined, Self::Started, Self::Stopped, Self::MetadataChange];

    /// `virNetworkEventID`: which callbacks want it.
    pub const fn id(self) -> i32 {
        match self {
            Self::MetadataChange => 1,
            _ => 0,
        }
    }

    /// For lifecycle events, libvirt's number of the type. Details of networks' events there are none: always 0.
    pub const fn numbers(self) -> Option<(i32, i32)> {
        match self {
            Self::Defined => Some((0, 0)),
            Self::Undefined => Some((1, 0)),
            Self::Started => Some((2, 0)),
            Self::Stopped => Some((3, 0)),
            Self::MetadataChange => None,
        }
    }

    /// libvirt's name of the type, or of the event's ID.
    pub const fn c_name(self) -> &'static str {
        match self {
            Self::Defined => "VIR_NETWORK_EVENT_DEFINED",
            Self::Undefined => "VIR_NETWORK_EVENT_UNDEFINED",
            Self::Started => "VIR_NETWORK_EVENT_STARTED",
            Self::Stopped => "VIR_NETWORK_EVENT_STOPPED",
            Self::MetadataChange => "VIR_NETWORK_EVENT_ID_METADATA_CHANGE",
        }
    }
}
