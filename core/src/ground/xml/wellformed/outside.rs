//! What may stand outside the root: the declaration, comments, processing instructions, the document type.

use super::super::chars::is_char;
use super::{Check, Scan};

impl Scan<'_> {
    /// `<?xml …?>`, of which only the common mistakes are told apart.
    pub(super) fn declaration(&mut self) -> Check {
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
    pub(super) fn misc(&mut self) -> Check {
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
    pub(super) fn doctype(&mut self) -> Check {
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

    /// A comment, from its delimiter.
    pub(super) fn comment(&mut self) -> Check {
        self.at += 4;
        let start = self.at;
        let rest = &self.xml[start..];
        let len = rest.find("--");
        if let Some((place, c)) = rest[..len.unwrap_or(rest.len())].char_indices().find(|(_, c)| !is_char(*c))
        {
            self.at += place;
            return self.fault(format!("xmlParseComment: invalid xmlChar value {}", u32::from(c)));
        }
        let Some(len) = len else {
            self.at = self.bytes.len();
            self.shrink();
            return self.fault("Comment not terminated");
        };
        self.at = start + len;
        if self.skip("-->") {
            return Ok(());
        }
        let said: String = self.xml[start..start + len].chars().take(50).collect();
        self.fault(format!("Double hyphen within comment: <!--{said}"))
    }

    /// A processing instruction, from its delimiter.
    pub(super) fn instruction(&mut self) -> Check {
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
        let rest = &self.xml[self.at..];
        let len = rest.find("?>");
        let text = &rest[..len.unwrap_or(rest.len())];
        let wrong = text.char_indices().find(|(_, c)| !is_char(*c)).map(|(place, _)| place);
        match len.filter(|_| wrong.is_none()) {
            Some(len) => {
                self.at += len + 2;
                Ok(())
            }
            None => {
                self.at += wrong.unwrap_or(text.len());
                self.fault(format!("ParsePI: PI {name} never end ..."))
            }
        }
    }
}
