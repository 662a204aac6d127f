//! Arguments as they are typed: text to value, and back.

use std::sync::Arc;

use virtlab_core::api::{Kind, Value};

/// The CPUs of a map that a text can name: as many as a map of 1 KiB has bits.
const CPUS_MAX: usize = 8192;

/// What was typed, as a value of the kind; none where it is none.
pub fn typed(kind: Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Int(..) | Kind::SizeOf(_) | Kind::Choice(..) => {
            let text = text.trim();
            text.parse::<i64>().map(Value::Int).ok().or_else(|| text.parse::<u64>().map(Value::from).ok())
        }
        Kind::Double => {
            text.trim().parse::<f64>().ok().filter(|n| n.is_finite()).map(|n| Value::Double(n.into()))
        }
        Kind::TextArray(_) if text.trim_start().starts_with('"') => format!("[{text}]").parse().ok(),
        Kind::TextArray(_) => Some(Value::List(words(text).map(Value::text).collect())),
        Kind::Params(_) | Kind::HandleArray(_) => format!("[{text}]").parse().ok(),
        Kind::Bytes(_) => bytes(text).map(|bytes| Value::Bytes(bytes.into())),
        Kind::IntArray(_) => {
            let numbers = text.split([',', ' ']).filter(|part| !part.is_empty());
            let number = |part: &str| {
                let signed = part.parse::<i64>().map(Value::Int).ok();
                signed.or_else(|| part.parse::<u64>().map(Value::from).ok())
            };
            numbers.map(number).collect::<Option<Vec<_>>>().map(Value::List)
        }
        Kind::Uuid => {
            let digits: Vec<u8> = text.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).collect();
            (digits.len() == 32).then(|| Value::Bytes(pairs(&digits)))
        }
        _ => Some(Value::text(text)),
    }
}

/// Words between commas.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty())
}

fn pairs(digits: &[u8]) -> Arc<[u8]> {
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// Bytes: hexadecimal digits, two a byte; or after `#` the numbers of the bits that are set, as `#0-3, 8`.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    if let Some(numbers) = text.strip_prefix('#') {
        return bits(numbers);
    }
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    digits.filter(|digits| digits.len() % 2 == 0).map(|digits| pairs(&digits).to_vec())
}

fn bits(numbers: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for range in words(numbers) {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        let (from, to): (usize, usize) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        if from > to || to >= CPUS_MAX {
            return None;
        }
        bytes.resize(bytes.len().max(to / 8 + 1), 0);
        (from..=to).for_each(|bit| bytes[bit / 8] |= 1 << (bit % 8));
    }
    Some(bytes)
}

/// A value as it is typed.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null | Value::Out | Value::Void => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Value::List(items) => list(items),
        other => other.to_string(),
    }
}

/// Items between commas; strings bare where that can be read back.
fn list(items: &[Value]) -> String {
    let bare = |text: &str| !text.is_empty() && text.trim() == text && !text.contains([',', '"']);
    let texts: Option<Vec<&str>> =
        items.iter().map(|item| item.as_text().filter(|text| bare(text))).collect();
    match texts {
        Some(texts) => texts.join(", "),
        None => items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(kind: Kind, text: &str) -> Option<String> {
        typed(kind, text).map(|value| shown(&value))
    }

    #[test]
    fn what_is_typed_becomes_a_value_and_back() {
        assert_eq!(round(Kind::Int("int", None), " -1 ").as_deref(), Some("-1"));
        assert_eq!(round(Kind::Int("int", None), "one"), None);
        assert_eq!(round(Kind::IntArray("unsigned int *"), "4, 2048").as_deref(), Some("4, 2048"));
        assert_eq!(
            round(Kind::IntArray("unsigned long long *"), "18446744073709551615,").as_deref(),
            Some("18446744073709551615")
        );
        let uuid = "6695eb01f6a4830479aa97f2502e193f";
        assert_eq!(round(Kind::Uuid, uuid).as_deref(), Some(uuid));
        assert_eq!(round(Kind::Uuid, "66"), None);
        let params = "{cpu_shares: ullong 10}, {x: string \"y\"}";
        assert_eq!(round(Kind::Params("virTypedParameterPtr"), params).as_deref(), Some(params));
        assert_eq!(round(Kind::Text, "").as_deref(), Some(""));
        assert_eq!(round(Kind::Double, "0.50").as_deref(), Some("0.5"));
        assert_eq!(round(Kind::Double, "inf"), None);
    }

    #[test]
    fn strings_need_quotes_only_where_they_could_be_misread() {
        let kind = Kind::TextArray("const char **");
        assert_eq!(typed(kind, "vda, vdb"), Some(Value::List(vec![Value::text("vda"), Value::text("vdb")])));
        assert_eq!(round(kind, "vda, vdb,").as_deref(), Some("vda, vdb"));
        let odd = r#""a, b", """#;
        assert_eq!(round(kind, odd).as_deref(), Some(odd));
        assert_eq!(round(kind, "").as_deref(), Some(""));
    }

    #[test]
    fn bytes_are_digits_or_the_bits_that_are_set() {
        let kind = Kind::Bytes("unsigned char *");
        assert_eq!(round(kind, "0f").as_deref(), Some("0f"));
        assert_eq!(round(kind, "#0-3, 8").as_deref(), Some("0f01"));
        for wrong in ["0", "0g", "#3-1", "#9999999"] {
            assert_eq!(round(kind, wrong), None, "{wrong}");
        }
    }
}
