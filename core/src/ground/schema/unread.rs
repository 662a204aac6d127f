//! What a document has that its grammar has no place for: libvirt drops it without a word.

use super::check::Scope;
use super::notation::Notation;
use super::pattern::{Pattern, Patterns};
use super::{Grammar, Unread, check};
use crate::ground::xml::Element;

/// What is told at most.
const TOLD_MAX: usize = 20;

/// Elements and attributes of names that the grammar does not have where they stand.
pub(super) fn unread(grammar: Grammar, start: &str, root: &Element<'_>) -> Vec<Unread> {
    let mut notation = Notation::new(grammar);
    let mut patterns = Patterns::new();
    let rule = if notation.has(start) { notation.rule(start, &mut patterns) } else { return Vec::new() };
    let Pattern::Element { inside, .. } = patterns.get(rule) else { return Vec::new() };
    let mut search = Search { notation, patterns, found: Vec::new() };
    search.look(&[inside], &Scope { element: root, outer: None });
    search.found.truncate(TOLD_MAX);
    search.found
}

struct Search {
    notation: Notation,
    patterns: Patterns,
    found: Vec<Unread>,
}

impl Search {
    /// Looks through an element that may be as what stands at any of some bytes of the grammar.
    fn look(&mut self, bodies: &[usize], scope: &Scope<'_>) {
        let mut known = Vec::new();
        for body in bodies {
            let id = self.notation.at(*body, &mut self.patterns);
            self.patterns.leaves(id, &mut known);
        }
        if known.contains(&Pattern::Any) {
            return;
        }
        let element = scope.element;
        for (name, _) in &element.attributes {
            let declares = name == "xmlns" || name.starts_with("xmlns:");
            let is_it =
                |leaf: &Pattern| matches!(leaf, Pattern::Attribute { name: known, .. } if known == name);
            if !declares && !known.iter().any(is_it) {
                self.tell(format!("@{name}"), element);
            }
        }
        for child in element.elements().filter(|child| child.prefix().is_empty()) {
            let scope = Scope { element: child, outer: Some(scope) };
            let bodies: Vec<usize> = known
                .iter()
                .filter_map(|leaf| match leaf {
                    Pattern::Element { name, inside } => {
                        check::is_named(&self.notation, &scope, name).then_some(*inside)
                    }
                    _ => None,
                })
                .collect();
            match bodies.is_empty() {
                true => self.tell(format!("<{}>", child.name), child),
                false => self.look(&bodies, &scope),
            }
        }
    }

    fn tell(&mut self, what: String, at: &Element<'_>) {
        if self.found.len() < TOLD_MAX {
            self.found.push(Unread { what: what.into(), of: (&*at.name).into(), line: at.position.line });
        }
    }
}
