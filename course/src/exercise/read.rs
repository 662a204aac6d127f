//! Reading an exercise's file.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use virtlab_core::api::Call;
use virtlab_core::ground::Word;
use virtlab_core::ground::hash::stable_hash;
use virtlab_core::world::Subject;
use virtlab_scenario::{Fault, Source};

use super::{Exercise, Level, Mistake, Question, Words};
use crate::goal::{About, Condition, Datum, Field, Lines, Required, read_all};

/// Bytes of the longest file.
const FILE_BYTES_MAX: usize = 256 * 1024;
/// Calls of the longest start, solution or example.
const CALLS_MAX: usize = 256;
/// Values of a name that variants draw from.
const VALUES_MAX: usize = 256;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Spanned<Words>,
    level: Spanned<String>,
    task: Spanned<Words>,
    par: Option<usize>,
    #[serde(default)]
    variants: BTreeMap<String, Spanned<Vec<toml::Value>>>,
    #[serde(default)]
    documents: BTreeMap<String, String>,
    start: Vec<Spanned<String>>,
    solution: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    also: Vec<Spanned<String>>,
    #[serde(default)]
    goal: Vec<Lines>,
    #[serde(default)]
    question: Vec<FileQuestion>,
    #[serde(default)]
    hint: Vec<Words>,
    #[serde(default)]
    mistake: Vec<FileMistake>,
    #[serde(default)]
    shown: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileQuestion {
    name: String,
    ask: Words,
    is: Spanned<toml::Value>,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    choices: Vec<String>,
    #[serde(default = "one")]
    per: i64,
}

fn one() -> i64 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileMistake {
    when: Vec<Lines>,
    say: Words,
    #[serde(default)]
    example: Vec<Spanned<String>>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

/// Reads an exercise of a name, in one of its variants: 0 has the first value of each name that is drawn.
///
/// # Errors
/// The first thing that is wrong with the file, with its place.
pub fn read(name: &str, text: &str, variant: u64) -> Result<Exercise, Fault> {
    let begins = "an exercise begins with lines such as title = \"What is to be done\"";
    let mut source = Source { text, begins, ..Source::default() };
    if text.len() > FILE_BYTES_MAX {
        return Err(source.fault(0, format!("the file has more than {FILE_BYTES_MAX} bytes")));
    }
    if !Subject::can_be_named(name) {
        return Err(
            source.fault(0, format!("{name:?} is no name for an exercise: small letters, digits and -"))
        );
    }
    let file: File = toml::from_str(text).map_err(|error| source.syntax(&error))?;
    source.drawn = drawn(&source, file.variants, variant)?;
    source.documents = file.documents;
    for (words, what) in [(&file.title, "title"), (&file.task, "task")] {
        if words.get_ref().is_empty() {
            return Err(source.fault(words.span().start, format!("the {what} says nothing")));
        }
    }
    let at = file.solution.span().start;
    let solution = calls(&source, file.solution.into_inner())?;
    if solution.is_empty() {
        return Err(source.fault(at, "the solution has no call"));
    }
    let start = calls(&source, file.start)?;
    let mut goal = read_all(&source, file.goal)?;
    let questions =
        file.question.into_iter().map(|it| question(&source, it)).collect::<Result<Vec<_>, _>>()?;
    goal.extend(questions.iter().map(|question| Condition {
        about: About::Answer(question.name.clone()),
        field: Field::Is,
        required: Required::Is(question.is.clone()),
    }));
    if goal.is_empty() {
        let fault = source.fault(0, "there is no goal");
        let hint = "a goal stands under [[goal]], as domain = \"demo\" with state = \"running\" below it";
        return Err(Fault { hint: Some(hint.into()), ..fault });
    }
    Ok(Exercise {
        name: name.to_owned(),
        variant,
        title: words(&source, file.title.into_inner()),
        task: words(&source, file.task.into_inner()),
        level: level(&source, &file.level)?,
        drawn: source.drawn.clone(),
        start,
        goal,
        questions,
        hints: file.hint.into_iter().map(|hint| words(&source, hint)).collect(),
        mistakes: file.mistake.into_iter().map(|it| mistake(&source, it)).collect::<Result<_, _>>()?,
        par: file.par.unwrap_or(solution.len()),
        solution,
        also: calls(&source, file.also)?,
        shown: words(&source, file.shown),
        documents: source.documents.iter().map(|(name, text)| (name.clone(), source.filled(text))).collect(),
    })
}

/// The values that a variant has: which one of each name's, the same on every machine.
fn drawn(
    source: &Source<'_>,
    names: BTreeMap<String, Spanned<Vec<toml::Value>>>,
    variant: u64,
) -> Result<BTreeMap<String, String>, Fault> {
    let one = |(name, values): (String, Spanned<Vec<toml::Value>>)| {
        let fault = |what: &str| source.fault(values.span().start, format!("{name} {what}"));
        let all = values.get_ref();
        if all.is_empty() || all.len() > VALUES_MAX {
            return Err(fault("needs a value, and has at most 256 of them"));
        }
        let place = match variant {
            0 => 0,
            n => usize::try_from(stable_hash(&(n, name.as_str())) % all.len() as u128).unwrap_or_default(),
        };
        let value = match &all[place] {
            toml::Value::String(text) => text.clone(),
            toml::Value::Integer(number) => number.to_string(),
            _ => return Err(fault("is drawn from texts or numbers")),
        };
        Ok((name.clone(), value))
    };
    names.into_iter().map(one).collect()
}

fn level(source: &Source<'_>, said: &Spanned<String>) -> Result<Level, Fault> {
    Ok(Level::ALL[source.one_of(said, "level", Level::WORDS)?])
}

fn words(source: &Source<'_>, words: Words) -> Words {
    Words(words.0.into_iter().map(|(lang, text)| (lang, source.filled(text.trim()))).collect())
}

fn calls(source: &Source<'_>, said: Vec<Spanned<String>>) -> Result<Vec<Call>, Fault> {
    if let Some(beyond) = said.get(CALLS_MAX) {
        return Err(source.fault(beyond.span().start, format!("more than {CALLS_MAX} calls in a row")));
    }
    said.iter().map(|call| source.call(call)).collect()
}

fn question(source: &Source<'_>, said: FileQuestion) -> Result<Question, Fault> {
    let is = match said.is.get_ref() {
        toml::Value::Integer(number) => Datum::Number(*number),
        toml::Value::String(text) => {
            let text = source.filled(text);
            text.parse().map_or(Datum::Text(text), Datum::Number)
        }
        _ => return Err(source.fault(said.is.span().start, "an answer is a number or a text")),
    };
    if said.per < 1 {
        return Err(source.fault(said.is.span().start, "a number is divided by 1 or more"));
    }
    let choices = said.choices.iter().map(|choice| source.filled(choice)).collect();
    Ok(Question {
        name: said.name,
        ask: words(source, said.ask),
        is,
        unit: said.unit,
        choices,
        per: said.per,
    })
}

fn mistake(source: &Source<'_>, said: FileMistake) -> Result<Mistake, Fault> {
    Ok(Mistake {
        when: read_all(source, said.when)?,
        say: words(source, said.say),
        example: calls(source, said.example)?,
        answers: said.answers.into_iter().map(|(name, text)| (name, source.filled(&text))).collect(),
    })
}
