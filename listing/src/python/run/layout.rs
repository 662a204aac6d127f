//! How a number's digits are laid out: signs, groups, exponents, and room.

use super::format::Spec;

pub(super) fn sign(spec: &Spec, minus: bool) -> &'static str {
    match (minus, spec.sign) {
        (true, _) => "-",
        (_, '+') => "+",
        (_, ' ') => " ",
        _ => "",
    }
}

/// How long the digits are to be made by zeros before them.
pub(super) fn zeros(spec: &Spec, others: usize) -> usize {
    if spec.fill == '0' && spec.align == Some('=') { spec.width.saturating_sub(others) } else { 0 }
}

/// Digits with a mark between groups, and with zeros before them for so much room.
pub(super) fn grouped(digits: &str, mark: char, by: usize, room: usize) -> String {
    let mut count = digits.len();
    while count + count.saturating_sub(1) / by < room {
        count += 1;
    }
    let digits = "0".repeat(count - digits.len()) + digits;
    let mut made = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(by) {
            made.push(mark);
        }
        made.push(c);
    }
    made
}

pub(super) fn pad(spec: &Spec, align: char, sign: &str, digits: &str) -> String {
    let room = spec.width.saturating_sub(sign.chars().count() + digits.chars().count());
    let fill = |count: usize| std::iter::repeat_n(spec.fill, count).collect::<String>();
    match align {
        '<' => format!("{sign}{digits}{}", fill(room)),
        '^' => format!("{}{sign}{digits}{}", fill(room / 2), fill(room - room / 2)),
        '=' => format!("{sign}{}{digits}", fill(room)),
        _ => format!("{}{sign}{digits}", fill(room)),
    }
}

/// `1.5e+10`.
pub(super) fn exponent(n: f64, precision: usize) -> String {
    let text = format!("{n:.precision$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    format!("{digits}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
}

/// As many digits, in whichever way is shorter.
pub(super) fn general(n: f64, precision: usize, alternate: bool) -> String {
    let precision = precision.max(1);
    let text = exponent(n, precision - 1);
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    let trimmed = |digits: &str| {
        if alternate || !digits.contains('.') {
            digits.to_owned()
        } else {
            digits.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    };
    if power < -4 || power >= precision as i32 {
        let tail = &text[digits.len()..];
        return trimmed(digits) + tail;
    }
    let behind = usize::try_from(precision as i32 - 1 - power).unwrap_or(0);
    trimmed(&format!("{n:.behind$}"))
}
