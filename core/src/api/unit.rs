//! Units of numbers.

/// The unit of a number, where it has one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// 1,024 bytes.
    Kib,
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
}
