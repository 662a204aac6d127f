//! The networks of a host: what each is, and the calls of its life.

use std::sync::Arc;

use virtlab_core::api::{Call, FunctionId, Value};
use virtlab_core::ground::ErrorDomain;
use virtlab_core::network::rules::Verb;
use virtlab_core::network::{self, Network, NetworkList};
use yew::prelude::*;

use super::moves::{Press, View};
use crate::i18n::{I18n, use_i18n};
use crate::ui::{Button, ButtonKind, Icon, Look, StateMark};
use crate::{msg, t};

/// Networks that are drawn; more are counted.
const SHOWN: usize = 100;

/// The calls of a network's life that need no document, and the words for them.
const LIFE: [(Verb, FunctionId, &str); 3] = [
    (Verb::Create, FunctionId::NetworkCreate, msg!("network-create")),
    (Verb::Destroy, FunctionId::NetworkDestroy, msg!("network-destroy")),
    (Verb::Undefine, FunctionId::NetworkUndefine, msg!("network-undefine")),
];

/// A network as a line of the list.
#[derive(Clone, PartialEq, Debug)]
struct Line {
    network: Arc<Network>,
    /// What can be done with it now: the word, and the calls.
    moves: Vec<(&'static str, Press)>,
}

/// The networks, ready to be drawn.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Lines {
    lines: Vec<Line>,
    more: usize,
    define: Option<Press>,
}

impl Lines {
    /// The networks of a host, as a client sees them.
    pub fn of(view: View<'_>, networks: &NetworkList) -> Self {
        let all: Vec<&Arc<Network>> = networks.iter().collect();
        let line =
            |network: &&Arc<Network>| Line { network: Arc::clone(network), moves: moves(view, network) };
        let define = view.connection().map(|connection| {
            let document = "<network>\n  <name>lab</name>\n  <bridge name='virbr9'/>\n</network>\n";
            Press::Draft(Call::new(FunctionId::NetworkDefineXML, [connection.into(), Value::text(document)]))
        });
        Self {
            lines: all.iter().take(SHOWN).map(line).collect(),
            more: all.len().saturating_sub(SHOWN),
            define,
        }
    }
}

fn moves(view: View<'_>, network: &Network) -> Vec<(&'static str, Press)> {
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

/// What is drawn.
#[derive(Properties, PartialEq)]
pub struct NetworksProps {
    /// The networks.
    pub lines: Lines,
    /// A call was pressed.
    pub on_press: Callback<Press>,
}

/// The networks, with a button that defines another.
#[component]
pub fn Networks(props: &NetworksProps) -> Html {
    let i18n = use_i18n();
    let Lines { lines, more, define } = &props.lines;
    html! {
        <section class="networks" aria-labelledby="world-networks">
            <div class="machine-head">
                <h3 id="world-networks">{ t!(i18n, "world-networks") }</h3>
                if let Some(define) = define.clone() {
                    <Button kind={ButtonKind::Plain} icon="fresh" onclick={props.on_press.reform(move |()| define.clone())}>
                        { t!(i18n, "world-network-define") }
                    </Button>
                }
            </div>
            if lines.is_empty() { <p class="hint">{ t!(i18n, "world-networks-none") }</p> }
            <ul aria-labelledby="world-networks">{ for lines.iter().map(|line| row(&i18n, line, &props.on_press)) }</ul>
            if *more > 0 { <p class="hint">{ t!(i18n, "call-more", count = *more) }</p> }
        </section>
    }
}

/// A button of a line, whose name it tells those who do not see the line.
pub(super) fn button(label: AttrValue, of: &str, press: &Press, on_press: &Callback<Press>) -> Html {
    let press = press.clone();
    let onclick = on_press.reform(move |()| press.clone());
    html! {
        <Button kind={ButtonKind::Plain} class="moment-call" {onclick}>
            { label }<span class="sr-only">{ " " }{ of.to_owned() }</span>
        </Button>
    }
}

fn row(i18n: &I18n, line: &Line, on_press: &Callback<Press>) -> Html {
    let network = &*line.network;
    let (look, word) = match network.active {
        true => (Look::Running, t!(i18n, "network-active")),
        false => (Look::ShutOff, t!(i18n, "network-inactive")),
    };
    let kind = if network.persistent { t!(i18n, "persistent") } else { t!(i18n, "transient") };
    html! {
        <li key={network.def.uuid.to_string()} class="moment moment--0">
            <bdi class="moment-name">{ &*network.def.name }</bdi>
            <span class={classes!("moment-state", format!("state--{}", look.slug()))}><StateMark {look} />{ word }</span>
            <small class="network-facts">
                { kind }
                if let Some(bridge) = &network.def.bridge.name { { " · " }<code>{ &**bridge }</code> }
                if network.autostart { { " · " }<Icon name="autostart" />{ t!(i18n, "autostart") } }
            </small>
            { for line.moves.iter().map(|(word, press)| button(t!(i18n, word), &network.def.name, press, on_press)) }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::host::HostKey;
    use virtlab_core::world::{ClientId, World};

    fn lines(world: &World) -> Lines {
        let host = HostKey::from("test");
        let networks = world.host(&host).unwrap().networks.clone();
        Lines::of(View { world, client: ClientId(0), host: &host }, &networks)
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
