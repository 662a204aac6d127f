//! Grading a class's work: each session is replayed and looked at field by field, sessions that are equal are found, and what
//! is no session is a row with the reason. Pure: the command and the page hand the texts in.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use virtlab_core::world::{Journal, Loading, SubjectKind};

use crate::exercise::{Exercise, built_in, looked_at, read, regrade_at};
use crate::goal::{About, Finding, Required};

/// Calls of a work that is replayed. Nobody needs so many, and a class is to be graded while its teacher waits.
pub const CALLS_MAX: usize = 10_000;

/// What came of one work.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// The name of its file.
    pub file: String,
    /// Who handed it in, as the file says; empty where it does not.
    pub student: String,
    /// The exercise; empty where that is not known.
    pub exercise: String,
    /// Its variant.
    pub variant: u64,
    /// Whether the goal is reached.
    pub done: bool,
    /// Points of 100: the part of the conditions that hold.
    pub score: u32,
    /// Conditions that hold, and how many there are.
    pub met: usize,
    /// How many there are.
    pub conditions: usize,
    /// Calls that were made after the start.
    pub calls: usize,
    /// The fewest calls that do.
    pub par: usize,
    /// What does not hold, field by field, and what is odd about the work.
    pub reasons: Vec<String>,
    /// The first file whose calls are the same.
    pub same_as: Option<String>,
}

/// Grades works of built-in exercises, and of a teacher's own.
#[derive(Clone, Debug, Default)]
pub struct Grader {
    /// The teacher's exercises by name.
    own: BTreeMap<String, String>,
    /// Calls to the file that had them first.
    seen: BTreeMap<String, String>,
}

impl Grader {
    /// Takes an exercise of the teacher's, before works of it come.
    pub fn exercise(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.own.insert(name.into(), text.into());
    }

    /// Grades a work: the text of a session's file.
    pub fn grade(&mut self, file: &str, text: &str) -> Row {
        let mut row = Row { file: file.to_owned(), ..Row::default() };
        if let Err(reason) = self.look(&mut row, text) {
            row.reasons.insert(0, reason);
        }
        row
    }

    /// What is graded is the moment that the session was left at, as the page shows it. Who erred, stepped back and did it
    /// rightly has the error in another branch.
    fn look(&mut self, row: &mut Row, text: &str) -> Result<(), String> {
        let mut loading = Loading::new(text).map_err(|error| error.to_string())?;
        row.student = student(text).unwrap_or_default();
        let calls = loading.total();
        if calls > CALLS_MAX {
            return Err(format!("{calls} calls; at most {CALLS_MAX} are looked at"));
        }
        loading.advance(CALLS_MAX).map_err(|error| error.to_string())?;
        let history = loading.finish();
        let journal = looked_at(&history);
        let subject = journal.subject.as_ref().filter(|subject| subject.kind == SubjectKind::Exercise);
        let subject = subject.ok_or("the session is of no exercise: its file has no line \"subject\"")?;
        (row.exercise, row.variant) = (subject.name.to_string(), subject.variant);
        let exercise = self.find(&subject.name, subject.variant)?;
        let regraded = regrade_at(&exercise, &history, &journal);
        let report = &regraded.report;
        (row.calls, row.par) = (report.calls, exercise.par);
        (row.met, row.conditions) = (report.met(), report.findings.len());
        row.done = report.done() && regraded.begins_right;
        if regraded.begins_right {
            row.score = u32::try_from(100 * row.met / row.conditions.max(1)).unwrap_or_default();
        } else {
            row.reasons
                .push("it does not begin as the exercise does: with its seed, its lab and its calls".into());
        }
        row.reasons.extend(report.findings.iter().filter(|finding| !finding.met).map(reason));
        let mistakes = report.mistakes.iter().filter_map(|number| exercise.mistakes.get(*number));
        row.reasons.extend(mistakes.map(|mistake| mistake.say.of("en").to_owned()));
        self.compare(row, &journal, &exercise);
        Ok(())
    }

    fn find(&self, name: &str, variant: u64) -> Result<Exercise, String> {
        let found = match self.own.get(name) {
            Some(text) => Some(read(name, text, variant)),
            None => built_in(name, variant),
        };
        let found =
            found.ok_or_else(|| format!("there is no exercise {name}: give its file to --exercise"))?;
        found.map_err(|fault| format!("the exercise {name} cannot be read: {fault}"))
    }

    /// Whether somebody made the very same calls after the start. Where there is one shortest way, many do.
    fn compare(&mut self, row: &mut Row, journal: &Journal, exercise: &Exercise) {
        let own = journal.entries.iter().skip(exercise.start.len());
        let calls: String = own.map(|entry| format!("{entry}\n")).collect();
        if calls.is_empty() {
            return;
        }
        let key = format!("{}\n{calls}", exercise.subject());
        match self.seen.get(&key) {
            Some(first) => row.same_as = Some(first.clone()),
            None => {
                self.seen.insert(key, row.file.clone());
            }
        }
    }
}

/// The member of a session's file that says whose work it is. It is no part of the session.
const STUDENT: &str = "student";

/// A session's file as a student hands it in: with the student's name.
pub fn hand_in(session: &str, student: &str) -> String {
    match serde_json::from_str::<Json>(session) {
        Ok(Json::Object(mut members)) => {
            members.insert(STUDENT.to_owned(), student.into());
            Json::Object(members).to_string()
        }
        // Whatever it is, nothing of it is to be lost.
        _ => session.to_owned(),
    }
}

/// Who handed a work in.
fn student(text: &str) -> Option<String> {
    let file: Json = serde_json::from_str(text).ok()?;
    Some(file.get(STUDENT)?.as_str()?.to_owned())
}

/// What does not hold, in a line: `domain web: state is shutoff, required running`.
fn reason(finding: &Finding) -> String {
    let condition = &finding.condition;
    let field = condition.field;
    let found = match &finding.found {
        Some(found) => format!("is {found}"),
        None => "is not there".to_owned(),
    };
    format!("{}: {field} {found}, required {}", about(&condition.about), required(&condition.required))
}

fn about(about: &About) -> String {
    match about {
        About::Domain(_, name) => format!("domain {name}"),
        About::Snapshot(_, domain, name) => format!("snapshot {name} of domain {domain}"),
        About::Network(_, name) => format!("network {name}"),
        About::Host(key) => format!("host {key}"),
        About::Session => "session".into(),
        About::Call(function, with) => {
            let with: Vec<String> = with.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("call {}({})", function.c_name(), with.join(", "))
        }
        About::Answer(name) => format!("answer {name}"),
    }
}

fn required(required: &Required) -> String {
    match required {
        Required::Is(datum) => datum.to_string(),
        Required::Not(datum) => format!("not {datum}"),
        Required::AtLeast(number) => format!("at least {number}"),
        Required::AtMost(number) => format!("at most {number}"),
        Required::Has(item) => format!("with {item}"),
        Required::Lacks(item) => format!("without {item}"),
    }
}

/// The first line of a table.
const HEAD: &str = "file,student,exercise,variant,done,score,met,conditions,calls,par,same_as,reasons";

/// The rows as CSV (RFC 4180), with a first line that names the columns.
pub fn csv(rows: &[Row]) -> String {
    let mut text = format!("{HEAD}\r\n");
    for row in rows {
        let fields = [
            cell(&row.file),
            cell(&row.student),
            cell(&row.exercise),
            row.variant.to_string(),
            if row.done { "yes" } else { "no" }.to_owned(),
            row.score.to_string(),
            row.met.to_string(),
            row.conditions.to_string(),
            row.calls.to_string(),
            row.par.to_string(),
            cell(row.same_as.as_deref().unwrap_or_default()),
            cell(&row.reasons.join("; ")),
        ];
        text += &fields.join(",");
        text += "\r\n";
    }
    text
}

/// A field of CSV. What a spreadsheet would take for a formula is made a text: the names of files are their senders'.
fn cell(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use virtlab_core::world::{ClientId, History};

    use super::*;

    fn work(variant: u64, more: &[&str]) -> String {
        let exercise = built_in("first-start", variant).unwrap().unwrap();
        let mut journal = exercise.journal();
        journal.entries.extend(more.iter().map(|line| line.parse().unwrap()));
        journal.to_json()
    }

    #[test]
    fn works_are_graded_with_reasons_and_equal_ones_found() {
        let mut grader = Grader::default();
        let done = grader.grade("ann.json", &work(3, &["virDomainGetState(dom1)", "virDomainCreate(dom1)"]));
        assert!(done.done && done.reasons.is_empty(), "{done:?}");
        assert_eq!((done.score, done.calls, done.par, done.variant), (100, 2, 1, 3));
        let same = grader.grade("bob.json", &work(3, &["virDomainGetState(dom1)", "virDomainCreate(dom1)"]));
        assert_eq!(same.same_as.as_deref(), Some("ann.json"));
        let other = grader.grade("cy.json", &work(4, &["virDomainGetState(dom1)", "virDomainCreate(dom1)"]));
        assert_eq!((other.same_as, other.done), (None, true), "another variant's calls are others");
        let not = grader.grade("dee.json", &work(3, &["virDomainUndefine(dom1)"]));
        assert!(!not.done && not.score < 100);
        assert!(
            not.reasons.iter().any(|reason| reason.contains(": state is not there, required running")),
            "{not:?}"
        );
        assert!(not.reasons.last().is_some_and(|said| said.starts_with("You undefined it")), "{not:?}");
    }

    #[test]
    fn a_work_that_is_handed_in_says_whose_it_is_and_is_the_same_session() {
        let plain = work(3, &["virDomainCreate(dom1)"]);
        let text = hand_in(&plain, "Ann «Å» 安");
        assert_eq!(Journal::from_json(&text), Journal::from_json(&plain));
        let row = Grader::default().grade("x.json", &text);
        assert!(row.done && row.student == "Ann «Å» 安", "{row:?}");
        assert!(csv(&[row]).contains("\r\nx.json,Ann «Å» 安,first-start,3,yes,100,"));
        assert_eq!(Grader::default().grade("x.json", &plain).student, "");
        assert_eq!(hand_in("no session", "x"), "no session");
    }

    #[test]
    fn an_error_that_was_stepped_back_from_is_no_part_of_the_work() {
        let exercise = built_in("first-start", 3).unwrap().unwrap();
        let mut history = History::new(exercise.journal()).unwrap();
        let start = history.position();
        history.perform(ClientId(0), "virDomainUndefine(dom1)".parse().unwrap());
        let row = Grader::default().grade("x", &history.to_json());
        assert!(!row.done, "{row:?}");
        history.seek(start);
        history.perform(ClientId(0), "virDomainCreate(dom1)".parse().unwrap());
        // As the page's button hands it in, and as its menu saves a session with all its branches.
        for text in [looked_at(&history).to_json(), history.to_json()] {
            let row = Grader::default().grade("x", &text);
            assert!(row.done && row.calls == 1 && row.reasons.is_empty(), "{row:?}");
        }
        history.perform(ClientId(0), "virDomainDestroy(dom1)".parse().unwrap());
        assert!(!Grader::default().grade("x", &history.to_json()).done);
        history.seek(start + 1);
        assert!(Grader::default().grade("x", &history.to_json()).done, "what comes later was taken back");
    }

    #[test]
    fn what_is_no_work_is_a_row_with_the_reason() {
        let mut grader = Grader::default();
        let reason = |grader: &mut Grader, text: &str| grader.grade("x", text).reasons.join("; ");
        assert!(reason(&mut grader, "{").contains("no virtlab session"));
        assert!(reason(&mut grader, r#"{"virtlab":1,"seed":1,"calls":[]}"#).contains("of no exercise"));
        let unknown = r#"{"virtlab":1,"seed":1,"subject":"exercise singing","calls":[]}"#;
        assert!(reason(&mut grader, unknown).contains("there is no exercise singing"));
        grader.exercise("singing", "title = 1");
        assert!(reason(&mut grader, unknown).contains("cannot be read: 1:"));
        let spoilt = work(3, &["virDomainCreate(dom1)"]).replacen("\"seed\": 4", "\"seed\": 5", 1);
        let row = grader.grade("x", &spoilt);
        assert!(!row.done && row.score == 0 && row.reasons[0].starts_with("it does not begin"), "{row:?}");
        let long = work(0, &vec!["virGetVersion()"; CALLS_MAX]);
        assert!(reason(&mut grader, &long).contains("at most 10000"));
    }

    #[test]
    fn a_table_is_safe_to_open() {
        let row =
            Row { file: "=cmd()".into(), reasons: vec!["a, \"b\"".into(), "c".into()], ..Row::default() };
        let text = csv(&[row]);
        assert_eq!(text, format!("{HEAD}\r\n'=cmd(),,,0,no,0,0,0,0,0,,\"a, \"\"b\"\"; c\"\r\n"));
    }
}
