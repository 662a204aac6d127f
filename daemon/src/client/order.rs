//! Lists in an order that does not change: libvirt gives them in that of a hash table whose seed is drawn at random, and a
//! world in that of names.

use virtlab_core::api::{Call, FunctionId, HandleKind, Kind, Value};
use virtlab_core::world::Answered;

/// Puts lists that have no order into that of names, and of numbers for IDs.
pub(super) fn order(call: &Call, answered: &mut Answered) {
    use FunctionId::*;
    let by_text = match call.function {
        ConnectListDefinedDomains
        | ConnectListNetworks
        | ConnectListDefinedNetworks
        | ConnectListStoragePools
        | ConnectListDefinedStoragePools
        | StoragePoolListVolumes => true,
        DomainSnapshotListNames => is_hashed(call),
        _ => false,
    };
    for (_, value) in &mut answered.out {
        let Value::List(items) = value else { continue };
        match items.first() {
            Some(Value::Int(_)) if call.function == ConnectListDomains => {
                items.sort_by_key(|id| id.as_u64());
            }
            Some(Value::Text(_)) if by_text => {
                items.sort_by(|one, other| one.as_text().cmp(&other.as_text()))
            }
            Some(Value::Object(object)) => {
                let moment = matches!(object.kind(), HandleKind::Snapshot | HandleKind::Checkpoint);
                if !moment || is_hashed(call) {
                    items.sort_by_key(name);
                }
            }
            Some(Value::Struct(_)) if call.function == ConnectGetAllDomainStats => items.sort_by_key(name),
            _ => {}
        }
    }
}

/// The name of an object, or of the first object of a struct.
fn name(value: &Value) -> String {
    match value {
        Value::Object(object) => object.identity().name.to_string(),
        Value::Struct(members) => members.first().map(|(_, first)| name(first)).unwrap_or_default(),
        _ => String::new(),
    }
}

/// `VIR_DOMAIN_SNAPSHOT_LIST_ROOTS`, and of checkpoints: from there on it goes by the tree.
const ROOTS: u64 = 1;
/// `VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL`, `VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL`: parents before children.
const TOPOLOGICAL: [u64; 2] = [0x400, 0x2];

/// Whether snapshots or checkpoints come in the order of a hash table, and not in that of their tree.
fn is_hashed(call: &Call) -> bool {
    let params = call.function.row().params;
    let of_checkpoints = call.function.c_name().contains("Checkpoint");
    let flags = params.iter().rposition(|param| matches!(param.kind, Kind::Flags(_)));
    let flags = flags.and_then(|index| call.arg(index).as_u64()).unwrap_or_default();
    let of_domain = params.first().is_some_and(|param| param.kind == Kind::Handle(HandleKind::Domain));
    of_domain && flags & (ROOTS | TOPOLOGICAL[usize::from(of_checkpoints)]) == 0
}
