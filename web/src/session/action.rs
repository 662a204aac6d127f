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
