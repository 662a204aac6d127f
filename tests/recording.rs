//! The files of recordings/: sessions, each a header and lines.

use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use virtlab_core::domain::DomainState;
use virtlab_core::host::{Account, FirstDomain, HostConfig, Lab};
use virtlab_core::world::World;

/// A session: a world that begins anew, and calls.
pub struct Session {
    /// The line that began it.
    pub header: Json,
    /// The lines after it, with their numbers in the file.
    pub lines: Vec<(usize, Json)>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings")
}

/// The recording's sessions.
pub fn read(name: &str) -> Vec<Session> {
    let path = folder().join(format!("{name}.jsonl"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut sessions: Vec<Session> = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let json: Json = serde_json::from_str(line).unwrap_or_else(|e| panic!("{name}:{}: {e}", i + 1));
        if json.get("call").is_some() {
            let session = sessions.last_mut().unwrap_or_else(|| panic!("{name}: it begins with a call"));
            session.lines.push((i + 1, json));
        } else {
            sessions.push(Session { header: json, lines: Vec::new() });
        }
    }
    sessions
}

/// The name of every recording: its path without `.jsonl`.
pub fn names() -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![folder()];
    while let Some(folder_now) = folders.pop() {
        for entry in std::fs::read_dir(&folder_now).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "jsonl") {
                let name = path.strip_prefix(folder()).unwrap_or(&path).with_extension("");
                names.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    names.sort();
    names
}

impl Session {
    /// What it is called, for messages.
    pub fn name(&self) -> &str {
        let header = &self.header;
        header["scenario"].as_str().or(header["matrix"].as_str()).unwrap_or_default()
    }

    /// Whether stderr was looked at.
    pub fn listens_to_stderr(&self) -> bool {
        self.header.get("quiet").is_none()
    }

    /// The world that it begins with: the built-in lab, and the header's hosts of the test driver.
    pub fn world(&self) -> World {
        let mut lab = Lab::builtin();
        let test = lab.hosts[0].clone();
        for (path, host) in self.header["hosts"].as_object().into_iter().flatten() {
            lab.hosts.push(host_of(&test, path, host));
        }
        World::new(lab, 1).unwrap_or_else(|faults| panic!("{}: {faults:?}", self.name()))
    }
}

fn host_of(test: &HostConfig, path: &str, host: &Json) -> HostConfig {
    let list = |name: &str| host[name].as_array().cloned().unwrap_or_default();
    let first = |domain: &Json| FirstDomain {
        xml: domain["xml"].as_str().unwrap_or_default().into(),
        runstate: state(&domain["runstate"]),
        transient: domain["transient"] == true,
        managed_save: domain["managed_save"] == true,
    };
    let account = |pair: &Json| Account {
        user: pair[0].as_str().unwrap_or_default().into(),
        password: pair[1].as_str().map(Into::into),
    };
    HostConfig {
        key: path.into(),
        uris: vec![format!("test://{path}").into()],
        domains: list("domains").iter().map(first).collect(),
        accounts: list("accounts").iter().map(account).collect(),
        ..test.clone()
    }
}

fn state(number: &Json) -> DomainState {
    let known = number.as_i64().and_then(|n| DomainState::from_number(n as i32));
    known.unwrap_or_else(|| panic!("{number} is no state"))
}
