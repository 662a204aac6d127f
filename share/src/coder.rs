//! Arithmetic coding of a text by a [`Model`]'s guesses: a bit that was expected costs next to nothing.

use crate::model::Model;

/// Writes a text in as few bytes as the model's guesses allow.
pub(crate) fn squeeze(lesson: &[u8], text: &[u8]) -> Vec<u8> {
    let mut model = Model::taught(lesson);
    let (mut low, mut high) = (0u32, u32::MAX);
    let mut out = Vec::new();
    for byte in text {
        for n in (0..8).rev() {
            let bit = byte >> n & 1 == 1;
            let middle = split(low, high, model.chance());
            if bit {
                high = middle;
            } else {
                low = middle + 1;
            }
            while (low ^ high) >> 24 == 0 {
                out.push((high >> 24) as u8);
                low <<= 8;
                high = high << 8 | 255;
            }
            model.learn(bit);
        }
    }
    // As few bytes more as lie between the two ends, whatever a reader takes for what is missing.
    if low > 0 {
        out.push((low >> 24) as u8 + 1);
    }
    out
}

/// Reads a text of `length` bytes back. Bytes that nobody wrote give some text or other.
pub(crate) fn unsqueeze(lesson: &[u8], bytes: &[u8], length: usize) -> Vec<u8> {
    let mut model = Model::taught(lesson);
    let (mut low, mut high) = (0u32, u32::MAX);
    let mut bytes = bytes.iter().copied().chain(std::iter::repeat(0));
    let mut next = || u32::from(bytes.next().unwrap_or_default());
    let mut at = (0..4).fold(0u32, |at, _| at << 8 | next());
    let mut text = Vec::with_capacity(length);
    for _ in 0..length {
        let mut byte = 0u8;
        for _ in 0..8 {
            let middle = split(low, high, model.chance());
            let bit = at <= middle;
            if bit {
                high = middle;
            } else {
                low = middle + 1;
            }
            while (low ^ high) >> 24 == 0 {
                low <<= 8;
                high = high << 8 | 255;
                at = at << 8 | next();
            }
            model.learn(bit);
            byte = byte << 1 | u8::from(bit);
        }
        text.push(byte);
    }
    text
}

/// Where the ones end and the zeros begin.
fn split(low: u32, high: u32, chance: u32) -> u32 {
    let width = u64::from(high - low);
    low + ((width * u64::from(chance)) >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::Lots;

    #[test]
    fn any_bytes_come_back() {
        let mut lots = Lots::new(1);
        for _ in 0..16 {
            let (length, few) = (lots.below(600), 1 + lots.below(255));
            let text: Vec<u8> = (0..length).map(|_| lots.below(few) as u8).collect();
            let lesson: Vec<u8> = (0..lots.below(60)).map(|_| lots.below(256) as u8).collect();
            for text in [text.clone(), text.repeat(9)] {
                let squeezed = squeeze(&lesson, &text);
                assert_eq!(unsqueeze(&lesson, &squeezed, text.len()), text);
            }
        }
    }

    #[test]
    fn what_was_taught_costs_next_to_nothing() {
        let text = "virDomainGetState(dom1)\nvirDomainGetInfo(dom1)\n".repeat(4);
        let untaught = squeeze(b"", text.as_bytes()).len();
        let taught = squeeze(text.as_bytes(), text.as_bytes()).len();
        assert!(taught * 4 < untaught && taught <= 8, "{taught} of {untaught}");
    }
}
