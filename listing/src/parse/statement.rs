//! Statements.

use super::{Parser, Result, plain_name};
use crate::ast::{Name, Stmt, StmtKind};
use crate::diagnostic::Diagnostic;
use crate::lex::Token;
use crate::span::Span;
use crate::words::Word;

impl Parser<'_> {
    /// The statements of a block, its first bracket read already; gives the place of the last bracket too.
    pub(super) fn block(&mut self, open: Span) -> Result<(Vec<Stmt>, Span)> {
        self.nested(|parser| {
            let mut stmts = Vec::new();
            loop {
                if parser.peek().token == Token::End {
                    return Err(Diagnostic::error(open, Word::BlockOpen, []));
                }
                if parser.mistakes.len() > super::MISTAKES_MAX {
                    return Ok((stmts, open));
                }
                if parser.peek().is("}") {
                    return Ok((stmts, parser.bump().span));
                }
                let start = parser.at;
                match parser.statement() {
                    Ok(stmt) => stmts.push(stmt),
                    Err(mistake) => {
                        parser.recover(start, mistake);
                        // Where nothing could be passed over, the block is over.
                        if parser.at == start {
                            return Ok((stmts, parser.span()));
                        }
                    }
                }
            }
        })
    }

    /// A statement.
    pub(super) fn statement(&mut self) -> Result<Stmt> {
        self.nested(|parser| {
            let start = parser.span();
            let kind = parser.statement_kind()?;
            Ok(Stmt { span: start.to(parser.last_span()), kind })
        })
    }

    fn statement_kind(&mut self) -> Result<StmtKind> {
        let tok = self.peek();
        match &tok.token {
            Token::Punct(";") => {
                self.bump();
                return Ok(StmtKind::Empty);
            }
            Token::Punct("{") => {
                self.bump();
                return Ok(StmtKind::Block(self.block(tok.span)?.0));
            }
            Token::Ident(word) => {
                if let Some(kind) = self.keyword(word)? {
                    return Ok(kind);
                }
                if self.ahead(1).is(":") {
                    let name = self.name()?;
                    self.bump();
                    return Ok(StmtKind::Label(name));
                }
            }
            _ => {}
        }
        if self.type_begins(0) {
            return Ok(StmtKind::Decl(self.declarations()?));
        }
        let expr = self.expression()?;
        // `virDomainPrt dom;`: a name that is none of a type, before another name.
        if let (Some(name), Token::Ident(_)) = (plain_name(&expr), &self.peek().token) {
            return Err(Diagnostic::error(expr.span, Word::UnknownType, [name.to_string(), String::new()]));
        }
        self.expect(";")?;
        Ok(StmtKind::Expr(expr))
    }

    /// A statement that begins with a word of C's; none if this is no such word.
    fn keyword(&mut self, word: &str) -> Result<Option<StmtKind>> {
        let kind = match word {
            "if" => {
                let condition = self.condition()?;
                let yes = self.statement()?;
                let no = if self.eat_word("else") { Some(self.statement()?.into()) } else { None };
                StmtKind::If(condition, yes.into(), no)
            }
            "while" => StmtKind::While(self.condition()?, self.statement()?.into()),
            "switch" => StmtKind::Switch(self.condition()?, self.statement()?.into()),
            "for" => self.for_loop()?,
            "do" => {
                self.bump();
                let body = self.statement()?;
                if !self.peek().is_word("while") {
                    let found = self.peek().shown();
                    return Err(Diagnostic::error(self.span(), Word::Expected, ["while".to_owned(), found]));
                }
                let condition = self.condition()?;
                self.expect(";")?;
                StmtKind::DoWhile(body.into(), condition)
            }
            "case" => {
                self.bump();
                let value = self.conditional()?;
                self.expect(":")?;
                StmtKind::Case(value)
            }
            "default" => {
                self.bump();
                self.expect(":")?;
                StmtKind::Default
            }
            "break" | "continue" | "return" | "goto" => self.jump(word)?,
            "else" => return Err(Diagnostic::error(self.span(), Word::ElseAlone, [])),
            _ => return Ok(None),
        };
        Ok(Some(kind))
    }

    fn jump(&mut self, word: &str) -> Result<StmtKind> {
        self.bump();
        let kind = match word {
            "break" => StmtKind::Break,
            "continue" => StmtKind::Continue,
            "goto" => {
                let Name { text, span } = self.name()?;
                StmtKind::Goto(Name { text, span })
            }
            _ if self.peek().is(";") => StmtKind::Return(None),
            _ => StmtKind::Return(Some(self.expression()?)),
        };
        self.expect(";")?;
        Ok(kind)
    }

    fn condition(&mut self) -> Result<crate::ast::Expr> {
        self.bump();
        self.expect("(")?;
        let condition = self.expression()?;
        self.expect(")")?;
        Ok(condition)
    }

    fn for_loop(&mut self) -> Result<StmtKind> {
        self.bump();
        self.expect("(")?;
        let first = match self.eat(";") {
            true => None,
            false => {
                let start = self.span();
                let kind = if self.type_begins(0) {
                    StmtKind::Decl(self.declarations()?)
                } else {
                    let expr = self.expression()?;
                    self.expect(";")?;
                    StmtKind::Expr(expr)
                };
                Some(Stmt { span: start.to(self.last_span()), kind }.into())
            }
        };
        let condition = if self.peek().is(";") { None } else { Some(self.expression()?) };
        self.expect(";")?;
        let next = if self.peek().is(")") { None } else { Some(self.expression()?) };
        self.expect(")")?;
        Ok(StmtKind::For(first, condition, next, self.statement()?.into()))
    }
}
