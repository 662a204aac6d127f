//! Packets: a length, a header, a payload.

use std::fmt;

/// Bytes of the length that every packet begins with; it counts itself.
pub const LENGTH_BYTES: usize = 4;
/// Bytes of a packet without its length: `VIR_NET_MESSAGE_MAX`.
pub const MESSAGE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// A length that no packet can have; libvirtd closes the connection for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameError {
    /// Less than the length itself takes.
    TooSmall(u32),
    /// More than [`MESSAGE_BYTES_MAX`].
    TooLarge(u32),
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooSmall(n) => write!(f, "a packet of {n} bytes is smaller than its length field"),
            Self::TooLarge(n) => write!(f, "a packet of {n} bytes is larger than {MESSAGE_BYTES_MAX}"),
        }
    }
}

impl std::error::Error for FrameError {}

/// How many bytes follow the length that a packet begins with.
///
/// # Errors
/// For a length beyond libvirt's limits: the connection is not worth keeping.
pub fn frame_rest(length: [u8; LENGTH_BYTES]) -> Result<usize, FrameError> {
    let whole = u32::from_be_bytes(length);
    match (whole as usize).checked_sub(LENGTH_BYTES) {
        None => Err(FrameError::TooSmall(whole)),
        Some(rest) if rest > MESSAGE_BYTES_MAX => Err(FrameError::TooLarge(whole)),
        Some(rest) => Ok(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_counts_itself_and_is_bounded() {
        assert_eq!(frame_rest(28u32.to_be_bytes()), Ok(24));
        assert_eq!(frame_rest(3u32.to_be_bytes()), Err(FrameError::TooSmall(3)));
        assert_eq!(frame_rest(0x0200_0004u32.to_be_bytes()), Ok(MESSAGE_BYTES_MAX));
        assert_eq!(frame_rest(0x0200_0005u32.to_be_bytes()), Err(FrameError::TooLarge(0x0200_0005)));
    }
}
