//! Replaying a recording: the same calls on the core, and every line compared.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};
use virtlab_core::api::Call;
use virtlab_core::world::{ClientId, World};

use crate::compare::{Plain, same};
use crate::json;
use crate::known::{KNOWN, Known};
use crate::recording::{Session, read};

/// Differences shown of one recording.
const SHOWN_MAX: usize = 40;
/// Characters shown of a text, and how many of them before the first that differs.
const SHOWN_CHARS_MAX: usize = 400;
const BEFORE_DIFFERENCE: usize = 60;
const CLIENT: ClientId = ClientId(0);

/// A line on which core and recording differ.
pub struct Difference {
    session: String,
    line: usize,
    call: String,
    recorded: Json,
    got: Json,
}

/// What came of replaying a recording.
pub struct Report {
    recording: String,
    /// Lines that were compared.
    pub lines: usize,
    differences: Vec<Difference>,
}

impl Report {
    /// What is wrong, for a person to read; empty if nothing is.
    pub fn failures(&self) -> String {
        let of_this = || KNOWN.iter().filter(|known| self.recording == known.recording);
        let meets = |known: &Known, difference: &Difference| {
            difference.session.starts_with(known.session) && difference.call.contains(known.call)
        };
        let is_known = |difference: &&Difference| of_this().any(|known| meets(known, difference));
        let unknown: Vec<&Difference> = self.differences.iter().filter(|d| !is_known(d)).collect();
        let mut text = String::new();
        for difference in unknown.iter().take(SHOWN_MAX) {
            let Difference { session, line, call, recorded, got } = difference;
            let recording = &self.recording;
            let _ = writeln!(
                text,
                "{recording}:{line} ({session}): {call}\n  libvirt {recorded}\n  core    {got}"
            );
        }
        if unknown.len() > SHOWN_MAX {
            let _ = writeln!(text, "… and {} more", unknown.len() - SHOWN_MAX);
        }
        for known in of_this() {
            if !self.differences.iter().any(|difference| meets(known, difference)) {
                let _ = writeln!(
                    text,
                    "{}: `{}` of `{}` is listed as a known difference ({}) and is none any more",
                    self.recording, known.call, known.session, known.why
                );
            }
        }
        text
    }

    fn compare(&mut self, session: &Session, line: usize, recorded: &Json, got: &Json) {
        self.lines += 1;
        if !same(recorded, got) {
            let (session, call) = (session.name().into(), text_of(recorded).into());
            let (recorded, got) = only_differing(recorded, got);
            self.differences.push(Difference { session, line, call, recorded, got });
        }
    }
}

/// The members of two objects that differ.
fn only_differing(recorded: &Json, got: &Json) -> (Json, Json) {
    let (Json::Object(one), Json::Object(other)) = (recorded, got) else {
        return (recorded.clone(), got.clone());
    };
    let (mut left, mut right) = (Map::new(), Map::new());
    for key in one.keys().chain(other.keys().filter(|key| !one.contains_key(*key))) {
        let pair = match (one.get(key), other.get(key)) {
            (Some(value), Some(other)) if same(value, other) => continue,
            (Some(Json::String(text)), Some(Json::String(other))) => {
                (Some(from_difference(text, other).into()), Some(from_difference(other, text).into()))
            }
            (Some(value @ Json::Object(_)), Some(other @ Json::Object(_))) => {
                let (value, other) = only_differing(value, other);
                (Some(value), Some(other))
            }
            (value, other) => (value.cloned(), other.cloned()),
        };
        pair.0.map(|value| left.insert(key.clone(), value));
        pair.1.map(|value| right.insert(key.clone(), value));
    }
    (left.into(), right.into())
}

/// A long text from shortly before where another differs from it.
fn from_difference(text: &str, other: &str) -> String {
    let alike = text.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    match alike.checked_sub(BEFORE_DIFFERENCE) {
        Some(skipped) => format!("…{}", text.chars().skip(skipped).take(SHOWN_CHARS_MAX).collect::<String>()),
        None => text.chars().take(SHOWN_CHARS_MAX).collect(),
    }
}

/// Replays a recording.
pub fn replay(recording: &str) -> Report {
    let mut report = Report { recording: recording.into(), lines: 0, differences: Vec::new() };
    for session in read(recording) {
        if session.header.get("matrix").is_some() {
            replay_matrix(&mut report, &session);
        } else {
            replay_calls(&mut report, &session);
        }
    }
    report
}

fn text_of(line: &Json) -> &str {
    line["call"].as_str().unwrap_or_default()
}

fn perform(world: &mut World, text: &str) -> Json {
    let call: Call = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
    let outcome = world.perform(CLIENT, &call);
    json::line(&call, &outcome)
}

fn replay_calls(report: &mut Report, session: &Session) {
    let mut world = session.world();
    let mut plain = Plain::new(&session.header);
    for (number, recorded) in &session.lines {
        let text = text_of(recorded);
        let mut got = perform(&mut world, text);
        plain.learn(text);
        plain.line(&mut got);
        if !session.listens_to_stderr() {
            forget(&mut got, "printed");
        }
        report.compare(session, *number, recorded, &got);
    }
}

fn forget(line: &mut Json, member: &str) {
    if let Some(members) = line.as_object_mut() {
        members.remove(member);
    }
}

/// A matrix: the world of the state is made once, and every call is done in a copy of it.
fn replay_matrix(report: &mut Report, session: &Session) {
    let mut world = session.world();
    for line in session.header["setup"].as_array().into_iter().flatten() {
        let text = line.as_str().unwrap_or_default();
        let got = perform(&mut world, text);
        assert!(got.get("error").is_none(), "{}: {text}: {got}", report.recording);
    }
    perform(&mut world, "virEventRunDefaultImpl()");
    let before = &session.header["before"];
    let probes: Vec<&String> = before.as_object().into_iter().flatten().map(|(probe, _)| probe).collect();
    let told = ask(&mut world.clone(), &probes);
    report.compare(session, 1, before, &told);
    for (number, recorded) in &session.lines {
        let mut world = world.clone();
        let mut plain = Plain::new(&session.header);
        let text = text_of(recorded);
        plain.learn(text);
        let mut got = perform(&mut world, text);
        plain.line(&mut got);
        forget(&mut got, "printed");
        let mut heard = perform(&mut world, "virEventRunDefaultImpl()");
        plain.line(&mut heard);
        if let Some(events) = heard.get("events") {
            got["events"] = events.clone();
        }
        let after = ask(&mut world, &probes);
        let changed = after.as_object().into_iter().flatten().filter(|(probe, now)| before[*probe] != **now);
        let changed: Map<String, Json> = changed.map(|(probe, now)| (probe.clone(), now.clone())).collect();
        if !changed.is_empty() {
            got["after"] = changed.into();
        }
        report.compare(session, *number, recorded, &got);
    }
}

/// What the probing calls answer, in the short form of a matrix.
fn ask(world: &mut World, probes: &[&String]) -> Json {
    let answers = probes.iter().map(|probe| {
        let mut line = perform(world, probe);
        let answer = if let Some(error) = line.get("error") {
            json!({ "error": error["code"] })
        } else if let Some(Json::Object(out)) = line.get_mut("out") {
            written(probe, std::mem::take(out))
        } else {
            line["ret"].take()
        };
        ((*probe).clone(), answer)
    });
    answers.collect::<Map<_, _>>().into()
}

/// The values that a call wrote, in the order of its parameters; of `virDomainInfo` all but the CPU time.
fn written(probe: &str, mut out: Map<String, Json>) -> Json {
    const INFO: [&str; 4] = ["state", "maxMem", "memory", "nrVirtCpu"];
    if let Some(info) = out.get("info") {
        return json!([INFO.map(|member| info[member].clone())]);
    }
    let call: Call = probe.parse().unwrap_or_else(|e| panic!("{probe}: {e}"));
    let params = call.function.row().params.iter();
    params.filter_map(|param| out.remove(param.name)).collect()
}
