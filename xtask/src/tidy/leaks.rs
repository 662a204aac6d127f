//! Nothing of one person's machine is checked in: no path of a home or of a work folder, and no address of a registry
//! or a mirror, which would break the next person's build.

use super::{File, Finding};

/// Beginnings of paths that exist on one machine only. Split, so that this file does not find itself.
const MACHINE_PATHS: &[&str] =
    &[concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/Us", "ers/")];

/// The only source of crates that a lock may name.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Finds machine paths and addresses of registries.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        for (line, text) in (1..).zip(file.text.lines()) {
            if let Some(what) = machine_path(text).or_else(|| registry(&file.path, text)) {
                findings.push(Finding::new(&file.path, line, what));
            }
        }
    }
    findings
}

fn machine_path(text: &str) -> Option<String> {
    let begins = |path: &str| {
        // The path of a URL, or one below another folder, is no path of this machine.
        text.match_indices(path)
            .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.'))
    };
    let path = MACHINE_PATHS.iter().find(|path| begins(path))?;
    Some(format!("names a path of one machine ({path}…)"))
}

fn registry(path: &str, text: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let text = text.trim();
    let address = match name {
        "Cargo.lock" => text.starts_with("source = ") && !text.contains(CRATES_IO),
        "package-lock.json" => text.starts_with("\"resolved\""),
        ".npmrc" => text.contains("registry"),
        "config.toml" => text.starts_with("[source") || text.starts_with("[registr"),
        _ => false,
    };
    address.then(|| "names where one machine downloads from".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[File::new(path, text)]).len()
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        for path in MACHINE_PATHS {
            assert_eq!(found("a.md", &format!("see {path}x")), 1);
            assert_eq!(found("a.md", &format!("see https://example.com{path}x")), 0);
        }
        assert_eq!(found("a.md", "/var/lib/libvirt/images"), 0);
    }

    #[test]
    fn addresses_of_registries_are_found() {
        assert_eq!(found("Cargo.lock", &format!("source = \"{CRATES_IO}\"")), 0);
        assert_eq!(found("Cargo.lock", "source = \"registry+https://mirror.example.com/\""), 1);
        assert_eq!(found("package-lock.json", "  \"resolved\": \"https://mirror.example.com/x.tgz\","), 1);
        assert_eq!(found(".cargo/config.toml", "[source.crates-io]"), 1);
        assert_eq!(found("README.md", "\"resolved\""), 0);
    }
}
