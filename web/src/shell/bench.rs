//! The bench: panes side by side with the time line under them. Where there is no room for that, the panes take turns
//! and tabs under them choose one, within reach of a thumb.

use crate::dom::use_media;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{TabList, TabSpec, panel_id, tab_id};
use yew::prelude::*;

/// Below this the panes take turns; the same number is in layout.css.
const NARROW: &str = "(max-width: 899px)";

/// One pane of the bench.
#[derive(Clone, PartialEq)]
pub struct Pane {
    /// Names the pane in ids and classes.
    pub id: &'static str,
    /// Its heading, and the word on its tab.
    pub title: AttrValue,
    /// What is to be drawn attention to on its tab, such as "1 new". Empty for nothing.
    pub mark: AttrValue,
    /// What it holds.
    pub body: Html,
}

impl Pane {
    /// A pane with no mark.
    pub fn new(id: &'static str, title: AttrValue, body: Html) -> Self {
        Self { id, title, mark: AttrValue::default(), body }
    }
}

#[derive(Properties, PartialEq)]
pub struct BenchProps {
    /// The panes, left to right.
    pub panes: Vec<Pane>,
    /// The pane that shows when there is room for one.
    pub front: &'static str,
    /// The reader chose another to show.
    pub on_front: Callback<&'static str>,
    /// What lies along the bottom.
    pub timeline: Html,
}

/// Panes and the time line.
#[component]
pub fn Bench(props: &BenchProps) -> Html {
    let i18n = use_i18n();
    let narrow = use_media(NARROW);
    let pane = |pane: &Pane| {
        let title_id = format!("pane-{}", pane.id);
        let hidden = narrow && pane.id != props.front;
        // A panel is named by its tab; a pane on its own by its heading. Both stay in the document, with their state.
        let (id, role, label) = match narrow {
            true => (panel_id("bench", pane.id), Some("tabpanel"), tab_id("bench", pane.id)),
            false => (panel_id("bench", pane.id), None, title_id.clone()),
        };
        html! {
            <section key={pane.id} class={classes!("pane", format!("pane--{}", pane.id))} {id} {role} {hidden}
                aria-labelledby={label}>
                <h2 id={title_id} class="pane-title">{ &pane.title }</h2>
                <div class="pane-body">{ pane.body.clone() }</div>
            </section>
        }
    };
    let spec = |pane: &Pane| TabSpec { id: pane.id, title: pane.title.clone(), mark: pane.mark.clone() };
    html! {
        <div class="bench">
            <div class="panes">{ for props.panes.iter().map(pane) }</div>
            if narrow {
                <TabList name="bench" label={t!(i18n, "panes")} chosen={props.front}
                    tabs={props.panes.iter().map(spec).collect::<Vec<_>>()} on_choose={props.on_front.clone()} />
            }
            <section class="timeline" aria-label={t!(i18n, "timeline")}>{ props.timeline.clone() }</section>
        </div>
    }
}
