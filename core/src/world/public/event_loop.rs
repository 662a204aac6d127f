//! The event loop: libvirt's own, and what a program adds to it. virevent.c.

use crate::api::{Delivered, FunctionId, Notice, Value};
use crate::ground::Result;
use crate::ground::limits::CALLBACKS_MAX;
use crate::host::HostKey;
use crate::world::args::{Args, Handler, Reply};
use crate::world::held::Known;
use crate::world::public::stream_event;
use crate::world::session::Session;
use crate::world::sources::{EventLoop, LoopFunction, Source, Wait};

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        EventRegisterImpl => register_impl,
        EventRegisterDefaultImpl => register_default_impl,
        EventRunDefaultImpl => |session, _| turn(session, &mut |_| Ok(false)),
        EventAddHandle => add_handle,
        EventUpdateHandle => update_handle,
        EventRemoveHandle => |session, args| remove(session, args, false),
        EventAddTimeout => add_timeout,
        EventUpdateTimeout => update_timeout,
        EventRemoveTimeout => |session, args| remove(session, args, true),
        _ => return None,
    })
}

fn register_default_impl(session: &mut Session<'_>, _: &Args<'_>) -> Result<Reply> {
    session.client.event_loop.register(EventLoop::default_loop());
    Ok(Reply::done())
}

/// A loop of the program's own: its functions are taken to do what libvirt's do, and those that are `NULL` are not there.
fn register_impl(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    session.client.event_loop.register(EventLoop::with((0..).map(|at| !args.is_null(at))));
    Ok(Value::Void.into())
}

/// One turn of the loop: what is due runs, and what waits in queues is handed to the callbacks that want it, in the order of
/// registration. Letting go of a watch comes before all else, and of a timer after it; each takes a turn of its own.
///
/// `arrived` hands out what came from elsewhere, and says whether there was any.
pub(in crate::world) fn turn(
    session: &mut Session<'_>,
    arrived: &mut dyn FnMut(&mut Session<'_>) -> Result<bool>,
) -> Result<Reply> {
    if let Some(freed) = session.client.sources.free_removed(false) {
        session.delivered.extend(freed);
        return Ok(Reply::done());
    }
    let now = *session.clock_ns;
    let held = &session.client.held;
    let ready = |stream| match held.get(&stream).map(|held| &held.known) {
        Some(Known::Stream(stream)) => stream_event::ready(stream),
        _ => 0,
    };
    let ran = session.client.sources.turn(now, &ready);
    let mut any = !ran.is_empty();
    session.delivered.extend(ran);
    any |= arrived(session)?;
    let waiting = session.client.event_states.iter().filter(|(_, state)| !state.queue.is_empty());
    let hosts: Vec<HostKey> = waiting.map(|(host, _)| host.clone()).collect();
    for host in hosts {
        let Some(state) = session.client.event_states.get_mut(&host) else { continue };
        for event in std::mem::take(&mut state.queue) {
            any = true;
            for callback in state.callbacks.iter().filter(|callback| callback.wants(&event)) {
                session.delivered.push(Delivered::Event {
                    callback_id: callback.id,
                    callback: callback.name.clone(),
                    connection: callback.connection(),
                    event: event.clone(),
                });
            }
        }
    }
    if any {
        return Ok(Reply::done());
    }
    if let Some(freed) = session.client.sources.free_removed(true) {
        session.delivered.extend(freed);
    } else {
        session.notices.push(Notice::WouldBlock);
    }
    Ok(Reply::done())
}

/// -1, and no error: these functions tell of none.
fn failed() -> Result<Reply> {
    Ok(Value::Int(-1).into())
}

/// Adds a descriptor or a timer; there has to be a loop.
fn add(session: &mut Session<'_>, args: &Args<'_>, wait: Wait, at: usize) -> Result<Reply> {
    let function = match wait {
        Wait::Time { .. } => LoopFunction::AddTimeout,
        _ => LoopFunction::AddHandle,
    };
    if !session.client.event_loop.has(function) || session.client.sources.len() >= CALLBACKS_MAX {
        return failed();
    }
    let callback = args.callback(at).unwrap_or_default();
    let (opaque, free) = (args.callback(at + 1), args.callback(at + 2));
    Ok(session.client.sources.add(Source { wait, number: 0, callback, opaque, free }).into())
}

fn add_handle(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    add(session, args, Wait::Descriptor { fd: args.int(0), events: args.int(1) }, 2)
}

fn add_timeout(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let wait = Wait::time(args.int(0), *session.clock_ns);
    add(session, args, wait, 1)
}

fn update_handle(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if session.client.event_loop.has(LoopFunction::UpdateHandle) {
        session.client.sources.set_events(args.int(0), args.int(1));
    }
    Ok(Value::Void.into())
}

fn update_timeout(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let wait = Wait::time(args.int(1), *session.clock_ns);
    if session.client.event_loop.has(LoopFunction::UpdateTimeout) {
        session.client.sources.set_timer(args.int(0), wait);
    }
    Ok(Value::Void.into())
}

fn remove(session: &mut Session<'_>, args: &Args<'_>, is_timer: bool) -> Result<Reply> {
    let function = if is_timer { LoopFunction::RemoveTimeout } else { LoopFunction::RemoveHandle };
    match session.client.event_loop.has(function) && session.client.sources.remove(is_timer, args.int(0)) {
        true => Ok(Reply::done()),
        false => failed(),
    }
}
