//! Strings, raw ones, bytes, and f-strings with what stands in their braces.

use super::scan::{Result, Scanner};
use super::{Part, Tok, Token};
use crate::diagnostic::Diagnostic;
use crate::limits::TOKENS_MAX;
use crate::span::Span;
use crate::words::Word;

/// f-strings, and formats of their values, inside one another.
const FORMATS_MAX: u32 = 4;

/// What stands before a string's quotes.
#[derive(Clone, Copy, Default)]
pub(super) struct Prefix {
    length: usize,
    raw: bool,
    bytes: bool,
    format: bool,
}

impl Scanner {
    /// The prefix of a string that begins here.
    pub(super) fn text_prefix(&self) -> Option<Prefix> {
        let mut prefix = Prefix::default();
        loop {
            match self.peek(prefix.length)? {
                '\'' | '"' => return Some(prefix),
                'r' | 'R' if !prefix.raw => prefix.raw = true,
                'b' | 'B' if !prefix.bytes && !prefix.format => prefix.bytes = true,
                'f' | 'F' if !prefix.format && !prefix.bytes => prefix.format = true,
                'u' | 'U' if prefix.length == 0 => {}
                _ => return None,
            }
            prefix.length += 1;
        }
    }

    /// A string.
    pub(super) fn text(&mut self, start: Span, prefix: Prefix) -> Result<Token> {
        self.skip(prefix.length);
        let quote = self.peek(0).unwrap_or('"');
        let long = self.peek(1) == Some(quote) && self.peek(2) == Some(quote);
        self.skip(if long { 3 } else { 1 });
        let count = if long { 3 } else { 1 };
        let mut text = String::new();
        let mut bytes = Vec::new();
        let mut parts: Vec<Part> = Vec::new();
        loop {
            let here = self.here();
            let Some(c) = self.peek(0).filter(|c| long || *c != '\n') else {
                let quotes: String = std::iter::repeat_n(quote, count).collect();
                return Err(Diagnostic::error(start, Word::QuoteOpen, [quotes]));
            };
            if c == quote && (0..count).all(|i| self.peek(i) == Some(quote)) {
                self.skip(count);
                break;
            }
            if c == '\\' {
                self.escape(prefix, here, &mut text, &mut bytes)?;
            } else if prefix.format && (c == '{' || c == '}') {
                if self.peek(1) == Some(c) {
                    text.push(c);
                    self.skip(2);
                } else if c == '}' {
                    return Err(Diagnostic::error(here, Word::Misplaced, ["}".to_owned()]));
                } else {
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text).into()));
                    }
                    parts.push(self.value(here)?);
                }
            } else {
                push(&mut text, &mut bytes, prefix.bytes, c, here)?;
                self.bump();
            }
        }
        Ok(match (prefix.bytes, prefix.format) {
            (true, _) => Token::Bytes(bytes.into()),
            (_, true) => {
                if !text.is_empty() {
                    parts.push(Part::Text(text.into()));
                }
                Token::Format(parts)
            }
            _ => Token::Str(text.into()),
        })
    }

    fn escape(&mut self, prefix: Prefix, here: Span, text: &mut String, bytes: &mut Vec<u8>) -> Result<()> {
        self.bump();
        let Some(c) = self.peek(0) else { return Ok(()) };
        if prefix.raw {
            push(text, bytes, prefix.bytes, '\\', here)?;
            push(text, bytes, prefix.bytes, c, here)?;
            self.bump();
            return Ok(());
        }
        self.bump();
        let digits = match c {
            'x' => 2,
            'u' if !prefix.bytes => 4,
            'U' if !prefix.bytes => 8,
            _ => 0,
        };
        if digits > 0 {
            let word: String = self.chars.iter().skip(self.at).take(digits).collect();
            self.skip(digits);
            let code = Some(&word).filter(|word| word.chars().count() == digits);
            let code = code.and_then(|word| u32::from_str_radix(word, 16).ok());
            let Some(made) = code.and_then(char::from_u32) else {
                return Err(Diagnostic::error(here, Word::BadEscape, [format!("\\{c}{word}")]));
            };
            if prefix.bytes {
                bytes.push(u32::from(made) as u8);
            } else {
                text.push(made);
            }
            return Ok(());
        }
        let made = match c {
            '\n' => return Ok(()),
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0'..='7' => {
                let mut code = c.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let Some(digit) = self.peek(0).and_then(|c| c.to_digit(8)) else { break };
                    code = code * 8 + digit;
                    self.bump();
                }
                if prefix.bytes {
                    bytes.push(code as u8);
                    return Ok(());
                }
                char::from_u32(code).unwrap_or_default()
            }
            '\\' | '\'' | '"' => c,
            'N' => return Err(Diagnostic::error(here, Word::BadEscape, [format!("\\{c}")])),
            // An unknown one stands for itself, with its backslash.
            other => {
                push(text, bytes, prefix.bytes, '\\', here)?;
                other
            }
        };
        push(text, bytes, prefix.bytes, made, here)
    }

    /// A value of an f-string, from its brace to the one that closes it.
    fn value(&mut self, here: Span) -> Result<Part> {
        self.depth += 1;
        if self.depth > FORMATS_MAX {
            return Err(Diagnostic::error(here, Word::TooDeep, [FORMATS_MAX.to_string()]));
        }
        self.bump();
        let (from, start) = (self.at, self.here());
        let open = || Diagnostic::error(here, Word::BracketOpen, ["{".to_owned()]);
        let mut inside = Vec::new();
        let mut quote = None;
        loop {
            let c = self.peek(0).ok_or_else(open)?;
            match (quote, c) {
                (Some(open), _) if c == open => quote = None,
                (Some(_), '\n') | (None, '\n') => return Err(open()),
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(c),
                (None, '(' | '[' | '{') => inside.push(c),
                (None, ')' | ']') => drop(inside.pop()),
                (None, '}') if !inside.is_empty() => drop(inside.pop()),
                (None, '}' | ':') if inside.is_empty() => break,
                (None, '!') if inside.is_empty() && self.peek(1) != Some('=') => break,
                _ => {}
            }
            self.bump();
        }
        let mut source: String = self.chars[from..self.at].iter().collect();
        let shown = source.trim_end().strip_suffix('=').filter(|rest| !rest.ends_with(['=', '!', '<', '>']));
        let shown = shown.map(|rest| (rest.len(), source.as_str().into()));
        let shown: Option<std::sync::Arc<str>> = shown.map(|(length, whole)| {
            source.truncate(length);
            whole
        });
        let tokens = self.inner(&source, start)?;
        let mut conversion = None;
        if self.peek(0) == Some('!') {
            conversion = self.peek(1).filter(|c| matches!(c, 'r' | 's' | 'a'));
            if conversion.is_none() {
                return Err(Diagnostic::error(self.here(), Word::Misplaced, ["!".to_owned()]));
            }
            self.skip(2);
        }
        let format = if self.peek(0) == Some(':') { self.format_parts(here)? } else { Vec::new() };
        if self.peek(0) != Some('}') {
            return Err(open());
        }
        self.bump();
        self.depth -= 1;
        Ok(Part::Value { tokens, shown, conversion, format })
    }

    /// The tokens of what stands in braces.
    fn inner(&mut self, source: &str, start: Span) -> Result<Vec<Tok>> {
        if source.trim().is_empty() {
            return Err(Diagnostic::error(start, Word::ValueWanted, ["}".to_owned()]));
        }
        let mut scanner = Scanner::new(source, start);
        scanner.depth = self.depth;
        scanner.piece()?;
        if self.found.len() + scanner.found.len() > TOKENS_MAX {
            return Err(Diagnostic::error(start, Word::ListingTooLong, []));
        }
        Ok(scanner.found)
    }

    /// The format behind a colon, which may hold values itself.
    fn format_parts(&mut self, here: Span) -> Result<Vec<Part>> {
        self.bump();
        let mut parts = Vec::new();
        let mut text = String::new();
        loop {
            match self.peek(0) {
                None | Some('\n') => {
                    return Err(Diagnostic::error(here, Word::BracketOpen, ["{".to_owned()]));
                }
                Some('}') => break,
                Some('{') => {
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text).into()));
                    }
                    let at = self.here();
                    parts.push(self.value(at)?);
                }
                Some(c) => {
                    text.push(c);
                    self.bump();
                }
            }
        }
        if !text.is_empty() {
            parts.push(Part::Text(text.into()));
        }
        Ok(parts)
    }
}

fn push(text: &mut String, bytes: &mut Vec<u8>, is_bytes: bool, c: char, here: Span) -> Result<()> {
    if !is_bytes {
        text.push(c);
    } else if c.is_ascii() {
        bytes.push(c as u8);
    } else {
        return Err(Diagnostic::error(here, Word::StrayChar, [c.to_string()]));
    }
    Ok(())
}
