//! The words of libvirt, each with its explanation: of domains, their states, hosts, URIs.

use virtlab_core::connection::Transport;
use virtlab_core::domain::DomainState;
use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::ui::{Disclosure, Pair, Pairs};
use crate::{msg, t, words};

const OF_DOMAIN: [&str; 10] = [
    msg!("persistent"),
    msg!("transient"),
    msg!("active"),
    msg!("inactive"),
    msg!("domain-id"),
    msg!("domain-name"),
    msg!("domain-uuid"),
    msg!("autostart"),
    msg!("managed-save"),
    msg!("next-configuration"),
];

const OF_HOST: [&str; 31] = [
    msg!("host-machine"),
    msg!("host-hostname"),
    msg!("host-uris"),
    msg!("host-driver"),
    msg!("host-version"),
    msg!("host-arch"),
    msg!("host-cpu-model"),
    msg!("host-cpu-vendor"),
    msg!("host-mhz"),
    msg!("host-node"),
    msg!("host-distance"),
    msg!("host-socket"),
    msg!("host-die"),
    msg!("host-cluster"),
    msg!("host-core"),
    msg!("host-thread"),
    msg!("host-offline"),
    msg!("host-memory"),
    msg!("host-free-memory"),
    msg!("host-pages"),
    msg!("host-vcpu"),
    msg!("host-max-vcpus"),
    msg!("host-capabilities"),
    msg!("host-guests"),
    msg!("host-os-type"),
    msg!("host-domain-type"),
    msg!("host-emulator"),
    msg!("host-machine-type"),
    msg!("host-security-model"),
    msg!("host-doi"),
    msg!("host-sysinfo"),
];

/// The parts as they stand in the grammar, with the key of what each is for.
const OF_URI: [(&str, &str); 7] = [
    ("driver", msg!("uri-driver")),
    ("transport", msg!("uri-transport")),
    ("user", msg!("uri-user")),
    ("host", msg!("uri-host")),
    ("port", msg!("uri-port")),
    ("path", msg!("uri-path")),
    ("params", msg!("uri-parameter-name")),
];

/// A word and its explanation, from a message with the attribute `about`.
fn word(i18n: &I18n, key: &str) -> Pair {
    Pair::new(i18n.text(key, &[]), i18n.text(&format!("{key}.about"), &[]))
}

/// The glossary.
#[component]
pub fn Glossary() -> Html {
    let i18n = use_i18n();
    let pairs = |keys: &[&str]| keys.iter().map(|key| word(&i18n, key)).collect::<Vec<_>>();
    let states: Vec<Pair> =
        DomainState::ALL.iter().map(|state| word(&i18n, &words::state_key(*state))).collect();
    let uri: Vec<Pair> = OF_URI.iter().map(|(part, key)| Pair::new(*part, i18n.text(key, &[]))).collect();
    let transport = |transport: Transport| {
        Pair::new(transport.name(), i18n.text(&format!("uri-transport-{}", transport.name()), &[]))
    };
    let transports: Vec<Pair> = Transport::ALL.into_iter().map(transport).collect();
    html! {
        <section>
            <h2>{ t!(i18n, "glossary") }</h2>
            <Disclosure title={t!(i18n, "glossary-domain")}><Pairs words=true pairs={pairs(&OF_DOMAIN)} /></Disclosure>
            <Disclosure title={t!(i18n, "glossary-states")}><Pairs words=true pairs={states} /></Disclosure>
            <Disclosure title={t!(i18n, "glossary-host")}><Pairs words=true pairs={pairs(&OF_HOST)} /></Disclosure>
            <Disclosure title={t!(i18n, "glossary-uri")}>
                <p><code translate="no">{ t!(i18n, "uri-grammar") }</code></p>
                <Pairs pairs={uri} />
            </Disclosure>
            <Disclosure title={t!(i18n, "glossary-transports")}><Pairs pairs={transports} /></Disclosure>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_domain_is_explained() {
        // Those of hosts and URIs are fetched later; `tables` and `cargo xtask tidy` see that they are there.
        let i18n = I18n::english();
        for key in OF_DOMAIN {
            assert!(i18n.has(key) && i18n.has(&format!("{key}.about")), "{key}");
        }
    }
}
