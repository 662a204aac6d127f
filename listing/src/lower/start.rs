//! First values.

use std::sync::Arc;

use super::{Lower, Result};
use crate::ast::{Decl, Designator, ExprKind, Init, Ty};
use crate::diagnostic::Diagnostic;
use crate::ir::Start;
use crate::limits::MEMORY_MAX;
use crate::span::Span;
use crate::types::Type;
use crate::words::Word;

impl Lower {
    /// The type of what is declared. An array of no size gets that of its values.
    pub(super) fn declared(&mut self, decl: &Decl) -> Result<Type> {
        let mut ty = self.types.resolve(&decl.ty)?;
        if let (Type::Array(of, 0), Ty::Array(_, None)) = (&ty, &decl.ty) {
            let count = match &decl.init {
                Some(Init::List(items, _)) => items.len() as u64,
                Some(Init::One(value)) => match &value.kind {
                    ExprKind::Str(text) => text.len() as u64 + 1,
                    _ => return Err(Diagnostic::error(value.span, Word::ListWanted, [])),
                },
                None => return Err(Diagnostic::error(decl.name.span, Word::ArraySizeUnknown, [])),
            };
            ty = Type::Array(of.clone(), count);
        }
        match self.types.size(&ty) {
            Some(size) if size <= MEMORY_MAX as u64 => {}
            Some(size) => {
                return Err(Diagnostic::error(decl.name.span, Word::ArraySizeBad, [size.to_string()]));
            }
            None => return Err(Diagnostic::error(decl.name.span, Word::NoSize, [self.types.name(&ty)])),
        }
        Ok(ty)
    }

    /// How what is declared begins. Its name is known by then: `p = calloc(1, sizeof(*p))`.
    pub(super) fn beginning(&mut self, decl: &Decl, ty: &Type) -> Result<Option<Start>> {
        let Some(init) = &decl.init else { return Ok(None) };
        let mut start = Start::default();
        self.start(ty, init, 0, &mut start, Some(&decl.name.text))?;
        Ok(Some(start))
    }

    fn start(
        &mut self,
        ty: &Type,
        init: &Init,
        at: u64,
        start: &mut Start,
        name: Option<&Arc<str>>,
    ) -> Result<()> {
        match (ty, init) {
            (Type::Array(of, count), Init::One(value)) if of.is_char() => match &value.kind {
                ExprKind::Str(text) => {
                    if text.len() as u64 > *count {
                        let args = [text.len().to_string(), count.to_string()];
                        return Err(Diagnostic::error(value.span, Word::TextTooLong, args));
                    }
                    start.zero = true;
                    // A text inside a larger thing is put together of its bytes.
                    if at == 0 && start.text.is_none() {
                        start.text = Some((at, text.clone()));
                    } else {
                        return Err(Diagnostic::error(
                            value.span,
                            Word::NotInSubset,
                            ["{ \"…\" }".to_owned()],
                        ));
                    }
                    Ok(())
                }
                _ => Err(Diagnostic::error(value.span, Word::ListWanted, [])),
            },
            (Type::Array(..), Init::One(value)) => Err(Diagnostic::error(value.span, Word::ListWanted, [])),
            (_, Init::One(value)) => {
                let value = self.value(value)?;
                let value = self.assigned(ty, value, name)?;
                start.values.push((at, value));
                Ok(())
            }
            (Type::Array(..) | Type::Struct(_), Init::List(items, span)) => {
                start.zero = true;
                self.start_list(ty, items, *span, at, start)
            }
            (_, Init::List(items, span)) => match &items[..] {
                [(None, only)] => self.start(ty, only, at, start, name),
                _ => Err(Diagnostic::error(*span, Word::TooManyValues, ["1".to_owned()])),
            },
        }
    }

    fn start_list(
        &mut self,
        ty: &Type,
        items: &[(Option<Designator>, Init)],
        span: Span,
        at: u64,
        start: &mut Start,
    ) -> Result<()> {
        let mut next = 0usize;
        for (designator, init) in items {
            match designator {
                None => {}
                Some(Designator::Index(index)) => {
                    let number = self.types.constant(index).and_then(|n| usize::try_from(n).ok());
                    next = number.ok_or_else(|| Diagnostic::error(index.span, Word::NotConstant, []))?;
                }
                Some(Designator::Field(name)) => {
                    let fields = self.types.record(ty).and_then(|record| record.fields.as_ref());
                    let place = fields.and_then(|fields| fields.iter().position(|f| f.name == name.text));
                    let args = || [self.types.name(ty), name.text.to_string(), String::new()];
                    next = place.ok_or_else(|| Diagnostic::error(name.span, Word::MemberUnknown, args()))?;
                }
            }
            let part = match ty {
                Type::Array(of, count) if (next as u64) < *count => {
                    let size = self.types.size(of).unwrap_or(1);
                    Some(((**of).clone(), next as u64 * size))
                }
                _ => self
                    .types
                    .record(ty)
                    .and_then(|record| record.fields.as_ref()?.get(next))
                    .map(|field| (field.ty.clone(), field.offset)),
            };
            let Some((part, offset)) = part else {
                return Err(Diagnostic::error(span, Word::TooManyValues, [next.to_string()]));
            };
            self.start(&part, init, at + offset, start, None)?;
            next += 1;
        }
        Ok(())
    }
}
