//! The life of a domain: the diagram, whose arrows are calls, and the same as text.

mod chart;
mod diagram;
mod text;

pub use chart::{Arrow, Chart, Place, Region, Start};
pub use diagram::Diagram;
pub use text::LifeText;

use std::rc::Rc;
use std::sync::Arc;

use virtlab_core::domain::rules::Verb;
use virtlab_core::domain::{Domain, DomainState};
use virtlab_core::world::Change;
use yew::AttrValue;

use super::moves::{Move, Refusal};
use crate::i18n::I18n;
use crate::session::State;
use crate::ui::Look;
use crate::{t, words};

/// What the last step did to the domain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Last {
    /// The call.
    pub verb: Verb,
    /// Where the domain was.
    pub from: Place,
    /// Where it is, the same place if the call was refused or changed something else.
    pub to: Place,
    /// Whether libvirt refused.
    pub refused: bool,
}

/// The domain whose life is drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct Subject {
    /// The domain; with `gone`, as it was last. None when no domain is looked at.
    pub domain: Option<Arc<Domain>>,
    /// Whether the last step removed it.
    pub gone: bool,
    /// What the last step did to it.
    pub last: Option<Last>,
    /// What can be done.
    pub moves: Rc<Vec<Move>>,
}

impl Subject {
    /// Where it is.
    pub fn place(&self) -> Place {
        Place::of(self.domain.as_deref().filter(|_| !self.gone))
    }

    /// The move of a call, if there is one.
    pub fn find(&self, verb: Verb) -> Option<&Move> {
        self.moves.iter().find(|found| found.verb == verb)
    }

    /// The domain that the session looks at, or that its last step removed.
    pub fn of(state: &State, moves: Rc<Vec<Move>>) -> Self {
        let host = state.world().host(&state.host);
        let looked_at = state.domain.and_then(|uuid| host?.domains.get(&uuid)).cloned();
        let removed = state.changes.iter().find_map(|change| match change {
            Change::DomainRemoved(key, domain) if *key == state.host => Some(domain.clone()),
            _ => None,
        });
        let gone = looked_at.is_none() && removed.is_some();
        let domain = looked_at.or(removed);
        let last = last(state, domain.as_deref());
        Self { domain, gone, last, moves }
    }
}

/// What the last step did to a domain, if it was a call of its life.
fn last(state: &State, domain: Option<&Domain>) -> Option<Last> {
    let outcome = state.outcome()?;
    let verb = outcome.rule?.verb;
    let uuid = domain?.def.uuid;
    let about = |domain: &Domain| domain.def.uuid == uuid;
    let change = state.changes.iter().find_map(|change| match change {
        Change::DomainAdded(_, new) if about(new) => Some((Place::Undefined, Place::of(Some(new)))),
        Change::DomainRemoved(_, old) if about(old) => Some((Place::of(Some(old)), Place::Undefined)),
        Change::DomainChanged(_, old, new) if about(new) => {
            Some((Place::of(Some(old)), Place::of(Some(new))))
        }
        _ => None,
    });
    let here = Place::of(domain);
    match change {
        Some((from, to)) => Some(Last { verb, from, to, refused: false }),
        None if !outcome.ok() => Some(Last { verb, from: here, to: here, refused: true }),
        None => None,
    }
}

/// A place's word.
pub fn word(i18n: &I18n, place: Place) -> AttrValue {
    match place {
        Place::Undefined => t!(i18n, "state-undefined"),
        Place::Saved => t!(i18n, "world-saved"),
        Place::Shutoff => words::state(i18n, DomainState::Shutoff),
        Place::Active(state) => words::state(i18n, state),
    }
}

/// What a place looks like.
pub fn look(place: Place) -> Look {
    match place {
        Place::Undefined => Look::Absent,
        Place::Saved => Look::Saved,
        Place::Shutoff => Look::ShutOff,
        Place::Active(state) => words::look_of(state),
    }
}

/// A call's name without what all of them begin with: `Create`.
pub fn short(verb: Verb) -> &'static str {
    verb.c_name().trim_start_matches("virDomain")
}

/// A refusal in words.
pub fn refusal(i18n: &I18n, refusal: &Refusal) -> AttrValue {
    match refusal {
        Refusal::NoConnection => t!(i18n, "world-needs-connection"),
        Refusal::Error(message) => AttrValue::from(message.clone()),
    }
}
