//! The pane itself: reads the session once a change, and gives each part what it draws.

use std::rc::Rc;

use uuid::Uuid;
use virtlab_core::api::Call;
use virtlab_core::host::HostKey;
use virtlab_core::network::Network;
use virtlab_core::storage::Pool;
use virtlab_core::world::Change;
use yew::prelude::*;

use super::domains::Domains;
use super::holdings::Holdings;
use super::hosts::{self, HostHead, HostTabs};
use super::life::{Diagram, LifeText, Subject};
use super::moments::{Moments, Trees};
use super::moves::{self, Move, Press, View};
use super::networks::{self, Networks};
use super::pools::{self, Pools};
use super::topology::Topology;
use crate::i18n::use_i18n;
use crate::session::{Action, Session, State, use_session};
use crate::t;

/// What the pane can ask of the page around it.
#[derive(Properties, PartialEq)]
pub struct WorldPaneProps {
    /// A call has been put together and waits in the Call pane.
    #[prop_or_default]
    pub on_draft: Callback<()>,
}

/// The world, as far as the session looks at it.
#[component]
pub fn WorldPane(props: &WorldPaneProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    // The callbacks keep the first handle to the session, which is as good as any, and so stay the same.
    let on_press = {
        let session = session.clone();
        use_callback(props.on_draft.clone(), move |press, on_draft| pressed(&session, press, on_draft))
    };
    let on_host = {
        let session = session.clone();
        use_callback((), move |key: HostKey, ()| session.act(Action::LookAtHost(key)))
    };
    let on_domain = {
        let session = session.clone();
        use_callback((), move |uuid: Uuid, ()| session.act(Action::LookAtDomain(Some(uuid))))
    };
    let objection = {
        let session = session.clone();
        use_callback((), move |call: Call, ()| {
            let state = session.state();
            state.world().preview(state.client, &call).error.map(|error| error.message.to_string())
        })
    };
    let state = session.state();
    let (world, client) = (state.world(), state.client);
    // Trying every call is quick, but not so quick as to be done at each letter that is typed elsewhere.
    let tried = use_memo(
        (world.clone(), client, state.host.clone(), state.domain),
        |(world, client, host, domain)| Tried::of(View { world, client: *client, host }, *domain),
    );
    let Some(host) = world.host(&state.host) else { return html! {} };
    let tabs = hosts::tabs(world, client);
    let tab = tabs.iter().find(|tab| tab.key == state.host).cloned();
    let view = View { world, client, host: &state.host };
    let subject = Subject::of(&state, tried.moves.clone());
    html! {
        <div class="world">
            <HostTabs {tabs} chosen={state.host.clone()} on_choose={on_host} />
            <div class="world-host" role="tabpanel" id={hosts::PANEL} aria-labelledby={hosts::tab_id(&state.host)}>
                if let Some(tab) = tab {
                    <HostHead {tab} opening={hosts::opening(&host.config, world.lab())} on_press={on_press.clone()} />
                }
                <Domains domains={host.domains.clone()} chosen={state.domain} changed={changed(&state)}
                    defining={view.defining()} on_choose={on_domain} on_press={on_press.clone()} />
                <section class="life" aria-labelledby="world-life">
                    <h3 id="world-life">{ t!(i18n, "world-life") }</h3>
                    <div class="life-parts">
                        <Diagram subject={subject.clone()} on_press={on_press.clone()} />
                        <LifeText {subject} on_press={on_press.clone()} />
                    </div>
                </section>
                if let Some(trees) = tried.trees.clone() { <Moments {trees} on_press={on_press.clone()} /> }
                <Networks holdings={tried.networks.clone()} on_press={on_press.clone()} />
                <Pools holdings={tried.pools.clone()} on_press={on_press.clone()} />
                <Topology host={host.clone()} chosen={state.domain} changed={machine_changed(&state)}
                    {objection} {on_press} />
            </div>
        </div>
    }
}

/// What there is to press: all that takes trying calls on copies of the world.
struct Tried {
    moves: Rc<Vec<Move>>,
    trees: Option<Trees>,
    networks: Holdings<Network>,
    pools: Holdings<Pool>,
}

impl Tried {
    fn of(view: View<'_>, domain: Option<Uuid>) -> Self {
        let host = view.world.host(view.host);
        let looked_at = host.zip(domain).and_then(|(host, uuid)| host.domains.get(&uuid));
        Self {
            moves: Rc::new(moves::moves(view, domain)),
            trees: looked_at.map(|domain| Trees::of(view, domain)),
            networks: host.map(|host| networks::holdings(view, &host.networks)).unwrap_or_default(),
            pools: host.map(|host| pools::holdings(view, &host.pools)).unwrap_or_default(),
        }
    }
}

/// Makes the calls of a press, or puts its call together.
fn pressed(session: &Session, press: Press, on_draft: &Callback<()>) {
    match press {
        Press::Perform(calls) => calls.into_iter().for_each(|call| session.act(Action::Perform(call))),
        Press::Draft(call) => {
            session.act(Action::Draft(call));
            on_draft.emit(());
        }
    }
}

/// Whether the last step changed the machine.
fn machine_changed(state: &State) -> bool {
    state.changes.iter().any(|change| matches!(change, Change::HostChanged(key) if *key == state.host))
}

/// The domains of the host that the last step added or changed.
fn changed(state: &State) -> Vec<Uuid> {
    let of = |change: &Change| match change {
        Change::DomainAdded(key, domain) | Change::DomainChanged(key, _, domain) if *key == state.host => {
            Some(domain.def.uuid)
        }
        _ => None,
    };
    state.changes.iter().filter_map(of).collect()
}
