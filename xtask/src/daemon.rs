//! The daemon, built and started for a check, and ended with it.

use crate::sh::{self, Result, cmd};
use crate::{setup, site};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Stdio};

/// Which build of `virtlab` a check wants.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// As tests are built: overflow checks and assertions are on.
    Dev,
    /// As it is shipped, to be timed.
    Release,
}

/// `cargo xtask daemon`: the program as it is shipped, with the page inside.
pub fn run(args: &[String]) -> Result {
    if !args.is_empty() {
        return Err("daemon takes nothing more".into());
    }
    site::build(&setup::ensure(site::NEEDS)?, false)?;
    let mut cargo = cmd("cargo");
    cargo.args(["build", "--locked", "--release", "--package", "virtlab", "--bin", "virtlab"]);
    sh::run(cargo.env("VIRTLAB_SITE", site::dist()))?;
    println!("built {}", program(Profile::Release).display());
    Ok(())
}

/// Builds the program `virtlab` and says where it is.
pub fn build(profile: Profile) -> Result<PathBuf> {
    let mut cargo = cmd("cargo");
    cargo.args(["build", "--quiet", "--locked", "--package", "virtlab", "--bin", "virtlab"]);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    sh::run(&mut cargo)?;
    Ok(program(profile))
}

/// Where Cargo puts the program.
fn program(profile: Profile) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| sh::root().join("target"), PathBuf::from);
    let folder = if profile == Profile::Release { "release" } else { "debug" };
    target.join(folder).join("virtlab")
}

/// A running `virtlab serve`; ends when it is dropped.
pub struct Daemon {
    child: Child,
    /// Kept open: a daemon whose standard output is gone could not speak.
    _stdout: BufReader<ChildStdout>,
    listeners: Vec<(String, String)>,
}

impl Daemon {
    /// Starts `virtlab serve ARGS` and waits until it listens in as many places as the arguments ask for.
    pub fn start(program: &PathBuf, args: &[&str]) -> Result<Daemon> {
        let mut command = cmd(program);
        command.arg("serve").args(args).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|e| format!("cannot run {}: {e}", program.display()))?;
        let stdout = child.stdout.take().ok_or("the daemon has no standard output")?;
        let mut daemon = Daemon { child, _stdout: BufReader::new(stdout), listeners: Vec::new() };
        let asked = args.iter().filter(|arg| LISTENERS.contains(arg)).count();
        while daemon.listeners.len() < asked {
            let mut line = String::new();
            let read = daemon._stdout.read_line(&mut line).map_err(|e| format!("the daemon: {e}"))?;
            if read == 0 {
                return Err("the daemon ended before it listened".into());
            }
            daemon.listeners.extend(listener(&line));
        }
        Ok(daemon)
    }

    /// Where it listens by `kind` (`unix`, `unix-ro`, `tcp`, `tls`): a path, or an address with its port.
    pub fn at(&self, kind: &str) -> Result<&str> {
        let found = self.listeners.iter().find(|(k, _)| k == kind);
        found.map(|(_, at)| at.as_str()).ok_or_else(|| format!("the daemon does not listen by {kind}"))
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It has ended already, or ends now: nothing is left to be done about a failure.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder for sockets and the like, gone when this is dropped. Not in target/: the path of a socket has to be short.
pub struct Scratch(PathBuf);

impl Scratch {
    /// A new folder; `name` says what for.
    pub fn new(name: &str) -> Result<Scratch> {
        let folder = std::env::temp_dir().join(format!("virtlab-{name}-{}", std::process::id()));
        std::fs::create_dir(&folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
        Ok(Scratch(folder))
    }

    /// The path of a file in it, as text.
    pub fn file(&self, name: &str) -> Result<String> {
        let path = self.0.join(name);
        path.to_str().map(str::to_owned).ok_or_else(|| format!("{} is not UTF-8", path.display()))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to whoever cleans the system's temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The options that make `virtlab serve` listen somewhere.
const LISTENERS: &[&str] = &["--unix", "--unix-ro", "--tcp", "--tls", "--http"];

/// What a line `listening on KIND PLACE` says.
fn listener(line: &str) -> Option<(String, String)> {
    let (kind, place) = line.trim_end().strip_prefix("listening on ")?.split_once(' ')?;
    Some((kind.to_owned(), place.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_is_told_by_its_line() {
        let told = |line| listener(line);
        assert_eq!(told("listening on tcp 127.0.0.1:5\n"), Some(("tcp".into(), "127.0.0.1:5".into())));
        assert_eq!(told("listening on unix /a b/c\n"), Some(("unix".into(), "/a b/c".into())));
        assert_eq!(told("ready\n"), None);
    }
}
