//! Callbacks for streams that can be read or written. virfdstream.c: the event loop watches the file behind the stream.

use crate::api::{Delivered, FunctionId, Handle, HandleKind};
use crate::ground::limits::CALLBACKS_MAX;
use crate::ground::{ErrorDomain, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::held::{Flow, Stream};
use crate::world::public::refused::no_support;
use crate::world::public::stream::{is_through, not_open, stream};
use crate::world::session::Session;
use crate::world::sources::{LoopFunction, Source, Wait};

const READABLE: i32 = 1;
const WRITABLE: i32 = 2;
const ERROR: i32 = 4;
const HANGUP: i32 = 8;

/// The handlers of this file's functions.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        StreamEventAddCallback => add,
        StreamEventUpdateCallback => update,
        StreamEventRemoveCallback => remove,
        _ => return None,
    })
}

fn internal<T>(message: &str) -> Result<T> {
    Err(VirError::internal(ErrorDomain::Streams, message))
}

/// What the file behind a stream has to tell. A stream that blocks is the picture's file itself, which never makes anybody
/// wait; before one that does not is a pipe, whose other end is gone once all is read.
pub(super) fn ready(stream: &Stream) -> i32 {
    match stream.flow {
        _ if !stream.nonblocking => READABLE | WRITABLE,
        Flow::Screen { ended: true, .. } => HANGUP,
        Flow::Screen { read, .. } if is_through(read) => READABLE | HANGUP,
        _ => READABLE,
    }
}

/// Whether the stream is open; if it is not, the error is that of its callbacks.
fn is_unused(session: &mut Session<'_>, args: &Args<'_>) -> Result<bool> {
    match stream(session, args.handle(0))?.flow {
        Flow::Closed => not_open(),
        flow => Ok(flow == Flow::Unused),
    }
}

fn add(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if is_unused(session, args)? {
        return no_support(args);
    }
    let handle = args.handle(0).unwrap_or(Handle { kind: HandleKind::Stream, number: 0 });
    let known = stream(session, Some(handle))?;
    if known.watch != 0 {
        return internal("stream already has a callback registered");
    }
    let wait = Wait::Stream { stream: handle, events: args.int(1) };
    let has_loop = session.client.event_loop.has(LoopFunction::AddHandle);
    if !has_loop || session.client.sources.len() >= CALLBACKS_MAX {
        // The watch that there is not counts as one from now on.
        stream(session, Some(handle))?.watch = -1;
        return internal("cannot register file watch on stream");
    }
    let callback = args.callback(2).unwrap_or_default();
    let (opaque, free) = (args.callback(3), args.callback(4));
    let watch = session.client.sources.add(Source { wait, number: 0, callback, opaque, free });
    stream(session, Some(handle))?.watch = watch;
    // The watch holds a reference to the stream.
    if let Some(held) = session.client.held.get_mut(&handle) {
        held.refs = held.refs.saturating_add(1);
    }
    Ok(Reply::done())
}

/// The number of what watches a stream.
fn watch(session: &mut Session<'_>, args: &Args<'_>) -> Result<i32> {
    match stream(session, args.handle(0))?.watch {
        0 => internal("stream does not have a callback registered"),
        watch => Ok(watch),
    }
}

fn update(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if is_unused(session, args)? {
        return no_support(args);
    }
    let watch = watch(session, args)?;
    session.client.sources.set_events(watch, args.int(1));
    Ok(Reply::done())
}

fn remove(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if is_unused(session, args)? {
        return no_support(args);
    }
    let watch = watch(session, args)?;
    stream(session, args.handle(0))?.watch = 0;
    let Some(source) = session.client.sources.remove_stream(watch, false) else { return Ok(Reply::done()) };
    if let Some(callback) = source.free {
        session.delivered.push(Delivered::Freed { callback, opaque: source.opaque });
    }
    if let Some(handle) = args.handle(0) {
        session.drop_ref(handle);
    }
    Ok(Reply::done())
}

/// The file behind a stream is gone, and with it what watched it: its data is never let go of, nor its reference to the
/// stream. If the stream is aborted, the callback hears of it first.
pub(super) fn forget(session: &mut Session<'_>, handle: Option<Handle>, aborted: bool) -> Result<()> {
    let watch = std::mem::take(&mut stream(session, handle)?.watch);
    let Some(source) = session.client.sources.remove_stream(watch, true) else { return Ok(()) };
    let Wait::Stream { stream, events } = source.wait else { return Ok(()) };
    if aborted && events & (READABLE | WRITABLE) != 0 && !source.callback.is_empty() {
        let (callback, opaque) = (source.callback, source.opaque);
        session.delivered.push(Delivered::StreamEvent { callback, stream, events: ERROR, opaque });
    }
    Ok(())
}
