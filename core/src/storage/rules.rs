//! The rules of a storage pool's life, as data: what each call does to one that is active or not.
//!
//! The first row of the call that holds says what happens. The rows are those of libvirt 12.8.0's test driver;
//! tests/recordings/storage-pool.jsonl has what it answered.

use super::event::StoragePoolEvent;
use crate::ground::ErrorCode;

/// The calls that the rules are about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verb {
    /// `virStoragePoolCreateXML` over a pool that is known.
    CreateXml,
    /// `virStoragePoolDefineXML` over a pool that is known.
    Define,
    /// `virStoragePoolCreate`.
    Create,
    /// `virStoragePoolBuild`.
    Build,
    /// `virStoragePoolDestroy`.
    Destroy,
    /// `virStoragePoolDelete`.
    Delete,
    /// `virStoragePoolUndefine`.
    Undefine,
    /// `virStoragePoolRefresh`.
    Refresh,
    /// A call that looks at the pool's volumes, or changes them.
    Volumes,
}

/// What becomes of the pool.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It is active now.
    Activate,
    /// It is inactive now; a transient one is gone.
    Deactivate,
    /// It gets another configuration, unless it is active. It is persistent now.
    Define,
    /// It is gone.
    Remove,
    /// It stays as it is; only an event tells of the call, if anything.
    Stay(Option<StoragePoolEvent>),
}

impl Effect {
    /// The event that tells of it.
    pub const fn event(self) -> Option<StoragePoolEvent> {
        match self {
            Self::Activate => Some(StoragePoolEvent::Started),
            Self::Deactivate => Some(StoragePoolEvent::Stopped),
            Self::Define => Some(StoragePoolEvent::Defined),
            Self::Remove => Some(StoragePoolEvent::Undefined),
            Self::Stay(event) => event,
        }
    }
}

/// What a row says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Then {
    /// The call is refused; `{name}` in the detail is the pool's name.
    Deny(ErrorCode, &'static str),
    /// The call is done.
    Do(Effect),
}

/// A row: the call, of which pools it speaks, and what follows.
#[derive(PartialEq, Eq, Debug)]
pub struct Rule {
    /// The call.
    pub verb: Verb,
    /// Only active pools, or only inactive ones; none for any.
    pub active: Option<bool>,
    /// What follows.
    pub then: Then,
}

const fn invalid(detail: &'static str) -> Then {
    Then::Deny(ErrorCode::OperationInvalid, detail)
}

const fn on_active(verb: Verb) -> Rule {
    Rule { verb, active: Some(true), then: invalid("storage pool '{name}' is active") }
}

const fn on_inactive(verb: Verb) -> Rule {
    Rule { verb, active: Some(false), then: invalid("storage pool '{name}' is not active") }
}

const fn on_any(verb: Verb, effect: Effect) -> Rule {
    Rule { verb, active: None, then: Then::Do(effect) }
}

/// Every row, in the order in which they are read.
pub static RULES: &[Rule] = &[
    Rule { verb: Verb::CreateXml, active: Some(true), then: invalid("pool is already active as '{name}'") },
    on_any(Verb::CreateXml, Effect::Activate),
    on_any(Verb::Define, Effect::Define),
    on_active(Verb::Create),
    on_any(Verb::Create, Effect::Activate),
    on_active(Verb::Build),
    on_any(Verb::Build, Effect::Stay(Some(StoragePoolEvent::Created))),
    on_inactive(Verb::Destroy),
    on_any(Verb::Destroy, Effect::Deactivate),
    on_active(Verb::Delete),
    on_any(Verb::Delete, Effect::Stay(Some(StoragePoolEvent::Deleted))),
    on_active(Verb::Undefine),
    on_any(Verb::Undefine, Effect::Remove),
    on_inactive(Verb::Refresh),
    on_any(Verb::Refresh, Effect::Stay(Some(StoragePoolEvent::Refresh))),
    on_inactive(Verb::Volumes),
    on_any(Verb::Volumes, Effect::Stay(None)),
];

/// The row's effect on a pool that is active or not, or the code and detail of the refusal.
pub fn decide(verb: Verb, active: bool) -> Then {
    let row = RULES.iter().find(|rule| rule.verb == verb && rule.active.is_none_or(|asked| asked == active));
    // Every verb has a row for any pool (a test sees to it).
    row.map_or(Then::Deny(ErrorCode::NoSupport, ""), |rule| rule.then)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_an_effect_on_an_active_or_an_inactive_pool() {
        for rule in RULES {
            let verb = rule.verb;
            let done = |active| matches!(decide(verb, active), Then::Do(_));
            assert!(done(true) || done(false), "{verb:?}");
        }
        assert_eq!(decide(Verb::Build, true), invalid("storage pool '{name}' is active"));
        assert_eq!(decide(Verb::Destroy, false), invalid("storage pool '{name}' is not active"));
        assert_eq!(decide(Verb::Volumes, true), Then::Do(Effect::Stay(None)));
    }
}
