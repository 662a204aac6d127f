//! From characters to tokens, with directives and macros done.

mod directive;
mod number;
mod scan;

use std::sync::Arc;

pub(crate) use directive::{Macros, preprocess};
pub(crate) use number::IntSuffix;

use crate::span::Span;

/// What a token is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Token {
    /// A name or a keyword.
    Ident(Arc<str>),
    /// A whole number with what its suffix says; `true` if it is written in decimal.
    Int(u64, IntSuffix, bool),
    /// A number with a fraction or exponent.
    Float(f64),
    /// A character.
    Char(u8),
    /// A string without the zero at its end.
    Str(Arc<[u8]>),
    /// An operator or bracket.
    Punct(&'static str),
    /// The end of the listing.
    End,
}

/// A token and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Tok {
    pub token: Token,
    pub span: Span,
}

impl Tok {
    /// Whether it is this operator or bracket.
    pub fn is(&self, punct: &str) -> bool {
        matches!(self.token, Token::Punct(found) if found == punct)
    }

    /// Whether it is this word.
    pub fn is_word(&self, word: &str) -> bool {
        matches!(&self.token, Token::Ident(found) if **found == *word)
    }

    /// As a message shows it.
    pub fn shown(&self) -> String {
        match &self.token {
            Token::Ident(name) => name.to_string(),
            Token::Int(n, ..) => n.to_string(),
            Token::Float(n) => n.to_string(),
            Token::Char(c) => format!("'{}'", c.escape_ascii()),
            Token::Str(text) => format!("{:?}", String::from_utf8_lossy(text)),
            Token::Punct(punct) => (*punct).to_owned(),
            Token::End => "…".to_owned(),
        }
    }
}
