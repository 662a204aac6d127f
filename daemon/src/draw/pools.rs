//! What arguments are drawn from.

use virtlab_core::api::{Function, FunctionId, Param, Value};
use virtlab_core::ground::params::{ParamValue, TypedParam};

use super::storage::{self, UUIDS};
use super::{Die, documents};

const NAMES: [&str; 5] = ["alpha", "beta", "gamma", "test", "a"];
const DISKS: [&str; 5] = ["vda", "vdb", "/disk.img", "nodisk", ""];
const INTERFACES: [&str; 4] = ["testnet0", "52:54:00:12:34:56", "nonet", ""];
const NUMBERS: [i64; 12] = [0, 1, 2, 3, 4, 5, 16, 1024, 65536, 131_072, 262_144, 2_147_483_647];
/// The files that a session writes and reads.
pub fn files(seed: u64) -> [String; 2] {
    [0, 1].map(|number| format!("/tmp/walk-{seed}-{number}.save"))
}

/// A string.
pub(super) fn text(die: &mut Die<'_>, row: &Function, param: &Param) -> Value {
    // What libvirt's RPC has no NULL for does not travel.
    let unnamed = [FunctionId::DomainGetInterfaceParameters, FunctionId::DomainSetInterfaceParameters];
    let travels = !unnamed.contains(&row.id);
    if travels && die.one_in(30) {
        return if die.one_in(2) { Value::Null } else { "".into() };
    }
    let function = row.id.c_name();
    let from: &[&str] = match param.name {
        "disk" | "dev" | "path" if function.contains("Block") || function.contains("Disk") => &DISKS,
        "path" if function.contains("Interface") => &INTERFACES,
        "device" | "mac" => &INTERFACES,
        "path" if function.starts_with("virStoragePool") => &storage::TARGETS,
        "path" | "key" if function.starts_with("virStorageVol") => &storage::VOLUME_PATHS,
        "name" if function.starts_with("virStoragePool") => &storage::POOLS,
        "name" if function.starts_with("virStorageVol") => &storage::VOLUMES,
        "type" if function.contains("Sources") => &["netfs", "dir", "iscsi", "logical", "nonsense"],
        // Files outlive a session.
        "to" | "from" | "file" | "path" => {
            let number = die.throw(2);
            return files(die.seed())[number].as_str().into();
        }
        "name" | "new_name" if function.starts_with("virNetwork") => &["n1", "n2", "default"],
        "name" if function.contains("Snapshot") || function.contains("Checkpoint") => &["one", "two"],
        "user" => &["root"],
        "mountpoint" => &["/", "/boot"],
        "name" | "new_name" => &NAMES,
        "key" => &["k"],
        "uri" => &["http://example.com/x", "http://example.com/y"],
        "metadata" => &["title", "<x/>", "<x><y>1</y></x>", "two\nlines"],
        "vcpumap" | "cpumap" => &["0", "0-1", "1,3", "9", "x"],
        _ => &["alpha", "vda", "x"],
    };
    Value::text(from[die.throw(from.len())])
}

/// Strings.
pub(super) fn texts(die: &mut Die<'_>, param: &Param) -> Value {
    let from: &[&str] = match param.name {
        "mountpoints" => &["/", "/boot"],
        name if name.contains("CPU") => {
            return Value::List((0..1 + die.throw(3)).map(|_| documents::cpu(die).into()).collect());
        }
        _ => &["a", "b"],
    };
    Value::List((0..1 + die.throw(2)).map(|_| Value::text(from[die.throw(from.len())])).collect())
}

/// A number. Room is always enough, since which things would be left out is drawn at random by libvirt.
pub(super) fn number(die: &mut Die<'_>, row: &Function, param: &Param, c_type: &str) -> Value {
    let name = param.name;
    if name.starts_with("max") && name != "maxMem" && name != "maxmem" || name == "nameslen" {
        return Value::Int(64);
    }
    if name == "nparams" || c_type.ends_with('*') {
        return Value::Int(if die.one_in(4) { 0 } else { 16 });
    }
    if ["maplen", "ncpumaps", "ncpus", "ncells", "nr_stats", "maxCells", "maxinfo", "cellCount"]
        .contains(&name)
    {
        return Value::Int([1, 2, 4][die.throw(3)]);
    }
    if name == "size" || name == "length" {
        return Value::Int([0, 1, 16, 512][die.throw(4)]);
    }
    if name == "microseconds" || name == "seconds" || name == "duration" {
        return Value::Int(die.throw(3) as i64);
    }
    let _ = row;
    let unsigned = c_type.starts_with("unsigned") || c_type == "size_t";
    match die.throw(14) {
        0 if !unsigned => Value::Int(-1),
        1 if !unsigned => Value::Int(-2),
        2 => Value::Int(NUMBERS[die.throw(NUMBERS.len())]),
        3..=6 => Value::Int([1024, 65_536, 131_072, 262_144][die.throw(4)]),
        _ => Value::Int(die.throw(6) as i64),
    }
}

/// A UUID in bytes.
pub(super) fn uuid(die: &mut Die<'_>) -> Value {
    let hex: Vec<u8> = UUIDS[die.throw(4)].bytes().filter(|byte| *byte != b'-').collect();
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default() as u8;
    Value::Bytes(hex.chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect())
}

/// The text of a UUID, or of none.
pub(super) fn uuid_text(die: &mut Die<'_>) -> Value {
    match die.throw(8) {
        0 => "nonsense".into(),
        1 => Value::Null,
        _ => UUIDS[die.throw(4)].into(),
    }
}

/// Names of parameters with a value of their type.
const PARAMS: &[(&str, &[(&str, i8)])] = &[
    ("SchedulerParameters", &[("weight", 2), ("cpu_shares", 4)]),
    (
        "MemoryParameters",
        &[("hard_limit", 4), ("soft_limit", 4), ("swap_hard_limit", 4), ("min_guarantee", 4)],
    ),
    ("NumaParameters", &[("numa_nodeset", 7), ("numa_mode", 1)]),
    ("BlkioParameters", &[("weight", 2), ("device_weight", 7)]),
    ("InterfaceParameters", &[("inbound.average", 2), ("inbound.peak", 2), ("outbound.average", 2)]),
    (
        "BlockIoTune",
        &[("total_bytes_sec", 4), ("read_bytes_sec", 4), ("total_iops_sec", 4), ("group_name", 7)],
    ),
    ("PerfEvents", &[("cmt", 6), ("instructions", 6)]),
    ("IOThreadParams", &[("poll_max_ns", 4), ("poll_grow", 2), ("poll_shrink", 2)]),
];

/// Typed parameters, of which some are of a wrong type or name.
pub(super) fn params(die: &mut Die<'_>, row: &Function) -> Value {
    let function = row.id.c_name();
    let known =
        PARAMS.iter().find(|(part, _)| function.contains(part)).map_or(&[("x", 1)][..], |(_, known)| known);
    let count = 1 + usize::from(die.one_in(4));
    let one = |die: &mut Die| {
        let (field, ty) = known[die.throw(known.len())];
        let (field, ty) = match die.throw(14) {
            0 => ("nonsense", ty),
            1 => (field, 1 + die.throw(7) as i8),
            _ => (field, ty),
        };
        let number = [0, 1, 2, 100, 1000, 100_000][die.throw(6)];
        let value = match ty {
            1 => ParamValue::Int(number as i32),
            2 => ParamValue::UInt(number as u32),
            3 => ParamValue::LLong(number),
            4 => ParamValue::ULLong(number as u64),
            5 => ParamValue::Double(0.5.into()),
            6 => ParamValue::Boolean(number % 2 == 0),
            _ => ParamValue::String(Some(["0", "0-1", "/dev/sda,200", "g", ""][die.throw(5)].into())),
        };
        Value::from(TypedParam::new(field, value))
    };
    Value::List((0..count).map(|_| one(die)).collect())
}
