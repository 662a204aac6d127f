//! A call: a function and its arguments, and the line of text that stands for it.

use std::fmt;

use super::{FunctionId, Kind, Value};

/// One call of an API function. Its text, `virDomainCreateXML(conn1, "<domain…", VIR_DOMAIN_START_VALIDATE)`, is how journals,
/// recordings and walkthroughs hold it; [`Call::from_str`](std::str::FromStr) reads it back.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Call {
    /// Which function.
    pub function: FunctionId,
    /// Its arguments by position; those left out at the end are [`Value::Out`] for pointers to write through, 0 for flags
    /// and numbers, and `NULL` otherwise.
    pub args: Vec<Value>,
}

impl Call {
    /// A call.
    pub fn new(function: FunctionId, args: impl IntoIterator<Item = Value>) -> Self {
        Self { function, args: args.into_iter().collect() }
    }

    /// The argument of a position, with the default for one that was left out.
    pub fn arg(&self, index: usize) -> Value {
        match self.args.get(index) {
            Some(value) => value.clone(),
            None => self.function.row().params.get(index).map_or(Value::Null, super::Param::default_value),
        }
    }
}

impl Call {
    /// Whether it is the same call, arguments that were left out counting as what they stand for.
    pub fn same(&self, other: &Self) -> bool {
        let params = 0..self.function.row().params.len();
        self.function == other.function && params.into_iter().all(|i| self.arg(i) == other.arg(i))
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.function.c_name())?;
        let params = self.function.row().params;
        // Trailing arguments that say nothing new are left out, but a flag of 0 is what C writes.
        let len = self.args.len().min(params.len());
        let shown = (0..len)
            .rev()
            .find(|&i| {
                self.args[i] != Value::Out || matches!(params[i].kind, Kind::Flags(_) | Kind::LongFlags(_))
            })
            .map_or(0, |i| i + 1);
        for (i, (param, value)) in params.iter().zip(&self.args).take(shown).enumerate() {
            f.write_str(if i > 0 { ", " } else { "" })?;
            match (param.kind, value) {
                (Kind::Flags(set) | Kind::LongFlags(set), Value::Int(n)) => {
                    f.write_str(&set.text(*n as u32))?
                }
                (Kind::Choice(set, _), Value::Int(n)) => match set.choice(*n) {
                    Some(choice) => f.write_str(choice.name)?,
                    None => write!(f, "{n}")?,
                },
                _ => write!(f, "{value}")?,
            }
        }
        f.write_str(")")
    }
}
