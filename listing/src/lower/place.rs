//! Expressions for their place: what can stand on the left of `=`.

use super::expression::{name_of, place_op};
use super::{Lower, Result};
use crate::ast::{Expr, ExprKind, Name};
use crate::diagnostic::Diagnostic;
use crate::ir::{Ex, Op};
use crate::span::Span;
use crate::types::Type;
use crate::words::Word;

impl Lower {
    /// The address of what an expression is, its type that of what lies there.
    pub(super) fn place(&mut self, expr: &Expr) -> Result<Ex> {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Ident(name) => match self.variable(name) {
                Some(variable) => Ok(Ex { span, ty: variable.ty.clone(), op: place_op(&variable.place) }),
                None if self.gives_conn && &**name == "conn" => Ok(self.given_conn(span)),
                None if crate::api::constant(name).is_some() || self.callee(name).is_some() => {
                    Err(Diagnostic::error(span, Word::NotAPlace, [name.to_string()]))
                }
                None => Err(self.unknown_name(span, name)),
            },
            ExprKind::Deref(of) => {
                let of = self.value(of)?;
                self.pointed(span, of)
            }
            ExprKind::Index(of, index) => {
                let (of, index) = (self.value(of)?, self.value(index)?);
                let (base, index) = if of.ty.is_pointer() { (of, index) } else { (index, of) };
                let (Some(target), Type::Int(_)) = (base.ty.target().cloned(), &index.ty) else {
                    return Err(Diagnostic::error(span, Word::NotAnArray, [self.types.name(&base.ty)]));
                };
                let size = self.sized(span, &target)?;
                let op = Op::Index { base: base.into(), index: index.into(), size, back: false };
                Ok(Ex { span, ty: (*target).clone(), op })
            }
            ExprKind::Member { of, name, arrow } => self.member(span, of, name, *arrow),
            _ => Err(Diagnostic::error(span, Word::NotAPlace, [name_of(expr)])),
        }
    }

    fn pointed(&mut self, span: Span, of: Ex) -> Result<Ex> {
        match of.ty.clone() {
            Type::Pointer(target, _) if *target == Type::Void => {
                Err(Diagnostic::error(span, Word::VoidPointed, []))
            }
            Type::Pointer(target, _) if self.types.is_opaque(&target) => {
                Err(Diagnostic::error(span, Word::Opaque, [self.types.name(&of.ty)]))
            }
            Type::Pointer(target, _) => Ok(Ex { span, ty: (*target).clone(), op: Op::Offset(of.into(), 0) }),
            other => Err(Diagnostic::error(span, Word::NotAPointer, [self.types.name(&other)])),
        }
    }

    /// Bytes of what is stepped over.
    pub(super) fn sized(&self, span: Span, ty: &Type) -> Result<u64> {
        let size = if *ty == Type::Void { Some(1) } else { self.types.size(ty) };
        match size {
            Some(size) => Ok(size),
            None if self.types.is_opaque(ty) => {
                let pointer = self.types.name(&ty.clone().pointer());
                Err(Diagnostic::error(span, Word::Opaque, [pointer]))
            }
            None => Err(Diagnostic::error(span, Word::NoSize, [self.types.name(ty)])),
        }
    }

    fn member(&mut self, span: Span, of: &Expr, name: &Name, arrow: bool) -> Result<Ex> {
        let base = if arrow {
            let of = self.value(of)?;
            if matches!(of.ty, Type::Struct(_)) {
                return Err(Diagnostic::error(span, Word::DotWanted, [name.text.to_string()]));
            }
            self.pointed(span, of)?
        } else {
            let place = self.place(of)?;
            if place.ty.is_pointer() && matches!(place.ty.target().map(|to| &**to), Some(Type::Struct(_))) {
                return Err(Diagnostic::error(span, Word::ArrowWanted, [name.text.to_string()]));
            }
            place
        };
        let Some(record) = self.types.record(&base.ty) else {
            return Err(Diagnostic::error(span, Word::NotAStruct, [self.types.name(&base.ty)]));
        };
        match record.field(&name.text) {
            Some(field) => {
                let (ty, offset) = (field.ty.clone(), field.offset);
                Ok(Ex { span, ty, op: Op::Offset(base.into(), offset) })
            }
            None => {
                let members: Vec<&str> = record.fields.iter().flatten().map(|field| &*field.name).collect();
                let args = [self.types.name(&base.ty), name.text.to_string(), members.join(", ")];
                Err(Diagnostic::error(name.span, Word::MemberUnknown, args))
            }
        }
    }
}
