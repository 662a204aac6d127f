//! Variables as a reader sees them.

use std::sync::Arc;

use super::value::{Heap, Scope, Thing, Value};
use crate::run::Variable;

/// Characters of a value that are shown.
const TEXT_MAX: usize = 160;

/// All variables of a moment.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    pub heap: Heap,
    pub globals: u32,
    pub scope: u32,
}

impl Moment {
    /// The module's variables, then the function's.
    pub fn variables(&self) -> Vec<Variable> {
        let mut found = Vec::new();
        let mut scopes = Vec::new();
        let mut at = Some(self.scope);
        while let Some(scope) = at.and_then(|id| self.heap.scope(id)) {
            scopes.push((at == Some(self.globals), scope));
            at = scope.parent;
        }
        let outside = scopes.len() > 1;
        for (global, scope) in scopes.into_iter().rev() {
            self.scope(scope, global && outside, &mut found);
        }
        found
    }

    fn scope(&self, scope: &Scope, global: bool, found: &mut Vec<Variable>) {
        for (name, value) in scope.names.iter() {
            let said =
                matches!(value, Value::Func(_) | Value::Builtin(_) | Value::Class(_) | Value::Module(_));
            if said || name.starts_with("__") {
                continue;
            }
            // What is nearer hides what is farther.
            found.retain(|variable: &Variable| variable.name != *name);
            found.push(Variable {
                name: name.clone(),
                ty: self.heap.class(value).to_owned(),
                value: Some(self.value(value)),
                global,
                dangling: self.dangling(value),
            });
        }
    }

    fn value(&self, value: &Value) -> String {
        let whole = match value {
            Value::Ref(id) => match self.heap.get(*id) {
                Some(Thing::Object(object)) => format!("→ {}", object.shown),
                Some(Thing::List(items)) => self.list(items),
                _ => self.heap.repr(value),
            },
            other => self.heap.repr(other),
        };
        let cut: String = whole.chars().take(TEXT_MAX).collect();
        if cut.len() < whole.len() { format!("{cut}…") } else { cut }
    }

    /// Objects in a list are told by their names.
    fn list(&self, items: &Arc<Vec<Value>>) -> String {
        let each: Vec<String> = items
            .iter()
            .take(TEXT_MAX)
            .map(|item| match item {
                Value::Ref(id) if self.heap.object(*id).is_some() => self.value(item),
                other => self.heap.repr(other),
            })
            .collect();
        format!("[{}]", each.join(", "))
    }

    /// Whether it is a connection that was closed.
    fn dangling(&self, value: &Value) -> bool {
        let Value::Ref(id) = value else { return false };
        self.heap.object(*id).is_some_and(|object| object.handle.is_none() && object.event.is_none())
    }
}
