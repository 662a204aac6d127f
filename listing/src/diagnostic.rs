//! What is told about a listing: where, how bad, and in both languages what and what to do.

use crate::span::Span;
use crate::words::{Language, Word};

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Good to know.
    Advice,
    /// C would go on, and something is lost or wrong.
    Warning,
    /// The listing cannot run, or cannot go on.
    Error,
}

/// One thing told about a listing.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// What.
    pub word: Word,
    /// What is put into the words: names, numbers, types.
    pub args: Vec<String>,
}

impl Diagnostic {
    /// Something that stops a listing.
    pub fn error(span: Span, word: Word, args: impl IntoIterator<Item = String>) -> Self {
        Self { severity: Severity::Error, span, word, args: args.into_iter().collect() }
    }

    /// What is wrong, in a sentence.
    pub fn text(&self, language: Language) -> String {
        fill(self.word.text(language), &self.args)
    }

    /// What to do about it; empty if there is nothing to say.
    pub fn hint(&self, language: Language) -> String {
        fill(self.word.hint(language), &self.args)
    }
}

/// The words with `{0}`, `{1}`, … filled.
fn fill(words: &str, args: &[String]) -> String {
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        let Some(end) = rest[at..].find('}') else { break };
        let number: Option<usize> = rest[at + 1..at + end].parse().ok();
        text.push_str(number.and_then(|n| args.get(n)).map_or("", String::as_str));
        rest = &rest[at + end + 1..];
    }
    text.push_str(rest);
    text
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        };
        write!(f, "{}: {severity}: {}", self.span, self.text(Language::English))?;
        let hint = self.hint(Language::English);
        if hint.is_empty() { Ok(()) } else { write!(f, " [{hint}]") }
    }
}
