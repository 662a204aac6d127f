//! The size budget: what a learner downloads before the first click.

use crate::serve::gzip;
use crate::sh::Result;
use flate2::Compression;
use std::path::{Path, PathBuf};

/// wasm, JavaScript and CSS of the first interaction, gzipped: what is aimed at.
const GOAL_BYTES: usize = 300 * 1024;

/// What is allowed meanwhile: as large as it was when this was last lowered, with a little room. It may only shrink.
const BUDGET_BYTES: usize = 815 * 1024;

/// What is loaded when first needed lies here, and is outside the budget.
const LAZY: &str = "lazy";

/// Fails when the site is over its budget; prints the parts either way.
pub fn check(dist: &Path) -> Result {
    let mut parts: Vec<(usize, PathBuf)> = Vec::new();
    gather(dist, dist, &mut parts)?;
    if !parts.iter().any(|(_, file)| file.extension().is_some_and(|e| e == "wasm")) {
        return Err(format!("{} has no wasm file: was it built?", dist.display()));
    }
    parts.sort_by(|a, b| b.cmp(a));
    for (bytes, file) in &parts {
        println!("{:>9.1} KiB  {}", kib(*bytes), file.display());
    }
    let total = parts.iter().map(|(bytes, _)| bytes).sum();
    let (allowed, goal) = (kib(BUDGET_BYTES), kib(GOAL_BYTES));
    println!("{:>9.1} KiB  gzipped, of {allowed:.0} KiB allowed; the goal is {goal:.0} KiB", kib(total));
    if total > BUDGET_BYTES {
        return Err(format!("{:.1} KiB over the budget of the first interaction", kib(total - BUDGET_BYTES)));
    }
    Ok(())
}

fn gather(dist: &Path, folder: &Path, parts: &mut Vec<(usize, PathBuf)>) -> Result {
    let io = |e: std::io::Error| format!("cannot read {}: {e}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.strip_prefix(dist).unwrap_or(&path).to_path_buf();
        if path.is_dir() {
            if name != Path::new(LAZY) {
                gather(dist, &path, parts)?;
            }
        } else if matches!(path.extension().and_then(|e| e.to_str()), Some("wasm" | "js" | "mjs" | "css")) {
            let content = std::fs::read(&path).map_err(io)?;
            parts.push((gzip(&content, Compression::best()).len(), name));
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
    fn the_budget_counts_all_but_what_is_lazy() {
        let dist = std::env::temp_dir().join(format!("virtlab-size-{}", std::process::id()));
        // A counter's bytes do not compress to nothing as zeros would.
        let noise: Vec<u8> =
            (0u32..300_000).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        sh::write(&dist.join("lazy/editor.js"), &noise).unwrap();
        assert!(check(&dist).unwrap_err().contains("no wasm file"));
        sh::write(&dist.join("app_bg.wasm"), b"\0asm").unwrap();
        assert_eq!(check(&dist), Ok(()));
        sh::write(&dist.join("snippets/x/big.js"), &noise).unwrap();
        let said = check(&dist).unwrap_err();
        std::fs::remove_dir_all(&dist).unwrap();
        assert!(said.ends_with("over the budget of the first interaction"), "{said}");
    }
}
