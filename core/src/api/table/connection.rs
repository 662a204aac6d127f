//! Connections: libvirt.c and, for some, libvirt-host.c.

use super::*;
use crate::api::flags::OPEN;

const NAME: Param = param("name", Kind::Uri);
const CLOSE_CALLBACK: Param = param("cb", Kind::Callback("virConnectCloseFunc"));
const CONNECTION: Returns = Returns::Handle(HandleKind::Connect);

const fn of_conn(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::Connection, returns, params)
}

pub(super) const ROWS: &[Function] = &[
    of_conn(FunctionId::ConnectOpen, CONNECTION, &[NAME]).since("0.0.3").from(ErrorDomain::None),
    of_conn(FunctionId::ConnectOpenReadOnly, CONNECTION, &[NAME]).since("0.0.3").from(ErrorDomain::None),
    of_conn(FunctionId::ConnectOpenAuth, CONNECTION, &[NAME, param("auth", Kind::Credentials), flags(OPEN)])
        .since("0.4.0")
        .from(ErrorDomain::None),
    of_conn(FunctionId::ConnectClose, Returns::Number, &[conn()]).since("0.0.3").from(ErrorDomain::None),
    of_conn(FunctionId::ConnectRef, Returns::Status, &[conn()]).since("0.6.0"),
    of_conn(FunctionId::ConnectGetURI, STRING, &[conn()]).since("0.3.0"),
    of_conn(FunctionId::ConnectGetType, CONST_STRING, &[conn()]).since("0.0.3"),
    of_conn(FunctionId::ConnectGetVersion, Returns::Status, &[conn(), out("hvVer", "unsigned long *")])
        .since("0.0.3")
        .checks(&[Check::NonNull("hvVer")]),
    of_conn(FunctionId::ConnectGetLibVersion, Returns::Status, &[conn(), out("libVer", "unsigned long *")])
        .since("0.7.3")
        .checks(&[Check::NonNull("libVer")]),
    of_conn(
        FunctionId::GetVersion,
        Returns::Status,
        &[out("libVer", "unsigned long *"), param("type", Kind::Text), out("typeVer", "unsigned long *")],
    )
    .since("0.0.3")
    .from(ErrorDomain::None),
    of_conn(FunctionId::ConnectGetHostname, STRING, &[conn()]).since("0.3.0"),
    of_conn(FunctionId::ConnectIsEncrypted, Returns::Truth, &[conn()]).since("0.7.3"),
    of_conn(FunctionId::ConnectIsSecure, Returns::Truth, &[conn()]).since("0.7.3"),
    of_conn(FunctionId::ConnectIsAlive, Returns::Truth, &[conn()]).since("0.9.8"),
    of_conn(
        FunctionId::ConnectSetKeepAlive,
        Returns::Number,
        &[conn(), param("interval", Kind::Int("int", Some(Unit::Seconds))), uint("count")],
    )
    .since("0.9.8"),
    of_conn(
        FunctionId::ConnectRegisterCloseCallback,
        Returns::Status,
        &[conn(), CLOSE_CALLBACK, OPAQUE, FREECB],
    )
    .since("0.10.0")
    .checks(&[Check::NonNull("cb")]),
    of_conn(FunctionId::ConnectUnregisterCloseCallback, Returns::Status, &[conn(), CLOSE_CALLBACK])
        .since("0.10.0")
        .checks(&[Check::NonNull("cb")]),
];
