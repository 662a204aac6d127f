//! The table: places down, calls across. It is one stop for Tab, and the arrows go from cell to cell.

use virtlab_core::domain::rules::Verb;
use virtlab_core::world::Place;
use yew::prelude::*;

use super::Cell;
use super::cells::{Outcome, PlaceWords};
use super::model::{Asked, leads};
use crate::i18n::use_i18n;
use crate::route::{Route, View};
use crate::{dom, t, words};

/// What [`Grid`] takes.
#[derive(Properties, PartialEq)]
pub struct GridProps {
    /// The rows.
    pub places: Vec<Place>,
    /// The columns.
    pub verbs: Vec<Verb>,
    /// What is assumed.
    pub asked: Asked,
    /// The cell that is explained.
    pub chosen: Option<Cell>,
    /// A cell was chosen.
    pub on_choose: Callback<Cell>,
}

fn id(row: usize, column: usize) -> String {
    format!("matrix-{row}-{column}")
}

/// Where a key leads to from a cell of a table of this size; none for a key that leads nowhere.
fn moved(
    key: &str,
    (row, column): (usize, usize),
    (rows, columns): (usize, usize),
) -> Option<(usize, usize)> {
    match key {
        "ArrowRight" => Some((row, (column + 1).min(columns - 1))),
        "ArrowLeft" => Some((row, column.saturating_sub(1))),
        "ArrowDown" => Some(((row + 1).min(rows - 1), column)),
        "ArrowUp" => Some((row.saturating_sub(1), column)),
        "Home" => Some((row, 0)),
        "End" => Some((row, columns - 1)),
        _ => None,
    }
}

/// The table.
#[component]
pub fn Grid(props: &GridProps) -> Html {
    let i18n = use_i18n();
    let at = use_state_eq(|| (0, 0));
    let size = (props.places.len(), props.verbs.len());
    // The table may have shrunk under the place where the focus was.
    let here = (at.0.min(size.0.saturating_sub(1)), at.1.min(size.1.saturating_sub(1)));
    let onkeydown = {
        let at = at.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(to) = moved(&event.key(), here, size) {
                event.prevent_default();
                at.set(to);
                dom::focus(&id(to.0, to.1));
            }
        })
    };
    let head = |verb: &Verb| {
        let href = Route::item(View::Reference, verb.c_name()).href();
        html! {
            <th key={verb.c_name()} scope="col"><a {href}>{ words::verb(&i18n, verb.c_name()) }</a>
                <code>{ verb.c_name().trim_start_matches("virDomain") }</code></th>
        }
    };
    let cell = |row: usize, place: Place, column: usize, verb: Verb| {
        let leads = leads(place, props.asked.rule(place, verb));
        let chosen = props.chosen == Some((place, verb));
        let (at, on_choose) = (at.clone(), props.on_choose.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            at.set((row, column));
            on_choose.emit((place, verb));
        });
        html! {
            <td key={verb.c_name()}>
                <button type="button" id={id(row, column)} class="matrix-cell" aria-pressed={chosen.to_string()}
                    tabindex={if here == (row, column) { "0" } else { "-1" }} {onclick}>
                    <Outcome {place} {verb} {leads} />
                </button>
            </td>
        }
    };
    let row = |(row, place): (usize, &Place)| {
        html! {
            <tr key={format!("{place:?}")}>
                <th scope="row"><PlaceWords place={*place} /></th>
                { for props.verbs.iter().enumerate().map(|(column, verb)| cell(row, *place, column, *verb)) }
            </tr>
        }
    };
    html! {
        <div class="matrix-frame">
            <table class="matrix" role="grid" aria-label={t!(i18n, "matrix-table")} {onkeydown}>
                <thead><tr><th scope="col">{ t!(i18n, "matrix-state") }</th>{ for props.verbs.iter().map(head) }</tr></thead>
                <tbody>{ for props.places.iter().enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn arrows_stay_in_the_table() {
        let size = (10, 17);
        assert_eq!(moved("ArrowRight", (0, 16), size), Some((0, 16)));
        assert_eq!(moved("ArrowUp", (0, 3), size), Some((0, 3)));
        assert_eq!(moved("ArrowDown", (8, 3), size), Some((9, 3)));
        assert_eq!(moved("End", (2, 3), size), Some((2, 16)));
        assert_eq!(moved("a", (2, 3), size), None);
    }
}
