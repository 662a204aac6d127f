//! The editor of a file on the desk, with the fault of its text under it.

use virtlab_course::Fault;
use yew::prelude::*;

use crate::editor::{Language, Problem, use_editor};
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, ButtonKind, use_id};

/// What [`FileEditor`] takes.
#[derive(Properties, PartialEq)]
pub struct FileEditorProps {
    /// What is edited, for those who do not see where it stands.
    pub label: AttrValue,
    /// How it is written.
    pub language: Language,
    /// The text.
    pub value: AttrValue,
    /// The writer changed it.
    pub on_change: Callback<AttrValue>,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

/// A file, and what is wrong with it.
#[component]
pub fn FileEditor(props: &FileEditorProps) -> Html {
    let i18n = use_i18n();
    let id = use_id("teach-text");
    let told = format!("{id}-fault");
    let mounted = use_editor(props.language, &props.label, &props.value, &props.on_change);
    use_effect_with((props.fault.clone(), props.value.clone(), mounted.mounts()), {
        let mounted = mounted.clone();
        move |(fault, ..)| mounted.set_problem(fault.as_ref().map(problem).as_ref())
    });
    let fault = |fault: &Fault| {
        let (mounted, place) = (mounted.clone(), problem(fault));
        let onclick = Callback::from(move |()| mounted.go_to(place.line, place.column));
        html! {
            <div class="teach-fault">
                <p>{ t!(i18n, "teach-fault", line = fault.line, column = fault.column) }</p>
                <p lang="en">{ &fault.message }</p>
                if let Some(hint) = &fault.hint { <p lang="en" class="hint">{ hint }</p> }
                <Button kind={ButtonKind::Plain} icon="edit" {onclick}>{ t!(i18n, "teach-fault-go") }</Button>
            </div>
        }
    };
    let wrong = props.fault.is_some();
    html! {
        <div class="editor">
            <div class={classes!("editor-frame", "teach-frame", wrong.then_some("editor-frame--problem"))}>
                { mounted.draw(&id, &props.label, wrong.then(|| told.clone().into())) }
            </div>
            <p class="hint">{ t!(i18n, "editor-leave") }</p>
            <div id={told} role="status">{ for props.fault.as_ref().map(fault) }</div>
        </div>
    }
}

/// A fault's place, as the editor marks it.
fn problem(fault: &Fault) -> Problem {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let message = fault.message.clone().into();
    Problem { line: number(fault.line), column: number(fault.column), message }
}
