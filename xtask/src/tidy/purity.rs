//! The core is a pure function of its calls. clippy.toml bans single functions and types by their resolved names; this
//! bans whole modules of std by text, which clippy has no lint for.

use super::source::code_only;
use super::{File, Finding};

const BANNED: &[(&str, &str)] = &[
    ("std::time", "the world's clock is virtual"),
    ("std::fs", "the core does no I/O"),
    ("TcpStream", "the core does no I/O"),
    ("TcpListener", "the core does no I/O"),
    ("UdpSocket", "the core does no I/O"),
    ("ToSocketAddrs", "the core does no I/O"),
    ("std::io", "the core does no I/O"),
    ("std::env", "what a world depends on comes in by its calls"),
    ("std::process", "the core does no I/O"),
    ("std::thread", "the core runs on one thread, in wasm too"),
    ("std::sync::Mutex", "the core has no shared state"),
    ("std::sync::RwLock", "the core has no shared state"),
    ("thread_local!", "the core has no global state"),
    ("static mut", "the core has no global state"),
    ("OnceLock", "the core has no global state: use a const table"),
    ("LazyLock", "the core has no global state: use a const table"),
    ("HashMap", "its order differs from run to run: use BTreeMap or imbl::OrdMap"),
    ("HashSet", "its order differs from run to run: use BTreeSet or imbl::OrdSet"),
    ("println!", "the core does no I/O"),
    ("eprintln!", "the core does no I/O"),
];

/// Finds what the core may not use.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_rust() && file.path.starts_with("core/src/")) {
        let code = code_only(&file.text);
        for (line, text) in (1..).zip(code.lines()) {
            let banned = BANNED.iter().filter(|(name, _)| names(text, name));
            findings.extend(
                banned.map(|(name, why)| Finding::new(&file.path, line, format!("uses {name}: {why}"))),
            );
        }
    }
    findings
}

/// Whether `text` has `name` and not only as a part of a longer word.
fn names(text: &str, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        !text[..at].ends_with(word) && (name.ends_with('!') || !text[at + name.len()..].starts_with(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_may_not_use_what_differs_from_run_to_run() {
        let text = "//! Not a HashMap.\nuse std::time::Duration;\nlet x: MyHashMap = \"std::fs\";\nlet s: HashSet<u8>;\n";
        let found: Vec<usize> =
            check(&[File::new("core/src/a.rs", text)]).into_iter().map(|finding| finding.line).collect();
        assert_eq!(found, [2, 4]);
        assert_eq!(check(&[File::new("xtask/src/a.rs", text)]), []);
    }
}
