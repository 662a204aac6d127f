//! Where something stands in a listing.

use std::fmt;

/// A piece of a listing: from a place to the place behind its last character. Lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// Line of its first character; 0 for what stands in no listing.
    pub line: u32,
    /// Column of its first character.
    pub column: u32,
    /// Line of its last character.
    pub end_line: u32,
    /// Column behind its last character.
    pub end_column: u32,
}

impl Span {
    /// From the beginning of this one to the end of another.
    pub fn to(self, end: Self) -> Self {
        Self { end_line: end.end_line, end_column: end.end_column, ..self }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}
