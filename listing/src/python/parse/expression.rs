//! Expressions with their operators, from the weakest to the strongest.

use std::sync::Arc;

use super::{Parser, Result, Scope};
use crate::python::ast::{BinOp, CmpOp, Expr, ExprKind, Func, UnOp};
use crate::python::lex::Token;
use crate::python::parse::bound;

/// Operators by their strength, the weakest first.
const LEVELS: &[&[(&str, BinOp)]] = &[
    &[("|", BinOp::Or)],
    &[("^", BinOp::Xor)],
    &[("&", BinOp::And)],
    &[("<<", BinOp::Shl), (">>", BinOp::Shr)],
    &[("+", BinOp::Add), ("-", BinOp::Sub)],
    &[("*", BinOp::Mul), ("/", BinOp::Div), ("//", BinOp::FloorDiv), ("%", BinOp::Rem)],
];

impl Parser<'_> {
    /// One value or several with commas, which make a tuple.
    pub(super) fn values(&mut self) -> Result<Expr> {
        let first = self.starred()?;
        if !self.is(",") {
            return Ok(first);
        }
        let span = first.span;
        let mut items = vec![first];
        while self.eat(",") {
            if self.at_end_of_values() {
                break;
            }
            items.push(self.starred()?);
        }
        Ok(Expr { span: span.to(self.before()), kind: ExprKind::Tuple(items) })
    }

    fn at_end_of_values(&self) -> bool {
        matches!(self.peek(), Token::Newline | Token::End | Token::Punct("=" | ")" | "]" | "}" | ";" | ":"))
            || self.is_word("in")
    }

    pub(super) fn starred(&mut self) -> Result<Expr> {
        let span = self.span();
        if self.eat("*") {
            let of = self.binary(0)?;
            return Ok(Expr { span: span.to(of.span), kind: ExprKind::Starred(of.into()) });
        }
        self.expression()
    }

    /// One value.
    pub(super) fn expression(&mut self) -> Result<Expr> {
        self.deeper(|parser| {
            if parser.is_word("lambda") {
                return parser.lambda();
            }
            let yes = parser.or()?;
            if matches!((parser.peek(), &yes.kind), (Token::Punct(":="), ExprKind::Name(_))) {
                return parser.lacks(parser.span(), ":=");
            }
            if !parser.eat_word("if") {
                return Ok(yes);
            }
            let condition = parser.or()?;
            parser.expect_word("else")?;
            let no = parser.expression()?;
            let span = yes.span.to(no.span);
            Ok(Expr { span, kind: ExprKind::Cond(condition.into(), yes.into(), no.into()) })
        })
    }

    fn lambda(&mut self) -> Result<Expr> {
        let span = self.span();
        self.expect_word("lambda")?;
        let params = self.params(":")?;
        self.expect(":")?;
        let loops = std::mem::take(&mut self.loops);
        let qualified = self.qualified("<lambda>");
        self.scopes.push(Scope { qualified: qualified.clone(), ..Scope::default() });
        let value = self.expression();
        self.scopes.pop();
        self.loops = loops;
        let value = value?;
        let span = span.to(value.span);
        let body = vec![crate::python::ast::Stmt {
            span: value.span,
            kind: crate::python::ast::StmtKind::Return(Some(value)),
        }];
        let locals = bound::locals(&params, &body, &[]);
        let func = Func {
            name: "<lambda>".into(),
            qualified: qualified.into(),
            span,
            params,
            body,
            locals,
            globals: Vec::new(),
        };
        Ok(Expr { span, kind: ExprKind::Lambda(Arc::new(func)) })
    }

    /// `or`, then `and`, then `not`.
    pub(super) fn or(&mut self) -> Result<Expr> {
        self.joined("or", ExprKind::Or, |parser| parser.joined("and", ExprKind::And, |parser| parser.not()))
    }

    fn joined(
        &mut self,
        word: &str,
        make: fn(Vec<Expr>) -> ExprKind,
        part: impl Fn(&mut Self) -> Result<Expr>,
    ) -> Result<Expr> {
        let first = part(self)?;
        if !self.is_word(word) {
            return Ok(first);
        }
        let span = first.span;
        let mut all = vec![first];
        while self.eat_word(word) {
            all.push(part(self)?);
        }
        Ok(Expr { span: span.to(self.before()), kind: make(all) })
    }

    fn not(&mut self) -> Result<Expr> {
        let span = self.span();
        if self.eat_word("not") {
            let of = self.deeper(|parser| parser.not())?;
            return Ok(Expr { span: span.to(of.span), kind: ExprKind::Unary(UnOp::Not, of.into()) });
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Expr> {
        let first = self.binary(0)?;
        let mut rest = Vec::new();
        while let Some(op) = self.comparing() {
            rest.push((op, self.binary(0)?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        let span = first.span.to(self.before());
        Ok(Expr { span, kind: ExprKind::Compare(first.into(), rest) })
    }

    fn comparing(&mut self) -> Option<CmpOp> {
        let (op, length) = match (self.peek(), self.ahead(1)) {
            (Token::Punct("<"), _) => (CmpOp::Lt, 1),
            (Token::Punct(">"), _) => (CmpOp::Gt, 1),
            (Token::Punct("<="), _) => (CmpOp::Le, 1),
            (Token::Punct(">="), _) => (CmpOp::Ge, 1),
            (Token::Punct("=="), _) => (CmpOp::Eq, 1),
            (Token::Punct("!="), _) => (CmpOp::Ne, 1),
            (Token::Keyword("in"), _) => (CmpOp::In, 1),
            (Token::Keyword("not"), Token::Keyword("in")) => (CmpOp::NotIn, 2),
            (Token::Keyword("is"), Token::Keyword("not")) => (CmpOp::IsNot, 2),
            (Token::Keyword("is"), _) => (CmpOp::Is, 1),
            _ => return None,
        };
        self.at += length;
        Some(op)
    }

    /// Operators of a level and the stronger ones.
    pub(super) fn binary(&mut self, level: usize) -> Result<Expr> {
        let Some(ops) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1)?;
        // Each goes into the one behind it, so that a long row is deep.
        let depth = self.depth;
        while let Some((_, op)) =
            ops.iter().find(|(text, _)| matches!(self.peek(), Token::Punct(found) if found == text))
        {
            self.at += 1;
            let right = self.binary(level + 1)?;
            let span = left.span.to(right.span);
            left = Expr { span, kind: ExprKind::Binary(*op, left.into(), right.into()) };
            self.depth += 1;
            self.deeper(|_| Ok(()))?;
        }
        self.depth = depth;
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr> {
        let span = self.span();
        let op = match self.peek() {
            Token::Punct("-") => UnOp::Minus,
            Token::Punct("+") => UnOp::Plus,
            Token::Punct("~") => UnOp::Invert,
            _ => return self.power(),
        };
        self.at += 1;
        let of = self.deeper(|parser| parser.unary())?;
        Ok(Expr { span: span.to(of.span), kind: ExprKind::Unary(op, of.into()) })
    }

    fn power(&mut self) -> Result<Expr> {
        let base = self.postfix()?;
        if !self.eat("**") {
            return Ok(base);
        }
        let exponent = self.deeper(|parser| parser.unary())?;
        let span = base.span.to(exponent.span);
        Ok(Expr { span, kind: ExprKind::Binary(BinOp::Pow, base.into(), exponent.into()) })
    }
}
