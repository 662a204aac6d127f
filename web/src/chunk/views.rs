//! The views beside the lab.

use yew::prelude::*;

use super::chunk;
use crate::route::Route;
use crate::view;

/// The views.
#[derive(Debug)]
pub struct Views {
    /// Draws the view that a route names.
    pub draw: fn(&Route) -> Html,
}

static VIEWS: Views = Views { draw: view::draw };

chunk! {
    /// Fetches the views.
    views: Views = VIEWS, with_look
}
