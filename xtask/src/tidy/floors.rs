//! The floors of the core: ground ← families ← api ← world ← walkthrough. No floor uses a higher one, and a family
//! uses another only by what its `mod.rs` shows. Beside them the faces: the core knows none, and none knows another.

use super::source::{code_only, rooted_paths};
use super::{File, Finding};
use std::collections::BTreeSet;

const CORE: &str = "core/src/";

/// The crates that only translate to and from the core.
const FACES: &[&str] = &["web", "daemon", "js"];

/// Finds uses of a higher floor, of another family's rooms, and of one face by another.
pub fn check(files: &[File]) -> Vec<Finding> {
    let modules: BTreeSet<&str> = files.iter().filter_map(|file| module_of(&file.path)).collect();
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        let Some(own) = module_of(&file.path) else { continue };
        for path in rooted_paths(&code_only(&file.text)) {
            // A climb that stops inside the module is its own affair. One that may reach the root counts as from there:
            // whether the file's own modules add a step is not looked at, so what is no module of the root is let pass.
            let climbs = path.supers > 0;
            let leaves = path.supers >= depth(&file.path) && modules.contains(path.names[0].as_str());
            if climbs && !leaves {
                continue;
            }
            if let Some(what) = fault(own, &path.names, &modules, files) {
                findings.push(Finding::new(&file.path, path.line, what));
            }
        }
    }
    findings.extend(files.iter().flat_map(faces));
    findings
}

/// The module of the core's root that a file belongs to; `lib.rs` belongs to none.
fn module_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix(CORE)?;
    let name = rest.split('/').next()?;
    (name != "lib.rs").then(|| name.strip_suffix(".rs").unwrap_or(name))
}

/// How many modules deep below the root a file of the core is.
fn depth(path: &str) -> usize {
    let names = path.strip_prefix(CORE).unwrap_or(path).split('/').count();
    if path.ends_with("/mod.rs") { names - 1 } else { names }
}

fn floor(module: &str) -> u8 {
    match module {
        "ground" => 0,
        "api" => 2,
        "world" => 3,
        "walkthrough" => 4,
        _ => 1,
    }
}

const FLOORS: [&str; 5] = ["the ground", "a family", "the api", "the world", "the walkthroughs"];

fn fault(own: &str, names: &[String], modules: &BTreeSet<&str>, files: &[File]) -> Option<String> {
    let other = names.first()?.as_str();
    if !modules.contains(other) {
        // A macro is at the root whatever its floor; a type there is re-exported for other crates.
        let is_type = other == "*" || other.starts_with(char::is_uppercase);
        return is_type.then(|| format!("uses crate::{other} by the root: name the module that has it"));
    }
    let (here, there) = (floor(own), floor(other));
    if there > here {
        return Some(format!(
            "{} ({own}) uses {} ({other}), a higher floor",
            FLOORS[usize::from(here)],
            FLOORS[usize::from(there)]
        ));
    }
    let room = names.get(1)?;
    let inside = other != own && here == 1 && there == 1 && is_room(other, room, files);
    inside.then(|| {
        format!("goes into {other}'s room {room}: use what {other}/mod.rs shows, or have it show this")
    })
}

fn is_room(family: &str, name: &str, files: &[File]) -> bool {
    let file = format!("{CORE}{family}/{name}.rs");
    let folder = format!("{CORE}{family}/{name}/");
    files.iter().any(|f| f.path == file || f.path.starts_with(&folder))
}

/// A manifest's dependencies on crates of ours that its floor forbids.
fn faces(file: &File) -> Vec<Finding> {
    let Some(own) = file.path.strip_suffix("/Cargo.toml") else { return Vec::new() };
    let forbidden: Vec<&str> = match own {
        "core" => vec!["listing", "scenario", "course", "web", "daemon", "tests"],
        // The page shows listings: they are between the world and the faces.
        "listing" => vec!["course", "web", "daemon", "tests"],
        // Every face reads them; exercises stand on the scenarios' reader.
        "scenario" => vec!["course", "web", "daemon", "tests"],
        "course" => vec!["web", "daemon", "tests"],
        // Its tests read and run what it wrote.
        "spelling" => vec!["course", "web", "daemon", "tests"],
        face if FACES.contains(&face) => FACES.iter().copied().filter(|other| *other != face).collect(),
        _ => return Vec::new(),
    };
    // The daemon's package is called as its command is.
    let names = |line: &str, folder: &str| match folder {
        "daemon" => line.starts_with("virtlab.") || line.starts_with("virtlab "),
        other => line.starts_with(&format!("virtlab-{other}")),
    };
    let named = |line: &str| forbidden.iter().find(|folder| names(line, folder)).copied();
    let lines = (1..).zip(file.text.lines());
    lines
        .filter_map(|(line, text)| {
            Some(Finding::new(&file.path, line, format!("{own} may not depend on {}", named(text)?)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let mut files: Vec<File> =
            ["ground/id.rs", "host/mod.rs", "host/cpu.rs", "domain/mod.rs", "api/mod.rs", "world/mod.rs"]
                .map(|path| File::new(format!("{CORE}{path}"), ""))
                .into();
        files.push(File::new(path, text));
        check(&files).into_iter().map(|f| f.to_string()).collect()
    }

    #[test]
    fn a_lower_floor_may_not_use_a_higher_one() {
        let up =
            found("core/src/domain/xml.rs", "//! Docs of crate::api.\nuse crate::{api::Call, ground::id};\n");
        assert_eq!(
            up,
            ["core/src/domain/xml.rs:2: a family (domain) uses the api (api), a higher floor".to_owned()]
        );
        assert_eq!(
            found("core/src/api/table.rs", "use crate::host::cpu::Cpu; use crate::ground::id;"),
            [""; 0]
        );
        assert_eq!(found("core/src/lib.rs", "pub use crate::world::World;"), [""; 0]);
    }

    #[test]
    fn a_family_has_its_rooms_to_itself() {
        let inside = found("core/src/domain/xml.rs", "fn f() { crate::host::cpu::arch() }");
        assert_eq!(inside.len(), 1);
        assert!(inside[0].contains("goes into host's room cpu"), "{inside:?}");
        assert_eq!(found("core/src/domain/xml.rs", "use crate::host::Cpu;"), [""; 0]);
        assert_eq!(found("core/src/host/numa.rs", "use crate::host::cpu::Cpu;"), [""; 0]);
    }

    #[test]
    fn there_is_no_way_round() {
        assert_eq!(found("core/src/ground/x.rs", "use crate::World;").len(), 1);
        assert_eq!(found("core/src/ground/x.rs", "use super::super::world::World;").len(), 1);
        assert_eq!(found("core/src/ground/mod.rs", "mod m { use super::{world::World, x}; }").len(), 1);
        assert_eq!(
            found("core/src/host/x/y.rs", "mod tests { use super::super::world; use super::super::*; }"),
            [""; 0]
        );
    }

    #[test]
    fn faces_do_not_know_each_other() {
        let manifest = "[dependencies]\nvirtlab-core.workspace = true\nvirtlab.workspace = true\n";
        assert_eq!(found("web/Cargo.toml", manifest), ["web/Cargo.toml:3: web may not depend on daemon"]);
        assert_eq!(found("tests/Cargo.toml", manifest), [""; 0]);
        let manifest = "[dependencies]\nvirtlab-web.workspace = true\n";
        assert_eq!(
            found("daemon/Cargo.toml", manifest),
            ["daemon/Cargo.toml:2: daemon may not depend on web"]
        );
    }
}
