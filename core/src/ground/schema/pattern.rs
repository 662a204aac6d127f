//! What is still to come in an element, as a tree whose equal parts are one, and what is left of it after a piece.

use std::collections::BTreeMap;

use super::types::{Lexical, Type};

/// The number of a pattern among those of a check.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Id(u32);

/// What may come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Pattern {
    /// Nothing is right any more.
    Never,
    /// All there had to be was there.
    Empty,
    /// Any text, or none.
    Text,
    /// Any element.
    Any,
    Attribute {
        name: &'static str,
        value: Id,
    },
    /// What is inside stands at a byte of the grammar, to be read when a document has such an element.
    Element {
        name: &'static str,
        inside: usize,
    },
    /// One of the words.
    Words(&'static str),
    /// A text of a shape.
    Shape(&'static str),
    /// A number of at least and at most.
    Number {
        least: i128,
        most: i128,
        written: Lexical,
    },
    Typed(Type),
    Choice(Id, Id),
    /// Both, in any order.
    Both(Id, Id),
    /// The one before the other.
    Then(Id, Id),
    /// Once or more.
    Many(Id),
}

#[derive(Clone, Copy)]
struct Known {
    pattern: Pattern,
    /// Whether it may be over here.
    may_end: bool,
    has_attributes: bool,
}

/// All patterns of a check.
pub(super) struct Patterns {
    all: Vec<Known>,
    ids: BTreeMap<Pattern, Id>,
}

/// Nothing is right any more.
pub(super) const NEVER: Id = Id(0);
/// Nothing need come.
pub(super) const EMPTY: Id = Id(1);

/// Something that a document has.
pub(super) trait Piece {
    /// Whether only patterns with attributes are of interest.
    const ATTRIBUTE: bool;
    /// What is left of a pattern without parts after this piece.
    fn take(&mut self, patterns: &mut Patterns, pattern: Pattern) -> Id;
}

impl Patterns {
    pub fn new() -> Self {
        let mut patterns = Self { all: Vec::new(), ids: BTreeMap::new() };
        patterns.id(Pattern::Never);
        patterns.id(Pattern::Empty);
        patterns
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// One of them, in the order in which they were made.
    pub fn at(&self, index: usize) -> Pattern {
        self.all.get(index).map_or(Pattern::Never, |known| known.pattern)
    }

    pub fn get(&self, id: Id) -> Pattern {
        self.all[id.0 as usize].pattern
    }

    /// Whether nothing more need come.
    pub fn may_end(&self, id: Id) -> bool {
        self.all[id.0 as usize].may_end
    }

    /// The name of an element without which it may not end.
    pub fn required(&self, id: Id) -> Option<&'static str> {
        if self.may_end(id) {
            return None;
        }
        match self.get(id) {
            Pattern::Element { name, .. } => Some(name),
            Pattern::Both(a, b) | Pattern::Then(a, b) => self.required(a).or_else(|| self.required(b)),
            Pattern::Many(a) => self.required(a),
            _ => None,
        }
    }

    /// Every attribute and element that a pattern has, and what stands for any.
    pub fn leaves(&self, id: Id, found: &mut Vec<Pattern>) {
        match self.get(id) {
            Pattern::Choice(a, b) | Pattern::Both(a, b) | Pattern::Then(a, b) => {
                self.leaves(a, found);
                self.leaves(b, found);
            }
            Pattern::Many(a) => self.leaves(a, found),
            leaf @ (Pattern::Attribute { .. } | Pattern::Element { .. } | Pattern::Any) => found.push(leaf),
            _ => {}
        }
    }

    fn has_attributes(&self, id: Id) -> bool {
        self.all[id.0 as usize].has_attributes
    }

    pub fn id(&mut self, pattern: Pattern) -> Id {
        if let Some(id) = self.ids.get(&pattern) {
            return *id;
        }
        let may_end = match pattern {
            Pattern::Empty | Pattern::Text => true,
            Pattern::Choice(a, b) => self.may_end(a) || self.may_end(b),
            Pattern::Both(a, b) | Pattern::Then(a, b) => self.may_end(a) && self.may_end(b),
            Pattern::Many(a) => self.may_end(a),
            _ => false,
        };
        let has_attributes = match pattern {
            Pattern::Attribute { .. } => true,
            Pattern::Choice(a, b) | Pattern::Both(a, b) | Pattern::Then(a, b) => {
                self.has_attributes(a) || self.has_attributes(b)
            }
            Pattern::Many(a) => self.has_attributes(a),
            _ => false,
        };
        let id = Id(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(Known { pattern, may_end, has_attributes });
        self.ids.insert(pattern, id);
        id
    }

    pub fn choice(&mut self, a: Id, b: Id) -> Id {
        match (a, b) {
            (NEVER, other) | (other, NEVER) => other,
            (a, b) if a == b => a,
            // What may be left out already may be.
            (EMPTY, other) | (other, EMPTY) if self.may_end(other) => other,
            (a, b) => self.id(Pattern::Choice(a.min(b), a.max(b))),
        }
    }

    pub fn both(&mut self, a: Id, b: Id) -> Id {
        match (a, b) {
            (NEVER, _) | (_, NEVER) => NEVER,
            (EMPTY, other) | (other, EMPTY) => other,
            (a, b) => self.id(Pattern::Both(a, b)),
        }
    }

    pub fn then(&mut self, a: Id, b: Id) -> Id {
        match (a, b) {
            (NEVER, _) | (_, NEVER) => NEVER,
            (EMPTY, other) | (other, EMPTY) => other,
            (a, b) => self.id(Pattern::Then(a, b)),
        }
    }

    pub fn many(&mut self, a: Id) -> Id {
        match a {
            NEVER | EMPTY => a,
            a => self.id(Pattern::Many(a)),
        }
    }

    pub fn optional(&mut self, a: Id) -> Id {
        self.choice(a, EMPTY)
    }

    /// What is left after a piece.
    pub fn after<P: Piece>(&mut self, id: Id, piece: &mut P) -> Id {
        if P::ATTRIBUTE && !self.has_attributes(id) {
            return NEVER;
        }
        match self.get(id) {
            Pattern::Choice(a, b) => {
                let (a, b) = (self.after(a, piece), self.after(b, piece));
                self.choice(a, b)
            }
            Pattern::Both(a, b) => {
                let first = self.after(a, piece);
                let first = self.both(first, b);
                let second = self.after(b, piece);
                let second = self.both(a, second);
                self.choice(first, second)
            }
            Pattern::Then(a, b) => {
                let first = self.after(a, piece);
                let first = self.then(first, b);
                // Attributes have no order.
                let second = match P::ATTRIBUTE {
                    true => {
                        let second = self.after(b, piece);
                        self.then(a, second)
                    }
                    false if self.may_end(a) => self.after(b, piece),
                    false => NEVER,
                };
                self.choice(first, second)
            }
            Pattern::Many(a) => {
                let first = self.after(a, piece);
                let more = self.optional(id);
                self.then(first, more)
            }
            simple => piece.take(self, simple),
        }
    }

    /// What is left once all attributes were there.
    pub fn without_attributes(&mut self, id: Id) -> Id {
        if !self.has_attributes(id) {
            return id;
        }
        match self.get(id) {
            Pattern::Choice(a, b) => {
                let (a, b) = (self.without_attributes(a), self.without_attributes(b));
                self.choice(a, b)
            }
            Pattern::Both(a, b) => {
                let (a, b) = (self.without_attributes(a), self.without_attributes(b));
                self.both(a, b)
            }
            Pattern::Then(a, b) => {
                let (a, b) = (self.without_attributes(a), self.without_attributes(b));
                self.then(a, b)
            }
            Pattern::Many(a) => {
                let a = self.without_attributes(a);
                self.many(a)
            }
            _ => NEVER,
        }
    }
}
