//! The table, help and completion. What commands print is proved by recordings.

use std::collections::BTreeSet;

use virtlab_core::api::{Call, Outcome};
use virtlab_core::world::{ClientId, World};

use crate::command::OptKind;
use crate::{Face, Shell, commands, complete, find, groups};

mod moving;
mod wait;

struct Built(World);

impl Face for Built {
    fn perform(&mut self, call: &Call) -> Outcome {
        self.0.perform(ClientId(0), call)
    }

    fn read_file(&mut self, _: &str) -> Result<String, String> {
        Err("No such file or directory".to_owned())
    }

    fn write_file(&mut self, _: &str, _: &[u8]) -> Result<(), String> {
        Err("Permission denied".to_owned())
    }
}

fn session() -> (Shell, Built) {
    let (mut shell, mut face) = (Shell::new(Some("test:///default"), false), Built(World::builtin(0)));
    shell.connect(&mut face);
    (shell, face)
}

#[track_caller]
fn completes(line: &str, start: usize, expected: &[&str]) {
    let (shell, mut face) = session();
    let found = complete(&shell, &mut face, line);
    assert_eq!(
        (found.start, found.words.iter().map(String::as_str).collect::<Vec<_>>()),
        (start, expected.to_vec())
    );
    // The handles that it took are given back; only their numbers are used up.
    let client = face.0.client(ClientId(0)).unwrap();
    assert_eq!(client.live().count(), 1);
}

#[test]
fn names_are_there_once_and_options_have_words() {
    let mut names = BTreeSet::new();
    for command in commands() {
        assert!(names.insert(command.name), "{} is there twice", command.name);
        for opt in command.options() {
            match opt.kind {
                OptKind::Alias(target, _) => {
                    assert!(
                        command.options().any(|other| other.name == target),
                        "{}: {target}",
                        command.name
                    );
                }
                _ => assert!(!crate::words::option(opt.name).is_empty(), "{}: {}", command.name, opt.name),
            }
        }
        assert!(crate::not_here(command.name).is_none(), "{}", command.name);
    }
    assert!(names.len() > 100);
    assert!(groups().all(|(_, commands)| !commands.is_empty()));
}

#[test]
fn commands_are_completed() {
    completes("domst", 0, &["domstate", "domstats"]);
    completes("list; snapshot-p", 6, &["snapshot-parent"]);
    completes("help snapshot-c", 5, &["snapshot-create", "snapshot-create-as", "snapshot-current"]);
    completes("help netw", 5, &["network"]);
}

#[test]
fn options_are_completed_and_not_twice() {
    completes("domstate test --r", 14, &["--reason"]);
    completes("domstate test --reason --", 23, &[]);
    completes("net-list --auto", 9, &["--autostart"]);
}

#[test]
fn names_that_fit_are_completed() {
    completes("destroy ", 8, &["test"]);
    completes(
        "start ",
        6,
        &[
            "--autodestroy",
            "--bypass-cache",
            "--console",
            "--domain",
            "--force-boot",
            "--pass-fds",
            "--paused",
            "--reset-nvram",
        ],
    );
    completes("dominfo --domain t", 17, &["test"]);
    completes("net-destroy d", 12, &["default"]);
    completes("net-update default add-", 19, &["add-first", "add-last"]);
    completes("nonsense ", 9, &[]);
}

#[test]
fn help_has_virsh_s_layout() {
    let (mut shell, mut face) = session();
    let ran = shell.line(&mut face, "domid --help");
    let expected = "  NAME\n    domid - tell the ID of a domain from its name or UUID\n\n  SYNOPSIS\n    domid <domain>\n\n  OPTIONS\n    [--domain] <string>  a domain, by name, ID or UUID\n\n";
    assert_eq!(ran.text(), expected);
    assert!(ran.calls.is_empty());
    assert!(
        shell
            .line(&mut face, "help monitor")
            .text()
            .starts_with(" Domain Monitoring (help keyword 'monitor'):\n")
    );
}

#[test]
fn a_line_tells_the_calls_that_it_made() {
    let (mut shell, mut face) = session();
    let ran = shell.line(&mut face, "suspend test");
    let calls: Vec<String> = ran.calls.iter().map(|(call, _)| call.to_string()).collect();
    let expected =
        [r#"virDomainLookupByName(conn1, "test")"#, "virDomainSuspend(dom1)", "virDomainFree(dom1)"];
    assert_eq!(calls, expected);
    assert!(ran.calls.iter().all(|(_, ok)| *ok));
}

#[test]
fn quit_ends_and_what_is_not_here_says_so() {
    let (mut shell, mut face) = session();
    let ran = shell.line(&mut face, "quit; list");
    assert!(ran.quit && ran.ok && ran.output.is_empty());
    let ran = shell.line(&mut face, "iface-list");
    let told = "error: command 'iface-list' is not there in this shell: it needs the functions about a host's interfaces";
    assert!(ran.text().starts_with(told), "{}", ran.text());
    assert!(find("iface-list").is_none());
    shell.close(&mut face);
    let connections = face.0.client(ClientId(0)).unwrap().connections().count();
    assert_eq!(connections, 0);
}

#[test]
fn a_shell_alone_with_its_world_does_not_wait_for_ever() {
    let (mut shell, mut face) = session();
    let ran = shell.line(&mut face, "event --all");
    assert!(
        ran.text().starts_with("error: nothing happens in this world while this shell waits"),
        "{}",
        ran.text()
    );
    assert_eq!(face.0.client(ClientId(0)).map(|client| client.live().count()), Some(1));
    let ran = shell.line(&mut face, "edit test");
    let told = "error: there is no editor in this shell: change what 'dumpxml --inactive' prints, and give it to 'define'\n\n";
    assert_eq!(ran.text(), told);
}
