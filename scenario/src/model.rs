//! What a scenario is.

use std::collections::BTreeMap;

use virtlab_core::api::Call;

use crate::said::Refusal;

/// A scenario.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scenario {
    /// What it shows, in one line.
    pub title: String,
    /// More about it.
    pub about: String,
    /// The drivers that it is for, by the schemes of their URIs; none means every driver.
    pub drivers: Vec<String>,
    /// Why it fails, if it is known to: it must go on failing until somebody takes this line away.
    pub fails: Option<String>,
    /// What is done, in its order.
    pub steps: Vec<Step>,
}

/// One call and what is expected of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The line of the file that it begins at.
    pub line: usize,
    /// Which client makes the call.
    pub client: u32,
    /// The call.
    pub call: Call,
    /// What is expected.
    pub expected: Expected,
}

/// What is expected of a call. What is not said is not looked at, but for this: a call of which no error is expected has to
/// succeed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Expected {
    /// The return value, written as in the text of a call.
    pub returns: Option<String>,
    /// What goes through pointers, by parameter.
    pub writes: BTreeMap<String, String>,
    /// The error.
    pub error: Option<Refusal>,
    /// The callbacks that run, in their order, each in a line.
    pub events: Option<Vec<String>>,
}

impl Scenario {
    /// Whether it is for a driver, by the scheme of its URIs.
    pub fn is_for(&self, driver: &str) -> bool {
        self.drivers.is_empty() || self.drivers.iter().any(|one| one == driver)
    }
}
