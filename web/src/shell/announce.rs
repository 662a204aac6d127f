//! What the page says to everybody at once: shown as a note that goes away, and read out by screen readers.

use crate::i18n::use_i18n;
use crate::ui::{Button, ButtonKind, Icon, IconButton};
use crate::{dom, t};
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use yew::prelude::*;

/// How long a note stays, in milliseconds. Errors stay until they are dismissed.
const STAYS_MS: u32 = 6_000;
/// How long a note stays that offers something, in milliseconds.
const OFFER_STAYS_MS: u32 = 20_000;
/// Notes on the screen at once; the oldest gives way.
const NOTES_MAX: usize = 3;

/// How much a note matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something that was asked for is done. Read out when the reader is idle, gone after a while.
    Done,
    /// Something went wrong. Read out at once, and stays until it is dismissed.
    Problem,
    /// Read out and not shown, for what a sighted reader sees anyway.
    Spoken,
}

/// Something to do that a note offers, such as undoing what it tells of. It has to be reachable elsewhere too, since
/// notes go away.
#[derive(Clone, PartialEq)]
pub struct Offer {
    /// What it does, in words.
    pub label: AttrValue,
    /// Does it.
    pub onclick: Callback<()>,
}

/// Something that takes a while, and how far it has come.
#[derive(Clone, PartialEq)]
pub struct Doing {
    /// What it is, in words.
    pub label: AttrValue,
    /// How much of it is done.
    pub done: usize,
    /// How much there is to do.
    pub total: usize,
}

#[derive(Clone, PartialEq)]
struct Note {
    id: u32,
    tone: Tone,
    text: AttrValue,
    offer: Option<Offer>,
}

#[derive(Default, PartialEq)]
struct Notes {
    next: u32,
    shown: Vec<Note>,
    polite: AttrValue,
    urgent: AttrValue,
    doing: Option<Doing>,
}

enum Change {
    Progress(Option<Doing>),
    Say(Tone, AttrValue, Option<Offer>),
    Dismiss(u32),
}

impl Reducible for Notes {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let Notes { next, mut shown, mut polite, mut urgent, mut doing } = Notes {
            doing: self.doing.clone(),
            next: self.next,
            shown: self.shown.clone(),
            polite: self.polite.clone(),
            urgent: self.urgent.clone(),
        };
        match change {
            Change::Dismiss(id) => shown.retain(|note| note.id != id),
            Change::Progress(now) => doing = now,
            Change::Say(tone, text, offer) => {
                // A no-break space makes a repeated text a new one, which a screen reader reads again.
                let marked = |old: &AttrValue| {
                    if *old == text { format!("{text}\u{a0}").into() } else { text.clone() }
                };
                match tone {
                    Tone::Problem => urgent = marked(&urgent),
                    Tone::Done | Tone::Spoken => polite = marked(&polite),
                }
                if tone != Tone::Spoken {
                    if offer.is_some() {
                        // Two ways to undo at once would leave it open which of the two steps each undoes.
                        shown.retain(|note| note.tone == Tone::Problem || note.offer.is_none());
                    }
                    shown.push(Note { id: next, tone, text, offer });
                    let surplus = shown.len().saturating_sub(NOTES_MAX);
                    shown.drain(..surplus);
                }
            }
        }
        Rc::new(Notes { next: next.wrapping_add(1), shown, polite, urgent, doing })
    }
}

/// Says things to the reader; get it with [`use_announce`].
#[derive(Clone, PartialEq)]
pub struct Announce(UseReducerDispatcher<Notes>);

impl Announce {
    /// Shows and reads out `text`.
    pub fn say(&self, tone: Tone, text: impl Into<AttrValue>) {
        self.0.dispatch(Change::Say(tone, text.into(), None));
    }

    /// Puts text on the clipboard, and says that this is done, or that the browser forbids it.
    pub fn copy(&self, text: String, done: AttrValue, refused: AttrValue) {
        let announce = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            match dom::copy(&text).await {
                true => announce.say(Tone::Done, done),
                false => announce.say(Tone::Problem, refused),
            }
        });
    }

    /// Shows how far something has come; none when it is over.
    pub fn progress(&self, doing: Option<Doing>) {
        self.0.dispatch(Change::Progress(doing));
    }

    /// As [`Announce::say`], with something to do about it.
    pub fn offer(&self, tone: Tone, text: impl Into<AttrValue>, offer: Offer) {
        self.0.dispatch(Change::Say(tone, text.into(), Some(offer)));
    }
}

/// The page's voice. `None` only outside the page, in a component's own test.
#[hook]
pub fn use_announce() -> Option<Announce> {
    use_context::<Announce>()
}

#[derive(Properties, PartialEq)]
pub struct AnnouncerProps {
    pub children: Html,
}

/// Gives its children a voice, and shows the notes.
#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    let i18n = use_i18n();
    let notes = use_reducer_eq(Notes::default);
    let announce = Announce(notes.dispatcher());
    let on_dismiss = {
        let dispatch = notes.dispatcher();
        Callback::from(move |id| dispatch.dispatch(Change::Dismiss(id)))
    };
    html! {
        <ContextProvider<Announce> context={announce}>
            { props.children.clone() }
            <section class="notes" aria-label={t!(i18n, "notes")}>
                if let Some(doing) = &notes.doing { <div class="note">{ progress(doing) }</div> }
                { for notes.shown.iter().map(|note| html! {
                    <NoteView key={note.id} note={note.clone()} on_dismiss={on_dismiss.clone()} />
                }) }
            </section>
            <div class="sr-only" role="status" aria-live="polite">{ &notes.polite }</div>
            <div class="sr-only" role="alert" aria-live="assertive">{ &notes.urgent }</div>
        </ContextProvider<Announce>>
    }
}

/// How far something has come, as a bar with its words.
pub fn progress(Doing { label, done, total }: &Doing) -> Html {
    html! {
        <label class="progress">
            <span>{ label }</span>
            <progress value={done.to_string()} max={total.to_string()} />
        </label>
    }
}

#[derive(Properties, PartialEq)]
struct NoteProps {
    note: Note,
    on_dismiss: Callback<u32>,
}

#[component]
fn NoteView(props: &NoteProps) -> Html {
    let i18n = use_i18n();
    let held = use_state_eq(|| false);
    let Note { id, tone, ref text, ref offer } = props.note;
    let stays_ms = if offer.is_some() { OFFER_STAYS_MS } else { STAYS_MS };
    {
        let on_dismiss = props.on_dismiss.clone();
        use_effect_with((id, *held), move |(id, held)| {
            let (id, goes) = (*id, tone == Tone::Done && !held);
            let timer = goes.then(|| Timeout::new(stays_ms, move || on_dismiss.emit(id)));
            move || drop(timer)
        });
    }
    let hold = |on: bool| {
        let held = held.clone();
        move || held.set(on)
    };
    let (enter, leave, focus, blur) = (hold(true), hold(false), hold(true), hold(false));
    let problem = tone == Tone::Problem;
    let take = |offer: &Offer| {
        let (on_dismiss, done) = (props.on_dismiss.clone(), offer.onclick.clone());
        Callback::from(move |()| {
            on_dismiss.emit(id);
            done.emit(());
        })
    };
    html! {
        <div class={classes!("note", problem.then_some("note--problem"))}
            onmouseenter={move |_| enter()} onmouseleave={move |_| leave()}
            onfocusin={move |_| focus()} onfocusout={move |_| blur()}>
            <Icon name={if problem { "alert" } else { "check" }} />
            <p>{ text }</p>
            if let Some(offer) = offer {
                <Button kind={ButtonKind::Plain} onclick={take(offer)}>{ &offer.label }</Button>
            }
            <IconButton icon="close" label={t!(i18n, "dismiss")} onclick={props.on_dismiss.reform(move |_| id)} />
        </div>
    }
}
