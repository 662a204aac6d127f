//! Lessons: prose beside a live world, and steps that wait for what the reader does.
//!
//! A lesson is a folder: `lesson.toml` has what all languages share (what is beside the prose, where it begins, what
//! each step waits for, which mistakes are known), and `en.md`, `zh-Hans.md` have its words, by the steps' names. What a
//! page says came of a call is a placeholder, filled from the very outcome, so that it cannot be wrong.

mod folder;
mod follow;
mod leads;
mod list;
pub mod markdown;
mod read;
#[cfg(test)]
mod tests;
mod text;

use virtlab_core::api::Outcome;
use virtlab_core::world::{Entry, Journal, Subject};
use virtlab_scenario::Fault;

pub use folder::{FileFault, Folder};
pub use follow::{Standing, follow, spoken};
pub use leads::Known;
pub use list::{builtin, languages};
pub use read::read;
pub use text::{Part, Text, fill};

use crate::goal::Condition;

/// The seed of every lesson's session, so that its UUIDs are the same for everybody.
const SEED: u64 = 1;

/// What is beside the prose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Beside {
    /// The world.
    World,
    /// C listings.
    Listing,
    /// The prompt.
    Prompt,
}

/// A lesson, but for its words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lesson {
    /// Its name, in addresses and journals.
    pub name: String,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// What is beside the prose.
    pub beside: Beside,
    /// The calls that its session begins with.
    pub start: Vec<Entry>,
    /// The walkthrough that tells of the same.
    pub walkthrough: Option<String>,
    /// The C listing that does the same, or is beside it.
    pub listing: Option<String>,
    /// Exercises to go on with, by their names.
    pub exercises: Vec<String>,
    /// Its steps.
    pub steps: Vec<LessonStep>,
}

/// A step of a lesson.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LessonStep {
    /// Its name among the lesson's.
    pub name: String,
    /// Calls that do it, ready to be made.
    pub calls: Vec<Entry>,
    /// Lines of virsh's that do it, for a lesson beside the prompt.
    pub lines: Vec<String>,
    /// What comes of the last of the calls; for the tests.
    pub outcome: Option<String>,
    /// What has to hold of the world, and of the calls since the step before.
    pub met: Vec<Condition>,
    /// Mistakes that are explained.
    pub mistakes: Vec<Mistake>,
}

/// A mistake that is explained.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// Its name among the step's.
    pub name: String,
    /// How it is recognised.
    pub when: Vec<Condition>,
    /// Calls that make it; for the tests.
    pub calls: Vec<Entry>,
}

impl Lesson {
    /// The built-in lesson of a name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        builtin().iter().find(|lesson| lesson.name == name)
    }

    /// The session that it begins with.
    pub fn journal(&self) -> Journal {
        Journal {
            subject: Some(Subject::lesson(&self.name)),
            entries: self.start.clone(),
            ..Journal::new(SEED)
        }
    }

    /// The built-in lesson that teaches what an exercise asks for: the first that names it.
    pub fn teaching(exercise: &str) -> Option<&'static Self> {
        builtin().iter().find(|lesson| lesson.exercises.iter().any(|one| one == exercise))
    }

    /// The lesson after this one.
    pub fn next(&self) -> Option<&'static Self> {
        builtin().iter().skip_while(|lesson| lesson.name != self.name).nth(1)
    }
}

/// A value of an outcome as prose has it: a text without its quotes.
fn plain(value: &virtlab_core::api::Value) -> String {
    value.as_text().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// What a placeholder stands for: `ret`, `error`, `message`, or `out.NAME`.
fn told(outcome: &Outcome, name: &str) -> Option<String> {
    let error = outcome.error.as_ref();
    match name {
        "ret" => Some(plain(&outcome.ret)),
        "error" => error.map(|error| error.code.c_name().to_owned()),
        "message" => error.map(|error| error.message.to_string()),
        _ => {
            let name = name.strip_prefix("out.")?;
            outcome.out.iter().find(|(out, _)| *out == name).map(|(_, value)| plain(value))
        }
    }
}

/// A fault of a built-in file is a bug, which the tests find.
fn sound<T>(file: &str, read: Result<T, Fault>) -> T {
    match read {
        Ok(read) => read,
        Err(fault) => panic!("{file}:{fault}"),
    }
}
