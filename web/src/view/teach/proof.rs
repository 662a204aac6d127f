//! Whether an exercise on the desk can be done, in as few calls as it says: the author's solution is tried, the mistakes' examples are,
//! and a search looks for a shorter way.

use std::rc::Rc;

use virtlab_core::api::Call;
use virtlab_course::exercise::{Exercise, Flaw, prove};
use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::{Button, Icon};
use crate::view::exercises::words;

/// Worlds that the search goes on from: some tenths of a second.
const WORLDS: usize = 400;

/// What [`Proof`] takes.
#[derive(Properties, PartialEq)]
pub struct ProofProps {
    /// The exercise.
    pub exercise: Rc<Exercise>,
}

/// The button, and what came of it as long as the exercise is the same.
#[component]
pub fn Proof(props: &ProofProps) -> Html {
    let i18n = use_i18n();
    let proved = use_state(|| None::<(Rc<Exercise>, Vec<Flaw>)>);
    let onclick = {
        let (exercise, proved) = (props.exercise.clone(), proved.setter());
        Callback::from(move |()| proved.set(Some((exercise.clone(), prove(&exercise, WORLDS)))))
    };
    let flaws =
        (*proved).as_ref().filter(|(exercise, _)| *exercise == props.exercise).map(|(_, flaws)| flaws);
    html! {
        <>
            <div class="teach-row"><Button icon="check" {onclick}>{ t!(i18n, "proof-ask") }</Button></div>
            <div role="status">
                if let Some(flaws) = flaws {
                    if flaws.is_empty() { <p class="row"><Icon name="check" /><span>{ t!(i18n, "proof-sound", par = props.exercise.par) }</span></p> }
                    <ul class="teach-flaws">{ for flaws.iter().map(|flaw| html! { <li class="teach-fault">{ flaw_words(&i18n, flaw) }</li> }) }</ul>
                }
            </div>
        </>
    }
}

/// What is wrong, in a sentence or a few.
fn flaw_words(i18n: &I18n, flaw: &Flaw) -> Html {
    // People count from 1.
    let text = match flaw {
        Flaw::NoWorld => t!(i18n, "proof-no-world"),
        Flaw::StartFails(number, error) => {
            t!(i18n, "proof-start-fails", number = *number, error = error.as_str())
        }
        Flaw::Unsolved(findings) => {
            let list = findings.iter().map(|finding| html! { <li>{ words::finding(i18n, finding) }</li> });
            return html! { <><p>{ t!(i18n, "proof-unsolved") }</p><ul>{ for list }</ul></> };
        }
        Flaw::SolutionIsMistaken(number) => t!(i18n, "proof-mistaken", number = number + 1),
        Flaw::NothingToDo => t!(i18n, "proof-nothing"),
        Flaw::NoWay(worlds) => t!(i18n, "proof-no-way", worlds = *worlds),
        Flaw::ShorterWay(calls) => {
            let call =
                |call: &Call| html! { <li><code>{ crate::walk::one_line(&call.to_string()) }</code></li> };
            let text = t!(i18n, "proof-shorter", calls = calls.len());
            return html! { <><p>{ text }</p><ol>{ for calls.iter().map(call) }</ol></> };
        }
        Flaw::NotMade(number) => t!(i18n, "proof-not-made", number = number + 1),
        Flaw::MistakeReachesGoal(number) => t!(i18n, "proof-reaches", number = number + 1),
        Flaw::MadeByNothing(number) => t!(i18n, "proof-by-nothing", number = number + 1),
        Flaw::AnswerTold(name) => t!(i18n, "proof-told", name = name.as_str()),
        Flaw::AnswerNowhere(name) => t!(i18n, "proof-nowhere", name = name.as_str()),
    };
    html! { <p>{ text }</p> }
}
