//! No input panics, hangs or grows without bound: Python listings with pieces cut out, doubled, swapped or replaced.

#![allow(clippy::disallowed_methods)] // It reads listings from files.

use std::path::Path;

use virtlab_core::world::{ClientId, World};
use virtlab_listing::{Dialect, Ended, Run, check, run};

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

/// Numbers that are the same in every run.
struct Lots(u64);

impl Lots {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
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

fn spoil(source: &str, lots: &mut Lots) -> String {
    let mut words: Vec<&str> = source.split_inclusive([' ', '\n', '(', ')', ',', '.', ':']).collect();
    for _ in 0..=lots.below(4) {
        let at = lots.below(words.len());
        match lots.below(5) {
            0 => drop(words.remove(at)),
            1 => words.insert(at, PIECES[lots.below(PIECES.len())]),
            2 => words[at] = PIECES[lots.below(PIECES.len())],
            3 => words.insert(at, words[lots.below(words.len())]),
            _ => {
                let other = lots.below(words.len());
                words.swap(at, other);
            }
        }
        if words.is_empty() {
            return String::new();
        }
    }
    words.concat()
}

#[test]
fn spoilt_listings_end() {
    let mut sources = listings("listings/python");
    sources.extend(listings("listing/tests/language"));
    let (world, mut lots, mut ran) = (World::builtin(1), Lots(5), 0);
    for round in 0..800 {
        let source = spoil(&sources[round % sources.len()], &mut lots);
        let run = run(&source, Dialect::Python, &world, ClientId(0));
        ran += usize::from(run.ended != Ended::NotRun);
        assert!(run.ended != Ended::NotRun || !run.diagnostics.is_empty(), "nothing is told of\n{source}");
        for step in [0, run.steps.len() / 2, run.steps.len().saturating_sub(1)] {
            run.variables(step);
        }
    }
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
