//! `virtlab conform`.

mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args as ClapArgs;
use virtlab_core::api::{Call, Outcome};
use virtlab_core::world::World;
use virtlab_scenario::{Difference, Performer, Scenario, read, run};

use super::out::put;
use super::reach;
use crate::client::{Client, Via};

/// Run scenarios, and tell what comes otherwise than they expect
///
/// A scenario is a file scenario.toml: calls, and what is expected of each. They are run in the built-in world, or with --uri
/// at any libvirt.
#[derive(ClapArgs, Debug)]
pub(super) struct Args {
    /// Scenarios, and folders in which they are looked for
    #[arg(default_value = "tests/scenarios")]
    paths: Vec<PathBuf>,
    /// The libvirt to ask, such as test+unix:///default?socket=PATH; whatever a scenario opens is opened there
    #[arg(long, value_name = "URI")]
    uri: Option<String>,
    /// Write a report in JUnit's XML
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Print the Test Anything Protocol
    #[arg(long)]
    tap: bool,
    /// How many scenarios are run at once; one with --uri, where they may meet in the same libvirt
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

/// What came of a scenario.
pub(super) struct Verdict {
    /// Its file.
    pub path: String,
    /// What it shows.
    pub title: String,
    pub result: Ending,
}

/// How a scenario ended.
pub(super) enum Ending {
    /// All came as expected.
    Passed,
    /// It is for other drivers.
    Skipped(String),
    /// It fails, as it is known to.
    Known(String),
    /// It is known to fail, and did not.
    Mended(String),
    /// This came otherwise.
    Failed(Vec<Difference>),
    /// It could not be read or run.
    Broken(String),
}

impl Ending {
    /// Whether it is as it should be.
    pub fn good(&self) -> bool {
        matches!(self, Self::Passed | Self::Skipped(_) | Self::Known(_))
    }
}

/// The one whom scenarios are run at.
enum Libvirt {
    BuiltIn(Box<World>),
    At(Via),
}

impl Args {
    pub fn run(self) -> Result<ExitCode, String> {
        let mut files = Vec::new();
        for path in &self.paths {
            find(path, &mut files)?;
        }
        if files.is_empty() {
            let paths: Vec<String> = self.paths.iter().map(|path| path.display().to_string()).collect();
            return Err(format!("there is no scenario.toml in {}", paths.join(", ")));
        }
        let via = self.uri.as_deref().map(reach).transpose()?.flatten();
        let driver = self.uri.as_deref().and_then(|uri| uri.split(['+', ':']).next()).unwrap_or("test");
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let jobs = self.jobs.unwrap_or(if via.is_some() { 1 } else { cores }).clamp(1, files.len());
        let libvirt = via.map_or_else(|| Libvirt::BuiltIn(Box::new(World::builtin(1))), Libvirt::At);
        let began = std::time::Instant::now();
        let verdicts = all(&files, driver, &libvirt, jobs);
        let seconds = began.elapsed().as_secs_f64();
        if let Some(file) = &self.junit {
            std::fs::write(file, report::junit(&verdicts, seconds))
                .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        }
        put(&if self.tap { report::tap(&verdicts) } else { report::human(&verdicts, seconds) })?;
        Ok(if verdicts.iter().all(|one| one.result.good()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// The scenarios at a path, in the order of their names.
fn find(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let fault = |error: std::io::Error| format!("cannot read {}: {error}", path.display());
    if !std::fs::metadata(path).map_err(fault)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(path).map_err(fault)?;
    let mut entries: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(fault)?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            find(&entry, files)?;
        } else if entry.file_name().is_some_and(|name| name == "scenario.toml") {
            files.push(entry);
        }
    }
    Ok(())
}

/// Runs all of them, so many at once. The verdicts are in the order of the files.
fn all(files: &[PathBuf], driver: &str, libvirt: &Libvirt, jobs: usize) -> Vec<Verdict> {
    let next = AtomicUsize::new(0);
    let verdicts: Mutex<Vec<(usize, Verdict)>> = Mutex::new(Vec::with_capacity(files.len()));
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = files.get(index) else { return };
                    let verdict = one(file, driver, libvirt);
                    if let Ok(mut verdicts) = verdicts.lock() {
                        verdicts.push((index, verdict));
                    }
                }
            });
        }
    });
    let mut verdicts = verdicts.into_inner().unwrap_or_default();
    verdicts.sort_by_key(|(index, _)| *index);
    verdicts.into_iter().map(|(_, verdict)| verdict).collect()
}

fn one(file: &Path, driver: &str, libvirt: &Libvirt) -> Verdict {
    let path = file.display().to_string();
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            return Verdict { path, title: String::new(), result: Ending::Broken(error.to_string()) };
        }
    };
    match read(&text) {
        Err(fault) => {
            let result = Ending::Broken(format!("{path}:{fault}"));
            Verdict { path, title: String::new(), result }
        }
        Ok(scenario) => {
            let result = judge(&scenario, driver, libvirt);
            Verdict { path, title: scenario.title, result }
        }
    }
}

fn judge(scenario: &Scenario, driver: &str, libvirt: &Libvirt) -> Ending {
    if !scenario.is_for(driver) {
        return Ending::Skipped(format!("it is for {}", scenario.drivers.join(", ")));
    }
    let found = match libvirt {
        Libvirt::BuiltIn(world) => run(scenario, &mut (**world).clone()),
        Libvirt::At(via) => run(scenario, &mut Clients::new(via.clone())),
    };
    match (&scenario.fails, found.is_empty()) {
        (None, true) => Ending::Passed,
        (None, false) => Ending::Failed(found),
        (Some(why), false) => Ending::Known(why.clone()),
        (Some(why), true) => Ending::Mended(why.clone()),
    }
}

/// The clients of a scenario, each as a program of its own.
pub(super) struct Clients {
    via: Via,
    clients: std::collections::BTreeMap<u32, Client>,
}

impl Clients {
    pub fn new(via: Via) -> Self {
        Self { via, clients: std::collections::BTreeMap::new() }
    }
}

impl Performer for Clients {
    fn perform(&mut self, client: u32, call: &Call) -> Outcome {
        let via = &self.via;
        self.clients.entry(client).or_insert_with(|| Client::new(via.clone())).perform(call)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_in_the_order_of_the_files_and_known_failures_must_fail() {
        let folder = std::env::temp_dir().join(format!("virtlab-conform-{}", std::process::id()));
        let scenario = |name: &str, head: &str, returns: &str| {
            let folder = folder.join(name);
            std::fs::create_dir_all(&folder).unwrap();
            let call = "call = 'virConnectNumOfDomains(NULL)'";
            let open = "call = 'virConnectOpen(\"test:///default\")'\nreturns = 'conn1'";
            let text = format!(
                "title = \"{name}\"\n{head}\n[[step]]\n{open}\n[[step]]\ncall = 'virConnectNumOfDomains(conn1)'\nreturns = '{returns}'\n"
            );
            assert!(!text.contains(call));
            std::fs::write(folder.join("scenario.toml"), text).unwrap();
        };
        scenario("a", "", "1");
        scenario("b", "", "2");
        scenario("c", "fails = \"why\"", "2");
        scenario("d", "fails = \"why\"", "1");
        scenario("e", "drivers = [\"qemu\"]", "1");
        scenario("f", "nonsense = 1", "1");
        let mut files = Vec::new();
        find(&folder, &mut files).unwrap();
        let libvirt = Libvirt::BuiltIn(Box::new(World::builtin(1)));
        let verdicts = all(&files, "test", &libvirt, 3);
        let short: Vec<(bool, &str)> = verdicts
            .iter()
            .map(|one| {
                let word = match &one.result {
                    Ending::Passed => "passed",
                    Ending::Skipped(_) => "skipped",
                    Ending::Known(_) => "known",
                    Ending::Mended(_) => "mended",
                    Ending::Failed(_) => "failed",
                    Ending::Broken(_) => "broken",
                };
                (one.result.good(), word)
            })
            .collect();
        let expected = [
            (true, "passed"),
            (false, "failed"),
            (true, "known"),
            (false, "mended"),
            (true, "skipped"),
            (false, "broken"),
        ];
        assert_eq!(short, expected);
        let human = report::human(&verdicts, 0.0);
        assert!(human.contains("line 7: virConnectNumOfDomains(conn1)\n    returns: [-2-]{+1+}"), "{human}");
        assert!(human.contains("scenario.toml:2:1: there is no key nonsense"), "{human}");
        assert!(human.ends_with("1 passed, 3 failed, 1 known to fail, 1 skipped in 0.00 s\n"), "{human}");
        let tap = report::tap(&verdicts);
        assert!(
            tap.starts_with("1..6\nok 1 - ")
                && tap.contains("# TODO why")
                && tap.contains("# SKIP it is for qemu"),
            "{tap}"
        );
        let junit = report::junit(&verdicts, 0.0);
        assert!(junit.contains("tests=\"6\" failures=\"2\" errors=\"1\" skipped=\"2\""), "{junit}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
