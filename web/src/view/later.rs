//! A view that comes in a chunk.

use yew::prelude::*;

use crate::chunk::{self, use_part};
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
    let views = use_part(chunk::views);
    let ready = use_session().engine().is_some();
    match views.filter(|_| ready) {
        Some(views) => (views.draw)(&props.route),
        None => html! {},
    }
}
