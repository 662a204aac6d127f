//! What a session is of: an exercise or a lesson.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Characters of the longest name of an exercise or lesson.
const NAME_MAX: usize = 64;

/// What sort of thing a session is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SubjectKind {
    /// An exercise.
    Exercise,
    /// A lesson.
    Lesson,
}

impl SubjectKind {
    /// The word that stands for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exercise => "exercise",
            Self::Lesson => "lesson",
        }
    }
}

/// What a session is of, as a journal says it: `exercise first-boot`, `exercise first-boot variant 7`, `lesson errors`.
/// It is no part of the world.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Subject {
    /// What sort of thing.
    pub kind: SubjectKind,
    /// Which one: small letters, digits and `-`.
    pub name: Box<str>,
    /// Which variant of it; 0 for the plain one.
    pub variant: u64,
}

impl Subject {
    /// The plain exercise of a name.
    pub fn exercise(name: &str) -> Self {
        Self { kind: SubjectKind::Exercise, name: name.into(), variant: 0 }
    }

    /// The plain lesson of a name.
    pub fn lesson(name: &str) -> Self {
        Self { kind: SubjectKind::Lesson, name: name.into(), variant: 0 }
    }

    /// Whether something can have this name.
    pub fn can_be_named(name: &str) -> bool {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        (1..=NAME_MAX).contains(&name.len()) && name.bytes().all(fits)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.word(), self.name)?;
        match self.variant {
            0 => Ok(()),
            n => write!(f, " variant {n}"),
        }
    }
}

impl FromStr for Subject {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no subject: one is such as \"exercise first-boot variant 7\"");
        let words: Vec<&str> = text.split(' ').collect();
        let (kind, name, variant) = match words[..] {
            [kind, name] => (kind, name, 0),
            [kind, name, "variant", n] => (kind, name, n.parse().map_err(|_| wrong())?),
            _ => return Err(wrong()),
        };
        let kinds = [SubjectKind::Exercise, SubjectKind::Lesson];
        let kind = kinds.into_iter().find(|one| one.word() == kind).ok_or_else(wrong)?;
        if !Self::can_be_named(name) {
            return Err(wrong());
        }
        Ok(Self { kind, name: name.into(), variant })
    }
}

impl TryFrom<String> for Subject {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{History, Journal};

    #[test]
    fn a_subject_is_read_as_it_is_written() {
        for text in ["exercise first-boot", "exercise first-boot variant 7", "lesson errors"] {
            assert_eq!(text.parse::<Subject>().map(|subject| subject.to_string()).as_deref(), Ok(text));
        }
        for text in [
            "",
            "exercise",
            "exam a",
            "exercise A",
            "exercise a variant",
            "exercise a variant -1",
            "lesson a b",
        ] {
            assert!(text.parse::<Subject>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_session_keeps_its_subject_and_the_world_does_not_know_it() {
        let plain = Journal { entries: vec!["virConnectOpen(NULL)".parse().unwrap()], ..Journal::new(1) };
        let of =
            Journal { subject: Some(Subject { variant: 9, ..Subject::exercise("a-b") }), ..plain.clone() };
        assert_eq!(Journal::from_json(&of.to_json()), Ok(of.clone()));
        assert!(!plain.to_json().contains("subject"));
        let history = History::new(of.clone()).unwrap();
        assert_eq!(history.world().state_hash(), plain.replay().unwrap().0.state_hash());
        let mut history = history;
        history.answer("how many", "12");
        history.answer("why", "so");
        history.answer("why", "");
        let of = Journal { answers: [("how many".to_owned(), "12".to_owned())].into(), ..of };
        let again = History::from_json(&history.to_json()).unwrap();
        assert_eq!((again.subject(), &again.journal()), (of.subject.as_ref(), &of));
    }
}
