//! Domain events with their details: `virDomainEventType` and its detail enumerations, and the events of other IDs.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! lifecycle {
    ($($variant:ident = $kind:literal $detail:literal $kind_name:literal $detail_name:literal;)*) => {
        /// A domain event.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum DomainEvent { $($variant,)* DeviceAdded, DeviceRemoved, MetadataChange }

        impl DomainEvent {
            /// Every event.
            pub const ALL: &'static [DomainEvent] = &[
                $(DomainEvent::$variant,)* DomainEvent::DeviceAdded, DomainEvent::DeviceRemoved,
                DomainEvent::MetadataChange,
            ];

            /// For lifecycle events, libvirt's numbers of the type and the detail.
            pub const fn numbers(self) -> Option<(i32, i32)> {
                match self { $(DomainEvent::$variant => Some(($kind, $detail)),)* _ => None }
            }

            /// libvirt's name of the detail, or of the event's ID.
            pub const fn c_name(self) -> &'static str {
                match self {
                    $(DomainEvent::$variant => concat!("VIR_DOMAIN_EVENT_", $kind_name, "_", $detail_name),)*
                    DomainEvent::DeviceAdded => "VIR_DOMAIN_EVENT_ID_DEVICE_ADDED",
                    DomainEvent::DeviceRemoved => "VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED",
                    DomainEvent::MetadataChange => "VIR_DOMAIN_EVENT_ID_METADATA_CHANGE",
                }
            }
        }
    };
}

lifecycle! {
    DefinedAdded = 0 0 "DEFINED" "ADDED";
    DefinedUpdated = 0 1 "DEFINED" "UPDATED";
    DefinedRenamed = 0 2 "DEFINED" "RENAMED";
    UndefinedRemoved = 1 0 "UNDEFINED" "REMOVED";
    UndefinedRenamed = 1 1 "UNDEFINED" "RENAMED";
    StartedBooted = 2 0 "STARTED" "BOOTED";
    StartedRestored = 2 2 "STARTED" "RESTORED";
    StartedFromSnapshot = 2 3 "STARTED" "FROM_SNAPSHOT";
    SuspendedPaused = 3 0 "SUSPENDED" "PAUSED";
    SuspendedFromSnapshot = 3 5 "SUSPENDED" "FROM_SNAPSHOT";
    ResumedUnpaused = 4 0 "RESUMED" "UNPAUSED";
    StoppedShutdown = 5 0 "STOPPED" "SHUTDOWN";
    StoppedDestroyed = 5 1 "STOPPED" "DESTROYED";
    StoppedCrashed = 5 2 "STOPPED" "CRASHED";
    StoppedSaved = 5 4 "STOPPED" "SAVED";
    StoppedFromSnapshot = 5 6 "STOPPED" "FROM_SNAPSHOT";
}

impl DomainEvent {
    /// `virDomainEventID`: which callbacks want it.
    pub const fn id(self) -> i32 {
        match self {
            Self::DeviceRemoved => 15,
            Self::DeviceAdded => 19,
            Self::MetadataChange => 23,
            _ => 0,
        }
    }
}

/// What an event tells beside what happened.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum EventDetail {
    /// Nothing more.
    #[default]
    None,
    /// The alias of the device that came or went.
    Device(Arc<str>),
    /// What of an object's description changed.
    Metadata {
        /// `virDomainMetadataType`, `virNetworkMetadataType`.
        kind: i32,
        /// The namespace, if it is metadata of an application's.
        uri: Option<Arc<str>>,
    },
}
