//! virsh as a pure function: a line goes in, calls go through a [`Face`], and what virsh would print comes out.
//!
//! Every command is a row of one table (`table/`): name, options, words for the help, and the function that does it. The
//! parser, the help and the completion read the same row. What virsh prints is what libvirt 12.8.0's virsh prints, to the byte;
//! the recordings in tests/recordings/virsh/ prove it. The crate does no I/O: files, and the world or a connection to
//! a real libvirt, are the face's.

mod command;
mod complete;
mod grid;
mod help;
mod line;
mod parse;
mod run;
mod shell;
mod table;
mod words;
mod xml;

pub use command::{Command, Given, Group, Opt, OptKind};
pub use complete::{Completion, complete};
pub use shell::{Face, Pause, Piece, Ran, Shell, Stream};
pub use table::{commands, find, groups, not_here};

#[cfg(test)]
mod tests;
