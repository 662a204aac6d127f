//! Why a call or an outcome cannot travel.

use std::fmt;

use super::room::NoRoom;
use super::xdr::XdrError;

/// Why a call or an outcome cannot travel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CodecError {
    /// The bytes are not what the shape says.
    Xdr(XdrError),
    /// Nothing of the kind that the shape says is there.
    Missing,
    /// A caller wants room for more than libvirt's lists may have: what libvirtd says of it.
    Room(NoRoom),
    /// There is more than libvirt's lists may have.
    TooMany {
        /// The parameter that it would be written through.
        name: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
}

impl From<XdrError> for CodecError {
    fn from(error: XdrError) -> Self {
        Self::Xdr(error)
    }
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Xdr(error) => error.fmt(f),
            Self::Missing => f.write_str("what the function's shape asks for is not there"),
            Self::Room(refused) => f.write_str(refused.says()),
            Self::TooMany { name, count, limit } => {
                write!(f, "Too many {name} '{count}' for limit '{limit}'")
            }
        }
    }
}

impl std::error::Error for CodecError {}
