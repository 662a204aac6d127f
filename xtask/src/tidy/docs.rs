//! Every module begins by saying what it is for.

use super::{File, Finding};

/// Finds Rust files that do not begin with `//!`.
pub fn check(files: &[File]) -> Vec<Finding> {
    let undocumented = |file: &&File| file.is_rust() && !begins_with_docs(&file.text);
    let say =
        |file: &File| Finding::new(&file.path, 1, "does not begin by saying what it is for: add //! docs");
    files.iter().filter(undocumented).map(say).collect()
}

fn begins_with_docs(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("#!"));
    lines.next().and_then(|line| line.strip_prefix("//!")).is_some_and(|words| !words.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_module_docs_is_found() {
        let files = [
            File::new("a.rs", "//! What it is for.\n"),
            File::new("b.rs", "#![no_std]\n\n//! What it is for.\n"),
            File::new("c.rs", "//!\nfn f() {}\n"),
            File::new("d.rs", "/// What f is for.\nfn f() {}\n"),
            File::new("e.css", "a {}\n"),
        ];
        let found: Vec<String> = check(&files).into_iter().map(|f| f.path).collect();
        assert_eq!(found, ["c.rs", "d.rs"]);
    }
}
