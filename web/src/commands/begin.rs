//! Beginning another session, so that nothing is lost: what was worked in is kept, and coming back to it is offered.

use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::session::{Action, Session, use_session};
use crate::shell::{Announce, Offer, Tone, use_announce};
use crate::t;

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
    /// Does an action that takes up another session, and says `text`; with a way back if there was work in this one, and
    /// in `tone` if there was none.
    pub fn with(&self, action: Action, tone: Tone, text: AttrValue) {
        let worked = self.session.state().is_work();
        self.session.act(action);
        let Some(announce) = &self.announce else { return };
        let left = self.session.state().earlier.last().filter(|_| worked).map(|earlier| earlier.json.clone());
        match left {
            Some(json) => {
                let session = self.session.clone();
                let onclick = Callback::from(move |()| go_back(&session, &json));
                let label = t!(self.i18n, "commands-undo");
                announce.offer(Tone::Done, text, Offer { label, onclick });
            }
            None => announce.say(tone, text),
        }
    }
}

/// Goes back to the earlier session of this text, unless it has been gone back to already.
fn go_back(session: &Session, json: &Rc<str>) {
    let index = session.state().earlier.iter().position(|earlier| Rc::ptr_eq(&earlier.json, json));
    if let Some(index) = index {
        session.act(Action::Return(index));
    }
}
