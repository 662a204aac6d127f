//! What can be done to a session.

use uuid::Uuid;
use virtlab_core::api::{Call, FunctionId, Value};
use virtlab_core::host::HostKey;
use virtlab_core::world::{ClientId, History, Journal, JournalError};

use super::Earlier;

/// How the session is being played.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Playing {
    /// Steps a second, in tenths.
    pub tenths: u32,
}

/// What can be done to a session.
#[derive(Clone, Debug)]
pub enum Action {
    /// Makes a call at the moment that is looked at.
    Perform(Call),
    /// Makes a call as another thread of the program.
    PerformAs(ClientId, Call),
    /// Makes the call that is being put together.
    PerformDraft,
    /// Looks at the moment after so many steps.
    Seek(usize),
    /// One step forward (+1) or back (-1).
    Step(isize),
    /// Looks at another branch.
    Switch(usize),
    /// Plays on from here, or stops.
    Play(Option<Playing>),
    /// Puts another function's call together.
    Choose(FunctionId),
    /// Puts exactly this call together.
    Draft(Call),
    /// Sets an argument of the call that is being put together.
    SetArg(usize, Value),
    /// Looks at a host.
    LookAtHost(HostKey),
    /// Looks at a domain of the host that is looked at, or at none.
    LookAtDomain(Option<Uuid>),
    /// Begins anew with the calls of a journal, standing before the first of them.
    Begin(Journal),
    /// Begins anew with the calls of a journal, standing after the last of them: they are the page's, not the reader's.
    Set(Journal),
    /// Answers a question of what the session is of.
    Answer(String, String),
    /// Looks at the moment after so many steps of the walkthrough.
    Walk(usize),
    /// Begins anew with a session that was read from a file or kept by another tab, and the earlier ones that came with it.
    Load(Box<History>, Vec<Earlier>),
    /// Begins anew, empty.
    Clear,
    /// Goes back to the earlier session of this number, which was read from its text.
    Return(u32, Result<Box<History>, JournalError>),
}

impl Action {
    /// Whether it makes a call in the session at hand, which a page that may only be looked at does not do.
    pub fn makes_call(&self) -> bool {
        match self {
            Self::Perform(_) | Self::PerformAs(..) | Self::PerformDraft => true,
            Self::Seek(_) | Self::Step(_) | Self::Switch(_) | Self::Play(_) | Self::Walk(_) => false,
            Self::Choose(_) | Self::Draft(_) | Self::SetArg(..) => false,
            Self::LookAtHost(_) | Self::LookAtDomain(_) | Self::Answer(..) => false,
            // The calls of another session were made before it came here.
            Self::Begin(_) | Self::Set(_) | Self::Load(..) | Self::Clear | Self::Return(..) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_make_a_call_is_known_to_a_page_that_may_not() {
        let call: Call = "virGetVersion()".parse().unwrap();
        let mut state = super::super::State::restored(None);
        let before = state.history.steps().len();
        let actions = [
            Action::Perform(call.clone()),
            Action::PerformAs(ClientId(1), call.clone()),
            Action::PerformDraft,
            Action::Draft(call),
            Action::Step(-1),
        ];
        for action in actions {
            let (said, steps) = (action.makes_call(), state.history.steps().len());
            state.act(action.clone());
            assert_eq!(said, state.history.steps().len() > steps, "{action:?}");
        }
        assert_eq!(state.history.steps().len(), before + 3);
    }
}
