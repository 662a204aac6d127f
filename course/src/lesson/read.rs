//! Reads `lesson.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use virtlab_core::walkthrough::walkthroughs;
use virtlab_core::world::{ClientId, Entry};
use virtlab_scenario::{Fault, Source};

use super::{Beside, Lesson, LessonStep, Mistake};
use crate::goal::{Lines, read_all};

/// Bytes of the longest file that is read.
const FILE_BYTES_MAX: usize = 64 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    minutes: u32,
    beside: Spanned<String>,
    #[serde(default)]
    start: Vec<Spanned<String>>,
    walkthrough: Option<Spanned<String>>,
    listing: Option<String>,
    #[serde(default)]
    exercises: Vec<String>,
    #[serde(default)]
    documents: BTreeMap<String, String>,
    step: Vec<FileStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileStep {
    id: String,
    #[serde(default)]
    calls: Vec<Spanned<String>>,
    #[serde(default)]
    lines: Vec<String>,
    outcome: Option<String>,
    met: Vec<Lines>,
    #[serde(default)]
    mistake: Vec<FileMistake>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileMistake {
    id: String,
    when: Vec<Lines>,
    #[serde(default)]
    calls: Vec<Spanned<String>>,
}

/// Reads a lesson, but for its words.
///
/// # Errors
/// The first thing that is wrong with it, with its place.
pub fn read(name: &str, text: &str) -> Result<Lesson, Fault> {
    let begins = "a lesson begins with minutes = 8 and beside = \"world\"";
    let mut source = Source { text, begins, ..Source::default() };
    if text.len() > FILE_BYTES_MAX {
        return Err(source.fault(0, format!("the file has more than {FILE_BYTES_MAX} bytes")));
    }
    let mut file: File = toml::from_str(text).map_err(|error| source.syntax(&error))?;
    source.documents = std::mem::take(&mut file.documents);
    let start = calls(&source, &file.start)?;
    let steps =
        std::mem::take(&mut file.step).into_iter().map(|one| step(&source, one)).collect::<Result<_, _>>()?;
    let beside = beside(&source, &file.beside)?;
    let walkthroughs: Vec<&str> = walkthroughs().iter().map(|one| one.id).collect();
    if let Some(named) = &file.walkthrough {
        source.one_of(named, "walkthrough", &walkthroughs)?;
    }
    let File { minutes, walkthrough, listing, exercises, .. } = file;
    let walkthrough = walkthrough.map(Spanned::into_inner);
    Ok(Lesson { name: name.to_owned(), minutes, beside, start, walkthrough, listing, exercises, steps })
}

fn beside(source: &Source<'_>, said: &Spanned<String>) -> Result<Beside, Fault> {
    let kinds = [("world", Beside::World), ("listing", Beside::Listing), ("prompt", Beside::Prompt)];
    let at = source.one_of(said, "thing to be beside a lesson:", &kinds.map(|(word, _)| word))?;
    Ok(kinds[at].1)
}

fn step(source: &Source<'_>, step: FileStep) -> Result<LessonStep, Fault> {
    let mistake = |one: FileMistake| -> Result<Mistake, Fault> {
        let when = read_all(source, one.when)?;
        Ok(Mistake { name: one.id, when, calls: calls(source, &one.calls)? })
    };
    Ok(LessonStep {
        calls: calls(source, &step.calls)?,
        met: read_all(source, step.met)?,
        mistakes: step.mistake.into_iter().map(mistake).collect::<Result<_, _>>()?,
        name: step.id,
        lines: step.lines,
        outcome: step.outcome,
    })
}

/// Calls, one of another client than 0 with `N: ` before it.
fn calls(source: &Source<'_>, said: &[Spanned<String>]) -> Result<Vec<Entry>, Fault> {
    let entry = |said: &Spanned<String>| -> Result<Entry, Fault> {
        let text = said.get_ref();
        let other = text.split_once(": ").and_then(|(n, rest)| Some((n.parse().ok()?, rest)));
        let Some((client, rest)) = other else {
            return Ok(Entry { client: ClientId(0), call: source.call(said)? });
        };
        let (start, end) = (said.span().start + text.len() - rest.len(), said.span().end);
        let call = source.call(&Spanned::new(start..end, rest.to_owned()))?;
        Ok(Entry { client: ClientId(client), call })
    };
    said.iter().map(entry).collect()
}
