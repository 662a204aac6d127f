//! The checks that a row of the table names.

use super::HandleKind;

/// A check of the public function, before any driver is asked; they run in the order of the row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Check {
    /// The connection may change things. `virCheckReadOnlyGoto`.
    Writable,
    /// `virCheckNonNullArgGoto`.
    NonNull(&'static str),
    /// `virCheckNonEmptyStringArgGoto`.
    NonEmpty(&'static str),
    /// `virCheckNonNegativeArgGoto`; of `*name`, what the pointer points to.
    NonNegative(&'static str),
    /// `virCheckPositiveArgGoto`.
    Positive(&'static str),
    /// `virCheckNonZeroArgGoto`.
    NonZero(&'static str),
    /// `virCheckNonNullArrayArgGoto`: array, and its size.
    NonNullArray(&'static str, &'static str),
    /// `VIR_EXCLUSIVE_FLAGS_GOTO`.
    Exclusive(&'static str, &'static str),
    /// `VIR_REQUIRE_FLAG_GOTO`: the first needs the second.
    Requires(&'static str, &'static str),
    /// These flags need a connection that may change things; the message is the function's own.
    WritableFor(u32, &'static str),
    /// -1 means all; no other negative number is taken. The second name is what libvirt's error calls the parameter.
    OnlyMinusOne(&'static str, &'static str),
    /// If an object is given, it is one of the connection's.
    OfConnection(&'static str),
    /// The number is smaller than this.
    Below(&'static str, i64),
    /// The same, in other words.
    BelowIn(&'static str, i64),
    /// `virCheckNonEmptyOptStringArgReturn`: `NULL`, or a string that is not empty.
    NonEmptyIfGiven(&'static str),
    /// With these flags `virCheckNonNullArgGoto`.
    NonNullFor(u32, &'static str),
    /// `virCheckConnectGoto`, `virCheckStreamGoto` and their like: a handle of a kind besides the one that the call is about.
    Handle(HandleKind, &'static str),
    /// The other connection may change things.
    WritableConnection(&'static str),
    /// The number is one of an enumeration of so many.
    Supported(&'static str, u32),
    /// The stream is of the volume's connection.
    StreamOfVolume(&'static str),
    /// The object's connection may change things, and so may that of the other one.
    WritableBoth(&'static str),
    /// The stream is of the domain's connection.
    StreamOfDomain(&'static str),
    /// The number is not greater than this.
    AtMost(&'static str, i64),
    /// If the number is this, the connection may change things.
    WritableIf(&'static str, i64),
    /// At least one domain, and all of one connection, which the call then goes through.
    DomainsOfOneConnection(&'static str),
    /// `virTypedParameterValidateSet`: typed parameters, and how many there are.
    Params(&'static str, &'static str),
    /// The product of two numbers is one that C's type holds.
    Product(&'static str, &'static str),
    /// What no other check can say: the file of the function's handler says it, at this place.
    Own,
    /// That many KiB are fewer bytes than a signed 64-bit number holds.
    Kib(&'static str),
}
