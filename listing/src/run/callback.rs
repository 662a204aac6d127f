//! Calls of the API with what they set off: events and errors go to the listing's own functions.

use std::sync::Arc;

use virtlab_core::api::{Call, Delivered, FunctionId, Handle, Notice, Outcome, Returns, Value};

use super::machine::{Machine, Result, Val};
use super::memory::{Kind, address, place};
use super::watch::Origin;
use crate::diagnostic::Severity;
use crate::ir::{Callee, Ex};
use crate::span::Span;
use crate::types::Type;
use crate::words::Word;

/// A callback that was registered.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    pub id: i32,
    pub connection: Handle,
    pub func: u64,
    pub data: u64,
}

impl Machine<'_> {
    /// A call of a function of the table.
    pub(super) fn call_api(&mut self, span: Span, id: FunctionId, args: &[Ex], given: &[Val]) -> Result<Val> {
        let frees = is_free(id);
        for (value, ex) in given.iter().zip(args) {
            let pointer = ex.ty.is_pointer();
            self.used(ex.span, value.from, pointer && !frees);
        }
        if let Some(answer) = self.event_domain(span, id, given)? {
            return Ok(answer);
        }
        self.look_at_sizes(id, args, given);
        let call = self.call_of(id, args, given, span)?;
        let saved = match id {
            FunctionId::SaveLastError => {
                Some(self.tape.world.preview(self.tape.client, &Call::new(FunctionId::GetLastError, [])).ret)
            }
            _ => None,
        };
        let outcome = self.perform(span, &call)?;
        let row = id.row();
        for (name, value) in &outcome.out {
            let target = row
                .position(name)
                .and_then(|at| Some((given.get(at)?.bits, args.get(at)?.ty.target()?.clone())));
            if let Some((at, ty)) = target.filter(|(at, _)| *at != 0) {
                // `void *` buffers are bytes.
                let ty = if *ty == Type::Void { Arc::new(Type::Int(crate::types::Int::UChar)) } else { ty };
                self.name_block(at, &ty);
                self.put(span, id.c_name(), at, &ty, value)?;
            }
        }
        let bits = self.returned(span, row, &outcome.ret)?;
        if let (Some(Value::Error(error)), true) = (&saved, bits != 0) {
            self.write_error(span, bits, error)?;
        }
        self.count_references(span, id, given, &outcome);
        self.remember_callback(id, args, given, &outcome);
        self.tell_notices(span, id, &outcome);
        let from = self.origin_of(span, id, &outcome);
        self.deliver(span, &outcome)?;
        Ok(Val { bits, from })
    }

    /// Performs a call on the world, and keeps it.
    pub fn perform(&mut self, span: Span, call: &Call) -> Result<Arc<Outcome>> {
        Ok(self.tape.perform(span, call)?)
    }

    /// The connection that a fragment is given.
    pub(super) fn given_connection(&mut self, slot: usize) -> Result<()> {
        let span = Span::default();
        let call = Call::new(FunctionId::ConnectOpen, [Value::text("test:///default")]);
        let outcome = self.perform(span, &call)?;
        let bits = self.returned(span, FunctionId::ConnectOpen.row(), &outcome.ret)?;
        let ty = self.types().typedefs.get("virConnectPtr").cloned().unwrap_or(Type::Void);
        let id = self.variable(span, slot, &"conn".into(), ty.clone(), 8)?;
        self.store(span, Val::new(address(id, 0)), &ty, Val::new(bits))
    }

    fn origin_of(&mut self, span: Span, id: FunctionId, outcome: &Outcome) -> u32 {
        let returns = id.row().returns;
        let counts = matches!(
            returns,
            Returns::Status | Returns::Number | Returns::Truth | Returns::Handle(_) | Returns::Text(_)
        );
        // Forgetting an error or freeing it cannot fail; a closed connection's count is of no interest.
        if !counts || id == FunctionId::GetLastErrorMessage {
            return 0;
        }
        let message = outcome.error.as_ref().map_or_else(String::new, |error| error.message.to_string());
        let failed = outcome.error.is_some();
        let looked_at = !failed && is_free(id);
        self.origins.push(Origin {
            span,
            function: id.c_name(),
            returns,
            failed,
            message,
            looked_at,
            told: false,
        });
        self.origins.len() as u32
    }

    fn count_references(&mut self, span: Span, id: FunctionId, given: &[Val], outcome: &Outcome) {
        let Some(block) = given.first().and_then(|first| self.handle_block(first.bits)) else { return };
        let references = id.c_name().ends_with("Ref");
        if outcome.error.is_some() || !(references || is_free(id)) {
            return;
        }
        let mut gone = false;
        if let Some(found) = self.memory.get_mut(block) {
            match &mut found.kind {
                Kind::Handle(_, refs) if references => *refs += 1,
                Kind::Handle(_, refs) => {
                    *refs = refs.saturating_sub(1);
                    gone = *refs == 0;
                }
                Kind::SavedError(_) => gone = !references,
                _ => {}
            }
        }
        if gone {
            self.memory.free(block, span);
        }
    }

    fn remember_callback(&mut self, id: FunctionId, args: &[Ex], given: &[Val], outcome: &Outcome) {
        let row = id.row();
        let is = |wanted: fn(&virtlab_core::api::Kind) -> bool| {
            row.params.iter().position(|param| wanted(&param.kind))
        };
        let func =
            is(|kind| matches!(kind, virtlab_core::api::Kind::Callback(name) if *name != "virFreeCallback"));
        let data = is(|kind| matches!(kind, virtlab_core::api::Kind::Opaque(_)));
        let Some(func) = func.and_then(|at| given.get(at)) else { return };
        let data = data.and_then(|at| given.get(at)).map_or(0, |data| data.bits);
        let name = |at: u64| self.memory.get(place(at).0).map(|block| block.name.clone());
        if let Some(name) = name(func.bits) {
            self.named.insert(name, (func.bits, data));
        }
        // The function that frees the data is known by its name too.
        for (value, ex) in given.iter().zip(args) {
            if let (Some(Callee::Own(_) | Callee::Library(_) | Callee::Api(_)), true) =
                (self.func_at(value.bits), ex.ty.is_pointer())
                && let Some(name) = self.memory.get(place(value.bits).0).map(|block| block.name.clone())
            {
                self.named.entry(name).or_insert((value.bits, 0));
            }
        }
        let number = outcome.ret.as_u64().map_or(-1, |n| n as i32);
        let connection = given
            .first()
            .and_then(|conn| self.memory.get(place(conn.bits).0))
            .map(|block| block.kind.clone());
        if let (Some(Kind::Handle(connection, _)), true) = (connection, number >= 0) {
            self.callbacks.push(Registered { id: number, connection, func: func.bits, data });
        }
    }

    fn tell_notices(&mut self, span: Span, id: FunctionId, outcome: &Outcome) {
        for notice in &outcome.notices {
            match notice {
                Notice::ErrorLost(error) => {
                    let args = [id.c_name().to_owned(), error.message.to_string()];
                    // Where the failure itself was seen, its reason alone is lost.
                    let seen = self
                        .origins
                        .iter()
                        .rev()
                        .find(|origin| origin.failed)
                        .is_some_and(|origin| origin.looked_at);
                    let severity = if seen { Severity::Advice } else { Severity::Warning };
                    self.tell(severity, span, Word::ErrorLost, args);
                }
                Notice::WouldBlock => self.tell(Severity::Warning, span, Word::WouldBlock, []),
                Notice::EventDropped => self.tell(Severity::Advice, span, Word::EventDropped, []),
                Notice::StillReferenced(_, handles) => {
                    let names: Vec<String> = handles.iter().map(Handle::to_string).collect();
                    self.tell(Severity::Advice, span, Word::StillReferenced, [names.join(", ")]);
                }
                Notice::ArrayTooSmall(all) => {
                    self.tell(
                        Severity::Advice,
                        span,
                        Word::ListCut,
                        [id.c_name().to_owned(), all.to_string()],
                    );
                }
                Notice::UseAfterFree(handle)
                | Notice::UnknownHandle(handle)
                | Notice::WrongHandleKind(handle) => {
                    self.tell(Severity::Warning, span, Word::HandleBad, [handle.to_string()]);
                }
                Notice::HostForgot(_) => {}
            }
        }
    }

    /// Runs the listing's functions for what happened during a call.
    fn deliver(&mut self, span: Span, outcome: &Outcome) -> Result<()> {
        for delivered in &outcome.delivered {
            match delivered {
                Delivered::Event { callback_id, callback, connection, event } => {
                    self.deliver_event(span, (*callback_id, callback), *connection, event)?;
                }
                Delivered::Error { handler, error } => {
                    let Some((func, data)) = self.named.get(handler).copied() else { continue };
                    let id = self.make(
                        Kind::Lent,
                        "virError",
                        span,
                        vec![0; super::answer::ERROR_BYTES as usize],
                        true,
                    )?;
                    // It is written before it becomes libvirt's own, which nobody writes to.
                    self.set_kind(id, Kind::Variable);
                    self.write_error(span, address(id, 0), error)?;
                    self.set_kind(id, Kind::Lent);
                    self.run_callback(span, func, &[data, address(id, 0)])?;
                    self.memory.remove(id);
                }
                Delivered::Freed { callback, opaque } => {
                    let data = opaque
                        .as_ref()
                        .and_then(|name| u64::from_str_radix(name.rsplit_once('@')?.1, 16).ok());
                    if let Some((func, _)) = self.named.get(callback).copied() {
                        self.run_callback(span, func, &[data.unwrap_or(0)])?;
                    }
                }
                Delivered::Close { callback, connection, reason } => {
                    let Some((func, data)) = self.named.get(callback).copied() else { continue };
                    let conn = self.handle_address(span, *connection, "")?;
                    self.run_callback(span, func, &[conn, *reason as u64, data])?;
                }
                Delivered::Stream { callback, stream, data: Some(data) } => {
                    let Some((func, opaque)) = self.named.get(callback).copied() else { continue };
                    let from = self.handle_address(span, *stream, "")?;
                    self.give_sink(span, func, [from, opaque], data)?;
                }
                // A source that is asked for data would have to give it while the call is made.
                Delivered::Stream { data: None, .. } => {
                    return self.fault(span, Word::NotInSubset, ["virStreamSendAll".to_owned()]);
                }
                #[allow(unreachable_patterns)]
                _ => {}
            }
        }
        Ok(())
    }

    /// Gives a stream's data to the listing's function, again with the rest when it took but a part, as virStreamRecvAll does.
    fn give_sink(&mut self, span: Span, func: u64, [from, opaque]: [u64; 2], data: &[u8]) -> Result<()> {
        let mut rest = data;
        while !rest.is_empty() {
            // A function that takes nothing is called for ever; that there is an end to operations ends it.
            self.worked(span, 50)?;
            let id = self.make(Kind::Lent, "data", span, rest.to_vec(), true)?;
            let took = self.run_callback(span, func, &[from, address(id, 0), rest.len() as u64, opaque])?;
            self.memory.remove(id);
            let Ok(took) = usize::try_from(took) else {
                // The world has handed over the whole stream by now, so that it cannot be aborted as libvirt does.
                return self.fault(span, Word::SinkRefused, [took.to_string()]);
            };
            rest = rest.get(took..).unwrap_or_default();
        }
        Ok(())
    }

    fn set_kind(&mut self, id: u32, kind: Kind) {
        if let Some(block) = self.memory.get_mut(id) {
            block.kind = kind;
        }
    }
}

/// Whether a function lets go of what it is given.
pub(super) fn is_free(id: FunctionId) -> bool {
    let name = id.c_name();
    (name.ends_with("Free") && name != "virNodeGetCellsFree")
        || matches!(id, FunctionId::ConnectClose | FunctionId::FreeError)
}
