//! Reading XML with quick-xml into the tree, within the limits.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesStart, Event};

use super::{Element, Node, Position};
use crate::ground::limits::{XML_ATTRIBUTES_MAX, XML_BYTES_MAX, XML_DEPTH_MAX};
use crate::ground::{ErrorCode, ErrorDomain, ErrorLevel, Result, VirError};

/// Reads a document and gives its root. `domain` is the part of libvirt that reads, for its errors.
///
/// # Errors
/// `VIR_ERR_XML_DETAIL` with the line in `int1` and the column in `int2`; the message has the line, what is wrong, the
/// offending line and a caret, as libvirt's `catchXMLError` lays it out. What is wrong is said in libxml2's words where it
/// is a common mistake, and in quick-xml's otherwise.
pub fn parse(domain: ErrorDomain, xml: &str) -> Result<Element<'_>> {
    let fail = |fault: Fault| fault.into_error(domain, xml);
    if xml.len() > XML_BYTES_MAX {
        return Err(fail(Fault::at(
            0,
            format!("document of {} bytes: at most {XML_BYTES_MAX} are read", xml.len()),
        )));
    }
    if xml.is_empty() {
        return Err(fail(Fault::at(0, "Document is empty")));
    }
    let mut parser = Parser { xml, line: 1, line_start: 0, seen: 0, stack: Vec::new(), root: None };
    parser.run().map_err(fail)?;
    if let Some(open) = parser.stack.last() {
        let message = format!("Premature end of data in tag {} line {}", open.name, open.position.line);
        return Err(fail(Fault::at(xml.len(), message)));
    }
    parser.root.ok_or_else(|| fail(Fault::at(xml.len(), "Start tag expected, '<' not found")))
}

/// What is wrong, and at which byte.
struct Fault {
    at: usize,
    message: String,
}

impl Fault {
    fn at(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }

    fn into_error(self, domain: ErrorDomain, xml: &str) -> Box<VirError> {
        let at = (0..=self.at.min(xml.len())).rev().find(|&i| xml.is_char_boundary(i)).unwrap_or(0);
        let line = 1 + xml[..at].bytes().filter(|&b| b == b'\n').count();
        let start = xml[..at].rfind('\n').map_or(0, |i| i + 1);
        let end = xml[at..].find(['\n', '\r']).map_or(xml.len(), |i| at + i);
        let pad: String = xml[start..at].chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let detail = format!("at line {line}: {}\n{}\n{pad}^", self.message, &xml[start..end]);
        let column = 1 + xml[start..at].chars().count();
        Box::new(VirError {
            code: ErrorCode::XmlDetail,
            domain,
            message: detail.clone().into(),
            level: ErrorLevel::Error,
            str1: Some("%s".into()),
            str2: Some(detail.into()),
            str3: None,
            int1: i32::try_from(line).unwrap_or(i32::MAX),
            int2: i32::try_from(column).unwrap_or(i32::MAX),
        })
    }
}

struct Parser<'a> {
    xml: &'a str,
    // Positions are counted forward from the last one asked for, so that a document is walked once.
    line: u32,
    line_start: usize,
    seen: usize,
    stack: Vec<Element<'a>>,
    root: Option<Element<'a>>,
}

impl<'a> Parser<'a> {
    fn run(&mut self) -> Result<(), Fault> {
        let mut reader = Reader::from_str(self.xml);
        reader.config_mut().check_comments = true;
        loop {
            let at = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|e| self.fault(&e, reader.error_position() as usize))?;
            match event {
                Event::Eof => return Ok(()),
                Event::Start(tag) => {
                    let element = self.element(&tag, at)?;
                    if self.stack.len() >= XML_DEPTH_MAX {
                        return Err(Fault::at(
                            at,
                            format!("elements nested deeper than {XML_DEPTH_MAX} are not read"),
                        ));
                    }
                    self.stack.push(element);
                }
                Event::Empty(tag) => {
                    let element = self.element(&tag, at)?;
                    self.finish(element, at)?;
                }
                Event::End(_) => {
                    if let Some(element) = self.stack.pop() {
                        self.finish(element, at)?;
                    }
                }
                Event::Text(text) => self.text(text.into_inner(), at)?,
                Event::CData(data) => self.inside(Node::CData(data.into_inner()), at)?,
                Event::GeneralRef(entity) => {
                    let name = entity.into_inner();
                    let unescaped = quick_xml::escape::unescape(&self.xml[at..at + name.len() + 2])
                        .map_err(|_| Fault::at(at, format!("Entity '{name}' not defined")))?
                        .into_owned();
                    self.text(Cow::Owned(unescaped), at)?;
                }
                Event::Comment(comment) => {
                    if let Some(parent) = self.stack.last_mut() {
                        parent.children.push(Node::Comment(comment.into_inner()));
                    }
                }
                Event::PI(instruction) => {
                    if let Some(parent) = self.stack.last_mut() {
                        parent.children.push(Node::Instruction(instruction.into_inner()));
                    }
                }
                Event::DocType(_) | Event::Decl(_) => {}
            }
        }
    }

    fn element(&mut self, tag: &BytesStart<'a>, at: usize) -> Result<Element<'a>, Fault> {
        // The tag borrows from the document: the slice behind it lives as long.
        let name_start = at + 1;
        let name_len = tag.name().as_ref().len();
        let name = &self.xml[name_start..name_start + name_len];
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return Err(Fault::at(at + 1, "StartTag: invalid element name"));
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|e| Fault::at(at, e.to_string()))?;
            if attributes.len() >= XML_ATTRIBUTES_MAX {
                return Err(Fault::at(at, format!("more than {XML_ATTRIBUTES_MAX} attributes are not read")));
            }
            let key = attribute.key.as_ref().to_owned();
            if attribute.value.contains('<') {
                let message = "Unescaped '<' not allowed in attributes values";
                return Err(Fault::at(at, message));
            }
            // Line ends and tabs that stand as such are blanks; those that are written as references stay.
            let raw = if attribute.value.contains(['\n', '\t', '\r']) {
                Cow::Owned(attribute.value.replace("\r\n", " ").replace(['\n', '\t', '\r'], " "))
            } else {
                attribute.value
            };
            let value =
                quick_xml::escape::unescape(&raw).map_err(|e| Fault::at(at, e.to_string()))?.into_owned();
            attributes.push((Cow::Owned(key), Cow::Owned(value)));
        }
        let position = self.position(at);
        Ok(Element { name: Cow::Borrowed(name), attributes, children: Vec::new(), position })
    }

    fn finish(&mut self, element: Element<'a>, at: usize) -> Result<(), Fault> {
        match self.stack.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None if self.root.is_none() => self.root = Some(element),
            None => return Err(Fault::at(at, "Extra content at the end of the document")),
        }
        Ok(())
    }

    /// Something that may only stand inside an element.
    fn inside(&mut self, node: Node<'a>, at: usize) -> Result<(), Fault> {
        let outside = || Fault::at(at, "Start tag expected, '<' not found");
        self.stack.last_mut().ok_or_else(outside)?.children.push(node);
        Ok(())
    }

    fn text(&mut self, text: Cow<'a, str>, at: usize) -> Result<(), Fault> {
        let Some(parent) = self.stack.last_mut() else {
            if text.trim().is_empty() {
                return Ok(());
            }
            let message = match self.root {
                None => "Start tag expected, '<' not found",
                Some(_) => "Extra content at the end of the document",
            };
            let blank = text.len() - text.trim_start().len();
            return Err(Fault::at(at + blank, message));
        };
        let text = if text.contains('\r') {
            Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            text
        };
        match parent.children.last_mut() {
            // An entity splits the text around it; readers want one piece.
            Some(Node::Text(before)) => before.to_mut().push_str(&text),
            _ => parent.children.push(Node::Text(text)),
        }
        Ok(())
    }

    fn position(&mut self, at: usize) -> Position {
        for (i, byte) in self.xml.as_bytes()[self.seen..at].iter().enumerate() {
            if *byte == b'\n' {
                self.line += 1;
                self.line_start = self.seen + i + 1;
            }
        }
        self.seen = at;
        let column = self.xml[self.line_start..at].chars().count() + 1;
        Position { line: self.line, column: u32::try_from(column).unwrap_or(u32::MAX) }
    }

    fn fault(&self, error: &Error, at: usize) -> Fault {
        let message = match error {
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let line = self.stack.last().map_or(1, |open| open.position.line);
                format!("Opening and ending tag mismatch: {expected} line {line} and {found}")
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(_)) => {
                "Extra content at the end of the document".into()
            }
            Error::IllFormed(IllFormedError::UnclosedReference) => "xmlParseEntityRef: no name".into(),
            other => other.to_string(),
        };
        Fault::at(at, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> Result<Element<'_>> {
        parse(ErrorDomain::Domain, xml)
    }

    #[test]
    fn positions_texts_and_entities() {
        let root = read("<a>\n  <b c='1 &lt; 2'>x &amp; y</b>\n</a>").unwrap();
        let b = root.child("b").unwrap();
        assert_eq!(b.position, Position { line: 2, column: 3 });
        assert_eq!(b.attribute("c"), Some("1 < 2"));
        assert_eq!(b.text(), "x & y");
    }

    #[test]
    fn what_is_wrong_has_its_line_and_a_caret() {
        // Recorded: tests/recordings, virDomainDefineXML of "........".
        let error = read("........").unwrap_err();
        assert_eq!(error.code, ErrorCode::XmlDetail);
        assert_eq!(&*error.message, "at line 1: Start tag expected, '<' not found\n........\n^");
        assert!(
            read("<a><b></a>")
                .unwrap_err()
                .message
                .contains("Opening and ending tag mismatch: b line 1 and a")
        );
        assert!(read("<a>").unwrap_err().message.contains("Premature end of data in tag a line 1"));
        assert!(read("<a/><b/>").unwrap_err().message.contains("Extra content"));
    }

    #[test]
    fn limits_are_errors() {
        let deep = "<a>".repeat(XML_DEPTH_MAX + 1);
        assert!(read(&deep).unwrap_err().message.contains("nested deeper than 64"));
        let long = format!("<a>{}</a>", " ".repeat(XML_BYTES_MAX));
        assert!(read(&long).unwrap_err().message.contains("at most 1048576"));
    }
}
