//! What a reader can choose from in a form: what is live, and what can be reached.

use virtlab_core::api::{Handle, HandleKind};
use virtlab_core::world::Held;

use super::State;

/// A live handle and what it stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// The handle.
    pub handle: Handle,
    /// A connection's URI, an error's code, or what [`stands_for`] says.
    pub stands_for: String,
}

/// What a handle of an object stands for: the object's name, or the handle that a stream came by.
pub fn stands_for(held: &Held) -> String {
    held.identity().map_or_else(|| held.parent.to_string(), |identity| identity.name.to_string())
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
            HandleKind::Error => {
                client.errors().map(|(h, error)| known(h, error.code.c_name().to_owned())).collect()
            }
            _ => client.handles(kind).map(|(h, held)| known(h, stands_for(held))).collect(),
        }
    }

    /// The URIs that reach the lab's hosts.
    pub fn uris(&self) -> Vec<String> {
        self.world().lab().hosts.iter().flat_map(|host| host.uris.iter().map(ToString::to_string)).collect()
    }
}
