//! A `virError`, field by field, with what it means and what to do.

use virtlab_core::ground::VirError;
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Pair, Pairs};

#[derive(Properties, PartialEq)]
pub struct ErrorViewProps {
    /// The error.
    pub error: VirError,
}

/// The error.
#[component]
pub fn ErrorView(props: &ErrorViewProps) -> Html {
    let i18n = use_i18n();
    let error = &props.error;
    let key = format!("err-{}", error.code.c_name());
    let mend = format!("{key}.mend");
    let from = format!("from-{}", error.domain.c_name());
    let field = |name: &'static str, value: String| {
        Pair::new(name, value).noted(i18n.text(&format!("error-field-{name}"), &[]))
    };
    let mut pairs = vec![
        field("code", format!("{} {}", error.code.number(), error.code.c_name())),
        Pair::new("domain", format!("{} {}", error.domain.number(), error.domain.c_name()))
            .noted(i18n.text(&from, &[])),
        field("level", (error.level as i32).to_string()),
    ];
    let texts = [("str1", &error.str1), ("str2", &error.str2), ("str3", &error.str3)];
    pairs.extend(texts.into_iter().filter_map(|(name, text)| Some(field(name, text.as_ref()?.to_string()))));
    pairs.push(field("int1", error.int1.to_string()));
    pairs.push(field("int2", error.int2.to_string()));
    html! {
        <section class="error">
            <pre class="error-message">{ &*error.message }</pre>
            if i18n.has(&key) { <p>{ i18n.text(&key, &[]) }</p> }
            if i18n.has(&mend) { <p class="error-mend">{ i18n.text(&mend, &[]) }</p> }
            <details>
                <summary>{ t!(i18n, "inspector-error-fields") }</summary>
                <Pairs {pairs} />
            </details>
        </section>
    }
}
