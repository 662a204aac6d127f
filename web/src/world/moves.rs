//! What a client can do with a domain at this moment: each call of its life with all its arguments, and what would come
//! of it. Nothing here knows a rule: every call is tried on a copy of the world.

use uuid::Uuid;
use virtlab_core::api::{Call, FunctionId, Handle, HandleKind, Outcome, Value};
use virtlab_core::domain::Domain;
use virtlab_core::domain::rules::Verb;
use virtlab_core::domain::xml::{self, FormatOptions};
use virtlab_core::host::HostKey;
use virtlab_core::network::Network;
use virtlab_core::storage::Pool;
use virtlab_core::world::{ClientId, Held, World};

use super::life::Place;
use crate::session::Draft;

/// What pressing a call does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Press {
    /// Makes these calls, one after the other: the last is the one, and one before it gets a handle for it.
    Perform(Vec<Call>),
    /// Puts this call together: it needs something from the reader first, such as a document or a name.
    Draft(Call),
}

/// Why a call is not to be made now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// No connection to the host is open.
    NoConnection,
    /// libvirt's error.
    Error(String),
}

/// What would come of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct After {
    /// Where the domain would be.
    pub place: Place,
    /// Whether it would outlive its run.
    pub persistent: bool,
}

/// A call that could be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Move {
    /// The call.
    pub verb: Verb,
    /// What pressing it does.
    pub press: Press,
    /// What would come of it. Of a call that still needs something, what its draft would lead to.
    pub result: Result<After, Refusal>,
}

const DOMAIN: (HandleKind, FunctionId) = (HandleKind::Domain, FunctionId::DomainLookupByName);

/// Whose world, and which part of it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The world.
    pub world: &'a World,
    /// Who calls.
    pub client: ClientId,
    /// The host.
    pub host: &'a HostKey,
}

/// The calls of a domain's life, in the order of the rules; with no domain, those that make one.
pub fn moves(view: View<'_>, uuid: Option<Uuid>) -> Vec<Move> {
    let domain = uuid.and_then(|uuid| view.domain(&uuid));
    Verb::ALL.into_iter().filter_map(|verb| view.one(verb, domain)).collect()
}

impl View<'_> {
    fn domain(&self, uuid: &Uuid) -> Option<&Domain> {
        self.world.host(self.host)?.domains.get(uuid).map(|domain| &**domain)
    }

    /// The connection to the host that can do most: one that may write, the newest of them.
    pub fn connection(&self) -> Option<Handle> {
        let client = self.world.client(self.client)?;
        let here = client.connections().filter(|(_, conn)| conn.resolved.host == *self.host);
        here.max_by_key(|(handle, conn)| (!conn.read_only, handle.number)).map(|(handle, _)| handle)
    }

    /// A handle of a domain or network by a connection, and the calls that get it.
    fn handled(
        &self,
        (kind, look_up): (HandleKind, FunctionId),
        uuid: &Uuid,
        name: &str,
        connection: Handle,
    ) -> (Vec<Call>, Handle) {
        let is_it = |held: &Held| {
            held.parent == connection && held.identity().is_some_and(|known| known.uuid == *uuid)
        };
        let mut live =
            self.world.client(self.client).into_iter().flat_map(|client| client.handles(kind).rev());
        if let Some((handle, _)) = live.find(|(_, held)| is_it(held)) {
            return (Vec::new(), handle);
        }
        let look_up = Call::new(look_up, [connection.into(), Value::text(name)]);
        let found = self.world.preview(self.client, &look_up).ret.as_handle();
        (vec![look_up], found.unwrap_or(Handle { kind, number: 0 }))
    }

    /// A handle of the domain by the connection that can do most, and the calls that get it.
    pub fn handle_of(&self, domain: &Domain) -> Option<(Vec<Call>, Handle)> {
        Some(self.handled(DOMAIN, &domain.def.uuid, &domain.def.name, self.connection()?))
    }

    /// The same of a network.
    pub fn handle_of_network(&self, network: &Network) -> Option<(Vec<Call>, Handle)> {
        let by = (HandleKind::Network, FunctionId::NetworkLookupByName);
        Some(self.handled(by, &network.def.uuid, &network.def.name, self.connection()?))
    }

    /// The same of a storage pool.
    pub fn handle_of_pool(&self, pool: &Pool) -> Option<(Vec<Call>, Handle)> {
        let by = (HandleKind::StoragePool, FunctionId::StoragePoolLookupByName);
        Some(self.handled(by, &pool.def.uuid, &pool.def.name, self.connection()?))
    }

    fn one(&self, verb: Verb, domain: Option<&Domain>) -> Option<Move> {
        let Some(connection) = self.connection() else {
            let press = Press::Perform(Vec::new());
            let named = domain.is_some() || needs_document(verb);
            return named.then_some(Move { verb, press, result: Err(Refusal::NoConnection) });
        };
        let Some(domain) = domain else {
            // Whether it works depends on what the reader makes of the document.
            let result = Ok(After { place: made(verb), persistent: verb == Verb::Define });
            return needs_document(verb).then(|| Move {
                verb,
                press: Press::Draft(self.making(verb, connection)),
                result,
            });
        };
        let uuid = domain.def.uuid;
        let (mut calls, handle) = self.handled(DOMAIN, &uuid, &domain.def.name, connection);
        let call = call(verb, connection, handle, domain);
        // What a draft has, its reader completes: a name to choose, a document to edit.
        let press = if needs_document(verb) || verb == Verb::Rename {
            Press::Draft(call)
        } else {
            if call.args.first() == Some(&connection.into()) {
                calls.clear();
            }
            calls.push(call);
            Press::Perform(calls)
        };
        Some(self.tried(verb, press, uuid))
    }

    /// The call that defines a domain on the host, with the XML that a reader finds in the editor at first.
    pub fn defining(&self) -> Option<Call> {
        Some(self.making(Verb::Define, self.connection()?))
    }

    /// A call that makes a domain, of a type that the host can run.
    fn making(&self, verb: Verb, connection: Handle) -> Call {
        let mut call = Draft::new(function(verb)).call();
        let host = self.world.host(self.host);
        let types = host.map(|host| host.config.virt_types()).unwrap_or_default();
        for arg in &mut call.args {
            if let (Some(xml), Some(virt_type)) = (arg.as_text(), types.first()) {
                *arg = Value::text(xml.replacen(
                    "<domain type='test'>",
                    &format!("<domain type='{virt_type}'>"),
                    1,
                ));
            }
        }
        call.args[0] = connection.into();
        call
    }

    /// Makes the calls on a copy of the world.
    fn tried(&self, verb: Verb, press: Press, uuid: Uuid) -> Move {
        let calls = match &press {
            Press::Perform(calls) => calls.as_slice(),
            Press::Draft(call) => std::slice::from_ref(call),
        };
        let mut world = self.world.clone();
        let mut refused = None;
        for call in calls {
            let Outcome { error, .. } = world.perform(self.client, call);
            refused = refused.or(error);
        }
        let domain = world.host(self.host).and_then(|host| host.domains.get(&uuid));
        let result = match refused {
            Some(error) => Err(Refusal::Error(error.message.to_string())),
            None => Ok(After {
                place: Place::of(domain.map(|domain| &**domain)),
                persistent: domain.is_some_and(|domain| domain.persistent),
            }),
        };
        Move { verb, press, result }
    }
}

/// Whether the call takes a domain's XML.
fn needs_document(verb: Verb) -> bool {
    matches!(verb, Verb::Define | Verb::CreateXml)
}

fn made(verb: Verb) -> Place {
    match verb {
        Verb::Define => Place::Shutoff,
        _ => Place::Active(virtlab_core::domain::DomainState::Running),
    }
}

/// The call with all its arguments.
fn call(verb: Verb, connection: Handle, handle: Handle, domain: &Domain) -> Call {
    let name = &domain.def.name;
    let path = |ending: &str| Value::text(format!("/tmp/{}.{ending}", name.replace('/', "_")));
    let first: Vec<Value> = match verb {
        Verb::Define | Verb::CreateXml => {
            let options = FormatOptions { inactive: true, secure: true, ..FormatOptions::default() };
            vec![connection.into(), Value::text(xml::format(domain.lasting_def(), options))]
        }
        Verb::Restore => vec![connection.into(), path("save")],
        Verb::Save => vec![handle.into(), path("save")],
        Verb::CoreDump => vec![handle.into(), path("dump")],
        Verb::Rename => vec![handle.into(), Value::text(format!("{name}-2"))],
        Verb::SetAutostart => vec![handle.into(), (!domain.autostart).into()],
        _ => vec![handle.into()],
    };
    // Every argument, as C would have it written.
    Draft::of(Call::new(function(verb), first)).call()
}

/// The function that stands for a verb.
pub fn function(verb: Verb) -> FunctionId {
    match FunctionId::from_c_name(verb.c_name()) {
        Some(function) => function,
        None => unreachable!("a verb's C name is a function's"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::domain::DomainState;

    const RUNNING: Place = Place::Active(DomainState::Running);

    fn world(calls: &[&str]) -> World {
        let mut world = World::builtin(1);
        for call in calls {
            let outcome = world.perform(ClientId(0), &call.parse().unwrap());
            assert!(outcome.ok(), "{call}: {:?}", outcome.error);
        }
        world
    }

    fn test_domain(world: &World) -> (HostKey, Uuid) {
        let key = HostKey::from("test");
        let uuid = world.host(&key).unwrap().domains.by_name("test").unwrap().def.uuid;
        (key, uuid)
    }

    fn of(world: &World) -> Vec<Move> {
        let (host, uuid) = test_domain(world);
        moves(View { world, client: ClientId(0), host: &host }, Some(uuid))
    }

    fn find(moves: &[Move], verb: Verb) -> &Move {
        moves.iter().find(|found| found.verb == verb).unwrap()
    }

    #[test]
    fn without_a_handle_the_domain_is_looked_up_first() {
        let mut world = world(&["virConnectOpen(\"test:///default\")"]);
        let all = of(&world);
        let suspend = find(&all, Verb::Suspend);
        let Press::Perform(calls) = &suspend.press else { panic!("{suspend:?}") };
        let texts: Vec<_> = calls.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["virDomainLookupByName(conn1, \"test\")", "virDomainSuspend(dom1)"]);
        assert_eq!(suspend.result, Ok(After { place: Place::Active(DomainState::Paused), persistent: true }));
        for call in calls {
            assert!(world.perform(ClientId(0), call).ok());
        }
        let Press::Perform(calls) = &find(&of(&world), Verb::Resume).press.clone() else { panic!() };
        assert_eq!(calls.len(), 1, "the handle is there by now");
    }

    #[test]
    fn what_is_refused_says_what_libvirt_says() {
        let world = world(&["virConnectOpen(\"test:///default\")"]);
        let all = of(&world);
        let refused = |message: &str| Err(Refusal::Error(message.to_owned()));
        assert_eq!(
            find(&all, Verb::Create).result,
            refused("internal error: Domain 'test' is already running")
        );
        assert_eq!(find(&all, Verb::Resume).result, refused("internal error: domain 'test' not paused"));
        assert_eq!(find(&all, Verb::Undefine).result, Ok(After { place: RUNNING, persistent: false }));
    }

    #[test]
    fn a_read_only_connection_lets_nothing_happen() {
        let world = world(&["virConnectOpenReadOnly(\"test:///default\")"]);
        assert!(of(&world).iter().all(|found| matches!(found.result, Err(Refusal::Error(_)))));
        let both = super::tests::world(&[
            "virConnectOpen(\"test:///default\")",
            "virConnectOpenReadOnly(\"test:///default\")",
        ]);
        assert!(find(&of(&both), Verb::Suspend).result.is_ok(), "the one that may write is taken");
    }

    #[test]
    fn without_a_connection_everything_waits_for_one() {
        let world = World::builtin(1);
        assert!(of(&world).iter().all(|found| found.result == Err(Refusal::NoConnection)));
    }

    #[test]
    fn with_no_domain_one_can_be_made() {
        let world = world(&["virConnectOpen(\"test:///default\")"]);
        let host = HostKey::from("test");
        let all = moves(View { world: &world, client: ClientId(0), host: &host }, None);
        let verbs: Vec<_> = all.iter().map(|found| found.verb).collect();
        assert_eq!(verbs, [Verb::CreateXml, Verb::Define]);
        assert_eq!(all[0].result, Ok(After { place: RUNNING, persistent: false }));
        assert!(all.iter().all(|found| matches!(found.press, Press::Draft(_))));
    }

    #[test]
    fn what_is_drafted_for_a_host_can_be_defined_there() {
        let mut world = world(&["virConnectOpen(\"test:///default\")", "virConnectOpen(\"qemu:///system\")"]);
        for host in ["test", "kvm1"] {
            let host = HostKey::from(host);
            let call = View { world: &world, client: ClientId(0), host: &host }.defining().unwrap();
            let outcome = world.perform(ClientId(0), &call);
            assert!(outcome.ok(), "{host}: {:?}", outcome.error);
        }
    }

    #[test]
    fn trying_changes_nothing() {
        let world = world(&["virConnectOpen(\"test:///default\")"]);
        let before = world.state_hash();
        of(&world);
        assert_eq!(world.state_hash(), before);
    }
}
