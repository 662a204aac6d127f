//! Where a reader stands in a lesson. It is a function of the session alone, so going back on the time line takes a tick
//! away, and going forward brings it again.

use std::collections::BTreeMap;
use std::sync::Arc;

use virtlab_core::api::Outcome;
use virtlab_core::world::{Step, World};

use super::{Lesson, LessonStep};
use crate::goal::{Finding, Trail, check, holds};

/// Where a reader stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// For each step that is done, after how many of the session's calls it was.
    pub reached: Vec<usize>,
    /// Which of the mistakes of the step that is next was made.
    pub mistake: Option<usize>,
    /// What is found of the conditions of the step that is next.
    pub findings: Vec<Finding>,
    /// How many calls the session begins with.
    pub start: usize,
    /// How many calls of it were looked at.
    pub calls: usize,
}

impl Standing {
    /// How many steps are done, which is the index of the one that is next.
    pub fn done(&self) -> usize {
        self.reached.len()
    }

    /// Whether anything was called since the last step was done.
    pub fn tried(&self) -> bool {
        self.calls > self.since(self.done())
    }

    /// After how many calls a step began.
    fn since(&self, step: usize) -> usize {
        step.checked_sub(1).and_then(|before| self.reached.get(before)).copied().unwrap_or(self.start)
    }
}

/// Where the reader of a lesson stands whose session has these steps until now. `None` if they are none of the lesson's.
pub fn follow(lesson: &Lesson, steps: &[Step]) -> Option<Standing> {
    let start = lesson.start.len();
    if !lesson.start.iter().zip(steps).all(|(entry, step)| *entry == step.entry) {
        return None;
    }
    let mut standing = Standing { start, calls: steps.len(), ..Standing::default() };
    let mut world = lesson.journal().start().ok()?;
    let answers = BTreeMap::new();
    for (i, step) in steps.iter().enumerate() {
        world.perform(step.entry.client, &step.entry.call);
        let Some(next) = lesson.steps.get(standing.done()).filter(|_| i >= start) else { continue };
        let since = standing.since(standing.done());
        let trail = Trail { world: &world, steps: &steps[since..=i], answers: &answers };
        if holds(&next.met, trail) {
            standing.reached.push(i + 1);
        }
    }
    look(&mut standing, lesson, steps, &world);
    Some(standing)
}

/// What is said of the step that is next.
fn look(standing: &mut Standing, lesson: &Lesson, steps: &[Step], world: &World) {
    let Some(next) = lesson.steps.get(standing.done()) else { return };
    let made = steps.get(standing.since(standing.done())..).unwrap_or_default();
    let answers = BTreeMap::new();
    let trail = Trail { world, steps: made, answers: &answers };
    standing.findings = check(&next.met, trail);
    // What the world was like before the reader did anything is no mistake of theirs.
    if !made.is_empty() {
        standing.mistake = next.mistakes.iter().position(|mistake| holds(&mistake.when, trail));
    }
}

/// The outcome that the words of a step are about: that of the last call of the function with which the step ends, among
/// those that were made for it; of the step that is next, the last failure.
pub fn spoken<'s>(
    lesson: &Lesson,
    standing: &Standing,
    step: usize,
    steps: &'s [Step],
) -> Option<&'s Arc<Outcome>> {
    let since = standing.since(step);
    let outcome = |step: &'s Step| &step.outcome;
    let Some(until) = standing.reached.get(step) else {
        let made = steps.get(since..).unwrap_or_default();
        return made.iter().rfind(|step| !step.outcome.ok()).or(made.last()).map(outcome);
    };
    let made = steps.get(since..*until).unwrap_or_default();
    let last = lesson.steps.get(step).and_then(LessonStep::last_function);
    let of_that = made.iter().rfind(|step| Some(step.entry.call.function) == last);
    of_that.or(made.last()).map(outcome)
}

impl LessonStep {
    fn last_function(&self) -> Option<virtlab_core::api::FunctionId> {
        self.calls.last().map(|entry| entry.call.function)
    }
}
