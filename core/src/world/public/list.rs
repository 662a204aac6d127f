//! Counting and listing domains.

use std::sync::Arc;

use crate::api::{FunctionId, HandleKind, Identity, Notice, Value};
use crate::domain::{Brief, ListFilter};
use crate::ground::Result;
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        ConnectNumOfDomains => num_of_domains,
        ConnectListDomains => list_domains,
        ConnectNumOfDefinedDomains => num_of_defined,
        ConnectListDefinedDomains => list_defined,
        ConnectListAllDomains => list_all,
        _ => return None,
    })
}

pub(in crate::world) fn num_of_domains(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    Ok((session.host()?.domains.active_len() as u32).into())
}

pub(in crate::world) fn num_of_defined(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    let domains = &session.host()?.domains;
    Ok(((domains.len() - domains.active_len()) as u32).into())
}

/// What fits into the caller's array; a notice says how many there were if that is more.
pub(super) fn fit(session: &mut Session<'_>, args: &Args<'_>, name: &'static str, all: Vec<Value>) -> Reply {
    let room = usize::try_from(args.int(2)).unwrap_or(0);
    if args.is_null(1) {
        return 0.into();
    }
    if all.len() > room && room > 0 {
        session.notices.push(Notice::ArrayTooSmall(all.len() as u32));
    }
    let kept: Vec<Value> = all.into_iter().take(room).collect();
    Reply::both(kept.len() as u32, [(name, Value::List(kept))])
}

pub(in crate::world) fn list_domains(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let ids = session.host()?.domains.ids().map(Value::from).collect();
    Ok(fit(session, args, "ids", ids))
}

pub(in crate::world) fn list_defined(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let inactive = session.host()?.domains.iter().filter(|domain| !domain.active());
    let names = inactive.map(|domain| Value::text(&domain.def.name)).collect();
    Ok(fit(session, args, "names", names))
}

pub(in crate::world) fn list_all(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let filter = ListFilter::new(args.flags());
    let domains = session.host()?.domains.passing(filter);
    // With NULL for the array the call only counts.
    if args.is_null(1) {
        return Ok((domains.count() as u32).into());
    }
    let identity = |(name, brief): (&Arc<str>, Brief)| Identity {
        name: name.clone(),
        uuid: brief.uuid,
        id: brief.id,
        place: None,
    };
    let handles = match session.objects(HandleKind::Domain)? {
        Some(object) => domains.map(|domain| object(identity(domain))).collect::<Result<Vec<_>>>(),
        None => {
            let passing: Vec<Identity> = domains.map(identity).collect();
            passing.into_iter().map(|domain| session.new_identity(HandleKind::Domain, domain)).collect()
        }
    }?;
    Ok(Reply::both(handles.len() as u32, [("domains", Value::List(handles))]))
}

#[cfg(test)]
mod tests {
    use crate::api::{Call, Outcome, Value};
    use crate::world::{ClientId, World};

    fn perform(world: &mut World, client: u32, text: &str) -> Outcome {
        let call: Call = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        let outcome = world.perform(ClientId(client), &call);
        assert!(outcome.ok(), "{text}: {:?}", outcome.error);
        outcome
    }

    /// Every domain of a list of a daemon's client is what a look-up by its name gives; their names.
    fn listed(world: &mut World, flags: &str) -> Vec<String> {
        let list = perform(world, 7, &format!("virConnectListAllDomains(conn1, &, {flags})"));
        let counted = perform(world, 7, &format!("virConnectListAllDomains(conn1, NULL, {flags})"));
        let [(_, Value::List(domains))] = &list.out[..] else { panic!("{:?}", list.out) };
        assert_eq!((&list.ret, domains.len()), (&counted.ret, list.ret.as_u64().unwrap_or(0) as usize));
        let mut names = Vec::new();
        for domain in domains {
            let Value::Object(object) = domain else { panic!("{domain}") };
            let name = object.identity().name.to_string();
            let found = perform(world, 7, &format!("virDomainLookupByName(conn1, \"{name}\")"));
            assert_eq!(&found.ret, domain);
            names.push(name);
        }
        names
    }

    #[test]
    fn a_list_tells_what_every_look_up_does_whatever_happens_to_the_domains() {
        let mut world = World::builtin(1);
        perform(&mut world, 7, "virtlabConnectAccept(\"test:///default\")");
        perform(&mut world, 0, "virConnectOpen(\"test:///default\")");
        let xml = |name: &str| {
            let os = format!(
                "<uuid>6695eb01-f6a4-8304-79aa-97f2502e19{:02x}</uuid><os><type>hvm</type></os>",
                name.as_bytes()[0]
            );
            format!("\"<domain type='test'><name>{name}</name><memory>1024</memory>{os}</domain>\"")
        };
        let steps = [
            (format!("virDomainDefineXML(conn1, {})", xml("b")), &["b", "test"][..], &["test"][..]),
            ("virDomainCreate(dom1)".into(), &["b", "test"], &["b", "test"]),
            (format!("virDomainDefineXML(conn1, {})", xml("b")), &["b", "test"], &["b", "test"]),
            ("virDomainSuspend(dom1)".into(), &["b", "test"], &["b", "test"]),
            ("virDomainDestroy(dom1)".into(), &["b", "test"], &["test"]),
            ("virDomainRename(dom1, \"z\", 0)".into(), &["test", "z"], &["test"]),
            ("virDomainCreate(dom1)".into(), &["test", "z"], &["test", "z"]),
            (format!("virDomainCreateXML(conn1, {})", xml("a")), &["a", "test", "z"], &["a", "test", "z"]),
            ("virDomainDestroy(dom3)".into(), &["test", "z"], &["test", "z"]),
            ("virDomainUndefine(dom1)".into(), &["test", "z"], &["test", "z"]),
            ("virDomainDestroy(dom1)".into(), &["test"], &["test"]),
        ];
        for (call, all, active) in steps {
            perform(&mut world, 0, &call);
            for flags in ["0", "VIR_CONNECT_LIST_DOMAINS_ACTIVE|VIR_CONNECT_LIST_DOMAINS_INACTIVE"] {
                assert_eq!(listed(&mut world, flags), all, "{call}");
            }
            assert_eq!(listed(&mut world, "VIR_CONNECT_LIST_DOMAINS_ACTIVE"), active, "{call}");
        }
    }
}
