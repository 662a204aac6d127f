//! Reading a scenario's file.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use virtlab_core::api::{Call, Value};
use virtlab_core::ground::{ErrorCode, ErrorDomain};

use crate::model::{Expected, Scenario, Step};
use crate::said::Refusal;
use crate::source::{Fault, Source, nearest};

/// Bytes of the longest file.
const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Steps of the longest scenario.
const STEPS_MAX: usize = 10_000;

/// The file as TOML has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    drivers: Vec<String>,
    fails: Option<String>,
    #[serde(default)]
    documents: BTreeMap<String, String>,
    #[serde(default)]
    step: Vec<FileStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileStep {
    #[serde(default)]
    client: u32,
    call: Spanned<String>,
    returns: Option<Spanned<String>>,
    text: Option<String>,
    #[serde(default)]
    writes: BTreeMap<Spanned<String>, String>,
    error: Option<FileError>,
    events: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileError {
    code: Spanned<String>,
    domain: Option<Spanned<String>>,
    #[serde(default)]
    message: String,
}

/// Reads a scenario.
///
/// # Errors
/// The first thing that is wrong with it, with its place.
pub fn read(text: &str) -> Result<Scenario, Fault> {
    let begins = "a scenario begins with a line such as title = \"What it shows\"";
    let mut source = Source { text, begins, ..Source::default() };
    if text.len() > FILE_BYTES_MAX {
        return Err(source.fault(0, format!("the file has more than {FILE_BYTES_MAX} bytes")));
    }
    let file: File = toml::from_str(text).map_err(|error| source.syntax(&error))?;
    source.documents = file.documents;
    if file.step.len() > STEPS_MAX {
        return Err(source.fault(0, format!("there are more than {STEPS_MAX} steps")));
    }
    let steps = file.step.into_iter().map(|step| source.step(step)).collect::<Result<_, _>>()?;
    let File { title, about, drivers, fails, .. } = file;
    Ok(Scenario { title, about: about.trim().to_owned(), drivers, fails, steps })
}

impl Source<'_> {
    fn step(&self, step: FileStep) -> Result<Step, Fault> {
        let call = self.call(&step.call)?;
        let returns = match (&step.returns, step.text) {
            (Some(returns), Some(_)) => {
                let fault = self.fault(returns.span().start, "a step has either returns or text");
                return Err(Fault {
                    hint: Some("text is for what a function returns as text".into()),
                    ..fault
                });
            }
            (_, Some(text)) => Some(Value::text(text).to_string()),
            (Some(returns), None) => Some(returns.get_ref().clone()),
            (None, None) => None,
        };
        let mut writes = BTreeMap::new();
        for (name, value) in step.writes {
            self.check_writes(&call, &name)?;
            writes.insert(name.into_inner(), value);
        }
        let error = step.error.map(|error| self.error(error)).transpose()?;
        let line = self.fault(step.call.span().start, "").line;
        let expected = Expected { returns, writes, error, events: step.events };
        Ok(Step { line, client: step.client, call, expected })
    }

    fn check_writes(&self, call: &Call, name: &Spanned<String>) -> Result<(), Fault> {
        let row = call.function.row();
        if row.params.iter().any(|param| param.name == name.get_ref()) {
            return Ok(());
        }
        let known: Vec<&str> = row.params.iter().map(|param| param.name).collect();
        let message = format!("{} has no parameter {}", row.id.c_name(), name.get_ref());
        let hint = Some(format!("its parameters are {}", known.join(", ")));
        Err(Fault { hint, ..self.fault(name.span().start, message) })
    }

    fn error(&self, error: FileError) -> Result<Refusal, Fault> {
        let known = |name: &Spanned<String>, all: &mut dyn Iterator<Item = &'static str>| {
            let all: Vec<&str> = all.collect();
            if all.contains(&name.get_ref().as_str()) {
                return Ok(());
            }
            let fault = self.fault(name.span().start, format!("libvirt has no {}", name.get_ref()));
            Err(Fault { hint: nearest(name.get_ref(), &all).map(|near| format!("{near}?")), ..fault })
        };
        known(&error.code, &mut ErrorCode::ALL.iter().map(|code| code.c_name()))?;
        if let Some(domain) = &error.domain {
            known(domain, &mut ErrorDomain::ALL.iter().map(|domain| domain.c_name()))?;
        }
        let domain = error.domain.map(Spanned::into_inner).unwrap_or_default();
        Ok(Refusal { code: error.code.into_inner(), domain, message: error.message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
title = "A domain is defined"
drivers = ["test"]

[documents]
tiny = '''
<domain/>
'''

[[step]]
call = 'virConnectOpen("test:///default")'
returns = 'conn1'

[[step]]
call = 'virDomainDefineXML(conn1, $tiny)'
error = { code = 'VIR_ERR_XML_ERROR', message = "no" }

[[step]]
client = 2
call = 'virDomainGetState(dom1)'
writes = { state = '5' }
events = []
"#;

    #[test]
    fn a_file_is_a_scenario() {
        let scenario = read(GOOD).expect("a scenario");
        assert_eq!((&*scenario.title, scenario.steps.len()), ("A domain is defined", 3));
        assert!(scenario.is_for("test") && !scenario.is_for("qemu"));
        assert_eq!(scenario.steps[1].call.to_string(), "virDomainDefineXML(conn1, \"<domain/>\\n\")");
        assert_eq!((scenario.steps[1].line, scenario.steps[2].client), (15, 2));
        let code = scenario.steps[1].expected.error.as_ref().map(|error| &*error.code);
        assert_eq!(code, Some("VIR_ERR_XML_ERROR"));
        assert_eq!(scenario.steps[2].expected.events, Some(Vec::new()));
    }

    #[track_caller]
    fn wrong(from: &str, to: &str, place: (usize, usize), message: &str, hint: &str) {
        assert!(GOOD.contains(from));
        let fault = read(&GOOD.replace(from, to)).expect_err("a fault");
        assert_eq!((fault.line, fault.column), place, "{fault}");
        assert!(fault.message.contains(message), "{fault}");
        assert!(fault.hint.as_deref().unwrap_or_default().contains(hint), "{fault}");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_a_hint() {
        wrong("virDomainGetState", "virDomainGetStat", (20, 9), "no call", "virDomainGetState?");
        wrong(
            "virDomainGetState(dom1)",
            "virDomainGetState(bom1)",
            (20, 27),
            "a handle",
            "virDomainPtr domain",
        );
        wrong("$tiny", "$tinny", (15, 35), "no document tinny", "the documents are tiny");
        wrong("conn1, $tiny", "$tiny, boo", (15, 35), "a handle", "virConnectPtr conn");
        wrong("XML_ERROR", "XLM_ERROR", (16, 18), "VIR_ERR_XLM_ERROR", "VIR_ERR_XML_ERROR?");
        wrong("state = '5'", "stat = '5'", (21, 12), "no parameter stat", "state");
        wrong("returns = 'conn1'", "retuns = 'conn1'", (12, 1), "no key retuns", "returns");
        wrong("title = \"A domain is defined\"", "", (1, 1), "title", "begins with");
        wrong("events = []", "events = [", (22, 11), "unclosed array", "");
    }
}
