//! What expressions begin with, and what stands behind: calls, members, pieces.

use super::{Parser, Result};
use crate::diagnostic::Diagnostic;
use crate::python::ast::{Arg, Clause, Expr, ExprKind, Makes, Piece};
use crate::python::lex::{Part, Token};
use crate::span::Span;
use crate::words::Word;

impl Parser<'_> {
    pub(super) fn postfix(&mut self) -> Result<Expr> {
        if self.is_word("await") {
            return self.lacks(self.span(), "await");
        }
        let mut of = self.atom()?;
        let depth = self.depth;
        loop {
            let start = of.span;
            let kind = if self.eat(".") {
                ExprKind::Attribute(of.into(), self.name()?)
            } else if self.eat("(") {
                ExprKind::Call(of.into(), self.args()?)
            } else if self.eat("[") {
                self.piece_of(of)?
            } else {
                self.depth = depth;
                return Ok(of);
            };
            of = Expr { span: start.to(self.before()), kind };
            // Each stands around the one before it.
            self.depth += 1;
            self.deeper(|_| Ok(()))?;
        }
    }

    /// An index or a slice, behind its bracket.
    fn piece_of(&mut self, of: Expr) -> Result<ExprKind> {
        let mut bounds: [Option<Box<Expr>>; 3] = [None, None, None];
        if !self.is(":") {
            let index = self.values()?;
            if self.eat("]") {
                return Ok(ExprKind::Index(of.into(), index.into()));
            }
            bounds[0] = Some(index.into());
        }
        self.expect(":")?;
        for bound in &mut bounds[1..] {
            if !self.is(":") && !self.is("]") {
                *bound = Some(self.expression()?.into());
            }
            if !self.eat(":") {
                break;
            }
        }
        self.expect("]")?;
        Ok(ExprKind::Slice(of.into(), bounds))
    }

    /// The arguments of a call, behind its parenthesis.
    fn args(&mut self) -> Result<Vec<Arg>> {
        let mut args = Vec::new();
        while !self.eat(")") {
            let arg = if self.eat("**") {
                Arg::SpreadNamed(self.expression()?)
            } else if self.eat("*") {
                Arg::Spread(self.expression()?)
            } else if matches!((self.peek(), self.ahead(1)), (Token::Name(_), Token::Punct("="))) {
                let name = self.name()?;
                if args.iter().any(|arg| matches!(arg, Arg::Named(other, _) if other.text == name.text)) {
                    return Err(Diagnostic::error(name.span, Word::TwiceDeclared, [name.text.to_string()]));
                }
                self.at += 1;
                Arg::Named(name, self.expression()?)
            } else {
                let value = self.expression()?;
                if self.is_word("for") {
                    Arg::One(self.comprehension(Makes::Generator, None, value)?)
                } else {
                    Arg::One(value)
                }
            };
            let named = args.iter().any(|arg| matches!(arg, Arg::Named(..)));
            if let (Arg::One(value), true) = (&arg, named) {
                return Err(Diagnostic::error(value.span, Word::NamedBefore, []));
            }
            args.push(arg);
            if !self.eat(",") {
                self.expect(")")?;
                break;
            }
        }
        Ok(args)
    }

    fn atom(&mut self) -> Result<Expr> {
        let span = self.span();
        let kind = match self.peek() {
            Token::Name(name) => ExprKind::Name(name.clone()),
            Token::Int(n) => ExprKind::Int(*n),
            Token::Float(n) => ExprKind::Float(*n),
            Token::Keyword("None") => ExprKind::None,
            Token::Keyword("True") => ExprKind::Bool(true),
            Token::Keyword("False") => ExprKind::Bool(false),
            Token::Keyword(word @ ("yield" | "lambda")) => return self.lacks(span, word),
            Token::Str(_) | Token::Format(_) | Token::Bytes(_) => return self.texts(),
            Token::Punct("(") => return self.deeper(|parser| parser.parenthesis()),
            Token::Punct("[") => return self.deeper(|parser| parser.list()),
            Token::Punct("{") => return self.deeper(|parser| parser.braces()),
            Token::Punct("...") => return self.lacks(span, "..."),
            other => return Err(Diagnostic::error(span, Word::ValueWanted, [other.shown()])),
        };
        self.at += 1;
        Ok(Expr { span, kind })
    }

    /// Strings one behind another are one.
    fn texts(&mut self) -> Result<Expr> {
        let start = self.span();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut bytes: Option<Vec<u8>> = None;
        loop {
            let span = self.span();
            match self.peek() {
                Token::Str(text) => pieces.push(Piece::Text(text.clone())),
                Token::Format(parts) => {
                    let made = self.pieces(parts)?;
                    pieces.extend(made);
                }
                Token::Bytes(more) => bytes.get_or_insert_default().extend_from_slice(more),
                _ => break,
            }
            if bytes.is_some() && !pieces.is_empty() {
                return Err(Diagnostic::error(span, Word::BytesMixed, []));
            }
            self.at += 1;
        }
        let span = start.to(self.before());
        let kind = match bytes {
            Some(bytes) => ExprKind::Bytes(bytes.into()),
            None if pieces.iter().all(|piece| matches!(piece, Piece::Text(_))) => {
                let text: String = pieces
                    .iter()
                    .map(|piece| if let Piece::Text(text) = piece { &**text } else { "" })
                    .collect();
                ExprKind::Str(text.into())
            }
            None => ExprKind::Format(pieces),
        };
        Ok(Expr { span, kind })
    }

    fn pieces(&self, parts: &[Part]) -> Result<Vec<Piece>> {
        let mut pieces = Vec::new();
        for part in parts {
            match part {
                Part::Text(text) => pieces.push(Piece::Text(text.clone())),
                Part::Value { tokens, shown, conversion, format } => {
                    let mut inner = Parser { depth: self.depth + 1, ..Parser::new(tokens) };
                    let value = inner.deeper(Parser::values)?;
                    if inner.peek() != &Token::End {
                        return Err(inner.missing("}"));
                    }
                    let format = self.pieces(format)?;
                    if let Some(shown) = shown {
                        pieces.push(Piece::Text(shown.clone()));
                    }
                    // With `=`, a value is shown as Python would write it.
                    let conversion = conversion.or((shown.is_some() && format.is_empty()).then_some('r'));
                    pieces.push(Piece::Value(value, conversion, format));
                }
            }
        }
        Ok(pieces)
    }

    fn parenthesis(&mut self) -> Result<Expr> {
        let span = self.span();
        self.at += 1;
        if self.eat(")") {
            return Ok(Expr { span: span.to(self.before()), kind: ExprKind::Tuple(Vec::new()) });
        }
        if self.is_word("yield") {
            return self.lacks(self.span(), "yield");
        }
        let mut value = self.values()?;
        if self.is_word("for") {
            value = self.comprehension(Makes::Generator, None, value)?;
        }
        self.expect(")")?;
        value.span = span.to(self.before());
        Ok(value)
    }

    fn list(&mut self) -> Result<Expr> {
        let span = self.span();
        self.at += 1;
        let mut items = Vec::new();
        while !self.eat("]") {
            let item = self.starred()?;
            if items.is_empty() && self.is_word("for") {
                let mut list = self.comprehension(Makes::List, None, item)?;
                self.expect("]")?;
                list.span = span.to(self.before());
                return Ok(list);
            }
            items.push(item);
            if !self.eat(",") {
                self.expect("]")?;
                break;
            }
        }
        Ok(Expr { span: span.to(self.before()), kind: ExprKind::List(items) })
    }

    /// A dictionary or a set.
    fn braces(&mut self) -> Result<Expr> {
        let span = self.span();
        self.at += 1;
        let (mut pairs, mut items) = (Vec::new(), Vec::new());
        while !self.eat("}") {
            if self.eat("**") {
                pairs.push((None, self.binary(0)?));
            } else {
                let first = self.starred()?;
                if items.is_empty() && self.eat(":") {
                    let value = self.expression()?;
                    if pairs.is_empty() && self.is_word("for") {
                        return self.comprehended(span, Makes::Dict, Some(first), value);
                    }
                    pairs.push((Some(first), value));
                } else if !pairs.is_empty() {
                    return Err(self.missing(":"));
                } else {
                    if items.is_empty() && self.is_word("for") {
                        return self.comprehended(span, Makes::Set, None, first);
                    }
                    items.push(first);
                }
            }
            if !self.eat(",") {
                self.expect("}")?;
                break;
            }
        }
        let kind = if items.is_empty() { ExprKind::Dict(pairs) } else { ExprKind::Set(items) };
        Ok(Expr { span: span.to(self.before()), kind })
    }

    fn comprehended(&mut self, span: Span, makes: Makes, key: Option<Expr>, value: Expr) -> Result<Expr> {
        let mut made = self.comprehension(makes, key, value)?;
        self.expect("}")?;
        made.span = span.to(self.before());
        Ok(made)
    }

    /// `for … in …`, behind the value that is made.
    fn comprehension(&mut self, makes: Makes, key: Option<Expr>, value: Expr) -> Result<Expr> {
        let mut clauses = Vec::new();
        while self.eat_word("for") {
            let target = self.targets()?;
            self.expect_word("in")?;
            let over = self.or()?;
            let mut conditions = Vec::new();
            while self.eat_word("if") {
                conditions.push(self.or()?);
            }
            clauses.push(Clause { target, over, conditions });
        }
        let span = value.span.to(self.before());
        let (key, value) = (key.map(Box::new), Box::new(value));
        Ok(Expr { span, kind: ExprKind::Comprehension { makes, key, value, clauses: clauses.into() } })
    }
}
