//! The text with its line numbers, the line that was done, and marks where something is told.

use std::rc::Rc;

use virtlab_listing::{Diagnostic, Severity};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::{dom, t};

/// The id of the text.
pub const TEXT: &str = "listing-text";

#[derive(Properties, PartialEq)]
pub struct EditorProps {
    /// The text.
    pub source: AttrValue,
    /// The reader changed it.
    pub on_write: Callback<String>,
    /// The line of the step that is looked at.
    pub line: Option<u32>,
    /// What is told.
    pub told: Rc<Vec<Diagnostic>>,
}

/// The editor.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let i18n = use_i18n();
    use_effect_with(props.line, |line| {
        if let Some(line) = line.filter(|line| *line > 0) {
            show_line(line);
        }
    });
    let on_write = props.on_write.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(text) = dom::input_value(&event) {
            on_write.emit(text);
        }
    });
    // As large as the text, so that one frame scrolls it with the numbers.
    let rows = props.source.split('\n').count();
    let longest = props.source.split('\n').map(|line| line.chars().count()).max().unwrap_or(0);
    let number = |line: usize| {
        let worst =
            props.told.iter().filter(|told| told.span.line as usize == line).map(|told| told.severity).max();
        let mark = match worst {
            Some(Severity::Error) => Some("is-error"),
            Some(Severity::Warning) => Some("is-warning"),
            Some(Severity::Advice) => Some("is-advice"),
            None => None,
        };
        let here = (props.line == Some(line as u32)).then_some("is-here");
        html! { <span key={line} id={line_id(line as u32)} class={classes!(mark, here)}>{ line }</span> }
    };
    html! {
        <div class="listing-frame">
            <div class="listing-lines" aria-hidden="true">{ for (1..=rows).map(number) }</div>
            <textarea id={TEXT} class="listing-text" value={props.source.clone()} {oninput} rows={rows.to_string()}
                cols={(longest + 4).to_string()} wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off"
                aria-label={t!(i18n, "listing-text")} />
        </div>
    }
}

fn line_id(line: u32) -> String {
    format!("listing-line-{line}")
}

/// Scrolls the frame so that a line can be seen.
fn show_line(line: u32) {
    let Some(number) = dom::by_id(&line_id(line)) else { return };
    let Ok(Some(frame)) = number.closest(".listing-frame") else { return };
    let (place, around) = (number.get_bounding_client_rect(), frame.get_bounding_client_rect());
    let margin = 2.0 * place.height();
    let above = place.top() - margin - around.top();
    let below = place.bottom() + margin - around.bottom();
    let by = if above < 0.0 { above } else { below.max(0.0) };
    frame.set_scroll_top(frame.scroll_top() + by as i32);
}

/// Chooses a line in the text.
pub fn put_cursor(line: u32) {
    let Some(text) = dom::by_id(TEXT).and_then(|text| text.dyn_into::<web_sys::HtmlTextAreaElement>().ok())
    else {
        return;
    };
    let value = text.value();
    let mut begin = 0u32;
    for (number, content) in (1..).zip(value.split('\n')) {
        // The browser counts in UTF-16.
        let length = content.encode_utf16().count() as u32;
        if number == line {
            text.set_selection_range(begin, begin + length).ok();
            show_line(line);
            return;
        }
        begin += length + 1;
    }
}
