//! A view that comes in a chunk.

use yew::prelude::*;

use crate::chunk::{self, gap, use_part};
use crate::i18n::use_i18n;
use crate::route::Route;
use crate::session::use_session;

/// What [`Later`] takes.
#[derive(Properties, PartialEq)]
pub struct LaterProps {
    /// What is to be shown.
    pub route: Route,
}

/// The view, once it has arrived.
#[component]
pub fn Later(props: &LaterProps) -> Html {
    let i18n = use_i18n();
    let views = use_part(chunk::views);
    let ready = use_session().engine().is_some();
    match views.filter(|_| ready) {
        Some(views) => (views.draw)(&props.route),
        None => gap(&i18n),
    }
}
