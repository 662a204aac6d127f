//! Every row of the core's tables has its words in every language: functions, flags, states, reasons, events, rules,
//! error codes and walkthroughs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use virtlab_core::api::{Area, FunctionId, flag_sets};
use virtlab_core::connection::Transport;
use virtlab_core::domain::rules::Verb;
use virtlab_core::domain::{DomainEvent, DomainState, StateReason};
use virtlab_core::ground::{ErrorCode, ErrorDomain};
use virtlab_core::host::Driver;
use virtlab_core::network::NetworkEvent;
use virtlab_core::storage::StoragePoolEvent;
use virtlab_core::walkthrough::walkthroughs;

use super::Lang;
use super::tests::texts;

/// The keys of these beginnings are made from tables, so none of them may be there without its row.
const FROM_TABLES: &[&str] =
    &["fn-", "area-", "flag-", "state-", "reason-", "event-", "verb-", "err-", "from-", "walk-"];

/// Messages that are among those and belong to no row.
const BESIDE: &[&str] = &["flag-none", "flag-unknown-here", "state-undefined"];

fn keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut with = |key: String, attribute: &str| {
        keys.insert(format!("{key}.{attribute}"));
        keys.insert(key);
    };
    for &id in FunctionId::ALL {
        with(format!("fn-{}", id.c_name()), "returns");
    }
    for state in DomainState::ALL {
        with(crate::words::state_key(state), "about");
    }
    for &code in
        ErrorCode::ALL.iter().filter(|code| names_in_core("ErrorCode").contains(&format!("{code:?}")))
    {
        with(format!("err-{}", code.c_name()), "mend");
    }
    for walkthrough in walkthroughs() {
        with(format!("walk-{}", walkthrough.id), "intro");
    }
    keys.extend(walkthroughs().iter().flat_map(|w| w.steps).map(|step| step.note.to_owned()));
    keys.extend(Transport::ALL.map(|transport| format!("uri-transport-{}", transport.name())));
    keys.extend(Driver::ALL.map(|driver| format!("uri-driver-{}", driver.uri_scheme())));
    keys.extend(Area::ALL.map(|area| format!("area-{}", area.key())));
    keys.extend(StateReason::ALL.iter().map(|reason| format!("reason-{}", reason.c_name())));
    let verbs = Verb::ALL.into_iter().chain(Verb::OF_MOMENTS);
    keys.extend(verbs.map(|verb| format!("verb-{}", verb.c_name())));
    keys.extend(DomainEvent::ALL.iter().map(|event| format!("event-{}", event.c_name())));
    keys.extend(NetworkEvent::ALL.iter().map(|event| format!("event-{}", event.c_name())));
    keys.extend(StoragePoolEvent::ALL.iter().map(|event| format!("event-{}", event.c_name())));
    let used = names_in_core("ErrorDomain");
    let domains = ErrorDomain::ALL.iter().filter(|domain| used.contains(&format!("{domain:?}")));
    keys.extend(domains.map(|domain| format!("from-{}", domain.c_name())));
    keys.extend(flag_sets().flat_map(|set| set.choices).map(|choice| format!("flag-{}", choice.name)));
    keys
}

/// The variants of an enumeration that the core's sources name, and so may give to a learner.
fn names_in_core(enumeration: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices(&format!("{enumeration}::")) {
            let rest = &text[at + enumeration.len() + 2..];
            // `ErrorCode::NoDomain`, or `ErrorCode::{InternalError, OperationInvalid}` of an import.
            let list = rest.strip_prefix('{').map(|list| list.split('}').next().unwrap_or_default());
            let words =
                list.unwrap_or_else(|| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default());
            names.extend(words.split(',').map(|word| word.trim().to_owned()));
        }
    }
    names
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|end| end == "rs") && !path.ends_with("error_table.rs"))
        .collect()
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![lang.id()]);
    for text in texts(lang) {
        bundle.add_resource(FluentResource::try_new(text).unwrap()).unwrap();
    }
    bundle
}

#[test]
fn every_row_has_its_words() {
    for lang in Lang::ALL {
        let bundle = bundle(lang);
        let missing: Vec<String> = keys()
            .into_iter()
            .filter(|key| match key.split_once('.') {
                Some((key, name)) => bundle.get_message(key).is_none_or(|m| m.get_attribute(name).is_none()),
                None => bundle.get_message(key).is_none_or(|m| m.value().is_none()),
            })
            .collect();
        assert!(missing.is_empty(), "{}: {missing:#?}", lang.tag());
    }
}

#[test]
fn no_words_are_left_over_from_a_row_that_went() {
    let keys = keys();
    for text in texts(Lang::En) {
        for line in text.lines() {
            let Some((key, _)) = line.split_once(" = ") else { continue };
            let of_table = FROM_TABLES.iter().any(|from| key.starts_with(from)) && !BESIDE.contains(&key);
            assert!(!of_table || keys.contains(key) || of_a_parameter(key), "{key}");
        }
    }
}

/// `fn-virDomainSave-param-to`.
fn of_a_parameter(key: &str) -> bool {
    let split = key.strip_prefix("fn-").and_then(|key| key.split_once("-param-"));
    split.is_some_and(|(function, param)| {
        FunctionId::from_c_name(function).is_some_and(|id| id.row().position(param).is_some())
    })
}

#[test]
fn words_of_tables_need_no_arguments() {
    for lang in Lang::ALL {
        let bundle = bundle(lang);
        for key in keys().iter().filter(|key| !key.contains('.')) {
            let Some(message) = bundle.get_message(key) else { continue };
            let attributes = message.attributes().map(|attribute| attribute.value());
            for pattern in message.value().into_iter().chain(attributes) {
                let mut errors = Vec::new();
                bundle.format_pattern(pattern, Some(&FluentArgs::new()), &mut errors);
                assert!(errors.is_empty(), "{key} in {}: {errors:?}", lang.tag());
            }
        }
    }
}
