//! What is told of a listing: each with its line, which a click goes to.

use std::rc::Rc;

use virtlab_listing::{Diagnostic, Language, Severity};
use yew::prelude::*;

use crate::i18n::{Lang, use_i18n};
use crate::t;
use crate::ui::Icon;

#[derive(Properties, PartialEq)]
pub struct ToldProps {
    /// What is told.
    pub told: Rc<Vec<Diagnostic>>,
    /// The reader wants to see a line.
    pub on_line: Callback<u32>,
}

/// The list.
#[component]
pub fn Told(props: &ToldProps) -> Html {
    let i18n = use_i18n();
    let language = match i18n.lang() {
        Lang::ZhHans => Language::Chinese,
        _ => Language::English,
    };
    let item = |told: &Diagnostic| {
        let (class, icon, severity) = match told.severity {
            Severity::Error => ("told told--error", "alert", t!(i18n, "listing-error")),
            Severity::Warning => ("told told--warning", "alert", t!(i18n, "listing-warning")),
            Severity::Advice => ("told told--advice", "info", t!(i18n, "listing-advice")),
        };
        let line = told.span.line;
        let onclick = props.on_line.reform(move |_: MouseEvent| line);
        let hint = told.hint(language);
        html! {
            <li {class}>
                <Icon name={icon} />
                <div>
                    <p>
                        <strong>{ severity }</strong>{ " " }
                        if line > 0 {
                            <button type="button" class="link" {onclick}>{ t!(i18n, "listing-line", line = line) }</button>{ " " }
                        }
                        { told.text(language) }
                    </p>
                    if !hint.is_empty() { <p class="quiet">{ hint }</p> }
                </div>
            </li>
        }
    };
    html! {
        <div role="status">
            if !props.told.is_empty() {
                <h3 class="sr-only">{ t!(i18n, "listing-told") }</h3>
                <ul class="tolds">{ for props.told.iter().map(item) }</ul>
            }
        </div>
    }
}
