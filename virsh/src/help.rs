//! `help`: virsh's layout, with words of our own.

use std::fmt::Write as _;

use crate::command::{Command, Group, Opt, OptKind};
use crate::table::{find, groups};
use crate::words;

/// What `help` prints; none for what is no command and no group.
pub(crate) fn help(about: Option<&str>) -> Option<String> {
    let Some(about) = about else {
        let all = groups().map(|(group, commands)| group_help(group, commands) + "\n");
        return Some(format!("Grouped commands:\n\n{}", all.collect::<String>()));
    };
    if let Some(command) = find(about) {
        return Some(command_help(command));
    }
    let (group, commands) = groups().find(|(group, _)| group.keyword == about || group.name == about)?;
    Some(group_help(group, commands))
}

fn group_help(group: Group, commands: &[Command]) -> String {
    let mut text = format!(" {} (help keyword '{}'):\n", group.name, group.keyword);
    for command in commands {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "    {:<30} {}", command.name, command.summary);
    }
    text
}

fn command_help(command: &Command) -> String {
    let shown: Vec<Opt> = command.options().filter(|opt| !matches!(opt.kind, OptKind::Alias(..))).collect();
    let synopsis: String = shown.iter().map(|opt| format!(" {}", in_synopsis(opt))).collect();
    let mut text = format!("  NAME\n    {} - {}\n", command.name, command.summary);
    let _ = write!(text, "\n  SYNOPSIS\n    {}{synopsis}\n", command.name);
    if !shown.is_empty() {
        text.push_str("\n  OPTIONS\n");
    }
    for opt in &shown {
        let _ = writeln!(text, "    {:<15}  {}", in_list(opt), words::option(opt.name));
    }
    text
}

fn in_synopsis(opt: &Opt) -> String {
    let name = opt.name;
    let plain = match (opt.kind, opt.positional) {
        (OptKind::Flag | OptKind::Alias(..), _) => format!("--{name}"),
        (_, true) => format!("<{name}>"),
        (OptKind::Number, false) => format!("--{name} <number>"),
        (_, false) => format!("--{name} <string>"),
    };
    let plain = if opt.required { plain } else { format!("[{plain}]") };
    if opt.kind == OptKind::Many { plain + "..." } else { plain }
}

fn in_list(opt: &Opt) -> String {
    let name = if opt.positional { format!("[--{}]", opt.name) } else { format!("--{}", opt.name) };
    match opt.kind {
        OptKind::Flag | OptKind::Alias(..) => name,
        OptKind::Number => name + " <number>",
        OptKind::Text => name + " <string>",
        OptKind::Many => name + " <string>...",
    }
}
