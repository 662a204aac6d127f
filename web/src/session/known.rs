//! What a reader can choose from in a form: what is live, and what can be reached.

use virtlab_core::api::{Handle, HandleKind};

use super::State;

/// A live handle and what it stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// The handle.
    pub handle: Handle,
    /// A connection's URI, a domain's or network's name, or an error's code.
    pub stands_for: String,
}

impl State {
    /// The client's live handles of a kind.
    pub fn handles(&self, kind: HandleKind) -> Vec<Known> {
        let Some(client) = self.world().client(self.client) else { return Vec::new() };
        let known = |handle, stands_for| Known { handle, stands_for };
        match kind {
            HandleKind::Connect => {
                client.connections().map(|(h, conn)| known(h, conn.resolved.uri.to_string())).collect()
            }
            HandleKind::Domain => client.domains().map(|(h, dom)| known(h, dom.name.to_string())).collect(),
            HandleKind::Network => client.networks().map(|(h, net)| known(h, net.name.to_string())).collect(),
            HandleKind::Stream => {
                let of = |number: u32| Handle { kind: HandleKind::Connect, number }.to_string();
                client.streams().map(|(h, stream)| known(h, of(stream.connection))).collect()
            }
            HandleKind::Snapshot | HandleKind::Checkpoint => {
                let of_kind = client.moments().filter(|(handle, _)| handle.kind == kind);
                of_kind.map(|(handle, moment)| known(handle, moment.name.to_string())).collect()
            }
            HandleKind::Error => {
                client.errors().map(|(h, error)| known(h, error.code.c_name().to_owned())).collect()
            }
        }
    }

    /// The URIs that reach the lab's hosts.
    pub fn uris(&self) -> Vec<String> {
        self.world().lab().hosts.iter().flat_map(|host| host.uris.iter().map(ToString::to_string)).collect()
    }
}
