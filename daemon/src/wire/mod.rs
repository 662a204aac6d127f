//! The bytes: lengths, headers, XDR, and each function's arguments and answers.

mod codec;
mod error;
mod local;
mod message;
mod procedures;
mod room;
mod rows;
mod shape;
#[cfg(test)]
mod tests;
mod value;
mod xdr;

pub use codec::{Answer, decode_args, decode_ret, encode_args, encode_ret};
pub use error::CodecError;
pub use local::LOCAL;
pub use message::{
    FrameError, HEADER_BYTES, Header, KEEPALIVE_PROGRAM, LENGTH_BYTES, LXC_PROGRAM, MESSAGE_BYTES_MAX,
    MessageType, PROGRAM_VERSION, QEMU_PROGRAM, REMOTE_PROGRAM, STATUS_CONTINUE, STATUS_ERROR, STATUS_OK,
    decode_error, encode_error, frame_rest,
};
pub use procedures::Procedure;
pub use room::NoRoom;
pub use shape::{Member, Shape, Source, Type};
pub use value::{decode_optional, encode_optional};
pub use xdr::{Decoder, Encoder, STRING_BYTES_MAX, XdrError};
