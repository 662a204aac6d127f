//! `<iothreads>`, `<iothreadids>` and `<defaultiothread>`: read and checked as libvirt does, then kept as text.

use std::collections::BTreeMap;

use super::fault;
use crate::ground::limits::IOTHREADS_MAX;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, number};

/// The attributes of `<poll>`.
const POLL: [&str; 4] = ["max", "grow", "shrink", "weight"];

/// How many threads of a pool, at least and at most.
type Pool = (Option<i32>, Option<i32>);

struct Iothread {
    id: u32,
    /// libvirt made the number up.
    is_numbered: bool,
    pool: Pool,
    poll: [Option<u64>; 4],
}

/// The I/O threads while their document is read.
#[derive(Default)]
pub(super) struct Iothreads {
    threads: Vec<Iothread>,
    // By number, for the sections that speak of one.
    places: BTreeMap<u32, usize>,
    default_pool: Option<Pool>,
}

fn parse_pool(element: &Element<'_>) -> Result<Pool> {
    Ok((
        element.prop_i32("thread_pool_min", 10, Prop::NONNEGATIVE)?,
        element.prop_i32("thread_pool_max", 10, Prop::NONNEGATIVE)?,
    ))
}

/// `virDomainDefParseIOThreads` of libvirt.
pub(super) fn parse(root: &Element<'_>) -> Result<Iothreads> {
    let mut iothreads = Iothreads::default();
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
        let mut thread = Iothread { id, is_numbered: false, pool: parse_pool(element)?, poll: [None; 4] };
        if let Some(poll) = element.child("poll") {
            for (value, name) in thread.poll.iter_mut().zip(POLL) {
                *value = match name {
                    "weight" => poll.prop_u32(name, 10, Prop::NONE)?.map(u64::from),
                    _ => poll.prop_u64(name, 10, Prop::NONE)?,
                };
            }
        }
        if iothreads.contains(id) {
            return Err(fault(ErrorCode::XmlError, format!("duplicate iothread id '{id}' found")));
        }
        iothreads.push(thread);
    }
    count = count.max(iothreads.threads.len() as u32);
    if count > IOTHREADS_MAX {
        let detail = format!("at most {IOTHREADS_MAX} I/O threads are simulated");
        return Err(fault(ErrorCode::ConfigUnsupported, detail));
    }
    let mut free = 1..;
    while (iothreads.threads.len() as u32) < count {
        let id = free.find(|id| !iothreads.contains(*id)).unwrap_or(u32::MAX);
        iothreads.push(Iothread { id, is_numbered: true, pool: (None, None), poll: [None; 4] });
    }
    Ok(iothreads)
}

impl Iothreads {
    fn push(&mut self, thread: Iothread) {
        self.places.insert(thread.id, self.threads.len());
        self.threads.push(thread);
    }

    /// Whether there is one of that number.
    pub(super) fn contains(&self, id: u32) -> bool {
        self.places.contains_key(&id)
    }

    /// The numbers, in the order of the document.
    pub(super) fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.threads.iter().map(|thread| thread.id)
    }

    /// `virDomainDefValidateIOThreads` of libvirt, to which none said is -1.
    pub(super) fn validate(&self) -> Result<()> {
        let unsupported = |detail| Err(fault(ErrorCode::ConfigUnsupported, detail));
        let pools = self.threads.iter().map(|thread| thread.pool).chain(self.default_pool);
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
    pub(super) fn format(&self) -> String {
        let mut w = Writer::at(1);
        if !self.threads.is_empty() {
            w.text("iothreads", self.threads.len());
        }
        let nothing =
            |thread: &Iothread| thread.is_numbered && thread.pool == (None, None) && thread.poll == [None; 4];
        if !self.threads.iter().all(nothing) {
            w.start("iothreadids").inside(|w| {
                for thread in &self.threads {
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
        if let Some((min, max)) = self.default_pool {
            w.start("defaultiothread")
                .opt_attr("thread_pool_min", min)
                .opt_attr("thread_pool_max", max)
                .empty();
        }
        w.finish()
    }
}
