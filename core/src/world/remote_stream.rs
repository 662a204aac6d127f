//! Streams of connections to somewhere else: the library asks the other end for every piece.

use std::sync::Arc;

use super::args::{Args, Reply};
use super::held::Flow;
use super::public::refused::no_support;
use super::public::stream::{CHUNK, only_blocking, stream};
use super::remote::Remote;
use super::session::Session;
use crate::api::{Delivered, FunctionId, Handle, HandleKind, Kind, Value};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// What is asked of a stream's other end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked<'a> {
    /// So many bytes at most.
    Read {
        /// How many.
        most: usize,
        /// Whether to wait for them.
        wait: bool,
    },
    /// To take these bytes.
    Write(&'a [u8]),
    /// That all was written or read.
    Finish,
    /// That no more is wanted.
    Abort,
}

/// What it gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flowed {
    /// Bytes; none at the end of the stream.
    Data(Vec<u8>),
    /// Nothing yet.
    Later,
    /// It is done.
    Done,
}

/// `VIR_STREAM_RECV_STOP_AT_HOLE`: only a stream that was asked for with them has holes (`virStorageVolDownload` with
/// `VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM`), and a [`Remote`] opens none of those.
const STOP_AT_HOLE: u32 = 1;

/// A call that was given a stream succeeded at the other end.
pub(super) fn begin(session: &mut Session<'_>, args: &Args<'_>) -> Result<()> {
    let takes = |kind| kind == Kind::Handle(HandleKind::Stream);
    match args.row.params.iter().skip(1).position(|param| takes(param.kind)) {
        Some(index) => stream(session, args.handle(index + 1)).map(|stream| stream.flow = Flow::Elsewhere),
        None => Ok(()),
    }
}

/// After a call that the library did alone: tells of a stream that is gone with it.
pub(super) fn freed(session: &Session<'_>, args: &Args<'_>, remote: &mut dyn Remote) {
    if args.row.id != FunctionId::StreamFree {
        return;
    }
    if let Some(stream) = args.handle(0).filter(|stream| !session.client.held.contains_key(stream)) {
        remote.freed(stream);
    }
}

/// A function of a stream whose other end is elsewhere; none if the call is another.
pub(super) fn through(
    session: &mut Session<'_>,
    args: &Args<'_>,
    remote: &mut dyn Remote,
) -> Option<Result<Reply>> {
    let handle = args.handle(0).filter(|handle| handle.kind == HandleKind::Stream)?;
    let known = stream(session, Some(handle)).ok()?;
    if known.flow != Flow::Elsewhere {
        return None;
    }
    let wait = !known.nonblocking;
    use FunctionId::*;
    Some(match args.call.function {
        StreamRecvFlags if args.flags() & !STOP_AT_HOLE != 0 => {
            let unknown = args.flags() & !STOP_AT_HOLE;
            let message = format!("unsupported flags (0x{unknown:x}) in function remoteStreamRecvFlags");
            Err(VirError::argument(ErrorDomain::Remote, "remoteStreamRecvFlags", "flags", message))
        }
        StreamRecv | StreamRecvFlags => {
            let most = usize::try_from(args.u64(2)).unwrap_or(usize::MAX);
            remote.flow(handle, Asked::Read { most, wait }).map(received)
        }
        StreamSend => {
            let length = i32::try_from(args.u64(2)).unwrap_or(i32::MAX);
            let data = args.bytes(1, length);
            remote.flow(handle, Asked::Write(&data)).map(|_| (data.len() as u64).into())
        }
        StreamSendHole => without_holes("Skipping is not supported with this stream"),
        StreamRecvHole => without_holes("Holes are not supported with this stream"),
        StreamRecvAll | StreamSparseRecvAll => receive_all(session, args, remote, handle),
        StreamFinish => close(session, remote, handle, Asked::Finish),
        StreamAbort => close(session, remote, handle, Asked::Abort),
        StreamEventAddCallback | StreamEventUpdateCallback | StreamEventRemoveCallback => no_support(args),
        _ => return None,
    })
}

/// `VIR_STREAM_NONBLOCK`: there is nothing yet.
const NOTHING_YET: i32 = -2;

fn received(flowed: Flowed) -> Reply {
    match flowed {
        Flowed::Data(data) => Reply::both(data.len() as u64, [("data", Value::Bytes(data.into()))]),
        Flowed::Later | Flowed::Done => NOTHING_YET.into(),
    }
}

fn without_holes(message: &str) -> Result<Reply> {
    Err(VirError::new(ErrorDomain::Rpc, ErrorCode::OperationInvalid, message))
}

fn close(
    session: &mut Session<'_>,
    remote: &mut dyn Remote,
    handle: Handle,
    how: Asked<'_>,
) -> Result<Reply> {
    stream(session, Some(handle))?.flow = Flow::Closed;
    remote.flow(handle, how).map(|_| Reply::done())
}

/// Gives the caller's function all that comes. What goes wrong is told twice, as for streams of the world's own.
fn receive_all(
    session: &mut Session<'_>,
    args: &Args<'_>,
    remote: &mut dyn Remote,
    handle: Handle,
) -> Result<Reply> {
    only_blocking(session, args, "sinks")?;
    let callback = args.callback(1).unwrap_or_default();
    loop {
        match remote.flow(handle, Asked::Read { most: CHUNK, wait: true }) {
            Err(error) => {
                session.report(&error);
                // The first error is the one that is told.
                let _ = close(session, remote, handle, Asked::Abort);
                return Err(error);
            }
            Ok(Flowed::Data(data)) if !data.is_empty() => {
                let data: Arc<[u8]> = data.into();
                let callback = callback.clone();
                session.delivered.push(Delivered::Stream { callback, stream: handle, data: Some(data) });
            }
            Ok(_) => return Ok(Reply::done()),
        }
    }
}
