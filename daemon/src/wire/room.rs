//! How much room callers have for what comes back. libvirtd makes that room on their behalf, and so within limits.

use virtlab_core::api::{Call, Function, FunctionId, Kind, Param, Value};

use super::rows::{asks_count, is_room, makes_array};
use super::shape::{Member, Shape, Source, Type};

/// CPUs that libvirtd gives one caller: `REMOTE_VCPUINFO_MAX`.
const VCPUS_MAX: i64 = 16_384;
/// Bytes of all their maps: `REMOTE_CPUMAPS_MAX`.
const MAPS_MAX: i64 = 8_388_608;
/// `REMOTE_NODE_CPU_STATS_MAX` and `REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX`.
const STATS_OF_A_CPU_MAX: i64 = 16;
const CPUS_WITH_STATS_MAX: i64 = 128;
/// `REMOTE_DOMAIN_DISK_ERRORS_MAX`, `REMOTE_NODE_MAX_CELLS`, and bytes of what is peeked at.
const DISK_ERRORS_MAX: i64 = 256;
const CELLS_MAX: i64 = 1024;
const PEEK_MAX: i64 = 4_194_304;
/// `REMOTE_DOMAIN_MEMORY_STATS_MAX`.
const MEMORY_STATS_MAX: i64 = 1024;

/// How libvirtd refuses room: with `VIR_ERR_RPC` for lists of names and the like, with `VIR_ERR_INTERNAL_ERROR` elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoRoom {
    /// A list.
    List(String),
    /// Something else.
    Other(String),
}

impl NoRoom {
    /// What is said.
    pub fn says(&self) -> &str {
        match self {
            Self::List(says) | Self::Other(says) => says,
        }
    }
}

/// A caller without room asks how many there are, or has no use for them: libvirtd has no array to give the function then.
pub(super) fn leave_out_arrays(row: &Function, args: &mut [Value]) {
    let is_room = |param: &Param| match param.kind {
        Kind::Int("int *" | "unsigned int", _) => ["nparams", "maxerrors"].contains(&param.name),
        Kind::Int("int", _) => ["maplen", "maxinfo"].contains(&param.name),
        _ => false,
    };
    for room in (0..row.params.len()).filter(|room| is_room(&row.params[*room])) {
        if makes_array(row, room) {
            args[room] = Value::Int(0);
        }
        if args[room] == Value::Int(0)
            && !makes_array(row, room)
            && let Some(array) = args[..room].last_mut().filter(|value| **value == Value::Out)
        {
            *array = Value::Null;
        }
    }
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
pub(super) fn check_room(shape: &Shape, call: &Call) -> Result<(), NoRoom> {
    check_list(shape, call).map_err(NoRoom::List)?;
    check_other(shape, call).map_err(NoRoom::Other)
}

fn check_other(shape: &Shape, call: &Call) -> Result<(), String> {
    let name = |wanted: &str| number(call, wanted);
    let function = call.function;
    let params =
        function.row().params.iter().filter(|param| matches!(param.kind, Kind::Int("int" | "int *", _)));
    for param in params.filter(|param| ["nparams", "maxinfo", "ncpumaps", "maplen"].contains(&param.name)) {
        let is_array_s = match param.name {
            "nparams" => asks_count(function.row()).is_some(),
            _ => function.row().params.iter().any(|param| matches!(param.kind, Kind::Out(_))),
        };
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
        FunctionId::DomainGetDiskErrors => within(name("maxerrors"), DISK_ERRORS_MAX, "maxerrors too large"),
        FunctionId::DomainBlockPeek | FunctionId::DomainMemoryPeek => {
            within(name("size"), PEEK_MAX, "size > maximum buffer size")
        }
        FunctionId::NodeGetFreePages => {
            let counts =
                name("npages").unwrap_or_default().saturating_mul(name("cellCount").unwrap_or_default());
            within(Some(counts), CELLS_MAX, "npages * cellcount > REMOTE_NODE_MAX_CELLS (1024)")
        }
        _ => match (asks_count(function.row()), shape.ret.iter().find_map(list_limit)) {
            (Some(_), Some(limit)) => within(name("nparams"), limit as i64, "nparams too large"),
            _ => Ok(()),
        },
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

/// Lists of names, IDs and amounts of memory.
fn check_list(shape: &Shape, call: &Call) -> Result<(), String> {
    let Some(limit) = shape.ret.iter().find_map(list_limit) else { return Ok(()) };
    let constant = list_constant(call.function.c_name());
    for (index, param) in call.function.row().params.iter().enumerate() {
        let carried =
            shape.args.iter().any(|member| member.source == Source::Param(index) && member.ty == Type::Int);
        let (Some(constant), true) = (constant, carried && is_room(param.name)) else { continue };
        let name = if param.name == "nameslen" { "maxnames".into() } else { param.name.to_ascii_lowercase() };
        match call.args[index].as_u64().unwrap_or_default() as i64 {
            ..0 => return Err(format!("{name} must be non-negative")),
            asked if asked > limit as i64 => return Err(beyond(&name, constant)),
            _ => {}
        }
    }
    Ok(())
}

fn beyond(name: &str, constant: &str) -> String {
    let max = if constant.contains("MAX") { "" } else { "_MAX" };
    format!("{name} > REMOTE_{constant}{max}")
}

/// What libvirt's protocol calls the limit of a list.
fn list_constant(function: &str) -> Option<&'static str> {
    const WORDS: &[(&str, &str)] = &[
        ("Snapshot", "DOMAIN_SNAPSHOT_LIST"),
        ("CellsFreeMemory", "NODE_MAX_CELLS"),
        ("Domains", "DOMAIN_LIST"),
        ("Networks", "NETWORK_LIST"),
        ("StoragePools", "STORAGE_POOL_LIST"),
        ("ListVolumes", "STORAGE_VOL_LIST"),
        ("Interfaces", "INTERFACE_LIST"),
        ("NWFilters", "NWFILTER_LIST"),
        ("Secrets", "SECRET_LIST"),
        ("DeviceListCaps", "NODE_DEVICE_CAPS_LIST"),
        ("ListDevices", "NODE_DEVICE_LIST"),
    ];
    WORDS.iter().find(|(word, _)| function.contains(word)).map(|(_, constant)| *constant)
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
        check_room(&shape, &Call { function, args }).err().map(|no| no.says().to_owned())
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
