//! Reading UUIDs as libvirt does.

use uuid::Uuid;

/// A UUID's text: 32 hexadecimal digits, with dashes and blanks wherever between bytes, and white space around. `virUUIDParse`.
pub fn parse_uuid(text: &str) -> Option<Uuid> {
    let space = |c: char| c.is_ascii_whitespace();
    let mut digits = text.trim_start_matches(space).as_bytes().iter().copied().peekable();
    let mut bytes = [0; 16];
    for byte in &mut bytes {
        while digits.next_if(|b| matches!(b, b'-' | b' ')).is_some() {}
        for _ in 0..2 {
            let digit = char::from(digits.next()?).to_digit(16)?;
            *byte = *byte << 4 | digit as u8;
        }
    }
    digits.all(|b| space(char::from(b))).then_some(Uuid::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_lax_as_libvirt() {
        let dashed = parse_uuid("6695eb01-f6a4-8304-79aa-97f2502e193f").unwrap();
        assert_eq!(parse_uuid(" 6695eb01f6a4830479aa97f2502e193f\n"), Some(dashed));
        assert_eq!(parse_uuid("6695eb01 f6a483 0479aa97f2502e193f"), Some(dashed));
        assert_eq!(parse_uuid("6695eb01f6-a4-8304-79aa-97f2502e193F"), Some(dashed));
        assert_eq!(parse_uuid("6695eb01-f6a4-8304-79aa-97f2502e193"), None);
        assert_eq!(parse_uuid("6695eb01-f6a4-8304-79aa-97f2502e193f0"), None);
        assert_eq!(parse_uuid("6-695eb01f6a4830479aa97f2502e193f"), None);
        assert_eq!(parse_uuid(""), None);
    }
}
