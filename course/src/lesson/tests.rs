//! Every lesson is whole in both languages, and each of its steps does what it says.

use std::collections::BTreeSet;

use virtlab_core::ground::ErrorCode;
use virtlab_core::walkthrough::Walkthrough;
use virtlab_core::world::{Entry, History, Step};

use super::list::FILES;
use super::markdown::{Block, Inline, blocks};
use super::*;
use crate::exercise::source_of;
use crate::goal::{Trail, holds};

/// Every lesson with its words, by language.
fn lessons() -> impl Iterator<Item = (&'static Lesson, Vec<(&'static str, Text)>)> {
    builtin().iter().zip(FILES).map(|(lesson, files)| {
        let read = |(lang, text): (&'static str, &str)| (lang, sound(files.name, Text::read(text)));
        (lesson, languages().into_iter().zip(files.texts).map(read).collect())
    })
}

#[test]
fn every_lesson_is_complete_in_every_language() {
    let names: BTreeSet<&str> = builtin().iter().map(|lesson| lesson.name.as_str()).collect();
    assert_eq!(names.len(), FILES.len(), "a name for each");
    for ((lesson, texts), files) in lessons().zip(FILES) {
        for ((lang, text), written) in texts.into_iter().zip(files.texts) {
            if let Err(fault) = text.fits(written, lesson) {
                panic!("{}/{lang}.md: {fault}", lesson.name);
            }
        }
    }
}

/// All that a text says, with where it stands.
fn said(text: &Text) -> Vec<(&str, &str)> {
    let mut said = vec![("intro", text.intro.as_str()), ("end", text.end.1.as_str())];
    for part in &text.parts {
        said.extend([(part.name.as_str(), part.ask.as_str()), (&part.name, &part.done)]);
        said.extend(part.mistakes.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    }
    said
}

#[test]
fn languages_differ_in_words_alone() {
    // What is no word is the same in every language: links, code, placeholders, and numbers of paragraphs may differ.
    for (lesson, texts) in lessons() {
        let told = |text: &Text| {
            let mut seen = Vec::new();
            for (place, text) in said(text) {
                let mut here: Vec<String> = Vec::new();
                blocks(text).iter().for_each(|block| telling(block, &mut here));
                here.sort();
                seen.push((place.to_owned(), here));
            }
            seen
        };
        let (first, rest) = texts.split_first().unwrap();
        for (lang, text) in rest {
            for (one, other) in told(&first.1).iter().zip(told(text)) {
                assert_eq!(*one, other, "{}: {} and {lang}", lesson.name, first.0);
            }
        }
    }
}

/// Links and codes of libvirt's in a block.
fn telling(block: &Block, to: &mut Vec<String>) {
    match block {
        Block::Paragraph(inside) | Block::Heading(inside) => {
            inside.iter().for_each(|it| telling_inline(it, to))
        }
        Block::List(_, items) => items.iter().flatten().for_each(|block| telling(block, to)),
        Block::Quote(inside) => inside.iter().for_each(|block| telling(block, to)),
        Block::Code(_) => {}
    }
}

fn telling_inline(inline: &Inline, to: &mut Vec<String>) {
    match inline {
        Inline::Strong(inside) | Inline::Emphasis(inside) => {
            inside.iter().for_each(|inline| telling_inline(inline, to));
        }
        Inline::Link(target, _) => to.push(format!("{target:?}")),
        Inline::Code(code) if code.starts_with("VIR_") || code.starts_with('{') => to.push(code.clone()),
        Inline::Text(text) if text.contains('{') => {
            let names = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
            to.extend(names.map(|(name, _)| name.to_owned()));
        }
        _ => {}
    }
}

#[test]
fn names_exist() {
    let constants: BTreeSet<&str> = ErrorCode::ALL.iter().map(|code| code.c_name()).collect();
    for (lesson, texts) in lessons() {
        for (lang, text) in texts {
            for (place, text) in said(&text) {
                let here = format!("{}/{lang}.md, {place}", lesson.name);
                // A name in square brackets that became no link would stand there as it is written.
                assert!(!text.contains("[vir") || !text.contains("[virt"), "{here}");
                for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
                    if word.starts_with("VIR_ERR_") {
                        assert!(constants.contains(word), "{here}: there is no {word}");
                    }
                }
            }
        }
        let walkthrough = lesson.walkthrough.as_deref();
        assert!(walkthrough.is_none_or(|id| Walkthrough::by_id(id).is_some()), "{}", lesson.name);
    }
}

#[test]
fn lessons_name_exercises_that_are_there_each_of_them_once() {
    let named: Vec<&String> = builtin().iter().flat_map(|lesson| &lesson.exercises).collect();
    let missing: Vec<_> = named.iter().filter(|name| source_of(name).is_none()).collect();
    assert_eq!(missing, Vec::<&&String>::new());
    let once: BTreeSet<_> = named.iter().collect();
    assert_eq!(once.len(), named.len(), "an exercise is taught by one lesson: {named:?}");
    assert!(named.len() >= 40, "{} of {}", named.len(), crate::exercise::BUILT_IN.len());
    assert_eq!(Lesson::teaching("pause").map(|lesson| &lesson.name[..]), Some("libvirt"));
    assert_eq!(Lesson::teaching("singing"), None);
}

/// A lesson's session, and its steps done as far as asked for.
struct Reader {
    lesson: &'static Lesson,
    history: History,
}

impl Reader {
    fn new(lesson: &'static Lesson) -> Self {
        let history = History::new(lesson.journal()).expect("the built-in lab");
        let mut reader = Self { lesson, history };
        reader.history.seek(lesson.start.len());
        for step in &reader.history.steps()[..lesson.start.len()] {
            assert!(step.outcome.ok(), "{}: {} begins it and fails", lesson.name, step.entry.call);
        }
        reader
    }

    fn call(&mut self, entry: &Entry) -> &Step {
        self.history.perform(entry.client, entry.call.clone())
    }

    fn standing(&self) -> Standing {
        follow(self.lesson, &self.history.steps()[..self.history.position()]).expect("its own session")
    }

    /// Whether the conditions hold of the calls since `since`.
    fn holds(&self, conditions: &[Condition], since: usize) -> bool {
        let answers = Default::default();
        let steps = &self.history.steps()[since..self.history.position()];
        holds(conditions, Trail { world: self.history.world(), steps, answers: &answers })
    }
}

/// What came of a call, in a line.
fn line(outcome: &Outcome) -> String {
    let mut line = outcome.ret.to_string();
    for (name, value) in &outcome.out {
        line += &format!("; {name}: {value}");
    }
    line
}

/// The lessons whose steps are calls; those at the prompt are done in the page's tests.
fn of_calls() -> impl Iterator<Item = &'static Lesson> {
    builtin().iter().filter(|lesson| lesson.steps.iter().all(|step| step.lines.is_empty()))
}

/// Does a step's calls; what is not as it ought to be.
fn step_faults(reader: &mut Reader, i: usize, step: &LessonStep) -> Vec<String> {
    let lesson = reader.lesson;
    let mut faults = Vec::new();
    let mut fault = |told: String| faults.push(format!("{}, step {}: {told}", lesson.name, step.name));
    let since = reader.history.position();
    if reader.holds(&step.met, since) {
        fault("met before anything was done".into());
    }
    let Some((last, before)) = step.calls.split_last() else {
        return vec![format!("{}: no calls", step.name)];
    };
    for entry in before {
        reader.call(entry);
        if reader.standing().done() != i {
            fault(format!("met by {} already", entry.call));
        }
    }
    let outcome = reader.call(last).outcome.clone();
    let standing = reader.standing();
    if standing.done() != i + 1 || standing.mistake.is_some() {
        fault(format!("not met after {} gave {}: {:#?}", last.call, line(&outcome), standing));
    }
    if let Some(expected) = step.outcome.as_ref().filter(|expected| **expected != line(&outcome)) {
        fault(format!("{} gave {}, not {expected}", last.call, line(&outcome)));
    }
    let steps = &reader.history.steps()[..reader.history.position()];
    if spoken(lesson, &standing, i, steps) != Some(&outcome) {
        fault(format!("the words are not of {}", last.call));
    }
    faults
}

#[test]
fn each_step_waits_for_its_calls_and_no_less() {
    let mut faults = Vec::new();
    for lesson in of_calls() {
        let mut reader = Reader::new(lesson);
        for (i, step) in lesson.steps.iter().enumerate() {
            faults.extend(step_faults(&mut reader, i, step));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_mistake_is_known_when_it_is_made() {
    let mut faults = Vec::new();
    for lesson in of_calls() {
        for (i, step) in lesson.steps.iter().enumerate() {
            for (n, mistake) in step.mistakes.iter().enumerate() {
                let here = format!("{}, step {}, mistake {}", lesson.name, step.name, mistake.name);
                let mut reader = Reader::new(lesson);
                lesson.steps[..i]
                    .iter()
                    .flat_map(|step| &step.calls)
                    .for_each(|entry| drop(reader.call(entry).clone()));
                assert_eq!(reader.standing().done(), i, "{here}");
                assert_eq!(reader.standing().mistake, None, "{here}: known before it is made");
                mistake.calls.iter().for_each(|entry| drop(reader.call(entry).clone()));
                let standing = reader.standing();
                if (standing.done(), standing.mistake) != (i, Some(n)) {
                    faults.push(format!("{here}: {standing:#?}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn placeholders_are_filled_by_what_came_of_the_calls() {
    for (lesson, texts) in lessons().filter(|(lesson, _)| of_calls().any(|it| it.name == lesson.name)) {
        let mut reader = Reader::new(lesson);
        lesson.steps.iter().flat_map(|step| &step.calls).for_each(|entry| drop(reader.call(entry).clone()));
        let (standing, steps) = (reader.standing(), reader.history.steps());
        for (lang, text) in texts {
            for (i, part) in text.parts.iter().enumerate() {
                let here = format!("{}/{lang}.md, {}", lesson.name, part.name);
                let outcome = spoken(lesson, &standing, i, steps).unwrap_or_else(|| panic!("{here}"));
                let told = fill(&part.done, outcome);
                let left = ["{ret}", "{error}", "{message}", "{out."].iter().find(|it| told.contains(**it));
                assert_eq!(left, None, "{here}: {told}");
                // What an outcome says must not change how the words are read.
                assert_eq!(
                    part.ask,
                    fill(&part.ask, outcome),
                    "{here}: a placeholder before there is an outcome"
                );
            }
        }
    }
}

#[test]
fn going_back_takes_a_tick_away_and_a_call_of_ones_own_is_no_harm() {
    let lesson = Lesson::by_name("life-cycle").unwrap();
    let mut reader = Reader::new(lesson);
    assert!(!reader.standing().tried());
    for entry in lesson.steps[..2].iter().flat_map(|step| &step.calls) {
        reader.call(entry);
    }
    assert_eq!(reader.standing().reached, [2, 3]);
    reader.history.seek(2);
    assert_eq!(reader.standing().done(), 1);
    reader.call(&"virDomainGetState(dom1)".parse().unwrap());
    reader.call(&lesson.steps[1].calls[0].clone());
    assert_eq!(reader.standing().reached, [2, 4]);
    let other = Lesson::by_name("capabilities").unwrap();
    assert_eq!(follow(other, reader.history.steps()), None);
}

#[track_caller]
fn refused(text: &str, says: &str) {
    let fault = read("a", text).expect_err("it is wrong").to_string();
    assert_eq!(fault, says);
}

#[test]
fn what_is_wrong_with_a_lesson_is_told_with_its_place() {
    let begin = "minutes = 1\nbeside = 'world'\n";
    refused(
        &format!("{begin}[[step]]\nid = 'a'\nmet = [{{ call = 'virDomainCraete', times = 1 }}]"),
        "5:17: there is no function virDomainCraete\n  hint: virDomainCreate?",
    );
    refused(
        &format!("{begin}start = ['1: virConnectOpn(NULL)']\nstep = []"),
        "3:13: this is no call: expected a function's name, not “virConnectOpn”\n  hint: virConnectOpen?",
    );
    let fault = Text::read("---\ntitle: a\n---\n\n## A\n").expect_err("no name").to_string();
    assert_eq!(fault, "5:1: a heading ends in a name, such as {#open}");
    let fault = Text::read("---\ntitle: a\n---\n\n::: done\n").expect_err("no step").to_string();
    assert_eq!(fault, "5:1: ::: done or ::: mistake NAME stand here, in a step's section");
}
