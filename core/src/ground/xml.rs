//! XML in and out: a small tree whose elements know where they stood, and a writer with libvirt's layout.
//!
//! quick-xml reads; the tree keeps what libvirt's readers look at: elements, attributes, text. Names keep their prefix.

mod props;
mod reader;
mod writer;

pub use props::Prop;
pub use reader::parse;
pub use writer::{Writer, escape};

use std::borrow::Cow;

/// Where something stands in a document, both counted from 1; the column counts characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
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
    /// Text, entities resolved; a CDATA section is text too.
    Text(Cow<'a, str>),
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

    /// The child elements of a name.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Element<'a>> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first child element of a name.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|element| element.name == name)
    }

    /// The first element along a path of names, as the XPath `./a/b` finds it: every branch is tried in order.
    pub fn path(&self, path: &str) -> Option<&Element<'a>> {
        let (first, rest) = match path.split_once('/') {
            Some((first, rest)) => (first, Some(rest)),
            None => (path, None),
        };
        match rest {
            None => self.child(first),
            Some(rest) => self.elements().filter(|e| e.name == first).find_map(|e| e.path(rest)),
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
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.collect_text(out),
                Node::Comment(_) => {}
            }
        }
    }
}
