//! Tokens to statements.

mod atom;
mod bound;
mod compound;
mod def;
mod expression;
mod statement;

use std::sync::Arc;

use super::ast::{Name, Stmt};
use super::lex::{Tok, Token};
use crate::diagnostic::Diagnostic;
use crate::limits::NESTING_MAX;
use crate::span::Span;
use crate::words::Word;

pub(super) type Result<T> = std::result::Result<T, Diagnostic>;

/// The statements of a listing.
pub(super) fn parse(tokens: &[Tok]) -> Result<Vec<Stmt>> {
    let mut parser = Parser::new(tokens);
    let mut body = Vec::new();
    while parser.peek() != &Token::End {
        parser.statement(&mut body)?;
    }
    Ok(body)
}

/// What a function is known to name, while its body is read.
#[derive(Default)]
struct Scope {
    qualified: String,
    globals: Vec<Arc<str>>,
    nonlocals: Vec<Arc<str>>,
}

struct Parser<'t> {
    tokens: &'t [Tok],
    at: usize,
    depth: u32,
    /// The functions around what is read.
    scopes: Vec<Scope>,
    /// The loops around it, in the innermost function.
    loops: u32,
}

impl<'t> Parser<'t> {
    fn new(tokens: &'t [Tok]) -> Self {
        Self { tokens, at: 0, depth: 0, scopes: Vec::new(), loops: 0 }
    }

    fn peek(&self) -> &'t Token {
        self.tokens.get(self.at).map_or(&Token::End, |tok| &tok.token)
    }

    fn ahead(&self, count: usize) -> &'t Token {
        self.tokens.get(self.at + count).map_or(&Token::End, |tok| &tok.token)
    }

    fn span(&self) -> Span {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(Span::default(), |tok| tok.span)
    }

    /// Where the token before this one stands.
    fn before(&self) -> Span {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(Span::default(), |tok| tok.span)
    }

    fn is(&self, punct: &str) -> bool {
        matches!(self.peek(), Token::Punct(found) if *found == punct)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Token::Keyword(found) if *found == word)
    }

    fn eat(&mut self, punct: &str) -> bool {
        let found = self.is(punct);
        self.at += usize::from(found);
        found
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, punct: &str) -> Result<()> {
        if self.eat(punct) { Ok(()) } else { Err(self.missing(punct)) }
    }

    fn expect_word(&mut self, word: &str) -> Result<()> {
        if self.eat_word(word) { Ok(()) } else { Err(self.missing(word)) }
    }

    fn missing(&self, wanted: &str) -> Diagnostic {
        if self.is("=") {
            return Diagnostic::error(self.span(), Word::EqualsAlone, []);
        }
        let args = [wanted.to_owned(), self.peek().shown()];
        Diagnostic::error(self.span(), Word::Missing, args)
    }

    fn lacks<T>(&self, span: Span, what: &str) -> Result<T> {
        Err(Diagnostic::error(span, Word::PythonNotInSubset, [what.to_owned()]))
    }

    fn name(&mut self) -> Result<Name> {
        let span = self.span();
        match self.peek() {
            Token::Name(text) => {
                self.at += 1;
                Ok(Name { text: text.clone(), span })
            }
            Token::Keyword(word) => Err(Diagnostic::error(span, Word::PythonKeyword, [(*word).to_owned()])),
            other => Err(Diagnostic::error(span, Word::NameWanted, [other.shown()])),
        }
    }

    /// The name of a function with those around it.
    fn qualified(&self, name: &str) -> String {
        match self.scopes.last() {
            Some(around) => format!("{}.<locals>.{name}", around.qualified),
            None => name.to_owned(),
        }
    }

    /// Reads a part that may hold itself again, within the bound on nesting.
    fn deeper<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= NESTING_MAX {
            return Err(Diagnostic::error(self.span(), Word::TooDeep, [NESTING_MAX.to_string()]));
        }
        self.depth += 1;
        let result = part(self);
        self.depth -= 1;
        result
    }
}
