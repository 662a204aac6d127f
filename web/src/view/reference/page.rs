//! The page of one function, drawn from its row of the table and the rows of the rules.

use virtlab_core::api::{Choice, Function, FunctionId, Kind, Param, Partial};
use virtlab_core::domain::rules::{RULES, Rule, Verb};
use yew::prelude::*;

use super::{checks, index};
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::session::{Action, use_session};
use crate::ui::{Button, ButtonKind, Icon};
use crate::{dom, msg, t, words};

/// The heading's id: a reader who follows a link is taken there.
const TITLE: &str = "reference-title";

/// What [`Page`] takes.
#[derive(Properties, PartialEq)]
pub struct PageProps {
    /// The function.
    pub function: FunctionId,
}

/// The verb of the rules that a function is a flavour of.
fn verb_of(function: FunctionId) -> Option<Verb> {
    let name = function.c_name();
    let plain = name.strip_suffix("WithFlags").or_else(|| name.strip_suffix("Flags")).unwrap_or(name);
    Verb::ALL.into_iter().find(|verb| verb.c_name() == plain)
}

/// The words for what a function lacks.
fn lacks(missing: Partial) -> &'static str {
    match missing {
        Partial::WritesFiles => msg!("reference-partial-writes"),
        Partial::ReadsFiles => msg!("reference-partial-reads"),
        Partial::ForeignLoop => msg!("reference-partial-loop"),
    }
}

/// The page.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let function = props.function;
    let (row, name) = (function.row(), function.c_name());
    use_effect_with((), |()| dom::focus(TITLE));
    let compose = Callback::from(move |()| {
        session.act(Action::Choose(function));
        Route::item(View::Lab, "call").go();
    });
    let returns = format!("fn-{name}.returns");
    let access = if row.writes() { t!(i18n, "reference-writes") } else { t!(i18n, "reference-reads") };
    html! {
        <>
            <h2 id={TITLE} tabindex="-1" class="reference-title"><code>{ name }</code></h2>
            <p class="lead">{ index::about(&i18n, name) }</p>
            <pre class="code" tabindex="0"><code>{ prototype(row) }</code></pre>
            <p class="row">
                <Button kind={ButtonKind::Primary} icon="edit" onclick={compose}>{ t!(i18n, "reference-compose") }</Button>
                if let Some(verb) = verb_of(function) {
                    <a href={Route::item(View::Matrix, verb.c_name()).href()}>{ t!(i18n, "reference-in-matrix") }</a>
                }
            </p>
            <ul class="reference-facts">
                <li>{ t!(i18n, "reference-since", version = row.since) }</li>
                <li>{ access }</li>
                if let Some(missing) = row.partial { <li>{ i18n.text(lacks(missing), &[]) }</li> }
                if !row.resets_error { <li>{ t!(i18n, "reference-keeps-error") }</li> }
            </ul>
            if i18n.has(&returns) {
                <h3>{ t!(i18n, "reference-returns") }</h3>
                <p><code>{ row.returns.c_type() }</code>{ ": " }{ i18n.text(&returns, &[]) }</p>
            }
            { parameters(&i18n, row) }
            { for row.params.iter().map(|param| flags(&i18n, row, param)) }
            { before(&i18n, row) }
            { rules(&i18n, function) }
        </>
    }
}

/// The prototype, a parameter a line where there are several.
fn prototype(row: &Function) -> String {
    let line = row.prototype();
    match line.split_once('(') {
        Some((head, params)) if row.params.len() > 1 => {
            format!("{head}(\n    {}", params.replace(", ", ",\n    "))
        }
        _ => line,
    }
}

fn parameters(i18n: &I18n, row: &Function) -> Html {
    if row.params.is_empty() {
        return html! {};
    }
    let one = |param: &Param| {
        let hint = format!("fn-{}-param-{}", row.id.c_name(), param.name);
        let unit = match param.kind {
            Kind::Int(_, Some(unit)) => Some(format!("{unit:?}").to_ascii_lowercase()),
            _ => None,
        };
        html! {
            <div class="pair">
                <dt translate="no">{ param.name }</dt>
                <dd>
                    <code>{ param.c_type() }</code>
                    if let Some(unit) = unit { { " · " }{ t!(i18n, "call-unit", unit = unit) } }
                    if i18n.has(&hint) { <small>{ i18n.text(&hint, &[]) }</small> }
                </dd>
            </div>
        }
    };
    html! {
        <>
            <h3>{ t!(i18n, "reference-parameters") }</h3>
            <dl class="pairs">{ for row.params.iter().map(one) }</dl>
        </>
    }
}

/// The members of a parameter's flags or enumeration.
fn flags(i18n: &I18n, row: &Function, param: &Param) -> Html {
    let Some(set) = param.kind.flag_set() else { return html! {} };
    let known = match param.kind {
        Kind::Flags(_) | Kind::LongFlags(_) => row.driver.map_or(u32::MAX, |(_, known)| known),
        _ => u32::MAX,
    };
    let one = |choice: &Choice| {
        let about = format!("flag-{}", choice.name);
        // A flag of 0 is none at all, which every driver takes.
        let refused = choice.value as u32 & !known != 0;
        let value = if choice.value < 0 || matches!(param.kind, Kind::Choice(..)) {
            choice.value.to_string()
        } else {
            format!("{:#x}", choice.value)
        };
        html! {
            <li key={choice.name}>
                <code>{ choice.name }</code>{ " = " }<code>{ value }</code>
                <small>
                    if i18n.has(&about) { { i18n.text(&about, &[]) } }
                    if refused { { ". " }{ t!(i18n, "flag-unknown-here") } }
                </small>
            </li>
        }
    };
    let title = if set.c_enum.is_empty() { param.name } else { set.c_enum };
    html! {
        <>
            <h3>{ t!(i18n, "reference-values", name = title) }</h3>
            if set.choices.is_empty() {
                <p>{ t!(i18n, "flag-none") }</p>
            } else {
                <ul class="reference-flags">{ for set.choices.iter().map(one) }</ul>
            }
        </>
    }
}

/// The checks that come before the rules.
fn before(i18n: &I18n, row: &Function) -> Html {
    let all = checks::all(i18n, row);
    if all.is_empty() {
        return html! {};
    }
    html! {
        <>
            <h3>{ t!(i18n, "reference-checks") }</h3>
            <p class="hint">{ t!(i18n, "reference-checks-about") }</p>
            <ol class="reference-checks">{ for all.iter().map(|text| html! { <li>{ text }</li> }) }</ol>
        </>
    }
}

/// The rows of the rules, in the order in which they are read.
fn rules(i18n: &I18n, function: FunctionId) -> Html {
    let Some(verb) = verb_of(function) else { return html! {} };
    let one = |rule: &Rule| {
        html! {
            <tr>
                <td>{ words::conditions(i18n, rule) }</td>
                <td>{ words::effect(i18n, rule) }</td>
            </tr>
        }
    };
    html! {
        <>
            <h3 id="reference-rules">{ t!(i18n, "reference-rules") }</h3>
            <p class="hint">{ t!(i18n, "reference-rules-about") }</p>
            <table class="reference-rules" aria-labelledby="reference-rules">
                <thead><tr><th scope="col">{ t!(i18n, "reference-if") }</th><th scope="col">{ t!(i18n, "reference-then") }</th></tr></thead>
                <tbody>{ for RULES.iter().filter(|rule| rule.verb == verb).map(one) }</tbody>
            </table>
        </>
    }
}

/// What [`NotBuilt`] takes.
#[derive(Properties, PartialEq)]
pub struct NotBuiltProps {
    /// What was asked for.
    pub name: AttrValue,
}

/// The page of a function that is not simulated yet, or of a name that is none.
#[component]
pub fn NotBuilt(props: &NotBuiltProps) -> Html {
    let i18n = use_i18n();
    use_effect_with((), |()| dom::focus(TITLE));
    let known = virtlab_core::api::not_built().contains(&props.name.as_str());
    let text = match known {
        true => t!(i18n, "reference-not-built"),
        false => t!(i18n, "reference-no-such", name = props.name.clone()),
    };
    html! {
        <>
            <h2 id={TITLE} tabindex="-1" class="reference-title"><code>{ &props.name }</code></h2>
            <p class="row"><Icon name="info" /><span>{ text }</span></p>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_is_found_by_each_of_its_functions() {
        let functions = |verb: Verb| {
            let own = FunctionId::ALL.iter().filter(|id| verb_of(**id) == Some(verb));
            own.map(|id| id.c_name()).collect::<Vec<_>>()
        };
        assert_eq!(functions(Verb::Create), ["virDomainCreate", "virDomainCreateWithFlags"]);
        assert_eq!(functions(Verb::Undefine), ["virDomainUndefine", "virDomainUndefineFlags"]);
        assert_eq!(functions(Verb::Define), ["virDomainDefineXML", "virDomainDefineXMLFlags"]);
        assert!(Verb::ALL.into_iter().all(|verb| !functions(verb).is_empty()));
        assert_eq!(verb_of(FunctionId::DomainGetState), None);
    }
}
