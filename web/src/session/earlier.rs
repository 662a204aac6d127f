//! Sessions that were worked in before the one at hand. They are kept with it, so that beginning anew loses nothing.
//!
//! What is kept is lines: the session's JSON, which is a line, then for each earlier session a line with the number of
//! its steps, what it is of (a walkthrough, `lesson:errors` or the like, or `-`), and its JSON. The store has them in pieces and writes only those that are new.

use std::rc::Rc;

use virtlab_core::walkthrough::Walkthrough;
use virtlab_core::world::{JournalError, Part, Subject};

use super::{Draft, State};
use crate::store::{Kept, Piece};

/// Earlier sessions that are kept; the oldest gives way.
pub(super) const EARLIER_MAX: usize = 16;

/// What a session is of.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Of {
    /// Nothing but itself.
    #[default]
    Itself,
    /// The walkthrough that it was begun with.
    Walkthrough(&'static Walkthrough),
    /// An exercise or a lesson.
    Subject(Subject),
}

impl Of {
    /// What the session at hand is of.
    pub fn state(state: &State) -> Self {
        match (state.history.subject(), state.guide) {
            (Some(subject), _) => Self::Subject(subject.clone()),
            (None, Some(guide)) => Self::Walkthrough(guide.walkthrough),
            (None, None) => Self::Itself,
        }
    }

    /// As a word.
    fn word(&self) -> String {
        match self {
            Self::Itself => "-".to_owned(),
            Self::Walkthrough(walkthrough) => walkthrough.id.to_owned(),
            Self::Subject(subject) => subject.to_string().replace(' ', ":"),
        }
    }

    /// What a word says. A walkthrough that is no more is nothing.
    fn read(word: &str) -> Self {
        let subject = word.contains(':').then(|| word.replace(':', " ").parse().ok()).flatten();
        let walkthrough = || Walkthrough::by_id(word).map(Self::Walkthrough);
        subject.map(Self::Subject).or_else(walkthrough).unwrap_or_default()
    }
}

/// An earlier session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Earlier {
    /// Its number among the sessions of this visit.
    pub number: u32,
    /// Its text.
    pub json: Rc<str>,
    /// How many steps the branch has that was looked at.
    pub steps: usize,
    /// What it is of.
    pub of: Of,
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
            number: state.number,
            json: state.history.to_json().into(),
            steps: state.history.steps().len(),
            of: Of::state(state),
            draft: Some(state.draft.clone()),
        }
    }
}

/// A session in a few words, for [`of_label`].
fn label(steps: usize, of: &Of) -> String {
    format!("{steps} {}", of.word())
}

/// How many steps a kept session has, and what it is of.
pub fn of_label(label: &str) -> Option<(usize, Of)> {
    let (steps, of) = label.split_once(' ')?;
    Some((steps.parse().ok()?, Of::read(of)))
}

/// Everything that is to be kept, without the texts of pieces that are `known`.
pub(super) fn write(state: &State, known: &dyn Fn(&str) -> bool) -> Kept {
    let long = |name: String, text: &dyn Fn() -> String| {
        let text = (!known(&name)).then(text);
        Piece::Long { name, text }
    };
    let number = state.number;
    let part = |part| match part {
        Part::Frame(text) => Piece::Short(text),
        Part::Calls { branch, steps } => {
            let name = format!("{number}-{branch}-{}-{}", steps.start, steps.end);
            long(name, &|| state.history.calls_text(branch, steps.clone()))
        }
    };
    let mut pieces: Vec<Piece> = state.history.parts().into_iter().map(part).collect();
    for one in &state.earlier {
        pieces.push(Piece::Short(format!("\n{} ", label(one.steps, &one.of))));
        pieces.push(long(format!("earlier-{}", one.number), &|| one.json.to_string()));
    }
    Kept { label: label(state.history.steps().len(), &Of::state(state)), pieces }
}

/// The session's text and the earlier ones. A line that is none of an earlier session's belongs to the session: a text
/// that somebody else wrote may have many.
pub fn read(kept: &str) -> (&str, Vec<Earlier>) {
    let mut session = kept;
    let mut earlier = Vec::new();
    while let Some((before, one)) =
        session.rsplit_once('\n').and_then(|(before, line)| Some((before, read_line(line)?)))
    {
        earlier.push(one);
        session = before;
    }
    earlier.reverse();
    for (number, one) in (1..).zip(&mut earlier) {
        one.number = number;
    }
    (session, earlier)
}

fn read_line(line: &str) -> Option<Earlier> {
    let mut parts = line.splitn(3, ' ');
    let steps = parts.next()?.parse().ok()?;
    let of = Of::read(parts.next()?);
    let json = parts.next()?;
    Some(Earlier { number: 0, json: json.into(), steps, of, draft: None })
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::*;
    use virtlab_core::walkthrough::walkthroughs;
    use virtlab_core::world::History;

    fn act(state: &mut State, call: &str) {
        state.act(Action::Perform(call.parse().unwrap()));
    }

    fn go_back(state: &mut State, index: usize) {
        let back = state.earlier[index].clone();
        state.act(Action::Return(back.number, History::from_json(&back.json).map(Box::new)));
    }

    fn text(state: &State) -> String {
        write(state, &|_| false).text()
    }

    fn names(state: &State) -> Vec<String> {
        let name = |piece| match piece {
            Piece::Short(_) => None,
            Piece::Long { name, .. } => Some(name),
        };
        write(state, &|_| true).pieces.into_iter().filter_map(name).collect()
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
        go_back(&mut state, 0);
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
        assert_eq!(state.earlier[0].of, Of::Walkthrough(&walkthroughs()[0]));
        state.act(Action::Clear);
        assert_eq!(state.earlier.len(), 1, "a new session is no work");
    }

    #[test]
    fn what_an_earlier_session_is_of_outlives_the_visit() {
        let mut state = State::restored(None);
        for subject in ["lesson errors", "exercise first-start variant 7"] {
            let journal = virtlab_core::world::Journal {
                subject: Some(subject.parse().unwrap()),
                ..walkthroughs()[0].journal()
            };
            state.act(Action::Set(journal));
            act(&mut state, "virGetVersion()");
        }
        state.act(Action::Begin(walkthroughs()[0].journal()));
        act(&mut state, "virGetVersion()");
        state.act(Action::Clear);
        let again = State::restored(Some(&text(&state)));
        let of: Vec<Of> = again.earlier.into_iter().map(|one| one.of).collect();
        assert_eq!(of, state.earlier.iter().map(|one| one.of.clone()).collect::<Vec<_>>());
        assert_eq!(of[0], Of::Subject(Subject::lesson("errors")));
        assert_eq!(of[1], Of::Subject(Subject { variant: 7, ..Subject::exercise("first-start") }));
        assert_eq!(of[2], Of::Walkthrough(&walkthroughs()[0]));
    }

    #[test]
    fn earlier_sessions_outlive_the_visit_and_are_not_endless() {
        let mut state = State::restored(None);
        for _ in 0..EARLIER_MAX + 3 {
            act(&mut state, "virConnectGetType(conn1)");
            state.act(Action::Clear);
        }
        act(&mut state, "virGetVersion()");
        let again = State::restored(Some(&text(&state)));
        assert_eq!(again.lost, None);
        assert_eq!(again.history.to_json(), state.history.to_json());
        assert_eq!(again.earlier.len(), EARLIER_MAX);
        assert_eq!(text(&again), text(&state));
    }

    #[test]
    fn a_name_never_stands_for_another_text() {
        let mut state = State::restored(None);
        act(&mut state, "virGetVersion()");
        let first = names(&state);
        act(&mut state, "virGetVersion()");
        let second = names(&state);
        assert!(second.iter().all(|name| !first.contains(name)), "{second:?}");
        state.act(Action::Clear);
        act(&mut state, "virConnectOpen(NULL)");
        let third = names(&state);
        assert_eq!(third.len(), 2, "a session and an earlier one");
        assert!(third.iter().all(|name| !first.contains(name) && !second.contains(name)), "{third:?}");
        state.act(Action::Seek(0));
        assert_eq!(names(&state), third, "looking elsewhere writes nothing long");
        go_back(&mut state, 0);
        assert!(names(&state).iter().all(|name| !third.contains(name)));
    }

    #[test]
    fn what_another_tab_kept_brings_its_earlier_sessions() {
        let mut other = State::restored(None);
        act(&mut other, "virConnectGetType(conn1)");
        other.act(Action::Clear);
        act(&mut other, "virGetVersion()");
        let kept = text(&other);
        let (session, earlier) = read(&kept);
        assert_eq!(of_label(&write(&other, &|_| true).label), Some((2, Of::Itself)));
        let mut state = State::restored(None);
        act(&mut state, "virConnectGetURI(conn1)");
        state.act(Action::Load(Box::new(History::from_json(session).unwrap()), earlier));
        assert_eq!((state.history.to_json(), state.earlier.len()), (other.history.to_json(), 2));
        assert_ne!(state.earlier[0].number, state.earlier[1].number);
        go_back(&mut state, 1);
        assert!(state.last().is_some_and(|step| step.entry.call.function.c_name() == "virConnectGetURI"));
    }

    #[test]
    fn a_broken_session_does_not_take_the_earlier_ones_with_it() {
        let mut state = State::restored(None);
        act(&mut state, "virConnectGetType(conn1)");
        state.act(Action::Clear);
        let kept = text(&state);
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
