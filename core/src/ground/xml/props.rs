//! Reading attributes with libvirt's checks and words: `virXMLProp*` and `virXPathString` of libvirt.

use uuid::Uuid;

use super::Element;
use crate::ground::number;
use crate::ground::uuid::parse_uuid;
use crate::ground::words::{OnOff, Word, YesNo};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// `virXMLPropFlags`: what a reader of an attribute insists on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Prop(u8);

impl Prop {
    /// Nothing: it may be absent, and have any value of its type.
    pub const NONE: Prop = Prop(0);
    /// It has to be there.
    pub const REQUIRED: Prop = Prop(1);
    /// It must not be zero.
    pub const NONZERO: Prop = Prop(2);
    /// It must not be negative.
    pub const NONNEGATIVE: Prop = Prop(4);

    /// Both.
    pub const fn and(self, other: Prop) -> Prop {
        Prop(self.0 | other.0)
    }

    const fn has(self, other: Prop) -> bool {
        self.0 & other.0 != 0
    }
}

/// An error of libvirt's XML helpers: `VIR_ERR_XML_ERROR` of `VIR_FROM_XML`.
fn fault(detail: String) -> Box<VirError> {
    VirError::new(ErrorDomain::Xml, ErrorCode::XmlError, detail)
}

impl<'a> Element<'a> {
    /// `virXPathString("string(PATH)")`: the text of the first element along the path; none if it is empty or absent.
    pub fn path_text(&self, path: &str) -> Option<std::borrow::Cow<'_, str>> {
        self.path(path).map(Element::text).filter(|text| !text.is_empty())
    }

    /// `virXPathString("string(PATH/@NAME)")`: the first such attribute along the path; none if empty or absent.
    pub fn path_attribute(&self, path: &str, name: &str) -> Option<&str> {
        let (first, rest) = match path.split_once('/') {
            Some((first, rest)) => (first, Some(rest)),
            None => (path, None),
        };
        let value = self.all(first).find_map(|element| match rest {
            Some(rest) => element.path_attribute(rest, name),
            None => element.attribute(name),
        });
        value.filter(|value| !value.is_empty())
    }

    /// `virXPathString("string(./PARENT/CHILD[1]/@NAME)")`: only the first child of each parent is looked at.
    pub fn first_attribute(&self, parent: &str, child: &str, name: &str) -> Option<&str> {
        let value = self.all(parent).find_map(|parent| parent.child(child)?.attribute(name));
        value.filter(|value| !value.is_empty())
    }

    /// A string attribute. `virXMLPropStringRequired` if required.
    ///
    /// # Errors
    /// `VIR_ERR_XML_ERROR` if it is required and absent; so have all of these.
    pub fn prop(&self, name: &str, flags: Prop) -> Result<Option<&str>> {
        let value = self.attribute(name);
        if value.is_none() && flags.has(Prop::REQUIRED) {
            return Err(fault(format!("Missing required attribute '{name}' in element '{}'", self.name)));
        }
        Ok(value)
    }

    fn invalid(&self, name: &str, value: &str, expected: &str) -> Box<VirError> {
        fault(format!(
            "Invalid value for attribute '{name}' in element '{}': '{value}'.{expected}",
            self.name
        ))
    }

    fn zero(&self, name: &str) -> Box<VirError> {
        fault(format!(
            "Invalid value for attribute '{name}' in element '{}': Zero is not permitted",
            self.name
        ))
    }

    /// An attribute that is one of an enumeration's words. `virXMLPropEnum`; leave the word of number 0 out of the
    /// enumeration where libvirt insists on nonzero.
    pub fn prop_word<W: Word>(&self, name: &str, flags: Prop) -> Result<Option<W>> {
        let Some(value) = self.prop(name, flags)? else { return Ok(None) };
        W::from_word(value).map(Some).ok_or_else(|| self.invalid(name, value, ""))
    }

    /// `virXMLPropTristateBool`.
    pub fn prop_yes_no(&self, name: &str, flags: Prop) -> Result<Option<bool>> {
        Ok(self.prop_word::<YesNo>(name, flags)?.map(|word| word == YesNo::Yes))
    }

    /// `virXMLPropTristateSwitch`.
    pub fn prop_on_off(&self, name: &str, flags: Prop) -> Result<Option<bool>> {
        Ok(self.prop_word::<OnOff>(name, flags)?.map(|word| word == OnOff::On))
    }

    /// `virXMLPropUInt`.
    pub fn prop_u32(&self, name: &str, base: u32, flags: Prop) -> Result<Option<u32>> {
        let Some(value) = self.prop(name, flags)? else { return Ok(None) };
        match number::to_u32(value, base) {
            None => Err(self.invalid(name, value, " Expected non-negative integer value")),
            Some(0) if flags.has(Prop::NONZERO) => Err(self.zero(name)),
            number => Ok(number),
        }
    }

    /// `virXMLPropULongLong`.
    pub fn prop_u64(&self, name: &str, base: u32, flags: Prop) -> Result<Option<u64>> {
        let Some(value) = self.prop(name, flags)? else { return Ok(None) };
        match number::to_u64(value, base) {
            None => Err(self.invalid(name, value, " Expected non-negative integer value")),
            Some(0) if flags.has(Prop::NONZERO) => Err(self.zero(name)),
            number => Ok(number),
        }
    }

    /// `virXMLPropInt`.
    pub fn prop_i32(&self, name: &str, base: u32, flags: Prop) -> Result<Option<i32>> {
        let Some(value) = self.prop(name, flags)? else { return Ok(None) };
        match number::to_i32(value, base) {
            None => Err(self.invalid(name, value, " Expected integer value")),
            Some(number) if number < 0 && flags.has(Prop::NONNEGATIVE) => {
                Err(self.invalid(name, value, " Expected non-negative value"))
            }
            Some(0) if flags.has(Prop::NONZERO) => Err(self.zero(name)),
            number => Ok(number),
        }
    }

    /// `virXMLPropLongLong`.
    pub fn prop_i64(&self, name: &str, base: u32, flags: Prop) -> Result<Option<i64>> {
        let Some(value) = self.prop(name, flags)? else { return Ok(None) };
        match number::to_i64(value, base) {
            None => Err(self.invalid(name, value, " Expected long long integer value")),
            Some(number) if number < 0 && flags.has(Prop::NONNEGATIVE) => {
                Err(self.invalid(name, value, " Expected non-negative value"))
            }
            Some(0) if flags.has(Prop::NONZERO) => Err(self.zero(name)),
            number => Ok(number),
        }
    }

    /// A UUID. `virXMLPropUUID` of libvirt.
    pub fn prop_uuid(&self, name: &str, flags: Prop) -> Result<Option<Uuid>> {
        let Some(text) = self.prop(name, flags)? else { return Ok(None) };
        parse_uuid(text).map(Some).ok_or_else(|| {
            let element = &self.name;
            fault(format!(
                "Invalid value for attribute '{name}' in element '{element}': '{text}'. Expected UUID"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_and_how_it_is_said() {
        let root = super::super::parse(ErrorDomain::Domain, "<a n='-1' z='0' w='maybe' e=''/>").unwrap();
        let say = |error: Box<VirError>| error.message.to_string();
        assert_eq!(root.prop_u32("x", 10, Prop::NONE).unwrap(), None);
        assert_eq!(
            say(root.prop_u32("x", 10, Prop::REQUIRED).unwrap_err()),
            "XML error: Missing required attribute 'x' in element 'a'"
        );
        assert_eq!(
            say(root.prop_u32("n", 10, Prop::NONE).unwrap_err()),
            "XML error: Invalid value for attribute 'n' in element 'a': '-1'. Expected non-negative integer value"
        );
        assert_eq!(
            say(root.prop_i32("z", 10, Prop::REQUIRED.and(Prop::NONZERO)).unwrap_err()),
            "XML error: Invalid value for attribute 'z' in element 'a': Zero is not permitted"
        );
        assert_eq!(
            say(root.prop_yes_no("w", Prop::NONE).unwrap_err()),
            "XML error: Invalid value for attribute 'w' in element 'a': 'maybe'."
        );
        assert_eq!(root.prop("e", Prop::REQUIRED).unwrap(), Some(""));
    }
}
