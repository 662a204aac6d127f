//! Events by virsh's names, and what it says of them.

use virtlab_core::api::{Event, EventFamily, FunctionId, Raised};
use virtlab_core::domain::EventDetail;

/// One kind of object whose events are waited for.
pub(super) struct Family {
    pub register: FunctionId,
    pub deregister: FunctionId,
    pub family: EventFamily,
    /// The option that names an object, and virsh's word for it.
    pub option: &'static str,
    pub word: &'static str,
    /// The names of its events, by their IDs.
    pub names: &'static [&'static str],
}

pub(super) const DOMAINS: Family = Family {
    register: FunctionId::ConnectDomainEventRegisterAny,
    deregister: FunctionId::ConnectDomainEventDeregisterAny,
    family: EventFamily::Domain,
    option: "domain",
    word: "domain",
    names: &[
        "lifecycle",
        "reboot",
        "rtc-change",
        "watchdog",
        "io-error",
        "graphics",
        "io-error-reason",
        "control-error",
        "block-job",
        "disk-change",
        "tray-change",
        "pm-wakeup",
        "pm-suspend",
        "balloon-change",
        "pm-suspend-disk",
        "device-removed",
        "block-job-2",
        "tunable",
        "agent-lifecycle",
        "device-added",
        "migration-iteration",
        "job-completed",
        "device-removal-failed",
        "metadata-change",
        "block-threshold",
        "memory-failure",
        "memory-device-size-change",
        "nic-mac-change",
        "vcpu-removed",
        "channel-lifecycle",
    ],
};

pub(super) const NETWORKS: Family = Family {
    register: FunctionId::ConnectNetworkEventRegisterAny,
    deregister: FunctionId::ConnectNetworkEventDeregisterAny,
    family: EventFamily::Network,
    option: "network",
    word: "network",
    names: &["lifecycle", "metadata-change"],
};

pub(super) const POOLS: Family = Family {
    register: FunctionId::ConnectStoragePoolEventRegisterAny,
    deregister: FunctionId::ConnectStoragePoolEventDeregisterAny,
    family: EventFamily::StoragePool,
    option: "pool",
    word: "storage pool",
    names: &["lifecycle", "refresh"],
};

/// Details of lifecycle events, by type and number: `virDomainEventType` and its details.
const DOMAIN_LIFE: &[(&str, &[&str])] = &[
    ("Defined", &["Added", "Updated", "Renamed", "Snapshot"]),
    ("Undefined", &["Removed", "Renamed"]),
    ("Started", &["Booted", "Migrated", "Restored", "Snapshot", "Event wakeup"]),
    (
        "Suspended",
        &[
            "Paused",
            "Migrated",
            "I/O Error",
            "Watchdog",
            "Restored",
            "Snapshot",
            "API error",
            "Post-copy",
            "Post-copy Error",
        ],
    ),
    ("Resumed", &["Unpaused", "Migrated", "Snapshot", "Post-copy", "Post-copy Error"]),
    ("Stopped", &["Shutdown", "Destroyed", "Crashed", "Migrated", "Saved", "Failed", "Snapshot"]),
    ("Shutdown", &["Finished", "Finished after guest request", "Finished after host request"]),
    ("PMSuspended", &["Memory", "Disk"]),
    ("Crashed", &["Panicked", "Crashloaded"]),
];
const OTHER_LIFE: &[&str] = &["Defined", "Undefined", "Started", "Stopped", "Created", "Deleted"];

fn nth<'a, T: ?Sized>(known: &[&'a T], number: i32) -> Option<&'a T> {
    known.get(usize::try_from(number).ok()?).copied()
}

/// An event in virsh's words.
pub(super) fn told(family: &Family, raised: &Raised) -> String {
    let name = nth(family.names, raised.event.id()).unwrap_or("unknown");
    let object = match raised.event {
        Event::Domain(_) => format!("domain '{}'", raised.name),
        _ => format!("{} {}", family.word, raised.name),
    };
    let head = format!("event '{name}' for {object}");
    if let Some((kind, detail)) = raised.event.numbers() {
        return match raised.event {
            Event::Domain(_) => {
                let at = usize::try_from(kind).ok().and_then(|kind| DOMAIN_LIFE.get(kind));
                let (kind, details) = at.copied().unwrap_or(("unknown", &[]));
                format!("{head}: {kind} {}\n", nth(details, detail).unwrap_or("unknown"))
            }
            _ => format!("{head}: {}\n", nth(OTHER_LIFE, kind).unwrap_or("unknown")),
        };
    }
    match &raised.detail {
        EventDetail::None => format!("{head}\n"),
        EventDetail::Device(alias) => format!("{head}: {alias}\n"),
        EventDetail::Metadata { kind, uri } => {
            let kind = nth(&["description", "title", "element"], *kind).unwrap_or("unsupported value");
            format!("{head}: type {kind}, uri {}\n", uri.as_deref().unwrap_or("<null>"))
        }
    }
}
