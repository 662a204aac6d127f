//! Events as callbacks see them: the domain that they are handed, and what they may ask it.

use virtlab_core::api::{Call, Event, FunctionId, Handle, HandleKind, Raised, Value};

use super::callback::{Registered, is_free};
use super::machine::{Machine, Result, Val};
use super::memory::{EventDomain, Kind, address, place};
use crate::ir::Callee;
use crate::span::Span;
use crate::words::Word;

impl Machine<'_> {
    /// Runs the callback of an event.
    pub(super) fn deliver_event(
        &mut self,
        span: Span,
        (id, name): (i32, &str),
        connection: Handle,
        event: &Raised,
    ) -> Result<()> {
        let is_its = |found: &&Registered| {
            let block = self.memory.get(place(found.func).0);
            found.connection == connection && block.is_some_and(|block| *block.name == *name)
        };
        // The old way of registering gives no number.
        let mut found = self.callbacks.iter().rev().filter(is_its);
        let first = found.clone().next();
        let Some(Registered { func, data, .. }) = found.find(|found| found.id == id).or(first).cloned()
        else {
            return Ok(());
        };
        let domain = EventDomain { connection, event: event.clone() };
        let block = self.make(Kind::Event(domain.into()), &event.name, span, Vec::new(), true)?;
        let conn = self.handle_address(span, connection, "")?;
        let mut given = vec![conn, address(block, 0)];
        let texts = super::show::event_arguments(event);
        for value in texts {
            given.push(match value {
                Value::Text(text) => self.new_text(span, Kind::Lent, "event", text.as_bytes())?,
                other => other.as_u64().unwrap_or(0),
            });
        }
        given.push(data);
        self.run_callback(span, func, &given)?;
        self.let_go(span, block)
    }

    /// libvirt lets go of what a callback was handed. What the callback took a reference of stays.
    fn let_go(&mut self, span: Span, block: u32) -> Result<()> {
        let mut left = 0;
        if let Some(Kind::Handle(handle, refs)) = self.memory.get(block).map(|block| block.kind.clone()) {
            left = refs.saturating_sub(1);
            if let (Some(free), true) = (FunctionId::from_c_name(&free_function(handle.kind)), refs > 0) {
                self.perform(span, &Call::new(free, [handle.into()]))?;
            }
            if let Some(block) = self.memory.get_mut(block) {
                block.kind = Kind::Handle(handle, left);
            }
        }
        if left == 0 {
            self.memory.free(block, span);
        }
        Ok(())
    }

    /// Runs one of the listing's functions for libvirt, and gives what it returns; 0 for what returns nothing.
    pub(super) fn run_callback(&mut self, span: Span, func: u64, given: &[u64]) -> Result<i32> {
        match self.func_at(func) {
            Some(Callee::Own(number)) => {
                let wanted = self.program().funcs[number].params.len();
                let given: Vec<Val> =
                    given.iter().copied().chain(std::iter::repeat(0)).take(wanted).map(Val::new).collect();
                self.call_own(span, number, &given).map(|value| value.bits as u32 as i32)
            }
            // `free` as the function that frees the data.
            Some(Callee::Library(number)) if crate::library::NAMES[number] == "free" => {
                self.free_block(span, given.first().copied().unwrap_or(0));
                Ok(0)
            }
            _ => Ok(0),
        }
    }

    /// What a callback asks its domain: that is answered by what the event says, as libvirt's own object does.
    pub(super) fn event_domain(&mut self, span: Span, id: FunctionId, given: &[Val]) -> Result<Option<Val>> {
        let Some(block) = given.first().and_then(|first| self.memory.get(place(first.bits).0)) else {
            return Ok(None);
        };
        let Kind::Event(domain) = block.kind.clone() else { return Ok(None) };
        if block.gone.is_some() {
            return Ok(None);
        }
        let text = domain.event.uuid.to_string();
        Ok(Some(Val::new(match id {
            FunctionId::DomainGetName | FunctionId::NetworkGetName | FunctionId::StoragePoolGetName => {
                self.new_text(span, Kind::Lent, id.c_name(), domain.event.name.as_bytes())?
            }
            FunctionId::DomainGetID => u64::from(domain.event.domain_id as u32),
            FunctionId::DomainGetConnect
            | FunctionId::NetworkGetConnect
            | FunctionId::StoragePoolGetConnect => self.handle_address(span, domain.connection, "")?,
            FunctionId::DomainGetUUID | FunctionId::NetworkGetUUID | FunctionId::StoragePoolGetUUID => {
                let to = given.get(1).copied().unwrap_or_default();
                self.write(span, to, domain.event.uuid.as_bytes())?;
                0
            }
            FunctionId::DomainGetUUIDString
            | FunctionId::NetworkGetUUIDString
            | FunctionId::StoragePoolGetUUIDString => {
                let to = given.get(1).copied().unwrap_or_default();
                self.write(span, to, format!("{text}\0").as_bytes())?;
                0
            }
            _ if is_free(id) => {
                return self.fault(span, Word::BorrowedFreed, [domain.event.name.to_string()]);
            }
            _ => return Ok(None),
        })))
    }

    /// A handle for a callback's domain, as soon as one is needed.
    pub(super) fn looked_up(&mut self, span: Span, block: u32) -> Result<Value> {
        let Some(Kind::Event(domain)) = self.memory.get(block).map(|block| block.kind.clone()) else {
            return Ok(Value::Null);
        };
        let uuid = Value::Bytes(domain.event.uuid.as_bytes().as_slice().into());
        let look_up = match domain.event.event {
            Event::Domain(_) => FunctionId::DomainLookupByUUID,
            Event::Network(_) => FunctionId::NetworkLookupByUUID,
            Event::StoragePool(_) => FunctionId::StoragePoolLookupByUUID,
        };
        let outcome = self.perform(span, &Call::new(look_up, [domain.connection.into(), uuid]))?;
        if let (Some(handle), Some(found)) = (outcome.ret.as_handle(), self.memory.get_mut(block)) {
            found.kind = Kind::Handle(handle, 1);
            self.handles.insert(handle, block);
        }
        Ok(outcome.ret.clone())
    }
}

/// The function that lets go of an object.
pub(crate) fn free_function(kind: HandleKind) -> String {
    match kind {
        HandleKind::Connect => "virConnectClose".to_owned(),
        HandleKind::Error => "virFreeError".to_owned(),
        kind => format!("{}Free", kind.c_type().trim_end_matches("Ptr")),
    }
}
