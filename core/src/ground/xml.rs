//! XML in and out: a small tree whose elements know where they stood, and a writer with libvirt's layout.
//!
//! quick-xml reads; the tree keeps what libvirt's readers look at: elements, attributes, text. Names keep their prefix.

mod attributes;
mod chars;
mod dump;
mod metadata;
mod props;
mod reader;
mod wellformed;
mod writer;

pub use attributes::Attribute;
pub use dump::dump_indented;
pub use metadata::{copy_metadata, get_metadata, metadata, set_metadata, show_metadata};
pub use props::Prop;
pub use reader::{parse, parse_document, position_in};
pub use writer::{Tag, Writer, escape};

use std::borrow::Cow;

/// Where something stands in a document, both counted from 1; the column counts characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

/// What an element holds, in document order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Node<'a> {
    /// An element.
    Element(Element<'a>),
    /// Text, entities resolved.
    Text(Cow<'a, str>),
    /// A CDATA section, which reads as text.
    CData(Cow<'a, str>),
    /// A processing instruction, without its delimiters.
    Instruction(Cow<'a, str>),
    /// A comment, without its delimiters.
    Comment(Cow<'a, str>),
}

/// An element with all below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Element<'a> {
    /// The name as written, prefix included.
    pub name: Cow<'a, str>,
    /// Attributes in document order, entities resolved, `xmlns` ones included.
    pub attributes: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// What is inside.
    pub children: Vec<Node<'a>>,
    /// Where its start tag begins.
    pub position: Position,
}

impl<'a> Element<'a> {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref())
    }

    /// The child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// Whether it is of a name and in no namespace, as the name test of an XPath without prefix asks.
    fn is(&self, name: &str) -> bool {
        self.name == name && self.attribute("xmlns").is_none_or(str::is_empty)
    }

    /// The name without its prefix: what libvirt's readers that walk the tree compare.
    pub fn local_name(&self) -> &str {
        self.name.split_once(':').map_or(&*self.name, |(_, local)| local)
    }

    /// The prefix of the name; empty if it has none.
    pub fn prefix(&self) -> &str {
        self.name.split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// The namespace that this element declares for a prefix, empty for the default one.
    pub fn declares(&self, prefix: &str) -> Option<&str> {
        let mut declared = self.attributes.iter().filter(|(key, _)| match prefix {
            "" => key == "xmlns",
            _ => key.strip_prefix("xmlns:") == Some(prefix),
        });
        declared.next().map(|(_, uri)| uri.as_ref())
    }

    /// The child elements of a name that are in no namespace.
    pub fn all<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s Element<'a>> {
        self.elements().filter(move |element| element.is(name))
    }

    /// The first child element of a name that is in no namespace.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|element| element.is(name))
    }

    /// The first element along a path of names, as the XPath `./a/b` finds it: every branch is tried in order.
    pub fn path(&self, path: &str) -> Option<&Element<'a>> {
        let (first, rest) = match path.split_once('/') {
            Some((first, rest)) => (first, Some(rest)),
            None => (path, None),
        };
        match rest {
            None => self.child(first),
            Some(rest) => self.all(first).find_map(|e| e.path(rest)),
        }
    }

    /// All text below the element, in order: XPath's `string(.)`.
    pub fn text(&self) -> Cow<'_, str> {
        if let [Node::Text(text)] = self.children.as_slice() {
            return Cow::Borrowed(text.as_ref());
        }
        let mut out = String::new();
        self.collect_text(&mut out);
        Cow::Owned(out)
    }

    fn collect_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) | Node::CData(text) => out.push_str(text),
                Node::Element(element) => element.collect_text(out),
                Node::Comment(_) | Node::Instruction(_) => {}
            }
        }
    }
}
