//! The same calls in another spelling: a session as a C program, as Python, as lines for virsh, as a scenario.
//!
//! Names, types and flags come from the table of functions, so that a new function is spelled in C without more ado. What the
//! other spellings call a function is read from recordings of libvirt-python, and from the table of `virsh.rs`. What a
//! spelling has no word for stands in it as a comment: nothing is left out in silence. Pure, as the core is.

mod c;
mod python;
mod scenario;
mod virsh;

use std::collections::BTreeSet;

use virtlab_core::api::{Call, Handle, Outcome, Value};
use virtlab_core::world::{ClientId, Journal, JournalError, World};

/// How a session can be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spelling {
    /// A program in C.
    C,
    /// A program in Python, with libvirt-python.
    Python,
    /// A script for a shell that has virsh.
    Virsh,
    /// A scenario, which expects of every call what came of it.
    Scenario,
}

impl Spelling {
    /// Every spelling.
    pub const ALL: [Self; 4] = [Self::C, Self::Python, Self::Virsh, Self::Scenario];

    /// What a file in this spelling is called after its dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::C => "c",
            Self::Python => "py",
            Self::Virsh => "sh",
            Self::Scenario => "toml",
        }
    }

    /// A short name, for addresses and keys.
    pub const fn id(self) -> &'static str {
        match self {
            Self::C => "c",
            Self::Python => "python",
            Self::Virsh => "virsh",
            Self::Scenario => "scenario",
        }
    }
}

/// A call at its moment.
pub(crate) struct Moment<'a> {
    /// Which step it is, from 1.
    pub number: usize,
    pub client: ClientId,
    pub call: &'a Call,
    pub outcome: &'a Outcome,
    /// The world just before it.
    pub before: &'a World,
}

impl Moment<'_> {
    /// The first handle among the arguments that is none any more, or never was: what C must not be handed.
    pub fn dead_handle(&self) -> Option<Handle> {
        let client = self.before.client(self.client);
        let live = |handle: Handle| client.is_some_and(|client| client.is_live(handle));
        self.call.args.iter().filter_map(Value::as_handle).find(|handle| !live(*handle))
    }

    /// The handles that came of it: the one that was returned, and those of lists by the parameter that they were written
    /// through.
    pub fn made(&self) -> Vec<(Option<&'static str>, Handle)> {
        let mut found: Vec<_> =
            self.outcome.ret.as_handle().map(|handle| (None, handle)).into_iter().collect();
        for (name, value) in &self.outcome.out {
            match value {
                Value::Handle(handle) => found.push((Some(*name), *handle)),
                Value::List(values) => {
                    found.extend(
                        values.iter().filter_map(Value::as_handle).map(|handle| (Some(*name), handle)),
                    );
                }
                _ => {}
            }
        }
        found
    }

    /// Whether the function is the world's own, of which libvirt knows nothing.
    pub fn is_ours(&self) -> bool {
        self.call.function.c_name().starts_with("virtlab")
    }

    /// The comment before the first call of a client beside the first; `threads` are those that had theirs.
    pub fn first_of_client(&self, threads: &mut BTreeSet<u32>) -> Option<String> {
        let client = self.client.0;
        (client != 0 && threads.insert(client))
            .then(|| format!("client {client} is another thread: its calls are here in their order"))
    }

    /// The comment in place of a call that the language has not got: the world's own functions, and handles that are none any
    /// more, of which it says `gone`.
    pub fn aside(&self, language: &str, gone: &str) -> Option<String> {
        let (number, text) = (self.number, one_line(&self.call.to_string()));
        if self.is_ours() {
            return Some(format!("{number}. virtlab's own: {text}"));
        }
        let handle = self.dead_handle()?;
        Some(format!("{number}. not in {language}, where {handle} {gone}: {text}"))
    }

    /// What the call came to, in a few words for a comment: nothing if it succeeded.
    pub fn refusal(&self) -> Option<String> {
        self.outcome.error.as_ref().map(|error| format!("fails: {}", one_line(&error.message)))
    }
}

/// A text without ends of lines.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name that C and Python take: what they do not is an underscore.
fn identifier(text: &str) -> String {
    let fits: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    match fits.chars().next() {
        Some(first) if !first.is_ascii_digit() => fits,
        _ => format!("f_{fits}"),
    }
}

/// Takes down one moment after the other.
trait Writer {
    fn moment(&mut self, moment: &Moment<'_>);
    fn whole(self: Box<Self>) -> String;
}

/// A session in a spelling. The calls are replayed for it: what a list gave, and what a domain is called, is the world's to say.
///
/// # Errors
/// As [`Journal::start`].
pub fn spell(spelling: Spelling, title: &str, journal: &Journal) -> Result<String, JournalError> {
    let mut world = journal.start()?;
    let mut writer: Box<dyn Writer> = match spelling {
        Spelling::C => Box::new(c::Program::new(title)),
        Spelling::Python => Box::new(python::Program::new(title)),
        Spelling::Virsh => Box::new(virsh::Script::new(title)),
        Spelling::Scenario => Box::new(scenario::Recorded::new(title)),
    };
    for (number, entry) in (1..).zip(&journal.entries) {
        let before = world.clone();
        let outcome = world.perform(entry.client, &entry.call);
        let (client, call) = (entry.client, &entry.call);
        writer.moment(&Moment { number, client, call, outcome: &outcome, before: &before });
    }
    Ok(writer.whole())
}
