//! Records of statistics: `virConnectGetAllDomainStats` and `virDomainListGetStats`. The test driver has those of the state
//! and of I/O threads.

use std::sync::Arc;

use uuid::Uuid;

use crate::api::{FunctionId, HandleKind, Value};
use crate::domain::{Domain, ListFilter};
use crate::ground::params::TypedParam;
use crate::ground::{ErrorCode, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::{Session, identity};

/// `VIR_DOMAIN_STATS_STATE`.
const STATE: u32 = 1;
/// `VIR_DOMAIN_STATS_IOTHREAD`.
const IOTHREAD: u32 = 128;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS`.
const ENFORCE: u32 = 1 << 31;
/// The flags that say which domains, the same as those of `virConnectListAllDomains`.
const FILTERS: u32 = 0xff;

/// The handlers of this file's functions.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        ConnectGetAllDomainStats => get_all,
        DomainListGetStats => get_listed,
        _ => return None,
    })
}

/// The statistics that are wanted, all of them for 0.
fn wanted(session: &Session<'_>, args: &Args<'_>) -> Result<u32> {
    let stats = args.uint(1);
    let unknown = stats & !(STATE | IOTHREAD);
    if args.flags() & ENFORCE != 0 && unknown != 0 {
        let detail = format!("Stats types bits 0x{unknown:x} are not supported by this daemon");
        return Err(VirError::new(session.driver_domain()?, ErrorCode::ArgumentUnsupported, detail));
    }
    Ok(if stats == 0 { STATE | IOTHREAD } else { stats })
}

fn get_all(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let stats = wanted(session, args)?;
    let filter = ListFilter::new(args.flags() & FILTERS);
    let domains = session.host()?.domains.iter().filter(|domain| filter.lets(domain)).cloned().collect();
    records(session, domains, stats)
}

/// Domains that are gone are left out.
fn get_listed(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let stats = wanted(session, args)?;
    let filter = ListFilter::new(args.flags() & FILTERS);
    let uuids: Vec<Uuid> = args
        .handles(0)
        .into_iter()
        .map(|handle| Ok(session.dom(Some(handle))?.uuid))
        .collect::<Result<_>>()?;
    let host = session.host()?;
    let there = uuids.iter().filter_map(|uuid| host.domains.get(uuid));
    let domains = there.filter(|domain| filter.lets(domain)).cloned().collect();
    records(session, domains, stats)
}

/// A record, with a new handle, for each domain.
fn records(session: &mut Session<'_>, domains: Vec<Arc<Domain>>, stats: u32) -> Result<Reply> {
    let mut records = Vec::new();
    for domain in domains {
        let handle = session.new_identity(HandleKind::Domain, identity(&domain))?;
        let params: Vec<TypedParam> = params(&domain, stats);
        records.push(Value::Struct(vec![("dom", handle), ("params", params.into())]));
    }
    Ok(Reply::both(records.len() as u64, [("retStats", Value::List(records))]))
}

fn params(domain: &Domain, stats: u32) -> Vec<TypedParam> {
    let mut params = Vec::new();
    if stats & STATE != 0 {
        params.push(TypedParam::new("state.state", domain.state.state() as i32));
        params.push(TypedParam::new("state.reason", domain.state.number()));
    }
    let threads = &domain.guest.iothreads;
    if stats & IOTHREAD != 0 && domain.active() && !threads.is_empty() {
        params.push(TypedParam::new("iothread.count", threads.len() as u32));
        for thread in threads {
            let name = |of: &str| format!("iothread.{}.{of}", thread.id);
            params.push(TypedParam::new(name("poll-max-ns"), thread.max_ns));
            params.push(TypedParam::new(name("poll-grow"), thread.grow));
            params.push(TypedParam::new(name("poll-shrink"), thread.shrink));
            params.push(TypedParam::new(name("poll-weight"), thread.weight));
        }
    }
    params
}
