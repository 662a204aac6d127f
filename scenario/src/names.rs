//! Names for what differs from run to run by its nature: identifiers that libvirt made up, and times.

use std::collections::{BTreeMap, BTreeSet};

/// The UUIDs of the domain and the network that `test:///default` begins with.
const TEST_UUIDS: [&str; 2] = ["6695eb01f6a4830479aa97f2502e193f", "dd8fe8846c02601e7551cca97df1c5df"];
const MAC_PREFIX: &str = "52:54:00:";

/// Puts `(uuid 1)`, `(mac 1)` and `(time)` for identifiers and times that nobody wrote in a call before.
#[derive(Clone, Debug)]
pub struct Names {
    known: BTreeSet<String>,
    names: BTreeMap<String, String>,
}

impl Default for Names {
    fn default() -> Self {
        Self { known: TEST_UUIDS.map(str::to_owned).into(), names: BTreeMap::new() }
    }
}

impl Names {
    /// Identifiers of this text are the caller's own.
    pub fn learn(&mut self, text: &str) {
        for (at, len) in identifiers(text) {
            self.known.insert(key(&text[at..at + len]));
        }
        let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 10);
        self.known.extend(numbers.map(str::to_owned));
        for (at, _) in text.match_indices("x\"").chain(text.match_indices("x\\\"")) {
            let digits: String = text[at..].chars().skip_while(|c| !c.is_ascii_hexdigit()).take(32).collect();
            self.known.insert(digits);
        }
    }

    /// The text of 16 bytes in hexadecimal, which may be a UUID that was made up.
    pub fn bytes(&mut self, hex: &str) -> String {
        if hex.len() == 32 && !self.known.contains(hex) { self.name_of(hex, "uuid") } else { hex.to_owned() }
    }

    /// A text with names in the place of what nobody wrote.
    pub fn text(&mut self, text: &str) -> String {
        let mut plain = String::new();
        let mut from = 0;
        for (at, len) in identifiers(text) {
            let found = &text[at..at + len];
            plain.push_str(&text[from..at]);
            from = at + len;
            if self.known.contains(&key(found)) {
                plain.push_str(found);
            } else {
                let name =
                    self.name_of(&key(found), if found.starts_with(MAC_PREFIX) { "mac" } else { "uuid" });
                plain.push_str(&name);
            }
        }
        without_times(&(plain + &text[from..]), &self.known)
    }

    /// The text of a value as in a call: there UUIDs are bytes, too.
    pub fn value(&mut self, text: &str) -> String {
        let bytes = text.strip_prefix("x\"").and_then(|rest| rest.strip_suffix('"'));
        match bytes.filter(|hex| hex.len() == 32) {
            Some(hex) => format!("x\"{}\"", self.bytes(hex)),
            None => self.text(text),
        }
    }

    fn name_of(&mut self, key: &str, kind: &str) -> String {
        let start = format!("({kind} ");
        let count = self.names.values().filter(|name| name.starts_with(&start)).count();
        self.names.entry(key.to_owned()).or_insert_with(|| format!("{start}{})", count + 1)).clone()
    }
}

fn key(identifier: &str) -> String {
    identifier.replace('-', "")
}

/// Puts `(time)` for seconds since 1970 that nobody wrote: when something was created, and what it is called by default.
fn without_times(text: &str, known: &BTreeSet<String>) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let len = rest[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - at);
        let digits = &rest[at..at + len];
        plain.push_str(&rest[..at]);
        rest = &rest[at + len..];
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let apart = !plain.ends_with(word) && !rest.starts_with(word);
        let of_these_years = len == 10 && matches!(&digits[..2], "16" | "17" | "18" | "19");
        let is_time = apart && of_these_years && !is_size(digits) && !known.contains(digits);
        plain.push_str(if is_time { "(time)" } else { digits });
    }
    plain + rest
}

/// Whether a number is rather one of bytes: 1.5 GiB looks like a second of 2021. Of times, one in 65,536 is so round.
fn is_size(digits: &str) -> bool {
    digits.parse::<u64>().is_ok_and(|number| number % 65_536 == 0)
}

/// Where UUIDs and libvirt's MAC addresses are in a text: place and length.
fn identifiers(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let word = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at)).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
    };
    let mut found: Vec<(usize, usize)> = Vec::new();
    for at in 0..bytes.len() {
        if word(at.checked_sub(1)) || found.last().is_some_and(|(start, len)| at < start + len) {
            continue;
        }
        for shape in ["xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "52:54:00:xx:xx:xx"] {
            let end = at + shape.len();
            if !word(Some(end)) && bytes.get(at..end).is_some_and(|there| fits(there, shape)) {
                found.push((at, shape.len()));
            }
        }
    }
    found
}

fn fits(there: &[u8], shape: &str) -> bool {
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    there
        .iter()
        .zip(shape.bytes())
        .all(|(&byte, wanted)| if wanted == b'x' { hex(byte) } else { byte == wanted })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_up_gets_names_and_what_was_given_stays() {
        let mut names = Names::default();
        names.learn(
            "f(x\"00000000000000000000000000000001\", \"00000000-0000-0000-0000-000000000002\", 1700000000)",
        );
        let text =
            "a 11111111-0000-0000-0000-000000000000 52:54:00:aa:bb:cc 00000000-0000-0000-0000-000000000001";
        assert_eq!(names.text(text), "a (uuid 1) (mac 1) 00000000-0000-0000-0000-000000000001");
        assert_eq!(names.value("x\"11111111000000000000000000000000\""), "x\"(uuid 1)\"");
        assert_eq!(
            names.text("00000000-0000-0000-0000-000000000002 at 1700000000 and 1700000001"),
            "00000000-0000-0000-0000-000000000002 at 1700000000 and (time)"
        );
        assert_eq!(names.text("22222222-0000-0000-0000-000000000000"), "(uuid 2)");
        assert_eq!(names.text("1610612736 bytes since 1610612737"), "1610612736 bytes since (time)");
    }
}
