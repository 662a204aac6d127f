//! A lesson's session: begun when the lesson is opened, unless it is the one at hand already.

use virtlab_core::world::SubjectKind;
use virtlab_course::lesson::Lesson;

use crate::commands::Begin;
use crate::session::{Action, Session};
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

/// Begins the lesson's session, standing where its first step is to be done.
pub fn start(begin: &Begin, session: &Session, lesson: &Lesson, title: &str) {
    let i18n = begin.i18n();
    let text = t!(i18n, "lesson-begun", title = title);
    begin.with(Action::Begin(lesson.journal()), Tone::Spoken, text);
    session.act(Action::Seek(lesson.start.len()));
}
