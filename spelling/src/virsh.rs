//! A session as a script that has virsh make the same calls.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use virtlab_core::api::{Call, FunctionId, Handle, Kind, Value};

use crate::{Moment, Writer, one_line};

/// Which command makes a call. `@param` stands for what an object is called, `^param` for what its domain is called, `=param` for an argument,
/// `?--option=param` for an option with one that may be NULL, `<param` for a file that it is written to, `param:1=--on,0=--off` for what a number makes, flags for each of their bits.
const COMMANDS: &str = include_str!("virsh.txt");

/// A script that is being written.
#[derive(Default)]
pub(crate) struct Script {
    title: String,
    /// Documents, each with the file that it goes into.
    files: BTreeMap<String, String>,
    lines: Vec<String>,
    /// The URI that lines are for: its connection is virsh's.
    uri: Option<String>,
}

impl Script {
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    /// The command line of a call; else why there is none.
    fn command(&mut self, moment: &Moment<'_>) -> Result<String, String> {
        let call = moment.call;
        let template = COMMANDS
            .lines()
            .filter_map(|line| line.split_once(' '))
            .find(|(name, _)| *name == call.function.c_name())
            .map(|(_, template)| template)
            .ok_or("virsh has no command for it")?;
        let words: Result<Vec<String>, String> =
            template.split(' ').map(|word| self.word(moment, word)).collect();
        Ok(words?.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
    }

    fn word(&mut self, moment: &Moment<'_>, word: &str) -> Result<String, String> {
        let value = |name: &str| {
            let at = moment.call.function.row().position(name);
            at.map(|at| moment.call.arg(at)).ok_or_else(|| format!("{name} is no parameter of it"))
        };
        if let Some(name) = word.strip_prefix('@') {
            let handle = value(name)?.as_handle().ok_or("it names no object")?;
            let called = named(moment, handle).ok_or_else(|| format!("{handle} has no name"))?;
            return plain(name, &called.into());
        }
        if let Some(name) = word.strip_prefix('^') {
            let handle = value(name)?.as_handle();
            let domain = handle.and_then(|handle| moment.before.client(moment.client)?.domain_of(handle));
            return domain
                .and_then(|domain| named(moment, domain))
                .map(|name| quoted(&name))
                .ok_or_else(|| "its domain has no name".into());
        }
        if let Some((option, name)) = word.strip_prefix('?').and_then(|word| word.split_once('=')) {
            let value = value(name)?;
            return if value == Value::Null {
                Ok(String::new())
            } else {
                Ok(format!("{option} {}", plain(name, &value)?))
            };
        }
        if let Some(name) = word.strip_prefix('=') {
            return plain(name, &value(name)?);
        }
        if let Some(name) = word.strip_prefix('<') {
            let document = value(name)?;
            let document = document.as_text().ok_or_else(|| format!("{name} is no document"))?;
            return Ok(self.file(document));
        }
        match word.split_once(':') {
            Some((name, choices)) => chosen(moment.call, name, &value(name)?, choices),
            None => Ok(word.to_owned()),
        }
    }

    fn file(&mut self, document: &str) -> String {
        let next = format!("document{}.xml", self.files.len() + 1);
        self.files.entry(document.to_owned()).or_insert(next).clone()
    }
}

/// An argument that is a word.
fn plain(name: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::Text(text) if text.contains('\n') => {
            Err(format!("virsh cannot be told {name} with several lines"))
        }
        Value::Text(text) => Ok(quoted(text)),
        Value::Int(n) => Ok(n.to_string()),
        Value::Large(n) => Ok(n.to_string()),
        Value::Null => Err(format!("virsh wants {name}")),
        other => Err(format!("{name} is {other}")),
    }
}

/// The options that a number stands for.
fn chosen(call: &Call, name: &str, value: &Value, choices: &str) -> Result<String, String> {
    let number = value.as_u64().ok_or_else(|| format!("{name} is no number"))?;
    let pairs = choices.split(',').filter_map(|choice| {
        let (number, option) = choice.split_once('=')?;
        Some((number.parse::<u64>().ok()?, option))
    });
    let at = call.function.row().position(name);
    let flags = at
        .is_some_and(|at| matches!(call.function.row().params[at].kind, Kind::Flags(_) | Kind::LongFlags(_)));
    if !flags {
        return match pairs.into_iter().find(|(choice, _)| *choice == number) {
            Some((_, option)) => Ok(option.to_owned()),
            None => Err(format!("virsh has no option for {name} {number}")),
        };
    }
    let mut left = number;
    let mut options = Vec::new();
    for (bit, option) in pairs {
        if bit != 0 && left & bit == bit {
            options.push(option);
            left &= !bit;
        }
    }
    if left != 0 {
        return Err(format!("virsh has no option for the flags {left:#x}"));
    }
    Ok(options.join(" "))
}

/// What an object is called now: a handle goes on knowing the name that it came by.
fn named(moment: &Moment<'_>, handle: Handle) -> Option<String> {
    let identity = moment.before.client(moment.client)?.held(handle)?.identity()?;
    let domain = moment.before.hosts().find_map(|host| host.domains.get(&identity.uuid));
    Some(match domain {
        Some(domain) => domain.def.name.to_string(),
        None if identity.name.is_empty() => identity.uuid.to_string(),
        None => identity.name.to_string(),
    })
}

/// A word as virsh and a shell take it.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:,+@%=".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

impl Writer for Script {
    fn moment(&mut self, moment: &Moment<'_>) {
        let call = moment.call;
        let text = one_line(&call.to_string());
        let c_name = call.function.c_name();
        let opens = matches!(
            call.function,
            FunctionId::ConnectOpen | FunctionId::ConnectOpenReadOnly | FunctionId::ConnectOpenAuth
        );
        if opens && moment.outcome.ok() {
            let uri = call.arg(0).as_text().unwrap_or("test:///default").to_owned();
            let option = if call.function == FunctionId::ConnectOpenReadOnly { " --readonly" } else { "" };
            if self.uri.is_none() {
                self.uri = Some(uri);
                if !option.is_empty() {
                    self.lines
                        .push(format!("connect {}{option}", quoted(self.uri.as_deref().unwrap_or_default())));
                }
            } else {
                self.lines.push(format!("connect {}{option}", quoted(&uri)));
            }
            return;
        }
        // virsh looks objects up, and gives them back, by itself.
        let own = c_name.contains("LookupBy") || c_name.ends_with("Free") || c_name.ends_with("Ref");
        if own || call.function == FunctionId::ConnectClose {
            return;
        }
        if moment.is_ours() {
            self.lines.push(format!("# {}. virtlab's own: {text}", moment.number));
            return;
        }
        match self.command(moment) {
            Err(why) => self.lines.push(format!("# {}. {text}: {why}", moment.number)),
            Ok(line) => {
                if let Some(refusal) = moment.refusal() {
                    self.lines.push(format!("# {}: {refusal}", moment.number));
                }
                self.lines.push(line);
            }
        }
    }

    fn whole(self: Box<Self>) -> String {
        let mut out = format!("#!/bin/sh\n# {}\n", one_line(&self.title));
        let mut files: Vec<(&String, &String)> = self.files.iter().collect();
        files.sort_by_key(|(_, file)| (file.len(), file.as_str()));
        for (document, file) in files {
            let end = if document.ends_with('\n') { "" } else { "\n" };
            let _ = write!(out, "\ncat > {file} <<'DOCUMENT'\n{document}{end}DOCUMENT\n");
        }
        let uri = self.uri.unwrap_or_else(|| "test:///default".to_owned());
        let _ = writeln!(
            out,
            "\n# One virsh for all of it: test:///default forgets everything when its last connection is closed."
        );
        let _ = writeln!(out, "virsh --connect {} <<'COMMANDS'", quoted(&uri));
        for line in self.lines {
            let _ = writeln!(out, "{line}");
        }
        out + "COMMANDS\n"
    }
}
