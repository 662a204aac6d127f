//! Sessions that were worked in before the one at hand. They are kept with it, so that beginning anew loses nothing.
//!
//! What is kept is lines: the session's JSON, which is a line, then for each earlier session a line with the number of
//! its steps, its walkthrough or `-`, and its JSON.

use std::rc::Rc;

use virtlab_core::walkthrough::Walkthrough;
use virtlab_core::world::JournalError;

use super::{Draft, State};

/// Earlier sessions that are kept; the oldest gives way.
pub(super) const EARLIER_MAX: usize = 8;

/// An earlier session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Earlier {
    /// Its text.
    pub json: Rc<str>,
    /// How many steps the branch has that was looked at.
    pub steps: usize,
    /// The walkthrough that it was begun with.
    pub walkthrough: Option<&'static Walkthrough>,
    /// The call that was being put together; not kept beyond the visit.
    pub(super) draft: Option<Draft>,
}

/// A kept session that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lost {
    /// Why.
    pub error: JournalError,
    /// What was kept.
    pub text: String,
}

impl Earlier {
    pub(super) fn of(state: &State) -> Self {
        Self {
            json: state.history.to_json().into(),
            steps: state.history.steps().len(),
            walkthrough: state.guide.map(|guide| guide.walkthrough),
            draft: Some(state.draft.clone()),
        }
    }
}

/// Everything that is to be kept, as one text.
pub(super) fn write(session: &str, earlier: &[Earlier]) -> String {
    let mut text = session.to_owned();
    for one in earlier {
        let walkthrough = one.walkthrough.map_or("-", |walkthrough| walkthrough.id);
        text.push_str(&format!("\n{} {walkthrough} {}", one.steps, one.json));
    }
    text
}

/// The session's text and the earlier ones. A line that is none of an earlier session's belongs to the session: a text
/// that somebody else wrote may have many.
pub(super) fn read(kept: &str) -> (&str, Vec<Earlier>) {
    let mut session = kept;
    let mut earlier = Vec::new();
    while let Some((before, one)) =
        session.rsplit_once('\n').and_then(|(before, line)| Some((before, read_line(line)?)))
    {
        earlier.push(one);
        session = before;
    }
    earlier.reverse();
    (session, earlier)
}

fn read_line(line: &str) -> Option<Earlier> {
    let mut parts = line.splitn(3, ' ');
    let steps = parts.next()?.parse().ok()?;
    let walkthrough = Walkthrough::by_id(parts.next()?);
    let json = parts.next()?;
    Some(Earlier { json: json.into(), steps, walkthrough, draft: None })
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::*;
    use virtlab_core::walkthrough::walkthroughs;

    fn act(state: &mut State, call: &str) {
        state.act(Action::Perform(call.parse().unwrap()));
    }

    #[test]
    fn work_is_kept_when_another_session_begins_and_comes_back() {
        let mut state = State::restored(None);
        act(&mut state, "virConnectGetType(conn1)");
        state.act(Action::Choose(virtlab_core::api::FunctionId::DomainSuspend));
        let (json, hash) = (state.history.to_json(), state.world().state_hash());
        state.act(Action::Begin(walkthroughs()[0].journal()));
        state.act(Action::Begin(walkthroughs()[1].journal()));
        assert_eq!(state.earlier.len(), 1, "a walkthrough that was only looked at is no work");
        state.act(Action::Return(0));
        assert_eq!((state.history.to_json(), state.world().state_hash()), (json, hash));
        assert_eq!(state.draft.function(), virtlab_core::api::FunctionId::DomainSuspend);
        assert_eq!(state.earlier, []);
    }

    #[test]
    fn what_was_done_in_a_walkthrough_is_kept_too() {
        let mut state = State::restored(None);
        state.act(Action::Begin(walkthroughs()[0].journal()));
        act(&mut state, "virGetVersion()");
        state.act(Action::Clear);
        assert_eq!(state.earlier.len(), 1);
        assert_eq!(state.earlier[0].walkthrough, Some(&walkthroughs()[0]));
        state.act(Action::Clear);
        assert_eq!(state.earlier.len(), 1, "a new session is no work");
    }

    #[test]
    fn earlier_sessions_outlive_the_visit_and_are_not_endless() {
        let mut state = State::restored(None);
        for _ in 0..EARLIER_MAX + 3 {
            act(&mut state, "virConnectGetType(conn1)");
            state.act(Action::Clear);
        }
        act(&mut state, "virGetVersion()");
        let again = State::restored(Some(&state.to_keep()));
        assert_eq!(again.lost, None);
        assert_eq!(again.history.to_json(), state.history.to_json());
        assert_eq!(again.earlier.len(), EARLIER_MAX);
        assert_eq!(again.to_keep(), state.to_keep());
    }

    #[test]
    fn a_broken_session_does_not_take_the_earlier_ones_with_it() {
        let mut state = State::restored(None);
        act(&mut state, "virConnectGetType(conn1)");
        state.act(Action::Clear);
        let kept = state.to_keep();
        let (session, earlier) = kept.split_once('\n').unwrap();
        let broken = format!("{}\nand more\n{earlier}", session.replace("virtlab", "virtual"));
        let again = State::restored(Some(&broken));
        let lost = again.lost.expect("it cannot be read");
        assert!(lost.text.ends_with("and more"), "{}", lost.text);
        assert_eq!(again.earlier.len(), 1);
    }

    #[test]
    fn a_pretty_journal_is_read_whole() {
        let pretty = walkthroughs()[0].journal().to_json();
        assert!(pretty.lines().count() > 2);
        assert_eq!(State::restored(Some(&pretty)).lost, None);
    }
}
