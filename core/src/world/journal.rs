//! A journal: a lab, a seed, and every call in order. Equal journals make equal worlds.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{ClientId, Subject, World};
use crate::api::{Call, Outcome};
use crate::ground::limits::{JOURNAL_BYTES_MAX, JOURNAL_CALLS_MAX};
use crate::host::Lab;

/// The version of the format that is written.
pub(super) const VERSION: u32 = 1;

/// Bytes of the longest answer with its question's name; longer ones are not kept.
pub(super) const ANSWER_BYTES_MAX: usize = 4096;
/// Answers of one journal.
pub(super) const ANSWERS_MAX: usize = 64;

/// Which lab a journal begins with.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LabChoice {
    /// The built-in one.
    #[default]
    Builtin,
    /// One that is described.
    Described(Box<Lab>),
}

/// One call of a journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Who calls.
    pub client: ClientId,
    /// What is called.
    pub call: Call,
}

/// A session as a value. As JSON: `{"virtlab": 1, "seed": 1, "lab": "builtin", "calls": ["virConnectOpen(\"…\")", …]}`, a call of
/// another client than 0 with `N: ` before it, and `"subject": "exercise first-boot"` for one that is of something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Journal {
    /// The lab.
    pub lab: LabChoice,
    /// The seed of all randomness.
    pub seed: u64,
    /// What it is of, if anything: no part of the world.
    pub subject: Option<Subject>,
    /// What was answered to the questions of what it is of, by their names: no part of the world either.
    pub answers: BTreeMap<String, String>,
    /// The calls.
    pub entries: Vec<Entry>,
}

/// Why a text is no journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JournalError {
    /// The call that it is about, from 1; none if it is about the whole.
    pub call: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.call {
            Some(call) => write!(f, "call {call}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for JournalError {}

#[derive(Serialize, Deserialize)]
struct Written {
    virtlab: u32,
    seed: u64,
    #[serde(default)]
    lab: LabChoice,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject: Option<Subject>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    answers: BTreeMap<String, String>,
    calls: Vec<String>,
}

impl Journal {
    /// A journal of the built-in lab with no call yet.
    pub fn new(seed: u64) -> Self {
        Self { lab: LabChoice::Builtin, seed, subject: None, answers: BTreeMap::new(), entries: Vec::new() }
    }

    /// The world that it begins with.
    ///
    /// # Errors
    /// The faults of a described lab, in one message.
    pub fn start(&self) -> Result<World, JournalError> {
        let lab = match &self.lab {
            LabChoice::Builtin => Lab::builtin(),
            LabChoice::Described(lab) => (**lab).clone(),
        };
        World::new(lab, self.seed).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            JournalError { call: None, message: format!("the lab cannot be: {}", faults.join("; ")) }
        })
    }

    /// The world that it ends with, and every outcome on the way.
    ///
    /// # Errors
    /// As [`Journal::start`].
    pub fn replay(&self) -> Result<(World, Vec<Outcome>), JournalError> {
        let mut world = self.start()?;
        let outcomes = self.entries.iter().map(|entry| world.perform(entry.client, &entry.call)).collect();
        Ok((world, outcomes))
    }

    /// The journal as JSON.
    pub fn to_json(&self) -> String {
        let calls = self.entries.iter().map(Entry::to_string).collect();
        let (lab, subject, answers) = (self.lab.clone(), self.subject.clone(), self.answers.clone());
        let written = Written { virtlab: VERSION, seed: self.seed, lab, subject, answers, calls };
        // Strings, numbers and a lab of strings and numbers always serialise.
        serde_json::to_string_pretty(&written).unwrap_or_default()
    }

    /// Reads a journal.
    ///
    /// # Errors
    /// What is wrong, with the call that it is about.
    pub fn from_json(text: &str) -> Result<Self, JournalError> {
        let whole = |message: String| JournalError { call: None, message };
        if text.len() > JOURNAL_BYTES_MAX {
            return Err(whole(format!("{} bytes; at most {JOURNAL_BYTES_MAX} are read", text.len())));
        }
        let written: Written =
            serde_json::from_str(text).map_err(|e| whole(format!("this is no virtlab session: {e}")))?;
        if written.virtlab != VERSION {
            let message =
                format!("written by format {}; this virtlab reads format {VERSION}", written.virtlab);
            return Err(whole(message));
        }
        if written.calls.len() > JOURNAL_CALLS_MAX {
            return Err(whole(format!(
                "{} calls; at most {JOURNAL_CALLS_MAX} are read",
                written.calls.len()
            )));
        }
        let read = |(i, line): (usize, &String)| {
            line.parse().map_err(|message| JournalError { call: Some(i + 1), message })
        };
        let entries = written.calls.iter().enumerate().map(read).collect::<Result<_, _>>()?;
        let Written { lab, seed, subject, mut answers, .. } = written;
        answers.retain(|name, text| name.len() + text.len() <= ANSWER_BYTES_MAX);
        Ok(Self { lab, seed, subject, answers, entries })
    }
}

impl fmt::Display for Entry {
    /// A call as a line of a journal, without an end of line inside.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_line(f, self.client, &self.call)
    }
}

/// Writes a call as a line of a journal: one of another client than 0 has `N: ` before it.
///
/// # Errors
/// Those of what is written to.
pub fn write_line(to: &mut impl fmt::Write, client: ClientId, call: &Call) -> fmt::Result {
    match client.0 {
        0 => write!(to, "{call}"),
        n => write!(to, "{n}: {call}"),
    }
}

impl FromStr for Entry {
    type Err = String;

    /// Reads a line back.
    fn from_str(line: &str) -> Result<Self, String> {
        let (client, text) = match line.split_once(": ") {
            Some((n, rest)) if n.bytes().all(|b| b.is_ascii_digit()) => {
                (n.parse().map_err(|_| format!("no client can have the number {n}"))?, rest)
            }
            _ => (0, line),
        };
        let call = text.parse().map_err(|e: crate::api::CallSyntaxError| e.to_string())?;
        Ok(Entry { client: ClientId(client), call })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_round_trips_and_replays_alike() {
        let text = r#"{"virtlab":1,"seed":7,"calls":["virConnectOpen(\"test:///default\")","1: virConnectOpen(NULL)",
            "virDomainDefineXML(conn1, \"<domain type='test'><name>d</name><memory>1024</memory><os><type>hvm</type></os></domain>\")"]}"#;
        let journal = Journal::from_json(text).unwrap();
        assert_eq!(Journal::from_json(&journal.to_json()).unwrap(), journal);
        let (one, outcomes) = journal.replay().unwrap();
        assert!(outcomes.iter().all(Outcome::ok), "{outcomes:?}");
        let (other, _) = journal.replay().unwrap();
        assert_eq!(one.state_hash(), other.state_hash());
        let different = Journal { seed: 8, ..journal };
        assert_ne!(different.replay().unwrap().0.state_hash(), one.state_hash());
    }

    #[track_caller]
    fn refused(text: &str, says: &str) {
        let error = Journal::from_json(text).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }

    #[test]
    fn what_is_no_journal_is_said() {
        refused("{", "no virtlab session");
        refused(r#"{"virtlab":2,"seed":1,"calls":[]}"#, "reads format 1");
        refused(
            r#"{"virtlab":1,"seed":1,"calls":["virConnectOpen(NULL)","nope()"]}"#,
            "call 2: at character 1",
        );
        refused(
            r#"{"virtlab":1,"seed":1,"calls":["99999999999: virConnectOpen(NULL)"]}"#,
            "call 1: no client",
        );
    }
}
