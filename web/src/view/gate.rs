//! The views that come in chunks of their own.

use futures_util::future::join;
use yew::prelude::*;

use crate::chunk::{self, Missing, Parts, gap, use_parts};
use crate::i18n::use_i18n;
use crate::route::View;

/// Draws a view, with the item that a route names.
type Draw = fn(Option<AttrValue>) -> Html;

/// What [`Gate`] takes. Its key has to be the view: another view is another gate.
#[derive(Properties, PartialEq)]
pub struct GateProps {
    /// The view.
    pub view: View,
    /// What it is to show.
    pub item: Option<AttrValue>,
}

/// A view, once its chunk has arrived.
#[component]
pub fn Gate(props: &GateProps) -> Html {
    let i18n = use_i18n();
    let draw = use_state(|| None::<Draw>);
    let parts = use_parts();
    let view = props.view;
    use_effect_with(parts.as_ref().map(Parts::attempt), {
        let draw = draw.clone();
        move |_| {
            if draw.is_none() {
                wasm_bindgen_futures::spawn_local(async move {
                    match (fetch(view).await, parts) {
                        (Ok(fetched), _) => draw.set(fetched),
                        (Err(Missing), Some(parts)) => parts.fail(),
                        (Err(Missing), None) => {}
                    }
                });
            }
        }
    });
    match *draw {
        Some(draw) => draw(props.item.clone()),
        None => gap(&i18n),
    }
}

/// What draws a view that has a chunk of its own.
async fn fetch(view: View) -> Result<Option<Draw>, Missing> {
    Ok(Some(match view {
        View::Lessons => {
            // A lesson has the lab's panes beside it: both chunks are on their way at once, and what is missing of the panes
            // their own place tells.
            let (learn, _) = join(chunk::learn(), chunk::panes()).await;
            learn?.lessons
        }
        View::Exercises => chunk::learn().await?.exercises,
        View::Teach => chunk::learn().await?.teach,
        View::Listings => chunk::listings().await?.draw,
        View::Spellings => chunk::spellings().await?.draw,
        _ => return Ok(None),
    }))
}
