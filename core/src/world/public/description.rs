//! Life-cycle actions, memory statistics and passwords of a domain.

use std::sync::Arc;

use super::agent::active;
use crate::api::{FunctionId, Value};
use crate::domain::config::{DomainDef, LifecycleAction};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, Word};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainSetLifecycleAction => set_action,
        DomainMemoryStats => memory_stats,
        DomainSetUserPassword => set_password,
        _ => return None,
    })
}

/// The events that have an action.
const EVENTS: [&str; 3] = ["poweroff", "reboot", "crash"];
/// `VIR_DOMAIN_LIFECYCLE_ACTION_LAST`.
const ACTIONS: u32 = LifecycleAction::WORDS.len() as u32;

/// The checks of `virDomainSetLifecycleAction`.
pub(super) fn check_action(args: &Args<'_>) -> Result<()> {
    let refuse = |what: &str, number: u32| {
        let detail = format!("invalid lifecycle {what} '{number}'");
        Err(VirError::new(args.row.from, ErrorCode::InvalidArg, detail))
    };
    match (args.uint(1), args.uint(2)) {
        (kind, _) if kind >= EVENTS.len() as u32 => refuse("type", kind),
        (_, action) if action >= ACTIONS => refuse("action", action),
        _ => Ok(()),
    }
}

fn set_action(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let kind = args.uint(1) as usize;
    let Some(action) = LifecycleAction::ALL.get(args.uint(2) as usize).copied() else {
        return Err(VirError::unknown_cause());
    };
    let event = EVENTS[kind.min(2)];
    if event != "crash" && action.is_for_crashes() {
        let detail = format!("Lifecycle event '{event}' doesn't support '{}' action", action.word());
        return Err(VirError::new(ErrorDomain::Domain, ErrorCode::ConfigUnsupported, detail));
    }
    let domain = session.domain(args.handle(0))?.clone();
    let impact = domain.impact(args.flags())?;
    let set = |def: &mut DomainDef| match kind {
        0 => def.on_poweroff = action,
        1 => def.on_reboot = action,
        _ => def.on_crash = action,
    };
    session.host_mut()?.domains.update(&domain.def.uuid, |domain| {
        if impact.live {
            set(Arc::make_mut(&mut domain.def));
        }
        if impact.config {
            set(domain.lasting_def_mut());
        }
    });
    Ok(Reply::done())
}

/// `VIR_DOMAIN_MEMORY_STAT_NR`, and what the test driver says the last update was: in 1989.
const STATS_MAX: u32 = 13;
const LAST_UPDATE: i64 = 627_319_920;

fn memory_stats(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if args.is_null(1) || args.uint(2) == 0 {
        let none = ("stats", Value::List(Vec::new()));
        return Ok(Reply::with((!args.is_null(1)).then_some(none)));
    }
    if args.flags() != 0 {
        return Err(session.unknown_flags("DomainMemoryStats", args.flags())?);
    }
    let domain = active(session, args)?;
    let def = &domain.def;
    let kib = i64::from(def.memory.current_kib as i32);
    // By their numbers: balloon, swap in and out, faults, unused, available, usable, update, caches, huge pages, RSS.
    let all = [
        (6, kib),
        (0, 0),
        (1, 0),
        (2, 0),
        (3, 0),
        (4, kib / 2),
        (5, kib),
        (8, kib / 2),
        (9, LAST_UPDATE),
        (10, kib / 8),
        (11, 0),
        (12, 0),
        (7, kib / 2),
    ];
    let there = def.devices.memballoon.as_ref().is_some_and(|balloon| balloon.is_there());
    let count = if there { args.uint(2).min(STATS_MAX) as usize } else { 0 };
    let stat =
        |(tag, val): (i64, i64)| Value::Struct(vec![("tag", tag.into()), ("val", Value::from(val as u64))]);
    let stats: Vec<Value> = all.into_iter().take(count).map(stat).collect();
    Ok(Reply::both(stats.len() as u64, [("stats", Value::List(stats))]))
}

/// The test driver's guests take any password, and forget it.
fn set_password(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    active(session, args)?;
    Ok(Reply::done())
}
