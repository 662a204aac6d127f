//! Events as callbacks see them: the domain that they are handed, and what they may ask it.

use virtlab_core::api::{Call, FunctionId, Handle, Raised, Value};

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
        id: i32,
        connection: Handle,
        event: &Raised,
    ) -> Result<()> {
        let found =
            self.callbacks.iter().rev().find(|found| found.id == id && found.connection == connection);
        let Some(Registered { func, data, .. }) = found.cloned() else { return Ok(()) };
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
        self.memory.free(block, span);
        Ok(())
    }

    pub(super) fn run_callback(&mut self, span: Span, func: u64, given: &[u64]) -> Result<()> {
        match self.func_at(func) {
            Some(Callee::Own(number)) => {
                let wanted = self.program().funcs[number].params.len();
                let given: Vec<Val> =
                    given.iter().copied().chain(std::iter::repeat(0)).take(wanted).map(Val::new).collect();
                self.call_own(span, number, &given).map(drop)
            }
            // `free` as the function that frees the data.
            Some(Callee::Library(number)) if crate::library::NAMES[number] == "free" => {
                self.free_block(span, given.first().copied().unwrap_or(0));
                Ok(())
            }
            _ => Ok(()),
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
            FunctionId::DomainGetName => {
                self.new_text(span, Kind::Lent, "virDomainGetName", domain.event.name.as_bytes())?
            }
            FunctionId::DomainGetID => u64::from(domain.event.domain_id as u32),
            FunctionId::DomainGetConnect => self.handle_address(span, domain.connection, "")?,
            FunctionId::DomainGetUUID => {
                let to = given.get(1).copied().unwrap_or_default();
                self.write(span, to, domain.event.uuid.as_bytes())?;
                0
            }
            FunctionId::DomainGetUUIDString => {
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
        let call = Call::new(FunctionId::DomainLookupByUUID, [domain.connection.into(), uuid]);
        let outcome = self.perform(span, &call)?;
        Ok(outcome.ret.clone())
    }
}
