//! Reading a grammar's text, as far as a document needs it: rules are found by name, and what is inside an element is read
//! when a document has such an element.

use std::collections::BTreeMap;

use super::Grammar;
use super::pattern::{EMPTY, Id, NEVER, Pattern, Patterns};
use super::types::{Lexical, Type};

/// A grammar that is being read.
pub(super) struct Notation {
    text: &'static str,
    /// Where the rules begin.
    rules: BTreeMap<&'static str, usize>,
    spaces: Vec<(&'static str, &'static str)>,
    /// For elements, by name: which of their children are looked at together.
    together: Vec<(&'static str, Vec<&'static str>)>,
    /// What has been read, by the byte where it begins.
    read: BTreeMap<usize, Id>,
    /// What the reader of a grammar has to mend: a name without a rule, a sign out of place.
    pub faults: Vec<String>,
    depth: usize,
}

/// Rules within rules; a rule that is inside itself, other than in an element, would never end.
const DEPTH_MAX: usize = 200;

impl Notation {
    pub fn new(grammar: Grammar) -> Self {
        let text = grammar.0;
        let mut rules = BTreeMap::new();
        let mut spaces = Vec::new();
        let mut together = Vec::new();
        let mut faults = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if let Some(space) = line.strip_prefix("namespace ") {
                spaces.extend(space.trim_end().split_once(' '));
            } else if let Some((names, inside)) =
                line.strip_prefix("together ").and_then(|rest| rest.split_once(" = "))
            {
                let inside: Vec<&str> = inside.split_ascii_whitespace().collect();
                together.extend(names.split(' ').map(|name| (name, inside.clone())));
            } else if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let name = line.split(' ').next().unwrap_or_default();
                let body = at + name.len() + " =".len();
                if !text[at + name.len()..].starts_with(" =") || rules.insert(name, body).is_some() {
                    faults.push(format!("{name}: no rule, or there twice"));
                }
            }
            at += line.len();
        }
        Self { text, rules, spaces, together, read: BTreeMap::new(), faults, depth: 0 }
    }

    /// The names of all rules.
    pub fn names(&self) -> Vec<&'static str> {
        self.rules.keys().copied().collect()
    }

    /// The namespace of a prefix.
    pub fn space(&self, prefix: &str) -> Option<&'static str> {
        self.spaces.iter().find(|(name, _)| *name == prefix).map(|(_, uri)| *uri)
    }

    /// The names of children that are looked at together, of elements of a name.
    pub fn together(&self, name: &str) -> impl Iterator<Item = &[&'static str]> {
        self.together.iter().filter(move |(of, _)| *of == name).map(|(_, names)| names.as_slice())
    }

    /// Whether there is a rule of a name.
    pub fn has(&self, name: &str) -> bool {
        self.rules.contains_key(name)
    }

    /// What a rule says.
    pub fn rule(&mut self, name: &str, patterns: &mut Patterns) -> Id {
        match self.rules.get(name) {
            Some(at) => self.at(*at, patterns),
            None => {
                self.faults.push(format!("{name}: there is no such rule"));
                NEVER
            }
        }
    }

    /// What begins at a byte and ends with the rule, or the brace of the element.
    pub fn at(&mut self, at: usize, patterns: &mut Patterns) -> Id {
        if let Some(known) = self.read.get(&at) {
            return *known;
        }
        if self.depth > DEPTH_MAX {
            self.faults.push("a rule is inside itself".to_owned());
            return NEVER;
        }
        self.depth += 1;
        let mut reader = Reader { notation: self, patterns, at };
        let id = reader.choice();
        if !reader.ends() {
            let at = reader.at;
            self.faults.push(format!("not understood: {:.30}", &self.text[at..]));
        }
        self.depth -= 1;
        self.read.insert(at, id);
        id
    }
}

struct Reader<'a> {
    notation: &'a mut Notation,
    patterns: &'a mut Patterns,
    at: usize,
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':' | '.')
}

impl Reader<'_> {
    fn rest(&self) -> &'static str {
        &self.notation.text[self.at..]
    }

    /// Skips blanks, and ends of lines whose next line is indented.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            match () {
                () if rest.starts_with(' ') => self.at += 1,
                () if rest.starts_with("\n ") => self.at += 2,
                () => return,
            }
        }
    }

    fn sees(&mut self, sign: char) -> bool {
        self.blanks();
        self.rest().starts_with(sign)
    }

    fn skip(&mut self, sign: char) -> bool {
        let found = self.sees(sign);
        self.at += usize::from(found);
        found
    }

    fn ends(&mut self) -> bool {
        self.blanks();
        self.rest().is_empty() || self.rest().starts_with(['\n', '}'])
    }

    fn choice(&mut self) -> Id {
        let mut all = self.ordered();
        while self.skip('|') {
            let next = self.ordered();
            all = self.patterns.choice(all, next);
        }
        all
    }

    fn ordered(&mut self) -> Id {
        let mut row = vec![self.together()];
        while self.skip(',') {
            row.push(self.together());
        }
        row.into_iter().rev().fold(EMPTY, |rest, first| self.patterns.then(first, rest))
    }

    fn together(&mut self) -> Id {
        let mut all = Vec::new();
        while !self.ends() && !self.rest().starts_with(['|', ',', ')']) {
            let before = self.at;
            let one = self.primary();
            all.push(self.repeated(one));
            if self.at == before {
                break;
            }
        }
        self.balanced(&all)
    }

    /// A tree that is no deeper than need be.
    fn balanced(&mut self, all: &[Id]) -> Id {
        match all {
            [] => EMPTY,
            [one] => *one,
            all => {
                let (first, second) = all.split_at(all.len() / 2);
                let (first, second) = (self.balanced(first), self.balanced(second));
                self.patterns.both(first, second)
            }
        }
    }

    fn repeated(&mut self, one: Id) -> Id {
        let sign = self.rest().chars().next().filter(|sign| matches!(sign, '?' | '*' | '+'));
        self.at += usize::from(sign.is_some());
        match sign {
            Some('?') => self.patterns.optional(one),
            Some('+') => self.patterns.many(one),
            Some('*') => {
                let many = self.patterns.many(one);
                self.patterns.optional(many)
            }
            _ => one,
        }
    }

    fn primary(&mut self) -> Id {
        if self.skip('(') {
            let inside = self.choice();
            if !self.skip(')') {
                self.notation.faults.push(format!("no closing bracket: {:.30}", self.rest()));
            }
            return inside;
        }
        let rest = self.rest();
        if let Some(quoted) = rest.strip_prefix(['"', '`']) {
            let sign = &rest[..1];
            let text = quoted.split_once(sign).map_or(quoted, |(text, _)| text);
            self.at += text.len() + 2;
            let pattern = if sign == "`" { Pattern::Shape(text) } else { Pattern::Words(text) };
            return self.patterns.id(pattern);
        }
        if self.skip('@') {
            let name = self.name();
            let value = if self.rest().starts_with('=') {
                self.at += 1;
                self.primary()
            } else {
                self.patterns.id(Pattern::Text)
            };
            return match value {
                NEVER => NEVER,
                value => self.patterns.id(Pattern::Attribute { name, value }),
            };
        }
        self.named()
    }

    fn name(&mut self) -> &'static str {
        let rest = self.rest();
        let name = &rest[..rest.find(|c| !is_of_name(c)).unwrap_or(rest.len())];
        self.at += name.len();
        name
    }

    /// An element, a number, a type or what a rule says.
    fn named(&mut self) -> Id {
        let rest = self.rest();
        if rest.starts_with('~') || rest.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            return self.number();
        }
        let name = self.name();
        if self.rest().starts_with('{') {
            let inside = self.at + 1;
            self.at += closing(self.rest());
            return self.patterns.id(Pattern::Element { name, inside });
        }
        match name {
            "text" => self.patterns.id(Pattern::Text),
            "any" => self.patterns.id(Pattern::Any),
            "empty" => EMPTY,
            "" => {
                self.notation.faults.push(format!("not understood: {:.30}", self.rest()));
                self.at = self.notation.text.len();
                NEVER
            }
            name => match Type::from_word(name) {
                Some(known) => self.patterns.id(Pattern::Typed(known)),
                None => self.notation.rule(name, self.patterns),
            },
        }
    }

    fn number(&mut self) -> Id {
        let written = if self.skip('~') { Lexical::Any } else { Lexical::Digits };
        let range = self.name();
        let (least, most) = range.split_once("..").unwrap_or((range, range));
        let bound = |text: &str, none| if text.is_empty() { Some(none) } else { text.parse().ok() };
        match (bound(least, i128::MIN), bound(most, i128::MAX)) {
            (Some(least), Some(most)) => self.patterns.id(Pattern::Number { least, most, written }),
            _ => {
                self.notation.faults.push(format!("no range: {range}"));
                NEVER
            }
        }
    }
}

/// How long what stands in braces is, braces included: quoted texts may have braces of their own.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(sign), byte) if sign == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'`') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') if depth == 1 => return at + 1,
            (None, b'}') => depth -= 1,
            (None, _) => {}
        }
    }
    text.len()
}
