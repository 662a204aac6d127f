//! Statements and blocks.

use super::{Parser, Result};
use crate::diagnostic::Diagnostic;
use crate::python::ast::{BinOp, Expr, ExprKind, Name, Stmt, StmtKind};
use crate::python::lex::Token;
use crate::span::Span;
use crate::words::Word;

/// Assignments that work with what was there.
const AUGMENTED: &[(&str, BinOp)] = &[
    ("+=", BinOp::Add),
    ("-=", BinOp::Sub),
    ("*=", BinOp::Mul),
    ("/=", BinOp::Div),
    ("//=", BinOp::FloorDiv),
    ("%=", BinOp::Rem),
    ("**=", BinOp::Pow),
    ("<<=", BinOp::Shl),
    (">>=", BinOp::Shr),
    ("&=", BinOp::And),
    ("|=", BinOp::Or),
    ("^=", BinOp::Xor),
];

impl Parser<'_> {
    /// A line, which may hold several statements, or a statement with its block.
    pub(super) fn statement(&mut self, into: &mut Vec<Stmt>) -> Result<()> {
        let span = self.span();
        let kind = match self.peek() {
            Token::Indent => return Err(Diagnostic::error(span, Word::IndentNone, [])),
            Token::Keyword("if") => self.deeper(Self::if_statement)?,
            Token::Keyword("while") => self.while_statement()?,
            Token::Keyword("for") => self.for_statement()?,
            Token::Keyword("try") => self.try_statement()?,
            Token::Keyword("with") => self.with_statement()?,
            Token::Keyword("def") => self.def()?,
            Token::Keyword(word @ ("class" | "async")) => return self.lacks(span, word),
            Token::Keyword(word @ ("else" | "elif" | "except" | "finally")) => {
                return Err(Diagnostic::error(span, Word::Misplaced, [(*word).to_owned()]));
            }
            Token::Punct("@") => return self.lacks(span, "@"),
            _ => return self.line(into),
        };
        // Its first line is what is stepped to.
        let head = Span { end_line: span.line, end_column: span.end_column, ..span };
        into.push(Stmt { span: head, kind });
        Ok(())
    }

    pub(super) fn line(&mut self, into: &mut Vec<Stmt>) -> Result<()> {
        loop {
            let span = self.span();
            let kind = self.simple()?;
            into.push(Stmt { span: span.to(self.before()), kind });
            if !self.eat(";") || self.peek() == &Token::Newline {
                break;
            }
        }
        match self.peek() {
            Token::Newline => self.at += 1,
            Token::End => {}
            other => {
                let word = if self.is("=") { Word::EqualsAlone } else { Word::Misplaced };
                let args = if self.is("=") { None } else { Some(other.shown()) };
                return Err(Diagnostic::error(self.span(), word, args));
            }
        }
        Ok(())
    }

    fn simple(&mut self) -> Result<StmtKind> {
        let span = self.span();
        let Token::Keyword(word) = self.peek() else { return self.assignment() };
        let at_end = |parser: &Self| matches!(parser.peek(), Token::Newline | Token::End | Token::Punct(";"));
        match *word {
            "pass" => self.at += 1,
            "break" | "continue" => {
                self.at += 1;
                if self.loops == 0 {
                    let args = [(*word).to_owned(), "for / while".to_owned()];
                    return Err(Diagnostic::error(span, Word::StandsOutside, args));
                }
                return Ok(if *word == "break" { StmtKind::Break } else { StmtKind::Continue });
            }
            "return" => {
                self.at += 1;
                if self.scopes.is_empty() {
                    let args = ["return".to_owned(), "def".to_owned()];
                    return Err(Diagnostic::error(span, Word::StandsOutside, args));
                }
                let value = if at_end(self) { None } else { Some(self.values()?) };
                return Ok(StmtKind::Return(value));
            }
            "raise" => {
                self.at += 1;
                let raised = if at_end(self) { None } else { Some(self.expression()?) };
                let from = if self.eat_word("from") { Some(self.expression()?) } else { None };
                return Ok(StmtKind::Raise(raised, from));
            }
            "assert" => {
                self.at += 1;
                let condition = self.expression()?;
                let message = if self.eat(",") { Some(self.expression()?) } else { None };
                return Ok(StmtKind::Assert(condition, message));
            }
            "del" => {
                self.at += 1;
                let targets = self.values()?;
                self.check_target(&targets)?;
                return Ok(StmtKind::Delete(vec![targets]));
            }
            "import" => return self.import(),
            "from" => return self.import_names(),
            "global" | "nonlocal" => return self.declared(word),
            "yield" => return self.lacks(span, "yield"),
            _ => return self.assignment(),
        }
        Ok(StmtKind::Pass)
    }

    fn declared(&mut self, word: &str) -> Result<StmtKind> {
        let span = self.span();
        self.at += 1;
        loop {
            let name = self.name()?.text;
            match self.scopes.last_mut() {
                Some(scope) if word == "global" => scope.globals.push(name),
                Some(scope) => scope.nonlocals.push(name),
                None if word == "global" => {}
                None => {
                    let args = [word.to_owned(), "def".to_owned()];
                    return Err(Diagnostic::error(span, Word::StandsOutside, args));
                }
            }
            if !self.eat(",") {
                return Ok(StmtKind::Declared);
            }
        }
    }

    fn dotted(&mut self) -> Result<Name> {
        let mut name = self.name()?;
        while self.eat(".") {
            let more = self.name()?;
            name =
                Name { text: format!("{}.{}", name.text, more.text).into(), span: name.span.to(more.span) };
        }
        Ok(name)
    }

    fn import(&mut self) -> Result<StmtKind> {
        self.at += 1;
        let mut modules = Vec::new();
        loop {
            let module = self.dotted()?;
            let name = if self.eat_word("as") {
                self.name()?.text
            } else if module.text.contains('.') {
                return self.lacks(module.span, &format!("import {}", module.text));
            } else {
                module.text.clone()
            };
            modules.push((module, name));
            if !self.eat(",") {
                return Ok(StmtKind::Import(modules));
            }
        }
    }

    fn import_names(&mut self) -> Result<StmtKind> {
        self.at += 1;
        let module = self.dotted()?;
        self.expect_word("import")?;
        if self.is("*") {
            return self.lacks(self.span(), "import *");
        }
        let parenthesis = self.eat("(");
        let mut names = Vec::new();
        loop {
            let name = self.name()?;
            let given = if self.eat_word("as") { self.name()?.text } else { name.text.clone() };
            names.push((name, given));
            if !self.eat(",") || (parenthesis && self.is(")")) {
                break;
            }
        }
        if parenthesis {
            self.expect(")")?;
        }
        Ok(StmtKind::From(module, names))
    }

    fn assignment(&mut self) -> Result<StmtKind> {
        let first = self.values()?;
        if let Token::Punct(punct) = self.peek()
            && let Some((_, op)) = AUGMENTED.iter().find(|(text, _)| text == punct)
        {
            if !matches!(first.kind, ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Index(..)) {
                return Err(Diagnostic::error(first.span, Word::TargetBad, []));
            }
            self.at += 1;
            return Ok(StmtKind::Augmented(first, *op, self.values()?));
        }
        if self.is(":") && matches!(first.kind, ExprKind::Name(_)) {
            // What type a variable is to have, Python does not look at.
            self.at += 1;
            self.expression()?;
            if !self.eat("=") {
                return Ok(StmtKind::Declared);
            }
            return Ok(StmtKind::Assign(vec![first], self.values()?));
        }
        let mut all = vec![first];
        while self.eat("=") {
            all.push(self.values()?);
        }
        let Some(value) = all.pop() else { return Ok(StmtKind::Pass) };
        if all.is_empty() {
            return Ok(StmtKind::Expr(value));
        }
        all.iter().try_for_each(|target| self.check_target(target))?;
        Ok(StmtKind::Assign(all, value))
    }

    pub(super) fn check_target(&self, target: &Expr) -> Result<()> {
        match &target.kind {
            ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Index(..) => Ok(()),
            ExprKind::Slice(..) => self.lacks(target.span, "[:] ="),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                if items.iter().filter(|item| matches!(item.kind, ExprKind::Starred(_))).count() > 1 {
                    return Err(Diagnostic::error(target.span, Word::TargetBad, []));
                }
                items.iter().try_for_each(|item| match &item.kind {
                    ExprKind::Starred(of) => self.check_target(of),
                    _ => self.check_target(item),
                })
            }
            _ => Err(Diagnostic::error(target.span, Word::TargetBad, [])),
        }
    }

    /// The targets of a loop.
    pub(super) fn targets(&mut self) -> Result<Expr> {
        let start = self.span();
        let mut items = vec![self.target()?];
        let mut several = false;
        while self.eat(",") {
            several = true;
            if self.is_word("in") {
                break;
            }
            items.push(self.target()?);
        }
        let target = match items.pop() {
            Some(only) if !several => only,
            last => {
                items.extend(last);
                Expr { span: start.to(self.before()), kind: ExprKind::Tuple(items) }
            }
        };
        self.check_target(&target)?;
        Ok(target)
    }

    pub(super) fn target(&mut self) -> Result<Expr> {
        let span = self.span();
        if self.eat("*") {
            let of = self.binary(0)?;
            return Ok(Expr { span: span.to(of.span), kind: ExprKind::Starred(of.into()) });
        }
        self.binary(0)
    }
}
