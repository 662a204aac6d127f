//! Writing an element as libxml2's `xmlNodeDump` does with indentation, from a document that was read without keeping
//! blanks: what libvirt does with `<metadata>`.

use super::{Element, Node};

/// How an element is written.
#[derive(Clone, Copy)]
struct Style {
    /// Blanks that libxml2 would take for layout are kept, as in a document that was read with them.
    keeps_blanks: bool,
    /// Whether it is laid out at all.
    lays_out: bool,
}

/// Writes an element, its start tag where `out` stands and what is below it indented `level` deep and more.
/// `extra` are namespace declarations (prefix and URI) that the element gets beside its own.
pub fn dump_indented(out: &mut String, element: &Element<'_>, level: usize, extra: &[(&str, &str)]) {
    dump(out, element, level, extra, Style { keeps_blanks: false, lays_out: true });
}

/// The same of an element whose blanks are its own.
pub(super) fn dump_with_blanks(out: &mut String, element: &Element<'_>, level: usize) {
    dump(out, element, level, &[], Style { keeps_blanks: true, lays_out: true });
}

/// Writes an element without any layout, for [`dump_with_blanks`] to lay it out later; with its blanks or without.
pub(super) fn dump_flat(out: &mut String, element: &Element<'_>, extra: &[(&str, &str)], keeps_blanks: bool) {
    dump(out, element, 0, extra, Style { keeps_blanks, lays_out: false });
}

fn dump(out: &mut String, element: &Element<'_>, level: usize, extra: &[(&str, &str)], style: Style) {
    start_tag(out, element, extra);
    let children = match style.keeps_blanks {
        true => element.children.iter().collect(),
        false => without_blanks(element),
    };
    if children.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    // Text in it, and everything below stays as it is.
    let is_text = |node: &&Node<'_>| matches!(node, Node::Text(_) | Node::CData(_));
    let style = Style { lays_out: style.lays_out && !children.iter().any(is_text), ..style };
    for node in children {
        if style.lays_out {
            new_line(out, level + 1);
        }
        match node {
            Node::Element(element) => dump(out, element, level + 1, &[], style),
            Node::Text(text) => escape_into(out, text, false),
            Node::CData(text) => wrap(out, "<![CDATA[", text, "]]>"),
            Node::Comment(text) => wrap(out, "<!--", text, "-->"),
            Node::Instruction(text) => wrap(out, "<?", text, "?>"),
        }
    }
    if style.lays_out {
        new_line(out, level);
    }
    end_tag(out, element);
}

fn wrap(out: &mut String, before: &str, text: &str, after: &str) {
    out.push_str(before);
    out.push_str(text);
    out.push_str(after);
}

fn new_line(out: &mut String, level: usize) {
    out.push('\n');
    for _ in 0..level {
        out.push_str("  ");
    }
}

/// The start tag without its end: namespace declarations first, as libxml2 keeps them apart from attributes.
fn start_tag(out: &mut String, element: &Element<'_>, extra: &[(&str, &str)]) {
    out.push('<');
    out.push_str(&element.name);
    let is_declaration = |key: &str| key == "xmlns" || key.starts_with("xmlns:");
    for (key, value) in element.attributes.iter().filter(|(key, _)| is_declaration(key)) {
        attribute(out, key, value);
    }
    for (prefix, uri) in extra {
        attribute(out, &format!("xmlns:{prefix}"), uri);
    }
    for (key, value) in element.attributes.iter().filter(|(key, _)| !is_declaration(key)) {
        attribute(out, key, value);
    }
}

fn end_tag(out: &mut String, element: &Element<'_>) {
    wrap(out, "</", &element.name, ">");
}

fn attribute(out: &mut String, key: &str, value: &str) {
    out.push(' ');
    out.push_str(key);
    out.push_str("=\"");
    escape_into(out, value, true);
    out.push('"');
}

fn escape_into(out: &mut String, text: &str, is_attribute: bool) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\r' => out.push_str("&#13;"),
            '"' if is_attribute => out.push_str("&quot;"),
            '\n' if is_attribute => out.push_str("&#10;"),
            '\t' if is_attribute => out.push_str("&#9;"),
            c => out.push(c),
        }
    }
}

/// What is inside an element without the white space that libxml2 takes for layout.
fn without_blanks<'e, 'a>(element: &'e Element<'a>) -> Vec<&'e Node<'a>> {
    let preserved = element.attribute("xml:space") == Some("preserve");
    let mut kept: Vec<&Node<'a>> = Vec::with_capacity(element.children.len());
    for (place, node) in element.children.iter().enumerate() {
        let Node::Text(text) = node else {
            kept.push(node);
            continue;
        };
        let is_blank = text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        let is_only = kept.is_empty() && place + 1 == element.children.len();
        let beside_text =
            [kept.first(), kept.last()].iter().flatten().any(|node| matches!(node, Node::Text(_)));
        if !is_blank || preserved || is_only || beside_text {
            kept.push(node);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::ErrorDomain;

    fn check(xml: &str, expect: &str) {
        let root = super::super::parse(ErrorDomain::Domain, xml).unwrap();
        let mut out = String::new();
        dump_indented(&mut out, &root, 0, &[]);
        assert_eq!(out, expect);
    }

    #[test]
    fn blanks_and_layout() {
        check(
            "<a>\n\n<b> </b><c>\n</c> <d> <e/> </d></a>",
            "<a>\n  <b> </b>\n  <c>\n</c>\n  <d>\n    <e/>\n  </d>\n</a>",
        );
        check("<a>x<b/>\n  <c/></a>", "<a>x<b/>\n  <c/></a>");
        check("<a><b>t</b> <c/>tail</a>", "<a><b>t</b><c/>tail</a>");
        check("<a xml:space='preserve'> <b/> </a>", "<a xml:space=\"preserve\"> <b/> </a>");
    }

    #[test]
    fn declarations_first_and_escapes() {
        check("<a b='1 \" &#10;&lt;' xmlns:p='u'/>", "<a xmlns:p=\"u\" b=\"1 &quot; &#10;&lt;\"/>");
        check("<a><![CDATA[x<]]><?p i?><!--c--></a>", "<a><![CDATA[x<]]><?p i?><!--c--></a>");
    }
}
