//! `cargo xtask bench`: the engine and real libvirt do the same calls in one run, beside each other with the ratio.

use crate::record::oracle;
use crate::sh::{self, Result, cmd};
use std::collections::BTreeMap;
use std::fs::File;
use std::process::Stdio;

/// How many domains there are while the calls are timed, and how often each call is made, unless told otherwise.
const DEFAULTS: [&str; 2] = ["10000", "10000"];
/// Compiles the reference program from standard input where libvirt is, and runs it.
const REFERENCE: &str = "cat >/tmp/lifecycle.c && { command -v gcc || apt-get install -y -q --no-install-recommends gcc \
     libc6-dev; } >/dev/null 2>&1 && gcc -O2 -o /tmp/lifecycle /tmp/lifecycle.c -lvirt && exec /tmp/lifecycle test:///default \"$@\"";

/// `cargo xtask bench [POPULATION [CYCLES]]`
pub fn run(args: &[String]) -> Result {
    let numbers: Vec<&str> =
        DEFAULTS.iter().enumerate().map(|(i, d)| args.get(i).map_or(*d, String::as_str)).collect();
    let example = ["run", "--quiet", "--release", "--package", "virtlab-core", "--example", "bench", "--"];
    let ours = sh::capture_out(cmd("cargo").args(example).args(&numbers))?;
    let printed = reference(&numbers).unwrap_or_else(|why| {
        println!("bench: only the engine is timed: {why}");
        String::new()
    });
    let theirs = rates(&printed);
    println!(
        "{:<28} {:>12} {:>12} {:>8}",
        format!("at {} domains", numbers[0]),
        "virtlab",
        "libvirt",
        "ratio"
    );
    for line in ours.lines() {
        match split(line) {
            Some((label, rate)) => match theirs.get(label) {
                Some(other) => println!("{label:<28} {rate:>10.0}/s {other:>10.0}/s {:>8.1}", rate / other),
                None => println!("{label:<28} {rate:>10.0}/s"),
            },
            None => println!("{line}"),
        }
    }
    Ok(())
}

/// What real libvirt's program prints.
fn reference(numbers: &[&str]) -> Result<String> {
    let source = std::env::var_os("VIRTLAB_REFERENCE")
        .map_or_else(|| sh::root().join("../shared/bench/lifecycle.c"), std::path::PathBuf::from);
    let file = File::open(&source).map_err(|e| format!("{}: {e}", source.display()))?;
    let mut command = cmd(oracle()?);
    command.args(["run", "sh", "-c", REFERENCE, "sh"]).args(numbers);
    sh::capture_fed(&mut command, Stdio::from(file))
}

fn split(line: &str) -> Option<(&str, f64)> {
    let (rest, unit) = line.trim_end().rsplit_once(' ')?;
    let (label, number) = rest.trim_end().rsplit_once(' ')?;
    (unit == "/s").then(|| number.parse().ok()).flatten().map(|rate| (label.trim_end(), rate))
}

fn rates(lines: &str) -> BTreeMap<&str, f64> {
    lines.lines().filter_map(split).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_apart() {
        assert_eq!(split("lookupByName                     820290 /s"), Some(("lookupByName", 820_290.0)));
        assert_eq!(
            split("lifecycle cycle (6 calls)          2995 /s"),
            Some(("lifecycle cycle (6 calls)", 2995.0))
        );
        assert_eq!(split("resident, a defined domain       2.10 KiB"), None);
    }
}
