//! Statements.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Lower, Result};
use crate::ast::{Decl, Expr, ExprKind, Stmt, StmtKind, Ty};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Declare, Ex, St, StKind};
use crate::types::Type;
use crate::words::Word;

impl Lower {
    /// Statements one after another; one that is wrong is told and left out.
    pub(super) fn statements(&mut self, stmts: &[Stmt]) -> Vec<St> {
        stmts
            .iter()
            .map(|stmt| {
                let kind = self.caught(|lower| lower.statement_kind(stmt)).unwrap_or(StKind::Empty);
                St { span: stmt.span, kind }
            })
            .collect()
    }

    fn statement(&mut self, stmt: &Stmt) -> Box<St> {
        let kind = self.caught(|lower| lower.statement_kind(stmt)).unwrap_or(StKind::Empty);
        St { span: stmt.span, kind }.into()
    }

    fn statement_kind(&mut self, stmt: &Stmt) -> Result<StKind> {
        Ok(match &stmt.kind {
            StmtKind::Empty => StKind::Empty,
            StmtKind::Expr(expr) => StKind::Expr(self.value_or_void(expr)?),
            StmtKind::Decl(decls) => StKind::Declare(self.declare(decls)),
            StmtKind::Block(stmts) => {
                self.scopes.push(BTreeMap::new());
                let block = self.statements(stmts);
                self.scopes.pop();
                StKind::Block(block)
            }
            StmtKind::If(condition, yes, no) => {
                let condition = self.caught(|lower| lower.condition(condition));
                let (yes, no) = (self.statement(yes), no.as_ref().map(|no| self.statement(no)));
                match condition {
                    Some(condition) => StKind::If(condition, yes, no),
                    None => StKind::Empty,
                }
            }
            StmtKind::While(condition, body) => {
                let condition = self.caught(|lower| lower.condition(condition));
                let body = self.looped(body);
                condition.map_or(StKind::Empty, |condition| StKind::While(condition, body))
            }
            StmtKind::DoWhile(body, condition) => {
                let body = self.looped(body);
                StKind::DoWhile(body, self.condition(condition)?)
            }
            StmtKind::For(first, condition, next, body) => {
                self.scopes.push(BTreeMap::new());
                let result = self.for_loop(first.as_deref(), condition.as_ref(), next.as_ref(), body);
                self.scopes.pop();
                result?
            }
            StmtKind::Switch(of, body) => {
                let of = self.number(of)?;
                self.switches += 1;
                let body = self.statement(body);
                self.switches -= 1;
                StKind::Switch(of, body)
            }
            StmtKind::Case(value) => match self.types.constant(value) {
                Some(number) if self.switches > 0 => StKind::Case(Some(number)),
                Some(_) => return Err(Diagnostic::error(stmt.span, Word::Misplaced, ["case".to_owned()])),
                None => return Err(Diagnostic::error(value.span, Word::NotConstant, [])),
            },
            StmtKind::Default if self.switches > 0 => StKind::Case(None),
            StmtKind::Default => {
                return Err(Diagnostic::error(stmt.span, Word::Misplaced, ["default".to_owned()]));
            }
            StmtKind::Break if self.loops + self.switches > 0 => StKind::Break,
            StmtKind::Break => {
                return Err(Diagnostic::error(stmt.span, Word::Misplaced, ["break".to_owned()]));
            }
            StmtKind::Continue if self.loops > 0 => StKind::Continue,
            StmtKind::Continue => {
                return Err(Diagnostic::error(stmt.span, Word::Misplaced, ["continue".to_owned()]));
            }
            StmtKind::Return(value) => self.returned(stmt, value.as_ref())?,
            StmtKind::Goto(name) if self.labels.contains(&name.text) => StKind::Goto(name.text.clone()),
            StmtKind::Goto(name) => {
                return Err(Diagnostic::error(name.span, Word::LabelUnknown, [name.text.to_string()]));
            }
            StmtKind::Label(name) => StKind::Label(name.text.clone()),
        })
    }

    fn looped(&mut self, body: &Stmt) -> Box<St> {
        self.loops += 1;
        let body = self.statement(body);
        self.loops -= 1;
        body
    }

    fn for_loop(
        &mut self,
        first: Option<&Stmt>,
        condition: Option<&Expr>,
        next: Option<&Expr>,
        body: &Stmt,
    ) -> Result<StKind> {
        let first = first.map(|first| self.statement(first));
        let condition = condition.map(|condition| self.condition(condition)).transpose()?;
        let next = next.map(|next| self.value_or_void(next)).transpose()?;
        Ok(StKind::For(first, condition, next, self.looped(body)))
    }

    /// A condition; `=` in it is told, since `==` is meant mostly.
    fn condition(&mut self, expr: &Expr) -> Result<Ex> {
        if let ExprKind::Assign(None, _, value) = &expr.kind
            && matches!(value.kind, ExprKind::Int(..))
        {
            self.tell(Severity::Warning, expr.span, Word::AssignInCondition, []);
        }
        self.scalar(expr)
    }

    fn returned(&mut self, stmt: &Stmt, value: Option<&Expr>) -> Result<StKind> {
        let returns = self.returns.clone();
        Ok(StKind::Return(match value {
            Some(value) if returns == Type::Void => {
                return Err(Diagnostic::error(value.span, Word::ReturnValue, []));
            }
            Some(value) => {
                let value = self.value(value)?;
                Some(self.assigned(&returns, value, None)?)
            }
            // A fragment may just end.
            None if returns != Type::Void && !self.fragment => {
                self.tell(Severity::Warning, stmt.span, Word::ReturnNothing, [self.types.name(&returns)]);
                None
            }
            None => None,
        }))
    }

    fn declare(&mut self, decls: &[Decl]) -> Vec<Declare> {
        decls.iter().filter_map(|decl| self.caught(|lower| lower.declare_one(decl)).flatten()).collect()
    }

    fn declare_one(&mut self, decl: &Decl) -> Result<Option<Declare>> {
        if matches!(decl.ty, Ty::Func { .. }) {
            self.prototype(decl);
            return Ok(None);
        }
        let name = decl.name.text.clone();
        let known = self.scopes.last().is_some_and(|scope| scope.contains_key(&name));
        // Examples beside one another in a fragment may use the same names.
        if known && !self.fragment {
            return Err(Diagnostic::error(decl.name.span, Word::TwiceDeclared, [name.to_string()]));
        }
        if decl.keeps {
            self.global(decl)?;
            return Ok(None);
        }
        if let (Ty::Array(of, Some(count)), None) = (&decl.ty, &decl.init)
            && self.types.constant(count).is_none()
        {
            return self.declare_sized_later(decl, of, count).map(Some);
        }
        match self.declared(decl) {
            Ok(ty) => {
                let slot = self.declare_local(&name, ty.clone(), false);
                let start = self.beginning(decl, &ty)?;
                Ok(Some(Declare { slot, name, ty, count: None, start }))
            }
            Err(mistake) => {
                // What is used further down should not be told as unknown too.
                let ty = self.types.resolve(&decl.ty).unwrap_or(Type::INT);
                self.declare_local(&name, ty, false);
                Err(mistake)
            }
        }
    }

    fn declare_sized_later(&mut self, decl: &Decl, of: &Ty, count: &Expr) -> Result<Declare> {
        let of = self.types.resolve(of)?;
        let count = self.number(count)?;
        if self.types.size(&of).is_none() {
            return Err(Diagnostic::error(decl.name.span, Word::NoSize, [self.types.name(&of)]));
        }
        let ty = Type::Array(of.into(), 0);
        let name: Arc<str> = decl.name.text.clone();
        let slot = self.declare_local(&name, ty.clone(), true);
        Ok(Declare { slot, name, ty, count: Some(count), start: None })
    }

    /// The labels of a function, for its `goto`s; only those that are around a `goto` can be reached.
    pub(super) fn collect_labels(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            if let StmtKind::Label(name) = &stmt.kind {
                self.labels.push(name.text.clone());
            }
        }
    }
}
