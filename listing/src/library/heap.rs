//! Memory, and what stands alone.

use virtlab_core::api::{Call as ApiCall, FunctionId, Value};

use super::{Call, Result};
use crate::limits::MEMORY_MAX;
use crate::run::memory::{Kind, address, place};
use crate::run::{Machine, Stop, Val};
use crate::words::Word;

fn allocate(machine: &mut Machine<'_>, call: &Call<'_>, bytes: u64, set: bool) -> Result<u64> {
    if bytes > MEMORY_MAX as u64 {
        let args = [call.name.to_owned(), (bytes as i64).to_string()];
        return machine.fault(call.span, Word::AllocationLarge, args);
    }
    let id = machine.make(Kind::Heap, call.name, call.span, vec![0; bytes as usize], set)?;
    Ok(address(id, 0))
}

pub(super) fn malloc(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    allocate(machine, call, call.arg(0).bits, false)
}

pub(super) fn calloc(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let bytes = call.arg(0).bits.saturating_mul(call.arg(1).bits);
    allocate(machine, call, bytes, true)
}

pub(super) fn realloc(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let old = call.arg(0);
    if old.bits == 0 {
        return allocate(machine, call, call.arg(1).bits, false);
    }
    let had = freeable(machine, call, old)?;
    let made = allocate(machine, call, call.arg(1).bits, false)?;
    if let Err(trouble) = machine.memory.copy(made, old.bits, had.min(call.arg(1).bits)) {
        return machine.wrong(call.span, trouble, old);
    }
    machine.free_block(call.span, old.bits);
    Ok(made)
}

/// The size of what may be freed; all else is told and stops the run.
fn freeable(machine: &Machine<'_>, call: &Call<'_>, at: Val) -> Result<u64> {
    let (id, offset) = place(at.bits);
    let Some(block) = machine.memory.get(id) else { return machine.fault(call.span, Word::WildPointer, []) };
    let name = block.name.to_string();
    if let Some(gone) = block.gone {
        return machine.fault(call.span, Word::FreedTwice, [name, gone.line.to_string()]);
    }
    match &block.kind {
        Kind::Heap | Kind::Given if offset == 0 => Ok(block.bytes.len() as u64),
        Kind::Heap | Kind::Given => machine.fault(call.span, Word::FreedInside, [name]),
        Kind::Handle(handle, _) => {
            let free = crate::run::free_function(handle.kind);
            machine.fault(call.span, Word::FreedHandle, [name, free])
        }
        _ => machine.fault(call.span, Word::FreedForeign, [name]),
    }
}

pub(super) fn free(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let at = call.arg(0);
    if at.bits != 0 {
        freeable(machine, call, at)?;
        machine.free_block(call.span, at.bits);
    }
    Ok(0)
}

pub(super) fn exit(_: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    Err(Stop::Exit(call.arg(0).bits as i32 & 0xff))
}

pub(super) fn abort(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    machine.fault(call.span, Word::Aborted, [])
}

pub(super) fn nothing(_: &mut Machine<'_>, _: &Call<'_>) -> Result<u64> {
    Ok(0)
}

/// The world's clock goes on; nothing waits.
pub(super) fn sleep(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let amount = call.arg(0).bits & 0xffff_ffff;
    let milliseconds = if call.name == "sleep" { amount * 1000 } else { amount.div_ceil(1000) };
    machine.perform(call.span, &ApiCall::new(FunctionId::ClockAdvance, [Value::from(milliseconds)]))?;
    Ok(0)
}

pub(super) fn memset(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let count = call.arg(2).bits;
    if count > MEMORY_MAX as u64 {
        return machine.fault(
            call.span,
            Word::AllocationLarge,
            [call.name.to_owned(), (count as i64).to_string()],
        );
    }
    machine.worked(call.span, count / 16)?;
    machine.write(call.span, call.arg(0), &vec![call.arg(1).bits as u8; count as usize])?;
    Ok(call.arg(0).bits)
}

pub(super) fn memcpy(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    machine.worked(call.span, call.arg(2).bits / 16)?;
    if let Err(trouble) =
        machine.memory.copy(call.arg(0).bits, call.arg(1).bits, call.arg(2).bits.min(1 << 40))
    {
        return machine.wrong(call.span, trouble, call.arg(1));
    }
    Ok(call.arg(0).bits)
}

pub(super) fn memcmp(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let count = call.arg(2).bits.min(1 << 40);
    machine.worked(call.span, count / 16)?;
    let one = machine.read(call.span, call.arg(0), count)?;
    let two = machine.read(call.span, call.arg(1), count)?;
    Ok(one.cmp(two) as i64 as u64)
}
