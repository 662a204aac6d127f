//! Documents and libvirt's schemas: what is refused, as recorded in `recordings/schema`, and that what is written is valid.
//!
//! Recorded by `record/schema.py`. Of what is said after the schema's name, libxml2's own words, only a share is the same.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use virtlab_core::api::{Call, Value};
use virtlab_core::domain::xml::{self as domain_xml, FormatOptions, ParseContext, ParseFlags};
use virtlab_core::ground::rng::Rng;
use virtlab_core::ground::schema::Grammar;
use virtlab_core::ground::{ErrorDomain, xml};
use virtlab_core::network;
use virtlab_core::walkthrough::walkthroughs;
use virtlab_core::world::{ClientId, World, grammar_of};
use virtlab_tests::names;

/// Of a hundred refusals, in how many the whole message has to be libvirt's.
const SAME_WORDS_PERCENT: usize = 70;

/// Roots of documents that libvirt has a schema for, and virtlab a grammar.
const ROOTS: [&str; 6] = ["domain", "domainsnapshot", "domaincheckpoint", "network", "pool", "volume"];

/// The grammar of the documents with a root, and what libvirt calls it.
fn grammar(root: &str) -> Option<(Grammar, &'static str)> {
    ROOTS.into_iter().find(|one| *one == root).map(grammar_of)
}

/// The name of a document's root, as it begins.
fn root_of(document: &str) -> &str {
    let inside = document.strip_prefix('<').unwrap_or_default();
    inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}

/// What we say of a document after the schema's name, if it does not follow the schema.
fn says(root: &str, document: &str) -> Option<String> {
    let (grammar, schema) = grammar(root).unwrap_or_else(|| panic!("{root}: no schema"));
    let read =
        xml::parse(ErrorDomain::Domain, document).unwrap_or_else(|e| panic!("{document}: {}", e.message));
    let error = grammar.validate(schema, &read).err()?;
    Some(error.message.split_once(".rng\n").map_or("", |(_, rest)| rest).to_owned())
}

/// The lines of the recordings of a folder, with the name of the file.
fn lines(folder: &str) -> Vec<(String, Json)> {
    let mut all = Vec::new();
    for name in names() {
        let Some(file) = name.strip_prefix(folder) else { continue };
        let path = format!("{}/recordings/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("a recording");
        let line = |line: &str| serde_json::from_str(line).expect("a line of a recording");
        all.extend(text.lines().map(|text| (file.to_owned(), line(text))));
    }
    all
}

/// The dump of the domain that a document defines, passwords and all; of one that defines none, nothing.
fn dump(document: &str, inactive: bool) -> Option<String> {
    let mut rng = Rng::new(7);
    let flags = ParseFlags { inactive: true, ..ParseFlags::default() };
    let mut cx = ParseContext { guests: &[], default_arch: "i686", rng: &mut rng, flags };
    let mut def = domain_xml::parse(document, &mut cx).ok()?;
    def.devices.name_interfaces();
    def.id = if inactive { -1 } else { 2 };
    Some(domain_xml::format(&def, FormatOptions { inactive, secure: true, ..FormatOptions::default() }))
}

#[test]
fn documents_are_refused_as_libvirt_refuses_them() {
    let text = |line: &Json, member: &str| line[member].as_str().map(str::to_owned);
    let documents: BTreeMap<(String, Option<String>), String> = lines("domain-xml/")
        .into_iter()
        .map(|(file, line)| ((file, text(&line, "name")), text(&line, "xml").expect("a document")))
        .collect();
    let (mut refused, mut same_words, mut failures) = (0, 0, Vec::new());
    let all = lines("schema/");
    for (file, line) in &all {
        let key = (file.clone(), text(line, "name"));
        let name = line["name"].as_str().unwrap_or_default();
        let document = line["xml"].as_str().unwrap_or_else(|| &documents[&key]);
        let recorded = line["says"].as_str();
        let ours = says(line["root"].as_str().unwrap_or("domain"), document);
        if recorded.is_some() != ours.is_some() {
            failures.push(format!("{name}: libvirt says {recorded:?}, we {ours:?}\n  {document}"));
        }
        refused += usize::from(recorded.is_some());
        same_words += usize::from(recorded.is_some() && recorded == ours.as_deref());
        // What libvirt itself writes is not always valid; then ours, which is the same, is not either.
        let expected = line["dump"].as_str().is_some();
        let of_dump = (!line["xml"].is_string()).then(|| dump(document, true)).flatten();
        if let Some(dump) = of_dump.filter(|dump| says("domain", dump).is_some() != expected) {
            let ours = says("domain", &dump);
            failures.push(format!(
                "{name}: the dump is {}valid for us: {ours:?}\n{dump}",
                if expected { "" } else { "not " }
            ));
        }
    }
    assert!(failures.is_empty(), "{} of {} differ:\n{}", failures.len(), all.len(), failures.join("\n"));
    assert!(all.len() > 1500 && refused > 500, "{refused} of {} are refused: there were more", all.len());
    println!("{refused} of {} documents are refused, {same_words} in libxml2's words", all.len());
    assert!(
        same_words * 100 >= refused * SAME_WORDS_PERCENT,
        "only {same_words} of {refused} in libxml2's words"
    );
}

/// Every document among the values of a call.
fn gather(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Text(text) if text.starts_with('<') => {
            found.insert(text.to_string());
        }
        Value::List(all) => all.iter().for_each(|value| gather(value, found)),
        Value::Struct(members) => members.iter().for_each(|(_, value)| gather(value, found)),
        _ => {}
    }
}

/// A snapshot and a checkpoint are made and read.
const MOMENTS: [&str; 8] = [
    "virConnectOpen(\"test:///default\")",
    "virDomainLookupByName(conn1, \"test\")",
    "virDomainCheckpointCreateXML(dom1, \"<domaincheckpoint/>\", 0)",
    "virDomainCheckpointGetXMLDesc(chk1, 0)",
    "virDomainCheckpointDelete(chk1, 0)",
    "virDomainSnapshotCreateXML(dom1, \"<domainsnapshot/>\", 0)",
    "virDomainSnapshotGetXMLDesc(snap1, 0)",
    "virConnectGetDomainCapabilities(conn1, NULL, NULL, NULL, NULL, 0)",
];

/// What worlds write: what the walkthroughs' calls answer, and all that the ready lab's hosts have.
fn written() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut perform = |world: &mut World, client: ClientId, call: &Call| {
        let outcome = world.perform(client, call);
        gather(&outcome.ret, &mut found);
        outcome.out.iter().for_each(|(_, value)| gather(value, &mut found));
    };
    for walkthrough in walkthroughs() {
        let journal = walkthrough.journal();
        let mut world = World::builtin(journal.seed);
        journal.entries.iter().for_each(|entry| perform(&mut world, entry.client, &entry.call));
    }
    let mut world = World::builtin(1);
    let hosts = world.lab().hosts.clone();
    for (host, client) in hosts.iter().zip(1..) {
        let uri = host.uris.first().expect("a URI");
        for call in [format!("virConnectOpen(\"{uri}\")"), "virConnectGetCapabilities(conn1)".to_owned()] {
            perform(&mut world, ClientId(client), &call.parse().expect("a call"));
        }
    }
    for call in MOMENTS {
        perform(&mut world, ClientId(0), &call.parse().expect("a call"));
    }
    let both = [false, true].map(|inactive| FormatOptions { inactive, ..FormatOptions::default() });
    for host in world.hosts() {
        for domain in host.domains.iter() {
            found.extend(both.map(|how| domain_xml::format(&domain.def, how)));
        }
        found.extend(host.networks.iter().map(|network| network::format(&network.def)));
    }
    found
}

/// Documents of domain-xml/ that follow the schema, and whose dump does not: libvirt writes the same, and refuses it.
const LIBVIRTS_OWN: [&str; 2] = [
    // No CPU is enabled, so that the number of them is 0.
    "\"vcpu/17\"",
    // A running guest's memory bandwidth groups have ids, which the schema has of cache groups alone.
    "\"cputune/21\"",
];

#[test]
fn what_is_written_is_valid() {
    // Where to put all of them, for `cargo xtask schemas`.
    let asked = std::env::var_os("VIRTLAB_WRITTEN");
    let mut written: Vec<(String, String)> = Vec::new();
    for (_, line) in lines("domain-xml/") {
        let (name, document) = (line["name"].to_string(), line["xml"].as_str().expect("a document"));
        // What does not follow the schema itself may be kept as it is.
        let is_valid =
            || xml::parse(ErrorDomain::Domain, document).is_ok() && says("domain", document).is_none();
        if LIBVIRTS_OWN.contains(&name.as_str()) {
            continue;
        }
        if is_valid() {
            // Inactive dumps are looked at by the other test.
            let forms = [false, true].into_iter().take(if asked.is_some() { 2 } else { 1 });
            written.extend(forms.filter_map(|form| Some((name.clone(), dump(document, form)?))));
        }
    }
    let all = self::written().into_iter();
    written.extend(all.map(|document| ("a call's answer".to_owned(), document)));
    if let Some(path) = asked {
        let documents: BTreeSet<&String> = written.iter().map(|(_, document)| document).collect();
        std::fs::write(path, serde_json::to_string(&documents).unwrap()).unwrap();
    }
    let known = written.iter().filter(|(_, document)| grammar(root_of(document)).is_some());
    let said =
        known.filter_map(|(name, document)| Some((name, says(root_of(document), document)?, document)));
    let failures: Vec<String> =
        said.map(|(name, said, document)| format!("{name}: {said}{document}")).collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), written.len(), failures.join("\n"));
    assert!(written.len() > 550, "only {} documents", written.len());
}
