//! Connections that a daemon opened for its clients: objects come and go by value, as on libvirt's wire. Handles live for
//! the length of one call, so that a world does not grow by being called.

use super::args::Reply;
use super::client::Client;
use super::held::Known;
use super::{ClientId, World};
use crate::api::{Call, FunctionId, Handle, HandleKind, Object, Value};

/// The call with handles in place of its objects, if it has any. `virGetDomain`: nothing is looked up.
pub(super) fn adopt(client: &mut Client, call: &Call) -> Option<Call> {
    if !call.args.iter().any(has_object) {
        return None;
    }
    let args = call.args.iter().map(|value| with_handles(client, value)).collect();
    Some(Call { function: call.function, args })
}

fn has_object(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::List(items) => items.iter().any(has_object),
        _ => false,
    }
}

fn with_handles(client: &mut Client, value: &Value) -> Value {
    match value {
        // A number that no handle has: the check of handles says what is wrong.
        Value::Object(object) => {
            handle_of(client, object).unwrap_or(Handle { kind: object.kind(), number: 0 }).into()
        }
        Value::List(items) => Value::List(items.iter().map(|item| with_handles(client, item)).collect()),
        other => other.clone(),
    }
}

/// A handle for an object; none if its connection is not there or is not by value.
fn handle_of(client: &mut Client, object: &Object) -> Option<Handle> {
    let parent = match object.parent() {
        Value::Object(parent) => handle_of(client, parent)?,
        parent => parent.as_handle().filter(|parent| is_by_value(client, *parent))?,
    };
    client.hold(object.kind(), parent, Known::Object(object.identity().clone()))
}

/// Whether a handle is of a connection that keeps none.
fn is_by_value(client: &Client, handle: Handle) -> bool {
    let connection = client.connection_of(handle).and_then(|handle| client.connection(handle));
    connection.is_some_and(|connection| connection.by_value)
}

/// The answer with objects in place of the handles of by-value connections, which are then forgotten. An object of the
/// call's that is another after it, as a domain that got an ID, goes out by its parameter's name.
pub(super) fn give(client: &mut Client, call: &Call, adopted: Option<&Call>, mut reply: Reply) -> Reply {
    if !client.accepted {
        return reply;
    }
    let handles = adopted.map_or(&[][..], |adopted| &adopted.args);
    for ((param, given), handle) in call.function.row().params.iter().zip(&call.args).zip(handles) {
        let (Value::Object(given), Some(handle)) = (given, handle.as_handle()) else { continue };
        if let Some(now) = object_of(client, handle).filter(|now| *now != **given) {
            reply.out.push((param.name, now.into()));
        }
    }
    replace(client, &mut reply.ret);
    for (_, value) in &mut reply.out {
        replace(client, value);
    }
    forget(client);
    reply
}

fn replace(client: &Client, value: &mut Value) {
    match value {
        Value::Handle(handle) => {
            if let Some(object) = object_of(client, *handle) {
                *value = object.into();
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| replace(client, item)),
        Value::Struct(members) => members.iter_mut().for_each(|(_, member)| replace(client, member)),
        _ => {}
    }
}

/// What a handle of a by-value connection stands for.
fn object_of(client: &Client, handle: Handle) -> Option<Object> {
    if is_by_value(client, handle) { as_object(client, handle) } else { None }
}

/// What a handle of an object stands for.
pub(super) fn as_object(client: &Client, handle: Handle) -> Option<Object> {
    let held = client.held(handle)?;
    let parent = match held.parent.kind {
        HandleKind::Connect => held.parent.into(),
        _ => as_object(client, held.parent)?.into(),
    };
    Object::new(handle.kind, parent, held.identity()?.clone())
}

/// Takes away every object's handle of by-value connections, and their numbers back, so that a call leaves nothing behind.
fn forget(client: &mut Client) {
    // A handle comes after the one that it came by: the kinds of what is in a domain follow that of domains.
    let held: Vec<Handle> = client.all_handles().rev().map(|(handle, _)| handle).collect();
    for handle in held {
        if handle.kind.by_value().is_some() && is_by_value(client, handle) {
            client.let_go(handle);
        }
    }
}

/// A daemon's client that closed its last connection is gone: its number can be another's.
pub(super) fn forget_client(world: &mut World, id: ClientId, function: FunctionId) {
    let is_gone = |client: &Client| client.accepted && client.connections.is_empty();
    if function == FunctionId::ConnectClose && world.clients.get(&id).is_some_and(is_gone) {
        world.clients.remove(&id);
        world.listening.remove(&id);
    }
}

#[cfg(test)]
mod tests {
    use crate::api::{Call, Outcome, Value};
    use crate::ground::ErrorCode;
    use crate::world::{ClientId, World};

    const TEST: &str = r#"conn1.domain("test", "6695eb01-f6a4-8304-79aa-97f2502e193f", 1)"#;

    fn perform(world: &mut World, text: &str) -> Outcome {
        let call: Call = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
        world.perform(ClientId(7), &call)
    }

    fn accepted() -> World {
        let mut world = World::builtin(1);
        assert_eq!(
            perform(&mut world, r#"virtlabConnectAccept("test:///default")"#).ret.to_string(),
            "conn1"
        );
        world
    }

    #[test]
    fn objects_come_and_go_and_leave_no_handle() {
        let mut world = accepted();
        let found = perform(&mut world, r#"virDomainLookupByName(conn1, "test")"#);
        assert_eq!(found.ret.to_string(), TEST);
        let list = perform(&mut world, "virConnectListAllDomains(conn1)");
        assert_eq!(list.out, [("domains", Value::List(vec![found.ret.clone()]))]);
        assert!(perform(&mut world, &format!("virDomainDestroy({TEST})")).ok());
        assert!(perform(&mut world, "virDomainCreate(dom1)").error.is_some());
        let client = world.client(ClientId(7)).expect("a client");
        assert_eq!(client.all_handles().count(), 0);
        assert_eq!(client.connections().next().map(|(_, conn)| conn.refs), Some(1));
    }

    #[test]
    fn a_call_that_changes_an_object_gives_it_back() {
        let mut world = accepted();
        let destroyed = perform(&mut world, &format!("virDomainDestroy({TEST})"));
        let off = TEST.replace(", 1)", ", -1)");
        assert_eq!(destroyed.out.len(), 1);
        assert_eq!((destroyed.out[0].0, destroyed.out[0].1.to_string()), ("domain", off.clone()));
        let created = perform(&mut world, &format!("virDomainCreateWithFlags({off})"));
        assert_eq!(created.out[0].1.to_string(), TEST.replace(", 1)", ", 2)"));
        assert!(perform(&mut world, &format!("virDomainGetInfo({off})")).ok(), "the ID identifies nothing");
    }

    #[test]
    fn snapshots_come_and_go_by_value_too() {
        let mut world = accepted();
        let create = format!(
            "virDomainSnapshotCreateXML({TEST}, \"<domainsnapshot><name>s</name></domainsnapshot>\")"
        );
        let made = perform(&mut world, &create).ret.to_string();
        assert_eq!(made, format!("{TEST}.snapshot(\"s\")"));
        let told = perform(&mut world, &format!("virDomainSnapshotGetDomain({made})"));
        assert_eq!(told.ret.to_string(), TEST);
        assert_eq!(perform(&mut world, &format!("virDomainSnapshotIsCurrent({made})")).ret, Value::Int(1));
        let client = world.client(ClientId(7)).expect("a client");
        assert_eq!(client.all_handles().count(), 0);
    }

    #[test]
    fn an_object_of_no_domain_or_no_connection_is_an_error() {
        let mut world = accepted();
        let nobody = TEST.replace("6695", "6696");
        let error =
            perform(&mut world, &format!("virDomainSuspend({nobody})")).error.expect("no such domain");
        assert_eq!(error.code, ErrorCode::NoDomain);
        let elsewhere = TEST.replace("conn1", "conn2");
        let error =
            perform(&mut world, &format!("virDomainSuspend({elsewhere})")).error.expect("no connection");
        assert_eq!(error.code, ErrorCode::InvalidDomain);
        perform(&mut world, r#"virConnectOpen("test:///default")"#);
        let error =
            perform(&mut world, &format!("virDomainSuspend({elsewhere})")).error.expect("not by value");
        assert_eq!(error.code, ErrorCode::InvalidDomain);
    }

    #[test]
    fn a_client_that_closes_is_forgotten_with_its_callbacks() {
        let mut world = accepted();
        perform(&mut world, "virConnectDomainEventRegisterAny(conn1, NULL, 0, \"f\")");
        assert!(perform(&mut world, &format!("virDomainSuspend({TEST})")).ok());
        assert_eq!(world.clients_with_events().collect::<Vec<_>>(), [ClientId(7)]);
        assert_eq!(perform(&mut world, "virConnectClose(conn1)").ret, Value::Int(0));
        assert!(world.client(ClientId(7)).is_none());
        assert_eq!(world.clients_with_events().count(), 0);
    }
}
