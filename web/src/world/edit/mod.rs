//! Changing a host: a form of what a machine is made of, which becomes one call, `virtlabHostSet`, and so one step of the
//! time line.

mod dialog;
mod form;

pub use dialog::HostEditor;
pub use form::{CellForm, Fault, HostForm};
