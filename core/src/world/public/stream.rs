//! Streams. The test driver has one kind: the picture of a guest's screen, which is read to its end.

use std::sync::Arc;

use crate::api::{Delivered, FunctionId, Handle, HandleKind, Value};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::held::{Flow, Known, Stream};
use crate::world::public::refused::no_support;
use crate::world::public::stream_event;
use crate::world::session::Session;

/// The picture of every screen, a PNG of our own drawing.
const SCREEN: &[u8] = include_bytes!("screen.png");
/// What a sink is given at once: `VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX`.
pub(in crate::world) const CHUNK: usize = 262_120;

/// The handlers of this file's functions.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        StreamNew => new,
        StreamSend => send,
        StreamRecv => receive,
        StreamSendHole => send_hole,
        StreamRecvFlags | StreamRecvHole => no_holes,
        StreamSendAll | StreamSparseSendAll => send_all,
        StreamRecvAll | StreamSparseRecvAll => receive_all,
        StreamFinish => finish,
        StreamAbort => abort,
        DomainScreenshot => screenshot,
        _ => return None,
    })
}

fn new(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let stream = Stream { nonblocking: args.flags() & 1 != 0, flow: Flow::Unused, watch: 0 };
    let parent = Handle::connection(session.connection.unwrap_or_default());
    Ok(session.new_handle(HandleKind::Stream, parent, Known::Stream(stream))?.into())
}

/// The stream of a handle.
pub(in crate::world) fn stream<'s>(
    session: &'s mut Session<'_>,
    handle: Option<Handle>,
) -> Result<&'s mut Stream> {
    let held = handle.and_then(|handle| session.client.held.get_mut(&handle));
    match held.map(|held| &mut held.known) {
        Some(Known::Stream(stream)) => Ok(stream),
        _ => Err(VirError::bare(ErrorDomain::Streams, ErrorCode::InvalidStream)),
    }
}

/// It was finished or aborted.
pub(super) fn not_open<T>() -> Result<T> {
    Err(VirError::internal(ErrorDomain::Streams, "stream is not open"))
}

/// The picture can be read and nothing else.
fn send(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    const EBADF: i32 = 9;
    match stream(session, args.handle(0))?.flow {
        Flow::Unused | Flow::Elsewhere => no_support(args),
        Flow::Closed => not_open(),
        Flow::Screen { .. } => Err(VirError::system(
            ErrorDomain::Streams,
            EBADF,
            "cannot write to stream",
            "Bad file descriptor",
        )),
    }
}

fn send_hole(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    const EINVAL: i32 = 22;
    match stream(session, args.handle(0))?.flow {
        Flow::Unused | Flow::Elsewhere => no_support(args),
        Flow::Closed => not_open(),
        Flow::Screen { .. } => {
            Err(VirError::system(ErrorDomain::Streams, EINVAL, "unable to truncate", "Invalid argument"))
        }
    }
}

/// Pictures have no holes, and the driver no function that looks for them.
fn no_holes(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    no_support(args)
}

/// The driver has no such function.
fn lacks(function: FunctionId) -> Box<VirError> {
    VirError::new(ErrorDomain::Streams, ErrorCode::NoSupport, function.c_name())
}

/// Takes the next bytes of a stream.
fn take(session: &mut Session<'_>, args: &Args<'_>, most: usize) -> Result<&'static [u8]> {
    match &mut stream(session, args.handle(0))?.flow {
        Flow::Unused | Flow::Elsewhere => Err(lacks(FunctionId::StreamRecv)),
        Flow::Closed => not_open(),
        Flow::Screen { read, ended } => {
            let left = SCREEN.get(*read as usize..).unwrap_or_default();
            let taken = &left[..most.min(left.len())];
            *read += u32::try_from(taken.len()).unwrap_or(0);
            *ended |= left.is_empty();
            Ok(taken)
        }
    }
}

/// Whether all that a stream has was read.
pub(super) fn is_through(read: u32) -> bool {
    SCREEN.len() <= read as usize
}

fn receive(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let most = usize::try_from(args.u64(2)).unwrap_or(usize::MAX);
    let taken = take(session, args, most)?;
    Ok(Reply::both(taken.len() as u64, [("data", Value::Bytes(taken.into()))]))
}

pub(in crate::world) fn only_blocking(session: &mut Session<'_>, args: &Args<'_>, what: &str) -> Result<()> {
    if !stream(session, args.handle(0))?.nonblocking {
        return Ok(());
    }
    let detail = format!("data {what} cannot be used for non-blocking streams");
    Err(VirError::new(ErrorDomain::Streams, ErrorCode::OperationInvalid, detail))
}

/// Gives the caller's function all that is left. What goes wrong is told by the function that receives, and then once more.
fn receive_all(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    only_blocking(session, args, "sinks")?;
    let callback = args.callback(1).unwrap_or_default();
    let handle = args.handle(0).unwrap_or(Handle { kind: HandleKind::Stream, number: 0 });
    loop {
        // Data and holes apart come by another function, which the driver has not.
        let taken = match args.row.id {
            FunctionId::StreamSparseRecvAll => Err(lacks(FunctionId::StreamRecvFlags)),
            _ => take(session, args, CHUNK),
        };
        let taken = taken.inspect_err(|error| session.report(error));
        match taken {
            Err(error) => {
                end(session, args.handle(0), true)?;
                return Err(error);
            }
            Ok([]) => return Ok(Reply::done()),
            Ok(taken) => {
                let data: Arc<[u8]> = taken.into();
                let callback = callback.clone();
                session.delivered.push(Delivered::Stream { callback, stream: handle, data: Some(data) });
            }
        }
    }
}

/// Asks the caller's function for data, of which a client of the world has none.
fn send_all(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    only_blocking(session, args, "sources")?;
    let stream = args.handle(0).unwrap_or(Handle { kind: HandleKind::Stream, number: 0 });
    let callback = args.callback(1).unwrap_or_default();
    session.delivered.push(Delivered::Stream { callback, stream, data: None });
    Ok(Reply::done())
}

/// Ends a stream. Who watches one that is aborted hears of it.
fn end(session: &mut Session<'_>, handle: Option<Handle>, aborted: bool) -> Result<()> {
    stream_event::forget(session, handle, aborted)?;
    let stream = stream(session, handle)?;
    if stream.flow != Flow::Unused {
        stream.flow = Flow::Closed;
    }
    Ok(())
}

fn finish(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if stream(session, args.handle(0))?.flow == Flow::Unused {
        return no_support(args);
    }
    end(session, args.handle(0), false)?;
    Ok(Reply::done())
}

fn abort(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    end(session, args.handle(0), true)?;
    Ok(Reply::done())
}

/// Whatever the domain, running or not, and whatever the screen: the test driver does not look.
fn screenshot(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    stream_event::forget(session, args.handle(1), false)?;
    stream(session, args.handle(1))?.flow = Flow::Screen { read: 0, ended: false };
    Ok("image/png".into())
}
