//! The one description of every function: its row in the table, and what a call and its outcome are.
//!
//! Forms, prototypes, the text of a call, the checks before a call and the list of what is not built all read the row.

mod area;
mod call;
mod check;
mod event;
mod flags;
mod function;
mod handle;
mod id;
mod object;
mod outcome;
mod param;
mod parse;
mod quoted;
mod table;
mod unit;
mod value;

pub use area::Area;
pub use call::Call;
pub use check::Check;
pub use event::{Event, EventFamily, Raised};
pub use flags::{Choice, FlagSet};
#[cfg(feature = "rpc")]
pub use function::Rpc;
pub use function::{Function, Kind, Param, Partial, Returns};
pub use handle::{Handle, HandleKind};
pub use id::FunctionId;
pub use object::{ByValue, Identity, Member, Object, Place};
pub use outcome::{Delivered, Notice, Outcome};
pub use parse::CallSyntaxError;
pub use table::{flag_sets, flag_value, functions, not_built};
pub use unit::Unit;
pub use value::Value;
