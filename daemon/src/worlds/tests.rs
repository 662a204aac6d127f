//! Who shares a world, and what is left of it.

use std::sync::Arc;

use virtlab_core::api::{Call, Outcome, Value};
use virtlab_core::host::Lab;

use super::{Clock, Door, Event, Settings, Worlds};
use crate::peer::Hub as _;

fn worlds(forget: bool) -> Arc<Worlds> {
    let settings = Settings { seed: 1, clock: Clock::Manual, forget, ..Settings::default() };
    Arc::new(Worlds::new(settings).unwrap())
}

fn call(door: &mut Door, text: &str) -> Outcome {
    let call: Call = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
    door.perform(&call)
}

/// A client that has opened a URI.
fn enter(worlds: &Arc<Worlds>, uri: &str) -> Door {
    let mut door = Door::new(worlds.clone(), 4).0;
    open(&mut door, uri);
    door
}

fn open(door: &mut Door, uri: &str) {
    let uri = door.open(Some(uri), false).unwrap().unwrap();
    let accepted = call(door, &format!("virtlabConnectAccept({uri:?})"));
    assert!(accepted.ok(), "{accepted:?}");
}

fn leave(mut door: Door) {
    assert!(call(&mut door, "virConnectClose(conn1)").ok());
    door.close();
}

fn domains(door: &mut Door) -> Value {
    call(door, "virConnectNumOfDomains(conn1)").ret
}

const DESTROY: &str = r#"virDomainDestroy(conn1.domain("test", "6695eb01-f6a4-8304-79aa-97f2502e193f", 1))"#;
const SUSPEND: &str = r#"virDomainSuspend(conn1.domain("test", "6695eb01-f6a4-8304-79aa-97f2502e193f", 1))"#;
const RESUME: &str = r#"virDomainResume(conn1.domain("test", "6695eb01-f6a4-8304-79aa-97f2502e193f", 1))"#;

#[test]
fn a_world_is_shared_by_its_name_and_outlives_its_clients() {
    let worlds = worlds(false);
    let mut one = enter(&worlds, "test:///default");
    let mut named = enter(&worlds, "test:///default?world=a");
    let mut own = enter(&worlds, "test:///default?world=");
    assert!(call(&mut one, DESTROY).ok());
    let mut other = enter(&worlds, "test:///default");
    let seen: Vec<Value> = [&mut one, &mut other, &mut named, &mut own].map(domains).into();
    assert_eq!(seen, [0, 0, 1, 1].map(Value::from));
    assert!(call(&mut named, DESTROY).ok() && call(&mut own, DESTROY).ok());
    [one, other, named, own].into_iter().for_each(leave);
    for (uri, left) in [("default", 0), ("default?world=a", 0), ("default?world=", 1), ("default?world=b", 1)]
    {
        assert_eq!(domains(&mut enter(&worlds, &format!("test:///{uri}"))), Value::from(left), "{uri}");
    }
}

#[test]
fn with_forget_a_world_is_new_once_everybody_has_left() {
    let worlds = worlds(true);
    for uri in ["test:///default", "test:///default?world=a"] {
        let (mut one, two) = (enter(&worlds, uri), enter(&worlds, uri));
        assert!(call(&mut one, DESTROY).ok());
        leave(one);
        let mut three = enter(&worlds, uri);
        assert_eq!(domains(&mut three), Value::from(0), "{uri}: somebody is still there");
        leave(two);
        leave(three);
        let mut last = enter(&worlds, uri);
        assert_eq!(domains(&mut last), Value::from(1), "{uri}");
        leave(last);
    }
}

#[test]
fn a_client_s_number_is_used_again_when_it_has_left() {
    let worlds = worlds(false);
    let (one, two) = (enter(&worlds, "test:///default"), enter(&worlds, "test:///default"));
    assert_eq!((one.client().0, two.client().0), (1, 2));
    leave(one);
    let mut again = enter(&worlds, "test:///default");
    assert_eq!(again.client().0, 1);
    // Opening again leaves the world before.
    again.close();
    let error = call(&mut again, "virConnectNumOfDomains(conn1)").error.unwrap();
    assert_eq!(&*error.message, "no connection driver available for no connection was opened");
}

#[test]
fn events_go_to_those_who_listen_until_they_do_not_take_them() {
    let worlds = worlds(false);
    let mut one = enter(&worlds, "test:///default");
    let (mut listener, mut heard) = Door::new(worlds.clone(), 4);
    open(&mut listener, "test:///default");
    let registered = call(
        &mut listener,
        "virConnectDomainEventRegisterAny(conn1, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, \"f\")",
    );
    assert!(registered.ok(), "{registered:?}");
    for _ in 0..3 {
        assert!(call(&mut one, SUSPEND).ok() && call(&mut one, RESUME).ok());
    }
    let kinds: Vec<bool> = std::iter::from_fn(|| heard.try_recv().ok())
        .map(|event| matches!(event, Event::Delivered(_)))
        .collect();
    assert_eq!(kinds, [true, true, true, true, false], "four wait, and then it is over");
    assert!(call(&mut one, SUSPEND).ok());
    assert!(heard.try_recv().is_err());
}

#[test]
fn a_lab_s_hosts_are_those_of_its_file() {
    let mut lab = Lab::builtin();
    lab.hosts.retain(|host| host.key.as_str() == "test");
    let settings = Settings { lab: Some(lab), clock: Clock::Manual, ..Settings::default() };
    let worlds = Arc::new(Worlds::new(settings).unwrap());
    let mut door = enter(&worlds, "test:///default");
    let uri = door.open(Some("qemu:///system"), false).unwrap().unwrap();
    let error = call(&mut door, &format!("virtlabConnectAccept({uri:?})")).error.unwrap();
    assert_eq!(&*error.message, "no connection driver available for qemu:///system");
    let nobody = Lab { local_hostname: "x".into(), ..Lab::builtin() };
    let settings = Settings { lab: Some(nobody), ..Settings::default() };
    let error = Worlds::new(settings).map(|_| ()).unwrap_err().to_string();
    assert_eq!(error, "the lab cannot be: local_hostname: no host is on x");
}

#[test]
fn a_node_file_is_a_world_of_its_own() {
    let path = std::env::temp_dir().join(format!("virtlab-node-{}.xml", std::process::id()));
    let uri = format!("test://{}", path.display());
    let domain = |name: &str, more: &str| {
        format!(
            "<domain type='test'><name>{name}</name><memory>1</memory><os><type>hvm</type></os>{more}</domain>"
        )
    };
    let shared = worlds(false);
    let mut missing = Door::new(shared.clone(), 1).0;
    missing.open(Some(&uri), false).unwrap();
    let error = call(&mut missing, &format!("virtlabConnectAccept({uri:?})")).error.unwrap();
    assert_eq!(
        &*error.message,
        format!("Failed to open file '{}': No such file or directory", path.display())
    );
    std::fs::write(&path, format!("<node>{}{}</node>", domain("a", ""), domain("b", ""))).unwrap();
    let mut one = enter(&shared, &uri);
    assert_eq!(domains(&mut one), Value::from(2));
    assert!(call(&mut one, "virDomainDefineXML(conn1, \"<domain/>\")").error.is_some());
    assert_eq!(domains(&mut enter(&shared, "test:///default")), Value::from(1), "not in there");
    // Who comes later shares it, though the file is another now; libvirtd, and --forget, read it for each.
    std::fs::write(&path, format!("<node>{}</node>", domain("a", ""))).unwrap();
    assert_eq!(domains(&mut enter(&shared, &uri)), Value::from(2));
    let forgetful = worlds(true);
    assert_eq!(domains(&mut enter(&forgetful, &uri)), Value::from(1));
    std::fs::write(&path, "<node><memory>x</memory></node>").unwrap();
    let mut bad = Door::new(forgetful, 1).0;
    assert_eq!(&*bad.open(Some(&uri), false).unwrap_err().message, "XML error: invalid node memory value");
    std::fs::remove_file(&path).unwrap();
}
