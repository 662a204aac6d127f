//! The bench: the next call on the left, the world in the middle, what just happened on the right, time along the
//! bottom. The call can be put together at once; the rest comes in a chunk.

use crate::call::{self, CallPane};
use crate::chunk::{self, Panes, gap, use_part};
use crate::i18n::use_i18n;
use crate::session::{Progress as Opening, use_session};
use crate::shell::{Bench, Doing, Pane, progress};
use crate::{dom, t};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct LabProps {
    /// `call` for a reader who comes to put a call together.
    pub item: Option<AttrValue>,
}

/// The lab.
#[component]
pub fn Lab(props: &LabProps) -> Html {
    let i18n = use_i18n();
    let front = use_state_eq(|| "world");
    let on_front = {
        let front = front.clone();
        Callback::from(move |id| front.set(id))
    };
    let to_call = {
        let front = front.clone();
        use_callback((), move |(), ()| {
            front.set("call");
            // The pane may have been hidden until now; the page draws it before the browser does anything else.
            wasm_bindgen_futures::spawn_local(async { dom::focus(call::TITLE) });
        })
    };
    use_effect_with(props.item.clone(), {
        let to_call = to_call.clone();
        move |item| {
            if item.as_deref() == Some("call") {
                to_call.emit(());
            }
        }
    });
    let session = use_session();
    let ready = session.engine().is_some();
    let opening = session.opening().map(|Opening { done, total }| {
        let doing = Doing { label: t!(i18n, "opening"), done, total };
        progress(&doing)
    });
    let parts = use_part(chunk::panes).filter(|_| ready);
    let part = |draw: &dyn Fn(&Panes) -> Html| parts.map_or_else(|| gap(&i18n), draw);
    let panes = vec![
        Pane::new("call", t!(i18n, "pane-call"), html! { <CallPane /> }),
        Pane::new(
            "world",
            t!(i18n, "pane-world"),
            opening.unwrap_or_else(|| part(&|parts| (parts.world)(to_call.clone()))),
        ),
        Pane::new("inspector", t!(i18n, "pane-inspector"), part(&|parts| (parts.inspector)())),
    ];
    html! {
        <>
            { parts.map(|parts| (parts.strip)(to_call.clone())) }
            <Bench {panes} front={*front} {on_front} timeline={part(&|parts| (parts.timeline)())} />
        </>
    }
}
