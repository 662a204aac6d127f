//! The sections that are kept as text: what they have in common.

use crate::ground::xml::{Element, Node, Writer};

/// An element as it came, in libvirt's layout: every element on a line of its own, attributes in single quotes, what is
/// only white space dropped. `level` is how deep it stands.
pub(super) fn laid_out(element: &Element<'_>, level: usize) -> Box<str> {
    let mut w = Writer::at(level);
    lay_out(element, &mut w);
    w.finish().into()
}

fn lay_out(element: &Element<'_>, w: &mut Writer) {
    let mut tag = w.start(&element.name);
    for (name, value) in &element.attributes {
        tag = tag.attr(name, value);
    }
    if element.elements().next().is_some() {
        tag.inside(|w| element.elements().for_each(|child| lay_out(child, w)));
        return;
    }
    let has_text = element.children.iter().any(|node| matches!(node, Node::Text(_) | Node::CData(_)));
    match element.text() {
        text if has_text && !text.trim().is_empty() => tag.text(text),
        _ => tag.empty(),
    }
}
