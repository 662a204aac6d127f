//! What a reader does before the engine has arrived: a call is put together, and maybe made. The engine takes it up.

use virtlab_core::api::{FunctionId, Handle, HandleKind, Kind};

use super::{Action, Draft, State};

/// A call that is put together without a world, and calls that wait for one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Early {
    /// The call that is being put together.
    pub draft: Draft,
    /// Whether the reader put it together, so that it is more than a suggestion.
    pub chosen: bool,
    /// The calls that the reader has made, as they were then.
    pub calls: Vec<Draft>,
}

impl Default for Early {
    fn default() -> Self {
        Self { draft: begun(FunctionId::DomainDefineXML), chosen: false, calls: Vec::new() }
    }
}

impl Early {
    /// Puts another function's call together.
    pub(super) fn choose(&mut self, function: FunctionId) {
        self.draft = begun(function);
        self.chosen = true;
    }
}

/// A call on the connection that every new session has. One of an earlier visit may lack it; the engine sees to that.
fn begun(function: FunctionId) -> Draft {
    let mut draft = Draft::new(function);
    if function.row().params.first().is_some_and(|param| param.kind == Kind::Handle(HandleKind::Connect)) {
        draft.set(0, Handle { kind: HandleKind::Connect, number: 1 }.into());
    }
    draft
}

impl State {
    /// Takes up what the reader has done before the session was there; says whether that was a call.
    pub fn take_up(&mut self, early: Early) -> bool {
        let called = !early.calls.is_empty();
        for draft in early.calls {
            self.put_together(&draft);
            self.act(Action::PerformDraft);
        }
        if early.chosen {
            self.put_together(&early.draft);
        }
        called
    }

    /// Takes up a call that was put together without a world: handles that are not live here are replaced.
    fn put_together(&mut self, draft: &Draft) {
        self.act(Action::Draft(draft.call()));
        let Self { history, client, host, draft, .. } = self;
        draft.drop_dead(history.world(), *client, host);
        self.fill();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::api::Value;

    #[test]
    fn what_was_done_before_the_session_was_there_is_taken_up() {
        let mut state = State::restored(None);
        assert!(!state.take_up(Early::default()));
        assert_eq!(state.draft, State::restored(None).draft, "a suggestion is no work");
        let mut early = Early::default();
        early.calls.push(early.draft.clone());
        early.choose(FunctionId::DomainCreate);
        assert!(state.take_up(early));
        assert_eq!(state.history.steps().len(), 2);
        assert_eq!(state.draft.call().to_string(), "virDomainCreate(dom1)");
    }

    #[test]
    fn a_connection_that_the_kept_session_lacks_is_replaced() {
        let mut state = State::restored(None);
        state.act(Action::Perform("virConnectOpen(\"test:///default\")".parse().unwrap()));
        state.act(Action::Perform("virConnectClose(conn1)".parse().unwrap()));
        let mut early = Early::default();
        early.choose(FunctionId::ConnectGetURI);
        early.calls.push(early.draft.clone());
        state.take_up(early);
        let step = state.last().unwrap();
        assert_eq!(step.entry.call.args[0], Value::from(Handle { kind: HandleKind::Connect, number: 2 }));
        assert!(step.outcome.ok());
    }
}
