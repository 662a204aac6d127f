//! What a kind of document may look like: a grammar in a notation of our own, and a check of a document against it.
//!
//! A grammar is text, `name = what` for each rule, a rule going on in the indented lines after it. What there may be is
//!
//! | written | meaning |
//! | --- | --- |
//! | `disk{…}` | an element; what is between the braces is inside it, attributes and content |
//! | `@dev=path`, `@dev` | an attribute, of a type or with any text |
//! | `a b` | both, in any order: how nearly all of libvirt's elements are read |
//! | `a, b` | the one before the other |
//! | `a │ b` | one of them |
//! | `a?`, `a*`, `a+` | once at most, any number, at least one |
//! | `"on off"` | a text that is one of the words |
//! | `` `[a-z]+` `` | a text of a shape |
//! | `0..255`, `~0..255` | a number: in digits alone, or in any way that XML Schema writes a number |
//! | `text`, `empty`, `any` | any text; nothing; any element with anything inside |
//! | `name` | what the rule of the name says, or one of the few types that no shape tells |
//!
//! `together ELEMENT… = CHILD…` says which children libxml2 takes out and looks at by themselves (those of an interleave
//! within an interleave). It then puts the links between all nodes from the first to the last of them back as they were,
//! so that of a later such set it does not find what comes after one that stands among them: `memory, on_reboot, vcpu,
//! on_crash` is refused.
//!
//! `namespace PREFIX URI` says whose names begin with a prefix. Lines that begin with `#` are notes.
//!
//! A document is checked by taking what it has piece by piece off the grammar and looking whether what is left may be empty
//! (derivatives of a pattern), so that any order costs no more than a fixed one. What was found of an element is
//! remembered, hence the work is bounded by the size of the document times that of the grammar.

mod check;
mod notation;
mod pattern;
mod shape;
mod types;
mod unread;

use super::xml::Element;
use super::{ErrorCode, ErrorDomain, Result, VirError};

/// The text of a grammar.
#[derive(Clone, Copy, Debug)]
pub struct Grammar(pub &'static str);

/// Where a document parts from its grammar. Attributes and children are those of the root.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The root is another element, or in a namespace.
    Root,
    /// An attribute is not allowed, or not with this value.
    Attribute(Box<str>),
    /// There is a child of a name that may not be there.
    Unknown(Box<str>),
    /// A child is not as it must be, or is there too often.
    Child {
        /// Its name.
        name: Box<str>,
        /// Whether it is one of those that are looked at together.
        together: bool,
    },
    /// There is text where none may be.
    Text,
    /// Something is not there; the name of a child if one is.
    Missing(&'static str),
}

/// Something in a document that has no place in the grammar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// `<element>` or `@attribute`.
    pub what: Box<str>,
    /// The name of the element that it is, or that has it.
    pub of: Box<str>,
    /// The line on which that begins.
    pub line: u32,
}

impl Grammar {
    /// What is in a document and nobody reads: elements and attributes of names that are unknown where they stand. `start` is
    /// the rule of the root; where there is no such rule, nothing is known.
    pub fn unread(self, start: &str, root: &Element<'_>) -> Vec<Unread> {
        unread::unread(self, start, root)
    }

    /// What is wrong with the grammar itself: names without a rule, signs out of place. For the tests of each grammar.
    pub fn faults(self) -> Vec<String> {
        check::faults(self)
    }

    /// Checks a document as libvirt does with its schema of a name. `virXMLValidateAgainstSchema`.
    ///
    /// # Errors
    /// `VIR_ERR_XML_INVALID_SCHEMA`. What is said of the cause is near to libxml2's text; libxml2 itself is seldom near the
    /// cause.
    pub fn validate(self, schema: &'static str, root: &Element<'_>) -> Result<()> {
        self.check(schema, root).map_err(|fault| {
            let said = fault.said(&root.name);
            let detail =
                format!("Unable to validate doc against /usr/share/libvirt/schemas/{schema}.rng\n{said}\n");
            VirError::new(ErrorDomain::Xml, ErrorCode::XmlInvalidSchema, detail)
        })
    }

    /// Checks a document: `start` is the rule that its root has to follow.
    ///
    /// # Errors
    /// The first place where the document is not as the grammar has it.
    pub fn check(self, start: &'static str, root: &Element<'_>) -> Result<(), Fault> {
        check::check(self, start, root)
    }
}

impl Fault {
    /// What libxml2 mostly says in such a case of a document whose root has a name.
    fn said(&self, root: &str) -> String {
        let what = match self {
            Self::Root => return format!("Expecting no namespace for element {root}"),
            Self::Attribute(name) => return format!("Invalid attribute {name} for element {root}"),
            Self::Text => return format!("Element {root} has extra content: text"),
            Self::Unknown(name) => return format!("Element {root} has extra content: {name}"),
            Self::Child { name, together: false } => format!("Extra element {name} in interleave"),
            Self::Child { name, together: true } => {
                format!("Extra element {name} in interleave\nInvalid sequence in interleave")
            }
            Self::Missing(name) => {
                format!("Expecting an element {name}, got nothing\nInvalid sequence in interleave")
            }
        };
        format!("{what}\nElement {root} failed to validate content")
    }
}
