//! Doubles as `printf` writes them.

use super::print::Look;

/// A double as a conversion wants it.
pub(super) fn double(number: f64, letter: u8, look: &Look) -> Vec<u8> {
    let precision = look.precision.unwrap_or(6).min(60);
    let sign = look.sign(number.is_sign_negative());
    let size = number.abs();
    let digits = match letter {
        b'f' | b'F' => format!("{size:.precision$}"),
        b'e' | b'E' => scientific(size, precision),
        _ => {
            let wanted = precision.max(1);
            let exponent = if size == 0.0 { 0 } else { exponent_of(&scientific(size, wanted - 1)) };

            if exponent < -4 || exponent >= wanted as i32 {
                let text = scientific(size, wanted - 1);
                let (digits, rest) = text.split_once('e').map_or((&*text, ""), |parts| parts);
                format!("{}e{rest}", trimmed(digits))
            } else {
                let places = (wanted as i32 - 1 - exponent).max(0) as usize;
                trimmed(&format!("{size:.places$}")).to_owned()
            }
        }
    };
    let bare =
        Look { precision: None, left: look.left, zero: look.zero, width: look.width, ..Look::default() };
    bare.number(sign, digits)
}

fn trimmed(digits: &str) -> &str {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits }
}

fn exponent_of(text: &str) -> i32 {
    text.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

/// As C writes it: a sign and two digits in the exponent.
fn scientific(number: f64, precision: usize) -> String {
    let text = format!("{number:.precision$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    format!("{digits}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
}
