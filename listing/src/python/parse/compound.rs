//! Statements with blocks.

use super::{Parser, Result};
use crate::diagnostic::Diagnostic;
use crate::python::ast::{Handler, Stmt, StmtKind};
use crate::python::lex::Token;
use crate::words::Word;

impl Parser<'_> {
    /// What stands behind a colon: lines that are indented more, or the rest of the line.
    pub(super) fn block(&mut self, head: &str) -> Result<Vec<Stmt>> {
        self.expect(":")?;
        let mut body = Vec::new();
        if self.peek() != &Token::Newline {
            self.line(&mut body)?;
            return Ok(body);
        }
        self.at += 1;
        if self.peek() != &Token::Indent {
            return Err(Diagnostic::error(self.span(), Word::IndentMissing, [head.to_owned()]));
        }
        self.at += 1;
        self.deeper(|parser| {
            while !matches!(parser.peek(), Token::Dedent | Token::End) {
                parser.statement(&mut body)?;
            }
            Ok(())
        })?;
        self.at += usize::from(self.peek() == &Token::Dedent);
        Ok(body)
    }

    pub(super) fn if_statement(&mut self) -> Result<StmtKind> {
        self.at += 1;
        let condition = self.expression()?;
        let yes = self.block("if")?;
        let span = self.span();
        let no = if self.is_word("elif") {
            let kind = self.deeper(Self::if_statement)?;
            vec![Stmt { span, kind }]
        } else {
            self.otherwise()?
        };
        Ok(StmtKind::If(condition, yes, no))
    }

    fn otherwise(&mut self) -> Result<Vec<Stmt>> {
        if self.eat_word("else") { self.block("else") } else { Ok(Vec::new()) }
    }

    fn looped(&mut self, head: &str) -> Result<Vec<Stmt>> {
        self.loops += 1;
        let body = self.block(head);
        self.loops -= 1;
        body
    }

    pub(super) fn while_statement(&mut self) -> Result<StmtKind> {
        self.at += 1;
        let condition = self.expression()?;
        let body = self.looped("while")?;
        Ok(StmtKind::While(condition, body, self.otherwise()?))
    }

    pub(super) fn for_statement(&mut self) -> Result<StmtKind> {
        self.at += 1;
        let target = self.targets()?;
        self.expect_word("in")?;
        let over = self.values()?;
        let body = self.looped("for")?;
        Ok(StmtKind::For { target, over, body, otherwise: self.otherwise()? })
    }

    pub(super) fn try_statement(&mut self) -> Result<StmtKind> {
        let start = self.span();
        self.at += 1;
        let body = self.block("try")?;
        let mut handlers = Vec::new();
        while self.is_word("except") {
            let span = self.span();
            self.at += 1;
            let class = if self.is(":") { None } else { Some(self.values()?) };
            let name = if self.eat_word("as") { Some(self.name()?.text) } else { None };
            let head = span.to(self.before());
            let body = self.block("except")?;
            handlers.push(Handler { span: head, class, name, body });
        }
        let otherwise = if handlers.is_empty() { Vec::new() } else { self.otherwise()? };
        let finally = if self.eat_word("finally") { self.block("finally")? } else { Vec::new() };
        if handlers.is_empty() && finally.is_empty() {
            return Err(Diagnostic::error(start, Word::TryAlone, []));
        }
        Ok(StmtKind::Try { body, handlers, otherwise, finally })
    }

    pub(super) fn with_statement(&mut self) -> Result<StmtKind> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            let value = self.expression()?;
            let target = if self.eat_word("as") { Some(self.target()?) } else { None };
            if let Some(target) = &target {
                self.check_target(target)?;
            }
            items.push((value, target));
            if !self.eat(",") {
                break;
            }
        }
        Ok(StmtKind::With(items, self.block("with")?))
    }
}
