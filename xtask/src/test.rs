//! `cargo xtask test`: every check there is, or the steps that are named.
//!
//! A step that fails does not keep the others from running, so one run tells everything.

use crate::setup::{self, Need, Ready};
use crate::sh::{self, Result, cmd};
use crate::{clients, package, serve, site, size, tidy, tools, wasm};
use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A step: its name, what it needs, and what it does.
struct Step {
    name: &'static str,
    needs: &'static [Need],
    run: fn(&Run) -> Result,
}

/// In this order: what is quick to fail comes first.
const STEPS: &[Step] = &[
    Step { name: "fmt", needs: &[Need::Lints], run: fmt },
    Step { name: "tidy", needs: &[], run: |_| tidy::run(&[]) },
    Step { name: "clippy", needs: &[Need::Lints], run: clippy },
    Step { name: "deny", needs: &[Need::Deny], run: deny },
    Step { name: "native", needs: &[], run: native },
    Step { name: "clients", needs: &[Need::Clients], run: |_| clients::run(&[]) },
    Step { name: "wasm", needs: &[Need::Wasm, Need::Browser], run: wasm_tests },
    Step {
        name: "package",
        needs: &[Need::Node, Need::Wasm, Need::Trunk, Need::Browser],
        run: package_tests,
    },
    Step { name: "size", needs: site::NEEDS, run: size_of_page },
    Step { name: "browser", needs: &[Need::Node, Need::Wasm, Need::Trunk, Need::Browser], run: browser },
];

/// What the steps of one run share.
struct Run {
    ready: Ready,
    site: OnceCell<Result<PathBuf>>,
}

impl Run {
    /// The built site; the first step that wants it builds it.
    fn site(&self) -> Result<PathBuf> {
        self.site.get_or_init(|| site::build(&self.ready, false).map(|()| site::dist())).clone()
    }
}

/// `cargo xtask test`
pub fn run(args: &[String]) -> Result {
    let steps = choose(args)?;
    let needs: Vec<Need> = steps.iter().flat_map(|step| step.needs).copied().collect();
    let run = Run { ready: setup::ensure(&needs)?, site: OnceCell::new() };
    let mut results = Vec::new();
    for step in steps {
        println!("\n== {} ==", step.name);
        let start = Instant::now();
        let result = (step.run)(&run);
        if let Err(why) = &result {
            eprintln!("{}: {why}", step.name);
        }
        results.push((step.name, result.is_ok(), start.elapsed()));
    }
    println!("\n{}", summary(&results));
    let failed: Vec<&str> = results.iter().filter(|(_, ok, _)| !ok).map(|(name, ..)| *name).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(" "))) }
}

fn choose(args: &[String]) -> Result<Vec<&'static Step>> {
    let names = || STEPS.iter().map(|s| s.name).collect::<Vec<_>>().join(" ");
    if let Some(unknown) = args.iter().find(|arg| STEPS.iter().all(|s| s.name != arg.as_str())) {
        return Err(format!("there is no step `{unknown}`: there are {}", names()));
    }
    Ok(STEPS.iter().filter(|s| args.is_empty() || args.iter().any(|arg| arg == s.name)).collect())
}

fn summary(results: &[(&str, bool, Duration)]) -> String {
    let part = |(name, ok, took): &(&str, bool, Duration)| {
        format!("{name} {} {}s", if *ok { "ok" } else { "FAILED" }, took.as_secs())
    };
    let total: Duration = results.iter().map(|(_, _, took)| *took).sum();
    let parts: Vec<String> = results.iter().map(part).collect();
    format!("test: {}; {}s in all", parts.join(", "), total.as_secs())
}

fn fmt(_: &Run) -> Result {
    sh::run(cmd("cargo").args(["fmt", "--all", "--check"]))
}

fn clippy(_: &Run) -> Result {
    let all = ["clippy", "--quiet", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"];
    sh::run(cmd("cargo").args(all))
}

fn deny(_: &Run) -> Result {
    // The check itself is offline; what Cargo.lock names has to be on this machine for it, for every platform.
    sh::run(cmd("cargo").args(["fetch", "--quiet", "--locked"]))?;
    let deny = tools::CARGO_DENY.path()?;
    sh::run(cmd(deny).args(["--offline", "--locked", "check", "licenses", "bans", "sources"]))
}

fn native(_: &Run) -> Result {
    sh::run(cmd("cargo").args(["test", "--locked", "--workspace", "--no-fail-fast"]))
}

/// The tests that only wasm can run, in a real browser. A crate has some when it has a webdriver.json.
fn wasm_tests(run: &Run) -> Result {
    let crates = wasm_crates(&sh::root())?;
    if crates.is_empty() {
        return Err("no crate has a webdriver.json, so none has wasm tests".into());
    }
    let runner = tools::WASM_BINDGEN.path()?.with_file_name("wasm-bindgen-test-runner");
    let driver = setup::chromedriver().ok_or("chromedriver is missing: run `cargo xtask setup`")?;
    for folder in crates {
        let manifest = folder.join("Cargo.toml");
        let mut test = cmd("cargo");
        test.args(["test", "--locked", "--target", wasm::TARGET, "--manifest-path"]).arg(manifest);
        test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner).env("CHROMEDRIVER", &driver);
        sh::run(run.ready.wasm()?.apply(&mut test))?;
    }
    Ok(())
}

fn wasm_crates(root: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(root).map_err(|e| format!("cannot read {}: {e}", root.display()))?;
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    found.retain(|folder| folder.join("webdriver.json").exists());
    found.sort();
    Ok(found)
}

/// js/tests/*.test.mjs: the npm package from Node, and from a plain page.
fn package_tests(run: &Run) -> Result {
    let package = package::build(&run.ready, None)?;
    let chromium = setup::chromium().ok_or("Chromium is missing: run `cargo xtask setup`")?;
    let mut node = cmd("node");
    node.args(["--test", "js/tests/package.test.mjs"]).current_dir(sh::root());
    node.env("VIRTLAB_PACKAGE", package).env("VIRTLAB_CHROMIUM", chromium);
    // The element frames the page, where that is built already.
    if let Some(Ok(site)) = run.site.get() {
        node.env("VIRTLAB_PAGE", site);
    }
    sh::run(&mut node)
}

fn size_of_page(run: &Run) -> Result {
    let dist = run.site()?;
    size::check(&dist, &sh::read(&site::first_part())?, size::BUDGET)
}

/// tests/browser/*.test.mjs: a learner's hands on the released site.
fn browser(run: &Run) -> Result {
    let folder = sh::root().join("tests/browser");
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("cannot read {}: {e}", folder.display()))?;
    let mut tests: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    tests.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    tests.sort();
    if tests.is_empty() {
        return Err(format!("{} has no *.test.mjs", folder.display()));
    }
    let url = serve::in_background(run.site()?)?;
    let chromium = setup::chromium().ok_or("Chromium is missing: run `cargo xtask setup`")?;
    let mut node = cmd("node");
    node.arg("--test").args(tests).env("VIRTLAB_URL", url).env("VIRTLAB_CHROMIUM", chromium);
    sh::run(&mut node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_chosen_by_name_and_run_in_order() {
        let names = |args: &[&str]| {
            let args: Vec<String> = args.iter().map(|a| (*a).to_owned()).collect();
            choose(&args).map(|steps| steps.iter().map(|s| s.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&[]).unwrap().len(), STEPS.len());
        assert_eq!(names(&["native", "fmt"]), Ok(vec!["fmt", "native"]));
        assert!(names(&["format"]).unwrap_err().starts_with("there is no step `format`: there are fmt "));
    }

    #[test]
    fn the_summary_is_one_line_that_names_failures() {
        let results =
            [("fmt", true, Duration::from_secs(1)), ("clippy", false, Duration::from_millis(61_500))];
        assert_eq!(summary(&results), "test: fmt ok 1s, clippy FAILED 61s; 62s in all");
    }
}
