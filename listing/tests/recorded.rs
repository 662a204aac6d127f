//! Every listing of listings/ is run, and prints what it printed when it was compiled with a C compiler and run with libvirt
//! 12.8.0: tests/recordings/listings/, made by `cargo xtask record listings`.

#![allow(clippy::disallowed_methods)] // It reads listings from files.

use std::path::{Path, PathBuf};

use virtlab_core::world::{ClientId, World};
use virtlab_listing::{Dialect, Ended, Run, Severity, run};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The listings of a folder, by path without their end.
fn listings(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "c"));
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

fn run_file(path: &Path) -> Run {
    run(&std::fs::read_to_string(path).unwrap(), Dialect::C, &World::builtin(1), ClientId(0))
}

fn told(run: &Run) -> Vec<String> {
    run.diagnostics.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn check(path: &Path) {
    let run = run_file(path);
    let Ended::Exit(status) = run.ended else { panic!("{}: {:?}", path.display(), told(&run)) };
    let printed = format!("exit {status}\n--- stdout\n{}--- stderr\n{}", run.stdout(), run.stderr());
    let below = path.strip_prefix(root().join("listings")).unwrap().with_extension("txt");
    let recorded = std::fs::read_to_string(root().join("tests/recordings/listings").join(below)).unwrap();
    assert_eq!(printed, recorded, "{}", path.display());
    let worse: Vec<_> = run.diagnostics.iter().filter(|told| told.severity > Severity::Advice).collect();
    assert!(worse.is_empty(), "{}: {:?}", path.display(), told(&run));
}

#[test]
fn listings_print_what_real_libvirt_made_them_print() {
    listings("listings").iter().for_each(|path| check(path));
}

#[test]
fn the_seeds_listings_run_once_their_mistakes_are_mended() {
    let mended: Vec<_> =
        listings("listings/seed").into_iter().filter(|p| p.to_string_lossy().contains("mended")).collect();
    assert_eq!(mended.len(), 7);
    mended.iter().for_each(|path| check(path));
}

/// What is told of a listing of the seed as it is printed.
#[track_caller]
fn printed(name: &str, expected: &[&str]) {
    let run = run_file(&root().join(format!("listings/seed/{name}.printed.c")));
    assert_eq!(told(&run), expected, "{name}");
}

#[test]
fn the_seeds_listings_as_printed_name_their_mistakes() {
    printed("look-up-id", &[]);
    printed(
        "look-up-name",
        &[
            "1:18: error: A text (const char *) is put where a number (int) is wanted [const char *domainName holds a text]",
            "3:35: error: A number (int) is put where const char * is wanted",
        ],
    );
    printed("look-up-uuid", &["1:20: advice: The text must not be changed: declare const char *domainUUID"]);
    printed(
        "active",
        &[
            "10:24: advice: What virConnectNumOfDomains gave in line 8 is used without a look whether it is -1",
        ],
    );
    printed(
        "inactive",
        &[
            "12:42: error: virConnectListDomains writes the IDs of running domains, into int *; this is char ** \
           [The names of inactive domains come from virConnectListDefinedDomains]",
        ],
    );
    printed(
        "transient",
        &[
            "6:7: error: libvirt has no function virConnectCreateXML [Is this meant? \
             virDomainPtr virDomainCreateXML(virConnectPtr conn, const char *xmlDesc, unsigned int flags)]",
            "18:39: error: libvirt has no function virDomainName [Is this meant? \
             const char *virDomainGetName(virDomainPtr domain)]",
        ],
    );
    printed(
        "persistent",
        &[
            "6:7: error: libvirt has no function virConnectDefineXML [Is this meant? \
             virDomainPtr virDomainDefineXML(virConnectPtr conn, const char *xml)]",
            "18:38: error: libvirt has no function virDomainName [Is this meant? \
             const char *virDomainGetName(virDomainPtr domain)]",
        ],
    );
}

#[test]
fn mistakes_that_only_a_run_shows_are_named_too() {
    let path = root().join("listings/seed/persistent.printed.c");
    let source = std::fs::read_to_string(path).unwrap();
    let source =
        source.replace("virConnectDefineXML(conn, xmlconfig, 0)", "virDomainDefineXML(conn, xmlconfig)");
    let run = run(
        &source.replace("virDomainName", "virDomainGetName"),
        Dialect::C,
        &World::builtin(1),
        ClientId(0),
    );
    let words: Vec<&str> = run.diagnostics.iter().map(|told| told.word.key()).collect();
    // The handle goes on unchecked, its error is lost by the next call, and that one's by the call that frees.
    assert_eq!(words, ["FailureUsed", "ErrorLost", "ErrorLost", "FailureIgnored"], "{:?}", told(&run));
}
