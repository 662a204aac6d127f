//! What was expected, against what came.

use std::fmt;

use crate::model::Expected;
use crate::said::{ANY, Refusal, Said};
use crate::words::word_difference;

/// Something that came otherwise than expected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Which step, from 0.
    pub step: usize,
    /// The step's line in the file.
    pub line: usize,
    /// The text of the call.
    pub call: String,
    /// What differs: `returns`, `writes.state`, `error.message`, …
    pub what: String,
    /// What was expected.
    pub expected: String,
    /// What came.
    pub got: String,
}

impl fmt::Display for Difference {
    /// The call, and the words that differ.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "line {}: {}", self.line, self.call)?;
        write!(f, "  {}: {}", self.what, word_difference(&self.expected, &self.got))
    }
}

/// What differs: its name, what was expected, what came.
pub(crate) type Found = (String, String, String);

/// Everything in which an outcome is not what was expected.
pub(crate) fn differences(expected: &Expected, said: &Said) -> Vec<Found> {
    let mut found = Vec::new();
    let mut look = |what: &str, expected: &str, got: &str| {
        if !fits(expected, got) {
            found.push((what.to_owned(), expected.to_owned(), got.to_owned()));
        }
    };
    let nothing = Refusal::default();
    match (&expected.error, &said.error) {
        (None, None) => {}
        (None, Some(error)) => look("error", "none", &format!("{}: {}", error.code, error.message)),
        (Some(wanted), got) => {
            let got = got.as_ref().unwrap_or(&nothing);
            for (what, wanted, got) in [
                ("error.code", &wanted.code, &got.code),
                ("error.domain", &wanted.domain, &got.domain),
                ("error.message", &wanted.message, &got.message),
            ] {
                let got = if got.is_empty() { "none" } else { got };
                if !wanted.is_empty() {
                    look(what, wanted, got);
                }
            }
        }
    }
    if let Some(returns) = &expected.returns {
        look("returns", returns, &said.returns);
    }
    for (name, wanted) in &expected.writes {
        let got = said.writes.get(name).map_or("nothing", String::as_str);
        look(&format!("writes.{name}"), wanted, got);
    }
    if let Some(events) = &expected.events {
        for i in 0..events.len().max(said.events.len()) {
            let wanted = events.get(i).map_or("none", String::as_str);
            look(&format!("events {}", i + 1), wanted, said.events.get(i).map_or("none", String::as_str));
        }
    }
    found
}

/// Whether a text is as expected, where `(any)` stands for anything.
fn fits(expected: &str, got: &str) -> bool {
    let mut parts = expected.split(ANY);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = got.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_stands_for_anything() {
        for (expected, got, fit) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("(any)", "", true),
            ("a(any)c", "abbc", true),
            ("a(any)c", "abbcd", false),
            ("{x: (any), y: (any)}", "{x: 1, y: 2}", true),
            ("{x: (any), y: (any)}", "{x: 1}", false),
            ("a(any)a", "a", false),
        ] {
            assert_eq!(fits(expected, got), fit, "{expected} {got}");
        }
    }

    #[test]
    fn what_is_not_said_is_not_looked_at_but_for_errors() {
        let said = Said { returns: "0".into(), ..Said::default() };
        assert_eq!(differences(&Expected::default(), &said), []);
        let error =
            Refusal { code: "VIR_ERR_NO_DOMAIN".into(), message: "gone".into(), ..Refusal::default() };
        let failed = Said { error: Some(error.clone()), returns: "-1".into(), ..Said::default() };
        assert_eq!(
            differences(&Expected::default(), &failed),
            [("error".into(), "none".into(), "VIR_ERR_NO_DOMAIN: gone".into())]
        );
        let expected = Expected { error: Some(error), ..Expected::default() };
        assert_eq!(differences(&expected, &failed), []);
        assert_eq!(differences(&expected, &said).len(), 2);
    }
}
