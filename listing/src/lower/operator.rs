//! Operators: the types in which they compute, and arithmetic with pointers.

use super::expression::{common, convert};
use super::{Lower, Result};
use crate::ast::{BinOp, Expr, ExprKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Ex, Op, Update};
use crate::span::Span;
use crate::types::{Int, Type};
use crate::words::Word;

impl BinOp {
    fn compares(self) -> bool {
        matches!(self, Self::Lt | Self::Gt | Self::Le | Self::Ge | Self::Eq | Self::Ne)
    }

    fn whole(self) -> bool {
        matches!(self, Self::Rem | Self::Shl | Self::Shr | Self::BitAnd | Self::BitOr | Self::BitXor)
    }
}

impl Lower {
    pub(super) fn unary(&mut self, span: Span, kind: &ExprKind, of: &Expr) -> Result<Ex> {
        let of = self.scalar(of)?;
        let ty = match &of.ty {
            Type::Int(int) => Type::Int(int.promoted()),
            Type::Float(_) if !matches!(kind, ExprKind::BitNot(_)) => Type::DOUBLE,
            other => return Err(Diagnostic::error(span, Word::NumberWanted, [self.types.name(other)])),
        };
        let of = convert(of, &ty);
        let op = match (kind, &of.op, &ty) {
            (ExprKind::Plus(_), ..) => return Ok(of),
            (ExprKind::Minus(_), Op::Int(n), Type::Int(int)) => Op::Int(int.wrap(n.wrapping_neg())),
            (ExprKind::Minus(_), ..) => Op::Negate(of.into()),
            _ => Op::BitNot(of.into()),
        };
        Ok(Ex { span, ty, op })
    }

    pub(super) fn binary(&mut self, span: Span, op: BinOp, left: &Expr, right: &Expr) -> Result<Ex> {
        let (left, right) = (self.scalar(left)?, self.scalar(right)?);
        if left.ty.is_number() && right.ty.is_number() {
            return self.numbers(span, op, left, right);
        }
        if op.compares() {
            return self.compared(span, op, left, right);
        }
        let (left_points, right_points) = (left.ty.is_pointer(), right.ty.is_pointer());
        match op {
            BinOp::Add if right_points && !left_points => self.moved(span, right, left, false),
            BinOp::Add | BinOp::Sub if left_points && !right_points => {
                self.moved(span, left, right, op == BinOp::Sub)
            }
            BinOp::Sub if left_points && right_points => {
                let target = left.ty.target().cloned().unwrap_or_else(|| Type::Void.into());
                let size = self.sized(span, &target)?;
                let ty = Type::Int(Int::Long);
                Ok(Ex { span, ty, op: Op::Distance(left.into(), right.into(), size) })
            }
            _ => {
                let pointer = if left_points { &left.ty } else { &right.ty };
                Err(Diagnostic::error(span, Word::NumberWanted, [self.types.name(pointer)]))
            }
        }
    }

    fn numbers(&mut self, span: Span, op: BinOp, left: Ex, right: Ex) -> Result<Ex> {
        let floats = matches!(left.ty, Type::Float(_)) || matches!(right.ty, Type::Float(_));
        if floats && op.whole() {
            return Err(Diagnostic::error(span, Word::NumberWanted, ["double".to_owned()]));
        }
        // A shift is done in the type of what is shifted.
        let wide = match (&left.ty, op) {
            (Type::Int(int), BinOp::Shl | BinOp::Shr) => Type::Int(int.promoted()),
            _ => common(&left.ty, &right.ty),
        };
        let shift = matches!(op, BinOp::Shl | BinOp::Shr);
        if op.compares()
            && left.ty == Type::Int(Int::UInt)
            && right.op == Op::Int(u64::MAX)
            && right.ty == Type::INT
        {
            // virDomainGetID(dom) == -1 is right in C, by conversion.
        } else if op.compares() && matches!(op, BinOp::Lt) && unsigned(&left.ty) && right.op == Op::Int(0) {
            self.tell(Severity::Warning, span, Word::NeverNegative, [self.types.name(&left.ty)]);
        }
        let right = if shift { right } else { convert(right, &wide) };
        let left = convert(left, &wide);
        let ty = if op.compares() { Type::INT } else { wide };
        Ok(Ex { span, ty, op: Op::Binary(op, left.into(), right.into()) })
    }

    /// Two pointers, or a pointer and a `NULL`.
    fn compared(&mut self, span: Span, op: BinOp, left: Ex, right: Ex) -> Result<Ex> {
        let void = Type::Void.pointer();
        let fine = |one: &Ex, two: &Ex| one.ty.is_pointer() && (two.ty.is_pointer() || two.is_null());
        if !fine(&left, &right) && !fine(&right, &left) {
            let (pointer, number) = if left.ty.is_pointer() { (&left, &right) } else { (&right, &left) };
            let args = [self.types.name(&pointer.ty), self.types.name(&number.ty)];
            return Err(Diagnostic::error(span, Word::PointerCompared, args));
        }
        if left.ty.is_text() && right.ty.is_text() && matches!(op, BinOp::Eq | BinOp::Ne) {
            let literal = matches!(left.op, Op::Text(_)) || matches!(right.op, Op::Text(_));
            if literal {
                self.tell(Severity::Warning, span, Word::TextCompared, []);
            }
        }
        let (left, right) = (convert(left, &void), convert(right, &void));
        Ok(Ex { span, ty: Type::INT, op: Op::Binary(op, left.into(), right.into()) })
    }

    fn moved(&mut self, span: Span, base: Ex, index: Ex, back: bool) -> Result<Ex> {
        if !matches!(index.ty, Type::Int(_)) {
            return Err(Diagnostic::error(span, Word::NumberWanted, [self.types.name(&index.ty)]));
        }
        let target = base.ty.target().cloned().unwrap_or_else(|| Type::Void.into());
        let size = self.sized(span, &target)?;
        let ty = base.ty.clone();
        Ok(Ex { span, ty, op: Op::Index { base: base.into(), index: index.into(), size, back } })
    }

    pub(super) fn step(&mut self, span: Span, of: &Expr, up: bool, after: bool) -> Result<Ex> {
        let to = self.place(of)?;
        let op = if up { BinOp::Add } else { BinOp::Sub };
        self.updated(span, op, to, Ex::int(span, 1), after)
    }

    pub(super) fn update(&mut self, span: Span, op: BinOp, to: &Expr, by: &Expr) -> Result<Ex> {
        let to = self.place(to)?;
        let by = self.scalar(by)?;
        self.updated(span, op, to, by, false)
    }

    fn updated(&mut self, span: Span, op: BinOp, to: Ex, by: Ex, after: bool) -> Result<Ex> {
        let ty = to.ty.clone();
        let (wide, size, by) = match &ty {
            Type::Pointer(target, _)
                if matches!(op, BinOp::Add | BinOp::Sub) && matches!(by.ty, Type::Int(_)) =>
            {
                let by = convert(by, &Type::Int(Int::Long));
                (ty.clone(), self.sized(span, target)?, by)
            }
            Type::Int(int) if matches!(op, BinOp::Shl | BinOp::Shr) && matches!(by.ty, Type::Int(_)) => {
                (Type::Int(int.promoted()), 0, by)
            }
            number if number.is_number() && by.ty.is_number() => {
                let wide = common(number, &by.ty);
                if op.whole() && !matches!(wide, Type::Int(_)) {
                    return Err(Diagnostic::error(span, Word::NumberWanted, ["double".to_owned()]));
                }
                let by = convert(by, &wide);
                (wide, 0, by)
            }
            _ => {
                let wrong = if ty.is_number() { &by.ty } else { &ty };
                return Err(Diagnostic::error(span, Word::NumberWanted, [self.types.name(wrong)]));
            }
        };
        Ok(Ex { span, ty, op: Op::Update(Update { to, op, by, wide, size, after }.into()) })
    }
}

fn unsigned(ty: &Type) -> bool {
    matches!(ty, Type::Int(int) if !int.signed() && int.size() >= 4)
}
