//! Typed parameters, and lists that libvirt makes and has functions of its own to free.

use super::{Call, Result};
use crate::run::memory::{Kind, address, place};
use crate::run::{Machine, Val};
use crate::types::{Int, Type};
use crate::words::Word;

/// Bytes of a `virTypedParameter`, and where its type and its value lie.
const BYTES: u64 = 96;
const TYPE_AT: u64 = 80;
const VALUE_AT: u64 = 88;

fn count(call: &Call<'_>) -> u64 {
    u64::try_from(call.arg(1).bits as i32).unwrap_or(0)
}

pub(super) fn reset_error(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let at = call.arg(0);
    if at.bits != 0 {
        machine.write(call.span, at, &[0; 80])?;
    }
    Ok(0)
}

/// Frees the strings of parameters.
pub(super) fn clear(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let params = call.arg(0);
    for i in 0..if params.bits == 0 { 0 } else { count(call) } {
        let at = params.bits + i * BYTES;
        let kind = machine.load(call.span, Val { bits: at + TYPE_AT, ..params }, &Type::INT)?.bits;
        if kind == 7 {
            let text = machine.load(call.span, Val::new(at + VALUE_AT), &Type::char_pointer())?;
            free_given(machine, call, text)?;
        }
    }
    Ok(0)
}

pub(super) fn free(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    clear(machine, call)?;
    free_given(machine, call, call.arg(0))?;
    Ok(0)
}

fn free_given(machine: &mut Machine<'_>, call: &Call<'_>, at: Val) -> Result<()> {
    let (id, _) = place(at.bits);
    let Some(block) = machine.memory.get(id).filter(|_| at.bits != 0) else { return Ok(()) };
    if let Some(gone) = block.gone {
        let args = [block.name.to_string(), gone.line.to_string()];
        return machine.fault(call.span, Word::FreedTwice, args);
    }
    if matches!(block.kind, Kind::Heap | Kind::Given) {
        machine.free_block(call.span, at.bits);
    }
    Ok(())
}

/// The place of the parameter of a name; 0 for none.
fn find(machine: &Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let wanted = machine.text(call.span, call.arg(2))?;
    for i in 0..count(call) {
        let at = call.arg(0).bits + i * BYTES;
        let name = machine.text(call.span, Val { bits: at, from: call.arg(0).from })?;
        if name == wanted {
            return Ok(at);
        }
    }
    Ok(0)
}

pub(super) fn get(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    find(machine, call)
}

/// 1 with the value, 0 if there is none of the name, -1 if it is of another type.
pub(super) fn get_value(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let at = find(machine, call)?;
    if at == 0 {
        return Ok(0);
    }
    let (kind, ty) = match call.name {
        "virTypedParamsGetInt" => (1, Type::INT),
        "virTypedParamsGetUInt" => (2, Type::Int(Int::UInt)),
        "virTypedParamsGetLLong" => (3, Type::Int(Int::LLong)),
        "virTypedParamsGetULLong" => (4, Type::Int(Int::ULLong)),
        "virTypedParamsGetDouble" => (5, Type::DOUBLE),
        "virTypedParamsGetBoolean" => (6, Type::Int(Int::Char)),
        _ => (7, Type::char_pointer()),
    };
    if machine.load(call.span, Val::new(at + TYPE_AT), &Type::INT)?.bits != kind {
        return Ok(-1i64 as u64);
    }
    let value = machine.load(call.span, Val::new(at + VALUE_AT), &ty)?;
    if call.arg(3).bits != 0 {
        let ty = if kind == 6 { Type::INT } else { ty };
        machine.store(call.span, call.arg(3), &ty, Val::new(value.bits))?;
    }
    Ok(1)
}

/// `virDomainStatsRecordListFree`: the records, their parameters, and the references on their domains.
pub(super) fn free_records(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let list = call.arg(0);
    if list.bits == 0 {
        return Ok(0);
    }
    let pointer = Type::Void.pointer();
    for i in 0.. {
        let record = machine.load(call.span, Val { bits: list.bits + 8 * i, ..list }, &pointer)?;
        if record.bits == 0 {
            break;
        }
        machine.worked(call.span, 1)?;
        let domain = machine.load(call.span, record, &pointer)?;
        let params = machine.load(call.span, Val::new(record.bits + 8), &pointer)?;
        let count = machine.load(call.span, Val::new(record.bits + 16), &Type::INT)?;
        free(machine, &Call { given: &[params, count], args: &[], ..*call })?;
        let freed = virtlab_core::api::FunctionId::DomainFree;
        let handle = machine.handle(call.span, domain)?;
        machine.perform(call.span, &virtlab_core::api::Call::new(freed, [handle]))?;
        machine.free_block(call.span, domain.bits);
        machine.free_block(call.span, record.bits);
    }
    free_given(machine, call, list)?;
    Ok(0)
}

/// A struct that libvirt made, and all that its members point to.
pub(super) fn free_with_members(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let at = call.arg(0);
    let (id, _) = place(at.bits);
    let Some(block) = machine.memory.get(id).filter(|_| at.bits != 0) else { return Ok(0) };
    let record = block.ty.as_ref().and_then(|ty| machine.types().record(ty));
    let fields = record.and_then(|record| record.fields.clone()).unwrap_or_default();
    for field in fields.iter().filter(|field| field.ty.is_pointer()) {
        let member = machine.load(call.span, Val::new(address(id, field.offset as i64)), &field.ty)?;
        let list = matches!(field.ty.target().map(|to| &**to), Some(Type::Pointer(..)));
        for i in 0..if list && member.bits != 0 { u64::MAX } else { 0 } {
            let item = machine.load(call.span, Val::new(member.bits + 8 * i), &Type::Void.pointer())?;
            if item.bits == 0 {
                break;
            }
            free_given(machine, call, item)?;
        }
        free_given(machine, call, member)?;
    }
    free_given(machine, call, at)?;
    Ok(0)
}
