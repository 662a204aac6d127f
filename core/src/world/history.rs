//! A session with its past: every call and outcome, any moment of it at hand, and branches where the past was changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::journal::{ANSWER_BYTES_MAX, ANSWERS_MAX, Entry, Journal, JournalError};
use super::{ClientId, Subject, World};
use crate::api::{Call, Outcome};

/// A world is kept every so many steps; the ones between are a short replay away.
const KEEP_EVERY: usize = 32;

/// One call that was made, and what came of it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The call.
    pub entry: Entry,
    /// Its outcome.
    pub outcome: Arc<Outcome>,
}

/// A line of steps. Branch 0 is the first; every other begins as another's.
#[derive(Clone, Debug)]
pub struct Branch {
    /// From which branch it parted, and after how many steps.
    pub parent: Option<(usize, usize)>,
    /// All its steps from the very start, the parent's part included.
    pub steps: Vec<Step>,
    /// Worlds after 0, 32, 64, … steps.
    kept: Vec<World>,
}

/// A session: branches, the one that is looked at, and the moment of it.
#[derive(Clone, Debug)]
pub struct History {
    journal: Journal,
    branches: Vec<Branch>,
    current: usize,
    position: usize,
    world: World,
    /// The world one step earlier, for what the step changed; none at the very start.
    before: Option<World>,
}

impl History {
    /// A session that begins with the lab and seed of a journal and makes its calls; it stands at their end.
    ///
    /// # Errors
    /// The lab's faults.
    pub fn new(journal: Journal) -> Result<Self, JournalError> {
        let world = journal.start()?;
        let first = Branch { parent: None, steps: Vec::new(), kept: vec![world.clone()] };
        let start = Journal { entries: Vec::new(), ..journal.clone() };
        let mut history =
            Self { journal: start, branches: vec![first], current: 0, position: 0, world, before: None };
        for entry in journal.entries {
            history.perform(entry.client, entry.call);
        }
        Ok(history)
    }

    /// The world at the moment that is looked at.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world one step before the moment that is looked at; none at the very start.
    pub fn before(&self) -> Option<&World> {
        self.before.as_ref()
    }

    /// How many steps of the branch lie before the moment that is looked at.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The steps of the branch that is looked at.
    pub fn steps(&self) -> &[Step] {
        &self.branches[self.current].steps
    }

    /// The step that led to the moment that is looked at.
    pub fn last(&self) -> Option<&Step> {
        self.position.checked_sub(1).and_then(|i| self.steps().get(i))
    }

    /// All branches.
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// Which branch is looked at.
    pub fn current(&self) -> usize {
        self.current
    }

    /// Makes a call at the moment that is looked at. With steps after it, a branch is begun there and the old one kept,
    /// unless the call is just what comes next anyway.
    pub fn perform(&mut self, client: ClientId, call: Call) -> &Step {
        let entry = Entry { client, call };
        if let Some(next) = self.steps().get(self.position) {
            if next.entry.client == entry.client && next.entry.call.same(&entry.call) {
                self.seek(self.position + 1);
                return &self.branches[self.current].steps[self.position - 1];
            }
            self.branch();
        }
        self.before = Some(self.world.clone());
        let outcome = Arc::new(self.world.perform(entry.client, &entry.call));
        let branch = &mut self.branches[self.current];
        branch.steps.push(Step { entry, outcome });
        self.position += 1;
        if self.position.is_multiple_of(KEEP_EVERY) {
            branch.kept.push(self.world.clone());
        }
        &branch.steps[self.position - 1]
    }

    /// What the session is of, if anything.
    pub fn subject(&self) -> Option<&Subject> {
        self.journal.subject.as_ref()
    }

    /// What was answered to the questions of what the session is of.
    pub fn answers(&self) -> &BTreeMap<String, String> {
        &self.journal.answers
    }

    /// Answers a question; with an empty text, takes the answer back. Answers are no steps: going back in time leaves them.
    pub fn answer(&mut self, question: &str, text: &str) {
        let answers = &mut self.journal.answers;
        if text.is_empty() {
            answers.remove(question);
        } else if question.len() + text.len() <= ANSWER_BYTES_MAX
            && (answers.contains_key(question) || answers.len() < ANSWERS_MAX)
        {
            answers.insert(question.to_owned(), text.to_owned());
        }
    }

    /// The journal without its calls: lab, seed, subject and answers.
    pub(super) fn start(&self) -> &Journal {
        &self.journal
    }

    /// Begins a branch of a branch after so many of its steps, and looks at it.
    pub(super) fn begin_branch(&mut self, from: usize, after: usize) {
        self.switch(from);
        self.seek(after);
        self.branch();
    }

    fn branch(&mut self) {
        let old = &self.branches[self.current];
        let kept = old.kept[..=self.position / KEEP_EVERY].to_vec();
        let steps = old.steps[..self.position].to_vec();
        self.branches.push(Branch { parent: Some((self.current, self.position)), steps, kept });
        self.current = self.branches.len() - 1;
    }

    /// Looks at another moment of the branch; beyond its end is its end.
    pub fn seek(&mut self, position: usize) {
        let position = position.min(self.steps().len());
        if position == self.position {
            return;
        }
        self.before = match position.checked_sub(1) {
            // One step on: what is looked at now is what was before it.
            Some(last) if last == self.position => Some(self.world.clone()),
            Some(last) => Some(self.replayed(last)),
            None => None,
        };
        self.world = match (&self.before, position.checked_sub(1).and_then(|last| self.steps().get(last))) {
            (Some(before), Some(step)) => {
                let mut world = before.clone();
                world.perform(step.entry.client, &step.entry.call);
                world
            }
            _ => self.replayed(position),
        };
        self.position = position;
    }

    /// The world after so many steps of the branch, from the one that is kept before it.
    fn replayed(&self, position: usize) -> World {
        let branch = &self.branches[self.current];
        let from = position / KEEP_EVERY;
        let mut world = branch.kept[from].clone();
        for step in &branch.steps[from * KEEP_EVERY..position] {
            world.perform(step.entry.client, &step.entry.call);
        }
        world
    }

    /// Looks at another branch, at its end.
    pub fn switch(&mut self, branch: usize) {
        if branch < self.branches.len() && branch != self.current {
            self.current = branch;
            self.position = usize::MAX;
            self.seek(usize::MAX);
        }
    }

    /// The branch that is looked at as a journal, to its end.
    pub fn journal(&self) -> Journal {
        let entries = self.steps().iter().map(|step| step.entry.clone()).collect();
        Journal { entries, ..self.journal.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(text: &str) -> Call {
        text.parse().unwrap()
    }

    fn session(calls: usize) -> History {
        let mut history = History::new(Journal::new(1)).unwrap();
        history.perform(ClientId(0), call("virConnectOpen(\"test:///default\")"));
        history.perform(ClientId(0), call("virDomainLookupByName(conn1, \"test\")"));
        while history.steps().len() < calls {
            let next = ["virDomainSuspend(dom1)", "virDomainResume(dom1)"][history.steps().len() % 2];
            history.perform(ClientId(0), call(next));
        }
        history
    }

    #[test]
    fn stepping_back_is_exact() {
        let mut history = session(100);
        let end = history.world().state_hash();
        let mut world = Journal::new(1).start().unwrap();
        let mut worlds = vec![world.state_hash()];
        for step in history.steps() {
            world.perform(step.entry.client, &step.entry.call);
            worlds.push(world.state_hash());
        }
        for i in [0, 1, 31, 32, 33, 33, 34, 99, 100, 50, 64, 65, 63, 0] {
            history.seek(i);
            assert_eq!(history.world().state_hash(), worlds[i], "{i}");
            let before = i.checked_sub(1).map(|before| worlds[before]);
            assert_eq!(history.before().map(World::state_hash), before, "before {i}");
            assert_eq!(history.position(), i);
        }
        history.seek(1000);
        assert_eq!((history.position(), history.world().state_hash()), (100, end));
    }

    #[test]
    fn changing_the_past_begins_a_branch_and_keeps_the_old_one() {
        let mut history = session(40);
        let end = history.world().state_hash();
        history.seek(35);
        let same = history.steps()[35].entry.call.clone();
        history.perform(ClientId(0), same.clone());
        assert_eq!(
            (history.branches().len(), history.position()),
            (1, 36),
            "the same call again is a step forward"
        );
        let state = call("virDomainGetState(dom1)");
        let filled = Call::new(state.function, (0..4).map(|i| state.arg(i)));
        assert!(filled != state && filled.same(&state) && !same.same(&state));
        history.seek(35);
        history.perform(ClientId(0), call("virDomainDestroy(dom1)"));
        assert_eq!(history.branches()[1].parent, Some((0, 35)));
        assert_eq!((history.steps().len(), history.position()), (36, 36));
        for _ in 0..40 {
            history.perform(ClientId(0), call("virDomainIsActive(dom1)"));
        }
        history.seek(36);
        assert!(history.last().unwrap().outcome.ok());
        history.switch(0);
        assert_eq!((history.position(), history.world().state_hash()), (40, end));
    }
}
