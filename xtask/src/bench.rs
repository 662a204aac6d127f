//! `cargo xtask bench`: the engine and real libvirt do the same calls in one run, beside each other with the ratio; with
//! `--rpc` the daemon and real libvirtd, each through its Unix socket and libvirt's own client; with `--page` how quickly the
//! released page answers in Chromium.

use crate::daemon::{self, Profile};
use crate::record::oracle;
use crate::sh::{self, Result, cmd};
use crate::{serve, setup, site};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::process::Stdio;

/// How many domains there are while the calls are timed, and how often each call is made, unless told otherwise.
const DEFAULTS: [&str; 2] = ["10000", "10000"];
/// The same through a socket, where real libvirtd takes some milliseconds a call.
const RPC_DEFAULTS: [&str; 2] = ["1000", "2000"];
/// Compiles the reference program from standard input where libvirt is, and runs it.
const REFERENCE: &str = "cat >/tmp/lifecycle.c && { command -v gcc || apt-get install -y -q --no-install-recommends gcc \
     libc6-dev; } >/dev/null 2>&1 && gcc -O2 -o /tmp/lifecycle /tmp/lifecycle.c -lvirt && exec /tmp/lifecycle test:///default \"$@\"";
/// The same program at both daemons' sockets, where real libvirtd is; standard input is an archive of it and of ours.
/// Without the daemon's first line it does not listen.
const REFERENCE_RPC: &str = "set -e; cd \"$(mktemp -d)\"; trap 'kill $daemon; rm -rf \"$PWD\"' EXIT; tar x
{ command -v gcc || apt-get install -y -q --no-install-recommends gcc libc6-dev; } >/dev/null 2>&1
gcc -O2 -o lifecycle *.c -lvirt; mkfifo said; ./virtlab serve --unix \"$PWD/socket\" >said & daemon=$!
read -r _ <said
echo == virtlab; ./lifecycle \"test+unix:///default?socket=$PWD/socket\" \"$@\"
echo == libvirt; ./lifecycle 'test+unix:///default?socket=/run/libvirt/libvirt-sock' \"$@\"";

/// `cargo xtask bench [--rpc] [POPULATION [CYCLES]]`, or `cargo xtask bench --page [PART...]`
pub fn run(args: &[String]) -> Result {
    match args {
        [flag, rest @ ..] if flag == "--rpc" => return run_rpc(&numbers(rest, RPC_DEFAULTS)),
        [flag, parts @ ..] if flag == "--page" => return page(parts),
        _ => {}
    }
    let numbers = numbers(args, DEFAULTS);
    let example = ["run", "--quiet", "--release", "--package", "virtlab-core", "--example", "bench", "--"];
    let ours = sh::capture_out(cmd("cargo").args(example).args(&numbers))?;
    let printed = reference(&numbers).unwrap_or_else(|why| {
        println!("bench: only the engine is timed: {why}");
        String::new()
    });
    beside(numbers[0], &ours, &printed);
    Ok(())
}

fn numbers<'a>(args: &'a [String], defaults: [&'a str; 2]) -> Vec<&'a str> {
    defaults.iter().enumerate().map(|(i, default)| args.get(i).map_or(*default, String::as_str)).collect()
}

/// The daemon beside real libvirtd: the same program, the same client library, one after the other.
fn run_rpc(numbers: &[&str]) -> Result {
    let program = daemon::build(Profile::Release)?;
    let source = source();
    let (Some(built), Some(folder), Some(name)) = (program.parent(), source.parent(), source.file_name())
    else {
        return Err(format!("{} is no file in a folder", source.display()));
    };
    let mut tar = cmd("tar");
    tar.args(["c", "-C"]).arg(built).arg("virtlab").arg("-C").arg(folder).arg(name);
    let mut packed = tar.stdout(Stdio::piped()).spawn().map_err(|e| format!("cannot run tar: {e}"))?;
    let archive = packed.stdout.take().ok_or("tar has no standard output")?;
    let mut command = cmd(oracle()?);
    command.args(["run", "sh", "-c", REFERENCE_RPC, "sh"]).args(numbers);
    let printed = sh::capture_fed(&mut command, Stdio::from(archive))?;
    packed.wait().map_err(|e| format!("tar: {e}"))?;
    let (ours, theirs) = printed.split_once("== libvirt\n").ok_or("real libvirtd was not timed")?;
    beside(numbers[0], ours.trim_start_matches("== virtlab\n"), theirs);
    Ok(())
}

/// Prints what both programs told, line by line.
fn beside(population: &str, ours: &str, theirs: &str) {
    let theirs = rates(theirs);
    println!("{:<28} {:>12} {:>12} {:>8}", format!("at {population} domains"), "virtlab", "libvirt", "ratio");
    for line in ours.lines() {
        match split(line) {
            Some((label, rate)) => match theirs.get(label) {
                Some(other) => println!("{label:<28} {rate:>10.0}/s {other:>10.0}/s {:>8.1}", rate / other),
                None => println!("{label:<28} {rate:>10.0}/s"),
            },
            None => println!("{line}"),
        }
    }
}

/// The reference program, lifecycle.c.
fn source() -> PathBuf {
    let beside = || sh::root().join("../shared/bench/lifecycle.c");
    std::env::var_os("VIRTLAB_REFERENCE").map_or_else(beside, PathBuf::from)
}

/// Times the page: tests/browser/bench.mjs on the released site, all of it or the parts that are named there.
fn page(parts: &[String]) -> Result {
    let ready = setup::ensure(&[site::NEEDS, &[setup::Need::Browser]].concat())?;
    site::build(&ready, false)?;
    let url = serve::in_background(site::dist())?;
    let chromium = setup::chromium().ok_or("Chromium is missing: run `cargo xtask setup`")?;
    let mut node = cmd("node");
    node.arg("tests/browser/bench.mjs").args(parts).env("VIRTLAB_URL", url).env("VIRTLAB_CHROMIUM", chromium);
    sh::run(&mut node)
}

/// What real libvirt's program prints.
fn reference(numbers: &[&str]) -> Result<String> {
    let source = source();
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
