//! Calls.

use std::sync::Arc;

use super::expression::convert;
use super::{Lower, Result};
use crate::ast::{Expr, ExprKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Callee, Ex, Op};
use crate::span::Span;
use crate::types::{Int, Signature, Type};
use crate::words::Word;

impl Lower {
    pub(super) fn call(&mut self, span: Span, of: &Expr, arguments: &[Expr]) -> Result<Ex> {
        if let ExprKind::Ident(name) = &of.kind
            && self.variable(name).is_none()
        {
            let Some((callee, signature)) = self.callee(name) else {
                // What is wrong inside the arguments is told too.
                for argument in arguments {
                    self.caught(|lower| lower.value(argument));
                }
                return Err(self.unknown_function(of.span, name));
            };
            let given = self.arguments(span, name, &signature, &callee, arguments)?;
            self.look_at_format(&callee, &given);
            return Ok(Ex { span, ty: signature.returns.clone(), op: Op::Call(callee, given) });
        }
        let of = self.value(of)?;
        let signature = match of.ty.target().map(|to| &**to) {
            Some(Type::Func(signature)) => signature.clone(),
            _ => return Err(Diagnostic::error(span, Word::NotAFunction, [self.types.name(&of.ty)])),
        };
        let given = self.arguments(span, "(*…)", &signature, &Callee::Own(usize::MAX), arguments)?;
        Ok(Ex { span, ty: signature.returns.clone(), op: Op::CallPointer(of.into(), given) })
    }

    fn arguments(
        &mut self,
        span: Span,
        name: &str,
        signature: &Arc<Signature>,
        callee: &Callee,
        arguments: &[Expr],
    ) -> Result<Vec<Ex>> {
        let wanted = signature.params.len();
        let fits = if signature.variadic { arguments.len() >= wanted } else { arguments.len() == wanted };
        if !fits {
            let args = [
                name.to_owned(),
                wanted.to_string(),
                arguments.len().to_string(),
                self.prototype_of(name, callee),
            ];
            return Err(Diagnostic::error(span, Word::ArgumentCount, args));
        }
        let mut given = Vec::new();
        let mut wrong = None;
        for (i, argument) in arguments.iter().enumerate() {
            let value = self.value(argument).and_then(|value| match signature.params.get(i) {
                Some(ty) => self.argument(name, i, ty, value),
                None => Ok(self.promoted(value)),
            });
            match value {
                Ok(value) => given.push(value),
                Err(mistake) => {
                    if let Some(before) = wrong.replace(mistake) {
                        self.told.push(before);
                    }
                }
            }
        }
        wrong.map_or(Ok(given), Err)
    }

    fn argument(&mut self, name: &str, i: usize, ty: &Type, value: Ex) -> Result<Ex> {
        let (span, found) = (value.span, value.ty.clone());
        if name == "virConnectListDomains"
            && i == 1
            && matches!(found.target().map(|to| &**to), Some(Type::Pointer(..)))
        {
            return Err(Diagnostic::error(span, Word::IdsNotNames, [self.types.name(&found)]));
        }
        self.assigned(ty, value, None)
    }

    /// An argument for which nothing is declared: smaller numbers become `int`, floats doubles.
    fn promoted(&self, value: Ex) -> Ex {
        match &value.ty {
            Type::Int(int) => {
                let ty = Type::Int(int.promoted());
                convert(value, &ty)
            }
            Type::Float(true) => convert(value, &Type::DOUBLE),
            _ => value,
        }
    }

    /// Compares a format that is written out with the arguments behind it, as compilers do.
    fn look_at_format(&mut self, callee: &Callee, given: &[Ex]) {
        let Callee::Library(number) = callee else { return };
        let at = match crate::library::NAMES[*number] {
            "printf" => 0,
            "fprintf" | "sprintf" => 1,
            "snprintf" => 2,
            _ => return,
        };
        let Some(Ex { op: Op::Text(text), span, .. }) = given.get(at) else { return };
        let (text, span) = (self.program.texts[*text].clone(), *span);
        let wanted = crate::library::conversions(&text);
        let rest = &given[at + 1..];
        if wanted.len() != rest.len() {
            let args = [wanted.len().to_string(), rest.len().to_string()];
            self.tell(Severity::Warning, span, Word::FormatCount, args);
        }
        for (conversion, argument) in wanted.iter().zip(rest) {
            let fits = match (&argument.ty, conversion.wants) {
                (Type::Int(int), crate::library::Wants::Int(size)) => int.promoted().size() == size,
                (Type::Float(_), crate::library::Wants::Double) => true,
                (ty, crate::library::Wants::Text) => ty.is_text(),
                (Type::Pointer(..), crate::library::Wants::Pointer) => true,
                _ => false,
            };
            if !fits {
                let args = [conversion.text.clone(), self.types.name(&argument.ty), better(&argument.ty)];
                self.tell(Severity::Warning, argument.span, Word::FormatType, args);
            }
        }
    }
}

/// The conversion that prints a type.
fn better(ty: &Type) -> String {
    match ty {
        Type::Int(int) => match int.promoted() {
            Int::UInt => "%u",
            Int::Long => "%ld",
            Int::ULong => "%lu",
            Int::LLong => "%lld",
            Int::ULLong => "%llu",
            _ => "%d",
        },
        Type::Float(_) => "%f",
        ty if ty.is_text() => "%s",
        _ => "%p",
    }
    .to_owned()
}
