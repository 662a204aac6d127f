//! The prompt: virsh's commands, each of which makes calls that become steps of the session.
//!
//! The log is one that screen readers follow. Tab completes while there is something to complete, and leaves otherwise: in an
//! empty line, after Escape, and when it is pressed once more after it had nothing to add.

mod entry;
mod files;
mod memory;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::session::{Session, use_session};
use crate::t;
use crate::ui::{Button, ButtonKind, Disclosure};
use entry::Entry;
use memory::{Memory, memory};

const INPUT: &str = "prompt-line";
const HELP: &str = "prompt-help";

/// Says a line at the prompt, for those who offer one that is ready.
pub fn say(session: &Session, line: &str) {
    memory().borrow_mut().say(session, line);
}

/// What is being typed.
#[derive(Default)]
struct Typing {
    /// What Tab could have gone on with.
    offered: Vec<String>,
    /// Whether Tab leaves.
    leaves: bool,
}

/// The view.
#[component]
pub fn Prompt() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let redraw = use_force_update();
    let memory: Rc<RefCell<Memory>> = (*use_memo((), |()| memory())).clone();
    let typing = use_mut_ref(Typing::default);
    let input = use_node_ref();
    let log = use_node_ref();
    let lines = memory.borrow().log.last().map_or(0, |said| said.number);
    use_effect_with((lines, log.clone()), |(_, log)| {
        if let Some(log) = log.cast::<web_sys::Element>() {
            log.set_scroll_top(log.scroll_height());
        }
    });
    let onsubmit = {
        let (memory, session, typing, input, redraw) =
            (memory.clone(), session.clone(), typing.clone(), input.clone(), redraw.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = input.cast::<HtmlInputElement>() else { return };
            let line = input.value();
            input.set_value("");
            *typing.borrow_mut() = Typing::default();
            if !line.trim().is_empty() {
                memory.borrow_mut().say(&session, &line);
            }
            redraw.force_update();
        })
    };
    let onkeydown = {
        let (memory, session, typing, redraw) =
            (memory.clone(), session.clone(), typing.clone(), redraw.clone());
        Callback::from(move |event: KeyboardEvent| {
            key(&event, &mut memory.borrow_mut(), &session, &mut typing.borrow_mut());
            redraw.force_update();
        })
    };
    let oninput = {
        let typing = typing.clone();
        Callback::from(move |_: InputEvent| *typing.borrow_mut() = Typing::default())
    };
    let on_clear = {
        let (memory, redraw) = (memory.clone(), redraw.clone());
        Callback::from(move |()| {
            memory.borrow_mut().clear();
            redraw.force_update();
        })
    };
    if !i18n.is_whole() {
        return html! {};
    }
    let remembered = memory.borrow();
    let offered = typing.borrow().offered.join("  ");
    html! {
        <div class="prompt">
            <p class="lead">{ t!(i18n, "prompt-about") }</p>
            <div class="prompt-log" role="log" tabindex="0" aria-label={t!(i18n, "prompt-log")} ref={log}>
                if remembered.log.is_empty() { <p class="quiet">{ t!(i18n, "prompt-empty") }</p> }
                { for remembered.log.iter().map(|said| html! { <Entry key={said.number} said={said.clone()} /> }) }
            </div>
            { form(&i18n, remembered.prompt(), input, Told { onsubmit, onkeydown, oninput, on_clear }) }
            <p class="prompt-offered mono" role="status">{ offered }</p>
            <p id={HELP} class="quiet">{ t!(i18n, "prompt-help") }</p>
            <Disclosure title={t!(i18n, "prompt-files")} note={remembered.files.len().to_string()} level=2>
                { documents(&i18n, &memory, &remembered, redraw.clone()) }
            </Disclosure>
        </div>
    }
}

/// What the line's form tells.
struct Told {
    onsubmit: Callback<SubmitEvent>,
    onkeydown: Callback<KeyboardEvent>,
    oninput: Callback<InputEvent>,
    on_clear: Callback<()>,
}

/// The line that is typed.
fn form(i18n: &I18n, prompt: &'static str, input: NodeRef, told: Told) -> Html {
    let Told { onsubmit, onkeydown, oninput, on_clear } = told;
    html! {
        <form class="prompt-form" {onsubmit}>
            <label for={INPUT}><span class="sr-only">{ t!(i18n, "prompt-label") }</span>
                <code aria-hidden="true">{ prompt }</code></label>
            <input id={INPUT} ref={input} class="input mono" type="text" autocomplete="off" autocapitalize="none"
                autocorrect="off" spellcheck="false" enterkeyhint="go" aria-describedby={HELP} {onkeydown} {oninput} />
            <Button kind={ButtonKind::Primary} submit=true>{ t!(i18n, "prompt-run") }</Button>
            <Button onclick={on_clear}>{ t!(i18n, "prompt-clear") }</Button>
        </form>
    }
}

/// The documents, each to be read and changed.
fn documents(
    i18n: &I18n,
    memory: &Rc<RefCell<Memory>>,
    remembered: &Memory,
    redraw: UseForceUpdateHandle,
) -> Html {
    let document = |(name, text): (&String, &String)| {
        let oninput = {
            let (memory, redraw, name) = (memory.clone(), redraw.clone(), name.clone());
            Callback::from(move |event: InputEvent| {
                let area = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
                if let Some(area) = area {
                    memory.borrow_mut().files.insert(name.clone(), area.value());
                    redraw.force_update();
                }
            })
        };
        html! {
            <label key={name.clone()} class="prompt-file"><code>{ name }</code>
                <textarea class="input mono" rows="8" spellcheck="false" value={text.clone()} {oninput} /></label>
        }
    };
    html! {
        <>
            <p>{ t!(i18n, "prompt-files-about") }</p>
            { for remembered.files.iter().map(document) }
        </>
    }
}

/// What a key does beside what the browser does with it.
fn key(event: &KeyboardEvent, memory: &mut Memory, session: &Session, typing: &mut Typing) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    match &event.key()[..] {
        "Escape" => *typing = Typing { leaves: true, ..Typing::default() },
        "ArrowUp" | "ArrowDown" => {
            if let Some(line) = memory.recall(event.key() == "ArrowUp") {
                input.set_value(&line);
                event.prevent_default();
            }
        }
        "Tab" if !event.shift_key() && !typing.leaves && !input.value().trim().is_empty() => {
            complete(event, memory, session, typing, &input);
        }
        _ => {}
    }
}

fn complete(
    event: &KeyboardEvent,
    memory: &mut Memory,
    session: &Session,
    typing: &mut Typing,
    input: &HtmlInputElement,
) {
    let line = input.value();
    let found = memory.complete(session, &line);
    let Some(word) = line.get(found.start..) else { return };
    let common = common_start(&found.words);
    let only = found.words.len() == 1;
    let longer = format!("{}{common}{}", &line[..found.start], if only { " " } else { "" });
    if found.words.is_empty() || only && common == word && line.ends_with(' ') {
        // Nothing to add: the key is the browser's.
        return;
    }
    event.prevent_default();
    *typing = Typing::default();
    if common.len() > word.len() || only {
        input.set_value(&longer);
    } else {
        *typing = Typing { offered: found.words, leaves: true };
    }
}

/// What all words begin with.
fn common_start(words: &[String]) -> String {
    let Some((first, rest)) = words.split_first() else { return String::new() };
    let same = |at: usize, c: char| rest.iter().all(|word| word[..].chars().nth(at) == Some(c));
    first.chars().enumerate().take_while(|(at, c)| same(*at, *c)).map(|(_, c)| c).collect()
}
