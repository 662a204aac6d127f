//! `virtlab run`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args as ClapArgs, ValueEnum};
use serde::{Deserialize, Serialize};
use virtlab_core::api::Outcome;
use virtlab_core::world::{Journal, LabChoice, Subject};
use virtlab_share::{PREFIX, Shared};
use virtlab_spelling::{Spelling, spell};

use super::out::put;

/// Replay a session and print what came of every call
///
/// What is printed is the session once more, with the outcome of each call and the hash of the last world. The page opens
/// such a file as well, and --compare tells whether it still goes as it went.
#[derive(ClapArgs, Debug)]
pub(super) struct Args {
    /// The session: a file that the page saved, one that this command printed, or a link that the page made
    #[arg(value_name = "FILE|LINK")]
    journal: PathBuf,
    /// Compare with the outcomes and the hash that the file has, and print only what differs
    #[arg(long)]
    compare: bool,
    /// Print the session in another spelling instead
    #[arg(long = "as", value_enum, conflicts_with = "compare", value_name = "SPELLING")]
    spelled: Option<Spelled>,
}

/// How a session is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Spelled {
    /// A program in C
    C,
    /// A program in Python
    Python,
    /// A script with lines for virsh
    Virsh,
    /// A scenario of the conformance kit
    Scenario,
}

impl From<Spelled> for Spelling {
    fn from(spelled: Spelled) -> Self {
        match spelled {
            Spelled::C => Self::C,
            Spelled::Python => Self::Python,
            Spelled::Virsh => Self::Virsh,
            Spelled::Scenario => Self::Scenario,
        }
    }
}

/// What came of a session, beside its calls.
#[derive(Serialize, Deserialize, Default)]
struct Recorded {
    /// A line for each call, as [`line`] writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcomes: Option<Vec<String>>,
    /// The hash of the last world, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
}

/// The file that is printed: a journal, and what came of it.
#[derive(Serialize)]
struct Printed<'j> {
    virtlab: u32,
    seed: u64,
    lab: &'j LabChoice,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: &'j Option<Subject>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    answers: &'j BTreeMap<String, String>,
    calls: Vec<String>,
    #[serde(flatten)]
    recorded: Recorded,
}

/// The version of the page's file format.
const VERSION: u32 = 1;

impl Args {
    pub fn run(self) -> Result<ExitCode, String> {
        let (text, journal, link) = self.read()?;
        if let Some(spelled) = self.spelled {
            let title = match link {
                Some(_) => "a session".into(),
                None => self.journal.file_stem().unwrap_or_default().to_string_lossy(),
            };
            let text =
                spell(spelled.into(), &title, &journal).map_err(|error| named(&self.journal, &error))?;
            return put(&text).map(|()| ExitCode::SUCCESS);
        }
        let (world, outcomes) = journal.replay().map_err(|error| named(&self.journal, &error))?;
        if link.is_some_and(|link| !link.is_of(world.state_hash())) {
            eprintln!("virtlab: the link was made of another world: this virtlab does something differently");
        }
        let hash = format!("{:032x}", world.state_hash());
        let outcomes: Vec<String> = outcomes.iter().map(line).collect();
        if self.compare {
            let recorded: Recorded =
                serde_json::from_str(&text).map_err(|error| named(&self.journal, &error))?;
            return compare(&journal, &recorded, &outcomes, &hash);
        }
        let calls = journal.entries.iter().map(ToString::to_string).collect();
        let recorded = Recorded { outcomes: Some(outcomes), hash: Some(hash) };
        let Journal { lab, seed, subject, answers, .. } = &journal;
        let printed = Printed { virtlab: VERSION, seed: *seed, lab, subject, answers, calls, recorded };
        let text = serde_json::to_string_pretty(&printed).map_err(|error| error.to_string())?;
        put(&format!("{text}\n")).map(|()| ExitCode::SUCCESS)
    }

    /// The text that the session was read from, the session, and the link if it came by one.
    fn read(&self) -> Result<(String, Journal, Option<Shared>), String> {
        if let Some(link) = self.journal.to_str().filter(|text| is_link(text)) {
            let shared = virtlab_share::read(link).map_err(|error| error.to_string())?;
            return Ok((String::from("{}"), shared.journal.clone(), Some(shared)));
        }
        let text = std::fs::read_to_string(&self.journal)
            .map_err(|error| format!("cannot read {}: {error}", self.journal.display()))?;
        let journal = Journal::from_json(&text).map_err(|error| named(&self.journal, &error))?;
        Ok((text, journal, None))
    }
}

/// Whether a text is a link of the page, which no file's name is.
fn is_link(text: &str) -> bool {
    text.split_once('#').is_some_and(|(_, rest)| rest.contains(PREFIX))
}

fn named(file: &Path, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error}", file.display())
}

/// What came of a call, in a line: `conn1`, `0; state: 1, reason: 1`, `-1; VIR_ERR_NO_DOMAIN: Domain not found: …`.
fn line(outcome: &Outcome) -> String {
    let mut line = outcome.ret.to_string();
    for (name, value) in &outcome.out {
        line += &format!("; {name}: {value}");
    }
    if let Some(error) = &outcome.error {
        line += &format!("; {}: {}", error.code.c_name(), error.message);
    }
    for event in &outcome.raised {
        line += &format!("; event of {}: {:?}", event.name, event.event);
    }
    line
}

/// Prints what differs; fails if something does.
fn compare(
    journal: &Journal,
    recorded: &Recorded,
    outcomes: &[String],
    hash: &str,
) -> Result<ExitCode, String> {
    if recorded.outcomes.is_none() && recorded.hash.is_none() {
        return Err(
            "the file has neither outcomes nor a hash: `virtlab run` without --compare prints one that has"
                .into(),
        );
    }
    let (mut differences, mut told) = (0, String::new());
    for (i, was) in recorded.outcomes.iter().flatten().enumerate() {
        let now = outcomes.get(i).map_or("(no such call)", String::as_str);
        if was != now {
            let call = journal.entries.get(i).map(ToString::to_string).unwrap_or_default();
            told += &format!("call {}: {call}\n  was {was}\n  now {now}\n", i + 1);
            differences += 1;
        }
    }
    let recorded_calls = recorded.outcomes.as_ref().map_or(outcomes.len(), Vec::len);
    if recorded_calls < outcomes.len() {
        told += &format!("{} calls have no recorded outcome\n", outcomes.len() - recorded_calls);
        differences += 1;
    }
    if let Some(was) = recorded.hash.as_deref().filter(|was| *was != hash) {
        told += &format!("the hash of the world\n  was {was}\n  now {hash}\n");
        differences += 1;
    }
    put(&format!("{told}{} calls, {differences} differences\n", outcomes.len()))?;
    Ok(if differences == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_as_a_file_is() {
        let mut journal = Journal::new(1);
        journal.entries.push("virConnectOpen(\"test:///default\")".parse().unwrap());
        let token = virtlab_share::write(&journal, 0).unwrap();
        let args = |text: &str| Args {
            journal: format!("https://example.org/#{PREFIX}{text}").into(),
            compare: false,
            spelled: None,
        };
        let (_, read, link) = args(&token).read().unwrap();
        assert_eq!((read, link.is_some()), (journal, true));
        assert!(args("9").read().unwrap_err().contains("newer virtlab"));
        assert!(args(&token[..9]).read().unwrap_err().contains("broken"));
    }

    #[test]
    fn what_is_printed_compares_equal_and_a_change_does_not() {
        let mut journal = Journal::new(1);
        for call in ["virConnectOpen(\"test:///default\")", "virDomainLookupByName(conn1, \"none\")"] {
            journal.entries.push(call.parse().unwrap());
        }
        let (world, outcomes) = journal.replay().unwrap();
        let lines: Vec<String> = outcomes.iter().map(line).collect();
        assert_eq!(lines[0], "conn1");
        assert!(lines[1].starts_with("NULL; VIR_ERR_NO_DOMAIN: Domain not found"), "{}", lines[1]);
        let hash = format!("{:032x}", world.state_hash());
        let same = |outcomes: &[String], hash: &str| {
            let recorded = Recorded { outcomes: Some(outcomes.to_vec()), hash: Some(hash.into()) };
            compare(&journal, &recorded, &lines, &format!("{:032x}", world.state_hash())).unwrap()
                == ExitCode::SUCCESS
        };
        assert!(same(&lines, &hash));
        assert!(!same(&lines[..1], &hash));
        assert!(!same(&["conn2".to_owned(), lines[1].clone()], &hash));
        assert!(!same(&lines, "0"));
        assert!(compare(&journal, &Recorded::default(), &lines, &hash).is_err());
    }
}
