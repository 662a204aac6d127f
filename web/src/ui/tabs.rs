//! Tabs: one stop for Tab, arrows to move, the panel follows.

use crate::dom;
use yew::prelude::*;

/// One tab.
#[derive(Clone, PartialEq)]
pub struct TabSpec {
    /// Names the tab among its list's.
    pub id: &'static str,
    /// Its words.
    pub title: AttrValue,
    /// A small mark after them, such as a count. Empty for nothing.
    pub mark: AttrValue,
}

impl TabSpec {
    /// A tab with no mark.
    pub fn new(id: &'static str, title: AttrValue) -> Self {
        Self { id, title, mark: AttrValue::default() }
    }
}

/// The id of a tab's element, for its panel's `aria-labelledby`.
pub fn tab_id(list: &str, tab: &str) -> String {
    format!("{list}-tab-{tab}")
}

/// The id that the panel of a tab must have.
pub fn panel_id(list: &str, tab: &str) -> String {
    format!("{list}-panel-{tab}")
}

#[derive(Properties, PartialEq)]
pub struct TabListProps {
    /// Tells this list's ids from those of other lists.
    pub name: &'static str,
    /// What the tabs choose among.
    pub label: AttrValue,
    /// The tabs.
    pub tabs: Vec<TabSpec>,
    /// The id of the chosen one.
    pub chosen: &'static str,
    /// Another was chosen.
    pub on_choose: Callback<&'static str>,
}

/// Where a key moves to from the tab at `at`, if it is one that moves among `count` tabs; the browser then does nothing
/// else with it.
pub fn arrow_key(event: &KeyboardEvent, at: usize, count: usize) -> Option<usize> {
    let to = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => (at + 1) % count,
        "ArrowLeft" | "ArrowUp" => (at + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        _ => return None,
    };
    event.prevent_default();
    Some(to)
}

/// The tabs; the panels are the caller's, with [`panel_id`] and `role="tabpanel"`.
#[component]
pub fn TabList(props: &TabListProps) -> Html {
    let at = props.tabs.iter().position(|tab| tab.id == props.chosen).unwrap_or_default();
    let onkeydown = {
        let ids: Vec<_> = props.tabs.iter().map(|tab| tab.id).collect();
        let (name, on_choose) = (props.name, props.on_choose.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(to) = arrow_key(&event, at, ids.len()) else { return };
            dom::focus(&tab_id(name, ids[to]));
            on_choose.emit(ids[to]);
        })
    };
    let tab = |tab: &TabSpec| {
        let chosen = tab.id == props.chosen;
        let id = tab.id;
        let onclick = props.on_choose.reform(move |_: MouseEvent| id);
        html! {
            <button type="button" role="tab" class="tab" id={tab_id(props.name, id)} {onclick}
                aria-selected={chosen.to_string()} aria-controls={panel_id(props.name, id)}
                tabindex={if chosen { "0" } else { "-1" }}>
                <span>{ &tab.title }</span>
                if !tab.mark.is_empty() { <span class="tab-mark">{ &tab.mark }</span> }
            </button>
        }
    };
    html! {
        <div class="tabs" role="tablist" aria-label={props.label.clone()} {onkeydown}>
            { for props.tabs.iter().map(tab) }
        </div>
    }
}
