//! Sets of small numbers written as `0-3,^2,8`: host CPUs, NUMA nodes, virtual CPUs. `virBitmap` of libvirt.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::number;
use super::{ErrorCode, ErrorDomain, Result, VirError};

/// A set of numbers below a bound. Equal sets are equal values, whatever bound they were read with.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Bitmap {
    // No zero word at the end, so that equality is that of the sets.
    words: Vec<u64>,
}

impl Bitmap {
    /// Reads a set of numbers below `bound`. `virBitmapParse` of libvirt.
    ///
    /// # Errors
    /// `VIR_ERR_INVALID_ARG` if it is not one, or has a number that is out of bound.
    pub fn parse(text: &str, bound: u32) -> Result<Self> {
        Self::read(text, bound).ok_or_else(|| {
            let detail = format!("Failed to parse bitmap '{text}'");
            VirError::new(ErrorDomain::None, ErrorCode::InvalidArg, detail)
        })
    }

    fn read(text: &str, bound: u32) -> Option<Self> {
        let mut set = Self::default();
        let mut rest = skip(text);
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            let removes = rest.starts_with('^');
            rest = rest.strip_prefix('^').unwrap_or(rest);
            if !rest.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            let (first, after) = number::leading_u32(rest, 10)?;
            rest = skip(after);
            let mut last = first;
            if let Some(after) = rest.strip_prefix('-') {
                if removes {
                    return None;
                }
                let (number, after) = number::leading_u32(skip(after), 10)?;
                (last, rest) = (number, skip(after));
            }
            if last < first || last >= bound {
                return None;
            }
            for number in first..=last {
                if removes { set.remove(number) } else { set.insert(number) }
            }
            rest = match rest.strip_prefix(',') {
                Some(after) => skip(after),
                None if rest.is_empty() => rest,
                None => return None,
            };
        }
        Some(set)
    }

    /// The numbers below a bound.
    pub fn full(bound: u32) -> Self {
        let mut set = Self::default();
        (0..bound).for_each(|number| set.insert(number));
        set
    }

    /// Reads bytes with the lowest number in the lowest bit of the first. `virBitmapNewData` of libvirt.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut set = Self::default();
        for (place, byte) in bytes.iter().enumerate() {
            for bit in (0..8).filter(|bit| byte >> bit & 1 == 1) {
                set.insert(place as u32 * 8 + bit);
            }
        }
        set
    }

    /// Fills bytes, as many as are wanted. `virBitmapToDataBuf` of libvirt.
    pub fn to_bytes(&self, len: usize) -> Vec<u8> {
        let byte = |place: usize| self.words.get(place / 8).map_or(0, |word| (word >> (place % 8 * 8)) as u8);
        (0..len).map(byte).collect()
    }

    /// Adds a number.
    pub fn insert(&mut self, number: u32) {
        let word = number as usize / 64;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (number % 64);
    }

    /// Takes a number out.
    pub fn remove(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / 64) {
            *word &= !(1 << (number % 64));
        }
        while self.words.last() == Some(&0) {
            self.words.pop();
        }
    }

    /// Whether a number is in it.
    pub fn contains(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many numbers are in it.
    pub fn len(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..).step_by(64).zip(&self.words).flat_map(|(first, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let number = first + rest.trailing_zeros();
                // Without its lowest bit.
                rest &= rest.checked_sub(1)?;
                Some(number)
            })
        })
    }

    /// The greatest number in it.
    pub fn last(&self) -> Option<u32> {
        let word = self.words.last()?;
        Some(self.words.len() as u32 * 64 - 1 - word.leading_zeros())
    }

    /// Whether both have a number.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(a, b)| a & b != 0)
    }

    /// Takes out every number that is not below `bound`.
    pub fn shrink(&mut self, bound: u32) {
        while let Some(last) = self.last().filter(|&last| last >= bound) {
            self.remove(last);
        }
    }
}

fn skip(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_whitespace())
}

impl fmt::Display for Bitmap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut numbers = self.iter().peekable();
        let mut separator = "";
        while let Some(first) = numbers.next() {
            let mut last = first;
            while let Some(next) = numbers.next_if_eq(&(last + 1)) {
                last = next;
            }
            write!(f, "{separator}{first}")?;
            if last > first {
                write!(f, "-{last}")?;
            }
            separator = ",";
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        assert_eq!(Bitmap::parse(text, 128).unwrap().to_string(), expect);
    }

    #[test]
    fn reading_and_writing() {
        check("0-3,^2,8", "0-1,3,8");
        check(" 5 , 4 ", "4-5");
        check("64-66,127", "64-66,127");
        check("3,^3", "");
        for wrong in ["", " ", "a", "3-1", "1-", "^1-2", "128", "1 2", "1,,2", "-1"] {
            assert_eq!(
                &*Bitmap::parse(wrong, 128).unwrap_err().message,
                format!("invalid argument: Failed to parse bitmap '{wrong}'")
            );
        }
    }

    #[test]
    fn sets() {
        let mut set = Bitmap::parse("1,70", 128).unwrap();
        assert_eq!((set.len(), set.last()), (2, Some(70)));
        set.shrink(70);
        assert_eq!(set, Bitmap::parse("1", 2).unwrap());
        assert!(!set.overlaps(&Bitmap::parse("0,2", 4).unwrap()));
    }
}
