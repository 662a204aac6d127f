//! A lesson's session: begun when the lesson is opened, unless it is the one at hand already, or one that was worked in before.

use virtlab_core::world::{Subject, SubjectKind};
use virtlab_course::lesson::Lesson;

use crate::commands::Begin;
use crate::session::{Action, Of, Session};
use crate::shell::Tone;
use crate::t;

/// Whether the session at hand is one of this lesson.
pub fn is_here(session: &Session, lesson: &Lesson) -> bool {
    let state = session.state();
    state
        .history
        .subject()
        .is_some_and(|subject| subject.kind == SubjectKind::Lesson && *subject.name == *lesson.name)
}

/// Goes on where the reader was in the lesson, or begins it.
pub fn enter(begin: &Begin, lesson: &Lesson, title: &str) {
    let of = Of::Subject(Subject::lesson(&lesson.name));
    let earlier = begin.session().state().earlier.iter().rfind(|one| one.of == of).map(|one| one.number);
    match earlier {
        Some(number) => {
            let i18n = begin.i18n();
            let text = t!(i18n, "lesson-resumed", title = title);
            begin.go_back(number, Tone::Spoken, Some(text));
        }
        None => start(begin, lesson, title),
    }
}

/// Begins the lesson's session, standing where its first step is to be done.
pub fn start(begin: &Begin, lesson: &Lesson, title: &str) {
    let i18n = begin.i18n();
    let text = t!(i18n, "lesson-begun", title = title);
    begin.with(Action::Set(lesson.journal()), Tone::Spoken, text);
}
