//! The size budget: what a learner downloads before the page can be used, and what comes after that.
//!
//! The first part is everything in dist/ but lazy/: the page fetches all of it before it draws anything. In lazy/ are the
//! chunks of the program, the editor and the words, which the page fetches by itself once it is drawn or when they are
//! first needed. Words that are part of the first interaction are counted with it all the same.

use crate::serve::gzip;
use crate::sh::Result;
use crate::site;
use flate2::Compression;
use std::path::{Path, PathBuf};

/// What may be downloaded, gzipped.
#[derive(Clone, Copy)]
pub struct Budget {
    /// wasm, JavaScript, CSS and words of the first interaction.
    first: usize,
    /// Everything that a learner may come to download in one language. A ratchet: as large as it was when this was last
    /// set, with a little room for what is to come.
    total: usize,
}

/// The page's budget.
pub const BUDGET: Budget = Budget { first: 300 * 1024, total: 2510 * 1024 };

/// What is loaded after the first interaction.
const LAZY: &str = "lazy";

/// Fetched by the browser on its own, when the page works.
const KEEPER: &str = "sw.js";

/// How the names begin of words that are fetched at once: what is said of a function belongs to choosing one.
const FIRST_WORDS: &str = "lazy/i18n/en/functions";

/// The languages beside the one that is counted.
const OTHER_WORDS: [&str; 1] = ["lazy/i18n/zh-Hans"];

/// What only the engine has a use for. When the first part has it, something outside of web/src/chunk names what is heavy.
const HEAVY: [(&str, &str); 5] = [
    ("quick_xml", "domain XML"),
    ("serde_json", "JSON of journals and hosts"),
    ("imbl", "worlds and their history"),
    // As compilers write the path of `world::public` in a symbol's name.
    ("5world6public", "what calls do"),
    ("idb", "the kept session"),
];

/// A file that is downloaded.
struct Part {
    bytes: usize,
    name: PathBuf,
    first: bool,
}

/// Fails when the site is over its budget; prints the parts either way.
pub fn check(dist: &Path, functions: &str, budget: Budget) -> Result {
    let mut parts = Vec::new();
    gather(dist, dist, &mut parts)?;
    if !parts.iter().any(|part| part.first && part.name.extension().is_some_and(|e| e == "wasm")) {
        return Err(format!("{} has no wasm file: was it built?", dist.display()));
    }
    parts.sort_by_key(|part| std::cmp::Reverse((part.first, part.bytes)));
    println!("before the first interaction, gzipped:");
    let first = sum_up(&parts, true, budget.first);
    println!("after it, as it is needed:");
    let total = first + sum_up(&parts, false, budget.total.saturating_sub(first));
    let heavy = heavy(functions);
    if !heavy.is_empty() {
        return Err(format!("the first part of the program has what only a chunk may name:\n{heavy}"));
    }
    if first > budget.first {
        let over = kib(first - budget.first);
        let list = site::first_part();
        return Err(format!(
            "{over:.1} KiB over the budget of the first interaction; its functions are in {}",
            list.display()
        ));
    }
    if total > budget.total {
        return Err(format!("{:.1} KiB over what may be downloaded in all", kib(total - budget.total)));
    }
    Ok(())
}

/// Prints the parts of one kind and gives their sum.
fn sum_up(parts: &[Part], first: bool, allowed: usize) -> usize {
    let chosen = || parts.iter().filter(|part| part.first == first);
    for Part { bytes, name, .. } in chosen() {
        println!("{:>9.1} KiB  {}", kib(*bytes), name.display());
    }
    let total = chosen().map(|part| part.bytes).sum();
    println!("{:>9.1} KiB  of {:.0} KiB\n", kib(total), kib(allowed));
    total
}

/// What is heavy in a list of functions, with the largest function of each kind: a line each.
fn heavy(functions: &str) -> String {
    let lines = HEAVY.iter().filter_map(|(name, what)| {
        let largest = functions.lines().find(|line| line.contains(name))?;
        Some(format!("  {what} ({name}), such as: {largest}\n"))
    });
    lines.collect()
}

fn gather(dist: &Path, folder: &Path, parts: &mut Vec<Part>) -> Result {
    let io = |e: std::io::Error| format!("cannot read {}: {e}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.strip_prefix(dist).unwrap_or(&path).to_path_buf();
        if path.is_dir() {
            if !OTHER_WORDS.iter().any(|other| name == Path::new(other)) {
                gather(dist, &path, parts)?;
            }
            continue;
        }
        let kind = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if matches!(kind, "wasm" | "js" | "mjs" | "css" | "ftl") {
            let content = std::fs::read(&path).map_err(io)?;
            let first = !(name.starts_with(LAZY) || name == Path::new(KEEPER))
                || name.to_string_lossy().starts_with(FIRST_WORDS);
            parts.push(Part { bytes: gzip(&content, Compression::best()).len(), name, first });
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
fn kib(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sh;

    #[test]
    fn what_is_lazy_counts_for_the_whole_alone() {
        let dist = std::env::temp_dir().join(format!("virtlab-size-{}", std::process::id()));
        let budget = Budget { first: 3_000, total: 5_000 };
        let check = |functions: &str| check(&dist, functions, budget);
        // A counter's bytes do not compress to nothing as zeros would.
        let noise: Vec<u8> = (0u32..500).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        assert!(gzip(&noise, Compression::best()).len() > 1_700);
        sh::write(&dist.join("lazy/engine-1.wasm"), &noise).unwrap();
        sh::write(&dist.join("lazy/i18n/zh-Hans/call.ftl"), noise.repeat(9)).unwrap();
        assert!(check("").unwrap_err().contains("no wasm file"));
        sh::write(&dist.join("app_bg.wasm"), b"\0asm").unwrap();
        assert_eq!(check("12 _ZN3yew"), Ok(()));
        assert!(check("12 _ZN3yew\n9 _ZN9quick_xml6reader").unwrap_err().contains("domain XML (quick_xml)"));
        sh::write(&dist.join("lazy/views-1.wasm"), [&noise[1..], &noise[5..]].concat()).unwrap();
        sh::write(&dist.join("lazy/panes-1.wasm"), &noise[9..]).unwrap();
        assert!(check("").unwrap_err().ends_with("over what may be downloaded in all"));
        sh::write(&dist.join("snippets/x/big.js"), &noise).unwrap();
        sh::write(&dist.join("lazy/i18n/en/functions.ftl"), &noise).unwrap();
        let said = check("").unwrap_err();
        std::fs::remove_dir_all(&dist).unwrap();
        assert!(said.contains("over the budget of the first interaction"), "{said}");
    }
}
