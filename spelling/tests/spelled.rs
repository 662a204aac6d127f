//! Every walkthrough and scenario in every spelling: what was written makes the calls that it was written from.

#![allow(clippy::disallowed_methods)] // It reads scenarios from files.

use std::collections::BTreeMap;
use std::path::PathBuf;

use virtlab_core::api::{Call, FunctionId, Outcome};
use virtlab_core::walkthrough::walkthroughs;
use virtlab_core::world::{ClientId, Entry, Journal, World};
use virtlab_listing::Dialect;
use virtlab_spelling::{Spelling, spell};
use virtlab_virsh::{Face, Shell};

const SEED: u64 = 1;

/// Sessions by name.
fn sessions() -> BTreeMap<String, Journal> {
    let mut found: BTreeMap<String, Journal> =
        walkthroughs().iter().map(|walk| (format!("walk-{}", walk.id), walk.journal())).collect();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/scenarios");
    for entry in std::fs::read_dir(folder).expect("the scenarios are there") {
        let path = entry.expect("a folder can be listed").path();
        let Ok(text) = std::fs::read_to_string(path.join("scenario.toml")) else { continue };
        let scenario = virtlab_scenario::read(&text).expect("a scenario can be read");
        let entries = scenario
            .steps
            .iter()
            .map(|step| Entry { client: ClientId(step.client), call: step.call.clone() });
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.insert(name, Journal { entries: entries.collect(), ..Journal::new(SEED) });
    }
    assert!(found.len() > 100, "{}", found.len());
    found
}

/// The calls of a session that C can make: of one thread, on pointers that point to something.
fn calls_in_c(journal: &Journal, spelled: &str) -> Vec<FunctionId> {
    let said = |number: usize| {
        let mark = format!("/* {number}");
        spelled.lines().any(|line| {
            line.trim_start()
                .strip_prefix(&mark)
                .is_some_and(|rest| rest.starts_with(" */") || rest.starts_with(": fails"))
        })
    };
    (1..)
        .zip(&journal.entries)
        .filter(|(number, _)| said(*number))
        .map(|(_, entry)| entry.call.function)
        .collect()
}

/// Calls that a listing makes besides those of the session.
fn is_besides(function: FunctionId) -> bool {
    let name = function.c_name();
    name.starts_with("virTypedParams")
        || name == "virGetLastErrorMessage"
        || name == "virDomainStatsRecordListFree"
}

#[test]
fn a_program_in_c_makes_the_calls_of_the_session() {
    let mut wrong = Vec::new();
    for (name, journal) in sessions() {
        let text = spell(Spelling::C, &name, &journal).expect("the lab is the built-in one");
        let run = virtlab_listing::run(&text, Dialect::C, &World::builtin(SEED), ClientId(0));
        let made: Vec<FunctionId> = run
            .calls()
            .iter()
            .map(|made| made.call.function)
            .filter(|function| !is_besides(*function))
            .collect();
        let wanted: Vec<FunctionId> =
            calls_in_c(&journal, &text).into_iter().filter(|function| !is_besides(*function)).collect();
        if made != wanted {
            let at = made.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
            let told: Vec<String> = run.diagnostics.iter().take(3).map(|told| format!("{told:?}")).collect();
            wrong.push(format!(
                "{name}: call {at} of {}: {:?}\n{}",
                wanted.len(),
                wanted.get(at),
                told.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} differ", wrong.join("\n"), wrong.len());
}

// libvirt writes as much as it is told that there is room for.
#[test]
fn a_program_in_c_has_room_for_all_that_it_asks_for() {
    let calls = [
        "virConnectOpen(\"test:///default\")",
        "virDomainLookupByName(conn1, \"test\")",
        "virStreamNew(conn1, 0)",
        "virDomainScreenshot(dom1, st1, 0, 0)",
        "virStreamRecv(st1, &, 4096)",
        "virStreamRecv(st1, &, 100000)",
        "virConnectListDomains(conn1, &, 5000)",
        "virStreamRecv(st1, &, 18446744073709551615)",
        "virStreamAbort(st1)",
        "virStreamFree(st1)",
        "virDomainFree(dom1)",
        "virConnectClose(conn1)",
    ];
    let entries = calls.iter().map(|call| {
        let call: Call = call.parse().unwrap_or_else(|error| panic!("{call}: {error}"));
        Entry { client: ClientId(0), call }
    });
    let journal = Journal { entries: entries.collect(), ..Journal::new(SEED) };
    let text = spell(Spelling::C, "room", &journal).expect("the lab is the built-in one");
    for line in [
        "char data[4096];",
        "char *data = calloc(100000, sizeof(char));",
        "free(data);",
        "int *ids = calloc(5000, sizeof(int));",
        "free(ids);",
        "data would be an array of 18446744073709551615 elements */",
    ] {
        assert!(text.lines().any(|written| written.ends_with(line)), "{line} is not in\n{text}");
    }
    let run = virtlab_listing::run(&text, Dialect::C, &World::builtin(SEED), ClientId(0));
    assert!(run.diagnostics.is_empty(), "{:?}", run.diagnostics);
    let received = run.calls().iter().filter(|made| made.call.function == FunctionId::StreamRecv).count();
    assert_eq!(received, 2);
}

/// The calls of a session that Python can make, by the numbers before its statements.
fn calls_in_python(journal: &Journal, spelled: &str) -> Vec<FunctionId> {
    let said = |number: usize| {
        let mark = format!("# {number}");
        spelled.lines().any(|line| {
            line.strip_prefix(&mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(": fails"))
        })
    };
    let entries = (1..).zip(&journal.entries).filter(|(number, _)| said(*number));
    entries.map(|(_, entry)| entry.call.function).filter(|function| !is_local_in_python(*function)).collect()
}

/// What libvirt-python answers by itself: an object knows what it was made of, and where there are none, it lists none.
fn is_local_in_python(function: FunctionId) -> bool {
    let name = function.c_name();
    let lists = name.contains("List") && !name.contains("ListAll") && !name.ends_with("Stats");
    lists || name.ends_with("GetConnect") || name.ends_with("GetDomain") || name.ends_with("GetNetwork")
}

#[test]
fn a_program_in_python_makes_the_calls_of_the_session() {
    let (mut wrong, mut statements) = (Vec::new(), 0);
    for (name, journal) in sessions() {
        let text = spell(Spelling::Python, &name, &journal).expect("the lab is the built-in one");
        let run = virtlab_listing::run(&text, Dialect::Python, &World::builtin(SEED), ClientId(0));
        // libvirt-python asks for more: how many there are, what an error was; and it frees.
        let made: Vec<FunctionId> = run.calls().iter().map(|made| made.call.function).collect();
        let wanted = calls_in_python(&journal, &text);
        let mut rest = made.iter();
        let lacking = wanted.iter().position(|function| !rest.any(|made| made == function));
        statements += wanted.len();
        let errors = run.diagnostics.iter().filter(|told| told.severity == virtlab_listing::Severity::Error);
        let errors: Vec<String> = errors.map(ToString::to_string).collect();
        if lacking.is_some() || !errors.is_empty() {
            let missing = lacking.map(|at| wanted[at].c_name());
            wrong.push(format!("{name}: {missing:?} of {}\n{}", wanted.len(), errors.join("\n")));
        }
    }
    assert!(statements > 900, "{statements}");
    assert!(wrong.is_empty(), "{}\n{} differ", wrong.join("\n"), wrong.len());
}

#[test]
fn python_has_a_word_for_nearly_every_call_and_its_names_are_libvirt_pythons() {
    let names = include_str!("../../tests/recordings/python.txt");
    let (mut spelled, mut left_out) = (0, 0);
    for (name, journal) in sessions() {
        let text = spell(Spelling::Python, &name, &journal).expect("the lab is the built-in one");
        left_out += text.lines().filter(|line| line.contains(": libvirt-python")).count();
        let methods =
            text.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split('(').take(3));
        for method in methods.filter_map(|before| {
            let (on, method) = before.rsplit_once('.')?;
            let on = on.rsplit(|c: char| !c.is_alphanumeric()).next()?;
            let handle = on == "libvirt" || on.ends_with(|c: char| c.is_ascii_digit());
            (handle && method.chars().all(char::is_alphanumeric)).then_some(method)
        }) {
            let known = names.lines().any(|line| line.split(' ').nth(1) == Some(method));
            assert!(known, "{name}: {method}");
            spelled += 1;
        }
    }
    assert!(spelled > 800 && left_out * 10 < spelled, "{spelled} calls spelled, {left_out} left out");
}

#[test]
fn a_scenario_passes_where_it_was_recorded() {
    for (name, journal) in sessions() {
        let text = spell(Spelling::Scenario, &name, &journal).expect("the lab is the built-in one");
        let scenario = virtlab_scenario::read(&text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(virtlab_scenario::run(&scenario, &mut World::builtin(SEED)), [], "{name}");
    }
}

/// A world, and the files of a script.
struct Around {
    world: World,
    files: BTreeMap<String, String>,
}

impl Face for Around {
    fn perform(&mut self, call: &Call) -> Outcome {
        self.world.perform(ClientId(0), call)
    }
    fn read_file(&mut self, path: &str) -> Result<String, String> {
        self.files.get(path).cloned().ok_or_else(|| "No such file or directory".to_owned())
    }
    fn write_file(&mut self, _: &str, _: &[u8]) -> Result<(), String> {
        Ok(())
    }
}

/// The files and the lines of a script.
fn script(text: &str) -> (BTreeMap<String, String>, Vec<String>) {
    let mut files = BTreeMap::new();
    let mut lines = text.lines();
    let mut commands = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(file) = line.strip_prefix("cat > ").and_then(|rest| rest.strip_suffix(" <<'DOCUMENT'")) {
            let document: String = lines
                .by_ref()
                .take_while(|line| *line != "DOCUMENT")
                .map(|line| format!("{line}\n"))
                .collect();
            files.insert(file.to_owned(), document);
        } else if line.ends_with("<<'COMMANDS'") {
            commands = lines.by_ref().take_while(|line| *line != "COMMANDS").map(str::to_owned).collect();
        }
    }
    (files, commands)
}

/// What virsh tells of a world: every domain with its state, and every network.
fn told(world: &World) -> String {
    let mut around = Around { world: world.clone(), files: BTreeMap::new() };
    let mut shell = Shell::new(Some("test:///default"), false);
    let lines = [
        "list --all",
        "list --all --persistent --name",
        "list --all --autostart --name",
        "net-list --all",
        "domstats",
    ];
    lines.iter().map(|line| shell.line(&mut around, line).text()).collect()
}

#[test]
fn lines_for_virsh_are_commands_and_come_to_what_the_session_came_to() {
    let usage =
        ["unknown command", "expected syntax", "doesn't support option", "requires <", "unexpected data"];
    let (mut wrong, mut lines, mut whole) = (Vec::new(), 0, 0);
    for (name, mut journal) in sessions() {
        // A closed connection lets the host forget all that there would be to compare.
        journal.entries.retain(|entry| entry.call.function != FunctionId::ConnectClose);
        let text = spell(Spelling::Virsh, &name, &journal).expect("the lab is the built-in one");
        let (files, commands) = script(&text);
        let mut around = Around { world: World::builtin(SEED), files };
        let mut shell = Shell::new(Some("test:///default"), false);
        for line in commands.iter().filter(|line| !line.starts_with('#')) {
            let said = shell.line(&mut around, line).text();
            lines += 1;
            if usage.iter().any(|usage| said.contains(usage)) {
                wrong.push(format!("{name}: {line}: {said}"));
            }
        }
        let left_out = |line: &String| line.starts_with("# ") && !line.contains(": fails: ");
        if commands.iter().any(left_out) || commands.iter().any(|line| line.starts_with("connect ")) {
            continue;
        }
        whole += 1;
        let (world, _) = journal.replay().expect("the lab is the built-in one");
        let (wanted, found) = (told(&world), told(&around.world));
        if wanted != found {
            wrong.push(format!("{name}:\n{wanted}---\n{found}"));
        }
    }
    assert!(lines > 300 && whole > 30, "{lines} lines, {whole} sessions that virsh can do as a whole");
    assert!(wrong.is_empty(), "{}\n{} differ", wrong.join("\n"), wrong.len());
}

#[test]
fn virsh_has_the_commands_and_the_functions_have_the_parameters() {
    let mut wrong = Vec::new();
    for line in include_str!("../src/virsh.txt").lines() {
        let mut words = line.split(' ');
        let (Some(function), Some(command)) = (words.next(), words.next()) else { continue };
        let Some(function) = FunctionId::from_c_name(function) else {
            wrong.push(format!("{line}: no such function"));
            continue;
        };
        let Some(command) = virtlab_virsh::find(command) else {
            wrong.push(format!("{line}: no such command"));
            continue;
        };
        for word in words {
            let option = |word: &str| {
                let name = word.trim_start_matches("--").split('=').next().unwrap_or_default();
                word.is_empty() || command.options().any(|option| option.name == name)
            };
            let (param, options): (Option<&str>, Vec<&str>) = match word.chars().next() {
                Some('@' | '^' | '=' | '<') => (Some(&word[1..]), Vec::new()),
                Some('?') => {
                    let (name, param) = word[1..].split_once('=').unwrap_or_default();
                    (Some(param), vec![name])
                }
                Some('-') => (None, vec![word.split('=').next().unwrap_or_default()]),
                _ => {
                    let (param, choices) = word.split_once(':').unwrap_or((word, ""));
                    let on = choices.split(',').filter_map(|choice| choice.split_once('='));
                    (Some(param), on.map(|(_, option)| option).filter(|on| on.starts_with("--")).collect())
                }
            };
            if param.is_some_and(|param| function.row().position(param).is_none()) {
                wrong.push(format!("{line}: no parameter in {word}"));
            }
            if let Some(unknown) = options.into_iter().find(|name| !option(name)) {
                wrong.push(format!("{line}: no option {unknown}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
