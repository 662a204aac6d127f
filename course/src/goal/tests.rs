//! Every sort of condition, and what is wrong with one.

use std::collections::BTreeMap;

use virtlab_core::world::{ClientId, History, Journal};
use virtlab_scenario::{Fault, Source};

use super::*;

const TINY: &str =
    "<domain type='test'><name>demo</name><memory>1024</memory><os><type>hvm</type></os></domain>";

fn conditions(text: &str) -> Result<Vec<Condition>, Fault> {
    let drawn = [("name".to_owned(), "demo".to_owned())].into();
    let source = Source { text, drawn, ..Source::default() };
    read(&source, toml::from_str(text).expect("TOML"))
}

fn history(calls: &[&str]) -> History {
    let mut history = History::new(Journal::new(1)).unwrap();
    let define = format!("virDomainDefineXML(conn1, {})", virtlab_core::api::Value::text(TINY));
    for call in ["virConnectOpen(\"test:///default\")", &define].iter().chain(calls) {
        history.perform(ClientId(0), call.parse().unwrap());
    }
    history
}

/// What is found of each line, and whether it is met.
#[track_caller]
fn found(history: &History, text: &str) -> Vec<(String, bool)> {
    let answers = BTreeMap::from([("free".to_owned(), " 1 024".to_owned())]);
    let trail = Trail { world: history.world(), steps: &history.steps()[2..], answers: &answers };
    let told = check(&conditions(text).unwrap(), trail);
    let one = |finding: Finding| (finding.found.map_or("-".into(), |found| found.to_string()), finding.met);
    told.into_iter().map(one).collect()
}

#[track_caller]
fn is(history: &History, text: &str, expected: &[(&str, bool)]) {
    let expected: Vec<_> = expected.iter().map(|(found, met)| ((*found).to_owned(), *met)).collect();
    assert_eq!(found(history, text), expected, "{text}");
}

#[test]
fn a_domain_is_told_field_by_field() {
    let history = history(&["virDomainCreate(dom1)", "virDomainSetAutostart(dom1, 1)"]);
    is(
        &history,
        "domain = '{name}'\nstate = 'shutoff'\npersistent = true\nautostart = false\nmemory_kib = { at_most = 1024 }\nconfig_vcpus = 2",
        &[("running", false), ("yes", true), ("yes", false), ("1024", true), ("1", false)],
    );
    is(
        &history,
        "domain = 'none'\nexists = false\nstate = { not = 'running' }",
        &[("no", true), ("-", true)],
    );
    is(&history, "host = 'test'\nactive_domains = ['test', 'demo']", &[("demo, test", true)]);
    is(&history, "network = 'default'\nactive = true\nautostart = true", &[("yes", true), ("no", false)]);
}

#[test]
fn calls_are_looked_at_with_what_came_of_them() {
    let history = history(&[
        "virDomainSetMemoryFlags(dom1, 512, VIR_DOMAIN_AFFECT_CONFIG)",
        "virDomainSuspend(dom1)",
        "virDomainGetName(dom1)",
        "virDomainFree(dom1)",
    ]);
    let with =
        "call = 'virDomainSetMemoryFlags'\nwith = { flags = 'VIR_DOMAIN_AFFECT_CONFIG' }\nsucceeded = true";
    is(&history, with, &[("yes", true)]);
    is(&history, &with.replace("CONFIG", "LIVE"), &[("no", false)]);
    is(
        &history,
        "call = 'virDomainSuspend'\nfailed = 'VIR_ERR_INTERNAL_ERROR'\ntimes = 1",
        &[("VIR_ERR_INTERNAL_ERROR", true), ("1", true)],
    );
    is(&history, "call = 'virDomainSuspend'\nfailed = false", &[("yes", false)]);
    is(
        &history,
        "call = 'virDomainGetName'\nreturned = 'demo'\nbefore = 'virDomainFree'",
        &[("demo", true), ("virDomainFree", true)],
    );
    is(&history, "call = 'virDomainFree'\nbefore = 'virDomainGetName'", &[("-", false)]);
    is(
        &history,
        "session = true\ncalls = 4\nfailures = 1\nhandles = 0\nconnections = 1\nlost_errors = 1",
        &[("4", true), ("1", true), ("0", true), ("1", true), ("1", true)],
    );
}

#[test]
fn answers_are_taken_as_people_write_them() {
    let history = history(&[]);
    is(&history, "answer = 'free'\nis = 1024", &[("1 024", true)]);
    is(&history, "answer = 'other'\nis = 1024", &[("-", false)]);
    assert!(said_alike(&Datum::Text("VIR_ERR_NO_DOMAIN".into()), " vir_err_no_domain"));
    assert!(!said_alike(&Datum::Number(1), "one"));
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_a_hint() {
    let wrong = |text: &str, place: (usize, usize), message: &str, hint: &str| {
        let fault = conditions(text).expect_err("a fault");
        assert_eq!((fault.line, fault.column), place, "{fault}");
        assert!(fault.message.contains(message), "{fault}");
        assert!(fault.hint.as_deref().unwrap_or_default().contains(hint), "{fault}");
    };
    wrong("state = 'running'", (1, 1), "what this is about", "domain = ");
    wrong("domain = 'd'\nstat = 'running'", (2, 1), "no field of a domain stat", "state?");
    wrong("domain = 'd'\nstate = 'runing'", (2, 9), "no state runing", "running?");
    wrong("domain = 'd'\nactive = 'yes'", (2, 10), "true or false", "");
    wrong("domain = 'd'", (1, 1), "nothing is asked", "exists, state");
    wrong("snapshot = 's'\nexists = true", (1, 1), "one of a domain", "domain = ");
    wrong("call = 'virDomainCreat'\ntimes = 1", (1, 8), "no function", "virDomainCreate?");
    wrong("call = 'virDomainCreate'\ntimes = { about = 1 }", (2, 9), "nothing that can be said", "at_least");
}
