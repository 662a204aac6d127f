//! Comparing what was recorded with what the core gives, but for what differs from run to run by its nature.

use serde_json::Value as Json;
use virtlab_scenario::Names;

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

/// Puts `(uuid 1)`, `(mac 1)` and `(time)` for identifiers and times that nobody wrote in a call before, as scenarios do.
pub struct Plain {
    names: Names,
}

impl Plain {
    /// For a session whose header is this.
    pub fn new(header: &Json) -> Self {
        let mut plain = Self { names: Names::default() };
        plain.learn(&header.to_string());
        plain
    }

    /// Identifiers of this text are the caller's own.
    pub fn learn(&mut self, text: &str) {
        self.names.learn(text);
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
            Json::String(text) => *text = self.names.text(text),
            Json::Array(items) => items.iter_mut().for_each(|item| self.walk(item)),
            Json::Object(members) => {
                let only_bytes = members.len() == 1;
                for (name, member) in members {
                    match member {
                        Json::String(hex) if only_bytes && name == "bytes" => {
                            *hex = self.names.bytes(hex);
                        }
                        member => self.walk(member),
                    }
                }
            }
            _ => {}
        }
    }
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
