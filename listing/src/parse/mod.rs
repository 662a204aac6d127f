//! From tokens to what is written: a parser by recursive descent that goes on behind a mistake.

mod declaration;
mod expression;
mod parameter;
mod statement;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::ast::{Expr, Item, Name};
use crate::diagnostic::Diagnostic;
use crate::lex::{Tok, Token};
use crate::limits::NESTING_MAX;
use crate::span::Span;
use crate::words::Word;

type Result<T> = std::result::Result<T, Diagnostic>;

/// Mistakes after which reading is given up.
const MISTAKES_MAX: usize = 20;

/// Words that name no variable.
const KEYWORDS: &[&str] = &[
    "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum",
    "extern", "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return",
    "short", "signed", "sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void",
    "volatile", "while", "_Bool",
];

/// The tokens of a listing and how far they are read.
pub(crate) struct Parser<'t> {
    tokens: &'t [Tok],
    at: usize,
    depth: u32,
    /// Names that are types.
    pub typedefs: BTreeSet<Arc<str>>,
    pub mistakes: Vec<Diagnostic>,
}

impl<'t> Parser<'t> {
    /// At the beginning; `tokens` end with an end.
    pub fn new(tokens: &'t [Tok], typedefs: BTreeSet<Arc<str>>) -> Self {
        Self { tokens, at: 0, depth: 0, typedefs, mistakes: Vec::new() }
    }

    /// Everything that stands at the top of a listing; what is wrong is in `mistakes`.
    pub fn items(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        while self.peek().token != Token::End && self.mistakes.len() < MISTAKES_MAX {
            let start = self.at;
            match self.item() {
                Ok(found) => items.extend(found),
                Err(mistake) => self.recover(start, mistake),
            }
        }
        items
    }

    fn peek(&self) -> &'t Tok {
        self.ahead(0)
    }

    fn ahead(&self, count: usize) -> &'t Tok {
        &self.tokens[(self.at + count).min(self.tokens.len() - 1)]
    }

    fn span(&self) -> Span {
        self.peek().span
    }

    /// The place of what was read last.
    fn last_span(&self) -> Span {
        self.tokens[self.at.saturating_sub(1).min(self.tokens.len() - 1)].span
    }

    fn bump(&mut self) -> &'t Tok {
        let tok = self.peek();
        if tok.token != Token::End {
            self.at += 1;
        }
        tok
    }

    fn eat(&mut self, punct: &str) -> bool {
        let found = self.peek().is(punct);
        if found {
            self.bump();
        }
        found
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.peek().is_word(word);
        if found {
            self.bump();
        }
        found
    }

    /// Reads an operator or bracket that must be there. What is missing is told behind what stands before it.
    fn expect(&mut self, punct: &'static str) -> Result<Span> {
        if self.peek().is(punct) {
            return Ok(self.bump().span);
        }
        let (last, found) = (self.last_span(), self.peek());
        if matches!(punct, ";" | ")" | "]") && self.at > 0 {
            let behind = Span { line: last.end_line, column: last.end_column, ..last };
            let behind = Span { end_column: last.end_column + 1, ..behind };
            return Err(Diagnostic::error(behind, Word::Missing, [punct.to_owned(), found.shown()]));
        }
        Err(Diagnostic::error(found.span, Word::Expected, [punct.to_owned(), found.shown()]))
    }

    fn name(&mut self) -> Result<Name> {
        let tok = self.peek();
        match &tok.token {
            Token::Ident(name) if KEYWORDS.contains(&&**name) => {
                Err(Diagnostic::error(tok.span, Word::KeywordAsName, [name.to_string()]))
            }
            Token::Ident(name) => {
                self.bump();
                Ok(Name { text: name.clone(), span: tok.span })
            }
            _ => Err(Diagnostic::error(tok.span, Word::NameWanted, [tok.shown()])),
        }
    }

    /// Runs a part that may hold itself again, within the bound on nesting.
    fn nested<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= NESTING_MAX {
            return Err(Diagnostic::error(self.span(), Word::TooDeep, [NESTING_MAX.to_string()]));
        }
        self.depth += 1;
        let result = part(self);
        self.depth -= 1;
        result
    }

    /// Goes on behind a mistake: behind the next `;`, or at a `}`.
    fn recover(&mut self, start: usize, mistake: Diagnostic) {
        self.mistakes.push(mistake);
        let mut depth = 0;
        loop {
            let tok = self.peek();
            match &tok.token {
                Token::End => return,
                Token::Punct("{") => depth += 1,
                Token::Punct("}") if depth == 0 => {
                    // At the top, or where nothing was read yet, the bracket itself is what is wrong.
                    if self.at == start {
                        self.bump();
                    }
                    return;
                }
                Token::Punct("}") => depth -= 1,
                Token::Punct(";") if depth == 0 => {
                    self.bump();
                    return;
                }
                _ => {}
            }
            self.bump();
            if depth == 0 && self.last_is("}") {
                return;
            }
        }
    }

    fn last_is(&self, punct: &str) -> bool {
        self.at > 0 && self.tokens[self.at - 1].is(punct)
    }
}

/// The name inside an expression that is nothing but one.
pub(crate) fn plain_name(expr: &Expr) -> Option<&Arc<str>> {
    match &expr.kind {
        crate::ast::ExprKind::Ident(name) => Some(name),
        _ => None,
    }
}
