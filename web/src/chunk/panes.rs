//! The rest of the lab beside the call that is put together.

use yew::prelude::*;

use super::chunk;
use crate::inspector::InspectorPane;
use crate::timeline::Timeline;
use crate::walk::Strip;
use crate::world::WorldPane;

/// The parts of the lab.
#[derive(Debug)]
pub struct Panes {
    /// The world; the callback is told when a call has been put together.
    pub world: fn(Callback<()>) -> Html,
    /// What just happened.
    pub inspector: fn() -> Html,
    /// Time.
    pub timeline: fn() -> Html,
    /// What lies over the bench; the callback is told when the reader wants to edit the call.
    pub strip: fn(Callback<()>) -> Html,
}

static PANES: Panes = Panes {
    world: |on_draft| html! { <WorldPane {on_draft} /> },
    inspector: || html! { <InspectorPane /> },
    timeline: || html! { <Timeline /> },
    strip: |on_edit| html! { <Strip {on_edit} /> },
};

chunk! {
    /// Fetches the parts of the lab.
    panes: Panes = PANES, behind_engine
}
