//! `virError` as a value, and the ways in which libvirt raises one.

use serde::{Deserialize, Serialize};

pub use super::error_table::{ErrorCode, ErrorDomain};

/// The result of anything that libvirt may refuse.
pub type Result<T, E = Box<VirError>> = std::result::Result<T, E>;

/// `virErrorLevel`: how bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "i32", try_from = "i32")]
#[repr(i32)]
pub enum ErrorLevel {
    /// No error.
    None = 0,
    /// A warning.
    Warning = 1,
    /// An error.
    Error = 2,
}

impl From<ErrorLevel> for i32 {
    fn from(level: ErrorLevel) -> i32 {
        level as i32
    }
}

impl TryFrom<i32> for ErrorLevel {
    type Error = String;
    fn try_from(number: i32) -> Result<Self, String> {
        match number {
            0 => Ok(Self::None),
            1 => Ok(Self::Warning),
            2 => Ok(Self::Error),
            _ => Err(format!("ErrorLevel has no number {number}")),
        }
    }
}

/// `virError`, member by member, without the pointers that libvirt itself no longer sets.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct VirError {
    /// What went wrong.
    pub code: ErrorCode,
    /// Which part of libvirt says so.
    pub domain: ErrorDomain,
    /// The whole message, as a person reads it; empty for `NULL`, which only a cleared error has.
    #[serde(with = "null_if_empty")]
    pub message: Box<str>,
    /// How bad it is.
    pub level: ErrorLevel,
    /// Extra text 1: mostly the message's template.
    pub str1: Option<Box<str>>,
    /// Extra text 2: mostly what was put into the template.
    pub str2: Option<Box<str>>,
    /// Extra text 3.
    pub str3: Option<Box<str>>,
    /// Extra number 1: `errno` for system errors, a line for XML errors.
    pub int1: i32,
    /// Extra number 2: a column for XML errors.
    pub int2: i32,
}

/// The message of a cleared error is `NULL` in C.
mod null_if_empty {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        (!text.is_empty()).then_some(text).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<str>, D::Error> {
        Ok(Option::<Box<str>>::deserialize(deserializer)?.unwrap_or_default())
    }
}

impl VirError {
    /// An error with information: the template of `code` filled with `detail`. `virReportErrorHelper` of libvirt.
    pub fn new(domain: ErrorDomain, code: ErrorCode, detail: impl Into<Box<str>>) -> Box<Self> {
        let detail = detail.into();
        let template = code.templates().1;
        Box::new(Self {
            code,
            domain,
            message: fill(template, &detail),
            level: ErrorLevel::Error,
            str1: Some(template.into()),
            str2: Some(detail),
            str3: None,
            int1: -1,
            int2: -1,
        })
    }

    /// An error without information: the bare text of `code`.
    pub fn bare(domain: ErrorDomain, code: ErrorCode) -> Box<Self> {
        let text = code.templates().0;
        Box::new(Self {
            code,
            domain,
            message: text.into(),
            level: ErrorLevel::Error,
            str1: Some(text.into()),
            str2: None,
            str3: None,
            int1: -1,
            int2: -1,
        })
    }

    /// A failure whose cause libvirt forgot to report: its public functions then say so.
    pub fn unknown_cause() -> Box<Self> {
        Box::new(Self {
            code: ErrorCode::InternalError,
            domain: ErrorDomain::None,
            message: "An error occurred, but the cause is unknown".into(),
            level: ErrorLevel::Error,
            str1: None,
            str2: None,
            str3: None,
            int1: 0,
            int2: 0,
        })
    }

    /// A `virError` with nothing in it, as `virResetError` leaves one.
    pub fn cleared() -> Box<Self> {
        Box::new(Self {
            code: ErrorCode::Ok,
            domain: ErrorDomain::None,
            message: "".into(),
            level: ErrorLevel::None,
            str1: None,
            str2: None,
            str3: None,
            int1: 0,
            int2: 0,
        })
    }

    /// A failed system call: `what: strerror(errno)`. `virReportSystemErrorFull` of libvirt.
    pub fn system(domain: ErrorDomain, errno: i32, what: &str, strerror: &str) -> Box<Self> {
        let mut error = Self::new(domain, ErrorCode::SystemError, format!("{what}: {strerror}"));
        error.int1 = errno;
        error
    }

    /// An argument that a public function refuses: the message stands alone, without the template.
    /// `virReportInvalidArg` of libvirt and its kin.
    pub fn argument(
        domain: ErrorDomain,
        function: &str,
        argument: &str,
        message: impl Into<Box<str>>,
    ) -> Box<Self> {
        Box::new(Self {
            code: ErrorCode::InvalidArg,
            domain,
            message: message.into(),
            level: ErrorLevel::Error,
            str1: Some(function.into()),
            str2: Some(argument.into()),
            str3: None,
            int1: 0,
            int2: 0,
        })
    }

    /// `X in FUNCTION must not be NULL`.
    pub fn must_not_be_null(domain: ErrorDomain, function: &str, argument: &str) -> Box<Self> {
        Self::argument(domain, function, argument, format!("{argument} in {function} must not be NULL"))
    }

    /// `X in FUNCTION must be NULL`.
    pub fn must_be_null(domain: ErrorDomain, function: &str, argument: &str) -> Box<Self> {
        Self::argument(domain, function, argument, format!("{argument} in {function} must be NULL"))
    }

    /// `X in FUNCTION must be zero or greater`.
    pub fn must_not_be_negative(domain: ErrorDomain, function: &str, argument: &str) -> Box<Self> {
        Self::argument(
            domain,
            function,
            argument,
            format!("{argument} in {function} must be zero or greater"),
        )
    }

    /// Shorthand for `VIR_ERR_INTERNAL_ERROR`.
    pub fn internal(domain: ErrorDomain, detail: impl Into<Box<str>>) -> Box<Self> {
        Self::new(domain, ErrorCode::InternalError, detail)
    }

    /// What `virDefaultErrorFunc` writes to stderr, newline included.
    pub fn default_print(&self) -> String {
        let level = match self.level {
            ErrorLevel::None => "",
            ErrorLevel::Warning => "warning",
            ErrorLevel::Error => "error",
        };
        let title = self.domain.title();
        if self.domain == ErrorDomain::Xml && self.code == ErrorCode::XmlDetail && self.int1 != 0 {
            return format!("libvirt: {title} {level} : line {}: {}", self.int1, self.message);
        }
        let end = if self.message.ends_with('\n') { "" } else { "\n" };
        format!("libvirt: {title} {level} : {}{end}", self.message)
    }
}

/// The template with the detail in it. Three codes have a template that is nothing but the detail.
fn fill(template: &str, detail: &str) -> Box<str> {
    match template {
        "%s" => detail.into(),
        _ => template.replace("%1$s", detail).into(),
    }
}

impl std::fmt::Display for VirError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for VirError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_information_the_template_is_filled() {
        let error = VirError::new(ErrorDomain::Test, ErrorCode::NoDomain, "no such");
        assert_eq!(&*error.message, "Domain not found: no such");
        assert_eq!(error.str1.as_deref(), Some("Domain not found: %1$s"));
        assert_eq!(error.str2.as_deref(), Some("no such"));
        assert_eq!((error.int1, error.int2), (-1, -1));
        assert_eq!(error.default_print(), "libvirt: Test Driver error : Domain not found: no such\n");
    }

    #[test]
    fn a_template_may_be_nothing_but_the_information() {
        let error = VirError::system(ErrorDomain::Rpc, 2, "Failed", "No such file or directory");
        assert_eq!(&*error.message, "Failed: No such file or directory");
        assert_eq!((error.str1.as_deref(), error.int1), (Some("%s"), 2));
    }

    #[test]
    fn numbers_and_names_agree() {
        assert_eq!(ErrorCode::from_number(55), Some(ErrorCode::OperationInvalid));
        assert_eq!(ErrorCode::OperationInvalid.c_name(), "VIR_ERR_OPERATION_INVALID");
        assert_eq!(ErrorCode::from_number(-1), None);
    }
}
