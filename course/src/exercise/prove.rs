//! What is wrong with an exercise beyond its file: it cannot be solved, it is solved by doing nothing, there is a shorter way, a
//! mistake that nobody can make.

use std::collections::BTreeMap;

use virtlab_core::api::{Call, Outcome, Value};

use super::{Exercise, Found, Mistake, Question, Regraded, Search, regrade};
use crate::goal::{About, Condition, Datum, Finding, Required};

/// Numbers below this are required of many things.
const SMALL: i64 = 10;

/// Something that is wrong with an exercise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flaw {
    /// The world that it begins with cannot be.
    NoWorld,
    /// A call of the start fails: which, from 1, and how.
    StartFails(usize, String),
    /// The author's solution leaves something of the goal.
    Unsolved(Vec<Finding>),
    /// The author's solution makes a mistake that is recognised: which, from 0.
    SolutionIsMistaken(usize),
    /// The goal is reached by doing nothing.
    NothingToDo,
    /// The search found no way of as few calls as the par says, among so many worlds.
    NoWay(usize),
    /// There are fewer calls that do.
    ShorterWay(Vec<Call>),
    /// The example of a mistake does not make it.
    NotMade(usize),
    /// The example of a mistake reaches the goal.
    MistakeReachesGoal(usize),
    /// A mistake is made by doing nothing.
    MadeByNothing(usize),
    /// An answer is nowhere in what the author's calls give.
    AnswerNowhere(String),
    /// The goal, which the learner sees, tells the answer.
    AnswerTold(String),
}

/// Everything that is wrong with an exercise; the search goes on from so many worlds at most.
pub fn prove(exercise: &Exercise, worlds: usize) -> Vec<Flaw> {
    let Ok((_, outcomes)) = exercise.journal().replay() else { return vec![Flaw::NoWorld] };
    let mut flaws = Vec::new();
    let failure = |(number, outcome): (usize, &Outcome)| {
        let error = outcome.error.as_ref()?;
        Some(Flaw::StartFails(number + 1, error.message.to_string()))
    };
    flaws.extend(outcomes.iter().enumerate().filter_map(failure));
    let Some(solved) = after(exercise, &exercise.solution, &exercise.answers()) else {
        return vec![Flaw::NoWorld];
    };
    if !solved.report.done() {
        flaws.push(Flaw::Unsolved(
            solved.report.findings.into_iter().filter(|finding| !finding.met).collect(),
        ));
    }
    flaws.extend(solved.report.mistakes.into_iter().map(Flaw::SolutionIsMistaken));
    let nowhere = exercise.questions.iter().filter(|question| !can_be_found(exercise, question));
    flaws.extend(nowhere.map(|question| Flaw::AnswerNowhere(question.name.clone())));
    let told =
        exercise.questions.iter().filter(|question| exercise.goal.iter().any(|it| tells(it, question)));
    flaws.extend(told.map(|question| Flaw::AnswerTold(question.name.clone())));
    for (number, mistake) in exercise.mistakes.iter().enumerate() {
        flaws.extend(of_mistake(exercise, number, mistake));
    }
    flaws.extend(of_way(exercise, worlds));
    flaws
}

fn of_way(exercise: &Exercise, worlds: usize) -> Option<Flaw> {
    let mut search = Search::from_start(exercise, exercise.par)?;
    match search.advance(worlds).clone() {
        Found::Way(way) if way.is_empty() => Some(Flaw::NothingToDo),
        Found::Way(way) => (way.len() != exercise.par).then_some(Flaw::ShorterWay(way)),
        Found::Searching | Found::Nothing => Some(Flaw::NoWay(search.worlds())),
    }
}

fn of_mistake(exercise: &Exercise, number: usize, mistake: &Mistake) -> Vec<Flaw> {
    let (made, nothing) =
        (after(exercise, &mistake.example, &mistake.answers), after(exercise, &[], &BTreeMap::new()));
    let (Some(made), Some(nothing)) = (made, nothing) else { return vec![Flaw::NoWorld] };
    let mut flaws = Vec::new();
    if !made.report.mistakes.contains(&number) {
        flaws.push(Flaw::NotMade(number));
    }
    if made.report.done() {
        flaws.push(Flaw::MistakeReachesGoal(number));
    }
    if nothing.report.mistakes.contains(&number) {
        flaws.push(Flaw::MadeByNothing(number));
    }
    flaws
}

fn after(exercise: &Exercise, calls: &[Call], answers: &BTreeMap<String, String>) -> Option<Regraded> {
    regrade(exercise, &exercise.journal_with(calls, answers)).ok()
}

/// Whether a condition requires of something else just what a question asks for. A small number may be required by chance.
fn tells(condition: &Condition, question: &Question) -> bool {
    if matches!(condition.about, About::Answer(_)) {
        return false;
    }
    match (&condition.required, &question.is) {
        (Required::Is(Datum::Number(required)), Datum::Number(asked)) => required == asked && *asked >= SMALL,
        (Required::Is(required), Datum::Text(asked)) => required.to_string() == *asked,
        (Required::Has(required), asked) => *required == asked.to_string(),
        _ => false,
    }
}

/// Whether an answer is in what the author's calls give: as a number, divided as the question says, or in a text.
fn can_be_found(exercise: &Exercise, question: &Question) -> bool {
    let Ok((_, outcomes)) = exercise.journal_with(&exercise.solution, &BTreeMap::new()).replay() else {
        return false;
    };
    let mut numbers = Vec::new();
    let mut texts = String::new();
    for outcome in outcomes.iter().skip(exercise.start.len()) {
        for value in [&outcome.ret].into_iter().chain(outcome.out.iter().map(|(_, value)| value)) {
            told(value, &mut numbers);
            texts += &format!("{value} ");
        }
        texts += outcome.error.as_ref().map_or("", |error| error.code.c_name());
    }
    match &question.is {
        Datum::Number(number) if numbers.iter().any(|told| told / question.per == *number) => true,
        said => texts.contains(&said.to_string()),
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
