//! What commands look up in documents that calls gave.

use virtlab_core::ground::ErrorDomain;
use virtlab_core::ground::xml::{self, Element};

/// An element of a document.
pub(crate) use virtlab_core::ground::xml::Element as Node;

/// The document's root; none if it is no XML.
pub(crate) fn root(text: &str) -> Option<Element<'_>> {
    xml::parse(ErrorDomain::None, text).ok()
}

/// The elements at a path of names below an element, `devices/disk`.
pub(crate) fn all<'e, 'a>(element: &'e Element<'a>, path: &str) -> Vec<&'e Element<'a>> {
    let mut found = vec![element];
    for name in path.split('/') {
        found = found.into_iter().flat_map(|parent| parent.all(name)).collect();
    }
    found
}

/// The first attribute in the order of the document that has one of the names, in a child of the element.
pub(crate) fn first_attribute(element: &Element<'_>, child: &str, names: &[&str]) -> Option<String> {
    let of = |child: &Element<'_>| {
        let mut attributes = child.attributes.iter();
        attributes.find(|(name, _)| names.contains(&name.as_ref())).map(|(_, value)| value.to_string())
    };
    element.all(child).find_map(of).filter(|value| !value.is_empty())
}

/// An attribute of a child.
pub(crate) fn attribute(element: &Element<'_>, child: &str, name: &str) -> Option<String> {
    first_attribute(element, child, &[name])
}

/// The text of the element at a path; none if there is none, or it is empty.
pub(crate) fn text(element: &Element<'_>, path: &str) -> Option<String> {
    element.path(path).map(|found| found.text().into_owned()).filter(|text| !text.is_empty())
}

/// What a simple XPath finds: names, `*`, `//`, `@name`, `text()`, and tests `[2]`, `[name]`, `[@name]`, `[@name='…']`. Each as
/// libxml2 writes it; none for an XPath that has anything else.
pub(crate) fn find(root: &Element<'_>, path: &str) -> Option<Vec<String>> {
    let mut rest = path;
    // The document itself is above the root.
    let mut found: Vec<(bool, &Element<'_>)> = vec![(true, root)];
    loop {
        let deep = rest.starts_with("//");
        rest = rest.trim_start_matches('/').strip_prefix("./").unwrap_or(rest.trim_start_matches('/'));
        let (step, tests, left) = step(rest)?;
        if let Some(name) = step.strip_prefix('@') {
            let owners = if deep { below(&found) } else { found.into_iter().map(|(_, e)| e).collect() };
            let all =
                owners.into_iter().flat_map(|e| &e.attributes).filter(|(n, _)| name == "*" || n == name);
            return left
                .is_empty()
                .then(|| all.map(|(n, v)| format!(" {n}=\"{}\"", xml::escape(v))).collect());
        }
        if step == "text()" {
            let owners = if deep { below(&found) } else { found.into_iter().map(|(_, e)| e).collect() };
            let texts = owners.into_iter().flat_map(|e| &e.children).filter_map(|node| match node {
                xml::Node::Text(text) => Some(xml::escape(text).into_owned()),
                _ => None,
            });
            return left.is_empty().then(|| texts.collect());
        }
        if !step.chars().all(|c| c.is_alphanumeric() || "-_.*:".contains(c)) || step.is_empty() {
            return None;
        }
        let mut next = Vec::new();
        for (above, element) in found {
            let candidates: Vec<&Element<'_>> = match (above, deep) {
                (true, false) => vec![element],
                (false, false) => element.elements().collect(),
                (above, true) => below(&[(above, element)])
                    .into_iter()
                    .filter(|e| above || !std::ptr::eq(*e, element))
                    .collect(),
            };
            let mut named: Vec<&Element<'_>> =
                candidates.into_iter().filter(|e| step == "*" || e.name == step).collect();
            for test in &tests {
                named = tested(named, test)?;
            }
            next.extend(named.into_iter().map(|element| (false, element)));
        }
        found = next;
        if left.is_empty() {
            break;
        }
        rest = left;
    }
    let text = |(_, element): &(bool, &Element<'_>)| {
        let mut out = String::new();
        xml::dump_indented(&mut out, element, 0, &[]);
        out
    };
    Some(found.iter().map(text).collect())
}

/// A step, its tests, and what follows.
fn step(path: &str) -> Option<(&str, Vec<&str>, &str)> {
    let end = path.find(['/', '[']).unwrap_or(path.len());
    let (name, mut rest) = path.split_at(end);
    let mut tests = Vec::new();
    while let Some(inside) = rest.strip_prefix('[') {
        let close = inside.find(']')?;
        tests.push(inside[..close].trim());
        rest = &inside[close + 1..];
    }
    Some((name, tests, rest))
}

fn tested<'e, 'a>(found: Vec<&'e Element<'a>>, test: &str) -> Option<Vec<&'e Element<'a>>> {
    if let Ok(place) = test.parse::<usize>() {
        return Some(found.into_iter().skip(place.checked_sub(1)?).take(1).collect());
    }
    let (name, value) = match test.split_once('=') {
        None => (test, None),
        Some((name, value)) => {
            let value = value.trim();
            let quoted = ['\'', '"'].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q))?;
            (name.trim(), Some(quoted))
        }
    };
    let (attribute, name) = name.strip_prefix('@').map_or((false, name), |name| (true, name));
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || "-_.:".contains(c)) {
        return None;
    }
    let is = |element: &&Element<'a>| match attribute {
        true => element.attribute(name).is_some_and(|found| value.is_none_or(|value| found == value)),
        false => element.all(name).any(|child| value.is_none_or(|value| child.text() == value)),
    };
    Some(found.into_iter().filter(is).collect())
}

/// Elements and all below them, in the order of the document.
fn below<'e, 'a>(found: &[(bool, &'e Element<'a>)]) -> Vec<&'e Element<'a>> {
    let mut all = Vec::new();
    for (_, element) in found {
        all.push(*element);
        let children: Vec<(bool, &Element<'a>)> = element.elements().map(|child| (false, child)).collect();
        all.extend(below(&children));
    }
    all
}
