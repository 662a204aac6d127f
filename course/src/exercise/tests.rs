//! Every exercise of the set: complete in both languages, solved by its author, no shorter way, mistakes that can be made.

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

#[test]
fn every_exercise_is_sound() {
    let mut flaws = Vec::new();
    for exercise in all() {
        assert!(!exercise.hints.is_empty(), "{} has no hint", exercise.name);
        flaws.extend(
            prove(&exercise, WORLDS_MAX).into_iter().map(|flaw| format!("{}: {flaw:?}", exercise.name)),
        );
    }
    assert!(flaws.is_empty(), "{}", flaws.join("\n"));
}

#[test]
fn every_variant_is_solved_by_its_author() {
    for (name, text) in BUILT_IN {
        for variant in 1..VARIANTS {
            let exercise = read(name, text, variant).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            let mut journal = exercise.journal();
            let entry = |call: &Call| Entry { client: ClientId::default(), call: call.clone() };
            journal.entries.extend(exercise.solution.iter().map(entry));
            journal.answers = exercise.answers();
            let solved = regrade(&exercise, &journal).unwrap();
            assert!(solved.begins_right && solved.report.done(), "{name}, variant {variant}: {solved:#?}");
            assert!(solved.report.mistakes.is_empty(), "{name}: {:?}", solved.report.mistakes);
        }
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

#[test]
fn what_is_unsound_is_told() {
    let good = source_of("first-start").unwrap();
    let flaws = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        prove(&read("x", &good.replacen(from, to, 1), 0).unwrap(), WORLDS_MAX)
    };
    assert_eq!(flaws("demo", "demo"), []);
    assert_eq!(flaws("state = \"running\"", "state = \"shutoff\"")[1..], [Flaw::NothingToDo]);
    assert_eq!(
        flaws("par = 1", "par = 2"),
        [Flaw::ShorterWay(vec!["virDomainCreate(dom1)".parse().unwrap()])]
    );
    assert!(matches!(
        flaws("state = \"running\"", "state = \"crashed\"")[..],
        [Flaw::Unsolved(_), Flaw::NoWay(_)]
    ));
    assert_eq!(
        flaws("exists = false", "exists = true"),
        [Flaw::SolutionIsMistaken(0), Flaw::NotMade(0), Flaw::MadeByNothing(0)]
    );
    assert!(matches!(flaws("virConnectOpen", "virConnectOpenReadOnly")[..], [Flaw::StartFails(2, _), ..]));
    let asked = source_of("two-gigabytes").unwrap();
    let told = asked.replacen("persistent = true", "max_memory_kib = 1953125", 1);
    assert_eq!(prove(&read("x", &told, 0).unwrap(), WORLDS_MAX), [Flaw::AnswerTold("memory".into())]);
}

#[test]
fn every_call_is_whole() {
    for exercise in all() {
        let mistakes = exercise.mistakes.iter().flat_map(|mistake| &mistake.example);
        for call in exercise.solution.iter().chain(mistakes).chain(&exercise.start) {
            assert_eq!(crate::left_out(call), None, "{}: {call}", exercise.name);
        }
    }
}
