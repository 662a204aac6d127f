//! The bytes: lengths, headers, XDR, and each function's arguments and answers.

mod message;

pub use message::{FrameError, LENGTH_BYTES, MESSAGE_BYTES_MAX, frame_rest};
