//! The programs that set-up brings: which version, where they are found, how they are made.

use crate::sh::{self, Result, cmd};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A program from crates.io, found on PATH or kept in the cache.
pub struct Tool {
    /// The crate to install.
    pub package: &'static str,
    /// The program that it gives.
    pub program: &'static str,
    /// What building it takes, for the message.
    pub takes: &'static str,
    args: &'static [&'static str],
    accepts: fn(found: &str, wanted: &str) -> bool,
    version: Version,
    /// Whether it tells its version; else the note that cargo made when it was installed has to.
    tells: bool,
}

enum Version {
    Fixed(&'static str),
    /// The version that Cargo.lock has of this crate, or this one while the lock has none.
    Locked(&'static str, &'static str),
}

/// Builds the page. 0.22 wants a newer compiler than the workspace does.
pub const TRUNK: Tool = Tool {
    package: "trunk",
    program: "trunk",
    takes: "about 5 minutes",
    args: &["--no-default-features"],
    accepts: same_minor,
    version: Version::Fixed("0.21.14"),
    tells: true,
};

/// Makes the JavaScript beside the wasm; refuses to work for any other version of its crate.
pub const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    takes: "about 2 minutes",
    args: &[],
    accepts: same,
    version: Version::Locked("wasm-bindgen", "0.2.129"),
    tells: true,
};

/// Cuts the released page where wasm_split_helpers marks it; the two count their versions apart.
pub const WASM_SPLIT: Tool = Tool {
    package: "wasm_split_cli_support",
    program: "wasm-split-cli",
    takes: "about 2 minutes",
    args: &["--features", "build-binary"],
    accepts: same,
    version: Version::Fixed("0.2.4"),
    tells: false,
};

/// Checks licences and sources of dependencies.
pub const CARGO_DENY: Tool = Tool {
    package: "cargo-deny",
    program: "cargo-deny",
    takes: "about 3 minutes",
    args: &[],
    accepts: same_minor,
    version: Version::Fixed("0.20.2"),
    tells: true,
};

fn same(found: &str, wanted: &str) -> bool {
    found == wanted
}

/// Before 1.0 the middle number is the one that changes behaviour.
fn same_minor(found: &str, wanted: &str) -> bool {
    let line = |v: &str| v.rsplit_once('.').map(|(line, _)| line.to_owned());
    line(found).is_some() && line(found) == line(wanted)
}

impl Tool {
    /// The version that this checkout needs.
    pub fn wanted(&self) -> Result<String> {
        match self.version {
            Version::Fixed(v) => Ok(v.to_owned()),
            Version::Locked(package, otherwise) => {
                let lock = sh::read(&sh::root().join("Cargo.lock"))?;
                Ok(locked_version(&lock, package).unwrap_or(otherwise).to_owned())
            }
        }
    }

    /// Where a fitting version is: on PATH, else in the cache.
    pub fn find(&self) -> Result<Option<PathBuf>> {
        let wanted = self.wanted()?;
        let places = [sh::which(self.program), Some(bin().join(self.program))];
        let fits = |file: &PathBuf| sh::is_executable(file) && self.fits(file, &wanted);
        Ok(places.into_iter().flatten().find(fits))
    }

    /// Where it is, after set-up has run.
    pub fn path(&self) -> Result<PathBuf> {
        self.find()?.ok_or_else(|| format!("{} is missing: run `cargo xtask setup`", self.program))
    }

    fn fits(&self, file: &Path, wanted: &str) -> bool {
        if !self.tells {
            let notes = file.parent().and_then(Path::parent).map(|root| root.join(".crates.toml"));
            let notes = notes.and_then(|notes| std::fs::read_to_string(notes).ok()).unwrap_or_default();
            return noted_version(&notes, self.package).is_some_and(|found| (self.accepts)(found, wanted));
        }
        let said = sh::capture(cmd(file).arg("--version")).unwrap_or_default();
        said.split_whitespace().nth(1).is_some_and(|found| (self.accepts)(found, wanted))
    }

    /// Installs it into the cache, prebuilt where cargo-binstall is there.
    pub fn install(&self) -> Result {
        let wanted = self.wanted()?;
        let home = bin();
        let home = home.parent().unwrap_or(&home);
        std::fs::create_dir_all(home).map_err(|e| format!("cannot make {}: {e}", home.display()))?;
        if sh::which("cargo-binstall").is_some() {
            println!("set-up: {} {wanted}, prebuilt by cargo binstall", self.package);
            let name = format!("{}@{wanted}", self.package);
            let done = sh::run(
                cmd("cargo").args(["binstall", "--no-confirm", "--force", "--root"]).arg(home).arg(name),
            );
            if done.is_ok() {
                return Ok(());
            }
            println!("set-up: there is no prebuilt {}; building it", self.package);
        }
        println!("set-up: building {} {wanted}, {}", self.package, self.takes);
        // Their own release profiles cost minutes and save milliseconds here.
        sh::run(
            cmd("cargo")
                .args(["install", self.package, "--version", &wanted, "--locked", "--force", "--root"])
                .arg(home)
                .args(self.args)
                // Else cargo advises to put the folder on PATH, which nobody needs to.
                .env("PATH", with_path(home.join("bin"))?)
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
        )
    }
}

/// The folder of everything that set-up makes: not target/, so that `cargo clean` and a new checkout keep it.
pub fn cache() -> PathBuf {
    if let Some(dir) = std::env::var_os("VIRTLAB_TOOLS") {
        return std::path::absolute(&dir).unwrap_or_else(|_| dir.into());
    }
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|dir| dir.is_absolute());
    let home = || std::env::home_dir().unwrap_or_default().join(".cache");
    base.unwrap_or_else(home).join("virtlab")
}

/// PATH with `folder` before it.
pub fn with_path(folder: PathBuf) -> Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&path)))
        .map_err(|e| format!("PATH: {e}"))
}

/// The cache's programs.
fn bin() -> PathBuf {
    cache().join("tools").join("bin")
}

/// The version that a Cargo.lock has of `package`.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// The version of `package` that cargo's notes on a folder of installed programs have.
fn noted_version<'a>(notes: &'a str, package: &str) -> Option<&'a str> {
    let begin = format!("\"{package} ");
    notes.lines().find_map(|line| line.strip_prefix(&begin)?.split(' ').next())
}

/// A Python that has libvirt's binding: the distribution's own, where another one comes before it on PATH.
pub fn libvirt_python() -> Result<PathBuf> {
    let system = Path::new("/usr/bin/python3").to_path_buf();
    let found = [sh::which("python3"), Some(system)].into_iter().flatten();
    let has = |python: &PathBuf| sh::capture(cmd(python).args(["-c", "import libvirt"])).is_ok();
    found.into_iter().find(has).ok_or_else(|| "no python3 has the module libvirt".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_notes_name_the_version() {
        let notes =
            "[v1]\n\"trunk 0.21.14 (registry+x)\" = [\"trunk\"]\n\"b 1.2.3 (registry+x)\" = [\"c\"]\n";
        assert_eq!(noted_version(notes, "b"), Some("1.2.3"));
        assert_eq!(noted_version(notes, "c"), None);
    }

    #[test]
    fn a_lock_names_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.129"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn versions_fit_by_their_line() {
        assert!(same_minor("0.21.9", "0.21.14"));
        assert!(!same_minor("0.22.0", "0.21.14"));
        assert!(!same_minor("", ""));
        assert!(!same("0.2.128", "0.2.129"));
    }
}
