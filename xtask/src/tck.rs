//! `cargo xtask tck`: libvirt's Technology Compatibility Kit against the daemon, point by point beside real libvirt.
//!
//! The kit is a set of Perl scripts that use any libvirt through Sys::Virt. Its scripts for domains are run against
//! `virtlab serve`, and every point that real libvirtd's test driver passes has to pass there too. Which ones those are
//! is in tests/recordings/tck/domain.tsv, made by `--record URI` with the URI of a real libvirtd.

use crate::daemon::{self, Daemon, Profile, Scratch};
use crate::setup::{self, Need};
use crate::sh::{self, Result, cmd};
use crate::tools;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Where the kit comes from, and the commit that the recording was made with.
const SOURCE: &str = "https://gitlab.com/libvirt/libvirt-tck.git";
const COMMIT: &str = "d5984ffd";
const RECORDING: &str = "tests/recordings/tck/domain.tsv";
const HEADER: &str = "# Which points of the Technology Compatibility Kit's scripts for domains real libvirt 12.8.0's test driver\n\
                      # passes behind libvirtd: script, points, result. `cargo xtask tck --record URI` writes this file.\n";
/// Some scripts wait for a guest that never boots; none that passes takes longer than this.
const SECONDS: &str = "120";

/// What came of one point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outcome {
    Ok,
    NotOk,
    Skip,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outcome::Ok => "ok",
            Outcome::NotOk => "not ok",
            Outcome::Skip => "skip",
        })
    }
}

/// The points of each script, by its name.
type Results = BTreeMap<String, BTreeMap<u32, Outcome>>;

/// `cargo xtask tck [--record URI] [SCRIPT...]`
pub fn run(args: &[String]) -> Result {
    let (record, chosen) = match args {
        [flag, uri, rest @ ..] if flag == "--record" => (Some(uri), rest),
        [flag, ..] if flag.starts_with('-') => return Err("usage: tck [--record URI] [SCRIPT...]".into()),
        rest => (None, rest),
    };
    setup::ensure(&[Need::Tck])?;
    let kit = checkout()?;
    let work = sh::root().join("target/tck");
    if let Some(uri) = record {
        let results = perform(&kit, &work, uri, &[])?;
        sh::write(&sh::root().join(RECORDING), write(&results))?;
        println!("tck: {RECORDING}, {} scripts", results.len());
        return Ok(());
    }
    let folder = Scratch::new("tck")?;
    let socket = folder.file("socket")?;
    let _daemon = Daemon::start(&daemon::build(Profile::Dev)?, &["--unix", &socket, "--forget"])?;
    let uri = format!("test+unix:///default?socket={socket}");
    let ours = perform(&kit, &work, &uri, chosen)?;
    judge(&ours, &read(&sh::read(&sh::root().join(RECORDING))?)?)
}

/// The kit's folder: the one that VIRTLAB_TCK names, or a checkout in the cache.
fn checkout() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("VIRTLAB_TCK") {
        return Ok(named.into());
    }
    let folder = tools::cache().join("tck");
    if !folder.join("scripts").is_dir() {
        println!("tck: git clone {SOURCE}, a few seconds");
        sh::run(cmd("git").args(["clone", "--quiet", SOURCE]).arg(&folder))?;
    }
    sh::run(cmd("git").arg("-C").arg(&folder).args(["checkout", "--quiet", COMMIT]))?;
    Ok(folder)
}

/// Runs the scripts at `uri`, each on a world that nobody else uses: the one before has let go of it.
fn perform(kit: &Path, work: &Path, uri: &str, chosen: &[String]) -> Result<Results> {
    let config = configure(work, uri)?;
    let folder = kit.join("scripts/domain");
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("cannot read {}: {e}", folder.display()))?;
    let mut scripts: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    scripts.retain(|name| {
        name.ends_with(".t") && (chosen.is_empty() || chosen.iter().any(|c| name.starts_with(c)))
    });
    scripts.sort();
    let mut results = Results::new();
    for name in scripts {
        let mut perl = cmd("timeout");
        perl.args([SECONDS, "perl", "-I"]).arg(kit.join("lib")).arg(folder.join(&name));
        // The scripts save domains to relative paths; this folder is also one of the world's own file system.
        perl.current_dir("/tmp").env("LIBVIRT_TCK_CONFIG", &config);
        let out = perl.output().map_err(|e| format!("cannot run {name}: {e}"))?;
        sh::write(&work.join(&name).with_extension("out"), [&out.stdout[..], &out.stderr[..]].concat())?;
        results.insert(name, points(&String::from_utf8_lossy(&out.stdout)));
    }
    Ok(results)
}

/// The kit's configuration. The test driver boots nothing, so what is said to be a kernel or a disk only has to be there.
fn configure(work: &Path, uri: &str) -> Result<PathBuf> {
    let scratch = work.join("scratch");
    let kernel = work.join("kernel");
    sh::write(&kernel, "not a kernel\n")?;
    sh::write(&scratch.join("os-i686-hvm/disk-none.img"), "")?;
    let (scratch, kernel) = (scratch.display(), kernel.display());
    let config = work.join("config.yml");
    let text = format!(
        "uri: \"{uri}\"\nscratch_dir: {scratch}\n\
         kernels:\n  - arch: i686\n    ostype: hvm\n    kernel: {kernel}\n    initrd: {kernel}\n\
         images:\n  - arch: i686\n    ostype: hvm\n    osname: none\n"
    );
    sh::write(&config, text)?;
    Ok(config)
}

/// The points that a script told, in the Test Anything Protocol.
fn points(printed: &str) -> BTreeMap<u32, Outcome> {
    let point = |line: &str| {
        let (passed, rest) = match line.strip_prefix("not ok ") {
            Some(rest) => (false, rest),
            None => (true, line.strip_prefix("ok ")?),
        };
        let number = rest.split(' ').next()?.parse().ok()?;
        let outcome = match passed {
            true if rest.contains("# skip") => Outcome::Skip,
            true => Outcome::Ok,
            false => Outcome::NotOk,
        };
        Some((number, outcome))
    };
    printed.lines().filter_map(point).collect()
}

/// The recording's text: neighbouring points with the same result are one line.
fn write(results: &Results) -> String {
    let mut text = HEADER.to_owned();
    for (script, points) in results {
        let mut runs: Vec<(u32, u32, Outcome)> = Vec::new();
        for (&number, &outcome) in points {
            match runs.last_mut() {
                Some((_, last, same)) if *same == outcome && *last + 1 == number => *last = number,
                _ => runs.push((number, number, outcome)),
            }
        }
        for (first, last, outcome) in runs {
            let range = if first == last { first.to_string() } else { format!("{first}-{last}") };
            text += &format!("{script}\t{range}\t{outcome}\n");
        }
    }
    text
}

fn read(recording: &str) -> Result<Results> {
    let mut results = Results::new();
    for (index, line) in recording.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let bad = || format!("{RECORDING}:{}: is not `SCRIPT POINTS RESULT`", index + 1);
        let [script, range, outcome] = line.split('\t').collect::<Vec<_>>()[..] else { return Err(bad()) };
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let (first, last) = (first.parse().map_err(|_| bad())?, last.parse().map_err(|_| bad())?);
        let all = [Outcome::Ok, Outcome::NotOk, Outcome::Skip];
        let outcome = all.into_iter().find(|o| o.to_string() == outcome).ok_or_else(bad)?;
        let points: &mut BTreeMap<u32, Outcome> = results.entry(script.to_owned()).or_default();
        points.extend((first..=last).map(|number| (number, outcome)));
    }
    Ok(results)
}

/// Prints each script's count beside real libvirt's; an error names the points that only real libvirt passes.
fn judge(ours: &Results, real: &Results) -> Result {
    let mut lost = Vec::new();
    println!("{:<40} {:>8} {:>8}", "points that pass", "virtlab", "libvirt");
    for (script, points) in ours {
        let empty = BTreeMap::new();
        let wanted = real.get(script).unwrap_or(&empty);
        let count =
            |points: &BTreeMap<u32, Outcome>| points.values().filter(|o| **o != Outcome::NotOk).count();
        println!("{script:<40} {:>8} {:>8}", count(points), count(wanted));
        let missing = wanted.iter().filter(|(number, outcome)| !reaches(points.get(number), **outcome));
        lost.extend(missing.map(|(number, outcome)| format!("{script} {number} ({outcome} there)")));
    }
    if lost.is_empty() {
        return Ok(());
    }
    Err(format!(
        "real libvirt passes what the daemon does not; target/tck/*.out tell why:\n{}",
        lost.join("\n")
    ))
}

/// Whether a point is at least as good as real libvirt's: one that is skipped there may be done here.
fn reaches(ours: Option<&Outcome>, real: Outcome) -> bool {
    match real {
        Outcome::NotOk => true,
        Outcome::Ok => ours == Some(&Outcome::Ok),
        Outcome::Skip => ours.is_some_and(|o| *o != Outcome::NotOk),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_and_written_as_ranges() {
        let printed = "1..4\n# about\nok 1 - made\nok 2\nnot ok 3 - x\n#   Failed\nok 4 # skip no disk\n";
        let results = Results::from([("a.t".to_owned(), points(printed))]);
        let text = write(&results);
        assert_eq!(text.strip_prefix(HEADER), Some("a.t\t1-2\tok\na.t\t3\tnot ok\na.t\t4\tskip\n"));
        assert_eq!(read(&text), Ok(results));
        assert!(read("a.t\t1\tgood\n").unwrap_err().contains("domain.tsv:1"));
    }

    #[test]
    fn what_real_libvirt_passes_has_to_pass() {
        let results = |text: &str| Results::from([("a.t".to_owned(), points(text))]);
        let real = results("ok 1\nnot ok 2\nok 3 # skip x\n");
        assert_eq!(judge(&results("ok 1\nok 2\nok 3\n"), &real), Ok(()));
        assert_eq!(judge(&results("ok 1\nnot ok 2\nok 3 # skip x\n"), &real), Ok(()));
        let lost = judge(&results("ok 1 # skip x\n"), &real).unwrap_err();
        assert!(lost.ends_with("a.t 1 (ok there)\na.t 3 (skip there)"), "{lost}");
    }
}
