//! What every family stands on: errors, limits, the seeded generator, the stable hash, XML in and out.

pub mod error;
mod error_table;
pub mod hash;
pub mod limits;
pub mod rng;
pub mod xml;

pub use error::{ErrorCode, ErrorDomain, ErrorLevel, Result, VirError};
