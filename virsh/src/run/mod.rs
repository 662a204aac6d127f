//! A command that is being done: what was given for it, the calls that it makes, what it prints.

mod act;
mod asked;
mod attach;
mod bandwidth;
mod blockjob;
mod calls;
mod cells;
mod checkpoint;
mod described;
mod device;
mod edit;
mod event_words;
mod events;
mod general;
mod guest;
mod host;
mod hostcpu;
mod info;
mod keys;
mod life;
mod list;
mod look;
mod memory;
mod metadata;
mod migrate;
mod moment;
mod network;
mod options;
mod pin;
mod pool;
mod pool_as;
mod save;
mod snapshot;
mod states;
mod stats;
mod throttle;
mod transfer;
mod undefine;
mod values;
mod various;
mod vcpu;
mod volume;

use virtlab_core::api::{Handle, Value};
use virtlab_core::ground::VirError;

use crate::parse::Invocation;
use crate::shell::{Face, Ran, Shell, Stream};

pub(crate) use asked::*;
pub(crate) use attach::*;
pub(crate) use bandwidth::*;
pub(crate) use blockjob::*;
pub(crate) use cells::*;
pub(crate) use checkpoint::*;
pub(crate) use described::*;
pub(crate) use device::*;
pub(crate) use edit::*;
pub(crate) use events::*;
pub(crate) use general::*;
pub(crate) use guest::*;
pub(crate) use host::*;
pub(crate) use hostcpu::*;
pub(crate) use info::*;
pub(crate) use keys::*;
pub(crate) use life::*;
pub(crate) use list::*;
pub(crate) use memory::*;
pub(crate) use metadata::*;
pub(crate) use migrate::*;
pub(crate) use network::*;
pub(crate) use pin::*;
pub(crate) use pool::*;
pub(crate) use pool_as::*;
pub(crate) use save::*;
pub(crate) use snapshot::*;
pub(crate) use stats::*;
pub(crate) use throttle::*;
pub(crate) use transfer::*;
pub(crate) use undefine::*;
pub(crate) use various::*;
pub(crate) use vcpu::*;
pub(crate) use volume::*;

/// The command failed; what went wrong has been told, or is told by libvirt's last error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Failed;

/// What a command comes to.
pub(crate) type Done = Result<(), Failed>;

/// A command that is being done.
pub(crate) struct Run<'a> {
    pub shell: &'a mut Shell,
    pub face: &'a mut dyn Face,
    pub invocation: &'a Invocation,
    pub ran: Ran,
    /// libvirt's last error, as virsh keeps it: what it tells when the command failed.
    pub last_error: Option<Box<VirError>>,
    /// Objects that the command was given and gives back at its end.
    held: Vec<Handle>,
}

/// Prints what virsh prints whether it is quiet or not.
macro_rules! say {
    ($run:expr, $($arg:tt)*) => { $run.print(&format!($($arg)*)) };
}
/// Prints what virsh in quiet mode does not.
macro_rules! extra {
    ($run:expr, $($arg:tt)*) => { if !$run.shell.is_quiet() { $run.print(&format!($($arg)*)) } };
}
/// Tells an error of virsh's own, and fails.
macro_rules! fail {
    ($run:expr, $($arg:tt)*) => { return Err($run.fail(&format!($($arg)*))) };
}
pub(crate) use {extra, fail, say};

impl<'a> Run<'a> {
    pub fn new(shell: &'a mut Shell, face: &'a mut dyn Face, invocation: &'a Invocation, ran: Ran) -> Self {
        Self { shell, face, invocation, ran, last_error: None, held: Vec::new() }
    }

    /// Prints to standard output.
    pub fn print(&mut self, text: &str) {
        self.ran.print(Stream::Out, text);
    }

    /// Tells an error.
    pub fn error(&mut self, message: &str) {
        self.ran.error(message);
    }

    /// Tells an error, for a command that ends with it.
    pub fn fail(&mut self, message: &str) -> Failed {
        self.error(message);
        Failed
    }

    /// Tells libvirt's last error, if there is one, and forgets it.
    pub fn report(&mut self) {
        if let Some(error) = self.last_error.take() {
            self.error(&error.message);
        }
    }

    /// A line of `Name:           value`.
    pub fn pair(&mut self, name: &str, value: impl std::fmt::Display) {
        say!(self, "{name:<15} {value}\n");
    }

    /// A line of `Name:           yes`.
    pub fn yes_no(&mut self, name: &str, yes: bool) {
        self.pair(name, if yes { "yes" } else { "no" });
    }

    /// Prints a table.
    pub fn table(&mut self, grid: &crate::grid::Grid) {
        let text = grid.text(!self.shell.is_quiet());
        self.print(&text);
    }

    /// The connection.
    pub fn conn(&self) -> Value {
        self.shell.connection.clone().unwrap_or(Value::Null)
    }

    /// Ends the command: tells the last error if it failed, gives back what it held.
    pub fn finish(&mut self, ok: bool) {
        if !ok {
            self.report();
        }
        self.ran.ok = ok;
        self.free_held();
    }

    /// Ends the command, with the empty line that follows it.
    pub fn end(mut self, ok: bool) -> Ran {
        self.finish(ok);
        if !self.ran.quit {
            extra!(self, "\n");
        }
        self.ran
    }
}
