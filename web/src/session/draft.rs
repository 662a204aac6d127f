//! The call that is being put together.

use virtlab_core::api::{Call, FunctionId, Handle, HandleKind, Kind, Value};
use virtlab_core::host::HostKey;
use virtlab_core::world::{Client, ClientId, World};

/// A function with an argument for each parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    function: FunctionId,
    args: Vec<Value>,
}

impl Draft {
    /// Exactly this call.
    pub fn of(call: Call) -> Self {
        let args = (0..call.function.row().params.len()).map(|i| call.arg(i)).collect();
        Self { function: call.function, args }
    }

    /// The function.
    pub fn function(&self) -> FunctionId {
        self.function
    }

    /// The argument of a parameter.
    pub fn arg(&self, index: usize) -> &Value {
        self.args.get(index).unwrap_or(&Value::Null)
    }

    /// The arguments.
    pub fn args(&self) -> &[Value] {
        &self.args
    }

    /// The call.
    pub fn call(&self) -> Call {
        Call { function: self.function, args: self.args.clone() }
    }

    pub(super) fn set(&mut self, index: usize, value: Value) {
        if let Some(arg) = self.args.get_mut(index) {
            *arg = value;
        }
    }

    /// The first handle, while it is open, becomes the best of its kind: one whose connection may do what the function
    /// does, then one of the host that is looked at, then the newest.
    pub(super) fn fill(&mut self, world: &World, client: ClientId, host: &HostKey) {
        let row = self.function.row();
        let (Some(client), Some(param), Some(arg)) =
            (world.client(client), row.params.first(), self.args.first_mut())
        else {
            return;
        };
        let (Kind::Handle(kind) | Kind::HandleArray(kind)) = param.kind else { return };
        if let (Value::Null, Some(handle)) = (&*arg, best(client, kind, row.writes(), host)) {
            *arg = match param.kind {
                Kind::HandleArray(_) => Value::List(vec![handle.into()]),
                _ => handle.into(),
            };
        }
    }

    /// Handles that are no longer live at this moment are open again.
    pub(super) fn drop_dead(&mut self, world: &World, client: ClientId, host: &HostKey) {
        let live = |handle| world.client(client).is_some_and(|client| client.is_live(handle));
        for arg in &mut self.args {
            let dead = |value: &Value| value.as_handle().is_some_and(|handle| !live(handle));
            match arg {
                Value::List(items) => items.retain(|item| !dead(item)),
                value if dead(value) => *value = Value::Null,
                _ => {}
            }
        }
        self.fill(world, client, host);
    }

    /// The first parameter takes this handle, if it is of its kind.
    pub(super) fn prefer(&mut self, handle: Handle) {
        if let (Some(param), Some(arg)) = (self.function.row().params.first(), self.args.first_mut())
            && param.kind == Kind::Handle(handle.kind)
        {
            *arg = handle.into();
        }
    }
}

/// Whether the connection of a handle may do what a function does, and whether it goes to this host.
fn rank(client: &Client, handle: Handle, writes: bool, host: &HostKey) -> (bool, bool) {
    let connection = client.connection_of(handle).and_then(|handle| client.connection(handle));
    connection.map_or((false, false), |conn| (!(writes && conn.read_only), conn.resolved.host == *host))
}

/// The live handle of a kind that suggests itself.
fn best(client: &Client, kind: HandleKind, writes: bool, host: &HostKey) -> Option<Handle> {
    let of_kind = client.live().filter(|handle| handle.kind == kind);
    of_kind.max_by_key(|handle| rank(client, *handle, writes, host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(calls: &[&str], function: FunctionId, host: &str) -> String {
        let mut world = World::builtin(1);
        for call in calls {
            let outcome = world.perform(ClientId(0), &call.parse().unwrap());
            assert!(outcome.ok(), "{call}: {:?}", outcome.error);
        }
        let mut draft = Draft::new(function);
        draft.fill(&world, ClientId(0), &host.into());
        draft.arg(0).to_string()
    }

    #[test]
    fn a_call_that_writes_gets_a_handle_that_may() {
        let calls = [
            "virConnectOpen(\"test:///default\")",
            "virDomainLookupByName(conn1, \"test\")",
            "virConnectOpenReadOnly(\"test:///default\")",
            "virDomainLookupByName(conn2, \"test\")",
        ];
        assert_eq!(filled(&calls, FunctionId::DomainDefineXML, "test"), "conn1");
        assert_eq!(filled(&calls, FunctionId::DomainSuspend, "test"), "dom1");
        assert_eq!(filled(&calls, FunctionId::ConnectGetURI, "test"), "conn2", "looking is allowed to both");
        assert_eq!(filled(&calls, FunctionId::DomainGetInfo, "test"), "dom2");
        assert_eq!(filled(&calls[2..3], FunctionId::DomainDefineXML, "test"), "conn1", "there is no other");
    }

    #[test]
    fn the_host_that_is_looked_at_comes_first() {
        let calls = ["virConnectOpen(\"test:///default\")", "virConnectOpen(\"qemu:///system\")"];
        assert_eq!(filled(&calls, FunctionId::ConnectGetType, "test"), "conn1");
        assert_eq!(filled(&calls, FunctionId::ConnectGetType, "kvm1"), "conn2");
        assert_eq!(filled(&calls, FunctionId::ConnectGetType, "xen"), "conn2", "the newest");
    }
}
