//! Streams: libvirt-stream.c, and the function of libvirt-domain.c through which the test driver has one.

use super::*;
use crate::api::flags::*;

const THIS: Param = param("stream", Kind::Handle(HandleKind::Stream));
const DATA_OUT: Param = out("data", "char *");
const DATA: Param = param("data", Kind::Bytes("const char *"));
const NBYTES: Param = param("nbytes", Kind::Int("size_t", Some(Unit::Bytes)));
const EVENTS: Param = param("events", Kind::Choice(STREAM_EVENT, "int"));
const OPAQUE_DATA: Param = param("opaque", Kind::Opaque("void *"));

const fn of_stream(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::Stream, returns, params).from(ErrorDomain::Streams)
}

const fn handler(name: &'static str, c_type: &'static str) -> Param {
    param(name, Kind::Callback(c_type))
}

pub(super) const ROWS: &[Function] = &[
    of_stream(FunctionId::StreamNew, Returns::Handle(HandleKind::Stream), &[conn(), flags(STREAM)])
        .since("0.7.2"),
    of_stream(FunctionId::StreamRef, Returns::Status, &[THIS]).since("0.7.2"),
    of_stream(FunctionId::StreamFree, Returns::Status, &[THIS]).since("0.7.2"),
    of_stream(FunctionId::StreamSend, Returns::Number, &[THIS, DATA, NBYTES])
        .since("0.7.2")
        .checks(&[Check::NonNull("data")]),
    of_stream(FunctionId::StreamRecv, Returns::Number, &[THIS, DATA_OUT, NBYTES])
        .since("0.7.2")
        .checks(&[Check::NonNull("data")]),
    of_stream(FunctionId::StreamRecvFlags, Returns::Number, &[THIS, DATA_OUT, NBYTES, flags(STREAM_RECV)])
        .since("3.4.0")
        .checks(&[Check::NonNull("data")]),
    of_stream(
        FunctionId::StreamSendHole,
        Returns::Status,
        &[THIS, param("length", Kind::Int("long long", Some(Unit::Bytes))), flags(NO_FLAGS)],
    )
    .since("3.4.0"),
    of_stream(
        FunctionId::StreamRecvHole,
        Returns::Status,
        &[THIS, out("length", "long long *"), flags(NO_FLAGS)],
    )
    .since("3.4.0")
    .checks(&[Check::NonNull("length")]),
    of_stream(
        FunctionId::StreamSendAll,
        Returns::Status,
        &[THIS, handler("handler", "virStreamSourceFunc"), OPAQUE_DATA],
    )
    .since("0.7.2")
    .checks(&[Check::NonNull("handler")]),
    of_stream(
        FunctionId::StreamRecvAll,
        Returns::Status,
        &[THIS, handler("handler", "virStreamSinkFunc"), OPAQUE_DATA],
    )
    .since("0.7.2")
    .checks(&[Check::NonNull("handler")]),
    of_stream(
        FunctionId::StreamSparseSendAll,
        Returns::Status,
        &[
            THIS,
            handler("handler", "virStreamSourceFunc"),
            handler("holeHandler", "virStreamSourceHoleFunc"),
            handler("skipHandler", "virStreamSourceSkipFunc"),
            OPAQUE_DATA,
        ],
    )
    .since("3.4.0")
    .checks(&[Check::NonNull("handler"), Check::NonNull("holeHandler"), Check::NonNull("skipHandler")]),
    of_stream(
        FunctionId::StreamSparseRecvAll,
        Returns::Status,
        &[
            THIS,
            handler("handler", "virStreamSinkFunc"),
            handler("holeHandler", "virStreamSinkHoleFunc"),
            OPAQUE_DATA,
        ],
    )
    .since("3.4.0")
    .checks(&[Check::NonNull("handler"), Check::NonNull("holeHandler")]),
    of_stream(
        FunctionId::StreamEventAddCallback,
        Returns::Status,
        &[
            THIS,
            EVENTS,
            handler("cb", "virStreamEventCallback"),
            OPAQUE_DATA,
            handler("ff", "virFreeCallback"),
        ],
    )
    .since("0.7.2"),
    of_stream(FunctionId::StreamEventUpdateCallback, Returns::Status, &[THIS, EVENTS]).since("0.7.2"),
    of_stream(FunctionId::StreamEventRemoveCallback, Returns::Status, &[THIS]).since("0.7.2"),
    of_stream(FunctionId::StreamFinish, Returns::Status, &[THIS]).since("0.7.2"),
    of_stream(FunctionId::StreamAbort, Returns::Status, &[THIS]).since("0.7.2"),
    row(
        FunctionId::DomainScreenshot,
        Area::DomainGuest,
        STRING,
        &[domain("domain"), THIS, uint("screen"), flags(NO_FLAGS)],
    )
    .since("0.9.2")
    .checks(&[Check::Handle(HandleKind::Stream, "stream"), Check::Writable, Check::StreamOfDomain("stream")])
    .driver("DomainScreenshot", 0)
    .rpc("domain screen flags", "=:s?"),
];
