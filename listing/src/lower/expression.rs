//! Expressions for their value.

use super::{Lower, Place, Result};
use crate::api::Constant;
use crate::ast::{Expr, ExprKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Callee, Ex, Op};
use crate::lex::IntSuffix;
use crate::span::Span;
use crate::types::{Int, Type};
use crate::words::Word;

impl Ex {
    pub(super) fn int(span: Span, n: i64) -> Self {
        Self { span, ty: Type::INT, op: Op::Int(n as u64) }
    }

    /// Whether it is a `NULL` that is written out.
    pub(super) fn is_null(&self) -> bool {
        match &self.op {
            Op::Int(0) => true,
            Op::Convert(of) => of.is_null(),
            _ => false,
        }
    }
}

impl Lower {
    /// An expression that has a value.
    pub(super) fn value(&mut self, expr: &Expr) -> Result<Ex> {
        let value = self.value_or_void(expr)?;
        if value.ty == Type::Void {
            return Err(Diagnostic::error(expr.span, Word::VoidValue, [name_of(expr)]));
        }
        Ok(value)
    }

    /// A number or pointer.
    pub(super) fn scalar(&mut self, expr: &Expr) -> Result<Ex> {
        let value = self.value(expr)?;
        if value.ty.is_scalar() {
            return Ok(value);
        }
        Err(Diagnostic::error(expr.span, Word::NumberWanted, [self.types.name(&value.ty)]))
    }

    /// A whole number.
    pub(super) fn number(&mut self, expr: &Expr) -> Result<Ex> {
        let value = self.value(expr)?;
        match value.ty {
            Type::Int(_) => Ok(value),
            _ => Err(Diagnostic::error(expr.span, Word::NumberWanted, [self.types.name(&value.ty)])),
        }
    }

    /// An expression, which may be the call of a function that returns nothing.
    pub(super) fn value_or_void(&mut self, expr: &Expr) -> Result<Ex> {
        let span = expr.span;
        let (ty, op) = match &expr.kind {
            ExprKind::Int(n, suffix, decimal) => (Type::Int(int_type(*n, *suffix, *decimal)), Op::Int(*n)),
            ExprKind::Float(n) => (Type::DOUBLE, Op::Float(*n)),
            ExprKind::Char(c) => (Type::INT, Op::Int(*c as i8 as u64)),
            ExprKind::Str(text) => return Ok(self.text(span, text.clone())),
            ExprKind::Ident(name) => return self.named(span, name),
            ExprKind::Index(..) | ExprKind::Member { .. } | ExprKind::Deref(_) => {
                let place = self.place(expr)?;
                return Ok(self.load(place));
            }
            ExprKind::AddrOf(of) => return self.address(span, of),
            ExprKind::Plus(of) | ExprKind::Minus(of) | ExprKind::BitNot(of) => {
                return self.unary(span, &expr.kind, of);
            }
            ExprKind::Not(of) => (Type::INT, Op::Not(self.scalar(of)?.into())),
            ExprKind::Step { of, up, after } => return self.step(span, of, *up, *after),
            ExprKind::Binary(op, left, right) => return self.binary(span, *op, left, right),
            ExprKind::And(left, right) => {
                (Type::INT, Op::And(self.scalar(left)?.into(), self.scalar(right)?.into()))
            }
            ExprKind::Or(left, right) => {
                (Type::INT, Op::Or(self.scalar(left)?.into(), self.scalar(right)?.into()))
            }
            ExprKind::Assign(None, to, value) => return self.assign(span, to, value),
            ExprKind::Assign(Some(op), to, by) => return self.update(span, *op, to, by),
            ExprKind::Cond(condition, yes, no) => return self.choice(span, condition, yes, no),
            ExprKind::Comma(left, right) => {
                let (left, right) = (self.value_or_void(left)?, self.value_or_void(right)?);
                (right.ty.clone(), Op::Comma(left.into(), right.into()))
            }
            ExprKind::Call(of, arguments) => return self.call(span, of, arguments),
            ExprKind::Cast(ty, of) => {
                let ty = self.types.resolve(ty)?;
                return self.cast(span, ty, of);
            }
            ExprKind::SizeofType(ty) => {
                let ty = self.types.resolve(ty)?;
                return self.size_of(span, &ty);
            }
            ExprKind::SizeofExpr(of) => return self.size_of_value(span, of),
        };
        Ok(Ex { span, ty, op })
    }

    fn text(&mut self, span: Span, text: std::sync::Arc<[u8]>) -> Ex {
        let known = self.program.texts.iter().position(|known| *known == text);
        let number = known.unwrap_or_else(|| {
            self.program.texts.push(text);
            self.program.texts.len() - 1
        });
        Ex { span, ty: Type::Int(Int::Char).const_pointer(), op: Op::Text(number) }
    }

    fn size_of(&mut self, span: Span, ty: &Type) -> Result<Ex> {
        match self.types.size(ty) {
            Some(size) => Ok(Ex { span, ty: Type::SIZE, op: Op::Int(size) }),
            None => Err(Diagnostic::error(span, Word::NoSize, [self.types.name(ty)])),
        }
    }

    fn size_of_value(&mut self, span: Span, of: &Expr) -> Result<Ex> {
        if let ExprKind::Str(text) = &of.kind {
            return Ok(Ex { span, ty: Type::SIZE, op: Op::Int(text.len() as u64 + 1) });
        }
        if let ExprKind::Ident(name) = &of.kind {
            let variable = self.variable(name).cloned();
            if let Some(variable) = variable {
                if variable.sized_later {
                    let place = self.place(of)?;
                    return Ok(Ex { span, ty: Type::SIZE, op: Op::BlockSize(place.into()) });
                }
                return self.size_of(span, &variable.ty);
            }
        }
        // What is only measured is not done: what it would tell is not told.
        let told = self.told.len();
        let is_place = matches!(of.kind, ExprKind::Index(..) | ExprKind::Member { .. } | ExprKind::Deref(_));
        let ty = if is_place { self.place(of)?.ty } else { self.value(of)?.ty };
        self.told.truncate(told);
        self.size_of(span, &ty)
    }

    /// What a name stands for.
    fn named(&mut self, span: Span, name: &str) -> Result<Ex> {
        if let Some(variable) = self.variable(name) {
            let (op, ty) = (place_op(&variable.place), variable.ty.clone());
            return Ok(self.load(Ex { span, ty, op }));
        }
        if self.gives_conn && name == "conn" {
            let place = self.given_conn(span);
            return Ok(self.load(place));
        }
        if let Some(n) = self.types.constants.get(name) {
            return Ok(Ex::int(span, *n));
        }
        match name {
            "stdout" | "stderr" => {
                let file = self.types.typedefs.get("FILE").cloned().unwrap_or(Type::Void).pointer();
                return Ok(Ex { span, ty: file, op: Op::Stream(if name == "stdout" { 1 } else { 2 }) });
            }
            "virConnectAuthPtrDefault" => {
                let ty = self.types.typedefs.get("virConnectAuthPtr").cloned().unwrap_or(Type::Void);
                return Ok(Ex { span, ty, op: Op::Int(0) });
            }
            _ => {}
        }
        match crate::api::constant(name) {
            Some(Constant::Number(n)) => {
                let ty = if i32::try_from(n).is_ok() {
                    Type::INT
                } else if u32::try_from(n).is_ok() {
                    Type::Int(Int::UInt)
                } else {
                    Type::Int(Int::Long)
                };
                return Ok(Ex { span, ty, op: Op::Int(n as u64) });
            }
            Some(Constant::Text(text)) => return Ok(self.text(span, text.as_bytes().into())),
            None => {}
        }
        if let Some((callee, signature)) = self.callee(name) {
            let ty = Type::Func(signature).pointer();
            return Ok(Ex { span, ty, op: Op::Func(callee) });
        }
        Err(self.unknown_name(span, name))
    }

    /// The value at a place. Of arrays it is the address of their first, of structs their own.
    pub(super) fn load(&self, place: Ex) -> Ex {
        let span = place.span;
        match place.ty.clone() {
            Type::Array(of, _) => Ex { ty: Type::Pointer(of, false), ..place },
            Type::Struct(_) => place,
            Type::Func(_) => Ex { ty: place.ty.clone().pointer(), ..place },
            ty => Ex { span, ty, op: Op::Load(place.into()) },
        }
    }

    fn address(&mut self, span: Span, of: &Expr) -> Result<Ex> {
        if let ExprKind::Ident(name) = &of.kind
            && self.variable(name).is_none()
            && self.callee(name).is_some()
        {
            return self.named(span, name);
        }
        let place = self.place(of)?;
        Ok(Ex { span, ty: place.ty.clone().pointer(), op: place.op })
    }

    fn choice(&mut self, span: Span, condition: &Expr, yes: &Expr, no: &Expr) -> Result<Ex> {
        let condition = self.scalar(condition)?;
        let (yes, no) = (self.value_or_void(yes)?, self.value_or_void(no)?);
        let (yes, no, ty) = match (&yes.ty, &no.ty) {
            (Type::Void, _) | (_, Type::Void) => (yes, no, Type::Void),
            (one, two) if one.is_number() && two.is_number() => {
                let ty = common(one, two);
                (convert(yes, &ty), convert(no, &ty), ty)
            }
            (one, two) if one.is_text() && two.is_text() => {
                let ty = Type::Int(Int::Char).const_pointer();
                (convert(yes, &ty), convert(no, &ty), ty)
            }
            (one, _) if one.is_pointer() && no.is_null() => {
                let ty = one.clone();
                (yes, convert(no, &ty), ty)
            }
            (_, two) if two.is_pointer() && yes.is_null() => {
                let ty = two.clone();
                (convert(yes, &ty), no, ty)
            }
            (one, _) => {
                let ty = one.clone();
                let no = self.assigned(&ty, no, None)?;
                (yes, no, ty)
            }
        };
        Ok(Ex { span, ty, op: Op::Cond(condition.into(), yes.into(), no.into()) })
    }

    fn cast(&mut self, span: Span, ty: Type, of: &Expr) -> Result<Ex> {
        let of = self.value_or_void(of)?;
        let fits = match (&ty, &of.ty) {
            (Type::Void, _) => return Ok(Ex { span, ty, op: Op::Convert(of.into()) }),
            (Type::Int(_) | Type::Float(_), from) if from.is_number() => true,
            (Type::Int(_) | Type::Pointer(..), Type::Int(_) | Type::Pointer(..)) => true,
            _ => false,
        };
        if !fits {
            let args = [self.types.name(&of.ty), self.types.name(&ty)];
            return Err(Diagnostic::error(span, Word::BadCast, args));
        }
        Ok(Ex { span, ty: ty.clone(), op: Op::Convert(of.into()) })
    }

    fn assign(&mut self, span: Span, to: &Expr, value: &Expr) -> Result<Ex> {
        let to = self.place(to)?;
        let value = self.value(value)?;
        let ty = to.ty.clone();
        let value = self.assigned(&ty, value, None)?;
        if let Type::Struct(_) = ty {
            let size = self.types.size(&ty).unwrap_or(0);
            return Ok(Ex { span, ty, op: Op::Copy(to.into(), value.into(), size) });
        }
        if let Type::Array(..) = ty {
            return Err(Diagnostic::error(span, Word::ArrayAssigned, []));
        }
        Ok(Ex { span, ty, op: Op::Store(to.into(), value.into()) })
    }

    /// The function of a name, if it is one.
    pub(super) fn callee(&self, name: &str) -> Option<(Callee, std::sync::Arc<crate::types::Signature>)> {
        if let Some((number, signature)) = self.own.get(name) {
            return Some((Callee::Own(*number), signature.clone()));
        }
        if let Some(number) = crate::library::NAMES.iter().position(|known| *known == name) {
            let (_, ty) = crate::api::headers().functions.iter().find(|(known, _)| *known == name)?;
            let Type::Func(signature) = ty else { return None };
            return Some((Callee::Library(number), signature.clone()));
        }
        let id = virtlab_core::api::FunctionId::from_c_name(name)?;
        match crate::api::signature(&id.row().prototype())? {
            Type::Func(signature) => Some((Callee::Api(id), signature)),
            _ => None,
        }
    }

    pub(super) fn advise(&mut self, span: Span, word: Word, args: impl IntoIterator<Item = String>) {
        self.tell(Severity::Advice, span, word, args);
    }
}

pub(super) fn place_op(place: &Place) -> Op {
    match place {
        Place::Local(slot) => Op::Local(*slot),
        Place::Global(number) => Op::Global(*number),
    }
}

/// The name in an expression, or the function that it calls; for messages.
pub(super) fn name_of(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Ident(name) => name.to_string(),
        ExprKind::Call(of, _) => format!("{}()", name_of(of)),
        _ => "…".to_owned(),
    }
}

fn int_type(n: u64, suffix: IntSuffix, decimal: bool) -> Int {
    let unsigned = suffix.unsigned;
    match suffix.long {
        2 => return if unsigned { Int::ULLong } else { Int::LLong },
        1 => return if unsigned { Int::ULong } else { Int::Long },
        _ => {}
    }
    if unsigned {
        return if u32::try_from(n).is_ok() { Int::UInt } else { Int::ULong };
    }
    if i32::try_from(n).is_ok() {
        Int::Int
    } else if !decimal && u32::try_from(n).is_ok() {
        Int::UInt
    } else if i64::try_from(n).is_ok() {
        Int::Long
    } else {
        Int::ULong
    }
}

/// A value in another number or pointer type.
pub(super) fn convert(value: Ex, ty: &Type) -> Ex {
    if value.ty == *ty {
        return value;
    }
    if let (Op::Int(n), Type::Int(int)) = (&value.op, ty) {
        return Ex { span: value.span, ty: ty.clone(), op: Op::Int(int.wrap(*n)) };
    }
    Ex { span: value.span, ty: ty.clone(), op: Op::Convert(value.into()) }
}

/// The type in which two numbers are computed with together.
pub(super) fn common(one: &Type, two: &Type) -> Type {
    match (one, two) {
        (Type::Int(one), Type::Int(two)) => Type::Int(one.common(*two)),
        _ => Type::DOUBLE,
    }
}
