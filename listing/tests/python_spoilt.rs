//! No input panics, hangs or grows without bound: Python listings with pieces cut out, doubled, swapped or replaced.

#![allow(clippy::disallowed_methods)] // It reads listings from files.

mod common;

use std::path::Path;

use common::{Lots, spoilt_end};
use virtlab_core::world::{ClientId, World};
use virtlab_listing::{Dialect, Run, check, run};

fn run_it(source: &str) -> Run {
    run(source, Dialect::Python, &World::builtin(1), ClientId(0))
}

fn listings(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "py"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ".",
    "=",
    "==",
    "+=",
    "**",
    "*",
    "//",
    "%",
    "<<",
    "-1",
    "0",
    "1 / 0",
    "None",
    "[]",
    "{}",
    "'",
    "\"",
    "'''",
    "f'{",
    "}'",
    "'{}'",
    "%s",
    "%*d",
    "{:>9999}",
    "\n",
    "\n    ",
    "\t",
    "\\",
    "#",
    "if ",
    "else:",
    "for x in ",
    "while 1:",
    "def f(x):",
    "lambda: ",
    "try:",
    "except:",
    "finally:",
    "return ",
    "raise ",
    "del dom",
    "import libvirt",
    "global x",
    "with ",
    "not ",
    "99999999999999999999999999999999999999999",
    "-170141183460469231731687303715884105728",
    "range(10 ** 30)",
    "10 ** 38",
    "dom",
    "conn",
    "print(",
    "len(",
    "sorted(",
    "next(",
    "iter(",
    "zip(",
    ".format(",
    ".join(",
    "[::-1]",
    "[1:2:3]",
    "…",
    "“",
    "\u{0}",
    "é",
];

#[test]
fn spoilt_listings_end() {
    let mut sources = listings("listings/python");
    sources.extend(listings("listing/tests/language"));
    let ran = spoilt_end(&sources, Dialect::Python, &[' ', '\n', '(', ')', ',', '.', ':'], PIECES);
    assert!(ran > 60, "too few of them run at all: {ran}");
}

#[test]
fn listings_that_are_cut_anywhere_end() {
    for source in listings("listings/python") {
        for (at, _) in source.char_indices().step_by(13) {
            run_it(&source[..at]);
            check(&source[at..], Dialect::Python);
        }
    }
}

#[test]
fn bytes_of_any_kind_are_read() {
    let mut lots = Lots(7);
    for _ in 0..3000 {
        let text: String = (0..lots.below(40)).map(|_| PIECES[lots.below(PIECES.len())]).collect();
        run_it(&text);
        run_it(&format!("try:\n    {text}\nexcept Exception as e:\n    print(e)\n"));
    }
}
