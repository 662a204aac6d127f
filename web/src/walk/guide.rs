//! The guide: what the step that was just made teaches, which one is next, and how to go on or leave.

use virtlab_core::walkthrough::{Walkthrough, walkthroughs};
use yew::prelude::*;

use super::{READING_TENTHS, title, use_start};
use crate::commands::use_begin;
use crate::i18n::{I18n, use_i18n};
use crate::session::{Action, Guide, Of, Playing, Session, Standing, use_session};
use crate::shell::Tone;
use crate::ui::{Button, ButtonKind};
use crate::{dom, t};

#[derive(Properties, PartialEq)]
pub struct GuideProps {
    /// The walkthrough.
    pub guide: Guide,
    /// The reader wants to edit the call that is put together.
    pub on_edit: Callback<()>,
}

/// The strip over the bench.
#[component]
pub fn GuideStrip(props: &GuideProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let guide = props.guide;
    let (standing, next, playing) = {
        let state = session.state();
        (guide.standing(&state.history), guide.next(&state.history), state.playing.is_some())
    };
    let length = guide.length();
    let (at, note) = match standing {
        Standing::On(0) => (0, super::intro(&i18n, guide.walkthrough)),
        Standing::On(at) => (at, i18n.text(guide.walkthrough.steps[at - 1].note, &[])),
        Standing::Off(at) if at == length => (at, t!(i18n, "guide-beyond")),
        Standing::Off(at) => (at, t!(i18n, "guide-off", step = at)),
    };
    let buttons = match standing {
        Standing::On(at) if at < length => on_the_way(&i18n, &session, at, playing, &props.on_edit),
        Standing::Off(at) if at < length => html! {
            <Button kind={ButtonKind::Primary} icon="back" onclick={session.on(Action::Walk(at))}>{ t!(i18n, "guide-return") }</Button>
        },
        _ => html! { <AtTheEnd {guide} /> },
    };
    html! {
        <section class="guide" aria-labelledby="guide-title">
            <div class="guide-words">
                <header class="guide-head">
                    <h2 id="guide-title">{ title(&i18n, guide.walkthrough) }</h2>
                    <progress class="guide-progress" value={at.to_string()} max={length.to_string()}
                        aria-label={t!(i18n, "guide-progress", at = at, length = length)} />
                    <span class="guide-at" aria-hidden="true">{ format!("{at}/{length}") }</span>
                </header>
                <p class="guide-note" role="status">{ note }</p>
                if let Some(next) = next {
                    <p class="guide-next"><span>{ t!(i18n, "guide-next-is") }</span>{ " " }<code>{ one_line(next.call) }</code></p>
                }
            </div>
            <div class="guide-buttons">{ buttons }<Leave {guide} /></div>
        </section>
    }
}

/// A call's text with what is long cut short.
pub fn one_line(call: &str) -> String {
    const LONGEST: usize = 72;
    match call.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &call[..end]),
        None => call.to_owned(),
    }
}

fn on_the_way(i18n: &I18n, session: &Session, at: usize, playing: bool, on_edit: &Callback<()>) -> Html {
    let play = {
        let session = session.clone();
        Callback::from(move |()| {
            if playing {
                return session.act(Action::Play(None));
            }
            // The branch that is looked at may be another that goes the same way this far.
            session.act(Action::Walk(at));
            session.act(Action::Play(Some(Playing { tenths: READING_TENTHS })));
        })
    };
    let edit = {
        let (session, on_edit) = (session.clone(), on_edit.clone());
        Callback::from(move |()| {
            // The reader may have put another call together meanwhile; standing here anew brings this one back.
            session.act(Action::Walk(at));
            on_edit.emit(());
        })
    };
    let (icon, label) = match playing {
        true => ("pause", t!(i18n, "guide-pause")),
        false => ("play", t!(i18n, "guide-play")),
    };
    html! {
        <>
            <Button kind={ButtonKind::Primary} icon="forward" onclick={session.on(Action::Walk(at + 1))}>{ t!(i18n, "guide-next") }</Button>
            <Button {icon} onclick={play}>{ label }</Button>
            <Button icon="edit" onclick={edit}>{ t!(i18n, "guide-edit") }</Button>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct OfGuideProps {
    guide: Guide,
}

/// After the last step: the next walkthrough, or this one again.
#[component]
fn AtTheEnd(props: &OfGuideProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let start = use_start();
    let mut after = walkthroughs().iter().skip_while(|one| one.id != props.guide.walkthrough.id).skip(1);
    let next: Option<&'static Walkthrough> = after.next();
    html! {
        <>
            if let Some(next) = next {
                <Button kind={ButtonKind::Primary} icon="forward" onclick={start.reform(move |()| next)}>{ title(&i18n, next) }</Button>
            }
            <Button icon="first" onclick={session.on(Action::Walk(0))}>{ t!(i18n, "guide-again") }</Button>
        </>
    }
}

/// Back to the session that was there before, or to a new one.
#[component]
fn Leave(props: &OfGuideProps) -> Html {
    let i18n = use_i18n();
    let begin = use_begin();
    let session = use_session();
    let own = session
        .state()
        .earlier
        .iter()
        .rfind(|one| !matches!(one.of, Of::Walkthrough(_)))
        .map(|one| one.number);
    let label = if own.is_some() { t!(i18n, "guide-back-to-own") } else { t!(i18n, "guide-leave") };
    let text = t!(i18n, "guide-left", title = title(&i18n, props.guide.walkthrough));
    let onclick = Callback::from(move |()| {
        match own {
            Some(number) => begin.go_back(number, Tone::Done, Some(text.clone())),
            None => begin.with(Action::Clear, Tone::Done, text.clone()),
        }
        // The button goes with the guide.
        dom::focus("view-title");
    });
    html! { <Button kind={ButtonKind::Plain} {onclick}>{ label }</Button> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_with_a_document_is_cut_and_others_are_whole() {
        assert_eq!(one_line("virDomainCreate(dom1)"), "virDomainCreate(dom1)");
        let long = format!("virDomainDefineXML(conn1, \"{}\")", "虚".repeat(100));
        assert_eq!(one_line(&long).chars().count(), 73);
    }
}
