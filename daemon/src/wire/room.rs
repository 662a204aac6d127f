//! How much room callers have for what comes back. libvirtd makes that room on their behalf, and so within limits.

use virtlab_core::api::{Call, Function, FunctionId, Kind, Param, Value};

use super::shape::{Member, Shape, Source, Type, is_room};

/// CPUs that libvirtd gives one caller: `REMOTE_VCPUINFO_MAX`.
const VCPUS_MAX: i64 = 16_384;
/// Bytes of all their maps: `REMOTE_CPUMAPS_MAX`.
const MAPS_MAX: i64 = 8_388_608;
/// `REMOTE_NODE_CPU_STATS_MAX` and `REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX`.
const STATS_OF_A_CPU_MAX: i64 = 16;
const CPUS_WITH_STATS_MAX: i64 = 128;
/// `REMOTE_DOMAIN_MEMORY_STATS_MAX`.
const MEMORY_STATS_MAX: i64 = 1024;

/// A caller without room asks how many there are, or has no use for them: libvirtd has no array to give the function then.
pub(super) fn leave_out_arrays(row: &Function, args: &mut [Value]) {
    let is_room = |param: &Param| match param.kind {
        Kind::Int("int *" | "unsigned int", _) => param.name == "nparams",
        Kind::Int("int", _) => param.name == "maplen",
        _ => false,
    };
    let Some(room) = row.params.iter().position(is_room) else { return };
    if args[room] == Value::Int(0)
        && let Some(array) = args[..room].last_mut().filter(|value| **value == Value::Out)
    {
        *array = Value::Null;
    }
}

/// The parameter that says how much room there is in the array before it, and is told how many there are.
pub(super) fn asks_count(row: &Function) -> Option<usize> {
    let counts = |param: &Param| param.name == "nparams" && param.kind == Kind::Int("int *", None);
    row.params.iter().position(counts).filter(|index| *index > 0)
}

/// The bytes of a caller's CPU maps: all of them come back, those too that nothing is written to.
pub(super) fn map_bytes(call: &Call, index: usize) -> Option<usize> {
    if call.function.row().params[index].kind != Kind::Out("unsigned char *") {
        return None;
    }
    let bytes = number(call, "maplen")?;
    let maps = number(call, "maxinfo").or(number(call, "ncpumaps")).unwrap_or(1);
    usize::try_from(bytes.checked_mul(maps)?).ok()
}

/// libvirtd looks at how much room a caller says that it has, before it asks for so much itself.
pub(super) fn check_room(shape: &Shape, call: &Call) -> Result<(), String> {
    let name = |wanted: &str| number(call, wanted);
    let function = call.function;
    let params =
        function.row().params.iter().filter(|param| matches!(param.kind, Kind::Int("int" | "int *", _)));
    for param in params.filter(|param| ["nparams", "maxinfo", "ncpumaps", "maplen"].contains(&param.name)) {
        let is_array_s = function.row().params.iter().any(|param| matches!(param.kind, Kind::Out(_)));
        if is_array_s && name(param.name).is_some_and(|room| room < 0) {
            return Err(format!("{} must be non-negative", negative_name(function, param.name)));
        }
    }
    let product =
        |maps: &str| name(maps).unwrap_or_default().saturating_mul(name("maplen").unwrap_or_default());
    match function {
        FunctionId::DomainGetVcpus => {
            within(name("maxinfo"), VCPUS_MAX, "maxinfo > REMOTE_VCPUINFO_MAX")?;
            within(Some(product("maxinfo")), MAPS_MAX, "maxinfo * maplen > REMOTE_CPUMAPS_MAX")
        }
        FunctionId::DomainGetVcpuPinInfo => {
            within(name("ncpumaps"), VCPUS_MAX, "ncpumaps > REMOTE_VCPUINFO_MAX")?;
            within(Some(product("ncpumaps")), MAPS_MAX, "maxinfo * maplen > REMOTE_CPUMAPS_MAX")
        }
        FunctionId::DomainGetCPUStats => {
            within(name("nparams"), STATS_OF_A_CPU_MAX, "nparams too large")?;
            within(name("ncpus"), CPUS_WITH_STATS_MAX, "ncpus too large")
        }
        FunctionId::DomainMemoryStats => {
            within(name("nr_stats"), MEMORY_STATS_MAX, "maxStats > REMOTE_DOMAIN_MEMORY_STATS_MAX")
        }
        _ => check_list(shape, call),
    }
}

/// What libvirtd calls a number that is negative: it has `maplen` wrong in one place.
fn negative_name(function: FunctionId, name: &'static str) -> &'static str {
    if function == FunctionId::DomainGetVcpus { "maxinfo" } else { name }
}

fn within(asked: Option<i64>, limit: i64, message: &str) -> Result<(), String> {
    if asked.is_some_and(|asked| asked > limit) { Err(message.into()) } else { Ok(()) }
}

fn number(call: &Call, name: &str) -> Option<i64> {
    let index = call.function.row().params.iter().position(|param| param.name == name)?;
    call.args.get(index)?.as_u64().map(|number| number as i64)
}

/// How many a member that is a list may have.
pub(super) fn list_limit(member: &Member) -> Option<usize> {
    match member.ty {
        Type::List(_, limit) | Type::Params(limit) => Some(limit),
        _ => None,
    }
}

/// Lists of names, IDs and parameters.
fn check_list(shape: &Shape, call: &Call) -> Result<(), String> {
    let Some(limit) = shape.ret.iter().find_map(list_limit) else { return Ok(()) };
    for (index, param) in call.function.row().params.iter().enumerate() {
        let is_room = is_room(param.name) || param.name == "nparams";
        let carried =
            shape.args.iter().any(|member| member.source == Source::Param(index) && member.ty == Type::Int);
        let asked = call.args[index].as_u64().unwrap_or_default() as i64;
        if is_room && carried && asked > limit as i64 {
            return Err(too_much(param.name, call.function));
        }
    }
    Ok(())
}

/// libvirtd names the constant for lists of names and IDs, and not for lists of parameters.
fn too_much(name: &str, function: FunctionId) -> String {
    match (name, function.c_name()) {
        ("nparams", _) => "nparams too large".into(),
        (_, function) if function.contains("Snapshot") => format!("{name} > REMOTE_DOMAIN_SNAPSHOT_LIST_MAX"),
        (_, function) if function.contains("Domains") => format!("{name} > REMOTE_DOMAIN_LIST_MAX"),
        _ => format!("{name} too large"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::api::Handle;

    fn refusal(function: FunctionId, given: &[(&str, i64)]) -> Option<String> {
        let row = function.row();
        let mut args: Vec<Value> = row.params.iter().map(|param| param.default_value()).collect();
        args[0] = Handle { kind: virtlab_core::api::HandleKind::Domain, number: 1 }.into();
        for (name, value) in given {
            let index = row.params.iter().position(|param| param.name == *name).expect("a parameter");
            args[index] = Value::Int(*value);
        }
        let shape = Shape::of(row).expect("a shape");
        check_room(&shape, &Call { function, args }).err()
    }

    #[test]
    fn room_is_refused_in_libvirtd_s_words() {
        use FunctionId::*;
        let vcpus = |maxinfo, maplen| refusal(DomainGetVcpus, &[("maxinfo", maxinfo), ("maplen", maplen)]);
        assert_eq!(vcpus(16_384, 512), None);
        assert_eq!(vcpus(16_384, 513).as_deref(), Some("maxinfo * maplen > REMOTE_CPUMAPS_MAX"));
        assert_eq!(vcpus(16_385, 0).as_deref(), Some("maxinfo > REMOTE_VCPUINFO_MAX"));
        assert_eq!(vcpus(1, -1).as_deref(), Some("maxinfo must be non-negative"));
        assert_eq!(
            refusal(DomainGetEmulatorPinInfo, &[("maplen", -1)]).as_deref(),
            Some("maplen must be non-negative")
        );
        assert_eq!(
            refusal(DomainGetMemoryParameters, &[("nparams", -1)]).as_deref(),
            Some("nparams must be non-negative")
        );
        assert_eq!(refusal(DomainGetMemoryParameters, &[("nparams", 16)]), None);
        assert_eq!(
            refusal(DomainGetMemoryParameters, &[("nparams", 17)]).as_deref(),
            Some("nparams too large")
        );
        assert_eq!(refusal(DomainGetCPUStats, &[("nparams", 17)]).as_deref(), Some("nparams too large"));
        assert_eq!(refusal(DomainGetCPUStats, &[("ncpus", 129)]).as_deref(), Some("ncpus too large"));
        let stats = refusal(DomainMemoryStats, &[("nr_stats", 1025)]);
        assert_eq!(stats.as_deref(), Some("maxStats > REMOTE_DOMAIN_MEMORY_STATS_MAX"));
        assert_eq!(refusal(DomainPinVcpu, &[("maplen", -1)]), None);
    }
}
