//! From types as they are written to types.

use std::sync::Arc;

use super::{Field, Int, Record, Signature, Type, Types};
use crate::ast::{BinOp, Expr, ExprKind, Member, Name, Param, Ty};
use crate::diagnostic::Diagnostic;
use crate::limits::MEMORY_MAX;
use crate::span::Span;
use crate::words::Word;

type Result<T> = std::result::Result<T, Diagnostic>;

impl Types {
    /// The type that is written; structs and enumerations defined on the way become known.
    pub fn resolve(&mut self, ty: &Ty) -> Result<Type> {
        Ok(match ty {
            Ty::Basic(basic) => (*basic).into(),
            Ty::Named(name) => match self.typedefs.get(&name.text) {
                Some(ty) => ty.clone(),
                None => {
                    let args = [name.text.to_string(), String::new()];
                    return Err(Diagnostic::error(name.span, Word::UnknownType, args));
                }
            },
            Ty::Record { union, tag, members, span } => {
                self.declare_record(*union, tag.as_ref(), members.as_deref(), *span)?
            }
            Ty::Enum { members } => self.declare_enum(members.as_deref().unwrap_or_default())?,
            Ty::Pointer(of) => {
                let constant = matches!(**of, Ty::Const(_));
                Type::Pointer(self.resolve(of)?.into(), constant)
            }
            Ty::Const(of) => self.resolve(of)?,
            Ty::Array(of, count) => {
                let of = self.resolve(of)?;
                let count = match count {
                    Some(count) => self.array_size(count)?,
                    None => 0,
                };
                Type::Array(of.into(), count)
            }
            Ty::Func { returns, params, variadic } => {
                let returns = self.resolve(returns)?;
                let params = params.iter().map(|param| self.param(param)).collect::<Result<_>>()?;
                Type::Func(Arc::new(Signature { returns, params, variadic: *variadic }))
            }
        })
    }

    /// A parameter's type: an array is a pointer there, and so is a function.
    pub fn param(&mut self, param: &Param) -> Result<Type> {
        if let Ty::Array(of, _) = &param.ty {
            let constant = matches!(**of, Ty::Const(_));
            return Ok(Type::Pointer(self.resolve(of)?.into(), constant));
        }
        Ok(match self.resolve(&param.ty)? {
            func @ Type::Func(_) => func.pointer(),
            other => other,
        })
    }

    fn array_size(&mut self, count: &Expr) -> Result<u64> {
        let Some(number) = self.constant(count) else {
            return Err(Diagnostic::error(count.span, Word::ArraySizeUnknown, []));
        };
        match u64::try_from(number) {
            Ok(number) if number <= MEMORY_MAX as u64 => Ok(number),
            _ => Err(Diagnostic::error(count.span, Word::ArraySizeBad, [number.to_string()])),
        }
    }

    fn declare_record(
        &mut self,
        union: bool,
        tag: Option<&Name>,
        members: Option<&[Member]>,
        span: Span,
    ) -> Result<Type> {
        let known = tag.and_then(|tag| self.tags.get(&tag.text)).copied();
        let number = match (known, members) {
            (Some(number), None) => return Ok(Type::Struct(number)),
            (Some(number), Some(_)) if self.records[number].fields.is_none() => number,
            _ => {
                let tag = tag.map_or_else(|| "…".into(), |tag| tag.text.clone());
                let number = self.records.len();
                if number > 1000 {
                    return Err(Diagnostic::error(span, Word::ListingTooLong, []));
                }
                self.tags.insert(tag.clone(), number);
                self.records.push(Record { tag, ..Record::default() });
                number
            }
        };
        let Some(members) = members else { return Ok(Type::Struct(number)) };
        let (mut fields, mut size, mut align) = (Vec::new(), 0u64, 1u64);
        for member in members {
            let ty = self.resolve(&member.ty)?;
            let Some(bytes) = self.size(&ty) else {
                return Err(Diagnostic::error(member.name.span, Word::NoSize, [self.name(&ty)]));
            };
            let at = self.align(&ty);
            let offset = if union { 0 } else { size.next_multiple_of(at) };
            size = size.max(offset.saturating_add(bytes));
            align = align.max(at);
            if size > MEMORY_MAX as u64 {
                return Err(Diagnostic::error(member.name.span, Word::ArraySizeBad, [size.to_string()]));
            }
            fields.push(Field { name: member.name.text.clone(), ty, offset });
        }
        let record = &mut self.records[number];
        record.fields = Some(fields);
        record.size = size.next_multiple_of(align);
        record.align = align;
        Ok(Type::Struct(number))
    }

    fn declare_enum(&mut self, members: &[(Name, Option<Expr>)]) -> Result<Type> {
        let mut next = 0i64;
        for (name, value) in members {
            if let Some(value) = value {
                let known = self.constant(value);
                next = known.ok_or_else(|| Diagnostic::error(value.span, Word::NotConstant, []))?;
            }
            self.constants.insert(name.text.clone(), next);
            next = next.wrapping_add(1);
        }
        Ok(Type::Int(Int::UInt))
    }

    /// The number of a constant expression, if it is one.
    pub fn constant(&mut self, expr: &Expr) -> Option<i64> {
        Some(match &expr.kind {
            ExprKind::Int(n, ..) => *n as i64,
            ExprKind::Char(c) => i64::from(*c as i8),
            ExprKind::Ident(name) => match self.constants.get(name) {
                Some(n) => *n,
                None => match crate::api::constant(name)? {
                    crate::api::Constant::Number(n) => n,
                    crate::api::Constant::Text(_) => return None,
                },
            },
            ExprKind::Plus(of) | ExprKind::Cast(_, of) => self.constant(of)?,
            ExprKind::Minus(of) => self.constant(of)?.wrapping_neg(),
            ExprKind::BitNot(of) => !self.constant(of)?,
            ExprKind::Not(of) => i64::from(self.constant(of)? == 0),
            ExprKind::SizeofType(ty) => {
                let ty = self.resolve(ty).ok()?;
                self.size(&ty)? as i64
            }
            ExprKind::Cond(condition, yes, no) => {
                let chosen = if self.constant(condition)? != 0 { yes } else { no };
                self.constant(chosen)?
            }
            ExprKind::Binary(op, left, right) => compute(*op, self.constant(left)?, self.constant(right)?)?,
            _ => return None,
        })
    }
}

fn compute(op: BinOp, left: i64, right: i64) -> Option<i64> {
    Some(match op {
        BinOp::Add => left.wrapping_add(right),
        BinOp::Sub => left.wrapping_sub(right),
        BinOp::Mul => left.wrapping_mul(right),
        BinOp::Div => left.checked_div(right)?,
        BinOp::Rem => left.checked_rem(right)?,
        BinOp::Shl => left.checked_shl(u32::try_from(right).ok()?)?,
        BinOp::Shr => left.checked_shr(u32::try_from(right).ok()?)?,
        BinOp::BitAnd => left & right,
        BinOp::BitOr => left | right,
        BinOp::BitXor => left ^ right,
        BinOp::Lt => i64::from(left < right),
        BinOp::Gt => i64::from(left > right),
        BinOp::Le => i64::from(left <= right),
        BinOp::Ge => i64::from(left >= right),
        BinOp::Eq => i64::from(left == right),
        BinOp::Ne => i64::from(left != right),
    })
}
