//! Reading XML with quick-xml into the tree, within the limits.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{EscapeError, unescape};
use quick_xml::events::Event;

use super::wellformed::{self, Fault};
use super::{Element, Node, Position};
use crate::ground::limits::XML_BYTES_MAX;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// Reads a document and checks the name of its root. `virXMLParse` of libvirt.
///
/// # Errors
/// `VIR_ERR_XML_DETAIL` for what is not XML, `VIR_ERR_XML_ERROR` for another root.
pub fn parse_document<'x>(from: ErrorDomain, xml: &'x str, expected: &str) -> Result<Element<'x>> {
    let root = parse(from, xml)?;
    // A prefix that nothing declares is part of the name.
    let name = if root.declares(root.prefix()).is_some() { root.local_name() } else { &*root.name };
    if name != expected {
        let detail = format!("expecting root element of '{expected}', not '{name}'");
        return Err(VirError::new(ErrorDomain::Xml, ErrorCode::XmlError, detail));
    }
    Ok(root)
}

/// Reads a document and gives its root. `domain` is the part of libvirt that reads, for its errors.
///
/// # Errors
/// `VIR_ERR_XML_DETAIL`, its message as libvirt's `catchXMLError` lays it out: the line, what is wrong in libxml2's words,
/// the line's text and where the parser stood. [`position_in`] reads the place from it.
pub fn parse(domain: ErrorDomain, xml: &str) -> Result<Element<'_>> {
    let fail = |fault: Fault| into_error(fault, domain, xml);
    if xml.len() > XML_BYTES_MAX {
        let message = format!("document of {} bytes: at most {XML_BYTES_MAX} are read", xml.len());
        return Err(fail(Fault::at(0, message)));
    }
    if xml.is_empty() {
        return Err(fail(Fault::at(0, "Document is empty")));
    }
    wellformed::check(xml).map_err(fail)?;
    let xml = xml.strip_prefix('\u{feff}').unwrap_or(xml);
    let mut parser = Parser { xml, line: 1, line_start: 0, seen: 0, stack: Vec::new(), root: None };
    parser.run().map_err(fail)?;
    parser.root.ok_or_else(|| fail(Fault::at(xml.len(), "Start tag expected, '<' not found")))
}

/// The place that an error of [`parse`] speaks of.
pub fn position_in(error: &VirError) -> Option<Position> {
    let rest = error.message.strip_prefix("at line ")?;
    let line = rest.split(':').next()?.parse().ok()?;
    // The pointer has a character for each byte before the place.
    let pointer = rest.rsplit('\n').next().filter(|pointer| pointer.ends_with('^'));
    let before = pointer.map_or(0, |pointer| pointer.len() - 1);
    let text = rest.rsplit('\n').nth(1).unwrap_or("");
    let column = text.char_indices().take_while(|(byte, _)| *byte < before).count() + 1;
    Some(Position { line, column: u32::try_from(column).unwrap_or(u32::MAX) })
}

/// `catchXMLError` of libvirt.
fn into_error(fault: Fault, domain: ErrorDomain, xml: &str) -> Box<VirError> {
    let at = fault.at.min(xml.len());
    let bytes = xml.as_bytes();
    let line = 1 + bytes[..fault.line_at.min(xml.len())].iter().filter(|byte| **byte == b'\n').count();
    let is_end = |byte: u8| matches!(byte, b'\n' | b'\r');
    let mut start = if at == bytes.len() { at.saturating_sub(1) } else { at };
    while start > fault.from && is_end(bytes[start]) {
        start -= 1;
    }
    while start > fault.from && !is_end(bytes[start]) {
        start -= 1;
    }
    if bytes.get(start).is_some_and(|byte| is_end(*byte)) {
        start += 1;
    }
    // What libxml2 kept may begin inside a character; a message here has whole ones.
    while !xml.is_char_boundary(start) {
        start += 1;
    }
    let len = bytes[start..].iter().position(|byte| is_end(*byte)).unwrap_or(bytes.len() - start);
    let context = &xml[start..start + len];
    let mut detail = format!("at line {line}: {}\n", fault.message);
    if !context.is_empty() {
        detail.push_str(context);
        detail.push('\n');
        let before = context.bytes().take(at.saturating_sub(start));
        detail.extend(before.map(|byte| if byte == b'\t' { '\t' } else { '-' }));
        detail.push('^');
    }
    VirError::new(domain, ErrorCode::XmlDetail, detail)
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
        loop {
            let at = reader.buffer_position() as usize;
            let event = reader
                .read_event()
                .map_err(|e| Fault::at(reader.error_position() as usize, e.to_string()))?;
            match event {
                Event::Eof => return Ok(()),
                Event::Start(tag) => {
                    let element = self.element(tag.len(), tag.name().as_ref().len(), at)?;
                    self.stack.push(element);
                }
                Event::Empty(tag) => {
                    let element = self.element(tag.len(), tag.name().as_ref().len(), at)?;
                    self.finish(element);
                }
                Event::End(_) => {
                    if let Some(element) = self.stack.pop() {
                        self.finish(element);
                    }
                }
                Event::Text(text) => self.text(with_line_ends(text.into_inner())),
                Event::GeneralRef(entity) => {
                    let reference = &self.xml[at..at + entity.len() + 2];
                    let text = unescape(reference).map_err(|e| Fault::at(at, e.to_string()))?;
                    self.text(text);
                }
                Event::CData(data) => self.inside(Node::CData(with_line_ends(data.into_inner()))),
                Event::Comment(comment) => self.inside(Node::Comment(with_line_ends(comment.into_inner()))),
                Event::PI(instruction) => self.inside(Node::Instruction(instruction.into_inner())),
                Event::DocType(_) | Event::Decl(_) => {}
            }
        }
    }

    /// The element whose start tag is at a byte; `len` is that of what stands between its angle brackets.
    fn element(&mut self, len: usize, name_len: usize, at: usize) -> Result<Element<'a>, Fault> {
        let xml: &'a str = self.xml;
        let tag = &xml[at + 1..at + 1 + len];
        let mut attributes = Vec::new();
        let mut rest = &tag[name_len..];
        // The document is well-formed: a name, an equals sign, a quoted value.
        while let Some((name, after)) = rest.split_once('=') {
            let after = after.trim_ascii_start();
            let Some((value, after)) = after.get(1..).and_then(|text| text.split_once(&after[..1])) else {
                break;
            };
            let value = attribute_value(value).map_err(|e| Fault::at(at, e.to_string()))?;
            attributes.push((Cow::Borrowed(name.trim_ascii()), value));
            rest = after;
        }
        let position = self.position(at);
        Ok(Element { name: Cow::Borrowed(&tag[..name_len]), attributes, children: Vec::new(), position })
    }

    fn finish(&mut self, element: Element<'a>) {
        match self.stack.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
    }

    /// Something inside an element; what stands outside the root is not kept.
    fn inside(&mut self, node: Node<'a>) {
        if let Some(parent) = self.stack.last_mut() {
            parent.children.push(node);
        }
    }

    fn text(&mut self, text: Cow<'a, str>) {
        let Some(parent) = self.stack.last_mut() else { return };
        match parent.children.last_mut() {
            // A reference splits the text around it; readers want one piece.
            Some(Node::Text(before)) => before.to_mut().push_str(&text),
            _ => parent.children.push(Node::Text(text)),
        }
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
}

/// Text with every line end as one newline.
fn with_line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => text,
    }
}

/// The value of an attribute: line ends and tabs that stand as such are blanks, those that are written as references stay.
fn attribute_value(raw: &str) -> Result<Cow<'_, str>, EscapeError> {
    if !raw.contains(['\n', '\t', '\r']) {
        return unescape(raw);
    }
    let blanks = raw.replace("\r\n", " ").replace(['\n', '\t', '\r'], " ");
    Ok(Cow::Owned(unescape(&blanks)?.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::limits::{XML_ATTRIBUTES_MAX, XML_DEPTH_MAX};

    fn read(xml: &str) -> Result<Element<'_>> {
        parse(ErrorDomain::Domain, xml)
    }

    #[test]
    fn positions_texts_and_entities() {
        let root = read("<a>\n  <b c='1 &lt; 2'>x &amp; y&#13;\r\n<![CDATA[<]]></b>\n</a>").unwrap();
        let b = root.child("b").unwrap();
        assert_eq!(b.position, Position { line: 2, column: 3 });
        assert_eq!(b.attribute("c"), Some("1 < 2"));
        assert_eq!(b.text(), "x & y\r\n<");
    }

    #[test]
    fn attributes() {
        let root = read("\u{feff}<a b = '1\n2&#10;3'\n\tc=\"'&quot;=\"  d=''/>").unwrap();
        assert_eq!(root.attribute("b"), Some("1 2\n3"));
        assert_eq!(root.attribute("c"), Some("'\"="));
        assert_eq!(root.attribute("d"), Some(""));
    }

    #[test]
    fn an_error_says_where() {
        let error = read("<a>\n\té&bad;</a>").unwrap_err();
        assert_eq!(&*error.message, "at line 2: Entity 'bad' not defined\n\té&bad;</a>\n\t-------^");
        assert_eq!(position_in(&error), Some(Position { line: 2, column: 8 }));
        assert_eq!(position_in(&read("").unwrap_err()), Some(Position { line: 1, column: 1 }));
    }

    #[test]
    fn limits_are_errors() {
        let said = |xml: String| read(&xml).unwrap_err().message.to_string();
        assert!(said("<a>".repeat(XML_DEPTH_MAX + 1)).contains("nested deeper than 64"));
        assert!(said(format!("<a>{}</a>", " ".repeat(XML_BYTES_MAX))).contains("at most 1048576"));
        let many: String = (0..=XML_ATTRIBUTES_MAX).map(|n| format!(" a{n}=''")).collect();
        assert!(said(format!("<a{many}/>")).contains("more than 256 attributes"));
    }
}
