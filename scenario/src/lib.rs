//! Scenarios: a lab, calls, and what is expected of each, in a file that a person can read and write.
//!
//! A scenario is run by whoever performs its calls: a world, or a client of any libvirt. Pure, as the core is: texts come in
//! and go out, and nothing is read from a disk. So the page has the same reader as the command.

mod compare;
mod model;
mod names;
mod read;
mod run;
mod said;
mod source;
mod words;
mod write;

pub use compare::Difference;
pub use model::{Expected, Scenario, Step};
pub use names::Names;
pub use read::read;
pub use run::{Performer, run};
pub use said::{Refusal, Said};
pub use source::{Fault, Source};
pub use words::word_difference;
pub use write::{Recorder, write};
