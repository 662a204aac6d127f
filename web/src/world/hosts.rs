//! The hosts: a tab for each, what the client has open to the one that is looked at, and how to get there if nothing.

use virtlab_core::api::{Call, FunctionId, Handle, Value};
use virtlab_core::host::{Driver, HostConfig, HostKey, Lab};
use virtlab_core::world::{ClientId, World};
use yew::prelude::*;

use super::moves::Press;
use crate::dom;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, ButtonKind, Icon, arrow_key};

/// The id of the panel that the tabs choose.
pub const PANEL: &str = "world-host";

/// An open connection of the client to a host.
#[derive(Clone, PartialEq, Debug)]
pub struct Open {
    /// Its handle.
    pub handle: Handle,
    /// The URI that it was opened with, as libvirt tells it.
    pub uri: AttrValue,
    /// Whether it may only look.
    pub read_only: bool,
}

/// A host as its tab shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct HostTab {
    /// Which.
    pub key: HostKey,
    /// What it is called.
    pub title: AttrValue,
    /// What `virConnectGetType` answers there.
    pub driver: Driver,
    /// What the client has open to it.
    pub open: Vec<Open>,
}

/// A tab for each host.
pub fn tabs(world: &World, client: ClientId) -> Vec<HostTab> {
    let tab = |host: &HostConfig| {
        let here = world.client(client).into_iter().flat_map(|client| client.connections());
        let open = here.filter(|(_, conn)| conn.resolved.host == host.key).map(|(handle, conn)| Open {
            handle,
            uri: AttrValue::from(conn.resolved.uri.to_string()),
            read_only: conn.read_only,
        });
        HostTab { key: host.key.clone(), title: title(host), driver: host.driver(), open: open.collect() }
    };
    world.lab().hosts.iter().map(tab).collect()
}

/// What a host is called: the test driver's by its URI, as everybody calls it, others by their machine's first name.
pub fn title(host: &HostConfig) -> AttrValue {
    let name = match host.uris.first().filter(|_| host.driver() == Driver::Test) {
        Some(uri) => uri,
        None => host.hostname.split('.').next().unwrap_or_default(),
    };
    AttrValue::from(name.to_owned())
}

/// The URI by which a client of the lab reaches a host: its local one, or through ssh from another machine.
pub fn address(host: &HostConfig, lab: &Lab) -> String {
    let scheme = host.driver().uri_scheme();
    let local = match host.uris.first() {
        Some(uri) => uri.to_string(),
        None => format!("{scheme}://{}", host.driver().uri_path()),
    };
    let path = local.split_once("://").map_or("", |(_, path)| path);
    match host.hostname == lab.local_hostname || host.driver().in_process() {
        true => local,
        false => format!("{scheme}+ssh://root@{}{path}", host.hostname),
    }
}

/// The call that opens a connection to a host.
pub fn opening(host: &HostConfig, lab: &Lab) -> Call {
    Call::new(FunctionId::ConnectOpen, [Value::text(address(host, lab))])
}

/// The tabs.
#[derive(Properties, PartialEq)]
pub struct HostTabsProps {
    /// One for each host.
    pub tabs: Vec<HostTab>,
    /// The one that is looked at.
    pub chosen: HostKey,
    /// Another is to be looked at.
    pub on_choose: Callback<HostKey>,
}

/// Tabs, the arrows move among them.
#[component]
pub fn HostTabs(props: &HostTabsProps) -> Html {
    let i18n = use_i18n();
    let at = props.tabs.iter().position(|tab| tab.key == props.chosen).unwrap_or_default();
    let onkeydown = {
        let keys: Vec<HostKey> = props.tabs.iter().map(|tab| tab.key.clone()).collect();
        let on_choose = props.on_choose.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(to) = arrow_key(&event, at, keys.len()) {
                dom::focus(&tab_id(&keys[to]));
                on_choose.emit(keys[to].clone());
            }
        })
    };
    let tab = |tab: &HostTab| {
        let chosen = tab.key == props.chosen;
        let key = tab.key.clone();
        let onclick = props.on_choose.reform(move |_: MouseEvent| key.clone());
        let writes = tab.open.iter().any(|open| !open.read_only);
        html! {
            <button type="button" role="tab" class="tab host-tab" id={tab_id(&tab.key)} {onclick}
                aria-selected={chosen.to_string()} aria-controls={PANEL} tabindex={if chosen { "0" } else { "-1" }}>
                <span class="host-tab-title" translate="no">{ &tab.title }</span>
                <span class="host-tab-note">
                    { tab.driver.type_name() }
                    if !tab.open.is_empty() {
                        <span class="host-tab-open">
                            <Icon name={if writes { "plug" } else { "lock" }} />{ tab.open.len() }
                            <span class="sr-only">{ t!(i18n, "world-open-count", count = tab.open.len()) }</span>
                        </span>
                    }
                </span>
            </button>
        }
    };
    html! {
        <div class="tabs host-tabs" role="tablist" aria-label={t!(i18n, "world-hosts")} {onkeydown}>
            { for props.tabs.iter().map(tab) }
        </div>
    }
}

/// The id of a host's tab.
pub fn tab_id(key: &HostKey) -> String {
    format!("world-host-tab-{key}")
}

/// What is under the tabs.
#[derive(Properties, PartialEq)]
pub struct HostHeadProps {
    /// The host.
    pub tab: HostTab,
    /// The call that opens a connection to it.
    pub opening: Call,
    /// A call was pressed.
    pub on_press: Callback<Press>,
}

/// The connections of the client to the host, or how to get one; and what holds for the driver.
#[component]
pub fn HostHead(props: &HostHeadProps) -> Html {
    let i18n = use_i18n();
    let opening = props.opening.clone();
    let onclick = props.on_press.reform(move |()| Press::Draft(opening.clone()));
    let open = |open: &Open| {
        html! {
            <li class="conn" key={open.handle.number}>
                <Icon name={if open.read_only { "lock" } else { "plug" }} />
                <code>{ open.handle.to_string() }</code>
                <code class="conn-uri"><bdi>{ &open.uri }</bdi></code>
                if open.read_only { <span class="conn-mark">{ t!(i18n, "world-read-only") }</span> }
            </li>
        }
    };
    html! {
        <>
            if props.tab.open.is_empty() {
                <div class="invite">
                    <p>{ t!(i18n, "world-no-connection", host = props.tab.title.clone()) }</p>
                    <p><code class="invite-call">{ props.opening.to_string() }</code></p>
                    <Button kind={ButtonKind::Primary} icon="plug" {onclick}>
                        { t!(i18n, "world-draft-open") }
                    </Button>
                </div>
            } else {
                <ul class="conns" aria-label={t!(i18n, "world-connections")}>{ for props.tab.open.iter().map(open) }</ul>
            }
            if props.tab.driver != Driver::Test {
                <p class="hint">{ t!(i18n, "world-shared-rules", driver = props.tab.driver.type_name()) }</p>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_of_the_lab_can_be_reached_by_its_address() {
        let mut world = World::builtin(1);
        let lab = world.lab().clone();
        let mut addresses = Vec::new();
        for host in &lab.hosts {
            let outcome = world.perform(ClientId(0), &opening(host, &lab));
            assert!(outcome.ok(), "{}: {:?}", address(host, &lab), outcome.error);
            let open: Vec<_> = tabs(&world, ClientId(0)).into_iter().map(|tab| tab.open.len()).collect();
            addresses.push(address(host, &lab));
            assert_eq!(open.iter().sum::<usize>(), addresses.len());
            assert!(tabs(&world, ClientId(0)).iter().all(|tab| tab.key != host.key || tab.open.len() == 1));
        }
        let expected = [
            "test:///default",
            "qemu:///system",
            "qemu+ssh://root@kvm2.example.com/system",
            "xen+ssh://root@node.example.com/system",
        ];
        assert_eq!(addresses, expected);
    }

    #[test]
    fn the_test_drivers_host_is_called_by_its_uri() {
        let lab = Lab::builtin();
        let titles: Vec<_> = lab.hosts.iter().map(title).collect();
        assert_eq!(titles, ["test:///default", "kvm1", "kvm2", "node"]);
    }
}
