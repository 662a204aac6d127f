//! Reading what was given for a command's options.

use virtlab_core::ground::number;
use virtlab_core::ground::scale::scale_integer;

use super::{Done, Failed, Run, fail};

/// `VIR_DOMAIN_AFFECT_LIVE` and `VIR_DOMAIN_AFFECT_CONFIG`.
pub(crate) const LIVE: u32 = 1;
pub(crate) const CONFIG: u32 = 2;

/// Parts between commas; two commas stand for one.
pub(super) fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut join = false;
    for (at, part) in text.split(',').enumerate() {
        match parts.last_mut() {
            Some(last) if join => {
                last.push(',');
                last.push_str(part);
                join = false;
            }
            _ if part.is_empty() && at > 0 => join = true,
            _ => parts.push(part.to_owned()),
        }
    }
    if join {
        parts.push(String::new());
    }
    parts
}

impl Run<'_> {
    /// Whether an option was given.
    pub fn has(&self, name: &str) -> bool {
        self.invocation.get(name).is_some()
    }

    /// What was given, whatever it is.
    pub fn given(&self, name: &str) -> Option<String> {
        self.invocation.get(name).and_then(|given| given.values.last().cloned())
    }

    /// The text of an option; an empty one is refused where virsh does.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Failed> {
        let Some(text) = self.given(name) else { return Ok(None) };
        let empty = self.invocation.command.options().any(|opt| opt.name == name && opt.empty);
        if text.is_empty() && !empty {
            fail!(self, "Failed to get option '{name}': Option argument is empty");
        }
        Ok(Some(text))
    }

    /// The text of an option that has to be there.
    pub fn needed(&mut self, name: &str) -> Result<String, Failed> {
        Ok(self.text(name)?.unwrap_or_default())
    }

    /// Everything that was given for an option that takes many.
    pub fn many(&self, name: &str) -> Vec<String> {
        self.invocation.get(name).map(|given| given.values.clone()).unwrap_or_default()
    }

    fn parsed<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Failed> {
        let Some(text) = self.given(name) else { return Ok(None) };
        match parse(&text) {
            Some(value) => Ok(Some(value)),
            None => fail!(self, "Numeric value '{text}' for <{name}> option is malformed or out of range"),
        }
    }

    /// An `int`.
    pub fn int(&mut self, name: &str) -> Result<Option<i32>, Failed> {
        self.parsed(name, |text| number::to_i32(text, 10))
    }

    /// An `unsigned int`.
    pub fn uint(&mut self, name: &str) -> Result<Option<u32>, Failed> {
        self.parsed(name, |text| number::to_u32(text, 10))
    }

    /// A `long long`.
    pub fn long(&mut self, name: &str) -> Result<Option<i64>, Failed> {
        self.parsed(name, |text| number::to_i64(text, 10))
    }

    /// An `unsigned long long`.
    pub fn ulong(&mut self, name: &str) -> Result<Option<u64>, Failed> {
        self.parsed(name, |text| number::to_u64(text, 10))
    }

    /// A size with a unit, in bytes.
    pub fn scaled(&mut self, name: &str, scale: u64, limit: u64) -> Result<Option<u64>, Failed> {
        let Some(text) = self.given(name) else { return Ok(None) };
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        if let Some(value) = number::to_u64(&text[..digits], 10) {
            match scale_integer(value, &text[digits..], scale, limit) {
                Ok(bytes) => return Ok(Some(bytes)),
                Err(error) => self.last_error = Some(error),
            }
        }
        fail!(self, "Scaled numeric value '{text}' for <{name}> option is malformed or out of range")
    }

    /// Refuses two options together.
    pub fn exclusive(&mut self, one: &str, other: &str) -> Done {
        if self.has(one) && self.has(other) {
            fail!(self, "Options --{one} and --{other} are mutually exclusive");
        }
        Ok(())
    }

    /// Refuses two options together, and neither of them.
    pub fn alternatives(&mut self, one: &str, other: &str) -> Done {
        if !self.has(one) && !self.has(other) {
            fail!(self, "Either --{one} or --{other} must be provided");
        }
        self.exclusive(one, other)
    }

    /// Refuses an option without another.
    pub fn requires(&mut self, option: &str, needed: &str) -> Done {
        if self.has(option) && !self.has(needed) {
            fail!(self, "Option --{needed} is required by option --{option}");
        }
        Ok(())
    }

    /// The flags of `--live`, `--config` and `--current`, which stands alone.
    pub fn impact(&mut self) -> Result<u32, Failed> {
        self.exclusive("current", "live")?;
        self.exclusive("current", "config")?;
        Ok(self.flags(&[("config", CONFIG), ("live", LIVE)]))
    }

    /// The flags of the options that were given.
    pub fn flags(&self, options: &[(&str, u32)]) -> u32 {
        options.iter().filter(|(name, _)| self.has(name)).fold(0, |flags, (_, flag)| flags | flag)
    }
}
