//! `virtlab walk`: calls chosen by a die, in a world and at a libvirt, and every outcome compared.

mod shrink;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args as ClapArgs;
use virtlab_core::api::{Call, Function, FunctionId, Handle, HandleKind, Value};
use virtlab_core::host::{Lab, read_node_file};
use virtlab_core::world::{ClientId, World};
use virtlab_scenario::{Names, Recorder, Refusal, Said, word_difference, write};

use super::out::put;
use crate::client::{Client, Via};
use crate::draw::{self, Die, Documents};

/// Do calls that a die chooses, in the built-in world and at a libvirt, and tell where they differ
///
/// Each session opens a connection of its own to a node file of the test driver's, which nobody else sees. A difference is
/// shrunk to the fewest calls that show it and written as a scenario, with what the libvirt answered.
#[derive(ClapArgs, Debug)]
pub(super) struct Args {
    /// The libvirt, such as test+unix:///default?socket=PATH
    #[arg(long, value_name = "URI")]
    uri: String,
    /// The node file, by the path that the libvirt knows
    #[arg(long, value_name = "PATH")]
    node: String,
    /// What is before that path for this command, if the libvirt has a root of its own
    #[arg(long, value_name = "FOLDER", default_value = "")]
    root: String,
    /// Where the die begins
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many calls are done
    #[arg(long, default_value_t = 10_000)]
    calls: usize,
    /// How many calls a session has
    #[arg(long, default_value_t = 60)]
    session: usize,
    /// Only functions whose names have this in them, beside those that make something for them to work on
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Documents to draw from beside those that are made up, as in tests/record/documents
    #[arg(long, value_name = "FILE")]
    documents: Vec<PathBuf>,
    /// Write the scenarios of what differs in this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// A difference, by the function and by what of its outcome differs.
type Kind = (&'static str, String);

/// Both sides of a walk.
struct Sides {
    world: World,
    via: Via,
    /// Before the paths that the libvirt knows.
    root: String,
    /// Of the session.
    seed: Cell<u64>,
    documents: Documents,
}

/// How a call's outcome differs.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Differs {
    what: String,
    libvirt: String,
    world: String,
}

impl Args {
    pub fn run(self) -> Result<ExitCode, String> {
        let via = Via::uri(&self.uri).map_err(|error| error.message.to_string())?;
        let via = via.ok_or("the URI is of the test driver in this process: name a transport")?;
        let world = self.world(&self.hostname(&via)?)?;
        let mut documents = Documents::default();
        for file in &self.documents {
            let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
            documents.read(&text);
        }
        let sides = Sides { world, via, root: self.root.clone(), seed: Cell::new(0), documents };
        let mut found: BTreeMap<Kind, usize> = BTreeMap::new();
        let (mut done, mut number) = (0, self.seed);
        while done < self.calls {
            let calls = sides.walk(number, self.session.min(self.calls - done), &self);
            done += calls.calls.len();
            number = number.wrapping_add(1);
            let Some(differs) = calls.differs else { continue };
            let function = calls.calls.last().map_or("", |call| call.function.c_name());
            let count = found.entry((function, differs.what.clone())).or_default();
            *count += 1;
            if *count == 1 {
                let shrunk = shrink::shrink(&sides, calls.calls, &differs);
                self.tell(&sides, &shrunk, number - 1)?;
            }
        }
        let differences: usize = found.values().sum();
        for ((function, what), count) in &found {
            put(&format!("{count:6} {function} {what}\n"))?;
        }
        let kinds = found.len();
        put(&format!("{done} calls, {differences} sessions ended by a difference, {kinds} kinds\n"))?;
        Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// The name of the machine that the libvirt runs on: the world's is called the same.
    fn hostname(&self, via: &Via) -> Result<String, String> {
        let mut client = Client::new(via.clone());
        client.perform(&Call::new(FunctionId::ConnectOpen, [format!("test://{}", self.node).into()]));
        let conn = Handle { kind: HandleKind::Connect, number: 1 };
        let said = client.perform(&Call::new(FunctionId::ConnectGetHostname, [conn.into()]));
        match (said.ret, said.error) {
            (Value::Text(name), _) => Ok(name.to_string()),
            (_, error) => Err(error.map_or_else(String::new, |error| error.message.to_string())),
        }
    }

    fn world(&self, hostname: &str) -> Result<World, String> {
        let read = |path: &str| std::fs::read_to_string(format!("{}{path}", self.root)).unwrap_or_default();
        let host = read_node_file(&self.node, &read(&self.node), hostname, &mut |path| Ok(read(path)))
            .map_err(|error| error.message.to_string())?;
        let lab = Lab { hosts: vec![host], default_uri: None, local_hostname: hostname.into() };
        World::new(lab, 1).map_err(|faults| format!("{faults:?}"))
    }

    /// Prints a difference, and writes its scenario.
    fn tell(&self, sides: &Sides, calls: &[Call], seed: u64) -> Result<(), String> {
        let Some((_, differs)) = sides.play(calls) else { return Ok(()) };
        let lines: String = calls.iter().map(|call| format!("{call}\n")).collect();
        let difference = word_difference(&differs.libvirt, &differs.world);
        put(&format!("\n# seed {seed}, {} calls\n{lines}  {}: {difference}\n", calls.len(), differs.what))?;
        let Some(out) = &self.out else { return Ok(()) };
        let name = calls.last().map_or("", |call| call.function.c_name());
        let mut recorder = Recorder::new(format!("{name}: {}", differs.what), ["test".to_owned()]);
        let mut client = sides.client();
        for call in calls {
            recorder.record(0, call, &client.perform(call));
        }
        let folder = out.join(format!("{name}-{}", differs.what.replace('.', "-")));
        keep(&folder, &write(&recorder.scenario()))
    }
}

fn keep(folder: &Path, text: &str) -> Result<(), String> {
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(folder.join("scenario.toml"), text))
        .map_err(|error| format!("cannot write to {}: {error}", folder.display()))
}

/// What was done, and how the last outcome differs.
struct Walked {
    calls: Vec<Call>,
    differs: Option<Differs>,
}

/// One session on both sides.
struct Pair {
    world: World,
    client: Client,
    names: [Names; 2],
}

impl Pair {
    fn new(sides: &Sides) -> Self {
        let names = [Names::default(), Names::default()];
        Self { world: sides.world.clone(), client: sides.client(), names }
    }

    fn step(&mut self, call: &Call) -> Option<Differs> {
        if draw::wants_quiet(call.function.row()) {
            let turn = Call::new(FunctionId::EventRunDefaultImpl, []);
            if let Some(differs) = self.one(&turn) {
                return Some(differs);
            }
        }
        self.one(call)
    }

    fn one(&mut self, call: &Call) -> Option<Differs> {
        let text = call.to_string();
        let here = Said::of(call, &self.world.perform(ClientId(0), call));
        let there = Said::of(call, &self.client.perform(call));
        let [here, there] = [(0, here), (1, there)].map(|(i, said)| {
            self.names[i].learn(&text);
            without_reasons(said.named(&mut self.names[i]))
        });
        differs(&there, &here)
    }
}

/// What a document's schema refuses is told in libxml2's own words after the schema's name, wherever an error's message is: in
/// the error, in a copy of it, in the function that is told of errors.
fn without_reasons(said: Said) -> Said {
    let told = |mut text: String| {
        let schema = text.find("Unable to validate doc against ");
        if let Some(end) = schema.and_then(|start| Some(start + text[start..].find(".rng")? + ".rng".len())) {
            text.truncate(end);
        }
        text
    };
    Said {
        returns: told(said.returns),
        writes: said.writes.into_iter().map(|(name, value)| (name, told(value))).collect(),
        error: said.error.map(|error| Refusal { message: told(error.message), ..error }),
        events: said.events.into_iter().map(told).collect(),
    }
}

fn differs(libvirt: &Said, world: &Said) -> Option<Differs> {
    let differ = |what: &str, libvirt: &str, world: &str| {
        let (what, libvirt, world) = (what.to_owned(), libvirt.to_owned(), world.to_owned());
        (libvirt != world).then_some(Differs { what, libvirt, world })
    };
    let error = |said: &Said| said.error.clone().unwrap_or_default();
    let (one, other) = (error(libvirt), error(world));
    let nothing = "nothing".to_owned();
    differ("error.code", &one.code, &other.code)
        .or_else(|| differ("error.domain", &one.domain, &other.domain))
        .or_else(|| differ("error.message", &one.message, &other.message))
        .or_else(|| differ("returns", &libvirt.returns, &world.returns))
        .or_else(|| {
            let names = libvirt.writes.keys().chain(world.writes.keys());
            names.into_iter().find_map(|name| {
                let of = |said: &Said| said.writes.get(name).unwrap_or(&nothing).clone();
                differ(&format!("writes.{name}"), &of(libvirt), &of(world))
            })
        })
        .or_else(|| differ("events", &libvirt.events.join("\n"), &world.events.join("\n")))
}

impl Sides {
    /// A client, for whom there are no files of an earlier session.
    fn client(&self) -> Client {
        for file in draw::files(self.seed.get()) {
            // Mostly there is none.
            let _ = std::fs::remove_file(format!("{}{file}", self.root));
        }
        Client::new(self.via.clone())
    }

    /// A session by a die, up to the first difference.
    fn walk(&self, seed: u64, length: usize, args: &Args) -> Walked {
        self.seed.set(seed);
        let mut die = Die::new(seed);
        let mut pair = Pair::new(self);
        let mut calls = Vec::new();
        let start = draw::start(&args.node);
        for index in 0..length {
            let call = match start.get(index) {
                Some(call) => call.clone(),
                None => {
                    let named =
                        |row: &Function| args.only.as_ref().is_none_or(|part| row.id.c_name().contains(part));
                    let wanted = |row: &Function| draw::is_comparable(row) && named(row);
                    let Some(call) = draw::call(&mut die, &self.documents, &pair.world, wanted) else {
                        break;
                    };
                    call
                }
            };
            calls.push(call.clone());
            if let Some(differs) = pair.step(&call) {
                return Walked { calls, differs: Some(differs) };
            }
        }
        Walked { calls, differs: None }
    }

    /// Calls on both sides, up to the first difference: at which, and how.
    fn play(&self, calls: &[Call]) -> Option<(usize, Differs)> {
        let mut pair = Pair::new(self);
        calls.iter().enumerate().find_map(|(index, call)| Some((index, pair.step(call)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schemas_reasons_are_left_out_wherever_they_are_told() {
        let message = |why: &str| {
            format!(
                "XML document failed to validate against schema: Unable to validate doc against /a/domain.rng{why}"
            )
        };
        let said = |why: &str| Said {
            returns: format!("{:?}", message(why)),
            writes: BTreeMap::from([(
                "to".to_owned(),
                format!("VIR_ERR_XML_INVALID_SCHEMA ({})", message(why)),
            )]),
            error: Some(Refusal { message: message(why), ..Refusal::default() }),
            events: vec![format!("f is told VIR_ERR_XML_INVALID_SCHEMA: {}", message(why))],
        };
        let (libvirt, world) =
            (without_reasons(said("\nExtra element a")), without_reasons(said("\nElement b")));
        assert_eq!(differs(&libvirt, &world), None);
        let other =
            Said { error: Some(Refusal { message: "another".into(), ..Refusal::default() }), ..world };
        assert_eq!(differs(&libvirt, &other).map(|differs| differs.what).as_deref(), Some("error.message"));
    }
}
