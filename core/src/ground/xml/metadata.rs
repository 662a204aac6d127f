//! `<metadata>`: other people's elements, each in a namespace of its own. They are kept as text without layout, in which blanks
//! are the element's own: a document is read without those that only lay it out, what `virDomainSetMetadata` takes is not.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::chars::{continues_name, starts_name};
use super::dump::{dump_flat, dump_with_blanks};
use super::{Element, Node, Position, parse};
use crate::ground::{ErrorDomain, Result, VirError};

/// The element of a document, to be kept; none if it holds no element.
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
    dump_flat(&mut out, &clean, &outer, false);
    Some(out.into())
}

/// The element as libvirt dumps it at a level, which is 1 right inside `<domain>`; without indentation before its first line.
pub fn show_metadata(kept: &str, level: usize) -> String {
    // What was kept is well-formed, unless somebody gave a prefix with blanks around it, which libvirt takes.
    let Ok(element) = parse(ErrorDomain::Xml, kept) else { return kept.to_owned() };
    let mut out = String::new();
    dump_with_blanks(&mut out, &element, level);
    out
}

/// The element as it is in a copy of its document, which libvirt makes by writing and reading it.
pub fn copy_metadata(kept: &str) -> Box<str> {
    let Ok(element) = parse(ErrorDomain::Xml, kept) else { return kept.into() };
    let mut out = String::new();
    dump_flat(&mut out, &element, &[], false);
    out.into()
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

/// Puts an element in the place of the one of its namespace, or at the end; with `None` that one is only taken away.
/// `element` is the prefix that its names get and its XML, `current` what [`metadata`] gives.
/// The end of `virDomainDefSetMetadata` of libvirt.
///
/// # Errors
/// Those of [`parse`], and for a prefix that is no name or that the element already has.
pub fn set_metadata(
    from: ErrorDomain,
    current: Option<&str>,
    uri: &str,
    element: Option<(&str, &str)>,
) -> Result<Option<Box<str>>> {
    let new = element.map(|(key, xml)| in_namespace(from, xml, key, uri)).transpose()?;
    let mut kept = match current {
        Some(text) => parse(from, text)?,
        None if new.is_none() => return Ok(None),
        None => Element {
            name: Cow::Borrowed("metadata"),
            attributes: Vec::new(),
            children: Vec::new(),
            position: Position::default(),
        },
    };
    let around = Element { children: Vec::new(), ..kept.clone() };
    kept.children.retain(|node| match node {
        Node::Element(element) => namespace(element, &[&around]) != Some(uri),
        _ => true,
    });
    kept.children.extend(new.map(Node::Element));
    if kept.elements().next().is_none() {
        return Ok(None);
    }
    let mut out = String::new();
    dump_flat(&mut out, &kept, &[], true);
    Ok(Some(out.into()))
}

/// Reads an element, and puts what is in no namespace into one. `virXMLInjectNamespace` of libvirt.
fn in_namespace<'a>(from: ErrorDomain, xml: &'a str, key: &'a str, uri: &'a str) -> Result<Element<'a>> {
    let mut root = parse(from, xml)?;
    let declaration_end = xml.find("?>").filter(|_| xml.trim_start_matches('\u{feff}').starts_with("<?xml"));
    let first =
        xml[declaration_end.map_or(0, |end| end + 2)..].trim_start_matches('\u{feff}').trim_ascii_start();
    let mut rest = key.trim_matches([' ', '\t', '\n', '\r']).chars();
    let is_name = rest.next().is_some_and(|first| first != ':' && starts_name(first))
        && rest.all(|c| c != ':' && continues_name(c));
    let refuse = |detail: &str| Err(VirError::internal(ErrorDomain::Xml, detail));
    if !is_name {
        return refuse("failed to validate prefix for a new XML namespace");
    }
    // libvirt takes the document's first node for its root, and that may be a comment.
    if root.declares(key).is_some() || first.starts_with("<!") || first.starts_with("<?") {
        return refuse("failed to create a new XML namespace");
    }
    rename(&mut root, &mut Vec::new(), &|element, namespace| match namespace {
        None => Some(format!("{key}:{}", element.name)),
        Some(_) => None,
    });
    root.attributes.push((format!("xmlns:{key}").into(), uri.into()));
    Ok(root)
}

/// The element of a namespace as a document of its own, its own names out of the namespace: what `virDomainGetMetadata` gives.
/// `virXMLExtractNamespaceXML` of libvirt.
///
/// # Errors
/// Those of [`parse`].
pub fn get_metadata(from: ErrorDomain, current: &str, uri: &str) -> Result<Option<String>> {
    let kept = parse(from, current)?;
    let Some(found) = kept.elements().find(|element| namespace(element, &[&kept]) == Some(uri)) else {
        return Ok(None);
    };
    let mut element = found.clone();
    let mut scope = vec![declarations(&kept)];
    rename(&mut element, &mut scope, &|element, namespace| {
        (namespace == Some(uri)).then(|| element.local_name().to_owned())
    });
    let declares = |(key, value): &(Cow<'_, str>, Cow<'_, str>)| {
        (key == "xmlns" || key.starts_with("xmlns:")) && value == uri
    };
    if let Some(place) = element.attributes.iter().position(declares) {
        element.attributes.remove(place);
    }
    let mut out = String::new();
    dump_with_blanks(&mut out, &element, 0);
    Ok(Some(out))
}

/// The namespaces that an element declares, by prefix.
type Declared = Vec<(String, String)>;

fn declarations(element: &Element<'_>) -> Declared {
    let declared = element.attributes.iter().filter_map(|(key, value)| match &**key {
        "xmlns" => Some((String::new(), value.to_string())),
        key => Some((key.strip_prefix("xmlns:")?.to_owned(), value.to_string())),
    });
    declared.collect()
}

/// Gives an element and all below it the names that `name` has for an element in a namespace; `None` leaves one as it is.
fn rename(
    element: &mut Element<'_>,
    scope: &mut Vec<Declared>,
    name: &dyn Fn(&Element<'_>, Option<&str>) -> Option<String>,
) {
    scope.push(declarations(element));
    let prefix = element.prefix();
    let declared = scope.iter().rev().find_map(|declared| declared.iter().find(|(known, _)| known == prefix));
    let uri = declared.map(|(_, uri)| uri.as_str()).filter(|uri| !uri.is_empty());
    let renamed = name(element, uri);
    if let Some(name) = renamed {
        element.name = name.into();
    }
    for node in &mut element.children {
        if let Node::Element(child) = node {
            rename(child, scope, name);
        }
    }
    scope.pop();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(current: Option<&str>, uri: &str, element: Option<(&str, &str)>) -> Result<Option<Box<str>>> {
        set_metadata(ErrorDomain::Domain, current, uri, element)
    }

    #[test]
    fn elements_come_and_go_by_their_namespaces() {
        let one = set(None, "u:1", Some(("a", "<x><y xmlns='u:0'><z/></y>t</x>"))).unwrap().unwrap();
        assert_eq!(
            show_metadata(&one, 1),
            "<metadata>\n    <a:x xmlns:a=\"u:1\"><y xmlns=\"u:0\"><z/></y>t</a:x>\n  </metadata>"
        );
        let two = set(Some(&one), "u:2", Some(("a", "<w/>"))).unwrap().unwrap();
        assert!(two.ends_with("</a:x><a:w xmlns:a=\"u:2\"/></metadata>"), "{two}");
        let get = |uri| get_metadata(ErrorDomain::Domain, &two, uri).unwrap();
        assert_eq!(get("u:1").as_deref(), Some("<x><y xmlns=\"u:0\"><z/></y>t</x>"));
        assert_eq!(get("u:2").as_deref(), Some("<w/>"));
        assert_eq!(get("u:3"), None);
        let left = set(Some(&two), "u:1", None).unwrap().unwrap();
        assert_eq!(&*left, "<metadata><a:w xmlns:a=\"u:2\"/></metadata>");
        assert_eq!(set(Some(&left), "u:2", None), Ok(None));
        assert_eq!(set(None, "u:2", None), Ok(None));
    }

    #[test]
    fn blanks_stay_until_a_copy_is_made() {
        let kept = set(None, "u", Some(("k", "<x> <y/></x>"))).unwrap().unwrap();
        assert_eq!(
            show_metadata(&kept, 1),
            "<metadata>\n    <k:x xmlns:k=\"u\"> <k:y/></k:x>\n  </metadata>"
        );
        let copy = copy_metadata(&kept);
        assert_eq!(get_metadata(ErrorDomain::Domain, &kept, "u").unwrap().as_deref(), Some("<x> <y/></x>"));
        assert_eq!(
            get_metadata(ErrorDomain::Domain, &copy, "u").unwrap().as_deref(),
            Some("<x>\n  <y/>\n</x>")
        );
    }

    #[test]
    fn prefixes_are_names_of_their_own() {
        let said = |key, xml| set(None, "u", Some((key, xml))).unwrap_err().message.to_string();
        for key in ["", "1", "a:b", "a b", "-"] {
            assert!(
                said(key, "<x/>").ends_with("failed to validate prefix for a new XML namespace"),
                "{key}"
            );
        }
        assert!(said("k", "<x xmlns:k='v'/>").ends_with("failed to create a new XML namespace"));
    }
}
