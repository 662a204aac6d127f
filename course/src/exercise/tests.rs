//! Every exercise of the set: complete in both languages, solved by its author, no shorter way, mistakes that can be made.

use std::collections::BTreeMap;

use virtlab_core::api::{Outcome, Value};
use virtlab_core::world::{ClientId, Entry, History, Journal};

use super::*;

/// Worlds that a search may go on from, natively.
const WORLDS_MAX: usize = 60_000;
/// Variants of each exercise that are tried.
const VARIANTS: u64 = 4;

fn all() -> Vec<Exercise> {
    BUILT_IN
        .iter()
        .map(|(name, text)| read(name, text, 0).unwrap_or_else(|fault| panic!("{name}: {fault}")))
        .collect()
}

fn after(exercise: &Exercise, calls: &[Call], answers: BTreeMap<String, String>) -> Regraded {
    let mut journal = exercise.journal();
    journal
        .entries
        .extend(calls.iter().map(|call| Entry { client: ClientId::default(), call: call.clone() }));
    journal.answers = answers;
    regrade(exercise, &journal).unwrap()
}

#[test]
fn every_variant_is_solved_by_its_author() {
    for (name, text) in BUILT_IN {
        for variant in 0..VARIANTS {
            let exercise = read(name, text, variant).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            let solved = after(&exercise, &exercise.solution, exercise.answers());
            let unmet: Vec<_> = solved.report.findings.iter().filter(|finding| !finding.met).collect();
            assert!(unmet.is_empty(), "{name}, variant {variant}: {unmet:#?}");
            assert!(
                solved.begins_right && solved.report.mistakes.is_empty(),
                "{name}: {:?}",
                solved.report.mistakes
            );
        }
    }
}

#[test]
fn starts_go_without_a_failure() {
    for exercise in all() {
        let (_, outcomes) = exercise.journal().replay().unwrap();
        let failed: Vec<&Outcome> = outcomes.iter().filter(|outcome| !outcome.ok()).collect();
        assert!(failed.is_empty(), "{}: {failed:#?}", exercise.name);
    }
}

#[test]
fn a_search_finds_the_par_and_no_goal_is_met_by_doing_nothing() {
    for exercise in all() {
        let mut search = Search::from_start(&exercise, exercise.par).unwrap();
        let found = search.advance(WORLDS_MAX).clone();
        let Found::Way(way) = found else { panic!("{}: {search:?}", exercise.name) };
        let way: Vec<String> = way.iter().map(ToString::to_string).collect();
        assert_eq!(way.len(), exercise.par, "{}: {way:#?}", exercise.name);
        assert!(!way.is_empty(), "{}: nothing has to be done", exercise.name);
    }
}

#[test]
fn every_mistake_can_be_made() {
    for exercise in all() {
        assert!(!exercise.hints.is_empty(), "{} has no hint", exercise.name);
        for (number, mistake) in exercise.mistakes.iter().enumerate() {
            let made = after(&exercise, &mistake.example, mistake.answers.clone());
            assert!(made.report.mistakes.contains(&number), "{}: mistake {number}: {made:#?}", exercise.name);
            assert!(!made.report.done(), "{}: mistake {number} reaches the goal", exercise.name);
        }
        let none = after(&exercise, &[], BTreeMap::new());
        assert!(none.report.mistakes.is_empty(), "{}: made by doing nothing", exercise.name);
    }
}

#[test]
fn every_text_is_in_both_languages() {
    for exercise in all() {
        let texts = [&exercise.title, &exercise.task, &exercise.shown].into_iter();
        let texts = texts.chain(&exercise.hints).chain(exercise.mistakes.iter().map(|mistake| &mistake.say));
        for words in texts.chain(exercise.questions.iter().map(|question| &question.ask)) {
            let langs: Vec<&str> = words.0.keys().map(String::as_str).collect();
            assert_eq!(langs, ["en", "zh-Hans"], "{}: {words:?}", exercise.name);
            assert!(words.0.values().all(|text| !text.is_empty()), "{}: {words:?}", exercise.name);
            let chinese = words.of("zh-Hans");
            assert!(
                chinese.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "{}: {chinese}",
                exercise.name
            );
            let half = |c: char| matches!(c, ';' | '!' | '?');
            assert!(!chinese.contains(half), "{}: half-width marks in {chinese}", exercise.name);
        }
    }
}

/// An answer is in what the author's calls give.
#[test]
fn every_answer_can_be_found() {
    for exercise in all().iter().filter(|exercise| !exercise.questions.is_empty()) {
        let mut journal = exercise.journal();
        journal.entries.extend(
            exercise.solution.iter().map(|call| Entry { client: ClientId::default(), call: call.clone() }),
        );
        let (_, outcomes) = journal.replay().unwrap();
        let mut numbers = Vec::new();
        let mut texts = String::new();
        for outcome in &outcomes[exercise.start.len()..] {
            for value in [&outcome.ret].into_iter().chain(outcome.out.iter().map(|(_, value)| value)) {
                told(value, &mut numbers);
                texts += &format!("{value} ");
            }
            texts += outcome.error.as_ref().map_or("", |error| error.code.c_name());
        }
        for question in &exercise.questions {
            let there = match &question.is {
                Datum::Number(number) => {
                    numbers.iter().any(|told| *told / question.per == *number)
                        || texts.contains(&number.to_string())
                }
                said => texts.contains(&said.to_string()),
            };
            assert!(there, "{}: {} is not in {texts}", exercise.name, question.is);
        }
    }
}

fn told(value: &Value, numbers: &mut Vec<i64>) {
    match value {
        Value::Int(number) => numbers.push(*number),
        Value::List(items) => items.iter().for_each(|item| told(item, numbers)),
        Value::Struct(members) => members.iter().for_each(|(_, value)| told(value, numbers)),
        _ => {}
    }
}

#[test]
fn a_hint_from_anywhere_leads_to_the_goal() {
    let exercise = built_in("first-start", 0).unwrap().unwrap();
    let mut history = History::new(exercise.journal()).unwrap();
    history.perform(ClientId(0), "virDomainGetName(dom1)".parse().unwrap());
    let before = &history.steps()[exercise.start.len()..];
    let mut search = Search::new(&exercise, history.world().clone(), before, 3);
    assert_eq!(search.advance(100), &Found::Way(vec!["virDomainCreate(dom1)".parse().unwrap()]));
    let report = exercise.stands(&history).unwrap();
    assert_eq!((report.met(), report.calls, report.done()), (1, 1, false));
    history.seek(1);
    assert_eq!(exercise.stands(&history), None, "before the exercise begins");
    let foreign = History::new(Journal::new(1)).unwrap();
    assert_eq!(exercise.stands(&foreign), None);
}

#[test]
fn what_is_wrong_with_a_file_is_told_with_its_place() {
    let good = source_of("first-start").unwrap();
    let wrong = |from: &str, to: &str, message: &str, hint: &str| {
        assert!(good.contains(from), "{from}");
        let fault = read("x", &good.replacen(from, to, 1), 0).expect_err(from);
        assert!(fault.message.contains(message), "{fault}");
        assert!(fault.hint.as_deref().unwrap_or_default().contains(hint), "{fault}");
        (fault.line, fault.column)
    };
    assert_eq!(wrong("level = \"first\"", "level = \"frst\"", "no level frst", "first?"), (3, 9));
    assert_eq!(wrong("state = \"running\"", "state = \"runing\"", "no state runing", "running?"), (29, 9));
    wrong("virDomainCreate(dom1)", "virDomainCraete(dom1)", "no call", "virDomainCreate?");
    wrong("$demo", "$dmeo", "no document", "the documents are demo");
    wrong("solution = ['virDomainCreate(dom1)']", "solution = []", "no call", "");
    wrong("title.en", "titel.en", "titel", "");
    assert!(read("No", good, 0).is_err());
    let drawn: Vec<Exercise> = (0..9).map(|n| read("x", good, n).unwrap()).collect();
    assert!(
        drawn[0].task.of("en").contains("demo")
            && drawn.iter().any(|one| !one.task.of("en").contains("demo"))
    );
    assert_eq!(read("x", good, 5).unwrap(), drawn[5]);
}
