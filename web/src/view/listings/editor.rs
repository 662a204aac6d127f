//! The text of a listing, with the line that was done and what is told of it.

use std::rc::Rc;

use virtlab_listing::{Diagnostic, Dialect, Severity};
use yew::prelude::*;

use super::told::Told;
use crate::editor::{Language, Lines, use_editor};
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::use_id;

#[derive(Properties, PartialEq)]
pub struct EditorProps {
    /// The text.
    pub source: AttrValue,
    /// What it is written in.
    pub dialect: Dialect,
    /// The reader changed it.
    pub on_write: Callback<AttrValue>,
    /// The line of the step that is looked at.
    pub line: Option<u32>,
    /// What is told.
    pub told: Rc<Vec<Diagnostic>>,
}

/// The editor, and under it what is told.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let i18n = use_i18n();
    let id = use_id("listing");
    let (language, name) = match props.dialect {
        Dialect::C => (Language::C, "C"),
        Dialect::Python => (Language::Python, "Python"),
    };
    let label = t!(i18n, "editor-label", label = t!(i18n, "listing-text", language = name));
    let mounted = use_editor(language, &label, &props.source, &props.on_write);
    use_effect_with((lines(props), props.source.clone(), mounted.mounts()), {
        let mounted = mounted.clone();
        move |(lines, ..)| mounted.set_lines(lines)
    });
    let on_line = Callback::from({
        let mounted = mounted.clone();
        move |line| mounted.go_to(line, 1)
    });
    html! {
        <>
            <div class="editor">
                <div class="editor-frame listing-frame">{ mounted.draw(&id, &label, None) }</div>
                <p class="hint">{ t!(i18n, "editor-leave") }</p>
            </div>
            <Told told={props.told.clone()} {on_line} />
        </>
    }
}

/// What is marked; a line of several is marked by the worst.
fn lines(props: &EditorProps) -> Lines {
    let worst =
        |line: u32| props.told.iter().filter(|told| told.span.line == line).map(|told| told.severity).max();
    let of = |severity: Severity| {
        let found = props
            .told
            .iter()
            .filter(|told| told.severity == severity && worst(told.span.line) == Some(severity));
        found.map(|told| told.span.line).collect()
    };
    Lines {
        here: props.line.filter(|line| *line > 0),
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        advice: of(Severity::Advice),
    }
}
