//! The walkthrough that a session was begun with, and where its reader stands in it.
//!
//! Nothing of this is kept with the session: a session whose first branch begins with all the calls of a walkthrough is
//! one of that walkthrough, on the next visit and after an import too.

use virtlab_core::walkthrough::{WalkStep, Walkthrough, walkthroughs};
use virtlab_core::world::{History, Journal};

/// A session's walkthrough. Its steps are the first steps of the session's first branch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guide {
    /// Which.
    pub walkthrough: &'static Walkthrough,
}

/// Where the reader stands in a walkthrough.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// On it, after so many of its steps.
    On(usize),
    /// Off it, by calls of the reader's own that follow so many of its steps.
    Off(usize),
}

impl Guide {
    /// The walkthrough of a session that was begun with one.
    pub fn of(history: &History) -> Option<Self> {
        let steps = &history.branches().first()?.steps;
        let begins_with = |walkthrough: &&Walkthrough| {
            // Parsing the calls of all walkthroughs for a look at the first of them would be a waste.
            walkthrough.steps.len() <= steps.len() && {
                let Journal { entries, .. } = walkthrough.journal();
                entries.iter().zip(steps).all(|(entry, step)| *entry == step.entry)
            }
        };
        walkthroughs().iter().find(begins_with).map(|walkthrough| Self { walkthrough })
    }

    /// How many steps it has.
    pub fn length(self) -> usize {
        self.walkthrough.steps.len()
    }

    /// Where the reader stands.
    pub fn standing(self, history: &History) -> Standing {
        let along = history.branches().first().map_or(&[][..], |first| &first.steps[..]);
        let same = history.steps().iter().zip(along).take(self.length());
        let common = same.take_while(|(own, its)| own.entry == its.entry).count();
        match history.position() {
            on if on <= common => Standing::On(on),
            _ => Standing::Off(common),
        }
    }

    /// The step that comes next, for a reader who is on the walkthrough.
    pub fn next(self, history: &History) -> Option<&'static WalkStep> {
        match self.standing(history) {
            Standing::On(at) => self.walkthrough.steps.get(at),
            Standing::Off(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Action, State};
    use super::*;

    fn begun() -> (State, Guide) {
        let mut state = State::restored(None);
        state.act(Action::Begin(walkthroughs()[0].journal()));
        let guide = state.guide.expect("it was begun with a walkthrough");
        (state, guide)
    }

    #[test]
    fn every_walkthrough_is_known_again_after_a_visit() {
        assert_eq!(State::restored(None).guide, None);
        for walkthrough in walkthroughs() {
            let mut state = State::restored(None);
            state.act(Action::Begin(walkthrough.journal()));
            let again = State::restored(Some(&state.to_keep(&|_| false).text()));
            assert_eq!(again.guide.map(|guide| guide.walkthrough.id), Some(walkthrough.id));
        }
    }

    #[test]
    fn a_call_of_ones_own_leads_off_the_walkthrough_and_there_is_a_way_back() {
        let (mut state, guide) = begun();
        assert_eq!(guide.standing(&state.history), Standing::On(0));
        state.act(Action::Walk(2));
        state.act(Action::Perform("virGetVersion()".parse().unwrap()));
        state.act(Action::Perform("virGetVersion()".parse().unwrap()));
        assert_eq!(guide.standing(&state.history), Standing::Off(2));
        state.act(Action::Seek(1));
        assert_eq!(guide.standing(&state.history), Standing::On(1), "both branches go by here");
        state.act(Action::Walk(2));
        assert_eq!((guide.standing(&state.history), state.history.current()), (Standing::On(2), 0));
    }

    #[test]
    fn the_next_call_of_a_walkthrough_is_put_together() {
        let (mut state, guide) = begun();
        for (at, step) in guide.walkthrough.steps.iter().enumerate() {
            assert!(state.draft.call().same(&step.call.parse().unwrap()), "{}", step.call);
            state.act(Action::PerformDraft);
            assert_eq!(guide.standing(&state.history), Standing::On(at + 1));
        }
        assert_eq!(state.history.branches().len(), 1);
        state.act(Action::Walk(1));
        state.act(Action::Perform("virGetVersion()".parse().unwrap()));
        assert_eq!(state.draft.function().c_name(), "virDomainDefineXML", "left as it was");
    }

    #[test]
    fn calls_after_the_last_step_are_off_the_walkthrough() {
        let (mut state, guide) = begun();
        state.act(Action::Walk(guide.length()));
        assert_eq!(guide.standing(&state.history), Standing::On(guide.length()));
        state.act(Action::Perform("virGetVersion()".parse().unwrap()));
        assert_eq!(guide.standing(&state.history), Standing::Off(guide.length()));
    }
}
