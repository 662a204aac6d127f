//! XDR, RFC 4506: the part of it that libvirt uses. Reading is bounded and never panics.

use std::fmt;

/// Bytes that are not what they should be: too few, too many, or beyond a limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum XdrError {
    /// The bytes end before the value does.
    Short,
    /// A string, array or opaque is longer than libvirt lets it be.
    TooLong {
        /// How long it says it is.
        length: usize,
        /// How long it may be.
        limit: usize,
    },
    /// A value that its type does not have.
    Unknown(u32),
}

impl fmt::Display for XdrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short => f.write_str("the bytes end before the value does"),
            Self::TooLong { length, limit } => {
                write!(f, "a length of {length} is beyond the limit of {limit}")
            }
            Self::Unknown(number) => write!(f, "the type has no value {number}"),
        }
    }
}

impl std::error::Error for XdrError {}

/// Bytes of the longest string: `REMOTE_STRING_MAX`, `VIR_NET_MESSAGE_STRING_MAX`.
pub const STRING_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Writes values one after another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Encoder {
    bytes: Vec<u8>,
}

impl Encoder {
    /// Goes on after bytes that are there.
    pub fn after(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// How many bytes were written.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// An `int`, or an enumeration's member.
    pub fn int(&mut self, value: i32) {
        self.uint(value as u32);
    }

    /// An `unsigned int`.
    pub fn uint(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_be_bytes());
    }

    /// An `unsigned hyper`; a `hyper` in two's complement.
    pub fn hyper(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_be_bytes());
    }

    /// A `bool`: also whether an optional value follows.
    pub fn bool(&mut self, value: bool) {
        self.uint(u32::from(value));
    }

    /// What was written elsewhere.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Raw bytes of a fixed length, filled up to a multiple of four.
    pub fn fixed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.bytes.resize(self.bytes.len() + padding(bytes.len()), 0);
    }

    /// Raw bytes after their length.
    pub fn opaque(&mut self, bytes: &[u8]) {
        self.uint(bytes.len() as u32);
        self.fixed(bytes);
    }

    /// A string.
    pub fn string(&mut self, text: &str) {
        self.opaque(text.as_bytes());
    }

    /// A string that may be `NULL`.
    pub fn optional(&mut self, text: Option<&str>) {
        self.bool(text.is_some());
        if let Some(text) = text {
            self.string(text);
        }
    }
}

fn padding(length: usize) -> usize {
    length.wrapping_neg() % 4
}

/// Reads values one after another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decoder<'a> {
    rest: &'a [u8],
}

impl<'a> Decoder<'a> {
    /// Reads these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What was not read.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], XdrError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(XdrError::Short)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], XdrError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(XdrError::Short)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// An `int`.
    ///
    /// # Errors
    /// [`XdrError::Short`].
    pub fn int(&mut self) -> Result<i32, XdrError> {
        Ok(self.uint()? as i32)
    }

    /// An `unsigned int`.
    ///
    /// # Errors
    /// [`XdrError::Short`].
    pub fn uint(&mut self) -> Result<u32, XdrError> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    /// An `unsigned hyper`.
    ///
    /// # Errors
    /// [`XdrError::Short`].
    pub fn hyper(&mut self) -> Result<u64, XdrError> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    /// A `bool`; as C's libraries take it, everything but 0 is true.
    ///
    /// # Errors
    /// [`XdrError::Short`].
    pub fn bool(&mut self) -> Result<bool, XdrError> {
        Ok(self.uint()? != 0)
    }

    /// Raw bytes of a fixed length, and what fills them up.
    ///
    /// # Errors
    /// [`XdrError::Short`].
    pub fn fixed(&mut self, length: usize) -> Result<&'a [u8], XdrError> {
        let bytes = self.take(length)?;
        self.take(padding(length))?;
        Ok(bytes)
    }

    /// A length, as it stands before an array. It is not more than the elements that can follow, if each takes four bytes,
    /// as the smallest do: nothing needs to be reserved for what cannot come.
    ///
    /// # Errors
    /// [`XdrError::Short`] and [`XdrError::TooLong`].
    pub fn length(&mut self, limit: usize) -> Result<usize, XdrError> {
        let length = self.uint()? as usize;
        if length > limit {
            return Err(XdrError::TooLong { length, limit });
        }
        if length > self.rest.len() / 4 { Err(XdrError::Short) } else { Ok(length) }
    }

    /// Raw bytes after their length.
    ///
    /// # Errors
    /// [`XdrError::Short`] and [`XdrError::TooLong`].
    pub fn opaque(&mut self, limit: usize) -> Result<&'a [u8], XdrError> {
        let length = self.uint()? as usize;
        if length > limit {
            return Err(XdrError::TooLong { length, limit });
        }
        self.fixed(length)
    }

    /// A string, up to its first zero byte as C sees it. What is no UTF-8 is replaced.
    ///
    /// # Errors
    /// [`XdrError::Short`] and [`XdrError::TooLong`].
    pub fn string(&mut self) -> Result<String, XdrError> {
        let bytes = self.opaque(STRING_BYTES_MAX)?;
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
        Ok(String::from_utf8_lossy(&bytes[..end]).into_owned())
    }

    /// A string that may be `NULL`.
    ///
    /// # Errors
    /// [`XdrError::Short`] and [`XdrError::TooLong`].
    pub fn optional(&mut self) -> Result<Option<String>, XdrError> {
        if self.bool()? { self.string().map(Some) } else { Ok(None) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_as_the_rfc_says() {
        let mut out = Encoder::default();
        out.int(-2);
        out.hyper(1 << 32);
        out.string("sillyprog");
        out.optional(None);
        out.optional(Some(""));
        out.fixed(b"abc");
        let bytes = out.into_bytes();
        let expected =
            b"\xff\xff\xff\xfe\0\0\0\x01\0\0\0\0\0\0\0\x09sillyprog\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0abc\0";
        assert_eq!(bytes, expected);
        let mut read = Decoder::new(&bytes);
        assert_eq!(read.int(), Ok(-2));
        assert_eq!(read.hyper(), Ok(1 << 32));
        assert_eq!(read.string().as_deref(), Ok("sillyprog"));
        assert_eq!(read.optional(), Ok(None));
        assert_eq!(read.optional(), Ok(Some(String::new())));
        assert_eq!(read.fixed(3), Ok(&b"abc"[..]));
        assert_eq!(read.rest(), b"");
    }

    #[test]
    fn lengths_are_bounded_before_anything_is_reserved() {
        assert_eq!(
            Decoder::new(&[0xff; 8]).string(),
            Err(XdrError::TooLong { length: 0xffff_ffff, limit: STRING_BYTES_MAX })
        );
        assert_eq!(Decoder::new(&[0, 0, 0, 9, 1, 2]).string(), Err(XdrError::Short));
        assert_eq!(Decoder::new(&[0, 0, 0, 3, 0, 0, 0, 1]).length(16), Err(XdrError::Short));
        assert_eq!(Decoder::new(&[0, 0, 0, 17]).length(16), Err(XdrError::TooLong { length: 17, limit: 16 }));
        assert_eq!(
            Decoder::new(&[0, 0, 0, 1, b'a']).opaque(4),
            Err(XdrError::Short),
            "its filling is missing"
        );
        assert_eq!(Decoder::new(b"\0\0\0\x04a\0b\xff").string().as_deref(), Ok("a"));
    }
}
