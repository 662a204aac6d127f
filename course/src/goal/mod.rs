//! Goals: what has to hold of a world, of the calls that were made, and of what was answered. They are data: nothing is
//! programmed, and what was found is given beside what was required, field by field, for faces to put into words.

mod calls;
mod domain;
mod read;
mod seen;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use virtlab_core::api::FunctionId;
use virtlab_core::host::HostKey;
use virtlab_core::words;
use virtlab_core::world::{Step, World};

pub use calls::said_alike;
pub use read::{Line, Lines, read, read_all};

/// What a condition is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum About {
    /// A domain of a host, by its name.
    Domain(HostKey, String),
    /// A snapshot of such a domain.
    Snapshot(HostKey, String, String),
    /// A network of a host, by its name.
    Network(HostKey, String),
    /// A host.
    Host(HostKey),
    /// What the clients have in hand, and all calls together.
    Session,
    /// The calls of a function; of those, the ones whose arguments are such.
    Call(FunctionId, Vec<(String, String)>),
    /// What was answered to a question of the exercise.
    Answer(String),
}

words! {
    /// What is asked of it, by the names that files have.
    pub enum Field {
        // Of domains, snapshots and networks. What begins with `config_` is of the configuration that lasts.
        Exists "exists", State "state", Reason "reason", Active "active", Persistent "persistent",
        Autostart "autostart", ManagedSave "managed_save", Id "id", Uuid "uuid", Title "title",
        Description "description", ConfigTitle "config_title", ConfigDescription "config_description",
        MemoryKib "memory_kib", MaxMemoryKib "max_memory_kib", ConfigMemoryKib "config_memory_kib",
        ConfigMaxMemoryKib "config_max_memory_kib", Vcpus "vcpus", MaxVcpus "max_vcpus",
        ConfigVcpus "config_vcpus", ConfigMaxVcpus "config_max_vcpus", Disks "disks", ConfigDisks "config_disks",
        Interfaces "interfaces", ConfigInterfaces "config_interfaces", Snapshots "snapshots",
        CurrentSnapshot "current_snapshot", Parent "parent",
        // Of hosts.
        Domains "domains", ActiveDomains "active_domains", Networks "networks", Connections "connections",
        // Of the session.
        Handles "handles", Errors "errors", SavedErrors "saved_errors", Calls "calls", Failures "failures", LostErrors "lost_errors",
        Events "events", Callbacks "callbacks", EventLoop "event_loop", LastError "last_error",
        // Of calls.
        Times "times", Succeeded "succeeded", Failed "failed", Returned "returned", Before "before",
        // Of answers.
        Is "is",
    }
}

/// A value of a field.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Datum {
    /// Yes or no.
    Truth(bool),
    /// A number, in the unit that the field's name ends with.
    Number(i64),
    /// A word of libvirt's, a name, a text.
    Text(String),
    /// Several of them.
    List(Vec<String>),
}

impl Datum {
    /// A count, as large as a number of ours can be.
    fn count(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truth(truth) => f.write_str(if *truth { "yes" } else { "no" }),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::List(items) => f.write_str(&items.join(", ")),
        }
    }
}

/// What a field has to be.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Required {
    /// Just that. The order of a list does not matter.
    Is(Datum),
    /// Anything but that.
    Not(Datum),
    /// A number, at least.
    AtLeast(i64),
    /// A number, at most.
    AtMost(i64),
    /// A list that has it, or a text in which it stands.
    Has(String),
    /// A list that does not have it, or a text in which it does not stand.
    Lacks(String),
}

/// One thing that has to hold.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Condition {
    /// What it is about.
    pub about: About,
    /// What is asked of it.
    pub field: Field,
    /// What the answer has to be.
    pub required: Required,
}

/// What was found of a condition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The condition.
    pub condition: Condition,
    /// What the field is; none where there is no such thing, or nothing was answered.
    pub found: Option<Datum>,
    /// Whether it is as required.
    pub met: bool,
}

/// What goals are looked at in: the world as it is, the calls that count, with what came of them, and the answers.
#[derive(Clone, Copy, Debug)]
pub struct Trail<'a> {
    /// The world.
    pub world: &'a World,
    /// The calls, the first one first; those that an exercise begins with are not among them.
    pub steps: &'a [Step],
    /// What was answered, by the names of the questions.
    pub answers: &'a BTreeMap<String, String>,
}

/// Looks at every condition.
pub fn check(conditions: &[Condition], trail: Trail<'_>) -> Vec<Finding> {
    conditions.iter().map(|condition| condition.look(trail)).collect()
}

/// Whether all of them hold.
pub fn holds(conditions: &[Condition], trail: Trail<'_>) -> bool {
    conditions.iter().all(|condition| condition.look(trail).met)
}

impl Condition {
    /// What is found of it.
    pub fn look(&self, trail: Trail<'_>) -> Finding {
        let found = seen::value(self, trail);
        let met = match (&self.about, &self.required, &found) {
            (About::Answer(_), Required::Is(is), Some(Datum::Text(said))) => said_alike(is, said),
            (About::Answer(_), Required::Not(is), Some(Datum::Text(said))) => !said_alike(is, said),
            (_, required, found) => required.is_met(found.as_ref()),
        };
        Finding { condition: self.clone(), found, met }
    }
}

impl Required {
    /// Whether a value is as required. What is not there is nothing that is wanted, and so is just not something.
    fn is_met(&self, found: Option<&Datum>) -> bool {
        let Some(found) = found else { return matches!(self, Self::Not(_) | Self::Lacks(_)) };
        match (self, found) {
            (Self::Is(Datum::List(one)), Datum::List(other)) => {
                let sorted = |list: &[String]| {
                    let mut list = list.to_vec();
                    list.sort();
                    list
                };
                sorted(one) == sorted(other)
            }
            (Self::Is(is), found) => is == found,
            (Self::Not(not), found) => not != found,
            (Self::AtLeast(least), Datum::Number(found)) => found >= least,
            (Self::AtMost(most), Datum::Number(found)) => found <= most,
            (Self::Has(item), Datum::List(found)) => found.contains(item),
            (Self::Has(part), Datum::Text(found)) => found.contains(part.as_str()),
            (Self::Lacks(item), Datum::List(found)) => !found.contains(item),
            (Self::Lacks(part), Datum::Text(found)) => !found.contains(part.as_str()),
            _ => false,
        }
    }
}
