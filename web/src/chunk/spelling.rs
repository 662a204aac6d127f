//! The session in other spellings: what writes C, Python and scenarios is of use in one view.

use yew::prelude::*;

use super::chunk;
use crate::view::Spellings as View;

/// The view of spellings.
#[derive(Debug)]
pub struct Spellings {
    /// Draws it, with the spelling that a route names.
    pub draw: fn(Option<AttrValue>) -> Html,
}

static SPELLINGS: Spellings = Spellings { draw: |item| html! { <View {item} /> } };

chunk! {
    /// Fetches the view of spellings.
    spellings: Spellings = SPELLINGS, with_look
}
