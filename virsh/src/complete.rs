//! What a line that is being typed may go on with.

use virtlab_core::api::{FunctionId, Value};

use crate::command::{Opt, OptKind};
use crate::line::{Words, typed};
use crate::parse::{Invocation, typed_invocation};
use crate::run::{Run, update_words};
use crate::shell::{Face, Ran, Shell};
use crate::table::{commands, find, groups};

/// What may stand where the last word of a line is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Completion {
    /// Where the word begins in the line, in bytes.
    pub start: usize,
    /// What may stand there, in order.
    pub words: Vec<String>,
}

/// What the last word of `line` may become. Names of domains and networks are asked for through the face, and given back; what
/// that takes is not part of any command.
pub fn complete(shell: &Shell, face: &mut dyn Face, line: &str) -> Completion {
    let (mut words, finished) = typed(line);
    let last = if finished { String::new() } else { words.pop().unwrap_or_default() };
    let start = line.len() - unfinished(line, finished);
    let mut found = candidates(shell, face, &words, &last);
    found.retain(|word| word.starts_with(&last));
    found.sort();
    found.dedup();
    Completion { start, words: found }
}

/// Bytes of the last word as it is typed.
fn unfinished(line: &str, finished: bool) -> usize {
    if finished { 0 } else { line.len() - line.rfind([' ', '\t', ';', '\n']).map_or(0, |at| at + 1) }
}

fn candidates(shell: &Shell, face: &mut dyn Face, words: &[String], last: &str) -> Vec<String> {
    let Some((name, given)) = words.split_first() else {
        return commands().map(|command| command.name.to_owned()).collect();
    };
    let Some(command) = find(name) else { return Vec::new() };
    let (invocation, waiting) = typed_invocation(command, Words::Args(given.iter()));
    if let Some(opt) = waiting {
        return values(shell, face, &invocation, &opt);
    }
    let free = |opt: &Opt| opt.kind == OptKind::Many || invocation.get(opt.name).is_none();
    let options = command.options().filter(|opt| free(opt) && !matches!(opt.kind, OptKind::Alias(..)));
    let mut found: Vec<String> = Vec::new();
    if !last.starts_with('-')
        && let Some(opt) = invocation.next_place()
    {
        found = values(shell, face, &invocation, &opt);
    }
    if found.is_empty() || last.starts_with('-') {
        found.extend(options.map(|opt| format!("--{}", opt.name)));
    }
    found
}

/// The values that an option may have, where they are known.
fn values(shell: &Shell, face: &mut dyn Face, invocation: &Invocation, opt: &Opt) -> Vec<String> {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match (invocation.command.name, opt.name) {
        ("help", "command") => {
            let names = commands().map(|command| command.name.to_owned());
            names.chain(groups().map(|(group, _)| group.keyword.to_owned())).collect()
        }
        ("net-update", "command" | "section") => owned(update_words(opt.name)),
        ("shutdown" | "reboot", "mode") => owned(&["acpi", "agent", "initctl", "paravirt", "signal"]),
        ("nodesuspend" | "dompmsuspend", "target") => owned(&["disk", "hybrid", "mem"]),
        ("domuuid" | "domid", "domain") | (_, "domain") => {
            let among = invocation.command.among;
            names(shell, face, FunctionId::ConnectListAllDomains, FunctionId::DomainGetName, among)
        }
        (_, "network") => {
            let among = invocation.command.among;
            names(shell, face, FunctionId::ConnectListAllNetworks, FunctionId::NetworkGetName, among)
        }
        (_, "pool" | "inputpool") => {
            let among = invocation.command.among;
            names(shell, face, FunctionId::ConnectListAllStoragePools, FunctionId::StoragePoolGetName, among)
        }
        (_, "snapshotname" | "from") if invocation.command.name.starts_with("snapshot") => {
            let calls = [FunctionId::DomainListAllSnapshots, FunctionId::DomainSnapshotGetName];
            of_domain(shell, face, invocation, calls)
        }
        (_, "checkpointname" | "from") => {
            let calls = [FunctionId::DomainListAllCheckpoints, FunctionId::DomainCheckpointGetName];
            of_domain(shell, face, invocation, calls)
        }
        _ => Vec::new(),
    }
}

/// Asks what a completion needs to know, on the connection there is.
fn ask(
    shell: &Shell,
    face: &mut dyn Face,
    invocation: &Invocation,
    names: impl FnOnce(&mut Run<'_>) -> Option<Vec<String>>,
) -> Vec<String> {
    if shell.connection().is_none() {
        return Vec::new();
    }
    let mut shell = shell.clone();
    let mut run = Run::new(&mut shell, face, invocation, Ran::default());
    let found = names(&mut run).unwrap_or_default();
    run.end(true);
    found
}

fn named(run: &mut Run<'_>, list: FunctionId, name: FunctionId, object: Value, flags: u32) -> Vec<String> {
    let got = run.perform(list, [object, Value::Out, flags.into()]);
    let handles: Vec<Value> = got.out.into_iter().flat_map(|(_, value)| items(value)).collect();
    handles.into_iter().filter_map(|handle| run.ask_text(name, [handle])).collect()
}

fn items(value: Value) -> Vec<Value> {
    match value {
        Value::List(items) => items,
        _ => Vec::new(),
    }
}

fn names(shell: &Shell, face: &mut dyn Face, list: FunctionId, name: FunctionId, flags: u32) -> Vec<String> {
    ask(shell, face, &Invocation::nothing(), |run| {
        let conn = run.conn();
        Some(named(run, list, name, conn, flags))
    })
}

fn of_domain(
    shell: &Shell,
    face: &mut dyn Face,
    invocation: &Invocation,
    [list, name]: [FunctionId; 2],
) -> Vec<String> {
    ask(shell, face, invocation, |run| {
        let domain = run.domain().ok()?;
        Some(named(run, list, name, domain, 0))
    })
}
