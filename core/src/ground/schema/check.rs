//! Taking a document piece by piece off a grammar.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::notation::Notation;
use super::pattern::{EMPTY, Id, NEVER, Pattern, Patterns, Piece};
use super::types::{is_blank, is_number, is_word_of};
use super::{Fault, Grammar, shape};
use crate::ground::xml::{Element, Node, Position};

/// Checks a document against a rule.
pub(super) fn check(grammar: Grammar, start: &'static str, root: &Element<'_>) -> Result<(), Fault> {
    let mut patterns = Patterns::new();
    let mut notation = Notation::new(grammar);
    let expected = notation.rule(start, &mut patterns);
    let scope = Scope { element: root, outer: None };
    let mut checker = Checker { notation, found: BTreeMap::new() };
    let Pattern::Element { name, inside } = patterns.get(expected) else { return Err(Fault::Root) };
    if !is_named(&checker.notation, &scope, name) {
        return Err(Fault::Root);
    }
    let inside = checker.notation.at(inside, &mut patterns);
    checker.inside(&mut patterns, inside, &scope)
}

/// Which child libxml2 does not expect where it finds it, because it lost the way among those that it looks at together.
fn astray<'e>(sets: &[&[&'static str]], element: &'e Element<'_>) -> Option<&'e str> {
    let names: Vec<&str> = element.elements().map(Element::local_name).collect();
    let places = |set: &&[&'static str]| -> Vec<usize> {
        names.iter().enumerate().filter(|(_, name)| set.contains(name)).map(|(place, _)| place).collect()
    };
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for places in sets.iter().map(places) {
        let lost = places.windows(2).find(|pair| {
            pair[0] + 1 != pair[1] && spans.iter().any(|(first, last)| (*first..*last).contains(&pair[0]))
        });
        if let Some(pair) = lost {
            return names.get(pair[0] + 1).copied();
        }
        spans.extend(places.first().copied().zip(places.last().copied()));
    }
    None
}

/// What is wrong with a grammar, everything in it read.
pub(super) fn faults(grammar: Grammar) -> Vec<String> {
    let mut patterns = Patterns::new();
    let mut notation = Notation::new(grammar);
    for name in notation.names() {
        notation.rule(name, &mut patterns);
    }
    let mut seen = 0;
    while seen < patterns.len() {
        if let Pattern::Element { inside, .. } = patterns.at(seen) {
            notation.at(inside, &mut patterns);
        }
        seen += 1;
    }
    notation.faults
}

/// An element, and those that it is in.
pub(super) struct Scope<'s> {
    pub element: &'s Element<'s>,
    pub outer: Option<&'s Scope<'s>>,
}

impl Scope<'_> {
    /// The namespace of a prefix here; nothing is said of one that no element declares.
    fn space(&self, prefix: &str) -> Option<&str> {
        let mut scope = Some(self);
        while let Some(here) = scope {
            if let Some(uri) = here.element.declares(prefix) {
                return Some(uri);
            }
            scope = here.outer;
        }
        prefix.is_empty().then_some("")
    }
}

/// Whether an element has a name, given as the grammar has it.
pub(super) fn is_named(notation: &Notation, scope: &Scope<'_>, expected: &str) -> bool {
    let element = scope.element;
    let (prefix, local) = expected.split_once(':').unwrap_or(("", expected));
    match scope.space(element.prefix()) {
        // A prefix that nothing declares is part of the name.
        None => element.name == expected && prefix.is_empty(),
        Some(uri) => element.local_name() == local && uri == notation.space(prefix).unwrap_or_default(),
    }
}

struct Checker {
    notation: Notation,
    /// Whether an element, which its place tells, is as what stands at a byte of the grammar.
    found: BTreeMap<(usize, Position), bool>,
}

impl Checker {
    /// Checks what an element has.
    fn inside(&mut self, patterns: &mut Patterns, inside: Id, scope: &Scope<'_>) -> Result<(), Fault> {
        let element = scope.element;
        let mut left = inside;
        for (name, value) in &element.attributes {
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            left = patterns.after(left, &mut Attribute { name, value });
            if left == NEVER {
                return Err(Fault::Attribute((&**name).into()));
            }
        }
        left = patterns.without_attributes(left);
        let content = left;
        let (mut texts, mut elements) = (Cow::Borrowed(""), false);
        for node in &element.children {
            match node {
                Node::Text(text) | Node::CData(text) if texts.is_empty() => texts = Cow::Borrowed(text),
                Node::Text(text) | Node::CData(text) => texts.to_mut().push_str(text),
                Node::Element(child) => {
                    elements = true;
                    left = self.text(patterns, left, &texts, false)?;
                    texts = Cow::Borrowed("");
                    left =
                        self.child(patterns, content, left, &Scope { element: child, outer: Some(scope) })?;
                }
                Node::Instruction(_) | Node::Comment(_) => {}
            }
        }
        left = self.text(patterns, left, &texts, !elements)?;
        if !patterns.may_end(left) {
            return Err(Fault::Missing(patterns.required(left).unwrap_or_default()));
        }
        let together: Vec<_> = self.notation.together(element.local_name()).collect();
        match astray(&together, element) {
            Some(name) => Err(Fault::Child { name: name.into(), together: false }),
            None => Ok(()),
        }
    }

    /// What is left after a text; `alone` says that the element has nothing else, so that even blanks may be meant.
    fn text(&self, patterns: &mut Patterns, left: Id, text: &str, alone: bool) -> Result<Id, Fault> {
        let blank = text.chars().all(is_blank);
        if blank && !alone {
            return Ok(left);
        }
        let after = patterns.after(left, &mut Text(text));
        match if blank { patterns.choice(after, left) } else { after } {
            NEVER => Err(Fault::Text),
            after => Ok(after),
        }
    }

    fn child(&mut self, patterns: &mut Patterns, all: Id, left: Id, scope: &Scope<'_>) -> Result<Id, Fault> {
        let mut piece = Child { checker: self, scope, known: false };
        let after = patterns.after(left, &mut piece);
        if after != NEVER {
            return Ok(after);
        }
        piece.known = false;
        patterns.after(all, &mut piece);
        let (known, name) = (piece.known, scope.element.local_name());
        let parent = scope.outer.map_or("", |outer| outer.element.local_name());
        let together = self.notation.together(parent).any(|set| set.contains(&name));
        Err(match patterns.required(left) {
            _ if known => Fault::Child { name: name.into(), together },
            Some(missing) => Fault::Missing(missing),
            None => Fault::Unknown(name.into()),
        })
    }

    /// Whether an element is as what stands at a byte of the grammar.
    fn is_as(&mut self, patterns: &mut Patterns, inside: usize, scope: &Scope<'_>) -> bool {
        let key = (inside, scope.element.position);
        if let Some(known) = self.found.get(&key) {
            return *known;
        }
        let expected = self.notation.at(inside, patterns);
        let good = self.inside(patterns, expected, scope).is_ok();
        self.found.insert(key, good);
        good
    }
}

struct Attribute<'a> {
    name: &'a str,
    value: &'a str,
}

impl Piece for Attribute<'_> {
    const ATTRIBUTE: bool = true;

    fn take(&mut self, patterns: &mut Patterns, pattern: Pattern) -> Id {
        let Pattern::Attribute { name, value } = pattern else { return NEVER };
        if name != self.name {
            return NEVER;
        }
        let after = patterns.after(value, &mut Text(self.value));
        let good = patterns.may_end(after) || (self.value.chars().all(is_blank) && patterns.may_end(value));
        if good { EMPTY } else { NEVER }
    }
}

struct Text<'a>(&'a str);

impl Piece for Text<'_> {
    const ATTRIBUTE: bool = false;

    fn take(&mut self, patterns: &mut Patterns, pattern: Pattern) -> Id {
        let good = match pattern {
            Pattern::Text => return patterns.id(Pattern::Text),
            Pattern::Words(words) => is_word_of(words, self.0),
            Pattern::Shape(shape) => shape::fits(shape, self.0),
            Pattern::Number { least, most, written } => is_number(self.0, least, most, written),
            Pattern::Typed(typed) => typed.has(self.0),
            _ => false,
        };
        if good { EMPTY } else { NEVER }
    }
}

struct Child<'c, 's> {
    checker: &'c mut Checker,
    scope: &'c Scope<'s>,
    /// Whether an element of the name was found in the grammar.
    known: bool,
}

impl Piece for Child<'_, '_> {
    const ATTRIBUTE: bool = false;

    fn take(&mut self, patterns: &mut Patterns, pattern: Pattern) -> Id {
        let good = match pattern {
            Pattern::Any => true,
            Pattern::Element { name, inside } => {
                let named = is_named(&self.checker.notation, self.scope, name);
                self.known |= named;
                named && self.checker.is_as(patterns, inside, self.scope)
            }
            _ => false,
        };
        if good { EMPTY } else { NEVER }
    }
}
