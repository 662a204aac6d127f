//! References: who holds a handle, and what goes with the last of them.

use std::sync::Arc;

use super::host_state::HostState;
use super::session::Session;
use crate::api::{Handle, HandleKind, Notice};

impl Session<'_> {
    /// Takes a reference from a connection; with the last one it is closed. Gives how many are left.
    pub fn drop_connection_ref(&mut self, number: u32) -> u32 {
        let Some(conn) = self.client.connections.get_mut(&number) else { return 0 };
        conn.refs -= 1;
        if conn.refs > 0 {
            return conn.refs;
        }
        let key = conn.resolved.host.clone();
        self.client.connections.remove(&number);
        if let Some(host) = self.hosts.get_mut(&key) {
            host.connections = host.connections.saturating_sub(1);
            if host.connections == 0 && host.config.forget_on_last_close {
                if let Ok(fresh) = HostState::new(host.config.clone(), self.rng) {
                    *host = fresh;
                }
                self.client.event_states.remove(&key);
                self.notices.push(Notice::HostForgot(Arc::from(key.as_str())));
            }
        }
        0
    }

    /// Takes a reference from a handle; with the last one it is gone, and so is its reference to the one that it came by.
    pub fn drop_ref(&mut self, handle: Handle) {
        if handle.kind == HandleKind::Connect {
            self.drop_connection_ref(handle.number);
            return;
        }
        let Some(held) = self.client.held.get_mut(&handle) else { return };
        held.refs = held.refs.saturating_sub(1);
        if held.refs == 0 {
            let parent = held.parent;
            self.client.held.remove(&handle);
            self.drop_ref(parent);
        }
    }
}
