//! Texts that a shape does not tell, or not in short.

use std::net::{Ipv4Addr, Ipv6Addr};

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Lexical {
    /// In digits; with a sign where the number is below zero.
    Digits,
    /// As XML Schema writes integers: with a sign, leading zeros, blanks around it.
    Any,
}

/// A type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Type {
    Ipv4,
    Ipv6,
    /// `NCName` of XML: a name without a colon.
    Name,
    /// `dateTime` of XML Schema.
    Time,
}

impl Type {
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "ipv4" => Self::Ipv4,
            "ipv6" => Self::Ipv6,
            "xml-name" => Self::Name,
            "xml-time" => Self::Time,
            _ => return None,
        })
    }

    pub fn has(self, text: &str) -> bool {
        match self {
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Self::Name => is_name(text.trim_matches(is_blank)),
            Self::Time => is_time(text.trim_matches(is_blank)).is_some(),
        }
    }
}

pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Whether a text is one of some words, blanks around it aside.
pub(super) fn is_word_of(words: &str, text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    words.split_ascii_whitespace().any(|word| word == text)
}

/// Whether a text is a number of a range.
pub(super) fn is_number(text: &str, least: i128, most: i128, written: Lexical) -> bool {
    let text = if written == Lexical::Any { text.trim_matches(is_blank) } else { text };
    let (digits, below_zero) = match (text.strip_prefix('-'), text.strip_prefix('+')) {
        (Some(digits), _) if written == Lexical::Any || least < 0 => (digits, true),
        (_, Some(digits)) if written == Lexical::Any => (digits, false),
        _ => (text, false),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // More digits than fit are beyond every bound, unless there is none.
    let number = digits.parse::<i128>().unwrap_or(i128::MAX);
    let number = if below_zero { -number } else { number };
    (least..=most).contains(&number)
}

fn is_name(text: &str) -> bool {
    let starts = |c: char| c == '_' || c.is_alphabetic();
    text.starts_with(starts)
        && text.chars().all(|c| starts(c) || c.is_numeric() || matches!(c, '-' | '.' | '·'))
}

/// `YYYY-MM-DDThh:mm:ss`, with parts of a second and a time zone.
fn is_time(text: &str) -> Option<()> {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (date, time) = text.split_once('T')?;
    let mut date = date.split('-');
    let (year, month, day) = (date.next()?, number(date.next()?, 1, 12)?, number(date.next()?, 1, 31)?);
    let whole = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if date.next().is_some() || year.len() < 4 || !whole(year) || (year.len() > 4 && year.starts_with('0')) {
        return None;
    }
    let year: u64 = year.parse().ok().filter(|year| *year > 0)?;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, "Z"),
    };
    if zone != "Z" {
        let (hours, minutes) = zone[1..].split_once(':')?;
        let (hours, minutes) = (number(hours, 0, 14)?, number(minutes, 0, 59)?);
        (hours < 14 || minutes == 0).then_some(())?;
    }
    let (clock, part) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut clock = clock.split(':');
    let (hour, minute, second) =
        (number(clock.next()?, 0, 24)?, number(clock.next()?, 0, 59)?, number(clock.next()?, 0, 59)?);
    let midnight = hour < 24 || minute + second == 0;
    (day <= days && whole(part) && clock.next().is_none() && midnight).then_some(())
}

/// A number of two digits.
fn number(text: &str, least: u8, most: u8) -> Option<u8> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && (least..=most).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let plain = |text| is_number(text, 0, 255, Lexical::Digits);
        assert!(plain("0") && plain("255") && plain("007"));
        assert!(!plain("256") && !plain(" 7") && !plain("+1") && !plain("-0") && !plain("") && !plain("0x1"));
        let any = |text| is_number(text, -1, i128::MAX, Lexical::Any);
        assert!(
            any("+1")
                && any(" 1\n")
                && any("-1")
                && any("99999999999999999999999999999999999999999999")
                && !any("-2")
                && !any("1.0")
        );
    }

    #[test]
    fn names_and_times() {
        for good in ["2010-04-09T15:51:00", "2024-02-29T24:00:00Z", "12010-01-01T00:00:00-05:30"] {
            assert!(Type::Time.has(good), "{good}");
        }
        for bad in ["2010-04-09", "2023-02-29T00:00:00", "2010-4-09T15:51:00", "2010-04-09T15:51", "x"] {
            assert!(!Type::Time.has(bad), "{bad}");
        }
        assert!(Type::Name.has("clean-traffic") && !Type::Name.has("1a") && !Type::Name.has("a b"));
        assert!(Type::Ipv6.has("::1") && !Type::Ipv4.has("1.2.3.04"));
    }
}
