//! Beginning another session, so that nothing is lost: what was worked in is kept, and coming back to it is offered.

use virtlab_core::world::{History, JournalError, SubjectKind};
use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::session::{Action, Of, Progress, Session, replay, use_session};
use crate::shell::{Announce, Doing, Offer, Tone, use_announce};
use crate::{dom, t};

/// What takes longer than this shows how far it has come, in milliseconds.
const SHOWN_AFTER_MS: f64 = 150.0;

/// Begins sessions; get it with [`use_begin`].
#[derive(Clone, PartialEq)]
pub struct Begin {
    session: Session,
    announce: Option<Announce>,
    i18n: I18n,
}

/// What a component begins sessions with.
#[hook]
pub fn use_begin() -> Begin {
    Begin { session: use_session(), announce: use_announce(), i18n: use_i18n() }
}

impl Begin {
    /// The words.
    pub fn i18n(&self) -> &I18n {
        &self.i18n
    }

    /// The session at hand.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The page's voice.
    pub fn announce(&self) -> &Option<Announce> {
        &self.announce
    }

    /// Says what went wrong.
    pub fn problem(&self, text: AttrValue) {
        if let Some(announce) = &self.announce {
            announce.say(Tone::Problem, text);
        }
    }

    /// Does an action that takes up another session, and says `text`; with a way back if there was work in this one, and
    /// in `tone` if there was none.
    pub fn with(&self, action: Action, tone: Tone, text: AttrValue) {
        let worked = self.session.state().is_work();
        self.session.act(action);
        let Some(announce) = &self.announce else { return };
        let left = self.session.state().earlier.last().filter(|_| worked).map(|earlier| earlier.number);
        match left {
            Some(number) => {
                let begin = self.clone();
                let onclick = Callback::from(move |()| begin.go_back(number, Tone::Spoken, None));
                let label = t!(self.i18n, "commands-undo");
                announce.offer(Tone::Done, text, Offer { label, onclick });
            }
            None => announce.say(tone, text),
        }
    }

    /// Goes back to the earlier session of this number, unless it has been gone back to already; says `text`.
    pub fn go_back(&self, number: u32, tone: Tone, text: Option<AttrValue>) {
        let found = self.session.state().earlier.iter().find(|one| one.number == number).cloned();
        let (Some(earlier), begin) = (found, self.clone()) else { return };
        wasm_bindgen_futures::spawn_local(async move {
            let read = begin.read(&name(&begin.i18n, &earlier.of), &earlier.json).await;
            // One that cannot be read has words of its own.
            let whole = read.is_ok();
            let action = Action::Return(number, read);
            match text.filter(|_| whole) {
                Some(text) => begin.with(action, tone, text),
                None => begin.session.act(action),
            }
        });
    }

    /// Reads a session; where that takes a while, shows how far it has come.
    pub async fn read(&self, name: &str, text: &str) -> Result<Box<History>, JournalError> {
        let begun = dom::now_ms();
        let told = |progress: Progress| {
            if let Some(announce) = self.announce.as_ref().filter(|_| dom::now_ms() - begun > SHOWN_AFTER_MS)
            {
                announce.progress(Some(Doing {
                    label: t!(self.i18n, "commands-reading", name = name),
                    done: progress.done,
                    total: progress.total,
                }));
            }
        };
        let read = replay(text, told).await;
        if let Some(announce) = &self.announce {
            announce.progress(None);
        }
        read.map(Box::new)
    }
}

/// What a session is called.
pub fn name(i18n: &I18n, of: &Of) -> AttrValue {
    match of {
        Of::Walkthrough(walkthrough) => i18n.text(&format!("walk-{}", walkthrough.id), &[]),
        Of::Subject(subject) => match subject.kind {
            SubjectKind::Lesson => t!(i18n, "commands-session-lesson", name = &*subject.name),
            SubjectKind::Exercise => t!(i18n, "commands-session-exercise", name = &*subject.name),
        },
        Of::Itself => t!(i18n, "commands-session"),
    }
}
