//! Typed parameters: the functions of virtypedparam-public.c, which need no connection.

use super::*;
use crate::api::flags::PARAM_TYPE;

const PARAMS: Param = param("params", Kind::Params("virTypedParameterPtr"));
const GROWS: Param = param("params", Kind::Params("virTypedParameterPtr *"));
const NPARAMS: Param = param("nparams", Kind::Int("int *", None));
const MAXPARAMS: Param = param("maxparams", Kind::Int("int *", None));
const NAME: Param = param("name", Kind::Text);

const fn of_params(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::Params, returns, params).from(ErrorDomain::None).since("1.0.2")
}

const fn get(id: FunctionId, params: &'static [Param]) -> Function {
    of_params(id, Returns::Truth, params)
}

const fn add(id: FunctionId, params: &'static [Param]) -> Function {
    of_params(id, Returns::Status, params)
}

pub(super) const ROWS: &[Function] = &[
    of_params(FunctionId::TypedParamsGet, Returns::Param, &[PARAMS, int("nparams"), NAME]).keeps_error(),
    get(FunctionId::TypedParamsGetInt, &[PARAMS, int("nparams"), NAME, out("value", "int *")]),
    get(FunctionId::TypedParamsGetUInt, &[PARAMS, int("nparams"), NAME, out("value", "unsigned int *")]),
    get(FunctionId::TypedParamsGetLLong, &[PARAMS, int("nparams"), NAME, out("value", "long long *")]),
    get(
        FunctionId::TypedParamsGetULLong,
        &[PARAMS, int("nparams"), NAME, out("value", "unsigned long long *")],
    ),
    get(FunctionId::TypedParamsGetDouble, &[PARAMS, int("nparams"), NAME, out("value", "double *")]),
    get(FunctionId::TypedParamsGetBoolean, &[PARAMS, int("nparams"), NAME, out("value", "int *")]),
    get(FunctionId::TypedParamsGetString, &[PARAMS, int("nparams"), NAME, out("value", "const char **")]),
    add(FunctionId::TypedParamsAddInt, &[GROWS, NPARAMS, MAXPARAMS, NAME, int("value")]),
    add(FunctionId::TypedParamsAddUInt, &[GROWS, NPARAMS, MAXPARAMS, NAME, uint("value")]),
    add(
        FunctionId::TypedParamsAddLLong,
        &[GROWS, NPARAMS, MAXPARAMS, NAME, param("value", Kind::Int("long long", None))],
    ),
    add(
        FunctionId::TypedParamsAddULLong,
        &[GROWS, NPARAMS, MAXPARAMS, NAME, param("value", Kind::Int("unsigned long long", None))],
    ),
    add(FunctionId::TypedParamsAddDouble, &[GROWS, NPARAMS, MAXPARAMS, NAME, param("value", Kind::Double)]),
    add(FunctionId::TypedParamsAddBoolean, &[GROWS, NPARAMS, MAXPARAMS, NAME, int("value")]),
    add(FunctionId::TypedParamsAddString, &[GROWS, NPARAMS, MAXPARAMS, NAME, param("value", Kind::Text)]),
    add(
        FunctionId::TypedParamsAddStringList,
        &[GROWS, NPARAMS, MAXPARAMS, NAME, param("values", Kind::TextArray("const char **"))],
    )
    .since("1.2.17"),
    add(
        FunctionId::TypedParamsAddFromString,
        &[
            GROWS,
            NPARAMS,
            MAXPARAMS,
            NAME,
            param("type", Kind::Choice(PARAM_TYPE, "int")),
            param("value", Kind::Text),
        ],
    ),
    of_params(FunctionId::TypedParamsClear, Returns::Void, &[PARAMS, int("nparams")]).keeps_error(),
    of_params(FunctionId::TypedParamsFree, Returns::Void, &[PARAMS, int("nparams")]).keeps_error(),
];
