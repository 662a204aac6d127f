//! Whether a document is well-formed, in libxml2's opinion and words.
//!
//! quick-xml builds the tree; but learners and clients see what libxml2 says of a broken document, the first thing it
//! stumbles over and where it stood then. So the document is looked at once with libxml2's eyes before it is read.

use crate::ground::limits::{XML_ATTRIBUTES_MAX, XML_DEPTH_MAX};

/// What is wrong, and at which byte libxml2's parser stood when it noticed.
#[derive(Debug)]
pub(super) struct Fault {
    pub at: usize,
    pub message: String,
}

impl Fault {
    pub fn at(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}

type Check<T = ()> = Result<T, Fault>;

/// The first thing that is wrong with a document.
pub(super) fn check(xml: &str) -> Check {
    Scan { xml, bytes: xml.as_bytes(), at: 0, open: Vec::new() }.document()
}

/// Whether a character may be in a document at all. `IS_CHAR` of libxml2.
fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn starts_name(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '_' | ':' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

fn continues_name(c: char) -> bool {
    starts_name(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

struct Scan<'a> {
    xml: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// The elements that are open: name, and where its tag begins.
    open: Vec<(&'a str, usize)>,
}

impl<'a> Scan<'a> {
    fn fault<T>(&self, message: impl Into<String>) -> Check<T> {
        Err(Fault::at(self.at, message))
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
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
            self.content()?;
        }
        self.misc()?;
        if self.at < self.bytes.len() {
            return self.fault("Extra content at the end of the document");
        }
        Ok(())
    }

    /// `<?xml …?>`, of which only the common mistakes are told apart.
    fn declaration(&mut self) -> Check {
        self.at += 5;
        loop {
            let spaced = self.blanks();
            if self.skip("?>") {
                return Ok(());
            }
            if !spaced {
                return self.fault("Blank needed here");
            }
            let Some(name) = self.name() else { return self.fault("parsing XML declaration: '?>' expected") };
            self.blanks();
            if !self.skip("=") {
                return self.fault("expected '='");
            }
            self.blanks();
            let Some(quote @ (b'"' | b'\'')) = self.peek() else {
                return self.fault("String not started expecting ' or \"");
            };
            let rest = &self.bytes[self.at + 1..];
            let Some(len) = rest.iter().position(|byte| *byte == quote) else {
                return self.fault("String not closed expecting \" or '");
            };
            let value = &self.xml[self.at + 1..self.at + 1 + len];
            self.at += len + 2;
            if name == "version" && !value.starts_with("1.") {
                return self.fault(format!("Unsupported version '{value}'"));
            }
        }
    }

    /// Blanks, comments and processing instructions.
    fn misc(&mut self) -> Check {
        loop {
            self.blanks();
            if self.stands_at("<?") {
                self.instruction()?;
            } else if self.stands_at("<!--") {
                self.comment()?;
            } else {
                return Ok(());
            }
        }
    }

    /// What follows `<!DOCTYPE`, unread; an internal subset is stepped over.
    fn doctype(&mut self) -> Check {
        let mut quote = None;
        let mut is_inside = false;
        while let Some(byte) = self.peek() {
            match (quote, byte) {
                (Some(open), byte) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'[') => is_inside = true,
                (None, b']') => is_inside = false,
                (None, b'>') if !is_inside => {
                    self.at += 1;
                    return Ok(());
                }
                _ => {}
            }
            self.at += 1;
        }
        let what =
            if is_inside { "Content error in the internal subset" } else { "DOCTYPE improperly terminated" };
        self.fault(what)
    }

    fn comment(&mut self) -> Check {
        self.at += 4;
        let start = self.at;
        let Some(len) = self.xml[start..].find("--") else {
            self.at = self.bytes.len();
            return self.fault("Comment not terminated");
        };
        self.at = start + len;
        if self.skip("-->") {
            return Ok(());
        }
        let said: String = self.xml[start..start + len].chars().take(50).collect();
        self.fault(format!("Double hyphen within comment: <!--{said}"))
    }

    fn instruction(&mut self) -> Check {
        self.at += 2;
        let Some(name) = self.name() else { return self.fault("xmlParsePI : no target name") };
        if name == "xml" {
            return self.fault("XML declaration allowed only at the start of the document");
        }
        if self.skip("?>") {
            return Ok(());
        }
        if !self.blanks() {
            return self.fault(format!("ParsePI: PI {name} space expected"));
        }
        match self.xml[self.at..].find("?>") {
            Some(len) => {
                self.at += len + 2;
                Ok(())
            }
            None => {
                self.at = self.bytes.len();
                self.fault(format!("ParsePI: PI {name} never end ..."))
            }
        }
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
            Some(b'<') if self.skip("<![CDATA[") => {
                let Some(len) = self.xml[self.at..].find("]]>") else {
                    self.at = self.bytes.len();
                    // libxml2 has no words for it.
                    return self.fault("Unregistered error message");
                };
                let text = &self.xml[self.at..self.at + len];
                self.characters(text, "CData section not finished")?;
                self.at += len + 3;
                Ok(())
            }
            Some(b'<') => self.start_tag(),
            Some(b'&') => self.reference(),
            Some(_) => {
                let rest = &self.bytes[self.at..];
                let len = rest.iter().position(|byte| matches!(byte, b'<' | b'&')).unwrap_or(rest.len());
                let text = &self.xml[self.at..self.at + len];
                let end = text.find("]]>");
                self.characters(&text[..end.unwrap_or(len)], "PCDATA")?;
                self.at += end.unwrap_or(len);
                if end.is_some() {
                    return self.fault("Sequence ']]>' not allowed in content");
                }
                Ok(())
            }
        }
    }

    /// Refuses a character that may not be in a document.
    fn characters(&mut self, text: &str, what: &str) -> Check {
        let is_plain = |byte: u8| (b' '..0x80).contains(&byte) || is_blank(byte);
        if text.bytes().all(is_plain) {
            return Ok(());
        }
        if let Some((place, c)) = text.char_indices().find(|(_, c)| !is_char(*c)) {
            self.at += place;
            return self.fault(format!("{what} invalid Char value {}", u32::from(c)));
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
            return self.fault(format!("Specification mandates value for attribute {name}"));
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
mod tests {
    use super::*;

    /// What libxml2 said of it through libvirt 12.8.0: the message, and the byte that the pointer stood under.
    fn expect(xml: &str, at: usize, message: &str) {
        let fault = check(xml).expect_err(xml);
        assert_eq!((fault.message.as_str(), fault.at), (message, at), "{xml}");
    }

    #[test]
    fn tags() {
        expect("<a", 2, "Couldn't find end of Start Tag a line 1");
        expect("<a.b-c_d:e", 10, "Couldn't find end of Start Tag e line 1");
        expect("<a:b:c", 6, "Couldn't find end of Start Tag a:b:c line 1");
        expect("<1a/>", 1, "StartTag: invalid element name");
        expect("<a><![CDATX[x]]></a>", 4, "StartTag: invalid element name");
        expect("<a><b/ ></a>", 5, "error parsing attribute name");
        expect("<a>\n<b>\n</c>\n</a>", 12, "Opening and ending tag mismatch: b line 2 and c");
        expect("<x:a><y:b></x:a>", 16, "Opening and ending tag mismatch: b line 1 and a");
        expect("<a></>", 6, "Opening and ending tag mismatch: a line 1 and unparsable");
        expect("<a></a x>", 7, "expected '>'");
        expect("<a></ a>", 6, "expected '>'");
        expect("<a/></a>", 4, "Extra content at the end of the document");
        expect("x<a/>", 0, "Start tag expected, '<' not found");
    }

    #[test]
    fn attributes() {
        expect("<a b", 4, "Specification mandates value for attribute b");
        expect("<a b=", 5, "AttValue: \" or ' expected");
        expect("<a b=\"x'/>", 10, "AttValue: ' expected");
        expect("<a b='x'c='y'/>", 8, "attributes construct error");
        expect("<a =''/>", 3, "error parsing attribute name");
        expect("<a b='x\ny<z'/>", 9, "Unescaped '<' not allowed in attributes values");
        expect("<a b='1' c='2' b='3'>", 20, "Attribute b redefined");
        expect("<a b='\u{1}'/>", 6, "invalid character in attribute value");
    }

    #[test]
    fn references_and_characters() {
        expect("<a b='&x;'/>", 9, "Entity 'x' not defined");
        expect("<a>& x</a>", 4, "xmlParseEntityRef: no name");
        expect("<a>&lt x</a>", 6, "EntityRef: expecting ';'");
        expect("<a>&#0;</a>", 7, "xmlParseCharRef: invalid xmlChar value 0");
        expect("<a>&#xD800;</a>", 11, "xmlParseCharRef: invalid xmlChar value 55296");
        expect("<a>&#99999999;</a>", 14, "xmlParseCharRef: character reference out of bounds");
        expect("<a>&#xZ1;</a>", 6, "CharRef: invalid hexadecimal value");
        expect("<a>&#12a;</a>", 7, "CharRef: invalid decimal value");
        expect("<a>]]></a>", 3, "Sequence ']]>' not allowed in content");
        expect("<a>\u{fffe}</a>", 3, "PCDATA invalid Char value 65534");
    }

    #[test]
    fn the_rest() {
        expect("<!-- x -- y --><a/>", 7, "Double hyphen within comment: <!-- x ");
        expect("<a><!-- x", 9, "Comment not terminated");
        expect("<a><![CDATA[x", 13, "Unregistered error message");
        expect("<a><? x?></a>", 5, "xmlParsePI : no target name");
        expect(" <?xml version='1.0'?><a/>", 6, "XML declaration allowed only at the start of the document");
        expect("<?xml version='1.0'><a/>", 19, "Blank needed here");
        expect("<!DOCTYPE a [", 13, "Content error in the internal subset");
        expect("<a>\n\n\n", 6, "Premature end of data in tag a line 1");
        assert!(check("<?xml version='1.0'?><!DOCTYPE a><a b = '1' ><!--x--><b/><?p i?>é</a >\n").is_ok());
    }
}
