//! A URI taken apart: each part with its name and what it is for.

use virtlab_core::connection::{PartKind, Uri};
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::t;

#[derive(Properties, PartialEq)]
pub struct UriPartsProps {
    /// The URI; none for `NULL`.
    pub uri: Option<AttrValue>,
}

/// The key of what is said of a kind of part.
fn key(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Driver => "uri-driver",
        PartKind::Transport => "uri-transport",
        PartKind::User => "uri-user",
        PartKind::Host => "uri-host",
        PartKind::Port => "uri-port",
        PartKind::Path => "uri-path",
        PartKind::ParameterName => "uri-parameter-name",
        PartKind::ParameterValue => "uri-parameter-value",
        PartKind::Fragment => "uri-fragment",
    }
}

/// The key of what is said of exactly this driver, transport, path or parameter, if anything is.
fn exact_key(kind: PartKind, text: &str) -> Option<String> {
    let from = match kind {
        PartKind::Driver => "uri-driver-",
        PartKind::Transport => "uri-transport-",
        PartKind::Path => "uri-path-",
        PartKind::ParameterName => "uri-param-",
        _ => return None,
    };
    let text = if kind == PartKind::Path { text.trim_matches('/') } else { text };
    let text = if text.is_empty() { "none" } else { text };
    Some(format!("{from}{}", text.to_ascii_lowercase()))
}

/// The parts in order.
#[component]
pub fn UriParts(props: &UriPartsProps) -> Html {
    let i18n = use_i18n();
    let Some(text) = props.uri.as_ref().filter(|text| !text.is_empty()) else {
        return html! { <p class="hint">{ t!(i18n, "call-uri-default") }</p> };
    };
    let uri = match Uri::parse(text) {
        Ok(uri) => uri,
        Err(_) => return html! { <p class="hint">{ t!(i18n, "call-uri-none") }</p> },
    };
    let part = |part: &virtlab_core::connection::Part| {
        let text = text.get(part.start..part.end).unwrap_or_default();
        let exact = exact_key(part.kind, text).filter(|key| i18n.has(key));
        let about = exact.unwrap_or_else(|| key(part.kind).to_owned());
        html! { <li><code>{ text.to_owned() }</code><span>{ i18n.text(&about, &[]) }</span></li> }
    };
    html! { <ul class="uri-parts" aria-label={t!(i18n, "call-uri-parts")}>{ for uri.parts().iter().map(part) }</ul> }
}
