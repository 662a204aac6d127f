//! What a program adds to libvirt's event loop itself: watched file descriptors and timers. `virEventGLib*` of libvirt.

use std::sync::Arc;

use imbl::Vector;
use serde::{Deserialize, Serialize};

use crate::api::{Delivered, Handle};

/// `VIR_EVENT_HANDLE_WRITABLE`.
const WRITABLE: i32 = 2;
/// A program's standard output and standard error, which take whatever is written. Its standard input is silent, and no
/// other descriptor is open: nothing ever happens on them.
const ALWAYS_WRITABLE: [i32; 2] = [1, 2];

/// `VIR_EVENT_HANDLE_ERROR` and `VIR_EVENT_HANDLE_HANGUP`, which are told unasked.
const UNASKED: i32 = 4 | 8;

/// A function of an event loop, by its place among the parameters of `virEventRegisterImpl`.
#[derive(Clone, Copy)]
pub(super) enum LoopFunction {
    AddHandle,
    UpdateHandle,
    RemoveHandle,
    AddTimeout,
    UpdateTimeout,
    RemoveTimeout,
}

/// Which functions of an event loop are registered: a bit for each [`LoopFunction`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub(super) struct EventLoop(u8);

impl EventLoop {
    /// libvirt's own, which has all.
    pub fn default_loop() -> Self {
        Self::with(std::iter::repeat(true))
    }

    /// A loop with the functions that are there, in order.
    pub fn with(there: impl Iterator<Item = bool>) -> Self {
        Self(
            there
                .take(LoopFunction::RemoveTimeout as usize + 1)
                .enumerate()
                .fold(0, |bits, (at, is)| bits | u8::from(is) << at),
        )
    }

    /// The first that is registered stays.
    pub fn register(&mut self, other: Self) {
        if self.0 == 0 {
            *self = other;
        }
    }

    /// Whether it has a function.
    pub fn has(self, function: LoopFunction) -> bool {
        self.0 & 1 << function as u8 != 0
    }
}

/// The descriptors and timers of a client's event loop.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(super) struct Sources {
    /// In the order in which they began to wait, as the loop looks at them.
    list: Vector<Source>,
    next_watch: i32,
    next_timer: i32,
    /// Watches that were removed are let go of at the next turn, which does nothing else.
    removed_watches: Vector<Option<Owner>>,
    /// Timers that were removed are let go of at a turn that has nothing else to do.
    removed_timers: Vector<Option<Owner>>,
}

impl Default for Sources {
    fn default() -> Self {
        let (removed_watches, removed_timers) = (Vector::new(), Vector::new());
        Self { list: Vector::new(), next_watch: 1, next_timer: 1, removed_watches, removed_timers }
    }
}

/// The function that frees the data, and the data.
type Owner = (Arc<str>, Option<Arc<str>>);

/// A descriptor or a timer, with the caller's names for the function, its data, and what frees them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(super) struct Source {
    /// What it waits for.
    pub wait: Wait,
    /// The number that it was given.
    pub number: i32,
    pub callback: Arc<str>,
    pub opaque: Option<Arc<str>>,
    pub free: Option<Arc<str>>,
}

/// What a source waits for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(super) enum Wait {
    /// `virEventHandleType` on a file descriptor.
    Descriptor { fd: i32, events: i32 },
    /// `virStreamEventType` on the file behind a stream.
    Stream { stream: Handle, events: i32 },
    /// So many milliseconds, again and again; none for a timer that is disabled.
    Time { interval_ms: Option<u32>, due_ns: u64 },
}

impl Wait {
    /// A timer of `virEventAddTimeout`.
    pub fn time(timeout_ms: i32, now_ns: u64) -> Self {
        let interval_ms = u32::try_from(timeout_ms).ok();
        let due_ns = now_ns.saturating_add(u64::from(interval_ms.unwrap_or(0)) * 1_000_000);
        Self::Time { interval_ms, due_ns }
    }

    fn is_timer(self) -> bool {
        matches!(self, Self::Time { .. })
    }

    fn is_due(self, now_ns: u64, ready: &dyn Fn(Handle) -> i32) -> bool {
        match self {
            Self::Descriptor { fd, events } => ALWAYS_WRITABLE.contains(&fd) && events & WRITABLE != 0,
            Self::Stream { stream, events } => events != 0 && ready(stream) & (events | UNASKED) != 0,
            Self::Time { interval_ms, due_ns } => interval_ms.is_some() && due_ns <= now_ns,
        }
    }
}

impl Sources {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The number for a timer that libvirt itself adds, for a queue of events.
    pub fn take_timer(&mut self) -> i32 {
        self.next_timer += 1;
        self.next_timer - 1
    }

    /// Adds a source, and gives it a number.
    pub fn add(&mut self, source: Source) -> i32 {
        let number = match source.wait {
            Wait::Time { .. } => self.take_timer(),
            Wait::Descriptor { .. } | Wait::Stream { .. } => {
                self.next_watch += 1;
                self.next_watch - 1
            }
        };
        self.list.push_back(Source { number, ..source });
        number
    }

    fn position(&self, is_timer: bool, number: i32) -> Option<usize> {
        self.list.iter().position(|source| source.number == number && source.wait.is_timer() == is_timer)
    }

    /// What a timer waits for from now on.
    pub fn set_timer(&mut self, number: i32, wait: Wait) {
        if let Some(index) = self.position(true, number) {
            let source = self.list.remove(index);
            self.list.push_back(Source { wait, ..source });
        }
    }

    /// What a watch waits for from now on. The same as before changes nothing.
    pub fn set_events(&mut self, number: i32, to: i32) {
        let Some(index) = self.position(false, number) else { return };
        let mut wait = self.list[index].wait;
        let (Wait::Descriptor { events, .. } | Wait::Stream { events, .. }) = &mut wait else { return };
        if *events != to {
            *events = to;
            let source = self.list.remove(index);
            self.list.push_back(Source { wait, ..source });
        }
    }

    /// Takes away what watches a stream. Its file may be gone before: then the loop has nothing to let go of.
    pub fn remove_stream(&mut self, number: i32, is_gone: bool) -> Option<Source> {
        let source = self.list.remove(self.position(false, number)?);
        if !is_gone {
            self.removed_watches.push_back(None);
        }
        Some(source)
    }

    /// Takes a source away. False if there is none of the number.
    pub fn remove(&mut self, is_timer: bool, number: i32) -> bool {
        let Some(index) = self.position(is_timer, number) else { return false };
        let source = self.list.remove(index);
        let removed = if is_timer { &mut self.removed_timers } else { &mut self.removed_watches };
        removed.push_back(source.free.map(|free| (free, source.opaque)));
        true
    }

    /// What was removed is let go of: its functions run. None if there is nothing.
    pub fn free_removed(&mut self, timers: bool) -> Option<Vec<Delivered>> {
        let removed = if timers { &mut self.removed_timers } else { &mut self.removed_watches };
        if removed.is_empty() {
            return None;
        }
        let owners = std::mem::take(removed).into_iter().flatten();
        Some(owners.map(|(callback, opaque)| Delivered::Freed { callback, opaque }).collect())
    }

    /// Runs the callbacks of what has something to tell; `ready` is what the file behind a stream has. A timer begins anew.
    pub fn turn(&mut self, now_ns: u64, ready: &dyn Fn(Handle) -> i32) -> Vec<Delivered> {
        let mut ran = Vec::new();
        for source in self.list.iter_mut().filter(|source| source.wait.is_due(now_ns, ready)) {
            let (number, callback, opaque) = (source.number, source.callback.clone(), source.opaque.clone());
            match &mut source.wait {
                Wait::Descriptor { fd, .. } => {
                    let (watch, fd) = (number, *fd);
                    ran.push(Delivered::Handle { callback, watch, fd, events: WRITABLE, opaque });
                }
                // Registered without a function.
                Wait::Stream { .. } if callback.is_empty() => {}
                Wait::Stream { stream, events } => {
                    let (stream, events) = (*stream, ready(*stream) & (*events | UNASKED));
                    ran.push(Delivered::StreamEvent { callback, stream, events, opaque });
                }
                Wait::Time { interval_ms, due_ns } => {
                    ran.push(Delivered::Timeout { callback, timer: number, opaque });
                    *due_ns = now_ns.saturating_add(u64::from(interval_ms.unwrap_or(0)) * 1_000_000);
                }
            }
        }
        ran
    }
}
