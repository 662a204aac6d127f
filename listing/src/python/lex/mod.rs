//! Characters to tokens, with the beginnings and ends of lines and blocks.

mod scan;
mod text;

use std::sync::Arc;

use crate::span::Span;

pub(super) use scan::tokens;

/// Python's own words.
pub(super) const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// A piece of an f-string as it is written.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Part {
    Text(Arc<str>),
    /// What stands between braces: tokens, the text for `=`, conversion, format.
    Value {
        tokens: Vec<Tok>,
        shown: Option<Arc<str>>,
        conversion: Option<char>,
        format: Vec<Part>,
    },
}

/// A token.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Token {
    Name(Arc<str>),
    Keyword(&'static str),
    Int(i128),
    Float(f64),
    Str(Arc<str>),
    Bytes(Arc<[u8]>),
    Format(Vec<Part>),
    Punct(&'static str),
    Newline,
    Indent,
    Dedent,
    End,
}

/// A token and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Tok {
    pub token: Token,
    pub span: Span,
}

impl Token {
    /// What a message calls it.
    pub fn shown(&self) -> String {
        match self {
            Self::Name(name) => name.to_string(),
            Self::Keyword(word) => (*word).to_owned(),
            Self::Int(n) => n.to_string(),
            Self::Float(n) => n.to_string(),
            Self::Str(_) | Self::Format(_) => "\"…\"".to_owned(),
            Self::Bytes(_) => "b\"…\"".to_owned(),
            Self::Punct(punct) => (*punct).to_owned(),
            Self::Newline | Self::Indent | Self::Dedent | Self::End => "⏎".to_owned(),
        }
    }
}
