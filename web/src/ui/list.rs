//! A list of any length of which only the rows in sight are in the document.

use super::use_id;
use crate::dom;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Rows drawn beyond either edge, so that a quick scroll shows no gap.
const SPARE_ROWS: usize = 8;
/// Rows moved by Page Up and Page Down.
const PAGE_ROWS: usize = 10;

/// One row.
#[derive(Clone, PartialEq)]
pub struct ListRow {
    /// What it shows. Its height is the list's `row_px`, whatever it holds.
    pub body: Html,
    /// More classes, such as `changed`.
    pub class: Classes,
}

#[derive(Properties, PartialEq)]
pub struct WindowedListProps {
    /// What the rows are.
    pub label: AttrValue,
    /// How many rows there are.
    pub count: usize,
    /// The height of a row in CSS pixels, 24 at the least.
    pub row_px: u32,
    /// Draws row `n`. Give a new callback when the rows change, or the old ones stay.
    pub row: Callback<usize, ListRow>,
    /// The chosen row; it is scrolled into sight when it changes.
    #[prop_or_default]
    pub chosen: Option<usize>,
    /// Row `n` was chosen, by a click or with the arrow keys.
    #[prop_or_default]
    pub on_choose: Callback<usize>,
    /// Enter was pressed on row `n`, or it was clicked twice.
    #[prop_or_default]
    pub on_enter: Callback<usize>,
}

/// The first row to draw and the one after the last, for a list scrolled by `top` in a window of `height` pixels.
fn in_sight(top: f64, height: f64, row_px: u32, count: usize) -> (usize, usize) {
    let row = f64::from(row_px.max(1));
    let first = ((top / row) as usize).saturating_sub(SPARE_ROWS).min(count);
    let last = ((top + height) / row).ceil() as usize + SPARE_ROWS;
    (first, last.clamp(first, count))
}

/// A list box whose rows are chosen with a click or the arrow keys.
#[component]
pub fn WindowedList(props: &WindowedListProps) -> Html {
    let node = use_node_ref();
    let id = use_id("list");
    let window = use_state_eq(|| (0.0, 600.0));
    let measure = {
        let (node, window) = (node.clone(), window.clone());
        move || {
            if let Some(list) = node.cast::<HtmlElement>() {
                window.set((f64::from(list.scroll_top()), f64::from(list.client_height())));
            }
        }
    };
    use_effect_with(props.count, {
        let measure = measure.clone();
        move |_| measure()
    });
    use_resize(
        node.clone(),
        Callback::from({
            let measure = measure.clone();
            move |_| measure()
        }),
    );
    use_effect_with((props.chosen, props.count), {
        let (node, row_px) = (node.clone(), props.row_px);
        move |(chosen, _)| {
            if let (Some(list), Some(chosen)) = (node.cast::<HtmlElement>(), *chosen) {
                bring_into_sight(&list, chosen, row_px);
            }
        }
    });
    let (first, last) = in_sight(window.0, window.1, props.row_px, props.count);
    let onkeydown = on_keys(props);
    let active = props.chosen.filter(|n| (first..last).contains(n)).map(|n| format!("{id}-{n}"));
    let row = |n: usize| {
        let ListRow { body, class } = props.row.emit(n);
        let chosen = props.chosen == Some(n);
        let (on_choose, on_enter) = (props.on_choose.clone(), props.on_enter.clone());
        html! {
            <div key={n} id={format!("{id}-{n}")} role="option" class={classes!("list-row", class)}
                aria-selected={chosen.to_string()} aria-setsize={props.count.to_string()} aria-posinset={(n + 1).to_string()}
                onclick={move |_: MouseEvent| on_choose.emit(n)} ondblclick={move |_: MouseEvent| on_enter.emit(n)}>
                { body }
            </div>
        }
    };
    html! {
        <div ref={node} class="list" role="listbox" tabindex="0" aria-label={props.label.clone()}
            aria-activedescendant={active} {onkeydown} onscroll={move |_: Event| measure()}>
            <Gap px={first as f64 * f64::from(props.row_px)} />
            <Sized property="--row" px={f64::from(props.row_px)}>{ for (first..last).map(row) }</Sized>
            <Gap px={(props.count - last) as f64 * f64::from(props.row_px)} />
        </div>
    }
}

/// What the keyboard does in the list.
fn on_keys(props: &WindowedListProps) -> Callback<KeyboardEvent> {
    let (count, chosen) = (props.count, props.chosen);
    let (on_choose, on_enter) = (props.on_choose.clone(), props.on_enter.clone());
    Callback::from(move |event: KeyboardEvent| {
        let Some(end) = count.checked_sub(1) else { return };
        let to = match (event.key().as_str(), chosen) {
            ("Enter", Some(n)) => {
                event.prevent_default();
                return on_enter.emit(n);
            }
            ("Home", _) => 0,
            ("End", _) => end,
            ("ArrowDown", at) => at.map_or(0, |n| n + 1),
            ("ArrowUp", at) => at.map_or(end, |n| n.saturating_sub(1)),
            ("PageDown", at) => at.unwrap_or(0) + PAGE_ROWS,
            ("PageUp", at) => at.unwrap_or(0).saturating_sub(PAGE_ROWS),
            _ => return,
        };
        event.prevent_default();
        on_choose.emit(to.min(end));
    })
}

fn bring_into_sight(list: &HtmlElement, row: usize, row_px: u32) {
    let row_px = row_px as i32;
    let (top, height) = (list.scroll_top(), list.client_height());
    let start = (row as i32).saturating_mul(row_px);
    if start < top {
        list.set_scroll_top(start);
    } else if start + row_px > top + height {
        list.set_scroll_top(start + row_px - height);
    }
}

#[derive(Properties, PartialEq)]
struct GapProps {
    px: f64,
}

/// Room for the rows that are not drawn.
#[component]
fn Gap(props: &GapProps) -> Html {
    html! { <Sized property="height" px={props.px}>{ Html::default() }</Sized> }
}

/// What is sized.
#[derive(Properties, PartialEq)]
pub struct SizedProps {
    /// The property to set.
    pub property: &'static str,
    /// Its value in CSS pixels.
    pub px: f64,
    /// What is inside.
    pub children: Html,
}

/// A plain block with one style property that is known only at run time.
#[component]
pub fn Sized(props: &SizedProps) -> Html {
    let node = use_node_ref();
    let style = node.clone();
    use_effect_with((props.property, props.px), move |(property, px)| {
        if let Some(element) = style.cast::<web_sys::Element>() {
            dom::set_style(&element, property, &format!("{px}px"));
        }
    });
    html! { <div ref={node} role="presentation">{ props.children.clone() }</div> }
}

/// Calls `on_resize` when the element's size changes.
#[hook]
fn use_resize(node: NodeRef, on_resize: Callback<()>) {
    use wasm_bindgen::{JsCast, closure::Closure};
    let latest = use_mut_ref(|| on_resize.clone());
    *latest.borrow_mut() = on_resize;
    use_effect_with(node, move |node| {
        let called = Closure::<dyn FnMut()>::new(move || {
            let on_resize = latest.borrow().clone();
            on_resize.emit(());
        });
        let observer = web_sys::ResizeObserver::new(called.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(element)) = (&observer, node.cast::<web_sys::Element>()) {
            observer.observe(&element);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(called);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_in_sight_and_a_few_more_are_drawn() {
        assert_eq!(in_sight(0.0, 320.0, 32, 10_000), (0, 18));
        assert_eq!(in_sight(3_200.0, 320.0, 32, 10_000), (92, 118));
        assert_eq!(in_sight(319_680.0, 320.0, 32, 10_000), (9_982, 10_000));
    }

    #[test]
    fn a_list_that_shrank_under_the_window_draws_nothing_rather_than_failing() {
        assert_eq!(in_sight(3_200.0, 320.0, 32, 5), (5, 5));
        assert_eq!(in_sight(0.0, 320.0, 32, 0), (0, 0));
    }
}
