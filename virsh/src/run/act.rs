//! What commands about domains, networks and pools have in common.

use virtlab_core::api::{FunctionId, Value};

use super::calls::{number, out};
use super::{Done, Run, extra};

impl Run<'_> {
    /// A call on the object that an option named, and the messages of its success and failure, `{}` for the name as it was
    /// given.
    pub fn act(
        &mut self,
        option: &str,
        object: Value,
        id: FunctionId,
        flags: Option<u32>,
        [done, failed]: [&str; 2],
    ) -> Done {
        let name = self.given(option).unwrap_or_default();
        let args = [Some(object), flags.map(Value::from)];
        self.call_or(id, args.into_iter().flatten(), &failed.replace("{}", &name))?;
        extra!(self, "{}", done.replace("{}", &name));
        Ok(())
    }

    /// Has a network or a pool start with its host, or not any more.
    pub fn set_autostart(&mut self, option: &str, word: &str, object: Value, id: FunctionId) -> Done {
        let name = self.given(option).unwrap_or_default();
        let (mark, on) = if self.has("disable") { ("unmark", 0) } else { ("mark", 1) };
        let failed = format!("failed to {mark} {option} {name} as autostarted");
        self.call_or(id, [object, on.into()], &failed)?;
        extra!(self, "{word} {name} {mark}ed as autostarted\n");
        Ok(())
    }

    /// Whether a network or a pool starts with its host.
    pub fn autostart_of(&mut self, object: &Value, id: FunctionId) -> &'static str {
        let got = self.perform(id, [object.clone()]);
        match (got.ok(), number(out(&got, "autostart"))) {
            (false, _) => "no autostart",
            (true, 0) => "no",
            (true, _) => "yes",
        }
    }

    /// Does something whose errors are none of the command's: the last error stays what it was.
    pub fn keeping_error<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let error = self.last_error.take();
        let result = act(self);
        self.last_error = error;
        result
    }
}
