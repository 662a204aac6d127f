//! Conditions as files have them: a line such as `domain = "demo"` says what they are about, each line after it what is asked.
//!
//! A value alone has to be just that; `{ not = … }`, `{ at_least = … }`, `{ at_most = … }`, `{ has = … }` and
//! `{ lacks = … }` say otherwise.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Spanned, Value};
use virtlab_core::api::FunctionId;
use virtlab_core::domain::{DomainState, StateReason};
use virtlab_core::ground::{ErrorCode, Word};
use virtlab_scenario::{Fault, Source};

use super::domain::{reason_word, state_word};
use super::{About, Condition, Datum, Field, Required};

/// A line of a table that holds conditions.
pub type Line = (Spanned<String>, Spanned<Value>);

/// A table that holds conditions.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Lines(BTreeMap<Spanned<String>, Spanned<Value>>);

/// The host that is meant where none is named.
const HOST: &str = "test";

/// What a field is asked for as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Truth,
    Number,
    Text,
    List,
    /// A domain's state, its reason, an error code, a function.
    State,
    Reason,
    Code,
    Function,
    Any,
}

/// The fields of what a condition can be about, by the word that names it.
const FIELDS: &[(&str, &[Field])] = {
    use Field::*;
    &[
        (
            "domain",
            &[
                Exists,
                State,
                Reason,
                Active,
                Persistent,
                Autostart,
                ManagedSave,
                Id,
                Uuid,
                Title,
                Description,
                ConfigTitle,
                ConfigDescription,
                MemoryKib,
                MaxMemoryKib,
                ConfigMemoryKib,
                ConfigMaxMemoryKib,
                Vcpus,
                MaxVcpus,
                ConfigVcpus,
                ConfigMaxVcpus,
                Disks,
                ConfigDisks,
                Interfaces,
                ConfigInterfaces,
                Snapshots,
                CurrentSnapshot,
            ],
        ),
        ("snapshot", &[Exists, State, Parent, Description]),
        ("network", &[Exists, Active, Persistent, Autostart]),
        ("host", &[Domains, ActiveDomains, Networks, Connections]),
        (
            "session",
            &[
                Connections,
                Handles,
                Errors,
                SavedErrors,
                Calls,
                Failures,
                LostErrors,
                Events,
                Callbacks,
                EventLoop,
                LastError,
            ],
        ),
        ("call", &[Times, Succeeded, Failed, Returned, Before]),
        ("answer", &[Is]),
    ]
};

/// The words that name what a condition is about, the most telling first: a snapshot also names its domain, and both a host.
const NAMES: [&str; 7] = ["snapshot", "domain", "network", "call", "answer", "session", "host"];

impl Field {
    fn shape(self) -> Shape {
        use Field::*;
        match self {
            Exists | Active | Persistent | Autostart | ManagedSave | EventLoop | Succeeded => Shape::Truth,
            Uuid | Title | Description | ConfigTitle | ConfigDescription | CurrentSnapshot | Parent => {
                Shape::Text
            }
            Disks | ConfigDisks | Snapshots | Domains | ActiveDomains | Networks | Events | SavedErrors => {
                Shape::List
            }
            State => Shape::State,
            Reason => Shape::Reason,
            LastError | Failed => Shape::Code,
            Before => Shape::Function,
            Returned | Is => Shape::Any,
            _ => Shape::Number,
        }
    }
}

/// Reads the conditions of several tables.
///
/// # Errors
/// As [`read`].
pub fn read_all(source: &Source<'_>, tables: Vec<Lines>) -> Result<Vec<Condition>, Fault> {
    let all = tables.into_iter().map(|lines| read(source, lines)).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().flatten().collect())
}

/// Reads the conditions of a table, in the order of its lines.
///
/// # Errors
/// What is wrong with a line, with its place.
pub fn read(source: &Source<'_>, lines: Lines) -> Result<Vec<Condition>, Fault> {
    let mut lines: Vec<Line> = lines.0.into_iter().collect();
    lines.sort_by_key(|(name, _)| name.span().start);
    let Some(word) = NAMES.into_iter().find(|word| lines.iter().any(|(name, _)| name.get_ref() == word))
    else {
        let at = lines.first().map_or(0, |(name, _)| name.span().start);
        let fault = source.fault(at, "nothing says what this is about");
        return Err(Fault { hint: Some("a line such as domain = \"demo\" does".into()), ..fault });
    };
    let about = about(source, word, &lines)?;
    let fields = FIELDS.iter().find(|(of, _)| *of == word).map_or(&[][..], |(_, fields)| fields);
    let names: Vec<&str> = fields.iter().map(|field| field.word()).collect();
    let beside: &[&str] = match word {
        "snapshot" => &["snapshot", "domain", "host"],
        "domain" => &["domain", "host"],
        "network" => &["network", "host"],
        "call" => &["call", "with"],
        other => &[other],
    };
    let mut conditions = Vec::new();
    for (name, value) in lines.iter().filter(|(name, _)| !beside.contains(&name.get_ref().as_str())) {
        let field = fields[source.one_of(name, &format!("field of a {word}"), &names)?];
        let required = required(source, field, value)?;
        conditions.push(Condition { about: about.clone(), field, required });
    }
    if conditions.is_empty() {
        let at = lines.first().map_or(0, |(name, _)| name.span().start);
        let fault = source.fault(at, format!("nothing is asked of the {word}"));
        return Err(Fault { hint: Some(format!("its fields are {}", names.join(", "))), ..fault });
    }
    Ok(conditions)
}

fn about(source: &Source<'_>, word: &str, lines: &[Line]) -> Result<About, Fault> {
    let line = |of: &str| lines.iter().find(|(name, _)| name.get_ref() == of);
    let text = |of: &str| -> Result<Option<String>, Fault> {
        let Some((_, value)) = line(of) else { return Ok(None) };
        match value.get_ref() {
            Value::String(text) => Ok(Some(source.filled(text))),
            _ => Err(source.fault(value.span().start, format!("{of} is a name, in quotes"))),
        }
    };
    let host = text("host")?.unwrap_or_else(|| HOST.to_owned()).as_str().into();
    let name = text(word)
        .or_else(|fault| if word == "session" { Ok(None) } else { Err(fault) })?
        .unwrap_or_default();
    Ok(match word {
        "domain" => About::Domain(host, name),
        "network" => About::Network(host, name),
        "host" => About::Host(host),
        "session" => About::Session,
        "answer" => About::Answer(name),
        "snapshot" => match text("domain")? {
            Some(domain) => About::Snapshot(host, domain, name),
            None => {
                let at = line("snapshot").map_or(0, |(name, _)| name.span().start);
                let fault = source.fault(at, "a snapshot is one of a domain");
                return Err(Fault { hint: Some("add a line such as domain = \"demo\"".into()), ..fault });
            }
        },
        _ => {
            let at = line("call").map_or(0..0, |(_, value)| value.span());
            let function = function(source, &Spanned::new(at, name))?;
            About::Call(function, with(source, function, line("with"))?)
        }
    })
}

fn function(source: &Source<'_>, name: &Spanned<String>) -> Result<FunctionId, Fault> {
    let all: Vec<&str> = FunctionId::ALL.iter().map(|id| id.c_name()).collect();
    Ok(FunctionId::ALL[source.one_of(name, "function", &all)?])
}

/// `with = { flags = "VIR_DOMAIN_AFFECT_LIVE" }`: arguments that the calls have that are meant.
fn with(
    source: &Source<'_>,
    function: FunctionId,
    line: Option<&Line>,
) -> Result<Vec<(String, String)>, Fault> {
    let Some((_, value)) = line else { return Ok(Vec::new()) };
    let at = value.span().start;
    let Value::Table(table) = value.get_ref() else {
        return Err(
            source.fault(at, "with holds arguments, as in with = { flags = \"VIR_DOMAIN_AFFECT_LIVE\" }")
        );
    };
    let params: Vec<&str> = function.row().params.iter().map(|param| param.name).collect();
    let argument = |(name, value): (&String, &Value)| {
        source.one_of(&Spanned::new(at..at, name.clone()), "parameter", &params)?;
        let text = match value {
            Value::String(text) => source.filled(text),
            Value::Integer(number) => number.to_string(),
            _ => return Err(source.fault(at, format!("{name} is a text or a number"))),
        };
        Ok((name.clone(), text))
    };
    table.iter().map(argument).collect()
}

fn required(source: &Source<'_>, field: Field, value: &Spanned<Value>) -> Result<Required, Fault> {
    let at = value.span().start;
    let datum = |value: &Value| datum(source, field, value, at);
    let Value::Table(table) = value.get_ref() else {
        return Ok(match (field, datum(value.get_ref())?) {
            // A function may have been called several times: one of the times is meant.
            (Field::Failed | Field::Returned, said @ (Datum::Text(_) | Datum::Number(_))) => {
                Required::Has(said.to_string())
            }
            (_, said) => Required::Is(said),
        });
    };
    let hint = "{ not = … }, { at_least = … }, { at_most = … }, { has = … } or { lacks = … }";
    let fault = |message: &str| Fault { hint: Some(hint.into()), ..source.fault(at, message) };
    let mut said = table.iter();
    let (Some((how, value)), None) = (said.next(), said.next()) else {
        return Err(fault("one thing is said of a field"));
    };
    match (how.as_str(), value) {
        ("not", value) => Ok(Required::Not(datum(value)?)),
        ("at_least" | "at_most", value) => {
            let Datum::Number(number) = self::datum(source, field, value, at)? else {
                return Err(fault(&format!("{} is no number", field.word())));
            };
            Ok(if how == "at_least" { Required::AtLeast(number) } else { Required::AtMost(number) })
        }
        ("has", Value::String(text)) => Ok(Required::Has(source.filled(text))),
        ("lacks", Value::String(text)) => Ok(Required::Lacks(source.filled(text))),
        _ => Err(fault(&format!("{how} is nothing that can be said of a field"))),
    }
}

fn datum(source: &Source<'_>, field: Field, value: &Value, at: usize) -> Result<Datum, Fault> {
    let wrong = |what: &str| source.fault(at, format!("{} is {what}", field.word()));
    let known = |text: String, what: &str, all: Vec<String>| {
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        source.one_of(&Spanned::new(at..at, text.clone()), what, &all).map(|_| Datum::Text(text))
    };
    let text = match value {
        Value::String(text) => Some(source.filled(text)),
        _ => None,
    };
    match (field.shape(), value) {
        (Shape::Truth | Shape::Code | Shape::Any, Value::Boolean(truth)) => Ok(Datum::Truth(*truth)),
        (Shape::Number | Shape::Any, Value::Integer(number)) => Ok(Datum::Number(*number)),
        // A drawn number is written as a text.
        (Shape::Number, Value::String(_)) => {
            let number = text.unwrap_or_default().parse();
            number.map(Datum::Number).map_err(|_| wrong("a number"))
        }
        (Shape::List, Value::Array(items)) => {
            let item = |item: &Value| item.as_str().map(|text| source.filled(text));
            let items: Option<Vec<String>> = items.iter().map(item).collect();
            items.map(Datum::List).ok_or_else(|| wrong("a list of names"))
        }
        (Shape::List, Value::String(_)) => Ok(Datum::List(text.into_iter().collect())),
        (Shape::State, Value::String(_)) => {
            known(text.unwrap_or_default(), "state", DomainState::ALL.map(state_word).into())
        }
        (Shape::Reason, Value::String(_)) => known(
            text.unwrap_or_default(),
            "reason",
            StateReason::ALL.iter().map(|r| reason_word(*r)).collect(),
        ),
        (Shape::Code, Value::String(_)) => {
            let codes = ErrorCode::ALL.iter().map(|code| code.c_name().to_owned());
            known(text.unwrap_or_default(), "error code", codes.collect())
        }
        (Shape::Function, Value::String(_)) => {
            let name = text.unwrap_or_default();
            function(source, &Spanned::new(at..at, name.clone()))?;
            Ok(Datum::Text(name))
        }
        (Shape::Text | Shape::Any, Value::String(_)) => {
            let text = text.unwrap_or_default();
            Ok(match (field, text.parse()) {
                (Field::Is, Ok(number)) => Datum::Number(number),
                _ => Datum::Text(text),
            })
        }
        (Shape::Truth, _) => Err(wrong("true or false")),
        (Shape::Number, _) => Err(wrong("a number")),
        (Shape::List, _) => Err(wrong("a list of names")),
        _ => Err(wrong("a text, in quotes")),
    }
}
