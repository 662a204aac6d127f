//! One world with all who are in it: a call is written to the journal, done, and its events are handed on.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tracing::warn;
use virtlab_core::api::{Call, FunctionId, HandleKind, Outcome, Value};
use virtlab_core::world::{ClientId, World};

use super::clock::Clock;
use super::door::EventSender;
use super::lock;
use super::state::Log;

/// The daemon itself, as a client of its worlds.
const DAEMON: ClientId = ClientId(0);

/// A world that connections share.
pub struct Cell(Mutex<Inside>);

struct Inside {
    world: World,
    clock: Clock,
    log: Option<Log>,
    listeners: BTreeMap<ClientId, EventSender>,
}

impl Cell {
    /// A world, with what it is kept by.
    pub fn new(world: World, clock: Clock, log: Option<Log>) -> Self {
        Self(Mutex::new(Inside { world, clock, log, listeners: BTreeMap::new() }))
    }

    /// Does a call for a client.
    pub fn perform(&self, client: ClientId, call: &Call) -> Outcome {
        let mut inside = lock(&self.0);
        inside.follow_clock();
        let outcome = inside.step(client, call);
        if !outcome.raised.is_empty() {
            inside.hand_on_events();
        }
        outcome
    }

    /// Lets a client in: events of its go to `sender`.
    pub(super) fn enter(&self, client: ClientId, sender: EventSender) {
        lock(&self.0).listeners.insert(client, sender);
    }

    /// The client has left. What it left open is closed, as it is when its socket is gone.
    pub fn leave(&self, client: ClientId) {
        let mut inside = lock(&self.0);
        inside.listeners.remove(&client);
        inside.close_all(|id| id == client);
    }

    /// Whether nobody is in.
    pub fn is_empty(&self) -> bool {
        lock(&self.0).listeners.is_empty()
    }

    /// Closes the connections that clients of an earlier daemon left open: they are gone with it.
    pub fn close_the_dead(&self) {
        lock(&self.0).close_all(|_| true);
    }

    /// [`World::state_hash`].
    pub fn state_hash(&self) -> u128 {
        lock(&self.0).world.state_hash()
    }
}

impl Inside {
    /// A call is in the journal before it is done: an answer that was sent is never lost.
    fn step(&mut self, client: ClientId, call: &Call) -> Outcome {
        if let Some(log) = &mut self.log
            && let Err(error) = log.append(client, call)
        {
            warn!("{error}");
            return Outcome::refused(call, error.to_libvirt());
        }
        let outcome = self.world.perform(client, call);
        if let Some(log) = &mut self.log {
            log.shorten(&self.world);
        }
        outcome
    }

    fn close_all(&mut self, whose: impl Fn(ClientId) -> bool) {
        let clients = self.world.clients().filter(|(id, _)| whose(*id));
        let open: Vec<(ClientId, Call)> = clients
            .flat_map(|(id, client)| {
                let streams = client.handles(HandleKind::Stream).map(|(handle, held)| (handle, held.refs));
                let connections = client.connections().map(|(handle, conn)| (handle, conn.own_refs));
                streams.chain(connections).map(move |(handle, refs)| (id, handle, refs))
            })
            .flat_map(|(id, handle, refs)| (0..refs).map(move |_| (id, handle)))
            .filter_map(|(id, handle)| {
                Some((id, Call::new(handle.kind.freed_by()?, [Value::Handle(handle)])))
            })
            .collect();
        for (client, call) in &open {
            self.step(*client, call);
        }
    }

    fn follow_clock(&mut self) {
        for call in self.clock.calls(self.world.clock_ns()) {
            self.step(DAEMON, &call);
        }
    }

    /// A turn of the event loop for every client that has events waiting.
    fn hand_on_events(&mut self) {
        let waiting: Vec<ClientId> = self.world.clients_with_events().collect();
        let run = Call::new(FunctionId::EventRunDefaultImpl, []);
        for client in waiting {
            let delivered = self.step(client, &run).delivered;
            let Some(sender) = self.listeners.get(&client) else { continue };
            if !delivered.into_iter().all(|event| sender.send(event)) {
                warn!(client = client.0, "does not take its events");
                self.listeners.remove(&client);
            }
        }
    }
}
