//! `printf` and its kin.

use super::double::double;
use super::{Call, Result};
use crate::limits::OUTPUT_MAX;
use crate::run::{Machine, Val};
use crate::words::Word;

/// What a conversion takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wants {
    /// A whole number of so many bytes.
    Int(u64),
    Double,
    Text,
    Pointer,
}

/// One conversion of a format: `%-10s`.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Conversion {
    /// As it is written.
    pub text: String,
    pub wants: Wants,
    /// Whether it is a width or precision given by an argument.
    star: bool,
    letter: u8,
    start: usize,
    end: usize,
}

/// The conversions of a format that take an argument, in order; what is none of C's is passed over.
pub(crate) fn conversions(format: &[u8]) -> Vec<Conversion> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < format.len() {
        if format[at] != b'%' {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        let mut stars = Vec::new();
        let mut longs = 0;
        let mut short = 0;
        let letter = loop {
            match format.get(at) {
                Some(b'*') => stars.push(at),
                Some(b'l') => longs += 1,
                Some(b'z' | b'j' | b't') => longs = 1,
                Some(b'h') => short += 1,
                Some(b'-' | b'+' | b' ' | b'#' | b'0'..=b'9' | b'.') => {}
                Some(letter) => break *letter,
                None => return found,
            }
            at += 1;
        };
        at += 1;
        let _ = short;
        let wants = match letter {
            b'd' | b'i' | b'u' | b'x' | b'X' | b'o' => Wants::Int(if longs > 0 { 8 } else { 4 }),
            b'c' => Wants::Int(4),
            b'f' | b'F' | b'g' | b'G' | b'e' | b'E' => Wants::Double,
            b's' => Wants::Text,
            b'p' => Wants::Pointer,
            _ => continue,
        };
        let text = String::from_utf8_lossy(&format[start..at]).into_owned();
        for _ in &stars {
            let star =
                Conversion { text: "*".into(), wants: Wants::Int(4), star: true, letter, start, end: at };
            found.push(star);
        }
        found.push(Conversion { text, wants, star: false, letter, start, end: at });
    }
    found
}

/// How a conversion is to look.
#[derive(Default)]
pub(super) struct Look {
    pub left: bool,
    pub zero: bool,
    pub plus: bool,
    pub space: bool,
    pub hash: bool,
    pub width: usize,
    pub precision: Option<usize>,
    pub short: u8,
}

fn look(text: &str, stars: &[i32]) -> Look {
    let mut look = Look::default();
    let mut stars = stars.iter();
    let mut after_point = false;
    for byte in text.bytes().skip(1) {
        match byte {
            b'.' => {
                after_point = true;
                look.precision = Some(0);
            }
            b'*' if after_point => look.precision = stars.next().and_then(|n| usize::try_from(*n).ok()),
            b'*' => {
                let width = stars.next().copied().unwrap_or(0);
                look.left |= width < 0;
                look.width = width.unsigned_abs() as usize;
            }
            b'0' if look.width == 0 && !after_point => look.zero = true,
            b'0'..=b'9' if after_point => {
                let before = look.precision.unwrap_or(0);
                look.precision = Some((before * 10 + usize::from(byte - b'0')).min(OUTPUT_MAX));
            }
            b'0'..=b'9' => look.width = look.width * 10 + usize::from(byte - b'0'),
            b'-' => look.left = true,
            b'+' => look.plus = true,
            b' ' => look.space = true,
            b'#' => look.hash = true,
            b'h' => look.short += 1,
            _ => {}
        }
        look.width = look.width.min(OUTPUT_MAX);
    }
    look
}

impl Look {
    /// A number's digits with sign and zeros.
    pub fn number(&self, sign: &str, mut digits: String) -> Vec<u8> {
        if let Some(precision) = self.precision {
            if precision == 0 && digits == "0" {
                digits.clear();
            }
            while digits.len() < precision {
                digits.insert(0, '0');
            }
        } else if self.zero && !self.left {
            while digits.len() + sign.len() < self.width {
                digits.insert(0, '0');
            }
        }
        self.padded(format!("{sign}{digits}").into_bytes())
    }

    /// What stands before a number.
    pub fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        }
    }

    fn padded(&self, mut text: Vec<u8>) -> Vec<u8> {
        let missing = self.width.saturating_sub(text.len());
        if self.left {
            text.resize(text.len() + missing, b' ');
            return text;
        }
        let mut padded = vec![b' '; missing];
        padded.append(&mut text);
        padded
    }
}

/// A format with its arguments put in; the arguments begin at a place.
fn format(machine: &mut Machine<'_>, call: &Call<'_>, at: usize) -> Result<Vec<u8>> {
    let format = machine.text(call.span, call.arg(at))?;
    machine.worked(call.span, format.len() as u64 / 8)?;
    let mut out = Vec::new();
    let mut written = 0;
    let mut next = at + 1;
    let mut stars = Vec::new();
    for conversion in conversions(&format) {
        if next >= call.given.len() {
            return machine.fault(call.span, Word::FormatShort, [conversion.text]);
        }
        let value = call.arg(next);
        next += 1;
        if conversion.star {
            stars.push(value.bits as i32);
            continue;
        }
        plain(&format[written..conversion.start], &mut out);
        written = conversion.end;
        let look = look(&conversion.text, &stars);
        stars.clear();
        let text = one(machine, call, &conversion, &look, value, next - 1)?;
        out.extend(text);
        if out.len() > OUTPUT_MAX {
            return machine.fault(call.span, Word::OutputFull, [OUTPUT_MAX.to_string()]);
        }
    }
    plain(&format[written..], &mut out);
    Ok(out)
}

/// What stands between conversions; `%%` is one.
fn plain(text: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while at < text.len() {
        out.push(text[at]);
        at += if text[at] == b'%' && text.get(at + 1) == Some(&b'%') { 2 } else { 1 };
    }
}

fn one(
    machine: &Machine<'_>,
    call: &Call<'_>,
    conversion: &Conversion,
    look: &Look,
    value: Val,
    arg: usize,
) -> Result<Vec<u8>> {
    let span = call.args.get(arg).map_or(call.span, |ex| ex.span);
    let bits = match (conversion.wants, look.short) {
        (Wants::Int(_), 1) => u64::from(value.bits as u16),
        (Wants::Int(_), 2) => u64::from(value.bits as u8),
        (Wants::Int(4), _) => u64::from(value.bits as u32),
        _ => value.bits,
    };
    Ok(match conversion.letter {
        b'd' | b'i' => {
            let number = match (conversion.wants, look.short) {
                (_, 1) => i64::from(bits as i16),
                (_, 2) => i64::from(bits as i8),
                (Wants::Int(4), _) => i64::from(bits as i32),
                _ => bits as i64,
            };
            look.number(look.sign(number < 0), number.unsigned_abs().to_string())
        }
        b'u' => look.number("", bits.to_string()),
        b'o' => look.number(if look.hash { "0" } else { "" }, format!("{bits:o}")),
        b'x' => look.number(if look.hash && bits != 0 { "0x" } else { "" }, format!("{bits:x}")),
        b'X' => look.number(if look.hash && bits != 0 { "0X" } else { "" }, format!("{bits:X}")),
        b'c' => look.padded(vec![bits as u8]),
        b's' if value.bits == 0 => look.padded(b"(null)".to_vec()),
        b's' => {
            let limit = look.precision.map_or(u64::MAX, |precision| precision as u64);
            match machine.memory.text_within(value.bits, limit) {
                Ok(text) => look.padded(text),
                Err(trouble) => return machine.wrong(span, trouble, value),
            }
        }
        b'p' if value.bits == 0 => look.padded(b"(nil)".to_vec()),
        b'p' => look.padded(format!("0x{:x}", value.bits).into_bytes()),
        letter => double(f64::from_bits(value.bits), letter, look),
    })
}

fn out(machine: &mut Machine<'_>, call: &Call<'_>, stream: u64, text: &[u8]) -> Result<u64> {
    match stream {
        1 | 2 => machine.print(call.span, stream == 2, &String::from_utf8_lossy(text))?,
        _ => return machine.fault(call.span, Word::StreamUnknown, []),
    }
    Ok(text.len() as u64)
}

pub(super) fn printf(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let text = format(machine, call, 0)?;
    out(machine, call, 1, &text)
}

pub(super) fn fprintf(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let text = format(machine, call, 1)?;
    out(machine, call, call.arg(0).bits, &text)
}

pub(super) fn sprintf(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let mut text = format(machine, call, 1)?;
    text.push(0);
    machine.write(call.span, call.arg(0), &text)?;
    Ok(text.len() as u64 - 1)
}

pub(super) fn snprintf(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let text = format(machine, call, 2)?;
    let room = call.arg(1).bits as usize;
    if room > 0 {
        let mut kept = text[..text.len().min(room - 1)].to_vec();
        kept.push(0);
        machine.write(call.span, call.arg(0), &kept)?;
    }
    Ok(text.len() as u64)
}

pub(super) fn puts(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let mut text = machine.text(call.span, call.arg(0))?;
    text.push(b'\n');
    out(machine, call, 1, &text)
}

pub(super) fn putchar(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    out(machine, call, 1, &[call.arg(0).bits as u8])?;
    Ok(call.arg(0).bits)
}

pub(super) fn fputs(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let text = machine.text(call.span, call.arg(0))?;
    out(machine, call, call.arg(1).bits, &text)
}

pub(super) fn fputc(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    out(machine, call, call.arg(1).bits, &[call.arg(0).bits as u8])?;
    Ok(call.arg(0).bits)
}

pub(super) fn perror(machine: &mut Machine<'_>, call: &Call<'_>) -> Result<u64> {
    let mut text = machine.text(call.span, call.arg(0))?;
    text.extend(b": Success\n");
    out(machine, call, 2, &text)
}
