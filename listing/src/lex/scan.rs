//! The characters of one logical line to tokens.

use super::number::{Number, escape, read};
use super::{Tok, Token};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::words::Word;

/// Operators and brackets, the longest first.
const PUNCTS: &[&str] = &[
    "<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=",
    "/=", "%=", "&=", "|=", "^=", "{", "}", "(", ")", "[", "]", ";", ",", ":", "?", "=", "<", ">", "+", "-",
    "*", "/", "%", "!", "&", "|", "^", "~", ".", "#",
];

/// A listing's characters and how far they are read.
pub(super) struct Scanner {
    chars: Vec<char>,
    at: usize,
    line: u32,
    column: u32,
}

impl Scanner {
    /// At the beginning of a listing.
    pub fn new(source: &str) -> Self {
        Self { chars: source.chars().collect(), at: 0, line: 1, column: 1 }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn bump(&mut self) {
        if let Some(c) = self.peek(0) {
            self.at += 1;
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
    }

    fn skip(&mut self, count: usize) {
        (0..count).for_each(|_| self.bump());
    }

    fn here(&self) -> Span {
        Span { line: self.line, column: self.column, end_line: self.line, end_column: self.column }
    }

    /// The next token; `newline` tells whether a line ended before it.
    pub fn next(&mut self, newline: &mut bool) -> Result<Tok, Diagnostic> {
        self.space(newline)?;
        let start = self.here();
        let token = self.token(start)?;
        Ok(Tok { token, span: start.to(self.here()) })
    }

    /// Past spaces and comments, and lines' ends that a backslash takes away.
    fn space(&mut self, newline: &mut bool) -> Result<(), Diagnostic> {
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('\\'), Some('\n')) => self.skip(2),
                (Some('\n'), _) => {
                    *newline = true;
                    self.bump();
                }
                (Some(c), _) if c.is_whitespace() || c == '\u{feff}' => self.bump(),
                (Some('/'), Some('/')) => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.bump();
                    }
                }
                (Some('/'), Some('*')) => self.comment()?,
                _ => return Ok(()),
            }
        }
    }

    fn comment(&mut self) -> Result<(), Diagnostic> {
        let start = self.here();
        self.skip(2);
        while !(self.peek(0) == Some('*') && self.peek(1) == Some('/')) {
            if self.peek(0).is_none() {
                return Err(Diagnostic::error(start, Word::CommentOpen, []));
            }
            self.bump();
        }
        self.skip(2);
        Ok(())
    }

    fn token(&mut self, start: Span) -> Result<Token, Diagnostic> {
        let Some(first) = self.peek(0) else { return Ok(Token::End) };
        if first.is_ascii_alphabetic() || first == '_' {
            return Ok(Token::Ident(self.take(|c| c.is_ascii_alphanumeric() || c == '_').as_str().into()));
        }
        if first.is_ascii_digit() || (first == '.' && self.peek(1).is_some_and(|c| c.is_ascii_digit())) {
            return self.number(start);
        }
        if first == '"' {
            return self.quoted(start, '"').map(|bytes| Token::Str(bytes.into()));
        }
        if first == '\'' {
            let bytes = self.quoted(start, '\'')?;
            return match bytes[..] {
                [byte] => Ok(Token::Char(byte)),
                _ => Err(Diagnostic::error(start.to(self.here()), Word::CharLength, [])),
            };
        }
        let fits = |punct: &&&str| punct.chars().enumerate().all(|(i, c)| self.peek(i) == Some(c));
        match PUNCTS.iter().find(fits) {
            Some(punct) => {
                self.skip(punct.len());
                Ok(Token::Punct(punct))
            }
            None => {
                self.bump();
                let end = start.to(self.here());
                Err(match plain(first) {
                    Some(meant) => Diagnostic::error(end, Word::OtherChar, [first.to_string(), meant.into()]),
                    None => Diagnostic::error(end, Word::StrayChar, [first.to_string()]),
                })
            }
        }
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let mut text = String::new();
        while let Some(c) = self.peek(0).filter(|c| wanted(*c)) {
            text.push(c);
            self.bump();
        }
        text
    }

    fn number(&mut self, start: Span) -> Result<Token, Diagnostic> {
        let mut text = String::new();
        while let Some(c) = self.peek(0) {
            let signed = matches!(c, '+' | '-') && text.ends_with(['e', 'E']) && !text.starts_with("0x");
            if !(c.is_ascii_alphanumeric() || c == '.' || signed) {
                break;
            }
            text.push(c);
            self.bump();
        }
        match read(&text) {
            Some(Number::Int(n, suffix, decimal)) => Ok(Token::Int(n, suffix, decimal)),
            Some(Number::Float(n)) => Ok(Token::Float(n)),
            None => Err(Diagnostic::error(start.to(self.here()), Word::BadNumber, [text])),
        }
    }

    fn quoted(&mut self, start: Span, quote: char) -> Result<Vec<u8>, Diagnostic> {
        self.bump();
        let mut bytes = Vec::new();
        loop {
            match self.peek(0) {
                None | Some('\n') => {
                    return Err(Diagnostic::error(
                        start.to(self.here()),
                        Word::QuoteOpen,
                        [quote.to_string()],
                    ));
                }
                Some(c) if c == quote => {
                    self.bump();
                    return Ok(bytes);
                }
                Some('\\') if self.peek(1) == Some('\n') => self.skip(2),
                Some('\\') => {
                    let rest: Vec<char> = self.chars[self.at + 1..].iter().take(4).copied().collect();
                    let Some((byte, length)) = escape(&rest) else {
                        let shown = rest.first().map(|c| format!("\\{c}")).unwrap_or_default();
                        return Err(Diagnostic::error(self.here(), Word::BadEscape, [shown]));
                    };
                    bytes.push(byte);
                    self.skip(length + 1);
                }
                Some(c) => {
                    bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    self.bump();
                }
            }
        }
    }
}

/// What is meant by a character that text from a word processor or a Chinese keyboard has in its place.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '“' | '”' | '„' | '″' | '＂' => "\"",
        '‘' | '’' | '′' | '＇' => "'",
        '；' => ";",
        '，' | '、' => ",",
        '（' => "(",
        '）' => ")",
        '｛' => "{",
        '｝' => "}",
        '［' | '【' => "[",
        '］' | '】' => "]",
        '：' => ":",
        '＝' => "=",
        '！' => "!",
        '＜' | '《' => "<",
        '＞' | '》' => ">",
        '–' | '—' | '−' | '－' => "-",
        '＊' | '×' => "*",
        '％' => "%",
        '＆' => "&",
        '。' => ".",
        _ => return None,
    })
}
