//! `virtlab record`.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args as ClapArgs;
use virtlab_core::api::{Call, Value};
use virtlab_core::world::{Entry, World};
use virtlab_scenario::{Performer, Recorder, Scenario, write};

use super::conform::Clients;
use super::out::put;
use super::reach;

/// Do calls at a libvirt, and write a scenario of what comes of them
///
/// The calls are lines such as virConnectOpen("test:///default"); `#` begins a comment, and `== TITLE` another scenario.
/// Whatever the calls open is opened at the libvirt of the URI; test:///default is the built-in world.
#[derive(ClapArgs, Debug)]
pub(super) struct Args {
    /// The libvirt, such as qemu:///system or test+unix:///default?socket=PATH
    uri: String,
    /// The calls; standard input without it
    calls: Option<PathBuf>,
    /// What the scenario shows
    #[arg(long, default_value = "A session")]
    title: String,
    /// Where documents are: a call's $NAME is the document NAME.xml in this folder
    #[arg(long, value_name = "FOLDER")]
    documents: Option<PathBuf>,
    /// Write FOLDER/TITLE/scenario.toml for each scenario, and print nothing
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

impl Args {
    pub fn run(self) -> Result<ExitCode, String> {
        let text = match &self.calls {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?,
            None => {
                let mut text = String::new();
                std::io::stdin().read_to_string(&mut text).map_err(|error| error.to_string())?;
                text
            }
        };
        let via = reach(&self.uri)?;
        let driver = self.uri.split(['+', ':']).next().unwrap_or("test").to_owned();
        let mut title = self.title.clone();
        let mut entries: Vec<Entry> = Vec::new();
        let mut written = BTreeSet::new();
        let mut finish = |title: &str, entries: &mut Vec<Entry>| -> Result<(), String> {
            let entries = std::mem::take(entries);
            if entries.is_empty() {
                return Ok(());
            }
            let scenario = match &via {
                Some(via) => record(title, &driver, &entries, &mut Clients::new(via.clone())),
                None => record(title, &driver, &entries, &mut World::builtin(1)),
            };
            if self.out.is_some() && !written.insert(slug(title)) {
                return Err(format!(
                    "two scenarios would be in the folder {}: give one another title",
                    slug(title)
                ));
            }
            self.put(&scenario)
        };
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if let Some(next) = line.strip_prefix("== ") {
                finish(&title, &mut entries)?;
                title = next.to_owned();
            } else if !line.is_empty() && !line.starts_with('#') {
                let line = with_documents(line, self.documents.as_deref())?;
                let entry = line.parse::<Entry>().map_err(|error| format!("line {number}: {error}"))?;
                entries.push(entry);
            }
        }
        finish(&title, &mut entries)?;
        Ok(ExitCode::SUCCESS)
    }

    fn put(&self, scenario: &Scenario) -> Result<(), String> {
        let text = write(scenario);
        let Some(out) = &self.out else {
            return put(&format!("{text}\n"));
        };
        let folder = out.join(slug(&scenario.title));
        let file = folder.join("scenario.toml");
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&file, text))
            .map_err(|error| format!("cannot write {}: {error}", file.display()))
    }
}

fn record(title: &str, driver: &str, entries: &[Entry], at: &mut dyn Performer) -> Scenario {
    let mut recorder = Recorder::new(title, [driver.to_owned()]);
    for entry in entries {
        let call: &Call = &entry.call;
        let outcome = at.perform(entry.client.0, call);
        recorder.record(entry.client.0, call, &outcome);
    }
    recorder.scenario()
}

/// A title as the name of a folder, in whatever script it is.
fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "scenario".to_owned() } else { slug }
}

/// A call's text with documents in the place of their names.
fn with_documents(line: &str, folder: Option<&Path>) -> Result<String, String> {
    let Some(folder) = folder else { return Ok(line.to_owned()) };
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('$') {
        let after = &rest[at + 1..];
        let len = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
        let path = folder.join(format!("{}.xml", &after[..len]));
        let document =
            std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        out.push_str(&rest[..at]);
        out.push_str(&Value::text(document).to_string());
        rest = &after[len..];
    }
    Ok(out + rest)
}
