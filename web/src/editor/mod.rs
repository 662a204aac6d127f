//! The editor of documents and listings: CodeMirror when it has arrived, a plain text area until then, or for good when it
//! does not arrive.

mod bindings;
mod mounted;

pub use mounted::{Language, Lines, Mounted, use_editor};

use crate::i18n::use_i18n;
use crate::t;
use yew::prelude::*;

/// Where in the text an error is, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1.
    pub column: u32,
    /// The message.
    pub message: AttrValue,
}

/// What the editor is given.
#[derive(Properties, PartialEq)]
pub struct XmlEditorProps {
    /// What is edited. It is shown above the editor, and read out.
    pub label: AttrValue,
    /// The text.
    pub value: AttrValue,
    /// The reader changed the text.
    pub on_change: Callback<AttrValue>,
    /// The error that is marked.
    #[prop_or_default]
    pub problem: Option<Problem>,
}

/// An editor for XML.
#[component]
pub fn XmlEditor(props: &XmlEditorProps) -> Html {
    let i18n = use_i18n();
    let id = crate::ui::use_id("editor");
    let label = t!(i18n, "editor-label", label = props.label.clone());
    let mounted = use_editor(Language::Xml, &label, &props.value, &props.on_change);
    use_effect_with((props.problem.clone(), props.value.clone(), mounted.mounts()), {
        let mounted = mounted.clone();
        move |(problem, ..)| mounted.set_problem(problem.as_ref())
    });
    let note_id = format!("{id}-problem");
    // No component of its own: each is some KiB of the first download.
    let note = |problem: &Problem| {
        let (mounted, line, column) = (mounted.clone(), problem.line, problem.column);
        let onclick = Callback::from(move |_: MouseEvent| mounted.go_to(line, column));
        html! {
            <>
                <button type="button" class="link" {onclick}>{ t!(i18n, "editor-place", line = line, column = column) }</button>
                { " " }<bdi>{ &problem.message }</bdi>
            </>
        }
    };
    html! {
        <div class="editor">
            if mounted.rich() {
                // A label cannot point into a shadow root; the editor carries the same words itself.
                <span class="label" aria-hidden="true">{ &props.label }</span>
            } else {
                <label class="label" for={id.clone()}>{ &props.label }</label>
            }
            <div class={classes!("editor-frame", props.problem.is_some().then_some("editor-frame--problem"))}>
                { mounted.draw(&id, &label, props.problem.is_some().then(|| note_id.clone().into())) }
            </div>
            <p class="hint">{ t!(i18n, "editor-leave") }</p>
            <p id={note_id} class="editor-problem" role="status">
                { for props.problem.as_ref().map(note) }
            </p>
        </div>
    }
}
