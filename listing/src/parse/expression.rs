//! Expressions.

use std::sync::Arc;

use super::{Parser, Result};
use crate::ast::{BinOp, Expr, ExprKind};
use crate::diagnostic::Diagnostic;
use crate::lex::Token;
use crate::span::Span;
use crate::words::Word;

/// Operators between two values, with how closely they bind.
fn binary(punct: &str) -> Option<(u8, BinOp)> {
    Some(match punct {
        "|" => (3, BinOp::BitOr),
        "^" => (4, BinOp::BitXor),
        "&" => (5, BinOp::BitAnd),
        "==" => (6, BinOp::Eq),
        "!=" => (6, BinOp::Ne),
        "<" => (7, BinOp::Lt),
        ">" => (7, BinOp::Gt),
        "<=" => (7, BinOp::Le),
        ">=" => (7, BinOp::Ge),
        "<<" => (8, BinOp::Shl),
        ">>" => (8, BinOp::Shr),
        "+" => (9, BinOp::Add),
        "-" => (9, BinOp::Sub),
        "*" => (10, BinOp::Mul),
        "/" => (10, BinOp::Div),
        "%" => (10, BinOp::Rem),
        _ => return None,
    })
}

/// Assignments: the operator that is done first, if any.
fn assignment(punct: &str) -> Option<Option<BinOp>> {
    Some(match punct {
        "=" => None,
        "+=" => Some(BinOp::Add),
        "-=" => Some(BinOp::Sub),
        "*=" => Some(BinOp::Mul),
        "/=" => Some(BinOp::Div),
        "%=" => Some(BinOp::Rem),
        "<<=" => Some(BinOp::Shl),
        ">>=" => Some(BinOp::Shr),
        "&=" => Some(BinOp::BitAnd),
        "|=" => Some(BinOp::BitOr),
        "^=" => Some(BinOp::BitXor),
        _ => return None,
    })
}

fn punct(token: &Token) -> &'static str {
    match token {
        Token::Punct(punct) => punct,
        _ => "",
    }
}

impl Parser<'_> {
    /// An expression, commas too.
    pub(super) fn expression(&mut self) -> Result<Expr> {
        self.nested(|parser| {
            let mut left = parser.assignment()?;
            while parser.eat(",") {
                let right = parser.assignment()?;
                let span = left.span.to(right.span);
                left = Expr { span, kind: ExprKind::Comma(left.into(), right.into()) };
            }
            Ok(left)
        })
    }

    /// An expression without commas.
    pub(super) fn assignment(&mut self) -> Result<Expr> {
        self.nested(|parser| {
            let left = parser.conditional()?;
            let Some(op) = assignment(punct(&parser.peek().token)) else { return Ok(left) };
            parser.bump();
            let right = parser.assignment()?;
            let span = left.span.to(right.span);
            Ok(Expr { span, kind: ExprKind::Assign(op, left.into(), right.into()) })
        })
    }

    /// An expression without assignments, as of an array's size.
    pub(super) fn conditional(&mut self) -> Result<Expr> {
        let condition = self.either()?;
        if !self.eat("?") {
            return Ok(condition);
        }
        let yes = self.expression()?;
        self.expect(":")?;
        let no = self.nested(Self::conditional)?;
        let span = condition.span.to(no.span);
        Ok(Expr { span, kind: ExprKind::Cond(condition.into(), yes.into(), no.into()) })
    }

    fn either(&mut self) -> Result<Expr> {
        let mut left = self.both()?;
        while self.eat("||") {
            let right = self.both()?;
            left = Expr { span: left.span.to(right.span), kind: ExprKind::Or(left.into(), right.into()) };
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Expr> {
        let mut left = self.binary(0)?;
        while self.eat("&&") {
            let right = self.binary(0)?;
            left = Expr { span: left.span.to(right.span), kind: ExprKind::And(left.into(), right.into()) };
        }
        Ok(left)
    }

    fn binary(&mut self, least: u8) -> Result<Expr> {
        let mut left = self.unary()?;
        let mut length = 0;
        while let Some((binds, op)) = binary(punct(&self.peek().token)).filter(|(binds, _)| *binds > least) {
            self.bump();
            let right = self.binary(binds)?;
            // A long chain is as deep as its length once it is run.
            length += 1;
            if length > crate::limits::NESTING_MAX {
                let limit = crate::limits::NESTING_MAX.to_string();
                return Err(Diagnostic::error(right.span, Word::TooDeep, [limit]));
            }
            left = Expr {
                span: left.span.to(right.span),
                kind: ExprKind::Binary(op, left.into(), right.into()),
            };
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr> {
        self.nested(|parser| {
            let start = parser.span();
            let wrap: fn(Box<Expr>) -> ExprKind = match punct(&parser.peek().token) {
                "!" => ExprKind::Not,
                "-" => ExprKind::Minus,
                "+" => ExprKind::Plus,
                "~" => ExprKind::BitNot,
                "&" => ExprKind::AddrOf,
                "*" => ExprKind::Deref,
                "++" => |of| ExprKind::Step { of, up: true, after: false },
                "--" => |of| ExprKind::Step { of, up: false, after: false },
                "(" if parser.type_begins(1) => return parser.cast(start),
                _ if parser.peek().is_word("sizeof") => return parser.sizeof(start),
                _ => return parser.postfix(),
            };
            parser.bump();
            let of = parser.unary()?;
            Ok(Expr { span: start.to(of.span), kind: wrap(of.into()) })
        })
    }

    fn cast(&mut self, start: Span) -> Result<Expr> {
        self.bump();
        let ty = self.type_name()?;
        self.expect(")")?;
        if self.peek().is("{") {
            return Err(Diagnostic::error(self.span(), Word::NotInSubset, ["(type){…}".to_owned()]));
        }
        let of = self.unary()?;
        Ok(Expr { span: start.to(of.span), kind: ExprKind::Cast(ty, of.into()) })
    }

    fn sizeof(&mut self, start: Span) -> Result<Expr> {
        self.bump();
        if self.peek().is("(") && self.type_begins(1) {
            self.bump();
            let ty = self.type_name()?;
            let end = self.expect(")")?;
            return Ok(Expr { span: start.to(end), kind: ExprKind::SizeofType(ty) });
        }
        let of = self.unary()?;
        Ok(Expr { span: start.to(of.span), kind: ExprKind::SizeofExpr(of.into()) })
    }

    fn postfix(&mut self) -> Result<Expr> {
        let mut expr = self.primary()?;
        let mut length = 0;
        loop {
            length += 1;
            if length > crate::limits::NESTING_MAX {
                let limit = crate::limits::NESTING_MAX.to_string();
                return Err(Diagnostic::error(expr.span, Word::TooDeep, [limit]));
            }
            let start = expr.span;
            let kind = match punct(&self.peek().token) {
                "(" => {
                    self.bump();
                    let arguments = self.arguments()?;
                    ExprKind::Call(expr.into(), arguments)
                }
                "[" => {
                    self.bump();
                    let index = self.expression()?;
                    self.expect("]")?;
                    ExprKind::Index(expr.into(), index.into())
                }
                found @ ("." | "->") => {
                    self.bump();
                    let name = self.name()?;
                    ExprKind::Member { of: expr.into(), name, arrow: found == "->" }
                }
                found @ ("++" | "--") => {
                    self.bump();
                    ExprKind::Step { of: expr.into(), up: found == "++", after: true }
                }
                _ => return Ok(expr),
            };
            expr = Expr { span: start.to(self.last_span()), kind };
        }
    }

    fn arguments(&mut self) -> Result<Vec<Expr>> {
        let mut arguments = Vec::new();
        if self.eat(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.assignment()?);
            if !self.eat(",") {
                self.expect(")")?;
                return Ok(arguments);
            }
        }
    }

    fn primary(&mut self) -> Result<Expr> {
        let tok = self.peek();
        let kind = match &tok.token {
            Token::Int(n, suffix, decimal) => ExprKind::Int(*n, *suffix, *decimal),
            Token::Float(n) => ExprKind::Float(*n),
            Token::Char(c) => ExprKind::Char(*c),
            Token::Str(_) => return Ok(self.string()),
            Token::Ident(_) => ExprKind::Ident(self.name()?.text),
            Token::Punct("(") => {
                self.bump();
                let inner = self.expression()?;
                let end = self.expect(")")?;
                return Ok(Expr { span: tok.span.to(end), ..inner });
            }
            Token::Punct("{") => {
                return Err(Diagnostic::error(tok.span, Word::NotInSubset, ["{".to_owned()]));
            }
            _ => return Err(Diagnostic::error(tok.span, Word::ValueWanted, [tok.shown()])),
        };
        if !matches!(tok.token, Token::Ident(_)) {
            self.bump();
        }
        Ok(Expr { span: tok.span, kind })
    }

    /// A string; several beside one another are one.
    fn string(&mut self) -> Expr {
        let start = self.span();
        let mut text = Vec::new();
        while let Token::Str(part) = &self.peek().token {
            text.extend_from_slice(part);
            self.bump();
        }
        Expr { span: start.to(self.last_span()), kind: ExprKind::Str(Arc::from(text)) }
    }
}
