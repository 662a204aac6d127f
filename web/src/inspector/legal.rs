//! What would be legal now, for the domain that is looked at: each a button that puts the call together.

use virtlab_core::api::{Call, FunctionId, Handle, Kind, Value};
use virtlab_core::domain::rules::{Then, Verb, decide};
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::session::{Action, use_session};
use crate::t;

/// Verbs that start from XML or from a file say nothing about what a known domain can do.
const ASIDE: [Verb; 3] = [Verb::CreateXml, Verb::Define, Verb::Restore];

/// The call of a verb on a handle, if its only parameter without a default is the handle.
fn call(verb: Verb, handle: Handle) -> Option<Call> {
    let function = FunctionId::from_c_name(verb.c_name())?;
    let simple =
        |kind: &Kind| matches!(kind, Kind::Flags(_) | Kind::LongFlags(_) | Kind::Choice(..) | Kind::Out(_));
    let rest = function.row().params.iter().skip(1);
    rest.clone().all(|param| simple(&param.kind)).then(|| {
        let args = std::iter::once(Value::from(handle)).chain(rest.map(|param| param.default_value()));
        Call::new(function, args)
    })
}

/// The calls.
#[component]
pub fn Legal() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let state = session.state();
    let found = state.domain.and_then(|uuid| {
        let domain = state.world().host(&state.host)?.domains.get(&uuid)?.clone();
        Some((domain, state.handle_of(&uuid)))
    });
    drop(state);
    let Some((domain, handle)) = found else { return html! { <section hidden=true /> } };
    let facts = domain.facts(0);
    let legal = Verb::ALL
        .into_iter()
        .filter(|verb| !ASIDE.contains(verb))
        .filter(|verb| matches!(decide(*verb, &facts).then, Then::Do(..)));
    let button = |verb: Verb| {
        let draft = match handle.and_then(|handle| call(verb, handle)) {
            Some(call) => Action::Draft(call),
            None => Action::Choose(
                FunctionId::from_c_name(verb.c_name()).unwrap_or(FunctionId::DomainLookupByName),
            ),
        };
        let onclick = session.on(draft).reform(|_: MouseEvent| ());
        html! { <li key={verb.c_name()}><button type="button" class="link" {onclick}><code>{ verb.c_name() }</code></button></li> }
    };
    html! {
        <section>
            <h3>{ t!(i18n, "inspector-legal", name = domain.def.name.to_string()) }</h3>
            <ul class="legal">{ for legal.map(button) }</ul>
            if handle.is_none() { <p class="hint">{ t!(i18n, "inspector-no-handle") }</p> }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::api::HandleKind;

    #[test]
    fn calls_with_a_handle_and_defaults_are_ready() {
        let dom = Handle { kind: HandleKind::Domain, number: 2 };
        assert_eq!(call(Verb::Suspend, dom).unwrap().to_string(), "virDomainSuspend(dom2)");
        assert_eq!(call(Verb::Reboot, dom).unwrap().to_string(), "virDomainReboot(dom2, 0)");
        assert_eq!(call(Verb::Rename, dom), None, "it wants a name");
    }
}
