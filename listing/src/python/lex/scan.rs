//! A listing's characters one after another.

use super::{KEYWORDS, Tok, Token};
use crate::diagnostic::Diagnostic;
use crate::limits::{NESTING_MAX, TOKENS_MAX};
use crate::span::Span;
use crate::words::Word;

/// Operators and brackets, the longest first.
const PUNCTS: &[&str] = &[
    "**=", "//=", ">>=", "<<=", "...", "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "->", "+=", "-=",
    "*=", "/=", "%=", "&=", "|=", "^=", ":=", "@=", "(", ")", "[", "]", "{", "}", ",", ":", ".", ";", "=",
    "+", "-", "*", "/", "%", "&", "|", "^", "~", "<", ">", "@",
];

pub(super) type Result<T> = std::result::Result<T, Diagnostic>;

/// The tokens of a listing.
pub(in crate::python) fn tokens(source: &str) -> Result<Vec<Tok>> {
    let mut scanner = Scanner::new(source, Span { line: 1, column: 1, end_line: 1, end_column: 1 });
    scanner.lines()?;
    Ok(scanner.found)
}

/// A listing's characters and how far they are read.
pub(super) struct Scanner {
    pub chars: Vec<char>,
    pub at: usize,
    line: u32,
    column: u32,
    /// The columns of the blocks that are open.
    indents: Vec<u32>,
    /// The brackets that are open.
    brackets: Vec<(char, Span)>,
    pub found: Vec<Tok>,
    /// f-strings inside one another.
    pub depth: u32,
}

impl Scanner {
    pub fn new(source: &str, at: Span) -> Self {
        let chars = source.replace("\r\n", "\n").chars().collect();
        Self {
            chars,
            at: 0,
            line: at.line,
            column: at.column,
            indents: vec![0],
            brackets: Vec::new(),
            found: Vec::new(),
            depth: 0,
        }
    }

    pub fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    pub fn bump(&mut self) {
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

    pub fn skip(&mut self, count: usize) {
        (0..count).for_each(|_| self.bump());
    }

    pub fn here(&self) -> Span {
        Span { line: self.line, column: self.column, end_line: self.line, end_column: self.column }
    }

    fn push(&mut self, token: Token, start: Span) -> Result<()> {
        if self.found.len() >= TOKENS_MAX {
            return Err(Diagnostic::error(start, Word::ListingTooLong, []));
        }
        self.found.push(Tok { token, span: start.to(self.here()) });
        Ok(())
    }

    /// Line after line to the end.
    fn lines(&mut self) -> Result<()> {
        while self.at < self.chars.len() {
            self.indent()?;
            self.line()?;
        }
        let here = self.here();
        if let Some((bracket, span)) = self.brackets.first() {
            return Err(Diagnostic::error(*span, Word::BracketOpen, [bracket.to_string()]));
        }
        if self.found.last().is_some_and(|last| !matches!(last.token, Token::Newline | Token::Dedent)) {
            self.push(Token::Newline, here)?;
        }
        for _ in 1..self.indents.len() {
            self.push(Token::Dedent, here)?;
        }
        self.push(Token::End, here)
    }

    /// The spaces before a line. Lines of nothing but spaces and comments say nothing.
    fn indent(&mut self) -> Result<()> {
        let mut width = 0;
        while let Some(c @ (' ' | '\t' | '\u{c}' | '\u{feff}')) = self.peek(0) {
            width = match c {
                ' ' => width + 1,
                '\t' => (width / 8 + 1) * 8,
                _ => width,
            };
            self.bump();
        }
        if matches!(self.peek(0), None | Some('\n' | '#')) {
            return Ok(());
        }
        let here = self.here();
        let open = self.indents.last().copied().unwrap_or(0);
        if width > open {
            if self.indents.len() > NESTING_MAX as usize {
                return Err(Diagnostic::error(here, Word::TooDeep, [NESTING_MAX.to_string()]));
            }
            self.indents.push(width);
            return self.push(Token::Indent, here);
        }
        while self.indents.last().is_some_and(|open| *open > width) {
            self.indents.pop();
            self.push(Token::Dedent, here)?;
        }
        if self.indents.last() == Some(&width) {
            Ok(())
        } else {
            Err(Diagnostic::error(here, Word::IndentBad, []))
        }
    }

    /// The tokens of a line, which goes on inside brackets.
    fn line(&mut self) -> Result<()> {
        let before = self.found.len();
        loop {
            let start = self.here();
            match self.peek(0) {
                None => return Ok(()),
                Some('\n') => {
                    if self.brackets.is_empty() {
                        if self.found.len() > before {
                            self.push(Token::Newline, start)?;
                        }
                        self.bump();
                        return Ok(());
                    }
                    self.bump();
                }
                Some('#') => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.bump();
                    }
                }
                Some('\\') if self.peek(1) == Some('\n') => self.skip(2),
                Some(c) if c.is_whitespace() || c == '\u{feff}' => self.bump(),
                Some(_) => {
                    let token = self.token(start)?;
                    self.push(token, start)?;
                }
            }
        }
    }

    /// All tokens of a piece that is one expression.
    pub fn piece(&mut self) -> Result<()> {
        self.brackets.push(('{', self.here()));
        self.line()?;
        let here = self.here();
        if let Some((bracket, span)) = self.brackets.get(1) {
            return Err(Diagnostic::error(*span, Word::BracketOpen, [bracket.to_string()]));
        }
        self.push(Token::End, here)
    }

    fn token(&mut self, start: Span) -> Result<Token> {
        let c = self.peek(0).unwrap_or(' ');
        if let Some(prefix) = self.text_prefix() {
            return self.text(start, prefix);
        }
        if c.is_alphabetic() || c == '_' {
            let mut name = String::new();
            while let Some(c) = self.peek(0).filter(|c| c.is_alphanumeric() || *c == '_') {
                name.push(c);
                self.bump();
            }
            let keyword = KEYWORDS.iter().find(|word| **word == name);
            return Ok(keyword.map_or_else(|| Token::Name(name.as_str().into()), |word| Token::Keyword(word)));
        }
        if c.is_ascii_digit() || (c == '.' && self.peek(1).is_some_and(|c| c.is_ascii_digit())) {
            return self.number(start);
        }
        let starts = |punct: &&&str| punct.chars().enumerate().all(|(i, c)| self.peek(i) == Some(c));
        let Some(punct) = PUNCTS.iter().find(starts) else {
            self.bump();
            let meant = match c {
                '“' | '”' | '„' | '«' | '»' => "\"",
                '‘' | '’' => "'",
                '−' | '–' | '—' => "-",
                '\u{ff08}' => "(",
                '\u{ff09}' => ")",
                '\u{ff0c}' => ",",
                '\u{ff1a}' => ":",
                '!' | '\u{ff01}' => "not",
                _ => return Err(Diagnostic::error(start.to(self.here()), Word::StrayChar, [c.to_string()])),
            };
            let args = [c.to_string(), meant.to_owned()];
            return Err(Diagnostic::error(start.to(self.here()), Word::PythonOtherChar, args));
        };
        self.skip(punct.len());
        self.bracket(c, start)?;
        Ok(Token::Punct(punct))
    }

    fn bracket(&mut self, c: char, start: Span) -> Result<()> {
        match c {
            '(' | '[' | '{' => {
                if self.brackets.len() >= NESTING_MAX as usize {
                    return Err(Diagnostic::error(start, Word::TooDeep, [NESTING_MAX.to_string()]));
                }
                self.brackets.push((c, start));
            }
            ')' | ']' | '}' => {
                let fits = |open: char| matches!((open, c), ('(', ')') | ('[', ']') | ('{', '}'));
                match self.brackets.pop() {
                    Some((open, _)) if fits(open) => {}
                    Some((open, span)) => {
                        return Err(Diagnostic::error(span, Word::BracketOpen, [open.to_string()]));
                    }
                    None => return Err(Diagnostic::error(start, Word::Misplaced, [c.to_string()])),
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn number(&mut self, start: Span) -> Result<Token> {
        let mut word = String::new();
        let hexadecimal = self.peek(0) == Some('0') && matches!(self.peek(1), Some('x' | 'X'));
        while let Some(c) = self.peek(0) {
            let sign = matches!(c, '+' | '-') && word.ends_with(['e', 'E']) && !hexadecimal;
            if !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_') || sign) {
                break;
            }
            word.push(c);
            self.bump();
        }
        let plain = word.replace('_', "").to_lowercase();
        let radix = match plain.get(..2) {
            Some("0x") => Some(16),
            Some("0o") => Some(8),
            Some("0b") => Some(2),
            _ => None,
        };
        let wrong = || Diagnostic::error(start.to(self.here()), Word::PythonNumberBad, [word.clone()]);
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        if let Some(radix) = radix {
            return i128::from_str_radix(&plain[2..], radix).map(Token::Int).map_err(|_| wrong());
        }
        if digits(&plain) {
            if plain.len() > 1 && plain.starts_with('0') && plain.chars().any(|c| c != '0') {
                return Err(wrong());
            }
            let huge = || Diagnostic::error(start.to(self.here()), Word::NumberHuge, []);
            return plain.parse().map(Token::Int).map_err(|_| huge());
        }
        let float = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | '+' | '-'));
        plain.parse().ok().filter(|_| float).map(Token::Float).ok_or_else(wrong)
    }
}
