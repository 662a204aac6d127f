//! Words taken for commands with their options.

use crate::command::{Command, Given, Opt, OptKind};
use crate::line::{Token, Words};
use crate::table::{find, not_here};

/// A command with what was given for its options.
#[derive(Clone)]
pub(crate) struct Invocation {
    /// Which command.
    pub command: &'static Command,
    /// What was given, each option once.
    pub given: Vec<Given>,
}

impl Invocation {
    fn new(command: &'static Command) -> Self {
        Self { command, given: Vec::new() }
    }

    /// A command that does nothing.
    pub fn nothing() -> Self {
        Self::new(&crate::table::NOTHING)
    }

    /// What was given for an option.
    pub fn get(&self, name: &str) -> Option<&Given> {
        self.given.iter().find(|given| given.name == name)
    }

    fn assign(&mut self, name: &'static str, value: Option<String>) {
        match self.given.iter_mut().find(|given| given.name == name) {
            Some(given) => given.values.extend(value),
            None => self.given.push(Given { name, values: value.into_iter().collect() }),
        }
    }

    fn is_help(&self) -> bool {
        self.command.name == "help"
    }

    /// The next option that a bare word is taken for.
    pub fn next_place(&self) -> Option<Opt> {
        self.command.options().find(|opt| {
            (opt.positional || opt.by_place_too)
                && (opt.kind == OptKind::Many || self.get(opt.name).is_none())
        })
    }

    fn place(&mut self, word: String) -> Result<(), String> {
        match self.next_place() {
            Some(opt) => self.assign(opt.name, Some(word)),
            // help lets pass what it does not know.
            None if self.is_help() => {}
            None => return Err(format!("unexpected data '{word}'")),
        }
        Ok(())
    }

    /// The option that a name stands for, and the value that an alias brings with it.
    fn option(&self, name: &str, has_value: bool) -> Result<(Opt, Option<&'static str>), String> {
        let (mut name, mut value) = (name, None);
        // What an alias stands for comes behind it.
        for opt in self.command.options() {
            if opt.name != name {
                continue;
            }
            if let OptKind::Alias(target, brings) = opt.kind {
                if brings.is_some() && has_value {
                    return Err(format!("invalid '=' after option --{}", opt.name));
                }
                (name, value) = (target, brings);
                continue;
            }
            if self.get(opt.name).is_some() && opt.kind != OptKind::Many {
                return Err(format!("option --{name} already seen"));
            }
            return Ok((opt, value));
        }
        Err(format!("command '{}' doesn't support option --{name}", self.command.name))
    }

    fn check(&self) -> Result<(), String> {
        let missing = self.command.options().find(|opt| opt.required && self.get(opt.name).is_none());
        match missing {
            None => Ok(()),
            Some(opt) if opt.positional => {
                Err(format!("command '{}' requires <{}> option", self.command.name, opt.name))
            }
            Some(opt) => Err(format!("command '{}' requires --{} option", self.command.name, opt.name)),
        }
    }
}

/// What a line says to do.
///
/// # Errors
/// virsh's message for the first thing that is wrong; nothing of the line is done then.
pub(crate) fn parse(mut words: Words<'_>) -> Result<Vec<Invocation>, String> {
    let mut found = Vec::new();
    loop {
        let last = match words.next() {
            Token::Wrong(message) => return Err(message.to_owned()),
            Token::End => true,
            Token::Next => false,
            Token::Word(name) if name.starts_with('#') => comment(&mut words),
            Token::Word(name) => {
                let (invocation, last) = one(&name, &mut words)?;
                found.push(invocation);
                last
            }
        };
        if last {
            return Ok(found);
        }
    }
}

fn comment(words: &mut Words<'_>) -> bool {
    loop {
        match words.next() {
            Token::Word(_) => {}
            Token::Next => return false,
            Token::End | Token::Wrong(_) => return true,
        }
    }
}

fn unknown(name: &str) -> String {
    match not_here(name) {
        Some(why) => format!("command '{name}' is not there in this shell: {why}"),
        None => format!("unknown command: '{name}'"),
    }
}

/// What was given to a command so far, wrong or not, and the option that waits for its value.
pub(crate) fn typed_invocation(command: &'static Command, mut words: Words<'_>) -> (Invocation, Option<Opt>) {
    let mut invocation = Invocation::new(command);
    let mut waiting: Option<Opt> = None;
    while let Token::Word(word) = words.next() {
        if let Some(opt) = waiting.take() {
            invocation.assign(opt.name, Some(word));
            continue;
        }
        let Some(option) = word.strip_prefix("--") else {
            let _ = invocation.place(word);
            continue;
        };
        let (name, value) = option.split_once('=').map_or((option, None), |(n, v)| (n, Some(v)));
        match invocation.option(name, value.is_some()) {
            Ok((opt, _)) if opt.kind != OptKind::Flag && value.is_none() => waiting = Some(opt),
            Ok((opt, _)) => invocation.assign(opt.name, value.map(str::to_owned)),
            Err(_) => {}
        }
    }
    (invocation, waiting)
}

fn one(name: &str, words: &mut Words<'_>) -> Result<(Invocation, bool), String> {
    let command = find(name).ok_or_else(|| unknown(name))?;
    let mut invocation = Invocation::new(command);
    let (mut wants_help, mut only_places) = (false, false);
    let last = loop {
        let word = match words.next() {
            Token::Wrong(message) => return Err(message.to_owned()),
            Token::End => break true,
            Token::Next => break false,
            Token::Word(word) => word,
        };
        match word.strip_prefix("--") {
            Some("") if !only_places => only_places = true,
            Some("help") if !only_places => wants_help = true,
            Some(option) if !only_places => named(&mut invocation, option, words)?,
            _ => invocation.place(word)?,
        }
    };
    if wants_help {
        let name = invocation.command.name.to_owned();
        invocation = Invocation::new(find("help").unwrap_or(command));
        invocation.assign("command", Some(name));
    }
    invocation.check()?;
    Ok((invocation, last))
}

/// `--option`, `--option value`, `--option=value`.
fn named(invocation: &mut Invocation, word: &str, words: &mut Words<'_>) -> Result<(), String> {
    let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
    if name == "help" {
        return Ok(());
    }
    let (opt, brought) = match invocation.option(name, value.is_some()) {
        Ok(found) => found,
        Err(_) if invocation.is_help() => return Ok(()),
        Err(message) => return Err(message),
    };
    let value = value.or(brought).map(str::to_owned);
    if opt.kind == OptKind::Flag {
        if value.is_some() {
            return Err(format!("invalid '=' after option --{}", opt.name));
        }
        invocation.assign(opt.name, None);
        return Ok(());
    }
    let value = match value {
        Some(value) => value,
        None => match words.next() {
            Token::Word(value) => value,
            Token::Wrong(message) => return Err(message.to_owned()),
            Token::Next | Token::End => {
                let what = if opt.kind == OptKind::Number { "number" } else { "string" };
                return Err(format!("expected syntax: --{} <{what}>", opt.name));
            }
        },
    };
    invocation.assign(opt.name, Some(value));
    Ok(())
}
