//! Comparing what was recorded with what the core gives, but for what differs from run to run by its nature.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

/// The UUIDs of the domain and the network that `test:///default` begins with.
const TEST_UUIDS: [&str; 2] = ["6695eb01f6a4830479aa97f2502e193f", "dd8fe8846c02601e7551cca97df1c5df"];
const MAC_PREFIX: &str = "52:54:00:";

/// Whether the core's value is the recorded one. `{"any": n}` in a recording is any list of n things, and `{"any": "…"}`
/// anything at all.
pub fn same(recorded: &Json, got: &Json) -> bool {
    match (recorded, got) {
        (Json::Object(recorded), _) if recorded.len() == 1 && recorded.contains_key("any") => {
            match recorded["any"].as_u64() {
                Some(count) => got.as_array().is_some_and(|items| items.len() as u64 == count),
                None => true,
            }
        }
        (Json::Object(recorded), Json::Object(got)) => {
            recorded.len() == got.len()
                && recorded.iter().all(|(key, value)| got.get(key).is_some_and(|other| same(value, other)))
        }
        (Json::Array(recorded), Json::Array(got)) => {
            recorded.len() == got.len() && recorded.iter().zip(got).all(|(one, other)| same(one, other))
        }
        _ => recorded == got,
    }
}

/// Puts `(uuid 1)` and `(mac 1)` for identifiers that were generated: those that nobody wrote in a call before.
pub struct Plain {
    known: BTreeSet<String>,
    names: BTreeMap<String, String>,
}

impl Plain {
    /// For a session whose header is this.
    pub fn new(header: &Json) -> Self {
        let mut plain = Self { known: TEST_UUIDS.map(str::to_owned).into(), names: BTreeMap::new() };
        plain.learn(&header.to_string());
        plain
    }

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

    /// The line without generated identifiers.
    pub fn line(&mut self, line: &mut Json) {
        for part in ["ret", "error", "out", "events", "printed"] {
            if let Some(part) = line.get_mut(part) {
                self.walk(part);
            }
        }
    }

    fn walk(&mut self, json: &mut Json) {
        match json {
            Json::String(text) => *text = self.text(text),
            Json::Array(items) => items.iter_mut().for_each(|item| self.walk(item)),
            Json::Object(members) => {
                let only_bytes = members.len() == 1;
                for (name, member) in members {
                    match member {
                        Json::String(hex) if only_bytes && name == "bytes" && hex.len() == 32 => {
                            if !self.known.contains(hex.as_str()) {
                                *hex = self.name_of(hex, "uuid");
                            }
                        }
                        member => self.walk(member),
                    }
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> String {
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
        plain.push_str(if apart && of_these_years && !known.contains(digits) { "(time)" } else { digits });
    }
    plain + rest
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
    use serde_json::json;

    #[test]
    fn generated_identifiers_get_numbers_and_given_ones_stay() {
        let mut plain = Plain::new(&json!({}));
        plain.learn("f(x\"00000000000000000000000000000001\", \"00000000-0000-0000-0000-000000000002\")");
        let mut line = json!({
            "ret": "a 11111111-0000-0000-0000-000000000000 52:54:00:aa:bb:cc 00000000-0000-0000-0000-000000000001",
            "out": { "uuid": { "bytes": "11111111000000000000000000000000" } },
            "printed": "00000000-0000-0000-0000-000000000002",
        });
        plain.line(&mut line);
        assert_eq!(line["ret"], "a (uuid 1) (mac 1) 00000000-0000-0000-0000-000000000001");
        assert_eq!(line["out"]["uuid"]["bytes"], "(uuid 1)");
        assert_eq!(line["printed"], "00000000-0000-0000-0000-000000000002");
    }

    #[test]
    fn any_stands_for_what_varies() {
        assert!(same(&json!({ "ids": { "any": 2 } }), &json!({ "ids": [7, 8] })));
        assert!(!same(&json!({ "ids": { "any": 2 } }), &json!({ "ids": [7] })));
        assert!(same(&json!({ "any": "CPU time" }), &json!(3)));
        assert!(!same(&json!({ "a": 1 }), &json!({ "a": 1, "b": 2 })));
    }
}
