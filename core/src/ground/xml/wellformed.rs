//! Whether a document is well-formed, in libxml2's opinion and words.
//!
//! quick-xml builds the tree; but learners and clients see what libxml2 says of a broken document, the first thing it
//! stumbles over and where it stood then. So the document is looked at once with libxml2's eyes before it is read.

mod outside;

use super::chars::{continues_name, is_char, starts_name};
use crate::ground::limits::{XML_ATTRIBUTES_MAX, XML_DEPTH_MAX};

/// What is wrong, and at which byte libxml2's parser stood when it noticed.
#[derive(Debug)]
pub(super) struct Fault {
    pub at: usize,
    /// The byte whose line it gave.
    pub line_at: usize,
    /// The first byte that libxml2 still had: of a long line it shows no more.
    pub from: usize,
    pub message: String,
}

/// How many bytes behind it libxml2's parser keeps when it throws away what it has read. `LINE_LEN` of libxml2.
const BYTES_BEHIND: usize = 80;

impl Fault {
    pub fn at(at: usize, message: impl Into<String>) -> Self {
        Self { at, line_at: at, from: 0, message: message.into() }
    }
}

type Check<T = ()> = Result<T, Fault>;

/// The first thing that is wrong with a document.
pub(super) fn check(xml: &str) -> Check {
    Scan { xml, bytes: xml.as_bytes(), at: 0, from: 0, open: Vec::new() }.document()
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

struct Scan<'a> {
    xml: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// What is before this byte is thrown away.
    from: usize,
    /// The elements that are open: name, and where its tag begins.
    open: Vec<(&'a str, usize)>,
}

impl<'a> Scan<'a> {
    fn fault<T>(&self, message: impl Into<String>) -> Check<T> {
        Err(Fault { at: self.at, line_at: self.at, from: self.from, message: message.into() })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Throws away what is far behind. `xmlParserShrink` of libxml2.
    fn shrink(&mut self) {
        self.from = self.from.max(self.at.saturating_sub(BYTES_BEHIND));
    }

    fn stands_at(&self, text: &str) -> bool {
        self.bytes[self.at..].starts_with(text.as_bytes())
    }

    /// Steps over a text if it stands here.
    fn skip(&mut self, text: &str) -> bool {
        let stands = self.stands_at(text);
        self.at += if stands { text.len() } else { 0 };
        stands
    }

    fn blanks(&mut self) -> bool {
        let start = self.at;
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
        self.at > start
    }

    fn line(&self, at: usize) -> usize {
        1 + self.bytes[..at].iter().filter(|byte| **byte == b'\n').count()
    }

    fn name(&mut self) -> Option<&'a str> {
        let start = self.at;
        // Nearly all names are plain ASCII.
        while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':'))
        {
            self.at += 1;
        }
        if self.peek().is_some_and(|byte| !byte.is_ascii()) {
            let rest = &self.xml[self.at..];
            self.at += rest.find(|c: char| !continues_name(c)).unwrap_or(rest.len());
        }
        let name = &self.xml[start..self.at];
        if !name.starts_with(starts_name) {
            self.at = start;
            return None;
        }
        Some(name)
    }

    fn document(mut self) -> Check {
        self.skip("\u{feff}");
        if self.stands_at("<?xml") && self.bytes.get(self.at + 5).copied().is_some_and(is_blank) {
            self.declaration()?;
        }
        self.misc()?;
        if self.skip("<!DOCTYPE") {
            self.doctype()?;
            self.misc()?;
        }
        if self.peek() != Some(b'<') {
            return self.fault("Start tag expected, '<' not found");
        }
        self.start_tag()?;
        while !self.open.is_empty() {
            self.shrink();
            self.content()?;
        }
        self.misc()?;
        if self.at < self.bytes.len() {
            return self.fault("Extra content at the end of the document");
        }
        Ok(())
    }

    /// The next piece inside the innermost open element.
    fn content(&mut self) -> Check {
        match self.peek() {
            None => {
                let (name, begins) = self.open.last().copied().unwrap_or(("", 0));
                let line = self.line(begins);
                self.fault(format!("Premature end of data in tag {} line {line}", local(name)))
            }
            Some(b'<') if self.stands_at("</") => self.end_tag(),
            Some(b'<') if self.stands_at("<?") => self.instruction(),
            Some(b'<') if self.stands_at("<!--") => self.comment(),
            Some(b'<') if self.skip("<![CDATA[") => self.cdata(),
            Some(b'<') => self.start_tag(),
            Some(b'&') => self.reference(),
            Some(_) => self.text(),
        }
    }

    fn text(&mut self) -> Check {
        let start = self.at;
        let rest = &self.bytes[start..];
        let len = rest.iter().position(|byte| matches!(byte, b'<' | b'&')).unwrap_or(rest.len());
        let text = &self.xml[start..start + len];
        let end = text.find("]]>");
        self.characters(&text[..end.unwrap_or(len)])?;
        self.at += end.unwrap_or(len);
        if end.is_none() {
            return Ok(());
        }
        let mut fault =
            Fault { from: self.from, ..Fault::at(self.at, "Sequence ']]>' not allowed in content") };
        if text.is_ascii() {
            // Its fast path has looked ahead without moving.
            fault.at = start;
        }
        Err(fault)
    }

    /// What follows `<![CDATA[`.
    fn cdata(&mut self) -> Check {
        let rest = &self.xml[self.at..];
        let end = rest.find("]]>");
        let text = &rest[..end.unwrap_or(rest.len())];
        let wrong = text.char_indices().find(|(_, c)| !is_char(*c)).map(|(place, _)| place);
        let Some(end) = end.filter(|_| wrong.is_none()) else {
            let read = &text[..wrong.unwrap_or(text.len())];
            self.at += read.len();
            // Two characters are held back until the third is seen.
            let Some((held, _)) = read.char_indices().nth_back(1) else {
                return self.fault("Unregistered error message");
            };
            let said = read[..held].replace("\r\n", "\n");
            let len = (0..=said.len().min(50)).rev().find(|len| said.is_char_boundary(*len)).unwrap_or(0);
            return self.fault(format!("CData section not finished\n{}", &said[..len]));
        };
        self.at += end + 3;
        Ok(())
    }

    /// Refuses a character that may not be in a document.
    fn characters(&mut self, text: &str) -> Check {
        let is_plain = |byte: u8| (b' '..0x80).contains(&byte) || is_blank(byte);
        if text.bytes().all(is_plain) {
            return Ok(());
        }
        if let Some((place, c)) = text.char_indices().find(|(_, c)| !is_char(*c)) {
            self.at += place;
            self.shrink();
            return self.fault(format!("PCDATA invalid Char value {}", u32::from(c)));
        }
        Ok(())
    }

    /// `&…;`, in text as in the value of an attribute.
    fn reference(&mut self) -> Check {
        self.at += 1;
        if self.skip("#") {
            return self.character_reference();
        }
        let Some(name) = self.name() else { return self.fault("xmlParseEntityRef: no name") };
        if !self.skip(";") {
            return self.fault("EntityRef: expecting ';'");
        }
        if !matches!(name, "lt" | "gt" | "amp" | "apos" | "quot") {
            return self.fault(format!("Entity '{name}' not defined"));
        }
        Ok(())
    }

    fn character_reference(&mut self) -> Check {
        let is_hexadecimal = self.skip("x");
        let base = if is_hexadecimal { 16 } else { 10 };
        let mut value = 0u32;
        while let Some(digit) = self.peek().and_then(|byte| char::from(byte).to_digit(base)) {
            value = value.saturating_mul(base).saturating_add(digit);
            self.at += 1;
        }
        if !self.skip(";") {
            let kind = if is_hexadecimal { "hexadecimal" } else { "decimal" };
            return self.fault(format!("CharRef: invalid {kind} value"));
        }
        if value >= 0x11_0000 {
            return self.fault("xmlParseCharRef: character reference out of bounds");
        }
        if !char::from_u32(value).is_some_and(is_char) {
            return self.fault(format!("xmlParseCharRef: invalid xmlChar value {value}"));
        }
        Ok(())
    }

    fn start_tag(&mut self) -> Check {
        let begins = self.at;
        self.at += 1;
        let Some(name) = self.name() else { return self.fault("StartTag: invalid element name") };
        let mut seen: Vec<&str> = Vec::new();
        self.blanks();
        while self.peek().is_some_and(|byte| byte != b'>' && byte >= b' ') && !self.stands_at("/>") {
            let attribute = self.attribute()?;
            if seen.len() == XML_ATTRIBUTES_MAX {
                return self.fault(format!("more than {XML_ATTRIBUTES_MAX} attributes are not read"));
            }
            seen.push(attribute);
            if self.peek() == Some(b'>') || self.stands_at("/>") {
                break;
            }
            if !self.blanks() {
                return self.fault("attributes construct error");
            }
        }
        if let Some(twice) = repeated(&seen) {
            return self.fault(format!("Attribute {twice} redefined"));
        }
        if self.skip("/>") {
            return Ok(());
        }
        if !self.skip(">") {
            let line = self.line(begins);
            return self.fault(format!("Couldn't find end of Start Tag {} line {line}", local(name)));
        }
        if self.open.len() == XML_DEPTH_MAX {
            return self.fault(format!("elements nested deeper than {XML_DEPTH_MAX} are not read"));
        }
        self.open.push((name, begins));
        Ok(())
    }

    fn attribute(&mut self) -> Check<&'a str> {
        let Some(name) = self.name() else { return self.fault("error parsing attribute name") };
        self.blanks();
        if !self.skip("=") {
            return self.fault(format!("Specification mandates value for attribute {}", local(name)));
        }
        self.blanks();
        let Some(quote @ (b'"' | b'\'')) = self.peek() else {
            return self.fault("AttValue: \" or ' expected");
        };
        self.at += 1;
        loop {
            match self.peek() {
                None => return self.fault("AttValue: ' expected"),
                Some(byte) if byte == quote => {
                    self.at += 1;
                    return Ok(name);
                }
                Some(b'<') => return self.fault("Unescaped '<' not allowed in attributes values"),
                Some(b'&') => self.reference()?,
                Some(byte) if byte < b' ' && !is_blank(byte) => {
                    return self.fault("invalid character in attribute value");
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn end_tag(&mut self) -> Check {
        self.at += 2;
        let name = self.name();
        self.blanks();
        if !self.skip(">") {
            return self.fault("expected '>'");
        }
        let (open, begins) = self.open.pop().unwrap_or(("", 0));
        if name == Some(open) {
            return Ok(());
        }
        let line = self.line(begins);
        // Within a prefixed element libxml2 compares, and names, local names only.
        let found = match name {
            None => "unparsable",
            Some(name) if open.contains(':') => local(name),
            Some(name) => name,
        };
        self.fault(format!("Opening and ending tag mismatch: {} line {line} and {found}", local(open)))
    }
}

/// A name without its prefix; a name with two colons has none.
fn local(name: &str) -> &str {
    match name.split_once(':') {
        Some((prefix, local)) if !prefix.is_empty() && !local.is_empty() && !local.contains(':') => local,
        _ => name,
    }
}

/// The first name that stands twice, which in libxml2's eyes a prefix that means nothing may.
fn repeated<'n>(names: &[&'n str]) -> Option<&'n str> {
    let twice = |place: usize, name: &&str| names[..place].contains(name) && local(name) == *name;
    if names.len() <= 16 {
        return names.iter().enumerate().find(|(place, name)| twice(*place, name)).map(|(_, name)| *name);
    }
    let mut seen = std::collections::BTreeSet::new();
    names.iter().copied().find(|name| !seen.insert(*name) && local(name) == *name)
}

#[cfg(test)]
mod tests;
