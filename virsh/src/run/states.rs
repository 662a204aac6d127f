//! virsh's words for the states of domains, and for their reasons.

/// `virDomainState`, and the reasons of each.
const STATES: &[(&str, &[&str])] = &[
    ("no state", &["unknown"]),
    (
        "running",
        &[
            "unknown",
            "booted",
            "migrated",
            "restored",
            "from snapshot",
            "unpaused",
            "migration canceled",
            "save canceled",
            "event wakeup",
            "crashed",
            "post-copy",
            "post-copy failed",
        ],
    ),
    ("idle", &["unknown"]),
    (
        "paused",
        &[
            "unknown",
            "user",
            "migrating",
            "saving",
            "dumping",
            "I/O error",
            "watchdog",
            "from snapshot",
            "shutting down",
            "creating snapshot",
            "crashed",
            "starting up",
            "post-copy",
            "post-copy failed",
            "api error",
        ],
    ),
    ("in shutdown", &["unknown", "user"]),
    (
        "shut off",
        &[
            "unknown",
            "shutdown",
            "destroyed",
            "crashed",
            "migrated",
            "saved",
            "failed",
            "from snapshot",
            "daemon",
        ],
    ),
    ("crashed", &["unknown", "panicked"]),
    ("pmsuspended", &["unknown"]),
];

/// virsh's word for a state.
pub(super) fn state_name(state: i64) -> &'static str {
    usize::try_from(state).ok().and_then(|at| STATES.get(at)).map_or("no state", |(name, _)| name)
}

/// virsh's word for a reason of a state.
pub(super) fn reason_name(state: i64, reason: i64) -> &'static str {
    let reasons = usize::try_from(state).ok().and_then(|at| STATES.get(at)).map_or(&[][..], |(_, r)| r);
    usize::try_from(reason).ok().and_then(|at| reasons.get(at)).copied().unwrap_or("unknown")
}
