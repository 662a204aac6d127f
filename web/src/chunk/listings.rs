//! Listings: their parsers and their runs are large, and not every reader opens the view.

use yew::prelude::*;

use super::chunk;
use crate::view::{Listings as View, ListingsBeside};

/// The view of listings.
#[derive(Debug)]
pub struct Listings {
    /// Draws it, with the listing that a route names.
    pub draw: fn(Option<AttrValue>) -> Html,
    /// Draws a listing beside something else.
    pub beside: fn(Option<AttrValue>) -> Html,
}

static LISTINGS: Listings =
    Listings { draw: |item| html! { <View {item} /> }, beside: |item| html! { <ListingsBeside {item} /> } };

chunk! {
    /// Fetches the view of listings.
    listings: Listings = LISTINGS, with_look
}
