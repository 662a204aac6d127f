//! What libvirt-python lets go of when no variable has it any more: each object then frees what libvirt gave it.

use std::collections::BTreeSet;

use virtlab_core::api::{Call, FunctionId, HandleKind};

use super::{Machine, Result};
use crate::python::value::{Thing, Value};
use crate::span::Span;

impl Machine<'_> {
    /// Frees what nothing refers to any more.
    pub fn sweep(&mut self, span: Span) -> Result<()> {
        if !std::mem::take(&mut self.loosened) || self.heap.objects == 0 {
            return Ok(());
        }
        let reached = self.reached();
        self.worked(span, reached.len() as u64 / 8)?;
        let lost: Vec<u32> = self.heap.all_objects().into_iter().filter(|id| !reached.contains(id)).collect();
        for id in lost {
            self.let_go(span, id)?;
        }
        Ok(())
    }

    /// An object's end: it frees its handle.
    fn let_go(&mut self, span: Span, id: u32) -> Result<()> {
        let handle = self.heap.object(id).and_then(|object| object.handle);
        self.heap.remove(id);
        let Some(handle) = handle else { return Ok(()) };
        let free = match handle.kind {
            HandleKind::Connect => Some(FunctionId::ConnectClose),
            kind => kind.freed_by(),
        };
        if let Some(free) = free {
            self.perform(span, &Call::new(free, [handle.into()]))?;
        }
        Ok(())
    }

    /// All that a variable, or a value that is worked with, leads to.
    fn reached(&self) -> BTreeSet<u32> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<Value> = self.held.clone();
        open.push(Value::Ref(self.globals));
        open.extend(self.frames.iter().map(|frame| Value::Ref(frame.scope)));
        open.extend(
            self.registered
                .iter()
                .flat_map(|one| [one.func.clone(), one.data.clone(), Value::Ref(one.object)]),
        );
        open.extend(self.handling.iter().flat_map(|exc| exc.args.clone()));
        open.extend(self.error_handler.iter().flat_map(|(func, data)| [func.clone(), data.clone()]));
        while let Some(value) = open.pop() {
            match value {
                Value::Ref(id) | Value::View(_, id) if seen.insert(id) => self.inside(id, &mut open),
                Value::Tuple(items) => open.extend(items.iter().cloned()),
                Value::Func(closure) => {
                    open.push(Value::Ref(closure.scope));
                    open.extend(closure.defaults.iter().map(|(_, value)| value.clone()));
                }
                Value::Method(method) => open.push(method.0.clone()),
                Value::Exc(exc) => open.extend(exc.args.iter().cloned()),
                _ => {}
            }
        }
        seen
    }

    fn inside(&self, id: u32, open: &mut Vec<Value>) {
        match self.heap.get(id) {
            Some(Thing::List(items) | Thing::Set(items)) => open.extend(items.iter().cloned()),
            Some(Thing::Dict(pairs)) => {
                open.extend(pairs.iter().flat_map(|(key, value)| [key.clone(), value.clone()]));
            }
            Some(Thing::Iter(_, items, at)) => open.extend(items.iter().skip(*at).cloned()),
            Some(Thing::Scope(scope)) => {
                open.extend(scope.names.iter().map(|(_, value)| value.clone()));
                open.extend(scope.parent.map(Value::Ref));
            }
            Some(Thing::Object(object)) => open.extend(object.parent.map(Value::Ref)),
            None => {}
        }
    }

    /// When a program ends, Python takes the module's variables away one after another, and what they held goes with them.
    pub fn leave(&mut self) -> Result<()> {
        self.held.clear();
        self.handling.clear();
        self.frames.truncate(1);
        self.registered.clear();
        self.error_handler = None;
        self.loosened = true;
        let span = self.steps.last().map_or(Span::default(), |step| step.span);
        self.sweep(span)?;
        let holds = |id: &u32| self.heap.object(*id).is_some_and(|object| object.handle.is_some());
        if !self.heap.all_objects().iter().any(holds) {
            return Ok(());
        }
        self.step(span)?;
        let names = self.heap.scope(self.globals).map(|scope| scope.names.clone()).unwrap_or_default();
        let shown = self.heap.clone();
        for (name, _) in names.iter() {
            self.take(self.globals, name);
            self.sweep(span)?;
        }
        // The variables stay, to be seen at the last step.
        self.heap = shown;
        Ok(())
    }
}
