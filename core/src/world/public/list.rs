//! Counting and listing domains.

use crate::api::{FunctionId, HandleKind, Identity, Notice, Value};
use crate::domain::ListFilter;
use crate::ground::Result;
use crate::world::args::{Args, Reply};
use crate::world::handlers::Handler;
use crate::world::session::{Session, identity};

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
    let filter = ListFilter(args.flags());
    let domains = session.host()?.domains.iter().filter(|domain| filter.lets(domain));
    // With NULL for the array the call only counts.
    if args.is_null(1) {
        return Ok((domains.count() as u32).into());
    }
    let passing: Vec<Identity> = domains.map(|domain| identity(domain)).collect();
    let handles = passing.into_iter().map(|domain| session.new_identity(HandleKind::Domain, domain));
    let handles = handles.collect::<Result<Vec<_>>>()?;
    Ok(Reply::both(handles.len() as u32, [("domains", Value::List(handles))]))
}
