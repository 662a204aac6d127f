//! A file under reading: where what is wrong stands, and the calls that are written in it.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use toml::Spanned;
use virtlab_core::api::{Call, FunctionId, Value};

/// Names that are all told where one is wrong.
const FEW: usize = 24;

/// What is wrong with a file, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The character in it, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Fault {}

/// A file under reading.
#[derive(Clone, Debug, Default)]
pub struct Source<'a> {
    /// Its text.
    pub text: &'a str,
    /// How such a file begins, told where it does not.
    pub begins: &'static str,
    /// Documents, which calls have as `$name`.
    pub documents: BTreeMap<String, String>,
    /// Values that were drawn for a variant, which texts have as `{name}`.
    pub drawn: BTreeMap<String, String>,
}

impl Source<'_> {
    /// A fault at a byte of the file.
    pub fn fault(&self, at: usize, message: impl Into<String>) -> Fault {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Fault { line, column, message: message.into(), hint: None }
    }

    /// What the TOML itself has wrong, and keys and types that are none of the file's.
    pub fn syntax(&self, error: &toml::de::Error) -> Fault {
        let at = error.span().map_or(0, |span| span.start);
        let (message, hint) = match error.message().split_once(", expected one of ") {
            Some((message, known)) => (message, Some(format!("there is {}", known.replace('`', "")))),
            None => (error.message(), None),
        };
        let hint = hint.or_else(|| {
            let missing = message.strip_prefix("missing field `")?.strip_suffix('`')?;
            self.begins.contains(missing).then(|| self.begins.to_owned())
        });
        Fault { hint, ..self.fault(at, message.replace("unknown field", "there is no key").replace('`', "")) }
    }

    /// Reads a call, with documents and drawn values in the places of their names.
    ///
    /// # Errors
    /// What is no call, with its place and the function's prototype or the nearest name.
    pub fn call(&self, said: &Spanned<String>) -> Result<Call, Fault> {
        let (text, places) = self.expanded(said)?;
        text.parse::<Call>().map_err(|error| {
            let place = places.iter().rev().find(|(expanded, _)| *expanded <= error.at).copied();
            let (expanded, plain) = place.unwrap_or_default();
            let at = self.inside(said, plain + (error.at - expanded));
            let name = said.get_ref().split('(').next().unwrap_or_default().trim();
            let functions: Vec<&str> = FunctionId::ALL.iter().map(|id| id.c_name()).collect();
            let hint = match functions.contains(&name) {
                true => FunctionId::from_c_name(name).map(|id| id.row().prototype()),
                false => nearest(name, &functions).map(|near| format!("{near}?")),
            };
            Fault { hint, ..self.fault(at, format!("this is no call: expected {}", error.expected)) }
        })
    }

    /// Where a byte of a text's value is in the file.
    fn inside(&self, said: &Spanned<String>, at: usize) -> usize {
        let Range { start, end } = said.span();
        let written = self.text.get(start..end).unwrap_or_default();
        // After the quotes, as far as nothing was escaped.
        let quotes = ["'''\n", "\"\"\"\n", "'''", "\"\"\"", "'", "\""];
        let open = quotes.iter().find(|quote| written.starts_with(**quote)).map_or(0, |quote| quote.len());
        (start + open + at).min(end)
    }

    /// The text with documents in the place of their names; and where its parts begin, in it and in what was written.
    fn expanded(&self, said: &Spanned<String>) -> Result<(String, Vec<(usize, usize)>), Fault> {
        let text = said.get_ref();
        let mut out = String::new();
        let mut places = vec![(0, 0)];
        let (mut quoted, mut escaped, mut at) = (false, false, 0);
        while let Some(c) = text[at..].chars().next() {
            if let Some((len, value)) = self.drawn_at(&text[at..]) {
                // A drawn value is as good as written there, so quotes inside a text are still the text's.
                out.push_str(value);
                at += len;
                places.push((out.len(), at));
                escaped = false;
                continue;
            }
            if c == '$' && !quoted {
                let rest = &text[at + 1..];
                let len = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
                let document = self.documents.get(&rest[..len]).ok_or_else(|| {
                    let known: Vec<&str> = self.documents.keys().map(String::as_str).collect();
                    let hint = match known.is_empty() {
                        true => "documents stand under [documents], each as name = '''…'''".to_owned(),
                        false => format!("the documents are {}", known.join(", ")),
                    };
                    let fault =
                        self.fault(self.inside(said, at), format!("there is no document {}", &rest[..len]));
                    Fault { hint: Some(hint), ..fault }
                })?;
                out.push_str(&Value::text(self.filled(document)).to_string());
                at += 1 + len;
                places.push((out.len(), at));
                continue;
            }
            quoted ^= c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            out.push(c);
            at += c.len_utf8();
        }
        Ok((out, places))
    }

    /// A text with the values of drawn names in the places of `{name}`; other braces are left as they are.
    pub fn filled(&self, text: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            match self.drawn_at(&text[at..]) {
                Some((len, value)) => {
                    out.push_str(value);
                    at += len;
                }
                None => {
                    out.push(c);
                    at += c.len_utf8();
                }
            }
        }
        out
    }

    /// The value of `{name}`, if the text begins with that, and how long it is.
    fn drawn_at(&self, text: &str) -> Option<(usize, &str)> {
        let name = text.strip_prefix('{')?;
        let name = &name[..name.find('}')?];
        self.drawn.get(name).map(|value| (name.len() + 2, &**value))
    }

    /// Which one of those that there are a name is.
    ///
    /// # Errors
    /// That there is no such thing, with the nearest name, or all of them if they are few.
    pub fn one_of(&self, name: &Spanned<String>, what: &str, all: &[&str]) -> Result<usize, Fault> {
        if let Some(at) = all.iter().position(|one| one == name.get_ref()) {
            return Ok(at);
        }
        let fault = self.fault(name.span().start, format!("there is no {what} {}", name.get_ref()));
        let all_of_them = || (all.len() <= FEW).then(|| format!("there is {}", all.join(", ")));
        let hint = nearest(name.get_ref(), all).map(|near| format!("{near}?")).or_else(all_of_them);
        Err(Fault { hint, ..fault })
    }
}

/// The name that is least different, if it is near enough to have been meant.
pub(crate) fn nearest<'a>(name: &str, all: &[&'a str]) -> Option<&'a str> {
    let near = all.iter().map(|one| (distance(name, one), *one)).min()?;
    (near.0 <= name.len() / 3).then_some(near.1)
}

/// How many characters have to be changed, put in or taken out.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}
