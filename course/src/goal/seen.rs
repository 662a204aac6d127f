//! The value of a field, as it is found.

use virtlab_core::api::HandleKind;
use virtlab_core::ground::VirError;
use virtlab_core::host::HostKey;
use virtlab_core::world::{Client, HostState, World};

use super::{About, Condition, Datum, Field, Trail, calls, domain};

/// What a condition asks for; none where there is no such thing.
pub(super) fn value(condition: &Condition, trail: Trail<'_>) -> Option<Datum> {
    let field = condition.field;
    let world = trail.world;
    match &condition.about {
        About::Domain(host, name) => {
            let found = of_host(world, host).and_then(|host| host.domains.by_name(name));
            exists(field, found.is_some()).or_else(|| domain::value(field, found?))
        }
        About::Snapshot(host, name, snapshot) => {
            let domain = of_host(world, host).and_then(|host| host.domains.by_name(name));
            let found = domain.and_then(|domain| domain.snapshots.get(snapshot));
            exists(field, found.is_some()).or_else(|| domain::snapshot(field, found?))
        }
        About::Network(host, name) => {
            let found = of_host(world, host).and_then(|host| host.networks.by_name(name));
            let value = |field| {
                let network = found?;
                Some(Datum::Truth(match field {
                    Field::Active => network.active,
                    Field::Persistent => network.persistent,
                    Field::Autostart => network.autostart,
                    _ => return None,
                }))
            };
            exists(field, found.is_some()).or_else(|| value(field))
        }
        About::Host(key) => host(field, of_host(world, key)?),
        About::Session => session(field, trail),
        About::Call(function, with) => calls::value(field, *function, with, trail.steps, condition),
        About::Answer(name) => {
            let said = trail.answers.get(name).map(|said| said.trim()).filter(|said| !said.is_empty());
            said.map(|said| Datum::Text(said.to_owned()))
        }
    }
}

fn of_host<'w>(world: &'w World, key: &HostKey) -> Option<&'w HostState> {
    world.host(key)
}

fn exists(field: Field, there: bool) -> Option<Datum> {
    (field == Field::Exists).then_some(Datum::Truth(there))
}

fn host(field: Field, host: &HostState) -> Option<Datum> {
    let names = |active_only: bool| {
        let those = host.domains.iter().filter(|domain| !active_only || domain.active());
        Datum::List(those.map(|domain| domain.def.name.to_string()).collect())
    };
    Some(match field {
        Field::Domains => names(false),
        Field::ActiveDomains => names(true),
        Field::Networks => {
            Datum::List(host.networks.iter().map(|network| network.def.name.to_string()).collect())
        }
        Field::Connections => Datum::Number(i64::from(host.connections)),
        _ => return None,
    })
}

fn session(field: Field, trail: Trail<'_>) -> Option<Datum> {
    let clients = || trail.world.clients().map(|(_, client)| client);
    let sum = |of: &dyn Fn(&Client) -> usize| Datum::count(clients().map(of).sum());
    let errors = |client: &Client| client.live().filter(|handle| handle.kind == HandleKind::Error).count();
    Some(match field {
        Field::Connections => sum(&|client| client.connections().count()),
        Field::Handles => sum(&|client| client.all_handles().count()),
        Field::Errors => sum(&errors),
        Field::SavedErrors => {
            let code = |(_, error): (_, &VirError)| error.code.c_name().to_owned();
            Datum::List(clients().flat_map(|client| client.errors().map(code).collect::<Vec<_>>()).collect())
        }
        Field::Callbacks => sum(&|client| client.callbacks().count()),
        Field::EventLoop => Datum::Truth(clients().any(Client::event_loop)),
        Field::LastError => {
            let last = clients().find_map(|client| client.last_error());
            Datum::Text(last.map_or("VIR_ERR_OK", |error| error.code.c_name()).to_owned())
        }
        _ => return calls::of_all(field, trail.steps),
    })
}
