//! What every family stands on: errors, limits, numbers and words, the seeded generator, the stable hash, XML in and out.

pub mod bitmap;
pub mod error;
mod error_table;
pub mod hash;
pub mod limits;
pub mod nested;
pub mod number;
pub mod params;
pub mod path;
pub mod rng;
pub mod scale;
pub mod schema;
pub mod uuid;
pub mod words;
pub mod xml;

pub use bitmap::Bitmap;
pub use error::{ErrorCode, ErrorDomain, ErrorLevel, Result, VirError};
pub use params::{ParamType, ParamValue, TypedParam};
pub use words::{OnOff, Word, YesNo};
