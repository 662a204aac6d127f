//! Reading numbers as libvirt does: `virStrToLong_*` over `g_ascii_strtoll`.
//!
//! Leading white space and a sign are let through, trailing text is not. Base 0 takes `0x…` as hexadecimal and a leading
//! `0` as octal, base 16 lets a `0x` stand before the digits.

/// What `g_ascii_strtoull` makes of a string: sign, magnitude, and how many bytes it read.
struct Scanned {
    negative: bool,
    magnitude: u64,
    read: usize,
}

fn scan(text: &str, base: u32) -> Option<Scanned> {
    let bytes = text.as_bytes();
    let mut at = bytes.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)).count();
    let negative = bytes.get(at) == Some(&b'-');
    if negative || bytes.get(at) == Some(&b'+') {
        at += 1;
    }
    let hexadecimal = bytes.get(at) == Some(&b'0')
        && matches!(bytes.get(at + 1), Some(b'x' | b'X'))
        && bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit);
    let base = match base {
        0 if hexadecimal => 16,
        0 if bytes.get(at) == Some(&b'0') => 8,
        0 => 10,
        base => base,
    };
    if base == 16 && hexadecimal {
        at += 2;
    }
    let start = at;
    let mut magnitude = 0u64;
    while let Some(digit) = bytes.get(at).and_then(|&b| char::from(b).to_digit(base)) {
        magnitude = magnitude.checked_mul(u64::from(base))?.checked_add(u64::from(digit))?;
        at += 1;
    }
    (at > start).then_some(Scanned { negative, magnitude, read: at })
}

fn whole(text: &str, base: u32) -> Option<Scanned> {
    scan(text, base).filter(|scanned| scanned.read == text.len())
}

/// `virStrToLong_ll`.
pub fn to_i64(text: &str, base: u32) -> Option<i64> {
    let Scanned { negative, magnitude, .. } = whole(text, base)?;
    if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

/// `virStrToLong_i`.
pub fn to_i32(text: &str, base: u32) -> Option<i32> {
    i32::try_from(to_i64(text, base)?).ok()
}

/// `virStrToLong_ullp`: a sign of minus is refused.
pub fn to_u64(text: &str, base: u32) -> Option<u64> {
    whole(text, base).filter(|scanned| !scanned.negative).map(|scanned| scanned.magnitude)
}

/// `virStrToLong_uip`: a sign of minus is refused.
pub fn to_u32(text: &str, base: u32) -> Option<u32> {
    u32::try_from(to_u64(text, base)?).ok()
}

/// `virStrToLong_ull`: `-1` is the greatest number, and so on.
pub fn to_u64_wrapping(text: &str, base: u32) -> Option<u64> {
    let Scanned { negative, magnitude, .. } = whole(text, base)?;
    Some(if negative { magnitude.wrapping_neg() } else { magnitude })
}

/// `virStrToLong_ui`: `-1` is the greatest number, and so on.
pub fn to_u32_wrapping(text: &str, base: u32) -> Option<u32> {
    let Scanned { negative, magnitude, .. } = whole(text, base)?;
    let magnitude = u32::try_from(magnitude).ok()?;
    Some(if negative { magnitude.wrapping_neg() } else { magnitude })
}

/// The number that a string starts with, and what follows it: `virStrToLong_uip` with an end pointer.
pub fn leading_u32(text: &str, base: u32) -> Option<(u32, &str)> {
    let scanned = scan(text, base).filter(|scanned| !scanned.negative)?;
    Some((u32::try_from(scanned.magnitude).ok()?, &text[scanned.read..]))
}

/// As [`leading_u32`]: `virStrToLong_ullp` with an end pointer.
pub fn leading_u64(text: &str, base: u32) -> Option<(u64, &str)> {
    let scanned = scan(text, base).filter(|scanned| !scanned.negative)?;
    Some((scanned.magnitude, &text[scanned.read..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_bases_and_ends() {
        assert_eq!(to_i32(" -12", 10), Some(-12));
        assert_eq!(to_i32("2147483648", 10), None);
        assert_eq!(to_i64("-9223372036854775808", 10), Some(i64::MIN));
        assert_eq!(to_u32("+7", 10), Some(7));
        assert_eq!(to_u32("-7", 10), None);
        assert_eq!(to_u32("7 ", 10), None);
        assert_eq!(to_u32("", 10), None);
        assert_eq!(to_u32_wrapping("-1", 10), Some(u32::MAX));
        assert_eq!(to_u64("18446744073709551616", 10), None);
        assert_eq!((to_u32("0x1f", 0), to_u32("017", 0), to_u32("0", 0)), (Some(31), Some(15), Some(0)));
        assert_eq!((to_u32("0x1f", 16), to_u32("1f", 16), to_u32("0x", 16)), (Some(31), Some(31), None));
        assert_eq!(leading_u32("3-5", 10), Some((3, "-5")));
    }
}
