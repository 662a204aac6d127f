//! What snapshots and checkpoints have in common: their handles, the document that makes one, and lists.

use std::sync::Arc;

use crate::api::{HandleKind, Identity, Notice, Value};
use crate::domain::config::DomainDef;
use crate::domain::moment::{Moment, MomentTree};
use crate::domain::rules::{Effect, Rule, Verb, decide};
use crate::domain::xml::ParseFlags;
use crate::domain::xml::moment::MomentParse;
use crate::domain::{Domain, DomainEvent};
use crate::ground::{ErrorCode, Result, VirError};
use crate::world::args::{Args, Reply};
use crate::world::held::{Held, Known};
use crate::world::session::Session;

/// The name that a moment's handle knows it by.
pub(super) fn name(session: &Session<'_>, args: &Args<'_>) -> Arc<str> {
    let held = args.handle(0).and_then(|handle| session.client.held(handle)).and_then(Held::identity);
    held.map(|moment| moment.name.clone()).unwrap_or_default()
}

/// The domain of the call.
pub(super) fn domain(session: &Session<'_>, args: &Args<'_>) -> Result<Arc<Domain>> {
    session.domain(args.handle(0)).cloned()
}

/// A new handle of a moment of the call's domain, which holds a reference to the domain's handle.
/// `virGetDomainSnapshot`, `virGetDomainCheckpoint`.
pub(super) fn new_handle(
    session: &mut Session<'_>,
    args: &Args<'_>,
    kind: HandleKind,
    name: &Arc<str>,
) -> Result<Value> {
    let Some(domain) = args.handle(0).and_then(|handle| session.client.domain_of(handle)) else {
        return Ok(Value::Null);
    };
    session.new_handle(kind, domain, Known::Object(Identity::named(name.clone())))
}

/// How the domain inside a moment's document is read.
pub(super) const READ_AS: ParseFlags =
    ParseFlags { inactive: true, abi_update: false, skip_validate: true, schema: false };

/// How a moment's document is read by this call.
pub(super) fn parse_as(session: &Session<'_>, redefine: bool, schema: bool) -> MomentParse {
    MomentParse {
        redefine,
        schema,
        now_s: i64::try_from(*session.clock_ns / 1_000_000_000).unwrap_or(i64::MAX),
    }
}

/// A copy of the domain's configuration in force, to be kept. `virDomainDefCopy` of libvirt: by way of XML.
pub(super) fn copy_of(session: &mut Session<'_>, domain: &Domain) -> Result<Arc<DomainDef>> {
    let host = session.host()?.clone();
    Ok(Arc::new(host.copy(&domain.def, session.rng)?))
}

/// The row that decides about a verb, and what it has done; its refusal is an error.
pub(super) fn decide_by(
    session: &mut Session<'_>,
    verb: Verb,
    domain: &Domain,
    facts: &crate::domain::rules::Facts,
) -> Result<(&'static Rule, (Effect, Option<DomainEvent>))> {
    let rule = decide(verb, facts);
    session.rule = Some(rule);
    let done = crate::domain::check_rule(rule, domain, &domain.def.name, session.driver_domain()?)?;
    Ok((rule, done))
}

/// Changes the call's domain.
pub(super) fn update<T>(
    session: &mut Session<'_>,
    domain: &Domain,
    change: impl FnOnce(&mut Domain) -> Result<T>,
) -> Result<T> {
    let none = VirError::bare(session.driver_domain()?, ErrorCode::NoDomain);
    session.host_mut()?.domains.update(&domain.def.uuid, change).unwrap_or(Err(none))
}

/// The moment that the call's handle names.
pub(super) fn find<'d, T: Moment>(
    session: &Session<'_>,
    tree: &'d MomentTree<T>,
    kind: HandleKind,
    name: &str,
) -> Result<&'d Arc<T>> {
    tree.get(name).map_or_else(|| Err(not_found(session, kind, name)?), Ok)
}

fn not_found(session: &Session<'_>, kind: HandleKind, name: &str) -> Result<Box<VirError>> {
    let (code, word) = words(kind);
    let detail = format!("no domain {word} with matching name '{name}'");
    Ok(VirError::new(session.driver_domain()?, code, detail))
}

fn words(kind: HandleKind) -> (ErrorCode, &'static str) {
    match kind {
        HandleKind::Checkpoint => (ErrorCode::NoDomainCheckpoint, "checkpoint"),
        _ => (ErrorCode::NoDomainSnapshot, "snapshot"),
    }
}

/// A handle of the parent of the call's moment.
pub(super) fn parent_of<T: Moment>(
    session: &mut Session<'_>,
    args: &Args<'_>,
    kind: HandleKind,
    moment: &T,
) -> Result<Reply> {
    let base = moment.base();
    let Some(parent) = &base.parent else {
        let (code, word) = words(kind);
        let detail = format!("{word} '{}' does not have a parent", base.name);
        return Err(VirError::new(session.driver_domain()?, code, detail));
    };
    Ok(new_handle(session, args, kind, parent)?.into())
}

/// Names of moments, in the caller's array. The return value counts those that did not fit, too.
pub(super) fn names<T: Moment>(session: &mut Session<'_>, args: &Args<'_>, found: &[&Arc<T>]) -> Reply {
    let total = found.len() as u32;
    if args.is_null(1) {
        return total.into();
    }
    let room = usize::try_from(args.int(2)).unwrap_or(0);
    if found.len() > room && room > 0 {
        session.notices.push(Notice::ArrayTooSmall(total));
    }
    let kept = found.iter().take(room).map(|moment| Value::text(&moment.base().name)).collect();
    Reply::both(total, [("names", Value::List(kept))])
}

/// New handles of moments; with `NULL` for the array the call only counts.
pub(super) fn handles<T: Moment>(
    session: &mut Session<'_>,
    args: &Args<'_>,
    kind: HandleKind,
    found: &[&Arc<T>],
) -> Result<Reply> {
    if args.is_null(1) {
        return Ok((found.len() as u32).into());
    }
    let made = found.iter().map(|moment| new_handle(session, args, kind, &moment.base().name));
    let made = made.collect::<Result<Vec<_>>>()?;
    Ok(Reply::both(made.len() as u32, [(args.row.params[1].name, Value::List(made))]))
}

/// Deletes a moment, what is below it, or both.
pub(super) fn delete_from<T: Moment>(tree: &mut MomentTree<T>, name: &str, flags: u32) {
    const CHILDREN: u32 = 1;
    const CHILDREN_ONLY: u32 = 4;
    if flags & (CHILDREN | CHILDREN_ONLY) != 0 {
        tree.delete_below(name);
    }
    if flags & CHILDREN_ONLY == 0 {
        tree.delete(name);
    }
}
