//! What a host has beside its domains: lists of networks and of storage pools look and work alike.

use std::sync::Arc;

use yew::prelude::*;

use super::moves::Press;
use crate::i18n::I18n;
use crate::t;
use crate::ui::{Button, ButtonKind, Look, StateMark};

/// Objects that are drawn; more are counted.
pub(super) const SHOWN: usize = 100;

/// What can be done with an object now: the word, and the calls.
pub(super) type Moves = Vec<(&'static str, Press)>;

/// An object as a line of its list.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Line<T> {
    /// The object.
    pub of: Arc<T>,
    /// What can be done with it.
    pub moves: Moves,
}

/// All objects of a kind that a host has, ready to be drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct Holdings<T> {
    pub(super) lines: Vec<Line<T>>,
    more: usize,
    pub(super) define: Option<Press>,
}

impl<T> Default for Holdings<T> {
    fn default() -> Self {
        Self { lines: Vec::new(), more: 0, define: None }
    }
}

impl<T> Holdings<T> {
    /// The objects with what can be done with each, and what defines another.
    pub(super) fn new<'a>(
        all: impl Iterator<Item = &'a Arc<T>>,
        moves: impl Fn(&T) -> Moves,
        define: Option<Press>,
    ) -> Self
    where
        T: 'a,
    {
        let mut all = all;
        let lines = all.by_ref().take(SHOWN);
        let lines = lines.map(|one| Line { of: Arc::clone(one), moves: moves(one) }).collect();
        Self { lines, more: all.count(), define }
    }
}

/// What is drawn.
#[derive(Properties, PartialEq)]
pub struct HoldingsProps<T: PartialEq> {
    /// The objects.
    pub holdings: Holdings<T>,
    /// A call was pressed.
    pub on_press: Callback<Press>,
}

/// The words of a list: the id of its title, the keys of the title, of the button that defines another, and of what stands
/// where there are none.
pub(super) struct Words {
    pub id: &'static str,
    pub title: &'static str,
    pub define: &'static str,
    pub none: &'static str,
}

/// The list, with a button that defines another.
pub(super) fn section<T: PartialEq>(
    i18n: &I18n,
    words: &Words,
    props: &HoldingsProps<T>,
    row: impl Fn(&Line<T>) -> Html,
) -> Html {
    let Holdings { lines, more, define } = &props.holdings;
    html! {
        <section class="networks" aria-labelledby={words.id}>
            <div class="machine-head">
                <h3 id={words.id}>{ t!(i18n, words.title) }</h3>
                if let Some(define) = define.clone() {
                    <Button kind={ButtonKind::Plain} icon="fresh" onclick={props.on_press.reform(move |()| define.clone())}>
                        { t!(i18n, words.define) }
                    </Button>
                }
            </div>
            if lines.is_empty() { <p class="hint">{ t!(i18n, words.none) }</p> }
            <ul aria-labelledby={words.id}>{ for lines.iter().map(row) }</ul>
            if *more > 0 { <p class="hint">{ t!(i18n, "call-more", count = *more) }</p> }
        </section>
    }
}

/// Whether an object is active, with its mark.
pub(super) fn state(i18n: &I18n, active: bool) -> Html {
    let (look, word) = match active {
        true => (Look::Running, t!(i18n, "network-active")),
        false => (Look::ShutOff, t!(i18n, "network-inactive")),
    };
    html! {
        <span class={classes!("moment-state", format!("state--{}", look.slug()))}><StateMark {look} />{ word }</span>
    }
}

/// The buttons of a line; each tells the object's name to those who do not see the line.
pub(super) fn buttons(i18n: &I18n, name: &str, moves: &Moves, on_press: &Callback<Press>) -> Html {
    let button = |(word, press): &(&'static str, Press)| {
        let press = press.clone();
        let onclick = on_press.reform(move |()| press.clone());
        html! {
            <Button kind={ButtonKind::Plain} class="moment-call" {onclick}>
                { t!(i18n, word) }<span class="sr-only">{ " " }{ name.to_owned() }</span>
            </Button>
        }
    };
    html! { <span class="moment-calls">{ for moves.iter().map(button) }</span> }
}
