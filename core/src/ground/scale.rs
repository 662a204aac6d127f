//! Sizes with units: `virScaleInteger` and `virParseScaledValue` of libvirt.

use std::borrow::Cow;

use super::number;
use super::xml::Element;
use super::{ErrorCode, ErrorDomain, Result, VirError};

/// Multiplies `value` by what its unit stands for; a value without a unit is in units of `scale`.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` for a unit that is not known, `VIR_ERR_OVERFLOW` beyond `limit`.
pub fn scale_integer(value: u64, unit: &str, scale: u64, limit: u64) -> Result<u64> {
    let scale = if unit.is_empty() { scale } else { factor(unit)? };
    if value > 0 && value > limit / scale {
        let detail = format!("value too large: {value}{unit}");
        return Err(VirError::new(ErrorDomain::None, ErrorCode::Overflow, detail));
    }
    Ok(value * scale)
}

/// What a unit stands for, in bytes.
fn factor(unit: &str) -> Result<u64> {
    if ["b", "byte", "bytes"].iter().any(|name| unit.eq_ignore_ascii_case(name)) {
        return Ok(1);
    }
    let unknown = || {
        let detail = format!("unknown suffix '{unit}'");
        VirError::new(ErrorDomain::None, ErrorCode::InvalidArg, detail)
    };
    let mut letters = unit.chars();
    let letter = letters.next().ok_or_else(unknown)?;
    let base: u64 = match letters.as_str() {
        "" => 1024,
        rest if rest.eq_ignore_ascii_case("ib") => 1024,
        rest if rest.eq_ignore_ascii_case("b") => 1000,
        _ => return Err(unknown()),
    };
    let power = "kmgtpe".find(letter.to_ascii_lowercase()).ok_or_else(unknown)?;
    Ok((0..=power).fold(1, |scale, _| scale * base))
}

/// The greatest of the binary units in which a size is a whole number, and that number. `virFormatIntPretty` of libvirt.
pub fn pretty(bytes: u64) -> (u64, &'static str) {
    let mut size = bytes;
    let mut unit = "B";
    for greater in ["KiB", "MiB", "GiB", "TiB", "PiB"] {
        if size == 0 || !size.is_multiple_of(1024) {
            break;
        }
        size /= 1024;
        unit = greater;
    }
    (size, unit)
}

/// How a size is read: what it is called in errors, what it counts without a unit, its limit in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Scaled<'a> {
    /// The XPath by which libvirt looks for it, as it stands in errors.
    pub xpath: &'a str,
    /// Bytes of one, where no unit is given.
    pub scale: u64,
    /// The greatest that is taken.
    pub limit: u64,
    /// Whether it has to be there.
    pub required: bool,
}

impl Scaled<'_> {
    /// Reads a size from its text and its unit, in bytes. `virParseScaledValue` of libvirt, to which empty is absent.
    ///
    /// # Errors
    /// `VIR_ERR_XML_ERROR` if it is missing or no number; those of [`scale_integer`].
    pub fn read(self, text: Option<&str>, unit: Option<&str>) -> Result<Option<u64>> {
        let fault = |detail| VirError::new(ErrorDomain::Xml, ErrorCode::XmlError, detail);
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            if self.required {
                return Err(fault(format!("missing element or attribute '{}'", self.xpath)));
            }
            return Ok(None);
        };
        let value = number::to_u64(text, 10).ok_or_else(|| {
            fault(format!("Invalid value '{text}' for element or attribute '{}'", self.xpath))
        })?;
        scale_integer(value, unit.unwrap_or(""), self.scale, self.limit).map(Some)
    }

    /// Reads the size that an element holds as text with the attribute `unit`.
    ///
    /// # Errors
    /// Those of [`Scaled::read`].
    pub fn read_element(self, element: Option<&Element<'_>>) -> Result<Option<u64>> {
        let text: Option<Cow<'_, str>> = element.map(Element::text);
        self.read(text.as_deref(), element.and_then(|element| element.attribute("unit")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units() {
        let bytes = |unit| scale_integer(3, unit, 1024, u64::MAX).map_err(|error| error.message.to_string());
        assert_eq!(bytes(""), Ok(3 << 10));
        assert_eq!(bytes("B"), Ok(3));
        assert_eq!(bytes("bytes"), Ok(3));
        assert_eq!(bytes("m"), Ok(3 << 20));
        assert_eq!(bytes("gib"), Ok(3 << 30));
        assert_eq!(bytes("KB"), Ok(3000));
        assert_eq!(bytes("EiB"), Ok(3 << 60));
        assert_eq!(bytes("furlong"), Err("invalid argument: unknown suffix 'furlong'".into()));
        assert!(
            scale_integer(8, "EiB", 1, i64::MAX as u64)
                .unwrap_err()
                .message
                .contains("value too large: 8EiB")
        );
    }

    #[test]
    fn pretty_is_whole() {
        assert_eq!(pretty(0), (0, "B"));
        assert_eq!(pretty(1536), (1536, "B"));
        assert_eq!(pretty(48 << 20), (48, "MiB"));
        assert_eq!(pretty(1 << 60), (1024, "PiB"));
    }
}
