//! COMPAT.md says of every public function of libvirt how far it is simulated. It is written from the table of functions.

use std::collections::BTreeMap;

use virtlab_core::api::{Area, FunctionId, functions, not_built};
use virtlab_tests::holds;

/// How a function is simulated, in the words of the file.
fn status(id: FunctionId) -> String {
    let row = id.row();
    match row.partial {
        Some(missing) => format!("partial: {}", missing.text()),
        None if row.refused => "exact (the driver has no such function)".to_owned(),
        None => "exact".to_owned(),
    }
}

/// An area's name in words: `DomainLife` is "Domain life".
fn heading(area: Area) -> String {
    let mut words = String::new();
    for c in format!("{area:?}").chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
            words.extend(c.to_lowercase());
        } else {
            words.push(c);
        }
    }
    words
}

fn file() -> String {
    let mut areas: BTreeMap<Area, Vec<FunctionId>> = BTreeMap::new();
    for row in functions().iter().filter(|row| row.area != Area::World) {
        areas.entry(row.area).or_default().push(row.id);
    }
    let built: usize = areas.values().map(Vec::len).sum();
    let whole = built + not_built().len();
    let ids = areas.values().flatten();
    let partial = ids.filter(|id| id.row().partial.is_some()).count();
    let mut out = format!(
        "# What is simulated of libvirt 12.8.0\n\n\
         Written by `cargo xtask compat` from the table of functions; do not edit.\n\n\
         Of {whole} public functions {} are exact, {partial} partial and {} not simulated yet. Exact means: in value, error and its \
         message, state, events and XML nothing is known to differ from libvirt's test driver, against which each is recorded and \
         replayed (`tests/recordings/`), but for libxml2's own words of a document that is malformed or that a schema refuses. A function that is not simulated answers `VIR_ERR_NO_SUPPORT` over RPC, and the page \
         lists it as such. Columns are drivers; the QEMU driver is not simulated yet.\n",
        built - partial,
        not_built().len()
    );
    for (area, ids) in &areas {
        out += &format!(
            "\n## {}\n\n| function | since | test | qemu |\n| --- | --- | --- | --- |\n",
            heading(*area)
        );
        for id in ids {
            out += &format!("| `{}` | {} | {} | not simulated |\n", id.c_name(), id.row().since, status(*id));
        }
    }
    out += "\n## Not simulated\n\n";
    let mut names: Vec<&str> = not_built().to_vec();
    names.sort_unstable();
    for name in names {
        out += &format!("- `{name}`\n");
    }
    out
}

#[test]
fn the_file_is_what_the_table_says() {
    holds("COMPAT.md", &file(), "cargo xtask compat");
}
