//! A step: where it is, the variables, the calls that it made, and what has been printed.

use virtlab_listing::{Ended, Made, Variable};
use yew::prelude::*;

use super::run::Ran;
use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::IconButton;

#[derive(Properties, PartialEq)]
pub struct StepsProps {
    /// The run.
    pub ran: Ran,
    /// The step that is looked at; none if the session is elsewhere.
    pub step: Option<usize>,
    /// The reader goes to a step.
    pub on_step: Callback<usize>,
}

/// Forward and back.
#[component]
pub fn Steps(props: &StepsProps) -> Html {
    let i18n = use_i18n();
    let last = props.ran.run.steps.len().saturating_sub(1);
    let at = props.step;
    let button = |icon, label, to: Option<usize>| {
        let on_step = props.on_step.clone();
        let onclick = Callback::from(move |()| {
            if let Some(to) = to {
                on_step.emit(to);
            }
        });
        html! { <IconButton {icon} {label} disabled={to.is_none() || to == at} {onclick} /> }
    };
    let place = at.and_then(|at| {
        let step = props.ran.run.steps.get(at)?;
        Some(t!(
            i18n,
            "listing-at",
            step = at + 1,
            all = last + 1,
            line = step.span.line,
            function = step.function.to_string()
        ))
    });
    let back = at.and_then(|at| at.checked_sub(1));
    html! {
        <div class="row listing-steps" role="group" aria-label={t!(i18n, "listing-steps")}>
            { button("first", t!(i18n, "listing-first"), at.map(|_| 0)) }
            { button("back", t!(i18n, "listing-back"), back) }
            { button("forward", t!(i18n, "listing-forward"), at.map(|at| (at + 1).min(last))) }
            { button("last", t!(i18n, "listing-last"), at.map(|_| last)) }
            <span role="status" class="quiet">{ place.unwrap_or_else(|| t!(i18n, "listing-elsewhere")) }</span>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct WatchProps {
    /// The run.
    pub ran: Ran,
    /// The step that is looked at.
    pub step: usize,
}

/// What is there after a step.
#[component]
pub fn Watch(props: &WatchProps) -> Html {
    let i18n = use_i18n();
    let run = &props.ran.run;
    let printed = run.output_until(props.step);
    let over = props.step + 1 == run.steps.len();
    let end = match &run.ended {
        Ended::Exit(status) if over => Some(t!(i18n, "listing-exit", status = *status)),
        Ended::Fault if over => Some(t!(i18n, "listing-fault")),
        _ => None,
    };
    let calls = run.calls_of(props.step);
    html! {
        <div class="watch">
            <h3>{ t!(i18n, "listing-variables") }</h3>
            { variables(&i18n, &run.variables(props.step)) }
            <h3>{ t!(i18n, "listing-calls") }</h3>
            if calls.is_empty() {
                <p class="quiet">{ t!(i18n, "listing-no-calls") }</p>
            } else {
                <ul class="watch-calls">{ for calls.iter().map(call) }</ul>
            }
            <h3 id="listing-output">{ t!(i18n, "listing-output") }</h3>
            <pre class="watch-output" tabindex="0" aria-labelledby="listing-output">{ for printed.iter().map(|part| html! {
                <span class={classes!(part.stderr.then_some("is-stderr"))}>{ &part.text }</span>
            }) }</pre>
            if let Some(end) = end { <p>{ end }</p> }
        </div>
    }
}

fn variables(i18n: &I18n, variables: &[Variable]) -> Html {
    if variables.is_empty() {
        return html! { <p class="quiet">{ t!(i18n, "listing-no-variables") }</p> };
    }
    let row = |variable: &Variable| {
        let value = match &variable.value {
            Some(value) => html! { <code>{ value }</code> },
            None => html! { <span class="quiet">{ t!(i18n, "listing-unset") }</span> },
        };
        html! {
            <tr key={variable.name.to_string()}>
                <th scope="row"><code>{ variable.name.to_string() }</code></th>
                <td><code class="quiet">{ &variable.ty }</code></td>
                <td>{ value }
                    if variable.dangling { <span class="watch-freed">{ " " }{ t!(i18n, "listing-freed") }</span> }
                </td>
            </tr>
        }
    };
    html! {
        <table class="watch-variables">
            <thead><tr>
                <th scope="col">{ t!(i18n, "listing-name") }</th>
                <th scope="col">{ t!(i18n, "listing-type") }</th>
                <th scope="col">{ t!(i18n, "listing-value") }</th>
            </tr></thead>
            <tbody>{ for variables.iter().map(row) }</tbody>
        </table>
    }
}

fn call(made: &Made) -> Html {
    let gave = match &made.outcome.error {
        Some(error) => {
            html! { <span class="watch-error">{ error.code.c_name() }{ ": " }{ error.message.to_string() }</span> }
        }
        None => html! { <code>{ made.outcome.ret.to_string() }</code> },
    };
    html! { <li><code>{ made.call.to_string() }</code>{ " → " }{ gave }</li> }
}
