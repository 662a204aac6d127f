//! `cargo xtask bench`: the engine and real libvirt do the same calls in one run, beside each other with the ratio; with
//! `--rpc` the daemon and real libvirtd behind their sockets; with `--page` how quickly the released page answers in
//! Chromium.

mod rpc;
mod table;

use crate::record::oracle;
use crate::sh::{self, Result, cmd};
use crate::{serve, setup, site};
use std::fs::File;
use std::path::PathBuf;
use std::process::Stdio;
use table::Lines;

/// How many domains there are while the calls are timed, and how often each call is made, unless told otherwise.
const DEFAULTS: [&str; 2] = ["10000", "10000"];
/// Compiles the reference program from standard input where libvirt is, and runs it.
const REFERENCE: &str = "cat >/tmp/lifecycle.c && { command -v gcc || apt-get install -y -q --no-install-recommends gcc \
     libc6-dev; } >/dev/null 2>&1 && gcc -O2 -o /tmp/lifecycle /tmp/lifecycle.c -lvirt && exec /tmp/lifecycle test:///default \"$@\"";

/// `cargo xtask bench [POPULATION [CYCLES]]`, `cargo xtask bench --rpc …`, or `cargo xtask bench --page [PART...]`
pub fn run(args: &[String]) -> Result {
    match args {
        [flag, rest @ ..] if flag == "--rpc" => return rpc::run(rest),
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
    let (ours, theirs) = (Lines::of(ours.lines()), Lines::of(printed.lines()));
    table::print(&format!("at {} domains", numbers[0]), &ours, &theirs, None);
    Ok(())
}

fn numbers<'a>(args: &'a [String], defaults: [&'a str; 2]) -> Vec<&'a str> {
    defaults.iter().enumerate().map(|(i, default)| args.get(i).map_or(*default, String::as_str)).collect()
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
