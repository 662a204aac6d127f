//! Runs a listing against a copy of a world, and keeps every step.

mod answer;
mod bridge;
mod call;
mod callback;
mod event;
mod expression;
mod machine;
pub(crate) mod memory;
mod record;
mod show;
mod statement;
mod watch;

pub(crate) use event::free_function;
pub(crate) use machine::{Machine, Stop, Val};
pub(crate) use record::Moment;
pub use record::{Ended, Made, Printed, Run, Step};
pub use show::Variable;
pub(crate) use show::event_arguments;
