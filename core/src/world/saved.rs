//! A session as a text: all its branches, and the moment that is looked at. A journal is one too, with one branch.

use serde::{Deserialize, Serialize};

use super::history::History;
use super::journal::{Entry, Journal, JournalError, LabChoice, VERSION, read_entry};
use crate::ground::limits::{JOURNAL_BYTES_MAX, JOURNAL_CALLS_MAX};

/// Branches of one session that are read.
const BRANCHES_MAX: usize = 1000;

#[derive(Serialize, Deserialize)]
struct SavedBranch {
    /// The branch that it parts from, and after how many steps.
    from: usize,
    after: usize,
    /// Its calls from there on.
    calls: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Saved {
    virtlab: u32,
    seed: u64,
    #[serde(default)]
    lab: LabChoice,
    calls: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    branches: Vec<SavedBranch>,
    #[serde(default)]
    branch: usize,
    #[serde(default)]
    position: Option<usize>,
}

impl History {
    /// The whole session as JSON; [`History::from_json`] reads it back, and [`Journal::from_json`] reads its first branch.
    pub fn to_json(&self) -> String {
        let start = self.start();
        let lines = |branch: usize, from: usize| {
            self.branches()[branch].steps[from..].iter().map(|step| step.entry.to_string()).collect()
        };
        let branches = self.branches().iter().enumerate().filter_map(|(i, branch)| {
            branch.parent.map(|(from, after)| SavedBranch { from, after, calls: lines(i, after) })
        });
        let saved = Saved {
            virtlab: VERSION,
            seed: start.seed,
            lab: start.lab.clone(),
            calls: lines(0, 0),
            branches: branches.collect(),
            branch: self.current(),
            position: Some(self.position()),
        };
        serde_json::to_string(&saved).unwrap_or_default()
    }

    /// Reads a session or a journal and replays it.
    ///
    /// # Errors
    /// What is wrong, with the call that it is about.
    pub fn from_json(text: &str) -> Result<Self, JournalError> {
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
        let calls = saved.calls.len() + saved.branches.iter().map(|branch| branch.calls.len()).sum::<usize>();
        if calls > JOURNAL_CALLS_MAX || saved.branches.len() > BRANCHES_MAX {
            let message =
                format!("{calls} calls in {} branches is more than is read", saved.branches.len() + 1);
            return Err(whole(message));
        }
        let entries = read_all(&saved.calls)?;
        let mut history = History::new(Journal { lab: saved.lab, seed: saved.seed, entries })?;
        for (i, branch) in saved.branches.iter().enumerate() {
            // A branch parts from one before it.
            if branch.from > i {
                return Err(whole(format!(
                    "branch {} parts from branch {}, which comes later",
                    i + 1,
                    branch.from
                )));
            }
            history.begin_branch(branch.from, branch.after);
            for entry in read_all(&branch.calls)? {
                history.perform(entry.client, entry.call);
            }
        }
        history.switch(saved.branch);
        history.seek(saved.position.unwrap_or(usize::MAX));
        Ok(history)
    }
}

fn read_all(lines: &[String]) -> Result<Vec<Entry>, JournalError> {
    let read = |(i, line): (usize, &String)| {
        read_entry(line).map_err(|message| JournalError { call: Some(i + 1), message })
    };
    lines.iter().enumerate().map(read).collect()
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
    fn nonsense_is_refused() {
        for text in ["", "[]", "{\"virtlab\":9,\"seed\":1,\"calls\":[]}"] {
            assert!(History::from_json(text).is_err(), "{text}");
        }
        let later = r#"{"virtlab":1,"seed":1,"calls":[],"branches":[{"from":5,"after":0,"calls":[]}]}"#;
        assert!(History::from_json(later).is_err());
    }
}
