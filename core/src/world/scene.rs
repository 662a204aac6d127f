//! A hash of what somebody who looks for a way through a world has to tell apart.

use std::hash::{Hash, Hasher};

use super::{Client, HostState, World};
use crate::ground::hash::stable_hash;

/// The world without what is told of calls alone.
struct Scene<'w>(&'w World);

impl World {
    /// A hash of what calls can come to differ by: hosts' objects, files, open connections, what handles there are for, events.
    /// Two handles for one object count as one; the numbers that were ever given, errors, and what hosts are made of
    /// do not count. Where [`World::state_hash`] says whether two worlds are equal, this says whether it is worth while
    /// to go on from both.
    pub fn scene_hash(&self) -> u128 {
        stable_hash(&Scene(self))
    }
}

impl Hash for Scene<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self(world) = self;
        for host in world.hosts() {
            // Whole, so that a family to come is not forgotten.
            let HostState { config: _, domains, networks, pools, next_domain_id: _, connections } = host;
            (domains, networks, pools, connections).hash(state);
        }
        (&world.files, world.clock_ns).hash(state);
        for (id, client) in world.clients() {
            id.hash(state);
            hash_client(client, state);
        }
    }
}

fn hash_client<H: Hasher>(client: &Client, state: &mut H) {
    let connection = |(_, conn): (_, &super::Connection)| {
        stable_hash(&(&conn.resolved.host, conn.read_only, conn.own_refs))
    };
    let handle = |(handle, held): (crate::api::Handle, &super::Held)| {
        stable_hash(&(handle.kind, client.domain(handle), client.connection_of(handle), &held.known))
    };
    // As sets: in which order they were made, and how often, does not matter.
    let sorted = |mut hashes: Vec<u128>| {
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    };
    sorted(client.connections().map(connection).collect()).hash(state);
    sorted(client.all_handles().map(handle).collect()).hash(state);
    (client.errors().count(), client.event_loop, &client.event_states, &client.sources).hash(state);
}

#[cfg(test)]
mod tests {
    use crate::world::{ClientId, World};

    #[test]
    fn what_calls_tell_does_not_count_and_what_they_do_does() {
        let mut world = World::builtin(1);
        let mut after = |call: &str| {
            world.perform(ClientId(0), &call.parse().unwrap());
            world.scene_hash()
        };
        let open = after("virConnectOpen(\"test:///default\")");
        let looked = after("virDomainLookupByName(conn1, \"test\")");
        assert_ne!(open, looked);
        assert_eq!(after("virDomainLookupByName(conn1, \"test\")"), looked);
        assert_eq!(after("virDomainResume(dom1)"), looked, "an error is nothing that was done");
        assert_ne!(after("virDomainSuspend(dom1)"), looked);
        assert_ne!(after("virDomainFree(dom1)"), after("virDomainFree(dom2)"));
        for (look_up, destroy) in [
            ("virNetworkLookupByName(conn1, \"default\")", "virNetworkDestroy(net1)"),
            ("virStoragePoolLookupByName(conn1, \"default-pool\")", "virStoragePoolDestroy(pool1)"),
        ] {
            assert_ne!(after(look_up), after(destroy), "{destroy}");
        }
    }
}
