//! How somebody stands: the goal field by field, the mistakes that were made, and whether it is done.

use std::collections::BTreeMap;

use virtlab_core::api::{Call, Outcome};
use virtlab_core::world::{ClientId, Entry, History, Journal, JournalError, Step, World};

use super::Exercise;
use crate::goal::{Finding, Trail, check, holds};

/// How somebody stands with an exercise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The goal, field by field.
    pub findings: Vec<Finding>,
    /// Which of the exercise's mistakes were made.
    pub mistakes: Vec<usize>,
    /// Calls that were made after the start.
    pub calls: usize,
}

impl Report {
    /// Whether the goal is reached.
    pub fn done(&self) -> bool {
        self.findings.iter().all(|finding| finding.met)
    }

    /// How many of the conditions hold.
    pub fn met(&self) -> usize {
        self.findings.iter().filter(|finding| finding.met).count()
    }
}

/// A session that was looked at anew by replaying it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Regraded {
    /// How it stands at its end.
    pub report: Report,
    /// Whether it begins as the exercise does: with its seed, its lab and its calls.
    pub begins_right: bool,
}

impl Exercise {
    /// How somebody stands who made these calls, the start's not among them.
    pub fn report(&self, world: &World, steps: &[Step], answers: &BTreeMap<String, String>) -> Report {
        let trail = Trail { world, steps, answers };
        let made =
            |(number, mistake): (usize, &super::Mistake)| holds(&mistake.when, trail).then_some(number);
        let mistakes = self.mistakes.iter().enumerate().filter_map(made).collect();
        Report { findings: check(&self.goal, trail), mistakes, calls: steps.len() }
    }

    /// How somebody stands at the moment of a session that is looked at; none if the session does not begin as the
    /// exercise does, or the moment is before its beginning.
    pub fn stands(&self, history: &History) -> Option<Report> {
        let (begun, own) = history.steps().get(..history.position())?.split_at_checked(self.start.len())?;
        let begun = self.begun(begun.iter().map(|step| &step.entry));
        begun.then(|| self.report(history.world(), own, history.answers()))
    }

    /// Whether a session begins with the exercise's calls.
    fn begun<'e>(&self, mut entries: impl Iterator<Item = &'e Entry>) -> bool {
        let same =
            |(call, entry): (&Call, &Entry)| entry.client == ClientId::default() && entry.call.same(call);
        self.start.iter().all(|call| entries.next().is_some_and(|entry| same((call, entry))))
    }
}

/// The calls of a session that led to the moment that is looked at: what a reader sees as their work. Other branches, and what
/// comes after that moment, are tries that were taken back.
pub fn looked_at(history: &History) -> Journal {
    let mut journal = history.journal();
    journal.entries.truncate(history.position());
    journal
}

/// Replays a session and looks at how it ends.
///
/// # Errors
/// As [`Journal::replay`].
pub fn regrade(exercise: &Exercise, journal: &Journal) -> Result<Regraded, JournalError> {
    let (world, outcomes) = journal.replay()?;
    let step = |(entry, outcome): (&Entry, Outcome)| Step { entry: entry.clone(), outcome: outcome.into() };
    let steps: Vec<Step> = journal.entries.iter().zip(outcomes).map(step).collect();
    Ok(regraded(exercise, journal, &world, &steps))
}

/// Looks at a session that has been replayed, at its moment. `journal` is what [`looked_at`] gives of it.
pub fn regrade_at(exercise: &Exercise, history: &History, journal: &Journal) -> Regraded {
    let steps = history.steps().get(..history.position()).unwrap_or_default();
    regraded(exercise, journal, history.world(), steps)
}

fn regraded(exercise: &Exercise, journal: &Journal, world: &World, steps: &[Step]) -> Regraded {
    let own = steps.get(exercise.start.len()..).unwrap_or_default();
    let start = exercise.journal();
    let begins_right =
        exercise.begun(journal.entries.iter()) && (&start.lab, start.seed) == (&journal.lab, journal.seed);
    Regraded { report: exercise.report(world, own, &journal.answers), begins_right }
}
