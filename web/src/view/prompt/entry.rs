//! A line of the log: what was said, what was printed, and the calls that it made.

use std::rc::Rc;

use virtlab_virsh::{Piece, Stream};
use yew::prelude::*;

use super::memory::{Made, Said};
use crate::i18n::use_i18n;
use crate::session::{Action, use_session};
use crate::t;

#[derive(Properties, PartialEq)]
pub struct EntryProps {
    /// The line.
    pub said: Rc<Said>,
}

/// One line.
#[component]
pub fn Entry(props: &EntryProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let said = &props.said;
    let undone = {
        let state = session.state();
        let steps = state.history.steps();
        let now = state.history.position();
        let there = |made: &Made| {
            made.step <= now
                && steps
                    .get(made.step.wrapping_sub(1))
                    .is_some_and(|step| step.entry.call.to_string() == made.text)
        };
        said.calls.last().is_some_and(|last| !there(last))
    };
    let piece = |piece: &Piece| {
        let class = match piece.stream {
            Stream::Out => "prompt-out",
            Stream::Err => "prompt-err",
        };
        html! { <span {class}>{ &piece.text }</span> }
    };
    let printed = said.output.iter().any(|piece| !piece.text.trim().is_empty());
    let call = |made: &Made| {
        let onclick = session.on(Action::Seek(made.step)).reform(|_: MouseEvent| ());
        html! {
            <li key={made.step} class={classes!((!made.ok).then_some("prompt-failed"))}>
                <button type="button" class="prompt-call" title={t!(i18n, "prompt-go", step = made.step)} {onclick}>
                    <code>{ &made.text }</code></button>
                if !made.ok { <span class="prompt-err">{ " " }{ t!(i18n, "prompt-call-failed") }</span> }
            </li>
        }
    };
    html! {
        <div class={classes!("prompt-entry", undone.then_some("prompt-entry--undone"))}>
            <p class="prompt-said"><code><span aria-hidden="true">{ said.prompt }</span>{ &said.line }</code>
                if undone { <span class="prompt-mark">{ t!(i18n, "prompt-undone") }</span> }</p>
            if printed { <pre>{ for said.output.iter().map(piece) }</pre> }
            if !said.calls.is_empty() {
                <details class="prompt-calls">
                    <summary>{ t!(i18n, "prompt-calls", count = said.calls.len()) }</summary>
                    <ol>{ for said.calls.iter().map(call) }</ol>
                </details>
            }
        </div>
    }
}
