//! A question of an exercise, and the field for its answer.

use virtlab_course::exercise::Question;
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::session::{Action, use_session};
use crate::ui::use_id;
use crate::{dom, t};

/// What [`Ask`] takes.
#[derive(Properties, PartialEq)]
pub struct AskProps {
    /// The question.
    pub question: Question,
}

/// A question, and its answer, which counts when it is given: on Enter, or when the field is left.
#[component]
pub fn Ask(props: &AskProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let id = use_id("answer");
    let question = &props.question;
    let said = session.state().history.answers().get(&question.name).cloned().unwrap_or_default();
    let onchange = {
        let (session, name) = (session.clone(), question.name.clone());
        Callback::from(move |event: Event| {
            if let Some(text) = dom::input_value(&event) {
                session.act(Action::Answer(name.clone(), text));
            }
        })
    };
    let choice = |choice: &String| html! { <option value={choice.clone()} selected={*choice == said}>{ choice }</option> };
    html! {
        <p class="exercise-question">
            <label for={id.clone()}>{ question.ask.of(i18n.lang().tag()).to_owned() }</label>
            if question.choices.is_empty() {
                <input {id} class="input" type="text" autocomplete="off" value={said.clone()} {onchange} />
            } else {
                <select {id} class="select" {onchange}>
                    <option value="" selected={said.is_empty()}>{ t!(i18n, "exercise-choose") }</option>
                    { for question.choices.iter().map(choice) }
                </select>
            }
            if !question.unit.is_empty() { <span class="quiet">{ question.unit.clone() }</span> }
        </p>
    }
}
