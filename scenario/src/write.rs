//! Writing a scenario's file, from a session.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use virtlab_core::api::{Call, Outcome, Value};

use crate::model::{Expected, Scenario, Step};
use crate::names::Names;
use crate::said::Said;

/// Makes a scenario of what is done, and of what comes of it.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    names: Names,
    scenario: Scenario,
}

impl Recorder {
    /// Of this title, for these drivers.
    pub fn new(title: impl Into<String>, drivers: impl IntoIterator<Item = String>) -> Self {
        let drivers = drivers.into_iter().collect();
        let scenario = Scenario { title: title.into(), drivers, ..Scenario::default() };
        Self { names: Names::default(), scenario }
    }

    /// Takes down a call and its outcome.
    pub fn record(&mut self, client: u32, call: &Call, outcome: &Outcome) {
        self.names.learn(&call.to_string());
        let said = Said::of(call, outcome).named(&mut self.names);
        let events = (!said.events.is_empty()).then_some(said.events);
        let returns = Some(said.returns).filter(|_| said.error.is_none());
        let expected = Expected { returns, writes: said.writes, error: said.error, events };
        self.scenario.steps.push(Step { line: 0, client, call: call.clone(), expected });
    }

    /// The scenario.
    pub fn scenario(self) -> Scenario {
        self.scenario
    }
}

/// Writes a scenario's file. Documents in calls get names.
pub fn write(scenario: &Scenario) -> String {
    let mut documents = BTreeMap::new();
    let steps: Vec<String> = scenario.steps.iter().map(|step| step_text(step, &mut documents)).collect();
    let mut out = String::new();
    let _ = writeln!(out, "title = {}", string(&scenario.title));
    if !scenario.about.is_empty() {
        let _ = writeln!(out, "about = {}", string(&scenario.about));
    }
    if !scenario.drivers.is_empty() {
        let drivers: Vec<String> = scenario.drivers.iter().map(|driver| string(driver)).collect();
        let _ = writeln!(out, "drivers = [{}]", drivers.join(", "));
    }
    if let Some(why) = &scenario.fails {
        let _ = writeln!(out, "fails = {}", string(why));
    }
    if !documents.is_empty() {
        out.push_str("\n[documents]\n");
        let mut named: Vec<(&String, &usize)> = documents.iter().collect();
        named.sort_by_key(|(_, number)| **number);
        for (document, number) in named {
            let _ = writeln!(out, "xml{number} = {}", string(document));
        }
    }
    out + &steps.concat()
}

fn step_text(step: &Step, documents: &mut BTreeMap<String, usize>) -> String {
    let mut out = "\n[[step]]\n".to_owned();
    if step.client != 0 {
        let _ = writeln!(out, "client = {}", step.client);
    }
    let _ = writeln!(out, "call = {}", string(&call_text(&step.call, documents)));
    let Expected { returns, writes, error, events } = &step.expected;
    match returns.as_deref().map(|text| (text, text.parse::<Value>())) {
        Some((_, Ok(Value::Text(text)))) if text.contains('\n') => {
            let _ = writeln!(out, "text = {}", string(&text));
        }
        Some((text, _)) => {
            let _ = writeln!(out, "returns = {}", string(text));
        }
        None => {}
    }
    if !writes.is_empty() {
        let each: Vec<String> =
            writes.iter().map(|(name, text)| format!("{name} = {}", string(text))).collect();
        let _ = writeln!(out, "writes = {{ {} }}", each.join(", "));
    }
    if let Some(error) = error {
        // What is not asked for is not written: no part of libvirt has an empty name.
        let asked = |name: &str, text: &str| match text.is_empty() {
            true => String::new(),
            false => format!(", {name} = {}", string(text)),
        };
        let (domain, message) = (asked("domain", &error.domain), asked("message", &error.message));
        let _ = writeln!(out, "error = {{ code = {}{domain}{message} }}", string(&error.code));
    }
    if let Some(events) = events {
        out.push_str("events = [\n");
        for event in events {
            let _ = writeln!(out, "    {},", string(event));
        }
        out.push_str("]\n");
    }
    out
}

/// The text of a call with names for its documents.
fn call_text(call: &Call, documents: &mut BTreeMap<String, usize>) -> String {
    let mut text = call.to_string();
    for value in &call.args {
        let Value::Text(document) = value else { continue };
        if !document.trim_start().starts_with('<') {
            continue;
        }
        let next = documents.len() + 1;
        let number = *documents.entry(document.to_string()).or_insert(next);
        text = text.replacen(&value.to_string(), &format!("$xml{number}"), 1);
    }
    text
}

/// A string of TOML's: as it is where that can be, in quotes with escapes otherwise.
fn string(text: &str) -> String {
    let printable = |c: char| c == '\t' || !c.is_control();
    let lines = text.contains('\n');
    if !lines && !text.contains('\'') && text.chars().all(printable) {
        return format!("'{text}'");
    }
    let bare =
        text.chars().all(|c| c == '\n' || printable(c)) && !text.contains("'''") && !text.ends_with('\'');
    if bare {
        let first = if lines { "\n" } else { "" };
        return format!("'''{first}{text}'''");
    }
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{read, run};
    use virtlab_core::world::{ClientId, World};

    const CALLS: &[&str] = &[
        "virEventRegisterDefaultImpl()",
        "virConnectOpen(\"test:///default\")",
        "virConnectDomainEventRegisterAny(conn1, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, \"cb1\")",
        "virDomainDefineXML(conn1, \"<domain type='test'><name>a'b</name><memory>65536</memory><os><type>hvm</type></os></domain>\")",
        "virDomainGetXMLDesc(dom1)",
        "virDomainCreate(dom1)",
        "virDomainCreate(dom1)",
        "virDomainGetState(dom1)",
        "virDomainGetInfo(dom1)",
        "virDomainGetUUID(dom1)",
        "virDomainLookupByName(conn1, \"a\\tb'''\\r\")",
        "virEventRunDefaultImpl()",
    ];

    fn recorded(seed: u64) -> Scenario {
        let mut world = World::builtin(seed);
        let mut recorder = Recorder::new("What is 'written'", ["test".to_owned()]);
        for text in CALLS {
            let call: Call = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            let outcome = world.perform(ClientId(0), &call);
            recorder.record(0, &call, &outcome);
        }
        recorder.scenario()
    }

    #[test]
    fn what_was_recorded_is_read_and_comes_again_whatever_is_made_up() {
        let text = write(&recorded(1));
        let scenario = read(&text).unwrap_or_else(|fault| panic!("{fault}\n{text}"));
        assert_eq!(run(&scenario, &mut World::builtin(2)), [], "{text}");
        assert_eq!(write(&scenario), text);
        assert!(text.contains("call = 'virDomainDefineXML(conn1, $xml1)'"), "{text}");
        assert!(text.contains("VIR_DOMAIN_EVENT_STARTED_BOOTED, domain a'b ((uuid 1)) with ID 2"), "{text}");
        let mut changed = scenario;
        changed.steps[7].expected.writes.insert("state".into(), "5".into());
        let found = run(&changed, &mut World::builtin(2));
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().ends_with("writes.state: [-5-]{+1+}"), "{}", found[0]);
    }

    #[test]
    fn of_an_error_only_what_is_asked_for_is_written() {
        let files = [
            "code = 'VIR_ERR_INVALID_ARG'",
            "code = 'VIR_ERR_NO_DOMAIN', domain = 'VIR_FROM_TEST', message = 'a'",
        ];
        for error in files {
            let line = format!("error = {{ {error} }}");
            let file = format!("title = 'a'\n\n[[step]]\ncall = 'virConnectClose(NULL)'\n{line}\n");
            let scenario = read(&file).unwrap_or_else(|fault| panic!("{fault}\n{file}"));
            let text = write(&scenario);
            assert!(text.lines().any(|written| written == line), "{text}");
            let again = read(&text).unwrap_or_else(|fault| panic!("{fault}\n{text}"));
            assert_eq!(again.steps[0].expected.error, scenario.steps[0].expected.error, "{text}");
        }
    }
}
