//! Strings.

use super::{Call, Result};
use crate::run::memory::{Kind, address};
use crate::run::{Machine, Val};

fn text(machine: &mut Machine<'_>, call: &Call<'_>, i: usize) -> Result<Vec<u8>> {
    let text = machine.text(call.args.get(i).map_or(call.span, |ex| ex.span), call.arg(i))?;
    machine.worked(call.span, text.len() as u64 / 16)?;
    Ok(text)
}

fn bounded(machine: &mut Machine<'_>, call: &Call<'_>, i: usize, limit: u64) -> Result<Vec<u8>> {
    match machine.memory.text_within(call.arg(i).bits, limit) {
        Ok(text) => Ok(text),
        Err(trouble) => machine.wrong(call.span, trouble, call.arg(i)),
    }
}

fn put(machine: &mut Machine<'_>, call: &Call<'_>, at: u64, mut bytes: Vec<u8>) -> Result<u64> {
    bytes.push(0);
    machine.write(call.span, Val { bits: at, from: call.arg(0).from }, &bytes)?;
    Ok(call.arg(0).bits)
}

fn order(one: &[u8], two: &[u8]) -> u64 {
    one.cmp(two) as i64 as u64
}

pub(super) fn strlen(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    text(machine, call, 0).map(|text| text.len() as u64)
}

pub(super) fn strcmp(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    Ok(order(&text(machine, call, 0)?, &text(machine, call, 1)?))
}

pub(super) fn strncmp(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let limit = call.arg(2).bits;
    Ok(order(&bounded(machine, call, 0, limit)?, &bounded(machine, call, 1, limit)?))
}

pub(super) fn strcasecmp(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let (one, two) = (text(machine, call, 0)?, text(machine, call, 1)?);
    Ok(order(&one.to_ascii_lowercase(), &two.to_ascii_lowercase()))
}

pub(super) fn strcpy(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let from = text(machine, call, 1)?;
    put(machine, call, call.arg(0).bits, from)
}

pub(super) fn strncpy(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let room = call.arg(2).bits.min(crate::limits::MEMORY_MAX as u64);
    let mut from = bounded(machine, call, 1, room)?;
    from.resize(room as usize, 0);
    machine.write(call.span, call.arg(0), &from)?;
    Ok(call.arg(0).bits)
}

pub(super) fn strcat(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let (to, from) = (text(machine, call, 0)?, text(machine, call, 1)?);
    put(machine, call, call.arg(0).bits + to.len() as u64, from)
}

pub(super) fn strncat(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let to = text(machine, call, 0)?;
    let from = bounded(machine, call, 1, call.arg(2).bits)?;
    put(machine, call, call.arg(0).bits + to.len() as u64, from)
}

fn copy(machine: &mut Machine<'_>, call: &Call<'_>, mut bytes: Vec<u8>) -> Result<u64> {
    bytes.push(0);
    let id = machine.make(Kind::Heap, call.name, call.span, bytes, true)?;
    Ok(address(id, 0))
}

pub(super) fn strdup(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let from = text(machine, call, 0)?;
    copy(machine, call, from)
}

pub(super) fn strndup(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let from = bounded(machine, call, 0, call.arg(1).bits)?;
    copy(machine, call, from)
}

fn found(call: &Call<'_>, place: Option<usize>) -> u64 {
    place.map_or(0, |place| call.arg(0).bits + place as u64)
}

pub(super) fn strchr(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let wanted = call.arg(1).bits as u8;
    let mut bytes = text(machine, call, 0)?;
    bytes.push(0);
    Ok(found(call, bytes.iter().position(|byte| *byte == wanted)))
}

pub(super) fn strrchr(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let wanted = call.arg(1).bits as u8;
    let mut bytes = text(machine, call, 0)?;
    bytes.push(0);
    Ok(found(call, bytes.iter().rposition(|byte| *byte == wanted)))
}

pub(super) fn strstr(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let (all, wanted) = (text(machine, call, 0)?, text(machine, call, 1)?);
    machine.worked(call.span, (all.len() as u64 * wanted.len().max(1) as u64) / 16)?;
    let place =
        if wanted.is_empty() { Some(0) } else { all.windows(wanted.len()).position(|part| part == wanted) };
    Ok(found(call, place))
}

/// A number at the beginning, and how many bytes it takes.
fn number(text: &[u8], base: u64) -> (i64, usize) {
    let space = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let rest = &text[space..];
    let sign = rest.first().is_some_and(|byte| matches!(byte, b'+' | b'-'));
    let minus = rest.first() == Some(&b'-');
    let mut at = usize::from(sign);
    let hex = rest.get(at) == Some(&b'0') && matches!(rest.get(at + 1), Some(b'x' | b'X'));
    let base = match base {
        0 if hex => 16,
        0 if rest.get(at) == Some(&b'0') => 8,
        0 => 10,
        base => base,
    };
    if hex && base == 16 {
        at += 2;
    }
    let start = at;
    let mut value = 0i64;
    while let Some(digit) = rest.get(at).and_then(|byte| (*byte as char).to_digit(base.clamp(2, 36) as u32)) {
        value = value.saturating_mul(base as i64).saturating_add(i64::from(digit));
        at += 1;
    }
    if at == start { (0, 0) } else { (if minus { -value } else { value }, space + at) }
}

pub(super) fn atoi(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let text = text(machine, call, 0)?;
    Ok(number(&text, 10).0 as i32 as u64)
}

pub(super) fn strtol(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let text = text(machine, call, 0)?;
    let (value, length) = number(&text, call.arg(2).bits);
    if call.arg(1).bits != 0 {
        machine.write(call.span, call.arg(1), &(call.arg(0).bits + length as u64).to_le_bytes())?;
    }
    Ok(value as u64)
}

/// Functions of one number.
pub(super) fn of_char(_: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let number = call.arg(0).bits;
    let byte = number as u8;
    Ok(match call.name {
        "isdigit" => u64::from(byte.is_ascii_digit()),
        "isalpha" => u64::from(byte.is_ascii_alphabetic()),
        "isspace" => u64::from(byte.is_ascii_whitespace() || byte == 11),
        "toupper" => u64::from(byte.to_ascii_uppercase()),
        "tolower" => u64::from(byte.to_ascii_lowercase()),
        _ => u64::from((number as i32).unsigned_abs()),
    })
}
