//! The networks of a host: what each is, and the calls of its life.

use virtlab_core::api::{Call, FunctionId, Value};
use virtlab_core::ground::ErrorDomain;
use virtlab_core::network::rules::Verb;
use virtlab_core::network::{self, Network, NetworkList};
use yew::prelude::*;

use super::holdings::{Holdings, HoldingsProps, Line, Moves, Words, buttons, section, state};
use super::moves::{Press, View};
use crate::i18n::{I18n, use_i18n};
use crate::ui::Icon;
use crate::{msg, t};

/// The calls of a network's life that need no document, and the words for them.
const LIFE: [(Verb, FunctionId, &str); 3] = [
    (Verb::Create, FunctionId::NetworkCreate, msg!("network-create")),
    (Verb::Destroy, FunctionId::NetworkDestroy, msg!("network-destroy")),
    (Verb::Undefine, FunctionId::NetworkUndefine, msg!("network-undefine")),
];

/// The words of the list.
const WORDS: Words = Words {
    id: "world-networks",
    title: msg!("world-networks"),
    define: msg!("world-network-define"),
    none: msg!("world-networks-none"),
};

/// The networks of a host, as a client sees them.
pub fn holdings(view: View<'_>, networks: &NetworkList) -> Holdings<Network> {
    let define = view.connection().map(|connection| {
        let document = "<network>\n  <name>lab</name>\n  <bridge name='virbr9'/>\n</network>\n";
        Press::Draft(Call::new(FunctionId::NetworkDefineXML, [connection.into(), Value::text(document)]))
    });
    Holdings::new(networks.iter(), |network| moves(view, network), define)
}

fn moves(view: View<'_>, network: &Network) -> Moves {
    let Some((look_up, handle)) = view.handle_of_network(network) else { return Vec::new() };
    let can = |verb| match verb {
        // The driver lets an inactive network be destroyed; nobody means that.
        Verb::Destroy => network.active,
        verb => network::check(verb, network, ErrorDomain::Network).is_ok(),
    };
    let press = |function| {
        let call = Call::new(function, [handle.into()]);
        Press::Perform(look_up.iter().cloned().chain([call]).collect())
    };
    let possible = LIFE.iter().filter(|(verb, ..)| can(*verb));
    possible.map(|(_, function, word)| (*word, press(*function))).collect()
}

/// The networks, with a button that defines another.
#[component]
pub fn Networks(props: &HoldingsProps<Network>) -> Html {
    let i18n = use_i18n();
    section(&i18n, &WORDS, props, |line| row(&i18n, line, &props.on_press))
}

fn row(i18n: &I18n, line: &Line<Network>, on_press: &Callback<Press>) -> Html {
    let network = &*line.of;
    let kind = if network.persistent { t!(i18n, "persistent") } else { t!(i18n, "transient") };
    html! {
        <li key={network.def.uuid.to_string()} class="moment moment--0">
            <bdi class="moment-name">{ &*network.def.name }</bdi>
            { state(i18n, network.active) }
            <small class="network-facts">
                { kind }
                if let Some(bridge) = &network.def.bridge.name { { " · " }<code>{ &**bridge }</code> }
                if network.autostart { { " · " }<Icon name="autostart" />{ t!(i18n, "autostart") } }
            </small>
            { buttons(i18n, &network.def.name, &line.moves, on_press) }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::host::HostKey;
    use virtlab_core::world::{ClientId, World};

    fn lines(world: &World) -> Holdings<Network> {
        let host = HostKey::from("test");
        let networks = world.host(&host).unwrap().networks.clone();
        holdings(View { world, client: ClientId(0), host: &host }, &networks)
    }

    #[test]
    fn a_network_offers_what_its_state_allows_and_the_calls_work() {
        let mut world = World::builtin(1);
        assert_eq!((lines(&world).lines.len(), lines(&world).define), (1, None));
        assert!(lines(&world).lines[0].moves.is_empty(), "there is no connection");
        let mut words = Vec::new();
        assert!(world.perform(ClientId(0), &"virConnectOpen(\"test:///default\")".parse().unwrap()).ok());
        for _ in 0..2 {
            let now = lines(&world).lines.remove(0).moves;
            words.push(now.iter().map(|(word, _)| *word).collect::<Vec<_>>());
            let Press::Perform(calls) = now[0].1.clone() else { panic!("{now:?}") };
            for call in &calls {
                assert!(world.perform(ClientId(0), call).ok(), "{call}");
            }
        }
        assert_eq!(words, [vec!["network-destroy"], vec!["network-create", "network-undefine"]]);
        assert_eq!(lines(&world).lines[0].moves.len(), 1, "active again");
    }
}
