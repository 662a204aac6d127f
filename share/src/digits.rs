//! Bytes as characters that every program leaves alone in a link: base64 as RFC 4648 has it for addresses, without `=`.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Four characters for each three bytes.
pub(crate) fn write(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 2);
    for chunk in bytes.chunks(3) {
        let group =
            (0..3).fold(0u32, |group, n| group << 8 | u32::from(chunk.get(n).copied().unwrap_or_default()));
        for n in 0..=chunk.len() {
            text.push(char::from(DIGITS[(group >> (18 - 6 * n) & 63) as usize]));
        }
    }
    text
}

/// The bytes again; none where something else is among the characters.
pub(crate) fn read(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for chunk in text.as_bytes().chunks(4) {
        let mut group = 0u32;
        for digit in chunk {
            group = group << 6 | DIGITS.iter().position(|known| known == digit)? as u32;
        }
        group <<= 6 * (4 - chunk.len());
        bytes.extend((1..chunk.len()).map(|n| (group >> (24 - 8 * n)) as u8));
        if chunk.len() == 1 {
            return None;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        for length in 0..=bytes.len() {
            let text = write(&bytes[..length]);
            assert_eq!(read(&text).as_deref(), Some(&bytes[..length]), "{text}");
        }
        assert_eq!(write(b"\xfb\xff\xbf"), "-_-_");
        for text in ["A", "AA AA", "AA=", "ünicode"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
