//! No input panics, hangs or grows without bound: listings with pieces cut out, doubled, swapped or replaced.

#![allow(clippy::disallowed_methods)] // It reads listings from files.

use std::path::Path;

use virtlab_core::world::{ClientId, World};
use virtlab_listing::{Dialect, Ended, check, run};

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
    "{",
    "}",
    "[",
    "]",
    ";",
    "*",
    "&",
    "->",
    "-1",
    "NULL",
    "0xffffffffffffffff",
    "sizeof",
    "if (",
    "while (1)",
    "char",
    "struct x",
    "\"",
    "'",
    "/*",
    "#define A A",
    "#if 0",
    "%s",
    "%*.*d",
    "<<",
    "/ 0",
    "dom",
    "free(dom);",
    "= &",
    "goto x;",
    "return",
    "break;",
    "int a[",
    "99999999999",
    "…",
    "“",
    "\u{0}",
    "?",
    ":",
    ",",
    "unsigned",
    "(*f)(",
    "= {",
    "++",
];

fn spoil(source: &str, lots: &mut Lots) -> String {
    let mut words: Vec<&str> = source.split_inclusive([' ', '\n', '(', ')', ';', ',']).collect();
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

fn sources() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../listings");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "c"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn spoilt_listings_end() {
    let (sources, world, mut lots) = (sources(), World::builtin(1), Lots(5));
    let mut ran = 0;
    for round in 0..800 {
        let source = spoil(&sources[round % sources.len()], &mut lots);
        let run = run(&source, Dialect::C, &world, ClientId(0));
        ran += usize::from(run.ended != Ended::NotRun);
        assert!(run.ended != Ended::NotRun || !run.diagnostics.is_empty(), "nothing is told of\n{source}");
        for step in [0, run.steps.len() / 2, run.steps.len().saturating_sub(1)] {
            run.variables(step);
        }
    }
    assert!(ran > 80, "too few of them run at all: {ran}");
}

#[test]
fn bytes_of_any_kind_are_read() {
    let mut lots = Lots(7);
    for _ in 0..3000 {
        let text: String = (0..lots.below(60)).map(|_| PIECES[lots.below(PIECES.len())]).collect();
        check(&text, Dialect::C);
        check(&format!("int main(void) {{ {text} }}"), Dialect::C);
    }
}
