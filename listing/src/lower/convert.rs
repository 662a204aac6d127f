//! What may be put where: C's rules for assignment, arguments and return values, told as a learner needs them.

use std::sync::Arc;

use super::expression::convert;
use super::{Lower, Result};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Ex, Op};
use crate::types::Type;
use crate::words::Word;

impl Lower {
    /// A value converted to the type of what it is put into; `name` is what that is called, where it has a name.
    pub(super) fn assigned(&mut self, ty: &Type, value: Ex, name: Option<&Arc<str>>) -> Result<Ex> {
        let span = value.span;
        let shown = |name: Option<&Arc<str>>| name.map_or_else(String::new, |name| name.to_string());
        match (ty, &value.ty) {
            (one, two) if one == two => Ok(value),
            (one, two) if one.is_number() && two.is_number() => Ok(convert(value, ty)),
            (Type::Pointer(..), _) if value.is_null() => Ok(convert(value, ty)),
            (Type::Pointer(..), Type::Int(_)) => {
                let args = [self.types.name(ty), self.types.name(&value.ty)];
                Err(Diagnostic::error(span, Word::NumberAsPointer, args))
            }
            (Type::Int(_), Type::Pointer(..)) => {
                let args = [self.types.name(ty), self.types.name(&value.ty), shown(name)];
                let word = if value.ty.is_text() { Word::TextAsNumber } else { Word::PointerAsNumber };
                Err(Diagnostic::error(span, word, args))
            }
            (Type::Pointer(to, constant), Type::Pointer(from, from_constant)) => {
                if !self.points_alike(to, from) {
                    let args = [self.types.name(ty), self.types.name(&value.ty)];
                    let word = match (&**to, &**from) {
                        (Type::Func(_), Type::Func(_)) => Word::CallbackType,
                        (to, from)
                            if from.is_pointer() && *to == **from.target().unwrap_or(&Type::Void.into()) =>
                        {
                            Word::PointerTooFar
                        }
                        _ => Word::PointerMismatch,
                    };
                    return Err(Diagnostic::error(span, word, args));
                }
                if matches!(value.op, Op::Text(_)) && !constant && to.is_char() {
                    self.advise(span, Word::TextWantsConst, [shown(name)]);
                } else if *from_constant && !constant && **to != Type::Void && !matches!(**to, Type::Func(_))
                {
                    let args = [self.types.name(ty), self.types.name(&value.ty)];
                    self.tell(Severity::Warning, span, Word::ConstLost, args);
                }
                Ok(convert(value, ty))
            }
            _ => {
                let args = [self.types.name(ty), self.types.name(&value.ty)];
                Err(Diagnostic::error(span, Word::PointerMismatch, args))
            }
        }
    }

    /// Whether a pointer to the one may be put where one to the other is wanted.
    fn points_alike(&self, to: &Type, from: &Type) -> bool {
        if to == from || *to == Type::Void || *from == Type::Void {
            return true;
        }
        match (to, from) {
            // Signed or not is a warning of compilers, and right for UUIDs and CPU maps.
            (Type::Int(one), Type::Int(two)) => {
                one.size() == two.size() && !(one.size() == 8 && one.signed() != two.signed())
            }
            (Type::Pointer(one, _), Type::Pointer(two, _)) => {
                self.points_alike(one, two) && **one != Type::Void
            }
            _ => false,
        }
    }
}
