//! Domain documents, as real libvirt's test driver takes, refuses and dumps them: `recordings/domain-xml`.
//!
//! Recorded by `record/domain_xml.py`. The only thing that is not compared is a UUID or MAC address that the document left
//! to libvirt, which libvirt draws by lot.

use std::path::Path;

use serde::Deserialize;
use virtlab_core::domain::config::DomainDef;
use virtlab_core::domain::xml::{self, FormatOptions, ParseContext, ParseFlags};
use virtlab_core::ground::VirError;
use virtlab_core::ground::rng::Rng;

/// One line of a recording.
#[derive(Deserialize)]
struct Entry {
    name: String,
    xml: String,
    define: Define,
    create: Option<Create>,
}

/// What `virDomainDefineXML` answered.
#[derive(Deserialize)]
struct Define {
    error: Option<Box<VirError>>,
    inactive: Option<String>,
    migratable: Option<String>,
}

/// What the dump said after `virDomainCreate`, where it was not the inactive one with an id.
#[derive(Deserialize)]
struct Create {
    live: String,
}

/// Takes out what libvirt drew by lot.
fn without_lots(document: &str, dump: &str) -> String {
    let is_drawn = |line: &str| {
        let line = line.trim_start();
        let uuid = line.strip_prefix("<uuid>").and_then(|line| line.strip_suffix("</uuid>"));
        let mac = line.strip_prefix("<mac address='").and_then(|line| line.get(..17));
        let given = |value: &str| document.to_lowercase().contains(value);
        // A UUID is read leniently, so that its text need not stand in the document.
        uuid.is_some_and(|uuid| !given(uuid) && !document.contains("uuid>") && !document.contains("'uuid'"))
            || mac.is_some_and(|mac| !given(mac))
    };
    dump.lines().map(|line| if is_drawn(line) { "(drawn)" } else { line }).collect::<Vec<_>>().join("\n")
}

/// What differs, if anything.
fn replay(entry: &Entry) -> Result<(), String> {
    let mut rng = Rng::new(7);
    let flags = ParseFlags { inactive: true, ..ParseFlags::default() };
    let mut cx = ParseContext { guests: &[], default_arch: "i686", rng: &mut rng, flags };
    let def = match (xml::parse(&entry.xml, &mut cx), &entry.define.error) {
        (Err(error), Some(expected)) => return same("the error", expected, &error),
        (Err(error), None) => return Err(format!("refused: {error}")),
        (Ok(_), Some(expected)) => return Err(format!("accepted, where libvirt says: {}", expected.message)),
        (Ok(mut def), None) => {
            def.devices.name_interfaces();
            def
        }
    };
    // A daemon keeps its worlds as JSON: whatever a document can say has to survive that.
    let kept = serde_json::to_string(&def).expect("JSON");
    let again: DomainDef = serde_json::from_str(&kept).map_err(|error| format!("kept as {kept}: {error}"))?;
    if again != def {
        return Err(format!("not the same after it was kept as {kept}"));
    }
    let normal = |dump: &str| without_lots(&entry.xml, dump);
    let expected = entry.define.inactive.as_deref().unwrap_or_default();
    let secure = FormatOptions { inactive: true, secure: true, ..FormatOptions::default() };
    same_dump("the inactive dump", &normal(expected), &normal(&xml::format(&def, secure)))?;
    if let Some(expected) = &entry.define.migratable {
        let migratable = FormatOptions { migratable: true, ..FormatOptions::default() };
        same_dump("the migratable dump", &normal(expected), &normal(&xml::format(&def, migratable)))?;
    }
    let mut live = def;
    live.id = 2;
    let with_id = expected.replacen("'>", "' id='2'>", 1);
    let expected = entry.create.as_ref().map_or(&with_id, |create| &create.live);
    same_dump("the active dump", &normal(expected), &normal(&xml::format(&live, FormatOptions::default())))
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, expected: &T, got: &T) -> Result<(), String> {
    match expected == got {
        true => Ok(()),
        false => Err(format!("{what} differs\nexpected {expected:#?}\ngot      {got:#?}")),
    }
}

fn same_dump(what: &str, expected: &str, got: &str) -> Result<(), String> {
    let mut lines = expected.lines().zip(got.lines().chain(std::iter::repeat("(nothing)")));
    match lines.find(|(expected, got)| expected != got) {
        Some((expected, got)) => {
            Err(format!("{what} first differs here\nexpected {expected}\ngot      {got}"))
        }
        None => same(what, &expected.len(), &got.len()),
    }
}

#[test]
fn documents_are_taken_refused_and_dumped_as_libvirt_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings/domain-xml");
    let mut count = 0;
    let mut failures = Vec::new();
    for file in std::fs::read_dir(folder).expect("the recordings") {
        let text = std::fs::read_to_string(file.expect("a recording").path()).expect("a recording");
        for line in text.lines() {
            let entry: Entry = serde_json::from_str(line).expect("a line of a recording");
            count += 1;
            if let Err(difference) = replay(&entry) {
                failures.push(format!("{}: {difference}", entry.name));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {count} differ:\n{}", failures.len(), failures.join("\n\n"));
    assert!(count > 380, "{count} recorded documents are fewer than there were");
}
