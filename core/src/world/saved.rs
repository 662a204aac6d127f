//! A session as a text: all its branches, and the moment that is looked at. A journal is one too, with one branch.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::Subject;
use super::history::{History, Step};
use super::journal::{Entry, Journal, JournalError, LabChoice, VERSION};
use crate::ground::limits::{JOURNAL_BYTES_MAX, JOURNAL_CALLS_MAX};

/// Branches of one session that are read.
const BRANCHES_MAX: usize = 1000;

#[derive(Debug, Deserialize)]
struct SavedBranch {
    /// The branch that it parts from, and after how many steps.
    from: usize,
    after: usize,
    /// Its calls from there on.
    calls: Vec<String>,
}

#[derive(Deserialize)]
struct Saved {
    virtlab: u32,
    seed: u64,
    #[serde(default)]
    lab: LabChoice,
    #[serde(default)]
    subject: Option<Subject>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    calls: Vec<String>,
    #[serde(default)]
    branches: Vec<SavedBranch>,
    #[serde(default)]
    branch: usize,
    #[serde(default)]
    position: Option<usize>,
}

/// How many calls a part of a session's text holds at most.
const PART_CALLS: usize = 128;

/// A part of a session's text: the parts one after the other are the text. A page that keeps it writes only those that
/// are new.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// What may change with each step, and is short.
    Frame(String),
    /// Calls of a branch, which never change: [`History::calls_text`] gives their text.
    Calls {
        /// Which branch.
        branch: usize,
        /// Its steps, counted from the very start.
        steps: Range<usize>,
    },
}

impl History {
    /// The whole session as JSON; [`History::from_json`] reads it back, and [`Journal::from_json`] reads its first branch.
    pub fn to_json(&self) -> String {
        let text = |part| match part {
            Part::Frame(text) => text,
            Part::Calls { branch, steps } => self.calls_text(branch, steps),
        };
        self.parts().into_iter().map(text).collect()
    }

    /// The parts of the session's text.
    pub fn parts(&self) -> Vec<Part> {
        let start = self.start();
        // A lab of strings and numbers always serialises.
        let lab = serde_json::to_string(&start.lab).unwrap_or_default();
        let subject = match &start.subject {
            Some(subject) => format!("\"subject\":\"{subject}\","),
            None => String::new(),
        };
        let answers = match start.answers.is_empty() {
            true => String::new(),
            false => format!("\"answers\":{},", serde_json::to_string(&start.answers).unwrap_or_default()),
        };
        let seed = start.seed;
        let mut frame =
            format!("{{\"virtlab\":{VERSION},\"seed\":{seed},\"lab\":{lab},{subject}{answers}\"calls\":[");
        let mut parts = Vec::new();
        for (number, branch) in self.branches().iter().enumerate() {
            let first = branch.parent.map_or(0, |(_, after)| after);
            if let Some((from, after)) = branch.parent {
                frame.push_str(if number == 1 { "],\"branches\":[" } else { "," });
                frame.push_str(&format!("{{\"from\":{from},\"after\":{after},\"calls\":["));
            }
            for from in (first..branch.steps.len()).step_by(PART_CALLS) {
                if from > first {
                    frame.push(',');
                }
                parts.push(Part::Frame(std::mem::take(&mut frame)));
                let steps = from..branch.steps.len().min(from + PART_CALLS);
                parts.push(Part::Calls { branch: number, steps });
            }
            if number > 0 {
                frame.push_str("]}");
            }
        }
        frame.push_str(&format!("],\"branch\":{},\"position\":{}}}", self.current(), self.position()));
        parts.push(Part::Frame(frame));
        parts
    }

    /// The text of some calls of a branch; none where there is no such branch or step.
    pub fn calls_text(&self, branch: usize, steps: Range<usize>) -> String {
        let steps =
            self.branches().get(branch).and_then(|branch| branch.steps.get(steps)).unwrap_or_default();
        let line = |step: &Step| serde_json::Value::from(step.entry.to_string()).to_string();
        steps.iter().map(line).collect::<Vec<_>>().join(",")
    }

    /// Reads a session or a journal and replays it.
    ///
    /// # Errors
    /// What is wrong, with the call that it is about.
    pub fn from_json(text: &str) -> Result<Self, JournalError> {
        let mut loading = Loading::new(text)?;
        loading.advance(usize::MAX)?;
        Ok(loading.finish())
    }
}

/// A session that is being replayed, as many calls at a time as its reader has time for.
#[derive(Debug)]
pub struct Loading {
    history: History,
    /// The first branch and the others, each with its calls.
    branches: Vec<SavedBranch>,
    /// The branch that is being replayed, and how many of its calls have been.
    at: (usize, usize),
    /// Calls of all branches, and how many have been made.
    total: usize,
    done: usize,
    /// The moment to look at in the end.
    end: (usize, Option<usize>),
}

impl Loading {
    /// Reads the text of a session or a journal; none of its calls is made yet.
    ///
    /// # Errors
    /// What is wrong with the text as a whole.
    pub fn new(text: &str) -> Result<Self, JournalError> {
        let whole = |message: String| JournalError { call: None, message };
        if text.len() > JOURNAL_BYTES_MAX {
            return Err(whole(format!("{} bytes; at most {JOURNAL_BYTES_MAX} are read", text.len())));
        }
        let saved: Saved =
            serde_json::from_str(text).map_err(|e| whole(format!("this is no virtlab session: {e}")))?;
        if saved.virtlab != VERSION {
            let message = format!("written by format {}; this virtlab reads format {VERSION}", saved.virtlab);
            return Err(whole(message));
        }
        let total = saved.calls.len() + saved.branches.iter().map(|branch| branch.calls.len()).sum::<usize>();
        if total > JOURNAL_CALLS_MAX || saved.branches.len() > BRANCHES_MAX {
            let message =
                format!("{total} calls in {} branches is more than is read", saved.branches.len() + 1);
            return Err(whole(message));
        }
        // A branch parts from one before it.
        if let Some((i, branch)) = saved.branches.iter().enumerate().find(|(i, branch)| branch.from > *i) {
            let message = format!("branch {} parts from branch {}, which comes later", i + 1, branch.from);
            return Err(whole(message));
        }
        let history = History::new(Journal {
            lab: saved.lab,
            seed: saved.seed,
            subject: saved.subject,
            answers: saved.answers,
            entries: Vec::new(),
        })?;
        let first = SavedBranch { from: 0, after: 0, calls: saved.calls };
        let branches = std::iter::once(first).chain(saved.branches).collect();
        Ok(Self { history, branches, at: (0, 0), total, done: 0, end: (saved.branch, saved.position) })
    }

    /// How many calls the session has.
    pub fn total(&self) -> usize {
        self.total
    }

    /// How many of them have been made.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Makes at most so many calls; says whether there are more.
    ///
    /// # Errors
    /// What is wrong with a call.
    pub fn advance(&mut self, calls: usize) -> Result<bool, JournalError> {
        let mut left = calls;
        while let Some(branch) = self.branches.get(self.at.0) {
            if let Some(line) = branch.calls.get(self.at.1) {
                if left == 0 {
                    return Ok(true);
                }
                let error = |message| JournalError { call: Some(self.at.1 + 1), message };
                let entry = line.parse::<Entry>().map_err(error)?;
                self.history.perform(entry.client, entry.call);
                self.at.1 += 1;
                self.done += 1;
                left -= 1;
            } else {
                self.at = (self.at.0 + 1, 0);
                if let Some(next) = self.branches.get(self.at.0) {
                    self.history.begin_branch(next.from, next.after);
                }
            }
        }
        Ok(false)
    }

    /// The session as far as it has been replayed, at the moment that was looked at when it was kept.
    pub fn finish(mut self) -> History {
        let (branch, position) = self.end;
        self.history.switch(branch);
        self.history.seek(position.unwrap_or(usize::MAX));
        self.history
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::ClientId;

    #[test]
    fn a_session_with_branches_round_trips() {
        let mut history = History::new(Journal::new(3)).unwrap();
        let calls = [
            "virConnectOpen(\"test:///default\")",
            "virConnectNumOfDomains(conn1)",
            "virConnectClose(conn1)",
        ];
        for call in calls {
            history.perform(ClientId(0), call.parse().unwrap());
        }
        history.seek(1);
        history.perform(ClientId(1), calls[0].parse().unwrap());
        history.perform(ClientId(0), calls[2].parse().unwrap());
        history.seek(2);
        let text = history.to_json();
        let again = History::from_json(&text).unwrap();
        assert_eq!(again.to_json(), text);
        assert_eq!((again.current(), again.position(), again.branches().len()), (1, 2, 2));
        assert_eq!(again.world().state_hash(), history.world().state_hash());
        assert_eq!(
            Journal::from_json(&text).unwrap().entries.len(),
            3,
            "a journal reader sees the first branch"
        );
        assert_eq!(History::from_json(&history.journal().to_json()).unwrap().steps().len(), 3);
    }

    #[test]
    fn only_the_last_part_of_a_branch_grows() {
        let mut history = History::new(Journal::new(3)).unwrap();
        let version = || "virGetVersion()".parse().unwrap();
        let calls = |history: &History| -> Vec<Part> {
            history.parts().into_iter().filter(|part| matches!(part, Part::Calls { .. })).collect()
        };
        for _ in 0..PART_CALLS * 2 {
            history.perform(ClientId(0), version());
        }
        let full = calls(&history);
        assert_eq!(full.len(), 2);
        history.perform(ClientId(0), version());
        let grown = calls(&history);
        assert_eq!((&grown[..2], grown.len()), (&full[..], 3));
        history.seek(PART_CALLS + 5);
        history.perform(ClientId(1), version());
        let branched = calls(&history);
        let steps = PART_CALLS + 5..PART_CALLS + 6;
        assert_eq!(branched[3..], [Part::Calls { branch: 1, steps }]);
        assert_eq!(History::from_json(&history.to_json()).unwrap().to_json(), history.to_json());
    }

    #[test]
    fn a_session_is_replayed_piece_by_piece() {
        let text = r#"{"virtlab":1,"seed":1,"calls":["virGetVersion()","virGetVersion()"],
            "branches":[{"from":0,"after":1,"calls":["virGetLastErrorCode()"]}],"branch":1,"position":2}"#;
        let mut loading = Loading::new(text).unwrap();
        assert_eq!((loading.advance(1), loading.done(), loading.total()), (Ok(true), 1, 3));
        assert_eq!((loading.advance(1), loading.done()), (Ok(true), 2));
        assert_eq!((loading.advance(1), loading.done()), (Ok(false), 3));
        let history = loading.finish();
        assert_eq!((history.current(), history.position()), (1, 2));
        assert_eq!(history.to_json(), History::from_json(text).unwrap().to_json());
        let mut wrong =
            Loading::new(r#"{"virtlab":1,"seed":1,"calls":["virGetVersion()","nope()"]}"#).unwrap();
        assert_eq!(wrong.advance(9).unwrap_err().call, Some(2));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "[]", "{\"virtlab\":9,\"seed\":1,\"calls\":[]}"] {
            assert!(History::from_json(text).is_err(), "{text}");
        }
        let later = r#"{"virtlab":1,"seed":1,"calls":[],"branches":[{"from":5,"after":0,"calls":[]}]}"#;
        assert!(History::from_json(later).is_err());
    }
}
