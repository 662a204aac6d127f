//! The length of files and functions, as a ratchet: what was too long when it was listed in `ratchet.txt` may stay as
//! long as it is, and only shrink. `tidy --update` lowers the numbers; to raise or add one is a person's decision.

use super::source::{code_only, functions};
use super::{File, Finding};
use crate::sh::{self, Result};
use std::collections::BTreeMap;

/// The longest file, in lines.
const FILE_LIMIT: usize = 350;
/// The longest function, in lines from `fn` to its closing brace.
const FUNCTION_LIMIT: usize = 70;
/// What may be longer: lines of `LENGTH PATH` or `LENGTH PATH fn NAME`.
const RATCHET: &str = "xtask/ratchet.txt";

const HEADER: &str = "# Files over 350 lines and functions over 70, with the length that they may have. These numbers may only shrink:\n\
                      # `cargo xtask tidy --update` lowers them and drops what has become short enough.\n";

/// What can be long: a path, or a path and a function.
type Lengths = BTreeMap<String, (usize, usize)>;

/// Finds what is longer than its limit, and what the ratchet lists as longer than it is.
pub fn check(files: &[File]) -> Vec<Finding> {
    let listed = match listed(files) {
        Ok(listed) => listed,
        Err(finding) => return vec![finding],
    };
    let long = too_long(files);
    let mut findings = Vec::new();
    for (name, (length, line)) in &long {
        let path = name.split(' ').next().unwrap_or(name);
        match listed.get(name) {
            None => {
                let (what, limit) = match name.split_once(" fn ") {
                    Some((_, function)) => (format!("{function} has"), FUNCTION_LIMIT),
                    None => ("has".to_owned(), FILE_LIMIT),
                };
                findings.push(Finding::new(
                    path,
                    *line,
                    format!("{what} {length} lines, the limit is {limit}"),
                ));
            }
            Some((allowed, _)) if length > allowed => {
                let what = format!("{name} grew from {allowed} to {length} lines; it may only shrink");
                findings.push(Finding::new(path, *line, what));
            }
            Some(_) => {}
        }
    }
    for (name, (allowed, line)) in &listed {
        let now = long.get(name).map(|(length, _)| *length);
        if now.is_none_or(|now| now < *allowed) {
            let what = format!("{name} is shorter than {allowed} now: run `cargo xtask tidy --update`");
            findings.push(Finding::new(RATCHET, *line, what));
        }
    }
    findings
}

/// Lowers the numbers of the ratchet to what is there; never raises one, never adds one.
pub fn update(files: &[File]) -> Result {
    let listed = listed(files).map_err(|finding| finding.to_string())?;
    sh::write(&sh::root().join(RATCHET), render(&listed, &too_long(files)))?;
    println!("{RATCHET} is as low as it can be");
    Ok(())
}

fn render(listed: &Lengths, long: &Lengths) -> String {
    let kept = listed.iter().filter_map(|(name, (allowed, _))| {
        let (length, _) = long.get(name)?;
        Some(format!("{} {name}\n", length.min(allowed)))
    });
    HEADER.to_owned() + &kept.collect::<String>()
}

fn listed(files: &[File]) -> std::result::Result<Lengths, Finding> {
    let Some(file) = files.iter().find(|file| file.path == RATCHET) else { return Ok(Lengths::new()) };
    let mut listed = Lengths::new();
    for (line, text) in (1..).zip(file.text.lines()) {
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let entry = text.split_once(' ').and_then(|(length, name)| Some((length.parse().ok()?, name)));
        let (length, name) = entry
            .ok_or_else(|| Finding::new(RATCHET, line, "is not `LENGTH PATH` or `LENGTH PATH fn NAME`"))?;
        listed.insert(name.to_owned(), (length, line));
    }
    Ok(listed)
}

/// Everything over its limit: how long, and at which line.
fn too_long(files: &[File]) -> Lengths {
    let mut long = Lengths::new();
    for file in files.iter().filter(|file| is_written(&file.path)) {
        let length = file.text.lines().count();
        if length > FILE_LIMIT {
            long.insert(file.path.clone(), (length, 1));
        }
        if !file.is_rust() {
            continue;
        }
        for function in functions(&code_only(&file.text)) {
            if function.length > FUNCTION_LIMIT {
                let entry = long.entry(format!("{} fn {}", file.path, function.name)).or_default();
                // Two of one name in a file share the longer one's allowance.
                *entry = (*entry).max((function.length, function.line));
            }
        }
    }
    long
}

/// Whether a person writes the file, rather than a tool.
fn is_written(path: &str) -> bool {
    [".rs", ".js", ".mjs", ".css", ".py"].iter().any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(n: usize) -> String {
        "//! x\n".repeat(n)
    }

    fn function(name: &str, n: usize) -> String {
        format!("fn {name}() {{\n{}}}\n", "    x;\n".repeat(n - 2))
    }

    fn found(ratchet: &str, files: &[(&str, String)]) -> Vec<String> {
        let mut all = vec![File::new(RATCHET, ratchet)];
        all.extend(files.iter().map(|(path, text)| File::new(*path, text.as_str())));
        check(&all).into_iter().map(|f| f.to_string()).collect()
    }

    #[test]
    fn the_limits_are_exact() {
        assert_eq!(found("", &[("a.rs", lines(350)), ("b.rs", function("f", 70))]), [""; 0]);
        assert_eq!(
            found(
                "",
                &[("a.rs", lines(351)), ("b.rs", lines(1) + &function("f", 71)), ("c.lock", lines(999))]
            ),
            ["a.rs:1: has 351 lines, the limit is 350", "b.rs:2: f has 71 lines, the limit is 70"]
        );
    }

    #[test]
    fn what_is_listed_may_only_shrink() {
        let ratchet = "# comment\n400 a.rs\n80 b.rs fn f\n";
        assert_eq!(found(ratchet, &[("a.rs", lines(400)), ("b.rs", function("f", 80))]), [""; 0]);
        assert_eq!(
            found(ratchet, &[("a.rs", lines(401)), ("b.rs", function("f", 79))]),
            [
                "a.rs:1: a.rs grew from 400 to 401 lines; it may only shrink",
                "xtask/ratchet.txt:3: b.rs fn f is shorter than 80 now: run `cargo xtask tidy --update`"
            ]
        );
        assert_eq!(
            found("many a.rs\n", &[])[0],
            "xtask/ratchet.txt:1: is not `LENGTH PATH` or `LENGTH PATH fn NAME`"
        );
    }

    #[test]
    fn an_update_lowers_and_drops_but_never_raises_or_adds() {
        let files = [
            File::new(RATCHET, "400 a.rs\n400 b.rs\n400 c.rs\n"),
            File::new("a.rs", lines(380)),
            File::new("b.rs", lines(500)),
            File::new("c.rs", lines(20)),
            File::new("d.rs", lines(500)),
        ];
        let text = render(&listed(&files).unwrap(), &too_long(&files));
        assert_eq!(text, format!("{HEADER}380 a.rs\n400 b.rs\n"));
    }
}
