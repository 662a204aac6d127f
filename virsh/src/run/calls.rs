//! Making calls, and reading what they gave.

use virtlab_core::api::{Call, FunctionId, HandleKind, Outcome, Value};
use virtlab_core::ground::{ErrorCode, VirError};

use super::{Done, Failed, Run, fail};

/// What was written through a pointer.
pub(crate) fn out<'o>(outcome: &'o Outcome, name: &str) -> &'o Value {
    outcome.out.iter().find(|(key, _)| *key == name).map_or(&Value::Null, |(_, value)| value)
}

/// The number inside; 0 for what is none.
pub(crate) fn number(value: &Value) -> i64 {
    value.as_u64().map_or(0, |n| n as i64)
}

/// The items of an array.
pub(crate) fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        _ => &[],
    }
}

/// A member of a struct.
pub(crate) fn member<'v>(value: &'v Value, name: &str) -> &'v Value {
    match value {
        Value::Struct(members) => {
            members.iter().find(|(key, _)| *key == name).map_or(&Value::Null, |(_, value)| value)
        }
        _ => &Value::Null,
    }
}

/// The text inside; empty for what is none.
pub(crate) fn text(value: &Value) -> String {
    value.as_text().unwrap_or_default().to_owned()
}

/// A text for a call, `NULL` for none.
pub(crate) fn or_null(text: Option<String>) -> Value {
    text.map_or(Value::Null, Value::from)
}

impl Run<'_> {
    /// Makes a call, remembering its error as the last one.
    pub fn perform(&mut self, id: FunctionId, args: impl IntoIterator<Item = Value>) -> Outcome {
        let call = Call::new(id, args);
        let outcome = self.face.perform(&call);
        if let Some(error) = &outcome.error {
            self.last_error = Some(error.clone());
        }
        self.ran.calls.push((call, outcome.ok()));
        self.hold(&outcome.ret);
        outcome.out.iter().for_each(|(_, value)| self.hold(value));
        outcome
    }

    /// A call that the command fails with; the last error is told at its end.
    pub fn call(&mut self, id: FunctionId, args: impl IntoIterator<Item = Value>) -> Result<Outcome, Failed> {
        let outcome = self.perform(id, args);
        if outcome.ok() { Ok(outcome) } else { Err(Failed) }
    }

    /// A call whose failure virsh tells in words of its own before the last error.
    pub fn call_or(
        &mut self,
        id: FunctionId,
        args: impl IntoIterator<Item = Value>,
        failed: &str,
    ) -> Result<Outcome, Failed> {
        let outcome = self.perform(id, args);
        if outcome.ok() { Ok(outcome) } else { Err(self.fail(failed)) }
    }

    /// The number that a call returns, -1 if it failed.
    pub fn ask(&mut self, id: FunctionId, args: impl IntoIterator<Item = Value>) -> i64 {
        let outcome = self.perform(id, args);
        if outcome.ok() { number(&outcome.ret) } else { -1 }
    }

    /// The text that a call returns; none if it failed.
    pub fn ask_text(&mut self, id: FunctionId, args: impl IntoIterator<Item = Value>) -> Option<String> {
        self.perform(id, args).ret.as_text().map(str::to_owned)
    }

    /// Whether the last error is of a code.
    pub fn failed_with(&self, code: ErrorCode) -> bool {
        self.last_error.as_ref().is_some_and(|error| error.code == code)
    }

    /// Whether a call failed because the driver has no such function.
    pub fn unsupported(&self) -> bool {
        self.failed_with(ErrorCode::NoSupport)
    }

    /// Forgets the last error.
    pub fn forget(&mut self) {
        self.last_error = None;
    }

    fn hold(&mut self, value: &Value) {
        match value {
            Value::Handle(handle) if handle.kind != HandleKind::Connect => self.held.push(*handle),
            Value::List(items) => items.iter().for_each(|item| self.hold(item)),
            Value::Struct(members) => members.iter().for_each(|(_, item)| self.hold(item)),
            _ => {}
        }
    }

    /// Gives back every object, the last first.
    pub(super) fn free_held(&mut self) {
        while let Some(handle) = self.held.pop() {
            let Some(id) = handle.kind.freed_by() else { continue };
            let call = Call::new(id, [Value::Handle(handle)]);
            let ok = self.face.perform(&call).ok();
            self.ran.calls.push((call, ok));
        }
    }

    /// Opens the connection if there is none, or anew if its other end is gone.
    pub fn connected(&mut self) -> Done {
        let connection = self.shell.connection.clone();
        let lost = match &connection {
            Some(connection) if self.face.lost(connection) => true,
            Some(_) => return Ok(()),
            None => false,
        };
        if let (true, Some(connection)) = (lost, connection) {
            let uri = self.ask_text(FunctionId::ConnectGetURI, [connection.clone()]).unwrap_or_default();
            self.error(&format!("Disconnected from {uri} due to end of file"));
            self.shell.connection = None;
            self.shell.disconnected = true;
            self.perform(FunctionId::ConnectClose, [connection]);
            self.forget();
        }
        let (uri, read_only) = (self.shell.uri.clone(), self.shell.read_only);
        self.open(uri, read_only)?;
        if lost {
            self.error("Reconnected to the hypervisor");
        }
        Ok(())
    }

    /// Opens a connection in place of the one there is.
    pub fn open(&mut self, uri: Option<String>, read_only: bool) -> Done {
        if let Some(old) = self.shell.connection.take() {
            self.perform(FunctionId::ConnectClose, [old]);
        }
        let name = uri.as_ref().map_or(Value::Null, Value::text);
        let opened =
            self.perform(FunctionId::ConnectOpenAuth, [name, Value::Null, Value::Int(i64::from(read_only))]);
        if !opened.ok() {
            match self.shell.disconnected {
                true => fail!(self, "Failed to reconnect to the hypervisor"),
                false => fail!(self, "failed to connect to the hypervisor"),
            }
        }
        self.shell.disconnected = false;
        self.shell.connection = Some(opened.ret);
        self.shell.uri = uri;
        self.shell.read_only = read_only;
        Ok(())
    }

    /// A document that a file holds.
    pub fn read_file(&mut self, path: &str) -> Result<String, Failed> {
        match self.face.read_file(path) {
            Ok(text) => Ok(text),
            Err(why) => {
                let what = format!("Failed to open file '{path}'");
                self.last_error =
                    Some(VirError::system(virtlab_core::ground::ErrorDomain::None, 2, &what, &why));
                Err(Failed)
            }
        }
    }
}
