//! The last error and its handling: virerror.c. None of these forgets the last error by being called, save those that
//! are there to.

use super::*;

const ERR: Param = param("err", Kind::Handle(HandleKind::Error));
const HANDLER: Param = param("handler", Kind::Callback("virErrorFunc"));
const USER_DATA: Param = param("userData", Kind::Opaque("void *"));

const fn of_error(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::Error, returns, params).from(ErrorDomain::None).keeps_error()
}

pub(super) const ROWS: &[Function] = &[
    of_error(FunctionId::GetLastError, Returns::Error, &[]).since("0.1.0"),
    of_error(FunctionId::GetLastErrorMessage, CONST_STRING, &[]).since("1.0.6"),
    of_error(FunctionId::GetLastErrorCode, Returns::Number, &[]).since("4.5.0"),
    of_error(FunctionId::GetLastErrorDomain, Returns::Number, &[]).since("4.5.0"),
    of_error(FunctionId::ConnGetLastError, Returns::Error, &[conn()]).since("0.1.0"),
    of_error(FunctionId::ConnCopyLastError, Returns::Number, &[conn(), out("to", "virErrorPtr")])
        .since("0.1.0"),
    of_error(FunctionId::CopyLastError, Returns::Number, &[out("to", "virErrorPtr")]).since("0.1.0"),
    of_error(FunctionId::SaveLastError, Returns::Handle(HandleKind::Error), &[]).since("0.6.1"),
    of_error(FunctionId::SetError, Returns::Status, &[param("newerr", Kind::Handle(HandleKind::Error))])
        .since("0.1.0"),
    of_error(FunctionId::FreeError, Returns::Void, &[ERR]).since("0.6.1"),
    of_error(FunctionId::ResetError, Returns::Void, &[ERR]).since("0.1.0"),
    of_error(FunctionId::ResetLastError, Returns::Void, &[]).since("0.1.0"),
    of_error(FunctionId::ConnResetLastError, Returns::Void, &[conn()]).since("0.1.0"),
    of_error(FunctionId::SetErrorFunc, Returns::Void, &[USER_DATA, HANDLER]).since("0.1.0"),
    of_error(FunctionId::ConnSetErrorFunc, Returns::Void, &[conn(), USER_DATA, HANDLER]).since("0.1.0"),
    of_error(FunctionId::DefaultErrorFunc, Returns::Void, &[ERR]).since("0.1.0"),
];
