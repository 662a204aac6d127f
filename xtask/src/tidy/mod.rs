//! `cargo xtask tidy`: what the compiler and clippy cannot hold together. Each check is a pure function of the files.

mod contrast;
mod docs;
mod floors;
mod fluent;
mod leaks;
mod lengths;
mod purity;
mod source;
mod words;

use crate::sh::{self, Result, cmd};
use std::fmt;

/// A text file of the repository.
pub struct File {
    /// Relative to the root, with forward slashes.
    pub path: String,
    /// Its content.
    pub text: String,
}

impl File {
    /// A file with this content.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> File {
        File { path: path.into(), text: text.into() }
    }

    /// Whether it is Rust.
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

/// Something to mend, and where.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl Finding {
    /// A finding at a line, counted from 1.
    pub fn new(path: &str, line: usize, what: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

type Check = fn(&[File]) -> Vec<Finding>;

const CHECKS: &[Check] = &[
    floors::check,
    purity::check,
    docs::check,
    lengths::check,
    leaks::check,
    fluent::check,
    words::check,
    contrast::check,
];

/// `cargo xtask tidy`
pub fn run(args: &[String]) -> Result {
    let files = files()?;
    match args {
        [] => {}
        [arg] if arg == "--update" => return lengths::update(&files),
        _ => return Err("tidy takes only --update".into()),
    }
    let mut findings: Vec<Finding> = CHECKS.iter().flat_map(|check| check(&files)).collect();
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("tidy: {} files are as they should be", files.len());
            Ok(())
        }
        n => Err(format!("{n} to mend")),
    }
}

/// Every text file that git has or would add.
fn files() -> Result<Vec<File>> {
    let list =
        sh::capture(cmd("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    let root = sh::root();
    let paths = list.split('\0').filter(|path| !path.is_empty());
    // A file that was deleted and not yet committed, or that is not text, is no concern of these checks.
    Ok(paths
        .filter_map(|path| Some(File::new(path, std::fs::read_to_string(root.join(path)).ok()?)))
        .collect())
}
