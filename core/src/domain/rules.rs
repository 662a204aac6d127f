//! The rules of a domain's life, as data: what each call does in each state.
//!
//! Deciding is reading [`RULES`] from the top: the first row of the call whose conditions hold says what happens. The page
//! draws its diagram from the same rows, the tests walk all of them, and `domain::object` applies the effect. The rows are
//! those of libvirt 12.8.0's test driver; tests/recordings/matrix has what it answered for every state and call.

mod table;

pub use table::RULES;

use super::moment::SnapshotState;
use super::{DomainEvent, DomainState, StateReason};
use crate::ground::{ErrorCode, ErrorDomain};

/// The calls that the rules are about. Flavours of one call (`virDomainCreate`, `virDomainCreateWithFlags`) are one verb.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verb {
    /// `virDomainCreateXML` over a domain that is known.
    CreateXml,
    /// `virDomainDefineXML` over a domain that is known.
    Define,
    /// `virDomainCreate`.
    Create,
    /// `virDomainSuspend`.
    Suspend,
    /// `virDomainResume`.
    Resume,
    /// `virDomainShutdown`.
    Shutdown,
    /// `virDomainReboot`.
    Reboot,
    /// `virDomainReset`.
    Reset,
    /// `virDomainDestroy`.
    Destroy,
    /// `virDomainUndefine`.
    Undefine,
    /// `virDomainSave`.
    Save,
    /// `virDomainRestore` over a domain that is known.
    Restore,
    /// `virDomainManagedSave`.
    ManagedSave,
    /// `virDomainManagedSaveRemove`.
    ManagedSaveRemove,
    /// `virDomainCoreDump`.
    CoreDump,
    /// `virDomainRename`.
    Rename,
    /// `virDomainSetAutostart`.
    SetAutostart,
    /// `virDomainSnapshotCreateXML`.
    SnapshotCreate,
    /// `virDomainRevertToSnapshot`.
    Revert,
    /// `virDomainCheckpointCreateXML`.
    CheckpointCreate,
}

impl Verb {
    /// Every verb that is about a domain alone: those of the diagram and of the matrix.
    pub const ALL: [Verb; 17] = [
        Self::CreateXml,
        Self::Define,
        Self::Create,
        Self::Suspend,
        Self::Resume,
        Self::Shutdown,
        Self::Reboot,
        Self::Reset,
        Self::Destroy,
        Self::Undefine,
        Self::Save,
        Self::Restore,
        Self::ManagedSave,
        Self::ManagedSaveRemove,
        Self::CoreDump,
        Self::Rename,
        Self::SetAutostart,
    ];

    /// The verbs that are about a domain and its snapshots or checkpoints.
    pub const OF_MOMENTS: [Verb; 3] = [Self::SnapshotCreate, Self::Revert, Self::CheckpointCreate];

    /// The C function that stands for it.
    pub const fn c_name(self) -> &'static str {
        match self {
            Self::CreateXml => "virDomainCreateXML",
            Self::Define => "virDomainDefineXML",
            Self::Create => "virDomainCreate",
            Self::Suspend => "virDomainSuspend",
            Self::Resume => "virDomainResume",
            Self::Shutdown => "virDomainShutdown",
            Self::Reboot => "virDomainReboot",
            Self::Reset => "virDomainReset",
            Self::Destroy => "virDomainDestroy",
            Self::Undefine => "virDomainUndefine",
            Self::Save => "virDomainSave",
            Self::Restore => "virDomainRestore",
            Self::ManagedSave => "virDomainManagedSave",
            Self::ManagedSaveRemove => "virDomainManagedSaveRemove",
            Self::CoreDump => "virDomainCoreDump",
            Self::Rename => "virDomainRename",
            Self::SetAutostart => "virDomainSetAutostart",
            Self::SnapshotCreate => "virDomainSnapshotCreateXML",
            Self::Revert => "virDomainRevertToSnapshot",
            Self::CheckpointCreate => "virDomainCheckpointCreateXML",
        }
    }
}

/// What the rules look at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Facts {
    /// Its state.
    pub state: DomainState,
    /// Whether it has an ID.
    pub active: bool,
    /// Whether it outlives its run.
    pub persistent: bool,
    /// Whether a managed save image exists.
    pub managed_save: bool,
    /// Whether it has snapshots.
    pub has_snapshots: bool,
    /// Whether it has checkpoints.
    pub has_checkpoints: bool,
    /// The state of the snapshot that the call is about.
    pub snapshot: Option<SnapshotState>,
    /// Whether `on_poweroff` restarts it.
    pub poweroff_restarts: bool,
    /// Whether `on_reboot` restarts it.
    pub reboot_restarts: bool,
    /// The call's flags.
    pub flags: u32,
}

/// A condition on the facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// It has an ID.
    Active,
    /// It has none.
    Inactive,
    /// It is in one of these states.
    In(&'static [DomainState]),
    /// It is in none of these states.
    NotIn(&'static [DomainState]),
    /// It is persistent.
    Persistent,
    /// It is transient.
    Transient,
    /// It has a managed save image.
    ManagedSave,
    /// It has snapshots.
    Snapshots,
    /// It has checkpoints.
    Checkpoints,
    /// The snapshot is in one of these states.
    SnapshotIn(&'static [SnapshotState]),
    /// The snapshot is in none of these states.
    SnapshotNotIn(&'static [SnapshotState]),
    /// The call has this flag.
    Flag(u32),
    /// The call has not this flag.
    NoFlag(u32),
    /// `on_poweroff` is `restart` or `rename-restart`.
    PoweroffRestarts,
    /// `on_reboot` is `restart` or `rename-restart`.
    RebootRestarts,
}

impl When {
    /// Whether it holds.
    pub fn holds(self, facts: &Facts) -> bool {
        match self {
            Self::Active => facts.active,
            Self::Inactive => !facts.active,
            Self::In(states) => states.contains(&facts.state),
            Self::NotIn(states) => !states.contains(&facts.state),
            Self::Persistent => facts.persistent,
            Self::Transient => !facts.persistent,
            Self::ManagedSave => facts.managed_save,
            Self::Snapshots => facts.has_snapshots,
            Self::Checkpoints => facts.has_checkpoints,
            Self::SnapshotIn(states) => facts.snapshot.is_some_and(|state| states.contains(&state)),
            Self::SnapshotNotIn(states) => !facts.snapshot.is_some_and(|state| states.contains(&state)),
            Self::Flag(bits) => facts.flags & bits != 0,
            Self::NoFlag(bits) => facts.flags & bits == 0,
            Self::PoweroffRestarts => facts.poweroff_restarts,
            Self::RebootRestarts => facts.reboot_restarts,
        }
    }
}

/// What becomes of the domain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Nothing changes.
    Stay,
    /// It is in this state now, its ID unchanged.
    Go(StateReason),
    /// It becomes active with a new ID, and forgets a managed save image.
    Start(StateReason),
    /// It becomes inactive; a transient domain is gone.
    Stop(StateReason),
    /// As [`Effect::Stop`], and a managed save image exists now.
    StopSaved(StateReason),
    /// It gets another configuration: at once if inactive, with the next start if active. It is persistent now.
    Define,
    /// It is transient now; a managed save image is forgotten.
    MakeTransient,
    /// It is gone.
    Remove,
    /// It has another name.
    Rename,
    /// A managed save image is forgotten.
    DropManagedSave,
    /// Its autostart flag is set or cleared.
    Autostart,
    /// It becomes inactive, and stays known even if it is transient.
    Halt(StateReason),
    /// It gets the configuration that a snapshot holds: at once if inactive, with the next start if active.
    Load,
}

/// What a row says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Then {
    /// The call is refused.
    Deny(Denial),
    /// The call is done: its effect and its event.
    Do(Effect, Option<DomainEvent>),
    /// The call is done: effects and their events, one after the other.
    Chain(&'static [(Effect, Option<DomainEvent>)]),
}

/// A refusal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Denial {
    /// The error's code.
    pub code: ErrorCode,
    /// The error's detail; `{name}` in it is the domain's name, `{snapshots}` how many snapshots it has.
    pub detail: &'static str,
    /// Which part of libvirt reports it; `None` for the driver itself.
    pub from: Option<ErrorDomain>,
}

/// A row.
#[derive(PartialEq, Eq, Debug)]
pub struct Rule {
    /// The call.
    pub verb: Verb,
    /// What has to hold, all of it.
    pub when: &'static [When],
    /// What follows.
    pub then: Then,
}

/// The row that decides.
///
/// The last row of each verb has no condition (a test sees to it), so there always is one.
pub fn decide(verb: Verb, facts: &Facts) -> &'static Rule {
    let rows = RULES.iter().filter(|rule| rule.verb == verb);
    let mut last = &RULES[0];
    for rule in rows {
        last = rule;
        if rule.when.iter().all(|when| when.holds(facts)) {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_ends_with_a_row_that_always_holds() {
        for verb in Verb::ALL.into_iter().chain(Verb::OF_MOMENTS) {
            let last = RULES.iter().rfind(|rule| rule.verb == verb);
            assert!(last.is_some_and(|rule| rule.when.is_empty()), "{verb:?}");
        }
    }

    #[test]
    fn every_row_decides_something() {
        // A row that can never be the first to hold is a mistake in the table.
        let mut used = vec![false; RULES.len()];
        let snapshots =
            [None, Some(SnapshotState::Running), Some(SnapshotState::Paused), Some(SnapshotState::Shutoff)];
        for verb in Verb::ALL.into_iter().chain(Verb::OF_MOMENTS) {
            for (state, snapshot) in DomainState::ALL.into_iter().flat_map(|s| snapshots.map(|of| (s, of))) {
                for bits in 0..512u32 {
                    let bit = |i: u32| bits >> i & 1 == 1;
                    let facts = Facts {
                        state,
                        active: state != DomainState::Shutoff,
                        persistent: bit(0),
                        managed_save: bit(1),
                        has_snapshots: bit(2),
                        has_checkpoints: bit(3),
                        snapshot,
                        poweroff_restarts: bit(4),
                        reboot_restarts: bit(5),
                        flags: u32::from(bit(6)) | u32::from(bit(7)) << 1 | u32::from(bit(8)) << 3,
                    };
                    let rule = decide(verb, &facts);
                    assert_eq!(rule.verb, verb);
                    let index = RULES.iter().position(|r| std::ptr::eq(r, rule)).unwrap();
                    used[index] = true;
                }
            }
        }
        let idle: Vec<_> = RULES.iter().zip(&used).filter(|(_, used)| !**used).map(|(r, _)| r).collect();
        assert!(idle.is_empty(), "{idle:?}");
    }
}
