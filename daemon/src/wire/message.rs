//! Packets: a length, a header, a payload; and the error that is a payload of its own.

use std::fmt;

use virtlab_core::ground::{ErrorCode, ErrorDomain, ErrorLevel, VirError};

use super::xdr::{Decoder, Encoder, XdrError};

/// Bytes of the length that every packet begins with; it counts itself.
pub const LENGTH_BYTES: usize = 4;
/// Bytes of a packet without its length: `VIR_NET_MESSAGE_MAX`.
pub const MESSAGE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Bytes of a header.
pub const HEADER_BYTES: usize = 24;

/// The program that libvirt's functions are procedures of.
pub const REMOTE_PROGRAM: u32 = 0x2000_8086;
/// The program of what only the QEMU driver has.
pub const QEMU_PROGRAM: u32 = 0x2000_8087;
/// The program of what only the LXC driver has.
pub const LXC_PROGRAM: u32 = 0x0006_8000;
/// The program that keeps connections alive.
pub const KEEPALIVE_PROGRAM: u32 = 0x6b65_6570;
/// The version that all of them have.
pub const PROGRAM_VERSION: u32 = 1;

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

/// What a packet is: `virNetMessageType`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageType {
    /// A client's call.
    Call,
    /// The answer to one.
    Reply,
    /// Something that nobody asked for: an event.
    Message,
    /// Data of a stream.
    Stream,
    /// A call that came with file descriptors.
    CallWithFds,
    /// An answer that comes with them.
    ReplyWithFds,
    /// A hole in a stream.
    StreamHole,
    /// A number that libvirt gives no meaning.
    Other(u32),
}

const TYPES: [MessageType; 7] = [
    MessageType::Call,
    MessageType::Reply,
    MessageType::Message,
    MessageType::Stream,
    MessageType::CallWithFds,
    MessageType::ReplyWithFds,
    MessageType::StreamHole,
];

impl MessageType {
    /// Of libvirt's number.
    pub fn from_number(number: u32) -> Self {
        TYPES.get(number as usize).copied().unwrap_or(Self::Other(number))
    }

    /// libvirt's number.
    pub fn number(self) -> u32 {
        match self {
            Self::Other(number) => number,
            known => TYPES.iter().position(|one| *one == known).unwrap_or_default() as u32,
        }
    }
}

/// `VIR_NET_OK`.
pub const STATUS_OK: u32 = 0;
/// `VIR_NET_ERROR`: an error is the payload.
pub const STATUS_ERROR: u32 = 1;
/// `VIR_NET_CONTINUE`: more of a stream comes.
pub const STATUS_CONTINUE: u32 = 2;

/// `virNetMessageHeader`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Header {
    /// The program.
    pub program: u32,
    /// Its version.
    pub version: u32,
    /// The procedure.
    pub procedure: i32,
    /// What the packet is.
    pub kind: MessageType,
    /// The caller's number of the call, which the answer bears too; libvirtd's events have 1.
    pub serial: u32,
    /// [`STATUS_OK`] or another; always that for calls.
    pub status: u32,
}

impl Header {
    /// A call of one of libvirt's procedures.
    pub fn call(procedure: i32, serial: u32) -> Self {
        let kind = MessageType::Call;
        Self { program: REMOTE_PROGRAM, version: PROGRAM_VERSION, procedure, kind, serial, status: STATUS_OK }
    }

    /// An event that is told by one of libvirt's procedures.
    pub fn event(procedure: i32) -> Self {
        Self { kind: MessageType::Message, ..Self::call(procedure, 1) }
    }

    /// The answer to the packet of this header.
    pub fn reply(self, status: u32) -> Self {
        Self { kind: MessageType::Reply, status, ..self }
    }

    /// Reads a header.
    ///
    /// # Errors
    /// [`XdrError::Short`].
    pub fn decode(bytes: &mut Decoder<'_>) -> Result<Self, XdrError> {
        Ok(Self {
            program: bytes.uint()?,
            version: bytes.uint()?,
            procedure: bytes.int()?,
            kind: MessageType::from_number(bytes.uint()?),
            serial: bytes.uint()?,
            status: bytes.uint()?,
        })
    }

    /// A whole packet, its length included, with what `payload` writes.
    ///
    /// # Errors
    /// Those of `payload`, and `TooLong` if the packet became larger than libvirt lets packets be.
    pub fn packet<E: From<XdrError>>(
        self,
        payload: impl FnOnce(&mut Encoder) -> Result<(), E>,
    ) -> Result<Vec<u8>, E> {
        let mut out = Encoder::after(Vec::with_capacity(256));
        let numbers = [0, self.program, self.version, self.procedure as u32];
        numbers.into_iter().for_each(|number| out.uint(number));
        [self.kind.number(), self.serial, self.status].into_iter().for_each(|number| out.uint(number));
        payload(&mut out)?;
        let mut bytes = out.into_bytes();
        let (length, limit) = (bytes.len(), MESSAGE_BYTES_MAX + LENGTH_BYTES);
        if length > limit {
            return Err(XdrError::TooLong { length, limit }.into());
        }
        bytes[..LENGTH_BYTES].copy_from_slice(&(length as u32).to_be_bytes());
        Ok(bytes)
    }
}

/// Writes an error: `remote_error`, `virNetMessageError`.
pub fn encode_error(out: &mut Encoder, error: &VirError) {
    out.int(error.code.number());
    out.int(error.domain.number());
    out.optional(Some(&*error.message).filter(|message| !message.is_empty()));
    out.int(error.level as i32);
    // The domain that it is about: libvirt no longer says.
    out.bool(false);
    for text in [&error.str1, &error.str2, &error.str3] {
        out.optional(text.as_deref());
    }
    out.int(error.int1);
    out.int(error.int2);
    // The network that it is about: likewise.
    out.bool(false);
}

/// Reads an error. A code or a domain of a later libvirt is read as one without a name.
///
/// # Errors
/// For bytes that are no error.
pub fn decode_error(bytes: &mut Decoder<'_>) -> Result<VirError, XdrError> {
    let text = |text: Option<String>| text.map(String::into_boxed_str);
    let code = ErrorCode::from_number(bytes.int()?).unwrap_or(ErrorCode::InternalError);
    let domain = ErrorDomain::from_number(bytes.int()?).unwrap_or(ErrorDomain::None);
    let message = text(bytes.optional()?).unwrap_or_default();
    let level = ErrorLevel::try_from(bytes.int()?).unwrap_or(ErrorLevel::Error);
    if bytes.bool()? {
        bytes.string()?;
        bytes.fixed(16)?;
        bytes.int()?;
    }
    let (str1, str2, str3) = (text(bytes.optional()?), text(bytes.optional()?), text(bytes.optional()?));
    let (int1, int2) = (bytes.int()?, bytes.int()?);
    if bytes.bool()? {
        bytes.string()?;
        bytes.fixed(16)?;
    }
    Ok(VirError { code, domain, message, level, str1, str2, str3, int1, int2 })
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

    #[test]
    fn a_packet_is_length_header_payload() {
        let header = Header::call(66, 7);
        let payload = |out: &mut Encoder| {
            out.int(-1);
            Ok::<_, XdrError>(())
        };
        let packet = header.packet(payload).unwrap();
        assert_eq!(packet.len(), LENGTH_BYTES + HEADER_BYTES + 4);
        assert_eq!(packet[..4], 32u32.to_be_bytes());
        let mut read = Decoder::new(&packet[4..]);
        assert_eq!(Header::decode(&mut read), Ok(header));
        assert_eq!(read.int(), Ok(-1));
        for end in 4..28 {
            assert_eq!(Header::decode(&mut Decoder::new(&packet[4..end])), Err(XdrError::Short));
        }
        assert_eq!(MessageType::from_number(9).number(), 9);
    }

    #[test]
    fn an_error_arrives_as_it_was_sent() {
        let mut error =
            *VirError::new(ErrorDomain::Test, ErrorCode::OperationInvalid, "domain is not running");
        error.int1 = -7;
        let mut out = Encoder::default();
        encode_error(&mut out, &error);
        let bytes = out.into_bytes();
        assert_eq!(decode_error(&mut Decoder::new(&bytes)).as_ref(), Ok(&error));
        for end in 0..bytes.len() {
            assert_eq!(decode_error(&mut Decoder::new(&bytes[..end])), Err(XdrError::Short));
        }
    }
}
