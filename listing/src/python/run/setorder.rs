//! The order of a set: CPython's is that of its table, which for whole numbers can be foreseen.

use crate::python::value::Value;

/// Places that are tried behind the first before another is reckoned.
const NEAR: usize = 9;

/// Puts a set's values, which came in this order, as CPython goes through them. Where some are no whole numbers, there is no order
/// that can be foreseen, and they stay as they came.
pub(super) fn as_numbers_lie(items: &mut [Value]) {
    let Some(hashes) = hashes(items) else { return };
    let mut table: Vec<Option<usize>> = vec![None; 8];
    for (at, hash) in hashes.iter().enumerate() {
        place(&mut table, hash.cast_unsigned(), at);
        let count = at + 1;
        if count * 5 >= (table.len() - 1) * 3 {
            let before = std::mem::replace(&mut table, vec![None; (count * 4 + 1).next_power_of_two()]);
            for old in before.into_iter().flatten() {
                place(&mut table, hashes[old].cast_unsigned(), old);
            }
        }
    }
    arrange(items, table);
}

/// The same for a set that is written with its numbers: CPython makes it beforehand, and copies it into a table of another size.
pub(super) fn as_constants_lie(items: &mut [Value]) {
    let Some(hashes) = hashes(items) else { return };
    let room = if items.len() * 5 >= 21 { (items.len() * 2 + 1).next_power_of_two().max(8) } else { 8 };
    let mut table = vec![None; room];
    for (at, hash) in hashes.iter().enumerate() {
        place(&mut table, hash.cast_unsigned(), at);
    }
    arrange(items, table);
}

fn hashes(items: &[Value]) -> Option<Vec<i64>> {
    let hash = |item: &Value| match item.number() {
        Some(-1) => Some(-2),
        Some(n) => i32::try_from(n).ok().map(i64::from),
        None => None,
    };
    items.iter().map(hash).collect()
}

fn arrange(items: &mut [Value], table: Vec<Option<usize>>) {
    let sorted: Vec<Value> = table.into_iter().flatten().filter_map(|at| items.get(at).cloned()).collect();
    for (item, value) in items.iter_mut().zip(sorted) {
        *item = value;
    }
}

/// Puts something into the first place of a table that is free for its hash. The table is never full.
fn place(table: &mut [Option<usize>], hash: u64, what: usize) {
    let mask = table.len() as u64 - 1;
    let (mut at, mut rest) = (hash & mask, hash);
    loop {
        let first = usize::try_from(at).unwrap_or(0);
        let near = if first + NEAR < table.len() { NEAR } else { 0 };
        if let Some(free) = table[first..=first + near].iter_mut().find(|place| place.is_none()) {
            *free = Some(what);
            return;
        }
        rest >>= 5;
        at = (at.wrapping_mul(5).wrapping_add(1).wrapping_add(rest)) & mask;
    }
}
