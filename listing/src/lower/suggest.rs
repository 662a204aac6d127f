//! What was meant by a name that there is not.

use virtlab_core::api::{FunctionId, functions, not_built};

use super::Lower;
use crate::diagnostic::Diagnostic;
use crate::ir::Callee;
use crate::span::Span;
use crate::words::Word;

impl Lower {
    pub(super) fn unknown_function(&self, span: Span, name: &str) -> Diagnostic {
        if not_built().contains(&name) {
            return Diagnostic::error(span, Word::NotBuilt, [name.to_owned()]);
        }
        let own = self.own.keys().map(|name| &**name);
        let known =
            functions().iter().map(|row| row.id.c_name()).chain(crate::library::NAMES.iter().copied());
        let known: Vec<&str> = own.chain(known).collect();
        match meant(name, &known) {
            Some(meant) => {
                let args = [name.to_owned(), self.prototype_for(&meant)];
                Diagnostic::error(span, Word::FunctionMeant, args)
            }
            None => Diagnostic::error(span, Word::UnknownFunction, [name.to_owned()]),
        }
    }

    pub(super) fn unknown_name(&self, span: Span, name: &str) -> Diagnostic {
        if not_built().contains(&name) {
            return Diagnostic::error(span, Word::NotBuilt, [name.to_owned()]);
        }
        let variables =
            self.scopes.iter().flat_map(|scope| scope.keys()).chain(self.globals.keys()).map(|name| &**name);
        let mut known: Vec<&str> = variables.collect();
        if name.starts_with("VIR_") {
            crate::api::constant_names().for_each(|constant| known.push(constant));
        }
        match meant(name, &known) {
            Some(meant) => Diagnostic::error(span, Word::NameMeant, [name.to_owned(), meant]),
            None if name == "conn" => Diagnostic::error(span, Word::ConnMissing, []),
            None => Diagnostic::error(span, Word::UnknownName, [name.to_owned()]),
        }
    }

    pub(super) fn prototype_of(&self, name: &str, callee: &Callee) -> String {
        match callee {
            Callee::Api(id) => id.row().prototype(),
            _ => self.prototype_for(name),
        }
    }

    fn prototype_for(&self, name: &str) -> String {
        match FunctionId::from_c_name(name) {
            Some(id) => id.row().prototype(),
            None => name.to_owned(),
        }
    }
}

/// The known name that is nearest to one that is not: the same words with another object before them or `Get` left out, or few
/// letters different.
fn meant(name: &str, known: &[&str]) -> Option<String> {
    let mut tries =
        vec![name.replacen("virConnect", "virDomain", 1), name.replacen("virDomain", "virConnect", 1)];
    for object in
        ["virDomain", "virConnect", "virNetwork", "virNode", "virDomainSnapshot", "virConnectDomain"]
    {
        if let Some(rest) = name.strip_prefix(object) {
            tries.push(format!("{object}Get{rest}"));
            tries.push(format!("{object}Lookup{rest}"));
            tries.push(format!("virNode{rest}"));
            tries.push(format!("virNodeGet{rest}"));
            tries.push(format!("virConnectGet{rest}"));
        }
    }
    if let Some(found) = tries.iter().find(|wanted| **wanted != name && known.contains(&wanted.as_str())) {
        return Some(found.clone());
    }
    near(name, known)
}

/// The known name that differs by the fewest letters, if they are few.
pub(crate) fn near(name: &str, known: &[&str]) -> Option<String> {
    let limit = (name.chars().count() / 5).clamp(1, 3);
    let near =
        known.iter().filter(|known| **known != name).map(|known| (distance(name, known, limit), *known));
    near.filter(|(far, _)| *far <= limit).min().map(|(_, known)| known.to_owned())
}

/// How many letters are to be changed, put in or taken out to get from one name to another; a large number beyond the limit.
fn distance(one: &str, two: &str, limit: usize) -> usize {
    if one.len().abs_diff(two.len()) > limit {
        return usize::MAX;
    }
    let (one, two): (Vec<u8>, Vec<u8>) = (one.to_ascii_lowercase().into(), two.to_ascii_lowercase().into());
    let mut before: Vec<usize> = (0..=two.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in two.iter().enumerate() {
            let same = before[j] + usize::from(a != b);
            row.push(same.min(before[j + 1] + 1).min(row[j] + 1));
        }
        before = row;
    }
    before[two.len()]
}
