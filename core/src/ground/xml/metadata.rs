//! `<metadata>`: other people's elements, each in a namespace of its own, kept as libxml2 lays them out.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Element, Node, dump_indented};

/// The element as libvirt dumps it inside `<domain>`; none if it holds no element.
/// The end of `virDomainDefParseXML`, `virXMLNodeSanitizeNamespaces` and `virXMLFormatMetadata` of libvirt.
pub fn metadata(root: &Element<'_>) -> Option<Box<str>> {
    let metadata = root.child("metadata")?;
    metadata.elements().next()?;
    let mut clean = Element {
        name: Cow::Borrowed("metadata"),
        attributes: metadata.attributes.clone(),
        children: Vec::new(),
        position: metadata.position,
    };
    let mut seen = BTreeSet::new();
    for element in metadata.elements() {
        // One element a namespace; what is in none is dropped.
        let uri = namespace(element, &[metadata, root]);
        if uri.is_some_and(|uri| seen.insert(uri)) {
            clean.children.push(Node::Element(element.clone()));
        }
    }
    let mut outer = Vec::new();
    let mut scope = vec![metadata];
    for element in clean.elements() {
        borrowed(element, root, &mut scope, &mut outer);
    }
    let mut out = String::new();
    dump_indented(&mut out, &clean, 1, &outer);
    Some(out.into())
}

/// The namespace that an element is in; `around` are the elements around it, innermost first.
fn namespace<'e>(element: &'e Element<'_>, around: &[&'e Element<'_>]) -> Option<&'e str> {
    let prefix = element.prefix();
    let declared = std::iter::once(element).chain(around.iter().copied()).find_map(|e| e.declares(prefix));
    declared.filter(|uri| !uri.is_empty())
}

/// Collects the prefixes that are used below `<metadata>` and declared only at `<domain>`: a copy of the element has to
/// declare them itself, which libxml2 does at its top in the order of first use.
fn borrowed<'e>(
    element: &'e Element<'e>,
    root: &'e Element<'_>,
    scope: &mut Vec<&'e Element<'e>>,
    outer: &mut Vec<(&'e str, &'e str)>,
) {
    scope.push(element);
    let attributes = element.attributes.iter().filter_map(|(key, _)| key.split_once(':'));
    let prefixes = std::iter::once(element.prefix()).chain(attributes.map(|(prefix, _)| prefix));
    for prefix in prefixes.filter(|prefix| !matches!(*prefix, "" | "xml" | "xmlns")) {
        let known = scope.iter().any(|e| e.declares(prefix).is_some());
        if !known
            && !outer.iter().any(|(before, _)| *before == prefix)
            && let Some(uri) = root.declares(prefix)
        {
            outer.push((prefix, uri));
        }
    }
    for child in element.elements() {
        borrowed(child, root, scope, outer);
    }
    scope.pop();
}
