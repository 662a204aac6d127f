//! No input panics, hangs or grows without bound: listings with pieces cut out, doubled, swapped or replaced.

#![allow(clippy::disallowed_methods)] // It reads listings from files.

mod common;

use std::path::Path;

use common::{Lots, spoilt_end};
use virtlab_listing::{Dialect, check};

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

fn sources() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../listings");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "c"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn spoilt_listings_end() {
    let ran = spoilt_end(&sources(), Dialect::C, &[' ', '\n', '(', ')', ';', ','], PIECES);
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
