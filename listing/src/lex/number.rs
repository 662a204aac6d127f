//! Numbers and characters as C writes them.

/// What stands behind a whole number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct IntSuffix {
    pub unsigned: bool,
    /// How often `l` stands there: 0, 1 or 2.
    pub long: u8,
}

/// What a number's text stands for.
pub(super) enum Number {
    Int(u64, IntSuffix, bool),
    Float(f64),
}

/// Reads a number with its suffix; none if it is none, or too large.
pub(super) fn read(text: &str) -> Option<Number> {
    let lower = text.to_ascii_lowercase();
    let hex = lower.starts_with("0x");
    if !hex && (lower.contains('.') || lower.contains('e')) {
        let digits = lower.strip_suffix(['f', 'l']).unwrap_or(&lower);
        return digits.parse().ok().filter(|n: &f64| n.is_finite()).map(Number::Float);
    }
    let end = lower.find(['u', 'l']).unwrap_or(lower.len());
    let (digits, suffix) = lower.split_at(end);
    let suffix = match suffix {
        "" => IntSuffix::default(),
        "u" => IntSuffix { unsigned: true, long: 0 },
        "l" => IntSuffix { unsigned: false, long: 1 },
        "ll" => IntSuffix { unsigned: false, long: 2 },
        "ul" | "lu" => IntSuffix { unsigned: true, long: 1 },
        "ull" | "llu" => IntSuffix { unsigned: true, long: 2 },
        _ => return None,
    };
    let (value, decimal) = match digits {
        _ if hex => (u64::from_str_radix(&digits[2..], 16), false),
        "0" => (Ok(0), true),
        _ if digits.starts_with('0') => (u64::from_str_radix(&digits[1..], 8), false),
        _ => (digits.parse(), true),
    };
    Some(Number::Int(value.ok()?, suffix, decimal))
}

/// The byte of an escape, from what stands behind the backslash, and how many characters that takes.
pub(super) fn escape(rest: &[char]) -> Option<(u8, usize)> {
    let simple = |byte| Some((byte, 1));
    match rest.first()? {
        'n' => simple(b'\n'),
        't' => simple(b'\t'),
        'r' => simple(b'\r'),
        'a' => simple(7),
        'b' => simple(8),
        'f' => simple(12),
        'v' => simple(11),
        c @ ('\\' | '\'' | '"' | '?') => simple(*c as u8),
        'x' => {
            let digits = rest[1..].iter().take(2).take_while(|c| c.is_ascii_hexdigit()).count();
            let text: String = rest[1..=digits].iter().collect();
            u8::from_str_radix(&text, 16).ok().map(|byte| (byte, digits + 1))
        }
        '0'..='7' => {
            let digits = rest.iter().take(3).take_while(|c| ('0'..='7').contains(c)).count();
            let text: String = rest[..digits].iter().collect();
            u8::from_str_radix(&text, 8).ok().map(|byte| (byte, digits))
        }
        _ => None,
    }
}
