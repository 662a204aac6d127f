//! Exercises: a start, a goal over the world and the calls made, hints, mistakes that are recognised, a solution. They are
//! files that a teacher reads and writes: `exercises/NAME/exercise.toml`.

mod moves;
mod prove;
mod read;
mod report;
mod search;
mod set;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Deserialize;
use virtlab_core::api::Call;
use virtlab_core::words;
use virtlab_core::world::{ClientId, Entry, Journal, Subject};

use crate::goal::{Condition, Datum};

pub use prove::{Flaw, prove};
pub use read::read;
pub use report::{Regraded, Report, looked_at, regrade, regrade_at};
pub use search::{Found, Search};
pub use set::{BUILT_IN, built_in, source_of};

words! {
    /// How hard an exercise is, for somebody who took those before it.
    pub enum Level { First "first", Easy "easy", Medium "medium", Hard "hard" }
}

/// A text in one language or several, by their tags.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(from = "Written")]
pub struct Words(pub BTreeMap<String, String>);

/// How files have it: `title = "…"`, or `title.en = "…"` with `title.zh-Hans = "…"`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    One(String),
    Each(BTreeMap<String, String>),
}

impl From<Written> for Words {
    fn from(written: Written) -> Self {
        match written {
            Written::One(text) => Self([("en".to_owned(), text)].into()),
            Written::Each(texts) => Self(texts),
        }
    }
}

impl Words {
    /// The text in a language, or else in English, or else in whichever there is.
    pub fn of(&self, lang: &str) -> &str {
        let Self(texts) = self;
        texts
            .get(lang)
            .or_else(|| texts.get("en"))
            .or_else(|| texts.values().next())
            .map_or("", String::as_str)
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }
}

/// Something that the learner has to find out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// By which the goal and a journal know it.
    pub name: String,
    /// What is asked.
    pub ask: Words,
    /// What has to be answered.
    pub is: Datum,
    /// In which unit.
    pub unit: String,
    /// What there is to choose from; nothing for an answer that is typed.
    pub choices: Vec<String>,
    /// By what the number in a call's outcome is divided to give the answer.
    pub per: i64,
}

/// A mistake that is recognised.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// When it was made: all of these hold.
    pub when: Vec<Condition>,
    /// What is said of it.
    pub say: Words,
    /// Calls that make it, for the tests.
    pub example: Vec<Call>,
    /// Answers that make it, for the tests.
    pub answers: BTreeMap<String, String>,
}

/// An exercise, in one of its variants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exercise {
    /// The name of its folder.
    pub name: String,
    /// Which variant; 0 for the plain one.
    pub variant: u64,
    /// Its title.
    pub title: Words,
    /// What is to be done.
    pub task: Words,
    /// How hard it is.
    pub level: Level,
    /// The values that were drawn for the variant, by name.
    pub drawn: BTreeMap<String, String>,
    /// Documents that the learner is given, by name.
    pub documents: BTreeMap<String, String>,
    /// The calls that were made before the learner begins.
    pub start: Vec<Call>,
    /// What has to hold in the end, the right answers included.
    pub goal: Vec<Condition>,
    /// What is asked.
    pub questions: Vec<Question>,
    /// Hints, the ones that give away least first. The next call itself comes after them.
    pub hints: Vec<Words>,
    /// Mistakes that are recognised, the most telling first.
    pub mistakes: Vec<Mistake>,
    /// The author's calls.
    pub solution: Vec<Call>,
    /// The fewest calls that do.
    pub par: usize,
    /// Calls beside the author's that the search tries.
    pub also: Vec<Call>,
    /// What it has shown, told after success.
    pub shown: Words,
}

impl Exercise {
    /// What a session of it says that it is of.
    pub fn subject(&self) -> Subject {
        Subject { variant: self.variant, ..Subject::exercise(&self.name) }
    }

    /// The session that it begins with. Every variant has a world of its own, with other UUIDs.
    pub fn journal(&self) -> Journal {
        let entry = |call: &Call| Entry { client: ClientId::default(), call: call.clone() };
        let entries = self.start.iter().map(entry).collect();
        Journal { entries, subject: Some(self.subject()), ..Journal::new(self.variant.wrapping_add(1)) }
    }

    /// The session of somebody who then makes these calls, and answers so.
    pub fn journal_with(&self, calls: &[Call], answers: &BTreeMap<String, String>) -> Journal {
        let entry = |call: &Call| Entry { client: ClientId::default(), call: call.clone() };
        let mut journal = self.journal();
        journal.entries.extend(calls.iter().map(entry));
        Journal { answers: answers.clone(), ..journal }
    }

    /// The right answers.
    pub fn answers(&self) -> BTreeMap<String, String> {
        self.questions.iter().map(|question| (question.name.clone(), question.is.to_string())).collect()
    }
}
