//! What differs between two worlds, for people: what a step changed.

use std::sync::Arc;

use super::World;
use crate::domain::{Domain, StateReason};
use crate::host::HostKey;

/// One difference.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// A domain that was not there.
    DomainAdded(HostKey, Arc<Domain>),
    /// A domain that is no more.
    DomainRemoved(HostKey, Arc<Domain>),
    /// A domain that is another than it was: before, after.
    DomainChanged(HostKey, Arc<Domain>, Arc<Domain>),
    /// A host whose description is another.
    HostChanged(HostKey),
    /// The clock went on by this many milliseconds.
    ClockAdvanced(u64),
}

impl Change {
    /// For a changed domain, its states before and after if they differ.
    pub fn transition(&self) -> Option<(StateReason, StateReason)> {
        match self {
            Self::DomainChanged(_, before, after) if before.state != after.state => {
                Some((before.state, after.state))
            }
            _ => None,
        }
    }
}

/// The differences from one world to another. What both share is skipped without being looked at.
pub fn diff(before: &World, after: &World) -> Vec<Change> {
    let mut changes = Vec::new();
    for host in after.hosts() {
        let key = &host.config.key;
        let Some(old) = before.host(key) else {
            changes.push(Change::HostChanged(key.clone()));
            continue;
        };
        if old.config != host.config {
            changes.push(Change::HostChanged(key.clone()));
        }
        for (old, new) in old.domains.differences(&host.domains) {
            changes.push(match (old, new) {
                (None, Some(new)) => Change::DomainAdded(key.clone(), new),
                (Some(old), None) => Change::DomainRemoved(key.clone(), old),
                (Some(old), Some(new)) => Change::DomainChanged(key.clone(), old, new),
                (None, None) => continue,
            });
        }
    }
    let ms = after.clock_ns.saturating_sub(before.clock_ns) / 1_000_000;
    if ms > 0 {
        changes.push(Change::ClockAdvanced(ms));
    }
    changes
}
