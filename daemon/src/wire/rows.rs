//! What parameters say of each other: arrays, how much room there is in them, and how much was written.

use virtlab_core::api::{Function, Kind, Param};

/// Whether a parameter of this name is how many things there is room for.
pub(super) fn is_room(name: &str) -> bool {
    name.starts_with("max") || name == "nameslen"
}

/// Whether the next parameter says how much room there is in what this one points to: `names` and `maxnames`.
pub(super) fn room_for(row: &Function, position: usize) -> bool {
    let is_room = |param: &Param| is_room(param.name) && matches!(param.kind, Kind::Int("int", _));
    matches!(row.params[position].kind, Kind::Out(_)) && row.params.get(position + 1).is_some_and(is_room)
}

/// Whether the array that a parameter counts is made by the function itself: libvirtd has none for it.
pub(super) fn makes_array(row: &Function, count: usize) -> bool {
    let array = count.checked_sub(1).and_then(|array| row.params.get(array));
    array.is_some_and(|array| matches!(array.kind, Kind::Out(c_type) if c_type.contains('*')))
        && row.params[count].kind == Kind::Int("int *", None)
}

/// The parameter that says how much room there is in the array before it, and is told how many there are.
pub(super) fn asks_count(row: &Function) -> Option<usize> {
    let counts = |param: &Param| param.name == "nparams" && param.kind == Kind::Int("int *", None);
    let index = row.params.iter().position(counts)?;
    // Behind another pointer the function makes the array itself, of any size.
    let array = row.params.get(index.checked_sub(1)?)?;
    matches!(array.kind, Kind::Out(c_type) if !c_type.contains('*')).then_some(index)
}
