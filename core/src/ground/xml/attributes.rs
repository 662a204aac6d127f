//! Structures that are an element's attributes: each attribute is named once, for reading and for writing.

use std::num::NonZeroU32;

use super::{Element, Prop, Tag};
use crate::ground::Result;
use crate::ground::words::Word;

/// A type that stands in one attribute, and has a value which says that the attribute is absent.
pub trait Attribute: Sized {
    /// Reads it with libvirt's checks.
    ///
    /// # Errors
    /// `VIR_ERR_XML_ERROR` if the value is not of the type.
    fn read(element: &Element<'_>, name: &str) -> Result<Self>;

    /// Writes it unless it is absent.
    fn write<'w>(&self, tag: Tag<'w>, name: &str) -> Tag<'w>;
}

/// Any string: `virXMLPropString`.
impl Attribute for Option<Box<str>> {
    fn read(element: &Element<'_>, name: &str) -> Result<Self> {
        Ok(element.attribute(name).map(Into::into))
    }

    fn write<'w>(&self, tag: Tag<'w>, name: &str) -> Tag<'w> {
        tag.opt_attr(name, self.as_deref())
    }
}

/// A word, where libvirt refuses the word of number 0: `virXMLPropEnum` with `VIR_XML_PROP_NONZERO`.
impl<W: Word + std::fmt::Display> Attribute for Option<W> {
    fn read(element: &Element<'_>, name: &str) -> Result<Self> {
        element.prop_word(name, Prop::NONE)
    }

    fn write<'w>(&self, tag: Tag<'w>, name: &str) -> Tag<'w> {
        tag.opt_attr(name, *self)
    }
}

/// A word, where the default one may be written as well as left out: `virXMLPropEnum` without flags.
impl<W: Word + std::fmt::Display + Default + PartialEq> Attribute for W {
    fn read(element: &Element<'_>, name: &str) -> Result<Self> {
        Ok(element.prop_word(name, Prop::NONE)?.unwrap_or_default())
    }

    fn write<'w>(&self, tag: Tag<'w>, name: &str) -> Tag<'w> {
        tag.opt_attr(name, (*self != Self::default()).then_some(*self))
    }
}

/// A decimal number, where 0 says the same as leaving it out: `virXMLPropUInt`.
impl Attribute for u32 {
    fn read(element: &Element<'_>, name: &str) -> Result<Self> {
        Ok(element.prop_u32(name, 10, Prop::NONE)?.unwrap_or(0))
    }

    fn write<'w>(&self, tag: Tag<'w>, name: &str) -> Tag<'w> {
        tag.opt_attr(name, (*self != 0).then_some(*self))
    }
}

/// A decimal number, where 0 says the same as leaving it out: `virXMLPropULongLong`.
impl Attribute for u64 {
    fn read(element: &Element<'_>, name: &str) -> Result<Self> {
        Ok(element.prop_u64(name, 10, Prop::NONE)?.unwrap_or(0))
    }

    fn write<'w>(&self, tag: Tag<'w>, name: &str) -> Tag<'w> {
        tag.opt_attr(name, (*self != 0).then_some(*self))
    }
}

/// A decimal number that is refused if it is 0: `virXMLPropUInt` with `VIR_XML_PROP_NONZERO`.
impl Attribute for Option<NonZeroU32> {
    fn read(element: &Element<'_>, name: &str) -> Result<Self> {
        Ok(element.prop_u32(name, 10, Prop::NONZERO)?.and_then(NonZeroU32::new))
    }

    fn write<'w>(&self, tag: Tag<'w>, name: &str) -> Tag<'w> {
        tag.opt_attr(name, *self)
    }
}

/// A decimal number that may be 0: `virXMLPropUInt`.
impl Attribute for Option<u32> {
    fn read(element: &Element<'_>, name: &str) -> Result<Self> {
        element.prop_u32(name, 10, Prop::NONE)
    }

    fn write<'w>(&self, tag: Tag<'w>, name: &str) -> Tag<'w> {
        tag.opt_attr(name, *self)
    }
}

/// A decimal number that may be 0: `virXMLPropInt` with `VIR_XML_PROP_NONNEGATIVE`.
impl Attribute for Option<i32> {
    fn read(element: &Element<'_>, name: &str) -> Result<Self> {
        element.prop_i32(name, 10, Prop::NONNEGATIVE)
    }

    fn write<'w>(&self, tag: Tag<'w>, name: &str) -> Tag<'w> {
        tag.opt_attr(name, *self)
    }
}

/// Declares a structure of attributes, in the order in which libvirt writes them:
/// `attributes! { /// What it is. pub struct Geometry { cyls: u32 = "cyls", … } }`.
///
/// It gets `read(element)` and `write(&self, tag)`; its default has every attribute absent.
#[macro_export]
macro_rules! attributes {
    ($(#[$doc:meta])* $vis:vis struct $type:ident {
        $($(#[$fdoc:meta])* $field:ident: $kind:ty = $name:literal),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
        #[allow(missing_docs)]
        $vis struct $type { $($(#[$fdoc])* pub $field: $kind),* }

        impl $type {
            /// Reads the attributes of an element.
            ///
            /// # Errors
            /// `VIR_ERR_XML_ERROR` for a value that libvirt refuses.
            pub fn read(element: &$crate::ground::xml::Element<'_>) -> $crate::ground::Result<Self> {
                Ok(Self { $($field: $crate::ground::xml::Attribute::read(element, $name)?),* })
            }

            /// Writes the attributes that are there.
            pub fn write<'w>(&self, tag: $crate::ground::xml::Tag<'w>) -> $crate::ground::xml::Tag<'w> {
                $(let tag = $crate::ground::xml::Attribute::write(&self.$field, tag, $name);)*
                tag
            }

            /// Whether there is none.
            pub fn is_default(&self) -> bool {
                *self == Self::default()
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::ground::xml::{Writer, parse};
    use crate::ground::{ErrorDomain, OnOff};
    use crate::words;

    words! {
        #[derive(Default)]
        enum Cache { #[default] Default "default", None "none" }
    }

    attributes! {
        struct Driver {
            name: Option<Box<str>> = "name",
            cache: Cache = "cache",
            event_idx: Option<OnOff> = "event_idx",
            queues: u32 = "queues",
            iothread: Option<std::num::NonZeroU32> = "iothread",
            ports: Option<i32> = "ports",
        }
    }

    fn read(xml: &str) -> Result<Driver, String> {
        let root = parse(ErrorDomain::Domain, xml).unwrap();
        Driver::read(&root).map_err(|error| error.message.to_string())
    }

    #[test]
    fn written_in_order_and_what_is_absent_is_not() {
        let driver =
            read("<driver ports='0' queues='0' event_idx='on' cache='default' iothread='2' name='a&amp;b'/>")
                .unwrap();
        let mut w = Writer::new();
        driver.write(w.start("driver")).empty();
        assert_eq!(w.finish(), "<driver name='a&amp;b' event_idx='on' iothread='2' ports='0'/>\n");
        assert!(read("<driver/>").unwrap().is_default());
    }

    #[test]
    fn refused_as_libvirt_refuses() {
        let refused = |xml| read(xml).unwrap_err();
        assert!(refused("<driver cache='big'/>").ends_with("attribute 'cache' in element 'driver': 'big'."));
        assert!(refused("<driver event_idx='default'/>").ends_with("'default'."));
        assert!(refused("<driver iothread='0'/>").ends_with("Zero is not permitted"));
        assert!(refused("<driver ports='-1'/>").ends_with("Expected non-negative value"));
    }
}
