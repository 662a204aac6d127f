//! The matrix: what every call of a domain's life does in every place that a domain can be in. A table where there is
//! room, and a list for each place where there is not; a cell explains itself and can be tried.

mod cells;
mod grid;
mod model;
mod reach;
mod rule;

use virtlab_core::domain::rules::Verb;
use virtlab_core::world::Place;
use yew::prelude::*;

use crate::dom::{self, use_media};
use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::Disclosure;
use crate::words;
use cells::{Outcome, PlaceWords};
use grid::Grid;
use model::{Asked, flags, leads, place_words};
use rule::RuleOf;

/// A cell.
pub type Cell = (Place, Verb);

/// What [`Matrix`] takes.
#[derive(Properties, PartialEq)]
pub struct MatrixProps {
    /// What to look for at first, such as a call.
    pub item: Option<AttrValue>,
}

/// The view.
#[component]
pub fn Matrix(props: &MatrixProps) -> Html {
    let i18n = use_i18n();
    let narrow = use_media("(max-width: 899px)");
    let asked = use_state_eq(Asked::default);
    let chosen = use_state_eq(|| None::<Cell>);
    use_effect_with(props.item.clone(), {
        let asked = asked.clone();
        move |item: &Option<AttrValue>| {
            let text = item.as_ref().map(ToString::to_string).unwrap_or_default();
            asked.set(Asked { text, ..Asked::default() });
        }
    });
    if !i18n.is_whole() {
        return html! {};
    }
    let (places, verbs) = asked.shown(&i18n);
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |cell: Cell| chosen.set(Some(cell)))
    };
    let on_close = {
        let chosen = chosen.clone();
        Callback::from(move |()| chosen.set(None))
    };
    let found = t!(i18n, "matrix-found", places = places.len(), calls = verbs.len());
    html! {
        <>
            <p class="lead">{ t!(i18n, "matrix-about") }</p>
            <Questions asked={(*asked).clone()} on_ask={Callback::from({ let asked = asked.clone(); move |new| asked.set(new) })} />
            <p class="quiet matrix-found" role="status">{ found }</p>
            if places.is_empty() || verbs.is_empty() {
                // Nothing fits; the sentence above says so.
            } else if narrow {
                { for places.iter().map(|place| list(&i18n, &asked, *place, &verbs, *chosen, &on_choose)) }
            } else {
                <Grid {places} {verbs} asked={(*asked).clone()} chosen={*chosen} on_choose={on_choose.clone()} />
            }
            if let Some((place, verb)) = *chosen {
                <RuleOf {place} {verb} asked={(*asked).clone()} {on_close} />
            }
        </>
    }
}

/// A place's calls, one under the other.
fn list(
    i18n: &I18n,
    asked: &Asked,
    place: Place,
    verbs: &[Verb],
    chosen: Option<Cell>,
    on_choose: &Callback<Cell>,
) -> Html {
    let row = |verb: &Verb| {
        let cell = (place, *verb);
        let leads = leads(place, asked.rule(place, *verb));
        html! {
            <li key={verb.c_name()}>
                <button type="button" class="matrix-row" aria-pressed={(chosen == Some(cell)).to_string()}
                    onclick={on_choose.reform(move |_: MouseEvent| cell)}>
                    <span>{ words::verb(i18n, verb.c_name()) }</span><Outcome {place} verb={*verb} {leads} />
                </button>
            </li>
        }
    };
    let title = place_words(i18n, place);
    html! {
        <Disclosure key={title.to_string()} title={title.clone()} level={2} lead={cells::mark(place)} open={verbs.len() < 4}>
            <PlaceWords {place} />
            <ul>{ for verbs.iter().map(row) }</ul>
        </Disclosure>
    }
}

/// What [`Questions`] takes.
#[derive(Properties, PartialEq)]
struct QuestionsProps {
    asked: Asked,
    on_ask: Callback<Asked>,
}

/// The text to look for, and what is to be assumed of the calls and the domain.
#[component]
fn Questions(props: &QuestionsProps) -> Html {
    let i18n = use_i18n();
    let Asked { text, .. } = &props.asked;
    let ask = |change: fn(&mut Asked, bool)| {
        let (asked, on_ask) = (props.asked.clone(), props.on_ask.clone());
        Callback::from(move |event: Event| {
            let mut asked = asked.clone();
            change(&mut asked, dom::is_checked(&event));
            on_ask.emit(asked);
        })
    };
    let oninput = {
        let (asked, on_ask) = (props.asked.clone(), props.on_ask.clone());
        Callback::from(move |event: InputEvent| {
            on_ask.emit(Asked { text: dom::input_value(&event).unwrap_or_default(), ..asked.clone() });
        })
    };
    let flag = |(verb, bits): (Verb, u32)| {
        let name = words::with_flags(verb).map(|(_, set)| set.text(bits)).unwrap_or_default();
        let (asked, on_ask) = (props.asked.clone(), props.on_ask.clone());
        let checked = asked.flags.contains(&(verb, bits));
        let onchange = Callback::from(move |_: Event| {
            let mut asked = asked.clone();
            asked.flags.retain(|flag| *flag != (verb, bits));
            if !checked {
                asked.flags.push((verb, bits));
            }
            on_ask.emit(asked);
        });
        check(html! { <code>{ name }</code> }, checked, onchange)
    };
    let Asked { poweroff_restarts, reboot_destroys, .. } = props.asked;
    html! {
        <div class="matrix-questions">
            <div class="matrix-search">
                <label class="label" for="matrix-text">{ t!(i18n, "matrix-text") }</label>
                <input id="matrix-text" class="input" type="search" autocomplete="off" spellcheck="false" value={text.clone()} {oninput} />
            </div>
            <fieldset class="field">
                <legend class="label">{ t!(i18n, "matrix-assume") }</legend>
                { for flags().into_iter().map(flag) }
                { check(html! { <code>{ "<on_poweroff>restart" }</code> }, poweroff_restarts, ask(|asked, on| asked.poweroff_restarts = on)) }
                { check(html! { <code>{ "<on_reboot>destroy" }</code> }, reboot_destroys, ask(|asked, on| asked.reboot_destroys = on)) }
            </fieldset>
        </div>
    }
}

fn check(label: Html, checked: bool, onchange: Callback<Event>) -> Html {
    html! { <label class="check"><input type="checkbox" {checked} {onchange} /><span>{ label }</span></label> }
}
