//! `<iothreads>`, `<iothreadids>` and `<defaultiothread>`.

use std::collections::BTreeSet;

use super::fault;
use crate::domain::config::tuning::{Iothread, Iothreads, Pool};
use crate::ground::limits::IOTHREADS_MAX;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, number};

/// The attributes of `<poll>`.
const POLL: [&str; 4] = ["max", "grow", "shrink", "weight"];

fn parse_pool(element: &Element<'_>) -> Result<Pool> {
    Ok((
        element.prop_i32("thread_pool_min", 10, Prop::NONNEGATIVE)?,
        element.prop_i32("thread_pool_max", 10, Prop::NONNEGATIVE)?,
    ))
}

/// `virDomainDefParseIOThreads` of libvirt.
pub(super) fn parse(root: &Element<'_>) -> Result<Iothreads> {
    let mut iothreads = Iothreads::default();
    let mut taken = BTreeSet::new();
    let mut count = match root.path_text("iothreads") {
        None => 0,
        Some(text) => number::to_u32(&text, 10)
            .ok_or_else(|| fault(ErrorCode::XmlError, format!("invalid iothreads count '{text}'")))?,
    };
    if let Some(element) = root.child("defaultiothread") {
        iothreads.default_pool = Some(parse_pool(element)?).filter(|pool| *pool != (None, None));
    }
    for element in root.all("iothreadids").flat_map(|ids| ids.all("iothread")) {
        let id = element.prop_u32("id", 10, Prop::REQUIRED.and(Prop::NONZERO))?.unwrap_or(0);
        let mut thread = Iothread { pool: parse_pool(element)?, ..Iothread::new(id, false) };
        if let Some(poll) = element.child("poll") {
            for (value, name) in thread.poll.iter_mut().zip(POLL) {
                *value = match name {
                    "weight" => poll.prop_u32(name, 10, Prop::NONE)?.map(u64::from),
                    _ => poll.prop_u64(name, 10, Prop::NONE)?,
                };
            }
        }
        if !taken.insert(id) {
            return Err(fault(ErrorCode::XmlError, format!("duplicate iothread id '{id}' found")));
        }
        iothreads.threads.push(thread);
    }
    count = count.max(iothreads.threads.len() as u32);
    if count > IOTHREADS_MAX {
        let detail = format!("at most {IOTHREADS_MAX} I/O threads are simulated");
        return Err(fault(ErrorCode::ConfigUnsupported, detail));
    }
    let mut free = 1..;
    while (iothreads.threads.len() as u32) < count {
        let id = free.find(|id| !taken.contains(id)).unwrap_or(u32::MAX);
        iothreads.threads.push(Iothread::new(id, true));
    }
    Ok(iothreads)
}

/// `virDomainDefValidateIOThreads` of libvirt, to which none said is -1.
pub(super) fn validate(iothreads: &Iothreads) -> Result<()> {
    let unsupported = |detail| Err(fault(ErrorCode::ConfigUnsupported, detail));
    let pools = iothreads.threads.iter().map(|thread| thread.pool).chain(iothreads.default_pool);
    for (min, max) in pools {
        if max == Some(0) {
            return unsupported("thread_pool_max must be a positive integer");
        }
        if min.unwrap_or(-1) > max.unwrap_or(-1) {
            return unsupported("thread_pool_min must be smaller or equal to thread_pool_max");
        }
    }
    Ok(())
}

/// The elements laid out. `virDomainDefIOThreadsFormat` of libvirt.
pub(super) fn format(iothreads: &Iothreads) -> String {
    let mut w = Writer::at(1);
    if !iothreads.threads.is_empty() {
        w.text("iothreads", iothreads.threads.len());
    }
    let nothing =
        |thread: &Iothread| thread.is_numbered && thread.pool == (None, None) && thread.poll == [None; 4];
    if !iothreads.threads.iter().all(nothing) {
        w.start("iothreadids").inside(|w| {
            for thread in &iothreads.threads {
                w.start("iothread")
                    .attr("id", thread.id)
                    .opt_attr("thread_pool_min", thread.pool.0)
                    .opt_attr("thread_pool_max", thread.pool.1)
                    .inside(|w| {
                        let tag = w.start("poll");
                        let polls = POLL.iter().zip(thread.poll);
                        polls.fold(tag, |tag, (name, value)| tag.opt_attr(name, value)).nonempty(|_| {});
                    });
            }
        });
    }
    if let Some((min, max)) = iothreads.default_pool {
        w.start("defaultiothread").opt_attr("thread_pool_min", min).opt_attr("thread_pool_max", max).empty();
    }
    w.finish()
}
