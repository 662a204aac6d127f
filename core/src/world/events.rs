//! Callbacks for events, and the queues of what waits for them: `virObjectEventState`.

use std::sync::Arc;

use imbl::Vector;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ClientId, World};
use crate::api::{EventFamily, Handle, Raised};
use crate::ground::limits::EVENTS_PENDING_MAX;
use crate::host::HostKey;

/// The event state of a driver within a client: its callbacks and what waits for them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub(super) struct EventState {
    pub callbacks: Vector<Callback>,
    pub next_id: i32,
    pub queue: Vector<Raised>,
}

/// A registered event callback.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Callback {
    /// What registration returned, and deregistration wants.
    pub id: i32,
    /// Of which objects it wants to hear.
    pub family: EventFamily,
    /// Of which events: `virDomainEventID` and its like.
    pub event_id: i32,
    /// The name that the caller gave the function.
    pub name: Arc<str>,
    /// Of which object alone.
    pub(super) only: Option<Uuid>,
    /// Whether `virConnectDomainEventRegister` registered it, which knows it by its function.
    pub old: bool,
    pub(super) connection: u32,
    pub(super) opaque: Option<Arc<str>>,
    pub(super) free: Option<Arc<str>>,
}

impl Callback {
    /// The connection that it is registered on.
    pub fn connection(&self) -> Handle {
        Handle::connection(self.connection)
    }

    /// libvirt's name of the events that it hears of.
    pub fn event_id_name(&self) -> &'static str {
        self.family.ids().choice(self.event_id.into()).map_or("", |choice| choice.name)
    }

    /// Whether it is one and the same registration: `virObjectEventCallbackLookup`.
    pub(super) fn same(&self, other: &Callback) -> bool {
        let key = |callback: &Callback| {
            (callback.connection, callback.family, callback.event_id, callback.only, callback.old)
        };
        key(self) == key(other) && self.name == other.name
    }

    /// `virObjectEventDispatchMatchCallback`.
    pub(super) fn wants(&self, raised: &Raised) -> bool {
        self.family == raised.event.family()
            && self.event_id == raised.event.id()
            && self.only.is_none_or(|uuid| uuid == raised.uuid)
    }
}

/// Keeps [`World::clients_with_events`] quick: only a call of a client's own makes it listen, or listen no more.
pub(super) fn note_listening(world: &mut World, id: ClientId, listens: bool) {
    if listens {
        world.listening.insert(id);
    } else if !world.listening.is_empty() {
        world.listening.remove(&id);
    }
}

/// Queues an event for every client that has a callback at the host. `virObjectEventStateQueue`.
pub(super) fn queue(world: &mut World, host: &HostKey, event: &Raised) {
    for id in &world.listening {
        let state: Option<&mut EventState> =
            world.clients.get_mut(id).and_then(|client| client.event_states.get_mut(host));
        if let Some(state) = state.filter(|state| !state.callbacks.is_empty()) {
            if state.queue.len() >= EVENTS_PENDING_MAX {
                state.queue.pop_front();
            }
            state.queue.push_back(event.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::api::Call;
    use crate::world::{ClientId, World};

    #[test]
    fn only_who_listens_is_asked_about_an_event() {
        let mut world = World::builtin(1);
        let mut perform = |client: u32, text: &str| {
            let call: Call = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
            assert!(world.perform(ClientId(client), &call).ok(), "{text}");
            let listening: Vec<u32> = world.listening.iter().map(|id| id.0).collect();
            let waiting: Vec<u32> = world.clients_with_events().map(|id| id.0).collect();
            (listening, waiting)
        };
        for client in 1..=3 {
            perform(client, "virEventRegisterDefaultImpl()");
            assert_eq!(perform(client, "virConnectOpen(\"test:///default\")"), (vec![], vec![]));
        }
        let register = "virConnectDomainEventRegisterAny(conn1, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, \"f\")";
        perform(1, register);
        assert_eq!(perform(3, register), (vec![1, 3], vec![]));
        perform(2, "virDomainLookupByName(conn1, \"test\")");
        assert_eq!(perform(2, "virDomainSuspend(dom1)"), (vec![1, 3], vec![1, 3]));
        assert_eq!(perform(1, "virEventRunDefaultImpl()"), (vec![1, 3], vec![3]));
        assert_eq!(perform(1, "virConnectDomainEventDeregisterAny(conn1, 0)"), (vec![3], vec![3]));
        assert_eq!(perform(3, "virConnectDomainEventDeregisterAny(conn1, 0)"), (vec![], vec![]));
    }
}
