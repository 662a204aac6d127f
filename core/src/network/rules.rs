//! The rules of a network's life, as data: what each call does to one that is active or not.
//!
//! The first row of the call that holds says what happens. The rows are those of libvirt 12.8.0's test driver;
//! tests/recordings/network.jsonl has what it answered.

use crate::ground::ErrorCode;
use crate::network::NetworkEvent;

/// The calls that the rules are about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verb {
    /// `virNetworkCreateXML` over a network that is known.
    CreateXml,
    /// `virNetworkDefineXML` over a network that is known.
    Define,
    /// `virNetworkCreate`.
    Create,
    /// `virNetworkDestroy`.
    Destroy,
    /// `virNetworkUndefine`.
    Undefine,
}

/// What becomes of the network.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It is active now.
    Activate,
    /// It is inactive now; a transient one is gone.
    Deactivate,
    /// It gets another configuration: at once if inactive, later if active. It is persistent now.
    Define,
    /// It is gone.
    Remove,
}

impl Effect {
    /// The event that tells of it.
    pub const fn event(self) -> NetworkEvent {
        match self {
            Self::Activate => NetworkEvent::Started,
            Self::Deactivate => NetworkEvent::Stopped,
            Self::Define => NetworkEvent::Defined,
            Self::Remove => NetworkEvent::Undefined,
        }
    }
}

/// What a row says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Then {
    /// The call is refused; `{name}` in the detail is the network's name.
    Deny(ErrorCode, &'static str),
    /// The call is done.
    Do(Effect),
}

/// A row: the call, whether it is only for networks that are active, and what follows.
#[derive(PartialEq, Eq, Debug)]
pub struct Rule {
    /// The call.
    pub verb: Verb,
    /// Whether the row is only about active networks.
    pub active: bool,
    /// What follows.
    pub then: Then,
}

const fn on_active(verb: Verb, then: Then) -> Rule {
    Rule { verb, active: true, then }
}

const fn on_any(verb: Verb, effect: Effect) -> Rule {
    Rule { verb, active: false, then: Then::Do(effect) }
}

const fn invalid(detail: &'static str) -> Then {
    Then::Deny(ErrorCode::OperationInvalid, detail)
}

/// Every row, in the order in which they are read.
pub static RULES: &[Rule] = &[
    on_active(Verb::CreateXml, invalid("network is already active as '{name}'")),
    on_any(Verb::CreateXml, Effect::Activate),
    on_any(Verb::Define, Effect::Define),
    on_active(Verb::Create, invalid("Network '{name}' is already running")),
    on_any(Verb::Create, Effect::Activate),
    on_any(Verb::Destroy, Effect::Deactivate),
    on_active(Verb::Undefine, invalid("Network '{name}' is still running")),
    on_any(Verb::Undefine, Effect::Remove),
];

/// The row's effect on a network that is active or not, or the code and detail of the refusal.
pub fn decide(verb: Verb, active: bool) -> Then {
    let row = RULES.iter().find(|rule| rule.verb == verb && (active || !rule.active));
    // Every verb has a row for any network (a test sees to it).
    row.map_or(Then::Deny(ErrorCode::NoSupport, ""), |rule| rule.then)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_an_effect_on_an_inactive_network() {
        use Verb::{Create, CreateXml, Define, Destroy, Undefine};
        for verb in [CreateXml, Define, Create, Destroy, Undefine] {
            assert!(matches!(decide(verb, false), Then::Do(_)), "{verb:?}");
        }
        assert_eq!(decide(Create, true), invalid("Network '{name}' is already running"));
    }
}
